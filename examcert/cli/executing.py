"""Carrying a run out: asking, keeping what was answered, going on where it stopped, storing it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from decimal import Decimal
from threading import Event
from typing import TYPE_CHECKING, Any

from examcert import locations
from examcert.cli import wiring
from examcert.cli.progress import Progress
from examcert.cli.seats import Order, Seat, seat_of
from examcert.cli.stopping import stoppable
from examcert.errors import ExamcertError

if TYPE_CHECKING:
    from examcert.candidates.claude_batch import BatchSitter
    from examcert.candidates.journal import Journal
    from examcert.candidates.running import Given, Turn
    from examcert.core.paper import Paper
    from examcert.core.records import Call
    from examcert.core.run import Incident, Run, Sat
    from examcert.history import History


class Execution:
    """One run on its way. Its journal is open until `end`, which whoever has reported the run calls."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.seat: Seat
        self.journal: Journal | None = None
        self._ledger: History | None = None
        self._stop: Event
        self._unbooked: Exception | None = None
        """Why the ledger takes no more."""
        self._open: dict[int, _Sheet] = {}
        self._sat: dict[int, Sat] = {}
        self._incidents: list[tuple[int, int, Incident]] = []

    def run(self) -> "Run":
        """Have every question answered."""
        from examcert.core.run import Run

        order = self.order
        started = wiring.now()
        with ExitStack() as stack:
            self.seat = seat_of(order, book=self._book)
            stack.callback(self.seat.close)
            if self.seat.patient or order.state:
                self.journal = _journal(order, self.seat)
                self.seat.spent(self.journal.spent)
            if self.seat.paid:
                self._ledger = stack.enter_context(wiring.open_history())
            try:
                self._check_batch()
                self._catch_up()
                self._ask()
            except BaseException:
                self._say_what_is_kept()
                raise
        return Run(
            bank=order.bank,
            candidate=self.seat.name,
            spec=order.spec.text,
            papers=order.papers,
            seed=order.paper.seed,
            sat=tuple(self._sat[place] for place in range(order.repeats)),
            incidents=tuple(found for *_, found in sorted(self._incidents, key=lambda entry: entry[:2])),
            started=started,
            finished=wiring.now(),
            spending=self.journal.spending if self.journal else None,
        )

    def end(self, run: "Run") -> None:
        """The run is reported. Its journal goes, unless it has a name of its own or a provider still owes answers."""
        if self.journal is None:
            return
        if run.failed:
            wiring.say("The same command with --resume asks only for what the provider failed to answer.")
        if run.failed or self.order.state is not None:
            self.journal.close()
        else:
            self.journal.discard()

    def _book(self, call: "Call") -> None:
        """Book a paid call twice: for this run, and in the ledger of everything that was ever paid. From any thread."""
        assert self.journal is not None, "who is paid has a journal"
        assert self._ledger is not None, "who is paid has a ledger"
        if not self.journal.book(call) or self._unbooked is not None:
            return
        try:
            self._ledger.notebook.book(call)
        except Exception as error:
            # The answer is paid for: it is noted before the run ends over this, and --resume books what is missing.
            self._unbooked = error
            self._stop.set()

    def _check_batch(self) -> None:
        """Refuse to ask one by one for what a batch is about to bring."""
        sent = self.journal.batch if self.journal else None
        if sent is not None and sent.id is not None and self.seat.batches is None:
            raise ExamcertError(
                f"Batch {sent.id} of this run is on its way, and paid for.",
                remedy="Add --batch to go on with what it brings.",
            )

    def _catch_up(self) -> None:
        """Book what the ledger lacks of what an interrupted run has paid."""
        if self._ledger is not None and self.journal is not None and self.journal.paid:
            self._ledger.notebook.book_missing(self.journal.paid)

    def _ask(self) -> None:
        from examcert.candidates.running import one_by_one, side_by_side

        order, seat = self.order, self.seat
        known = len(self.journal.known) if self.journal else 0
        total = order.repeats * len(order.paper.items)
        if known:
            wiring.say(f"Going on with {known} of {total} questions answered.")
        progress = Progress(total, known=known) if seat.patient else None
        with stoppable(self._say_stopping) as self._stop:
            if seat.batches is not None:
                given = one_by_one(self._batched(seat.batches, self._stop), self._stop)
            elif seat.patient:
                given = side_by_side(self._turns(), self._stop, width=order.concurrency, paid=seat.paid)
            else:
                given = one_by_one(self._turns(), self._stop)
            try:
                for turn, came in given:
                    self._take(turn, came, progress)
            except KeyboardInterrupt:
                if self._unbooked is not None:
                    raise self._unbooked from None
                raise
            finally:
                if progress:
                    progress.end()
        if self.journal is not None and self.journal.batch is not None:
            self.journal.note_batch(None)

    def _batched(
        self, batches: "Callable[[Journal, Callable[[float], None]], BatchSitter]", stop: "Event"
    ) -> "Iterator[Turn]":
        """The open questions, each with a candidate that reads its answer from a batch."""
        from dataclasses import replace

        from examcert.candidates.claude_batch import BatchedCandidate

        def pause(seconds: float) -> None:
            if stop.wait(seconds):
                raise KeyboardInterrupt

        assert self.journal is not None, "who is paid has a journal"
        turns = list(self._turns())
        if turns:
            came = batches(self.journal, pause).answers(turns)
            for turn in turns:
                yield replace(turn, candidate=BatchedCandidate(self.seat.name, turn.sitting, came))

    def _take(self, turn: "Turn", came: "Given", progress: Progress | None) -> None:
        if self.journal is not None:
            self.journal.note(turn, came)
        if progress is not None:
            progress.step(came, self.journal.spent if self.journal else Decimal(0))
        self._open[turn.sitting].put(turn.place, came)
        self._settle(turn.sitting)

    def _turns(self) -> "Iterator[Turn]":
        """Every question that nobody has answered yet, sitting by sitting, each paper drawn when its turn comes."""
        from examcert.candidates.running import Turn
        from examcert.core.drawing import draw

        order, first = self.order, self.order.paper
        for place in range(order.repeats):
            seed = first.seed + (place if order.papers == "fresh" else 0)
            paper = first if seed == first.seed else draw(order.bank, seed=seed)
            sheet = self._open[place] = _Sheet(paper)
            candidate = self.seat.at(first.seed + place)
            for spot, item in enumerate(paper.items):
                known = self.journal.known.get((place, item.id)) if self.journal else None
                if known is None:
                    yield Turn(place, spot, item, candidate)
                else:
                    sheet.put(spot, known)
            self._settle(place)

    def _settle(self, place: int) -> None:
        """A sitting with all its answers needs its paper no more."""
        from examcert.core.run import Incident

        sheet = self._open.get(place)
        if sheet is None or sheet.missing:
            return
        for spot, given in enumerate(sheet.given):
            if given is not None and given.kind:
                item = sheet.paper.items[spot].id
                found = Incident(sitting=place, item=item, kind=given.kind, detail=given.detail)
                self._incidents.append((place, spot, found))
        self._sat[place] = sheet.sat(timed=self.seat.patient)
        del self._open[place]

    def _say_stopping(self) -> None:
        if self.seat.paid:
            wiring.say("\nStopping: what is under way and paid for is waited for. Once more, and it is dropped.")

    def _say_what_is_kept(self) -> None:
        if self.journal is not None and self.journal.empty:
            self.journal.discard()
        elif self.journal is not None:
            self.journal.close()
            wiring.say(f"What was answered is kept in {self.journal.path}. The same command and --resume goes on.")


