"""Every change, in the order in which they were made: a file to which is only added."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from hashlib import sha256
from pathlib import Path

from web.staff.accounts import now
from web.staff.file import reading, writing

SCHEMA = """
CREATE TABLE IF NOT EXISTS entries (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    what TEXT NOT NULL,
    about TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    chain TEXT NOT NULL
);
CREATE TRIGGER IF NOT EXISTS never_changed BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
CREATE TRIGGER IF NOT EXISTS never_removed BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'entries are never removed'); END;
"""
FIELDS = "number, at, who, what, about, before, after"
MOST_CHARACTERS = 1_000


@dataclass(frozen=True, slots=True)
class Entry:
    """A change: when (ISO, UTC), who, what (a code), about which thing, and how that was and is."""

    number: int
    at: str
    who: str
    what: str
    about: str
    before: str
    after: str


class Audit:
    """The list of changes in a file of its own; all calls raise LibraryError ``bad_staff_file`` where
    the file cannot be used.

    Each entry carries a digest of itself and the one before, so that it shows where one was altered
    or taken out of the middle by who can write the file.
    """

    def __init__(self, path: Path, clock: Callable[[], str] = now) -> None:
        self.path = path
        self._clock = clock

    def add(self, who: str, what: str, about: str = "", before: str = "", after: str = "") -> None:
        """Add an entry at the end."""
        values = (self._clock(), who, what, *(text[:MOST_CHARACTERS] for text in (about, before, after)))
        with writing(self.path, SCHEMA) as connection:
            last = connection.execute(
                "SELECT number, chain FROM entries ORDER BY number DESC LIMIT 1"
            ).fetchone() or (0, "")
            entry = Entry(int(last[0]) + 1, *values)
            connection.execute(
                "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (*astuple(entry), _chain(str(last[1]), entry)),
            )

    @contextmanager
    def change(self, who: str, what: str, about: str, before: str = "", after: str = "") -> Iterator[None]:
        """Add an entry, then let the change be made: none is made that is not written down.

        Where the change fails that is written down too.
        """
        self.add(who, what, about, before, after)
        try:
            yield
        except BaseException:
            self.add(who, "change_failed", about)
            raise

    def listed(self, most: int, skip: int = 0) -> list[Entry]:
        """Return entries, the newest first."""
        with reading(self.path, SCHEMA) as connection:
            rows = connection.execute(
                f"SELECT {FIELDS} FROM entries ORDER BY number DESC LIMIT ? OFFSET ?",  # noqa: S608
                (most, skip),
            )
            return [Entry(*row) for row in rows]

    def count(self) -> int:
        """Return how many entries there are."""
        with reading(self.path, SCHEMA) as connection:
            (found,) = next(connection.execute("SELECT count(*) FROM entries"))
            return int(found)

    def altered(self) -> int | None:
        """Return the number of the first entry that was altered, or before which one was taken out;
        None where all are as they were written."""
        chain = ""
        with reading(self.path, SCHEMA) as connection:
            for row in connection.execute(f"SELECT {FIELDS}, chain FROM entries ORDER BY number"):  # noqa: S608
                entry = Entry(*row[:7])
                chain = _chain(chain, entry)
                if chain != row[7]:
                    return entry.number
        return None


def _chain(before: str, entry: Entry) -> str:
    return sha256(repr((before, astuple(entry))).encode("utf-8", "backslashreplace")).hexdigest()
