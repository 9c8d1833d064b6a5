"""Words to printed lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.pdf_page import Word

# Words of one line overlap in height by this part of the smaller one.
SAME_LINE = 0.5
HYPHENATED = re.compile(r"[^\W\d_]-$")
# "zorg- en welzijn": the hyphen stands for a word that follows.
SHARED_END = re.compile(r"(?:en|of|en/of|tot|t/m|als|én)\b")
# The end of a word that was too long for a narrow cell, and no word of its own.
REST = re.compile(r"^[a-z]{1,3}$")
SHORT_WORDS = frozenset(
    "a aan al als bij dan dat de die dit en er ge had het hij ik in is je met mr na nu of om op per "
    "pm re te tot u uit uw van via vn was we wel wij zal ze zo".split()
)


def in_rows(words: Sequence[Word]) -> list[list[Word]]:
    """Return the words line by line from top to bottom, each line from left to right."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.middle, w.box.x0)):
        if rows and _same_line(rows[-1], word):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda w: w.box.x0) for row in rows]


def _same_line(row: Sequence[Word], word: Word) -> bool:
    first = row[0].box
    overlap = min(first.y1, word.box.y1) - max(first.y0, word.box.y0)
    return overlap > SAME_LINE * min(first.y1 - first.y0, word.box.y1 - word.box.y0)


def text_of(words: Sequence[Word]) -> str:
    """Return the words of one line as text."""
    return " ".join(word.text for word in words)


def plain(text: str) -> str:
    """Return a title as it is compared: lower case, letters and digits only."""
    return "".join(c for c in text.casefold() if c.isalnum())


def hyphen_join(before: str, after: str) -> tuple[str, bool]:
    """Return the line before as it is kept, and whether the next line goes on without a space.

    A word cut at the margin is made whole; a hyphen that belongs to the word stays.
    """
    if not HYPHENATED.search(before) or not after[:1].isalpha() or SHARED_END.match(after):
        return before, False
    return (before[:-1], True) if after[0].islower() else (before, True)


def join_lines(rows: Sequence[Sequence[Word]]) -> str:
    """Return the lines of a cell as one text."""
    texts = [text_of(row) for row in rows]
    result = texts[0] if texts else ""
    for (before, row), text in zip(pairwise(rows), texts[1:], strict=True):
        kept, glued = hyphen_join(result, text)
        cut = len(before) == 1 and REST.match(text.split()[0]) and text.split()[0] not in SHORT_WORDS
        result = (
            kept + text if glued or (cut and len(row) >= 1 and len(before[0].text) > 9) else f"{kept} {text}"
        )
    return result
