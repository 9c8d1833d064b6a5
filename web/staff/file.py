"""The files of the staff: beside the library and never in it, for their owner only."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import apsw

from assistant.settings import Settings
from corpus.errors import LibraryError

BUSY_MILLISECONDS = 5_000
PRAGMAS = ("journal_mode = DELETE", "synchronous = FULL", "secure_delete = ON", "foreign_keys = ON")


@dataclass(frozen=True, slots=True)
class StaffFiles:
    """Where staff data lies: accounts, sessions and work in ``staff``, every change in ``audit``, and
    in the folder ``inbox`` the files that were sent in and are not in the library yet."""

    staff: Path
    audit: Path
    inbox: Path


def staff_files(settings: Settings) -> StaffFiles:
    """Return the files of an installation: that of the settings and beside it, else beside the library."""
    library = settings.library
    staff = settings.staff or library.with_name(f"{library.name}-beheer.db")
    stem = staff.with_suffix("").name
    return StaffFiles(staff, staff.with_name(f"{stem}-logboek.db"), staff.with_name(f"{stem}-postvak"))


@contextmanager
def reading(path: Path, schema: str) -> Iterator[apsw.Connection]:
    """Give a connection to look with; without a file an empty one in memory, and none is made.

    Raises LibraryError ``bad_staff_file`` where the file cannot be used.
    """
    with _translated(path):
        connection = _connected(path if path.exists() else None)
        try:
            connection.execute(schema)
            yield connection
        finally:
            connection.close()


@contextmanager
def writing(path: Path, schema: str) -> Iterator[apsw.Connection]:
    """Give a connection within one transaction, all of it or nothing; the file is made where none is.

    Raises LibraryError ``bad_staff_file`` where the file cannot be used.
    """
    with _translated(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        connection = _connected(path)
        try:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(schema)
            yield connection
            connection.execute("COMMIT")
        finally:
            connection.close()  # which takes back what was not committed


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except (apsw.Error, OSError) as error:
        raise LibraryError("bad_staff_file", path=str(path), reason=str(error)) from error


def _connected(path: Path | None) -> apsw.Connection:
    connection = apsw.Connection(str(path) if path else ":memory:")
    connection.set_busy_timeout(BUSY_MILLISECONDS)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    return connection
