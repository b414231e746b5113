"""Every mistake is named with its place and what to do, and none hides another."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from examcert.bank_files import check, read_bank, read_blueprint
from examcert.core.problem import Problem
from examcert.errors import BadBankError, ExamcertError
from tests.bank_files.building import EXAM, FACTS, ONE, folder


def problems(path: Path) -> list[tuple[str, str]]:
    """Rule and line:column of each problem."""
    return [(one.rule, f"{one.line}:{one.column}") for one in check(path).problems]


def only(path: Path) -> Problem:
    """The one problem there is."""
    (found,) = check(path).problems
    return found


def test_a_sound_bank_has_no_problem(tmp_path: Path) -> None:
    reading = check(folder(tmp_path))
    assert reading.problems == ()
    assert reading.bank is not None
    assert [question.id for question in reading.bank.questions] == ["one"]


@pytest.mark.parametrize(
    ("written", "instead", "rule", "place"),
    [
        ("key: [two]", "key: [too]", "key-not-an-option", "8:9"),
        ("key: [two]", "key: [two, three]", "key-is-everything", "8:8"),
        ("objective: 1.1", "objective: 1.7", "unknown-objective", "2:14"),
        ("objective: 1.1", "objectiv: 1.1", "unknown-field", "2:3"),
        ("difficulty: easy", "difficulty: mild", "not-allowed", "3:15"),
        ("refs: [f-even]", "refs: [f-evn]", "unknown-fact", "9:10"),
        ("  difficulty: easy\n", "", "missing-field", "1:3"),
        ("why: It is twice one.", "why: ''", "empty", "6:27"),
        ("why: It is twice one.", "why: It is twice one., clue: odd", "clue-not-in-stem", "6:51"),
        ("difficulty: easy", "difficulty: easy\n  difficulty: hard", "duplicate-key", "4:3"),
        ("text: Two,", "text: no,", "yaml-truth", "6:17"),
        ("text: Two,", "text: 1:30,", "yaml-sexagesimal", "6:17"),
        ("text: Two,", "text: &two Two,", "yaml-anchor", "6:17"),
        ("text: Two,", "text: !!int Two,", "yaml-tag", "6:17"),
        ("- id: one", "- id: o n e", "bad-form", "1:7"),
        ("  stem: Which", "\tstem: Which", "tab", "4:1"),
        ("stem: Which", "kind: riddle\n  stem: Which", "unknown-kind", "4:9"),
    ],
)
def test_a_mistake_is_found_where_it_stands(tmp_path: Path, written: str, instead: str, rule: str, place: str) -> None:
    assert written in ONE
    found = check(folder(tmp_path, questions=ONE.replace(written, instead, 1))).problems
    assert (rule, place) in [(one.rule, f"{one.line}:{one.column}") for one in found]
    assert all(one.message and one.remedy and one.file.endswith(".yaml") for one in found)


def test_a_misspelt_name_is_met_with_the_right_one(tmp_path: Path) -> None:
    told = only(folder(tmp_path, questions=ONE.replace("refs: [f-even]", "refs: [f-evn]")))
    assert "Did you mean 'f-even'?" in told.remedy


def test_one_mistake_hides_no_other(tmp_path: Path) -> None:
    second = ONE.replace("id: one", "id: two").replace("key: [two]", "key: [nine]").replace("1.1", "7.7")
    broken = "- id: three\n  stem: an: unquoted colon\n"
    found = problems(folder(tmp_path, questions=ONE.replace("easy", "mild") + broken + second))
    assert [rule for rule, _ in found] == ["not-allowed", "yaml-syntax", "unknown-objective", "key-not-an-option"]


def test_mistakes_of_all_files_are_told_in_one_run(tmp_path: Path) -> None:
    path = folder(tmp_path, exam=EXAM.replace("minutes: 10", "minutes: soon"), facts=FACTS.replace("https", "ftp"))
    assert {Path(one.file).name: one.rule for one in check(path).problems} == {
        "exam.yaml": "not-a-number",
        "facts.yaml": "bad-form",
    }


def test_the_same_id_twice_names_the_first_place(tmp_path: Path) -> None:
    told = only(folder(tmp_path, questions=ONE + ONE))
    assert (told.rule, told.line) == ("duplicate-id", 10)
    assert "questions.yaml:1" in told.message


@pytest.mark.parametrize(
    ("raw", "rule"),
    [
        (ONE.encode("utf-16"), "not-utf-8"),
        (b"\xef\xbb\xbf" + ONE.encode(), "bom"),
        (ONE.replace("Two", "Tw\u00f6").encode("latin-1"), "not-utf-8"),
        (ONE.replace("Two", "T\x1b[31mwo").encode(), "control-character"),
        (ONE.replace("Two", "T\u202ewo").encode(), "control-character"),
        (b"just a sentence\n", "not-a-list"),
        (b"- just a sentence\n", "not-a-question"),
        (("[" * 5000).encode(), "yaml-depth"),
        (b"\x00" * 300, "not-utf-8"),
    ],
)
def test_a_file_of_the_wrong_sort_is_named(tmp_path: Path, raw: bytes, rule: str) -> None:
    assert rule in [one.rule for one in check(folder(tmp_path, questions=raw)).problems]


def test_an_alias_bomb_costs_nothing(tmp_path: Path) -> None:
    bomb = "- &a [x, x]\n" + "".join(f"- &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    assert {rule for rule, _ in problems(folder(tmp_path, questions=bomb))} == {"yaml-anchor"}


def test_a_family_is_written_once_and_read_as_questions(tmp_path: Path) -> None:
    text = """\
