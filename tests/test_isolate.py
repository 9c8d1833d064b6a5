from __future__ import annotations

import gc
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from corpus.errors import ReadError
from corpus.isolate import Readers
from corpus.limits import PRODUCTION, Limits
from corpus.processes import descendants
from corpus.reader import read_bytes
from corpus.reply import REPORTED
from index.library import ADDED, File, Library
from index.store import Store
from tests.encoders import WordEncoder
from tests.hostile import ACTS, CODES, TEXT
from tests.shared import CORPUS, needs_shared
from web.messages import error_message

ROOT = Path(__file__).resolve().parents[1]
LIMITS = Limits(cpu_seconds=2, silence_seconds=2, wall_seconds=6, memory_mb=400, output_mb=20, file_mb=5)
HOSTILE = "tests.hostile:read"
linux = pytest.mark.skipif(sys.platform != "linux", reason="processes are counted in /proc")

# Three of each class in continuous integration, twenty at night.
FEW = [(name, way, 0) for name, ways in ACTS.items() for way in range(min(3, len(ways)))]
MANY = [(name, number % len(ways), number) for name, ways in ACTS.items() for number in range(20)]


@pytest.fixture(autouse=True, scope="module")
def own_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the temporary files of these tests apart from those of other programs."""
    before, tempfile.tempdir = tempfile.tempdir, str(tmp_path_factory.mktemp("tijdelijk"))
    yield
    tempfile.tempdir = before


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    """Return one reader with limits of two seconds that does what a file tells it to."""
    with Readers(LIMITS, size=1, reader=HOSTILE) as made:
        made.read(TEXT, "stuk.md")
        yield made


def test_the_limits_in_production() -> None:
    """Thirty seconds of computing, a gigabyte of memory and 64 open files; more for a larger file."""
    assert asdict(PRODUCTION) == {
        "cpu_seconds": 30,
        "silence_seconds": 30,
        "wall_seconds": 1800,
        "memory_mb": 1000,
        "output_mb": 50,
        "open_files": 64,
        "file_mb": 100,
        "seconds_per_mb": 10,
        "memory_mb_per_mb": 10,
        "output_mb_per_mb": 4,
    }
    small, large = PRODUCTION.for_size(3_000_000), PRODUCTION.for_size(50_000_000)
    assert small == PRODUCTION
    assert (large.cpu_seconds, large.silence_seconds) == (500, 500)
    assert (large.memory_mb, large.output_mb) == (1470, 238)
    assert PRODUCTION.for_size(3_000_001).cpu_seconds == 40


@linux
@pytest.mark.parametrize(("name", "way", "seed"), FEW)
def test_a_parser_that_misbehaves_harms_nothing(readers: Readers, name: str, way: int, seed: int) -> None:
    """It is ended in time with an error of its own, leaves nothing behind, and the next file is read."""
    misbehave(readers, name, way, seed)


@linux
@pytest.mark.nightly
@pytest.mark.parametrize(("name", "way", "seed"), MANY)
def test_a_parser_that_misbehaves_at_any_moment(readers: Readers, name: str, way: int, seed: int) -> None:
    """As above, after some pages that were read well, twenty times for each class."""
    misbehave(readers, name, way, seed)


def misbehave(readers: Readers, name: str, way: int, seed: int) -> None:
    """Let a parser misbehave and look at what is left: processes, files, memory, the next document."""
    gc.collect()
    before, began, files = memory(), time.monotonic(), open_files()
    order = f"{name} {way} {seed}\n".encode()
    if CODES[name]:
        with pytest.raises(ReadError) as caught:
            readers.read(order, "map/stuk.txt")
        assert caught.value.code in CODES[name], str(caught.value)
        sentence = error_message(caught.value, "nl")
        assert "map/stuk.txt" in sentence
        assert "/etc" not in sentence
        assert len(sentence) < 500
    else:
        assert readers.read(order, "stuk.md").text == read_bytes(TEXT, "stuk.md").text
    took = time.monotonic() - began
    assert took < LIMITS.wall_seconds + 3, f"{took:.1f} s"
    assert readers.read(TEXT, "stuk.md") == read_bytes(TEXT, "stuk.md")
    assert len(running()) == 1, "only the process that waits for files is left"
    assert not list(Path(tempfile.gettempdir()).glob("beleidswijzer-*/*")), "no file is left"
    gc.collect()
    assert memory() - before < 50, "megabytes that this process grew"
    assert open_files() <= files + 1  # the channel to a process that was started again


def memory() -> float:
    """Return what this process uses, in megabytes."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1_000_000


