"""Which documents are nearly the same (the only user of datasketch).

Broder, On the resemblance and containment of documents (1997): two texts are alike as far as they
have the same runs of words, which short signatures tell nearly as well as the texts.
"""

import re
from collections.abc import Mapping
from typing import Final

import numpy as np

from corpus.document import Document

_RUN = 5  # words; a single other figure makes five runs others
_PERMUTATIONS = 128
_SCHEME: Final = "affine32"
# Of the runs of both that both have, as signatures estimate it. The same report as a PDF and as a
# web page has nine in ten, two issues of a report that is filled in anew each day one in three.
_SAME = 0.7

_WORD = re.compile(r"\w+")


def signature(text: str) -> str:
    """What a text is told by among others that are nearly the same."""
    from datasketch import MinHash  # here, as it takes half a second and few runs need it

    words = _WORD.findall(text.casefold())
    runs = {" ".join(words[i : i + _RUN]) for i in range(max(len(words) - _RUN + 1, 1))}
    minhash = MinHash(_PERMUTATIONS, scheme=_SCHEME)
    minhash.update_batch([run.encode() for run in runs])
    return bytes(minhash.hashvalues.astype(np.uint32)).hex()


def near_duplicates(signatures: Mapping[Document, str]) -> dict[Document, Document]:
    """The documents that are nearly the same as another one, which is none itself.

    Of those that are nearly the same the one is the other's original of which more is known.
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
    """First what can be cited best: with most metadata, else with pages, else by its path."""
    cited = (document.url, document.date, document.publisher, document.author)
    return sum(known is None for known in cited), -len(document.pages), document.path
