"""Record the README's picture: the real program in a terminal of its own, as an SVG."""

import os
import sys
import tempfile
from pathlib import Path

import pexpect
from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "docs" / "practice.svg"
WIDTH = 100
FORMAT = """<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width; }}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" /></clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g></g></svg>
"""


def session(home: str) -> str:
    """What a candidate sees who answers one question wrong."""
    env = {**os.environ, "EXAMCERT_HOME": home, "TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONUTF8": "1"}
    env.pop("NO_COLOR", None)
    command = "practice aif-c01 -n 1 --seed 7"
    child = pexpect.spawn(
        sys.executable,
        ["-m", "examcert", *command.split()],
        env=env,
        dimensions=(60, WIDTH),
        encoding="utf-8",
        timeout=30,
    )
    child.expect("Answer> ")
    seen = f"$ examcert {command}\r\n{child.before}{child.after}"
    child.sendline("a")
    child.expect("Enter to finish> ")
    seen += f"{child.before}"
    child.sendline("quit")
    child.expect(pexpect.EOF)
    child.close()
    return seen


def main() -> None:
    """Write the picture."""
    with tempfile.TemporaryDirectory() as home:
        seen = session(home)
    console = Console(record=True, width=WIDTH, file=open(os.devnull, "w"), force_terminal=True)  # noqa: SIM115
    console.print(Text.from_ansi(seen.replace("\r\n", "\n")))
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(console.export_svg(title="examcert", code_format=FORMAT, unique_id="examcert"), encoding="utf-8")
    print(f"{OUT.relative_to(ROOT)}: {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
