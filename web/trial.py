"""A document on trial: read into a library of its own that nobody else sees and that is thrown away."""

from __future__ import annotations

import logging
import secrets
import shutil
import tempfile
import threading
import time
import weakref
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from assistant.ask import Assistant, Request
from corpus.document import Description
from corpus.errors import BeleidswijzerError
from corpus.isolate import Readers
from index.embed import Encoder
from index.engine import CoverageRecord, Filters
from index.files import File
from index.library import Library
from index.search import Searcher
from index.store import Store
from web.trial_questions import Asked, answerable

log = logging.getLogger(__name__)
KEPT_SECONDS = 45 * 60
SWEEP_SECONDS = 60
MOST_KEPT = 4
ENDINGS = (".pdf", ".docx", ".odt", ".html", ".htm")


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a document: what is known about it, how much was read and found, and questions
    with their answers."""

    about: Description
    coverage: CoverageRecord
    passages: int
    tables: int
    amounts: int
    references: tuple[str, ...]
    asked: tuple[Asked, ...]
    seconds: int


@dataclass(slots=True)
class Trial:
    """One document on trial; ``stage`` is "reading", "learning", "asking", "done" or "failed"."""

    key: str
    name: str
    folder: Path
    began: float
    stage: str = "reading"
    page: int = 0
    pages: int = 0
    report: Report | None = None
    error: BeleidswijzerError | None = None
    gone: threading.Event = field(default_factory=threading.Event)


class Trials:
    """The documents on trial: one is read at a time, few are kept, none longer than an hour.

    ``encoder`` returns the language model, ``read_limits`` are those of every reading.
    """

    def __init__(self, encoder: Callable[[], Encoder], readers: Callable[[], Readers]) -> None:
        self._encoder = encoder
        self._readers = readers
        self._trials: dict[str, Trial] = {}
        self._lock = threading.Lock()
        self._root = Path(tempfile.mkdtemp(prefix="beleidswijzer-proef-"))
        self._end = weakref.finalize(self, shutil.rmtree, self._root, ignore_errors=True)

    def start(self, data: bytes, name: str) -> Trial | None:
        """Begin with a document; None while another one is being read or too many are kept."""
        self.sweep()
        with self._lock:
            busy = any(trial.stage not in ("done", "failed") for trial in self._trials.values())
            if busy or len(self._trials) >= MOST_KEPT or not self._end.alive:
                return None
            key = secrets.token_urlsafe(16)
            folder = self._root / secrets.token_hex(8)
            trial = Trial(key, name, folder, time.monotonic())
            self._trials[key] = trial
        folder.mkdir()
        (folder / name).write_bytes(data)
        threading.Thread(target=self._run, args=(trial,), name="trial", daemon=True).start()
        timer = threading.Timer(KEPT_SECONDS + SWEEP_SECONDS, self.sweep)
        timer.daemon = True
        timer.start()
        return trial

    def get(self, key: str) -> Trial | None:
        """Return a document on trial, None where there is none or its time is over."""
        self.sweep()
        with self._lock:
            return self._trials.get(key)

    def throw_away(self, key: str) -> None:
        """Remove a document on trial and all that was made of it."""
        with self._lock:
            trial = self._trials.pop(key, None)
        if trial:
            trial.gone.set()
            if trial.stage in ("done", "failed"):
                shutil.rmtree(trial.folder, ignore_errors=True)

    def sweep(self) -> None:
        """Remove what has been kept long enough."""
        now = time.monotonic()
        with self._lock:
            old = [trial.key for trial in self._trials.values() if now - trial.began > KEPT_SECONDS]
        for key in old:
            self.throw_away(key)

    def close(self) -> None:
        """Remove everything."""
        for key in list(self._trials):
            self.throw_away(key)
        self._end()

    def _run(self, trial: Trial) -> None:
        stage = "failed"
        try:
            trial.report = self._report(trial)
            stage = "done"
        except BeleidswijzerError as error:
            trial.error = error
        except Exception:
            log.exception("a document on trial")
        finally:
            # Its answers are kept in memory; of the document itself nothing has to stay on the disk.
            shutil.rmtree(trial.folder, ignore_errors=True)
            trial.stage = stage

    def _report(self, trial: Trial) -> Report:
        def heard(page: int, pages: int) -> None:
            trial.page, trial.pages = page, pages
            if page == pages:
                trial.stage = "learning"

        encoder = self._encoder()
        store = Store(trial.folder / "bibliotheek", create=True)
        try:
            library = Library(store, encoder, partial(self._readers().read, progress=heard), _no_archive)
            path = trial.folder / trial.name
            (outcome,) = library.add([File(path, trial.name, {}, origin="proef")])
            if outcome.error or not outcome.document_id:
                raise outcome.error or BeleidswijzerError("reader_failed", source=trial.name, reason="?")
            trial.stage = "asking"
            with store.snapshot() as snapshot:
                document = snapshot.document(outcome.document_id)
                figures = snapshot.figures(Filters())
            if document is None:
                raise BeleidswijzerError("reader_failed", source=trial.name, reason="?")
            assistant = Assistant(Searcher(store, encoder))
            asked = answerable(document, figures, lambda question: assistant.ask(Request(question)))
            return Report(
                document.description,
                outcome.coverage,
                outcome.passages,
                sum(block.table is not None for block in document.blocks),
                len(figures),
                document.description.refers_to,
                tuple(asked),
                round(time.monotonic() - trial.began),
            )
        finally:
            store.close()


def _no_archive(_data: bytes, _source: str) -> None:
    """Open no archive: one document is tried at a time."""
