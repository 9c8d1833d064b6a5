"""The SQLite library: the truth. One transaction is one change."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from uuid import uuid4

import apsw
import numpy as np

from corpus.document import Description
from corpus.errors import EncoderError, LibraryError
from corpus.serialise import description_to_json, spans_to_json, structure_to_json
from index.dutch import analyse
from index.engine import EncoderRecord, NewDocument, Snapshot
from index.snapshot import SqliteSnapshot, passage_section, read_encoder
from index.vectors import VectorFiles, VectorIndex, sync_folder, write_durably

SCHEMA_VERSION = 1
DATABASE = "library.db"
BUSY_MILLISECONDS = 30_000


class Store:
    """A library folder: ``library.db``, ``originals/`` by digest, and ``vectors/``, a cache.

    Safe to use from several threads and processes; each thread has its own connection.
    """

    def __init__(self, folder: Path, create: bool = False) -> None:
        self.folder = folder
        self.database = folder / DATABASE
        self._local = threading.local()
        self._lock = threading.Lock()
        self._index: VectorIndex | None = None
        self._files = VectorFiles(folder / "vectors")
        self._connections: list[apsw.Connection] = []
        self._open(create)

    def _open(self, create: bool) -> None:
        if not self.database.is_file():
            if not create:
                raise LibraryError("no_library", folder=str(self.folder))
            self._create()
        try:
            version = int(self._value("schema_version") or 0)
        except (apsw.Error, ValueError) as error:
            raise LibraryError("bad_library", folder=str(self.folder), reason=str(error)) from error
        if version > SCHEMA_VERSION:
            raise LibraryError("newer_library", folder=str(self.folder), version=version, known=SCHEMA_VERSION)

    def _create(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            connection = self._connect()
            schema = files("index").joinpath("schema.sql").read_text(encoding="utf-8")
            with connection:
                exists = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone()
                if not exists:
                    connection.execute(schema)
                    connection.executemany(
                        "INSERT INTO meta VALUES (?, ?)",
                        [("schema_version", str(SCHEMA_VERSION)), ("generation", "0"), ("purged", "0")],
                    )
        except (OSError, apsw.CantOpenError, apsw.ReadOnlyError) as error:
            raise LibraryError("unwritable", folder=str(self.folder), reason=str(error)) from error
        except (apsw.NotADBError, apsw.CorruptError) as error:
            raise LibraryError("bad_library", folder=str(self.folder), reason=str(error)) from error

    def _connect(self) -> apsw.Connection:
        existing: apsw.Connection | None = getattr(self._local, "connection", None)
        if existing is not None:
            return existing
        connection = apsw.Connection(str(self.database))
        connection.set_busy_timeout(BUSY_MILLISECONDS)
        connection.execute(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
            "PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;"
        )
        self._local.connection = connection
        with self._lock:
            self._connections.append(connection)
        return connection

    def close(self) -> None:
        """Close every connection that this object opened."""
        with self._lock:
            for connection in self._connections:
                connection.close()
            self._connections.clear()
            self._local = threading.local()

    def _value(self, key: str) -> str | None:
        row = self._connect().execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else None

    def encoder(self) -> EncoderRecord | None:
        """Return the encoder of the library, None while it has none."""
        return read_encoder(self._connect())

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """Pin the newest generation: what is read inside does not change."""
        connection = self._connect()
        if connection.in_transaction:
            raise LibraryError("nested_snapshot")
        connection.execute("BEGIN")
        try:
            snapshot = SqliteSnapshot(connection, self._vectors)
            yield snapshot
        except (apsw.CorruptError, apsw.NotADBError) as error:
            raise LibraryError("bad_library", folder=str(self.folder), reason=str(error)) from error
        finally:
            connection.execute("ROLLBACK")

    def _vectors(self, snapshot: SqliteSnapshot) -> VectorIndex:
        """Return the vector index of the snapshot's generation, loading or making it when needed."""
        with self._lock:
            index = self._index
            if index is None or index.generation != snapshot.generation:
                encoder = snapshot.encoder
                index = self._files.load(
                    snapshot.generation,
                    snapshot.purged,
                    encoder.dimension if encoder else 1,
                    snapshot.vectors_after,
                )
                self._index = index
            return index

    @contextmanager
    def _change(self) -> Iterator[tuple[apsw.Connection, int]]:
        """One transaction; the generation goes up by one when it commits."""
        connection = self._connect()
        try:
            connection.execute("BEGIN IMMEDIATE")
        except apsw.BusyError as error:
            raise LibraryError("busy", folder=str(self.folder)) from error
        except apsw.ReadOnlyError as error:
            raise LibraryError("unwritable", folder=str(self.folder), reason=str(error)) from error
        try:
            generation = int(self._value("generation") or 0) + 1
            _set(connection, "generation", str(generation))
            yield connection, generation
            connection.execute("COMMIT")
        except BaseException as error:
            connection.execute("ROLLBACK")
            if isinstance(error, (apsw.FullError, apsw.IOError)):
                raise LibraryError("disk", folder=str(self.folder), reason=str(error)) from error
            raise

    def add(self, new: NewDocument, encoder: EncoderRecord) -> str:
        """Keep a document or a new version of the one with the same origin; return its id.

        All or nothing: before the commit nothing of it can be found, after it everything.
        """
        sha256 = self._keep_original(new.original)
        with self._change() as (connection, generation):
            kept = read_encoder(connection)
            if kept and kept != encoder:
                raise EncoderError("other_encoder", library=kept.name, setting=encoder.name)
            if not kept:
                _set_encoder(connection, encoder)
            found = connection.execute(
                "SELECT document_id FROM documents WHERE origin = ?", (new.origin,)
            ).fetchone()
            if found:
                document_id = str(found[0])
                self._supersede(connection, document_id, generation)
            else:
                document_id = f"d{uuid4().hex[:12]}"
            _insert(connection, document_id, new, sha256, generation)
        return document_id

    def describe(self, document_id: str, description: Description) -> bool:
        """Change what is known about a document without reading it again."""
        with self._change() as (connection, _):
            connection.execute(
                "UPDATE documents SET description = ? WHERE document_id = ?",
                (description_to_json(description), document_id),
            )
            return connection.changes() > 0

    def remove(self, document_id: str) -> bool:
        """Remove a document: text, terms, vectors, figures, every version and its originals."""
        with self._change() as (connection, generation):
            digests = [
                str(row[0])
                for row in connection.execute(
                    "SELECT DISTINCT sha256 FROM versions WHERE document_id = ?", (document_id,)
                )
            ]
            self._drop_passages(connection, document_id, generation)
            connection.execute("DELETE FROM documents WHERE document_id = ?", (document_id,))
            removed = bool(connection.changes() > 0)
            still_used = {
                str(row[0])
                for digest in digests
                for row in connection.execute("SELECT sha256 FROM versions WHERE sha256 = ?", (digest,))
            }
        if removed:
            self._connect().execute("INSERT INTO terms(terms) VALUES ('optimize')")
            self._connect().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._files.clear()
            for digest in set(digests) - still_used:
                self.original_path(digest).unlink(missing_ok=True)
        return removed

    def original_path(self, sha256: str) -> Path:
        """Return where the original with this digest lies."""
        return self.folder / "originals" / sha256[:2] / sha256

    def _keep_original(self, data: bytes) -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        path = self.original_path(sha256)
        try:
            if not path.is_file():
                path.parent.mkdir(parents=True, exist_ok=True)
                sync_folder(path.parent.parent)
                write_durably(path, data)
        except OSError as error:
            raise LibraryError("disk", folder=str(self.folder), reason=error.strerror or str(error)) from error
        return sha256

    def _supersede(self, connection: apsw.Connection, document_id: str, generation: int) -> None:
        self._drop_passages(connection, document_id, generation)
        connection.execute(
            "UPDATE versions SET superseded_generation = ? "
            "WHERE document_id = ? AND superseded_generation IS NULL",
            (generation, document_id),
        )

    def _drop_passages(self, connection: apsw.Connection, document_id: str, generation: int) -> None:
        connection.execute(
            "DELETE FROM terms WHERE rowid IN (SELECT passage_id FROM passages WHERE document_id = ?)",
            (document_id,),
        )
        connection.execute("DELETE FROM passages WHERE document_id = ?", (document_id,))
        if connection.changes():
            _set(connection, "purged", str(generation))
        connection.execute("DELETE FROM figures WHERE document_id = ?", (document_id,))


