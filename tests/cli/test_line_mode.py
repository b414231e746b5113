"""Whole sittings typed line by line: what a candidate reads, and what is kept."""

import re

import pytest

from tests.cli.banks import EVIL
from tests.cli.conftest import Run

PROMPT = re.compile(r"^.*?> ", re.MULTILINE)
RIGHT = {"one": "Option right of one", "two": ("Choice of two: a", "Choice of two: b")}


def letters(out: str) -> dict[str, str]:
    """Letters of the options on screen, by their text."""
    return {text.strip(): name for name, text in re.findall(r"^\s+([A-H])\. (.+)$", out, re.MULTILINE)}


class TestPractice:
    """Each answer is marked and explained before the next question."""

    def test_explains_every_option_after_the_answer_and_none_before(self, run: Run) -> None:
        told = run("practice", "tiny-01", "-n", "1", "--seed", "2", "--plain", typed="skip\n\n").out
        before, after = told.split("> ", 1)
        assert "why of" not in before
        assert after.count("The why of") >= 4

    def test_numbers_each_question_and_ends_each_prompt_alike(self, run: Run) -> None:
        told = run("practice", "tiny-01", "-n", "4", "--plain", typed="skip\n\n" * 4).out
        assert re.findall(r"^Question \d of \d$", told, re.MULTILINE) == [f"Question {n} of 4" for n in (1, 2, 3, 4)]
        assert told.count("Answer> ") == 4
        assert told.count("Enter for the next question> ") == 3
        assert told.count("Enter to finish> ") == 1

    def test_says_what_was_right_in_letters_of_the_screen(self, run: Run) -> None:
        first = run(
            "practice", "tiny-01", "-n", "1", "--seed", "1", "--objective", "1.1", "--plain", typed="quit\n"
        ).out
        shown = letters(first)
        wrong = next(name for text, name in shown.items() if "w1" in text or ": c" in text)
        right = sorted(name for text, name in shown.items() if "right" in text or text.endswith((": a", ": b")))
        typed = wrong if len(right) == 1 else f"{wrong} {right[0]}"
        told = run("resume", "--plain", typed=f"{typed}\n\n").out
        assert "Wrong. You answered" in told
        assert f"The right answer: {' '.join(right)}." in told

    def test_can_be_left_and_taken_up_where_it_was(self, run: Run) -> None:
        left = run("practice", "tiny-01", "-n", "3", "--seed", "1", "--plain", typed="skip\n\nquit\n").out
        assert "Paused. Go on with: examcert resume 1" in left
        again = run("resume", "--plain", typed="quit\n").out
        assert "Question 2 of 3" in again

    def test_closed_input_leaves_it_open(self, run: Run) -> None:
        assert run("practice", "tiny-01", "-n", "2", "--plain").code == 0
        assert [row["submitted"] for row in run("history", "--json").document()] == [None]

    def test_the_missed_ones_come_back(self, run: Run) -> None:
        run("practice", "tiny-01", "-n", "4", "--plain", typed="skip\n\n" * 4)
        assert "Practice: 4 questions" in run("practice", "tiny-01", "--only", "missed", "--plain", typed="quit\n").out
        assert run("practice", "tiny-01", "--only", "new", "--plain").code == 2

    def test_the_flagged_ones_come_back(self, run: Run) -> None:
        run("practice", "tiny-01", "-n", "2", "--plain", typed="flag\nskip\n\nskip\n\n")
        assert "Practice: 1 question," in run("practice", "tiny-01", "--only", "flagged", "--plain", typed="quit\n").out

    def test_claude_without_a_key_gives_the_authors_words_and_one_line_about_why(self, run: Run) -> None:
        told = run("practice", "tiny-01", "-n", "1", "--plain", typed="claude\nskip\nclaude\n\n").out
        assert "Answer first: Claude explains afterwards." in told
        assert told.count("ANTHROPIC_API_KEY") == 1
        assert told.count("Why, in the author's words:") == 2

    def test_a_skipped_question_is_shown_with_its_answer(self, run: Run) -> None:
        told = run("practice", "tiny-01", "-n", "1", "--plain", typed="skip\n\n").out
        assert "Not answered. The right answer:" in told

    def test_nothing_is_crossed_out_after_the_answer(self, run: Run) -> None:
        told = run("practice", "tiny-01", "-n", "1", "--plain", typed="skip\nstrike b\n\n").out
        assert "Crossed out" not in told
        assert "This one is answered." in told

    def test_a_word_that_does_nothing_here_is_said(self, run: Run) -> None:
        told = run("practice", "tiny-01", "-n", "1", "--plain", typed="submit\n?\nskip\n?\ntime\nflag\nx\n\n").out
        assert "submit does nothing here. Type ? for the keys." in told
        assert "This sitting has no time limit." in told
        assert "This one is answered. Enter goes on; ? shows the keys." in told


