"""Add, replace, remove and list documents."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.describe import load_descriptions, override, said_before
from corpus.document import Document
from corpus.errors import BeleidswijzerError, LibraryError, ReadError
from corpus.figures import figures
from corpus.isolate import default_readers
from corpus.reader import described, file_bytes
from index.chunk import Passage, embedding_text, passages
from index.embed import Encoder
from index.engine import DocumentRecord, Matrix, NewDocument
from index.store import Store

ADDED, REPLACED, UNCHANGED = "added", "replaced", "unchanged"
NOT_DOCUMENTS = frozenset({"documents.json"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: its id and what was done, or the error that stopped it."""

    path: Path
    done: str | None
    document_id: str | None = None
    passages: int = 0
    error: BeleidswijzerError | None = None


@dataclass(frozen=True, slots=True)
class File:
    """A file to add: ``source`` is its name for users, ``said`` what is known about it.

    ``origin`` tells the same document again when its contents have changed; by default its path.
    """

    path: Path
    source: str
    said: Mapping[str, object]
    origin: str = ""


def find_files(paths: Sequence[Path], said: Mapping[str, object]) -> list[File]:
    """Return the files in these paths, folders searched, hidden and descriptive files left out.

    Raises ReadError ``no_such_path`` and ``no_documents``.
    """
    found: list[File] = []
    for path in paths:
        if path.is_dir():
            members = sorted(p for p in path.rglob("*") if p.is_file() and not _hidden(p, path))
            found.extend(_file(member, path, said) for member in members)
        elif path.exists():
            found.append(_file(path, path.parent, said))
        else:
            raise ReadError("no_such_path", path=str(path))
    if not found:
        raise ReadError("no_documents", path=", ".join(str(p) for p in paths))
    return found


def _hidden(path: Path, root: Path) -> bool:
    parts = path.relative_to(root).parts
    return path.name in NOT_DOCUMENTS or any(part.startswith(".") for part in parts)


def _file(path: Path, root: Path, said: Mapping[str, object]) -> File:
    beside = load_descriptions(path.parent).get(path.name, {})
    source = _text(path.relative_to(root).as_posix() if path != root else path.name)
    return File(path, source, {**beside, **{k: v for k, v in said.items() if v is not None}})


def _text(name: str) -> str:
    """Return a name that may have bytes that are no UTF-8 as text that can be stored and shown."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


class Library:
    """A store and the encoder that fills it; ``read`` makes a document of a file's bytes and name,
    by default in another process, under the limits of production.
    """

    def __init__(
        self, store: Store, encoder: Encoder, read: Callable[[bytes, str], Document] | None = None
    ) -> None:
        self.store = store
        self.encoder = encoder
        self.read = read or default_readers().read

    def add(self, files: Sequence[File]) -> Iterator[Outcome]:
        """Add files one by one, each in one transaction; yields what became of each.

        A file that did not change is skipped, one that cannot be read is reported; the rest goes on.
        """
        self.encoder.record.check(self.store.encoder())
        for file in files:
            try:
                yield self._add(file)
            except ReadError as error:
                yield Outcome(file.path, None, error=error)

    def _add(self, file: File) -> Outcome:
        origin = file.origin or _text(str(file.path.resolve()))
        data = file_bytes(file.path, file.source)
        sha256 = hashlib.sha256(data).hexdigest()
        with self.store.snapshot() as snapshot:
            kept = snapshot.by_origin(origin)
        if kept and kept.sha256 == sha256 and self.store.read_original(sha256) is not None:
            wanted = override(kept.description, file.said)
            if wanted == kept.description:
                return Outcome(file.path, UNCHANGED, kept.document_id, kept.passages)
        document = self.read(data, file.source)
        said = {**(said_before(kept.description) if kept else {}), **file.said}
        document = described(document, override(document.description, said))
        new = self.prepare(document, data, origin)
        document_id = self.store.add(new, self.encoder.record)
        done = REPLACED if kept else ADDED
        return Outcome(file.path, done, document_id, len(new.passages))

    def prepare(self, document: Document, data: bytes, origin: str) -> NewDocument:
        """Return the document with its passages and vectors; raises ReadError ``no_passages``."""
        found = tuple(passages(document))
        if not found:
            raise ReadError("no_passages", source=document.source)
        texts = [embedding_text(document, passage) for passage in found]
        sentences = [span.of(document.text) for passage in found for span in passage.sentences]
        vectors = self.encoder.passages([*texts, *sentences])
        return NewDocument(
            document=document,
            original=data,
            origin=origin,
            passages=found,
            vectors=vectors[: len(texts)],
            sentence_vectors=tuple(_split(vectors[len(texts) :], found)),
            figures=tuple(figures(document)),
        )

    def remove(self, document_id: str) -> bool:
        """Remove a document in all its versions; False where there is none with this id."""
        return self.store.remove(document_id)

    def reindex(self, progress: Callable[[], object] = lambda: None) -> int:
        """Read and embed every document again from its original, with this encoder; return how many.

        One transaction: interrupted, the library is as it was. What people said about a document
        stays. Raises LibraryError ``original_missing``.
        """
        with self.store.snapshot() as snapshot:
            records = snapshot.documents()
        return self.store.reindex(self._prepared(records, progress), self.encoder.record)

    def _prepared(
        self, records: Sequence[DocumentRecord], progress: Callable[[], object]
    ) -> Iterator[tuple[str, NewDocument]]:
        for record in records:
            data = self.store.read_original(record.sha256)
            if data is None:
                raise LibraryError("original_missing", source=record.source)
            document = described(self.read(data, record.source), record.description)
            yield record.document_id, self.prepare(document, data, record.origin)
            progress()


def _split(matrix: Matrix, found: Sequence[Passage]) -> Iterator[Matrix]:
    start = 0
    for passage in found:
        end = start + len(passage.sentences)
        yield matrix[start:end]
        start = end
