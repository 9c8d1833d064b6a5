"""The municipalities of the Netherlands, by code and name (the 342 of 2024), with former names.

A municipality that merged after 2024 (Wijdemeren, into Hilversum) keeps its own entry: what it
wrote is its own.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from corpus.characters import LETTER_OR_DIGIT

AFTER_GEMEENTE = re.compile(r"gemeente\s+$", re.IGNORECASE)
SENTENCE_END = re.compile(r"[.!?:]\s*$")
ONLY_SPACE = re.compile(r"\s*\Z")
# As much of the text before a name as tells whether it opens a sentence.
BEFORE = 40


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality; ``code`` is the CBS code ("gm0109")."""

    code: str
    name: str
    other_names: tuple[str, ...]
    also_a_word: bool

    @property
    def names(self) -> tuple[str, ...]:
        """Every name, the bare one without its province ("Bergen (L.)") among them."""
        bare = re.sub(r"\s*\([^)]*\)$", "", self.name)
        return tuple(dict.fromkeys((self.name, bare, *self.other_names)))


@cache
def municipalities() -> tuple[Municipality, ...]:
    """Return all municipalities, in order of name."""
    text = files("corpus").joinpath("municipalities.csv").read_text(encoding="utf-8")
    return tuple(
        Municipality(
            row["code"],
            row["name"],
            tuple(name.strip() for name in row["other_names"].split("|") if name.strip()),
            row["also_a_word"] == "yes",
        )
        for row in csv.DictReader(text.splitlines())
    )


@cache
def _by_name() -> dict[str, Municipality]:
    """Return the municipality of each name; not of a name that two of them have (Bergen)."""
    names = [(fold(name), place) for place in municipalities() for name in place.names]
    owners: dict[str, set[str]] = {}
    for name, place in names:
        owners.setdefault(name, set()).add(place.code)
    return {name: place for name, place in names if len(owners[name]) == 1}


@cache
def _by_code() -> dict[str, Municipality]:
    return {place.code: place for place in municipalities()}


def find_municipality(name: str) -> Municipality | None:
    """Return the municipality of that name, current or former, or code; None where there is none,
    or more than one."""
    bare = re.sub(r"^gemeente\s+", "", name.strip(), flags=re.IGNORECASE)
    return _by_name().get(fold(bare)) or _by_code().get(bare.casefold())


def fold(text: str) -> str:
    """Return the text in lower case, without accents, hyphens as spaces."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[-–’']", " ", plain).casefold().split())


def mentions(text: str, extra_names: Iterable[str] = ()) -> list[tuple[int, int, str]]:
    """Return (start, end, official name) of every municipality named in ``text``, in order.

    A name that is also a Dutch word (Buren, Houten) counts only with a capital inside the sentence,
    or after "gemeente". ``extra_names`` are organisations of the library that are no municipality; one
    without a letter or digit ("-") is no name that anybody means.
    """
    own = [name for name in extra_names if LETTER_OR_DIGIT.search(name) and find_municipality(name) is None]
    found: list[tuple[int, int, str]] = []
    pattern = _pattern(tuple(sorted(own)))
    for match in pattern.finditer(_same_length_fold(text)):
        start, end = match.span()
        name = match.group(0)
        place = find_municipality(name)
        official = place.name if place else next((n for n in own if fold(n) == fold(name)), name)
        if place and place.also_a_word and not _is_name(text, start, end):
            continue
        found.append((start, end, official))
    return found


@cache
def _pattern(extra: tuple[str, ...]) -> re.Pattern[str]:
    names = {*_by_name(), *(fold(n) for n in extra)}
    longest_first = sorted(names, key=lambda n: (-len(n), n))
    loose = "|".join(re.escape(n).replace(r"\ ", r"[ \-–'’]+") for n in longest_first)
    return re.compile(rf"(?<![\w-])(?:{loose})(?![\w]|-\w)")


def _same_length_fold(text: str) -> str:
    """Lower case without accents, every character in its place."""
    return "".join((unicodedata.normalize("NFD", c)[:1].lower() or c)[:1] for c in text)


def _is_name(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - BEFORE) : start]
    if AFTER_GEMEENTE.search(before):
        return True
    first_in_sentence = not before.strip() or bool(SENTENCE_END.search(before))
    return text[start].isupper() and (not first_in_sentence or bool(ONLY_SPACE.match(text, end)))
