"""What a run would cost, before it is paid: a range, because nobody knows how long the answers will be.

Prompts are counted by the provider where it can be asked (that is free), otherwise by their length. Answers go by
what such calls came to before, where the ledger has enough of them, otherwise by what the prompt asks for.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from statistics import quantiles
from typing import TYPE_CHECKING

from examcert.claude.prices import PriceTable
from examcert.claude.settings import Settings
from examcert.core.explanation import Usage
from examcert.core.question import Question
from examcert.core.record import Record
from examcert.core.records import Call
from examcert.explainers.claude.desk import Desk
from examcert.explainers.claude.wire import Task, schema_text

if TYPE_CHECKING:
    from anthropic import Anthropic

CHARS = 3.3
"""English characters in a token, for prompts that nobody counts."""
WORDS = (25, 60)
"""Words the prompt asks for, for each part of a question."""
TOKENS_A_WORD = 1.6
AROUND = 60
"""Tokens of names and punctuation in the answer's JSON, and its takeaway."""
THINKING = (0, 400)
"""Tokens a model may think before it answers, at low effort. An assumption, until the ledger knows better."""
ENOUGH_CALLS = 20
SAMPLE = 5
"""Questions that are counted; the others go by their length."""


class Estimate(Record):
    """Tokens and dollars for the questions that would be asked. Dollars are None where a price is not known."""

    asked: int
    kept: int
    prefix_tokens: int
    """The part that all questions share, and the cache holds."""
    question_tokens: int
    output_low: int
    output_high: int
    low: Decimal | None
    high: Decimal | None
    unpriced: tuple[str, ...]
    """Models without a price."""
    prices_as_of: str
    counted: bool
    """By the provider; otherwise by length."""
    from_ledger: bool
    """Answers go by earlier calls; otherwise by what the prompt asks for."""
    batch: bool


class Counter:
    """Tokens of prompts."""

    def __init__(self, desk: Desk, client: Anthropic | None) -> None:
        self._desk, self._client = desk, client
        self.counted = client is not None
        self._rate = CHARS
        self.prefix = int(len("".join(desk.system) + schema_text()) / CHARS)

    def measure(self, sample: Sequence[Task], settings: Settings) -> None:
        """Ask the provider for a few. When it cannot be asked, length has to do."""
        if self._client is None or not sample:
            return
        counts = [self._count(put, settings) for put in sample]
        lengths = [len(put.content) for put in sample]
        if len(sample) > 1 and max(lengths) > min(lengths):
            shortest, longest = lengths.index(min(lengths)), lengths.index(max(lengths))
            grown = counts[longest] - counts[shortest]
            self._rate = (lengths[longest] - lengths[shortest]) / grown if grown > 0 else CHARS
        self.prefix = max(0, counts[0] - int(lengths[0] / self._rate))

    def _count(self, put: Task, settings: Settings) -> int:
        assert self._client is not None, "asked only where there is somebody to ask"
        wanted = self._desk.request(put, settings, max_tokens=1)
        fields = {name: wanted[name] for name in ("model", "system", "messages", "output_config") if name in wanted}
        return self._client.messages.count_tokens(**fields).input_tokens

    def question(self, put: Task) -> int:
        """Tokens of a question alone."""
        return int(len(put.content) / self._rate) + 1


def estimate(
    desk: Desk,
    questions: Sequence[Question],
    *,
    calls: Sequence[Call],
    client: Anthropic | None,
    batch: bool,
    anew: bool = False,
) -> Estimate:
    """What it would cost to explain these questions now."""
    tasks = [desk.put(question) for question in questions]
    todo = [put for put in tasks if anew or desk.exact(put) is None]
    counter = Counter(desk, client)
    step = max(1, len(todo) // SAMPLE)
    counter.measure(todo[::step][:SAMPLE], desk.settings)
    low = high = Decimal(0)
    output_low = output_high = asked = 0
    unpriced: set[str] = set()
    from_ledger = bool(todo)
    for place, put in enumerate(todo):
        settings = desk.routes(put.question)[0]
        known = _answers(calls, settings.model)
        from_ledger = from_ledger and bool(known)
        least, most = known or _wanted(put)
        output_low, output_high, asked = output_low + least, output_high + most, asked + counter.question(put)
        ends = _ends(desk.prices, settings.model, counter, put, (least, most), batch=batch, first=place == 0)
        if ends is None:
            unpriced.add(settings.model)
        else:
            low, high = low + ends[0], high + ends[1]
    return Estimate(
        asked=len(todo),
        kept=len(tasks) - len(todo),
        prefix_tokens=counter.prefix,
        question_tokens=asked,
        output_low=output_low,
        output_high=output_high,
        low=None if unpriced else low,
        high=None if unpriced else high,
        unpriced=tuple(sorted(unpriced)),
        prices_as_of=desk.prices.as_of,
        counted=counter.counted and bool(todo),
        from_ledger=from_ledger,
        batch=batch,
    )


def _ends(
    prices: PriceTable, model: str, counter: Counter, put: Task, output: tuple[int, int], *, batch: bool, first: bool
) -> tuple[Decimal, Decimal] | None:
    """The cheapest and the dearest this question can honestly be expected to be. In a batch the cache is a matter
    of luck, so its dearer end pays for writing the prefix every time.
    """  # noqa: D205
    write = {"cache_write_tokens": counter.prefix, "cache_write_1h_tokens": counter.prefix if batch else 0}
    read = {"cache_read_tokens": counter.prefix}

    def cost(tokens: int, prefix: dict[str, int]) -> Decimal | None:
        usage = Usage(input_tokens=counter.question(put), output_tokens=tokens, **prefix)
        return prices.cost(model, usage, batch=batch)

    best, worst = cost(output[0], write if first else read), cost(output[1], write if first or batch else read)
    return None if best is None or worst is None else (best, worst)


def _wanted(put: Task) -> tuple[int, int]:
    """Tokens of an answer as the prompt asks for it."""
    least, most = (int(len(put.parts) * words * TOKENS_A_WORD) for words in WORDS)
    return least + AROUND + THINKING[0], most + AROUND + 8 * len(put.parts) + THINKING[1]


def _answers(calls: Sequence[Call], model: str) -> tuple[int, int] | None:
    """The first and the last tenth of what this model's explanations came to; None where there are too few."""
    counts = [c.usage.output_tokens for c in calls if c.purpose == "explain" and c.outcome == "ok" and c.model == model]
    if len(counts) < ENOUGH_CALLS:
        return None
    tenths = quantiles(counts, n=10)
    return int(tenths[0]), int(tenths[-1])
