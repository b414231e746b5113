"""A run holds seeds and answers; everything else follows from these and the bank."""

from examcert.core.drawing import draw
from examcert.core.marking import mark
from examcert.core.run import Incident, Run, Sat
from examcert.core.sitting import Sitting
from tests.build import NOON, Answers, bank_of, later, report_of

BANK = bank_of(domains={"Networking": 6, "Storage": 4}, plan=None)


def run_of(
    *answers: dict[str, tuple[str, ...]], seeds: tuple[int, ...] = (), incidents: tuple[Incident, ...] = ()
) -> Run:
    """A run whose sittings have these answers by question; everything else is left open."""
    sat = []
    for place, given in enumerate(answers):
        seed = seeds[place] if seeds else 0
        sat.append(Sat(seed, tuple(given.get(item.id, ()) for item in draw(BANK, seed=seed).items)))
    return Run(BANK, "me", "me", "same", 0, tuple(sat), incidents, NOON, later(5))


ALL = {question.id: question.key for question in BANK.questions}
HALF = dict(list(ALL.items())[:5])


def test_a_sitting_is_made_again_as_it_was() -> None:
    (sitting,) = run_of(HALF).sittings()
    assert sitting.paper == draw(BANK, seed=0)
    assert {response.item: response.answer for response in sitting.responses if response.answered} == HALF
    assert (sitting.started, sitting.submitted) == (NOON, later(5))


def test_one_sitting_adds_up_to_its_report() -> None:
    totals = run_of(HALF).totals
    report = report_of(BANK, draw(BANK, seed=0), Answers(HALF))
    assert (totals.correct, totals.total, totals.scaled) == (report.correct, report.total, report.scaled)
    assert totals.share_interval == report.share_interval
    assert totals.by_domain == report.by_domain
    assert totals.unanswered == report.unanswered == 5


def test_sittings_add_up() -> None:
    totals = run_of(ALL, HALF).totals
    assert (totals.correct, totals.total, totals.passes) == (15, 20, 1)
    assert totals.scores == (1000, 530)


def test_the_same_answers_again_prove_nothing_more() -> None:
    assert run_of(HALF, HALF, HALF).totals.share_interval == run_of(HALF).totals.share_interval


class TestWhatAProviderOwes:
    """Questions that failed count as unanswered, and as right in what could have been."""

    run = run_of(
        HALF,
        incidents=(
            Incident(sitting=0, item=list(ALL)[9], kind="failed", detail="overloaded"),
            Incident(sitting=0, item=list(ALL)[8], kind="refused", detail="cyber"),
        ),
    )

    def test_is_only_what_failed(self) -> None:
        assert self.run.failed == {(0, list(ALL)[9])}

    def test_is_not_counted_as_earned(self) -> None:
        assert self.run.totals.correct == 5

    def test_is_forgiven_in_the_hopeful_totals(self) -> None:
        assert self.run.hopeful.correct == 6


def test_a_run_marks_as_its_sittings_do() -> None:
    run = run_of(ALL, HALF)
    assert list(run.reports()) == [mark(BANK, sitting) for sitting in run.sittings()]
    assert all(isinstance(sitting, Sitting) for sitting in run.sittings())