def open_files() -> int:
    """Return how many files and channels this process has open."""
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208  # the names are all that is needed


def running(reader: str = HOSTILE) -> list[int]:
    """Return the living processes that read for this checkout, wherever they hang in the tree."""
    found = []
    for folder in Path("/proc").iterdir():
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if folder.name.isdigit() and reader.encode() in words and str(ROOT).encode() in words:
            found.append(int(folder.name))
    return found


@needs_shared
def test_real_documents_are_read_the_same_in_another_process() -> None:
    """What comes back is equal to what is read here, to the character."""
    with Readers() as readers:
        for path in sorted(CORPUS.glob("*.txt")):
            data = path.read_bytes()
            assert readers.read(data, path.name) == read_bytes(data, path.name)


def test_what_a_reader_reports_comes_through(readers: Readers) -> None:
    """An empty file and one in another format have the same errors as when they are read here."""
    for data in (b"  ", b"\x89PNG\r\n\x1a\n0000", b"\x00\x01\x02\x03" * 100):
        with pytest.raises(ReadError) as here:
            read_bytes(data, "stuk.pdf")
        with pytest.raises(ReadError) as there:
            readers.read(data, "stuk.pdf")
        assert (there.value.code, there.value.parameters) == (here.value.code, here.value.parameters)


def test_every_error_that_a_reader_raises_can_be_reported() -> None:
    """Codes and parameters that stand in the readers are known to the side that shows them."""
    elsewhere = {"unreadable", "too_large", "bad_description"}  # raised where no file is parsed
    for path in (ROOT / "corpus").glob("*.py"):
        found = re.findall(r'ReadError\(\s*"(\w+)"', path.read_text(encoding="utf-8"))
        assert set(found) - elsewhere <= REPORTED.keys() | {"took_too_long"}, path.name


def test_progress_is_told_page_by_page() -> None:
    """The pages that a reader reports reach the one who asked for the file, in order."""
    told: list[tuple[int, int]] = []
    seed = next(n for n in range(99) if random.Random(n).randrange(4) == 3)  # noqa: S311  # no secret
    with Readers(LIMITS, 1, HOSTILE) as readers, pytest.raises(ReadError):
        readers.read(f"exits 0 {seed}\n".encode(), "stuk.txt", lambda *page: told.append(page))
    assert told == [(1, 4), (2, 4), (3, 4)]


def test_a_page_may_be_given_more_time(readers: Readers) -> None:
    """The limit of silence can be another for one file; the error says how long was waited."""
    began = time.monotonic()
    with pytest.raises(ReadError) as caught:
        readers.read(b"hangs 0 0\n", "stuk.txt", silence=1)
    assert caught.value.parameters == {"source": "stuk.txt", "seconds": 1}
    assert time.monotonic() - began < 2


def test_the_rest_of_a_folder_is_added(store: Store, tmp_path: Path) -> None:
    """A file that hangs and one that crashes are reported by name; the others are in the library."""
    contents = {"a.md": TEXT, "b.md": b"hangs 3 0\n", "c.md": b"crashes 0 0\n", "d.md": TEXT + b" En meer."}
    for name, data in contents.items():
        (tmp_path / name).write_bytes(data)
    with Readers(LIMITS, 1, HOSTILE) as readers:
        library = Library(store, WordEncoder(), readers.read)
        outcomes = list(library.add([File(tmp_path / name, name, {}) for name in contents]))
    errors = [outcome.error for outcome in outcomes if outcome.error]
    assert [outcome.done for outcome in outcomes] == [ADDED, None, None, ADDED]
    assert [(e.code, e.parameters["source"]) for e in errors] == [
        ("took_too_long", "b.md"),
        ("reader_failed", "c.md"),
    ]


