# Thin names over dev.py, which needs nothing but Python. `make` alone lists them.
PYTHON ?= python3
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint types verify guard docs coverage accept release-check clean

help: ## list what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F '\t' '{printf "  make %-14s %s\n", $$1, $$2}'

setup: ## install everything that developing needs into .venv
	$(PYTHON) dev.py setup

demo: ## grade the sample submission and write report.html
	$(PYTHON) dev.py demo $(ARGS)

test: ## run the tests (ARGS="tests/judge -k shape" for some)
	$(PYTHON) dev.py test $(ARGS)

lint: ## style, likely mistakes, formatting
	$(PYTHON) dev.py lint $(ARGS)

types: ## static types, strict
	$(PYTHON) dev.py types $(ARGS)

verify: ## prove the course (ARGS="A07 --mutants")
	$(PYTHON) dev.py verify $(ARGS)

guard: ## ratios of what grading costs, beside their limits
	$(PYTHON) dev.py guard $(ARGS)

docs: ## build the documentation and run what it shows
	$(PYTHON) dev.py docs $(ARGS)

coverage: ## which lines and branches the tests reach
	$(PYTHON) dev.py coverage $(ARGS)

accept: ## write derived files and gold files anew; then read git diff
	$(PYTHON) dev.py accept

release-check: ## everything a release needs
	$(PYTHON) dev.py release-check

clean: ## remove what the tasks made, but not .venv
	rm -rf build dist site htmlcov report.html .coverage* *.egg-info
