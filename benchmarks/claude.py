"""Claude's explanations against the bare SDK on the same stub, which answers in memory: no network, and no model.

Three questions: how long the first words take to the screen, how many explanations a second go through at full
concurrency, and how much more is sent for a question than its content.
"""

import io
import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

from benchmarks.table import Row
from benchmarks.timing import EXAM, interleaved, scratch, seconds_of
from examcert import locations
from examcert.bank_files import read_bank
from examcert.claude.pace import Pace
from examcert.claude.settings import Settings
from examcert.core.bank import Bank
from examcert.core.paper import paper_of
from examcert.core.question import Question
from examcert.explainers.claude.building import Builder
from examcert.explainers.claude.explainer import ClaudeExplainer
from examcert.explainers.prompts import EXPLAIN_OPTION, read_prompt
from examcert.history import History
from examcert.line.explaining import stream_explanation
from examcert.line.face import PlainFace

_CALLS = 1000
_WIDTH = 16
_SCREENS = 20


def rows() -> Iterator[Row]:
    """Each question against its floor."""
    bank = read_bank(locations.bank(EXAM))
    yield _first_words(bank)
    yield _throughput(bank)
    yield _size(bank)


def _now() -> datetime:
    return datetime.now(UTC)


def _answer(question: Question, explainer: ClaudeExplainer) -> bytes:
    """A whole stream of events that explains the question as its key has it."""
    put = explainer.desk.put(question)
    options = [
        {"label": p.label, "verdict": p.part.verdict, "explanation": f"{p.part.text}: " + "words about it " * 12}
        for p in put.parts
    ]
    text = json.dumps({"options": options, "takeaway": "Look for what decides.", "facts": []})
    usage = {"input_tokens": 300, "output_tokens": 1, "cache_creation_input_tokens": 0, "cache_read_input_tokens": 3000}
    message: dict[str, Any] = {
        "id": "msg", "type": "message", "role": "assistant", "model": "claude-sonnet-5-5", "content": [],
        "stop_reason": None, "stop_sequence": None, "stop_details": None, "usage": usage,
    }  # fmt: skip
    events: list[dict[str, Any]] = [
        {"type": "message_start", "message": message},
        {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
    ]
    for place in range(0, len(text), 60):
        delta = {"type": "text_delta", "text": text[place : place + 60]}
        events.append({"type": "content_block_delta", "index": 0, "delta": delta})
    events += [
        {"type": "content_block_stop", "index": 0},
        {"type": "message_delta", "delta": {"stop_reason": "end_turn", "stop_sequence": None, "stop_details": None},
         "usage": {"output_tokens": 700}},
        {"type": "message_stop"},
    ]  # fmt: skip
    return "".join(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in events).encode()


def _stubbed(bank: Bank, history: History, *, pace: Pace | None = None) -> ClaudeExplainer:
    """An explainer whose client answers itself."""
    import httpx2
    from anthropic import Anthropic

    explainer = ClaudeExplainer(
        history.notebook,
        Settings(model="claude-sonnet-5-5"),
        prompt=read_prompt(locations.prompts() / EXPLAIN_OPTION),
        blueprint=bank.blueprint,
        facts=bank.fact_by_id,
        clock=_now,
        pace=pace,
    )
    by_content = {explainer.desk.put(q).content: _answer(q, explainer) for q in bank.questions}

    def handle(asked: httpx2.Request) -> httpx2.Response:
        content = json.loads(asked.content)["messages"][0]["content"]
        return httpx2.Response(200, headers={"content-type": "text/event-stream"}, content=by_content[content])

    transport = httpx2.MockTransport(handle)
    explainer._client = Anthropic(api_key="stub", http_client=httpx2.Client(transport=transport), open_telemetry=False)
    return explainer


class _Stopwatch(io.StringIO):
    """A screen that notes when its first words come."""

    def __init__(self) -> None:
        super().__init__()
        self.first: float | None = None

    def write(self, text: str) -> int:
        if self.first is None and "words about it" in self.getvalue() + text:
            self.first = perf_counter()
        return super().write(text)


def _first_words(bank: Bank) -> Row:
    """From asking to the first words on a screen, ours with checks and ledger, the floor printing the raw stream."""
    question = bank.questions[0].model_copy(update={"shuffle": False})
    (item,) = paper_of(bank, [question], seed=0).items

    with scratch() as folder, History.open(f"sqlite:///{folder / 'history.sqlite'}") as history:
        explainer = _stubbed(bank, history)

        def ours() -> float:
            screen = _Stopwatch()
            start = perf_counter()

            class Anew:
                def explain(self, asked: Question, answer: tuple[str, ...]) -> Any:
                    return explainer.attempt(explainer.desk.put(asked))

            stream_explanation(PlainFace(screen), item, Anew(), question, (), bank)
            assert screen.first is not None
            return screen.first - start

        def floor() -> float:
            screen = _Stopwatch()
            put = explainer.desk.put(question)
            start = perf_counter()
            wanted = explainer.desk.request(put, explainer.desk.settings, max_tokens=4096)
            with explainer.client.messages.stream(**wanted) as stream:
                for event in stream:
                    if event.type == "text":
                        screen.write(event.text)
            assert screen.first is not None
            return screen.first - start

        mine, bare = interleaved(ours, floor, repeats=_SCREENS)
    return Row("first words of an explanation on the screen", mine, bare, 3.0)


def _throughput(bank: Bank) -> Row:
    """Explanations checked, booked and kept on disk, against the bare SDK reading the same streams."""
    questions = (bank.questions * (_CALLS // len(bank.questions) + 1))[:_CALLS]

    def spent(act: Callable[[], object]) -> float:
        return _CALLS / seconds_of(act)

    with scratch() as folder, History.open(f"sqlite:///{folder / 'history.sqlite'}") as history:
        pace = Pace(_WIDTH, patience=60, now=_now)
        explainer = _stubbed(bank, history, pace=pace)

        def ours() -> object:
            return Builder(explainer, pace, width=_WIDTH, watch=lambda *_: None).build(questions, anew=True)

        def one(question: Question) -> object:
            wanted = explainer.desk.request(explainer.desk.put(question), explainer.desk.settings, max_tokens=4096)
            with explainer.client.messages.stream(**wanted) as stream:
                return stream.get_final_message()

        def floor() -> object:
            with ThreadPoolExecutor(_WIDTH) as pool:
                return list(pool.map(one, questions))

        floor_rate, our_rate = spent(floor), spent(ours)
    return Row(
        f"{_CALLS:,} explanations, {_WIDTH} at once", our_rate, floor_rate, 0.3, rate="explanations", note="stub"
    )


def _size(bank: Bank) -> Row:
    """Characters sent for a question beside those of its content. Tokens would need the provider: not measured."""
    with scratch() as folder, History.open(f"sqlite:///{folder / 'history.sqlite'}") as history:
        desk = _stubbed(bank, history).desk
        sent = needed = 0
        for question in bank.questions:
            put = desk.put(question)
            cards = [desk.facts[ref] for ref in question.refs if isinstance(ref, str) and ref in desk.facts]
            sent += len(put.content)
            needed += len(question.stem) + sum(len(option.text) for option in question.options)
            needed += sum(len(card.claim) + len(card.also_right_when or "") for card in cards)
            needed += len(question.case.title) + len(question.case.text) if question.case else 0
    count = len(bank.questions)
    return Row("what is sent for a question", sent / count, needed / count, 2.0, unit="characters",
               note="tokens not measured")  # fmt: skip
