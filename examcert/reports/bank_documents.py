"""The JSON documents about a bank's quality, made from what the audit found."""

from collections.abc import Iterable, Sequence
from typing import Any

from examcert.audit.agreement import Agreement
from examcert.audit.blind import BlindCopy
from examcert.audit.coverage import Coverage, Part
from examcert.audit.figures import Figure
from examcert.audit.scorecard import Scorecard
from examcert.audit.stats import Spread, Stats
from examcert.core.bank import Bank
from examcert.core.paper import Item
from examcert.core.question import MatchingQuestion, Question
from examcert.core.reader import Count
from examcert.reports.bank_shapes import (
    AgreementOut,
    AgreementsOut,
    BlindCaseOut,
    BlindItemOut,
    BlindOptionOut,
    BlindOut,
    BlindSlotOut,
    CoverageOut,
    DisputedOut,
    DoubtOut,
    FigureOut,
    PartOut,
    ReadingOut,
    ScorecardOut,
    ShareOut,
    SideOut,
    SpreadOut,
    StatsOut,
)


def blind_document(copy: BlindCopy) -> BlindOut:
    """A blind copy."""
    return BlindOut(
        exam=copy.exam,
        view=copy.view,
        seed=copy.seed,
        bank_digest=copy.bank_digest,
        items=[_blind(item) for item in copy.items],
    )


def _blind(item: Item) -> BlindItemOut:
    more: dict[str, Any] = {"stem": item.stem} if item.stem else {}
    if item.slots:
        more["slots"] = [
            BlindSlotOut(id=s.id, text=s.text, **({"options": list(s.options)} if s.options else {}))
            for s in item.slots
        ]
        more["reuse"] = item.reuse
    if item.case:
        more["case"] = BlindCaseOut(id=item.case.id, title=item.case.title, text=item.case.text)
    options = [BlindOptionOut(id=option.id, text=option.text) for option in item.options]
    return BlindItemOut(id=item.id, kind=item.kind, options=options, choose=item.choose, **more)


def share(count: Count) -> ShareOut:
    """A share with its interval, to four decimals."""
    low, high = count.interval.low, count.interval.high
    return ShareOut(hits=count.hits, n=count.n, share=round(count.share, 4), low=round(low, 4), high=round(high, 4))


def agreements_document(
    bank: Bank, found: Sequence[Agreement], changed: Sequence[str], recorded: str | None
) -> AgreementsOut:
    """What second readers said beside the keys."""
    return AgreementsOut(
        exam=bank.exam,
        bank_digest=bank.digest,
        readings=[_agreement(one) for one in found],
        changed=list(changed),
        recorded=recorded,
    )


def _agreement(found: Agreement) -> AgreementOut:
    return AgreementOut(
        reader=found.reader,
        view=found.view,
        runs=found.runs,
        agreement=share(found.count),
        by_kind={kind: share(count) for kind, count in sorted(found.by_kind.items())},
        disputed=[_disputed(found, name) for name in found.disputed],
    )


def _disputed(found: Agreement, name: str) -> DisputedOut:
    question, read = found.bank.by_id[name], found.items[name]
    more = {} if read.doubt is None else {"doubt": DoubtOut(say=read.doubt.say, options=list(read.doubt.options))}
    return DisputedOut(
        question=name,
        stem=question.stem,
        agrees=name in found.agreed,
        answer=sides(question, read.answer),
        key=sides(question, question.key),
        **more,
    )


def sides(question: Question, answer: Iterable[str]) -> list[SideOut]:
    """The options of an answer, in its order; of a matching with the slot that each one fills."""
    said = []
    for place, option_id in enumerate(answer):
        if not option_id:
            continue
        option = question.option(option_id)
        text = option.text
        if isinstance(question, MatchingQuestion):
            text = f"{question.slots[place].text} → {text}"
        said.append(SideOut(id=option_id, text=text, why=option.why))
    return said


def figures(found: Agreement) -> dict[str, Any]:
    """The counts of a reading as they were on its day, for people who open the file."""
    count = found.count
    interval = [round(count.interval.low, 3), round(count.interval.high, 3)]
    return {
        "read": count.n,
        "agreed": count.hits,
        "share": round(count.share, 3),
        "interval95": interval,
        "doubts": len(found.doubts),
    }


def scorecard_document(card: Scorecard) -> ScorecardOut:
    """A scorecard."""
    return ScorecardOut(
        exam=card.exam,
        name=card.name,
        bank_digest=card.digest,
        day=card.day,
        questions=card.questions,
        single_answer=card.single_answer,
        judged=card.judged,
        crossed=[figure.id for figure in card.crossed],
        figures=[_figure(figure) for figure in card.figures],
        coverage=_coverage(card.coverage),
        facts=card.backing.facts,
        uncited_facts=card.backing.uncited,
        twins=[(one, other, round(alike, 4)) for one, other, alike in card.twins],
        readings=[ReadingOut(**line.model_dump()) for line in card.readings],
    )


def _figure(figure: Figure) -> FigureOut:
    told = figure.model_dump()
    for name in ("value", "low", "high", "chance", "least", "most"):
        told[name] = None if told[name] is None else round(told[name], 4)
    return FigureOut(**told, crossed=figure.crossed)


def _parts(parts: Iterable[Part]) -> list[PartOut]:
    return [
        PartOut(
            id=part.id,
            name=part.name,
            held=part.held,
            share=round(part.share, 4),
            wanted=None if part.wanted is None else round(part.wanted, 4),
        )
        for part in parts
    ]


def _coverage(held: Coverage) -> CoverageOut:
    return CoverageOut(
        domains=_parts(held.domains),
        objectives=_parts(held.objectives),
        kinds=_parts(held.kinds),
        difficulties=_parts(held.difficulties),
    )


def stats_document(found: Stats) -> StatsOut:
    """Counts of a bank."""
    return StatsOut(
        exam=found.exam,
        questions=found.questions,
        families=found.families,
        in_families=found.in_families,
        cases=found.cases,
        stem_words=_spread(found.stem_words),
        option_words=_spread(found.option_words),
        why_words=_spread(found.why_words),
        facts=found.facts,
        uncited=list(found.uncited),
        misconceptions=dict(found.misconceptions),
        coverage=_coverage(found.coverage),
    )


def _spread(lengths: Spread) -> SpreadOut:
    return SpreadOut(least=lengths.least, middle=lengths.middle, most=lengths.most)
