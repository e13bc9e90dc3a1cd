# What can be done with the checkout, from nothing but Python 3.11+, make and a package registry. `make help` lists it.

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
# The Node of the machine, or the one that tools/install_node.sh puts into the environment.
NPM := PATH="$(CURDIR)/$(BIN):$$PATH" npm --silent
# A second process per core gains nothing: the browser and the server of a test run beside it.
TEST_WORKERS ?= 2

PYTEST := $(PY) -m pytest -n $(TEST_WORKERS) --dist worksteal
FIND_BROWSER = CHROMIUM="$$($(PY) tools/find_browser.py --install)" && export CHROMIUM &&

# Settings of the caller's own Python would send packages elsewhere or import other ones.
unexport PYTHONHOME PYTHONPATH PYTHONSTARTUP PIP_USER PIP_TARGET PIP_PREFIX PIP_ROOT PIP_REQUIREMENT PIP_CONSTRAINT

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:
.PHONY: help run test test-unit test-browser test-fast mutation check format assets bench requirements wheel clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' Makefile

run: $(RUN_STAMP) ## start the dashboard with the real data: make run [HOST=127.0.0.1] [PORT=8050]
	@exec $(PY) -m dashboard serve --host "$(HOST)" --port "$(PORT)"

test: check ## linters, types and all tests, those in a real browser too
	@$(if $(TESTS),$(FIND_BROWSER) $(PYTEST) $(TESTS),$(MAKE) --no-print-directory test-unit test-browser)

test-unit: $(TEST_STAMP) ## all tests but those in a browser, with the coverage of branches
	@$(PYTEST) --ignore=tests/browser --cov

test-browser: $(TEST_STAMP) ## the tests in a real browser alone
	@$(FIND_BROWSER) $(PYTEST) tests/browser

test-fast: $(TEST_STAMP) ## the edit loop: tests of what failed last time first, without the browser and the slow ones
	@HYPOTHESIS_PROFILE=quick $(PYTEST) --ignore=tests/browser --failed-first -m "not slow"

mutation: $(MUTATION_STAMP) ## put small faults into the core and list those that no test notices: make mutation [MUTANTS="dashboard.query*"]
	@HYPOTHESIS_PROFILE=quick $(BIN)/mutmut run --max-children $(TEST_WORKERS) $(MUTANTS)
	@$(BIN)/mutmut results

check: $(TEST_STAMP) $(NODE_STAMP) ## linters, formatters, types and the unit tests of the scripts
	$(PY) -m ruff check --quiet
	$(PY) -m ruff format --check --quiet
	$(PY) -m mypy
	@$(PY) -c 'from importlinter.cli import lint_imports_command; lint_imports_command()'
	@$(NPM) run check
	@$(NPM) test
	@$(NPM) run build -- --check

format: $(TEST_STAMP) $(NODE_STAMP) ## format the code and fix what the linters can fix
	$(PY) -m ruff check --fix
	$(PY) -m ruff format
	@$(NPM) run format

assets: $(NODE_STAMP) ## bundle assets/src and assets/css into the files that the page loads
	@$(NPM) run build

bench: $(BENCH_STAMP) ## run the benchmarks in bench/ one after another
	@for file in bench/*.py; do echo "== $$file"; $(PY) "$$file" || exit 1; done

requirements: $(TEST_STAMP) ## compile requirements/*.in to *.txt again (needs uv)
	@sh tools/compile_requirements.sh

wheel: $(TEST_STAMP) ## build dist/*.whl, which carries the data and the assets
	@$(PIP) wheel --no-build-isolation --no-deps --wheel-dir dist .

clean: ## remove what make and the tests have made
	rm -rf $(VENV) node_modules dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage mutants

# The virtual environment is made anew when its interpreter has gone, as an upgrade of Python may do.
ifneq ($(shell $(PY) -c 'import pip' 2>/dev/null && echo sound),sound)
$(shell rm -f $(RUN_STAMP) $(TEST_STAMP) $(BENCH_STAMP))
.PHONY: $(PY)
endif
$(PY):
	@python=$$(sh tools/find_python.sh) && echo "Making $(VENV) with $$python" && "$$python" -m venv --clear $(VENV)

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
	@echo "Installing what the benchmarks compare with (once)"
	@$(PIP) install --require-hashes -r requirements/bench.txt
	@touch $@

$(MUTATION_STAMP): requirements/mutation.txt $(TEST_STAMP)
	@echo "Installing what makes the mutants (once)"
	@$(PIP) install --require-hashes -r requirements/mutation.txt
	@touch $@
