"""Texts to vectors with any sentence-transformers model."""

from __future__ import annotations

import hashlib
import logging
import os
import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from corpus.errors import EncoderError
from index.engine import EncoderRecord, Matrix, Vector
from index.model import DIMENSION, EMBEDDED, PACKED_SHA256, digest_of, embedded_model_folder

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

BATCH = 32
# oneDNN keeps a compiled kernel for every shape of a batch, 1,024 of them, and a document of 121 pages
# has a hundred shapes: 93 MB more with 128 than with 16, and no faster.
KERNELS = "ONEDNN_PRIMITIVE_CACHE_CAPACITY"
MOST_KERNELS = 32
# While a model is loaded, its arithmetic is that of every new tensor in the process: one model at a time.
LOADING = threading.Lock()


class Encoder(Protocol):
    """Turns texts into unit vectors of one dimension."""

    @property
    def record(self) -> EncoderRecord:
        """Name, digest and dimension; the same record means comparable vectors."""

    def passages(self, texts: Sequence[str]) -> Matrix:
        """Return an (n, dimension) matrix of unit vectors."""

    def question(self, text: str) -> Vector:
        """Return the unit vector of a question."""

    def questions(self, texts: Sequence[str]) -> Matrix:
        """Return an (n, dimension) matrix of unit vectors, to hold questions against."""


class SentenceEncoder:
    """A sentence-transformers model by name or folder, loaded at its first use.

    ``multilingual-e5-small`` is the embedded model. On a processor with bfloat16 arithmetic the
    weights are used in it: about three times as fast, cosine at least 0.9965 to float32.
    """

    def __init__(self, model: str = EMBEDDED, cache: Path | None = None, dtype: str = "auto") -> None:
        self.model = model
        self._cache = cache
        self._dtype = dtype
        self._lock = threading.Lock()
        self._loading = threading.Lock()
        self._model: SentenceTransformer | None = None

    @cached_property
    def record(self) -> EncoderRecord:
        """Name, digest of the weights, and dimension; those of the embedded model are known without
        loading it, so that nothing is loaded where nothing needs a vector."""
        if self.model == EMBEDDED:
            return EncoderRecord(EMBEDDED, PACKED_SHA256, DIMENSION)
        dimension = int(self.loaded.get_embedding_dimension() or 0)
        return EncoderRecord(self.model, self._digest, dimension)

    def passages(self, texts: Sequence[str]) -> Matrix:
        """Return an (n, dimension) matrix of unit vectors."""
        return self._encode(texts, "passage")

    def question(self, text: str) -> Vector:
        """Return the unit vector of a question."""
        vector: Vector = self.questions([text])[0]
        return vector

    def questions(self, texts: Sequence[str]) -> Matrix:
        """Return an (n, dimension) matrix of unit vectors, to hold questions against."""
        return self._encode(texts, "query")

    def _encode(self, texts: Sequence[str], prompt: str) -> Matrix:
        if not texts:
            return np.zeros((0, self.record.dimension), np.float32)
        known = self.loaded.prompts or {}
        with self._lock:
            found = self.loaded.encode(
                list(texts),
                prompt_name=prompt if known.get(prompt) else None,
                batch_size=BATCH,
                normalize_embeddings=True,
                convert_to_numpy=True,
                show_progress_bar=False,
            )
        return np.ascontiguousarray(found, dtype=np.float32)

    @cached_property
    def _folder(self) -> str:
        return str(embedded_model_folder(self._cache)) if self.model == EMBEDDED else self.model

    @cached_property
    def _digest(self) -> str:
        folder = Path(self.model)
        if folder.is_dir():
            return digest_of(folder)
        weights = hashlib.sha256()
        for name, tensor in sorted(self.loaded.state_dict().items()):
            weights.update(name.encode())
            weights.update(tensor.float().cpu().numpy().tobytes())
        return weights.hexdigest()

    @property
    def loaded(self) -> SentenceTransformer:
        """The model itself, loaded once; raises EncoderError ``model_unusable``."""
        with self._loading:
            if self._model is None:
                self._model = self._load()
            return self._model

    def _load(self) -> SentenceTransformer:
        options: dict[str, Any] = {"dtype": prepared(self._dtype)}
        from sentence_transformers import SentenceTransformer

        try:
            with LOADING:
                return SentenceTransformer(
                    self._folder, device="cpu", model_kwargs=options, local_files_only=self.model == EMBEDDED
                )
        except (OSError, ValueError, ImportError) as error:
            raise EncoderError("model_unusable", model=self.model, reason=first_line(error)) from error


def prepared(dtype: str) -> torch.dtype:
    """Return the arithmetic for a model, with the libraries set to load and run it quietly."""
    os.environ.setdefault(KERNELS, str(MOST_KERNELS))  # read once, when torch first computes
    import torch
    import transformers

    transformers.utils.logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    transformers.utils.logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    logging.getLogger("sentence_transformers").setLevel(logging.ERROR)
    reduced = dtype == "bfloat16" or (dtype == "auto" and _has_bfloat16())
    return torch.bfloat16 if reduced else torch.float32


def first_line(error: Exception) -> str:
    """Return what an error says, in at most 200 characters."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]


def _has_bfloat16() -> bool:
    """Tell whether this processor computes in bfloat16 (AMX or AVX512-BF16); elsewhere it is slow."""
    try:
        flags = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="ignore")
    except OSError:
        return False
    return "amx_bf16" in flags or "avx512_bf16" in flags
