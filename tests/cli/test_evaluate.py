"""`examcert eval`: on fakes without a key or a network, and on the API at a loopback port."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from examcert import locations
from examcert.reports.shapes import PUBLISHED
from tests.api_server import Api, Body, explained, served
from tests.cli.conftest import Run
from tests.cli.test_bank_verify import put, solution

BASELINE = locations.shipped("evals") / "baseline.json"


def evaluate(run: Run, *args: str) -> Any:
    result = run("eval", "explanations", *args, "--json")
    told = result.document()
    TypeAdapter(PUBLISHED["eval-explanations"]).validate_python(told)
    return result.code, told


class TestOnFakes:
    """What CI runs: the metrics, the judge and the baseline, without a model."""

    def test_the_good_one_keeps_the_baseline(self, run: Run) -> None:
        code, told = evaluate(run, "--baseline", str(BASELINE), "--judge", "fake:fair")
        assert (code, told["only_fakes"], [one for one in told["changes"] if one["regressed"]]) == (0, True, [])
        assert len(told["changes"]) == 11
        assert told["trust"]["kappa"] == 1.0

    def test_a_regression_fails(self, run: Run, tmp_path: Path) -> None:
        saved = tmp_path / "base.json"
        evaluate(run, "--save", str(saved))
        worse = saved.read_text().replace("fake:good", "fake:invents-facts")
        saved.write_text(worse)
        code, told = evaluate(run, "--model", "fake:invents-facts", "--baseline", str(saved))
        assert (code, [one["metric"] for one in told["changes"] if one["regressed"]]) == (1, ["grounded"])

    def test_noise_does_not(self, run: Run, tmp_path: Path) -> None:
        saved = tmp_path / "base.json"
        evaluate(run, "--save", str(saved))
        told = json.loads(saved.read_text())
        grounded = told["runs"]["fake:good"]["grounded"]
        told["runs"]["fake:good"]["grounded"] = {name: min(1.0, value) for name, value in grounded.items()}
        told["runs"]["fake:good"]["coverage"]["g-aif-no-labels"] = 0.0
        saved.write_text(json.dumps(told))
        assert evaluate(run, "--baseline", str(saved))[0] == 0

    def test_a_subject_that_the_baseline_lacks_cannot_pass(self, run: Run) -> None:
        result = run("eval", "explanations", "--model", "fake:invents-facts", "--baseline", str(BASELINE))
        assert (result.code, "nothing to compare with" in result.err, result.out) == (2, True, "")

    def test_a_baseline_of_other_items_cannot_pass(self, run: Run, tmp_path: Path) -> None:
        other = tmp_path / "base.json"
        other.write_text(json.dumps({"runs": {"fake:good": {"grounded": {"an-item-long-gone": 1.0}}}}))
        result = run("eval", "explanations", "--baseline", str(other))
        assert (result.code, "nothing to compare with" in result.err) == (2, True)

    def test_a_baseline_of_other_figures_cannot_pass(self, run: Run, tmp_path: Path) -> None:
        other = tmp_path / "base.json"
        told = json.loads(BASELINE.read_text())["runs"]["fake:good"]["grounded"]
        other.write_text(json.dumps({"runs": {"fake:good": {"an_old_metric": told}}}))
        code, page = evaluate(run, "--baseline", str(other))
        assert (code, page["changes"], page["uncompared"]) == (2, [], ["fake:good"])

    def test_a_subject_new_beside_compared_ones_is_named(self, run: Run) -> None:
        both = ("--model", "fake:good", "--model", "fake:invents-facts", "--baseline", str(BASELINE))
        code, told = evaluate(run, *both)
        assert (code, told["uncompared"]) == (0, ["fake:invents-facts"])
        line = "Nothing to compare with in the baseline: fake:invents-facts."
        assert line in run("eval", "explanations", *both).err

    def test_pages_are_written(self, run: Run, tmp_path: Path) -> None:
        md, html = tmp_path / "page.md", tmp_path / "page.html"
        run("eval", "explanations", "--model", "fake:rambles", "--md", str(md), "--html", str(html), "--limit", "16")
        assert "| length | 0% " in md.read_text()
        page = html.read_text()
        assert page.startswith("<!doctype html>")
        assert "<script" not in page
        assert "say nothing of any model" in page

    def test_the_table_says_what_was_not_measured(self, run: Run) -> None:
        assert "not measured" in run("eval", "explanations", "--limit", "4").out

    @pytest.mark.parametrize(
        "args",
        [("--model", "fake:nobody"), ("--judge", "fake:nobody"), ("--golden", "/nowhere"), ("--baseline", "/nowhere"),
         ("--prompt", "/nowhere"), ("--policy", "/nowhere")],
    )  # fmt: skip
    def test_bad_input_is_named(self, run: Run, args: tuple[str, ...]) -> None:
        result = run("eval", "explanations", *args)
        assert (result.code, "Traceback" in result.err) == (2, False)

    def test_a_model_needs_a_key(self, run: Run) -> None:
        result = run("eval", "explanations", "--model", "claude-sonnet-5-5")
        assert (result.code, "Set ANTHROPIC_API_KEY" in result.err) == (3, True)


@pytest.fixture
def api(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    with served(Api(answer=explained)) as running:
        monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-test")
        monkeypatch.setenv("ANTHROPIC_BASE_URL", running.url)
        yield running


class TestOnAModel:
    """The same, over the true SDK."""

    def test_prompts_are_compared(self, run: Run, api: Api, tmp_path: Path) -> None:
        other = tmp_path / "other.md"
        other.write_text("---\nversion: 9\n---\nExplain.")
        ours = locations.prompts() / "explain-option" / "v1.md"
        code, told = evaluate(run, "--model", "claude-haiku-5-5", "--prompt", str(ours), "--prompt", str(other),
                              "--limit", "4")  # fmt: skip
        assert (code, len(told["subjects"]), told["only_fakes"], len(api.asked)) == (0, 2, False, 8)
        assert told["subjects"][1]["prompt_version"].startswith("9-")
        assert float(told["subjects"][0]["cost_usd"]) > 0
        assert told["subjects"][0]["median_seconds"] is not None

    def test_policies_are_compared_with_models(self, run: Run, api: Api) -> None:
        policy = locations.shipped("evals") / "policies" / "cheap-first.toml"
        _, told = evaluate(run, "--model", "claude-opus-5-5", "--policy", str(policy), "--limit", "4")
        assert [one["name"] for one in told["subjects"]] == ["claude-opus-5-5", "policy cheap-first"]
        assert {body["model"] for body in api.asked} >= {"claude-opus-5-5", "claude-haiku-5-5"}

    def test_a_run_that_nobody_answers_is_no_result(self, run: Run, api: Api) -> None:
        api.failures = [(500, "api_error", {"retry-after-ms": "1"})] * 100
        code, told = evaluate(run, "--model", "claude-haiku-5-5", "--limit", "2", "--width", "1")
        assert (code, told["subjects"][0]["failed"]) == (3, 2)

    def test_a_budget_holds(self, run: Run, api: Api) -> None:
        code, told = evaluate(run, "--model", "claude-opus-5-5", "--limit", "4", "--budget", "0.0001")
        assert (code, told["subjects"][0]["failed"], len(api.asked)) == (3, 4, 0)


REDUX = """question,choices,answer,error_type
"What is 1+1?","['1', '2', '3', '4']",1,ok
"What is 2+2?","['1', '2', '3', '4']",0,wrong_groundtruth
"What is 1+2?","['1' '2'
 '3' '4']",C,ok
