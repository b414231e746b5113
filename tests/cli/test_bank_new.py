"""`bank new`: what it makes reads without a mistake, is laid out, and has ids of its own."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examcert.bank_files import check, formatted
from examcert.bank_files.scaffold import KINDS, NewBank, neediest, new_bank, new_id, quoted
from examcert.cli import wiring
from tests.build import blueprint
from tests.cli.conftest import Run


def made(run: Run, folder: Path, *more: str) -> str:
    """A new bank in a folder; what was printed."""
    result = run("bank", "new", str(folder), *more, "--no-ask")
    assert result.code == 0, result.err
    return result.out


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "my-exam"


class TestANewBank:
    def test_reads_without_a_mistake_and_can_be_sat(self, run: Run, folder: Path) -> None:
        assert made(run, folder) == f"{folder / 'domain-1.yaml'}\n"
        reading = check(folder)
        assert reading.problems == ()
        assert reading.bank is not None
        assert (reading.bank.exam, len(reading.bank.questions)) == ("MY-EXAM", 2)
        assert run("sit", str(folder), "--candidate", "key").code == 0

    def test_is_laid_out_and_comes_with_its_schemas(self, run: Run, folder: Path) -> None:
        made(run, folder)
        for path in folder.glob("*.yaml"):
            assert formatted(path.name, path.read_bytes()).encode() == path.read_bytes()
            head = path.read_text(encoding="utf-8").partition("\n")[0]
            assert (folder / head.partition("$schema=")[2]).is_file()

    def test_has_the_domains_that_were_named(self, run: Run, folder: Path) -> None:
        made(
            run, folder, "--domain", "Nets: local=30", "--domain", "Stores=70", "--title", 'The "exam"', "--code", "x-1"
        )
        bank = check(folder).bank
        assert bank is not None
        assert [(domain.name, domain.weight) for domain in bank.blueprint.domains] == [
            ("Nets: local", (30.0, 30.0)),
            ("Stores", (70.0, 70.0)),
        ]
        assert (bank.exam, bank.blueprint.name) == ("X-1", 'The "exam"')

    @pytest.mark.parametrize(
        ("options", "says"),
        [
            (("--domain", "Nets"), "is no domain with its weight"),
            (("--domain", "Nets=10"), "add up to 10"),
            (("--code", "no code"), "is no exam code"),
            (("--kind", "single"), "is no bank yet, so --kind says nothing"),
        ],
    )
    def test_is_not_begun_from_what_does_not_fit(
        self, run: Run, folder: Path, options: tuple[str, ...], says: str
    ) -> None:
        result = run("bank", "new", str(folder), *options, "--no-ask")
        assert (result.code, says in result.err, folder.exists()) == (2, True, False)

    def test_is_not_begun_where_something_is(self, run: Run, folder: Path) -> None:
        folder.mkdir()
        (folder / "notes.txt").write_text("mine", encoding="utf-8")
        assert run("bank", "new", str(folder), "--no-ask").code == 2
        assert [path.name for path in folder.iterdir()] == ["notes.txt"]

    def test_asks_for_what_was_not_given(self, run: Run, folder: Path) -> None:
        result = run("bank", "new", str(folder), "--ask", typed="abc-1\nThe exam\nA school\nNets=50, Stores=50\n")
        assert result.code == 0, result.err
        bank = check(folder).bank
        assert bank is not None
        assert (bank.exam, bank.blueprint.vendor, len(bank.blueprint.domains)) == ("ABC-1", "A school", 2)


class TestANewQuestion:
    @pytest.mark.parametrize("kind", KINDS)
    def test_of_any_kind_reads_without_a_mistake(self, run: Run, folder: Path, kind: str) -> None:
        made(run, folder)
        place = made(run, folder, "--kind", kind)
        path, _, line = place.strip().rpartition(":")
        assert check(folder).problems == ()
        assert Path(path).read_text(encoding="utf-8").splitlines()[int(line) - 1].startswith("- ")

    def test_of_a_kind_that_the_exam_does_not_have_is_said_at_once(self, run: Run, folder: Path) -> None:
        made(run, folder)
        assert "has no ordering questions; it has" in run("bank", "new", str(folder), "--kind", "ordering").err
        assert "has no" not in run("bank", "new", str(folder), "--kind", "family").err

    def test_has_an_id_of_its_own_however_often_it_is_begun(self, run: Run, folder: Path) -> None:
        made(run, folder)
        for kind in (*KINDS, *KINDS):
            made(run, folder, "--kind", kind, "--topic", "Choose the same thing")
        reading = check(folder)
        assert reading.problems == ()
        assert reading.bank is not None
        assert len(reading.bank.by_id) == 2 + 2 * (len(KINDS) + 1)

    def test_goes_where_questions_are_wanting(self, run: Run, folder: Path) -> None:
        made(run, folder, "--domain", "One=50", "--domain", "Two=50")
        assert made(run, folder).startswith(str(folder / "domain-2.yaml"))

    def test_keeps_what_stands_in_the_file(self, run: Run, folder: Path) -> None:
        made(run, folder)
        path = folder / "domain-1.yaml"
        path.write_text(
            path.read_text(encoding="utf-8").rstrip("\n") + "\n# mine, without a line end", encoding="utf-8"
        )
        made(run, folder)
        assert "# mine, without a line end\n- id: my-1.1-new\n" in path.read_text(encoding="utf-8")

    @pytest.mark.parametrize(
        ("options", "says"),
        [
            (("--objective", "9.9"), "has no objective '9.9'"),
            (("--title", "Mine"), "is a bank already, so --title says nothing"),
        ],
    )
    def test_is_not_begun_from_what_does_not_fit(
        self, run: Run, folder: Path, options: tuple[str, ...], says: str
    ) -> None:
        made(run, folder)
        result = run("bank", "new", str(folder), *options, "--no-ask")
        assert (result.code, says in result.err) == (2, True)

    def test_asks_in_a_terminal(self, run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        made(run, folder)
        monkeypatch.setattr(wiring, "interactive", lambda: True)
        result = run("bank", "new", str(folder), typed="matching\n\nhard\nneeds and stores\n")
        assert result.code == 0, result.err
        bank = check(folder).bank
        assert bank is not None
        assert bank.by_id["my-1.1-needs-stores"].difficulty == "hard"


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_name_of_exam_and_vendor_makes_a_bank_that_reads(title: str, vendor: str) -> None:
    files = new_bank(NewBank("X", title, vendor, {"General": 100.0}))
    assert quoted(title) in files["exam.yaml"] or len(title) > 40


@given(st.text(max_size=80), st.sets(st.sampled_from(["x-1.1-a", "x-1.1-a-2", "x-1.1-new", "x-1.1-new-1"])))
def test_an_id_is_free_and_well_formed_whatever_the_topic(topic: str, taken: set[str]) -> None:
    name = new_id(taken, "X-1", "1.1", topic)
    assert name not in taken
    assert f"{name}-1" not in taken
    assert name.startswith("x-1.1-")
    assert len(name) <= 70


def test_the_neediest_objective_is_the_one_furthest_behind_its_weight() -> None:
    plan = blueprint(domains={"One": 75, "Two": 25})
    assert neediest(plan, ["1.1", "2.1"]) == "1.1"
    assert neediest(plan, ["1.1"] * 4 + ["2.1"]) == "2.1"
