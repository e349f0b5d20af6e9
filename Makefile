# Everything there is to do here. `make` alone lists it.
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
PYTHON ?=
ARGS ?=
python := .venv/bin/python
# One more at once than there are cores, because half of their time most tests wait for the store; five at most. What ARGS
# narrows ends soon; one process starts sooner and can be stopped in with --pdb. ARGS="-n 2 tests/contract" has both.
TOGETHER = -n $$($(python) -c 'import os; print(min(5, 1 + (os.cpu_count() or 1)))') --dist loadscope -m "not alone"
# A folder at a time, two at once; the rest is not even read.
ALONE = -n 2 --dist loadscope -m alone $$(grep -rl 'mark\.alone' --include='test_*.py' tests)
export PYTHON
export LOCAL
export EMAIL
export REPLACE
export DELETE
export INTO
# Bytecode stays inside the tree, also that of an interpreter which we may write to.
export PYTHONPYCACHEPREFIX := $(CURDIR)/.cache/pycache
# Containers often forbid bytecode. Here it does no harm, and without it each of the many programs that the tests start
# compiles all its libraries again: a second, of which a quarter would do.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run store test check fmt bench boot page-bench pictures chaos soak load fuzz mutants drill replay viewers bundle secrets admin calendly-setup export import restore catalog figures-rebuild doctor lock audit licences sbom openapi examples fuzz-api sitemap clean ready-local ready-dev ready-tools ready-mutants

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: ready-local ## the whole site on http://localhost:3000 with a real store (PORT=, DATA_DIR=, LOG=1)
	@exec $(python) -m lib.local

store: ready-local ## only the store behind its REST gateway (PORT=, DATA_DIR=, TOKEN=)
	@exec $(python) -m lib.local.store

test: ready-dev ## all tests, a real browser included (ARGS="-k slots" narrows them)
	@.ci/browser
ifeq ($(strip $(ARGS)),)
	@$(python) -m pytest $(TOGETHER); together=$$?; $(python) -m pytest $(ALONE) && exit $$together
else
	@$(python) -m pytest $(ARGS)
endif

check: ready-dev ## style, format and types; changes nothing
	@echo "check: ruff" && $(python) -m ruff check .
	@echo "check: format" && $(python) -m ruff format --check .
	@echo "check: mypy --strict" && $(python) -m mypy

fmt: ready-dev ## repair what can be repaired by machine
	@$(python) -m ruff check --fix-only .
	@$(python) -m ruff format .

bench: ready-dev ## how fast it is, as one table, also beside django-appointment (ARGS="--only django store")
	@.ci/rival
	@$(python) -m tests.bench $(ARGS)

boot: ready-dev ## what each built function costs until it listens and answers, beside the bare packages (ROUNDS=)
	@$(python) -m tests.bench.boot_bench --rounds $(or $(ROUNDS),9)

page-bench: ready-dev ## what a customer waits for, taps and fetches, each beside its promise (ARGS="--bookings 40")
	@.ci/browser
	@$(python) -m tests.bench.page_bench $(ARGS)

pictures: ready-dev ## every screen of the booking in all sizes, languages and colours (FOLDER=, ARGS="--only phone")
	@.ci/browser
	@$(python) -m tests.e2e.pictures $(or $(FOLDER),.cache/pictures) $(ARGS)

chaos: ready-dev ## seeded histories in bad weather (SEEDS=, FIRST=), or the story of one (SEED=)
	@$(python) -m tests.chaos $(if $(SEED),--seed $(SEED),--seeds $(or $(SEEDS),20000) --first $(or $(FIRST),0))

soak: ready-dev ## mixed load while store and server are killed, then every promise checked (SECONDS=, SEED=)
	@$(python) -m tests.chaos.soak --seconds $(or $(SECONDS),60) $(if $(SEED),--seed $(SEED))

load: ready-dev ## everything at once, as fast as two cores can, while the store is killed (SECONDS=, SEED=)
	@$(python) -m tests.chaos.load --seconds $(or $(SECONDS),600) $(if $(SEED),--seed $(SEED))

fuzz: ready-dev ## every parser is given what it was not made for (SECONDS= for all together, SEED=, ARGS="--only CSV")
	@$(python) -m tests.parsers --seconds $(or $(SECONDS),300) $(if $(SEED),--seed $(SEED)) $(ARGS)

mutants: ready-mutants ## small mistakes planted in rules and claim, and which no test sees (ARGS="studio/money lua/claim --sample 0.1")
	@nice -n 19 .cache/mutants/bin/python -m tests.mutants $(ARGS)

