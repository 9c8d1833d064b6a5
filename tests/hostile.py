"""Readers that misbehave, one for each way in which a parser can; run only under limits.

The first line of a file names what to do. A file that names nothing is read as always.
"""

from __future__ import annotations

import ctypes
import os
import random
import signal
import socket
import stat
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from corpus.document import Box, Document, Place, Reference, Span
from corpus.errors import ReadError
from corpus.frames import DOCUMENT, send
from corpus.raw import Progress
from corpus.reader import read_bytes

Act = Callable[[], Any]
TEXT = b"# Zorg\n\nWij helpen inwoners.\n\n## Wonen\n\nWij bouwen huizen."


def read(data: bytes, source: str, progress: Progress) -> Document:
    """Do what the first line says: a class, which of its ways, and a seed that varies the moment."""
    words = data.partition(b"\n")[0].decode(errors="replace").split()
    if len(words) == 3 and words[0] in ACTS:
        chance = random.Random(int(words[2]))  # noqa: S311  # a delay, no secret
        for page in range(chance.randrange(4)):
            progress(page + 1, 4)
            time.sleep(chance.random() / 20)
        made = ACTS[words[0]][int(words[1])]()
        if made is not None:
            return made  # type: ignore[no-any-return]  # some make what is no document
    return read_bytes(data, source, progress)


def sleep() -> None:
    time.sleep(60)


def spin() -> None:
    while True:
        pass


