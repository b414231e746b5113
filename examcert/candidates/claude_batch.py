"""Claude as a candidate by Message Batches: half the price, within a day.

A batch is written down, then sent, then its name is noted. Whoever resumes after a crash between these finds
out at the provider whether it arrived, and pays for no question twice.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from examcert.candidates.claude import MAX_TOKENS, ClaudeCandidate, incident, reader
from examcert.candidates.journal import Journal, SentBatch
from examcert.candidates.running import Turn
from examcert.claude import batches, setbacks
from examcert.claude.booking import row_of_batch
from examcert.claude.budget import BudgetSpentError, NoPriceError
from examcert.claude.request import worst_case
from examcert.core.candidate import NoAnswerError
from examcert.core.paper import Item
from examcert.core.question import Answer
from examcert.errors import ExamcertError, ProviderError

if TYPE_CHECKING:
    from anthropic.types import Message

Place = tuple[int, str]
"""A sitting and an item of it."""
LOOK_EVERY = 20.0


class BatchSitter:
    """Puts all open questions of a run into one batch and collects what came of them."""

    def __init__(
        self,
        claude: ClaudeCandidate,
        journal: Journal,
        *,
        pause: Callable[[float], None],
        looked: Callable[[batches.Progress], None] = lambda _: None,
    ) -> None:
        self._claude, self._asker, self._journal = claude, claude.asker, journal
        self._pause, self._looked = pause, looked

    def answers(self, turns: Sequence[Turn]) -> Mapping[Place, Message | str]:
        """A message for each question, or why there is none. Finishes a batch that is on its way first."""
        if lasting := self._asker.hopeless():
            raise ProviderError(lasting.note, remedy="Then go on with --resume.")
        try:
            sent = self._journal.batch
            if sent is not None and (name := self._arrived(sent)) is not None:
                return self._collected(sent, name, turns)
            sent = self._sent(turns)
            assert sent.id is not None, "a batch that was sent has a name"
            return self._collected(sent, sent.id, turns)
        except ExamcertError:
            raise
        except Exception as error:
            settings = self._asker.settings
            setback = setbacks.of_provider(error, model=settings.model)
            if setback is None:
                raise
            said = setbacks.plain(setback, key=settings.api_key).note
            raise ProviderError(said, remedy="Then go on with --resume.") from error

    def _arrived(self, sent: SentBatch) -> str | None:
        """The provider's name of a batch that was written down; None when it never arrived."""
        while sent.id is None:
            found = batches.arrived(
                self._asker.client, list(sent.names), sent_after=datetime.fromisoformat(sent.made), known=()
            )
            if found is None:
                return None
            if found.ended:
                return found.id
            self._looked(found)
            self._pause(LOOK_EVERY)
        return sent.id

    def _sent(self, turns: Sequence[Turn]) -> SentBatch:
        if len(turns) > batches.MOST:
            raise ExamcertError(
                f"{len(turns)} questions are more than one batch holds.", remedy="Ask for fewer --repeats."
            )
        self._check_budget(turns)
        stamp = secrets.token_hex(6)
        names = {f"{stamp}-{place}": (turn.sitting, turn.item.id) for place, turn in enumerate(turns)}
        sent = SentBatch(None, self._asker.clock().isoformat(), names)
        self._journal.note_batch(sent)
        requests = {name: self._claude.request(turn.item, ttl="1h") for name, turn in zip(names, turns, strict=True)}
        sent = SentBatch(batches.send(self._asker.client, requests), sent.made, names)
        self._journal.note_batch(sent)
        return sent

    def _check_budget(self, turns: Sequence[Turn]) -> None:
        """A batch cannot be stopped half-way, so all of it must fit at its worst."""
        budget, model = self._asker.budget, self._asker.settings.model
        if budget.limit is None:
            return
        whole = Decimal(0)
        for turn in turns:
            asked = len(str(self._claude.request(turn.item, ttl="1h")).encode())
            worst = worst_case(self._asker.prices, model, asked=asked, max_tokens=MAX_TOKENS, batch=True)
            if worst is None:
                raise NoPriceError(model)
            whole += worst
        if not budget.room_for(whole):
            raise BudgetSpentError(
                f"A batch of {len(turns)} questions may cost ${whole:.2f}; ${budget.limit - budget.spent:.2f} is left.",
                remedy="Raise --budget, or leave --batch out: then a run stops when the money is spent.",
            )

    def _collected(self, sent: SentBatch, name: str, turns: Sequence[Turn]) -> dict[Place, Message | str]:
        client = self._asker.client
        owed = {(turn.sitting, turn.item.id): turn.item for turn in turns}
        while not (found := batches.progress(client, name)).ended:
            self._looked(found)
            self._pause(LOOK_EVERY)
        came: dict[Place, Message | str] = {}
        for item in batches.results(client, name):
            place = sent.names.get(item.name)
            if place is None or place not in owed:
                # Where the answer is noted, the whole batch was booked before.
                continue
            came[place] = item.message or f"in the batch: {item.kind}{f', {item.error}' if item.error else ''}"
            if item.message is not None:
                self._booked(item.message, owed[place])
        return came

    def _booked(self, message: Message, item: Item) -> None:
        judged = reader(item)(message)
        of = self._claude.occasion(item.id)
        call = row_of_batch(message, judged.kind, judged.detail, of=of, at=self._asker.clock())
        self._asker.budget.spend(Decimal(call.cost_usd or 0))
        self._asker.book(call)


class BatchedCandidate:
    """Reads the answers of one sitting from what a batch brought."""

    def __init__(self, name: str, sitting: int, came: Mapping[Place, Message | str]) -> None:
        self.name, self._sitting, self._came = name, sitting, came

    def answer(self, item: Item) -> Answer:
        """What the batch brought for the item."""
        came = self._came.get((self._sitting, item.id), "the batch came back without this question")
        if isinstance(came, str):
            raise NoAnswerError("failed", came)
        judged = reader(item)(came)
        if judged.value is None:
            raise incident(judged.kind, judged.detail)
        return judged.value
