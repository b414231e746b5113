"""How long the provider asks us to wait."""

from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime


def seconds_to_wait(headers: Mapping[str, str], now: datetime) -> float:
    """The wait that an answer asks for, its headers read in the order the SDK reads them; 0 for none."""
    for name, unit in (("retry-after-ms", 1000), ("retry-after", 1)):
        try:
            return float(headers.get(name, "")) / unit
        except ValueError:
            continue
    try:
        return (parsedate_to_datetime(headers.get("retry-after", "")) - now).total_seconds()
    except (ValueError, TypeError):
        return 0.0
