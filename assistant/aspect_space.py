"""How near sentences lie to each aspect of a comparison: to sentences that say the same kind of thing.

The prototypes (``aspects.toml``) say the same subjects under every aspect, so that the difference of
the means is the form of what is said and not its subject.
"""

from __future__ import annotations

import threading
import tomllib
from importlib.resources import files

import numpy as np

from assistant.comparison import Aspect
from index.embed import Encoder
from index.engine import Matrix, Vector

OTHER = "other"


class AspectSpace:
    """The directions in which sentences of one aspect differ from those of all others."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._lock = threading.Lock()
        self._made: tuple[Matrix, Vector, Vector] | None = None

    def scores(self, vectors: Matrix) -> Matrix:
        """Return how near unit vectors (n, d) lie to each aspect, (n, a) in order of ``Aspect``: 0 where
        a sentence is as near as to all others, 1 where it is as near as its own sentences are."""
        directions, middle, scale = self._directions()
        return np.asarray((vectors - middle) @ directions.T / scale, dtype=np.float32)

    def _directions(self) -> tuple[Matrix, Vector, Vector]:
        with self._lock:
            if self._made is None:
                self._made = _made(self._encoder)
            return self._made


def _made(encoder: Encoder) -> tuple[Matrix, Vector, Vector]:
    """Return a direction for each aspect (a, d), the middle of all (d,), and how far the sentences of
    each aspect lie along its own (a,)."""
    prototypes = load_prototypes()
    groups = {name: encoder.passages(said) for name, said in prototypes.items()}
    means = {name: matrix.mean(axis=0) for name, matrix in groups.items()}
    middle = np.mean(list(means.values()), axis=0)
    rows = np.array([means[aspect.value] - middle for aspect in Aspect], np.float32)
    own = [(groups[a.value] - middle) @ row for a, row in zip(Aspect, rows, strict=True)]
    scale = np.array([max(float(values.mean()), 1e-6) for values in own], np.float32)
    return rows, np.asarray(middle, np.float32), scale


def load_prototypes() -> dict[str, list[str]]:
    """Return the sentences that stand for each aspect, and for none (``other``)."""
    read = tomllib.loads(files("assistant").joinpath("aspects.toml").read_text(encoding="utf-8"))
    return {name: list(read[name]) for name in (*(a.value for a in Aspect), OTHER)}
