"""The judge: both orders, a labelled set, and a measure of how far it can be trusted."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import respx

from examcert.claude.asking import Asker
from examcert.cli.evaluate import golden_items
from examcert.evaluation import fakes
from examcert.evaluation.judging import FAKE_JUDGES, ClaudeJudge, ScoresOut, VerdictOut, compare, document, trust
from examcert.evaluation.running import task_of
from examcert.explainers.prompts import JUDGE, read_prompt
from tests.claude_http import claude_api, events, message, refusal, stream
from tests.explainers.desk import Clock, MemoryNotebook, settings

GOLDEN = [one for one in golden_items(None, None) if one.item.trap == "none"]
WORK = [(one.item, task_of(one)) for one in GOLDEN]
ITEM, TASK = WORK[0]
GOOD, BAD = fakes.answer("good", ITEM, TASK), fakes.answer("invents-facts", ITEM, TASK)


class TestTrust:
    """A judge is believed as far as it finds planted faults and keeps its mind when the order is swapped."""

    def test_a_fair_judge_finds_every_fault(self) -> None:
        told = trust(FAKE_JUDGES["fair"], WORK)
        assert (told.kappa, told.faults_found.share, told.flips.hits) == (1.0, 1.0, 0)

    def test_a_judge_who_likes_whatever_comes_first_is_found_out(self) -> None:
        told = trust(FAKE_JUDGES["lazy"], WORK)
        assert (told.kappa, told.faults_found.hits, told.flips.share) == (None, 0, 1.0)

    def test_a_noisy_judge_is_in_between(self) -> None:
        told = trust(FAKE_JUDGES["noisy"], WORK)
        assert told.kappa is not None
        assert 0 < told.kappa < 1
        assert 0 < told.flips.share < 1


class TestComparing:
    """Beside the reference, in either order."""

    def test_as_good_is_half(self) -> None:
        assert compare(FAKE_JUDGES["fair"], ITEM, TASK, GOOD).wins == 0.5

    def test_worse_is_nothing(self) -> None:
        found = compare(FAKE_JUDGES["fair"], ITEM, TASK, BAD)
        assert (found.wins, found.sound, found.flipped) == (0.0, False, False)

    def test_what_flips_counts_half_and_as_a_flip(self) -> None:
        found = compare(FAKE_JUDGES["lazy"], ITEM, TASK, BAD)
        assert (found.wins, found.flipped) == (0.5, True)

    def test_without_two_verdicts_there_is_none(self) -> None:
        assert compare(lambda *_: None, ITEM, TASK, GOOD).wins is None


@pytest.fixture
def api() -> Iterator[respx.MockRouter]:
    with claude_api() as router:
        yield router


def judge(notebook: MemoryNotebook) -> ClaudeJudge:
    prompt = read_prompt(Path(__file__).parents[2] / "prompts" / JUDGE)
    return ClaudeJudge(Asker(settings(), Clock(), notebook.book), prompt=prompt)


def verdict(better: str) -> str:
    scores = ScoresOut(**dict.fromkeys(ScoresOut.model_fields, True)).model_dump()
    return json.dumps({"first": scores, "second": scores, "better": better})


class TestClaudeAsJudge:
    """Over the true SDK."""

    def test_gives_a_verdict_and_is_booked(self, api: respx.MockRouter) -> None:
        notebook = MemoryNotebook()
        api.post("/v1/messages").mock(return_value=stream(events(message(verdict("second")))))
        found = judge(notebook)(ITEM, TASK, BAD, GOOD)
        assert isinstance(found, VerdictOut)
        assert found.better == "second"
        assert [(call.purpose, call.outcome) for call in notebook.calls] == [("judge", "ok")]

    def test_without_a_usable_verdict_says_none(self, api: respx.MockRouter) -> None:
        notebook = MemoryNotebook()
        api.post("/v1/messages").mock(side_effect=lambda _: stream(events(message("Both are fine."))))
        asked = judge(notebook)
        assert asked(ITEM, TASK, BAD, GOOD) is None
        assert (asked.failed, [call.outcome for call in notebook.calls]) == (1, ["invalid", "invalid"])

    def test_is_not_asked_again_after_what_lasts(self, api: respx.MockRouter) -> None:
        route = api.post("/v1/messages").mock(return_value=refusal(401, "authentication_error"))
        asked = judge(MemoryNotebook())
        assert [asked(ITEM, TASK, BAD, GOOD) for _ in range(3)] == [None] * 3
        assert route.call_count == 1

    def test_knows_the_truth_and_no_author(self) -> None:
        told = json.loads(document(ITEM, TASK, GOOD, BAD))
        assert told["right"] == list(ITEM.right)
        assert not {"claude", "fake", "model", "author"} & set(json.dumps(told).casefold().split())
