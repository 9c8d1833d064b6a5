"""The desk of the staff: everything that their pages work with, made once for an application."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from assistant.settings import Settings
from corpus.errors import LibraryError
from corpus.isolate import Readers
from index.embed import Encoder
from index.engine import DocumentRecord, Engine, Snapshot
from index.store import Store
from web.guard import Stamp
from web.reports import Reports, reports_file
from web.secret import secret_of
from web.staff.accounts import Accounts
from web.staff.answers import ReportAnswers
from web.staff.attempts import Attempts
from web.staff.audit import Audit
from web.staff.file import staff_files
from web.staff.inbox import Inbox
from web.staff.load import Load
from web.staff.sessions import Sessions, Signer
from web.staff.work import Worker

log = logging.getLogger(__name__)
COOKIE = "beheer"
# On https one that no other website can set.
COOKIES = (COOKIE, f"__Host-{COOKIE}")


class Desk:
    """Accounts, sessions, the list of changes, what was sent in, reports and counts.

    ``engine`` opens the library to read from; what is changed goes through :meth:`store`.
    """

    def __init__(
        self,
        settings: Settings,
        engine: Callable[[], Engine],
        encoder: Callable[[], Encoder],
        readers: Callable[[], Readers],
    ) -> None:
        files = staff_files(settings)
        secret = secret_of(settings)
        self.settings = settings
        self.engine = engine
        self.signer = Signer(secret)
        self.stamp = Stamp(secret)
        self.accounts = Accounts(files.staff)
        self.sessions = Sessions(files.staff, self.signer)
        self.attempts = Attempts()
        self.audit = Audit(files.audit)
        self.inbox = Inbox(files)
        self.reports = Reports(reports_file(settings))
        self.answers = ReportAnswers(files.staff)
        self.load = Load()
        self.worker = Worker(self.inbox, self.audit, self.store, encoder, readers)
        self._store: Store | None = None
        self._lock = threading.Lock()

    def store(self) -> Store:
        """Return the library to write in, which is made where none is; raises LibraryError."""
        with self._lock:
            if self._store is None:
                self._store = Store(self.settings.library, create=True)
            return self._store

    def records(self) -> list[DocumentRecord]:
        """Return every document, none where there is no library yet."""
        with self._snapshot() as snapshot:
            return snapshot.documents() if snapshot else []

    def figure_counts(self) -> dict[str, tuple[int, int]]:
        """Return by document how many figures it has, and how many of those are doubtful."""
        with self._snapshot() as snapshot:
            return snapshot.figure_counts() if snapshot else {}

    @contextmanager
    def _snapshot(self) -> Iterator[Snapshot | None]:
        try:
            library = self.engine()
        except LibraryError as error:
            if error.code != "no_library":
                raise
            yield None
            return
        with library.snapshot() as snapshot:
            yield snapshot

    def signed(self, cookies: Mapping[str, str]) -> bool:
        """Tell whether one of these cookies is of a session of today, without looking whether it was
        ended."""
        return any(self.sessions.may_be_open(cookies.get(name, "")) for name in COOKIES)

    def resume(self) -> None:
        """Go on with what a program that ended was doing."""
        try:
            if self.inbox.resume():
                self.worker.wake()
        except (LibraryError, OSError) as error:
            log.error("cannot go on with what was sent in: %s", error)

    def close(self) -> None:
        """Stop working and release the library."""
        self.worker.close()
        with self._lock:
            if self._store is not None:
                self._store.close()
                self._store = None
