"""Words in a text: phrases as they are written, and the words that a search term stands for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cache, lru_cache

from corpus.document import Span
from index.dutch import WORD, compound_terms, fold, term

# Signs that are written in more than one way.
ALIKE = ("'’‘`´‛", '"“”„‟«»', "-‐‑‒–—−")
# Latin letters with accents.
LATIN = range(0xC0, 0x250)
# Between two words stands white space, and in a row of a table the line between its cells; so much of it
# in a whole phrase at most, where the phrase is marked.
BETWEEN, MOST_BETWEEN = r"[\s|]+", 1_000
# A pattern looks back over so many characters.
BEFORE = 2


def plain(text: str) -> str:
    """Return a text in which what is taken for the same is the same, every character in its place: small
    letters without accents, and one sign of those that are written in more than one way."""
    # Of all letters only this one is two when it is small.
    return _odd().sub(lambda match: _same()[match[0]], text.replace("İ", "I").lower())


@lru_cache(maxsize=1_000)
def phrase_pattern(phrase: str) -> re.Pattern[str]:
    """Return the pattern of a phrase in a text that :func:`plain` returned: whole words, over line ends,
    whatever their capitals and accents."""
    words = plain(unicodedata.normalize("NFC", phrase)).replace("|", " ").split()
    letters = [re.escape(word) for word in words]
    # Asked only behind a first letter that fits: in front of it, every character would be looked back from.
    start = r"(?<!\w.)" if _is_word(words[0][0]) else ""
    start += r"(?<!\d[.,].)" if words[0][0].isdigit() else ""
    first = re.escape(words[0][0])
    body = BETWEEN.join([letters[0][len(first) :], *letters[1:]])
    end = r"(?!\w)" if _is_word(words[-1][-1]) else ""
    end += r"(?![.,]\d)" if words[-1][-1].isdigit() else ""
    return re.compile(f"{first}{start}{body}{end}")


@cache
def _same() -> dict[str, str]:
    """Return by character the one that stands for it, of letters that of our alphabet."""
    letters = {c: fold(c) for c in map(chr, LATIN)}
    found = {c: letter for c, letter in letters.items() if len(letter) == 1 and letter.isascii()}
    return found | {c: signs[0] for signs in ALIKE for c in signs[1:]}


@cache
def _odd() -> re.Pattern[str]:
    return re.compile(f"[{re.escape(''.join(_same()))}]")


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def word_spans(text: str, terms: AbstractSet[str]) -> Iterator[Span]:
    """Yield the words of a text that are one of the search terms, or a compound with one in it."""
    for match in WORD.finditer(text):
        if not terms.isdisjoint(_terms_of(match[0])):
            yield Span(*match.span())


@lru_cache(maxsize=200_000)
def _terms_of(word: str) -> frozenset[str]:
    folded = fold(unicodedata.normalize("NFKC", word))
    return frozenset((term(folded), *compound_terms(folded)))


def phrase_spans(text: str, patterns: Sequence[re.Pattern[str]], start: int, end: int) -> Iterator[Span]:
    """Yield where phrases begin from ``start`` up to ``end`` in a text, each to its own end."""
    if not patterns:
        return
    # No further than the longest can reach: the next one may stand at the end of a long text.
    first, reach = max(0, start - BEFORE), MOST_BETWEEN + max(len(pattern.pattern) for pattern in patterns)
    near = plain(text[first : end + reach])
    for pattern in patterns:
        for match in pattern.finditer(near, start - first):
            if first + match.start() >= end:
                break
            yield Span(first + match.start(), first + match.end())


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return spans in order, those that touch as one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)
