"""What every explainer promises, whoever speaks."""

from collections.abc import Callable

import pytest
import respx

from examcert.core.explanation import Explainer, verdicts
from examcert.core.question import MatchingQuestion, Question
from examcert.explainers.authored import AuthoredExplainer
from examcert.explainers.fake import FakeExplainer
from tests.claude_http import events, message, stream
from tests.explainers.desk import QUESTIONS, Clock, MemoryNotebook, explainer, last, said

Make = Callable[[Question], Explainer]


@pytest.fixture(params=["authored", "fake", "claude", "claude-offline"])
def make(request: pytest.FixtureRequest, api: respx.MockRouter, notebook: MemoryNotebook, clock: Clock) -> Make:
    def claude(question: Question) -> Explainer:
        api.post("/v1/messages").mock(return_value=stream(events(message(said(question)))))
        return explainer(notebook, clock)

    makers: dict[str, Make] = {
        "authored": lambda _: AuthoredExplainer(),
        "fake": lambda _: FakeExplainer(),
        "claude": claude,
        "claude-offline": lambda _: explainer(notebook, clock, api_key=None),
    }
    return makers[request.param]


def every_id(question: Question) -> list[str]:
    slots = question.slots if isinstance(question, MatchingQuestion) else ()
    return [*question.option_ids, *(f"slot:{slot.id}" for slot in slots)]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
class TestAnyExplainer:
    """Every part once, in the author's order, with the key's verdict; partial ones only grow."""

    def test_ends_with_the_whole(self, make: Make, question: Question) -> None:
        whole = last(list(make(question).explain(question, ())))
        assert [option.id for option in whole.options] == every_id(question)
        assert all(option.why for option in whole.options)

    def test_gives_the_verdicts_of_the_key(self, make: Make, question: Question) -> None:
        told = {o.id: o.verdict for e in make(question).explain(question, ()) for o in e.options}
        assert told == verdicts(question) | {name: "correct" for name in every_id(question) if name.startswith("slot:")}

    def test_is_bound_to_the_text(self, make: Make, question: Question) -> None:
        bound = {(e.question, e.fingerprint) for e in make(question).explain(question, ())}
        assert bound == {(question.id, question.fingerprint)}

    def test_grows(self, make: Make, question: Question) -> None:
        *partial, whole = [sum(len(o.why) for o in e.options) for e in make(question).explain(question, ())]
        assert partial == sorted(set(partial))
        assert whole >= max(partial, default=0)

    def test_says_the_same_whatever_was_answered(self, make: Make, question: Question) -> None:
        made = make(question)
        right, none = (last(list(made.explain(question, given))) for given in (question.key, ()))
        assert [o.why for o in right.options] == [o.why for o in none.options]


def test_the_author_speaks_word_for_word() -> None:
    (whole,) = AuthoredExplainer().explain(QUESTIONS[0], ())
    assert [o.why for o in whole.options] == ["It answers at once.\nWhy real.", "Why async.", "Why batch."]
    assert (whole.source, whole.refs, whole.note) == ("authored", QUESTIONS[0].refs, None)


def test_a_fake_grows_and_never_pretends() -> None:
    grown = list(FakeExplainer().explain(QUESTIONS[1], ()))
    assert len(grown) > 2
    assert all(e.source == "fake" and e.note and "fake" in e.note for e in grown)
    assert grown == list(FakeExplainer().explain(QUESTIONS[1], ("b",)))
