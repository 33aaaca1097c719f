.PHONY: run test translations dictionaries
.SILENT:

run: .venv/run.stamp | data/dictionaries
	# Status 1: the index is there, although some files could not be read.
	.venv/bin/python scripts/rebuild_index.py --quick >&2 || [ $$? -eq 1 ]
	.venv/bin/python -m bot

test: .venv/test.stamp
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/python -m pytest

# Gets dictionaries, or newer ones.
dictionaries:
	sh scripts/dictionaries.sh

data/dictionaries:
	sh scripts/dictionaries.sh

# Brings the sentences of the interface that are new or were changed into the catalogues.
translations: .venv/test.stamp
	.venv/bin/pybabel -q extract bot -o bot/wording/locale/belegbot.pot --no-location --omit-header
	.venv/bin/pybabel -q update -i bot/wording/locale/belegbot.pot -d bot/wording/locale -D belegbot \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	rm bot/wording/locale/belegbot.pot

.venv/run.stamp: pyproject.toml constraints.txt
	sh scripts/install.sh .
	touch $@

.venv/test.stamp: pyproject.toml constraints.txt
	sh scripts/install.sh '.[dev]'
	touch $@ .venv/run.stamp