- family: parity
  objective: 1.1
  difficulty: easy
  refs: [f-even]
  options:
    two: {text: Two, about: The only even prime.}
    three: {text: Three}
  stems:
    - id: even
      stem: Which is even?
      key: [two]
      whys: {two: {why: Twice one.}, three: {why: One is left over., clue: even}}
    - id: odd
      stem: Which is odd?
      key: [three]
      whys: {two: {why: Twice one.}, three: {why: One is left over.}}
"""
    bank = read_bank(folder(tmp_path, questions=text))
    assert [(q.id, q.family, q.key, q.objective) for q in bank.questions] == [
        ("even", "parity", ("two",), "1.1"),
        ("odd", "parity", ("three",), "1.1"),
    ]
    assert [option.about for option in bank.by_id["odd"].options] == ["The only even prime.", None]
    assert bank.by_id["even"].option("three").clue == "even"


def test_a_why_that_a_stem_forgot_is_missed_at_the_stem(tmp_path: Path) -> None:
    text = """\
- family: parity
  objective: 1.1
  difficulty: easy
  options:
    two: {text: Two}
    three: {text: Three}
  stems:
    - id: even
      stem: Which is even?
      key: [two]
      whys:
        two: {why: Twice one.}
"""
    told = only(folder(tmp_path, questions=text))
    assert (told.rule, told.line, told.question) == ("missing-field", 11, "even")


def test_a_case_is_held_by_each_of_its_questions(tmp_path: Path) -> None:
    below = "".join(f"    {line}\n" for line in ONE.splitlines())
    text = f"- case: shop\n  title: A shop\n  text: It sells numbers.\n  questions:\n{below}"
    bank = read_bank(folder(tmp_path, questions=text))
    assert bank.by_id["one"].case is not None
    assert bank.by_id["one"].case.text == "It sells numbers."


def test_a_path_without_a_bank_says_so(tmp_path: Path) -> None:
    with pytest.raises(ExamcertError, match=r"no exam\.yaml"):
        check(tmp_path)


def test_a_bad_bank_names_its_first_problem(tmp_path: Path) -> None:
    with pytest.raises(BadBankError, match=r"questions\.yaml:8:9"):
        read_bank(folder(tmp_path, questions=ONE.replace("[two]", "[too]")))


def test_a_blueprint_is_read_although_the_questions_are_broken(tmp_path: Path) -> None:
    assert read_blueprint(folder(tmp_path, questions="- {")).code == "TINY-01"


class TestTheCompiledForm:
    """What was made of the files, and never anything else."""

    def test_is_an_equal_bank(self, tmp_path: Path) -> None:
        path, kept = folder(tmp_path / "bank"), tmp_path / "kept"
        first = read_bank(path, compiled=kept)
        assert read_bank(path, compiled=kept) == first
        assert len(list(kept.iterdir())) == 1

    def test_gives_way_to_an_edit(self, tmp_path: Path) -> None:
        path, kept = folder(tmp_path / "bank"), tmp_path / "kept"
        read_bank(path, compiled=kept)
        folder(path, questions=ONE.replace("Which number", "Which of them"))
        assert read_bank(path, compiled=kept).by_id["one"].stem == "Which of them is even?"

    @pytest.mark.parametrize("damage", [b"", b"garbage", b"examcert bank x y\n{}"])
    def test_is_made_again_when_damaged(self, tmp_path: Path, damage: bytes) -> None:
        path, kept = folder(tmp_path / "bank"), tmp_path / "kept"
        first = read_bank(path, compiled=kept)
        (file,) = kept.iterdir()
        file.write_bytes(damage)
        assert read_bank(path, compiled=kept) == first

    def test_may_be_impossible_to_keep(self, tmp_path: Path) -> None:
        (tmp_path / "kept").write_text("a file, not a folder")
        assert read_bank(folder(tmp_path / "bank"), compiled=tmp_path / "kept").exam == "TINY-01"


LINES = st.lists(
    st.sampled_from(
        [
            *ONE.splitlines(),
            *EXAM.splitlines(),
            *FACTS.splitlines(),
            "- family: f",
            "  stems:",
            "  - a: [",
            "'",
            "\t",
            "? x",
        ]
    )
    | st.text(max_size=20),
    max_size=25,
).map("\n".join)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(questions=LINES, facts=LINES, exam=st.just(EXAM) | LINES)
def test_no_file_gives_a_traceback(tmp_path: Path, questions: str, facts: str, exam: str) -> None:
    path = folder(
        tmp_path,
        questions=questions.encode("utf-8", "surrogatepass") or b"\n",
        facts=facts.encode("utf-8", "surrogatepass") or b"\n",
        exam=exam.encode("utf-8", "surrogatepass") or b"\n",
    )
    reading = check(path)
    assert reading.bank is not None or reading.problems
    assert all(one.line >= 0 and one.message for one in reading.problems)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(at=st.integers(0, len(ONE)), length=st.integers(0, 12), put=st.text(max_size=6))
def test_a_damaged_question_gives_problems_with_places(tmp_path: Path, at: int, length: int, put: str) -> None:
    damaged = (ONE[:at] + put + ONE[at + length :]).encode("utf-8", "surrogatepass") or b"\n"
    for one in check(folder(tmp_path, questions=damaged)).problems:
        assert one.line <= damaged.count(b"\n") + damaged.count(b"\r") + 2
        assert one.remedy
