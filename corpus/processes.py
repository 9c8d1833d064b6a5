"""What a process does to itself before it reads a file, and how all below a process are ended.

Linux knows more than other systems: there an orphan is adopted by the reading process and found.
Elsewhere only the process group is ended, which a program can leave.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from corpus.limits import MEGABYTE, Limits

PROC = Path("/proc")
# From <linux/prctl.h>.
SET_PARENT_DEATH_SIGNAL, SET_CHILD_SUBREAPER, SET_NO_NEW_PRIVILEGES = 1, 36, 38
ROUNDS = 200


def adopt_orphans() -> None:
    """Become the parent of every process below this one whose own parent ends; gain no privileges."""
    _prctl(SET_CHILD_SUBREAPER, 1)
    _prctl(SET_NO_NEW_PRIVILEGES, 1)


def end_with(parent: int) -> None:
    """Let the kernel end this process when ``parent``, which has one thread, ends."""
    _prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def confine(limits: Limits) -> None:
    """Limit this process and all it starts.

    The number of processes is left alone: the kernel counts all those of the user, and a page that
    is a picture is recognised by a program of its own.
    """
    memory = limits.memory_mb * MEGABYTE
    file = limits.file_mb * MEGABYTE
    # At the first CPU limit comes a signal that can be ignored, a second later one that cannot.
    _limit(resource.RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + 1)
    _limit(resource.RLIMIT_AS, memory, memory)
    _limit(resource.RLIMIT_FSIZE, file, file)
    _limit(resource.RLIMIT_NOFILE, limits.open_files, limits.open_files)
    _limit(resource.RLIMIT_CORE, 0, 0)


def _limit(kind: int, soft: int, hard: int) -> None:
    most = resource.getrlimit(kind)[1]
    if most != resource.RLIM_INFINITY:
        soft, hard = min(soft, most), min(hard, most)
    with suppress(ValueError, OSError):  # macOS has no limit of address space
        resource.setrlimit(kind, (soft, hard))


def reap(root: int) -> None:
    """End every process below this one, ``root``, and wait until they are gone."""
    while True:
        try:
            done, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not done:
            for pid in descendants(root):
                _kill(pid)
            time.sleep(0.002)


def end_tree(root: int) -> None:
    """End every process below ``root``, then ``root``; a stopped one too."""
    for _ in range(ROUNDS):  # while root lives, what is orphaned here is its child in the next round
        below = descendants(root)
        for pid in below:
            _kill(pid)
        if not below:
            break
        time.sleep(0.005)
    _kill(root)


def end_group(leader: int) -> None:
    """End what is left of the process group that ``leader`` made."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def descendants(root: int) -> list[int]:
    """Return the living processes below ``root``; none where the system has no /proc."""
    children: dict[int, list[int]] = {}
    for pid, parent in _parents():
        children.setdefault(parent, []).append(pid)
    found = list(children.get(root, ()))
    for pid in found:
        found.extend(children.get(pid, ()))
    return found


def _parents() -> Iterator[tuple[int, int]]:
    """Yield each living process and its parent."""
    for folder in PROC.iterdir() if PROC.is_dir() else ():
        if folder.name.isdigit():
            with suppress(OSError):
                # The name stands between brackets and may hold anything, brackets too.
                state, parent = (folder / "stat").read_bytes().rpartition(b") ")[2].split()[:2]
                if state not in (b"Z", b"X"):
                    yield int(folder.name), int(parent)


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
