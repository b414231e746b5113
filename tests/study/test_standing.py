"""Where a candidate stands, by the last contact with each question."""

from datetime import UTC, date, datetime, timedelta

from examcert.core.records import AnswerRecord
from examcert.study.standing import activity, missed, standing
from tests import build

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def met(question: str, credit: float | None, *, hours: int = 0, flagged: bool = False) -> AnswerRecord:
    """A contact with a question."""
    at = NOON + timedelta(hours=hours)
    return AnswerRecord(question=question, at=at, credit=credit, flagged=flagged, mode="practice", sitting=1)


BANK = build.bank_of(domains={"One": 2, "Two": 1})


def test_the_last_answer_decides() -> None:
    found = standing(BANK, [met("q1-0", 0.0), met("q1-0", 1.0, hours=1), met("q1-1", 1.0), met("q1-1", 0.0, hours=2)])
    assert (found.new, found.missed) == (1, 1)


def test_a_flag_counts_as_it_was_last() -> None:
    assert standing(BANK, [met("q1-0", 1.0, flagged=True), met("q1-0", 1.0, hours=1)]).flagged == 0


def test_left_out_is_missed() -> None:
    assert standing(BANK, [met("q1-0", None)]).missed == 1


def test_what_was_only_passed_over_is_still_new_and_not_missed() -> None:
    seen = met("q1-0", None).model_copy(update={"passed_over": True, "flagged": True})
    found = standing(BANK, [seen])
    assert (found.new, found.missed, found.flagged, found.domains[0].met) == (3, 0, 1, 0)
    assert missed([seen]) == 0


def test_what_is_passed_over_later_stays_as_it_was() -> None:
    later = met("q1-0", None, hours=1).model_copy(update={"passed_over": True})
    assert missed([met("q1-0", 0.0), later]) == 1
    assert missed([met("q1-0", 1.0), later]) == 0


def test_a_domain_has_a_share_of_what_was_met() -> None:
    one, two = standing(BANK, [met("q1-0", 1.0), met("q1-1", 0.0)]).domains
    assert (one.share, one.met, one.held) == (0.5, 2, 2)
    assert (two.share, two.met, two.held) == (None, 0, 1)


def test_a_question_that_has_left_the_bank_does_not_count() -> None:
    assert standing(BANK, [met("gone", 0.0)]).missed == 0


def test_days_are_those_of_the_candidate() -> None:
    days = activity([met("q1-0", 1.0), met("q1-1", 0.0, hours=13), met("q1-1", None)], lambda at: at.date())
    assert days == {date(2026, 11, 2): 1, date(2026, 11, 3): 1}
