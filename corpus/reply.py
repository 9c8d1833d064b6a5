"""What the process that reads sent back, judged: a document, or the error that says what happened."""

from __future__ import annotations

import json
import signal
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from corpus.check import is_sound
from corpus.document import Document
from corpus.errors import ReadError
from corpus.frames import DOCUMENT, ERROR
from corpus.limits import Limits
from corpus.serialise import whole_from_json

# What a reader may report, with the parameters of its sentence besides the source.
REPORTED: Mapping[str, frozenset[str]] = {
    "empty": frozenset(),
    "binary": frozenset(),
    "format": frozenset({"format"}),
    "damaged": frozenset({"format"}),
    "encrypted": frozenset(),
    "no_text_layer": frozenset({"pages"}),
    "unsafe_archive": frozenset({"reason"}),
    "unsafe_markup": frozenset({"reason"}),
    "too_much_memory": frozenset(),
    "too_much_text": frozenset(),
    "reader_failed": frozenset({"reason"}),
}
LONGEST_PARAMETER = 200
# A document of 2,000 pages has about three million values; a reply of brackets alone has more.
MOST_VALUES = 5_000_000
# A reader that ended with this part of its memory in use most likely wanted more.
MEMORY_FULL = 0.8


@dataclass(frozen=True, slots=True)
class Reply:
    """The last frame, if there was one, and how the process ended: exit code (negative for a
    signal), seconds of computing and megabytes at its peak.
    """

    kind: bytes | None
    payload: bytearray
    exit_code: int
    cpu_seconds: float
    memory_mb: float


def document_of(reply: Reply, source: str, limits: Limits) -> Document:
    """Return the document in the reply; raises ReadError with what the reader said or what ended it."""
    if reply.kind == DOCUMENT and reply.exit_code == 0:
        return _document(reply.payload, source)
    if reply.kind == ERROR and reply.exit_code == 0:
        raise _reported(reply.payload, source)
    if reply.exit_code == -signal.SIGXCPU or reply.cpu_seconds >= limits.cpu_seconds:
        raise ReadError("took_too_long", source=source, seconds=limits.cpu_seconds)
    if reply.memory_mb >= limits.memory_mb * MEMORY_FULL:
        raise ReadError("too_much_memory", source=source)
    ended = f"signal {-reply.exit_code}" if reply.exit_code < 0 else f"exit {reply.exit_code}"
    raise ReadError("reader_failed", source=source, reason=ended)


def bad_reply(source: str) -> ReadError:
    """Return the error for an answer that no reader of ours gives."""
    return ReadError("reader_failed", source=source, reason="bad reply")


def _document(payload: bytearray, source: str) -> Document:
    # Counted before it is parsed: an empty list takes three bytes here and twenty times that as one.
    if sum(payload.count(mark) for mark in b",[{") > MOST_VALUES:
        raise ReadError("too_much_text", source=source)
    try:
        document = whole_from_json(payload.decode("utf-8"), source)
        sound = is_sound(document)
    except Exception as error:  # whatever is wrong with it, it is no document
        raise bad_reply(source) from error
    if not sound:
        raise bad_reply(source)
    return document


def _reported(payload: bytearray, source: str) -> ReadError:
    try:
        code, given = json.loads(payload)
        parameters = {"source": source, **{name: _parameter(given[name]) for name in REPORTED[code]}}
    except Exception:  # as above
        return bad_reply(source)
    return ReadError(code, **parameters)


def _parameter(value: Any) -> str | int:
    return value if type(value) is int else str(value)[:LONGEST_PARAMETER]