def _set(connection: apsw.Connection, key: str, value: str) -> None:
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


def _set_encoder(connection: apsw.Connection, encoder: EncoderRecord) -> None:
    _set(connection, "encoder_name", encoder.name)
    _set(connection, "encoder_digest", encoder.digest)
    _set(connection, "encoder_dimension", str(encoder.dimension))


def _insert(
    connection: apsw.Connection, document_id: str, new: NewDocument, sha256: str, generation: int
) -> None:
    document = new.document
    now = datetime.now(UTC).isoformat(timespec="seconds")
    connection.execute(
        "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (document_id) DO UPDATE SET "
        "text_version = excluded.text_version, source = excluded.source, sha256 = excluded.sha256, "
        "description = excluded.description, added = excluded.added, added_generation = excluded.added_generation",
        (
            document_id,
            document.text_version,
            document.source,
            new.origin,
            sha256,
            description_to_json(document.description),
            now,
            generation,
        ),
    )
    connection.execute(
        "INSERT OR REPLACE INTO versions VALUES (?, ?, ?, ?, ?, ?, NULL)",
        (document_id, document.text_version, sha256, document.text, structure_to_json(document), generation),
    )
    _insert_passages(connection, document_id, new, generation)
    connection.executemany(
        "INSERT INTO figures VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                document_id,
                passage_section(document, f.row),
                document.page_of(f.row.start),
                f.value,
                str(f.number),
                f.unit,
                f.multiplier,
                f.year,
                f.measure,
                f.side,
                f.column,
                spans_to_json((f.cell, f.row, f.label)),
                spans_to_json(f.parents),
                spans_to_json(f.context),
                f.doubt,
            )
            for f in new.figures
        ],
    )


def _insert_passages(
    connection: apsw.Connection, document_id: str, new: NewDocument, generation: int
) -> None:
    document = new.document
    for passage, vector, sentence_vectors in zip(
        new.passages, new.vectors, new.sentence_vectors, strict=True
    ):
        section = document.sections[passage.section]
        connection.execute(
            "INSERT INTO passages VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                document_id,
                passage.span.start,
                passage.span.end,
                int(passage.is_row),
                section.role.value,
                section.speaker,
                passage.page,
                passage_section(document, passage.span),
                spans_to_json(passage.sentences),
                spans_to_json(passage.context),
                vector.astype(np.float32).tobytes(),
                sentence_vectors.astype(np.float16).tobytes(),
                generation,
            ),
        )
        context = " ".join(span.of(document.text) for span in passage.context)
        found = analyse(f"{context} {passage.span.of(document.text)}")
        connection.execute(
            "INSERT INTO terms (rowid, words, parts, document) VALUES (?, ?, ?, ?)",
            (connection.last_insert_rowid(), " ".join(found.words), " ".join(found.parts), document_id),
        )
