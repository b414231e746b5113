"""A journal: whatever was written is there again, whatever happens to the process."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from examcert.candidates.journal import Journal, name_of
from examcert.candidates.running import Given, Turn
from examcert.core.explanation import Usage
from examcert.core.records import Call
from examcert.errors import ExamcertError
from tests.build import NOON, Answers, choice, item

PLAN = {"exam": "TST-C01", "candidate": "me", "seed": 3, "repeats": 2}
ITEMS = [item(choice(f"Which {n}?", key="a", more={"id": f"q{n}"})) for n in range(4)]
GIVEN = [
    Given(("a",), seconds=0.5),
    Given(kind="refused", detail="cyber", seconds=0.25),
    Given(kind="failed", detail="overloaded", seconds=1.0),
    Given(("b",), seconds=2.0),
]


def call(cost: str | None = "0.01", message: str = "msg_1") -> Call:
    return Call(
        at=NOON, question="q0", exam="TST-C01", model="m", message_id=message, request_id=None,
        usage=Usage(input_tokens=10, output_tokens=2), outcome="ok", cost_usd=cost, prices_as_of="2026-10-07",
    )  # fmt: skip


def turn(place: int) -> Turn:
    return Turn(0, place, ITEMS[place], Answers())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A journal with four answers, one of them owed by a provider, and two calls."""
    path = tmp_path / "deep" / "run.jsonl"
    journal = Journal(path, PLAN, resume=False)
    for place, came in enumerate(GIVEN):
        journal.note(turn(place), came)
    journal.book(call())
    journal.book(call(message="msg_2"))
    journal.close()
    return path


def reopened(path: Path) -> Journal:
    return Journal(path, PLAN, resume=True)


def test_answers_are_there_again_except_those_that_a_provider_owes(file: Path) -> None:
    journal = reopened(file)
    assert journal.known == {(0, f"q{n}"): GIVEN[n] for n in (0, 1, 3)}
    journal.close()


def test_what_was_spent_is_there_again(file: Path) -> None:
    journal = reopened(file)
    spending = journal.spending
    assert spending is not None
    assert (spending.calls, spending.cost_usd, spending.usage.input_tokens) == (2, "0.02", 20)
    assert journal.spent == Decimal("0.02")
    journal.close()


def test_a_price_nobody_knows_makes_the_sum_unknown(file: Path) -> None:
    journal = reopened(file)
    journal.book(call(None, "msg_3"))
    assert journal.spending is not None
    assert journal.spending.cost_usd is None
    journal.close()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(cut=st.integers(1, 900))
def test_wherever_it_was_torn_what_stands_before_is_kept_and_it_can_go_on(file: Path, tmp_path: Path, cut: int) -> None:
    whole = file.read_bytes()
    torn = tmp_path / "torn.jsonl"
    torn.write_bytes(whole[:-cut] if cut < len(whole) else b"")
    journal = reopened(torn)
    before = dict(journal.known)
    assert before.items() <= {(0, f"q{n}"): GIVEN[n] for n in (0, 1, 3)}.items()
    journal.note(turn(3), GIVEN[3])
    journal.close()
    again = reopened(torn)
    assert again.known == {**before, (0, "q3"): GIVEN[3]}
    again.close()


def test_without_resume_it_is_not_overwritten(file: Path) -> None:
    before = file.read_bytes()
    with pytest.raises(ExamcertError, match=r"holds an interrupted run.*Add --resume"):
        Journal(file, PLAN, resume=False)
    assert file.read_bytes() == before


def test_another_run_is_refused_and_named(file: Path) -> None:
    with pytest.raises(ExamcertError, match="holds another run: its seed is 3, not 4"):
        Journal(file, {**PLAN, "seed": 4}, resume=True)


@pytest.mark.parametrize("line", [b"{}", b"rubbish", b'{"sitting": 0}', b"[]", b'{"call": {}}'])
def test_a_damaged_line_is_named(file: Path, line: bytes) -> None:
    file.write_bytes(file.read_bytes() + line + b"\n")
    with pytest.raises(ExamcertError, match=r"Line 8 of .* is damaged"):
        reopened(file)


def test_two_processes_cannot_be_at_one_run(file: Path) -> None:
    journal = reopened(file)
    with pytest.raises(ExamcertError, match="Another process is at this run"):
        reopened(file)
    journal.close()
    reopened(file).close()


def test_a_whole_run_is_forgotten(file: Path) -> None:
    reopened(file).discard()
    assert not file.exists()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ExamcertError, match=r"cannot be kept in .*Name a file with --state"):
        Journal(tmp_path / "file" / "run.jsonl", PLAN, resume=False)


def test_only_its_owner_reads_it(file: Path) -> None:
    assert file.stat().st_mode & 0o077 == 0


def test_the_same_run_has_the_same_name_and_another_another() -> None:
    assert name_of(PLAN) == name_of(dict(reversed(PLAN.items())))
    assert name_of(PLAN) != name_of({**PLAN, "candidate": "you"})


def test_one_that_holds_nothing_yet_is_begun_again_without_asking(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    Journal(path, PLAN, resume=False).close()
    journal = Journal(path, PLAN, resume=False)
    assert journal.empty
    journal.note(turn(0), GIVEN[0])
    assert not journal.empty
    journal.close()
