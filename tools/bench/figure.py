"""One measured figure, and the clocks it is measured with."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
SAMPLE = ROOT / "corpus" / "voorbeeld" / "bron"


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table: what was measured, its value, and the bound it should keep, if any."""

    name: str
    value: float
    bound: float | None
    detail: str

    @property
    def is_kept(self) -> bool:
        """True where there is no bound, or the value is not above it."""
        return self.bound is None or self.value <= self.bound

    @property
    def line(self) -> str:
        """The line as printed."""
        bound = "" if self.bound is None else f"{self.bound:.2f}"
        verdict = "" if self.bound is None else "ok" if self.is_kept else "TE HOOG"
        return f"{self.name:40} {self.value:8.2f} {bound:>8}  {verdict:8} {self.detail}"


def seconds(work: Callable[[], object]) -> float:
    """Return how long a piece of work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def cpu_seconds(work: Callable[[], object]) -> float:
    """Return how long this process computes on a piece of work, whatever else the machine does."""
    start = time.process_time()
    work()
    return time.process_time() - start


def folder_of(name: str) -> Path:
    """Return a folder of the shared material, or the sample sources where that is absent."""
    folder = SHARED / name
    return folder if folder.is_dir() else SAMPLE
