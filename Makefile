# Everything on a machine with Python ≥ 3.11 and make; each command does its own set-up.
#   make demo    read the example reports, show what they state, open it in the browser (NO_SERVE=1: do not)
#                make demo FROM=FOLDER reads your own
#   make test    all tests (those that need PostgreSQL or Chromium say so where it is not installed)
#   make lint    style and types
#   make score   how well the extraction agrees with the gold documents (HELD=1: with those to judge by too, which
#                who works on rules does not look at)
#   make bench   speed and memory beside other tools, and the workbench on a base of a million statements, which
#                is made once in .bench (QUICK=1: a small one)
#   make docs    write the generated part of the documentation anew
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check install --no-deps
DEMO := .demo
EXAMPLES := $(addprefix examples/shanghai/shanghai-,2020.md 2021.docx 2022.pdf press.html)
FROM ?=
NO_SERVE ?=
PYTEST ?= -r s
QUICK ?=
HELD ?=
READ = $(if $(FROM),"$(FROM)",$(EXAMPLES) --meta examples/shanghai/meta.json)
BASE = $(DEMO)/$(if $(FROM),own,kejian).sqlite3

.PHONY: setup demo test lint score bench docs clean
setup: $(VENV)/.done

$(VENV)/.done: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Kejian needs Python 3.11 or later: make PYTHON=/path/to/python3.11 …"; exit 1; }
	@echo "Setting up $(VENV) (once)…"
	@$(PYTHON) -m venv $(VENV) || { echo "Install the venv module of Python (Debian: apt install python3-venv)."; exit 1; }
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-build-isolation --editable .
	@touch $@

demo: setup
	@mkdir -p $(DEMO)
	@$(BIN)/kejian build $(READ) --base $(BASE) || echo "Go on with what could be read."
	@echo
	@$(BIN)/kejian status --base $(BASE)
	@echo
	@$(BIN)/kejian facts $(READ) --first 3 2>/dev/null || true
	@$(if $(FROM),,$(BIN)/kejian series 技术合同成交额 --base $(BASE) --all; echo)
	@$(if $(FROM),,$(BIN)/kejian series 1类创新药 --base $(BASE); echo)
	@$(if $(FROM),,$(BIN)/kejian search 技术合同成交额 --base $(BASE) --limit 3; echo)
	@echo "The evidence base is $(BASE). Now your own report:"
	@echo "  $(BIN)/kejian facts YOUR-REPORT.docx"
	@echo "  $(BIN)/kejian build FOLDER-OF-REPORTS && $(BIN)/kejian search 研发经费"
	@$(if $(NO_SERVE),,$(BIN)/kejian serve --base $(BASE))

test: setup
	$(BIN)/pytest $(PYTEST)

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

score: setup
	$(BIN)/python benchmarks/score.py $(if $(HELD),--held)

bench: setup
	$(BIN)/python benchmarks/run.py $(if $(QUICK),--quick)
	$(BIN)/python -m benchmarks.workbench $(if $(QUICK),--quick)

docs: setup
	$(BIN)/python docs/generate.py

clean:
	rm -rf $(VENV) $(DEMO) .bench
