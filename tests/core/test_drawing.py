"""Drawing a paper: what every paper of every bank keeps to."""

import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examcert.core.bank import Bank
from examcert.core.drawing import BLOCK, MOST_SEED, draw, draw_code, forms
from examcert.core.paper import Paper
from examcert.core.question import Question
from examcert.errors import EmptyBankError, ExamCodeError, ThinDomainError
from tests.build import bank_of, blueprint, case, choice, family, ordering, singles
from tests.generated import banks, seeds


def ids(paper: Paper) -> list[str]:
    return [item.id for item in paper.items]


def in_case(name: str, number: int) -> list[Question]:
    shop = case(name).model_dump()
    return [choice(f"Part {n}?", more={"id": f"{name}-{n}", "case": shop}) for n in range(number)]


class TestEveryPaper:
    """Whatever the bank, as long as it holds enough."""

    @given(banks(), seeds)
    def test_meets_the_quota_of_every_domain(self, bank: Bank, seed: int) -> None:
        drawn = Counter(item.domain for item in draw(bank, seed=seed).items)
        assert drawn == Counter(bank.blueprint.total_quotas)

    @given(banks(), seeds)
    def test_holds_no_question_twice(self, bank: Bank, seed: int) -> None:
        drawn = ids(draw(bank, seed=seed))
        assert len(set(drawn)) == len(drawn)

    @given(banks(), seeds)
    def test_holds_one_of_a_family_at_most(self, bank: Bank, seed: int) -> None:
        families = [bank.by_id[name].family for name in ids(draw(bank, seed=seed))]
        named = [name for name in families if name]
        assert len(set(named)) == len(named)

    @given(banks(), seeds)
    def test_holds_no_two_enemies(self, bank: Bank, seed: int) -> None:
        drawn = set(ids(draw(bank, seed=seed)))
        assert not any(drawn.intersection(bank.by_id[name].enemies) for name in drawn)

    @given(banks(), seeds)
    def test_holds_a_case_whole_side_by_side_in_the_authors_order_or_not_at_all(self, bank: Bank, seed: int) -> None:
        usable = {entry.kind for entry in bank.blueprint.kinds}
        cases: dict[str, list[str]] = {}
        for question in bank.questions:
            if question.case and question.kind_name in usable:
                cases.setdefault(question.case.id, []).append(question.id)
        drawn = ids(draw(bank, seed=seed))
        for whole in cases.values():
            if held := [name for name in drawn if name in whole]:
                start = drawn.index(whole[0])
                assert held == whole == drawn[start : start + len(whole)]

    @given(banks(), seeds)
    def test_uses_only_the_kinds_of_the_exam(self, bank: Bank, seed: int) -> None:
        kinds = {bank.by_id[name].kind_name for name in ids(draw(bank, seed=seed))}
        assert kinds <= {entry.kind for entry in bank.blueprint.kinds}

    @given(banks(), seeds)
    def test_is_the_same_for_the_same_seed_whatever_was_drawn_between(self, bank: Bank, seed: int) -> None:
        first = draw(bank, seed=seed)
        draw(bank, seed=seed // 2)
        again = Bank.model_validate_json(bank.model_dump_json(by_alias=True))
        assert draw(again, seed=seed) == first

    @given(banks(), seeds)
    def test_is_rebuilt_by_its_code(self, bank: Bank, seed: int) -> None:
        drawn = draw(bank, seed=seed)
        assert draw_code(bank, drawn.code.lower()) == drawn

    @given(banks(), seeds)
    def test_says_nothing_of_keys_and_whys(self, bank: Bank, seed: int) -> None:
        told = draw(bank, seed=seed).model_dump_json()
        assert "Because of" not in told
        assert not any(f'"{field}":' in told for field in ("key", "why", "clue", "misconception", "unscored", "family"))

    @given(banks(), seeds)
    def test_survives_its_own_json(self, bank: Bank, seed: int) -> None:
        drawn = draw(bank, seed=seed)
        assert Paper.model_validate_json(drawn.model_dump_json()) == drawn

    @given(banks())
    def test_of_the_counted_forms_shares_nothing_with_another(self, bank: Bank) -> None:
        drawn = [ids(draw(bank, seed=seed)) for seed in range(forms(bank))]
        assert drawn
        assert len(set().union(*drawn)) == sum(map(len, drawn))


class TestAThinBank:
    """It says which domain is short, and by how much."""

    plan = blueprint(domains={"Networking": 60, "Storage": 40}, items=20)

    def test_tells_the_author_how_many_are_missing(self) -> None:
        bank = bank_of(domains={"Networking": 9, "Storage": 8}, plan=self.plan)
        with pytest.raises(ThinDomainError, match=r"needs 12 .*'Networking'.* has 9 .*Add 3 to the bank") as caught:
            draw(bank, seed=0)
        assert (caught.value.domain, caught.value.wanted, caught.value.held) == ("Networking", 12, 9)

    def test_counts_a_family_as_one(self) -> None:
        bank = bank_of(domains={"Networking": 8, "Storage": 8}, families={"kind": 9}, plan=self.plan)
        with pytest.raises(ThinDomainError) as caught:
            draw(bank, seed=0)
        assert (caught.value.wanted, caught.value.held) == (12, 9)

    def test_counts_no_forms(self) -> None:
        assert forms(bank_of(domains={"Networking": 9, "Storage": 8}, plan=self.plan)) == 0

    def test_lends_a_shared_family_to_the_domain_that_needs_it(self) -> None:
        bank = bank_of(
            domains={"Networking": 12, "Storage": 7},
            questions=[*family("kind", 1), choice(more={"id": "kind-9", "family": "kind", "objective": "2.1"})],
            plan=self.plan,
        )
        assert "kind-9" in ids(draw(bank, seed=0))

    def test_without_questions_is_empty_not_thin(self) -> None:
        with pytest.raises(EmptyBankError):
            draw(bank_of(0), seed=0)

    def test_without_questions_has_no_forms(self) -> None:
        assert forms(bank_of(0)) == 0


class TestSuccessiveSeeds:
    """Seeds 0, 1, 2 … use what the seeds before them have not, for as long as the bank lasts."""

    def test_use_the_whole_bank_before_anything_returns(self) -> None:
        bank = bank_of(30, plan=blueprint(items=10))
        assert forms(bank) == 3
        assert len({name for seed in range(3) for name in ids(draw(bank, seed=seed))}) == 30

    def test_take_the_stems_of_a_family_in_turn(self) -> None:
        bank = bank_of(8, families={"kind": 3}, plan=blueprint(items=4))
        stems = [name for seed in range(3) for name in ids(draw(bank, seed=seed)) if name.startswith("kind")]
        assert stems == ["kind-0", "kind-1", "kind-2"]

    def test_are_counted_up_to_a_block(self) -> None:
        assert forms(bank_of(2 * BLOCK, plan=blueprint(items=1))) == BLOCK

    def test_rest_a_case_until_the_other_questions_catch_up(self) -> None:
        bank = bank_of(18, questions=in_case("shop", 2), plan=blueprint(items=10))
        assert forms(bank) == 2

    def test_share_two_cases_between_two_forms(self) -> None:
        cases = [question for name in ("shop", "farm") for question in in_case(name, 3)]
        bank = bank_of(34, questions=cases, plan=blueprint(items=20))
        assert forms(bank) == 2
        assert [sum(item.case is not None for item in draw(bank, seed=seed).items) for seed in (0, 1)] == [3, 3]

    def test_leave_the_next_form_its_share_of_a_rare_kind(self) -> None:
        rare = [ordering(more={"id": f"o{n}"}) for n in range(4)]
        plan = blueprint(items=10, kinds={"single": 0.7, "ordering": 0.3})
        bank = bank_of(16, questions=rare, plan=plan)
        assert forms(bank) == 2
        assert [sum(item.kind == "ordering" for item in draw(bank, seed=seed).items) for seed in (0, 1)] == [2, 2]

    def test_bring_a_case_back_where_the_bank_has_nothing_else(self) -> None:
        bank = bank_of(8, questions=in_case("shop", 2), plan=blueprint(items=10))
        assert {"shop-0", "shop-1"} <= set(ids(draw(bank, seed=1)))

    def test_differ_in_the_order_of_a_bank_that_is_one_paper(self) -> None:
        bank = bank_of(10)
        assert len({tuple(ids(draw(bank, seed=seed))) for seed in range(8)}) == 8


class TestACandidateWhoHasSeenQuestions:
    """They get, of the coming seeds, the paper that repeats least."""

    bank = bank_of(24, plan=blueprint(items=10))

    @given(st.dictionaries(st.sampled_from([q.id for q in bank.questions]), st.integers(1, 5), min_size=1))
    def test_get_no_more_repeats_than_another_seed_would_give(self, seen: dict[str, int]) -> None:
        def repeats(paper: Paper) -> int:
            return sum(seen.get(name, 0) for name in ids(paper))

        chosen = draw(self.bank, seed=0, seen=seen)
        assert repeats(chosen) == min(repeats(draw(self.bank, seed=seed)) for seed in range(BLOCK))

    def test_get_a_paper_that_the_seed_alone_rebuilds(self) -> None:
        chosen = draw(self.bank, seed=0, seen={"q1-0": 1, "q1-1": 2})
        assert chosen == draw(self.bank, seed=chosen.seed)

    def test_get_the_next_form_after_the_first(self) -> None:
        first = ids(draw(self.bank, seed=0))
        assert not set(first) & set(ids(draw(self.bank, seed=0, seen=dict.fromkeys(first, 1))))

    def test_get_the_first_paper_when_they_have_seen_nothing(self) -> None:
        assert draw(self.bank, seed=3, seen={}).seed == 3

    def test_get_no_seed_beyond_the_last(self) -> None:
        seen = dict.fromkeys(ids(draw(self.bank, seed=MOST_SEED)), 1)
        assert draw(self.bank, seed=MOST_SEED, seen=seen).seed == MOST_SEED


class TestTheSpread:
    """Objectives, difficulties and kinds each get their share."""

    def test_over_objectives_is_even(self) -> None:
        bank = bank_of(questions=singles(40, objectives=4), plan=blueprint(items=12, objectives=4))
        assert set(Counter(item.objective for item in draw(bank, seed=5).items).values()) == {3}

    def test_over_difficulties_follows_the_bank(self) -> None:
        easy, hard = singles(20, prefix="e", difficulty="easy"), singles(20, prefix="h", difficulty="hard")
        bank = bank_of(questions=easy + hard, plan=blueprint(items=10))
        drawn = Counter(bank.by_id[name].difficulty for name in ids(draw(bank, seed=5)))
        assert drawn == {"easy": 5, "hard": 5}

    def test_over_kinds_follows_the_blueprint(self) -> None:
        rare = [ordering(more={"id": f"o{n}"}) for n in range(6)]
        bank = bank_of(20, questions=rare, plan=blueprint(items=10, kinds={"single": 0.8, "ordering": 0.2}))
        assert Counter(item.kind for item in draw(bank, seed=5).items) == {"choice": 8, "ordering": 2}

    def test_fills_up_with_any_kind_where_the_common_one_runs_out(self) -> None:
        rare = [ordering(more={"id": f"o{n}"}) for n in range(6)]
        bank = bank_of(5, questions=rare, plan=blueprint(items=10, kinds={"single": 0.8, "ordering": 0.2}))
        assert Counter(item.kind for item in draw(bank, seed=5).items) == {"choice": 5, "ordering": 5}

    def test_gives_cases_less_than_a_third_of_a_paper(self) -> None:
        cases = [question for n in range(5) for question in in_case(f"shop{n}", 2)]
        bank = bank_of(10, questions=cases, plan=blueprint(items=10))
        assert sum(item.case is not None for item in draw(bank, seed=0).items) == 2


@pytest.mark.parametrize("seed", [-1, MOST_SEED + 1])
def test_a_seed_that_no_code_can_carry_is_refused(seed: int) -> None:
    with pytest.raises(ExamCodeError, match="Use a seed from 0 to 999999999"):
        draw(bank_of(3), seed=seed)


def test_the_largest_seed_has_a_code_that_rebuilds_it() -> None:
    bank = bank_of(3)
    assert draw_code(bank, draw(bank, seed=MOST_SEED).code).seed == MOST_SEED


def test_the_code_of_a_changed_bank_says_that_it_has_changed() -> None:
    code = draw(bank_of(3), seed=0).code
    with pytest.raises(ExamCodeError, match="has changed since this code was made"):
        draw_code(bank_of(4, plan=blueprint(items=3)), code)


@pytest.fixture
def restless() -> Iterator[None]:
    """Threads that take turns all the time."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("restless")
def test_threads_that_draw_at_once_get_the_papers_that_one_alone_gets() -> None:
    def fresh(minutes: int) -> Bank:
        # The minutes make another bank of it, of which nothing is drawn yet; what is drawn does not depend on them.
        return bank_of(120, plan=blueprint(items=30, minutes=minutes))

    start = Barrier(2)

    def drawn(bank: Bank, seed: int) -> list[str]:
        start.wait()
        return ids(draw(bank, seed=seed))

    alone = [ids(draw(fresh(90), seed=seed)) for seed in range(4)]
    for minutes in range(91, 107):
        bank = fresh(minutes)
        draw(bank, seed=BLOCK)  # of another block, so that both threads find the bank's deals and none of their papers
        with ThreadPoolExecutor(2) as threads:
            assert list(threads.map(drawn, (bank, bank), (3, 1))) == [alone[3], alone[1]]
        assert [ids(draw(bank, seed=seed)) for seed in range(4)] == alone
