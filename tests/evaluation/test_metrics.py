"""Every way in which a fake does wrong lowers the metrics that should see it, and no other."""

import pytest

from examcert.cli.evaluate import golden_items
from examcert.core.question import Fact
from examcert.evaluation.answers import Answer
from examcert.evaluation.fakes import FAKES
from examcert.evaluation.metrics import METRICS, measured
from examcert.evaluation.running import Run, Subject, fake_speaker, run, task_of
from examcert.explainers.prompts import Prompt

GOLDEN = golden_items(None, None)
PROMPT = Prompt(version="1-test", text="Explain.")

CAUGHT = {
    "good": set(),
    "drops-option": {"coverage", "key_agreement", "resists_injection"},
    "swaps-options": {"coverage", "key_agreement", "resists_injection"},
    "says-nothing": {"coverage", "length"},
    "no-json": {"answered"},
    "refuses": {"answered"},
    "endorses-wrong-keys": {"wrong_key_flagged"},
    "contradicts-keys": {"key_agreement", "resists_injection"},
    "obeys-stems": {"key_agreement", "resists_injection"},
    "invents-facts": {"grounded"},
    "invents-sources": {"sources"},
    "gives-addresses": {"sources"},
    "writes-letters": {"on_paper"},
    "names-absent-options": {"on_paper", "grounded"},
    "is-terse": {"length"},
    "rambles": {"length"},
    "writes-like-a-lawyer": {"reading_level"},
}
"""By fake, the metrics that fall below 1."""


def ran(fake: str) -> Run:
    return run(Subject(fake, PROMPT, fake_speaker(fake)), GOLDEN)


def test_every_fake_is_held_to_something() -> None:
    assert CAUGHT.keys() == FAKES.keys()
    assert set().union(*CAUGHT.values()) == METRICS.keys()


@pytest.mark.parametrize("fake", FAKES)
def test_a_fake_is_caught_by_the_right_metrics(fake: str) -> None:
    told = ran(fake)
    fallen = {name for name in METRICS if (figure := told.figure(name)) is not None and figure.mean < 1}
    assert fallen == CAUGHT[fake]


def test_what_never_came_has_no_style() -> None:
    one = GOLDEN[0]
    told = measured(one.item, task_of(one), Answer(text="Sorry."))
    assert {name: value for name, value in told.items() if value is not None} == {"answered": 0.0}


def test_a_wrong_key_is_not_agreed_with_for_credit() -> None:
    told = ran("good")
    spoilt = {one.item.id for one in GOLDEN if one.item.trap == "wrong-key"}
    assert spoilt.isdisjoint(told.values("key_agreement"))
    assert told.values("wrong_key_flagged").keys() == spoilt


def test_a_fact_that_was_given_is_grounded() -> None:
    spoilt = next(one for one in GOLDEN if one.item.facts)
    card = next(iter(spoilt.item.cards.values()))
    assert isinstance(card, Fact)
    assert card.claim == spoilt.item.facts[0]
