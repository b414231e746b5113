"""Practice on lines: each answer is marked and explained before the next question."""

from examcert.core.marking import credit
from examcert.core.paper import Item
from examcert.core.question import Answer
from examcert.line import keys, script
from examcert.line.explaining import stream_explanation
from examcert.line.keys import Command, Given, Unclear
from examcert.line.session import Outcome, Session


class Practice(Session):
    """Questions one by one, each explained as soon as it is answered."""

    words = ("?", "skip", "flag", "strike", "show", "quit")
    words_after = ("?", "flag", "claude", "ask", "forget", "show", "quit")

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
                case Given(answer) if item.kind == "matching" and "" in answer:
                    self._note(f"Some places are still empty. {keys.how_to_answer(item)}")
                case Given(answer):
                    self._confirm(item, answer)
                    return True
                case Unclear(hint):
                    self._note(hint)
                case Command("skip"):
                    self._confirm(item, ())
                    return True
                case Command("quit"):
                    return False
                case Command("next"):
                    self._note("Type an answer; skip goes on without one; ? shows the keys.")
                case Command("claude"):
                    self._note("Answer first: Claude explains afterwards.")
                case Command("ask" | "forget"):
                    self._note("Answer first: Claude answers questions afterwards.")
                case Command() as command if not self._common(command):
                    self._unknown(command.word)

    def _confirm(self, item: Item, answer: Answer) -> None:
        asked = self._question(item)
        after = self.sitting.answer(item.id, answer, at=self.clock(), seconds=self._seconds())
        if asked is None:
            self._move(after)
            self._note("The bank no longer holds this question as it was drawn, so it cannot be explained.")
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
                # Nothing is left to ask, so closed input loses nothing and the session may end.
                return last
            match keys.read(line, item):
                case Command("next" | "skip"):
                    return True
                case Command("quit"):
                    return False
                case Command("?"):
                    self.face.say(script.keys(item, self.words_after, answering=False))
                case Command("claude"):
                    self._claude(item)
                case Command("ask", words):
                    if not self._talk(item, words):
                        return False
                case Command("forget"):
                    self._forget(item)
                case Command(word) as command if word != "strike" and self._common(command):
                    pass
                case _:
                    self._note("This one is answered. Enter goes on; ? shows the keys.")

    def _claude(self, item: Item) -> None:
        asked = self._question(item)
        if self.claude is None or asked is None:
            self._note("Claude cannot explain this question here.")
            return
        stream_explanation(self.face, item, self.claude(), asked, self.sitting.response(item.id).answer, self.bank)

    def _talk(self, item: Item, words: str) -> bool:
        """Talk with Claude about the question. False to leave."""
        # Deferred: the first question should not wait for what comes after it.
        from examcert.line.talk import sight, talk

        asked = self._question(item)
        if self.tutor is None or asked is None:
            self._note("Claude cannot be asked about this question here.")
            return True
        seen = sight(item, asked, self.sitting.response(item.id).answer)
        return talk(self.face, self.tutor(), asked, seen, words, self._ask)

    def _forget(self, item: Item) -> None:
        asked = self._question(item)
        if self.tutor is not None and asked is not None:
            self.tutor().forget(asked)
        self._note("What was said with Claude about this question is forgotten.")
