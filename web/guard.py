"""Who may send something in: from a page of ours, on the day it was shown, and not too many at once.

Nothing is kept of who sends: the limit counts what comes in, not from whom.
"""

from __future__ import annotations

import hmac
import threading
from collections import deque
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from time import monotonic
from urllib.parse import urlsplit

STAMP_LENGTH = 32


class Stamp:
    """A mark on a form that only this installation can make, good for the day and the day after."""

    def __init__(self, secret: str, today: Callable[[], date] = lambda: datetime.now(UTC).date()) -> None:
        self._secret = secret.encode()
        self._today = today

    def make(self) -> str:
        """Return the mark of today."""
        return self._of(self._today())

    def fits(self, given: str) -> bool:
        """Tell whether a mark was made by this installation today or yesterday."""
        today = self._today()
        days = (today, today - timedelta(days=1))
        return any(hmac.compare_digest(given.encode("utf-8", "replace"), self._of(d).encode()) for d in days)

    def _of(self, day: date) -> str:
        return hmac.new(self._secret, f"formulier {day}".encode(), sha256).hexdigest()[:STAMP_LENGTH]


def from_elsewhere(site: str | None, origin: str | None, host: str) -> bool:
    """Tell whether the browser says that another website sent a form: in the headers ``Sec-Fetch-Site``
    or ``Origin``, None where it did not send one.

    An older browser, and any over plain HTTP, says nothing, or an origin of "null": our pages send no
    referrer. There the stamp on the form has to do.
    """
    if site:
        return site != "same-origin"
    return origin not in (None, "null") and place_of(origin) != host.casefold()


def place_of(address: str | None) -> str:
    """Return the host and port in an address; nothing where there is none or it cannot be read."""
    try:
        return urlsplit(address or "").netloc.casefold()
    except ValueError:
        return ""


class Limit:
    """At most so many in so many seconds, in this process."""

    def __init__(self, most: int, seconds: float, clock: Callable[[], float] = monotonic) -> None:
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._times: deque[float] = deque()
        self._lock = threading.Lock()

    def wait(self) -> int:
        """Count one more and return 0; where there are too many, return after how many seconds there
        is room again."""
        with self._lock:
            now = self._clock()
            while self._times and self._times[0] <= now - self._seconds:
                self._times.popleft()
            if len(self._times) < self._most:
                self._times.append(now)
                return 0
            return int(self._times[0] + self._seconds - now) + 1
