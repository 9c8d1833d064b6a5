"""Files that were sent in: read and added one after another, while the sender asks how far it is."""

from __future__ import annotations

import logging
import secrets
import shutil
import tempfile
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from time import monotonic

from corpus.errors import BeleidswijzerError
from corpus.isolate import Readers
from index.embed import Encoder
from index.files import File, Unpack
from index.library import Library, Outcome
from index.store import Store

log = logging.getLogger(__name__)
MOST_WAITING = 8
MOST_KEPT = 200
CLOSING_SECONDS = 10
ID_BYTES = 8
PREFIX = "beleidswijzer-aanlevering-"


class State(StrEnum):
    """How far a file is."""

    WAITING = "waiting"
    READING = "reading"
    DONE = "done"
    FAILED = "failed"


@dataclass(slots=True)
class Job:
    """A file that was sent in: what became of it, and ``error`` where something else went wrong."""

    job_id: str
    name: str
    created: datetime
    state: State = State.WAITING
    finished: datetime | None = None
    outcomes: tuple[Outcome, ...] = ()
    error: BeleidswijzerError | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """A file to add: its bytes and name, what is said of it, and the origin of the document of which it is
    a new version, None for a new document."""

    data: bytes = field(repr=False)
    name: str
    said: Mapping[str, object]
    version_of: str | None = None


class Jobs:
    """The files that were sent in, kept in memory: the latest ones, in this process.

    ``encoder`` returns the language model, ``readers`` the processes that read one file.
    """

    def __init__(self, library: Path, encoder: Callable[[], Encoder], readers: Callable[[], Readers]) -> None:
        self._library = library
        self._encoder = encoder
        self._make_readers = readers
        self._readers: Readers | None = None
        self._jobs: dict[str, Job] = {}
        self._threads: dict[str, threading.Thread] = {}
        self._lock = threading.Lock()
        self._turn = threading.Lock()
        self._closed = False

    def start(self, delivery: Delivery) -> Job | None:
        """Begin with a file, when its turn comes; None where too many wait already."""
        with self._lock:
            if len(self._threads) >= MOST_WAITING or self._closed:
                return None
            job = Job(f"j{secrets.token_hex(ID_BYTES)}", delivery.name, datetime.now(UTC))
            self._jobs[job.job_id] = job
            for old in [j for j in self._jobs.values() if j.finished][: max(0, len(self._jobs) - MOST_KEPT)]:
                del self._jobs[old.job_id]
            thread = threading.Thread(target=self._run, args=(job, delivery), name="delivery", daemon=True)
            self._threads[job.job_id] = thread
        thread.start()
        return job

    def get(self, job_id: str) -> Job | None:
        """Return a job, None where there is none."""
        with self._lock:
            return self._jobs.get(job_id)

    def listed(self) -> list[Job]:
        """Return the jobs, the latest first."""
        with self._lock:
            return list(reversed(self._jobs.values()))

    def close(self) -> None:
        """Begin with no other file, and wait a moment for the one that is being added."""
        self._closed = True
        with self._lock:
            threads = list(self._threads.values())
        end = monotonic() + CLOSING_SECONDS
        for thread in threads:  # those that wait their turn end with the one that is at work
            thread.join(max(0.0, end - monotonic()))
        if self._readers is not None:
            self._readers.close()

    def _run(self, job: Job, delivery: Delivery) -> None:
        state = State.FAILED
        try:
            with self._turn:
                if self._closed:
                    return
                job.state = State.READING
                job.outcomes = tuple(self._added(job, delivery))
            state = State.DONE if any(outcome.done for outcome in job.outcomes) else State.FAILED
        except BeleidswijzerError as error:
            job.error = error
        except Exception:
            log.exception("a file that was sent in")
            job.error = BeleidswijzerError("server_error")
        finally:
            job.finished = datetime.now(UTC)
            job.state = state
            with self._lock:
                del self._threads[job.job_id]

    def _added(self, job: Job, delivery: Delivery) -> list[Outcome]:
        """Add the file; of an archive every document, of a new version one document only."""
        encoder = self._encoder()
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        store = Store(self._library, create=True)
        readers = self._readers or self._make_readers()
        self._readers = readers
        unpack: Unpack = _no_archive if delivery.version_of else readers.unpack
        try:
            path = folder / "bestand"
            path.write_bytes(delivery.data)
            origin = delivery.version_of or f"api:{job.job_id}/{delivery.name}"
            file = File(path, delivery.name, delivery.said, origin)
            return list(Library(store, encoder, readers.read, unpack).add([file]))
        finally:
            store.close()
            shutil.rmtree(folder, ignore_errors=True)


def _no_archive(_data: bytes, _source: str) -> None:
    """Open no archive: a document has one file."""
