"""The base of every value in the core: frozen, and closed to unknown fields."""

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """A value. A misspelt field in a bank is an error, not a silence."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, validate_default=False)
