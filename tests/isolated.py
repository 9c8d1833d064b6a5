"""Reading one file in another process as in production, with what it cost."""

from __future__ import annotations

import time
from dataclasses import dataclass

from corpus.document import Document
from corpus.errors import ReadError
from corpus.frames import PROGRESS, READ
from corpus.isolate import Worker
from corpus.limits import PRODUCTION
from corpus.reply import REPORTED, document_of
from web.messages import error_message

# The kernel looks at the computing time once a second, and recognising a picture comes on top.
GRACE_SECONDS = 2


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a file: a document or the code of its refusal; ``seconds`` is wall time."""

    document: Document | None
    code: str
    seconds: float


def read_apart(worker: Worker, data: bytes, source: str) -> Outcome:
    """Read a file; every test fails that sees an uncaught error, or a cost above the limits."""
    limits = PRODUCTION.for_size(len(data))
    began = time.monotonic()
    document, code = None, "document"
    try:
        reply = worker.run(READ, data, source, limits, {PROGRESS: len})
        assert reply.cpu_seconds <= limits.cpu_seconds + GRACE_SECONDS
        assert reply.memory_mb <= limits.memory_mb
        document = document_of(reply, source, limits)
        assert document.text.strip()
    except ReadError as error:
        code = _judged(error, source)
    return Outcome(document, code, time.monotonic() - began)


def _judged(error: ReadError, source: str) -> str:
    """Return the code of a refusal that has a sentence.

    That a parser broke down is one; an error that no reader of ours foresaw is a mistake of ours.
    """
    assert error.code in REPORTED.keys() | {"took_too_long"}
    if error.code == "reader_failed":
        assert str(error.parameters["reason"]).startswith(("signal", "exit")), str(error)
    assert source in error_message(error, "nl")
    return error.code
