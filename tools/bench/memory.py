"""What a command and all that runs below it take of memory (Linux: ``/proc``)."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
EVERY = 0.1


@dataclass(frozen=True, slots=True)
class Peaks:
    """Bytes at the peak: of the command itself, of the largest process below it, of all at the same
    time (pages that several share counted once), and the largest address space below it."""

    command: int
    below: int
    together: int
    address_space: int


def is_measurable() -> bool:
    """Tell whether this system says what a process takes."""
    return (PROC / "self" / "smaps_rollup").exists()


def status_of(pid: int) -> dict[str, int]:
    """Return the sizes in a process's status in bytes, by their names there."""
    found = {}
    with suppress(OSError):
        for line in (PROC / str(pid) / "status").read_text(encoding="ascii", errors="replace").splitlines():
            name, _, value = line.partition(":")
            if value.endswith(" kB"):
                found[name] = int(value.split()[0]) * 1024
    return found


def peaks(command: Sequence[str]) -> tuple[Peaks, str]:
    """Run a command; return its peaks and what it printed. Ends the bench where the command fails."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    own = below = together = space = 0
    while process.poll() is None:
        sizes = {pid: status_of(pid) for pid in _tree(process.pid)}
        others = [size for pid, size in sizes.items() if pid != process.pid]
        own = max(own, sizes.get(process.pid, {}).get("VmHWM", 0))
        below = max([below, *(size.get("VmHWM", 0) for size in others)])
        space = max([space, *(size.get("VmPeak", 0) for size in others)])
        together = max(together, sum(map(_share, sizes)))
        time.sleep(EVERY)
    said = process.stdout.read() if process.stdout else ""
    if process.returncode:
        raise SystemExit(f"{' '.join(command[:4])}: {said[-500:]}")
    return Peaks(own, below, together, space), said


def _share(pid: int) -> int:
    """Return what a process uses, its part only of what it shares with others."""
    with suppress(OSError):
        for line in (PROC / str(pid) / "smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def _tree(root: int) -> Iterator[int]:
    """Yield the process and all below it."""
    waiting = [root]
    while waiting:
        pid = waiting.pop()
        yield pid
        for task in (PROC / str(pid) / "task").glob("*/children"):
            with suppress(OSError):
                waiting += map(int, task.read_text(encoding="ascii").split())
