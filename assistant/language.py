"""The language of a question: Dutch, one of those that have an introduction, or another."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import simplemma

from index.dutch import split_compound

DUTCH = "nl"
OTHER = "other"
# The languages with an introduction of their own, by ISO 639-1; all else is OTHER.
LANGUAGES = (DUTCH, "en", "pl", "tr", "ar", "uk")
WORD = re.compile(r"[^\W\d_]+")
# Letters of Persian, Kurdish, Pashto and Urdu that Arabic does not have.
NOT_ARABIC = re.compile("[پچژگکیےہھټډړڼۍێۆڵڕ]")
# Letters without a decomposition, as people type them who have no such key.
TYPED = str.maketrans({"ł": "l", "ı": "i", "ß": "ss", "œ": "oe", "ø": "o"})
SCRIPTS = ("LATIN", "ARABIC", "CYRILLIC")
LETTER_WEIGHT = 1.5
# What a dictionary knows counts less than a word that gives the language away.
DICTIONARY_WEIGHT = 0.8
# Below this share of Dutch words a sentence is not Dutch, though no other language is recognised.
DUTCH_SHARE = 0.4
LEAST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Signs:
    """What gives a language away: its words without accents, and letters that few others have."""

    words: frozenset[str]
    letters: frozenset[str]


def language_of(text: str) -> str:
    """Return the language of a question: one of LANGUAGES, or OTHER.

    Dutch is what is asked here: few words that no language claims are Dutch with a spelling mistake.
    """
    words = WORD.findall(unicodedata.normalize("NFC", text))
    if not words:
        return DUTCH
    script = Counter(script_of(word) for word in words).most_common(1)[0][0]
    if script == "ARABIC":
        foreign = sum(bool(NOT_ARABIC.search(word)) for word in words)
        return OTHER if foreign * 4 > len(words) else "ar"
    if script == "CYRILLIC":
        return _cyrillic([word for word in words if script_of(word) == script])
    if script != "LATIN":
        return OTHER
    return _latin([word for word in words if script_of(word) == script])


def script_of(word: str) -> str:
    """Return the script of a word's first letter, by its name in Unicode: LATIN, ARABIC or CYRILLIC."""
    name = unicodedata.name(word[0], "")
    return next((script for script in SCRIPTS if name.startswith(script)), "")


def unaccented(word: str) -> str:
    """Return a word in lower case without accents: "ödeyemiyorum" and "odeyemiyorum" are one."""
    loose = unicodedata.normalize("NFKD", word.casefold().translate(TYPED))
    return "".join(c for c in loose if not unicodedata.combining(c)).translate(TYPED)


def _cyrillic(words: Sequence[str]) -> str:
    lowered = [word.casefold() for word in words]
    ukrainian, russian = (_points(lowered, lowered, _signs()[name]) for name in ("uk", "ru"))
    return "uk" if ukrainian > russian or (ukrainian == russian and not russian) else OTHER


def _latin(words: Sequence[str]) -> str:
    bare = [unaccented(word) for word in words]
    dutch = sum(_dutch_weight(word, typed) for word, typed in zip(bare, words, strict=True))
    claims = {name: _points(bare, words, _signs()[name]) for name in ("en", "pl", "tr", OTHER)}
    claims["en"] += _english(bare)
    best = max(claims, key=lambda name: claims[name])
    if claims[best] > dutch:
        return best
    return OTHER if len(bare) >= LEAST_WORDS and dutch < DUTCH_SHARE * len(bare) else DUTCH


def _points(bare: Sequence[str], words: Sequence[str], signs: Signs) -> float:
    known = sum(word in signs.words for word in bare)
    lettered = sum(not signs.letters.isdisjoint(word) for word in words)
    return known + LETTER_WEIGHT * lettered


def _english(bare: Sequence[str]) -> float:
    """The weight of longer words that only an English dictionary knows."""
    unclaimed = [word for word in bare if word not in _signs()["en"].words and len(word) > 3]
    return DICTIONARY_WEIGHT * sum(bool(simplemma.is_known(word, lang="en")) for word in unclaimed)


def _dutch_weight(bare: str, typed: str) -> float:
    """The weight of a word for Dutch: by the list, by a dictionary, or as a compound."""
    if bare in _signs()[DUTCH].words:
        return 1.0
    lowered = typed.casefold()
    known = simplemma.is_known(lowered, lang=DUTCH) or split_compound(lowered) is not None
    return DICTIONARY_WEIGHT if known and len(bare) > 2 else 0.0


@cache
def _signs() -> Mapping[str, Signs]:
    table = tomllib.loads(files("assistant").joinpath("language_words.toml").read_text(encoding="utf-8"))
    letters = table.pop("letters")
    return {name: Signs(frozenset(text.split()), frozenset(letters[name])) for name, text in table.items()}
