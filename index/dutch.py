"""Dutch words to search terms: folded, without stop words, stemmed, compounds taken apart.

The same analysis is used for documents and for questions, so that "schulden" finds
"schuldhulpverlening". It depends on nothing but its word lists: same text, same terms.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import simplemma
import snowballstemmer

WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*", re.UNICODE)
_stem = snowballstemmer.stemmer("dutch").stemWord

STOP_WORDS = frozenset(
    """aan aangaande al alle alleen allemaal als alsnog alsof altijd ander andere anders ben bent beter bij binnen
    daar daaraan daarbij daardoor daarin daarmee daarna daarnaast daarom daarop daarover daarvan daarvoor dan dat de
    deze die dingen dit doe doen doet door doordat dus echter een één eens eerder eigen elk elke en enig enige enkele
    er erg eruit ervan ervoor etc even gaan gaat gaf gebeurt geen gedaan geeft geen geven gewoon ging had hadden haar
    hebben hebt heeft heel hem hen het hier hierbij hierdoor hiervan hiervoor hij hoe hoeveel hun ie ieder iedere
    iemand iets ik immers in inclusief ja je jij jou jouw jullie kan komen komt kon kreeg krijg krijgen krijgt kun
    kunnen kunt liggen maar maakt maken me mee meer meest men met mij mijn mocht moest moet moeten mogelijk mogen na
    naar naast namelijk niet niets nodig nog nou nu of om omdat onder ons onze ook op over per plaats rond sinds
    soms staan staat steeds stond tegen ten ter terwijl te tijdens toch toe tot totdat tussen uit uw u vaak vallen
    van vanaf vanuit veel verder via vind vinden volgens voor vooral voordat waar waaraan waarbij waardoor waarin
    waarmee waarom waarop waarvan waarvoor waren was wat we wel welk welke werd werden wie wij wil willen word worden
    wordt zal ze zeer zelf zich zij zijn zo zoals zonder zou zouden zullen zult geregeld gebied eraan
    gemeente gemeenten gemeentelijk gemeentelijke burgemeester wethouders college raad beleid stuk stukken""".split()
)
# Common first parts that are no word of their own in a compound.
PREFIXES = frozenset(
    """aan achter af be bij binnen boven buiten door ge her in mee mis na onder ont op over samen tegen terug toe uit
    ver voor vooruit weg wel zorgen""".split()
)
LEAST_PART = 4
LEAST_COMPOUND = 9
LINKS = ("", "s", "en", "e", "n")


@dataclass(frozen=True, slots=True)
class Terms:
    """The search terms of a text, in order: ``words`` a term a word, ``parts`` those of compounds."""

    words: tuple[str, ...]
    parts: tuple[str, ...]


def analyse(text: str) -> Terms:
    """Return the search terms of ``text``."""
    words: list[str] = []
    parts: list[str] = []
    for token in tokens(text):
        if token in STOP_WORDS:
            continue
        words.append(term(token))
        parts.extend(compound_terms(token))
    return Terms(tuple(words), tuple(parts))


def tokens(text: str) -> list[str]:
    """Return the words and numbers of ``text`` in lower case, accents taken off."""
    return [fold(word) for word in WORD.findall(unicodedata.normalize("NFKC", text))]


def fold(word: str) -> str:
    """Return the word in lower case without accents; numbers without thousands separators."""
    if word[0].isdigit():
        return word.replace(".", "")
    decomposed = unicodedata.normalize("NFD", word.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c)) or word.casefold()


@lru_cache(maxsize=200_000)
def term(word: str) -> str:
    """Return the search term of one folded word: its dictionary form, stemmed."""
    if word[0].isdigit() or not word.isascii():
        return word
    return _stem(fold(simplemma.lemmatize(word, lang="nl")))


@lru_cache(maxsize=200_000)
def compound_terms(word: str) -> tuple[str, ...]:
    """Return the terms of the parts of a compound, of parts of parts too; empty for a simple word."""
    split = split_compound(word)
    if not split:
        return ()
    left, right = split
    found = [term(left), *compound_terms(left), term(right), *compound_terms(right)]
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=200_000)
def split_compound(word: str) -> tuple[str, str] | None:
    """Return the two parts of a compound, the longest known last part first; None for no compound."""
    if len(word) < LEAST_COMPOUND or not word.isascii() or not word.isalpha():
        return None
    for cut in range(LEAST_PART, len(word) - LEAST_PART + 1):
        right = word[cut:]
        if not is_word(right) or right in PREFIXES:
            continue
        for link in LINKS:
            left = word[:cut]
            if link and not left.endswith(link):
                continue
            bare = left[: len(left) - len(link)]
            if len(bare) >= LEAST_PART and bare not in PREFIXES and is_word(bare):
                return bare, right
    return None


@lru_cache(maxsize=200_000)
def is_word(word: str) -> bool:
    """Tell whether the dictionary knows the word, or it is a compound of words it knows."""
    return bool(simplemma.is_known(word, lang="nl")) or split_compound(word) is not None
