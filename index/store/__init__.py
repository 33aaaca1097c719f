"""The files of a version: a `schema`, its `writer` and `reader` (SQLite), and `vectors` (FAISS)."""
