# Works with make 3.81 and any sh. PYTHON chooses the Python that .venv is made with.
SHELL = /bin/sh
BIN = .venv/bin
ARGS =
FILE =
N = 1000
SEED = 1
DATABASE ?= sqlite
DATA =
MODE = cross
ONLY =

.PHONY: help run build test test-states test-postgres check translations breaks bench replay same-matter simulate attack timing deploy-check drawing format clean dev

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1	\2/p' Makefile | while IFS='	' read -r name words; do printf '  make %-14s %s\n' "$$name" "$$words"; done

run: build ## serve a fictional council on 127.0.0.1, from port 8000 on, with a worker
	@exec env PORTAL_DEMO=1 $(BIN)/flask --app wsgi run-demo $(ARGS)

build: ## make .venv, the catalogues and the front end
	@.ci/venv requirements-build.txt
	@$(BIN)/python -m portal.translations --build
	@$(BIN)/python -m portal.web.build

dev:
	@.ci/venv requirements-dev.txt
	@$(BIN)/python -m portal.translations --build
	@$(BIN)/python -m portal.web.build

test: dev ## the suite, browser journeys too, each page state once (ARGS="tests/letters -k late")
	@$(BIN)/python -m tests.run sqlite $(ARGS)

test-states: dev ## each page state in every language, at every width
	@$(BIN)/python -m tests.run states $(ARGS)

test-postgres: dev ## what touches the database, on a PostgreSQL of its own
	@$(BIN)/python -m tests.run postgres $(ARGS)

check: dev ## style, types, import contracts, templates, catalogues, the tree
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/python -m portal.translations --check
	$(BIN)/pytest --quiet -m "not slow and not browser" tests/house

translations: dev ## collect the words, generate and compile the catalogues, check them
	$(BIN)/python -m portal.translations

breaks: dev ## apply each patch of tests/breaks and show the test it turns red (ONLY=name)
	@ONLY="$(ONLY)" $(BIN)/python -m tests.breaks.run

bench: dev ## requests per second beside a bare page
	@$(BIN)/python -m bench.bench $(ARGS)

replay: dev ## send real complaints through the pages (FILE=….csv)
	@$(BIN)/python -m bench.replay "$(FILE)" $(ARGS)

same-matter: dev ## how often the same matter is recognised (DATA=folder, MODE=score fits nothing)
	@$(BIN)/python -m portal.complaints.same_matter.score "$(DATA)" --mode $(MODE) $(ARGS)

simulate: dev ## people complain, chase and come back: one reference a matter (N=1000 SEED=1 DATABASE=postgres)
	@$(BIN)/python -m bench.simulate --matters "$(N)" --seed "$(SEED)" --database "$(DATABASE)" $(ARGS)

attack: dev ## what strangers try from outside, at a portal as a council runs it (ARGS="--only lockout")
	@$(BIN)/python -m bench.attack $(ARGS)

timing: dev ## whether what is refused takes as long as what is not there
	@$(BIN)/python -m bench.timing $(ARGS)

deploy-check: dev ## attack the shipped set-up, nginx before gunicorn, as from the internet
	@$(BIN)/python -m bench.deploy_check $(ARGS)

drawing: dev ## draw who imports whom, for docs/imports.md
	@$(BIN)/python -m docs.draw_imports

format: dev ## bring the code into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean: ## remove all that was built; var/ stays
	rm -rf .venv static/dist static/src/node_modules translations/*/LC_MESSAGES/*.mo translations/en-XA translations/ar-XB
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
