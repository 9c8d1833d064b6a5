"""Questions to ranked passages: by meaning and by words, fused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.dutch import Terms, analyse
from index.embed import Encoder
from index.engine import Engine, Filters, Matrix, PassageRecord, Snapshot, Vector
from index.fuse import Ranked, best_first, fuse
from index.rerank import Reranker, RerankWeights, rerank


@dataclass(frozen=True, slots=True)
class SearchWeights:
    """How much each way of finding counts; measured on the shared questions, see docs/decisions."""

    words: float = 0.6
    sentence: float = 0.3
    candidates: int = 100

    @property
    def meaning(self) -> float:
        """The weight of the vectors."""
        return 1.0 - self.words


@dataclass(frozen=True, slots=True)
class Expansion:
    """Other words for what a question asks: search terms, a term of several words as one with spaces,
    their unit vector, and which share of the search, 0..1, they get."""

    terms: tuple[str, ...]
    vector: Vector
    share: float


@dataclass(frozen=True, slots=True)
class Query:
    """A question ready to be searched: its vector, its terms, and other words for the same."""

    text: str
    vector: Vector
    terms: Terms
    expansions: tuple[Expansion, ...] = ()

    @property
    def own_share(self) -> float:
        """Which share of the search the question's own words get."""
        return 1.0 - sum(expansion.share for expansion in self.expansions)

    @property
    def meaning(self) -> Vector:
        """The unit vector that lies between the question and its expansions, by their shares."""
        parts = [self.own_share * self.vector, *(e.share * e.vector for e in self.expansions)]
        blended = np.sum(parts, axis=0)
        return np.asarray(blended / np.linalg.norm(blended), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found; ``similarity`` is the cosine of its nearest sentence or itself,
    ``sentence_scores`` the cosine of each of its sentences."""

    passage: PassageRecord
    score: float
    similarity: float
    sentence_scores: tuple[float, ...]


class Searcher:
    """Searches a library with the encoder that it was made with."""

    def __init__(
        self,
        engine: Engine,
        encoder: Encoder,
        weights: SearchWeights | None = None,
        reranker: Reranker | None = None,
    ) -> None:
        self.engine = engine
        self.encoder = encoder
        self.weights = weights or SearchWeights()
        self.reranker = reranker

    def query(self, text: str, terms: Terms | None = None) -> Query:
        """Return the query for a text; ``terms`` are its search terms where they are known already."""
        return Query(text, self.encoder.question(text), analyse(text) if terms is None else terms)

    def search(self, text: str, k: int = 10, filters: Filters = Filters()) -> list[Hit]:
        """Return the ``k`` best passages for a text."""
        query = self.query(text)
        with self.engine.snapshot() as snapshot:
            wide = k if self.reranker is None else max(k, RerankWeights().most)
            hits = self.hits(snapshot, query, wide, filters)
            scores = self.reranked(snapshot, text, [(hit.passage, hit.score) for hit in hits])
        found = [replace(hit, score=scores[hit.passage.passage_id]) for hit in hits]
        return sorted(found, key=lambda hit: -hit.score)[:k]

    def reranked(
        self, snapshot: Snapshot, text: str, ranked: Sequence[tuple[PassageRecord, float]]
    ) -> dict[int, float]:
        """Return the scores of ranked passages after the reranker's second look at the first of them;
        as they are where there is no reranker."""
        if self.reranker is None:
            return {passage.passage_id: score for passage, score in ranked}
        return rerank(self.reranker, text, ranked, snapshot)

    def hits(self, snapshot: Snapshot, query: Query, k: int, filters: Filters = Filters()) -> list[Hit]:
        """Return the ``k`` best passages in a snapshot, best first.

        Raises EncoderError ``other_encoder`` where the library was made with another encoder.
        """
        self.encoder.record.check(snapshot.encoder)
        wide = max(self.weights.candidates, k)
        meaning = query.meaning
        by_meaning = snapshot.by_vector(meaning, wide, filters)
        by_words = self._by_words(snapshot, query, wide, filters)
        ids = list(dict.fromkeys([i for ranked, _ in ((by_meaning, 1.0), *by_words) for i, _ in ranked]))
        sentences = snapshot.sentence_vectors(ids)
        cosines = {i: _cosines(sentences.get(i), meaning) for i in ids}
        nearest = best_first({i: max(values) for i, values in cosines.items() if values})
        share = self.weights.meaning * self.weights.sentence
        fused = fuse(
            [
                *((ranked, self.weights.words * part) for ranked, part in by_words),
                (by_meaning, self.weights.meaning - share),
                (nearest[:wide], share),
            ]
        )[:k]
        similarity = dict(nearest)
        similarity |= {i: max(score, similarity.get(i, 0.0)) for i, score in by_meaning}
        scores = dict(fused)
        return [
            Hit(p, scores[p.passage_id], similarity.get(p.passage_id, 0.0), cosines.get(p.passage_id, ()))
            for p in snapshot.passages([i for i, _ in fused])
        ]

    def _by_words(
        self, snapshot: Snapshot, query: Query, k: int, filters: Filters
    ) -> list[tuple[Ranked, float]]:
        """Return what the words of the question find, and those of each expansion, with their shares."""
        own = snapshot.by_terms(query.terms.words, query.terms.parts, k, filters)
        others = [(snapshot.by_terms(e.terms, (), k, filters), e.share) for e in query.expansions]
        return [(own, query.own_share), *others]


def _cosines(matrix: Matrix | None, vector: Vector) -> tuple[float, ...]:
    if matrix is None or not len(matrix):
        return ()
    return tuple(float(value) for value in np.asarray(matrix @ vector))
