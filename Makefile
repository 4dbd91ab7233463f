# Everything sets itself up from a bare clone: it needs Python 3.11 or newer, and make.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$p"; break; }; done)
VENV := .venv
CORES ?= 2
PARTS := test-e2e test-engine test-early test-late
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1
export WITH_EXTENSION = optional# where mwparserfromhell has no wheel and there is no compiler, for Python 3.14, it does without its own
export PYTHONDONTWRITEBYTECODE = # nothing: the tests start the program many times, and compiling it takes longest

.PHONY: site test $(PARTS) check format serve docs lock messages bench clean setup

site: $(VENV)/installed ## build the demonstration archive into site/
	$(BIN)/broadsheet build

test: $(VENV)/developing ## run the tests: in parts, two at a time (CORES=2), the longest first
	@mkdir -p .pytest_cache
	@$(MAKE) --no-print-directory --keep-going --jobs=$(CORES) $(PARTS)

test-e2e: TESTS := tests/e2e
test-engine: TESTS := tests/engine
test-early: TESTS := tests/unit/test_[a-l]*.py
test-late: TESTS := tests --ignore=tests/e2e --ignore=tests/engine --ignore-glob='tests/unit/test_[a-l]*.py'
$(PARTS): $(VENV)/developing
	@log=.pytest_cache/$@.log; $(BIN)/python -m pytest -p no:cacheprovider $(TESTS) > $$log 2>&1; status=$$?; \
	echo "$@:"; cat $$log; exit $$status

check: $(VENV)/developing ## format, lint, types, tests: what must pass before a commit
	$(BIN)/ruff format --check generator tests
	$(BIN)/ruff check generator tests
	$(BIN)/mypy
	$(MAKE) test

format: $(VENV)/developing ## put the code into its form
	$(BIN)/ruff format generator tests
	$(BIN)/ruff check --fix generator tests

serve: $(VENV)/installed ## show the demonstration archive on this machine
	$(BIN)/broadsheet serve

docs: $(VENV)/installed ## write the reference of keys and problems
	$(BIN)/python -c 'from broadsheet.reference import reference; print(reference(), end="")' > generator/docs/reference.md

COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml

lock: ## pin all dependencies anew, with their digests, for Python 3.11 and newer on all systems; needs uv
	$(COMPILE) --upgrade requirements-dev.txt --output-file requirements-dev.lock
	printf 'hatchling\neditables\n' | $(COMPILE) - --constraint requirements-dev.lock --output-file requirements.lock
	$(MAKE) setup
	$(BIN)/python generator/tables/licences.py

messages: $(VENV)/developing ## bring the catalogues of messages up to date with what the program says
	$(BIN)/python generator/tables/catalogues.py

SIZES ?= 1000
bench: $(VENV)/developing ## compare with other generators: make bench TOOLS=DIR WORK=DIR [SIZES=1000,10000] [TEXTS=DIR]
	PYTHONPATH=tests $(BIN)/python -m benchmark.run --tools $(TOOLS) --work $(WORK) --sizes $(SIZES) $(if $(TEXTS),--texts $(TEXTS))

setup: $(VENV)/developing

clean: ## remove what was built and installed
	rm -rf $(VENV) .broadsheet dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find site -mindepth 1 ! -name .gitkeep -delete
	find generator tests -name __pycache__ -prune -exec rm -rf {} +

# Everything is installed by its digests, and nothing but what a lock names: what a build needs, or that and what developers do.
$(VENV)/installed: requirements.lock
$(VENV)/developing: requirements-dev.lock
$(VENV)/installed $(VENV)/developing: pyproject.toml
	@test -n "$(PYTHON)" || { echo "Broadsheet needs Python 3.11 or newer; name one with: make PYTHON=/path/to/python3" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --no-compile --no-deps --require-hashes --requirement $(filter %.lock,$^)
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $(VENV)/installed $@
