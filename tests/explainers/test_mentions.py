"""What an explanation may not mention: absent options, letters, places, addresses."""

import json
import re

import pytest
import respx

from examcert.explainers.claude.mentions import absent_option, without_addresses
from examcert.explainers.claude.wire import labelled
from tests.claude_http import events, message, stream
from tests.explainers.desk import CHOICE, Clock, MemoryNotebook, explainer, good_answer, last

PARTS = labelled(CHOICE)


@pytest.mark.parametrize(
    "text",
    [
        "Option B is faster.",
        "Unlike answer (C), it waits.",
        "Options A and B fail.",
        "The second option is faster.",
        "The option above is faster.",
        "The last choice is dear.",
        "The option “The serverless way” is cheaper.",
        'The choice "Nobody knows" is not.',
        "Prefer option-0000.",
    ],
)
def test_what_no_reader_can_find_is_found(text: str) -> None:
    assert absent_option(text, PARTS) is not None


@pytest.mark.parametrize(
    "text",
    [
        "The option “The async way” queues requests.",
        "This option waits.",
        "An option A-team would like.",
        "The first request waits.",
        "Vitamin B and plan C have letters.",
        "It answers a second time.",
        f"Prefer {PARTS[0].label}.",
    ],
)
def test_honest_words_are_left_alone(text: str) -> None:
    assert absent_option(text, PARTS) is None


@pytest.mark.parametrize(
    ("text", "left", "count"),
    [
        ("No address.", "No address.", 0),
        ("See https://docs.example.com/a_(b)?c=1#d.", "See .", 1),
        ("See www.example.com, or http://x.y/z!", "See , or !", 2),
        ("It waits (https://x.example).", "It waits.", 1),
    ],
)
def test_addresses_are_taken_out_and_counted(text: str, left: str, count: int) -> None:
    words, found = without_addresses(text)
    assert (found, "://" in words, "www." in words) == (count, False, False)
    assert left.split(maxsplit=1)[0] in words


@pytest.mark.parametrize("size", [1, 2, 5, 40])
def test_an_invented_address_is_not_even_shown_while_it_arrives(
    size: int, api: respx.MockRouter, notebook: MemoryNotebook
) -> None:
    told = good_answer(CHOICE)
    told["options"][0]["explanation"] = "It fits (www.evil.example). See HTTPS://evil.example/x?y=1, or wait for more."
    api.post("/v1/messages").mock(return_value=stream(events(message(json.dumps(told)), size=size)))
    shown = [option.why for e in explainer(notebook, Clock()).explain(CHOICE, ()) for option in e.options]
    assert "It fits. See , or wait for more." in shown
    assert [why for why in shown if re.search(r"evil|www|http", why, re.IGNORECASE)] == []


def test_an_invented_source_is_dropped_and_counted(api: respx.MockRouter, notebook: MemoryNotebook) -> None:
    told = good_answer(CHOICE, facts=["f-async", "f-made-up"])
    told["takeaway"] = "Sizes decide, see https://evil.example/x."
    api.post("/v1/messages").mock(return_value=stream(events(message(json.dumps(told)))))
    whole = last(list(explainer(notebook, Clock()).explain(CHOICE, ())))
    assert (whole.source, whole.refs) == ("claude", ("f-async",))
    assert "evil" not in (whole.takeaway or "")
    assert notebook.calls[0].detail == "2 invented references dropped"
