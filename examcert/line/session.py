"""A sitting on lines: what is shared by practice and mock exams.

Every change goes through `_move`, which writes it to history before anything else is shown.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from enum import Enum
from time import monotonic
from typing import Protocol

from examcert.core.bank import Bank
from examcert.core.explanation import Explainer, Explanation
from examcert.core.marking import Report, credit, mark
from examcert.core.paper import Item
from examcert.core.question import Answer, Question
from examcert.core.sitting import Sitting
from examcert.errors import SittingError, TimeUpError
from examcert.line import keys, script
from examcert.line.face import Face
from examcert.line.keyboard import Keyboard, Silence
from examcert.line.keys import Command, Given, Unclear
from examcert.line.script import Para


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
        keyboard: Keyboard,
        clock: Callable[[], datetime],
        author: Explainer,
        claude: Explainer | None = None,
        always_claude: bool = False,
    ) -> None:
        self.bank, self.sitting, self.sitting_id, self.store = bank, sitting, sitting_id, store
        self.face, self.keyboard, self.clock = face, keyboard, clock
        self.author, self.claude, self.always_claude = author, claude, always_claude
        self.report: Report | None = None
        self._shown_at = monotonic()

    def run(self) -> Outcome:
        """Show questions until the sitting is submitted or left. Leaving pauses the clock."""
        try:
            return self._run()
        except TimeUpError:
            self.face.say([Para("Time is up. The paper is handed in with the answers given so far.", "note")])
            return self._submit()
        finally:
            if self.sitting.is_open:
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
        if self.sitting.time_is_up(self.clock()) or line is Silence.TIME_UP:
            self.face.flow("\n")
            raise TimeUpError
        if line is Silence.CLOSED:
            self.face.flow("\n")
            return None
        assert isinstance(line, str)
        return line

    def _question(self, item: Item) -> Question | None:
        """The bank's question behind an item; None when the bank no longer holds it."""
        return self.bank.by_id.get(item.id)

    def _show(self) -> None:
        self.face.say(script.question(self.sitting, self.bank if self.sitting.mode == "practice" else None))
        self._shown_at = monotonic()

    def _seconds(self) -> float:
        """Time since the question was shown, once."""
        spent = monotonic() - self._shown_at
        self._shown_at = monotonic()
        return spent

    def _common(self, command: Command) -> bool:
        """Words that mean the same in every mode. False when the word is not one of them."""
        item = self.sitting.item
        match command.word:
            case "?":
                self.face.say([*script.keys(self.words), Para(keys.how_to_answer(item), "muted")])
            case "flag":
                self._move(self.sitting.flag(item.id, at=self.clock()))
                flagged = self.sitting.response(item.id).flagged
                self.face.say([Para("Flagged." if flagged else "Flag cleared.", "note")])
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
        option = keys.option_at(rest, item)
        if option is None:
            self.face.say([Para("Say which option, such as: strike B", "note")])
            return
        self._move(self.sitting.strike(item.id, option, at=self.clock()))
        gone = option in self.sitting.response(item.id).struck
        self.face.say([Para(f"{keys.letter(item, option)} {'crossed out' if gone else 'is back'}.", "note")])

    def _unknown(self, word: str) -> None:
        self.face.say([Para(f"{word} does nothing here. Type ? for the keys.", "note")])


class Practice(Session):
    """Questions one by one, each explained as soon as it is answered."""

    words = ("?", "skip", "flag", "strike", "show", "claude", "quit")

    def _run(self) -> Outcome:
        while (place := self._next_open()) is not None:
            if place != self.sitting.place:
                self._move(self.sitting.jump(place, at=self.clock()))
            self._show()
            if not self._answer() or not self._after():
                return Outcome.PAUSED
        outcome = self._submit()
        assert self.report is not None
        self.face.say(script.practice_summary(self.report))
        return outcome

    def _next_open(self) -> int | None:
        for place, item in enumerate(self.sitting.paper.items):
            if not self.sitting.response(item.id).confirmed:
                return place
        return None

    def _answer(self) -> bool:
        """Ask until the question is answered or skipped. False to leave."""
        item = self.sitting.item
        while True:
            line = self._ask("Answer")
            if line is None:
                return False
            match keys.read(line, item):
                case Given(answer):
                    self._confirm(item, answer)
                    return True
                case Unclear(hint):
                    self.face.say([Para(hint, "note")])
                case Command("skip"):
                    self._confirm(item, ())
                    return True
                case Command("quit"):
                    return False
                case Command("next"):
                    self.face.say([Para("Type an answer; skip goes on without one; ? shows the keys.", "note")])
                case Command() as command if not self._common(command):
                    self._unknown(command.word)

    def _confirm(self, item: Item, answer: Answer) -> None:
        asked = self._question(item)
        after = self.sitting.answer(item.id, answer, at=self.clock(), seconds=self._seconds())
        if asked is None:
            self._move(after)
            self.face.say([Para("This question has left the bank and cannot be marked.", "note")])
            return
        earned = credit(asked, after.response(item.id).answer, self.bank.blueprint.credit)
        self._move(after, {item.id: earned})
        self.face.say(script.verdict(item, asked, answer, earned))
        *_, said = self.author.explain(asked, answer)
        self.face.say(script.explained(item, asked, answer, said, self.bank))
        if self.always_claude:
            self._claude(item)

    def _after(self) -> bool:
        """After an explanation: go on, flag, ask Claude. False to leave."""
        item = self.sitting.item
        last = self._next_open() is None
        while True:
            line = self._ask("Enter to finish" if last else "Enter for the next question")
            if line is None:
                return False
            match keys.read(line, item):
                case Command("next" | "skip"):
                    return True
                case Command("quit"):
                    return False
                case Command("claude"):
                    self._claude(item)
                case Command() as command if self._common(command):
                    pass
                case _:
                    self.face.say([Para("This one is answered. Enter goes on; ? shows the keys.", "note")])

    def _claude(self, item: Item) -> None:
        asked = self._question(item)
        if self.claude is None or asked is None:
            self.face.say([Para("Claude is not set up here; `examcert doctor` says what is missing.", "note")])
            return
        stream_explanation(self.face, item, self.claude, asked, self.sitting.response(item.id).answer, self.bank)


