"""Prompt files: what they say is part of their version."""

from pathlib import Path

import pytest

from examcert.explainers.prompts import PromptError, read_prompt
from tests.explainers.desk import PROMPT

GOOD = "---\nversion: 3\nauthor: me\n---\nSay it plainly.\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "v3.md"
    path.write_text(GOOD, encoding="utf-8")
    return path


def test_a_prompt_has_a_version_and_a_text(file: Path) -> None:
    prompt = read_prompt(file)
    assert prompt.version.startswith("3-")
    assert prompt.text == "Say it plainly."


def test_an_edit_changes_the_version(file: Path) -> None:
    before = read_prompt(file).version
    file.write_text(GOOD.replace("plainly", "clearly"), encoding="utf-8")
    assert read_prompt(file).version != before


@pytest.mark.parametrize("same", [GOOD.replace("\n", "\r\n").encode(), b"\xef\xbb\xbf" + GOOD.encode()])
def test_line_ends_and_a_mark_do_not(file: Path, same: bytes) -> None:
    before = read_prompt(file)
    file.write_bytes(same)
    assert read_prompt(file) == before


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (None, "cannot be read"),
        (b"\xff\xfe", "not UTF-8"),
        (b"Say it plainly.", "no front matter"),
        (b"---\nversion: 3\n", "no front matter"),
        (b"---\nauthor: me\n---\nSay it.", "names no version"),
        (b"---\nversion: 3\n---\n \n", "says nothing"),
    ],
)
def test_a_bad_file_is_named_with_a_remedy(file: Path, data: bytes | None, complaint: str) -> None:
    if data is None:
        file.unlink()
    else:
        file.write_bytes(data)
    with pytest.raises(PromptError, match=complaint) as caught:
        read_prompt(file)
    assert str(file) in caught.value.what
    assert caught.value.remedy


def test_the_shipped_prompt_is_long_enough_to_be_cached() -> None:
    # 512 tokens are needed; no tokenizer makes fewer than one token of six characters of English.
    assert len(PROMPT.text) > 512 * 6
