"""One bank read in a fresh process: `python -m benchmarks.load_once WARM BANK` prints seconds and peak memory.

Fresh, because memory that earlier reads left behind changes what the next one costs. WARM
is read first and not counted: it builds the validators.
"""

import json
import resource
import sys
from pathlib import Path

from benchmarks.timing import seconds_of
from examcert.bank_files import read_bank


def main(warm: Path, bank: Path) -> None:
    """Read both, time the second."""
    read_bank(warm)
    seconds = seconds_of(lambda: read_bank(bank))
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # macOS counts in bytes.
    megabytes = kilobytes // (1024 * 1024 if sys.platform == "darwin" else 1024)
    print(json.dumps({"seconds": seconds, "megabytes": megabytes}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
