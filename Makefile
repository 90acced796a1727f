# What one types in a checkout, on Linux and macOS (Windows: see README). Each target sets up what it needs;
# a second run starts at once. PYTHON=... names the interpreter for .venv, ARGS=... is handed to pytest.
VENV ?= .venv
PY = $(VENV)/bin/python
ARGS ?=
# A foreign PYTHONPATH would mix other packages in.
unexport PYTHONPATH PYTHONHOME
# Several workers share the cores: each test process gets one thread.
PYTEST = OMP_NUM_THREADS=1 QT_QPA_PLATFORM=offscreen $(PY) -m pytest $(ARGS)

.PHONY: help ui monkeys app-ready dev-ready demo test slow hostile check format translation wheel bench panel gpu clean

help:
	@echo "make demo    a demo archive, indexed, in the window with a query answered"
	@echo "make test    the fast tests          make slow    the others"
	@echo "make hostile broken and hostile files, limits and kills, as one table (part of make slow)"
	@echo "make ui      the window driven by mouse and keys on a display of its own; pictures in demo/ui"
	@echo "make check   ruff, mypy, import contracts"
	@echo "make wheel   a wheel in dist/, tested in an environment of its own"
	@echo "make bench   the measurements of tests/benchmarks, as one table"
	@echo "make panel   a model measured on what it was not trained on; DATA=folder MODEL=folder"
	@echo "make translation CODE=de    the sentences of the window, to be translated and as the window reads them"
	@echo "make gpu     training, indexing and memory limits on a GPU, in less than ten minutes"
	@echo "make clean   removes what the targets above left, but .venv"

$(VENV)/.installed-app: pyproject.toml packaging/make-venv.sh
	@sh packaging/make-venv.sh $(VENV)

$(VENV)/.installed-dev: pyproject.toml packaging/make-venv.sh
	@sh packaging/make-venv.sh $(VENV) dev

app-ready: $(VENV)/.installed-app
	@sh packaging/system-libraries.sh $(PY)

dev-ready: $(VENV)/.installed-dev
	@sh packaging/system-libraries.sh $(PY)

demo: app-ready
	@sh packaging/demo.sh $(PY)

test: dev-ready
	$(PYTEST) -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

slow: dev-ready
	$(PYTEST) -m slow --timeout 1800
	$(PYTEST) -n 2 -m "hypothesis and not slow" --hypothesis-profile new-cases --timeout 1800
	@if command -v Xvfb xdotool openbox >/dev/null; then $(MAKE) monkeys; else \
		echo "No monkeys at the window: they need Xvfb, xdotool and openbox."; fi

# 200 minutes at random, in every size, scale and theme.
monkeys: dev-ready
	@WINDOW=no sh packaging/demo.sh $(PY)
	$(PY) -m tests.ui --archive demo/archive --index demo/index --out demo/monkeys --monkey 60 --sessions 200

# On the demo archive. Needs Xvfb, xdotool and openbox.
ui: dev-ready
	@WINDOW=no sh packaging/demo.sh $(PY)
	$(PY) -m tests.ui --archive demo/archive --index demo/index $(ARGS)

# Kills of single functions and of locks beside the table's real command lines.
hostile: dev-ready
	$(PYTEST) -n 2 --dist loadfile -m "slow or not slow" --timeout 1800 tests/hostile tests/indexing/build/test_kill.py tests/indexing/folder/test_lock.py \
		tests/retrieval/exports/test_export_kills.py

check: dev-ready
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -c "from importlinter.cli import lint_imports_command as run; run()" --no-logo

format: dev-ready
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

# For each new or changed sentence, before and after translating it in resources/translations/msa_CODE.ts.
translation: dev-ready
	$(PY) packaging/translations.py $(CODE)

wheel: dev-ready
	rm -rf dist
	$(PY) -m build --wheel --no-isolation --outdir dist .
	MSA_WHEEL="$$(ls dist/*.whl)" $(PYTEST) -m "slow or not slow" tests/packaging/test_wheel.py

bench: dev-ready
	$(PY) -m tests.benchmarks.all $(ARGS)

panel: dev-ready
	$(PY) -m tests.benchmarks.panel --data "$(DATA)" $(if $(MODEL),--model "$(MODEL)") $(ARGS)

# With the Python of a machine that is lent and cannot install: python3 -m tests.benchmarks.gpu
gpu: dev-ready
	$(PY) -m tests.benchmarks.gpu $(ARGS)

clean:
	rm -rf dist build demo .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
