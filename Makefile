# What one does with this project. `make` alone lists it.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip --quiet
INSTALL := $(if $(shell command -v uv),uv pip install --quiet --python $(BIN)/python,$(PIP) install)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help serve demo test race faults cluster ledger mutate pools looks tour bench attack holes lighthouse lint format words lock sbom bill wheel venv clean

help: ## list what one can do
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

serve: $(VENV)/.serves ## the site on http://127.0.0.1:8000, set up on first use
	$(BIN)/ideas serve

demo: $(VENV)/.serves ## an invented brand with ideas in every stage, and sign-in links
	$(BIN)/ideas demo --serve

test: $(VENV)/.tests ## every test, on SQLite and on PostgreSQL where it is found
	tests/everything

race: $(VENV)/.tests ## a million racing votes on both databases (RACE_CASTS=n)
	TEST_PROCESSES=0 RACE_CASTS=$(or $(RACE_CASTS),1000000) tests/everything --capture=no tests/faults/test_vote_race.py

faults: $(VENV)/.tests ## kill -9, power cuts, a full and a failing disk, a held lock, wrong clocks, a rush, a mistake, a migration, the units of systemd, on both databases (needs root)
	FAULTS=1 TEST_PROCESSES=0 tests/everything --capture=no $(addprefix tests/faults/test_,kill.py power.py disk.py disk_trouble.py lock.py clocks.py letters.py imports.py rush.py database_stops.py point_in_time.py migrating.py) $(addprefix tests/deploy/test_,started.py prometheus.py)

cluster: $(VENV)/.tests ## five machines on this one, each part killed while people vote (ONLY="postgres machine"; needs root, says what else)
	$(BIN)/python -m tests.cluster $(ONLY)

ledger: $(VENV)/.tests ## 100,000 random steps of the royalties beside a small model, on both databases (LEDGER_STEPS=n LEDGER_SEED=n WALKERS=n)
	TEST_PROCESSES=$(or $(WALKERS),2) LEDGER_WALKERS=$(or $(WALKERS),2) LEDGER_STEPS=$(or $(LEDGER_STEPS),100000) \
		tests/everything --dist load --capture=no tests/royalties/test_machine.py

pools: $(VENV)/.tests ## a million random pools among random shares, each divided to the last unit (POOLS=n)
	$(BIN)/python -m tests.bench.pools $(or $(POOLS),1000000)

mutate: $(VENV)/.tests ## how many wrong versions of the money rules the quick tests notice (MODULE=ideas.money*)
	$(BIN)/mutmut run $(MODULE)
	$(BIN)/mutmut results

bench: $(VENV)/.tests ## statements and milliseconds of the public pages on 100,000 ideas (IDEAS=n VOTES=n)
	$(BIN)/ideas demo --ideas $(or $(IDEAS),100000) --votes $(or $(VOTES),10000000)
	$(BIN)/python -m tests.bench.pages

looks: $(VENV)/.tests ## every kind of page in both themes and languages, into test-results/screens
	LOOK_CLOSELY=1 $(BIN)/pytest tests/browser/test_pages.py --numprocesses auto

tour: $(VENV)/.tests ## the pictures of docs/tour.md, taken again on the demo
	$(BIN)/python -m tests.browser.tour

lighthouse: $(VENV)/.tests ## Lighthouse 12 on a throttled phone: home, browse, idea, submit (RUNS=n; needs Node)
	$(BIN)/python -m tests.bench.lighthouse

attack: $(VENV)/.tests ## sqlmap, wapiti, schemathesis, atheris and slow clients against a demo of this machine (ATTACK_SECONDS=n)
	$(BIN)/python -m tests.attack

holes: ## which libraries of the locks have published holes; 2 where that cannot be asked
	$(PYTHON) .ci/holes.py

lint: $(VENV)/.tests ## style, types, templates, imports, locks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/lint-imports --no-logo
	.ci/lock --check
	$(BIN)/python .ci/words.py --check

format: $(VENV)/.tests ## put the code in the form that lint asks for
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

words: $(VENV)/.tests ## the catalogues brought up to date with what the sources say
	$(BIN)/python .ci/words.py

lock: ## pin what pyproject.toml asks for (UPGRADE=--upgrade: the newest)
	.ci/lock $(UPGRADE)

sbom: $(VENV)/.tests ## what it is made of: dist/ideas.cdx.json (CycloneDX) and docs/licences.md
	$(BIN)/python .ci/sbom.py

bill: ## is the bill of materials what CycloneDX asks for; 2 where that cannot be compared
	$(PYTHON) .ci/bill.py

wheel: $(VENV)/.tests ## the package, in dist/
	$(PIP) wheel --no-deps --no-build-isolation --wheel-dir dist .

venv: $(VENV)/.tests ## the virtual environment with everything in it

clean: ## remove what make made; what the site keeps in var/ stays
	rm -rf $(VENV) dist build test-results

$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo 'Python 3.11 or newer is needed: make PYTHON=python3.11 ...' >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.serves: requirements.lock | $(BIN)/pip
	$(INSTALL) --require-hashes -r requirements.lock
	$(INSTALL) --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.tests: requirements-dev.lock $(VENV)/.serves
	$(INSTALL) --require-hashes -r requirements-dev.lock
	touch $@
