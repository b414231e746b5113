"""Tests against other people's software, in an environment of its own: `make interop`."""
