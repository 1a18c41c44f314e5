# `make run` and `make test` are all one needs; `make help` lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
# Two steps that install into one folder must not run at once, whatever -j says.
.NOTPARALLEL:
MAKEFLAGS += --no-builtin-rules --no-print-directory

PORT ?= $(or $(MOBILISE_PORT),8000)
BIN := .venv/bin
NPM := tools/npm --prefix frontend

# Each stamp stands for a finished step and is as old as what the step read, so nothing is done twice.
RUNTIME := .venv/.runtime
DEV := .venv/.dev
PACKAGES := frontend/node_modules/.installed
SCREENS := frontend/build/index.html

SCREEN_SOURCES := $(shell find frontend/src frontend/static 2>/dev/null) \
    $(wildcard frontend/*.ts frontend/*.js frontend/*.json)

.PHONY: help install run dev test test-quick check format api-types demo-reset bench lock clean
.PHONY: check-style check-types check-layers check-migrations check-locks check-frontend check-api-types check-budget

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

$(RUNTIME): requirements.txt requirements-node.txt pyproject.toml tools/make_venv.py
	@"$$(tools/python)" tools/make_venv.py run
	@touch $@

$(DEV): requirements.txt requirements-dev.txt requirements-node.txt pyproject.toml tools/make_venv.py
	@"$$(tools/python)" tools/make_venv.py dev
	@touch $@ $(RUNTIME)

$(PACKAGES): frontend/package.json frontend/package-lock.json frontend/.npmrc | $(RUNTIME)
	@echo "Frontend packages"
	@$(NPM) ci --no-fund --no-audit
	@touch $@

$(SCREENS): $(PACKAGES) $(SCREEN_SOURCES)
	@echo "Building the screens"
	@$(NPM) run build -- --logLevel warn
	@touch $@

install: $(DEV) $(PACKAGES) ## everything for working on Mobilise, without starting it

run: $(RUNTIME) $(SCREENS) ## everything, then http://127.0.0.1:8000 (PORT=… for another)
	@MOBILISE_DEMO="$${MOBILISE_DEMO-1}" MOBILISE_PORT="$(PORT)" exec $(BIN)/mobilise serve

dev: $(RUNTIME) $(PACKAGES) ## both halves, reloading as files change
	@MOBILISE_DEMO="$${MOBILISE_DEMO-1}" PORT="$(PORT)" exec $(BIN)/python tools/dev.py

demo-reset: $(RUNTIME) ## put the demo's database aside; the next start makes it anew
	@$(BIN)/python tools/demo_reset.py

test: $(DEV) $(SCREENS) ## all tests: Python, frontend, browser, real services
	@$(BIN)/python tools/run_tests.py

test-quick: $(DEV) ## Python tests that need no service and little time
	@$(BIN)/pytest -n 2 -m "not browser and not postgres and not redis and not slow"

check: check-style check-types check-layers check-locks check-migrations check-frontend check-api-types check-budget
check: ## style, types, layers, drift, locks, size of the first page
	@echo "make check: all is well"

check-style: $(DEV)
	@echo "── style (Python)"
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .

check-types: $(DEV)
	@echo "── types (Python)"
	@$(BIN)/mypy

check-layers: $(DEV)
	@echo "── who may import whom"
	@$(BIN)/lint-imports --no-cache

check-locks: $(DEV)
	@echo "── lock files"
	@$(BIN)/python tools/check_locks.py

check-migrations: $(DEV)
	@echo "── models against migrations"
	@$(BIN)/python tools/check_migrations.py

check-frontend: $(DEV) $(PACKAGES)
	@echo "── style and types (frontend)"
	@$(NPM) run check
	@$(NPM) run lint

check-api-types: $(DEV) $(PACKAGES)
	@echo "── the screens' API types against the API"
	@$(NPM) run api-types -- --check

check-budget: $(SCREENS)
	@echo "── JavaScript of the first route"
	@$(NPM) run budget

format: $(DEV) ## let ruff put the Python in order
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

api-types: $(DEV) $(PACKAGES) ## write the screens' API types from the API
	@$(NPM) run api-types

bench: $(DEV) $(SCREENS) ## what the performance claims rest on
	@$(BIN)/python -m bench
	@$(BIN)/python -m bench.boards
	@$(BIN)/python -m bench.pages

lock: $(DEV) ## newest versions that pyproject.toml allows, into requirements*.txt
	@$(BIN)/python tools/lock.py

clean: ## remove what make made; the database under var/ stays
	@rm -rf .venv frontend/node_modules frontend/build frontend/.svelte-kit bench/node_modules test-results
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
