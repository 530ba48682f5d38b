# make demo and make test do all set-up on a fresh machine; everything else builds on them.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
PY     := $(BIN)/python
# versions that are known to work together; empty for the newest
CONSTRAINTS ?= -c constraints.txt

# The suites that need another program, or minutes of their own, have a marker and a target each. CI runs them all.
ALONE  := not artefacts and not web and not libreoffice and not wine and not oracles and not torture
# what make quick runs: the numbers, without the programs around them
NUMBERS := tests/conformance tests/unit/arguments tests/unit/cells tests/unit/crises tests/unit/domain \
           tests/unit/functions tests/unit/risk tests/unit/test_*.py

.PHONY: help demo quick test test-slow test-artefacts check generate library docs docs-demo bench clean \
        test-libreoffice test-wine test-web test-oracles torture windows-bundle

help:  ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

$(VENV)/.demo: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PY) -m pip install -q --upgrade pip
	$(PY) -m pip install -q $(CONSTRAINTS) -e .
	@touch $@

$(VENV)/.test: $(VENV)/.demo
	$(PY) -m pip install -q $(CONSTRAINTS) --group test --group check
	@touch $@

demo: $(VENV)/.demo  ## recalculate a workbook on 2008-09 data and print calm against stressed
	@$(BIN)/xl-stressvar demo

quick: $(VENV)/.test  ## the numbers and their sources, while writing (half a minute)
	$(PY) -m pytest -n 2 --dist worksteal --hypothesis-profile=quick -m "$(ALONE) and not slow" \
	  -k "not garch and not evt" $(NUMBERS)

test: $(VENV)/.test  ## what needs no other program and not much time (minutes)
	$(PY) -m pytest -n 2 --dist worksteal --hypothesis-profile=short -m "$(ALONE) and not slow"

test-slow: $(VENV)/.test  ## what it leaves out: every question, every window, long fits, processes killed (minutes)
	$(PY) -m pytest -n 2 --dist loadgroup -m "$(ALONE) and (slow or hypothesis)"

test-artefacts: $(VENV)/.test  ## what is built: templates with other data, the pack, the wheel, the macros (minutes)
	$(PY) -m pytest -n 2 --dist loadgroup -m "artefacts and not libreoffice"

check: $(VENV)/.test  ## lint, format and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/codespell

generate: $(VENV)/.test  ## write every generated file anew; a test compares them
	$(PY) -m tools.generate

library: $(VENV)/.test  ## rebuild the crisis data from its sources and compare with the committed
	$(PY) -m tools.data.crises --check

docs: $(VENV)/.docs  ## the documentation as a site, in .build/site
	$(PY) -m tools.docs.plot_method --check
	$(BIN)/zensical build --strict

# Where the site will be: a manifest says it, the demo page does not need it.
SITE_ADDRESS ?= http://localhost:8000

docs-demo: docs  ## and the page to try the functions without Excel, in .build/site/demo
	bash tools/web/setup.sh .build/web
	$(BIN)/xl-stressvar web .build/site/demo --base $(SITE_ADDRESS)/demo --pyodide .build/web/pyodide --force

$(VENV)/.docs: $(VENV)/.demo
	$(PY) -m pip install -q $(CONSTRAINTS) --group docs
	@touch $@

test-libreoffice: $(VENV)/.test  ## the LibreOffice add-in, end to end (installs LibreOffice if need be)
	bash tools/setup_libreoffice.sh
	$(PY) -m pytest -m libreoffice

test-wine: $(VENV)/.test  ## the COM server and the installer, in a Windows Python under Wine
	bash tools/wine/setup.sh .build/wine
	$(PY) -m pytest -m wine

test-web: $(VENV)/.test  ## the web add-in: its questions in the browser's Python, its pages, its JavaScript
	bash tools/web/setup.sh .build/web
	bash tools/web/browsers.sh
	$(PY) -m pytest -m web

.build/oracles/.made: tests/conformance/oracles/requirements.txt
	$(PYTHON) -m venv .build/oracles
	.build/oracles/bin/python -m pip install -q -r $<
	@touch $@

test-oracles: $(VENV)/.test .build/oracles/.made  ## our numbers against other libraries, computed anew
	$(PY) -m pytest -m oracles

torture: $(VENV)/.test  ## long fuzzing; SLICE=ci for minutes, SLICE=full for a million calls
	XL_STRESSVAR_TORTURE=$(or $(SLICE),full) $(PY) -m pytest -n 2 --dist loadgroup -m torture

bench: $(VENV)/.test  ## speed against alternatives, as ratios
	$(PY) -m benchmarks

PYTHON_ZIP ?= .build/windows-python/$(shell sed -n 's/^\(python-[^ ]*\) .*/\1/p' tools/addin/windows/python.txt)

$(PYTHON_ZIP):  # held against the hash in python.txt when it is packed
	@mkdir -p $(@D)
	curl -fsSL -o $@ https://www.python.org/ftp/python/$(word 2,$(subst -, ,$(@F)))/$(@F)

windows-bundle: $(VENV)/.test $(PYTHON_ZIP)  ## an offline zip, from pinned parts; SIGN=command that signs the add-in
	$(PY) -m pip download -q --no-deps --only-binary=:all: --platform win_amd64 \
	  --python-version 3.14 --implementation cp --abi cp314 --abi none --require-hashes \
	  -d .build/windows-wheels -r tools/addin/windows/requirements.txt
	$(PY) -m tools.addin.bundle --python $(PYTHON_ZIP) --wheels .build/windows-wheels --sign "$(SIGN)"

clean:  ## remove what make made
	rm -rf $(VENV) .build dist build *.egg-info