def deaf() -> None:
    for number in (signal.SIGTERM, signal.SIGXCPU, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    spin()


def chatter() -> None:
    channel = _channel()
    while True:
        send(channel, b"p", b"1/2")
        time.sleep(0.2)


def stop_the_worker() -> None:
    os.kill(os.getppid(), signal.SIGSTOP)
    time.sleep(60)


def pile() -> None:
    kept = []
    while True:
        kept.append(bytearray(10_000_000))


def at_once() -> None:
    bytearray(1 << 40)


def many_small() -> None:
    kept: list[object] = []
    while True:
        kept = [kept, [], {}, str(len(kept))]


def double() -> None:
    text = "a"
    while True:
        text += text


def leave() -> None:
    os._exit(3)


def leave_well() -> None:
    os._exit(0)


def system_exit() -> None:
    sys.exit(0)


def kill_the_worker() -> None:
    os.kill(os.getppid(), signal.SIGKILL)
    time.sleep(60)


def segfault() -> None:
    ctypes.string_at(0)


def signalled() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def abort() -> None:
    os.abort()


def stack() -> None:
    sys.setrecursionlimit(1 << 30)
    value: Any = []
    for _ in range(200_000):
        value = [value]
    repr(value)


def forks() -> None:
    for _ in range(3):
        os.fork()
    time.sleep(60)


def daemon() -> Document:
    """Leave a process behind in a session of its own, and answer as if nothing happened."""
    if not os.fork():
        os.setsid()
        if os.fork():
            os._exit(0)
        time.sleep(60)
    return _document()


def orphan_that_holds_on() -> None:
    """Leave with a child that keeps the channel open and does not listen to signals."""
    if not os.fork():
        deaf()
    os._exit(0)


def forks_on_and_on() -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with suppress(OSError):
            if os.fork() and random.random() < 0.5:  # noqa: S311  # no secret
                os._exit(0)
        time.sleep(0.05)


def large_text() -> Document:
    return replace(_document(), text="woord " * 10_000_000)


def garbage_on_and_on() -> None:
    channel = _channel()
    while True:
        channel.sendall(os.urandom(1 << 16))


def brackets() -> None:
    send(_channel(), DOCUMENT, b'{"text":[' + b"[]," * 6_000_000 + b"[]]}")
    os._exit(0)


def pages_on_and_on() -> None:
    channel = _channel()
    while True:
        channel.sendall(b"p" + (3).to_bytes(8, "big") + b"1/2")


def claims_much() -> None:
    _channel().sendall(b"d" + (1 << 60).to_bytes(8, "big") + b"{")
    time.sleep(60)


def open_files() -> None:
    kept = []
    while True:
        kept.append(Path(os.devnull).open())  # noqa: SIM115  # they are meant to stay open


def large_file() -> None:
    with tempfile.TemporaryFile() as file:
        while True:
            file.write(bytes(1 << 20))
            file.flush()


def leaves_files() -> Document:
    for number in range(5):
        Path(tempfile.mkdtemp()).joinpath(str(number)).write_bytes(bytes(1 << 20))
    return _document()


def prints() -> Document:
    print("d\x00\x00\x00\x00\x00\x00\x00\x02{}" * 1000, flush=True)  # noqa: T201  # that is what it tests
    os.write(1, b"e" * 10_000)
    os.write(2, b"e" * 10_000)
    return _document()


def writes_everywhere() -> None:
    for number in range(64):
        with suppress(OSError):
            os.write(number, b"\x00garbage" * 100)


def closes_all() -> None:
    os.closerange(0, 64)
    time.sleep(0.2)


def closes_all_and_stays() -> None:
    os.closerange(0, 64)
    time.sleep(60)


def answers_twice() -> Document:
    send(_channel(), DOCUMENT, b"{}")
    return _document()


class Odd(BaseException):
    def __str__(self) -> str:
        raise RuntimeError("no words")


def odd() -> None:
    raise Odd


def long_name() -> None:
    raise type("Fout" * 1000, (Exception,), {})("/etc/passwd")


def recursion() -> None:
    recursion()


def unknown_code() -> None:
    raise ReadError("no_such_code", source="x", path="/etc/passwd")


def lacks_parameter() -> None:
    raise ReadError("damaged", source="x")


def no_document() -> Any:
    return {"text": "geen document"}


def outside() -> Document:
    made = _document()
    return replace(made, blocks=(replace(made.blocks[0], span=Span(0, 10_000)),))


def backwards() -> Document:
    return replace(_document(), references=(Reference(Span(9, 3), "programma 6"),))


def other_version() -> Document:
    return replace(_document(), text_version="0" * 64)


def half_a_character() -> None:
    body = b'{"text":"\\ud800","version":"","description":{"title":"x"},"structure":{}}'
    send(_channel(), DOCUMENT, body)
    os._exit(0)


def no_such_block() -> Document:
    made = _document()
    return replace(made, sections=(replace(made.sections[0], blocks=(999,)),))


def endless_box() -> Document:
    place = Place(Span(0, 1), 1, Box(0.0, 0.0, float("nan"), 1e400))
    return replace(_document(), places=(place,))


def endless_page() -> Document:
    return replace(_document(), places=(Place(Span(0, 1), 10**30, None),))


def deep() -> None:
    send(_channel(), DOCUMENT, b"[" * 1_000_000)
    os._exit(0)


def _document() -> Document:
    return read_bytes(TEXT, "stuk.md")


def _channel() -> socket.socket:
    """Return the channel over which this reader answers, as a parser with bad intentions finds it."""
    for number in range(3, 64):
        with suppress(OSError):
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                return socket.socket(fileno=os.dup(number))
    raise RuntimeError("no channel")


# The ways of each class that stands in the security bar; the tests expect these codes.
ACTS: dict[str, tuple[Act, ...]] = {
    "hangs": (sleep, deaf, stop_the_worker, spin, chatter),
    "memory": (pile, at_once, double, many_small),
    "exits": (leave, leave_well, kill_the_worker, system_exit),
    "crashes": (segfault, signalled, abort, stack),
    "forks": (forks, orphan_that_holds_on, forks_on_and_on),
    "floods": (large_text, garbage_on_and_on, brackets, pages_on_and_on, claims_much),
    "files": (open_files, large_file),
    "channels": (writes_everywhere, closes_all_and_stays, answers_twice, closes_all),
    "raises": (odd, recursion, long_name, unknown_code, lacks_parameter),
    "lies": (
        *(outside, half_a_character, no_such_block, backwards, other_version),
        *(no_document, endless_box, endless_page, deep),
    ),
    "harmless": (daemon, prints, leaves_files),
}
CODES: dict[str, set[str]] = {
    "hangs": {"took_too_long"},
    "memory": {"too_much_memory", "took_too_long"},
    "exits": {"reader_failed"},
    "crashes": {"reader_failed"},
    "forks": {"took_too_long", "reader_failed"},
    "floods": {"too_much_text", "too_much_memory", "reader_failed"},
    "files": {"reader_failed"},
    "channels": {"reader_failed", "took_too_long", "too_much_text"},
    "raises": {"reader_failed"},
    "lies": {"reader_failed"},
    "harmless": set(),
}
