"""A ready issue text about a question: what an author needs to find it, and room for what is wrong."""

from typing import TYPE_CHECKING

from textual.content import Content

from examcert.core.bank import Bank
from examcert.core.paper import Item
from examcert.core.question import Question
from examcert.errors import ExamcertError
from examcert.tui.prose import bare

if TYPE_CHECKING:
    from examcert.tui.app import ExamcertApp

FORM = """\
# {name}: a problem

- exam: {exam}
- question: {name}
- fingerprint: {fingerprint}
- bank: {digest}
- objective: {objective}

## What is wrong

(the key, an explanation, the wording, a fact that has changed: say which, and how you know)

## The question

{stem}

{options}
"""


def issue_text(bank: Bank, item: Item, asked: Question | None) -> str:
    """The text, without the key: who reads it should look for themselves."""
    return FORM.format(
        name=item.id,
        exam=bank.exam,
        fingerprint=asked.fingerprint if asked is not None else "changed since it was drawn",
        digest=bank.digest[:8],
        objective=item.objective,
        stem=item.stem.strip(),
        options="\n".join(f"- {option.id}: {option.text}" for option in item.options),
    )


def report_question(app: "ExamcertApp", bank: Bank, item: Item) -> None:
    """Write the text, copy it, and say where it is."""
    from examcert.tui.dialogs import Told

    text = issue_text(bank, item, bank.by_id.get(item.id))
    try:
        path = app.house.issue(item.id, text)
    except ExamcertError as error:
        app.fail(error)
        return
    app.copy_to_clipboard(text)
    told = Content.assemble(
        "An issue text is ready, with the question's id and fingerprint.\n\n", bare(str(path), "bold"),
        "\n\nIt is also in the clipboard, where the terminal allows it. Add what is wrong, and hand it to the authors.",
    )  # fmt: skip
    app.push_screen(Told("Report this question", told))
