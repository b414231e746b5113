"""What is said of a failure: never the key, wherever a provider's words were cut."""

from collections.abc import Callable

import anthropic
import httpx2
import pytest
from pydantic import SecretStr

from examcert.claude import setbacks
from examcert.claude.text import brief

KEY = "sk-ant-api03-" + "".join("abcdefghijklmnopqrstuvwxyz0123456789"[n * 7 % 36] for n in range(95))
KNOWN = KEY[:8]
"""What every key begins with."""


def refused(words: str) -> setbacks.Setback:
    """A status that we pass on in the provider's words."""
    body = {"type": "error", "error": {"type": "invalid_request_error", "message": words}}
    answer = httpx2.Response(400, request=httpx2.Request("POST", "https://api.example/v1/messages"))
    return setbacks.of_error(anthropic.BadRequestError(words, response=answer, body=body), model="m")


def broken_off(words: str) -> setbacks.Setback:
    """An error inside a stream, whose type is the provider's word."""
    body = {"type": "error", "error": {"type": words, "message": "x"}}
    answer = httpx2.Response(200, request=httpx2.Request("POST", "https://api.example/v1/messages"))
    return setbacks.of_error(anthropic.APIStatusError(words, response=answer, body=body), model="m")


def cut_before(words: str) -> setbacks.Setback:
    """What a judge has cut to its measure before anybody looked for a key."""
    return setbacks.of_outcome("refused", brief(words, limit=40))


class TestAKeyThatIsQuoted:
    """Goes before anything is cut."""

    @pytest.mark.parametrize("quoting", [refused, broken_off, cut_before])
    def test_is_never_shown_wherever_the_cut_falls(self, quoting: Callable[[str], setbacks.Setback]) -> None:
        notes = [setbacks.plain(quoting("x" * n + KEY), key=SecretStr(KEY)).note for n in range(320)]
        assert [note for note in notes if KNOWN in note] == []

    @pytest.mark.parametrize("cut", range(len(KNOWN), len(KEY) + 1, 10))
    def test_is_known_by_its_beginning(self, cut: int) -> None:
        assert setbacks.without_key(f"No {KEY[:cut]}… here.", SecretStr(KEY)) == "No [key]… here."

    def test_is_found_between_escapes(self) -> None:
        assert setbacks.without_key(f"{KEY[:20]}\x1b[0m{KEY[20:]}", SecretStr(KEY)) == "[key]"

    def test_leaves_other_words_alone(self) -> None:
        assert setbacks.plain(refused("bad header"), key=SecretStr(KEY)).note == (
            "Claude rejected the request (400): bad header"
        )

    @pytest.mark.parametrize("key", [None, SecretStr(""), SecretStr(" ")])
    def test_without_a_key_nothing_is_taken_for_one(self, key: SecretStr | None) -> None:
        assert setbacks.without_key("words as they are", key) == "words as they are"