@linux
def test_an_interruption_leaves_nothing_running() -> None:
    """When the one who asked is interrupted while a file is read, the reading ends too."""

    def interrupt(_page: int, _pages: int) -> None:
        raise KeyboardInterrupt

    with Readers(LIMITS, 1, HOSTILE) as readers:
        before = set(running())
        with pytest.raises(KeyboardInterrupt):
            readers.read(b"hangs 4 0\n", "stuk.txt", interrupt)
        assert set(running()) <= before
        assert readers.read(TEXT, "stuk.md").text


def test_several_threads_read_at_once() -> None:
    """Twenty threads share two processes; each gets its own document, also beside one that hangs."""
    found: dict[int, str] = {}

    def ask(pool: Readers, number: int) -> None:
        if number == 7:
            with pytest.raises(ReadError):
                pool.read(b"hangs 3 0\n", "stuk.txt")
        found[number] = pool.read(f"# Stuk\n\nDit is stuk {number}.".encode(), "stuk.md").text

    with Readers(LIMITS, 2, HOSTILE) as pool:
        threads = [threading.Thread(target=ask, args=(pool, number)) for number in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == {number: f"Stuk\n\nDit is stuk {number}." for number in range(20)}


@linux
def test_closed_readers_have_no_processes() -> None:
    """Closing ends the processes at once, and what is closed reads no more."""
    readers = Readers(LIMITS, 2, HOSTILE)
    before = set(running())
    readers.read(TEXT, "stuk.md")
    assert len(set(running()) - before) == 1
    readers.close()
    assert set(running()) <= before
    with pytest.raises(RuntimeError):
        readers.read(TEXT, "stuk.md")


@linux
def test_nothing_outlives_a_program_that_is_killed(tmp_path: Path) -> None:
    """When the program is ended by force in the middle of a file, the reading ends with it."""
    script = (
        "from corpus.isolate import Readers\nfrom corpus.limits import Limits\n"
        f"Readers(Limits(), 1, {HOSTILE!r}).read(b'hangs 4 1\\n', 'x', lambda *page: print('.', flush=True))"
    )
    program = subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, env={"TMPDIR": str(tmp_path)}
    )
    assert program.stdout is not None
    program.stdout.readline()
    below = descendants(program.pid)
    assert len(below) == 2
    program.send_signal(signal.SIGKILL)
    program.wait()
    program.stdout.close()
    end = time.monotonic() + 5
    while any(pid in running() for pid in below) and time.monotonic() < end:
        time.sleep(0.05)
    assert not [pid for pid in below if pid in running()]


@linux
def test_the_reading_process_knows_little(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has no threads and no torch, sees no secrets of the environment, and takes no modules from
    the current folder."""
    monkeypatch.setenv("BELEIDSWIJZER_SECRET", "geheim")
    (tmp_path / "json.py").write_text("raise SystemExit", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with Readers(LIMITS, 1, HOSTILE) as readers:
        before = set(running())
        readers.read(TEXT, "stuk.md")
        (pid,) = set(running()) - before
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
        environment = Path(f"/proc/{pid}/environ").read_bytes()
        loaded = Path(f"/proc/{pid}/maps").read_text(encoding="utf-8")
    assert "Threads:\t1\n" in status
    assert "NoNewPrivs:\t1\n" in status
    assert b"geheim" not in environment
    assert "torch" not in loaded


def test_a_reader_that_does_not_exist_is_an_error_of_the_program() -> None:
    """What cannot be imported is said, and is no error of the file."""
    with Readers(LIMITS, 1, "corpus.nowhere:read") as readers, pytest.raises(RuntimeError, match="nowhere"):
        readers.read(TEXT, "stuk.md")