"Badly put","['1', '2', '3', '4']",0,bad_question_clarity
"""


class TestTheAuditor:
    """The blind reader on keys that people have checked."""

    @pytest.fixture
    def redux(self, tmp_path: Path) -> Path:
        file = tmp_path / "redux.csv"
        file.write_text(REDUX)
        return file

    def adding(self, body: Body) -> str:
        def right(asked: Any) -> list[str]:
            one, _, other = asked["stem"].removeprefix("What is ").removesuffix("?").partition("+")
            wanted = str(int(one) + int(other))
            return [option["label"] for option in asked["options"] if option["text"] == wanted]

        assert "stem" in put(body)
        return solution(body, right)

    def test_finds_the_wrong_key(self, run: Run, api: Api, redux: Path) -> None:
        api.answer = self.adding
        result = run("eval", "auditor", "--redux", str(redux), "--json")
        told = result.document()
        TypeAdapter(PUBLISHED["eval-auditor"]).validate_python(told)
        assert (told["items"], told["answered"]) == (3, 3)
        figures = {name: (one["hits"], one["n"]) for name, one in told["calibration"].items()}
        assert figures == {"recall": (1, 1), "precision": (1, 1), "false_alarms": (0, 2)}

    def test_a_reader_that_gives_no_answer_was_not_tried(self, run: Run, api: Api, redux: Path) -> None:
        api.answer = lambda _: "No JSON."
        result = run("eval", "auditor", "--redux", str(redux), "--json")
        assert (result.code, result.document()["answered"]) == (3, 0)

    @pytest.mark.parametrize(
        "text", ["", "a,b\n1,2\n", REDUX.replace(",1,ok", ",9,ok"), REDUX.replace("['1', '2', '3', '4']", "no")]
    )
    def test_another_file_is_refused(self, run: Run, api: Api, redux: Path, text: str) -> None:
        redux.write_text(text)
        result = run("eval", "auditor", "--redux", str(redux))
        assert (result.code, len(api.asked)) == (2, 0)
