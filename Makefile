# `make demo` and `make test` do everything on a fresh machine, set-up included.
VENV ?= .venv
PYTHON ?= python3
BIN := $(VENV)/bin
# Three workers for each processor, as half of the tests' time is waiting for servers and shells; tests that share something
# costly stay together (xdist_group).
PARALLEL ?= -n $(shell echo $$((3 * $$(nproc 2>/dev/null || echo 1)))) --dist loadgroup
TESTS ?=
DEMO_VENV ?= .venv-demo
BENCH_VENV ?= .venv-bench

.PHONY: help demo test test-long test-real check bench lint types imports docs sizes clean

help:
	@echo "make demo   from a contract to an inspection report, on a real SSH server of this machine"
	@echo "make test   the test suite; make test-long explores further, make test-real needs heavy programs"
	@echo "make check  formatting, lint, types, import order, documents, sizes"
	@echo "make bench  measure beside ansible, pyinfra and check-jsonschema"

$(VENV)/.ready: pyproject.toml constraints.txt tools/environment.sh
	sh tools/environment.sh "$(PYTHON)" "$(VENV)"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

# As somebody installs it who only wants to see it: none of what the tests need. pip is fast where nothing changed.
demo:
	sh tools/environment.sh "$(PYTHON)" "$(DEMO_VENV)"
	$(DEMO_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt .
	rm -rf demo
	$(DEMO_VENV)/bin/fieldops demo demo

test: $(VENV)/.ready
	sh tools/test-programs.sh
	$(BIN)/python -m pytest $(PARALLEL) $(TESTS)

# Other examples each time, 20,000 mutations, two simulated years by the hour: half an hour and more.
test-long: $(VENV)/.ready
	sh tools/test-programs.sh
	$(BIN)/python -m pytest $(PARALLEL) -m "not real" --hypothesis-profile=explore $(TESTS)

# Nothing is skipped for lack of a program: what cannot be installed fails.
test-real: $(VENV)/.ready
	sh tools/test-programs.sh real
	CI=true $(BIN)/python -m pytest $(PARALLEL) -m real $(TESTS)

check: $(VENV)/.ready lint types imports docs sizes

lint: $(VENV)/.ready
	$(BIN)/ruff format --check fieldops tests benchmarks tools
	$(BIN)/ruff check fieldops tests benchmarks tools
	$(BIN)/python tools/check_shell.py

types: $(VENV)/.ready
	$(BIN)/mypy

imports: $(VENV)/.ready
	$(BIN)/lint-imports

docs: $(VENV)/.ready
	$(BIN)/python tools/check_docs.py
	$(BIN)/python tools/reference.py --check
	$(BIN)/python tools/promises.py --check
	$(BIN)/python tools/checks.py --check

sizes: $(VENV)/.ready
	$(BIN)/python tools/sizes.py

bench: $(VENV)/.ready
	sh tools/environment.sh "$(PYTHON)" "$(BENCH_VENV)"
	sh tools/environment.sh "$(PYTHON)" "$(BENCH_VENV)-peers"
	$(BENCH_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt ".[dev]"
	# The peers need other versions of paramiko, so they live apart.
	$(BENCH_VENV)-peers/bin/python -m pip install --quiet --disable-pip-version-check -r benchmarks/requirements.txt
	$(BENCH_VENV)/bin/python benchmarks/run.py $(BENCH_OPTIONS)

clean:
	rm -rf $(VENV) $(DEMO_VENV) $(BENCH_VENV) $(BENCH_VENV)-peers demo dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
