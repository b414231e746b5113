"""The line at the top and the line of keys at the bottom: one widget each, cut to the width there is."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from textual import actions, events
from textual.binding import Binding
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget

from examcert.tui.pages import Page

GAP = 2
_UNSAID = frozenset(
    ("page_left", "page_right", "scroll_left", "scroll_right", "focus_next", "focus_previous", "copy_text", "help_quit",
     "keys", "select")
)  # fmt: skip
"""Keys that every program has, and the one that opens their list."""


class TopBar(Widget):
    """Three texts on one line. When it gets narrow the middle moves aside, then the left is cut."""

    DEFAULT_CSS = """
    TopBar { height: 1; dock: top; background: $panel; color: $foreground; padding: 0 1; text-wrap: nowrap; }
    """

    def __init__(self, left: Content | str = "", middle: Content | str = "", right: Content | str = "") -> None:
        super().__init__()
        self._texts = [_content(left), _content(middle), _content(right)]

    def show(
        self, left: Content | str | None = None, middle: Content | str | None = None, right: Content | str | None = None
    ) -> None:
        """Change texts; None leaves one as it is."""
        texts = [
            before if text is None else _content(text)
            for text, before in zip((left, middle, right), self._texts, strict=True)
        ]
        if any(not new.is_same(old) for new, old in zip(texts, self._texts, strict=True)):
            self._texts = texts
            self.refresh()

    def render(self) -> Content:
        """The line."""
        left, middle, right = self._texts
        width = self.content_size.width
        room = width - right.cell_length - middle.cell_length - 2 * GAP
        left = left.truncate(max(0, room), ellipsis=True)
        centre = max(left.cell_length + GAP, (width - middle.cell_length) // 2)
        centre = min(centre, max(0, width - right.cell_length - GAP - middle.cell_length))
        line = left + " " * (centre - left.cell_length) + middle
        return line + " " * max(1, width - line.cell_length - right.cell_length) + right


class KeyBar(Widget):
    """The keys that work here, the most important first; what has no room is behind `?`."""

    DEFAULT_CSS = """
    KeyBar { height: 1; dock: bottom; background: $panel; color: $muted; padding: 0 1; text-wrap: nowrap; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._spans: list[tuple[int, int, str]] = []

    def on_mount(self) -> None:
        """Follow the bindings of the screen."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, screen: Screen[object]) -> None:
        self.refresh()

    def render(self) -> Content:
        """Keys with what they do, as many as there is room for."""
        shown = [*self._shown_bindings(), Binding("question_mark", "keys", "Keys", key_display="?")]
        focused = self.screen.focused
        if (focused is not None and focused.check_consume_key("question_mark", "?")) or self._is_the_list():
            shown.pop()  # it would be written, or is what is being read
        width, parts, at = self.content_size.width, list[Content](), 0
        last = _length(shown[-1], self) if shown else 0
        self._spans = []
        for place, binding in enumerate(shown):
            size = _length(binding, self)
            is_last = place == len(shown) - 1
            if not is_last and at + size + GAP + last > width:
                continue
            self._spans.append((at, at + size, binding.key))
            parts.append(Content.assemble((_key(binding, self), "bold $accent"), " ", (binding.description, "$muted")))
            at += size + GAP
        return Content(" " * GAP).join(parts)

    def _is_the_list(self) -> bool:
        """Whether `?` closes the window instead of opening the list of keys."""
        bindings = self.screen._bindings.key_to_bindings.get("question_mark", ())
        return any(binding.action == "close" for binding in bindings)

    def _shown_bindings(self) -> Sequence[Binding]:
        return [binding for binding in every_key(self.screen) if binding.show]

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        at = event.get_content_offset(self)
        for start, end, key in self._spans:
            if at is not None and start <= at.x < end:
                self.app.simulate_key(key)


def every_key(screen: Screen[Any]) -> list[Binding]:
    """The keys that mean something now: Enter, what the widget in focus knows, the screen's, the app's.

    What is shown in the line of keys comes first, the rest behind it.
    """
    focused = screen.focused
    nodes: list[DOMNode] = [*([focused] if focused is not None else []), screen, screen.app]
    seen: dict[str, Binding] = {}
    for node in nodes:
        for binding in (one for bindings in node._bindings.key_to_bindings.values() for one in bindings):
            namespace, name, parameters = actions.parse(binding.action)
            known = bool(binding.description) and name not in _UNSAID
            if known and (namespace or node.check_action(name, parameters)):
                words = screen.meaning(binding) if isinstance(screen, Page) else binding.description
                before = seen.get(binding.action)
                if before is None or (binding.show and not before.show):
                    seen[binding.action] = replace(binding, description=words)
    first = screen.FIRST if isinstance(screen, Page) else ("enter",)
    order = {key: place for place, key in enumerate(first)}
    return sorted(seen.values(), key=lambda one: (not one.show, order.get(one.key, len(order))))


def _key(binding: Binding, widget: Widget) -> str:
    return widget.app.get_key_display(binding)


def _length(binding: Binding, widget: Widget) -> int:
    return len(_key(binding, widget)) + 1 + len(binding.description)


def _content(text: Content | str) -> Content:
    return text if isinstance(text, Content) else Content(text)
