"""Danger in a question: recognised by rule before anything is searched, and by meaning.

Two levels: a question that tells of danger gets help first; one that only asks about the subject
("wat doet de gemeente tegen huiselijk geweld?") gets the numbers below its answer.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from assistant.reply import Danger

MOST_KINDS = 2
# A question this long is refused; what it begins with still tells whether help is needed.
MOST_CHARACTERS = 4_000
APOSTROPHES = str.maketrans({"'": "’", "`": "’", "ʼ": "’", "‘": "’", "´": "’"})
Pattern = re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Meant:
    """The kind of danger that the meaning of a question is near to; ``sure`` is false where it may
    as well be something else."""

    kind: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Signs:
    """The patterns of a kind: of somebody who tells of it, and of the subject alone."""

    told: Pattern
    subject: Pattern | None


def danger_in(question: str, meant: Meant | None = None) -> Danger | None:
    """Return the danger that a question tells of or asks about, None where there is none.

    ``meant`` is what its meaning is near to, where that is known; by itself it puts help first only
    where it is sure. Any text may be given, one that cannot be asked as well.
    """
    text = _plain(question[:MOST_CHARACTERS])
    told = [kind for kind, signs in _signs().items() if signs.told.search(text)]
    subject = [kind for kind, signs in _signs().items() if signs.subject and signs.subject.search(text)]
    personal, policy = _is_personal(text), bool(_words()["policy"].search(text))
    if personal and not policy:
        told += subject
    near = [meant.kind] if meant and (personal or not (policy or subject)) else []
    if meant and meant.sure:
        told += near
    if told and (personal or not policy):
        return Danger(_in_order(told + near), first=True)
    asked = told + subject + near
    return Danger(_in_order(asked), first=False) if asked else None


def _plain(text: str) -> str:
    """Return a text in lower case on one line, with one sort of apostrophe and no vowel signs."""
    composed = unicodedata.normalize("NFC", text.replace("İ", "i").casefold())
    bare = "".join(c for c in composed if not "\u064b" <= c <= "\u0652" and c not in "\u0640\u0307")
    return " ".join(bare.translate(APOSTROPHES).split())


def _is_personal(text: str) -> bool:
    """Tell whether the asker speaks of himself: "mijn man", not "mijn gemeente"."""
    return bool(_words()["personal"].search(_words()["official"].sub(" ", text)))


def _in_order(found: Collection[str]) -> tuple[str, ...]:
    """Return the most urgent kinds among these."""
    return tuple(kind for kind in kinds() if kind in found)[:MOST_KINDS]


@cache
def kinds() -> tuple[str, ...]:
    """Return the kinds of danger, the most urgent first."""
    return tuple(_table("danger.toml")["kinds"])


@cache
def _signs() -> dict[str, Signs]:
    table = _table("danger_signs.toml")
    parts: dict[str, str] = table["parts"]
    return {
        kind: Signs(
            _any_of(_filled(table["kinds"][kind]["told"], parts)),
            _any_of(table["kinds"][kind]["subject"]) if table["kinds"][kind]["subject"] else None,
        )
        for kind in kinds()
    }


@cache
def _words() -> dict[str, Pattern]:
    table = _table("danger_signs.toml")
    return {
        "personal": _any_of(table["personal"]["any"]),
        "official": _any_of(table["personal"]["not"]),
        "policy": _any_of(table["policy"]["any"]),
    }


def _filled(patterns: Sequence[str], parts: dict[str, str]) -> list[str]:
    """Return the patterns with the lists of words in their places."""
    filled = list(patterns)
    for name, part in parts.items():
        filled = [pattern.replace(f"{{{name}}}", part) for pattern in filled]
    return filled


def _any_of(patterns: Sequence[str]) -> Pattern:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(files("assistant").joinpath(name).read_text(encoding="utf-8"))
