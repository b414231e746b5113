"""A gate: what must be reached, what was, and one sentence that says so."""

import pytest

from examcert.core.gate import Gate, decide
from examcert.core.run import Incident
from examcert.errors import ExitCode
from tests.core.test_run import ALL, HALF, run_of

IDS = list(ALL)


@pytest.mark.parametrize(
    ("gate", "verdict", "sentence"),
    [
        (Gate(), "below", "Not passed: the score 530 is below the pass mark of 700."),
        (Gate(score=530), "passed", "Passed: the score 530 reaches 530."),
        (Gate(score=540), "below", "Not passed: the score 530 is below 540."),
        (Gate(share=0.5), "passed", "Passed: the share 50 % (5 of 10 points) reaches 50 %."),
        (Gate(share=0.505), "below", "Not passed: the share 50 % (5 of 10 points) is below 50.5 %."),
        (
            Gate(share=0.5, by="lower"),
            "below",
            "Not passed: the lower bound of the 95 % interval 23.7 % is below 50 %.",
        ),
        (Gate(score=300, by="lower"), "passed", "Passed: the lower bound of the 95 % interval 300 reaches 300."),
        (
            Gate(share=0.5, domains=(("1", 0.8), ("2", 0.1))),
            "below",
            "Not passed: domain 2 0 % (0 of 4) is below 10 %.",
        ),
    ],
)
def test_a_run_is_held_to_it(gate: Gate, verdict: str, sentence: str) -> None:
    decision = decide(gate, run_of(HALF))
    assert (decision.verdict, decision.sentence) == (verdict, sentence)


def test_the_interval_gates_where_the_score_alone_would_pass() -> None:
    eight = run_of(dict(list(ALL.items())[:8]))
    assert decide(Gate(), eight).verdict == "passed"
    assert decide(Gate(by="lower"), eight).verdict == "below"


class TestAProviderThatFailed:
    """What it owes decides nothing, and excuses nothing that it could not have changed."""

    @staticmethod
    def owing(number: int) -> tuple[Incident, ...]:
        return tuple(Incident(sitting=0, item=item, kind="failed", detail="x") for item in IDS[-number:])

    def test_leaves_it_undecided_where_its_answers_could_have_sufficed(self) -> None:
        decision = decide(Gate(), run_of(HALF, incidents=self.owing(2)))
        assert decision.exit_code == ExitCode.PROVIDER
        assert decision.sentence == (
            "Undecided: the score 530 is below the pass mark of 700, but the provider failed on 2 questions, "
            "which could have made up for it."
        )

    def test_does_not_where_they_could_not(self) -> None:
        assert decide(Gate(), run_of(HALF, incidents=self.owing(1))).exit_code == ExitCode.BELOW

    def test_is_no_matter_where_the_line_is_reached_without_it(self) -> None:
        assert decide(Gate(share=0.5), run_of(HALF, incidents=self.owing(3))).exit_code == ExitCode.OK
