"""Settings in a file: read with care, written so that what a person wrote stays."""

from pathlib import Path

import pytest

from examcert import preferences
from examcert.errors import ExamcertError
from examcert.preferences import Preferences


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where settings are, in a folder that is not there yet."""
    return tmp_path / "new" / "settings.toml"


def written(path: Path, text: str) -> Path:
    """A file of settings as a person wrote it."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_the_defaults_hold(path: Path) -> None:
    assert preferences.read(path) == (Preferences(), [])


def test_what_is_written_is_read(path: Path) -> None:
    wanted = Preferences(explainer="claude", model="m", theme="light", contrast=True, motion=False, text_width=72,
                         language="pt-BR")  # fmt: skip
    preferences.write(path, wanted)
    assert preferences.read(path) == (wanted, [])


def test_comments_and_unknown_keys_stay(path: Path) -> None:
    written(path, '# mine\ntheme = "light"  # by day\nlater = 1\n')
    preferences.write(path, Preferences(theme="dark", contrast=True))
    assert path.read_text() == '# mine\ntheme = "dark"  # by day\nlater = 1\ncontrast = true\n'


@pytest.mark.parametrize(
    "line",
    ['theme = "pink"', "theme = 1", "contrast = 1", "text_width = 5", "text_width = true", 'explainer = "oracle"',
     'model = "a\\u001b"', "motion = []",
     'language = ""', 'language = "german!"', "language = 1"],
)  # fmt: skip
def test_a_value_that_makes_no_sense_is_named_and_its_default_holds(path: Path, line: str) -> None:
    found, complaints = preferences.read(written(path, f"clock = false\n{line}\n"))
    assert found == Preferences(clock=False)
    assert line.split(" ", maxsplit=1)[0] in complaints[0]


@pytest.mark.parametrize("text", ["theme =", "\x00", "[[["])
def test_a_broken_file_is_named_and_the_defaults_hold(path: Path, text: str) -> None:
    found, (complaint,) = preferences.read(written(path, text))
    assert found == Preferences()
    assert str(path) in complaint


def test_a_broken_file_is_set_aside_when_settings_change(path: Path) -> None:
    written(path, "theme =")
    preferences.write(path, Preferences(theme="light"))
    assert preferences.read(path)[0].theme == "light"
    assert path.with_name("settings.toml.broken").read_text() == "theme ="


def test_a_place_that_cannot_be_written_says_what_to_do(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(ExamcertError, match="cannot be written"):
        preferences.write(path, Preferences(theme="light"))
