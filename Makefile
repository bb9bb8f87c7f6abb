# `make demo` shows the main job on the shipped example, `make test` runs the tests; both do all set-up.
# uv is used where present and never required. Python 3.11, 3.12 or 3.13 is found by itself; name one with PYTHON=...

VENV := .venv
BIN := $(VENV)/bin
IS_FIT := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do $$p -c '$(IS_FIT)' 2>/dev/null && echo $$p && break; done)
UV := $(shell command -v uv 2>/dev/null)
INSTALL := $(if $(UV),$(UV) pip install --quiet --python $(BIN)/python,$(BIN)/python -m pip install --quiet --disable-pip-version-check)
DEMO := demo

.PHONY: help setup demo test check lint types imports eval bench docs lock clean

help: ## Show what can be made.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "bilateral needs Python 3.11, 3.12 or 3.13; name one: make PYTHON=/path/to/python3.12 ..."; exit 1; }
	$(if $(UV),$(UV) venv --quiet --python $(PYTHON) $(VENV),$(PYTHON) -m venv $(VENV))

$(VENV)/.runtime: requirements.lock pyproject.toml | $(BIN)/python
	$(INSTALL) --require-hashes -r requirements.lock
	$(INSTALL) --no-deps -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@

setup: $(VENV)/.runtime ## Make .venv with the command bilateral in it.
	@echo "ready: $(BIN)/bilateral --help"

demo: $(VENV)/.runtime ## Code the shipped example and show the head of its brief.
	@rm -rf $(DEMO)
	$(BIN)/bilateral add examples/russia-korea/documents --record $(DEMO)/record
	$(BIN)/bilateral add-series examples/russia-korea/trade_by_year.csv --mapping examples/russia-korea/trade_by_year.toml --record $(DEMO)/record
	@$(BIN)/bilateral brief Moscow Seoul --record $(DEMO)/record --format html --out $(DEMO)/brief.html
	@$(BIN)/bilateral brief Moscow Seoul --record $(DEMO)/record --format md --out $(DEMO)/brief.md
	@echo; head -n 40 $(DEMO)/brief.md; echo
	@echo "The whole brief, with every note leading to the words behind it: $(CURDIR)/$(DEMO)/brief.html"

test: $(VENV)/.dev ## Run the tests.
	$(BIN)/python -m pytest -q -n auto --dist loadfile

lint: $(VENV)/.dev
	$(BIN)/ruff check .

types: $(VENV)/.dev
	$(BIN)/mypy

imports: $(VENV)/.dev
	$(BIN)/lint-imports

check: lint types imports test ## Linter, types, import rules, house test, tests.

eval: $(VENV)/.dev ## Score the coder on the gold documents and the public test sets and hold it to its floors.
	$(BIN)/python evaluation/gate.py
	$(BIN)/python evaluation/sets_gate.py
	$(BIN)/python evaluation/sentence_gate.py
	$(BIN)/python evaluation/positions.py --floors
	$(BIN)/python evaluation/corruptions.py --planted 200

bench: $(VENV)/.dev ## Speed against the plain parser and memory over many documents.
	$(BIN)/python benchmarks/coding.py
	$(BIN)/python benchmarks/comparison.py
	$(BIN)/python benchmarks/copies.py
	$(BIN)/python benchmarks/hostile.py
	$(BIN)/python benchmarks/briefs.py
	$(BIN)/python benchmarks/web_load.py

docs: $(VENV)/.dev ## Write the generated pages of docs/ anew.
	$(BIN)/python docs/generate.py

lock: ## Resolve the dependencies anew (needs uv).
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 pyproject.toml --group dev -o requirements-dev.lock

clean: ## Remove what was made.
	rm -rf $(VENV) $(DEMO) .pytest_cache .mypy_cache .ruff_cache
