"""One file that is given to the process that reads, and what comes back of it, within its limits."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Mapping
from dataclasses import asdict
from time import monotonic

from corpus.errors import ReadError
from corpus.frames import DATA, HEAD, JOB, LAST, receive, send
from corpus.limits import MEGABYTE, Limits
from corpus.reply import bad_reply

Hear = Mapping[bytes, Callable[[bytearray], object]]
NOTHING: Mapping[str, int] = {}
# What a frame counts for at least, so that pages without end are too much text as well.
LEAST_FRAME = 1000


class Job:
    """One file, seen from the program: what is sent, what comes back, and what time there is left.

    ``hear`` gives for each kind of frame that may precede the last one what to do with it.
    """

    def __init__(self, channel: socket.socket, source: str, limits: Limits, hear: Hear) -> None:
        self._channel = channel
        self._source = source
        self._limits = limits
        self._hear = hear
        self._left = limits.output_mb * MEGABYTE
        self._begun = self._heard = monotonic()

    def order(self, task: str, data: bytes, folder: str, more: Mapping[str, int] = NOTHING) -> None:
        """Send what to do with which file, and the limits; ``folder`` is for temporary files, ``more``
        is what else the task needs to know."""
        order = {"task": task, "source": self._source, "folder": folder, "limits": asdict(self._limits)}
        order["more"] = dict(more)
        self._channel.settimeout(self._limits.silence_seconds)
        try:
            send(self._channel, JOB, json.dumps(order).encode())
            send(self._channel, DATA, data)
        except TimeoutError as error:
            seconds = self._limits.silence_seconds
            raise ReadError("took_too_long", source=self._source, seconds=seconds) from error
        except ConnectionError:
            return  # how the other side ended is told over the other channel

    def listen(self) -> tuple[bytes | None, bytearray]:
        """Return the last frame: what was made of the file, or an error; None where there was none."""
        last: tuple[bytes, bytearray] | None = None
        while head := receive(self._channel, HEAD.size, self.wait):
            kind, size = HEAD.unpack(head)
            self._left -= max(LEAST_FRAME, size)
            if self._left < 0:
                raise ReadError("too_much_text", source=self._source)
            if last or (kind not in LAST and kind not in self._hear):
                raise bad_reply(self._source)
            payload = receive(self._channel, size, self.wait)
            if payload is None:
                break
            self._heard = monotonic()
            if kind in LAST:
                last = kind, payload
            else:
                self._hear[kind](payload)
        return last or (None, bytearray())

    def wait(self) -> float:
        """Return the seconds there are left; raises ReadError ``took_too_long``."""
        now = monotonic()
        silence = self._heard + self._limits.silence_seconds - now
        whole = self._begun + self._limits.wall_seconds - now
        if min(silence, whole) <= 0:
            limit = self._limits.silence_seconds if silence <= 0 else self._limits.wall_seconds
            raise ReadError("took_too_long", source=self._source, seconds=limit)
        return min(silence, whole)
