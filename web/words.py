"""Hard words in a shown text, as links to their explanation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.glossary import hard_words


@dataclass(frozen=True, slots=True)
class Word:
    """A stretch of text; ``number`` is that of its explanation, counted from 1, None for other text."""

    text: str
    number: int | None = None


def worded(text: str, words: Sequence[str]) -> list[Word]:
    """Return the text in pieces, the first of each of these hard words with its number."""
    found: list[Word] = []
    seen: set[str] = set()
    at = 0
    for start, end, entry in hard_words(text):
        if entry.word in seen or entry.word not in words:
            continue
        seen.add(entry.word)
        found += [Word(text[at:start]), Word(text[start:end], words.index(entry.word) + 1)]
        at = end
    return [piece for piece in (*found, Word(text[at:])) if piece.text]
