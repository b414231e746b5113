"""A run of the evaluation: who answers which items by which prompt, measured item by item."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import fmean
from typing import TYPE_CHECKING

from examcert.claude.asking import Asker, Judged, for_each
from examcert.claude.booking import Occasion
from examcert.claude.reply import text_of
from examcert.claude.request import request
from examcert.claude.routing import ONE_MODEL, Policy
from examcert.claude.setbacks import Setback
from examcert.core.intervals import Interval
from examcert.core.record import Record
from examcert.evaluation import fakes
from examcert.evaluation.answers import Answer
from examcert.evaluation.golden import Golden
from examcert.evaluation.judging import Compared, Judge, compare
from examcert.evaluation.metrics import METRICS, measured
from examcert.evaluation.statistics import bootstrap, percentile
from examcert.explainers.claude.wire import ExplanationOut, Task, exam_context, task
from examcert.explainers.prompts import Prompt

if TYPE_CHECKING:
    from anthropic.types import Message

Speaker = Callable[[Golden, Task], Answer]
"""Answers one item."""
FAKE = "fake:"


class Item(Record):
    """One item of a run: its metrics, and what it took."""

    id: str
    trap: str
    metrics: dict[str, float | None]
    model: str
    refused: bool = False
    failed: str = ""
    seconds: float | None = None
    cost_usd: str | None = None
    unpriced: bool = False
    wins: float | None = None
    """Beside the reference, by the judge."""
    flipped: bool = False
    sound: bool | None = None


class Figure(Record):
    """A mean with its interval."""

    mean: float
    interval: Interval
    n: int


@dataclass(frozen=True)
class Subject:
    """What is evaluated: one prompt with one model or policy."""

    name: str
    prompt: Prompt
    speak: Speaker


class Run(Record):
    """The answers of one subject."""

    name: str
    prompt_version: str
    items: tuple[Item, ...]

    def values(self, metric: str) -> dict[str, float]:
        """A metric by item, where it applies."""
        return {item.id: value for item in self.items if (value := item.metrics.get(metric)) is not None}

    def figure(self, metric: str) -> Figure | None:
        """A metric over all items; None where it applies to none."""
        return _figure(list(self.values(metric).values()))

    @property
    def wins(self) -> Figure | None:
        """How often a judge prefers it to the reference, a tie counting half."""
        return _figure([item.wins for item in self.items if item.wins is not None])

    @property
    def sound(self) -> Figure | None:
        """How often a judge finds no hard miss."""
        return _figure([float(item.sound) for item in self.items if item.sound is not None])

    @property
    def cost(self) -> Decimal:
        """What it cost, where prices are known."""
        return sum((Decimal(item.cost_usd or 0) for item in self.items), Decimal(0))

    @property
    def unpriced(self) -> int:
        """Calls without a known price."""
        return sum(item.unpriced for item in self.items)

    def seconds(self, share: float) -> float | None:
        """The latency that this share of answers does not exceed."""
        return percentile([item.seconds for item in self.items if item.seconds is not None], share)

    @property
    def failed(self) -> int:
        """Items that nobody answered, for no fault of the answer: a provider, a budget."""
        return sum(bool(item.failed) for item in self.items)


def _figure(values: Sequence[float]) -> Figure | None:
    return Figure(mean=fmean(values), interval=bootstrap(values), n=len(values)) if values else None


def run(subject: Subject, golden: Sequence[Golden], *, judge: Judge | None = None, width: int = 1) -> Run:
    """Have a subject answer every item, and measure."""
    work = [(one, task_of(one)) for one in golden]

    def answered(pair: tuple[Golden, Task]) -> Item | Setback:
        one, put = pair
        return _item(one, put, subject.speak(one, put), judge)

    found = {pair[0].item.id: result for pair, result in for_each(work, answered, width=width)}
    items = [result for one in golden if isinstance(result := found[one.item.id], Item)]
    return Run(name=subject.name, prompt_version=subject.prompt.version, items=tuple(items))


def task_of(one: Golden) -> Task:
    """A golden item in the words of the prompt."""
    return task(one.item.question, blueprint=one.blueprint, facts=one.item.cards, language="en")


def _item(one: Golden, put: Task, answer: Answer, judge: Judge | None) -> Item:
    compared: Compared | None = None
    if judge is not None and not answer.refused and not answer.failed:
        compared = compare(judge, one.item, put, answer)
    metrics = dict.fromkeys(METRICS, None) if answer.failed else measured(one.item, put, answer)
    return Item(
        id=one.item.id,
        trap=one.item.trap,
        metrics=metrics,
        model=answer.model,
        refused=answer.refused,
        failed=answer.failed,
        seconds=answer.seconds,
        cost_usd=answer.cost_usd,
        unpriced=answer.unpriced,
        wins=compared.wins if compared else None,
        flipped=compared.flipped if compared else False,
        sound=compared.sound if compared else None,
    )


def fake_speaker(name: str) -> Speaker:
    """A fake model. `KeyError` when there is none of this name."""
    fakes.FAKES[name]
    return lambda one, put: fakes.answer(name, one.item, put)


def claude_speaker(asker: Asker, prompt: Prompt, policy: Policy = ONE_MODEL) -> Speaker:
    """Claude, asked once for each item, with nothing mended and nothing tried again but a broken stream.

    With a policy, whoever it names for the item; a fallback speaks where the first declines.
    """

    def speak(one: Golden, put: Task) -> Answer:
        answer = Answer(failed="nobody was asked")
        for settings in policy.routes(one.item.question, asker.settings):
            answer = _asked(asker, prompt, one, put, settings.model, settings.effort)
            if not answer.refused:
                break
        return answer

    return speak


def _asked(asker: Asker, prompt: Prompt, one: Golden, put: Task, model: str, effort: str | None) -> Answer:
    own = asker.settings.model_copy(update={"model": model, "effort": effort})
    wanted = request(
        own,
        system=(prompt.text, exam_context(one.blueprint)),
        messages=(("user", put.content),),
        max_tokens=own.max_tokens,
        answer=ExplanationOut,
    )
    of = Occasion("explain", one.item.id, one.blueprint.code, model, prompt.version, asker.prices)
    calls = asker.watched()
    result = asker.ask(wanted, of, lambda message: Judged("ok", "", _words(message)))
    spent = calls()
    seconds = sum(call.latency or 0.0 for call in spent)
    paid = [Decimal(call.cost_usd) for call in spent if call.cost_usd is not None]
    told = {
        "model": model,
        "seconds": seconds if spent else None,
        "cost_usd": format(sum(paid, Decimal(0)), "f"),
        "unpriced": len(paid) < len(spent),
    }
    if not isinstance(result, Setback):
        return Answer.model_validate({**told, "text": result})
    if result.kind == "refused":
        return Answer.model_validate({**told, "refused": True})
    return Answer.model_validate({**told, "failed": result.note})


def _words(message: "Message") -> str:
    return text_of(message) or " "
