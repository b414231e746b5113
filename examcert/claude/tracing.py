"""OpenTelemetry spans: ours around each question, with the SDK's own inside, and no content in either.

Nothing is loaded or sent unless a standard variable asks for traces and the optional packages are installed
(`pip install 'examcert[otel]'`). Questions, options, explanations and keys never go on a span.
"""

from __future__ import annotations

import atexit
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import TYPE_CHECKING, Literal, TypeVar, cast

from examcert import __version__
from examcert.claude.delivery import Delivery, finish, over_http
from examcert.claude.text import brief
from examcert.offline import is_offline

if TYPE_CHECKING:
    from anthropic._types import OpenTelemetryOptions
    from opentelemetry.sdk.trace.export import SpanExporter
    from opentelemetry.trace import Span, TracerProvider

T = TypeVar("T")

_ASKING = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_TRACES_EXPORTER")
_provider: TracerProvider | None = None


def start(env: Mapping[str, str], last_word: Callable[[str], None] = lambda _: None) -> str | None:
    """Export traces if the environment asks for it. What keeps that from working, in one line, or None.

    `last_word` is told when the process ends and some of them did not arrive.
    """
    exporter = env.get("OTEL_TRACES_EXPORTER", "otlp").strip().lower()
    wanted = any(env.get(name, "").strip() for name in _ASKING) and exporter != "none"
    if not wanted or is_offline(env) or env.get("OTEL_SDK_DISABLED", "").lower() == "true" or _provider is not None:
        return None
    try:
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider as SdkProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor, ConsoleSpanExporter
    except ImportError:
        return "Traces are asked for, but their packages are not installed: pip install 'examcert[otel]'."
    try:
        delivery = Delivery(ConsoleSpanExporter(out=sys.stderr) if exporter == "console" else over_http(env))
    except ImportError:
        return "Traces are asked for, but their exporter is not installed: pip install 'examcert[otel]'."
    except ValueError as error:
        return f"Traces cannot be sent as the OTEL variables ask for it: {brief(str(error))}."
    provider = SdkProvider(
        resource=Resource.create(
            {"service.name": env.get("OTEL_SERVICE_NAME") or "examcert", "service.version": __version__}
        )
    )
    provider.add_span_processor(BatchSpanProcessor(cast("SpanExporter", delivery)))
    use(provider)
    atexit.register(finish, provider, delivery, last_word)
    return None


def use(provider: TracerProvider | None) -> None:
    """Send spans to this provider from now on; None for nowhere."""
    global _provider  # noqa: PLW0603 - one process has one place for its traces, as OpenTelemetry has it
    _provider = provider


def tracing() -> OpenTelemetryOptions | Literal[False]:
    """The SDK's option: the same provider, no content, and no trace header to the outside."""
    if _provider is None:
        return False
    return {"tracer_provider": _provider, "propagation": False, "traces": {"content_mode": "metadata_only"}}


class Told:
    """What a span is told. Without tracing it goes nowhere."""

    def __init__(self, span: Span | None) -> None:
        self._span = span

    def tell(self, **attributes: str | int | float | bool | None) -> None:
        """Add attributes, named `examcert.…`; those that are None are left out."""
        if self._span is not None:
            for name, value in attributes.items():
                if value is not None:
                    self._span.set_attribute(f"examcert.{name}", value)

    def fail(self, why: str) -> None:
        """Mark the span as failed. The SDK calls a refusal or a cut answer a success."""
        if self._span is not None:
            from opentelemetry.trace import Status, StatusCode

            self._span.set_status(Status(StatusCode.ERROR, why))

    @contextmanager
    def around(self, opening: AbstractContextManager[T]) -> Iterator[T]:
        """Open something so that the spans it starts are children of this one. Whoever uses it is not inside."""
        with ExitStack() as stack:
            yield self._opened(stack, opening)

    def _opened(self, stack: ExitStack, opening: AbstractContextManager[T]) -> T:
        if self._span is None:
            return stack.enter_context(opening)
        from opentelemetry.trace import use_span

        with use_span(self._span, end_on_exit=False, record_exception=False, set_status_on_exception=False):
            return stack.enter_context(opening)


@contextmanager
def span(name: str, **attributes: str | int | float | bool | None) -> Iterator[Told]:
    """Our own span around a piece of work. It is nobody's parent by itself, see `Told.around`: work may be a
    generator, and its reader must not end up within the span.
    """  # noqa: D205
    if _provider is None:
        yield Told(None)
        return
    opened = _provider.get_tracer("examcert", __version__).start_span(name)
    told = Told(opened)
    told.tell(**attributes)
    try:
        yield told
    finally:
        opened.end()
