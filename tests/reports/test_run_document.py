"""The JSON of a run: enough to work every figure out again, and no key."""

import json
from typing import Any

import pytest

from examcert.core.gate import Gate
from examcert.core.intervals import share_interval
from examcert.core.marking import on_scale
from examcert.core.run import Run
from examcert.reports.run_document import run_document
from examcert.reports.run_shapes import RunOut
from tests.reports.conftest import decided


@pytest.fixture
def told(run: Run) -> dict[str, Any]:
    data = json.loads(json.dumps(run_document(run, Gate(), decided(run)).as_data()))
    assert isinstance(data, dict)
    return data


def test_it_reads_back(told: dict[str, Any]) -> None:
    RunOut.model_validate_json(json.dumps(told))


def test_every_figure_follows_from_the_credits(run: Run, told: dict[str, Any]) -> None:
    earned = [item["credit"] for sitting in told["sittings"] for item in sitting["items"] if item["scored"]]
    share = sum(earned) / len(earned)
    scale = run.bank.blueprint.scale
    assert (told["correct"], told["total"], told["share"]) == (sum(earned), len(earned), share)
    assert told["scaled"] == on_scale(share, scale, told["pass_share"])
    found = share_interval(earned)
    assert told["interval"]["low"] == on_scale(found.low, scale, told["pass_share"])
    assert told["interval"]["high"] == on_scale(found.high, scale, told["pass_share"])


def test_it_holds_no_key_and_no_why(told: dict[str, Any]) -> None:
    text = json.dumps(told)
    assert "Because of" not in text
    assert '"key"' not in text


def test_what_happened_is_in_it(told: dict[str, Any]) -> None:
    assert told["incidents"] == [{"sitting": 1, "item": "steps", "kind": "refused", "detail": "cyber"}]
    assert (told["calls"], told["cost_usd"]) == (5, "0.0123")
    assert told["decision"]["exit_code"] == 1


def test_times_are_all_that_changes(run: Run, told: dict[str, Any]) -> None:
    from dataclasses import replace

    from tests.build import later

    again = json.loads(
        json.dumps(run_document(replace(run, started=later(60), finished=later(70)), Gate(), decided(run)).as_data())
    )
    assert again.pop("times") != told.pop("times")
    assert again == told
