"""One bank audited in a fresh process: `python -m benchmarks.audit_once WARM BANK` prints what it took.

Fresh, because memory that earlier work left behind changes what the next one costs. WARM is
read first and not counted: it builds the validators. Seconds of the processor, not of the
clock: the largest bank takes minutes, in which other load would come and go.
"""

import json
import resource
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import process_time

from examcert.audit.rule import Circumstances, run
from examcert.audit.rules import RULES
from examcert.bank_files import read_bank, read_vendors
from examcert.core.bank import Bank
from examcert.locations import names


def main(warm: Path, folder: Path) -> None:
    """Read both, time the second and its audit, and count what it found."""
    read_bank(warm)
    held: list[Bank] = []
    loading = _spent(lambda: held.append(read_bank(folder)))
    loaded = _megabytes()
    circumstances = Circumstances(today=date(2026, 11, 25), vendors=read_vendors(names()))
    counted = [0]

    def audit() -> None:
        counted[0] = sum(1 for _ in run(held[0], RULES, circumstances))

    seconds = _spent(audit)
    print(
        json.dumps(
            {"loading": loading, "audit": seconds, "loaded": loaded, "megabytes": _megabytes(), "findings": counted[0]}
        )
    )


def _spent(act: Callable[[], object]) -> float:
    start = process_time()
    act()
    return process_time() - start


def _megabytes() -> int:
    """The process's peak so far."""
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # macOS counts in bytes.
    return kilobytes // (1024 * 1024 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
