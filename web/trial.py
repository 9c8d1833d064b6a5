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
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from assistant.ask import Assistant, Request
from corpus.document import Description, Document
from corpus.errors import BeleidswijzerError, LibraryError
from corpus.figures import figures
from corpus.isolate import Readers
from index.chunk import passages
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
PREFIX = "beleidswijzer-proef-"
ENDINGS = (".pdf", ".docx", ".odt", ".html", ".htm")


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a document: what is known about it, and how much was read and found."""

    about: Description
    coverage: CoverageRecord
    passages: int
    tables: int
    amounts: int

    @classmethod
    def of(cls, document: Document) -> Reading:
        """Return what can be said of a document as soon as it has been read."""
        return cls(
            document.description,
            CoverageRecord.of(document.coverage),
            len(list(passages(document))),
            sum(block.table is not None for block in document.blocks),
            len(list(figures(document))),
        )


@dataclass(frozen=True, slots=True)
class Report:
    """What came of trying a document: what was read, questions with their answers, and after how long."""

    reading: Reading
    asked: tuple[Asked, ...]
    seconds: int


@dataclass(slots=True)
class Trial:
    """One document on trial; ``stage`` is "reading", "learning", "asking", "done" or "failed".

    ``reading`` is there long before the report: what takes time is to make a document searchable.
    """

    key: str
    name: str
    folder: Path
    began: float
    stage: str = "reading"
    page: int = 0
    pages: int = 0
    reading: Reading | None = None
    report: Report | None = None
    error: BeleidswijzerError | None = None

    @property
    def path(self) -> Path:
        """Where the document lies: under a name of ours, since not every name fits on every disk."""
        return self.folder / f"stuk{PurePosixPath(self.name).suffix}"


class Trials:
    """The documents on trial: one is read at a time, few are kept, none longer than an hour.

    ``encoder`` returns the language model, ``readers`` the processes that read one document.
    """

    def __init__(self, encoder: Callable[[], Encoder], readers: Callable[[], Readers]) -> None:
        self._encoder = encoder
        self._readers = readers
        self._trials: dict[str, Trial] = {}
        self._lock = threading.Lock()
        self._root: Path | None = None
        self._closed = False

    def start(self, data: bytes, name: str) -> Trial | None:
        """Begin with a document; None while another one is being read or too many are kept."""
        self.sweep()
        with self._lock:
            busy = any(trial.stage not in ("done", "failed") for trial in self._trials.values())
            if busy or len(self._trials) >= MOST_KEPT or self._closed:
                return None
            key = secrets.token_urlsafe(16)
            folder = self._folder() / secrets.token_hex(8)
            trial = Trial(key, name, folder, time.monotonic())
            self._trials[key] = trial
        try:
            folder.mkdir()
            trial.path.write_bytes(data)
        except OSError as error:
            self.throw_away(key)
            raise LibraryError("disk", folder=str(folder), reason=error.strerror or str(error)) from error
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
        if trial:  # one that is still being read removes its folder itself, when it ends or fails
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
        self._closed = True
        for key in list(self._trials):
            self.throw_away(key)
        if self._root:
            shutil.rmtree(self._root, ignore_errors=True)

    def _folder(self) -> Path:
        """Return the folder of all trials, made when it is first needed; what a program that was killed
        has left of its own is removed."""
        if self._root is None:
            for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
                with suppress(OSError):
                    if time.time() - left.stat().st_mtime > KEPT_SECONDS:
                        shutil.rmtree(left)
            self._root = Path(tempfile.mkdtemp(prefix=PREFIX))
            weakref.finalize(self, shutil.rmtree, self._root, ignore_errors=True)
        return self._root

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

        def read(data: bytes, source: str) -> Document:
            document = readers.read(data, source, progress=heard)
            trial.reading = Reading.of(document)
            trial.stage = "learning"
            return document

        encoder = self._encoder()
        store = Store(trial.folder / "bibliotheek", create=True)
        readers = self._readers()
        try:
            library = Library(store, encoder, read, _no_archive)
            (outcome,) = library.add([File(trial.path, trial.name, {}, origin="proef")])
            if outcome.error or not outcome.document_id:
                raise outcome.error or BeleidswijzerError("reader_failed", source=trial.name, reason="?")
            trial.stage = "asking"
            with store.snapshot() as snapshot:
                document = snapshot.document(outcome.document_id)
                amounts = snapshot.figures(Filters())
            if document is None or trial.reading is None:
                raise BeleidswijzerError("reader_failed", source=trial.name, reason="?")
            assistant = Assistant(Searcher(store, encoder))
            asked = answerable(document, amounts, lambda question: assistant.ask(Request(question)))
            return Report(trial.reading, tuple(asked), round(time.monotonic() - trial.began))
        finally:
            readers.close()
            store.close()


def _no_archive(_data: bytes, _source: str) -> None:
    """Open no archive: one document is tried at a time."""
