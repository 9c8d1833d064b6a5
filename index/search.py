"""Questions to ranked passages: by meaning and by words, fused."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from index.dutch import Terms, analyse
from index.embed import Encoder
from index.engine import Engine, Filters, Matrix, PassageRecord, Snapshot, Vector
from index.fuse import best_first, fuse


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
class Query:
    """A question ready to be searched: its vector and its terms."""

    text: str
    vector: Vector
    terms: Terms


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

    def __init__(self, engine: Engine, encoder: Encoder, weights: SearchWeights | None = None) -> None:
        self.engine = engine
        self.encoder = encoder
        self.weights = weights or SearchWeights()

    def query(self, text: str, terms: Terms | None = None) -> Query:
        """Return the query for a text; ``terms`` are its search terms where they are known already."""
        return Query(text, self.encoder.question(text), analyse(text) if terms is None else terms)

    def search(self, text: str, k: int = 10, filters: Filters = Filters()) -> list[Hit]:
        """Return the ``k`` best passages for a text."""
        query = self.query(text)
        with self.engine.snapshot() as snapshot:
            return self.hits(snapshot, query, k, filters)

    def hits(self, snapshot: Snapshot, query: Query, k: int, filters: Filters = Filters()) -> list[Hit]:
        """Return the ``k`` best passages in a snapshot, best first.

        Raises EncoderError ``other_encoder`` where the library was made with another encoder.
        """
        self.encoder.record.check(snapshot.encoder)
        wide = max(self.weights.candidates, k)
        by_meaning = snapshot.by_vector(query.vector, wide, filters)
        by_words = snapshot.by_terms(query.terms.words, query.terms.parts, wide, filters)
        ids = list(dict.fromkeys([i for i, _ in by_meaning] + [i for i, _ in by_words]))
        sentences = snapshot.sentence_vectors(ids)
        cosines = {i: _cosines(sentences.get(i), query.vector) for i in ids}
        nearest = best_first({i: max(values) for i, values in cosines.items() if values})
        share = self.weights.meaning * self.weights.sentence
        fused = fuse(
            [
                (by_words, self.weights.words),
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


def _cosines(matrix: Matrix | None, vector: Vector) -> tuple[float, ...]:
    if matrix is None or not len(matrix):
        return ()
    return tuple(float(value) for value in np.asarray(matrix @ vector))