class _Sheet:
    """The answers of one sitting as they come in."""

    def __init__(self, paper: "Paper") -> None:
        self.paper = paper
        self.given: list[Given | None] = [None] * len(paper.items)
        self.missing = len(paper.items)

    def put(self, place: int, given: "Given") -> None:
        """Fill one place."""
        self.given[place] = given
        self.missing -= 1

    def sat(self, *, timed: bool) -> "Sat":
        """The sitting in little room."""
        from examcert.core.run import Sat

        whole = [given for given in self.given if given is not None]
        seconds = tuple([given.seconds for given in whole]) if timed else ()
        return Sat(self.paper.seed, tuple([given.answer for given in whole]), seconds)


def _journal(order: Order, seat: Seat) -> "Journal":
    from examcert.candidates.journal import Journal, name_of

    plan: dict[str, Any] = {
        "exam": order.bank.exam,
        "bank": order.bank.digest,
        "candidate": order.spec.text,
        "seed": order.paper.seed,
        "repeats": order.repeats,
        "papers": order.papers,
        **seat.plan,
    }
    path = order.state or locations.data() / "runs" / name_of(plan)
    if order.resume and not path.exists():
        wiring.say(f"There is nothing to resume in {path}; the run begins anew.")
    return Journal(path, plan, resume=order.resume)


def store(run: "Run") -> int | None:
    """Add every sitting to history. The number of the last one."""
    number = None
    with wiring.open_history() as history:
        for sitting, report in run.marked():
            begun = sitting.model_copy(update={"submitted": None, "responses": ()})
            number = history.begin(begun)
            history.finish(number, begun, sitting, report, at=wiring.now())
    return number
