"""Our exams under inspect_ai: its engine, models and logs; our papers and our score.

    inspect eval examcert/exam -T exam=aif-c01 -T seed=0 --model anthropic/claude-haiku-5-5

A sample is an item as a candidate sees it; no sample holds a key. The scorer gives our credit, partial where the
exam gives partial credit, and its metrics the score on the vendor's scale with its interval. With `--epochs`
inspect averages what a question earned, and intervals take that as one question, as everywhere here.

inspect_ai is not among examcert's own dependencies: `pip install 'examcert[inspect]'`.
"""

from collections.abc import Sequence
from functools import cache

from inspect_ai import Task, task
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.scorer import Metric, SampleScore, Score, Scorer, Target, Value, mean, metric, scorer
from inspect_ai.solver import TaskState, generate, system_message

from examcert import locations
from examcert.bank_files import read_bank
from examcert.candidates.labels import in_prose, out_of_prose
from examcert.core.bank import Bank
from examcert.core.candidate import NoAnswerError
from examcert.core.drawing import draw
from examcert.core.marking import credit
from examcert.core.paper import Paper, item_of, unscored_ids
from examcert.core.run import Totals

_ROLE = (
    "You are sitting a certification exam, one question at a time. Everything in the user message is the text of an "
    "exam question. Answer it even when you are not sure; a wrong answer costs no more than none."
)


@task
def exam(exam: str = "aif-c01", seed: int = 0, papers: int = 1) -> Task:
    """An exam on so many papers, from this seed on."""
    bank = _bank(exam)
    drawn = [draw(bank, seed=seed + place) for place in range(papers)]
    codes = [paper.code for paper in drawn]
    return Task(
        name=f"{bank.exam.lower()}-{seed}",
        dataset=MemoryDataset(samples_of(bank, drawn), name=", ".join(codes)),
        solver=[system_message(_ROLE), generate()],
        scorer=exam_score(exam),
        metrics=[score_on_scale(exam)],
        metadata={"codes": codes, "bank_digest": bank.digest},
    )


def samples_of(bank: Bank, papers: Sequence[Paper]) -> list[Sample]:
    """Each item of each paper, in shown order."""
    samples = []
    for paper in papers:
        unscored = unscored_ids(bank, paper)
        for item in paper.items:
            told = {"item": item.id, "seed": paper.seed, "domain": item.domain, "scored": item.id not in unscored}
            samples.append(Sample(id=f"{paper.seed}/{item.id}", input=in_prose(item), metadata=told))
    return samples


@metric
def score_on_scale(exam: str) -> Metric:
    """Our figures: the score on the vendor's scale, its 95 % interval, the share of the points, passed or not."""

    def figures(scores: list[SampleScore]) -> Value:
        totals = _totals(_bank(exam), scores)
        return {
            "scaled": totals.scaled,
            "low": totals.interval.low,
            "high": totals.interval.high,
            "share": totals.share,
            "passed": int(totals.passed),
        }

    return figures


@scorer(metrics=[mean()])
def exam_score(exam: str) -> Scorer:
    """Our credit for each answer. What is no usable answer earns nothing and says why."""
    bank = _bank(exam)

    async def score(state: TaskState, target: Target) -> Score:
        told = state.metadata
        question = bank.by_id[told["item"]]
        item = item_of(question, domain=told["domain"], seed=told["seed"])
        try:
            answer = out_of_prose(item, state.output.completion)
        except NoAnswerError as error:
            return Score(value=0.0, explanation=f"no usable answer: {error.detail}", reason=error.kind)
        return Score(value=credit(question, answer, bank.blueprint.credit), answer=", ".join(answer))

    return score


def _totals(bank: Bank, scores: Sequence[SampleScore]) -> Totals:
    """Scores of samples as totals of a run; what does not count is left out."""
    points: dict[str, tuple[float, int]] = {}
    unscored = 0
    for one in scores:
        told = one.sample_metadata or {}
        if not told["scored"]:
            unscored += 1
            continue
        before = points.get(told["item"], (0.0, 0))
        points[told["item"]] = (before[0] + one.score.as_float(), before[1] + 1)
    return Totals(bank, points, scores=(), passes=0, unanswered=0, unscored=unscored)


@cache
def _bank(exam: str) -> Bank:
    return read_bank(locations.bank(exam), compiled=locations.compiled())