drill: ready-dev ## the server is killed around the sending of letters, and none is lost (BOOKINGS=, KILLS=, SEED=)
	@$(python) -m tests.chaos.mail_drill --bookings $(or $(BOOKINGS),200) --kills $(or $(KILLS),10) $(if $(SEED),--seed $(SEED))

replay: ready-dev ## a day of Calendly's deliveries after an outage, as fast as they come (DELIVERIES=, SEED=)
	@$(python) -m tests.chaos.replay --deliveries $(or $(DELIVERIES),5000) --seed $(or $(SEED),1)

viewers: ready-dev ## hundreds watch while lessons are booked and cancelled (VIEWERS=, SECONDS=, RECONNECTS=, SEED=)
	@$(python) -m tests.chaos.viewers_drill --viewers $(or $(VIEWERS),300) --seconds $(or $(SECONDS),600) --reconnects $(or $(RECONNECTS),30) --seed $(or $(SEED),1)

bundle: ready-local ## build as the platform does and look into every function
	@$(python) -m lib.local.bundle $(ARGS)

secrets: ready-local ## the secrets that a deployment needs, made up anew (INTO=.env: only those that are missing there)
	@$(python) -m lib.local.new_secrets

admin: ready-local ## who may sign in: asks, and prints what to put into the environment (EMAIL=; LOCAL=1: of make run)
	@$(python) -m lib.local.admin

calendly-setup: ready-local ## have Calendly tell the site what happens, and print what to put where (REPLACE=1, DELETE=uri)
	@$(python) -m lib.local.calendly_setup

export: ready-local ## all that the store holds into a file (TO=; the store of the environment, else of make run)
	@$(python) -m lib.local.backups export "$(TO)"

import: ready-local ## such a file into an empty store (FROM=)
	@$(python) -m lib.local.backups import "$(FROM)"

restore: ready-local ## a backup into an empty store (FROM=file, s3://bucket/name, name or latest)
	@$(python) -m lib.local.backups restore "$(FROM)"

catalog: ready-local ## the studio's settings into a file (TO=), or from one in place of the present ones (FROM=)
	@$(python) -m lib.local.catalogs $(if $(FROM),from "$(FROM)",to "$(TO)")

figures-rebuild: ready-local ## count the studio's figures anew from its bookings, also while others book
	@$(python) -m lib.local.figures

doctor: ready-local ## is everything set that a deployment needs? (reads the environment or FROM=.env; SITE_URL= alone: as a stranger; shows no values)
	@$(python) -m lib.local.doctor $(if $(filter command,$(origin SITE_URL)),--site-url-was-typed)

lock: ## write the hashes of all pinned packages anew, after a change of a requirements*.txt
	@LOCKING=1 .ci/setup tools
	@.cache/tools/bin/python -m lib.local.locks .cache/tools/bin/uv

audit: ready-tools ## has any pinned package an advisory? (asks the package index)
	@.cache/tools/bin/python -m lib.local.audit

licences: ready-local ## write docs/licences.md anew: what is deployed, and under which licence
	@$(python) -m lib.local.licences

sbom: ready-tools ## what is deployed, as a CycloneDX bill of materials (TO=)
	@.cache/tools/bin/python -m lib.local.sbom "$(or $(TO),.cache/sbom.json)"

openapi: ready-local ## write public/openapi.json and the page of it, public/developers.html, anew
	@$(python) -m lib.web.openapi > public/openapi.json.new && mv public/openapi.json.new public/openapi.json
	@$(python) -m lib.local.developers_page > public/developers.html.new && mv public/developers.html.new public/developers.html

examples: ready-dev ## ask a studio everything once for the examples of the API, then make openapi
	@$(python) -m tests.support.recorded && $(MAKE) openapi

fuzz-api: ready-dev ## schemathesis asks every operation as everybody there is (EXAMPLES=, SECONDS= of the whole, SEED=)
	@$(python) -m tests.fuzz --examples $(or $(EXAMPLES),100) --seconds $(or $(SECONDS),0) --seed $(or $(SEED),1)

sitemap: ready-local ## write public/sitemap.xml for search engines, and the line in robots.txt that leads there (SITE_URL=)
	@$(python) -m lib.local.sitemap

clean: ## remove caches; your data in .local/ and the environment in .venv/ stay
	@rm -rf .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis .vercel test-results
	@find . -name __pycache__ -type d -not -path './.venv/*' -prune -exec rm -rf {} +

ready-local:
	@.ci/setup local

ready-dev:
	@.ci/setup dev

ready-tools:
	@.ci/setup tools

ready-mutants: ready-dev
	@.ci/setup mutants
