"""How Claude is reached: key, address, model, and how long we wait."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr

from examcert.core.record import Record

DEFAULT_MODEL = "claude-sonnet-5-5"

_LOGINS = (
    "ANTHROPIC_AUTH_TOKEN",
    "ANTHROPIC_PROFILE",
    "ANTHROPIC_CONFIG_DIR",
    "ANTHROPIC_IDENTITY_TOKEN",
    "ANTHROPIC_IDENTITY_TOKEN_FILE",
)


class Settings(Record):
    """What the caller decides about calls to Claude. Shows stars where the key is."""

    api_key: SecretStr | None = None
    sdk_login: bool = False
    """Without a key, let the SDK look for its own login: a token, a profile, a workload identity."""
    base_url: str | None = None
    """None: the vendor's own address (with `sdk_login`, whatever that login names)."""
    model: str = DEFAULT_MODEL
    max_tokens: int = Field(default=4096, ge=1)
    """Thinking counts against it. A truncated answer is asked for once more with twice as many."""
    effort: Literal["low", "medium", "high"] | None = "low"
    """None leaves the field out, for models that do not know it."""
    seconds: float = Field(default=90.0, gt=0)
    """For one explanation in all: waiting, retries and streaming."""
    patience: float = Field(default=20.0, gt=0)
    """The longest silence and the longest `retry-after` we put up with; the SDK would sleep for hours if told to."""
    retries: int = Field(default=2, ge=0)
    """By the SDK, for what HTTP can tell."""

    @classmethod
    def from_environment(cls, env: Mapping[str, str]) -> Self:
        """Settings from environment variables; blank ones count as missing, and a key loses the spaces around it."""
        told = {name: value.strip() for name, value in env.items() if value.strip()}
        key = told.get("ANTHROPIC_API_KEY")
        return cls(
            api_key=SecretStr(key) if key else None,
            # Asking the SDK takes seconds, so it is asked only when there is something for it to find.
            sdk_login=not key and (any(name in told for name in _LOGINS) or _profiles(told).is_dir()),
            base_url=told.get("ANTHROPIC_BASE_URL"),
            model=told.get("EXAMCERT_MODEL", DEFAULT_MODEL),
        )


def _profiles(env: Mapping[str, str]) -> Path:
    """The SDK's default folder of credential profiles."""
    if os.name == "nt":
        return Path(env.get("APPDATA", Path.home() / "AppData" / "Roaming"), "Anthropic")
    return Path(env.get("HOME", Path.home()), ".config", "anthropic")
