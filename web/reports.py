"""What visitors report of an answer or a document, in a file of its own for the staff."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import apsw

from assistant.question import MOST_CHARACTERS
from assistant.settings import Settings
from corpus.errors import LibraryError
from web.documents import PARAMETERS
from web.masking import masked

MOST_TEXT = 2_000
MOST_ADDRESS = 500
MOST_OPEN = 5_000
KEPT_DAYS = 30
BUSY_MILLISECONDS = 5_000
PATH = re.compile(r"/[A-Za-z0-9/_-]*")
SCHEMA = """
CREATE TABLE IF NOT EXISTS reports (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    date TEXT NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    page TEXT NOT NULL,
    question TEXT,
    closed TEXT
)
"""
FIELDS = "number, date, kind, text, page, question, closed"


class Kind(StrEnum):
    """What a report is about."""

    WRONG = "wrong"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Report:
    """A report; ``question`` is None unless the asker let us keep it, dates are ISO, ``page`` is the
    path of the page it was sent from, without the question in it."""

    kind: Kind
    text: str
    page: str = "/"
    question: str | None = None
    number: int = 0
    date: str = ""
    closed: str | None = None


def reports_file(settings: Settings) -> Path:
    """Return the file with the reports: that of the settings, else beside the library."""
    library = settings.library
    return settings.reports or library.with_name(f"{library.name}-meldingen.db")


def page_of(address: str) -> str:
    """Return an address of ours without the question: its path, and which passage is marked.

    What is no path of ours becomes "/".
    """
    try:
        parts = urlsplit(address[:MOST_ADDRESS])
    except ValueError:
        return "/"
    if parts.scheme or parts.netloc or not PATH.fullmatch(parts.path) or parts.path.startswith("//"):
        return "/"
    kept = [(name, value) for name, value in parse_qsl(parts.query) if name in PARAMETERS]
    return f"{parts.path}?{urlencode(kept)}" if kept else parts.path


class Reports:
    """The file with reports: readable by its owner only, safe for several threads and processes.

    Text is kept without e-mail addresses, telephone, account and citizen numbers. A report that was
    closed is erased ``KEPT_DAYS`` days later. Every call raises LibraryError ``bad_reports`` where the
    file cannot be used.
    """

    def __init__(self, path: Path, today: Callable[[], date] = lambda: datetime.now(UTC).date()) -> None:
        self.path = path
        self._today = today

    def add(self, report: Report) -> int:
        """Keep a report, dated today, and return its number; 0 where so many are open that no more fit."""
        question = masked(report.question[:MOST_CHARACTERS]) if report.question else None
        text, page = masked(report.text[:MOST_TEXT]), page_of(report.page)
        with self._open(create=True) as connection:
            (open_,) = next(connection.execute("SELECT count(*) FROM reports WHERE closed IS NULL"))
            if open_ >= MOST_OPEN:
                return 0
            connection.execute(
                "INSERT INTO reports (date, kind, text, page, question) VALUES (?, ?, ?, ?, ?)",
                (self._today().isoformat(), report.kind.value, text, page, question),
            )
            return connection.last_insert_rowid()

    def listed(self, closed: bool = False) -> list[Report]:
        """Return the reports that are open, the oldest first; ``closed`` gives those that are not."""
        with self._open() as connection:
            found = connection.execute(
                f"SELECT {FIELDS} FROM reports WHERE closed IS {'NOT NULL' if closed else 'NULL'} "  # noqa: S608
                "ORDER BY number"
            )
            return [_report(row) for row in found]

    def close(self, number: int) -> None:
        """Close a report; raises LibraryError ``no_report`` where none of that number is open."""
        with self._open() as connection:
            connection.execute(
                "UPDATE reports SET closed = ? WHERE number = ? AND closed IS NULL",
                (self._today().isoformat(), number),
            )
            if not connection.changes():
                raise LibraryError("no_report", number=number)

    @contextmanager
    def _open(self, create: bool = False) -> Iterator[apsw.Connection]:
        """Give a connection within one transaction; without a file an empty one in memory."""
        connection = None
        try:
            connection = self._connected(create)
            with connection:
                connection.execute(SCHEMA)
                last = self._today() - timedelta(days=KEPT_DAYS)
                connection.execute("DELETE FROM reports WHERE closed <= ?", (last.isoformat(),))
                yield connection
        except (apsw.Error, OSError) as error:
            raise LibraryError("bad_reports", path=str(self.path), reason=str(error)) from error
        finally:
            if connection is not None:
                connection.close()

    def _connected(self, create: bool) -> apsw.Connection:
        if create:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
        connection = apsw.Connection(str(self.path) if self.path.exists() else ":memory:")
        connection.set_busy_timeout(BUSY_MILLISECONDS)
        for pragma in ("journal_mode = DELETE", "synchronous = FULL", "secure_delete = ON"):
            connection.execute(f"PRAGMA {pragma}")
        return connection


def _report(row: tuple[Any, ...]) -> Report:
    number, day, kind, text, page, question, closed = row
    return Report(Kind(kind), text, page, question, number, day, closed)
