"""Hard words in an answer, explained in plain words: ours, apart from the quotes and their proof."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from index.dutch import fold

MOST_SHOWN = 5
WORD = re.compile(r"[^\W_]+")
BETWEEN = re.compile(r"[\s\-–'’]{1,2}")
# A plural or an inflected form counts as the word; a shorter one would be too many other words.
ENDINGS = ("en", "n", "s", "e")
LEAST_INFLECTED = 6
# So short an abbreviation may be a word when it is written in small letters ("ZIN", "RES").
LIKE_A_WORD = 3


@dataclass(frozen=True, slots=True)
class HardWord:
    """A word with its explanation in Dutch and English; ``hard`` is 1 to 3, hardest last."""

    word: str
    nl: str
    en: str
    hard: int = 2
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explained:
    """A hard word of an answer: ``written`` are the forms in which it stands there."""

    word: str
    nl: str
    en: str
    written: tuple[str, ...]


def explained(texts: Iterable[str], most: int = MOST_SHOWN) -> tuple[Explained, ...]:
    """Return the hard words in these texts, the hardest first, of equals the first in the text."""
    found: dict[str, tuple[HardWord, dict[str, None]]] = {}
    for text in texts:
        for start, end, entry in hard_words(text):
            found.setdefault(entry.word, (entry, {}))[1][" ".join(text[start:end].split())] = None
    ranked = sorted(found.values(), key=lambda pair: -pair[0].hard)
    return tuple(Explained(entry.word, entry.nl, entry.en, tuple(forms)) for entry, forms in ranked[:most])


def hard_words(text: str) -> Iterator[tuple[int, int, HardWord]]:
    """Yield (start, end, entry) of every hard word in a text, in order; the longest form wins."""
    words = list(WORD.finditer(text))
    keys = [fold(match.group()) for match in words]
    known, longest = _by_form()
    at = 0
    while at < len(words):
        most = min(longest.get(keys[at], 0), len(words) - at)
        for size in range(most, 0, -1):
            entry, capitals = known.get(tuple(keys[at : at + size]), (None, False))
            run = words[at : at + size]
            if entry and _together(text, run) and (run[0].group().isupper() or not capitals):
                yield run[0].start(), run[-1].end(), entry
                at += size - 1
                break
        at += 1


def _together(text: str, run: Sequence[re.Match[str]]) -> bool:
    return all(BETWEEN.fullmatch(text, one.end(), other.start()) for one, other in pairwise(run))


@cache
def _by_form() -> tuple[dict[tuple[str, ...], tuple[HardWord, bool]], dict[str, int]]:
    """Return the entry of each form, with whether it must stand in capitals; and of each first word
    how many words the longest form has that begins with it.

    A form is known as it is written, and with an ending where its last word is long enough.
    """
    found: dict[tuple[str, ...], tuple[HardWord, bool]] = {}
    for entry in glossary():
        for form in (entry.word, *entry.forms):
            key = tuple(fold(word) for word in WORD.findall(form))
            capitals = form.isupper() and len(form) <= LIKE_A_WORD
            endings = ENDINGS if len(key[-1]) >= LEAST_INFLECTED else ()
            for ending in ("", *endings):
                found.setdefault((*key[:-1], key[-1] + ending), (entry, capitals))
    longest: dict[str, int] = {}
    for key in found:
        longest[key[0]] = max(longest.get(key[0], 0), len(key))
    return found, longest


@cache
def glossary() -> tuple[HardWord, ...]:
    """Return all entries, in the order of the file."""
    content = tomllib.loads(files("assistant").joinpath("glossary.toml").read_text(encoding="utf-8"))
    return tuple(
        HardWord(word, entry["nl"], entry["en"], int(entry["hard"]), tuple(entry.get("forms", ())))
        for word, entry in content.items()
    )