class TestAMockExam:
    """No word about right or wrong before the end."""

    def test_tells_nothing_before_the_paper_is_handed_in(self, run: Run) -> None:
        told = run("mock", "tiny-01", "--plain", typed="a\n\n\nlist\nquit\n").out
        assert not re.search(r"right|wrong|why of|correct|1\.1|2\.1", told.replace("Option right", "").lower())
        assert run("report", "1").code == 2
        assert run("review", "1").code == 2

    def test_moves_freely_and_changes_answers(self, run: Run) -> None:
        told = run("mock", "tiny-01", "--seed", "3", "--plain", typed="go 3\nback\ngo 99\ngo x\nnext\nquit\n").out
        shown = re.findall(r"^Question (\d) of 4$", told, re.MULTILINE)
        assert shown == ["1", "3", "2", "3"]
        assert "Say which question, such as: go 12" in told

    def test_lists_what_is_open_before_it_is_handed_in(self, run: Run) -> None:
        told = run("mock", "tiny-01", "--plain", typed="flag\nlist\nsubmit\nno\nsubmit\nyes\n")
        assert "Unanswered: 1 to 4" in told.out
        assert "Flagged: 1" in told.out
        assert "Not handed in." in told.out
        assert told.code == 1

    def test_reports_the_score_with_interval_and_says_that_it_is_an_estimate(self, run: Run) -> None:
        told = run("mock", "tiny-01", "--plain", typed="submit\nyes\n").out
        assert "NOT PASSED" in told
        assert "Score: 100 on a scale from 100 to 1000; the pass mark is 700." in told
        assert "95% interval of the score: 100 to" in told
        assert "estimate" in told

    def test_crosses_out_and_takes_back(self, run: Run) -> None:
        told = run("mock", "tiny-01", "--seed", "0", "--plain", typed="strike b\nshow\nstrike b\nstrike\nquit\n").out
        assert "Crossed out: B." in told
        assert "(crossed out)" in told
        assert "Crossed out: none." in told
        assert "Say which option, such as: strike B" in told

    def test_keeps_what_is_chosen_from_being_crossed_out(self, run: Run) -> None:
        told = run("mock", "tiny-01", "--seed", "0", "--plain", typed="strike b\nabd\nback\nstrike c b\nquit\n").out
        assert told.count("(crossed out)") == 0
        assert "What is chosen cannot be crossed out. Take it out of the answer first" in told

    def test_tells_the_time_on_request_only(self, run: Run) -> None:
        told = run("mock", "tiny-01", "--plain", typed="time\nquit\n").out
        assert told.count("left.") == 2
        assert "minutes" in told

    def test_is_continued_with_its_answers(self, run: Run) -> None:
        run("mock", "tiny-01", "--seed", "3", "--plain", typed="go 2\n1a 2b\nab\nquit\n")
        stored = run("history", "--json").document()[0]["answered"]
        assert f"{stored} of 4 answered." in run("resume", "--plain", typed="quit\n").out

    def test_two_at_once_do_not_disturb_each_other(self, run: Run) -> None:
        run("mock", "tiny-01", "--seed", "1", "--plain", typed="flag\nquit\n")
        run("mock", "tiny-01", "--seed", "2", "--plain", typed="quit\n")
        assert "Flagged: 1" in run("resume", "1", "--plain", typed="list\nquit\n").out
        assert "Flagged: none" in run("resume", "2", "--plain", typed="list\nquit\n").out


@pytest.mark.parametrize("command", ["practice evil-01 -n 2 --plain", "mock evil-01 --plain"])
def test_a_bank_cannot_steer_the_terminal(run: Run, command: str) -> None:
    typed = "skip\n\nskip\n\n" if command.startswith("practice") else "submit\nyes\n"
    told = run(*command.split(), typed=typed)
    assert EVIL not in told.out
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b]", told.out + told.err)
    assert "[bold]tag[/bold] [/]" in told.out
