# Development tasks. Needs Python 3.11+, make and a package registry; `make help` lists the targets.

HOST = 127.0.0.1
PORT ?= 8050
VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
PIP := $(PY) -m pip --disable-pip-version-check --quiet
RUN_STAMP := $(VENV)/.installed-run
TEST_STAMP := $(VENV)/.installed-test
BENCH_STAMP := $(VENV)/.installed-bench
MUTATION_STAMP := $(VENV)/.installed-mutation
NODE_STAMP := node_modules/.installed
# Uses the Node of the machine, or the one that tools/install_node.sh installs into the environment.
NPM := PATH="$(CURDIR)/$(BIN):$$PATH" npm --silent
# More workers than cores gain nothing: the browser and the server of each test run at the same time.
TEST_WORKERS ?= 2

PYTEST := $(PY) -m pytest -n $(TEST_WORKERS) --dist worksteal
FIND_BROWSER = CHROMIUM="$$($(PY) tools/find_browser.py --install)" && export CHROMIUM &&

# These settings of the caller would install packages to other places or import other ones.
unexport PYTHONHOME PYTHONPATH PYTHONSTARTUP PIP_USER PIP_TARGET PIP_PREFIX PIP_ROOT PIP_REQUIREMENT PIP_CONSTRAINT

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:
.PHONY: help run test test-unit test-browser test-fast mutation check format assets bench requirements wheel clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' Makefile

run: $(RUN_STAMP) ## start the dashboard with the real data: make run [HOST=127.0.0.1] [PORT=8050]
	@exec $(PY) -m dashboard serve --host "$(HOST)" --port "$(PORT)"

test: check ## run linters, type checker and all tests, including browser tests
	@$(if $(TESTS),$(FIND_BROWSER) $(PYTEST) $(TESTS),$(MAKE) --no-print-directory test-unit test-browser)

test-unit: $(TEST_STAMP) ## run all tests except browser tests, with branch coverage
	@$(PYTEST) --ignore=tests/browser --cov

test-browser: $(TEST_STAMP) ## run only the browser tests
	@$(FIND_BROWSER) $(PYTEST) tests/browser

test-fast: $(TEST_STAMP) ## run fast tests, last failures first; no browser tests
	@HYPOTHESIS_PROFILE=quick $(PYTEST) --ignore=tests/browser --failed-first -m "not slow"

mutation: $(MUTATION_STAMP) ## run mutation tests on the core: make mutation [MUTANTS="dashboard.query*"]
	@HYPOTHESIS_PROFILE=quick $(BIN)/mutmut run --max-children $(TEST_WORKERS) $(MUTANTS)
	@$(BIN)/mutmut results

check: $(TEST_STAMP) $(NODE_STAMP) ## run linters, formatters, type checkers and the unit tests of the scripts
	$(PY) -m ruff check --quiet
	$(PY) -m ruff format --check --quiet
	$(PY) -m mypy
	@$(PY) -c 'from importlinter.cli import lint_imports_command; lint_imports_command()'
	@$(NPM) run check
	@$(NPM) test
	@$(NPM) run build -- --check

format: $(TEST_STAMP) $(NODE_STAMP) ## format the code and apply linter fixes
	$(PY) -m ruff check --fix
	$(PY) -m ruff format
	@$(NPM) run format

assets: $(NODE_STAMP) ## bundle assets/src and assets/css
	@$(NPM) run build

bench: $(BENCH_STAMP) ## run the benchmarks in bench/
	@for file in bench/*.py; do echo "== $$file"; $(PY) "$$file" || exit 1; done

requirements: $(TEST_STAMP) ## compile requirements/*.in to *.txt (needs uv)
	@sh tools/compile_requirements.sh

wheel: $(TEST_STAMP) ## build dist/*.whl with data and assets
	@$(PIP) wheel --no-build-isolation --no-deps --wheel-dir dist .

clean: ## remove generated files
	rm -rf $(VENV) node_modules dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage mutants

# Recreate the virtual environment if its interpreter is gone, for example after a Python upgrade.
ifneq ($(shell $(PY) -c 'import pip' 2>/dev/null && echo ok),ok)
$(shell rm -f $(RUN_STAMP) $(TEST_STAMP) $(BENCH_STAMP))
.PHONY: $(PY)
endif
$(PY):
	@python=$$(sh tools/find_python.sh) && echo "Creating $(VENV) with $$python" && "$$python" -m venv --clear $(VENV)

$(RUN_STAMP): requirements/run.txt requirements/package.txt pyproject.toml | $(PY)
	@echo "Installing the pinned requirements (once)"
	@$(PIP) install --require-hashes -r requirements/run.txt -r requirements/package.txt
	@$(PIP) install --no-build-isolation --no-deps --editable .
	@touch $@

$(TEST_STAMP): requirements/test.txt $(RUN_STAMP)
	@echo "Installing the pinned test tools (once)"
	@$(PIP) install --require-hashes -r requirements/test.txt
	@touch $@

$(NODE_STAMP): package.json package-lock.json requirements/node.txt | $(RUN_STAMP)
	@sh tools/install_node.sh $(VENV)
	@echo "Installing the pinned tools for the scripts (once)"
	@$(NPM) ci
	@touch $@

$(BENCH_STAMP): requirements/bench.txt $(TEST_STAMP)
	@echo "Installing the benchmark dependencies (once)"
	@$(PIP) install --require-hashes -r requirements/bench.txt
	@touch $@

$(MUTATION_STAMP): requirements/mutation.txt $(TEST_STAMP)
	@echo "Installing the mutation test dependencies (once)"
	@$(PIP) install --require-hashes -r requirements/mutation.txt
	@touch $@
