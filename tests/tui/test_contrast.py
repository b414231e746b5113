"""Colours, read off rendered screens: every text reaches WCAG AA on its ground, in high contrast AAA."""

from collections.abc import AsyncIterator

import pytest
from rich.color import Color
from textual.geometry import Region

from examcert.explainers.fake import FakeExplainer
from examcert.tui.authors import Authors
from tests.tui.conftest import TestHouse, Visit, sitting, visit

pytestmark = pytest.mark.anyio

DRAWN = {chr(code) for code in range(0x2500, 0x25A0)} | set("·◦•")
"""Lines, bars and dots: drawing, not text. What they say stands beside them in words."""


def luminance(colour: Color) -> float:
    """Relative luminance. Source: WCAG 2.2, "relative luminance"."""
    parts = [part / 255 for part in colour.get_truecolor()]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio of two colours, from 1 to 21. Source: WCAG 2.2, "contrast ratio"."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def pale(guest: Visit, least: float) -> set[str]:
    """Texts on screen whose contrast is too weak."""
    screen = guest.app.screen
    windows = list(screen.query(".window"))
    area = windows[0].region if windows else Region(0, 0, *screen.size)
    found = set()
    for y, line in enumerate(screen._compositor.render_strips(screen.size)):
        x = 0
        for segment in line:
            start, x = x, x + segment.cell_length
            text = "".join(char for char in segment.text if char not in DRAWN).strip()
            if not text or segment.style is None or not (area.y <= y < area.bottom and area.x <= start < area.right):
                continue
            ink, ground = segment.style.color, segment.style.bgcolor
            assert ink is not None
            assert ground is not None
            if segment.style.reverse:
                ink, ground = ground, ink
            if contrast(ink, ground) < least:
                found.add(f"{text[:40]!r} {ink.name} on {ground.name}: {contrast(ink, ground):.2f}")
    return found


async def tour(house: TestHouse) -> AsyncIterator[Visit]:
    """Every screen, with every mark and state on it."""
    house.explains = FakeExplainer()
    async with sitting(house) as guest:
        await guest.to("one")
        await guest.press("a", "down", "x", "m")
        yield guest
        await guest.press("o")
        yield guest
        await guest.press("escape", "s")
        yield guest
        await guest.press("y")
        yield guest
        await guest.press("a")
        yield guest
    async with sitting(house, "GRID-01", "practice") as guest:
        for item in ("grid", "drops", "in-a-case"):
            await guest.to(item)
            yield guest
    async with sitting(house, mode="practice") as guest:
        await guest.to("one")
        await guest.press(guest.letter("w1"), "enter", "c")
        yield guest
        await guest.press("question_mark")
        yield guest
    for keys in ((), ("enter",), ("h",), ("s",)):
        async with visit(house, *keys) as guest:
            yield guest
    async with visit(house) as guest:
        guest.app.push_screen(Authors("TINY-01"))
        await guest.settled()
        await guest.press("slash")
        yield guest


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize(("high", "least"), [(False, 4.5), (True, 7.0)], ids=["AA", "AAA"])
async def test_every_text_stands_out(house: TestHouse, theme: str, high: bool, least: float) -> None:
    house.preferences = house.preferences.but(theme=theme, contrast=high)
    found: set[str] = set()
    async for guest in tour(house):
        found |= pale(guest, least)
    assert found == set()
