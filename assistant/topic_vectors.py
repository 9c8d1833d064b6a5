"""The vectors of the taxonomy's texts: made once for an encoder, and kept.

Those of the embedded model come with the package (``taxonomy/vectors.npz``, made by
``python -m tools.make_topic_vectors``); those of another model are kept in the user's cache.
"""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
import zipfile
from collections.abc import Sequence
from importlib.resources import as_file
from pathlib import Path

import numpy as np

from assistant.topics import TAXONOMY
from index.embed import Encoder
from index.engine import Matrix
from index.model import cache_folder

log = logging.getLogger(__name__)
PACKED = "vectors.npz"


def topic_vectors(texts: Sequence[str], encoder: Encoder) -> Matrix:
    """Return a unit vector for each text, (n, dimension), from where they are kept if anywhere."""
    key = key_of(texts, encoder)
    with as_file(TAXONOMY.joinpath(PACKED)) as packed:
        known = load(packed, key)
    if known is not None:
        return known
    kept = cache_folder() / f"topics-{key[:24]}.npz"
    known = load(kept, key)
    if known is None:
        vectors = encoder.questions(texts)
        try:
            save(kept, key, vectors)
        except OSError as error:  # the next start makes them again
            log.warning("the vectors of the topics cannot be kept in %s: %s", kept, error.strerror)
        known = unpack(*pack(vectors))
    return known


def key_of(texts: Sequence[str], encoder: Encoder) -> str:
    """Return the digest of texts and encoder."""
    digest = hashlib.sha256(encoder.record.digest.encode())
    for text in texts:
        digest.update(b"\0" + text.encode())
    return digest.hexdigest()


def pack(vectors: Matrix) -> tuple[np.ndarray, np.ndarray]:
    """Return unit vectors as bytes with a scale a row: cosine at least 0.999 to what they were."""
    scales = np.abs(vectors).max(axis=1) / 127
    return np.round(vectors / scales[:, np.newaxis]).astype(np.int8), scales.astype(np.float32)


def unpack(packed: np.ndarray, scales: np.ndarray) -> Matrix:
    """Return the unit vectors that were packed."""
    vectors = packed.astype(np.float32) * scales[:, np.newaxis]
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def load(file: Path, key: str) -> Matrix | None:
    """Return the vectors in a file; None where it is missing, damaged or of other texts."""
    try:
        with np.load(file) as kept:
            return unpack(kept["vectors"], kept["scales"]) if str(kept["key"]) == key else None
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return None


def save(file: Path, key: str, vectors: Matrix) -> None:
    """Write the vectors beside, then in place, so that nobody reads half a file."""
    packed, scales = pack(vectors)
    file.parent.mkdir(parents=True, exist_ok=True)
    number, draft = tempfile.mkstemp(prefix=".topics-", suffix=".npz", dir=file.parent)
    try:
        with os.fdopen(number, "wb") as out:
            np.savez_compressed(out, key=key, vectors=packed, scales=scales)
        Path(draft).replace(file)
    finally:
        Path(draft).unlink(missing_ok=True)
