"""`bank fmt` and `bank schema`: what authors write with."""

import json
from pathlib import Path

import pytest

from tests.cli.banks import FOUR, blueprint, write_bank
from tests.cli.conftest import Run


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    """A bank written as JSON, which is YAML laid out badly."""
    return write_bank(tmp_path / "bank", blueprint(), *FOUR)


class TestFormatting:
    def test_lays_out_every_file_once(self, run: Run, bank: Path) -> None:
        first, second = run("bank", "fmt", str(bank)), run("bank", "fmt", str(bank))
        assert first.out.count("laid out") == 2
        assert (first.code, second.code, second.out) == (0, 0, "")

    def test_changes_nothing_of_what_the_bank_is(self, run: Run, bank: Path) -> None:
        before = run("bank", "show", str(bank), "--json").document()
        run("bank", "fmt", str(bank))
        assert run("bank", "show", str(bank), "--json").document() == before

    def test_only_checks_when_asked_to(self, run: Run, bank: Path) -> None:
        before = (bank / "questions.yaml").read_bytes()
        result = run("bank", "fmt", "--check", str(bank))
        assert (result.code, (bank / "questions.yaml").read_bytes()) == (1, before)
        run("bank", "fmt", str(bank))
        assert run("bank", "fmt", "--check", str(bank)).code == 0

    def test_leaves_a_broken_file_alone_and_does_the_others(self, run: Run, bank: Path) -> None:
        (bank / "exam.yaml").write_text("code: [\n", encoding="utf-8")
        result = run("bank", "fmt", str(bank))
        assert (result.code, "Not formatted" in result.err) == (2, True)
        assert result.out == f"laid out {bank / 'questions.yaml'}\n"

    def test_takes_single_files_and_keeps_their_permissions(self, run: Run, bank: Path) -> None:
        path = bank / "questions.yaml"
        path.chmod(0o640)
        run("bank", "fmt", str(path))
        assert path.stat().st_mode & 0o777 == 0o640

    def test_takes_exam_codes(self, run: Run) -> None:
        assert run("bank", "fmt", "--check", "mla-c02").code == 0

    @pytest.mark.parametrize("name", ["nowhere", "notes.txt"])
    def test_refuses_what_is_no_bank_file(self, run: Run, tmp_path: Path, name: str) -> None:
        (tmp_path / "notes.txt").write_text("x", encoding="utf-8")
        assert run("bank", "fmt", str(tmp_path / name)).code == 2


class TestSchemas:
    def test_are_listed_and_printed(self, run: Run) -> None:
        names = run("bank", "schema").out.split()
        assert names == ["exam", "facts", "misconceptions", "names", "questions", "readings"]
        assert json.loads(run("bank", "schema", "facts").out)["type"] == "array"

    def test_are_written_into_a_folder(self, run: Run, tmp_path: Path) -> None:
        run("bank", "schema", "--write", str(tmp_path / "schemas"))
        assert len(list((tmp_path / "schemas").glob("*.schema.json"))) == 6

    def test_are_refused_by_a_name_that_is_none(self, run: Run) -> None:
        result = run("bank", "schema", "fact")
        assert (result.code, "There are exam, facts" in result.err) == (2, True)
