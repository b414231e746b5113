"""`bank verify` against the API on a loopback port: a reader who knows the answers, guesses, or is led astray."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from examcert.reports.shapes import PUBLISHED
from tests.api_server import Api, Body, served
from tests.cli.banks import FOUR, blueprint, single, write_bank
from tests.cli.conftest import Run

RIGHT = {
    "The stem of one?": {"Option right of one"}, "The stem of two?": {"Choice of two: a", "Choice of two: b"},
}  # fmt: skip


def put(body: Body) -> Any:
    return json.loads(body["messages"][0]["content"])


def solution(body: Body, choose: Callable[[Any], list[str]], **more: Any) -> str:
    asked = put(body)
    picks = choose(asked)
    slots = [slot["label"] for slot in asked.get("slots", ())] or [""] * len(picks)
    answer = [{"slot": slot, "option": pick} for slot, pick in zip(slots, picks, strict=False)]
    return json.dumps({"answer": answer, "doubt": "none", "options_in_doubt": [], "grounds": "So it is.", **more})


def knowing(asked: Any) -> list[str]:
    """Answers every item of the bank right."""
    by_text = {option["text"]: option["label"] for option in asked["options"]}
    if "stem" not in asked:
        return [asked["options"][0]["label"]]
    if asked["kind"] == "ordering":
        return [by_text[f"Step of three: {name}"] for name in ("c", "a", "b")]
    if asked["kind"] == "matching":
        return [by_text[f"Part of four: {name}"] for name in ("a", "b")]
    return [label for text, label in by_text.items() if text in RIGHT[asked["stem"]]]


def mistaken(asked: Any) -> list[str]:
    """The same, but the first question wrong whenever its stem is shown."""
    if asked.get("stem") == "The stem of one?":
        return [next(option["label"] for option in asked["options"] if option["text"] == "Option w1 of one")]
    return knowing(asked)


@pytest.fixture
def mine(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("EXAMCERT_BANKS", str(tmp_path / "mine"))
    return write_bank(tmp_path / "mine" / "tiny-01", blueprint(), *FOUR)


@pytest.fixture
def api(mine: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    with served(Api(answer=lambda body: solution(body, knowing))) as running:
        monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-test")
        monkeypatch.setenv("ANTHROPIC_BASE_URL", running.url)
        yield running


def verify(run: Run, *args: str) -> Any:
    result = run("bank", "verify", "tiny-01", "--repeats", "2", "--json", *args)
    told = result.document()
    TypeAdapter(PUBLISHED["bank-verify"]).validate_python(told)
    return result.code, told


class TestABlindReading:
    """Claude answers without a key; what differs from the key is the author's to settle."""

    def test_agrees_with_sound_keys(self, run: Run, api: Api) -> None:
        code, told = verify(run)
        full, alone = told["views"]
        assert (code, full["agreement"]["hits"], full["agreement"]["n"]) == (0, 4, 4)
        assert alone["view"] == "choices-only"
        assert full["agreement"]["low"] < 1 == full["agreement"]["high"]
        assert len(api.asked) == 4 * 2 * 2

    def test_shows_neither_key_nor_whys_nor_ids(self, run: Run, api: Api) -> None:
        verify(run)
        sent = json.dumps([put(body) for body in api.asked])
        assert not any(word in sent for word in ("key", "why", "objective", "The why of"))
        assert {"stem" in put(body) for body in api.asked} == {True, False}

    def test_permutes_the_options(self, run: Run, api: Api) -> None:
        verify(run)
        orders = {
            tuple(o["text"] for o in put(b)["options"]) for b in api.asked if put(b).get("stem") == "The stem of two?"
        }
        assert len(orders) == 2

    def test_is_kept_for_the_scorecard(self, run: Run, api: Api, mine: Path) -> None:
        verify(run)
        readings = json.loads((mine / "readings.json").read_text())["readings"]
        assert [(one["view"], one["kind"], one["runs"]) for one in readings] == [
            ("full", "model", 2), ("choices-only", "model", 2),
        ]  # fmt: skip
        assert run("bank", "scorecard", "tiny-01", "--json").code in (0, 1)

    def test_is_not_kept_when_told_so(self, run: Run, api: Api, mine: Path) -> None:
        verify(run, "--no-record")
        assert not (mine / "readings.json").exists()

    def test_disputes_what_differs_once(self, run: Run, api: Api) -> None:
        api.answer = lambda body: solution(body, mistaken)
        code, told = verify(run)
        assert (code, told["views"][0]["disagreements"]) == (1, ["one"])
        for _ in range(2):
            disputes = run("bank", "disputes", "tiny-01", "--json").document()["disputes"]
            assert [(d["option"], d["source"], d["argument"]) for d in disputes] == [
                ("right", "solve", "So it is."), ("w1", "solve", "So it is."),
            ]  # fmt: skip
            verify(run)

    def test_reports_doubts(self, run: Run, api: Api) -> None:
        api.answer = lambda body: solution(body, knowing, doubt="two-answers")
        code, told = verify(run, "--no-choices-only")
        assert code == 1
        assert set(told["views"][0]["doubts"].values()) == {"two answers: So it is."}

    def test_counts_what_fits_no_item_as_no_answer(self, run: Run, api: Api) -> None:
        api.answer = lambda body: solution(body, lambda _: ["nonsense"])
        _, told = verify(run, "--no-choices-only")
        assert (told["views"][0]["agreement"]["hits"], told["views"][0]["agreement"]["n"]) == (0, 4)

    def test_asks_nothing_twice(self, run: Run, api: Api) -> None:
        api.failures = [(401, "authentication_error", {})]
        code, told = verify(run, "--width", "1")
        assert (code, told["views"]) == (3, [])
        verify(run)
        paid = len(api.asked)
        verify(run)
        assert (paid, len(api.asked)) == (16, 16)

    def test_survives_a_kill_while_it_writes(self, run: Run, api: Api, home: Path) -> None:
        verify(run, "--no-choices-only")
        file = sorted((home / "verify").glob("*.jsonl"))[0]
        file.write_text(file.read_text()[:-30])
        for _ in range(2):
            verify(run, "--no-choices-only")
        assert len(api.asked) == 8 + 1

    def test_asks_again_what_was_edited(self, run: Run, api: Api, mine: Path) -> None:
        verify(run, "--no-choices-only")
        RIGHT["A new stem?"] = RIGHT["The stem of one?"]
        write_bank(mine, blueprint(), single("one", stem="A new stem?"), *FOUR[1:])
        verify(run, "--no-choices-only")
        assert len(api.asked) == 8 + 2

    def test_stops_at_its_budget(self, run: Run, api: Api) -> None:
        api.usage = {"output_tokens": 3000}
        code, told = verify(run, "--budget", "0.07", "--width", "1")
        assert code == 4
        assert 0 < len(api.asked) < 16
        assert "budget" in told["stopped"]

    def test_that_nobody_answers_verifies_nothing(self, run: Run, api: Api) -> None:
        api.answer = lambda _: "No JSON."
        code, told = verify(run)
        assert (code, told["views"], told["failed"]) == (3, [], 4 * 2 * 2)
        assert told["unanswered"] == {"full": 4, "choices-only": 4}

    def test_that_is_answered_in_part_says_so(self, run: Run, api: Api) -> None:
        api.answer = lambda body: "No JSON." if put(body)["stem"] == "The stem of two?" else solution(body, knowing)
        code, told = verify(run, "--no-choices-only")
        assert (code, told["unanswered"], told["views"][0]["agreement"]["n"]) == (1, {"full": 1}, 3)

    def test_names_what_has_no_answer_as_its_author_does(self, run: Run, api: Api) -> None:
        api.answer = lambda _: "No JSON."
        told = run("bank", "verify", "tiny-01", "--repeats", "1", "--no-choices-only")
        assert {line.split(":")[0] for line in told.err.splitlines() if "not usable" in line} == {
            "one", "two", "three", "four",
        }  # fmt: skip
        assert told.out.splitlines() == ["Without an answer, full: 4 of 4 questions."]

    def test_an_answer_in_another_order_will_do(self, run: Run, api: Api) -> None:
        api.failures = [(500, "api_error", {"x-should-retry": "false"})]
        code, told = verify(run, "--no-choices-only", "--width", "1")
        assert (code, told["failed"], told["unanswered"]) == (0, 1, {"full": 0})


def test_the_calibration_knows_what_was_spoilt() -> None:
    from examcert.audit.calibration import agrees, calibrate, wrong_key
    from examcert.core.bank import Bank
    from tests.history.building import BANK

    answers = {question.id: question.key for question in BANK.questions}
    told = calibrate(BANK, answers)
    assert (told.recall.share, told.precision.share, told.false_alarms.hits) == (1.0, 1.0, 0)
    assert told.recall.n == len(BANK.questions) // 2
    nobody = calibrate(BANK, dict.fromkeys(answers, ()))
    assert (nobody.recall.share, nobody.precision.share) == (1.0, 0.5)
    assert isinstance(BANK, Bank)
    assert not any(agrees(q, q.key, wrong_key(q, seed)) for q in BANK.questions for seed in range(5))


def test_a_wrong_key_has_the_form_of_a_right_one() -> None:
    from examcert.audit.calibration import wrong_key
    from tests.history.building import BANK

    for question in BANK.questions:
        spoilt = type(question).model_validate(question.model_dump() | {"key": wrong_key(question, 3)})
        assert len(spoilt.key) == len(question.key)
