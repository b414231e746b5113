"""Pin versions and hashes into `requirements/*.lock`, for every supported Python and platform.

The locks name no index: whoever installs uses their own.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GROUPS = {"run": ["build"], "dev": ["build", "dev"]}


def main() -> None:
    """Write both locks with uv's resolver."""
    for name, groups in GROUPS.items():
        out = Path("requirements") / f"{name}.lock"
        command = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--upgrade", "--quiet"]
        command += [part for group in groups for part in ("--group", group)]
        command += ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-header"]
        command += ["--no-emit-index-url", "--no-annotate", "--output-file", str(out)]
        subprocess.run(command, check=True, cwd=ROOT)
        print(f"{out}: {sum('==' in line for line in (ROOT / out).read_text().splitlines())} packages")


if __name__ == "__main__":
    main()
