"""What several rows of a comparison have in common, and what only one of them has.

A thing is what a row names: a term of policy, or an organisation or provision that is written as a name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import simplemma

from assistant.aspect_words import PARTNER_NAME
from assistant.places import is_village
from assistant.subject import Subject
from assistant.told import Said
from assistant.topics import load_topics
from corpus.municipalities import find_municipality
from index.dutch import WORD, analyse, fold, term

MOST_FINDINGS = 6
NAMED = 1.0
NAME = re.compile(
    r"(?<=[a-z,;(‘'] )(?:[A-Z][\w’'-]*[a-z][\w’'-]*)"
    r"(?:\s+(?:(?:op|van|voor|in|en|de|het)\s+){0,2}[A-Z][\w’'-]+)*(?: \d{4}\b)?"
    r"|[‘'“\"]([A-Z][^’'”\"\n]{3,50})[’'”\"]"
)
# Every municipality deals with these: that one names them tells nothing.
EVERYWHERE = frozenset("rijk provincie raad gemeenteraad college gemeente nederland".split())
LEAST_LETTERS = 3
LEAST_WORD = 5
ENDING = 3


@dataclass(frozen=True, slots=True)
class Shared:
    """A thing as printed, the rows that name it, and a sentence of each that does."""

    what: str
    rows: tuple[str, ...]
    said: tuple[Said, ...]


def findings(
    names: Sequence[str], said: Sequence[Sequence[Said]], subject: Subject
) -> tuple[tuple[Shared, ...], tuple[Shared, ...]]:
    """Return what several rows name, in most rows first, and what only one does.

    A library of one row has nothing in common with another, and nothing alone.
    """
    if sum(bool(row) for row in said) < 2:
        return (), ()
    found: dict[str, dict[int, Said]] = {}
    printed: dict[str, str] = {}
    for number, row in enumerate(said):
        for sentence in sorted(row, key=lambda s: -max(s.worth(a) for a in s.aspects)):
            for key, what in _things(sentence, subject):
                printed.setdefault(key, what)
                found.setdefault(key, {}).setdefault(number, sentence)
    things = [
        Shared(printed[key], tuple(names[n] for n in sorted(rows)), tuple(rows[n] for n in sorted(rows)))
        for key, rows in found.items()
    ]
    common = sorted((t for t in things if len(t.rows) > 1), key=lambda t: (-len(t.rows), -_worth(t)))
    single = sorted((t for t in things if len(t.rows) == 1), key=lambda t: -_worth(t))
    return tuple(common[:MOST_FINDINGS]), _spread(single)


def _spread(single: Sequence[Shared]) -> tuple[Shared, ...]:
    """Return the best of each row, then the second best, so that no row takes all places."""
    turns: list[tuple[int, int, Shared]] = []
    seen: dict[str, int] = {}
    quoted: set[tuple[str, int]] = set()
    for place, item in enumerate(single):
        first = item.said[0]
        key = (first.passage.document.document_id, first.span.start)
        if key in quoted:
            continue
        quoted.add(key)
        seen[item.rows[0]] = seen.get(item.rows[0], 0) + 1
        turns.append((seen[item.rows[0]], place, item))
    return tuple(item for _, _, item in sorted(turns, key=lambda t: t[:2])[:MOST_FINDINGS])


def _worth(item: Shared) -> float:
    """Return how much a thing tells: what has a name more than what is a word."""
    named = NAMED if any(c.isupper() for c in item.what) else 0.0
    return named + sum(max(s.worth(a) for a in s.aspects) for s in item.said) / len(item.said)


def _is_form_of(key: str, terms: Collection[str]) -> bool:
    """Tell whether a term is one of the subject, or one with another ending (mantelzorg, mantelzorger)."""
    return any(key.startswith(term) and len(key) <= len(term) + ENDING for term in terms)


@cache
def _policy_names() -> frozenset[str]:
    """Return the search terms of what policy calls its topics in one word."""
    topics = (topic for topic in load_topics() if topic.is_municipal)
    return frozenset(term(fold(name)) for topic in topics for name in topic.terms if " " not in name)


def _is_place(name: str) -> bool:
    return find_municipality(name) is not None or is_village(name)


def _is_verb(word: str) -> bool:
    """Tell whether the dictionary has a word as a verb, by its infinitive."""
    return (
        bool(simplemma.is_known(word, lang="nl"))
        and word.endswith("en")
        and (str(simplemma.lemmatize(word, lang="nl")) == word)
    )


def _things(sentence: Said, subject: Subject) -> Iterator[tuple[str, str]]:
    """Yield (key, as printed) of what a sentence names: terms of policy and names."""
    quote = " ".join(sentence.quote.split())
    for match in WORD.finditer(quote):
        word = match.group()
        key = term(fold(word))
        known = len(word) >= LEAST_WORD and key in _policy_names()
        if known and not (_is_form_of(key, subject.terms) or _is_verb(word)):
            yield key, word[0].lower() + word[1:] if word[1:].islower() else word
    place = sentence.passage.document.description.municipality or ""
    for what in _names(quote):
        own = analyse(what).words
        dull = what == place or what.casefold() in EVERYWHERE or _is_place(what)
        if own and not subject.terms.issuperset(own) and not dull:
            yield " ".join(own), what


def _names(quote: str) -> Iterator[str]:
    """Yield what is written as a name, organisations first."""
    for pattern in (PARTNER_NAME, NAME):
        for match in pattern.finditer(quote):
            what = next((group for group in match.groups() if group), match.group()).strip(" ‘'“\"’”")
            if len(what) >= LEAST_LETTERS and not what[:3].islower():
                yield what
