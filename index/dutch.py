"""Dutch words to search terms: folded, without stop words, stemmed, compounds taken apart.

The same analysis is used for documents and for questions, so that "schulden" finds
"schuldhulpverlening". It depends on nothing but its word lists: same text, same terms.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import simplemma
import snowballstemmer

WORD = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+")
_stemmer = snowballstemmer.stemmer("dutch_porter")
# A stemmer keeps the word it works on in itself: it serves one thread at a time.
_stemming = threading.Lock()

STOP_WORDS = frozenset(
    """aan aangaande al alle alleen allemaal als alsnog alsof altijd ander andere anders ben bent
    beter bij binnen daar daaraan daarbij daardoor daarin daarmee daarna daarnaast daarom daarop
    daarover daarvan daarvoor dan dat de deze die dingen dit doe doen doet door doordat dus
    echter een één eens eerder eigen elk elke en enig enige enkele er erg eruit ervan ervoor etc
    even gaan gaat gaf gebeurt geen gedaan geeft geen geven gewoon ging had hadden haar hebben
    hebt heeft heel hem hen het hier hierbij hierdoor hiervan hiervoor hij hoe hoeveel hun ie
    ieder iedere iemand iets ik immers in inclusief ja je jij jou jouw jullie kan komen komt kon
    kreeg krijg krijgen krijgt kun kunnen kunt liggen maar maakt maken me mee meer meest men met
    mij mijn mocht moest moet moeten mogelijk mogen na naar naast namelijk niet niets nodig nog
    nou nu of om omdat onder ons onze ook op over per plaats rond sinds soms staan staat steeds
    stond tegen ten ter terwijl te tijdens toch toe tot totdat tussen uit uw u vaak vallen van
    vanaf vanuit veel verder via vind vinden volgens voor vooral voordat waar waaraan waarbij
    waardoor waarin waarmee waarom waarop waarvan waarvoor waren was wat we wel welk welke werd
    werden wie wij wil willen word worden deed deden graag echt nie want zodat is heet heette
    wanneer daarbij behalve tegenwoordig dankzij ergens ermee wordt zal ze zeer zelf zich zij
    zijn zo zoals zonder zou zouden zullen zult geregeld gebied eraan gemeente gemeenten
    gemeentelijk gemeentelijke burgemeester wethouders college raad beleid stuk stukken""".split()
)
# Common first parts that are no word of their own in a compound.
PREFIXES = frozenset(
    """aan achter af be bij binnen boven buiten door ge her in mee mis na onder ont op over samen
    tegen terug toe uit ver voor vooruit weg wel zorgen""".split()
)
NOT_LAST = frozenset(
    """aars achtig baar bare delijk dende dere digen dingen ding ellen eren ering heid heden igen
    ingen ings kelijk kend lende leren lijk lijke lijken ling lingen loos loze naars nemen
    nemers neren nissen rijke rijk ring schap schappen schappelijk schappelijke sing singen sten
    tende tijgend ving vingen zame""".split()
)
# Words that the dictionary or the stemmer takes for a form of another word, which means something else:
# the elderly are no parents, and what is natural need not be nature.
APART = {
    "natuurlijk": "natuurlijk",
    "natuurlijke": "natuurlijk",
    "ouderen": "ouderen",
    "overheid": "overheid",
    "overheden": "overheid",
    "weet": "weten",
    "weten": "weten",
}
LEAST_PART = 4
LEAST_COMPOUND = 9
# Longer is a web address or a row of letters, and takes very long to take apart.
MOST_COMPOUND = 50
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


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """Return the word in lower case without accents; numbers without thousands separators."""
    if word[0].isdigit():
        return word.replace(".", "").casefold()
    decomposed = unicodedata.normalize("NFD", word.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c)) or word.casefold()


@lru_cache(maxsize=200_000)
def term(word: str) -> str:
    """Return the search term of one folded word: its dictionary form, stemmed.

    Of a compound that the dictionary lacks the last part is taken to its dictionary form, so that
    "loonkostensubsidies" and "loonkostensubsidie" are one term.
    """
    if word in APART:
        return APART[word]
    if word[0].isdigit() or not word.isascii() or len(word) > MOST_COMPOUND:
        return word
    split = None if simplemma.is_known(word, lang="nl") else split_compound(word)
    head = word[: len(word) - len(split[1])] if split else ""
    lemma = simplemma.lemmatize(word[len(head) :], lang="nl")
    # The dictionary writes separable verbs with an underscore ("vast_stellen").
    return _stem(fold(head + lemma.replace("_", "")))


def _stem(word: str) -> str:
    with _stemming:
        return str(_stemmer.stemWord(word))


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
    """Return the most likely two parts of a compound; None for a simple word."""
    if not LEAST_COMPOUND <= len(word) <= MOST_COMPOUND:
        return None
    if not word.isascii() or not word.isalpha():
        return None
    splits = [split for cut in range(3, len(word) - 2) if (split := _split_at(word, cut))]
    return max(splits)[1:] if splits else None


def _split_at(word: str, cut: int) -> tuple[tuple[int, int], str, str] | None:
    """Return the quality of a cut and its parts: listed or dictionary words on both sides count
    most, then the length of the shorter part; None where it gives no words."""
    right = word[cut:]
    sure_right = _knows(right)
    if right in NOT_LAST or not (sure_right >= 1 or split_compound(right)):
        return None
    best: tuple[tuple[int, int], str, str] | None = None
    for link in LINKS:
        left = word[: cut - len(link)]
        if word[:cut] != left + link or left in PREFIXES or len(left) < 3:
            continue
        sure_left = _knows(left)
        unknown = not sure_left and not (sure_right == 2 and len(left) > LEAST_PART and link != "n")
        if unknown and not split_compound(left):
            continue
        found = ((sure_left + sure_right, min(len(left), len(right))), left, right)
        best = max(best, found) if best else found
    return best


def _knows(word: str) -> int:
    """Return 2 for a listed part, 1 for a word of four letters or more in the dictionary, else 0."""
    if word in _compound_parts():
        return 2
    return int(len(word) >= LEAST_PART and bool(simplemma.is_known(word, lang="nl")))


@cache
def _compound_parts() -> frozenset[str]:
    """Return the listed parts of compounds."""
    lines = files("index").joinpath("compound_parts.txt").read_text(encoding="utf-8").split("\n")
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))
