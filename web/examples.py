"""Example questions of which the library has the answer, made from what its documents are about.

Topics are weighed by how often their policy terms stand in the library: one question to the index for all
of them. It is done once for a library as it is, and again when that has changed.
"""

from __future__ import annotations

import math
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import filterfalse, islice

from assistant.topics import Topic, load_topics, taakvelden
from index.dutch import analyse
from index.engine import Filters, Snapshot
from web.guidance import help_by_rule

TOPICS = 3
# The first terms of a topic are its most characteristic ones.
FIRST_TERMS = 8
LEAST_PASSAGES = 3
LEAST_LETTERS = 6
MOST_BUDGETS = 5
# A short question of somebody about their own life.
OWN_WORDS = re.compile(r"(?=.*\b(?:ik|mijn|mij)\b)(?:Wie|Waar|Hoe|Kan|Krijg)\b[^\d]{5,58}\?")
# How the municipality itself works is not what residents come for.
NOT_SHOWN = frozenset(("bestuur",))


@dataclass(frozen=True, slots=True)
class Example:
    """An example question, and the code of the words that say what it is an example of."""

    shows: str
    question: str


class Examples:
    """The example questions of a library; kept until the library changes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: tuple[int, tuple[Example, ...]] | None = None

    def of(self, snapshot: Snapshot) -> tuple[Example, ...]:
        """Return the examples for the generation that a snapshot holds."""
        with self._lock:
            if self._kept is None or self._kept[0] != snapshot.generation:
                self._kept = snapshot.generation, tuple(examples(snapshot))
            return self._kept[1]


def examples(snapshot: Snapshot) -> Iterator[Example]:
    """Yield a question about each of the topics that the library says most about, one in the words of a
    resident, and one for an amount where a budget has one. None is about danger: help would come first."""
    terms = topic_terms()
    counts = snapshot.frequencies(sorted({word for own in terms.values() for _, word in own}))
    ranked = foremost(terms, counts)
    about = (topic_question(terms[topic], counts) for topic in one_of_each_field(ranked))
    said = (text for topic in ranked for text in topic.phrasings if OWN_WORDS.fullmatch(text))
    yield from (Example("example_topic", text) for text in islice(filterfalse(help_by_rule, about), TOPICS))
    yield from (Example("example_own_words", text) for text in islice(filterfalse(help_by_rule, said), 1))
    yield from amount_example(snapshot)


@cache
def topic_terms() -> dict[Topic, tuple[tuple[str, str], ...]]:
    """Return the policy terms of one long word of each topic that is shown, each with its search term."""
    shown = (t for t in load_topics() if t.is_municipal and t.field not in NOT_SHOWN)
    return {
        topic: tuple(
            (term, analyse(term).words[0])
            for term in topic.terms[:FIRST_TERMS]
            if term.isalpha() and term.islower() and len(term) >= LEAST_LETTERS and analyse(term).words
        )
        for topic in shown
    }


def topic_question(terms: Sequence[tuple[str, str]], counts: Mapping[str, int]) -> str:
    """Return the question about a topic, by the term of it that stands in most passages."""
    term, _ = max(terms, key=lambda own: counts[own[1]])
    return f"Wat staat er over {term}?"


def foremost(terms: Mapping[Topic, tuple[tuple[str, str], ...]], counts: Mapping[str, int]) -> list[Topic]:
    """Return the topics of which the library says enough, those whose terms stand in most passages first."""
    weights = {
        topic: sum(math.log1p(counts[word]) for _, word in own)
        for topic, own in terms.items()
        if any(counts[word] >= LEAST_PASSAGES for _, word in own)
    }
    return sorted(weights, key=lambda topic: -weights[topic])


def one_of_each_field(topics: Sequence[Topic]) -> list[Topic]:
    """Return the first topic of each field, in their order."""
    first: dict[str, Topic] = {}
    for topic in topics:
        first.setdefault(topic.field, topic)
    return list(first.values())


def amount_example(snapshot: Snapshot) -> Iterator[Example]:
    """Yield a question for an amount that a budget prints without doubt, for a matter that has a name
    of its own."""
    names = {name.casefold() for code, name in taakvelden().items() if not code.startswith("0")}
    names |= {term for own in topic_terms().values() for term, _ in own}
    budgets = [r for r in snapshot.documents(Filters(kinds=("begroting",))) if r.description.municipality]
    for record in budgets[:MOST_BUDGETS]:
        for found in snapshot.figures(Filters(documents=(record.document_id,))):
            figure, label = found.figure, found.label.strip().casefold()
            sure = figure.measure == "begroting" and figure.unit == "€" and not figure.doubts
            if sure and label in names and figure.year == record.description.year_from:
                place = record.description.municipality
                yield Example("example_amount", f"Wat begrootte {place} in {figure.year} voor {label}?")
                return
