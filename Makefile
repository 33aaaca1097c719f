.PHONY: run test
.SILENT:

run: .venv/run.stamp
	.venv/bin/python scripts/rebuild_index.py >&2
	.venv/bin/python -m bot

test: .venv/test.stamp
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/python -m pytest

.venv/run.stamp: pyproject.toml constraints.txt
	sh scripts/install.sh .
	touch $@

.venv/test.stamp: pyproject.toml constraints.txt
	sh scripts/install.sh '.[dev]'
	touch $@ .venv/run.stamp
