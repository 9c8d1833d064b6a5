# Three commands: `make demo`, `make test`, `make bench`. `make` alone lists them all.
# Every path is relative, so a checkout in a folder with a space in its name works too.

PYTHON ?= python3
PORT ?= 8000
# An index with CPU builds of torch, to save gigabytes of CUDA libraries on Linux; empty: pip's own.
#   make install TORCH_INDEX=https://download.pytorch.org/whl/cpu
TORCH_INDEX ?=

VENV := .venv
BIN := $(VENV)/bin
# A stamp holds the folder it was made in: a checkout that was moved or copied gets a new .venv.
INSTALLED := $(VENV)/.installed
INSTALLED_TEST := $(VENV)/.installed-test

PIP := $(BIN)/python -m pip install --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help install install-test demo test check nightly bench quality clean FORCE

help: ## toon deze lijst
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

install: $(INSTALLED) ## installeer in .venv (een tweede keer doet niets)

install-test: $(INSTALLED_TEST) ## installeer ook wat de tests nodig hebben

demo: $(INSTALLED) ## start de voorbeeldbibliotheek in de browser (PORT=8000)
	$(BIN)/beleidswijzer demo --port $(PORT)

# Two processes, one thread each: with more the encoder of each waits for that of the other.
test: check ## controleer stijl, typen en lagen, en draai alle tests
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

check: $(INSTALLED_TEST) ## controleer alleen stijl, typen en lagen
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy
	$(BIN)/lint-imports --no-logo

nightly: $(INSTALLED_TEST) ## draai ook de lange tests van de beveiliging
	$(BIN)/python -m pytest -m nightly

bench: $(INSTALLED) ## meet de snelheid
	$(BIN)/python -m tools.bench

quality: $(INSTALLED) ## meet wat elk onderdeel bijdraagt aan de antwoorden
	$(BIN)/python -m tools.quality

clean: ## verwijder .venv en alles wat opnieuw gemaakt kan worden
	rm -rf $(VENV) build dist *.egg-info
	rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

ifneq ($(shell cat $(INSTALLED) 2>/dev/null),$(CURDIR))
$(INSTALLED): FORCE
endif

$(INSTALLED): pyproject.toml
	@command -v "$(PYTHON)" >/dev/null || { \
	  echo "'$(PYTHON)' is niet gevonden. Beleidswijzer heeft Python 3.11 of nieuwer nodig;"; \
	  echo "kies er een met: make install PYTHON=python3.12"; exit 1; } >&2
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "'$(PYTHON)' is $$("$(PYTHON)" --version 2>&1). Beleidswijzer heeft Python 3.11 of nieuwer nodig;"; \
	  echo "kies er een met: make install PYTHON=python3.12"; exit 1; } >&2
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "'$(PYTHON)' kan geen virtuele omgeving maken: de module 'venv' of 'ensurepip' ontbreekt."; \
	  echo "Op Debian en Ubuntu helpt: apt-get install python3-venv"; exit 1; } >&2
	@if [ "$$(cat $(INSTALLED) 2>/dev/null)" != "$(CURDIR)" ]; then \
	  "$(PYTHON)" -m venv --clear $(VENV); fi
	@[ -z "$(TORCH_INDEX)" ] || \
	  $(PIP) --no-deps --index-url "$(TORCH_INDEX)" "$$(grep -o 'torch==[0-9.]*' pyproject.toml)"
	$(PIP) --editable .
	@echo "$(CURDIR)" > $@

$(INSTALLED_TEST): $(INSTALLED)
	$(PIP) --editable '.[test]'
	@touch $@
