"""The clock of a sitting whose process died stands at its last sign of life."""

import threading
from datetime import timedelta

from examcert.history import History

from .building import begun, later


def used(history: History, sitting_id: int) -> float:
    loaded = history.load(sitting_id)
    assert loaded.opened is None
    return loaded.used.total_seconds()


def test_without_any_sign_no_time_has_passed(history: History) -> None:
    assert used(history, history.begin(begun())) == 0


def test_a_beat_moves_it_on(history: History) -> None:
    sitting_id = history.begin(begun())
    history.beat(sitting_id, later(42.5))
    assert used(history, sitting_id) == 42.5


def test_a_save_is_a_sign_of_life(history: History) -> None:
    was = begun()
    sitting_id = history.begin(was)
    history.save(sitting_id, was, was.flag("q0", at=later(7)), at=later(7))
    assert used(history, sitting_id) == 7


def test_time_before_the_present_stretch_is_added_once(history: History) -> None:
    was = begun().pause(at=later(100)).open(at=later(1000))
    sitting_id = history.begin(was)
    history.beat(sitting_id, later(1030))
    assert [used(history, sitting_id), used(history, sitting_id)] == [130, 130]


def test_a_resumed_sitting_goes_on_from_there(history: History) -> None:
    sitting_id = history.begin(begun())
    history.beat(sitting_id, later(60))
    loaded = history.load(sitting_id)
    resumed = loaded.open(at=later(5000))
    history.save(sitting_id, loaded, resumed, at=later(5000))
    assert resumed.remaining(later(5010)) == timedelta(minutes=10) - timedelta(seconds=70)
    assert used(history, sitting_id) == 60


def test_a_beat_never_touches_a_paused_or_submitted_sitting(history: History) -> None:
    for sitting in (begun().pause(at=later(5)), begun().submit(at=later(5))):
        sitting_id = history.begin(sitting)
        history.beat(sitting_id, later(99))
        assert used(history, sitting_id) == 5


def test_a_clock_that_was_set_back_takes_no_time_away(history: History) -> None:
    sitting_id = history.begin(begun())
    history.beat(sitting_id, later(-3600))
    assert used(history, sitting_id) == 0


def test_a_beating_thread_and_a_saving_one_do_not_disturb_each_other(history: History) -> None:
    was = begun()
    sitting_id = history.begin(was)
    done, failures = threading.Event(), []

    def beat() -> None:
        try:
            while not done.is_set():
                history.beat(sitting_id, later(1))
        except BaseException as error:
            failures.append(error)

    heart = threading.Thread(target=beat)
    heart.start()
    for second in range(200):
        now = was.flag(f"q{second % 5}", at=later(second))
        history.save(sitting_id, was, now, at=later(second))
        was = now
    done.set()
    heart.join()
    assert failures == []
    assert history.load(sitting_id).responses == was.responses
