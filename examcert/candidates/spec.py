"""What `--candidate` names: `NAME`, or `NAME:ARGUMENT`."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self, get_args

from examcert.errors import ExamcertError

Effort = Literal["low", "medium", "high", "xhigh", "max"]
FORMS = "answers:FILE, claude[:MODEL][,effort=LEVEL][,context=FILE], cmd:PROGRAM, key, guess, longest or first"


@dataclass(frozen=True, slots=True)
class Spec:
    """A candidate as it was asked for."""

    text: str
    name: str
    argument: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Take a spec apart. Options of Claude may follow its bare name."""
        name, mark, argument = text.partition(":")
        if not mark and name.startswith("claude,"):
            name, argument = "claude", text.removeprefix("claude")
        return cls(text, name, argument)


@dataclass(frozen=True, slots=True)
class ClaudeSpec:
    """Which Claude, how hard it thinks, and what it may read meanwhile."""

    model: str | None = None
    effort: Effort | None = None
    context: Path | None = None

    @classmethod
    def parse(cls, argument: str) -> Self:
        """Read `MODEL,effort=LEVEL,context=FILE`, each optional. A file's name may hold commas."""
        model, *settings = re.split(r",(?=effort=|context=)", f"{argument}", maxsplit=2)
        told = dict(setting.split("=", 1) for setting in settings)
        effort, context = told.get("effort"), told.get("context")
        if "," in model or "=" in model or len(told) < len(settings):
            raise ExamcertError(
                f"claude:{argument} cannot be understood.", remedy="Write claude:MODEL,effort=low,context=notes.md."
            )
        for level in get_args(Effort):
            if effort is None or effort == level:
                return cls(model.strip() or None, level if effort else None, Path(context) if context else None)
        raise ExamcertError(f"There is no effort {effort!r}.", remedy=f"Use one of {', '.join(get_args(Effort))}.")
