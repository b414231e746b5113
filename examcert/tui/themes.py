"""Colours: two themes, each also in high contrast, and one made of a terminal's own sixteen colours.

Every pair of text and ground that a screen uses reaches WCAG AA (4.5 to 1), in high contrast AAA
(7 to 1); a test reads the colours off rendered screens. Colour never stands alone: marks and words
say the same.
"""

from textual.theme import Theme

DARK, LIGHT = "dark", "light"
CONTRAST = "-contrast"
SIXTEEN = "sixteen"


def _theme(name: str, *, dark: bool, **colours: str) -> Theme:
    """A theme of named colours; what Textual's own widgets use is derived from them."""
    ink, muted, ground, card, raised = (colours[key] for key in ("ink", "muted", "ground", "card", "raised"))
    accent, right, wrong, note = (colours[key] for key in ("accent", "right", "wrong", "note"))
    variables = {
        "muted": muted,
        "rule": colours["rule"],
        "right": right,
        "wrong": wrong,
        "note": note,
        "cursor-ground": colours["cursor"],
        # Where a shade of the ground is not enough, the row under the cursor is underlined.
        "cursor-style": "underline" if CONTRAST in name else "none",
        "right-ground": colours["right_ground"],
        "wrong-ground": colours["wrong_ground"],
        "text": ink,
        "text-muted": muted,
        "text-disabled": muted,
        "foreground-muted": muted,
        "text-primary": accent,
        "text-secondary": accent,
        "text-accent": accent,
        "text-success": right,
        "text-error": wrong,
        "text-warning": note,
        "block-cursor-foreground": ink,
        "block-cursor-background": colours["cursor"],
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-foreground": ink,
        "block-cursor-blurred-background": raised,
        "block-hover-background": raised,
        "border": accent,
        "border-blurred": colours["rule"],
        "scrollbar": colours["rule"],
        "scrollbar-hover": muted,
        "scrollbar-active": accent,
        "scrollbar-background": ground,
        "scrollbar-background-hover": ground,
        "scrollbar-background-active": ground,
        "scrollbar-corner-color": ground,
        "input-cursor-background": ink,
        "input-cursor-foreground": ground,
        "input-selection-background": colours["cursor"],
        "screen-selection-background": colours["cursor"],
        "screen-selection-foreground": ink,
    }
    return Theme(
        name=name, primary=accent, secondary=accent, accent=accent, warning=note, error=wrong, success=right,
        foreground=ink, background=ground, surface=card, panel=raised, boost=raised, dark=dark, variables=variables,
    )  # fmt: skip


THEMES = (
    _theme(
        DARK, dark=True,
        ink="#e4e7ee", muted="#9ba5b7", ground="#12151c", card="#181c25", raised="#1f2530", rule="#3a4353",
        accent="#8ab4ff", right="#7fd6a0", wrong="#ff9d96", note="#ebc06d", cursor="#28374f",
        right_ground="#15261f", wrong_ground="#2b1b1e",
    ),
    _theme(
        LIGHT, dark=False,
        ink="#1f2530", muted="#566072", ground="#fbfaf7", card="#f4f2ec", raised="#ebe8df", rule="#c9c5b8",
        accent="#1d55a8", right="#17653a", wrong="#a92a22", note="#7d5200", cursor="#d5e2f7",
        right_ground="#e4f3e8", wrong_ground="#fbe7e4",
    ),
    _theme(
        DARK + CONTRAST, dark=True,
        ink="#ffffff", muted="#d6dbe4", ground="#000000", card="#000000", raised="#14181f", rule="#aab3c2",
        accent="#a9cbff", right="#8df0b5", wrong="#ffb3ad", note="#ffd98a", cursor="#1d3557",
        right_ground="#00170b", wrong_ground="#210807",
    ),
    _theme(
        LIGHT + CONTRAST, dark=False,
        ink="#000000", muted="#31373f", ground="#ffffff", card="#ffffff", raised="#f0f0f0", rule="#5a5f68",
        accent="#0a3a80", right="#0a4524", wrong="#7f130d", note="#553600", cursor="#cfe0fb",
        right_ground="#f2fff6", wrong_ground="#fff3f2",
    ),
)  # fmt: skip


def sixteen() -> Theme:
    """The terminal's own colours, for one that has no others: its owner has made them readable."""
    variables = {
        "muted": "ansi_default", "rule": "ansi_default", "right": "ansi_green", "wrong": "ansi_red",
        "note": "ansi_yellow", "cursor-ground": "ansi_default", "cursor-style": "underline",
        "right-ground": "ansi_default",
        "wrong-ground": "ansi_default", "text-muted": "ansi_default", "text-disabled": "ansi_default",
        "foreground-muted": "ansi_default", "block-cursor-text-style": "bold reverse",
        "block-cursor-background": "ansi_default", "block-cursor-foreground": "ansi_default", "border": "ansi_default",
        "scrollbar": "ansi_default", "scrollbar-background": "ansi_default", "ansi-background": "ansi_default",
    }  # fmt: skip
    return Theme(
        name=SIXTEEN, primary="ansi_cyan", secondary="ansi_cyan", accent="ansi_cyan", warning="ansi_yellow",
        error="ansi_red", success="ansi_green", foreground="ansi_default", background="ansi_default",
        surface="ansi_default", panel="ansi_default", boost="ansi_default", ansi=True, variables=variables,
    )  # fmt: skip
