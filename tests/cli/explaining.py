"""What tests of Claude's explanations on the command line share."""

import json
from typing import Any

from pydantic import TypeAdapter

from examcert.reports.shapes import PUBLISHED
from tests.api_server import Body, explained
from tests.cli.conftest import Run


def against_the_key(body: Body) -> str:
    told = json.loads(explained(body))
    told["options"][0] |= {"verdict": "incorrect", "explanation": "The documents say otherwise."}
    return json.dumps(told)


def build(run: Run, *args: str) -> Any:
    result = run("explanations", "build", "tiny-01", *args, "--json")
    told = result.document()
    TypeAdapter(PUBLISHED["explanations-build"]).validate_python(told)
    return result.code, told
