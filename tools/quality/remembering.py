"""Vectors of questions that are asked again and again, kept where no time is measured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from index.embed import SentenceEncoder
from index.engine import EncoderRecord, Matrix, Vector


class Remembering:
    """An encoder that encodes the same question once, but every time within ``afresh``."""

    def __init__(self, encoder: SentenceEncoder) -> None:
        self._encoder = encoder
        self._known: dict[str, Vector] = {}
        self._is_fresh = False

    @property
    def record(self) -> EncoderRecord:
        """The record of the encoder behind."""
        return self._encoder.record

    @contextmanager
    def afresh(self) -> Iterator[None]:
        """Encode every question while this lasts."""
        self._is_fresh = True
        try:
            yield
        finally:
            self._is_fresh = False

    def passages(self, texts: Sequence[str]) -> Matrix:
        """Return an (n, dimension) matrix of unit vectors."""
        return self._encoder.passages(texts)

    def questions(self, texts: Sequence[str]) -> Matrix:
        """Return an (n, dimension) matrix of unit vectors."""
        return self._encoder.questions(texts)

    def question(self, text: str) -> Vector:
        """Return the unit vector of a question."""
        if self._is_fresh:
            return self._encoder.question(text)
        if text not in self._known:
            self._known[text] = self._encoder.question(text)
        return self._known[text]

    def encode_bare(self, text: str) -> None:
        """Have the model itself encode a question, to time it."""
        self._encoder.loaded.encode([text], prompt_name="query", show_progress_bar=False)
