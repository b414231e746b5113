"""Other homes of Claude, through the SDK's own clients: chosen by configuration, prices unknown."""

import json
import sys
from pathlib import Path

import pytest

from examcert.claude.client import make_client
from examcert.claude.homes import HomeError
from examcert.claude.prices import PriceTable
from examcert.claude.settings import Settings
from examcert.errors import ExamcertError
from tests.claude_http import claude_api, events, message, stream
from tests.explainers.desk import CHOICE, Clock, MemoryNotebook, explainer, last, said

FOUNDRY = "https://acme.services.ai.azure.com"


def test_the_environment_chooses_a_home(tmp_path: Path) -> None:
    told = Settings.from_environment({"EXAMCERT_CLAUDE_HOME": " Foundry ", "HOME": str(tmp_path)})
    assert told.home == "foundry"


def test_another_word_is_no_home(tmp_path: Path) -> None:
    with pytest.raises(ExamcertError, match="api, bedrock, vertex, foundry"):
        Settings.from_environment({"EXAMCERT_CLAUDE_HOME": "moon", "HOME": str(tmp_path)})


@pytest.mark.parametrize("home", ["bedrock", "vertex", "foundry"])
def test_a_home_needs_a_model_by_its_own_name(home: str) -> None:
    with pytest.raises(HomeError, match="EXAMCERT_MODEL"):
        make_client(Settings.model_validate({"home": home, "model_chosen": False}))


def test_what_is_missing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ANTHROPIC_FOUNDRY_API_KEY", "ANTHROPIC_FOUNDRY_RESOURCE"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(HomeError, match="foundry is not set up"):
        make_client(Settings(home="foundry"))


@pytest.mark.parametrize(("home", "package"), [("bedrock", "boto3"), ("vertex", "google")])
def test_packages_that_are_missing_are_named(home: str, package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    one = explainer(MemoryNotebook(), Clock(), home=home, model="claude-x")
    assert f"pip install 'examcert[{home}]'" in (last(list(one.explain(CHOICE, ()))).note or "")


def test_offline_counts_for_every_home(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ExamcertError, match="EXAMCERT_OFFLINE"):
        make_client(Settings(home="foundry", offline=True))


def test_foundry_explains_without_a_known_price(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_FOUNDRY_API_KEY", "azure-key")
    monkeypatch.setenv("ANTHROPIC_FOUNDRY_RESOURCE", "acme")
    notebook = MemoryNotebook()
    with claude_api(FOUNDRY) as router:
        route = router.post("/anthropic/v1/messages").mock(return_value=stream(events(message(said(CHOICE)))))
        one = explainer(
            notebook, Clock(), home="foundry", model="my-sonnet", api_key=None, prices=PriceTable("unknown", {})
        )
        whole = last(list(one.explain(CHOICE, ())))
    assert (whole.source, whole.cost_usd) == ("claude", None)
    assert json.loads(route.calls.last.request.content)["model"] == "my-sonnet"
    assert notebook.calls[0].cost_usd is None
