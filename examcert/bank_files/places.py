"""Where the parts of a bank were written, for those who find something wrong with them later."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from examcert.bank_files.entries import Origin
from examcert.bank_files.pieces import Path, Piece
from examcert.core.question import Fact, Misconception

Card = Fact | Misconception


class Place(NamedTuple):
    """A file as its author would type it, a line and a column from 1; line 0 means the file as a whole."""

    file: str
    line: int = 0
    column: int = 0


@dataclass
class Places:
    """The files of one bank, as its questions, cards and blueprint stand in them."""

    exam: str
    """The file of the blueprint, named for what has no better place."""
    questions: dict[str, Origin] = field(default_factory=dict)
    cards: dict[str, list[tuple[Piece, Path]]] = field(default_factory=dict)
    """`facts` and `misconceptions`, in the order of the bank."""
    blueprint: Piece | None = None

    def take(self, name: str, whole: Sequence[Card], lent: Sequence[Card], other: "Places") -> None:
        """Note where cards were written that came from another bank; they stand behind the own ones."""
        here, there = self.cards.setdefault(name, []), other.cards.get(name, [])
        written = {card.id: place for card, place in zip(lent, there, strict=False)}
        here += [written[card.id] for card in whole[len(here) :] if card.id in written]

    def place(self, at: Path, question: str | None = None) -> Place:
        """Where a path inside a question was written, or inside the bank when no question is named."""
        if question is not None:
            return self._in_question(question, at)
        match at:
            case ("blueprint", *rest) if self.blueprint is not None:
                return _found(self.blueprint, tuple(rest))
            case ("facts" | "misconceptions" as name, int(number), *rest) if number < len(
                self.cards.get(str(name), ())
            ):
                piece, path = self.cards[str(name)][number]
                return _found(piece, (*path, *rest))
        return Place(self.exam)

    def _in_question(self, question: str, at: Path) -> Place:
        origin = self.questions.get(question)
        if origin is None:
            return Place(self.exam)
        return Place(origin.piece.source.file, *origin.place(at))


def _found(piece: Piece, path: Path) -> Place:
    return Place(piece.source.file, *piece.place(path))
