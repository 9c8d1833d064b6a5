"""Encoders for tests: real ones, with vectors that can be worked out by hand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from zlib import crc32

import numpy as np

from index.engine import EncoderRecord, Matrix, Vector

AXES = 16


class WordEncoder:
    """Counts words on sixteen axes: the axis of a word is its CRC-32 modulo sixteen.

    Two texts with the same words in any order have the same vector, and their cosine is 1.
    """

    def __init__(self, name: str = "woorden", digest: str = "0" * 64) -> None:
        self._record = EncoderRecord(name, digest, AXES)

    @property
    def record(self) -> EncoderRecord:
        """Name, digest and dimension."""
        return self._record

    def passages(self, texts: Sequence[str]) -> Matrix:
        """Return an (n, 16) matrix of unit vectors."""
        counts = np.zeros((len(texts), AXES), np.float32)
        for row, text in enumerate(texts):
            for word in re.findall(r"\w+", text.casefold()):
                counts[row, axis(word)] += 1
            if not counts[row].any():
                counts[row, 0] = 1
        matrix: Matrix = counts / np.linalg.norm(counts, axis=1, keepdims=True)
        return matrix

    def question(self, text: str) -> Vector:
        """Return the unit vector of a question."""
        vector: Vector = self.questions([text])[0]
        return vector

    def questions(self, texts: Sequence[str]) -> Matrix:
        """Return an (n, 16) matrix of unit vectors."""
        return self.passages(texts)


def axis(word: str) -> int:
    """Return the axis on which a word is counted."""
    return crc32(word.encode()) % AXES
