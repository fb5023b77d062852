# One sentence a verb; `make help` shows them.
PYTHON ?= python3
VENV ?= .venv
RUN = $(VENV)/bin/python
# Made once, and remade when the locked versions or the dependencies change.
READY = $(VENV)/ready
.DEFAULT_GOAL := help
.PHONY: help demo check lock test slow lint format types attacks fuzz bounds kills outside house bench diagnosis credit pictures docs exports wheel schema coverage mutants pythons walk reproducible clean gradescope-root cells bench-class bench-torch class-proof
export OPENBLAS_NUM_THREADS ?= 1

help:  ## Show these verbs.
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "  make %-15s %s\n", $$1, $$2}'

$(READY): constraints.txt pyproject.toml tools/environment
	@tools/environment $(PYTHON) $(VENV)
	@touch $@

demo: $(READY)  ## Grade an example.
	@$(VENV)/bin/grader check examples/exam-relu-9.py

test: $(READY)  ## Run the tests.
	$(RUN) -m pytest -n auto $(TESTS)

check:  ## Do everything that a change must pass, in fresh environments.
	PYTHON=$(PYTHON) .ci/run

lock:  ## Lock the newest versions: write constraints.txt anew (with a network).
	PYTHON=$(PYTHON) tools/lock

slow: $(READY)  ## Run the long proofs: whole classes of variants, every hostile fixture.
	$(RUN) -m pytest -n auto -m slow

lint: $(READY)  ## Say what the linter and the formatter would change.
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .

format: $(READY)  ## Put the code into shape.
	$(RUN) -m ruff check --fix .
	$(RUN) -m ruff format .

types: $(READY)  ## Check the types, strictly.
	$(RUN) -m mypy

house: $(READY)  ## Count circles, loose files and the longest file, and draw the stairs.
	$(RUN) tools/house.py

bench: $(READY)  ## Measure speed, as ratios to floors taken in the same run, beside other tools that are installed (minutes).
	$(RUN) -m bench

.PHONY: speed
speed: $(READY)  ## Write docs/speed.md and its drawing from the runs that were kept.
	$(RUN) -m bench.speed_page

bench-class: $(READY)  ## Measure a class against a bare loop that forks, limits, locks and runs the same files.
	$(RUN) -m bench.classes
	$(RUN) -m bench.classes growth

bench-torch: $(READY)  ## Measure what PyTorch costs: a file, and a class, against bare interpreters.
	$(RUN) -m bench.torch

class-proof: $(READY)  ## Prove a class in every layout against grading alone, and killed runs (a quarter of an hour).
	$(RUN) -m tools.class_proof

MADE ?= 1000
RANDOM ?= 1000
SEED ?= 0
DECIMALS ?= 3 2
diagnosis: $(READY)  ## Try the diagnosis on mistakes made and random numbers: MADE=1000 RANDOM=1000 SEED=0 DECIMALS="3 2" (minutes).
	$(RUN) -m bench.diagnosis $(MADE) $(RANDOM) $(DECIMALS) --seed $(SEED)

.PHONY: diagnosis-large
diagnosis-large: $(READY)  ## Count wrong names over 30,000 mistakes made and 100,000 random numbers, in ten pieces (two hours).
	for seed in 1 2 3 4 5 6 7 8 9 10; do $(RUN) -m bench.diagnosis 3000 10000 3 --seed $$seed || exit 1; done

credit: $(READY)  ## Try what trivial answers earn and what honest slips lose (minutes).
	$(RUN) -m bench.credit

.PHONY: fairness fairness-million printing figures certificates rates
figures: $(READY)  ## Write docs/figures.md: how fair the numbers are, beside the defaults of other tools (minutes).
	$(RUN) -m bench.figures

fairness: $(READY)  ## Count false refusals, false accepts and widths on drawn sheets (minutes).
	$(RUN) -m bench.fairness 10000
	$(RUN) -m bench.fairness accepted 5000
	$(RUN) -m bench.fairness widths 1

fairness-million: $(READY)  ## Work a million answers by hand in each style, and count those that are refused (an hour).
	$(RUN) -m bench.fairness 1000000

certificates: $(READY)  ## Write and check certificates of the zoo and of 1,000 variants, alter 2,000, and time them (half an hour).
	$(RUN) -m bench.certificates

rates: $(READY)  ## Count every published error rate again and write docs/error-rates.md with commit, seeds and commands (forty minutes of one processor).
	$(RUN) -m bench.pages

printing: $(READY)  ## Type back whatever is printed as right, over 1,000 drawn assignments (minutes).
	$(RUN) -m bench.printing

.PHONY: code-mutants
code-mutants: $(READY)  ## Change right functions at 1,000 places, and count true and false reasons (half an hour).
	$(RUN) -m tools.code_mutants
	$(RUN) -m tools.equation_mutants

attacks: $(READY)  ## Grade hostile submissions at every level of isolation of this machine (a quarter of an hour).
	$(RUN) -m tools.attack_matrix

