"""How often a password may be tried: slower for strangers, without locking out whom they pretend to be.

A browser in which an account signed in before has a count of its own, so that strangers who try that
account cannot keep its owner out.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from web.guard import Limit

MOST = 10
MOST_IN_TOTAL = 100
SECONDS = 300
# Working out a password takes half a second of a thread that visitors need too.
MOST_AT_ONCE = 2


class Attempts:
    """Counts in this process; ``clock`` gives seconds."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._total = Limit(MOST_IN_TOTAL, SECONDS, clock)
        self._each: dict[str, tuple[float, Limit]] = {}
        self._turns = threading.BoundedSemaphore(MOST_AT_ONCE)

    @contextmanager
    def turn(self, device: str | None = None) -> Iterator[bool]:
        """Give the turn to try a password; False for a stranger where others have theirs now, so that
        strangers who try many at once do not keep visitors waiting."""
        taken = device is None and self._turns.acquire(blocking=False)
        try:
            yield taken or device is not None
        finally:
            if taken:
                self._turns.release()

    def wait(self, name: str, device: str | None = None) -> int:
        """Count a try at an account and return 0; where there were too many, return after how many
        seconds there is room again. ``device`` is a browser that signed in to it before."""
        if device is None and (wait := self._total.wait()):
            return wait
        return self._limit(device or _account(name)).wait()

    def forget(self, name: str, device: str | None = None) -> None:
        """Begin to count again after the right password, for the account or for that browser only."""
        with self._lock:
            self._each.pop(device or _account(name), None)

    def _limit(self, key: str) -> Limit:
        with self._lock:
            now = self._clock()
            self._each = {k: kept for k, kept in self._each.items() if kept[0] > now - SECONDS}
            _, limit = self._each.get(key, (now, Limit(MOST, SECONDS, self._clock)))
            self._each[key] = (now, limit)
            return limit


def _account(name: str) -> str:
    return f"account {name.strip().casefold()[:40]}"
