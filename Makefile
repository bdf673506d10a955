# Everything from a bare machine: Python 3.11+ and the package index. `make help` lists the targets.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PORT ?= 8000
VENV := .venv
PY := $(VENV)/bin/python
BIN := $(VENV)/bin
SCHEMA := docs/openapi.yaml
ENGLISH := beijing_governance/locale/en/LC_MESSAGES/django
TEST_SETTINGS := DJANGO_SETTINGS_MODULE=beijing_governance.settings.test
LOCK := uv pip compile -q pyproject.toml --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-emit-find-links

.PHONY: help run test check e2e bench clean schema messages format lock setup setup-dev machine

help: ## this list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## /  make \1\t/' | expand -t 18

run: setup ## set up and serve http://127.0.0.1:$PORT with worker and scheduler (Ctrl-C ends all)
	@exec $(PY) manage.py up --port $(PORT)

test: setup-dev machine check ## every check and every test, on real PostgreSQL and Redis
	@$(PY) -m tests.servers.suite

e2e: setup-dev machine ## the browser journeys, on SQLite and on PostgreSQL
	@$(PY) -m tests.servers.suite --journeys

check: setup-dev ## format, lint, types, import contracts, migrations, OpenAPI schema, templates
	$(BIN)/ruff format --check -q .
	$(BIN)/ruff check -q .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/lint-imports --no-logo --config .importlinter-apps
	env -u DATABASE_URL $(TEST_SETTINGS) $(PY) manage.py makemigrations --check --dry-run
	$(PY) -m tests.servers.deploy
	env -u DATABASE_URL $(TEST_SETTINGS) $(PY) manage.py spectacular --validate --fail-on-warn | diff -u $(SCHEMA) - \
		|| { echo "$(SCHEMA) is not what the code says; if the change is meant: make schema" >&2; exit 1; }
	$(BIN)/djlint templates --lint --quiet

schema: setup-dev ## write docs/openapi.yaml again after a meant change of the API
	env -u DATABASE_URL $(TEST_SETTINGS) $(PY) manage.py spectacular --validate --fail-on-warn --file $(SCHEMA)

messages: setup-dev ## read all words anew into the English catalogue, and compile it (needs gettext)
	$(TEST_SETTINGS) $(PY) manage.py makemessages -l en --no-obsolete --add-location file --ignore $(VENV) --ignore var
	msgfmt --check-format -o $(ENGLISH).mo $(ENGLISH).po

format: setup-dev ## let ruff format and fix what it can
	$(BIN)/ruff check -q --fix-only .
	$(BIN)/ruff format -q .

bench: setup-dev machine ## the benchmarks; writes bench/results.json (SIZE=10000 tickets)
	@$(PY) -m bench

lock: ## resolve pyproject.toml again into both lock files (needs uv)
	$(LOCK) -o requirements.txt
	$(LOCK) --extra dev -c requirements.txt -o requirements-dev.txt

clean: ## remove .venv and var
	rm -rf $(VENV) var

setup: $(VENV)/.ready
setup-dev: $(VENV)/.ready-dev

machine: setup-dev
	@$(PY) -m tests.servers.machine

# The first interpreter that runs and is new enough; PYTHON names another.
$(VENV)/bin/python:
	@python="$${PYTHON:-}"; \
	for name in python3.11 python3.12 python3.13 python3 python; do \
		[ -z "$$python" ] || break; \
		"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && python="$$name" || true; \
	done; \
	[ -n "$$python" ] || { echo "make: Python 3.11 or newer is needed; PYTHON=… names it" >&2; exit 2; }; \
	if command -v uv >/dev/null; then uv venv -q --no-python-downloads --python "$$python" $(VENV); \
	else "$$python" -m venv $(VENV) \
		|| { echo "make: no virtual environment; on Debian: apt-get install python3-venv" >&2; rm -rf $(VENV); exit 2; }; fi

# $(1) a lock file. uv where it is on PATH, else the virtual environment's own pip.
install = if command -v uv >/dev/null; then uv pip install -q --python $(PY) --require-hashes -r $(1); \
	else $(PY) -m pip --version >/dev/null 2>&1 || $(PY) -m ensurepip -q; \
	PIP_DISABLE_PIP_VERSION_CHECK=1 $(PY) -m pip install -q --require-hashes -r $(1); fi

$(VENV)/.ready: requirements.txt | $(VENV)/bin/python
	@$(call install,$<)
	@touch $@

$(VENV)/.ready-dev: requirements-dev.txt | $(VENV)/bin/python
	@$(call install,$<)
	@touch $@ $(VENV)/.ready
