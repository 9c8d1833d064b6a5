"""The places that a question names: municipalities, and villages with the municipality they lie in.

A village counts where it can be nothing else. "Best", "Leek" and "Huizen" are words as well: such a
name counts only with its capital and after "in", "te", "uit", "naar" or "bij". A name with one letter
wrong is read as the name where the dictionary does not know what was written.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import simplemma
from rapidfuzz.distance import OSA

from corpus.municipalities import find_municipality, mentions, municipalities
from corpus.villages import PART, Village, key, villages
from index.dutch import STOP_WORDS, split_compound

MOST_WORDS = 5
# Shorter names are too near to other words to be read from what is not their own spelling.
LEAST_MISSPELT = 6
SHORT = 4
BETWEEN = re.compile(r"\.?[\s\-–'’]+")
PREPOSITION = re.compile(r"\b(?:in|te|uit|naar|bij|nabij|rond|omgeving|dorp)\s+['’]?$", re.IGNORECASE)
# "in Rolde en Gieten": what is joined to a name is one too.
JOINED = re.compile(
    r"\b(?:in|te|uit|naar|bij|nabij|rond)\s+(?:(?-i:[A-Z])[\w'’-]*(?:\s+en\s+|,\s+))+$", re.IGNORECASE
)
LIVES_IN = re.compile(r"\bwo(?:on|nen|ont|onde|nend|onachtig)\b[^.?!]{0,20}\bin\s+['’]?$", re.IGNORECASE)
# What only says that the asker lives there is no part of what is asked.
I_LIVE_IN = re.compile(
    r"\b(?:(?:ik|wij|we)\s+)?(?:woon|wonen|kom|komen)\s+(?:(?:ik|wij|we)\s+)?(?:in|te|uit)\s+(?:de\s+gemeente\s+)?$",
    re.IGNORECASE,
)
CLAUSE_END = re.compile(r"\s*(?:[.,;:?!]|$|(?:en|maar|waar)\b)")
GEMEENTE = re.compile(r"\bgemeente\s+$", re.IGNORECASE)
SURNAME = re.compile(
    r"\b(?:heer|meneer|mevrouw|dhr\.?|mevr\.?|mw\.?|wethouder|burgemeester|raadslid|dokter|familie)\s+"
    r"(?:van\s+(?:de[nr]?\s+)?)?$",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(r"(?:^|[.?!:])\s*['’]?$")
ARTICLES = frozenset({"de", "het", "den", "ter", "te"})
AFTER_ARTICLE = re.compile(r"(?:\b(?:de|het|een)|['’‘]t)\s+$", re.IGNORECASE)
BEFORE = 40


@dataclass(frozen=True, slots=True)
class Places:
    """The places in a question.

    ``spans`` are where they stand, ``names`` the municipalities in order. ``by_village`` pairs a
    village with its municipality, ``shared`` a name with all the municipalities that have a village
    of that name, where none could be chosen; ``read_as`` pairs a name as written with the right one.
    """

    spans: tuple[tuple[int, int], ...] = ()
    names: tuple[str, ...] = ()
    by_village: tuple[tuple[str, str], ...] = ()
    shared: tuple[tuple[str, tuple[str, ...]], ...] = ()
    read_as: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """A name in the question: where, whose villages or the municipality, and whether misspelt."""

    start: int
    end: int
    villages: tuple[Village, ...] = ()
    municipality: str | None = None
    misspelt: bool = False

    @property
    def name(self) -> str:
        return self.municipality or self.villages[0].name


def read_places(question: str, in_library: Collection[str]) -> Places:
    """Return the places that a question names; ``in_library`` are the organisations with documents."""
    found = _found_in(question, in_library)
    municipal = {item.municipality for item in found if item.municipality}
    chosen: list[str] = []
    by_village: dict[str, str] = {}
    shared: dict[str, tuple[str, ...]] = {}
    for item in found:
        if item.municipality:
            chosen.append(item.municipality)
            written = key(question[item.start : item.end])
            if not item.misspelt and not key(item.municipality).startswith(written):
                same = [v for v in villages().get(written, ()) if v.municipality == item.municipality]
                by_village |= {village.name: item.municipality for village in same}
            continue
        owners = _owners(item.villages, municipal, in_library)
        if len(owners) > 1:
            shared[item.name] = owners
            chosen += [] if set(owners) & set(in_library) else owners
        else:
            chosen += owners
            by_village |= {item.name: owners[0]} if key(item.name) != key(owners[0]) else {}
    return Places(
        spans=tuple((_start(question, item.start), item.end) for item in found),
        names=tuple(dict.fromkeys(chosen)),
        by_village=tuple(by_village.items()),
        shared=tuple(shared.items()),
        read_as=tuple((question[item.start : item.end], item.name) for item in found if item.misspelt),
    )


def named_places(question: str, in_library: Collection[str]) -> tuple[tuple[int, int, str], ...]:
    """Return (start, end, name) of the places that a question names, a village by its own name."""
    return tuple((item.start, item.end, item.name) for item in _found_in(question, in_library))


def is_village(name: str) -> bool:
    """Tell whether a name is that of a village, and of no municipality."""
    return find_municipality(name) is None and key(name) in villages()


def _found_in(question: str, in_library: Collection[str]) -> list[_Found]:
    """Return the names of places in a question, in order."""
    words = [(m.start(), m.end(), key(m.group())) for m in PART.finditer(question)]
    named = _municipalities_in(question, in_library)
    return _longest([*named, *_villages_in(question, words), *_misspelt_in(question, words, in_library)])


def _start(question: str, start: int) -> int:
    """Return where a name begins, or "ik woon in" before it."""
    lives = I_LIVE_IN.search(question[:start])
    return lives.start() if lives else start


def _municipalities_in(question: str, in_library: Collection[str]) -> list[_Found]:
    """Return the municipalities that the question names; a name that a village in the library has
    too is that of the village where the municipality is not in the library."""
    found = []
    for start, end, name in mentions(question, in_library):
        before = question[max(0, start - BEFORE) : start]
        near = tuple(v for v in villages().get(key(question[start:end]), ()) if v.municipality in in_library)
        if name in in_library or not near or GEMEENTE.search(before):
            near = ()
        if not SURNAME.search(before):
            found.append(_Found(start, end, near, None if near else name))
    return found


def _owners(
    places: Sequence[Village], named: Collection[str], in_library: Collection[str]
) -> tuple[str, ...]:
    """Return the municipalities that a village may lie in: one that is named as well, else those in
    the library, else all."""
    every = tuple(sorted({village.municipality for village in places}))
    for preferred in (named, in_library):
        if some := tuple(name for name in every if name in preferred):
            return some if len(some) == 1 else every
    return every


def _longest(found: Sequence[_Found]) -> list[_Found]:
    """Return the names that do not overlap, in order: the longest first, of equals the earliest given."""
    kept: list[_Found] = []
    for item in sorted(found, key=lambda one: one.start - one.end):
        if all(item.end <= other.start or other.end <= item.start for other in kept):
            kept.append(item)
    return sorted(kept, key=lambda one: one.start)


def _villages_in(question: str, words: Sequence[tuple[int, int, str]]) -> Iterator[_Found]:
    """Yield the villages that stand in the question as they are written."""
    known = villages()
    for start, end, name in _runs(question, words):
        if (places := known.get(name)) and _is_meant(question, start, end, name, places[0].name):
            yield _Found(start, end, places)


def _runs(question: str, words: Sequence[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """Yield every run of up to five words that only spaces and hyphens part, whole words only."""
    for first, (start, _, _) in enumerate(words):
        if start and question[start - 1] == "-":
            continue
        for last in range(first, min(first + MOST_WORDS, len(words))):
            end = words[last][1]
            if last > first and not BETWEEN.fullmatch(question[words[last - 1][1] : words[last][0]]):
                break
            if not re.match(r"-\w", question[end : end + 2]):
                yield start, end, " ".join(word for _, _, word in words[first : last + 1])


def _is_meant(question: str, start: int, end: int, name: str, official: str) -> bool:
    """Tell whether a name is that of the village, and not a word or a surname."""
    before = question[max(0, start - BEFORE) : start]
    if SURNAME.search(before):
        return False
    if len(name) > SHORT and not all(simplemma.is_known(word, lang="nl") for word in name.split()):
        return True
    if LIVES_IN.search(before) and CLAUSE_END.match(question, end):
        return True
    written = question[start:end]
    return (
        bool(PREPOSITION.search(before) or JOINED.search(before))
        and _capitals(written) >= _capitals(official)
        and not written.isupper()
    )


def _capitals(text: str) -> int:
    return sum(word.group()[0].isupper() for word in PART.finditer(text))


def _misspelt_in(
    question: str, words: Sequence[tuple[int, int, str]], in_library: Collection[str]
) -> Iterator[_Found]:
    """Yield the names that stand in the question with one letter wrong, or one space."""
    for start, end, name in _runs(question, words):
        written = name.replace(" ", "")
        if len(written) < LEAST_MISSPELT or name in villages() or find_municipality(name):
            continue
        near = _near(written)
        place = _one_of(near, in_library) if near and _is_no_word(name) else None
        if place and (place.municipality in in_library or _may_be_place(question, start)):
            yield _Found(start, end, place.villages, place.municipality, True)


def _is_no_word(name: str) -> bool:
    """Tell whether the dictionary does not know what was written, and it begins and ends as a name."""
    words = name.split()
    if words[-1] in STOP_WORDS or (words[0] in STOP_WORDS and words[0] not in ARTICLES):
        return False
    if len(words) > 1 and min(len(words[0]), len(words[-1])) == 1:
        return False
    return not all(simplemma.is_known(word, lang="nl") or split_compound(word) is not None for word in words)


def _may_be_place(question: str, start: int) -> bool:
    """Tell whether a place may stand here: after "in" or "gemeente", or with a capital inside the
    sentence and no article before it."""
    before = question[max(0, start - BEFORE) : start]
    if SURNAME.search(before):
        return False
    if PREPOSITION.search(before) or GEMEENTE.search(before):
        return True
    return question[start].isupper() and not (SENTENCE_END.search(before) or AFTER_ARTICLE.search(before))


@dataclass(frozen=True, slots=True)
class _Name:
    """A name that may be meant: of a municipality, or of villages."""

    municipality: str | None
    villages: tuple[Village, ...] = ()


def _one_of(near: Sequence[_Name], in_library: Collection[str]) -> _Name | None:
    """Return the name that is meant: one of the library, then a municipality, then the only one."""
    preferred = (
        [n for n in near if n.municipality in in_library],
        [n for n in near if any(v.municipality in in_library for v in n.villages)],
        [n for n in near if n.municipality],
        list(near),
    )
    first = next(some for some in preferred if some)
    return first[0] if len(first) == 1 else None


def _near(written: str) -> tuple[_Name, ...]:
    """Return the names that differ from what was written in at most one letter."""
    known, shorter = _names(), _shorter_names()
    keys = {name for variant in (written, *_one_less(written)) for name in shorter.get(variant, ())}
    return tuple(known[name] for name in sorted(keys) if OSA.distance(written, name) <= 1)


@cache
def _names() -> dict[str, _Name]:
    """Return every name of at least six letters, written as one word."""
    found = {name.replace(" ", ""): _Name(None, places) for name, places in villages().items()}
    for place in municipalities():
        for name in place.names:
            if find_municipality(name) is place:
                found[key(name).replace(" ", "")] = _Name(place.name)
    return {name: place for name, place in found.items() if len(name) >= LEAST_MISSPELT}


@cache
def _shorter_names() -> dict[str, tuple[str, ...]]:
    """Return the names by themselves and by what is left of them without one of their letters: two
    names that differ in one letter share such a rest."""
    found: dict[str, list[str]] = {}
    for name in _names():
        for variant in (name, *_one_less(name)):
            found.setdefault(variant, []).append(name)
    return {variant: tuple(dict.fromkeys(names)) for variant, names in found.items()}


def _one_less(word: str) -> tuple[str, ...]:
    return tuple({word[:at] + word[at + 1 :] for at in range(len(word))})
