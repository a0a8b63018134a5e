# litsieve: `make dataset` builds a release from RAW into OUT; `make test` runs every test.
PYTHON ?= python3
RAW ?= raw
OUT ?= output
VENV := .venv
BIN := $(VENV)/bin
# The workers, and the many commands that tests start, share what one of them compiled, whatever the shell says of it.
PYTEST := PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest --numprocesses auto --no-loadscope-reorder --dist loadfile
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: dataset test coverage lint readers lock clean bench bench-dedup bench-rivals chaos

dataset: $(VENV)/.installed
	$(BIN)/litsieve build --raw "$(RAW)" --out "$(OUT)"

test: $(VENV)/.installed-dev
	$(PYTEST)

# Counting lines takes a good quarter more than the tests by themselves.
coverage: $(VENV)/.installed-dev
	$(PYTEST) --cov --cov-report term

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# What the examples of docs/loading.md need beside Python; the tests leave out those whose program is not here.
readers:
	@if [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then \
		echo "Install these as root, by your system's package manager: jq, R, jsonlite for R" >&2; exit 1; fi
	apt-get update -qq
	DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends jq r-base-core r-cran-jsonlite

# Needs the snapshots in ../shared; makes its data once below ~/.cache. RECORDS and SHAPE (files, file, pages) choose it.
RECORDS ?= 100000
SHAPE ?= files
bench: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks.bench --records $(RECORDS) --shape $(SHAPE)

# Kills builds at random moments, fills their disk and lets calls fail: half an hour on a quiet machine.
chaos: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks.chaos

# Needs the labelled sets in ../shared and, once, the network for the tool that it compares with.
bench-dedup: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks.bench_dedup

# As above, for two tools; the README shows what it prints. Up to an hour on a busy machine.
bench-rivals: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks.bench_rivals

# A stamp is made only after its install succeeded, so that an interrupted one is taken up again.
$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python requirements.lock pyproject.toml
	@echo "Installing up to $$(grep -c '^[a-z].*==' requirements.lock) packages into $(VENV); this is done once and takes a minute or more."
	$(INSTALL) --require-hashes -r requirements.lock
	$(INSTALL) --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	@echo "Installing what the tests need into $(VENV)."
	$(INSTALL) --require-hashes -r requirements-dev.lock
	touch $@

# Needs uv. One file for every platform and Python version that pyproject.toml allows; it names no index. Extras stay in
# it: pip looks for the newest version of `name[extra]` where only `name` is pinned, and then misses its hash.
UV_COMPILE := uv pip compile --quiet --universal --no-strip-extras --generate-hashes --python-version 3.11 \
	--custom-compile-command "make lock"

lock:
	$(UV_COMPILE) pyproject.toml --group build --output-file requirements.lock
	$(UV_COMPILE) pyproject.toml --group build --group dev --constraint requirements.lock --output-file requirements-dev.lock

clean:
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage
