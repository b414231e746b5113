"""The blueprints that ship with the project: what their exams promise a candidate.

The quotas are the splits printed in the exam notes. A change here means that a vendor
moved a weight, or that a weight was bent by mistake.
"""

from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from examcert.core.blueprint import Blueprint

BANKS = Path(__file__).parents[1] / "question_banks"


class Expected(NamedTuple):
    """Items per domain, in the vendor's order."""

    scored: tuple[int, ...]
    whole: tuple[int, ...]
    minutes: int


EXAMS = {
    "AIF-C01": Expected((10, 12, 14, 7, 7), (13, 16, 18, 9, 9), 90),
    "AIP-C01": Expected((20, 17, 13, 8, 7), (23, 20, 15, 9, 8), 180),
    "MLA-C01": Expected((14, 13, 11, 12), (18, 17, 14, 16), 130),
    "MLA-C02": Expected((14, 12, 12, 12), (18, 16, 16, 15), 130),
    "AI-102": Expected((12, 9, 4, 7, 9, 9), (12, 9, 4, 7, 9, 9), 100),
    "AI-103": Expected((14, 17, 7, 6, 6), (14, 17, 7, 6, 6), 120),
    "NCA-GENL": Expected((15, 12, 11, 7, 5), (15, 12, 11, 7, 5), 60),
    "DATABRICKS-GENAI": Expected((6, 6, 14, 10, 4, 5), (6, 6, 14, 10, 4, 5), 90),
}
RETIRED = {"MLA-C01": ("2026-09-28", "MLA-C02"), "AI-102": ("2026-06-30", "AI-103")}
WITHOUT_A_SCALE = {"NCA-GENL", "DATABRICKS-GENAI"}


def read(code: str) -> Blueprint:
    # BaseLoader keeps `1.10` and `2026-09-28` the text they are.
    text = (BANKS / code.lower() / "exam.yaml").read_text(encoding="utf-8")
    return Blueprint.model_validate(yaml.load(text, Loader=yaml.BaseLoader))


@pytest.fixture(params=EXAMS)
def blueprint(request: pytest.FixtureRequest) -> Blueprint:
    return read(request.param)


@pytest.mark.parametrize("code", EXAMS)
def test_a_folder_is_named_after_the_code_of_its_exam(code: str) -> None:
    assert read(code).code == code


def test_the_scored_items_follow_the_printed_split(blueprint: Blueprint) -> None:
    assert tuple(blueprint.quotas(blueprint.items.scored).values()) == EXAMS[blueprint.code].scored


def test_a_whole_paper_follows_the_printed_split(blueprint: Blueprint) -> None:
    assert tuple(blueprint.total_quotas.values()) == EXAMS[blueprint.code].whole


def test_the_time_is_that_of_the_exam_notes(blueprint: Blueprint) -> None:
    assert blueprint.minutes == EXAMS[blueprint.code].minutes


def test_only_the_retired_exams_name_a_date_and_a_successor(blueprint: Blueprint) -> None:
    retired = (blueprint.retired_on, blueprint.successor) if blueprint.status == "retired" else None
    assert retired == RETIRED.get(blueprint.code)


def test_a_successor_has_a_blueprint_that_can_be_taken(blueprint: Blueprint) -> None:
    if blueprint.successor:
        assert read(blueprint.successor).status != "retired"


def test_an_exam_that_is_not_plainly_open_says_why(blueprint: Blueprint) -> None:
    assert blueprint.status == "active" or blueprint.status_note


def test_unofficial_names_only_real_fields(blueprint: Blueprint) -> None:
    assert set(blueprint.unofficial) <= set(Blueprint.model_fields)


def test_what_no_vendor_publishes_is_declared_unofficial(blueprint: Blueprint) -> None:
    assert {"kinds", "assumed_pass_share"} <= set(blueprint.unofficial)


def test_a_scale_is_unofficial_exactly_where_the_vendor_has_none(blueprint: Blueprint) -> None:
    assert ("scale" in blueprint.unofficial) == (blueprint.code in WITHOUT_A_SCALE)


def test_every_domain_has_objectives_numbered_under_it(blueprint: Blueprint) -> None:
    for domain in blueprint.domains:
        wanted = [f"{domain.id}.{place}" for place in range(1, len(domain.objectives) + 1)]
        assert wanted
        assert [objective.id for objective in domain.objectives] == wanted


def test_only_microsoft_gives_credit_for_parts(blueprint: Blueprint) -> None:
    assert (blueprint.credit == "per-part") == (blueprint.vendor == "Microsoft")


def test_a_blueprint_says_where_it_comes_from_and_whose_it_is_not(blueprint: Blueprint) -> None:
    assert blueprint.sources
    assert blueprint.checked
    assert blueprint.licence == "CC-BY-4.0"
    assert f"not affiliated with, endorsed by or sponsored by {blueprint.vendor}" in (blueprint.affiliation or "")
