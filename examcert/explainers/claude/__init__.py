"""Claude's explanations: the only room that knows the `anthropic` SDK.

The SDK takes seconds to import, so every import of it stands inside a function that is about to
call Claude; importing this package loads none of it.
"""

from examcert.explainers.claude.explainer import ClaudeExplainer
from examcert.explainers.claude.settings import DEFAULT_MODEL, Settings

__all__ = ["DEFAULT_MODEL", "ClaudeExplainer", "Settings"]
