"""Reading in another process, under limits, so that no file can harm or stop the program.

The program sends bytes and gets JSON; it never parses a file and trusts nothing that comes back.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import weakref
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from queue import LifoQueue
from tempfile import TemporaryDirectory, TemporaryFile
from types import TracebackType
from typing import Self

import corpus
from corpus.archive import MOST_TOTAL, SIGNATURES
from corpus.document import Document
from corpus.errors import ReadError
from corpus.frames import DRAW, END, MEMBER, PROGRESS, READ, READY, UNPACK, receive
from corpus.job import NOTHING, Hear, Job
from corpus.limits import MEGABYTE, PRODUCTION, Limits
from corpus.members import Members
from corpus.page_picture import PagePicture
from corpus.processes import end_group, end_tree
from corpus.raw import Progress, no_progress
from corpus.reply import Reply, document_of, listing_of, page_of, picture_of

READER = "corpus.reader:read_bytes"
START_SECONDS = 60
END_SECONDS = 2
# What may come out of an archive: its members, and the list of their names.
UNPACKED_MB = MOST_TOTAL // MEGABYTE + 20
# The folder of the packages comes first only where Python does not know it already, and -P keeps the
# current folder out: what lies there must not be taken for a module.
START = """import sys
sys.path[:0] = {sys.argv[1]} - set(sys.path)
from corpus.worker import main
main(sys.argv[2])
"""
# What Python and Tesseract need to be found and to run; of all else nothing is passed on.
PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "LD_LIBRARY_PATH", "TESSDATA_PREFIX", "PYTHONHOME")
# One thread each: a process with threads must not fork, and every reader has a process of its own.
ONE_THREAD = {"OMP_THREAD_LIMIT": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


class Readers:
    """A number of processes that read. May be used by several threads at once; a context manager.

    ``size`` files are read at the same time, the next waits. A process is started when it is first
    needed. ``reader`` is the function that reads, as "module:function".
    """

    def __init__(self, limits: Limits = PRODUCTION, size: int = 2, reader: str = READER) -> None:
        self.limits = limits
        workers = [Worker(reader) for _ in range(size)]
        self._idle: LifoQueue[Worker] = LifoQueue()
        for worker in workers:
            self._idle.put(worker)
        self._end = weakref.finalize(self, _end_all, workers)  # also when the program ends

    def read(
        self, data: bytes, source: str, progress: Progress = no_progress, silence: int | None = None
    ) -> Document:
        """Return the document made of ``data``. ``progress`` is called with a page and the number of
        pages; ``silence`` is the number of seconds for one page, where the limit should be another.

        Raises ReadError: what the reader reports, or ``took_too_long``, ``too_much_memory``,
        ``too_much_text`` or ``reader_failed``.
        """
        limits = self.limits.for_size(len(data))
        if silence is not None:
            limits = replace(limits, silence_seconds=silence)
        hear: Hear = {PROGRESS: lambda told: progress(*page_of(told, source))}
        return document_of(self._run(READ, data, source, limits, hear), source, limits)

    def unpack(self, data: bytes, source: str) -> Members | None:
        """Return the files in an archive, all unpacked already; None where ``data`` is no archive.

        Raises ReadError ``unsafe_archive``, ``encrypted`` or ``damaged`` for one that is not opened,
        and as ``read`` does where a limit was passed.
        """
        if not data.startswith(SIGNATURES):
            return None
        limits = replace(self.limits.for_size(len(data)), output_mb=UNPACKED_MB)
        members = Members(source, TemporaryFile())  # noqa: SIM115  # closed with the members
        try:
            reply = self._run(UNPACK, data, source, limits, {MEMBER: members.take})
            listing = listing_of(reply, source, limits)
            if listing is not None:
                return members.named(listing)
        except BaseException:
            members.close()
            raise
        members.close()
        return None

    def draw(self, data: bytes, source: str, page: int, width: int) -> PagePicture:
        """Return a page of a PDF, counted from 1, as a picture of at most so many pixels wide.

        Raises ReadError ``encrypted`` or ``damaged``, and as ``read`` does where a limit was passed.
        """
        limits = self.limits.for_size(len(data))
        reply = self._run(DRAW, data, source, limits, {}, {"page": page, "width": width})
        return picture_of(reply, source, limits)

    def _run(
        self,
        task: str,
        data: bytes,
        source: str,
        limits: Limits,
        hear: Hear,
        more: Mapping[str, int] = NOTHING,
    ) -> Reply:
        if not self._end.alive:
            raise RuntimeError("these readers are closed")
        worker = self._idle.get()
        try:
            return worker.run(task, data, source, limits, hear, more)
        finally:
            self._idle.put(worker)

    def close(self) -> None:
        """End the processes."""
        self._end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


@cache
def default_readers() -> Readers:
    """Return the readers with the limits of production, shared by all who give no others."""
    return Readers()


def _end_all(workers: Sequence[Worker]) -> None:
    for worker in workers:
        worker.end()


class Worker:
    """One process that reads one file at a time; it is started, and started again, when needed."""

    def __init__(self, reader: str) -> None:
        self._reader = reader
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def run(
        self,
        task: str,
        data: bytes,
        source: str,
        limits: Limits,
        hear: Hear,
        more: Mapping[str, int] = NOTHING,
    ) -> Reply:
        """Return what came of one file; raises ReadError where a limit of the program was passed.

        Whatever is raised, nothing of the reading is left running.
        """
        try:
            control, channel = self._channels()
            with channel, TemporaryDirectory(prefix="beleidswijzer-", ignore_cleanup_errors=True) as folder:
                job = Job(channel, source, limits, hear)
                job.order(task, data, folder, more)
                kind, payload = job.listen()
                end = receive(control, END.size, job.wait)
            if end is None:
                raise ReadError("reader_failed", source=source, reason="no process")
        except BaseException:
            self.end()
            raise
        return Reply(kind, payload, *END.unpack(end))

    def end(self) -> None:
        """End the process and all below it."""
        process, self._process = self._process, None
        control, self._control = self._control, None
        if process is None or control is None:
            return
        control.close()  # upon which it ends what it has started, and itself
        with suppress(subprocess.TimeoutExpired):
            process.wait(END_SECONDS)
        if process.poll() is None:
            end_tree(process.pid)
        end_group(process.pid)
        process.wait()

    def _channels(self) -> tuple[socket.socket, socket.socket]:
        """Return the channel to the process, and that of a new job."""
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                control = self._started()
                socket.send_fds(control, [READY], [theirs.fileno()])
            except ConnectionError:  # the process has ended since it was last needed
                self.end()
                control = self._started()
                socket.send_fds(control, [READY], [theirs.fileno()])
        return control, ours

    def _started(self) -> socket.socket:
        """Return the channel to the process, which is started where it does not run."""
        if self._process and self._control and self._process.poll() is None:
            return self._control
        self.end()
        self._control, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603  # our own program, no shell, no user's words
                [sys.executable, "-P", "-c", START, _root(), self._reader],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C in a terminal is for the program to handle
                cwd="/",
                env={**{name: os.environ[name] for name in PASSED_ON if name in os.environ}, **ONE_THREAD},
            )
        self._control.settimeout(START_SECONDS)
        said = self._control.recv(1000)
        if said != READY:
            self.end()
            raise RuntimeError(f"the process that reads did not start: {said.decode(errors='replace')}")
        return self._control


def _root() -> str:
    """Return the folder in which this package lies."""
    return str(Path(corpus.__path__[0]).absolute().parent)
