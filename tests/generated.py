"""Hypothesis strategies for whole banks and for answers."""

from typing import Any

from hypothesis import strategies as st

from examcert.core.bank import Bank
from examcert.core.blueprint import Blueprint
from examcert.core.paper import Item
from examcert.core.question import Answer, Question
from tests.build import bank_of, blueprint, case, choice, family, matching, ordering, singles

seeds = st.integers(0, 200) | st.integers(0, 999_999_999)


@st.composite
def plans(draw: st.DrawFn) -> Blueprint:
    """Exams of one to four domains and up to 30 items, with and without unscored ones and a mix of kinds."""
    weights = draw(st.lists(st.integers(10, 60), min_size=1, max_size=4))
    kinds = draw(
        st.sampled_from(
            [{"single": 1.0}, {"single": 0.8, "multiple": 0.2}, {"single": 0.7, "ordering": 0.2, "matching": 0.1}]
        )
    )
    return blueprint(
        domains={f"D{n}": 100 * weight / sum(weights) for n, weight in enumerate(weights)},
        items=draw(st.integers(3, 24)),
        unscored=draw(st.integers(0, 6)),
        kinds=kinds,
        objectives=draw(st.integers(1, 3)),
    )


@st.composite
def banks(draw: st.DrawFn) -> Bank:
    """Banks with families, enemies, cases and rare kinds, and enough plain questions for any paper."""
    plan = draw(plans())
    objectives = len(plan.domains[0].objectives)
    questions: list[Question] = []
    for place, (domain, quota) in enumerate(plan.total_quotas.items(), 1):
        questions += singles(quota + draw(st.integers(0, quota)), domain=place, objectives=objectives)
        questions += draw(_specials(domain))
    return bank_of(questions=questions, plan=plan)


@st.composite
def _specials(draw: st.DrawFn, domain: str) -> list[Question]:
    """What makes a draw hard: each may stand beside the others, or bar them."""

    def more(name: str, **fields: Any) -> dict[str, Any]:
        return {"id": f"{name}-{domain}", "objective": f"{domain}.1", **fields}

    questions: list[Question] = []
    for n in range(draw(st.integers(0, 3))):
        questions += family(f"family-{domain}-{n}", draw(st.integers(1, 3)), domain=int(domain))
    for n in range(draw(st.integers(0, 2))):
        shop = case(f"case-{domain}-{n}")
        for part in range(draw(st.integers(1, 3))):
            # The first question of a case may belong to a family that also has stems outside.
            kin = {"family": f"family-{domain}-{n}"} if part == 0 and draw(st.booleans()) else {}
            questions.append(choice(f"Part {part}?", more=more(f"case{n}-{part}", case=shop.model_dump(), **kin)))
    for n in range(draw(st.integers(0, 3))):
        questions.append(choice("First?", more=more(f"foe{n}-first", enemies=[f"foe{n}-second-{domain}"])))
        questions.append(choice("Second?", more=more(f"foe{n}-second")))
    questions.append(choice("Which two?", key="ab", more=more("multiple")))
    questions.append(ordering(more=more("ordering", difficulty="hard")))
    questions.append(matching(more=more("matching", difficulty="easy")))
    return questions


@st.composite
def answers(draw: st.DrawFn, item: Item) -> Answer:
    """Any answer that an item takes, the empty one too."""
    ids = [option.id for option in item.options]
    if item.kind != "matching":
        return tuple(draw(st.lists(st.sampled_from(ids), unique=True, max_size=item.choose)))
    filled: list[str] = []
    for slot in item.slots:
        allowed = [name for name in (slot.options or ids) if item.reuse or name not in filled]
        filled.append(draw(st.sampled_from(["", *allowed])))
    return item.checked(tuple(filled))
