"""A YAML file that is no bank, as plain data: the same reader, the same care, one complaint at a time."""

from typing import Any

import yaml

from examcert.bank_files.nodes import UNREAD, build, compose, has_anchors
from examcert.bank_files.syntax import explained
from examcert.errors import ExamcertError


def plain_data(file: str, text: str) -> Any:
    """The data of a YAML text: scalars are text, nothing is guessed. `ExamcertError` on the first mistake."""

    def complain(mark: Any, _rule: str, message: str, remedy: str) -> None:
        raise ExamcertError(f"{file}:{mark.line + 1}:{mark.column + 1}: {message}", remedy=remedy)

    try:
        has_anchors(text, complain)
        root = compose(text)
    except yaml.YAMLError as error:
        found = explained(error, text)
        raise ExamcertError(
            f"{file}:{found.line + 1}:{found.column + 1}: {found.message}", remedy=found.remedy
        ) from error
    except RecursionError as error:
        raise ExamcertError(f"{file} nests too deep.", remedy="Flatten it.") from error
    data = None if root is None else build(root, complain)
    assert data is not UNREAD, "what cannot be read is complained of"
    return data
