"""The peer's side, run by the peer's own Python: samples on stdin, its rate on stdout.

Its rate twice: with its own settings, and tuned (no log while it runs, all samples at once).
Display and network are off in both, and its log goes to the folder it is given.
"""

import importlib.metadata
import json
import sys
from time import perf_counter
from typing import Any

from inspect_ai import Task
from inspect_ai import eval as evaluate
from inspect_ai.dataset import Sample
from inspect_ai.model import ModelOutput, ModelUsage, get_model
from inspect_ai.scorer import choice
from inspect_ai.solver import multiple_choice

_EPOCHS = 4
_MODEL = "mockllm/model"


def main(log_dir: str) -> None:
    """Time both, after an evaluation that is not counted."""
    samples = [Sample(**fields) for fields in json.load(sys.stdin)]
    at_once = len(samples) * _EPOCHS
    tuned = {"log_realtime": False, "max_samples": at_once, "max_connections": at_once}
    _evaluate(samples, log_dir, epochs=1)
    rates = {"usual": _rate(samples, log_dir), "tuned": _rate(samples, log_dir, **tuned)}
    print(json.dumps({**rates, "version": importlib.metadata.version("inspect-ai")}))


def _rate(samples: list[Sample], log_dir: str, **settings: Any) -> float:
    start = perf_counter()
    _evaluate(samples, log_dir, epochs=_EPOCHS, **settings)
    return len(samples) * _EPOCHS / (perf_counter() - start)


def _evaluate(samples: list[Sample], log_dir: str, *, epochs: int, **settings: Any) -> None:
    task = Task(dataset=samples, solver=multiple_choice(multiple_correct=True), scorer=choice())
    outputs = [_answer() for _ in range(len(samples) * epochs)]
    (log,) = evaluate(
        task,
        model=get_model(_MODEL, custom_outputs=outputs),
        epochs=epochs,
        log_dir=log_dir,
        display="none",
        **settings,
    )
    if log.status != "success":
        sys.exit(f"the peer's evaluation ended as {log.status}: {log.error and log.error.message}")


def _answer() -> ModelOutput:
    output = ModelOutput.from_content(_MODEL, "ANSWER: A")
    # Named, because the mock would count tokens otherwise, with a table that it downloads first.
    output.usage = ModelUsage(input_tokens=100, output_tokens=3, total_tokens=103)
    return output


if __name__ == "__main__":
    main(sys.argv[1])
