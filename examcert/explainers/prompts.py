"""Prompt files: a version by their author, and a hash of what they say.

The two together are the prompt version of everything made with the file. Explanations
are kept under it, so an edited prompt never gives out what the old one made, even when its
author forgot to raise the version.
"""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from examcert.errors import ExamcertError

EXPLAIN_OPTION = Path("explain-option", "v1.md")
"""The prompt of explanations, inside the folder of prompts."""
SOLVE_BLIND = Path("solve-blind", "v1.md")
"""The prompt of blind solutions."""
TUTOR = Path("tutor", "v2.md")
"""The prompt of questions back."""
JUDGE = Path("judge-explanation", "v1.md")
"""The prompt of the judge in the evaluation."""


class PromptError(ExamcertError):
    """A prompt file that is missing or is no prompt file."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(
            f"The prompt {path} {what}.",
            remedy="Reinstall examcert, or start the file with lines `---`, `version: N`, `---`, then the prompt.",
        )


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a prompt file says, and the version that tells it from every other text."""

    version: str
    text: str


def read_prompt(path: Path) -> Prompt:
    """Read a prompt file. Line ends do not count: the same file has one version on every system."""
    try:
        whole = path.read_text(encoding="utf-8-sig")  # universal newlines
    except OSError as error:
        raise PromptError(path, f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise PromptError(path, "is not UTF-8 text") from error
    head, mark, body = whole.removeprefix("---\n").partition("\n---\n")
    if not whole.startswith("---\n") or not mark:
        raise PromptError(path, "has no front matter")
    fields = {name.strip(): value.strip() for name, _, value in (line.partition(":") for line in head.splitlines())}
    if not fields.get("version"):
        raise PromptError(path, "names no version")
    if not body.strip():
        raise PromptError(path, "says nothing after its front matter")
    digest = sha256(whole.encode()).hexdigest()[:8]
    return Prompt(version=f"{fields['version']}-{digest}", text=body.strip())
