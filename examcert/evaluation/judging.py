"""The judge: a model with a written rubric, asked twice with the two explanations in either order.

What flips with the order is no judgement, and is counted. How far the judge can be trusted is measured on a labelled
set: the reference explanations are sound, and each has a twin with one planted fault.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from examcert.claude.asking import Asker, Judged
from examcert.claude.booking import Occasion
from examcert.claude.reply import text_of
from examcert.claude.request import request
from examcert.claude.setbacks import Setback
from examcert.claude.text import brief
from examcert.core.ranks import rank
from examcert.core.reader import Count
from examcert.core.record import Record
from examcert.evaluation import fakes
from examcert.evaluation.answers import Answer, Said, said
from examcert.evaluation.golden import GoldenItem
from examcert.evaluation.metrics import measured
from examcert.evaluation.statistics import kappa
from examcert.explainers.claude.wire import Task
from examcert.explainers.prompts import Prompt

if TYPE_CHECKING:
    from anthropic.types import Message

Better = Literal["first", "second", "tie"]
HARD = ("right_answer", "every_option", "supported", "sources")
"""One miss of these, and the explanation is faulty."""
MAX_TOKENS = 2048
FAULTS = ("contradicts-keys", "drops-option", "invents-facts", "gives-addresses", "swaps-options")
"""The planted faults of the labelled set, one an item in turn."""


class ScoresOut(BaseModel):
    """The rubric for one explanation."""

    model_config = ConfigDict(extra="forbid")

    right_answer: bool
    every_option: bool
    supported: bool
    sources: bool
    deciding_need: bool
    each_distractor: bool
    readable: bool
    measured: bool

    @property
    def sound(self) -> bool:
        """No hard miss."""
        return all(getattr(self, name) for name in HARD)


class VerdictOut(BaseModel):
    """Both explanations, and which is better."""

    model_config = ConfigDict(extra="forbid")

    first: ScoresOut
    second: ScoresOut
    better: Better


Judge = Callable[[GoldenItem, Task, Answer, Answer], VerdictOut | None]
"""Judges two explanations in this order; None when it gave no verdict."""


@dataclass(frozen=True)
class Compared:
    """One explanation beside the reference, judged in both orders."""

    item: str
    wins: float | None
    """1 better than the reference, 0.5 as good, 0 worse; None without two verdicts."""
    flipped: bool
    """The two orders gave opposite winners."""
    sound: bool | None
    """No hard miss in either order."""


def compare(judge: Judge, item: GoldenItem, task: Task, answer: Answer) -> Compared:
    """Judge an answer beside the reference explanation, then with the order swapped."""
    reference = fakes.answer("good", item, task)
    ahead, behind = judge(item, task, answer, reference), judge(item, task, reference, answer)
    if ahead is None or behind is None:
        return Compared(item.id, None, flipped=False, sound=None)
    points = {"first": 1.0, "tie": 0.5, "second": 0.0}
    one, other = points[ahead.better], 1.0 - points[behind.better]
    return Compared(
        item.id, (one + other) / 2, flipped={one, other} == {0.0, 1.0}, sound=ahead.first.sound and behind.second.sound
    )


class Trust(Record):
    """How a judge does on the labelled set."""

    agreement: Count
    kappa: float | None
    """Beyond chance; None where the judge says the same of everything."""
    faults_found: Count
    """Of the planted faults."""
    flips: Count
    """Of the pairs: another winner when the order is swapped."""


def trust(judge: Judge, work: Sequence[tuple[GoldenItem, Task]]) -> Trust:
    """Try a judge on sound explanations and on their twins with a planted fault."""
    labels, verdicts, flips, pairs = list[bool](), list[bool](), 0, 0
    for place, (item, task) in enumerate(work):
        faulty = fakes.answer(FAULTS[place % len(FAULTS)], item, task)
        for answer, label in ((fakes.answer("good", item, task), True), (faulty, False)):
            found = compare(judge, item, task, answer)
            if found.sound is None:
                continue
            labels.append(label)
            verdicts.append(found.sound)
            pairs += 1
            flips += found.flipped
    agreed = sum(a == b for a, b in zip(labels, verdicts, strict=True))
    faults = [verdict for label, verdict in zip(labels, verdicts, strict=True) if not label]
    return Trust(
        agreement=Count(hits=agreed, n=len(labels)),
        kappa=kappa(labels, verdicts),
        faults_found=Count(hits=sum(not verdict for verdict in faults), n=len(faults)),
        flips=Count(hits=flips, n=pairs),
    )


class ClaudeJudge:
    """A model as judge. It is told what is true, never who wrote what."""

    def __init__(self, asker: Asker, *, prompt: Prompt) -> None:
        self._asker, self._prompt = asker, prompt
        self.failed = 0
        self.setback: Setback | None = None

    def __call__(self, item: GoldenItem, task: Task, first: Answer, second: Answer) -> VerdictOut | None:
        """One verdict."""
        if self._asker.hopeless() is not None or self.setback is not None:
            self.setback = self.setback or self._asker.hopeless()
            self.failed += 1
            return None
        settings = self._asker.settings
        wanted = request(
            settings,
            system=(self._prompt.text,),
            messages=(("user", document(item, task, first, second)),),
            max_tokens=MAX_TOKENS,
            answer=VerdictOut,
        )
        of = Occasion("judge", item.id, "", settings.model, self._prompt.version, self._asker.prices)
        result = self._asker.ask(wanted, of, _judged)
        if isinstance(result, Setback):
            self.failed += 1
            if result.lasting or result.kind == "budget":
                self.setback = result
            return None
        return result


def document(item: GoldenItem, task: Task, first: Answer, second: Answer) -> str:
    """What a judge is given: the truth, and two explanations without their authors."""
    told = {
        "stem": item.stem,
        "options": {name: text for name, (text, _) in item.options.items()},
        "right": list(item.right),
        "facts": list(item.facts),
        "first": _shown(first, task),
        "second": _shown(second, task),
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def _shown(answer: Answer, task: Task) -> Any:
    told = said(answer, task)
    if told is None:
        return answer.text or "(nothing)"
    entries = {name: {"verdict": told.verdicts[name], "explanation": words} for name, words in told.words.items()}
    return {"options": entries, "takeaway": told.takeaway, "cites": list(told.facts)}


def _judged(message: "Message") -> Judged[VerdictOut]:
    try:
        return Judged("ok", "", VerdictOut.model_validate_json(text_of(message)))
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        return Judged("invalid", brief(f"{'.'.join(map(str, first['loc'])) or 'the answer'}: {first['msg']}"))


# Fake judges, for tests and for runs without a key.


def _scores(item: GoldenItem, task: Task, answer: Answer) -> ScoresOut:
    """The rubric as far as the metrics can tell."""
    figures, told = measured(item, task, answer), said(answer, task)
    right = {name for name, verdict in told.verdicts.items() if verdict == "correct"} if told else set[str]()

    def kept(name: str) -> bool:
        return (figures[name] or 0.0) >= 1.0

    return ScoresOut(
        right_answer=right == set(item.right),
        every_option=kept("coverage") and kept("on_paper"),
        supported=kept("grounded"),
        sources=kept("sources"),
        deciding_need=kept("length"),
        each_distractor=kept("length"),
        readable=kept("reading_level"),
        measured=True,
    )


def fair(item: GoldenItem, task: Task, first: Answer, second: Answer) -> VerdictOut:
    """Goes by the metrics."""
    one, other = _scores(item, task, first), _scores(item, task, second)
    points = [(scores.sound, sum(scores.model_dump().values())) for scores in (one, other)]
    better: Better = "tie" if points[0] == points[1] else "first" if points[0] > points[1] else "second"
    return VerdictOut(first=one, second=other, better=better)


def lazy(item: GoldenItem, task: Task, first: Answer, second: Answer) -> VerdictOut:
    """Prefers whatever comes first, and finds everything sound."""
    best = ScoresOut(**dict.fromkeys(ScoresOut.model_fields, True))
    return VerdictOut(first=best, second=best, better="first")


def noisy(item: GoldenItem, task: Task, first: Answer, second: Answer) -> VerdictOut:
    """Sees no fault in one of three."""
    found = fair(item, task, first, second)
    return lazy(item, task, first, second) if rank("noisy judge", item.id) % 3 == 0 else found


FAKE_JUDGES: dict[str, Judge] = {"fair": fair, "lazy": lazy, "noisy": noisy}
"""By the name after `fake:`."""

__all__ = ["FAKE_JUDGES", "ClaudeJudge", "Compared", "Judge", "Said", "Trust", "compare", "trust"]
