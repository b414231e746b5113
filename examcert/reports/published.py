"""Every document type by the name of its published schema."""

from typing import Any

from examcert.reports.run_shapes import ComparisonOut, RunOut
from examcert.reports.shapes import PUBLISHED as OF_COMMANDS

PUBLISHED: dict[str, Any] = {**OF_COMMANDS, "run": RunOut, "comparison": ComparisonOut}
