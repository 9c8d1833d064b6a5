"""Words in a text: phrases as they are written, and the words that a search term stands for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from functools import cache, lru_cache
from string import ascii_letters

from corpus.document import Span
from index.dutch import WORD, compound_terms, fold, term

# Signs that are written in more than one way.
ALIKE = ("'’‘`´‛", '"“”„‟«»', "-‐‑‒–—−")
# Latin letters with accents.
LATIN = range(0xC0, 0x250)
# Between two words stands white space, and in a row of a table the line between its cells.
BETWEEN = r"[\s|]+"


@lru_cache(maxsize=1_000)
def phrase_pattern(phrase: str) -> re.Pattern[str]:
    """Return the pattern of a phrase: whole words, over line ends, whatever their capitals and accents."""
    words = unicodedata.normalize("NFC", phrase).replace("|", " ").split()
    letters = ["".join(map(_letter, word)) for word in words]
    # Asked only behind a first letter that fits: in front of it, every character would be looked back from.
    start = r"(?<!\w.)" if _is_word(words[0][0]) else ""
    start += r"(?<!\d[.,].)" if words[0][0].isdigit() else ""
    first = _letter(words[0][0])
    body = BETWEEN.join([letters[0][len(first) :], *letters[1:]])
    end = r"(?!\w)" if _is_word(words[-1][-1]) else ""
    end += r"(?![.,]\d)" if words[-1][-1].isdigit() else ""
    return re.compile(f"{first}{start}{body}{end}")


@cache
def _letter(character: str) -> str:
    """Return the pattern of one character of a phrase, with all that is taken for the same."""
    alike = next((signs for signs in ALIKE if character in signs), None)
    if alike is None and character.isalpha():
        alike = _letters().get(fold(character), character + character.swapcase())
    return f"[{re.escape(alike)}]" if alike else re.escape(character)


@cache
def _letters() -> dict[str, str]:
    """Return the letters that are one letter, small or capital, with and without accents."""
    found: dict[str, str] = {}
    for character in (*ascii_letters, *map(chr, LATIN)):
        plain = fold(character)
        if len(plain) == 1 and plain.isascii():
            found[plain] = found.get(plain, "") + character
    return found


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def word_spans(text: str, terms: AbstractSet[str]) -> Iterator[Span]:
    """Yield the words of a text that are one of the search terms, or a compound with one in it."""
    for match in WORD.finditer(text):
        if not terms.isdisjoint(_terms_of(match[0])):
            yield Span(*match.span())


@lru_cache(maxsize=200_000)
def _terms_of(word: str) -> frozenset[str]:
    plain = fold(unicodedata.normalize("NFKC", word))
    return frozenset((term(plain), *compound_terms(plain)))


def phrase_spans(text: str, patterns: Iterable[re.Pattern[str]], start: int, end: int) -> Iterator[Span]:
    """Yield where phrases begin from ``start`` up to ``end`` in a text, each to its own end."""
    for pattern in patterns:
        for match in pattern.finditer(text, start):
            if match.start() >= end:
                break
            yield Span(*match.span())


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return spans in order, those that touch as one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)
