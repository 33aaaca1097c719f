"""Near-duplicate documents (the only user of datasketch).

Broder, On the resemblance and containment of documents (1997): two texts are as similar as the
share of word runs that both have. Short signatures estimate it nearly as well as the texts.
"""

import re
from collections.abc import Mapping
from typing import Final

import numpy as np

from corpus.document import Document

_RUN = 5  # words; one changed figure changes five runs
_PERMUTATIONS = 128
_SCHEME: Final = "affine32"
# Estimated Jaccard similarity of the two texts' runs of words. It is 0.9 for the same report as a
# PDF and as a web page, a third for two issues of a daily report that follows a template.
_SAME = 0.7

_WORD = re.compile(r"\w+")


def signature(text: str) -> str:
    """The MinHash signature of a text, in hexadecimal digits; near-duplicates have similar ones."""
    from datasketch import MinHash  # imported here: it takes 0.5 seconds, and few runs need it

    words = _WORD.findall(text.casefold())
    runs = {" ".join(words[i : i + _RUN]) for i in range(max(len(words) - _RUN + 1, 1))}
    minhash = MinHash(_PERMUTATIONS, scheme=_SCHEME)
    minhash.update_batch([run.encode() for run in runs])
    return bytes(minhash.hashvalues.astype(np.uint32)).hex()


def near_duplicates(signatures: Mapping[Document, str]) -> dict[Document, Document]:
    """Near-duplicates, each with its original, which is not itself a duplicate.

    The document with more metadata is the original.
    """
    from datasketch import MinHash, MinHashLSH

    near = MinHashLSH(_SAME, _PERMUTATIONS)
    permutations = MinHash(_PERMUTATIONS, scheme=_SCHEME).permutations  # costly to make
    originals: dict[Document, MinHash] = {}
    found: dict[Document, Document] = {}
    for document in sorted(signatures, key=_precedence):
        values = np.frombuffer(bytes.fromhex(signatures[document]), np.uint32)
        minhash = MinHash(hashvalues=values, permutations=permutations, scheme=_SCHEME)
        alike = [one for one in near.query(minhash) if minhash.jaccard(originals[one]) >= _SAME]
        if alike:
            found[document] = min(alike, key=_precedence)
        else:
            originals[document] = minhash
            near.insert(document, minhash)
    return found


def _precedence(document: Document) -> tuple[int, int, str]:
    """Sort key, best to cite first: by most metadata, then by most pages, then by path."""
    cited = (document.url, document.date, document.publisher, document.author)
    return sum(known is None for known in cited), -len(document.pages), document.path
