"""What serves without asking, and what serves when nobody can be asked: only what still fits the question."""

from typing import Any

import pytest
import respx

from examcert.core.explanation import Explanation
from examcert.explainers.prompts import Prompt
from tests.claude_http import events, message, refusal, stream
from tests.explainers.desk import CHOICE, Clock, MemoryNotebook, explainer, last, said

OLDER = Prompt(version="0-older", text="Explain.")
OPUS = {"model": "claude-opus-5-5"}


@pytest.fixture
def route(api: respx.MockRouter) -> respx.Route:
    return api.post("/v1/messages").mock(side_effect=lambda _: stream(events(message(said(CHOICE)))))


def told(notebook: MemoryNotebook, **fields: Any) -> Explanation:
    return last(list(explainer(notebook, Clock(), **fields).explain(CHOICE, ())))


def test_another_models_serves_where_nobody_chose_one(route: respx.Route, notebook: MemoryNotebook) -> None:
    told(notebook, **OPUS)
    assert told(notebook, model_chosen=False).model == "claude-opus-5-5"
    assert route.call_count == 1


def test_an_older_prompts_does_not_serve_where_claude_can_be_asked(
    route: respx.Route, notebook: MemoryNotebook
) -> None:
    told(notebook, prompt=OLDER)
    told(notebook, model_chosen=False)
    assert route.call_count == 2


@pytest.mark.parametrize("fields", [{"api_key": None}, {"offline": True}])
def test_an_older_prompts_serves_where_claude_cannot(
    route: respx.Route, notebook: MemoryNotebook, fields: dict[str, Any]
) -> None:
    told(notebook, prompt=OLDER, **OPUS)
    whole = told(notebook, **fields)
    assert (whole.source, whole.model, whole.cost_usd) == ("claude", "claude-opus-5-5", "0")
    assert (whole.note or "").startswith("An earlier explanation by claude-opus-5-5, which still fits.")
    assert "author's words" not in (whole.note or "")


def test_an_older_prompts_serves_when_claude_fails(api: respx.MockRouter, notebook: MemoryNotebook) -> None:
    api.post("/v1/messages").mock(
        side_effect=[stream(events(message(said(CHOICE)))), refusal(401, "authentication_error")]
    )
    told(notebook, prompt=OLDER)
    whole = told(notebook)
    assert (whole.source, "Check ANTHROPIC_API_KEY" in (whole.note or "")) == ("claude", True)


def test_what_is_stale_serves_nobody(route: respx.Route, notebook: MemoryNotebook) -> None:
    told(notebook)
    fixed = type(CHOICE).model_validate(CHOICE.model_dump() | {"key": ("batch",)})
    (whole,) = explainer(notebook, Clock(), api_key=None).explain(fixed, ())
    assert whole.source == "authored"


def test_a_reference_that_the_question_has_lost_is_not_shown(route: respx.Route, notebook: MemoryNotebook) -> None:
    whole = told(notebook)
    notebook.kept = [whole.model_copy(update={"refs": ("f-async", "f-gone")})]
    assert told(notebook).refs == ("f-async",)