fuzz: $(READY)  ## Feed every reader with damaged files, ten minutes each; none may fail in another way than by a sentence.
	$(RUN) -m tools.fuzz

bounds: $(READY)  ## Give every command files that ask for too much; each must end soon, with a sentence (a quarter of an hour).
	$(RUN) -m tools.bounds

kills: $(READY)  ## End our own processes at 400 random moments while a right submission is graded.
	$(RUN) -m tools.kills

outside: $(READY)  ## Let another project's checker of graders make hand-ins that are wrong by construction (with a network).
	$(RUN) -m tools.outside_checker

pictures: $(READY)  ## Draw the pictures that the README and the manual show, and measure the peers.
	$(RUN) tools/picture.py
	$(RUN) tools/page.py
	$(RUN) -m tools.manual.figures
	$(RUN) -m bench.peers > docs/peers.md

docs: $(READY)  ## Build the manual into site/, strictly, to be read offline (installs its generator).
	$(RUN) -m pip install --quiet '.[docs]'
	NO_MKDOCS_2_WARNING=1 $(RUN) -m mkdocs build --strict

.PHONY: reference
reference: $(READY)  ## Write docs/reference from the code: every key, command, cell, function and note.
	$(RUN) -m tools.manual

exports: $(READY)  ## Let other people's parsers and schemas judge the exports (installs them, with a network).
	PYTHON=$(RUN) tools/exports-proof

schema: $(READY)  ## Write the JSON Schema that the assignments' modelines name.
	$(RUN) -m grader schema > assignments/assignment.schema.json

coverage: $(READY)  ## Count lines and branches that the tests run, in forked and locked children too, and fail below 95 % (half an hour).
	$(RUN) -m pip install --quiet --no-build-isolation -e '.[report,sheets]' coverage pytest-cov
	rm -f .coverage .coverage.* *.coverage
	$(RUN) -m pytest -q -n auto --cov=grader --cov=reference --cov-branch --cov-report=
	mv .coverage suite.coverage  # no .coverage.*, which the next run erases
	$(RUN) -m tools.measured_children install
	-$(RUN) -m pytest -q -n auto --cov=grader --cov=reference --cov-branch --cov-report= $(FORKING)
	$(RUN) -m tools.measured_children collect && $(RUN) -m tools.measured_children remove
	mv .coverage again.coverage && $(RUN) -m coverage combine -q suite.coverage again.coverage
	$(RUN) -m coverage report -m --skip-covered --fail-under=95

# What runs in processes of its own.  A few of these tests fail while those are measured, as they
# count handles and modules there; the whole suite has passed before.
FORKING = tests/owntests tests/gradescope tests/sandbox tests/classroom tests/certificate tests/functions

mutants: $(READY)  ## Change rubric, intervals, checkers and identity a place at a time; list what no test notices (hours).
	$(RUN) -m tools.mutants

pythons:  ## Run a fast part of the tests on every Python from 3.10 on that is here (with a network).
	tools/pythons

.PHONY: newest
newest:  ## Run all tests on the newest releases, in an environment made for it (with a network).
	tools/environment $(PYTHON) .venv-newest newest
	.venv-newest/bin/python -m pytest -n auto

walk:  ## Type README and tutorial word for word in a fresh environment.
	PYTHON=$(PYTHON) tools/walk

reproducible: $(READY)  ## Build wheel and sdist twice, and compare them byte by byte.
	PYTHON=$(abspath $(RUN)) tools/reproducible

cells: $(READY)  ## Write docs/cells.md, hold every law over every cell, and the pinned packages (installs them, with a network).
	PYTHON=$(RUN) tools/cells-proof

.PHONY: review-kills review-keys review-pictures
review-kills: $(READY)  ## End a review by SIGKILL amid saves, a hundred times: nothing that was acknowledged is lost (minutes).
	$(RUN) -m tools.review_proof kills

review-keys: $(READY)  ## Mark three hundred texts by keys alone in Chromium, and record every key (installs playwright; minutes).
	$(RUN) -m pip install --quiet playwright
	$(RUN) -m tools.review_proof keys

review-pictures: $(READY)  ## Draw the pictures of the marking page for the manual (installs playwright).
	$(RUN) -m pip install --quiet playwright
	$(RUN) -m tools.review_proof pictures

.PHONY: bench-sheets
bench-sheets: $(READY)  ## Time a class of sheets and keys against an early commit, and how it grows (minutes; with the history).
	$(RUN) -m bench.class_sheets

.PHONY: players
players: $(READY)  ## Play the exports in players of others and write their table into the docs (network, node, Chromium; minutes).
	PYTHON=$(abspath $(RUN)) tools/players/run

wheel: $(READY)  ## Build the wheel into dist/.
	$(RUN) -m pip wheel --no-deps --wheel-dir dist .

gradescope-root: $(READY)  ## Prove the Gradescope zip on a clean Debian root (as root, with debootstrap).
	PYTHON=$(RUN) tools/debootstrap-proof

clean:  ## Remove what tools left behind; nothing of yours.
	rm -rf build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
