"""The taakvelden of Iv3 in words: codes and names of every year, known words, terms of the topics.

Names and codes are those of the Iv3 instructions for municipalities: of 2017 to 2022, of 2023 (6.71,
6.72, 6.81 and 6.82 were split, 6.2 and 6.4 got another name) and from 2025 (6.711, 6.751, ...).
"""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from rapidfuzz.fuzz import ratio

from assistant.topics import TAXONOMY, load_topics, taakvelden

ASIDE = re.compile(r"\([^)]*\)|\*")
WORD = re.compile(r"[a-z0-9]+")
AGE = re.compile(r"\b18\s?[-+–−](?!\d)")
LEAST_SHARED = 0.5
LEAST_ABBREVIATED = 2
NUMBERS = re.compile(r"\d\w*")
NEAR, LEAST_NEAR = 95.0, 12


class Scope(StrEnum):
    """How what the row counts lies to its taakveld."""

    SAME = "same"
    PART = "part"
    WIDER = "wider"


@dataclass(frozen=True, slots=True)
class Words:
    """What known words lead to; ``near`` are words of which one must stand around them."""

    code: str
    scope: Scope
    covers: tuple[str, ...]
    near: tuple[str, ...]


@lru_cache(maxsize=20_000)
def plain(text: str) -> str:
    """Return the words of a text in small letters, without accents and signs."""
    letters = unicodedata.normalize("NFKD", AGE.sub(_age, text.casefold()))
    return " ".join(WORD.findall("".join(c for c in letters if not unicodedata.combining(c))))


def _age(found: re.Match[str]) -> str:
    """Care below and above 18 differs in a sign only."""
    return "18plus" if "+" in found[0] else "18min"


def fits(written: str, name: str) -> bool:
    """Tell whether words may be this name, cut off or abbreviated: "alg uitk gemeentefonds"."""
    words = [word for word in written.split() if len(word) >= LEAST_ABBREVIATED]
    known = [word for word in name.split() if len(word) >= LEAST_ABBREVIATED]
    if not words:
        return False
    fitting = [w for w in words if any(k.startswith(w) or w.startswith(k) for k in known)]
    long = [w for w in fitting if len(w) > LEAST_ABBREVIATED + 1]
    return bool(long) and len(fitting) >= LEAST_SHARED * len(words)


@cache
def names_of_codes() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return every code, also older and finer ones: the code it counts within, and its names."""
    found: dict[str, tuple[str, tuple[str, ...]]] = {
        code: (code, (name,)) for code, name in taakvelden().items()
    }
    for row in _rows("taakveld-names.csv"):
        known = found.get(row["code"], (row["within"], ()))
        found[row["code"]] = (known[0], (*known[1], row["name"]))
    return found


@cache
def written() -> dict[str, tuple[str, str, str]]:
    """Return each name in plain words: its code, the one it counts within, and the name."""
    found: dict[str, tuple[str, str, str]] = {}
    for code, (within, names) in names_of_codes().items():
        for name in names:
            found.setdefault(plain(name), (code, within, name))
    return found


@lru_cache(maxsize=20_000)
def nearly(words: str) -> tuple[str, str, str] | None:
    """Return the only name that differs from these words by a letter or two; numbers must be equal."""
    if len(words) < LEAST_NEAR:
        return None
    found = [
        entry
        for name, entry in written().items()
        if NUMBERS.findall(name) == NUMBERS.findall(words) and ratio(name, words) >= NEAR
    ]
    return found[0] if len({entry[1] for entry in found}) == 1 else None


@cache
def bare() -> dict[str, tuple[str, str, str]]:
    """Return the names without what stands between brackets."""
    found: dict[str, tuple[str, str, str]] = {}
    for entry in written().values():
        found.setdefault(plain(ASIDE.sub(" ", entry[2])), entry)
    return found


@cache
def known_words() -> dict[str, Words]:
    """Return the words and abbreviations that are known for a taakveld."""
    return {
        row["words"]: Words(
            row["code"], Scope(row["scope"]), tuple(row["covers"].split()), tuple(row["near"].split())
        )
        for row in _rows("taakveld-words.csv")
    }


@cache
def terms() -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    """Return each policy term in plain words: the topics that have it, with their taakvelden."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for topic in load_topics():
        if topic.taakvelden and topic.is_municipal:
            for term in (*topic.terms, topic.name):
                found.setdefault(plain(term), {})[topic.id] = topic.taakvelden
    return {term: tuple(topics.items()) for term, topics in found.items()}


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(TAXONOMY.joinpath(name).read_text(encoding="utf-8").splitlines()))
