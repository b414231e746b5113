# examcert: `make run` opens it, `make test` checks everything. Both make their own environment.

VENV ?= .venv
BIN := $(VENV)/bin
ARGS ?=
# The first of these that works and is new enough.
PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PIP_INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: help run test test-browser snapshots format bench interop lock rules schemas picture wheel clean

help:
	@echo 'make run [ARGS="practice aif-c01"]  open examcert'
	@echo 'make test      format, lint, types, import contract, tests, banks'
	@echo 'make test-browser  answer a question in a real Chromium, if there is one'
	@echo 'make format    format and fix what can be fixed'
	@echo 'make bench     measure speed against floors of the same run'
	@echo 'make interop   test against inspect_ai, actionlint, schemas of CI servers, clouds with Claude'
	@echo 'make wheel     build the wheel into dist/'
	@echo 'make rules     write docs/rules.md again'
	@echo 'make schemas   write the JSON schemas again'
	@echo 'make picture   record the pictures of the README again'
	@echo 'make lock      pin the newest versions that fit'

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "examcert needs Python 3.11 or newer; none was found."; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(VENV)/bin/python requirements/run.lock pyproject.toml
	$(PIP_INSTALL) --require-hashes -r requirements/run.lock
	$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/bin/python requirements/dev.lock pyproject.toml
	$(PIP_INSTALL) --require-hashes -r requirements/dev.lock
	$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $(VENV)/.run $@

run: $(VENV)/.run
	@$(BIN)/examcert $(ARGS)

test: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 2 --hypothesis-profile=ci
	$(BIN)/python scripts/check_banks.py

# Needs a Chromium on this machine, which is why `test` does without it.
test-browser: $(VENV)/.dev
	$(BIN)/pytest tests/tui/browser.py

# Draws the pictures that tests/tui/test_snapshots.py compares with; look at the difference before committing it.
snapshots: $(VENV)/.dev
	EXAMCERT_SNAPSHOTS=write $(BIN)/pytest tests/tui/test_snapshots.py

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.dev
	$(BIN)/python -m benchmarks

# Other people's software, in an environment of its own: it is large, and nobody needs it to use or change examcert.
INTEROP := .bench/interop
$(INTEROP)/.installed: interop/requirements.txt pyproject.toml $(VENV)/.dev
	$(BIN)/python -m venv $(INTEROP)
	$(INTEROP)/bin/python -m pip install --quiet --disable-pip-version-check -r interop/requirements.txt --editable .
	@touch $@

interop: $(INTEROP)/.installed
	$(INTEROP)/bin/python -m pytest -c interop/pytest.ini interop

wheel: $(VENV)/.dev
	$(BIN)/python -m hatchling build -t wheel

rules: $(VENV)/.dev
	$(BIN)/python scripts/write_rules.py

schemas: $(VENV)/.dev
	$(BIN)/python scripts/write_schemas.py

picture: $(VENV)/.dev
	$(BIN)/python scripts/record_picture.py

lock: $(VENV)/.dev
	$(BIN)/python scripts/write_locks.py

clean:
	rm -rf $(VENV) build dist .bench .mypy_cache .ruff_cache .pytest_cache .hypothesis
