"""What crosses between the program and the process that reads: frames of a kind, a length and bytes."""

from __future__ import annotations

import socket
from collections.abc import Callable
from struct import Struct

HEAD = Struct(">cQ")
# To the process that reads: the job as JSON, and the file.
JOB, DATA = b"j", b"b"
# What a job can be: make a document of the file, unpack it where it is an archive, or draw a page.
READ, UNPACK, DRAW = "read", "unpack", "draw"
# Back: "page/pages" when a page is done, or the bytes of a member of an archive; at last JSON of a
# document, of a list of members, or of a code and its parameters, or the picture of a page.
PROGRESS, MEMBER = b"p", b"m"
DOCUMENT, LISTED, ERROR, PICTURE = b"d", b"l", b"e", b"i"
LAST = (DOCUMENT, LISTED, ERROR, PICTURE)
# Over the other channel, which no parser can reach: ready for work, and how a job ended
# (exit code, negative for a signal; seconds of computing; megabytes at its peak).
READY = b"!"
END = Struct(">idd")

Wait = Callable[[], float | None]


def forever() -> None:
    """Say that there is no limit to the wait for the next bytes."""


def send(channel: socket.socket, kind: bytes, payload: bytes) -> None:
    """Send one frame."""
    channel.sendall(HEAD.pack(kind, len(payload)))
    channel.sendall(payload)


def receive(channel: socket.socket, size: int, wait: Wait = forever) -> bytearray | None:
    """Return the next ``size`` bytes, or None where the other side ended before.

    ``wait`` returns the seconds there are left for them, and raises when there are none.
    """
    received = bytearray()
    while len(received) < size:
        channel.settimeout(wait())
        try:
            part = channel.recv(min(size - len(received), 1 << 20))
        except TimeoutError:
            continue
        except ConnectionError:
            return None
        if not part:
            return None
        received += part
    return received
