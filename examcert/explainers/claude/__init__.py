"""Claude's explanations: what is asked, how an answer is judged, whole banks, and questions back.

Everything goes through the room `claude`, which alone knows the SDK; importing this package loads none of it.
"""

from examcert.claude.settings import DEFAULT_MODEL, Settings
from examcert.explainers.claude.explainer import ClaudeExplainer

__all__ = ["DEFAULT_MODEL", "ClaudeExplainer", "Settings"]
