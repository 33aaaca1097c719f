"""Pages that are pictures, read by the program tesseract."""

import csv
import io
import os
import re
import subprocess
from collections import defaultdict
from collections.abc import Mapping, Sequence
from statistics import median

from PIL import Image

from corpus.errors import CorpusError
from corpus.pdf.words import Word

DPI = 300  # dots per inch that tesseract's models were made for
_POINT = 72 / DPI
_SURE = 30  # confidence, of 100: less is a speck rather than a word
_LINE = 0.85  # type size, as a share of the height of a line's box
_SECONDS = 300  # for one page


def recognised(picture: Image.Image, languages: str) -> list[Word]:
    """The words in a picture of 300 dots per inch, with positions in points.

    `languages` are tesseract's codes, such as "deu+eng". All words get the same size, as their
    boxes say little about it. Raises CorpusError when tesseract or a language is not installed.
    """
    png = io.BytesIO()
    picture.convert("L").save(png, "PNG", compress_level=1)
    command = ["tesseract", "stdin", "stdout", "-l", languages, "--dpi", str(DPI), "tsv"]
    try:
        done = subprocess.run(
            command,
            input=png.getvalue(),
            capture_output=True,
            check=True,
            timeout=_SECONDS,
            env=os.environ | {"OMP_THREAD_LIMIT": "1"},  # its threads mostly wait for one another
        )
    except FileNotFoundError as error:
        reason = "it is a scan, and tesseract, which would read it, is not installed"
        raise CorpusError(reason) from error
    except subprocess.TimeoutExpired as error:
        reason = f"it is a scan, and tesseract took more than {_SECONDS} seconds for one page"
        raise CorpusError(reason) from error
    except subprocess.CalledProcessError as error:
        raise CorpusError(_reason(error.stderr.decode("utf-8", "replace"))) from error
    rows = csv.DictReader(
        io.StringIO(done.stdout.decode("utf-8", "replace")), delimiter="\t", quoting=csv.QUOTE_NONE
    )
    return _words(list(rows))


def readable() -> str:
    """Tesseract's list of the languages that it reads; empty if it is not installed."""
    command = ["tesseract", "--list-langs"]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=_SECONDS)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace")


def _reason(said: str) -> str:
    missing = re.findall(r"Failed loading language '([^']*)'", said)
    if missing:
        names = " and ".join(dict.fromkeys(missing))
        return f"it is a scan, and tesseract lacks the language data for {names}; install it"
    return f"it is a scan that tesseract could not read ({' '.join(said.split())[:100]})"


def _words(rows: Sequence[Mapping[str, str]]) -> list[Word]:
    lines: defaultdict[tuple[str, ...], list[Mapping[str, str]]] = defaultdict(list)
    for row in rows:
        if row["text"] and row["text"].strip() and float(row["conf"]) >= _SURE:
            place = tuple(row[part] for part in ("block_num", "par_num", "line_num"))
            lines[place].append(row)
    heights = [
        max(map(_bottom, line)) - min(int(row["top"]) for row in line) for line in lines.values()
    ]
    size = _LINE * median(heights) * _POINT if heights else 0.0
    return [
        Word(
            text=row["text"].strip(),
            left=int(row["left"]) * _POINT,
            right=(int(row["left"]) + int(row["width"])) * _POINT,
            baseline=median(_bottom(word) for word in line) * _POINT,
            size=size,
        )
        for line in lines.values()
        for row in line
    ]


def _bottom(word: Mapping[str, str]) -> int:
    return int(word["top"]) + int(word["height"])
