"""Words that were hyphenated at the end of a line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_HYPHEN = "-\u2010\u00ad"
_WORDS = re.compile(r"\w+(?:-\w+)*")
_BROKEN = re.compile(rf"\w[{_HYPHEN}]$")
# "Nord- und Südkorea": the hyphen stands for the rest of a word, not for a line break.
_AND = frozenset(
    "und oder bzw bis sowie als wie and or to et ou i oraz lub та або й чи и или e o y u".split()
)
# "deutsch-französisch": two adjectives of equal rank, which German joins with a hyphen.
_EQUALS = re.compile(r"(?:deutsch|isch)-$", re.IGNORECASE), re.compile(r"\w*isch(?:e[nmrs]?)?\b")
_MANY = 30  # lines, at least, to tell whether words are broken at their ends
_SELDOM = 0.02  # share of lines that end with a hyphen where words are not broken


@dataclass(frozen=True, slots=True)
class Spelling:
    """The words of a document in lower case, and whether it breaks words at line ends."""

    words: frozenset[str] = frozenset()
    breaks: bool = True


def spelling(lines: Sequence[Sequence[str]]) -> Spelling:
    """The spelling of a document, from the words of each of its lines."""
    words: set[str] = set()
    broken = 0
    rest = False
    for line in lines:
        ends = bool(line) and is_broken(line[-1])
        whole = line[rest : len(line) - ends]
        words.update(part.casefold() for word in whole for part in _WORDS.findall(word))
        broken, rest = broken + ends, ends
    return Spelling(frozenset(words), len(lines) < _MANY or broken >= _SELDOM * len(lines))


def is_broken(word: str) -> bool:
    """Whether a word at the end of a line may continue on the next line."""
    return _BROKEN.search(word) is not None


def joined(word: str, rest: str, spelling: Spelling) -> str:
    """A broken word joined with the word that begins the next line.

    They stay two words if the first one has its hyphen by itself ("Nord- und"). A hyphen that is
    not due to the line break stays: before figures and capitals, or if the document writes the
    word with it elsewhere or breaks no words.
    """
    start = word[:-1]
    plain = rest.strip(".,;:!?)»“”\"'")
    if word[-1] == "\u00ad":
        return start + rest
    if plain in _AND:
        return f"{word} {rest}"
    whole, apart = (start + plain).casefold(), f"{start}-{plain}".casefold()
    if whole in spelling.words:
        return start + rest
    capitals = len(plain) > 1 and start.isalpha() and start.isupper() and plain.isupper()
    equals = _EQUALS[0].search(f"{start}-") and _EQUALS[1].match(plain)
    keeps = not spelling.breaks or not (rest[0].islower() or capitals) or start[-1].isdigit()
    return f"{start}-{rest}" if keeps or equals or apart in spelling.words else start + rest
