# One sentence a verb; `make help` shows them.
PYTHON ?= python
.DEFAULT_GOAL := help
.PHONY: help check test slow lint format types attacks house bench diagnosis docs exports wheel clean gradescope-root
export OPENBLAS_NUM_THREADS ?= 1

help:  ## Show these verbs.
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "  make %-15s %s\n", $$1, $$2}'

check:  ## Do everything that a change must pass, in fresh environments.
	.ci/run

test:  ## Run the tests.
	$(PYTHON) -m pytest -n auto

slow:  ## Run the long proofs: whole classes of variants, every hostile fixture.
	$(PYTHON) -m pytest -n auto -m slow

lint:  ## Say what the linter and the formatter would change.
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .

format:  ## Put the code into shape.
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

types:  ## Check the types, strictly.
	$(PYTHON) -m mypy

house:  ## Count circles, loose files and the longest file, and draw the stairs.
	$(PYTHON) tools/house.py

bench:  ## Measure speed, as ratios to floors taken in the same run.
	$(PYTHON) -m bench

diagnosis:  ## Try the diagnosis on mistakes made on purpose and on random numbers (minutes).
	$(PYTHON) -m bench.diagnosis

attacks:  ## Grade hostile submissions at every level of isolation of this machine (a quarter of an hour).
	$(PYTHON) -m tools.attack_matrix

docs:  ## Draw the pictures that the README shows.
	$(PYTHON) tools/picture.py
	$(PYTHON) tools/page.py

exports:  ## Let other people's parsers and schemas judge the exports (installs them, with a network).
	PYTHON=$(PYTHON) tools/exports-proof

wheel:  ## Build the wheel into dist/.
	$(PYTHON) -m pip wheel --no-deps --wheel-dir dist .

gradescope-root:  ## Prove the Gradescope zip on a clean Debian root (as root, with debootstrap).
	PYTHON=$(PYTHON) tools/debootstrap-proof

clean:  ## Remove what tools left behind; nothing of yours.
	rm -rf build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
