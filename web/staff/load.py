"""How busy it is, without looking at what is asked: counts and times, in memory only."""

from __future__ import annotations

import statistics
import threading
import time
from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from flask import Flask, Response, g, request

LAST = 1_000
# The pages on which something is asked, where the address has words to look for.
ASKING = ("start", "compare", "search", "answer", "comparison")
MEMORY = Path("/proc/self/status")
KILOBYTE = 1024


@dataclass(frozen=True, slots=True)
class Times:
    """What was answered since ``began`` (ISO, UTC); median and 95th percentile in milliseconds, of the
    last thousand, None while there are none."""

    began: str
    answered: int
    median: int | None
    slow: int | None


class Load:
    """Counts the answers of this process, safe for several threads."""

    def __init__(self) -> None:
        self._began = datetime.now(UTC).isoformat(timespec="seconds")
        self._lock = threading.Lock()
        self._count = 0
        self._last: deque[float] = deque(maxlen=LAST)

    def note(self, seconds: float) -> None:
        """Count one answer that took so many seconds."""
        with self._lock:
            self._count += 1
            self._last.append(seconds)

    def times(self) -> Times:
        """Return what was counted."""
        with self._lock:
            count, last = self._count, sorted(self._last)
        if not last:
            return Times(self._began, count, None, None)
        slow = last[min(len(last) - 1, int(0.95 * len(last)))]
        return Times(self._began, count, round(1000 * statistics.median(last)), round(1000 * slow))


def watch(app: Flask, load: Load) -> None:
    """Count what an application answers."""
    app.before_request(_begin)
    app.after_request(partial(_end, load))


def _begin() -> None:
    g.began = time.perf_counter()


def _end(load: Load, response: Response) -> Response:
    endpoint = (request.endpoint or "").rpartition(".")[2]
    if endpoint in ASKING and request.args.get("q") and response.status_code == 200 and "began" in g:
        load.note(time.perf_counter() - g.began)
    return response


def memory_bytes() -> int | None:
    """Return how much memory this process has, None where the system does not say."""
    try:
        lines = MEMORY.read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    held = next((line.split()[1] for line in lines if line.startswith("VmRSS:")), None)
    return int(held) * KILOBYTE if held else None


def folder_bytes(folder: Path) -> int:
    """Return how much disk the files of a folder take."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except OSError:
            continue  # a file that went away meanwhile
    return total
