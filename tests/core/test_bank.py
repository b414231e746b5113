"""Banks: what ties the parts together, and the digest that an exam code carries."""

from typing import Any

import pytest

from examcert.core.bank import Bank, faults
from examcert.core.question import Question
from tests.build import bank_of, blueprint, case, choice, matching, option, ordering, rule_of

SHOP = case("shop").model_dump()
FACT = {"id": "f1", "claim": "So.", "url": "https://example.com", "checked": "2026-01-01"}
BELIEF = {"id": "m1", "belief": "So.", "corrects": "No."}


@pytest.mark.parametrize(
    ("questions", "rule"),
    [
        ([choice("One?"), choice("One?")], "duplicate-id"),
        ([choice(more={"objective": "9.9"})], "unknown-objective"),
        ([choice(more={"refs": ["f9"]})], "unknown-fact"),
        ([choice(more={"enemies": ["nobody"]})], "unknown-enemy"),
        ([choice(more={"options": [option("a"), option("b", misconception="m9")]})], "unknown-misconception"),
        (
            [choice("One?", more={"case": SHOP, "family": "f"}), choice("Two?", more={"case": SHOP, "family": "f"})],
            "case-conflict",
        ),
        (
            [choice("One?", more={"case": SHOP, "enemies": ["two"]}), choice("Two?", more={"case": SHOP})],
            "case-conflict",
        ),
    ],
)
def test_parts_that_do_not_fit_are_refused(questions: list[Question], rule: str) -> None:
    assert rule_of(lambda: bank_of(questions=questions)) == rule


@pytest.mark.parametrize("cards", [{"facts": [FACT, FACT]}, {"misconceptions": [BELIEF, BELIEF]}])
def test_a_card_that_stands_twice_is_refused(cards: dict[str, Any]) -> None:
    assert rule_of(lambda: bank_of(1, **cards)) == "duplicate-id"


def test_a_fault_leads_to_its_place_in_the_question() -> None:
    question = choice(more={"id": "lost", "refs": [{"url": "https://example.com"}, "f9"]})
    [found] = faults(blueprint(), [question], [], [])
    assert (found.question, found.at, found.rule) == ("lost", ("refs", 1), "unknown-fact")
    assert "facts.yaml" in found.remedy


def test_every_fault_is_found_in_one_pass() -> None:
    questions = [choice("One?", more={"objective": "9.9", "refs": ["f9"]}), choice("Two?", more={"enemies": ["x"]})]
    assert [found.rule for found in faults(blueprint(), questions, [], [])] == [
        "unknown-objective",
        "unknown-fact",
        "unknown-enemy",
    ]


def test_a_whole_bank_has_no_faults() -> None:
    question = choice(more={"refs": ["f1"], "options": [option("a"), option("b", misconception="m1")]})
    bank = bank_of(questions=[question], facts=[FACT], misconceptions=[BELIEF])
    assert list(faults(bank.blueprint, bank.questions, bank.facts, bank.misconceptions)) == []


def test_a_bank_refuses_what_it_does_not_know() -> None:
    assert rule_of(lambda: bank_of(1, authors=["me"])) == "extra_forbidden"


class TestTheDigest:
    """It changes exactly when a paper or its marks could."""

    questions = (choice("One?", key="a"), choice("Two?", key="b"))

    def bank(self, *questions: Question, **plan: Any) -> Bank:
        return bank_of(questions=questions or self.questions, plan=blueprint(**plan))

    @pytest.mark.parametrize(
        "plan",
        [
            {"items": 11},
            {"unscored": 1},
            {"minutes": 91},
            {"scale": (0, 700, 1000)},
            {"credit": "per-part"},
            {"assumed_pass_share": 0.71},
            {"objectives": 2},
            {"code": "TST-C02"},
            {"kinds": {"single": 0.9, "multiple": 0.1}},
        ],
    )
    def test_changes_with_what_a_paper_follows(self, plan: dict[str, Any]) -> None:
        assert self.bank(**plan).digest != self.bank().digest

    @pytest.mark.parametrize("plan", [{"name": "Another"}, {"sources": ["https://example.com"]}, {"level": "Easy"}])
    def test_stays_with_what_only_describes_the_exam(self, plan: dict[str, Any]) -> None:
        assert self.bank(**plan).digest == self.bank().digest

    @pytest.mark.parametrize(
        "second",
        [
            choice("Two?", key="c"),
            choice("Two!?", key="b", more={"id": "two"}),
            choice("Two?", key="b", more={"difficulty": "hard"}),
            choice("Two?", key="b", more={"family": "pair"}),
            choice("Two?", key="b", more={"enemies": ["one"]}),
            choice("Two?", key="b", more={"shuffle": False}),
            choice("Two?", key="b", more={"case": SHOP}),
        ],
    )
    def test_changes_with_a_question(self, second: Question) -> None:
        assert self.bank(self.questions[0], second).digest != self.bank().digest

    @pytest.mark.parametrize("more", [{"refs": [{"url": "https://example.com"}]}, {"author": "me"}, {"skill": "1.1.1"}])
    def test_stays_when_an_explanation_is_mended(self, more: dict[str, Any]) -> None:
        whys = [option(name) | {"why": "Better words.", "about": "A thing."} for name in "abcd"]
        mended = choice("Two?", key="b", more={"options": whys, **more})
        assert self.bank(self.questions[0], mended).digest == self.bank().digest


def test_a_bank_survives_its_own_json() -> None:
    bank = bank_of(questions=[choice(), ordering(), matching(reuse=True)], facts=[FACT])
    read = Bank.model_validate_json(bank.model_dump_json(by_alias=True))
    assert read == bank
    assert read.digest == bank.digest
