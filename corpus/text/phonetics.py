"""Names by their sound, which match across alphabets: Рютте is Rutte, Гусейнова Guseinova."""

import re
from functools import lru_cache

_LATIN = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ё": "e",
        "ж": "zh", "з": "z", "и": "i", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m",
        "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h",
        "ц": "c", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "iu",
        "я": "ia", "ʼ": "", "'": "", "’": "",
    }
)  # fmt: skip
# One letter for each sound in the spellings of English, German, French and transliteration.
_SOUNDS = [
    (re.compile(pattern), letter)
    for pattern, letter in (
        ("tsch|tch|ch|cz", "c"),
        ("sch|sh|zh|j(?=[aou])", "s"),
        ("ph", "f"),
        ("th", "t"),
        ("kh|h|g", "h"),
        ("ck|q|k", "k"),
        ("ts|tz|z", "s"),
        ("x", "ks"),
        ("w", "v"),
        ("c", "k"),
        ("[iyj]+(?=[aeou])", ""),
        ("[aeiouyj]*[iyj]", "i"),
        (r"(.)\1+", r"\1"),
    )
]


@lru_cache(maxsize=1 << 16)
def phonetic_key(word: str) -> str:
    """The sound of a folded word, in Latin letters; similar sounds share a letter."""
    word = word.translate(_LATIN)
    for pattern, letter in _SOUNDS:
        word = pattern.sub(letter, word)
    return word
