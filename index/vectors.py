"""FAISS as a cache of the vectors in the library: a base file and small deltas.

Each file names the generations it covers and its digest; one that is missing, older or damaged is
never served: the index is made again from the blobs in the database.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt

from index.engine import Matrix, Vector

Ids = npt.NDArray[np.int64]
Rows = tuple[Ids, Matrix]
MOST_DELTAS = 8


@dataclass(frozen=True, slots=True)
class VectorIndex:
    """The vectors of one generation; searching it is safe from several threads."""

    generation: int
    dimension: int
    parts: tuple[faiss.Index, ...]

    def search(self, vector: Vector, k: int, allowed: Ids | None = None) -> list[tuple[int, float]]:
        """Return up to ``k`` (id, cosine), nearest first, ties by id; only ``allowed`` ids if given."""
        found: list[tuple[int, float]] = []
        for part in self.parts:
            if part.ntotal and (allowed is None or len(allowed)):
                found.extend(_nearest(part, vector, k, allowed))
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))[:k]


def _nearest(part: faiss.Index, vector: Vector, k: int, allowed: Ids | None) -> list[tuple[int, float]]:
    """Return the nearest of one part, all of those that tie for the last place included: which of
    them FAISS would leave out depends on the order in which it happens to look."""
    options = None
    if allowed is not None:
        options = faiss.SearchParameters()
        options.sel = faiss.IDSelectorBatch(allowed)
    wanted = min(k + 1, part.ntotal)
    while True:
        scores, ids = part.search(vector.reshape(1, -1), wanted, params=options)
        found = [(int(i), float(s)) for i, s in zip(ids[0], scores[0], strict=True) if i >= 0]
        if wanted == part.ntotal or len(found) < wanted or found[-1][1] < found[k - 1][1]:
            return found
        wanted = min(4 * wanted, part.ntotal)


def build(ids: Ids, matrix: Matrix, dimension: int) -> faiss.Index:
    """Return a flat index in half precision over unit vectors: inner product is the cosine."""
    flat = faiss.IndexScalarQuantizer(dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
    index = faiss.IndexIDMap(flat)
    flat.train(matrix[:1] if len(matrix) else np.zeros((1, dimension), np.float32))
    if len(ids):
        index.add_with_ids(matrix, ids)
    return index


@dataclass(frozen=True, slots=True)
class Note:
    """What stands beside a file: the generations it covers, and the digest over these and its data."""

    name: str
    first: int
    last: int
    sha256: str


class VectorFiles:
    """The files of the cache, in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load(
        self, generation: int, purged: int, dimension: int, rows_after: Callable[[int], Rows]
    ) -> VectorIndex:
        """Return the index of a generation.

        ``purged`` is the newest generation that removed rows: files from before it are not used.
        ``rows_after(g)`` gives the rows that came after generation ``g`` (all of them for -1).
        """
        parts, reached = self._read(generation, purged)
        if reached < generation:
            ids, matrix = rows_after(reached)
            fresh = build(ids, matrix, dimension)
            if parts and len(parts) <= MOST_DELTAS:
                self._write(fresh, f"delta-{reached + 1}-{generation}", reached + 1, generation)
                parts = [*parts, fresh]
            else:
                if parts:
                    ids, matrix = rows_after(-1)
                    fresh = build(ids, matrix, dimension)
                self._write(fresh, f"base-{generation}", 0, generation)
                parts = [fresh]
                self._sweep(keep=f"base-{generation}")
        return VectorIndex(generation, dimension, tuple(parts))

    def clear(self) -> None:
        """Delete every file: what was removed from the library is gone from here too."""
        for path in self._entries():
            _delete(path)

    def _entries(self) -> list[Path]:
        return sorted(self.folder.iterdir()) if self.folder.is_dir() else []

    def _read(self, generation: int, purged: int) -> tuple[list[faiss.Index], int]:
        """Return the usable files in a row without a gap, and the generation they reach."""
        notes = [note for path in self._entries() if (note := _note(path))]
        usable = [note for note in notes if purged <= note.last <= generation]
        bases = [note for note in usable if note.first == 0]
        if not bases:
            return [], -1
        chain = [max(bases, key=lambda note: note.last)]
        while following := [note for note in usable if note.first == chain[-1].last + 1]:
            chain.append(max(following, key=lambda note: note.last))
        parts: list[faiss.Index] = []
        for note in chain:
            index = self._index(note)
            if index is None:
                break
            parts.append(index)
        return parts, chain[len(parts) - 1].last if parts else -1

    def _index(self, note: Note) -> faiss.Index | None:
        try:
            data = (self.folder / f"{note.name}.faiss").read_bytes()
        except OSError:
            return None
        if _digest(note.first, note.last, data) != note.sha256:
            return None
        try:
            return faiss.deserialize_index(np.frombuffer(data, np.uint8))
        except RuntimeError:
            # Whole, but written by a FAISS that this one does not understand.
            return None

    def _write(self, index: faiss.Index, name: str, first: int, last: int) -> None:
        """Write data, then the note that makes it count; a full or read-only disk costs only speed."""
        data = faiss.serialize_index(index).tobytes()
        note = {"from": first, "to": last, "sha256": _digest(first, last, data)}
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            write_durably(self.folder / f"{name}.faiss", data)
            write_durably(self.folder / f"{name}.json", json.dumps(note).encode())
        except OSError:
            return

    def _sweep(self, keep: str) -> None:
        """Delete what is not of the base ``keep``, drafts that a killed process left included."""
        for path in self._entries():
            if path.stem != keep or path.is_dir():
                with suppress(OSError):
                    _delete(path)


def _note(path: Path) -> Note | None:
    if path.suffix != ".json":
        return None
    try:
        note = json.loads(path.read_text(encoding="utf-8"))
        found = Note(path.stem, int(note["from"]), int(note["to"]), str(note["sha256"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    # Backwards, a note would follow itself for ever.
    return found if 0 <= found.first <= found.last else None


def _digest(first: int, last: int, data: bytes) -> str:
    """Return the digest of a file and of the generations that it covers."""
    return hashlib.sha256(f"{first}-{last}\n".encode() + data).hexdigest()


def _delete(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def write_durably(path: Path, data: bytes) -> None:
    """Write beside, flush to disk, rename, flush the folder: the file is whole or not there."""
    handle, draft = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Flush a folder's entries to disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def stack(blobs: Sequence[bytes], dimension: int) -> Matrix:
    """Return the (n, dimension) matrix of float32 blobs."""
    if not blobs:
        return np.zeros((0, dimension), np.float32)
    return np.frombuffer(b"".join(blobs), np.float32).reshape(len(blobs), dimension)
