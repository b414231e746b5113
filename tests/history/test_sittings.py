"""A sitting comes back as it was saved, and only its own writer may go on with it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from examcert.core.marking import mark
from examcert.core.sitting import Mode, Response, Sitting
from examcert.errors import HistoryError
from examcert.history import History

from .building import BANK, NOON, begun, later, small_bank


def test_a_sitting_comes_back_with_its_whole_paper(history: History) -> None:
    sitting = begun().pause(at=NOON)
    assert history.load(history.begin(sitting)) == sitting


def test_a_sitting_that_begins_with_answers_keeps_them(history: History) -> None:
    sitting = begun().answer("q0", ["a"], at=later(1)).pause(at=later(2))
    assert history.load(history.begin(sitting)) == sitting


STEPS: dict[str, Callable[[Sitting, datetime], Sitting]] = {
    "answer": lambda sitting, at: sitting.answer("order", ["b", "a"], at=at, seconds=3.25),
    "flag": lambda sitting, at: sitting.flag("q1", at=at),
    "strike": lambda sitting, at: sitting.strike("q1", "c", at=at),
    "answer with a gap": lambda sitting, at: sitting.answer("match", ["", "b"], at=at),
    "confidence": lambda sitting, at: sitting.sure("match", 2, at=at),
    "answer taken back": lambda sitting, at: sitting.answer("order", [], at=at),
    "jump": lambda sitting, at: sitting.jump(3, at=at),
    "pause": lambda sitting, at: sitting.pause(at=at),
}


def test_every_step_of_a_sitting_comes_back(history: History) -> None:
    was = begun()
    sitting_id = history.begin(was)
    for second, step in enumerate(STEPS.values(), start=1):
        now = step(was, later(second))
        history.save(sitting_id, was, now, at=later(second))
        was = now
    assert history.load(sitting_id) == was


def test_memory_serves_as_well_as_a_file() -> None:
    with History.open("sqlite://") as history:
        sitting = begun().pause(at=later(1))
        assert history.load(history.begin(sitting)) == sitting


def test_times_come_back_in_utc_whatever_zone_they_were_given_in(history: History) -> None:
    abroad = NOON.astimezone(timezone(timedelta(hours=-7)))
    sitting_id = history.begin(begun(at=abroad).pause(at=abroad))
    loaded = history.load(sitting_id)
    assert (loaded.started, loaded.started.tzinfo) == (NOON, UTC)
    assert history.sittings()[0].started.tzinfo is UTC


def test_a_time_without_a_zone_is_refused(history: History) -> None:
    with pytest.raises(Exception, match="no time zone"):
        history.begin(begun(at=datetime(2026, 3, 1)))  # noqa: DTZ001 the mistake under test
    assert history.sittings() == ()


names = st.sampled_from([item.id for item in begun().paper.items])
options = st.sampled_from("abcd")
a_response = st.builds(
    Response,
    item=names,
    answer=st.lists(options, unique=True, max_size=3).map(tuple),
    seconds=st.floats(0, 1e6),
    flagged=st.booleans(),
    struck=st.lists(options, unique=True).map(tuple),
    confidence=st.none() | st.integers(1, 3),
    confirmed=st.booleans(),
)
some_responses = st.lists(a_response, unique_by=lambda response: response.item, max_size=8).map(tuple)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(states=st.lists(some_responses, min_size=1, max_size=4), used=st.timedeltas(timedelta(0), timedelta(days=400)))
def test_any_chain_of_responses_round_trips(
    history: History, states: list[tuple[Response, ...]], used: timedelta
) -> None:
    was = begun().pause(at=NOON)
    sitting_id = history.begin(was)
    for responses in states:
        now = was.model_copy(update={"responses": responses, "used": used})
        history.save(sitting_id, was, now, at=later(1))
        was = now
    loaded = history.load(sitting_id)
    assert loaded.used == was.used
    assert sorted(loaded.responses, key=lambda r: r.item) == sorted(was.responses, key=lambda r: r.item)


def test_responses_come_back_in_the_order_of_first_contact(history: History) -> None:
    was = begun().pause(at=NOON)
    sitting_id = history.begin(was)
    for name in ("q3", "multi", "q0"):
        now = was.flag(name, at=later(1))
        history.save(sitting_id, was, now, at=later(1))
        was = now
    assert [response.item for response in history.load(sitting_id).responses] == ["q3", "multi", "q0"]


class TestASecondTerminal:
    """Whoever loaded a sitting later owns it once they have written; the earlier one finds out."""

    def test_may_look_without_disturbing_the_first(self, history: History, url: str) -> None:
        was = begun()
        sitting_id = history.begin(was)
        with History.open(url) as other:
            other.load(sitting_id)
        history.save(sitting_id, was, was.flag("q0", at=later(1)), at=later(1))

    def test_takes_the_sitting_over_by_saving(self, history: History, url: str) -> None:
        was = begun()
        sitting_id = history.begin(was)
        with History.open(url) as other:
            loaded = other.load(sitting_id)
            theirs = loaded.open(at=later(1)).answer("q0", ["b"], at=later(2))
            other.save(sitting_id, loaded, theirs, at=later(2))
            with pytest.raises(HistoryError, match=rf"another terminal.*examcert resume {sitting_id}"):
                history.save(sitting_id, was, was.answer("q0", ["a"], at=later(3)), at=later(3))
            ours = was.submit(at=later(4))
            with pytest.raises(HistoryError, match="another terminal"):
                history.finish(sitting_id, was, ours, mark(BANK, ours), at=later(4))
        loaded = history.load(sitting_id)
        assert (loaded.response("q0").answer, loaded.submitted) == (("b",), None)

    def test_keeps_the_beats_of_the_first_off_its_clock(self, history: History, url: str) -> None:
        sitting_id = history.begin(begun())
        with History.open(url) as other:
            loaded = other.load(sitting_id)
            other.save(sitting_id, loaded, loaded.open(at=later(10)), at=later(10))
        history.beat(sitting_id, later(500))
        assert history.load(sitting_id).used == timedelta(0)


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_save_that_is_interrupted_around_its_commit_can_be_followed_by_another(history: History, when: str) -> None:
    def interrupt(_: object) -> None:
        if when == "after":
            history._database.driver.commit()
        raise KeyboardInterrupt

    was = begun("practice")
    sitting_id = history.begin(was)
    now = was.answer("q0", ["a"], at=later(1))
    event.listen(history._database._engine, "commit", interrupt, once=True)
    with pytest.raises(KeyboardInterrupt):
        history.save(sitting_id, was, now, at=later(1), credits={"q0": 1.0})
    paused = now.pause(at=later(2))
    history.save(sitting_id, was, paused, at=later(2), credits={"q0": 1.0})
    assert history.load(sitting_id) == paused
    history.save(sitting_id, paused, paused.open(at=later(3)), at=later(3))


class TestAnUnknownId:
    """A mistyped number gets the numbers that exist."""

    def test_lists_the_sittings_there_are(self, history: History) -> None:
        for seed in range(3):
            history.begin(begun(seed=seed, at=later(seed)))
        with pytest.raises(HistoryError, match=r"no sitting 9\. The latest are 3, 2, 1; `examcert history`"):
            history.load(9)

    def test_says_when_there_are_none(self, history: History) -> None:
        with pytest.raises(HistoryError, match="none yet"):
            history.load(1)

    def test_cannot_be_saved_to_either(self, history: History) -> None:
        with pytest.raises(HistoryError, match="no sitting 4"):
            history.save(4, begun(), begun().flag("q0", at=NOON), at=NOON)
        with pytest.raises(HistoryError, match="no sitting 4"):
            history.restate(4, mark(BANK, begun()))


class TestAReport:
    """It is kept as it was at submission; figures follow the last marking."""

    def sat(self, history: History, mode: Mode = "mock") -> tuple[int, Sitting]:
        was = begun(mode).answer("q0", ["a"], at=later(1)).answer("match", ["a", "a"][:1], at=later(2))
        sitting_id = history.begin(was)
        done = was.submit(at=later(60))
        history.finish(sitting_id, was, done, mark(BANK, done), at=later(60))
        return sitting_id, done

    def test_round_trips_whole(self, history: History) -> None:
        sitting_id, done = self.sat(history)
        assert history.stored_report(sitting_id) == mark(BANK, done)
        assert history.load(sitting_id) == done

    def test_is_missing_before_submission(self, history: History) -> None:
        assert history.stored_report(history.begin(begun())) is None

    def test_gives_the_figures_of_the_list(self, history: History) -> None:
        _, done = self.sat(history)
        report, record = mark(BANK, done), history.sittings()[0]
        assert (record.total, record.correct, record.scaled, record.passed, record.submitted) == (
            report.total, report.correct, report.scaled, False, later(60)
        )  # fmt: skip

    def test_stays_when_a_corrected_key_changes_the_figures(self, history: History) -> None:
        sitting_id, done = self.sat(history)
        then, now = mark(BANK, done), mark(small_bank(key="b"), done)
        history.restate(sitting_id, now)
        assert history.stored_report(sitting_id) == then
        assert history.sittings()[0].correct == now.correct != then.correct
        assert {a.question: a.credit for a in history.answers("TST-C01")} == {"q0": 0.0, "match": 0.5}

    def test_is_not_half_stored_when_the_last_step_fails(self, history: History) -> None:
        sitting_id, done = self.sat(history)
        loaded = history.load(sitting_id)
        with pytest.raises(HistoryError):  # its report is there already, which comes last
            history.finish(sitting_id, loaded, loaded.model_copy(update={"place": 5}), mark(BANK, done), at=later(99))
        assert history.load(sitting_id) == done
