"""The SQLite library: the truth. One transaction is one change."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.resources import files
from pathlib import Path
from time import monotonic, sleep
from uuid import uuid4

import apsw

from corpus.document import Description
from corpus.errors import LibraryError
from corpus.serialise import description_from_json, description_to_json
from index.checksums import connect, is_cut_off, is_damage
from index.engine import Copy, DocumentRecord, EncoderRecord, NewDocument, Snapshot
from index.links import forget, relink, relink_all, say
from index.migrate import SCHEMA_VERSION, migrate
from index.pictures import Pictures
from index.rows import insert_copy, insert_document, is_kept, set_encoder, set_meta
from index.snapshot import SqliteSnapshot, read_encoder
from index.vectors import VectorFiles, VectorIndex, sync_folder, write_durably

DATABASE = "library.db"
BUSY_MILLISECONDS = 30_000
BUSY_PAUSE = 0.01  # seconds
PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "secure_delete = ON",
    "temp_store = MEMORY",
)
FIRST_META = {"schema_version": str(SCHEMA_VERSION), "generation": "0", "purged": "0"}
# Set by a removal until its traces are out of the files.
UNCLEAN = "unclean"


class Store:
    """A library folder: ``library.db``, ``originals/`` by digest, and the caches ``vectors/`` and
    ``pictures/``.

    Safe to use from several threads and processes; each thread has its own connection.
    """

    def __init__(self, folder: Path, create: bool = False) -> None:
        self.folder = folder
        self.database = folder / DATABASE
        self._local = threading.local()
        self._lock = threading.Lock()
        self._loading = threading.Lock()
        self._index: VectorIndex | None = None
        self._kept: dict[int, dict[str, DocumentRecord]] = {}
        self._files = VectorFiles(folder / "vectors")
        self._pictures = Pictures(folder)
        self._connections: list[apsw.Connection] = []
        self._open(create)

    def _open(self, create: bool) -> None:
        if create:
            self._create()
        with self._translated():
            if not self.database.is_file() or not self._has_tables():
                raise LibraryError("no_library", folder=str(self.folder))
            version = self._version()
            if version > SCHEMA_VERSION:
                raise LibraryError(
                    "newer_library", folder=str(self.folder), version=version, known=SCHEMA_VERSION
                )
            if is_cut_off(self._connect(), self.database):
                raise LibraryError("bad_library", folder=str(self.folder), reason="cut off")
            if version < SCHEMA_VERSION:
                with self._transaction() as connection:
                    # Read again: another process may have done it while this one waited.
                    migrate(connection, self._version())
            if self._value(UNCLEAN) or self._orphans() or self._pictures.strangers(self._digests()):
                # A process ended before it was done; where this one may not write, the next will.
                with suppress(LibraryError):
                    self._clean()

    def _version(self) -> int:
        found = self._value("schema_version") or ""
        if not found.isdecimal():
            raise LibraryError("bad_library", folder=str(self.folder), reason="schema_version")
        return int(found)

    def _create(self) -> None:
        """Make the library where there is none; of two processes that start at once one does."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LibraryError("unwritable", folder=str(self.folder), reason=str(error)) from error
        with self._translated():
            if self._has_tables():
                return
            with self._transaction() as connection:
                if not self._has_tables():
                    schema = files("index").joinpath("schema.sql").read_text(encoding="utf-8")
                    connection.execute(schema)
                    for key, value in FIRST_META.items():
                        set_meta(connection, key, value)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Turn what SQLite reports into an error of the library."""
        folder = str(self.folder)
        try:
            yield
        except apsw.BusyError as error:
            raise LibraryError("busy", folder=folder) from error
        except (apsw.ReadOnlyError, apsw.CantOpenError) as error:
            raise LibraryError("unwritable", folder=folder, reason=str(error)) from error
        except apsw.Error as error:
            out_of_space = isinstance(error, apsw.FullError | apsw.IOError)
            code = "disk" if out_of_space and not is_damage(error) else "bad_library"
            raise LibraryError(code, folder=folder, reason=str(error)) from error

    def _has_tables(self) -> bool:
        """Tell whether the database holds anything; a file that was only just made does not."""
        row = self._connect().execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
        return row is not None

    def _connect(self) -> apsw.Connection:
        existing: apsw.Connection | None = getattr(self._local, "connection", None)
        if existing is not None:
            return existing
        connection = connect(str(self.database))
        connection.set_busy_timeout(BUSY_MILLISECONDS)
        _prepare(connection)
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
        with self._translated():
            return read_encoder(self._connect())

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """Pin the newest generation: what is read inside does not change."""
        with self._translated():
            connection = self._connect()
            if connection.in_transaction:
                raise LibraryError("nested_snapshot")
            connection.execute("BEGIN")
            try:
                yield SqliteSnapshot(connection, self._vectors, self._kept)
            finally:
                connection.execute("ROLLBACK")

    def _vectors(self, snapshot: SqliteSnapshot) -> VectorIndex:
        """Return the vector index of the snapshot's generation, loading or making it when needed."""
        with self._loading:
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
    def _transaction(self) -> Iterator[apsw.Connection]:
        """All of it or nothing; one writer at a time."""
        with self._translated():
            connection = self._connect()
            nested = connection.in_transaction
            if nested:
                raise LibraryError("nested_snapshot")
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                # A full disk ends the transaction by itself.
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    @contextmanager
    def _change(self) -> Iterator[tuple[apsw.Connection, int]]:
        """One transaction; the generation goes up by one when it commits."""
        with self._transaction() as connection:
            generation = int(self._value("generation") or 0) + 1
            set_meta(connection, "generation", str(generation))
            yield connection, generation

    def _disk(self, error: OSError) -> LibraryError:
        reason = error.strerror or str(error)
        return LibraryError("disk", folder=str(self.folder), reason=reason)

    def add(self, new: NewDocument, encoder: EncoderRecord, still: DocumentRecord | None = None) -> str:
        """Keep a document or a new version of the one with the same origin; return its id.

        All or nothing: before the commit nothing of it can be found, after it everything. With ``still``
        it is a new reading of that document: raises LibraryError ``document_gone`` where that was removed
        meanwhile, and ``busy`` where something else was said of it.
        """
        with self._change() as (connection, generation):
            kept = read_encoder(connection)
            encoder.check(kept)
            if not kept:
                set_encoder(connection, encoder)
            sha256 = self._keep_original(new.original)
            found = connection.execute(
                "SELECT document_id, description FROM documents WHERE origin = ?", (new.origin,)
            ).fetchone()
            if still:
                if not found or found[0] != still.document_id:
                    raise LibraryError("document_gone", source=new.document.source)
                if description_from_json(str(found[1])) != still.description:
                    raise LibraryError("busy", folder=str(self.folder))
            if found:
                document_id = str(found[0])
                self._supersede(connection, document_id, generation)
            else:
                document_id = f"d{uuid4().hex[:12]}"
            insert_document(connection, document_id, new, sha256, generation)
            relink(connection, document_id)
        return document_id

    def add_copy(self, copy: Copy) -> None:
        """Remember that a file is a copy of a document; nothing is indexed, searching does not change."""
        with self._translated():
            if is_kept(self._connect(), copy):
                return
        with self._transaction() as connection:
            insert_copy(connection, copy)

    def reindex(self, documents: Iterable[tuple[str, NewDocument]], encoder: EncoderRecord) -> int:
        """Replace every passage by those of another encoder or reader, in one transaction; return
        how many documents that were. Until the commit readers find the library as it was."""
        count = 0
        with self._change() as (connection, generation):
            for document_id, new in documents:
                self._supersede(connection, document_id, generation)
                sha256 = self._keep_original(new.original)
                insert_document(connection, document_id, new, sha256, generation)
                count += 1
            others = connection.execute(
                "SELECT count(*) FROM documents WHERE added_generation <> ?", (generation,)
            ).fetchone()
            if others and others[0]:
                # Added while these were read: its vectors would be of the encoder before.
                raise LibraryError("busy", folder=str(self.folder))
            relink_all(connection)
            set_encoder(connection, encoder)
            set_meta(connection, UNCLEAN, "1")
        self._clean()
        return count

    def describe(self, document_id: str, description: Description) -> bool:
        """Change what is known about a document without reading it again."""
        if not self._holds(document_id):
            return False
        with self._change() as (connection, _):
            connection.execute(
                "UPDATE documents SET description = ? WHERE document_id = ?",
                (description_to_json(description), document_id),
            )
            changed = connection.changes() > 0
            relink(connection, document_id)
        return changed

    def say_newer(self, document_id: str, newer: str | None) -> bool:
        """Say of which document this one is an earlier version, None for of none, whatever the texts
        say; False where one of them is not there. Raises LibraryError ``link_in_circle``."""
        if not all(self._holds(found) for found in (document_id, newer) if found):
            return False
        with self._change() as (connection, _):
            say(connection, document_id, newer)
        return True

    def forget_newer(self, document_id: str) -> bool:
        """Let the texts decide again of which document this one is an earlier version."""
        if not self._holds(document_id):
            return False
        with self._change() as (connection, _):
            forget(connection, document_id)
        return True

    def remove(self, document_id: str) -> bool:
        """Remove a document: text, terms, vectors, figures, every version and its originals."""
        return self.remove_all([document_id]) > 0

    def remove_all(self, document_ids: Sequence[str]) -> int:
        """Remove documents in one transaction; return how many there were.

        Gone for readers with the commit; then from the files too, at the latest when the library
        is next opened, should this process end in between.
        """
        held = [document_id for document_id in document_ids if self._holds(document_id)]
        if not held:
            return 0
        removed = 0
        with self._change() as (connection, generation):
            for document_id in held:
                self._drop_passages(connection, document_id, generation)
                connection.execute("DELETE FROM documents WHERE document_id = ?", (document_id,))
                removed += connection.changes()
                relink(connection, document_id)
            set_meta(connection, UNCLEAN, "1")
        self._clean()
        return removed

    def _holds(self, document_id: str) -> bool:
        with self._translated():
            row = self._connect().execute("SELECT 1 FROM documents WHERE document_id = ?", (document_id,))
            return row.fetchone() is not None

    def _clean(self) -> None:
        """Take out of the files what the library no longer holds: terms that are only marked as
        deleted, originals and the pictures of their pages, the vector cache, and the log that the
        database keeps beside it."""
        try:
            with self._transaction() as connection:
                connection.execute("INSERT INTO terms(terms) VALUES ('optimize')")
                for path in self._orphans():
                    path.unlink(missing_ok=True)
                self._pictures.keep_only(self._digests())
            self._files.clear()
        except OSError as error:
            raise self._disk(error) from error
        log = self._connect().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if log and not log[0]:
            # No reader held on to an older generation: the log is empty.
            with self._transaction() as connection:
                connection.execute("DELETE FROM meta WHERE key = ?", (UNCLEAN,))

    def _orphans(self) -> list[Path]:
        """Return the files among the originals that belong to no version of any document."""
        kept = self._digests()
        return [path for path in self._originals.glob("*/*") if path.name not in kept]

    def _digests(self) -> set[str]:
        """Return the digest of every original, that of earlier versions too."""
        rows = self._connect().execute("SELECT DISTINCT sha256 FROM versions")
        return {str(row[0]) for row in rows}

    @property
    def _originals(self) -> Path:
        return self.folder / "originals"

    def original_path(self, sha256: str) -> Path:
        """Return where the original with this digest lies."""
        return self._originals / sha256[:2] / sha256

    def read_original(self, sha256: str) -> bytes | None:
        """Return the original with this digest; None where it is missing or damaged."""
        try:
            data = self.original_path(sha256).read_bytes()
        except OSError:
            return None
        return data if hashlib.sha256(data).hexdigest() == sha256 else None

    def _keep_original(self, data: bytes) -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        path = self.original_path(sha256)
        try:
            if self.read_original(sha256) is None:
                path.parent.mkdir(parents=True, exist_ok=True)
                sync_folder(path.parent.parent)
                write_durably(path, data)
        except OSError as error:
            raise self._disk(error) from error
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
            set_meta(connection, "purged", str(generation))
        connection.execute("DELETE FROM figures WHERE document_id = ?", (document_id,))


def _prepare(connection: apsw.Connection) -> None:
    """Set what a connection needs, waiting for another that is making the same database.

    SQLite does not wait by itself for the switch of a new database to a write-ahead log.
    """
    deadline = monotonic() + BUSY_MILLISECONDS / 1000
    for pragma in PRAGMAS:
        while True:
            try:
                # Fetched, since the next statement runs only when the rows of this one are read.
                connection.execute(f"PRAGMA {pragma}").fetchall()
                break
            except apsw.BusyError:
                if monotonic() > deadline:
                    raise
                sleep(BUSY_PAUSE)
