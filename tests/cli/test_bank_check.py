"""`bank check`: what it finds, how it says it, and what it leaves with."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import TypeAdapter

from examcert.reports.shapes import PUBLISHED
from tests.audit.examples import STEM, TEXTS, question
from tests.cli.banks import blueprint
from tests.cli.conftest import Run

LONG = "Look passages up per session and put them into its own window"
DAY = ("--today", "2026-11-25")


def written(folder: Path, *questions: dict[str, Any], **files: Any) -> Path:
    """A sound bank of these questions as people write it, with other files besides or instead."""
    plan = blueprint(licence="CC-BY-4.0", affiliation="Nobody made it.")
    plan["domains"] = [{**plan["domains"][0], "weight": 100}]
    held: dict[str, Any] = {
        "exam": plan,
        "facts": [{"id": "f1", "claim": "It is so.", "url": "https://nobody.example", "checked": "2026-11-01"}],
        "misconceptions": [{"id": "m1", "belief": "It is otherwise.", "corrects": "It is so."}],
        "questions": [_as_written(one) for one in questions or (question(),)],
        **files,
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in held.items():
        text = (
            data if isinstance(data, str) else yaml.safe_dump(json.loads(json.dumps(data)), sort_keys=False, width=100)
        )
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def _as_written(one: dict[str, Any]) -> dict[str, Any]:
    options = {option["id"]: {k: v for k, v in option.items() if k != "id"} for option in one["options"]}
    return {**one, "options": options}


def long_key(**fields: Any) -> dict[str, Any]:
    """A question that L1 and R1 find a mistake in."""
    return question(texts={**TEXTS, "retrieval": LONG}, whys={"heat": "Incorrect."}, **fields)


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    """A bank with two errors and nothing else."""
    return written(tmp_path / "bank", long_key())


class TestASoundBank:
    """Nothing to say, and a line that says so."""

    def test_leaves_with_0_and_nothing_on_stdout(self, run: Run, tmp_path: Path) -> None:
        result = run("bank", "check", str(written(tmp_path / "b")), *DAY)
        assert (result.code, result.out) == (0, "")
        assert result.err.endswith("b: 1 question, 0 errors, 0 warnings.\n")

    def test_that_is_only_a_blueprint_is_fine(self, run: Run) -> None:
        assert run("bank", "check", "nca-genl").code == 0


class TestAProblem:
    """Its place, its rule, its question, and what to do."""

    def test_is_one_line_that_an_editor_understands(self, run: Run, bank: Path) -> None:
        result = run("bank", "check", str(bank), *DAY)
        line = next(line for line in (bank / "questions.yaml").read_text().split("\n") if "Look passages" in line)
        number = (bank / "questions.yaml").read_text().split("\n").index(line) + 1
        assert f"{bank / 'questions.yaml'}:{number}:{line.index('Look') + 1} error [L1 key-longest] (q1) " in result.out
        assert "Trim the key, or give a wrong option a detail that it needs." in result.out
        assert result.code == 1

    @pytest.mark.parametrize("broken", [b"\0", b"Not JSON", b'{"readings": [1]}', b'{"readings": ['])
    def test_of_the_readings_beside_the_bank_is_named(self, run: Run, tmp_path: Path, broken: bytes) -> None:
        bank = written(tmp_path / "b")
        (bank / "readings.json").write_bytes(broken)
        result = run("bank", "check", str(bank), *DAY)
        assert (result.code, result.out.count("\n")) == (1, 1)
        assert f"{bank / 'readings.json'}:0:0 error [readings] It " in result.out
        assert "Mend it by hand, or take it back from version control." in result.out

    def test_of_the_readings_leaves_the_bank_readable(self, run: Run, tmp_path: Path) -> None:
        bank = written(tmp_path / "b")
        (bank / "readings.json").write_bytes(b"\0")
        assert run("bank", "check", str(bank), "--ignore", "readings", *DAY).code == 0

    def test_in_a_family_is_told_where_it_was_written_and_once(self, run: Run, tmp_path: Path) -> None:
        texts = {name: {"text": text} for name, text in {**TEXTS, "limit": "All of the above"}.items()}
        whys = {option["id"]: {"why": option["why"]} for option in question()["options"]}
        stems = [
            {
                "id": f"q{n}",
                "objective": "1.1",
                "difficulty": "easy",
                "stem": f"{n}. {STEM}",
                "key": [key],
                "whys": whys,
            }
            for n, key in enumerate(("retrieval", "heat"))
        ]
        folder = written(tmp_path / "b", questions=[{"family": "kinds", "options": texts, "stems": stems}])
        result = run("bank", "check", str(folder), "--select", "N1", "--json")
        (found,) = result.document()["problems"]
        assert (folder / "questions.yaml").read_text().split("\n")[
            found["line"] - 1
        ].strip() == "text: All of the above"

    @pytest.mark.parametrize(
        ("rule", "file", "text"),
        [
            ("F1", "facts", "checked: '2026-11-01'"), ("F6", "misconceptions", "- id: m2"),
            ("U1", "exam", "- id: '1.2'"), ("M2", "exam", "code: TINY-01"),
        ],
    )  # fmt: skip
    def test_of_the_bank_as_a_whole_has_its_place_too(
        self, run: Run, tmp_path: Path, rule: str, file: str, text: str
    ) -> None:
        plan = blueprint(affiliation="Nobody made it.")
        objectives = [{"id": name, "name": "Task"} for name in ("1.1", "1.2")]
        plan["domains"] = [{"id": "1", "name": "One", "weight": 100, "objectives": objectives}]
        beliefs = [{"id": name, "belief": "So.", "corrects": "Not so."} for name in ("m1", "m2")]
        folder = written(tmp_path / "b", exam=plan, misconceptions=beliefs)
        (found,) = run("bank", "check", str(folder), "--select", rule, "--today", "2027-11-25", "--json").document()[
            "problems"
        ]
        assert found["file"] == str(folder / f"{file}.yaml")
        assert (folder / f"{file}.yaml").read_text().split("\n")[found["line"] - 1].strip() == text

    def test_of_the_files_does_not_hide_those_of_the_audit(self, run: Run, tmp_path: Path) -> None:
        folder = written(tmp_path / "b", long_key(), question("q2", stemm="x"))
        rules = {one["rule"] for one in run("bank", "check", str(folder), *DAY, "--json").document()["problems"]}
        assert rules == {"key-longest", "thin-why", "unknown-field"}

    def test_of_the_files_leaves_no_word_on_what_the_unread_question_may_hold(self, run: Run, tmp_path: Path) -> None:
        elsewhere = [{"url": "https://nobody.example/a"}]
        lacking = written(tmp_path / "a", question(refs=elsewhere))
        broken = written(tmp_path / "b", question(refs=elsewhere), question("q2", stemm="x"))
        assert "uncited-fact" in run("bank", "check", str(lacking), *DAY).out
        checked = run("bank", "check", str(broken), *DAY)
        assert "uncited-fact" not in checked.out
        assert "Rules on what a bank lacks wait until its files have no error." in checked.err


class TestChoosingRules:
    """By code, by name or by group, with commas or again."""

    @pytest.mark.parametrize(
        ("args", "found"),
        [
            (("--select", "L1"), {"key-longest"}), (("--select", "key-longest"), {"key-longest"}),
            (("--select", "l"), {"key-longest"}), (("--select", "l1,R"), {"key-longest", "thin-why"}),
            (("--select", "L1", "--select", "R1"), {"key-longest", "thin-why"}), (("--ignore", "L"), {"thin-why"}),
            (("--select", "L", "--ignore", "L1"), set()),
        ],
    )  # fmt: skip
    def test_keeps_to_them(self, run: Run, bank: Path, args: tuple[str, ...], found: set[str]) -> None:
        result = run("bank", "check", str(bank), *DAY, "--json", *args)
        assert {one["rule"] for one in result.document()["problems"]} == found
        assert result.code == int(bool(found))

    def test_that_do_not_exist_is_2_and_names_the_nearest(self, run: Run, bank: Path) -> None:
        result = run("bank", "check", str(bank), "--select", "key-longst")
        assert (result.code, result.out) == (2, "")
        assert "There is no rule 'key-longst'." in result.err
        assert "Did you mean key-longest?" in result.err

    def test_never_makes_an_unreadable_bank_sound(self, run: Run, tmp_path: Path) -> None:
        folder = written(tmp_path / "b", question("q2", stemm="x"))
        for args in (("--select", "L1"), ("--ignore", "unknown-field")):
            result = run("bank", "check", str(folder), *args)
            assert "Its files have 1 more error that no option asks for" in result.err
            assert result.code == 1


class TestWarnings:
    """They are told, and fail a check only when that is asked for."""

    @pytest.fixture
    def mild(self, tmp_path: Path) -> Path:
        return written(tmp_path / "bank", question(origin=None))

    def test_leave_with_0(self, run: Run, mild: Path) -> None:
        result = run("bank", "check", str(mild), *DAY)
        assert "warning [M1 no-origin]" in result.out
        assert result.code == 0

    def test_leave_with_1_when_strict(self, run: Run, mild: Path) -> None:
        assert run("bank", "check", str(mild), *DAY, "--strict").code == 1


class TestWaivers:
    """Counted and shown with their reason, never among the problems."""

    def test_are_in_the_document_and_in_the_line(self, run: Run, tmp_path: Path) -> None:
        folder = written(tmp_path / "b", long_key(waive={"L1": "It is a name.", "R1": "It is short."}))
        result = run("bank", "check", str(folder), *DAY, "--json")
        told = result.document()
        assert [(one["rule"], one["reason"]) for one in told["waived"]] == [
            ("key-longest", "It is a name."), ("thin-why", "It is short."),
        ]  # fmt: skip
        assert (told["problems"], result.code) == ([], 0)
        assert "0 errors, 0 warnings, 2 waived." in result.err


class TestFormats:
    """For people, for pull requests, for code hosts, for programs."""

    def test_json_fits_its_schema_and_names_the_rules(self, run: Run, bank: Path) -> None:
        result = run("bank", "check", str(bank), *DAY, "--format", "json")
        TypeAdapter(PUBLISHED["bank-check"]).validate_json(result.out)
        told = result.document()
        assert (told["questions"], told["errors"], told["warnings"]) == (1, 2, 0)
        assert [rule["code"] for rule in told["rules"]] == ["L1", "R1"]
        assert set(told["problems"][0]) == {
            "file", "line", "column", "rule", "severity", "message", "remedy", "question",
        }  # fmt: skip

    def test_github_annotates_lines(self, run: Run, bank: Path) -> None:
        result = run("bank", "check", str(bank), *DAY, "--format", "github")
        lines = result.out.splitlines()
        assert len(lines) == 2
        assert all(line.startswith("::error file=") for line in lines)
        assert any(",title=L1 key-longest::q1%3A " in line or ",title=L1 key-longest::q1: " in line for line in lines)

    def test_github_lets_no_bank_start_a_command(self, run: Run, tmp_path: Path) -> None:
        evil = "All of the above\n::set-env name=PATH::x\r%0A::error::y"
        folder = written(tmp_path / "b", question(texts={**TEXTS, "limit": "A and B"}, origin=f"exam dumps {evil}"))
        (folder / "a,b:c.yaml").write_text("- id: [", encoding="utf-8")
        out = run("bank", "check", str(folder), "--format", "github").out
        assert all(line.startswith(("::error file=", "::warning file=")) for line in out.splitlines())
        assert "a%2Cb%3Ac.yaml" in out

    def test_sarif_has_rules_places_and_levels(self, run: Run, bank: Path) -> None:
        log = json.loads(run("bank", "check", str(bank), *DAY, "--format", "sarif").out)
        (ran,) = log["runs"]
        rules = ran["tool"]["driver"]["rules"]
        assert log["version"] == "2.1.0"
        assert [rule["id"] for rule in rules] == ["key-longest", "thin-why"]
        for found in ran["results"]:
            assert rules[found["ruleIndex"]]["id"] == found["ruleId"]
            region = found["locations"][0]["physicalLocation"]["region"]
            assert region["startLine"] > 1 <= region["startColumn"]
            assert found["level"] == "error"

    @pytest.mark.parametrize("form", ["json", "sarif"])
    def test_a_document_is_whole_when_there_is_nothing(self, run: Run, tmp_path: Path, form: str) -> None:
        json.loads(run("bank", "check", str(written(tmp_path / "b")), *DAY, "--format", form).out)


class TestExplaining:
    """A page for every rule, those of the reader included."""

    @pytest.mark.parametrize("rule", ["L1", "l1", "key-longest", "unknown-fact"])
    def test_prints_the_page_and_leaves(self, run: Run, rule: str) -> None:
        result = run("bank", "check", "--explain", rule)
        assert result.out.startswith(
            "# L1 key-longest (warning)" if "l" in rule[:1].lower() or rule[0] == "k" else "# unknown-fact"
        )
        for part in ("**Bad:**", "**Good:**", "**What to do:**"):
            assert part in result.out
        assert result.code == 0

    def test_of_a_group_prints_each(self, run: Run) -> None:
        assert run("bank", "check", "--explain", "L").out.count("\n# L") == 2

    def test_of_nothing_is_2(self, run: Run) -> None:
        assert run("bank", "check", "--explain", "nothing").code == 2

    def test_without_a_path_or_a_rule_is_2_and_says_what_to_give(self, run: Run) -> None:
        result = run("bank", "check")
        assert result.code == 2
        assert "Give the folder of a bank" in result.err


def test_a_question_copied_from_another_bank_shows(run: Run, tmp_path: Path) -> None:
    here = written(tmp_path / "here")
    there = written(tmp_path / "there", question("elsewhere"), exam={**blueprint("OTHER-01"), "domains": one_domain()})
    result = run("bank", "check", str(here), *DAY, "--beside", str(there))
    assert "[D4 twin-in-another-bank] (q1)" in result.out
    assert "'elsewhere' of OTHER-01" in result.out


def one_domain() -> list[dict[str, Any]]:
    """A plan of one domain with one objective."""
    return [{"id": "1", "name": "One", "weight": 100, "objectives": [{"id": "1.1", "name": "Task"}]}]


def test_a_table_of_names_beside_a_bank_counts(run: Run, tmp_path: Path) -> None:
    names = {"old": ["output token limit"], "now": "reply limit", "change": "renamed", "note": "So it is.",
             "source": "https://nobody.example"}  # fmt: skip
    table = {"vendor": "Nobody", "hosts": ["nobody.example"], "names": [names]}
    (tmp_path / "names").mkdir()
    (tmp_path / "names" / "nobody.yaml").write_text(json.dumps(table), encoding="utf-8")
    result = run("bank", "check", str(written(tmp_path / "bank")), *DAY)
    assert "'output token limit' is an old name. It is now reply limit. Use reply limit. So it is." in result.out


def test_a_broken_table_of_names_is_2(run: Run, tmp_path: Path) -> None:
    (tmp_path / "names").mkdir()
    (tmp_path / "names" / "nobody.yaml").write_text("- [", encoding="utf-8")
    result = run("bank", "check", str(written(tmp_path / "bank")))
    assert "nobody.yaml cannot be read" in result.err
    assert result.code == 2


def test_a_day_that_is_none_is_2(run: Run) -> None:
    assert run("bank", "check", "aif-c01", "--today", "soon").code == 2
