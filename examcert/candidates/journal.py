"""A run on disk while it goes on: every answer and every paid call, one line each, as soon as it is there.

Lines are only ever added. A process that is killed leaves at most one line unfinished, which the next
one cuts off; so whoever resumes asks for nothing that was answered, and pays for nothing twice.
"""

import contextlib
import json
import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from io import FileIO
from pathlib import Path
from typing import Any

from examcert.candidates.running import Given, Turn
from examcert.core.explanation import Usage
from examcert.core.records import Call
from examcert.core.run import Spending
from examcert.errors import ExamcertError

_FORMAT = 1
Plan = Mapping[str, Any]
"""What makes two runs the same: exam, bank, seeds, candidate. Plain data."""


def name_of(plan: Plan) -> str:
    """A file name that the same run always gets."""
    told = json.dumps(plan, sort_keys=True, ensure_ascii=False)
    return f"{plan['exam']}-{sha256(told.encode()).hexdigest()[:12]}.jsonl"


@dataclass(frozen=True, slots=True)
class SentBatch:
    """Questions that went out together."""

    id: str | None
    """The provider's name for it; None as long as nobody knows whether it arrived."""
    made: str
    """When it was written down, in ISO 8601."""
    names: Mapping[str, tuple[int, str]]
    """Sitting and item of each question, by its name in the batch."""


