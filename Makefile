# Every target does its own set-up. `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: setup run test slow lint bench serve docs clean help

PYTHON ?= python3.11
BIN := .venv/bin
WAREHOUSE ?= ./warehouse
ROOMS := flows schemas sources transforms warehouse
INSTALLED := .venv/.installed

setup: $(INSTALLED) ## the environment in .venv, from the hash-pinned lock file

# All is compiled at once: where Python may not write bytecode (in most containers), each run would do it again.
$(INSTALLED): requirements.lock pyproject.toml
	@if command -v uv > /dev/null; then \
		uv venv --quiet --clear --python $(PYTHON) .venv && \
		uv pip install --quiet --python .venv --compile-bytecode --require-hashes -r requirements.lock && \
		uv pip install --quiet --python .venv --no-deps --no-build-isolation -e . ; \
	else \
		$(PYTHON) -m venv --clear .venv && \
		$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock && \
		$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . ; \
	fi
	@$(BIN)/python -m compileall -q -j 2 $(ROOMS)
	@$(BIN)/python -m flows.database
	@touch $(INSTALLED)

run: setup ## the example corpus into ./warehouse, then how to look at it
	@$(BIN)/copydesk run examples/corpus --warehouse $(WAREHOUSE)

test: setup lint ## linters and the whole default suite (5 to 7 minutes on 2 cores)
	@$(BIN)/python -m pytest

slow: setup ## the tests that show at length what a faster one shows too
	@$(BIN)/python -m pytest -m slow

lint: setup ## style, types, import floors
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: setup ## speed, memory, the cost of the gates and of a cold start (EVAL=folder: on its pages)
	@$(BIN)/python -m benchmarks.speed $(if $(EVAL),--pages $(EVAL)/extraction/dev/html)
	@$(BIN)/python -m benchmarks.gates $(if $(EVAL),--pages $(EVAL)/extraction/dev/html)
	@$(BIN)/python -m benchmarks.cold

serve: setup ## Prefect's server, UI and the deployments, on this machine
	@$(BIN)/copydesk serve

docs: setup ## write the generated pages of docs/ anew
	@$(BIN)/python -m schemas.dictionary docs/data-dictionary.md

clean: ## remove what was made: the environment, caches, the tables in ./warehouse
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache build dist
	rm -rf warehouse/.copydesk warehouse/articles warehouse/quotes warehouse/entities warehouse/mentions
	rm -rf warehouse/removed warehouse/rejects warehouse/runs warehouse/run_stages
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-7s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
