"""Our exams under inspect_ai, with its mock model: what it scores is what we score."""

from pathlib import Path
from typing import Any

import pytest
from inspect_ai import eval as evaluate
from inspect_ai.log import EvalLog
from inspect_ai.model import ModelOutput, ModelUsage, get_model

from examcert.candidates.baselines import FirstCandidate, GuessCandidate, KeyCandidate
from examcert.candidates.labels import letters
from examcert.core.candidate import Candidate
from examcert.core.candidate import sit as sit_paper
from examcert.core.drawing import draw
from examcert.core.marking import Report, mark
from examcert.inspect_exam import _bank, exam
from tests.build import NOON

BANK = _bank("aif-c01")


def output(text: str) -> ModelOutput:
    """What the mock model says. Its tokens are named, or it would count them with a table that it downloads."""
    told = ModelOutput.from_content("mockllm/model", text)
    told.usage = ModelUsage(input_tokens=1, output_tokens=1, total_tokens=2)
    return told


def sat(texts: list[str], folder: Path, **more: Any) -> EvalLog:
    """An evaluation whose samples get these answers, one after the other."""
    (log,) = evaluate(
        exam("aif-c01", **more),
        model=get_model("mockllm/model", custom_outputs=[output(text) for text in texts]),
        log_dir=str(folder), display="none", max_samples=1, max_connections=1,
    )  # fmt: skip
    assert log.status == "success", log.error
    return log


def answers(candidate: Candidate, seed: int) -> list[str]:
    """A candidate's answers to a paper, as text."""
    told = []
    for item in draw(BANK, seed=seed).items:
        label = dict(zip([option.id for option in item.options], letters(len(item.options)), strict=True))
        chosen = ", ".join(label.get(name, "-") for name in candidate.answer(item))
        told.append(f"Let me think.\n\nANSWER: {chosen}")
    return told


def figures(log: EvalLog) -> dict[str, Any]:
    assert log.results is not None
    (score,) = log.results.scores
    return {name: metric.value for name, metric in score.metrics.items()}


def report(candidate: Candidate, seed: int) -> Report:
    return mark(BANK, sit_paper(draw(BANK, seed=seed), candidate, clock=lambda: NOON))


@pytest.mark.parametrize("candidate", [KeyCandidate(BANK), GuessCandidate(3), FirstCandidate()], ids=lambda c: c.name)
@pytest.mark.parametrize("seed", [0, 3])
def test_inspects_score_is_ours(tmp_path: Path, candidate: Candidate, seed: int) -> None:
    found, ours = figures(sat(answers(candidate, seed), tmp_path, seed=seed)), report(candidate, seed)
    assert (found["scaled"], found["low"], found["high"]) == (ours.scaled, ours.interval.low, ours.interval.high)
    assert found["share"] == pytest.approx(ours.share)
    assert found["passed"] == ours.passed


def test_several_papers_are_one_result(tmp_path: Path) -> None:
    log = sat([*answers(KeyCandidate(BANK), 0), *["no idea"] * 65], tmp_path, papers=2)
    assert figures(log)["share"] == pytest.approx(0.5)
    assert log.eval.metadata is not None
    assert [code.rsplit("-", 1)[0] for code in log.eval.metadata["codes"]] == ["AIF-C01-0", "AIF-C01-1"]


def test_what_is_no_answer_says_why(tmp_path: Path) -> None:
    log = sat(["I would rather not."] * 65, tmp_path)
    assert log.samples is not None
    (score,) = (log.samples[0].scores or {}).values()
    assert (score.value, score.explanation) == (0.0, "no usable answer: no line says ANSWER:")


def test_no_sample_holds_a_key_or_an_id(tmp_path: Path) -> None:
    log = sat(["?"] * 65, tmp_path)
    assert log.samples is not None
    for sample in log.samples:
        question = BANK.by_id[sample.metadata["item"]]
        assert sample.target == ""
        assert not any(option.why in str(sample.input) for option in question.options)


def test_inspect_finds_the_exam_by_its_name(tmp_path: Path) -> None:
    """The name that `inspect eval examcert/exam` takes, resolved as there. The mock would download a table there."""
    (log,) = evaluate(
        "examcert/exam",
        task_args={"exam": "aif-c01", "seed": 2},
        model=get_model("mockllm/model", custom_outputs=[output("ANSWER: A")] * 2),
        limit=2,
        log_dir=str(tmp_path),
        display="none",
    )
    assert (log.status, log.eval.task.rpartition("/")[2]) == ("success", "aif-c01-2")
