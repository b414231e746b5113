"""Which model explains which question, how hard it thinks, and who takes over when it cannot.

A policy is a TOML file. The first rule that fits a question decides; what it leaves out comes from the default:

    name = "cheap-first"

    [default]
    model = "claude-haiku-5-5"
    effort = "low"
    fallback = ["claude-sonnet-5-5"]

    [[rule]]
    difficulty = ["hard"]
    kind = ["matching", "ordering"]
    model = "claude-opus-5-5"

A fallback is asked, once each and in this order, when a model declines or is overloaded. It is our own rather
than the SDK's middleware because that works for another part of the API only, and books nothing.
"""

import tomllib
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from examcert.claude.settings import Settings
from examcert.core.question import Difficulty, KindName, Question
from examcert.core.record import Record
from examcert.errors import ExamcertError

Effort = Literal["low", "medium", "high"]


class Route(Record):
    """What a rule decides. None: as the default has it."""

    model: str | None = Field(default=None, min_length=1)
    effort: Effort | None = None
    fallback: tuple[str, ...] | None = None


class Rule(Route):
    """A route for some questions. An empty condition fits every question."""

    difficulty: tuple[Difficulty, ...] = ()
    kind: tuple[KindName, ...] = ()

    def fits(self, question: Question) -> bool:
        """Whether the question is one of these."""
        return (not self.difficulty or question.difficulty in self.difficulty) and (
            not self.kind or question.kind_name in self.kind
        )


class Policy(Record):
    """Routes by difficulty and kind. Without a rule, one model for all."""

    name: str = Field(min_length=1, max_length=80)
    default: Route = Route()
    rule: tuple[Rule, ...] = ()

    def routes(self, question: Question, settings: Settings) -> tuple[Settings, ...]:
        """Settings to try for this question, the first choice first, each model once."""
        chosen = next((rule for rule in self.rule if rule.fits(question)), Route())
        model = chosen.model or self.default.model or settings.model
        effort = chosen.effort or self.default.effort or settings.effort
        fallback = chosen.fallback if chosen.fallback is not None else self.default.fallback or ()
        return tuple(
            settings.model_copy(update={"model": name, "effort": effort}) for name in dict.fromkeys((model, *fallback))
        )


ONE_MODEL = Policy(name="one-model")
"""The settings' model for every question, and nobody after it."""


class PolicyError(ExamcertError):
    """A policy file that cannot be used."""


def read_policy(path: Path) -> Policy:
    """Read a policy file.

    Raises:
        PolicyError: it cannot be read, or says something that no policy says.
    """
    try:
        return Policy.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise PolicyError(f"The policy {path} cannot be read: {error.strerror}.", remedy="Check the path.") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PolicyError(f"The policy {path} cannot be read: {error}.", remedy="Correct the file.") from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise PolicyError(
            f"The policy {path} has a mistake at {place or 'its top'}: {first['msg']}.",
            remedy="Write `name`, a table [default], and tables [[rule]]; docs/claude.md shows one.",
        ) from error
