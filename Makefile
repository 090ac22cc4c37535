# Hotline: everything runs from .venv, which is made on the first run and used offline ever after.
# Only relative paths stand here, so a folder with a space in its name is as good as any other.

PYTHON ?= python3
PY = .venv/bin/python
PIP = $(PY) -m pip install --quiet --disable-pip-version-check --retries 8 --timeout 30 -c constraints.txt

# What the environment was made for: the packaging part of pyproject.toml (above the tools), the exact versions, the folder.
MADE_FOR = want="$$(sed '/^\[tool.ruff\]/,$$d' pyproject.toml | cat - constraints.txt | cksum) $$(pwd -P)"
# One make at a time builds: the lock belongs to the shell's descriptor 9 and ends with the shell.
LOCK = exec 9>.venv.lock && $(PYTHON) -c 'import fcntl; fcntl.flock(9, fcntl.LOCK_EX)'

.PHONY: run test check bench soak pictures keys clean ready tools

run: ready
	@unset LINES COLUMNS; exec .venv/bin/hotline demo

test: tools
	@unset LINES COLUMNS; exec $(PY) -m pytest -n 3 --dist worksteal tests

check: tools
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports

bench: tools
	@exec $(PY) -m bench

soak: tools
	@exec $(PY) -m bench.soak

pictures: tools
	@unset LINES COLUMNS; exec $(PY) -m bench.pictures

keys: tools
	@exec $(PY) -m bench.key_page

clean:
	rm -rf .venv .venv.lock .bench build dist hotline_console.egg-info
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find console models screens tests bench -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

# The product and what it runs on.
ready:
	@$(MADE_FOR); test "$$(cat .venv/.run-stamp 2>/dev/null)" = "$$want" && exit 0; \
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Hotline needs Python 3.11 or newer; name one with: make PYTHON=python3.12 run" >&2; exit 1; }; \
	$(LOCK) || exit 1; \
	test "$$(cat .venv/.run-stamp 2>/dev/null)" = "$$want" && exit 0; \
	echo "Preparing .venv (once; needs the network) ..." >&2; \
	test "$$(cat .venv/.place 2>/dev/null)" = "$$(pwd -P)" && $(PY) -m pip --version >/dev/null 2>&1 || { \
	  $(PYTHON) -m venv --clear .venv && pwd -P > .venv/.place || exit 1; }; \
	rm -f .venv/.run-stamp .venv/.test-stamp; \
	$(PIP) -e . || { echo "The dependencies could not be installed; look at the lines above and run make again." >&2; exit 1; }; \
	echo "$$want" > .venv/.run-stamp

# The tools that test it, read from the same pyproject.toml; the product is not installed a second time.
tools: ready
	@$(MADE_FOR); test "$$(cat .venv/.test-stamp 2>/dev/null)" = "$$want" && exit 0; \
	$(LOCK) || exit 1; \
	test "$$(cat .venv/.test-stamp 2>/dev/null)" = "$$want" && exit 0; \
	echo "Adding the test tools to .venv (once; needs the network) ..." >&2; \
	$(PY) -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]["dev"], sep="\n")' > .venv/.dev.txt \
	  && $(PIP) -r .venv/.dev.txt || { echo "The test tools could not be installed; look at the lines above and run make again." >&2; exit 1; }; \
	echo "$$want" > .venv/.test-stamp
