"""What explainers keep: explanations, paid calls, disagreements."""

from typing import Any

import pytest

from examcert.core.explanation import Explanation, OptionWhy, Usage
from examcert.core.question import Reference
from examcert.core.records import Call, Disagreement, Notebook
from examcert.history import History

from .building import NOON, later


def explained(**changes: Any) -> Explanation:
    whole = Explanation(
        question="q0",
        fingerprint="f" * 16,
        options=(OptionWhy(id="a", verdict="correct", why="Ünïcode [bold]\x1b[31m."),),
        refs=("fact-1", Reference(url="https://example.org/x")),
        source="claude",
        model="claude-x",
        prompt_version="7",
        usage=Usage(input_tokens=5, output_tokens=6),
        cost_usd="0.000123",
    )
    return whole.model_copy(update=changes)


def found(history: History, **changes: str) -> Explanation | None:
    named = {"fingerprint": "f" * 16, "model": "claude-x", "prompt_version": "7", "language": "en"}
    return history.notebook.find(**{**named, **changes})


def called(**changes: Any) -> Call:
    return Call(
        at=NOON, question="q0", exam="TST-C01", model="claude-x", message_id="msg_1", request_id=None,
        usage=Usage(input_tokens=1, output_tokens=2, cache_write_tokens=3, cache_read_tokens=4), outcome="ok",
        cost_usd="0.1", prices_as_of="2026-01-01", estimated=True,
    ).model_copy(update=changes)  # fmt: skip


def disputed(option: str) -> Disagreement:
    return Disagreement(
        at=NOON, question="q0", fingerprint="f" * 16, model="m", prompt_version="7", option=option,
        key_says="correct", model_says="incorrect", why="No.",
    )  # fmt: skip


def test_history_has_a_notebook(history: History) -> None:
    notebook: Notebook = history.notebook
    notebook.keep(explained())
    assert found(history) == explained()


@pytest.mark.parametrize("other", ["fingerprint", "model", "prompt_version", "language"])
def test_an_explanation_is_found_by_all_of_its_names(history: History, other: str) -> None:
    history.notebook.keep(explained())
    assert found(history, **{other: "another"}) is None


def test_a_newer_explanation_takes_the_place_of_the_older(history: History) -> None:
    history.notebook.keep(explained())
    history.notebook.keep(explained(takeaway="Read the stem."))
    assert found(history) == explained(takeaway="Read the stem.")


def test_explanations_without_a_model_have_one_place_too(history: History) -> None:
    for takeaway in ("one", "two"):
        history.notebook.keep(explained(source="fake", model=None, prompt_version=None, takeaway=takeaway))
    kept = found(history, model="", prompt_version="")
    assert kept is not None
    assert kept.takeaway == "two"


def test_a_partial_explanation_is_not_kept(history: History) -> None:
    with pytest.raises(ValueError, match="whole"):
        history.notebook.keep(explained(complete=False))
    assert found(history) is None


def test_calls_come_back_oldest_first(history: History) -> None:
    late, early = called(at=later(5), exam=None, cost_usd=None, estimated=False), called(outcome="refused")
    history.notebook.book(late)
    history.notebook.book(early)
    assert history.notebook.calls() == (early, late)


def test_paid_calls_are_booked_where_they_are_missing_and_nowhere_twice(history: History) -> None:
    here, unnamed = called(), called(message_id=None, at=later(1))
    missing = called(message_id="msg_2"), called(message_id=None, at=later(2))
    history.notebook.book(here)
    history.notebook.book(unnamed)
    history.notebook.book_missing((here, unnamed, *missing))
    assert set(history.notebook.calls()) == {here, unnamed, *missing}
    assert len(history.notebook.calls()) == 4


def test_a_call_is_booked_with_what_came_of_it(history: History) -> None:
    history.notebook.book(called(), explained(), (disputed("a"),))
    assert (history.notebook.calls(), found(history)) == ((called(),), explained())
    assert history.notebook.disagreements() == (disputed("a"),)


def test_a_call_is_not_booked_without_what_came_of_it(history: History) -> None:
    with pytest.raises(ValueError, match="whole"):
        history.notebook.book(called(), explained(complete=False))
    assert history.notebook.calls() == ()


def test_calls_are_found_by_what_they_were_about(history: History) -> None:
    wanted = called(purpose="ask")
    for call in (called(), wanted, called(purpose="ask", question="other")):
        history.notebook.book(call)
    assert history.notebook.calls_about(wanted.question, "ask") == (wanted,)


def test_disagreements_come_back(history: History) -> None:
    history.notebook.dispute(())
    history.notebook.dispute((disputed("a"), disputed("b")))
    assert history.notebook.disagreements() == (disputed("a"), disputed("b"))
