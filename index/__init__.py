"""How a passage is found: an index of documents by meaning and by words.

- question -> what it finds: `query_terms`, `search`, `ranking`
- text -> vector: `embed`; document -> what is stored of it: `analysis`, with `bm25` weights
- `lexicon`: what words mean in other languages
- `store`: the files of a version, SQLite and FAISS
- `building`: a folder of reports -> a version; `versions`, `verify`
- `similarity`: how alike short texts are
"""

from index.building.rebuild import rebuild
from index.search import Index

__all__ = ["Index", "rebuild"]
