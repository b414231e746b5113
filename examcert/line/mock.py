"""A mock exam on lines: the clock runs, and nothing tells right from wrong before the end."""

from datetime import timedelta

from examcert.core.paper import Item
from examcert.core.question import Answer
from examcert.core.sitting import Sitting
from examcert.errors import SittingError, TimeUpError
from examcert.line import keys, script
from examcert.line.keys import Command, Given, Unclear
from examcert.line.script import Para
from examcert.line.session import Outcome, Session


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
            self._note(script.clock(left))

    def _item(self) -> Outcome | None:
        """Commands at one question, until another question shows (None) or the session ends."""
        item = self.sitting.item
        while True:
            line = self._ask("Answer")
            if line is None:
                return Outcome.PAUSED
            match keys.read(line, item, self.sitting.response(item.id).answer):
                case Given(answer):
                    if self._save(item, answer):
                        return None
                case Unclear(hint):
                    self._note(hint)
                case Command("quit"):
                    return Outcome.PAUSED
                case Command("submit"):
                    ended = self._confirm_submit()
                    if ended is not None:
                        return ended
                case Command("clear"):
                    self._move(self.sitting.answer(item.id, (), at=self.clock()))
                    self._note("The answer is taken back.")
                case Command("list"):
                    self.face.say(script.open_items(self.sitting))
                case Command("next" | "skip"):
                    if self._forward():
                        return None
                case Command("back") if self.sitting.place == 0:
                    self._note("This is the first question.")
                case Command("back" | "go" as word, rest):
                    if self._jump(str(self.sitting.place) if word == "back" else rest):
                        return None
                case Command() as command if not self._common(command):
                    self._unknown(command.word)

    def _save(self, item: Item, answer: Answer) -> bool:
        """Save an answer and go on, in one write. False to stay, with places of a matching still open."""
        after = self.sitting.answer(item.id, answer, at=self.clock(), seconds=self._seconds())
        stay = item.kind == "matching" and "" in answer
        moved = None if stay else self._next(after)
        self._move(moved or after)
        self._note(f"Saved: {script.spoken(item, answer)}.")
        if stay:
            self._note("Some places are still open. Fill them, or press Enter to go on.")
        elif moved is None:
            self._after_last()
        return moved is not None

    def _next(self, after: Sitting) -> Sitting | None:
        """The sitting at the next question; None after the last one."""
        place = after.place + 1
        return after.jump(place, at=self.clock()) if place < len(after.paper.items) else None

    def _forward(self) -> bool:
        """Show the next question; after the last one, the review list."""
        spent = self._spent()
        moved = self._next(spent)
        self._move(moved or spent)
        if moved is None:
            self._after_last()
        return moved is not None

    def _after_last(self) -> None:
        self.face.say([Para("That was the last question.", "note"), *script.open_items(self.sitting)])

    def _spent(self) -> Sitting:
        """The sitting with the time that the question has been on screen."""
        return self.sitting.spend(self.sitting.item.id, self._seconds(), at=self.clock())

    def _jump(self, number: str) -> bool:
        if not (number.isascii() and number.isdecimal() and len(number) < 9):
            self._note("Say which question, such as: go 12")
            return False
        try:
            self.sitting.jump(int(number) - 1, at=self.clock())
        except TimeUpError:
            raise
        except SittingError as error:
            self._note(f"{error.what} {error.remedy}")
            return False
        self._move(self._spent().jump(int(number) - 1, at=self.clock()))
        return True

    def _confirm_submit(self) -> Outcome | None:
        missing, flagged = len(self.sitting.unanswered), len(self.sitting.flagged)
        if missing or flagged:
            self._note(f"Unanswered: {missing}. Flagged: {flagged}.")
        line = self._ask("Type yes to hand the paper in, Enter to go on")
        if line is None:
            return Outcome.PAUSED
        if line.strip().lower() not in ("y", "yes", "submit"):
            self._note("Not handed in.")
            return None
        return self._submit()
