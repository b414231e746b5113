"""Spans on their way out: a collector that is not there costs a moment and one line at the end, never an exam."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
    from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult

PATIENCE = 3.0
"""Seconds for one delivery with its retries, unless the environment says otherwise: leaving waits for the last one."""
_TIMEOUTS = ("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "OTEL_EXPORTER_OTLP_TIMEOUT")
LOST = (
    "Some traces did not arrive. Is the collector running that OTEL_EXPORTER_OTLP_ENDPOINT names, "
    "and does it take OTLP over HTTP?"
)


class Delivery:
    """An exporter that never raises and remembers whether anything was lost."""

    def __init__(self, exporter: SpanExporter) -> None:
        self._exporter = exporter
        self.lost = False

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Hand spans over."""
        from opentelemetry.sdk.trace.export import SpanExportResult

        try:
            result = self._exporter.export(spans)
        except Exception:  # an address that is none, say: whatever it is, it is about traces only
            result = SpanExportResult.FAILURE
        self.lost = self.lost or result is not SpanExportResult.SUCCESS
        return result

    def shutdown(self) -> None:
        """Take no more."""
        self._exporter.shutdown()

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        """Hand over what is left."""
        return self._exporter.force_flush(timeout_millis)


def over_http(env: Mapping[str, str]) -> SpanExporter:
    """The exporter of the standard variables. `ValueError` for a variable that makes no sense."""
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

    # It would write each try to stderr, into the middle of an exam.
    logging.getLogger("opentelemetry").addHandler(logging.NullHandler())
    told = any(env.get(name, "").strip() for name in _TIMEOUTS)
    return OTLPSpanExporter(timeout=None if told else PATIENCE)


def finish(provider: TracerProvider, delivery: Delivery, last_word: Callable[[str], None]) -> None:
    """Deliver what is left, and say so if something got lost."""
    provider.shutdown()
    if delivery.lost:
        with contextlib.suppress(OSError, ValueError):  # there may be nobody left to tell
            last_word(LOST)
