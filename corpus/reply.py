"""What the process that reads sent back, judged: a document, or the error that says what happened."""

from __future__ import annotations

import json
import signal
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from corpus.check import is_sound
from corpus.document import Document
from corpus.errors import ReadError
from corpus.frames import DOCUMENT, ERROR, LISTED, PICTURE
from corpus.limits import Limits
from corpus.page_picture import PagePicture, unpacked
from corpus.serialise import whole_from_json

# The names in an archive in order, each with what is wrong with that member, if anything is.
Listing = tuple[tuple[str, ReadError | None], ...]
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
    "too_large": frozenset({"megabytes"}),
    "too_much_memory": frozenset(),
    "too_much_text": frozenset(),
    "reader_failed": frozenset({"reason"}),
}
LONGEST_PARAMETER = 200
LONGEST_PROGRESS = 40
LONGEST_NAME = 1000
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
    return _document(_last(reply, DOCUMENT, source, limits), source)


def listing_of(reply: Reply, source: str, limits: Limits) -> Listing | None:
    """Return the names in an archive, each with its error if it has one; None for what is no archive.

    Raises ReadError as ``document_of`` does.
    """
    payload = _last(reply, LISTED, source, limits)
    try:
        found = json.loads(payload)
        return None if found is None else tuple(_member(name, error, source) for name, error in found)
    except Exception as error:  # whatever is wrong with it, it is no list
        raise bad_reply(source) from error


def picture_of(reply: Reply, source: str, limits: Limits) -> PagePicture:
    """Return the picture in the reply; raises ReadError as ``document_of`` does."""
    payload = _last(reply, PICTURE, source, limits)
    try:
        return unpacked(payload)
    except ValueError as error:
        raise bad_reply(source) from error


def page_of(payload: bytearray, source: str) -> tuple[int, int]:
    """Return the page that is done and how many there are."""
    try:
        page, pages = map(int, payload[:LONGEST_PROGRESS].split(b"/"))
    except ValueError as error:
        raise bad_reply(source) from error
    return page, pages


def _last(reply: Reply, wanted: bytes, source: str, limits: Limits) -> bytearray:
    """Return the last frame where it is of the kind that was asked for, or raise what it means."""
    if reply.kind == wanted and reply.exit_code == 0:
        return reply.payload
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


def _member(name: str, error: Any, source: str) -> tuple[str, ReadError | None]:
    if not 0 < len(name) <= LONGEST_NAME or "\0" in name or ".." in PurePosixPath(name).parts:
        raise ValueError(name)
    return name, None if error is None else _error(error[0], error[1], f"{source}/{name}")


def _reported(payload: bytearray, source: str) -> ReadError:
    try:
        code, given = json.loads(payload)
    except Exception:  # as above
        return bad_reply(source)
    return _error(code, given, source)


def _error(code: Any, given: Any, source: str) -> ReadError:
    try:
        parameters = {"source": source, **{name: _parameter(given[name]) for name in REPORTED[code]}}
    except Exception:  # as above: no code of ours, or not what its sentence needs
        return bad_reply(source)
    return ReadError(code, **parameters)


def _parameter(value: Any) -> str | int:
    return value if type(value) is int else str(value)[:LONGEST_PARAMETER]
