"""A sitting on lines: what is shared by practice and mock exams.

Every change goes through `_move`, which writes it to history before anything else is shown.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import Enum
from time import monotonic
from typing import TYPE_CHECKING, Protocol

from examcert.core.bank import Bank
from examcert.core.explanation import Explainer
from examcert.core.marking import Report, mark
from examcert.core.paper import Item
from examcert.core.question import Question
from examcert.core.sitting import Sitting
from examcert.errors import HistoryError, SittingError, TimeUpError
from examcert.line import keys, script
from examcert.line.face import Face
from examcert.line.keyboard import Input, Silence
from examcert.line.keys import Command
from examcert.line.script import Para

if TYPE_CHECKING:
    from examcert.core.tutoring import Tutor


class Outcome(Enum):
    """How a session on screen ended."""

    SUBMITTED = "submitted"
    PAUSED = "paused"


class Store(Protocol):
    """What a session needs of history."""

    def save(
        self,
        sitting_id: int,
        before: Sitting,
        after: Sitting,
        *,
        at: datetime,
        credits: Mapping[str, float] | None = None,
    ) -> None:
        """Make a change durable before it is shown."""
        ...

    def beat(self, sitting_id: int, at: datetime) -> None:
        """Say that the sitting is still on screen."""
        ...

    def finish(self, sitting_id: int, before: Sitting, submitted: Sitting, report: Report, *, at: datetime) -> None:
        """Store a submitted sitting with its report."""
        ...


class Session:
    """One sitting on one face."""

    words: tuple[str, ...] = ()

    def __init__(
        self,
        *,
        bank: Bank,
        sitting: Sitting,
        sitting_id: int,
        store: Store,
        face: Face,
        keyboard: Input,
        clock: Callable[[], datetime],
        author: Explainer,
        claude: Callable[[], Explainer] | None = None,
        tutor: "Callable[[], Tutor] | None" = None,
        always_claude: bool = False,
    ) -> None:
        self.bank, self.sitting, self.sitting_id, self.store = bank, sitting, sitting_id, store
        self.face, self.keyboard, self.clock = face, keyboard, clock
        self.author, self.claude, self.always_claude = author, claude, always_claude
        self.tutor = tutor
        self.report: Report | None = None
        self._adrift = False
        self._shown_at = monotonic()

    def run(self) -> Outcome:
        """Show questions until the sitting is submitted or left. Leaving pauses the clock."""
        try:
            return self._run()
        except TimeUpError:
            self._note("Time is up. The paper is handed in with the answers given so far.")
            return self._submit()
        except HistoryError:
            # It cannot be saved any more, hence not paused either.
            self._adrift = True
            raise
        finally:
            if self.sitting.is_open and not self._adrift:
                self._move(self.sitting.pause(at=self.clock()))

    def _run(self) -> Outcome:
        raise NotImplementedError

    def _move(self, after: Sitting, credits: Mapping[str, float] | None = None) -> None:
        if after is not self.sitting:
            self.store.save(self.sitting_id, self.sitting, after, at=self.clock(), credits=credits)
            self.sitting = after

    def _submit(self) -> Outcome:
        submitted = self.sitting.submit(at=self.clock())
        self.report = mark(self.bank, submitted)
        self.store.finish(self.sitting_id, self.sitting, submitted, self.report, at=self.clock())
        self.sitting = submitted
        return Outcome.SUBMITTED

    def _ask(self, prompt: str) -> str | None:
        """A typed line; None when the input is closed. `TimeUpError` when the clock ran out first."""
        left = self.sitting.remaining(self.clock())
        self.face.prompt(prompt)
        line = self.keyboard.line(
            seconds=None if left is None else left.total_seconds(),
            tick=lambda: self.store.beat(self.sitting_id, self.clock()),
        )
        if isinstance(line, Silence) or not self.keyboard.echoes:
            self.face.flow("\n")
        if self.sitting.time_is_up(self.clock()) or line is Silence.TIME_UP:
            raise TimeUpError
        return None if isinstance(line, Silence) else line

    def _question(self, item: Item) -> Question | None:
        """The bank's question behind an item; None when the bank no longer holds it as it was drawn."""
        asked = self.bank.by_id.get(item.id)
        return asked if asked is not None and item.fits(asked) else None

    def _show(self) -> None:
        self.face.say(script.question(self.sitting, self.bank if self.sitting.mode == "practice" else None))
        self._shown_at = monotonic()

    def _seconds(self) -> float:
        """Time since the question was shown, once."""
        spent = monotonic() - self._shown_at
        self._shown_at = monotonic()
        return spent

    def _note(self, text: str) -> None:
        self.face.say([Para(text, "note")])

    def _common(self, command: Command) -> bool:
        """Words that mean the same in every mode. False when the word is not one of them."""
        item = self.sitting.item
        match command.word:
            case "?":
                self.face.say(script.keys(item, self.words))
            case "flag":
                self._move(self.sitting.flag(item.id, at=self.clock()))
                flagged = self.sitting.response(item.id).flagged
                self._note("Flagged." if flagged else "Flag cleared.")
            case "time":
                self.face.say([Para(script.clock(self.sitting.remaining(self.clock())))])
            case "show":
                self._show()
            case "strike":
                self._strike(item, command.rest)
            case _:
                return False
        return True

    def _strike(self, item: Item, rest: str) -> None:
        options = [keys.option_at(name, item) for name in rest.replace(",", " ").split()]
        if not options or None in options:
            self._note("Say which option, such as: strike B")
            return
        after = self.sitting
        try:
            for option in dict.fromkeys(options):
                assert option is not None
                after = after.strike(item.id, option, at=self.clock())
        except TimeUpError:
            raise
        except SittingError as error:
            self._note(f"{error.what} {error.remedy}")
            return
        self._move(after)
        struck = [keys.letter(item, name) for name in after.response(item.id).struck]
        self._note(f"Crossed out: {', '.join(sorted(struck)) or 'none'}.")

    def _unknown(self, word: str) -> None:
        self._note(f"{word} does nothing here. Type ? for the keys.")
