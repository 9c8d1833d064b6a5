"""Add, replace, remove and list documents."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from corpus.describe import override, said_before, said_too
from corpus.document import Document
from corpus.errors import BeleidswijzerError, LibraryError, ReadError
from corpus.figures import figures
from corpus.isolate import default_readers
from corpus.reader import described
from index.chunk import Passage, embedding_text, passages
from index.embed import Encoder
from index.engine import WHOLLY_READ, Copy, CoverageRecord, DocumentRecord, Matrix, NewDocument
from index.files import Content, File, Unpack, contents
from index.store import Store

Read = Callable[[bytes, str], Document]

ADDED, REPLACED, UNCHANGED, DUPLICATE = "added", "replaced", "unchanged", "duplicate"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: its document and what was done, or the error that stopped it.

    For a duplicate ``document_id`` and ``same_as`` are the id and the name of the document that has
    its content already.
    """

    path: Path
    done: str | None
    document_id: str | None = None
    passages: int = 0
    error: BeleidswijzerError | None = None
    coverage: CoverageRecord = WHOLLY_READ
    same_as: str | None = None


@dataclass(frozen=True, slots=True)
class Pending:
    """A file whose turn is to come; ``reading`` is its document on the way, where it has to be read."""

    content: Content
    sha256: str
    reading: Future[Document] | None


class Library:
    """A store and the encoder that fills it; ``read`` makes a document of a file's bytes and name,
    ``unpack`` opens a file that holds more than one; by default both in another process, under the
    limits of production.
    """

    def __init__(
        self, store: Store, encoder: Encoder, read: Read | None = None, unpack: Unpack | None = None
    ) -> None:
        self.store = store
        self.encoder = encoder
        self.read = read or default_readers().read
        self.unpack = unpack or default_readers().unpack

    def add(self, files: Sequence[File], workers: int = 1) -> Iterator[Outcome]:
        """Add files one by one, each in one transaction; yields what became of each, in their order.

        A file that did not change is skipped, one that cannot be read is reported; the rest goes on.
        With more workers the next files are read while one is embedded.
        """
        self.encoder.record.check(self.store.encoder())
        pool = ThreadPoolExecutor(workers, "reading")
        try:
            waiting: deque[Pending] = deque()
            for content in contents(files, self.unpack):
                waiting.append(self._begun(content, pool))
                if len(waiting) >= workers:
                    yield self._outcome(waiting.popleft())
            while waiting:
                yield self._outcome(waiting.popleft())
        finally:
            # Not waited for: who stops does not want what is still being read.
            pool.shutdown(wait=False, cancel_futures=True)

    def _begun(self, content: Content, pool: ThreadPoolExecutor) -> Pending:
        """Start reading a file, unless it can be told by its bytes that it need not be read."""
        sha256 = hashlib.sha256(content.data).hexdigest()
        if content.error or self._known(content.file, sha256):
            return Pending(content, sha256, None)
        return Pending(content, sha256, pool.submit(self.read, content.data, content.file.source))

    def _outcome(self, pending: Pending) -> Outcome:
        try:
            return self._add(pending)
        except ReadError as error:
            return Outcome(pending.content.file.path, None, error=error)

    def _known(self, file: File, sha256: str) -> Outcome | None:
        """Return the outcome for a file of which the content is in the library, None for another."""
        with self.store.snapshot() as snapshot:
            kept = snapshot.by_origin(file.known_as)
            same = [] if kept else [r for r in snapshot.by_content(sha256) if _may_be(r, file)]
        found = kept or (same[0] if same else None)
        if found is None or self.store.read_original(found.sha256) is None:
            return None
        if kept is None:
            return _outcome_of(file, DUPLICATE, found)
        unchanged = kept.sha256 == sha256 and override(kept.description, file.said) == kept.description
        return _outcome_of(file, UNCHANGED, kept) if unchanged else None

    def _add(self, pending: Pending) -> Outcome:
        content = pending.content
        file = content.file
        if content.error:
            raise content.error
        # Asked again: a file before this one may have brought its content, or replaced it.
        known = self._known(file, pending.sha256)
        if known:
            return self._noted(known, file, pending.sha256)
        document = pending.reading.result() if pending.reading else self.read(content.data, file.source)
        with self.store.snapshot() as snapshot:
            kept = snapshot.by_origin(file.known_as)
            same = [] if kept else snapshot.by_content(pending.sha256, document.text_version)
        said = said_too(said_before(kept.description) if kept else {}, file.said)
        document = described(document, override(document.description, said))
        copied = next((r for r in same if _has(r, document)), None)
        if copied:
            return self._noted(_outcome_of(file, DUPLICATE, copied), file, pending.sha256)
        new = self.prepare(document, content.data, file.known_as)
        document_id = self.store.add(new, self.encoder.record)
        done = REPLACED if kept else ADDED
        coverage = CoverageRecord.of(document.coverage)
        return Outcome(file.path, done, document_id, len(new.passages), coverage=coverage)

    def _noted(self, outcome: Outcome, file: File, sha256: str) -> Outcome:
        """Return the outcome; a copy is remembered, so that it is known again and found by its name."""
        if outcome.done == DUPLICATE and outcome.document_id:
            self.store.add_copy(Copy(outcome.document_id, file.known_as, file.source, sha256))
        return outcome

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

    def reread(self, document_id: str) -> Outcome:
        """Read one document again from its original, with the reader of today; what people said of it
        stays. Raises LibraryError ``document_gone`` where it is removed, before or meanwhile, ``busy``
        where it was described otherwise meanwhile, and ``original_missing``; and ReadError."""
        with self.store.snapshot() as snapshot:
            records = [r for r in snapshot.documents() if r.document_id == document_id]
        if not records:
            raise LibraryError("document_gone", source=document_id)
        ((_, new),) = self._prepared(records, lambda: None)
        self.store.add(new, self.encoder.record, records[0])
        coverage = CoverageRecord.of(new.document.coverage)
        return Outcome(Path(records[0].source), REPLACED, document_id, len(new.passages), coverage=coverage)

    def _prepared(
        self, records: Sequence[DocumentRecord], progress: Callable[[], object]
    ) -> Iterator[tuple[str, NewDocument]]:
        for record in records:
            data = self.store.read_original(record.sha256)
            if data is None:
                raise LibraryError("original_missing", source=record.source)
            document = self.read(data, record.source)
            said = said_before(record.description)
            document = described(document, override(document.description, said))
            yield record.document_id, self.prepare(document, data, record.origin)
            progress()


def _outcome_of(file: File, done: str, record: DocumentRecord) -> Outcome:
    same_as = record.source if done == DUPLICATE else None
    return Outcome(
        file.path, done, record.document_id, record.passages, coverage=record.coverage, same_as=same_as
    )


def _may_be(record: DocumentRecord, file: File) -> bool:
    """Tell whether a file may be a copy: not where it is said to be of another municipality."""
    said = {"municipality": file.said.get("municipality")}
    return override(record.description, said).municipality == record.description.municipality


def _has(record: DocumentRecord, document: Document) -> bool:
    """Tell whether a kept document has this one's text, of the same municipality."""
    place = document.description.municipality
    return (record.text_version, record.description.municipality) == (document.text_version, place)


def _split(matrix: Matrix, found: Sequence[Passage]) -> Iterator[Matrix]:
    start = 0
    for passage in found:
        end = start + len(passage.sentences)
        yield matrix[start:end]
        start = end