class Journal:
    """The open journal of one run; nobody else can open it meanwhile."""

    def __init__(self, path: Path, plan: Plan, *, resume: bool) -> None:
        self.path = path
        self.known: dict[tuple[int, str], Given] = {}
        """Answers by sitting and item. What a provider failed to answer is not among them: it is asked again."""
        self.batch: SentBatch | None = None
        """A batch that may be on its way, and is not read yet."""
        self.paid: list[Call] = []
        """Calls that were paid before an interruption."""
        self._booked: set[str] = set()
        self._noted = False
        self._calls = 0
        self._usage: dict[str, int] = dict.fromkeys(Usage.model_fields, 0)
        self._cost: Decimal | None = Decimal(0)
        self._lock = threading.Lock()
        self._file = _opened(path)
        try:
            self._begin(plan, resume=resume)
        except BaseException:
            self._file.close()
            raise

    def _begin(self, plan: Plan, *, resume: bool) -> None:
        _lock(self._file, self.path)
        whole = self._file.readall()
        kept = whole[: whole.rfind(b"\n") + 1]
        if kept.count(b"\n") < 2:  # nothing, or nothing but the plan
            self._file.truncate(0)
            self._file.seek(0)
            self._write({"format": _FORMAT, "plan": dict(plan)})
            return
        if not resume:
            raise ExamcertError(
                f"{self.path} holds an interrupted run, with what it has paid for.",
                remedy="Add --resume to go on with it, or delete the file to begin anew.",
            )
        self._read(kept, plan)
        self._file.truncate(len(kept))
        self._file.seek(len(kept))

    def _read(self, kept: bytes, plan: Plan) -> None:
        for number, line in enumerate(kept.splitlines(), start=1):
            try:
                entry = json.loads(line)
                if number == 1:
                    _check_plan(self.path, entry, plan)
                else:
                    self._take(entry)
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise ExamcertError(
                    f"Line {number} of {self.path} is damaged.", remedy="Delete the file to begin the run anew."
                ) from error

    def _take(self, entry: dict[str, Any]) -> None:
        if "call" in entry:
            self.paid.append(Call.model_validate(entry["call"]))
            self._add(self.paid[-1])
        elif "batch" in entry:
            told = entry["batch"]
            names = {name: (sitting, item) for name, (sitting, item) in told["names"].items()} if told else {}
            self.batch = SentBatch(told["id"], told["made"], names) if told else None
        elif entry.get("kind") != "failed":
            given = Given(tuple(entry["answer"]), entry.get("kind"), entry.get("detail", ""), entry["seconds"])
            self.known[entry["sitting"], entry["item"]] = given

    def note(self, turn: Turn, given: Given) -> None:
        """Keep an answer, or why there is none."""
        self._noted = True
        entry: dict[str, Any] = {
            "sitting": turn.sitting, "item": turn.item.id, "answer": given.answer, "seconds": given.seconds,
        }  # fmt: skip
        if given.kind:
            entry |= {"kind": given.kind, "detail": given.detail}
        self._write(entry)

    def book(self, call: Call) -> bool:
        """Keep what a call came to, from any thread. False for one that is here already, out of a batch read twice."""
        with self._lock:
            if call.batch and call.message_id in self._booked:
                return False
            self._add(call)
        self._write({"call": call.model_dump(mode="json")})
        return True

    def note_batch(self, batch: SentBatch | None) -> None:
        """Keep what is known of a batch, or that everything in it was read."""
        self.batch = batch
        self._write({"batch": {"id": batch.id, "made": batch.made, "names": dict(batch.names)} if batch else None})

    @property
    def spending(self) -> Spending | None:
        """What all calls came to, those before an interruption too."""
        cost = None if self._cost is None else format(self._cost, "f")
        return Spending(self._calls, Usage(**self._usage), cost) if self._calls else None

    @property
    def spent(self) -> Decimal:
        """Dollars spent, as far as prices are known."""
        return self._cost or Decimal(0)

    def _add(self, call: Call) -> None:
        self._calls += 1
        if call.message_id is not None:
            self._booked.add(call.message_id)
        for name, count in call.usage.model_dump().items():
            self._usage[name] += count
        if self._cost is not None:
            self._cost = None if call.cost_usd is None else self._cost + Decimal(call.cost_usd)

    def _write(self, entry: dict[str, Any]) -> None:
        line = json.dumps(entry, ensure_ascii=True).encode() + b"\n"
        with self._lock:
            try:
                view = memoryview(line)
                while view:
                    view = view[self._file.write(view) or 0 :]
                os.fsync(self._file.fileno())
            except OSError as error:
                raise ExamcertError(
                    f"{self.path} cannot be written: {error.strerror}.",
                    remedy="Make room, or name another file with --state. Nothing was lost but the last answer.",
                ) from error

    @property
    def empty(self) -> bool:
        """Whether nothing in it is worth going on with."""
        return not (self._noted or self.known or self._calls or self.batch)

    def close(self) -> None:
        """Let go of the file. It stays."""
        self._file.close()

    def discard(self) -> None:
        """The run is whole and reported: forget it."""
        with contextlib.suppress(OSError):
            self.path.unlink()
        self.close()


def _opened(path: Path) -> FileIO:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # For the owner alone: which answers were given is nobody else's business.
        return FileIO(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+")
    except OSError as error:
        raise ExamcertError(
            f"The state of the run cannot be kept in {path}: {error.strerror}.", remedy="Name a file with --state."
        ) from error


def _lock(file: FileIO, path: Path) -> None:
    """Hold the file as long as this process lives. Where the system has no such locks, nothing is held."""
    try:
        import fcntl
    except ImportError:
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise ExamcertError(
            f"Another process is at this run ({path}).", remedy="Wait for it, or name another file with --state."
        ) from error


def _check_plan(path: Path, entry: dict[str, Any], plan: Plan) -> None:
    theirs = entry["plan"]
    if entry["format"] != _FORMAT:
        raise ExamcertError(f"{path} was written by another version of examcert.", remedy="Delete it to begin anew.")
    if differs := sorted(name for name in {*theirs, *plan} if theirs.get(name) != plan.get(name)):
        name = differs[0]
        raise ExamcertError(
            f"{path} holds another run: its {name.replace('_', ' ')} is {theirs.get(name)!r}, not {plan.get(name)!r}.",
            remedy="Give the same command as before, or name another file with --state.",
        )
