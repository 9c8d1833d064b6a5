"""A question in everyday words, searched with the policy words of its topics as well."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from assistant.bridge import TopicMatch
from assistant.reply import Understood, Wants
from assistant.retrieve import Bridge, Evidence, Weighted, Worths
from assistant.topics import load_topics
from index.dutch import STOP_WORDS, analyse, tokens
from index.engine import Snapshot
from index.search import Expansion, Query

# A question of so few words asks for a subject, one of more for something particular about it.
SHORT = 3
# A word of residents in a text of policy is a weaker sign of its topic than a term of policy.
EVERYDAY = 0.5
PolicyTerms = Mapping[tuple[str, ...], float]


@dataclass(frozen=True, slots=True)
class BridgeWeights:
    """When and how much the topics take part; measured, see docs/decisions.

    ``told`` and ``plain`` are coverages of the question by the best passage found with its own words,
    for what somebody tells of a situation of their own and for other questions: from the first down a
    question is searched by topic as far as ``most``, from the second up not at all. ``broad`` is how
    far a short question in words of policy is searched by topic; ``sure`` the confidence from which a
    topic that was not named takes over in what somebody tells. ``least`` is the confidence that a
    topic needs to take part, ``everyday`` the part of residents' words for it beside terms of policy,
    ``strength`` what its terms may cover of a question, ``enough`` the worth
    of terms that covers it wholly.
    """

    most: float = 0.7
    told: tuple[float, float] = (0.45, 0.8)
    plain: tuple[float, float] = (0.1, 0.4)
    sure: float = 0.5
    broad: float = 0.3
    least: float = 0.1
    everyday: float = 0.5
    strength: float = 0.8
    enough: float = 6.0


def need(understood: Understood, covered: float, unsaid: float, weights: BridgeWeights) -> float:
    """Return how much a question needs other words, 0..1: little where a passage has its own words
    (``covered``), more where somebody tells of their own situation or writes another language.

    Everyday words stand in some passage by chance: there it counts how sure a topic is that none of its
    words of policy was said of (``unsaid``).
    """
    told = understood.personal or understood.foreign
    full, none = weights.told if told else weights.plain
    gap = min(1.0, max(0.0, (none - covered) / (none - full)))
    if told:
        gap = max(gap, min(1.0, unsaid / weights.sure))
    is_text = understood.wants is Wants.TEXT and not understood.phrases and not understood.counted
    is_broad = is_text and len(set(analyse(understood.topic).words)) <= SHORT
    return max(gap, weights.broad if is_broad else 0.0)


def unsaid_topic(words: Sequence[str], matches: Sequence[TopicMatch]) -> float:
    """Return the confidence in the surest topic, 0..1; 0 where the question has a word of policy, of
    whatever topic, or where the topic is no matter of the municipality."""
    if not matches or not matches[0].topic.is_municipal:
        return 0.0
    return 0.0 if not _words_of_policy().isdisjoint(words) else matches[0].confidence


@cache
def _words_of_policy() -> frozenset[str]:
    """Return the terms of policy of one word, of all topics."""
    topics = (topic for topic in load_topics() if topic.is_municipal)
    return frozenset(term[0] for topic in topics for term in policy_terms(topic.terms) if len(term) == 1)


def covered_by(evidence: Sequence[Evidence]) -> float:
    """Return how much of the question the best of the first passages covers, 0..1."""
    return max((item.in_context for item in evidence[:10]), default=0.0)


def bridges(matches: Sequence[TopicMatch], snapshot: Snapshot, weights: BridgeWeights) -> tuple[Bridge, ...]:
    """Return for each topic its policy terms that the library has, each with its worth: that of its
    rarest word."""
    policy = [policy_terms(match.topic.terms) for match in matches]
    everyday = [spoken_terms(match.topic.words) for match in matches]
    worth = _worth({term for own in (*policy, *everyday) for term in own}, snapshot)
    return tuple(
        Bridge(
            terms=tuple((term, worth[term]) for term in own if term in worth),
            everyday=tuple((term, EVERYDAY * worth[term]) for term in said if term in worth),
            confidence=match.confidence,
            enough=weights.enough,
            vector=match.vector,
        )
        for match, own, said in zip(matches, policy, everyday, strict=True)
    )


@lru_cache(maxsize=1_000)
def policy_terms(texts: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Return the search terms of names of policy, each as one or several; not of one that loses its noun to
    the stop words, such as "landelijk gebied"."""
    return spoken_terms(tuple(text for text in texts if _has_noun(text)))


@lru_cache(maxsize=1_000)
def spoken_terms(texts: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Return the search terms of words and expressions, each as one or several."""
    return tuple(dict.fromkeys(words for text in texts if (words := analyse(text).words)))


def _has_noun(text: str) -> bool:
    """Tell whether an expression is one word, or ends with one that is searched for."""
    words = tokens(text)
    return len(words) < 2 or words[-1] not in STOP_WORDS or len(analyse(text).words) > 1


def expanded(
    query: Query, weighted: Weighted, found: Sequence[Bridge], share: float, weights: BridgeWeights
) -> tuple[Query, Weighted]:
    """Return the query and its weighted terms with the policy terms of these topics."""
    chosen = [bridge for bridge in found if bridge.confidence >= weights.least]
    total, most = sum(b.confidence for b in chosen), max((b.confidence for b in chosen), default=1.0)
    expansions = tuple(
        Expansion(_phrases(terms), bridge.vector, weights.most * share * part * bridge.confidence / total)
        for bridge in chosen
        for terms, part in _parts(bridge, weights.everyday)
    )
    standing = tuple((bridge, weights.strength * share * bridge.confidence / most) for bridge in chosen)
    return replace(query, expansions=expansions), replace(weighted, bridges=standing)


def _parts(bridge: Bridge, everyday: float) -> tuple[tuple[Worths, float], ...]:
    """Return the terms of policy and residents' words, each with its part of the search."""
    if not bridge.terms:
        return ((bridge.everyday, 1.0),)
    return ((bridge.terms, 1.0 - everyday), (bridge.everyday, everyday))


def _phrases(terms: Worths) -> tuple[str, ...]:
    return tuple(" ".join(term) for term, _ in terms)


def bridged(evidence: Sequence[Evidence], found: Sequence[Bridge]) -> float:
    """Return how surely the evidence is about a topic of the question, 0..1: the confidence in each
    topic times how much of its terms, or of residents' words for it, one passage has, for the passage
    that has most."""
    return max(
        (sum(b.confidence * b.presence(e.with_headings) for b in found) for e in evidence), default=0.0
    )


def _worth(terms: set[tuple[str, ...]], snapshot: Snapshot) -> PolicyTerms:
    counts = snapshot.frequencies(sorted({word for term in terms for word in term}))
    total = snapshot.count()
    return {
        term: math.log((total + 1) / (min(counts[word] for word in term) + 1))
        for term in terms
        if all(counts[word] for word in term)
    }
