# Python 3.11, make and git are all that is needed; every target sets itself up in .venv.
PYTHON ?= python3.11
BIN := .venv/bin

.PHONY: help setup demo test chromium quick check fix bench docs screenshots

help:  ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 13

setup: .venv/dev  ## everything for development, in .venv

.venv/core: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

.venv/dev: .venv/core
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,warehouses]'
	@touch $@

demo: .venv/core  ## a made-up company, from raw files to published numbers
	$(BIN)/gtm demo saas --dir demo

test: .venv/dev chromium  ## every test
	$(BIN)/pytest -n 2 --dist worksteal

chromium:
	@tests/install_chromium.sh

quick: .venv/dev  ## the tests that take no build
	$(BIN)/pytest -n 2 -m "not slow and not postgres"

check: .venv/dev  ## format, lint, types, boundaries, and the SQL of every warehouse
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/sqlfluff lint --processes 2 src/gtm_tower/dbt/models src/gtm_tower/dbt/tests
	$(BIN)/python tests/compile/compile_warehouses.py

fix: .venv/dev  ## format, and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/sqlfluff fix --processes 2 src/gtm_tower/dbt/models src/gtm_tower/dbt/tests

bench: .venv/dev  ## the budgets, measured here; results in benchmarks/results.json
	$(BIN)/python benchmarks/run.py
	$(BIN)/python benchmarks/identity.py
	$(BIN)/python benchmarks/attribution.py
	$(BIN)/python benchmarks/metrics.py
	$(BIN)/python benchmarks/dashboard.py

docs: .venv/dev  ## the reference pages that are made from the code
	$(BIN)/python docs/generate.py

screenshots: .venv/dev chromium  ## the pages of the dashboard as pictures, in docs/screenshots
	$(BIN)/python docs/screenshots.py
