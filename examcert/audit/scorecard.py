"""The scorecard: one page of figures on a bank, each with its interval and the line it must not cross."""

from collections.abc import Collection, Sequence
from datetime import date

from examcert.audit.agreement import Agreement, standing
from examcert.audit.coverage import Backing, Coverage, backing, coverage
from examcert.audit.figures import Figure, covered, guessed, reread, written
from examcert.audit.guessers import singles
from examcert.audit.likeness import twins
from examcert.audit.thresholds import BY_FIGURE, GATED_FROM
from examcert.core.bank import Bank
from examcert.core.reader import ReaderKind, Reading, View
from examcert.core.record import Record


class ReadingLine(Record):
    """One kept reading as it stands today."""

    reader: str
    kind: ReaderKind
    view: View
    date: str
    runs: int
    hits: int
    n: int
    """Answers that are to the items as they are now."""
    stale: int
    disputed: int
    open: int
    """Disputes that nobody has settled."""


class Scorecard(Record):
    """Everything on the page."""

    exam: str
    name: str
    digest: str
    questions: int
    single_answer: int
    day: str
    figures: tuple[Figure, ...]
    coverage: Coverage
    backing: Backing
    twins: tuple[tuple[str, str, float], ...]
    """Pairs of stems that are alike and whose author does not say so."""
    readings: tuple[ReadingLine, ...]

    @property
    def judged(self) -> bool:
        """Whether the bank is large enough for lines to judge it."""
        return self.single_answer >= GATED_FROM

    @property
    def crossed(self) -> tuple[Figure, ...]:
        """Figures beyond their line."""
        return tuple(figure for figure in self.figures if figure.crossed)

    def figure(self, name: str) -> Figure | None:
        """The figure of this id, if the bank has what it is about."""
        return next((figure for figure in self.figures if figure.id == name), None)


def scorecard(
    bank: Bank, *, today: date, readings: Sequence[Reading] = (), flawed: Collection[str] | None = None
) -> Scorecard:
    """The page of a bank.

    Args:
        bank: any bank, an empty one too.
        today: the day from which the age of facts counts.
        readings: what second readers answered.
        flawed: ids of the questions with a finding that nobody waived, where `bank check` was run.
    """
    alone, pairs = singles(bank.questions), twins(bank.questions)
    held, stands = coverage(bank), [standing(bank, reading) for reading in readings]
    behind = backing(bank, today)
    found: list[Figure] = [
        *guessed(bank, alone, pairs),
        *written(bank, alone, pairs, flawed),
        *covered(bank, held, behind),
        *reread(bank, alone, readings, stands),
    ]
    judged = len(alone) >= GATED_FROM
    return Scorecard(
        exam=bank.exam,
        name=bank.blueprint.name,
        digest=bank.digest,
        questions=len(bank.questions),
        single_answer=len(alone),
        day=today.isoformat(),
        figures=tuple(_limited(figure) if judged else figure for figure in found),
        coverage=held,
        backing=behind,
        twins=tuple((pair.one, pair.other, pair.alike) for pair in pairs if not pair.declared),
        readings=tuple(_line(reading, stand) for reading, stand in zip(readings, stands, strict=True)),
    )


def _limited(figure: Figure) -> Figure:
    threshold = BY_FIGURE.get(figure.id)
    if threshold is None or figure.note.startswith("too few"):
        return figure
    least, most = threshold.limits(figure.n, figure.chance or 0.0)
    return figure.model_copy(update={"least": least, "most": most})


def _line(reading: Reading, stand: Agreement) -> ReadingLine:
    return ReadingLine(
        reader=reading.reader,
        kind=reading.kind,
        view=reading.view,
        date=reading.date,
        runs=reading.runs,
        hits=stand.count.hits,
        n=stand.count.n,
        stale=len(stand.stale),
        disputed=len(stand.disputed),
        open=len(stand.open),
    )
