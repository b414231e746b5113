"""Which model explains which question, and who takes over."""

import json
from pathlib import Path

import pytest
import respx

from examcert.claude.routing import ONE_MODEL, Policy, PolicyError, read_policy
from tests.claude_http import events, message, refusal, stream
from tests.explainers.desk import (
    CHOICE,
    MATCHING,
    MULTIPLE,
    ORDERING,
    Clock,
    MemoryNotebook,
    explainer,
    last,
    said,
    settings,
)

POLICY = """
name = "cheap-first"
[default]
model = "claude-haiku-5-5"
fallback = ["claude-sonnet-5-5"]
[[rule]]
difficulty = ["hard"]
model = "claude-opus-5-5"
effort = "medium"
fallback = []
[[rule]]
kind = ["matching", "ordering"]
model = "claude-sonnet-5-5"
"""


@pytest.fixture
def policy(tmp_path: Path) -> Policy:
    file = tmp_path / "policy.toml"
    file.write_text(POLICY)
    return read_policy(file)


def test_the_first_rule_that_fits_decides(policy: Policy) -> None:
    routed = {
        question.id: [(one.model, one.effort) for one in policy.routes(question, settings())]
        for question in (CHOICE, MULTIPLE, ORDERING, MATCHING)
    }
    assert routed == {
        "q-choice": [("claude-haiku-5-5", "low"), ("claude-sonnet-5-5", "low")],
        "q-multiple": [("claude-opus-5-5", "medium")],
        "q-ordering": [("claude-sonnet-5-5", "low")],
        "q-matching": [("claude-sonnet-5-5", "low")],
    }


def test_without_a_policy_one_model_explains_all() -> None:
    assert ONE_MODEL.routes(CHOICE, settings()) == (settings(),)


@pytest.mark.parametrize(
    "spoilt", ["", "name = 1", "name = 'x'\n[[rule]]\nkind = ['essay']", "name = 'x'\ncolour = 'red'", "name = ["]
)
def test_a_mistake_in_a_policy_is_named(tmp_path: Path, spoilt: str) -> None:
    file = tmp_path / "policy.toml"
    file.write_text(spoilt)
    with pytest.raises(PolicyError, match=r"policy\.toml"):
        read_policy(file)


def test_a_policy_that_is_not_there_is_told_plainly(tmp_path: Path) -> None:
    with pytest.raises(PolicyError) as caught:
        read_policy(tmp_path / "policy.toml")
    assert str(caught.value) == f"The policy {tmp_path}/policy.toml cannot be read: No such file or directory. " + (
        "Check the path."
    )


REFUSED = {"stop_reason": "refusal", "stop_details": {"type": "refusal", "category": "cyber", "explanation": None}}


class TestAFallback:
    """Asked once when the first choice declines or is overloaded, and for nothing else."""

    @pytest.mark.parametrize("cause", ["refused", "overloaded"])
    def test_takes_over(self, api: respx.MockRouter, notebook: MemoryNotebook, policy: Policy, cause: str) -> None:
        first = (
            stream(events(message("", **REFUSED)))
            if cause == "refused"
            else refusal(529, "overloaded_error", headers={"x-should-retry": "false"})
        )
        route = api.post("/v1/messages").mock(side_effect=[first, stream(events(message(said(CHOICE))))])
        whole = last(list(explainer(notebook, Clock(), policy=policy).explain(CHOICE, ())))
        assert (whole.source, whole.model) == ("claude", "claude-sonnet-5-5")
        models = [json.loads(call.request.content)["model"] for call in route.calls]
        assert models == ["claude-haiku-5-5", "claude-sonnet-5-5"]

    def test_is_found_again_without_asking(
        self, api: respx.MockRouter, notebook: MemoryNotebook, policy: Policy
    ) -> None:
        answers = [stream(events(message("", **REFUSED))), stream(events(message(said(CHOICE))))]
        route = api.post("/v1/messages").mock(side_effect=answers)
        for _ in range(2):
            whole = last(list(explainer(notebook, Clock(), policy=policy).explain(CHOICE, ())))
        assert (whole.model, route.call_count) == ("claude-sonnet-5-5", 2)

    def test_does_not_try_again_what_another_model_would_not_mend(
        self, api: respx.MockRouter, notebook: MemoryNotebook, policy: Policy
    ) -> None:
        route = api.post("/v1/messages").mock(return_value=refusal(401, "authentication_error"))
        assert last(list(explainer(notebook, Clock(), policy=policy).explain(CHOICE, ()))).source == "authored"
        assert route.call_count == 1

    def test_that_declines_too_leaves_the_author(
        self, api: respx.MockRouter, notebook: MemoryNotebook, policy: Policy
    ) -> None:
        api.post("/v1/messages").mock(side_effect=lambda _: stream(events(message("", **REFUSED))))
        whole = last(list(explainer(notebook, Clock(), policy=policy).explain(CHOICE, ())))
        assert (whole.source, notebook.outcomes) == ("authored", ["refused", "refused"])
