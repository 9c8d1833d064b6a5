"""The one who puts into the library what was sent in: one thing at a time, in the background."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from corpus.errors import BeleidswijzerError, ReadError
from corpus.isolate import Readers
from index.embed import Encoder
from index.files import File
from index.library import Library, Outcome
from index.store import Store
from web.messages import error_message
from web.staff.audit import Audit
from web.staff.inbox import MOST_TRIES, Inbox, Item, Result, failed, result_of

log = logging.getLogger(__name__)
END_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the item is that is being read: page of pages."""

    item: int
    page: int
    pages: int


class Worker:
    """Does what the inbox has to do, in a thread that lives while there is something to do.

    ``store`` opens the library to write in, making it where none is; ``encoder`` returns the language
    model; ``readers`` the processes that read. Each document is one transaction of the library, so a
    program that ends halfway leaves it whole, and begins again with the file it was at.
    """

    def __init__(
        self,
        inbox: Inbox,
        audit: Audit,
        store: Callable[[], Store],
        encoder: Callable[[], Encoder],
        readers: Callable[[], Readers],
    ) -> None:
        self._inbox = inbox
        self._audit = audit
        self._store = store
        self._encoder = encoder
        self._new_readers = readers
        self._readers: Readers | None = None
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = False
        self.progress: Progress | None = None

    def wake(self) -> None:
        """See to it that what waits is being done."""
        with self._lock:
            if self._closed or self._thread:
                return
            self._thread = threading.Thread(target=self._run, name="staff", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Stop: what is being read is left for the next time."""
        with self._lock:
            self._closed = True
            thread, readers = self._thread, self._readers
        if readers:
            readers.close()
        if thread:
            thread.join(END_SECONDS)

    def _run(self) -> None:
        try:
            self._inbox.again()
            while item := self._next():
                self._do(item)
        except Exception:
            log.exception("the work of the staff stopped")
            with self._lock:
                self._thread = None
        finally:
            self.progress = None
            if self._readers:
                self._readers.close()
                self._readers = None

    def _next(self) -> Item | None:
        """Return the next item; with none this thread is done, in one step with looking."""
        with self._lock:
            item = None if self._closed else self._inbox.take()
            if item is None:
                self._thread = None
            return item

    def _do(self, item: Item) -> None:
        job = self._inbox.job(item.job)
        who = job.who if job else ""
        try:
            results = [result_of(outcome) for outcome in self._outcomes(item)]
        except Exception as error:
            if self._closed:
                return  # taken up again at the next start
            if not isinstance(error, BeleidswijzerError):
                log.exception("a file that was sent in")
                error = _fault(item, type(error).__name__)
            results = [failed(item.name, error)]
        for result in results:
            write_down(self._audit, who, result)
        self._inbox.finish(item, results)

    def _outcomes(self, item: Item) -> list[Outcome]:
        if item.tries > MOST_TRIES:
            raise _fault(item, "crash")
        if self._readers is None:
            self._readers = self._new_readers()
        self.progress = None
        heard = partial(self._hear, item.number)
        library = Library(
            self._store(),
            self._encoder(),
            partial(self._readers.read, progress=heard),
            self._readers.unpack,
        )
        if not item.kept:
            return [library.reread(item.document)]
        path = self._inbox.path_of(item)
        found = list(library.add([File(path, item.name, item.said, item.origin)]))
        # Of an archive each member has a name; the file itself has ours, which says nothing.
        return [_named(outcome, item, path) for outcome in found]

    def _hear(self, number: int, page: int, pages: int) -> None:
        self.progress = Progress(number, page, pages)


def write_down(audit: Audit, who: str, result: Result) -> None:
    """Add what became of a file to the list of changes."""
    done = result.done or "failed"
    about = f"{result.document_id or ''} {result.name}".strip()
    reason = error_message(result.error) if result.error else ""
    audit.add(who, f"file_{done}", about, after=result.same_as or reason)


def _named(outcome: Outcome, item: Item, path: Path) -> Outcome:
    inside = outcome.path.relative_to(path) if outcome.path != path else Path()
    return replace(outcome, path=Path(item.name) / inside)


def _fault(item: Item, reason: str) -> ReadError:
    return ReadError("reader_failed", source=item.name, reason=reason)
