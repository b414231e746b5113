"""Settings: what the environment may say, and that the key never shows."""

from pathlib import Path

import pytest

from examcert.claude.client import NoAddressError, NoKeyError, make_client
from examcert.explainers.claude import DEFAULT_MODEL, Settings
from tests.explainers.desk import KEY, settings


def test_the_environment_names_key_address_and_model(tmp_path: Path) -> None:
    env = {"ANTHROPIC_API_KEY": f" {KEY}\n", "ANTHROPIC_BASE_URL": "http://proxy", "EXAMCERT_MODEL": "claude-opus-5-5"}
    told = Settings.from_environment(env | {"HOME": str(tmp_path)})
    assert told == settings(base_url="http://proxy", model="claude-opus-5-5")


def test_blank_variables_count_as_missing(tmp_path: Path) -> None:
    env = dict.fromkeys(("ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL", "EXAMCERT_MODEL"), " ")
    told = Settings.from_environment(env | {"HOME": str(tmp_path)})
    assert told == Settings(model_chosen=False)
    assert told.model == DEFAULT_MODEL == "claude-sonnet-5-5"


def test_a_login_of_the_sdk_is_looked_for_only_where_there_may_be_one(tmp_path: Path) -> None:
    home = {"HOME": str(tmp_path)}
    assert not Settings.from_environment(home).sdk_login
    assert Settings.from_environment(home | {"ANTHROPIC_AUTH_TOKEN": "t"}).sdk_login
    assert not Settings.from_environment(home | {"ANTHROPIC_AUTH_TOKEN": "t", "ANTHROPIC_API_KEY": "k"}).sdk_login
    (tmp_path / ".config" / "anthropic").mkdir(parents=True)
    assert Settings.from_environment(home).sdk_login


def test_a_token_of_the_sdk_serves_as_a_login(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_AUTH_TOKEN", "token")
    assert make_client(Settings(sdk_login=True)).auth_token == "token"


def test_without_key_or_login_it_says_which_variable() -> None:
    for nothing in (Settings(), Settings(sdk_login=True)):
        with pytest.raises(NoKeyError, match="Set ANTHROPIC_API_KEY"):
            make_client(nothing)


def test_a_broken_login_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_PROFILE", "nobody")
    with pytest.raises(NoKeyError, match="broken"):
        make_client(Settings(sdk_login=True))


@pytest.mark.parametrize("junk", ["two words", "line\nbreak", "clé", "esc\x1b"])
def test_a_key_that_cannot_be_sent_is_refused_without_showing_it(junk: str) -> None:
    with pytest.raises(NoKeyError, match="characters that no key has") as caught:
        make_client(settings(api_key=f"{KEY}{junk}"))
    assert KEY not in str(caught.value)


@pytest.mark.parametrize("address", ["proxy.local", "ftp://proxy", "http://proxy:port"])
def test_a_malformed_address_is_refused(address: str) -> None:
    with pytest.raises(NoAddressError, match="ANTHROPIC_BASE_URL"):
        make_client(settings(base_url=address))


def test_the_key_does_not_show() -> None:
    told = settings()
    assert KEY not in f"{told!r} {told} {told.model_dump()} {told.model_dump_json()}"


def test_a_blank_address_is_the_vendors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_BASE_URL", " ")
    assert make_client(settings()).base_url.host == "api.anthropic.com"
