"""Claude in other homes: clouds that sell it too, each through the SDK's own client for it.

Each signs in by its cloud's own means, names models its own way, has its own prices, and takes no batches. So
the model must be named, and costs are unknown until somebody gives the prices (`EXAMCERT_PRICES`).
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, cast

from examcert.claude.settings import Settings
from examcert.claude.tracing import tracing
from examcert.errors import ProviderError

if TYPE_CHECKING:
    from anthropic import Anthropic


_NEEDED = {"bedrock": "boto3", "vertex": "google.auth"}
"""What signs requests there. The SDK would miss it at the first request, in words of its own."""


class HomeError(ProviderError):
    """A home of Claude that cannot be used as things are set."""


def client_at(settings: Settings) -> Anthropic:
    """The SDK's client for the home. It answers to the same calls, without batches."""
    if not settings.model_chosen:
        raise HomeError(f"{settings.home} has its own names for models.", remedy="Name one of them in EXAMCERT_MODEL.")
    if (needed := _NEEDED.get(settings.home)) and not _installed(needed):
        raise HomeError(
            f"The packages for {settings.home} are not installed.",
            remedy=f"Install them: pip install 'examcert[{settings.home}]'.",
        )
    import anthropic

    kinds = {
        "bedrock": anthropic.AnthropicBedrock,
        "vertex": anthropic.AnthropicVertex,
        "foundry": anthropic.AnthropicFoundry,
    }
    options = {"timeout": settings.patience, "max_retries": settings.retries, "open_telemetry": tracing()}
    try:
        return cast("Anthropic", kinds[settings.home](**options))
    except (ValueError, anthropic.AnthropicError) as error:
        # The SDK says which of its variables is missing; none of its messages quotes a secret.
        raise HomeError(f"{settings.home} is not set up: {error}", remedy="Set what it asks for.") from error


def _installed(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except (ImportError, ValueError):
        return False
