"""Where topics lie among the vectors of a model, and how near a question is to each.

Cosines of an embedding model hardly tell topics apart: all its texts lie close together. Linear
discriminant analysis (Fisher 1936) finds the directions in which topics differ and measures along
each by how much texts of one topic spread there; the covariance is shrunk (Ledoit and Wolf 2004).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.topics import Topic
from index.embed import Encoder
from index.engine import Matrix, Vector

Scores = npt.NDArray[np.float64]
SHRINKAGE = 0.5
# A topic is as near as its centre and its few nearest points, so that one odd phrasing decides nothing.
NEAREST = 3


@dataclass(frozen=True, slots=True, eq=False)
class TopicSpace:
    """The points of topics: ``middle`` (d,) and ``projection`` (d, r) bring a vector of the model into
    the space; ``points`` (n, r) and ``centres`` (t, r) are unit vectors in it, ``owners`` (n,) the topic
    of each point in ascending order; ``policy`` (t, d) are the unit vectors of each topic's policy terms.
    """

    middle: Vector
    projection: Matrix
    points: Matrix
    owners: npt.NDArray[np.int64]
    centres: Matrix
    policy: Matrix

    def place(self, vectors: Matrix) -> Matrix:
        """Return where vectors of the model lie, as unit vectors (n, r)."""
        return _unit((vectors - self.middle) @ self.projection)

    def scores(self, vector: Vector) -> Scores:
        """Return how near each topic is: the cosine of its centre, and the mean of its nearest points'."""
        place = self.place(vector[np.newaxis])[0]
        cosines = self.points @ place
        nearest = np.array([np.sort(own)[-NEAREST:].mean() for own in self._by_topic(cosines)])
        return np.asarray(self.centres @ place + nearest, dtype=np.float64)

    def _by_topic(self, values: npt.NDArray[np.float32]) -> list[npt.NDArray[np.float32]]:
        return np.split(values, np.flatnonzero(np.diff(self.owners)) + 1)


def build_space(topics: Sequence[Topic], encoder: Encoder) -> TopicSpace:
    """Return the space of these topics: phrasings and terms are points in it, everyday words only help
    to find the directions and the centres."""
    points, others = (
        _owned(topics, lambda t: (*t.sayings, t.name, *t.terms)),
        _owned(topics, lambda t: t.words),
    )
    owners = np.array([owner for owner, _ in points])
    every = np.array([owner for owner, _ in (*points, *others)])
    vectors = encoder.questions([text for _, text in (*points, *others)])
    means = np.stack([vectors[every == n].mean(axis=0) for n in range(len(topics))])
    middle = vectors.mean(axis=0)
    whitening = _whitening(vectors - means[every])
    _, _, directions = np.linalg.svd((means - middle) @ whitening, full_matrices=False)
    projection = np.asarray(whitening @ directions[: len(topics) - 1].T, dtype=np.float32)
    return TopicSpace(
        middle=middle,
        projection=projection,
        points=_unit((vectors[: len(points)] - middle) @ projection),
        owners=owners,
        centres=_unit((means - middle) @ projection),
        policy=encoder.questions([", ".join((t.name, *t.terms)) for t in topics]),
    )


def _owned(topics: Sequence[Topic], texts: Callable[[Topic], Sequence[str]]) -> list[tuple[int, str]]:
    return [(number, text) for number, topic in enumerate(topics) for text in texts(topic)]


def _whitening(deviations: Matrix) -> Matrix:
    """Return the matrix that makes the covariance of these deviations, (n, d), that of a ball."""
    covariance = deviations.T.astype(np.float64) @ deviations / len(deviations)
    size = len(covariance)
    ball = np.trace(covariance) / size * np.eye(size)
    mixed = (1.0 - SHRINKAGE) * covariance + SHRINKAGE * ball + 1e-9 * np.eye(size)
    return np.asarray(np.linalg.cholesky(np.linalg.inv(mixed)), dtype=np.float32)


def _unit(vectors: npt.NDArray[np.floating]) -> Matrix:
    lengths = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return np.asarray(vectors / lengths, dtype=np.float32)
