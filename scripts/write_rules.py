"""Write docs/rules.md from the rules themselves; a test holds it current."""

import sys
from pathlib import Path

from examcert.cli.checking import pages
from examcert.core.rules import RulePage

PATH = Path(__file__).resolve().parent.parent / "docs" / "rules.md"
_GROUPS = {
    "A": "Absolutes and hedges",
    "C": "Cues",
    "D": "Doubles",
    "F": "Facts",
    "G": "Grammar",
    "H": "Addresses",
    "K": "Keys",
    "L": "Lengths",
    "M": "Origin and licence",
    "N": "References to other options",
    "O": "Options",
    "Q": "Secrets and people",
    "R": "Explanations",
    "S": "Stems",
    "T": "Markup",
    "U": "Coverage",
    "V": "Names",
    "W": "Waivers",
    "X": "Words",
    "Y": "Families",
    "Z": "Clues",
}
_HEAD = """\
# The rules of `examcert bank check`

Written by `make rules` from the rules themselves. `examcert bank check --explain CODE` prints one of these pages in the
terminal; codes and names are stable, and both work wherever a rule is named.

- `--select L1`, `--select key-longest`, `--select L` (a group), several with commas or by giving the option again;
  `--ignore` in the same way.
- An error makes the command exit 1. A warning does not, unless `--strict` is given.
- A question may waive a rule of the audit: `waive: {C1: the word is the name of the metric}`. Waivers are counted and
  shown by `--json`, and may stand in 3 % of the questions at most.
- Definitions and thresholds follow the item-writing literature as far as it is sure, and say where it is not: enforce
  what leaks the key, warn on the rest.
"""


def text() -> str:
    """The whole document."""
    parts, group = [_HEAD, _contents()], ""
    for page in pages():
        one = page.code[0] if page.can_be_waived else "reader"
        if one != group:
            group = one
            parts.append(f"## {_GROUPS.get(group, 'Files: what the reader refuses')}\n")
        parts.append(_lowered(page))
    return "\n".join(parts)


def _contents() -> str:
    rows = ["| rule | severity | looks for |", "|---|---|---|"]
    for page in pages():
        if page.can_be_waived:
            anchor = page.title.casefold().replace(" ", "-") + f"-{page.severity}"
            rows.append(f"| [{page.title}](#{anchor}) | {page.severity} | {page.summary} |")
    return "\n".join(rows) + "\n"


def _lowered(page: RulePage) -> str:
    return "##" + page.page


def main() -> int:
    """Write it; with `--check`, only say whether it is up to date."""
    if "--check" in sys.argv:
        current = PATH.read_text(encoding="utf-8") == text()
        if not current:
            print("docs/rules.md is not what the rules say. Run `make rules`.", file=sys.stderr)
        return int(not current)
    PATH.write_text(text(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
