"""How Claude is reached: key, address, model, and how long we wait."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, Self, get_args

from pydantic import Field, SecretStr

from examcert.core.record import Record
from examcert.errors import ExamcertError
from examcert.offline import is_offline

DEFAULT_MODEL = "claude-sonnet-5-5"

Home = Literal["api", "bedrock", "vertex", "foundry"]
"""Where Claude is reached: at its vendor, or at a cloud that sells it too."""
HOMES: tuple[Home, ...] = get_args(Home)

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
    home: Home = "api"
    offline: bool = False
    """Nobody is asked, whatever else is set."""
    model: str = DEFAULT_MODEL
    model_chosen: bool = True
    """Somebody named this model. Otherwise what another model has explained serves as well, and is free."""
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
        home = told.get("EXAMCERT_CLAUDE_HOME", "api").lower()
        if home not in HOMES:
            raise ExamcertError(f"EXAMCERT_CLAUDE_HOME names {home!r}.", remedy=f"Use one of {', '.join(HOMES)}.")
        return cls(
            api_key=SecretStr(key) if key else None,
            # Asking the SDK takes seconds, so it is asked only when there is something for it to find.
            sdk_login=not key and (any(name in told for name in _LOGINS) or _profiles(told).is_dir()),
            base_url=told.get("ANTHROPIC_BASE_URL"),
            home=home,
            offline=is_offline(told),
            model=told.get("EXAMCERT_MODEL", DEFAULT_MODEL),
            model_chosen="EXAMCERT_MODEL" in told,
        )


def _profiles(env: Mapping[str, str]) -> Path:
    """The SDK's default folder of credential profiles."""
    if os.name == "nt":
        return Path(env.get("APPDATA", Path.home() / "AppData" / "Roaming"), "Anthropic")
    return Path(env.get("HOME", Path.home()), ".config", "anthropic")
