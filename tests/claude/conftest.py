"""The same empty desk as for explainers: no variables, no login on disk, no network."""

from tests.explainers.conftest import api, clock, no_ambient_claude, notebook

__all__ = ["api", "clock", "no_ambient_claude", "notebook"]
