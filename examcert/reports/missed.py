"""The questions of a run, each with what all its sittings made of it: what reports for people are built on."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from examcert.core.candidate import INCIDENT_KINDS
from examcert.core.question import Answer, MatchingQuestion, Question
from examcert.core.run import Incident, Run


@dataclass
class Asked:
    """One question, over all sittings that asked it."""

    question: Question
    domain: str
    scored: bool = False
    """Whether it counted in any of them."""
    points: float = 0.0
    times: int = 0
    seconds: float = 0.0
    answers: Counter[Answer] = field(default_factory=Counter)
    incidents: list[Incident] = field(default_factory=list)

    @property
    def lost(self) -> bool:
        """Whether it cost points anywhere."""
        return self.points < self.times

    @property
    def credit(self) -> str:
        """What it earned, in words."""
        if self.times == 1:
            return f"{self.points:g} of 1 point"
        return f"{self.points:g} of {self.times} points"

    def answered(self) -> str:
        """What was answered, most often first, in the texts of the options."""
        told = [
            f"{said(self.question, answer)}{f' ({count} times)' if self.times > 1 else ''}"
            for answer, count in self.answers.most_common(3)
        ]
        return "; or ".join(told)


def asked_in(run: Run) -> list[Asked]:
    """Every question of the run, in the order in which it was first asked."""
    found: dict[str, Asked] = {}
    for sitting, report in run.marked():
        seconds = {response.item: response.seconds for response in sitting.responses}
        for mark in report.marks:
            one = found.setdefault(mark.item, Asked(run.bank.by_id[mark.item], mark.domain))
            one.scored = one.scored or mark.scored
            one.points += mark.credit
            one.times += 1
            one.seconds += seconds.get(mark.item, 0.0)
            one.answers[mark.answer] += 1
    for incident in run.incidents:
        if incident.item in found:
            found[incident.item].incidents.append(incident)
    return list(found.values())


def said(question: Question, answer: Answer) -> str:
    """An answer in the words of the options."""
    if not any(answer):
        return "no answer"
    words = {option.id: " ".join(option.text.split()) for option in question.options}
    if isinstance(question, MatchingQuestion):
        filled = zip(question.slots, answer, strict=False)
        return ", ".join(f"{' '.join(slot.text.split())} = {words.get(name, 'blank')}" for slot, name in filled)
    return (" → " if question.kind == "ordering" else " + ").join(words[name] for name in answer)


def kinds_of(incidents: Iterable[Incident]) -> str:
    """How often what happened: `2 refused, 1 timeout`; empty when nothing did."""
    counted = Counter(found.kind for found in incidents)
    return ", ".join(f"{counted[kind]} {kind}" for kind in INCIDENT_KINDS if counted[kind])
