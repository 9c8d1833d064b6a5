"""The process that reads: it waits for files and reads each in a fork of itself, under limits.

It has loaded the readers once, has one thread, and never looks into a file itself. The fork sends
its document, or what went wrong, over a channel of its own job. A second channel, which the fork
closes, tells the program how the fork ended; when the program ends that channel does too, and
everything below this process is ended.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import socket
import sys
import tempfile
from importlib import import_module
from typing import Any, NoReturn

from corpus.archive import is_archive, members
from corpus.errors import ReadError
from corpus.frames import (
    DOCUMENT,
    DRAW,
    END,
    ERROR,
    HEAD,
    LISTED,
    MEMBER,
    PICTURE,
    PROGRESS,
    READY,
    UNPACK,
    receive,
    send,
)
from corpus.limits import MEGABYTE, Limits
from corpus.processes import adopt_orphans, confine, end_with, reap
from corpus.raw import Read, no_progress
from corpus.render_pdf import render_page
from corpus.serialise import whole_to_json

FAILED = 70
# Read once at the start, so that the tables a reader loads when it first needs them are there.
FIRST = "# Begroting 2024 gemeente Emmen\n\nDe raad stelt vast: programma 1 kost € 5.\n".encode()
# ru_maxrss counts kilobytes on Linux and bytes on macOS.
PEAK_UNIT = 1 if sys.platform == "darwin" else 1024


def main(reader: str) -> None:
    """Serve the program at the other end of standard input with ``reader`` ("module:function")."""
    control = socket.socket(fileno=os.dup(0))
    _silence()
    try:
        module, _, name = reader.partition(":")
        read: Read = getattr(import_module(module), name)
        read(FIRST, "begroting.md", no_progress)
    except Exception as error:
        control.sendall(f"{type(error).__name__}: {error}".encode()[:1000])
        return
    adopt_orphans()
    gc.freeze()  # what is loaded now stays shared with the forks
    serve(control, read)


def serve(control: socket.socket, read: Read) -> None:
    """Read files until the program is gone."""
    ended, wake = socket.socketpair()
    ended.setblocking(False)
    wake.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake.fileno(), warn_on_full_buffer=False)
    root = os.getpid()
    control.sendall(READY)
    while job := _next(control):
        pid = os.fork()
        if not pid:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for channel in (control, ended, wake):
                channel.close()
            end_with(root)
            _exit_after(job, read)
        job.close()
        end = _wait(pid, control, ended)
        reap(root)
        if end is None:
            return
        control.sendall(end)


def _next(control: socket.socket) -> socket.socket | None:
    """Return the channel of the next job, or None where the program is gone."""
    _, channels, _, _ = socket.recv_fds(control, 1, 1)
    return socket.socket(fileno=channels[0]) if channels else None


def _wait(pid: int, control: socket.socket, ended: socket.socket) -> bytes | None:
    """Return how the job ended, or None where the program is gone or wants this process to end."""
    while True:
        ready, _, _ = select.select([control, ended], [], [])
        if control in ready:
            return None
        ended.recv(4096)
        done = -1
        while done:
            done, status, usage = os.wait4(-1, os.WNOHANG)
            if done == pid:
                seconds = usage.ru_utime + usage.ru_stime
                peak = usage.ru_maxrss * PEAK_UNIT / MEGABYTE
                return END.pack(os.waitstatus_to_exitcode(status), seconds, peak)


def _exit_after(job: socket.socket, read: Read) -> NoReturn:
    code = FAILED
    try:
        _work(job, read)
        code = 0
    finally:
        os._exit(code)  # a fork must not run what its parent planned for its own end


def _work(job: socket.socket, read: Read) -> None:
    """Do with the file of this job what is asked, and send what came of it."""
    order = json.loads(_payload(job))
    limits = Limits(**order["limits"])
    os.chdir(order["folder"])
    tempfile.tempdir = order["folder"]
    confine(limits)
    data = bytes(_payload(job))
    try:
        if order["task"] == UNPACK:
            kind, body = LISTED, json.dumps(_unpacked(job, data, order["source"])).encode()
        elif order["task"] == DRAW:
            kind, body = PICTURE, render_page(data, order["source"], **order["more"]).packed()
        else:
            kind, body = DOCUMENT, _document(job, data, order["source"], read)
        if len(body) > limits.output_mb * MEGABYTE:
            raise ReadError("too_much_text")
        send(job, kind, body)
    except ReadError as error:
        _fail(job, error.code, error.parameters)
    except MemoryError:
        _fail(job, "too_much_memory", {})
    except BaseException as error:  # parsers also raise what is no Exception, such as SystemExit
        _fail(job, "reader_failed", {"reason": type(error).__name__})


def _document(job: socket.socket, data: bytes, source: str, read: Read) -> bytes:
    def progress(page: int, pages: int) -> None:
        send(job, PROGRESS, b"%d/%d" % (page, pages))

    return whole_to_json(read(data, source, progress)).encode("utf-8")


def _unpacked(job: socket.socket, data: bytes, source: str) -> list[tuple[str, Any]] | None:
    """Send each member of an archive; return the names, with why a member could not be unpacked.

    None where the file is a document of its own.
    """
    if not is_archive(data, source):
        return None
    listing: list[tuple[str, Any]] = []
    for name, content in members(data, source):
        if isinstance(content, ReadError):
            listing.append((name, (content.code, content.parameters)))
        else:
            send(job, MEMBER, content)
            listing.append((name, None))
    return listing


def _payload(job: socket.socket) -> bytearray:
    head = receive(job, HEAD.size)
    payload = receive(job, HEAD.unpack(head)[1]) if head else None
    if payload is None:
        raise EOFError("the program is gone")
    return payload


def _fail(job: socket.socket, code: str, parameters: dict[str, Any]) -> None:
    send(job, ERROR, json.dumps([code, parameters], default=str).encode())


def _silence() -> None:
    """Close the standard channels, so that what a parser prints goes nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in range(3):
        os.dup2(nowhere, standard)
    os.close(nowhere)
