"""One scorecard in a fresh process: `python -m benchmarks.card_once WARM BANK` prints what both took.

Fresh, because the audit remembers words it has met. WARM is read first and not counted: it
builds the validators.
"""

import json
import resource
import sys
from datetime import date
from pathlib import Path

from benchmarks.timing import seconds_of
from examcert.audit.scorecard import scorecard
from examcert.bank_files import read_bank
from examcert.core.bank import Bank


def main(warm: Path, folder: Path) -> None:
    """Read both, time the second and its scorecard."""
    read_bank(warm)
    held: list[Bank] = []
    loading = seconds_of(lambda: held.append(read_bank(folder)))
    made = seconds_of(lambda: scorecard(held[0], today=date(2026, 1, 1)))
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    megabytes = kilobytes // (1024 * 1024 if sys.platform == "darwin" else 1024)
    print(json.dumps({"loading": loading, "card": made, "megabytes": megabytes}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
