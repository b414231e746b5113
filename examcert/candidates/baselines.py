"""Candidates that read nothing: what a score is worth without knowledge, and the key itself."""

from collections.abc import Callable

from examcert.core.bank import Bank
from examcert.core.paper import Item
from examcert.core.question import Answer
from examcert.core.ranks import shuffled


class KeyCandidate:
    """Answers by the key: the ceiling, and a check that a paper can be marked."""

    name = "key"

    def __init__(self, bank: Bank) -> None:
        self._bank = bank

    def answer(self, item: Item) -> Answer:
        """The key of the item."""
        return self._bank.by_id[item.id].key


class GuessCandidate:
    """Picks at random from a seed: the floor."""

    name = "guess"

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def answer(self, item: Item) -> Answer:
        """As many options as the item takes, by the seed."""
        ids = [option.id for option in item.options]
        # Each slot guesses afresh: one order for all would fill a yes/no grid with one answer.
        return _fill(item, lambda place: shuffled(ids, "guess", self._seed, item.id, place))


class LongestCandidate:
    """Picks the longest options unread: what a bank's habit of long keys gives away."""

    name = "longest"

    def answer(self, item: Item) -> Answer:
        """The longest options by characters; equal lengths in shown order."""
        by_length = sorted(item.options, key=lambda option: -len(option.text))
        preferred = tuple([option.id for option in by_length])
        return _fill(item, lambda _: preferred)


class FirstCandidate:
    """Picks the first options as shown: what a fixed place of the key would give away."""

    name = "first"

    def answer(self, item: Item) -> Answer:
        """The first options, in shown order."""
        shown = tuple([option.id for option in item.options])
        return _fill(item, lambda _: shown)


def _fill(item: Item, preferred: Callable[[int], tuple[str, ...]]) -> Answer:
    """The most preferred options that the item's rules allow; a matching asks once for each place."""
    if item.kind != "matching":
        return preferred(0)[: item.choose]
    answer: list[str] = []
    for place, slot in enumerate(item.slots):
        allowed = [name for name in preferred(place) if not slot.options or name in slot.options]
        free = [name for name in allowed if item.reuse or name not in answer]
        answer.append(free[0] if free else "")
    return tuple(answer)
