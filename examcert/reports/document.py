"""The base of every JSON document."""

from typing import Any

from pydantic import BaseModel, ConfigDict


class Document(BaseModel):
    """A document or a part of one."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)

    def as_data(self) -> Any:
        """Plain data; optional fields that have no value are left out."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)
