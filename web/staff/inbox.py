"""What was sent in and what became of it: kept in the staff file, so that nothing is lost by a restart."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import IO

from corpus.errors import BeleidswijzerError, LibraryError, ReadError
from corpus.limits import MEGABYTE, MOST_BYTES
from index.library import Outcome
from index.vectors import sync_folder
from web.staff.accounts import now
from web.staff.file import StaffFiles, reading, writing

SCHEMA = """
CREATE TABLE IF NOT EXISTS jobs (
    job INTEGER PRIMARY KEY AUTOINCREMENT,
    who TEXT NOT NULL,
    at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS items (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    job INTEGER NOT NULL REFERENCES jobs ON DELETE CASCADE,
    name TEXT NOT NULL,
    kept TEXT NOT NULL,
    origin TEXT NOT NULL,
    said TEXT NOT NULL,
    document TEXT NOT NULL,
    state TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    results TEXT NOT NULL DEFAULT '[]'
);
"""
FIELDS = "number, job, name, kept, origin, said, document, state, tries, results"
CHUNK = 1 << 20
# A file on which the whole program ended this often is not tried again.
MOST_TRIES = 3
MOST_JOBS = 200
# What an item can be: to be decided on, to be done, being done, done, or taken back.
ASKED, WAITING, BUSY, DONE, DROPPED = "asked", "waiting", "busy", "done", "dropped"
OPEN = (ASKED, WAITING, BUSY)


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a document in an item: ``done`` as in :mod:`index.library`, or the error that
    stopped it, by code and parameters."""

    name: str
    done: str | None = None
    document_id: str | None = None
    same_as: str | None = None
    code: str | None = None
    parameters: Mapping[str, object] | None = None

    @property
    def error(self) -> BeleidswijzerError | None:
        """The error that stopped it, None where none did."""
        return BeleidswijzerError(self.code, **(self.parameters or {})) if self.code else None


@dataclass(frozen=True, slots=True)
class Item:
    """One file that was sent in, or with ``document`` and without ``kept`` one document to read again.

    ``kept`` is its name in the inbox, ``origin`` the document of which it is a new version, ``said``
    what is known about it; with ``document`` and state "asked" that document has the same file name.
    """

    number: int
    job: int
    name: str
    kept: str
    origin: str
    said: Mapping[str, object]
    document: str
    state: str
    tries: int = 0
    results: tuple[Result, ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """What somebody sent in at once."""

    job: int
    who: str
    at: str
    items: tuple[Item, ...]

    @property
    def open(self) -> bool:
        """True while something is still to be done without being asked."""
        return any(item.state in (WAITING, BUSY) for item in self.items)

    @property
    def ready(self) -> int:
        """How many items need nothing any more."""
        return sum(item.state not in OPEN for item in self.items)


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that lies in the inbox: its own name, the name it is kept under, its digest, and the error
    that makes it of no use."""

    name: str
    kept: str
    sha256: str = ""
    error: ReadError | None = None


class Inbox:
    """The folder and the list of what was sent in. Names in the folder are our own."""

    def __init__(self, files: StaffFiles) -> None:
        self._file = files.staff
        self.folder = files.inbox

    def keep(self, stream: IO[bytes], name: str) -> Sent:
        """Write a file to the inbox; one that is empty or too large is not kept, and says so."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self.folder / secrets.token_hex(16)
        digest, size = sha256(), 0
        try:
            with path.open("xb") as file:
                path.chmod(0o600)
                while (chunk := stream.read(CHUNK)) and size <= MOST_BYTES:
                    file.write(chunk)
                    digest.update(chunk)
                    size += len(chunk)
                file.flush()
                os.fsync(file.fileno())
            if 0 < size <= MOST_BYTES:
                sync_folder(self.folder)
                return Sent(name, path.name, digest.hexdigest())
        except OSError as error:
            path.unlink(missing_ok=True)
            reason = error.strerror or str(error)
            raise LibraryError("disk", folder=str(self.folder), reason=reason) from error
        path.unlink(missing_ok=True)
        if size:
            megabytes = MOST_BYTES // MEGABYTE
            return Sent(name, "", error=ReadError("too_large", source=name, megabytes=megabytes))
        return Sent(name, "", error=ReadError("empty", source=name))

    def path_of(self, item: Item) -> Path:
        """Return where the file of an item lies."""
        return self.folder / item.kept

    def add(self, who: str, items: list[Item]) -> int:
        """Keep a job with these items, of which number and job are still to be given; return its
        number. Jobs that are done and long ago are forgotten."""
        with writing(self._file, SCHEMA) as connection:
            connection.execute("INSERT INTO jobs (who, at) VALUES (?, ?)", (who, now()))
            job = int(connection.last_insert_rowid())
            for item in items:
                connection.execute(
                    "INSERT INTO items (job, name, kept, origin, said, document, state, results) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        job,
                        item.name,
                        item.kept,
                        item.origin,
                        json.dumps(dict(item.said)),
                        item.document,
                        item.state,
                        _json(item.results),
                    ),
                )
            connection.execute(
                "DELETE FROM jobs WHERE job <= ? AND job NOT IN "
                "(SELECT job FROM items WHERE state IN (?, ?, ?))",
                (job - MOST_JOBS, *OPEN),
            )
        return job

    def job(self, number: int) -> Job | None:
        """Return a job, None where there is none of this number."""
        return next(iter(self._jobs("WHERE job = ?", (number,))), None)

    def latest(self, most: int) -> list[Job]:
        """Return the last jobs, the newest first."""
        return self._jobs("ORDER BY job DESC LIMIT ?", (most,))

    def item(self, number: int) -> Item | None:
        """Return an item, None where there is none of this number."""
        return next(iter(self._items("number = ?", (number,))), None)

    def take(self) -> Item | None:
        """Return the next item to do, marked as being done; None where there is none.

        One that ended the whole program too often is given up.
        """
        with writing(self._file, SCHEMA) as connection:
            row = connection.execute(
                f"SELECT {FIELDS} FROM items WHERE state = ? ORDER BY number LIMIT 1",  # noqa: S608
                (WAITING,),
            ).fetchone()
            if row is None:
                return None
            item = _item(row)
            connection.execute(
                "UPDATE items SET state = ?, tries = tries + 1 WHERE number = ?", (BUSY, item.number)
            )
            return replace(item, state=BUSY, tries=item.tries + 1)

    def resume(self) -> bool:
        """Put back what a program that ended was doing, and remove files that nothing needs; tell
        whether there is something to do."""
        if not self._file.exists():
            return False
        with writing(self._file, SCHEMA) as connection:
            connection.execute("UPDATE items SET state = ? WHERE state = ?", (WAITING, BUSY))
            rows = connection.execute(f"SELECT kept, state FROM items WHERE state IN {OPEN}")  # noqa: S608
            needed = {str(kept): str(state) for kept, state in rows}
        for path in self.folder.glob("*"):
            if path.name not in needed:
                path.unlink(missing_ok=True)
        return WAITING in needed.values()

    def again(self) -> None:
        """Put back what one who stopped was doing; there is only one at work."""
        with writing(self._file, SCHEMA) as connection:
            connection.execute("UPDATE items SET state = ? WHERE state = ?", (WAITING, BUSY))

    def discard(self, items: list[Item]) -> None:
        """Remove the files of items that were not kept."""
        for item in items:
            if item.kept:
                with suppress(OSError):
                    self.path_of(item).unlink(missing_ok=True)

    def finish(self, item: Item, results: list[Result], state: str = DONE) -> None:
        """Keep what became of an item; then its file is of no use any more."""
        with writing(self._file, SCHEMA) as connection:
            connection.execute(
                "UPDATE items SET state = ?, results = ? WHERE number = ?",
                (state, _json(results), item.number),
            )
        self.discard([item])

    def decide(self, item: Item, origin: str) -> bool:
        """Let an item that was asked about wait its turn, as a new version of the document with this
        origin, or with an empty one as another document; False where it was decided already."""
        with writing(self._file, SCHEMA) as connection:
            connection.execute(
                "UPDATE items SET state = ?, origin = ? WHERE number = ? AND state = ?",
                (WAITING, origin or item.origin, item.number, ASKED),
            )
            return bool(connection.changes())

    def _jobs(self, rest: str, values: tuple[object, ...]) -> list[Job]:
        with reading(self._file, SCHEMA) as connection:
            rows = list(connection.execute(f"SELECT job, who, at FROM jobs {rest}", values))  # noqa: S608
        return [Job(row[0], row[1], row[2], tuple(self._items("job = ?", (row[0],)))) for row in rows]

    def _items(self, condition: str, values: tuple[object, ...]) -> Iterator[Item]:
        with reading(self._file, SCHEMA) as connection:
            rows = list(
                connection.execute(f"SELECT {FIELDS} FROM items WHERE {condition} ORDER BY number", values)  # noqa: S608
            )
        return map(_item, rows)


def result_of(outcome: Outcome) -> Result:
    """Return what is kept of what became of a file."""
    error = outcome.error
    return Result(
        outcome.path.name,
        outcome.done,
        outcome.document_id,
        outcome.same_as,
        error.code if error else None,
        error.parameters if error else None,
    )


def failed(name: str, error: BeleidswijzerError) -> Result:
    """Return what is kept of a file that could not be added."""
    return Result(name, code=error.code, parameters=error.parameters)


def _json(results: list[Result] | tuple[Result, ...]) -> str:
    return json.dumps([asdict(result) for result in results], default=str)


def _item(row: tuple[object, ...]) -> Item:
    number, job, name, kept, origin, said, document, state, tries, results = row
    return Item(
        int(str(number)),
        int(str(job)),
        str(name),
        str(kept),
        str(origin),
        json.loads(str(said)),
        str(document),
        str(state),
        int(str(tries)),
        tuple(Result(**fields) for fields in json.loads(str(results))),
    )
