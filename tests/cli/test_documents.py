"""JSON documents have exactly the promised names, and a paper gives nothing away."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from examcert.reports.shapes import PUBLISHED
from tests.cli.banks import FOUR, blueprint, single, write_bank
from tests.cli.conftest import Run


def names(value: Any) -> Iterator[str]:
    """Every name of every object in a document, however deep."""
    if isinstance(value, dict):
        for name, below in value.items():
            yield name
            yield from names(below)
    elif isinstance(value, list):
        for below in value:
            yield from names(below)


def test_exams(run: Run) -> None:
    listed = {entry["code"]: entry for entry in run("exams", "--json").document()}
    assert listed["OLD-01"] == {
        "code": "OLD-01", "title": "Tiny Exam OLD-01", "vendor": "Nobody", "status": "retired",
        "retired_on": "2026-01-31", "successor": "TINY-01", "questions": 4, "forms": 1,
    }  # fmt: skip
    assert {"AIF-C01", "AIP-C01", "MLA-C01", "MLA-C02", "AI-102", "AI-103", "NCA-GENL"} <= set(listed)


class TestAPaper:
    """Everything a candidate needs, and nowhere a key or a why."""

    @pytest.fixture
    def paper(self, run: Run) -> Any:
        return run("paper", "tiny-01", "--seed", "3", "--json").document()

    def test_has_the_promised_names(self, paper: Any) -> None:
        assert set(paper) == {"code", "exam", "seed", "bank_digest", "minutes", "items"}
        assert paper["code"] == f"TINY-01-3-{paper['bank_digest'][:8]}"
        for item in paper["items"]:
            optional = {"slots", "reuse"} if item["kind"] == "matching" else set()
            assert set(item) == {"id", "kind", "domain", "stem", "options", "choose"} | optional
            assert all(set(option) == {"id", "text"} for option in item["options"])

    @pytest.mark.parametrize("seed", range(8))
    def test_gives_nothing_away(self, run: Run, seed: int) -> None:
        told = run("paper", "aif-c01", "--seed", str(seed), "--json")
        given_away = {"key", "why", "whys", "clue", "misconception", "verdict", "about", "refs", "objective", "scored"}
        assert given_away.isdisjoint(names(told.document()))

    def test_is_the_same_for_the_same_seed_and_another_for_another(self, run: Run, paper: Any) -> None:
        assert run("paper", "tiny-01", "--seed", "3", "--json").document() == paper
        assert run("paper", "tiny-01", "--seed", "4", "--json").document() != paper

    def test_reads_like_an_exam_without_json(self, run: Run) -> None:
        told = run("paper", "tiny-01", "--seed", "3").out
        assert "\nQuestion 4 of 4 (" in told
        assert "The why of" not in told


def test_a_bank_is_shown_whole(run: Run) -> None:
    told = run("bank", "show", "tiny-01", "--json").document()
    assert set(told) == {"blueprint", "digest", "questions", "cases", "facts", "misconceptions"}
    by_id = {question["id"]: question for question in told["questions"]}
    assert by_id["four"]["key"] == {"x": "a", "y": "b"}
    assert by_id["three"]["key"] == ["c", "a", "b"]
    assert by_id["one"]["options"][0] == {"id": "right", "text": "Option right of one", "why": "The why of right."}
    assert set(by_id["one"]) == {
        "id", "kind", "objective", "difficulty", "stem", "options", "key", "refs", "fingerprint",
    }  # fmt: skip


def test_a_report_and_the_sitting_it_is_of(run: Run) -> None:
    sat = run("sit", "tiny-01", "--candidate", "key", "--seed", "3", "--json")
    told = sat.document()
    assert sat.code == 0
    assert told["interval"].pop("level") == 0.95
    assert told.pop("note").startswith("The scaled score is our estimate")
    items = told.pop("items")
    assert {item["id"]: item["answer"] for item in items} == {
        "one": ["right"], "two": ["a", "b"], "three": ["c", "a", "b"], "four": {"x": "a", "y": "b"},
    }  # fmt: skip
    assert all(set(item) == {"id", "domain", "credit", "scored", "answer"} for item in items)
    assert told == {
        "exam": "TINY-01",
        "code": run("paper", "tiny-01", "--seed", "3", "--json").document()["code"],
        "candidate": "key",
        "correct": 4,
        "total": 4,
        "scaled": 1000,
        "scale": {"low": 100, "pass": 700, "high": 1000},
        "passed": True,
        "interval": {"low": told["interval"]["low"], "high": 1000},
        "domains": [
            {"id": "1", "name": "Small things", "correct": 2, "total": 2},
            {"id": "2", "name": "Large things", "correct": 2, "total": 2},
        ],
    }
    assert run("report", "last", "--json").document() == sat.document()


def test_history_is_newest_first_with_null_for_what_is_not_known(run: Run) -> None:
    run("sit", "tiny-01", "--candidate", "guess")
    run("mock", "tiny-01", typed="quit\n")
    newest, oldest = run("history", "--json").document()
    assert set(newest) == {
        "id", "exam", "code", "mode", "candidate", "started", "submitted", "answered", "total", "correct", "scaled",
        "passed",
    }  # fmt: skip
    assert (newest["id"], newest["mode"], newest["answered"]) == (2, "mock", 0)
    assert [newest[name] for name in ("submitted", "total", "correct", "scaled", "passed")] == [None] * 5
    assert (oldest["candidate"], oldest["total"], oldest["answered"]) == ("guess", 4, 4)
    assert run("history", "--exam", "old-01", "--json").document() == []


def test_an_explanation(run: Run) -> None:
    told = run("explain", "one", "--json").document()
    assert set(told) == {"question", "source", "options", "refs"}
    assert (told["question"], told["source"]) == ("one", "authored")
    assert told["options"][0] == {"id": "right", "verdict": "correct", "why": "The why of right."}


def test_a_review_shows_the_order_that_was_sat(run: Run) -> None:
    run("sit", "tiny-01", "--candidate", "key", "--seed", "3")
    told = run("review", "last", "--json").document()
    paper = run("paper", "tiny-01", "--seed", "3", "--json").document()
    assert [item["id"] for item in told["items"]] == [item["id"] for item in paper["items"]]
    for reviewed, item in zip(told["items"], paper["items"], strict=True):
        assert [o["id"] for o in reviewed["options"]] == [o["id"] for o in item["options"]]
    assert run("review", "last", "--wrong", "--json").document()["items"] == []


class TestAQuestionThatChangedSince:
    """Its answer was given to other options: today's key says nothing about it."""

    @pytest.fixture(autouse=True)
    def changed(self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("EXAMCERT_BANKS", str(tmp_path / "mine"))
        write_bank(tmp_path / "mine" / "tiny-01", blueprint(), *FOUR)
        run("practice", "tiny-01", "--plain", typed="A\n\nquit\n")
        run("sit", "tiny-01", "--candidate", "key")
        now = {n: {"text": f"Another {n}", "why": f"The why of {n}."} for n in ("right", "w1", "w2")}
        write_bank(tmp_path / "mine" / "tiny-01", blueprint(), single("one", options=now), *FOUR[1:])

    def test_earns_nothing_and_costs_nothing(self, run: Run) -> None:
        told = run("report", "last", "--json").document()
        assert (told["correct"], told["total"]) == (3, 3)

    @pytest.mark.parametrize("sitting", ["1", "2"], ids=["practice", "an exam"])
    def test_is_named_in_the_report(self, run: Run, sitting: str) -> None:
        assert "Not marked, no longer in the bank as asked: one" in run("report", sitting).out

    def test_is_shown_in_a_review_as_it_was_sat_and_is_no_mistake(self, run: Run) -> None:
        told = run("review", "--plain").out
        assert "(one, not marked)" in told
        assert "Option right of one" in told
        assert "The bank's question has changed since" in told
        assert "(one" not in run("review", "--wrong", "--plain").out


@pytest.mark.parametrize(
    ("schema", "args"),
    [
        ("exams", "exams"), ("bank-show", "bank show tiny-01"), ("bank-check", "bank check tiny-01"),
        ("paper", "paper tiny-01"), ("report", "sit tiny-01 --candidate longest"), ("report", "report"),
        ("history", "history"), ("explain", "explain four"), ("review", "review"),
    ],
)  # fmt: skip
def test_every_document_fits_its_published_schema(run: Run, schema: str, args: str) -> None:
    run("sit", "tiny-01", "--candidate", "guess")
    result = run(*args.split(), "--json")
    TypeAdapter(PUBLISHED[schema]).validate_json(result.out)


class TestAnswersFiles:
    """What a program answered to `paper --json`, sat by `sit`."""

    @pytest.fixture
    def sit(self, run: Run, tmp_path: Path) -> Callable[..., Any]:
        def sit(answers: Any, code: str | None = None) -> Any:
            told = code or run("paper", "tiny-01", "--seed", "3", "--json").document()["code"]
            file = tmp_path / "answers.json"
            text = answers if isinstance(answers, str) else json.dumps({"code": told, "answers": answers})
            file.write_text(text, encoding="utf-8")
            return run("sit", "tiny-01", "--candidate", f"answers:{file}", "--json")

        return sit

    def test_make_the_round(self, sit: Callable[..., Any]) -> None:
        answers = {"one": ["right"], "two": ["b", "a"], "three": ["c", "a", "b"], "four": {"y": "b", "x": "a"}}
        result = sit(answers)
        given = {item["id"]: item["answer"] for item in result.document()["items"]}
        assert {**answers, "two": sorted(given["two"])} == {**given, "two": sorted(given["two"])}
        assert (result.code, result.document()["correct"]) == (0, 4)

    def test_may_leave_questions_out(self, sit: Callable[..., Any]) -> None:
        result = sit({"one": ["right"]})
        assert (result.code, result.document()["correct"], result.document()["total"]) == (1, 1, 4)

    @pytest.mark.parametrize(
        ("answers", "said"),
        [
            ({"nothing": ["a"]}, "answers 'nothing', which is not on the paper"),
            ({"one": ["nothing"]}, "one has no option 'nothing'"),
            ({"one": ["right", "w1"]}, "one takes 1, not 2"),
            ({"two": ["a", "a"]}, "names an option twice"),
            ({"four": {"z": "a"}}, "four has no slot 'z'"),
            ({"four": {"x": "c"}}, "does not take 'c'"),
            ({"one": "right"}, "has the wrong shape"),
            ({"one": {"x": "a"}}, "has the wrong shape"),
            ({"one": [1]}, "has the wrong shape"),
            ("", "is not JSON"),
            ("[]", "is no answers file"),
            ('{"code": "x"}', "is no answers file"),
            ('{"code": 1, "answers": {}}', "is no answers file"),
            ('{"code": "TINY-01-3-00000000", "answers": {}}', "has changed since this code was made"),
            ('{"code": "AIF-C01-3-00000000", "answers": {}}', "This is a code of AIF-C01, not of TINY-01."),
            ('{"code": "a", "code": "b", "answers": {}}', "names 'code' twice"),
            ("[" * 100_000, "is not JSON"),
            ('{"code": "x", "answers": {"\\ud800": []}}', "is no exam code"),
        ],
    )
    def test_that_do_not_fit_are_refused_and_nothing_is_stored(
        self, run: Run, sit: Callable[..., Any], answers: Any, said: str
    ) -> None:
        result = sit(answers)
        assert said in result.err
        assert (result.code, result.out) == (2, "")
        assert run("history", "--json").document() == []

    def test_that_are_not_there_are_named(self, run: Run, tmp_path: Path) -> None:
        for path in (tmp_path / "missing.json", tmp_path):
            result = run("sit", "tiny-01", "--candidate", f"answers:{path}")
            assert f"{path} cannot be read" in result.err
            assert result.code == 2

    def test_do_not_take_another_seed(self, run: Run, tmp_path: Path) -> None:
        code = run("paper", "tiny-01", "--seed", "3", "--json").document()["code"]
        (tmp_path / "a.json").write_text(json.dumps({"code": code, "answers": {}}), encoding="utf-8")
        result = run("sit", "tiny-01", "--candidate", f"answers:{tmp_path / 'a.json'}", "--seed", "4")
        assert f"--seed 4 is not the seed of {code}." in result.err
        assert result.code == 2


@pytest.mark.parametrize(("asked", "code"), [("100", 0), ("1000", 1)])
def test_a_score_asked_for_decides_instead_of_the_pass_mark(run: Run, asked: str, code: int) -> None:
    result = run("sit", "tiny-01", "--candidate", "guess", "--min-score", asked, "--json")
    assert result.code == code


@pytest.mark.parametrize(
    "args",
    [
        "exams",
        "practice evil-01",
        "paper evil-01",
        "bank show evil-01",
        "explain evil-1",
        "sit evil-01 --candidate key",
        "report",
        "review",
        "history",
        "doctor",
        "mock evil-01",
    ],
)
def test_a_bank_steers_no_terminal(run: Run, args: str) -> None:
    run("sit", "evil-01", "--candidate", "key")
    told = run(*args.split(), typed="A\n\nB\n\nsubmit\nyes\n")
    assert not set("\x1b\x07\u200b") & set(told.out + told.err)
    assert "Traceback" not in told.err
