"""Answers in JSON, YAML and CSV say the same, and what is wrong with them is said with its place."""

import json
from pathlib import Path

import pytest

from examcert.bank_files.plain import plain_data
from examcert.candidates.answers_file import FileCandidate, candidate_of, read_sheet
from examcert.core.paper import Paper
from examcert.errors import ExamcertError
from tests.build import choice, matching, ordering, paper

PAPER: Paper = paper(
    choice("Which?", key="ab", more={"id": "no"}),
    ordering("In which order?", key="cab", more={"id": "steps"}),
    matching("Which where?", key={"x": "a", "y": "b"}, more={"id": "grid"}),
)
FORMS = {
    "json": json.dumps(
        {"code": PAPER.code, "answers": {"no": ["b", "a"], "steps": ["c", "a", "b"], "grid": {"y": "b"}}}
    ),
    "yaml": f'code: {PAPER.code}\nanswers:\n  no: [b, a]\n  steps:\n    - c\n    - a\n    - b\n  grid: {{"y": b}}\n',
    "csv": f"question,answer,code\nno,b;a,{PAPER.code}\nsteps,c ; a;b,\ngrid,y=b,{PAPER.code}\n",
}


def read(tmp_path: Path, form: str, text: str) -> FileCandidate:
    file = tmp_path / f"answers.{form}"
    file.write_text(text, encoding="utf-8")
    return candidate_of(read_sheet(file, yaml=plain_data), PAPER)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_says_the_same(tmp_path: Path, form: str) -> None:
    candidate = read(tmp_path, form, FORMS[form])
    given = {item.id: candidate.answer(item) for item in PAPER.items}
    assert given == {"no": ("b", "a"), "steps": ("c", "a", "b"), "grid": ("", "b")}


def test_an_answer_in_csv_may_stand_on_several_lines(tmp_path: Path) -> None:
    candidate = read(tmp_path, "csv", "question,answer\nsteps,c\ngrid,x=a\nsteps,a;b\ngrid,y=b\nno,\n")
    given = {item.id: candidate.answer(item) for item in PAPER.items}
    assert given == {"no": (), "steps": ("c", "a", "b"), "grid": ("a", "b")}


def test_json_is_yaml(tmp_path: Path) -> None:
    assert read(tmp_path, "yml", FORMS["json"]).answer(PAPER.items[0]) == ("b", "a")


@pytest.mark.parametrize(
    ("form", "text", "said"),
    [
        ("yaml", "answers:\n  steps: [c\n", r"answers\.yaml:2:\d+: The bracket"),
        ("yaml", "answers: {steps: [c], steps: [a]}", r"answers\.yaml:1:\d+: The field 'steps' is there twice"),
        ("yaml", "answers:\n  steps: [no]", r"answers\.yaml:2:11: YAML reads a bare no as true or false"),
        ("yaml", "answers: &a {}\n", r"answers\.yaml:1:\d+: &a is an anchor"),
        ("yaml", "", "is no answers file"),
        ("yaml", "[]", "is no answers file"),
        ("csv", "", "is no answers file"),
        ("csv", "id,option\nno,a\n", "Its first line names the columns"),
        ("csv", "question,answer\nno,a,b,c\n", r"Line 2 of .* does not fit its columns"),
        ("csv", "question,answer\n,a\n", r"Line 2 of .* does not fit its columns"),
        ("csv", 'question,answer\nno,"a\n', "is not CSV"),
        ("csv", "question,answer\ngrid,x=a\ngrid,x=b\n", r"Line 3 of .* fills 'x' twice"),
        ("csv", "question,answer,code\nno,a,A-1\nno,b,B-1\n", "answers several papers: A-1, B-1"),
        ("csv", "question,answer\nno,z\n", "no has no option 'z'"),
        ("csv", "question,answer\nelse,a\n", "answers 'else', which is not on the paper"),
        ("csv", "question,answer\nno,x=a\n", "The answer to no has the wrong shape"),
        ("csv", "question,answer,code\nno,a,TST-C01-9-00000000\n", "answers the paper TST-C01-9-00000000, not"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, form: str, text: str, said: str) -> None:
    with pytest.raises(ExamcertError, match=said):
        read(tmp_path, form, text)
