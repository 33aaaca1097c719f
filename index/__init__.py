"""How a passage is found: an index of documents by meaning and by words.

- question -> what it finds: `query_terms` (`spelling`), `search`, `ranking` (`calibration`)
- text -> vector: `embedding`; document -> what is stored of it: `analysis`, with `bm25` weights
- `lexicon`: what words mean in other languages
- `store`: the files of a version, SQLite and FAISS
- `building`: a folder of reports -> a version; `versions`, `verify`
- `similarity`: how alike short texts are
"""

from index.search import Index

__all__ = ["Index"]