class Mock(Session):
    """A timed paper: move freely, change answers, and no word about right or wrong before the end."""

    words = ("?", "next", "back", "go", "flag", "strike", "clear", "time", "list", "show", "submit", "quit")
    warned = False

    def _run(self) -> Outcome:
        while True:
            self._show()
            self._warn()
            step = self._item()
            if step is not None:
                return step

    def _warn(self) -> None:
        """Say once that little time is left, before a prompt and never during one."""
        left = self.sitting.remaining(self.clock())
        if left is not None and left <= timedelta(minutes=5) and not self.warned:
            self.warned = True
            self.face.say([Para(script.clock(left), "note")])

    def _item(self) -> Outcome | None:
        """Commands at one question, until another question shows (None) or the session ends."""
        item = self.sitting.item
        while True:
            line = self._ask("Answer")
            if line is None:
                return Outcome.PAUSED
            match keys.read(line, item):
                case Given(answer):
                    self._move(self.sitting.answer(item.id, answer, at=self.clock(), seconds=self._seconds()))
                    if self._forward():
                        return None
                case Unclear(hint):
                    self.face.say([Para(hint, "note")])
                case Command("quit"):
                    return Outcome.PAUSED
                case Command("submit"):
                    ended = self._confirm_submit()
                    if ended is not None:
                        return ended
                case Command("clear"):
                    self._move(self.sitting.answer(item.id, (), at=self.clock()))
                    self.face.say([Para("The answer is taken back.", "note")])
                case Command("list"):
                    self.face.say(script.open_items(self.sitting))
                case Command("next"):
                    if self._forward():
                        return None
                case Command("back" | "go" as word, rest):
                    if self._jump(str(self.sitting.place) if word == "back" else rest):
                        return None
                case Command() as command if not self._common(command):
                    self._unknown(command.word)

    def _spend(self) -> None:
        self._move(self.sitting.spend(self.sitting.item.id, self._seconds(), at=self.clock()))

    def _forward(self) -> bool:
        """Show the next question; after the last one, the review list."""
        if self.sitting.place + 1 < len(self.sitting.paper.items):
            self._spend()
            self._move(self.sitting.jump(self.sitting.place + 1, at=self.clock()))
            return True
        self.face.say([Para("That was the last question.", "note"), *script.open_items(self.sitting)])
        return False

    def _jump(self, number: str) -> bool:
        if not (number.isascii() and number.isdecimal()):
            self.face.say([Para("Say which question, such as: go 12", "note")])
            return False
        try:
            after = self.sitting.jump(int(number) - 1, at=self.clock())
        except TimeUpError:
            raise
        except SittingError as error:
            self.face.say([Para(f"{error.what} {error.remedy}", "note")])
            return False
        self._spend()
        self._move(self.sitting.jump(after.place, at=self.clock()))
        return True

    def _confirm_submit(self) -> Outcome | None:
        missing, flagged = len(self.sitting.unanswered), len(self.sitting.flagged)
        if missing or flagged:
            self.face.say([Para(f"Unanswered: {missing}. Flagged: {flagged}.", "note")])
        line = self._ask("Type yes to hand the paper in, Enter to go on")
        if line is None:
            return Outcome.PAUSED
        if line.strip().lower() not in ("y", "yes", "submit"):
            self.face.say([Para("Not handed in.", "note")])
            return None
        return self._submit()


def stream_explanation(
    face: Face, item: Item, explainer: Explainer, asked: Question, answer: Answer, bank: Bank | None
) -> Explanation:
    """Show an explanation while it grows, on lines that only ever get longer."""
    printed: dict[str, int] = {}
    final: Explanation | None = None
    for said in explainer.explain(asked, answer):
        final = said
        if said.complete:
            break
        for entry in said.options:
            _grow(face, item, asked, entry.id, entry.why, printed)
    assert final is not None
    if printed:
        face.flow("\n")
    whole = all(len(entry.why) == printed.get(entry.id) for entry in final.options)
    if final.source != "claude" and printed:
        face.say([Para("Please disregard the lines above: they did not pass the check against the key.", "wrong")])
    if printed and whole:
        tail = [Para(f"To remember: {final.takeaway}", "note")] if final.takeaway else []
        face.say([*tail, *script.sources(final, bank)])
    else:
        face.say(script.explained(item, asked, answer, final, bank))
    return final


def _grow(face: Face, item: Item, asked: Question, name: str, why: str, printed: dict[str, int]) -> None:
    if name not in printed:
        slot = name.removeprefix("slot:")
        title = slot if name != slot else f"{keys.letter(item, name)}. {asked.option(name).text}"
        face.flow(f"{chr(10) if printed else ''}{title}: ")
        printed[name] = 0
    face.flow(why[printed[name] :])
    printed[name] = len(why)
