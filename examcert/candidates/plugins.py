"""Candidates that other packages bring, through the entry point group `examcert.candidates`.

An entry point is called as `make(argument, seed=SEED)`, with the text after `NAME:` (empty without one), and
returns an object with a `name` and `answer(item)`. With `--concurrency` it is called from several threads. It
may have a `close()`. It is handed items and nothing else; whatever it raises costs it that item.
"""

from importlib.metadata import EntryPoint, entry_points
from typing import Any

from examcert.core.candidate import NoAnswerError
from examcert.core.paper import Item
from examcert.core.question import Answer
from examcert.errors import ExamcertError

GROUP = "examcert.candidates"


class PluginCandidate:
    """A candidate from another package, held to the port."""

    def __init__(self, name: str, made: Any) -> None:
        self.name = str(getattr(made, "name", None) or name)
        self._made = made

    def answer(self, item: Item) -> Answer:
        """Its answer; its exceptions are its own business and cost it the item."""
        try:
            said = self._made.answer(item)
        except NoAnswerError:
            raise
        except Exception as error:
            raise NoAnswerError("crashed", f"{type(error).__name__}: {error}"[:200]) from error
        if not isinstance(said, tuple | list) or not all(isinstance(name, str) for name in said):
            raise NoAnswerError("garbage", f"an answer of type {type(said).__name__}, not option ids")
        return tuple(said)

    def close(self) -> None:
        """Let go of what it holds."""
        if callable(close := getattr(self._made, "close", None)):
            close()


def named() -> dict[str, EntryPoint]:
    """The candidates that installed packages bring, by name."""
    return {entry.name: entry for entry in entry_points(group=GROUP)}


def make(entry: EntryPoint, argument: str, *, seed: int) -> PluginCandidate:
    """Load and make a candidate. `ExamcertError` names the package whose fault it is."""
    try:
        return PluginCandidate(entry.name, entry.load()(argument, seed=seed))
    except ExamcertError:
        raise
    except Exception as error:
        package = entry.dist.name if entry.dist else entry.value
        raise ExamcertError(
            f"The candidate {entry.name!r} of {package} cannot be made: {type(error).__name__}: {error}",
            remedy=f"Check what follows {entry.name}:, or tell the authors of {package}.",
        ) from error
