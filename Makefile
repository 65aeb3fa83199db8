# One command for each job. `make setup` makes .venv with the console script; it also installs the system
# libraries a bare Debian or Ubuntu lacks, when it may, or says which command to run.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEMO ?= demo

.PHONY: setup run test bench check screens lock translations clean

setup: $(STAMP)

$(STAMP): pyproject.toml requirements.lock requirements-dev.lock tools/system-libraries.sh
	sh tools/system-libraries.sh
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $(STAMP)

run: setup
	$(BIN)/python tools/run.py $(DEMO)

test: setup
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest

bench: setup
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.benchmarks $(BENCH)

screens: setup
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.screens screens

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/translations.py --check
	$(BIN)/python tools/lock.py --check

lock: setup
	$(BIN)/python tools/lock.py

translations: setup
	$(BIN)/python tools/translations.py

clean:
	rm -rf $(VENV) build dist screens demo .mypy_cache .ruff_cache .hypothesis .import_linter_cache
