# The two commands: `make run` builds outputs/ from corpus/, `make test` checks everything.
# Each sets up .venv by itself from the pinned versions in requirements.lock.

VENV   ?= .venv
PYTHON ?= python3
BIN    := $(VENV)/bin
PG     := $(BIN)/policygraph

.PHONY: run setup test test-setup browser lint types measure bench faults docs lock clean

run: $(VENV)/.installed
	$(PG) build corpus -o outputs

setup: $(VENV)/.installed

$(VENV)/.installed: pyproject.toml requirements.lock
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo '需要 Python 3.11 或更新版本 / Python >= 3.11 is needed'; exit 2; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements.lock -e .
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements.lock -e '.[doc,fast,ocr,serve,mcp,dev]'
	touch $@

test-setup: $(VENV)/.installed-dev browser

# A real Chromium for the page tests. Where it cannot be installed the tests that need it say so and are skipped
# (POLICYGRAPH_NO_SKIP=1, set by .ci/run, turns every skip into a failure).
browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
	 { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-cjk >/dev/null; } || \
	 echo '未找到 Chromium：页面测试将被跳过 / no Chromium: the page tests will be skipped'

test: test-setup lint types
	$(BIN)/python -m pytest -n auto

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed-dev
	$(BIN)/mypy

# Scores against gold; POLICYGRAPH_CORPUS points at the folder with the annotated documents.
measure: $(VENV)/.installed-dev
	$(BIN)/python -m policygraph.evaluate tests/gold --baseline tests/gold/baseline.json --errors

bench: $(VENV)/.installed-dev
	for script in benchmarks/bench_*.py; do $(BIN)/python $$script || exit 1; done

# The figures of reliability in full: kill -9, damage, hostile queries, crowds (some minutes).
faults: $(VENV)/.installed-dev
	$(BIN)/python benchmarks/faults.py

# Generated pages: ontology reference, issue codes.
docs: $(VENV)/.installed-dev
	$(BIN)/python docs/generate.py

# The versions, and in requirements.hashes.lock the SHA-256 of the files they are on this system and Python. Where nothing
# else is to be installed: pip install --require-hashes -r requirements.hashes.lock && pip install --no-deps .
lock:
	$(BIN)/python -m pip freeze --exclude-editable > requirements.lock
	$(BIN)/python -m pip install --quiet --dry-run --ignore-installed --no-deps --report .lock.json -r requirements.lock
	$(BIN)/python .ci/hashes.py .lock.json > requirements.hashes.lock
	rm -f .lock.json

clean:
	find outputs -mindepth 1 -maxdepth 1 ! -name example -exec rm -rf {} +;rm -rf .mypy_cache .ruff_cache .pytest_cache
