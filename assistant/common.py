"""What several rows of a comparison have in common, and what only one of them has.

A thing is what a row names: a term of policy, or an organisation or provision that is written as a name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import simplemma

from assistant.aspect_words import PARTNER_NAME
from assistant.expand import words_of_policy
from assistant.places import is_village
from assistant.subject import Subject
from assistant.told import Said
from index.dutch import WORD, analyse, fold, term

MOST_FINDINGS = 6
NAME = re.compile(
    r"(?<=[a-z,;(‘'] )(?:[A-Z][\w’'-]*[a-z][\w’'-]*)(?:\s+(?:(?:op|van|voor|in|en|de|het)\s+){0,2}[A-Z][\w’'-]+)*"
    r"|[‘'“\"]([A-Z][^’'”\"\n]{3,50})[’'”\"]"
)
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
    return sum(max(s.worth(a) for a in s.aspects) for s in item.said) / len(item.said)


def _is_form_of(key: str, terms: Collection[str]) -> bool:
    """Tell whether a term is one of the subject, or one with another ending (mantelzorg, mantelzorger)."""
    return any(key.startswith(term) and len(key) <= len(term) + ENDING for term in terms)


def _is_verb(word: str) -> bool:
    """Tell whether the dictionary has a word as a verb, by its infinitive."""
    return bool(simplemma.is_known(word, lang="nl")) and word.endswith("en") and (
        str(simplemma.lemmatize(word, lang="nl")) == word
    )


def _things(sentence: Said, subject: Subject) -> Iterator[tuple[str, str]]:
    """Yield (key, as printed) of what a sentence names: terms of the topics and names."""
    quote = " ".join(sentence.quote.split())
    terms = subject.terms
    for match in WORD.finditer(quote):
        word = match.group()
        key = term(fold(word))
        if len(word) >= LEAST_WORD and key in words_of_policy() and not (_is_form_of(key, terms) or _is_verb(word)):
            yield key, word[0].lower() + word[1:] if word[1:].islower() else word
    place = fold(sentence.passage.document.description.municipality or "")
    for pattern in (PARTNER_NAME, NAME):
        for match in pattern.finditer(quote):
            what = (match.group(1) if pattern is NAME and match.group(1) else match.group()).strip(" ‘'“\"’”")
            own = analyse(what).words
            if len(what) >= LEAST_LETTERS and own and not terms.issuperset(own) and fold(what) != place and not is_village(what):
                yield " ".join(own), what
