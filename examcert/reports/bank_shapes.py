"""The shapes of the JSON documents about a bank's quality."""

from typing import Literal

from examcert.reports.document import Document


class BlindOptionOut(Document):
    """An option under a name that tells nothing."""

    id: str
    text: str


class BlindSlotOut(Document):
    """A slot of a matching; `options` limits what it takes."""

    id: str
    text: str
    options: list[str] | None = None


class BlindCaseOut(Document):
    """A scenario that several items share."""

    id: str
    title: str
    text: str


class BlindItemOut(Document):
    """An item without key, why and anything that ties it to its siblings; no stem in a choices-only copy."""

    id: str
    kind: Literal["choice", "ordering", "matching"]
    stem: str | None = None
    options: list[BlindOptionOut]
    choose: int
    slots: list[BlindSlotOut] | None = None
    reuse: bool | None = None
    case: BlindCaseOut | None = None


class BlindOut(Document):
    """`bank blind --json`."""

    exam: str
    view: Literal["full", "choices-only"]
    seed: int
    bank_digest: str
    items: list[BlindItemOut]


class ShareOut(Document):
    """How many of so many, with the 95 % interval of the share."""

    hits: int
    n: int
    share: float
    low: float
    high: float


class SideOut(Document):
    """An option that the reader or the key chose, with what its author says about it."""

    id: str
    text: str
    why: str


class DoubtOut(Document):
    """What the reader holds against an item."""

    say: str
    options: list[str]


class DisputedOut(Document):
    """A question where reader and key differ, or that the reader doubts."""

    question: str
    stem: str
    agrees: bool
    answer: list[SideOut]
    key: list[SideOut]
    doubt: DoubtOut | None = None


class AgreementOut(Document):
    """One reader in one view."""

    reader: str
    view: Literal["full", "choices-only"]
    runs: int
    agreement: ShareOut
    by_kind: dict[str, ShareOut]
    disputed: list[DisputedOut]


class AgreementsOut(Document):
    """`bank agreement --json`."""

    exam: str
    bank_digest: str
    readings: list[AgreementOut]
    changed: list[str]
    """Names from a blind copy whose items have changed since; their answers do not count."""
    recorded: str | None
    """The file that now keeps the readings."""


class FigureOut(Document):
    """One figure of a scorecard; `least` and `most` are the lines it must not cross."""

    id: str
    title: str
    value: float
    n: int
    is_share: bool
    low: float | None
    high: float | None
    chance: float | None
    least: float | None
    most: float | None
    crossed: bool
    note: str


class PartOut(Document):
    """How much of a bank belongs to a domain, an objective, a kind or a difficulty, and how much should."""

    id: str
    name: str
    held: int
    share: float
    wanted: float | None


class CoverageOut(Document):
    """What a bank covers."""

    domains: list[PartOut]
    objectives: list[PartOut]
    kinds: list[PartOut]
    difficulties: list[PartOut]


class ReadingOut(Document):
    """One kept reading as it stands today."""

    reader: str
    kind: Literal["person", "model"]
    view: Literal["full", "choices-only"]
    date: str
    runs: int
    hits: int
    n: int
    stale: int
    disputed: int
    open: int


class ScorecardOut(Document):
    """`bank scorecard --json`."""

    exam: str
    name: str
    bank_digest: str
    day: str
    questions: int
    single_answer: int
    judged: bool
    crossed: list[str]
    figures: list[FigureOut]
    coverage: CoverageOut
    facts: int
    uncited_facts: int
    twins: list[tuple[str, str, float]]
    readings: list[ReadingOut]


class SpreadOut(Document):
    """Least, median and most of some lengths, in words."""

    least: int
    middle: float
    most: int


class StatsOut(Document):
    """`bank stats --json`."""

    exam: str
    questions: int
    families: int
    in_families: int
    cases: int
    stem_words: SpreadOut
    option_words: SpreadOut
    why_words: SpreadOut
    facts: int
    uncited: list[str]
    misconceptions: dict[str, int]
    coverage: CoverageOut
