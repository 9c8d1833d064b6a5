"""Errors that are printed in the source itself, so that a reader does not take them for ours.

Only what is all but certain is marked; the quote stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import simplemma

from corpus.document import Span
from index.dutch import split_compound, term

# Words that never stand twice in a row in Dutch; "dat dat", "het het" and "zijn zijn" can be right.
DOUBLED = re.compile(r"\b(de|een|van|en|of|te|met|naar|ook|om|ten|onze)\s+\1\b", re.IGNORECASE)
MONTHS = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
DATE = re.compile(rf"\b(\d{{1,2}})\s+({MONTHS})\b", re.IGNORECASE)
SHORT_MONTHS = {"februari": 29, "april": 30, "juni": 30, "september": 30, "november": 30}
YEARS = re.compile(r"\b(?:19|20)\d{2}\s?[-–]\s?(?:19|20)\d{3}\b")
WORD = re.compile(r"(?<![\w.@/'’-])[a-zà-ÿ]{7,30}(?![\w@/'’-])")
LEAST_FREQUENT = 25
# An ending that differs is an inflection, not an error.
ENDING = 2
Frequencies = Callable[[Sequence[str]], Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Misprint:
    """A printed error: where it stands in the document, and what stands there."""

    span: Span
    text: str


def misprints(quote: str, start: int, frequencies: Frequencies) -> tuple[Misprint, ...]:
    """Return the printed errors in a quote that begins at ``start`` in its document.

    ``frequencies(terms)`` says in how many passages of the library each search term stands.
    """
    spans = sorted({*_doubled(quote), *_dates(quote), *_years(quote), *_misspelt(quote, frequencies)})
    return tuple(Misprint(Span(start + first, start + end), quote[first:end]) for first, end in spans)


def _doubled(quote: str) -> Iterator[tuple[int, int]]:
    for match in DOUBLED.finditer(quote):
        if "\n" not in match.group():
            yield match.span()


def _dates(quote: str) -> Iterator[tuple[int, int]]:
    for match in DATE.finditer(quote):
        if not 1 <= int(match[1]) <= SHORT_MONTHS.get(match[2].casefold(), 31):
            yield match.span()


def _years(quote: str) -> Iterator[tuple[int, int]]:
    for match in YEARS.finditer(quote):
        yield match.span()


def _misspelt(quote: str, frequencies: Frequencies) -> Iterator[tuple[int, int]]:
    """Yield the words that no dictionary knows, that stand nowhere else in the library, and that are
    one doubled or swapped letter from a word that stands in it often."""
    for match in WORD.finditer(quote):
        word = match.group()
        near = _meant(word)
        if not near:
            continue
        counts = frequencies([term(word), *(term(other) for other in near)])
        if counts[term(word)] <= 1 and any(counts[term(other)] >= LEAST_FREQUENT for other in near):
            yield match.span()


@lru_cache(maxsize=20_000)
def _meant(word: str) -> tuple[str, ...]:
    """Return the words of the dictionary that an unknown word may be meant as."""
    if simplemma.is_known(word, lang="nl") or split_compound(word) is not None:
        return ()
    return tuple(sorted(other for other in _one_letter_off(word) if simplemma.is_known(other, lang="nl")))


def _one_letter_off(word: str) -> set[str]:
    """Return what a word becomes by doubling a letter, undoing a double one or swapping neighbours.

    Its first letter and its ending are left alone. Another letter in place of one makes too many
    good words of each other ("afstemming", "afstamming").
    """
    found: set[str] = set()
    for at in range(1, len(word) - ENDING):
        head, letter, tail = word[:at], word[at], word[at + 1 :]
        found |= {head + tail} if letter == tail[0] else {head + letter + letter + tail}
        found.add(head + tail[0] + letter + tail[1:])
    return found - {word}
