"""A question to evidence: searched with its own words, and where those fail with words of policy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.bridge import TopicMatch, TopicMatcher
from assistant.expand import BridgeWeights, bridged, bridges, covered_by, expanded, need, unsaid_topic
from assistant.judge import Signals
from assistant.names import with_named_owner
from assistant.owners import within
from assistant.reply import Understood
from assistant.retrieve import Evidence, PassageTerms, Weighted, gather, weigh
from index.engine import DocumentRecord, Filters, Snapshot
from index.model import EMBEDDED
from index.search import Query, Searcher

WIDE = 80
MOST_OF_ONE = 2_000
NEAREST = 10


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gave: the question as understood by then, what was searched within, the evidence,
    best first, the terms that it is weighed by, and what speaks for an answer."""

    understood: Understood
    query: Query
    weighted: Weighted
    filters: Filters
    searched: tuple[DocumentRecord, ...]
    evidence: tuple[Evidence, ...]
    signals: Signals


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds the evidence for questions."""

    searcher: Searcher
    matcher: TopicMatcher
    bridging: BridgeWeights

    def topics(self, understood: Understood, query: Query) -> tuple[TopicMatch, ...]:
        """Return what a question is about, the surest first."""
        return self.matcher.match(understood.topic, query.vector, understood.foreign)

    def find(
        self,
        understood: Understood,
        query: Query,
        matches: Sequence[TopicMatch],
        filters: Filters,
        snapshot: Snapshot,
    ) -> Found:
        """Return the evidence for a question about these topics.

        A name that only one owner uses leads to that owner; the topics take part as far as the question's
        own words fail.
        """
        weighted = weigh(understood, query.terms, snapshot)
        read: dict[int, PassageTerms] = {}
        evidence = gather(self.searcher, snapshot, query, weighted, filters, WIDE, understood.kind, read)
        named = understood if filters.municipalities else with_named_owner(understood, evidence, snapshot)
        if named is not understood:
            understood, filters = named, within(filters, named)
            evidence = gather(self.searcher, snapshot, query, weighted, filters, WIDE, understood.kind, read)
        covered = covered_by(evidence)
        found = bridges(matches, snapshot, self.bridging)
        unsaid = unsaid_topic(query.terms.words, matches)
        share = need(understood, covered, unsaid, self.bridging)
        if share:
            query, weighted = expanded(query, weighted, found, share, self.bridging)
            evidence = gather(self.searcher, snapshot, query, weighted, filters, WIDE, understood.kind, read)
        return Found(
            understood=replace(understood, topics=tuple((m.topic, m.confidence) for m in matches)),
            query=query,
            weighted=weighted,
            filters=filters,
            searched=tuple(snapshot.documents(filters)),
            evidence=self._reranked(evidence, query, snapshot),
            signals=Signals(
                words=covered,
                meaning=self._nearest(evidence),
                bridged=bridged(evidence, found),
                missing_noun=weighted.missing_noun,
            ),
        )

    def _nearest(self, evidence: Sequence[Evidence]) -> float | None:
        """Return the cosine of the nearest evidence; the limits for it hold for the embedded model only."""
        if self.searcher.encoder.record.name != EMBEDDED:
            return None
        return max((item.hit.similarity for item in evidence[:NEAREST]), default=0.0)

    def _reranked(
        self, evidence: Sequence[Evidence], query: Query, snapshot: Snapshot
    ) -> tuple[Evidence, ...]:
        """Return the evidence after a second look. What speaks for an answer is read before it: those
        limits were measured on the search's own order."""
        ranked = [(item.hit.passage, item.score) for item in evidence]
        scores = self.searcher.reranked(snapshot, query.text, ranked)
        moved = [replace(item, score=scores[item.hit.passage.passage_id]) for item in evidence]
        return tuple(sorted(moved, key=lambda item: -item.score))

    def everything_of(self, document_id: str, found: Found, snapshot: Snapshot) -> Sequence[Evidence]:
        """Return all passages of one document, those that fit the question first."""
        only = replace(found.filters, documents=(document_id,))
        return gather(self.searcher, snapshot, found.query, found.weighted, only, MOST_OF_ONE)
