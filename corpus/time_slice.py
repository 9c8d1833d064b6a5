"""A limit on what a part of the work may take, where the rest is worth having without it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

# Should what is stopped catch everything, it is stopped again.
AGAIN = 0.1


class OutOfTime(BaseException):
    """The time is up; no Exception, so that what is stopped does not take it for an error of its own."""


@contextmanager
def time_slice(seconds: float) -> Iterator[None]:
    """Raise OutOfTime in the block when it has computed this many seconds.

    Only the main thread can be stopped so; elsewhere, and within another slice, there is no limit.
    """
    if threading.current_thread() is not threading.main_thread() or signal.getitimer(signal.ITIMER_PROF)[0]:
        yield
        return
    before = signal.signal(signal.SIGPROF, _stop)
    try:
        signal.setitimer(signal.ITIMER_PROF, seconds, AGAIN)
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _stop(*_: object) -> NoReturn:
    raise OutOfTime
