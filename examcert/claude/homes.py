"""Claude in other homes: clouds that sell it too, each through the SDK's own client for it.

Each signs in by its cloud's own means, names models its own way, has its own prices, and takes no batches. So
the model must be named, and costs are unknown until somebody gives the prices (`EXAMCERT_PRICES`).
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, cast

from examcert.claude.settings import Settings
from examcert.claude.text import brief
from examcert.claude.tracing import tracing
from examcert.errors import ProviderError

if TYPE_CHECKING:
    from anthropic import Anthropic


_NEEDED = {"bedrock": "boto3", "vertex": "google.auth"}
"""What signs requests there. The SDK would miss it at the first request, in words of its own."""

_SIGN_IN = {
    "bedrock": "Set AWS_PROFILE, AWS_BEARER_TOKEN_BEDROCK, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
    "vertex": "Run `gcloud auth application-default login`, or set GOOGLE_APPLICATION_CREDENTIALS.",
}
GOOGLE_SCOPE = "https://www.googleapis.com/auth/cloud-platform"


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
        client = kinds[settings.home](**options)
    except (ValueError, anthropic.AnthropicError) as error:
        # The SDK says which of its variables is missing; none of its messages quotes a secret.
        raise HomeError(f"{settings.home} is not set up: {error}", remedy="Set what it asks for.") from error
    _sign_in(settings.home, client)
    return cast("Anthropic", client)


def _sign_in(home: str, client: Any) -> None:
    """Find what signs requests, which the SDK would look for at each first request, and fail at in words of no API.

    `HomeError` where there is none, or what there is was refused.
    """
    try:
        if home == "vertex":
            client.credentials, project = _google_credentials()
            client.project_id = client.project_id or project
        elif home == "bedrock" and not client.api_key and import_module("boto3").Session().get_credentials() is None:
            raise HomeError("bedrock has no credentials: AWS knows none here.", remedy=_SIGN_IN[home])
    except Exception as error:
        kind = type(error)
        if kind.__module__.partition(".")[0] not in ("google", "botocore"):
            raise
        if kind.__name__ == "TransportError":
            return  # no connection is nothing lasting: the request will tell
        said = brief(str(error.args[0] if error.args else kind.__name__))
        raise HomeError(f"{home} has no credentials: {said.rstrip('.')}.", remedy=_SIGN_IN[home]) from error


def _google_credentials() -> tuple[Any, str | None]:
    credentials, project = import_module("google.auth").default(scopes=[GOOGLE_SCOPE])
    if not credentials.valid:
        credentials.refresh(import_module("google.auth.transport.requests").Request())
    return credentials, project


def _installed(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except (ImportError, ValueError):
        return False
