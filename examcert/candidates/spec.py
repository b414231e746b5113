"""What `--candidate` names: `NAME`, or `NAME:ARGUMENT`."""

from dataclasses import dataclass
from typing import Self

FORMS = "answers:FILE, cmd:PROGRAM, key, guess, longest or first"


@dataclass(frozen=True, slots=True)
class Spec:
    """A candidate as it was asked for."""

    text: str
    name: str
    argument: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Take a spec apart."""
        name, _, argument = text.partition(":")
        return cls(text, name, argument)
