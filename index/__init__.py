"""How a passage is found: an index of documents by meaning and by words.

- what is worked out of a text: `terms`, `morphology`, `sound`, `names`, `analysis`; its vector:
  `embed`, `encode`
- what words mean in other languages: `lexicon` with `concepts` and `dictionaries`
- a folder of reports to a version: `rebuild`, `material`, `sources`, `build`, `repeats`, `bm25`,
  `cache`, `versions`, `verify`
- what a version holds: `schema`, `writer`, `store` (SQLite), `vectors` (FAISS)
- a question to what it finds: `query`, `search`; questions that ask the same: `likeness`
"""
