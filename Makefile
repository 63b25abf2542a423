# Each target is one line of bin/house; `make` alone lists them.
PYTHON ?= python3
HOUSE = $(PYTHON) bin/house
MODULES = $(shell find static/js tests/js -name '*.js')
SCRIPTS = $(shell grep -lsE '^\#!.*python' bin/*)
.PHONY: help run test dev lint bench stop reset
.SILENT:

help:  ## cette liste
	awk -F ':  ## ' '/^[a-z]+:  ## / { printf "  make %-6s %s\n", $$1, $$2 }' Makefile

run:  ## installe ce qui manque, prépare la base et les données, sert http://127.0.0.1:8000 (PORT=… en change)
	$(HOUSE) run

test:  ## la même préparation, puis tous les tests : Python, JavaScript, navigateur (ARGS="-k lens" en choisit)
	$(HOUSE) test

dev:  ## comme run, par le serveur de développement de Django : le code modifié est relu aussitôt
	$(HOUSE) dev

lint:  ## relit le code : ruff, djlint, migrations, traductions, syntaxe des modules JavaScript
	$(HOUSE) tools
	.venv/bin/python -m ruff check . $(SCRIPTS)
	.venv/bin/python -m ruff format --check . $(SCRIPTS)
	.venv/bin/python -m djlint --quiet --lint templates
	.venv/bin/python -W ignore manage.py makemigrations --check --dry-run
	for catalogue in locale/*/LC_MESSAGES/*.po; do msgfmt --check-format -o /dev/null $$catalogue || exit 1; done
	for module in $(MODULES); do .venv/lib/python3*/site-packages/playwright/driver/node --check $$module || exit 1; done

bench:  ## mesure la vitesse jusqu'à un million d'initiatives (PEERS=1 : aussi d'autres serveurs ; BROWSER=1 : un navigateur ; ARGS=--quick)
	$(HOUSE) bench

stop:  ## arrête le serveur et la base de données de cette copie
	$(HOUSE) stop

reset:  ## efface la base de données privée, après confirmation
	$(HOUSE) reset
