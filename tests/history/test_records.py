"""What the other rooms ask of past sittings."""

from examcert.core.marking import mark
from examcert.core.records import AnswerRecord, SittingRecord
from examcert.core.sitting import Mode, Sitting
from examcert.history import History

from .building import BANK, NOON, begun, later

EXAM = "TST-C01"


def sat(history: History, sitting: Sitting, *, at: float) -> int:
    sitting_id = history.begin(sitting)
    done = sitting.submit(at=later(at))
    history.finish(sitting_id, sitting, done, mark(BANK, done), at=later(at))
    return sitting_id


def practised(history: History, *answers: tuple[str, str, float], at: float = 0) -> int:
    was = begun("practice", at=later(at))
    sitting_id = history.begin(was)
    for item, answer, credit in answers:
        now = was.answer(item, [answer], at=later(at + 1))
        history.save(sitting_id, was, now, at=later(at + 1), credits={item: credit})
        was = now
    return sitting_id


class TestTheList:
    """Newest first, unknown figures unknown."""

    def test_of_an_open_sitting_has_no_figures(self, history: History) -> None:
        was = begun().answer("q0", ["a"], at=later(1)).flag("q1", at=later(1))
        assert history.begin(was) == 1
        assert history.sittings() == (
            SittingRecord(
                id=1, exam=EXAM, code=was.paper.code, mode="mock", candidate="me", started=NOON, submitted=None,
                answered=1, total=None, correct=None, scaled=None, passed=None, items=8,
            ),
        )  # fmt: skip

    def test_begins_with_the_newest(self, history: History) -> None:
        for second in (20, 30, 10):
            history.begin(begun(at=later(second)))
        assert [record.id for record in history.sittings()] == [2, 1, 3]
        assert [record.id for record in history.sittings(limit=1)] == [2]
        assert history.last_id() == 2

    def test_of_one_exam_leaves_out_the_others(self, history: History) -> None:
        sitting = begun()
        other = sitting.model_copy(update={"paper": sitting.paper.model_copy(update={"exam": "OTH-1"})})
        history.begin(sitting)
        history.begin(other)
        assert [record.exam for record in history.sittings("OTH-1")] == ["OTH-1"]
        assert history.sittings("NONE-1") == ()

    def test_of_unfinished_ones_names_what_a_person_can_resume(self, history: History) -> None:
        kept = history.begin(begun(at=later(1)))
        sat(history, begun(at=later(2)), at=5)
        history.begin(begun("sit", candidate="guess"))
        assert [record.id for record in history.unfinished()] == [kept]

    def test_has_no_last_id_when_it_is_empty(self, history: History) -> None:
        assert history.last_id() is None


class TestAnswers:
    """Practice counts at once, a mock exam once it is over, a program never."""

    def test_of_practice_count_at_once(self, history: History) -> None:
        practised(history, ("q0", "a", 1.0), ("q1", "b", 0.0))
        assert history.answers(EXAM) == tuple(
            AnswerRecord(question=name, at=later(1), credit=credit, flagged=False, mode="practice", sitting=1)
            for name, credit in (("q0", 1.0), ("q1", 0.0))
        )

    def test_of_a_mock_exam_wait_for_its_end(self, history: History) -> None:
        was = begun().answer("q0", ["b"], at=later(1))
        history.begin(was)
        assert history.answers(EXAM) == ()
        sat(history, was, at=9)
        assert [(a.question, a.credit, a.mode) for a in history.answers(EXAM)] == [("q0", 0.0, "mock")]

    def test_of_a_program_are_no_study(self, history: History) -> None:
        sat(history, begun("sit", candidate="key").answer("q0", ["a"], at=later(1)), at=2)
        assert (history.answers(EXAM), history.exposure(EXAM)) == ((), {})

    def test_come_oldest_first_across_sittings(self, history: History) -> None:
        practised(history, ("q1", "a", 1.0), at=50)
        practised(history, ("q0", "a", 1.0), at=20)
        assert [answer.question for answer in history.answers(EXAM)] == ["q0", "q1"]

    def test_that_were_not_given_have_no_credit(self, history: History) -> None:
        sat(history, begun().flag("q0", at=later(1)), at=2)
        assert [(a.credit, a.flagged) for a in history.answers(EXAM)] == [(None, True)]

    def test_of_practice_are_passed_over_until_given_skipped_or_at_an_end(self, history: History) -> None:
        was = begun("practice")
        sitting_id = history.begin(was)
        shown = was.flag("q0", at=later(1)).flag("q1", at=later(2)).answer("q2", (), at=later(3))
        history.save(sitting_id, was, shown, at=later(3))
        assert [(a.question, a.passed_over) for a in history.answers(EXAM)] == [
            ("q0", True), ("q1", True), ("q2", False),
        ]  # fmt: skip
        given = shown.answer("q0", ["a"], at=later(4))
        history.save(sitting_id, shown, given, at=later(4), credits={"q0": 1.0})
        assert [a.question for a in history.answers(EXAM) if a.passed_over] == ["q1"]
        sat(history, begun().flag("q1", at=later(5)), at=6)
        assert not history.answers(EXAM)[-1].passed_over

    def test_that_change_lose_the_credit_of_the_old_answer(self, history: History) -> None:
        was = begun("practice")
        sitting_id = history.begin(was)
        first = was.answer("q0", ["a"], at=later(1))
        history.save(sitting_id, was, first, at=later(1), credits={"q0": 1.0})
        same = first.flag("q0", at=later(2))
        history.save(sitting_id, first, same, at=later(2))
        assert [answer.credit for answer in history.answers(EXAM)] == [1.0]
        response = same.response("q0").model_copy(update={"answer": ("b",)})
        history.save(sitting_id, same, same.model_copy(update={"responses": (response,)}), at=later(3))
        assert [answer.credit for answer in history.answers(EXAM)] == [None]


class TestExposure:
    """How often a person has met each question."""

    def test_counts_the_whole_paper_of_a_mock_exam_once_it_began(self, history: History) -> None:
        history.begin(begun())
        assert history.exposure(EXAM) == {item.id: 1 for item in begun().paper.items}

    def test_counts_practice_once_confirmed(self, history: History) -> None:
        practised(history, ("q0", "a", 1.0))
        practised(history, ("q0", "b", 0.0), ("q1", "a", 1.0))
        was = begun("practice")
        history.save(history.begin(was), was, was.flag("q4", at=NOON), at=NOON)
        assert history.exposure(EXAM) == {"q0": 2, "q1": 1}

    def test_adds_both_up(self, history: History) -> None:
        practised(history, ("q0", "a", 1.0))
        history.begin(begun())
        assert history.exposure(EXAM)["q0"] == 2


def test_ids_are_never_given_twice(history: History, url: str) -> None:
    modes: tuple[Mode, ...] = ("mock", "practice", "sit")
    ids = [history.begin(begun(mode)) for mode in modes]
    with History.open(url) as other:
        ids.append(other.begin(begun()))
    assert ids == [1, 2, 3, 4]
