"""Tests mirror the package; `tests.build` makes the values they talk about."""
