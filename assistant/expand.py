"""A question in everyday words, searched with the policy words of its topics as well."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.bridge import TopicMatch
from assistant.reply import Understood
from assistant.retrieve import Bridge, Evidence, Weighted
from index.dutch import analyse
from index.engine import Snapshot
from index.search import Expansion, Query


@dataclass(frozen=True, slots=True)
class BridgeWeights:
    """When and how much the topics take part; measured, see docs/decisions.

    ``full`` and ``none`` are coverages of the question by the best passage found with its own words:
    from the one down it is searched by topic as far as ``most``, from the other up not at all.
    ``least_confidence`` of a topic to take part.
    """

    most: float = 0.7
    full: float = 0.3
    none: float = 0.7
    full_plain: float = 0.1
    none_plain: float = 0.4
    least_confidence: float = 0.1
    strength: float = 0.8
    enough: float = 6.0


def need(understood: Understood, evidence: Sequence[Evidence], weights: BridgeWeights) -> float:
    """Return how much a question needs other words, 0..1: little where a passage has its own words,
    more where somebody tells of a situation of their own or writes another language."""
    covered = max((item.in_context for item in evidence[:10]), default=0.0)
    told = understood.personal or understood.foreign
    full, none = (weights.full, weights.none) if told else (weights.full_plain, weights.none_plain)
    return min(1.0, max(0.0, (none - covered) / (none - full)))


def expanded(
    query: Query,
    weighted: Weighted,
    matches: Sequence[TopicMatch],
    share: float,
    snapshot: Snapshot,
    weights: BridgeWeights,
) -> tuple[Query, Weighted]:
    """Return the query and its weighted terms with the policy terms of these topics."""
    chosen = [match for match in matches if match.confidence >= weights.least_confidence]
    total = sum(match.confidence for match in chosen)
    terms = {match.topic.id: _terms(match) for match in chosen}
    worth = _worth(terms, snapshot)
    expansions, bridges = [], []
    for match in chosen:
        own = [term for term in terms[match.topic.id] if term in worth]
        part = match.confidence / total
        expansions.append(
            Expansion(tuple(" ".join(t) for t in own), match.vector, weights.most * share * part)
        )
        bridges.append(
            Bridge(
                tuple((frozenset(t), worth[t]) for t in own),
                weights.strength * share * min(1.0, match.confidence / max(m.confidence for m in chosen)),
                weights.enough,
            )
        )
    return replace(query, expansions=tuple(expansions)), replace(weighted, bridges=tuple(bridges))


def _terms(match: TopicMatch) -> list[tuple[str, ...]]:
    """Return the policy terms of a topic as search terms, those of several words as one."""
    found = (analyse(term).words for term in match.topic.terms)
    return list(dict.fromkeys(words for words in found if words))


def _worth(
    terms: Mapping[str, Sequence[tuple[str, ...]]], snapshot: Snapshot
) -> dict[tuple[str, ...], float]:
    """Return the worth of each term of which the library has all words: that of its rarest word."""
    every = {term for own in terms.values() for term in own}
    counts = snapshot.frequencies(sorted({word for term in every for word in term}))
    total = snapshot.count()
    return {
        term: math.log((total + 1) / (min(counts[word] for word in term) + 1))
        for term in every
        if all(counts[word] for word in term)
    }
