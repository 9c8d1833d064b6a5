"""The meaning of a question as a sign of danger: a straight line between example sentences.

The examples are people who tell of danger and people who ask about the same things without being in
it, in six languages. A ridge regression on their vectors (Hoerl and Kennard, 1970) says on which
side a question lies; the nearest examples of danger say which kind it is. Measured in docs/hulpnummers.md.
"""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
import threading
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np

from assistant.danger import Meant
from index.embed import Encoder
from index.engine import Matrix, Vector
from index.model import EMBEDDED, cache_folder

log = logging.getLogger(__name__)
HARMLESS = "harmless"
# Chosen by leaving out one example at a time; what they bring is in docs/hulpnummers.md.
PENALTY = 0.3
# From here on a question may tell of danger, and from here on it does.
LEAST = 0.1
SURE = 0.3
# The kind is that whose nearest examples, this many, lie nearest together.
AGREEING = 3


@dataclass(frozen=True, slots=True)
class Line:
    """The line between danger (1) and no danger (-1): ``weights`` on a vector less ``mean``."""

    mean: Vector
    weights: Vector
    offset: float
    dangers: Matrix
    kinds: tuple[str, ...]

    def value(self, vector: Vector) -> float:
        """Return how far on the side of danger a unit vector lies."""
        return float((vector - self.mean) @ self.weights) + self.offset

    def meant(self, vector: Vector) -> Meant | None:
        """Return the danger that a unit vector lies near to, None on the other side."""
        value = self.value(vector)
        if value < LEAST:
            return None
        near = self.dangers @ vector
        labels = np.array(self.kinds)
        nearest = {kind: float(np.sort(near[labels == kind])[-AGREEING:].mean()) for kind in set(self.kinds)}
        return Meant(max(sorted(nearest), key=lambda kind: nearest[kind]), value >= SURE)


class Meaning:
    """Tells the danger that a question means, with the encoder that the examples were calibrated
    for; with another encoder its cosines say nothing, and rules alone decide.
    """

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder
        self._line: Line | None = None
        self._making = threading.Lock()

    def kind(self, vector: Vector) -> Meant | None:
        """Return the kind of danger that a question with this vector tells of, if any, and how surely."""
        if self.encoder.record.name != EMBEDDED:
            return None
        with self._making:
            if self._line is None:
                examples = tuple(_examples())
                vectors = _vectors(self.encoder, [text for _, text in examples])
                self._line = line_between(vectors, tuple(kind for kind, _ in examples))
        return self._line.meant(vector)


def line_between(vectors: Matrix, labels: tuple[str, ...]) -> Line:
    """Return the line for (n, dimension) unit vectors with a label each; both sides weigh as much."""
    dangerous = np.array([label != HARMLESS for label in labels])
    side = np.where(dangerous, 1.0, -1.0)
    weight = np.where(dangerous, 0.5 / dangerous.mean(), 0.5 / (~dangerous).mean())
    mean = vectors.mean(axis=0)
    padded = np.hstack([vectors - mean, np.ones((len(vectors), 1))]).astype(np.float64)
    penalty = np.diag([*[PENALTY] * vectors.shape[1], 0.0])
    scaled = weight[:, None] * padded
    solved = np.linalg.solve(padded.T @ scaled + penalty, scaled.T @ side).astype(np.float32)
    kinds = tuple(label for label in labels if label != HARMLESS)
    return Line(mean, solved[:-1], float(solved[-1]), vectors[dangerous], kinds)


@cache
def near_topics() -> frozenset[str]:
    """Return the topics that danger may come under."""
    table = tomllib.loads(files("assistant").joinpath("danger.toml").read_text(encoding="utf-8"))
    return frozenset(table["near_topics"])


@cache
def _examples() -> tuple[tuple[str, str], ...]:
    """Return kind and sentence of each example."""
    table = tomllib.loads(files("assistant").joinpath("danger_phrases.toml").read_text(encoding="utf-8"))
    return tuple(
        (kind, text)
        for kind, by_language in table.items()
        for texts in by_language.values()
        for text in texts
    )


def _vectors(encoder: Encoder, texts: list[str]) -> Matrix:
    """Return the vectors of the examples: those kept for this encoder and these texts, else new ones."""
    name = hashlib.sha256("\n".join([encoder.record.digest, *texts]).encode()).hexdigest()
    path = cache_folder() / f"danger-{name[:16]}.npy"
    shape = (len(texts), encoder.record.dimension)
    kept = _kept(path, shape)
    if kept is not None:
        return kept
    vectors = encoder.questions(texts)
    _keep(path, vectors)
    return vectors


def _kept(path: Path, shape: tuple[int, int]) -> Matrix | None:
    """Return the matrix in a file, None where there is no whole one of unit vectors."""
    try:
        found = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return None
    if found.shape != shape or found.dtype != np.float32:
        return None
    # A model that computes in bfloat16 gives vectors that are a unit long within half a per cent.
    unit = np.allclose(np.linalg.norm(found, axis=1), 1.0, atol=1e-2)
    return np.ascontiguousarray(found) if unit else None


def _keep(path: Path, vectors: Matrix) -> None:
    """Keep a matrix for next time; where that cannot be, it is made again then."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent, suffix=".deel")
        with os.fdopen(handle, "wb") as file:
            np.save(file, vectors)
        Path(draft).replace(path)
    except OSError as error:
        log.warning("vectors of danger are not kept: %s", error)
