"""Other homes of Claude, through the SDK's own clients: chosen by configuration, prices unknown."""

import json
import os
import sys
from collections.abc import Callable
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

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


def module(name: str, **parts: object) -> ModuleType:
    made = ModuleType(name)
    made.__spec__ = ModuleSpec(name, None)
    vars(made).update(parts)
    return made


def error_of(library: str, name: str) -> type[Exception]:
    return type(name, (Exception,), {"__module__": f"{library}.exceptions"})


class Credentials:
    """What google.auth gives."""

    valid = False

    def __init__(self, fault: Exception | None = None) -> None:
        self.fault = fault

    def refresh(self, _: object) -> None:
        if self.fault:
            raise self.fault


def partial() -> object:
    raise error_of("botocore", "PartialCredentialsError")("Partial credentials found")


@pytest.fixture
def vertex(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[..., object]], str]:
    def note(default: Callable[..., object]) -> str:
        for part in ("google", "google.auth.transport"):
            monkeypatch.setitem(sys.modules, part, module(part))
        monkeypatch.setitem(sys.modules, "google.auth", module("google.auth", default=default))
        name = "google.auth.transport.requests"
        monkeypatch.setitem(sys.modules, name, module(name, Request=object))
        monkeypatch.setenv("CLOUD_ML_REGION", "us-east5")
        one = explainer(MemoryNotebook(), Clock(), home="vertex", model="claude-x")
        return last(list(one.explain(CHOICE, ()))).note or ""

    return note


def test_vertex_without_credentials_says_so(vertex: Callable[[Callable[..., object]], str]) -> None:
    def default(**_: object) -> object:
        raise error_of("google.auth", "DefaultCredentialsError")("Your default credentials were not found. See there.")

    note = vertex(default)
    assert "vertex has no credentials: Your default credentials were not found. See there. Run `gcloud auth" in note
    assert "not Claude" not in note


def test_vertex_with_credentials_that_are_refused_says_so(vertex: Callable[[Callable[..., object]], str]) -> None:
    refused = error_of("google.auth", "RefreshError")("invalid_grant: Bad Request", {"secret": "s"})
    note = vertex(lambda **_: (Credentials(refused), "p"))
    assert "vertex has no credentials: invalid_grant: Bad Request. Run `gcloud auth" in note


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (lambda: None, "AWS knows none here"),
        (partial, "Partial credentials found"),
    ],
)
def test_bedrock_without_credentials_says_so(
    found: Callable[[], object], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Session:
        def get_credentials(self) -> object:
            return found()

    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    monkeypatch.setitem(sys.modules, "boto3", module("boto3", Session=Session))
    with pytest.raises(HomeError, match=f"bedrock has no credentials: {said}.* Set AWS_PROFILE"):
        make_client(Settings(home="bedrock", model="claude-x"))


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
