"""Reading beside bare pypdf and pdftotext, beside embedding, by two at once, and in long documents."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from itertools import cycle, islice
from pathlib import Path

import pypdf

from corpus.document import Document
from corpus.isolate import Readers
from corpus.limits import MEGABYTE, PRODUCTION
from corpus.reader import read_bytes
from corpus.serialise import whole_from_json, whole_to_json
from index.chunk import embedding_text, passages
from index.embed import SentenceEncoder
from tools.bench.figure import Figure, cpu_seconds, seconds
from tools.bench.memory import is_measurable, peaks

ROUNDS = 3
LENGTHS = (10, 100, 500, 2000)
MOST_MEMORY_GB = 1.5
READ = """import sys
from pathlib import Path
from corpus.document import Document
from corpus.isolate import Readers
with Readers() as readers:
    document = readers.read(Path(sys.argv[1]).read_bytes(), "bench.pdf")
print(document.coverage.pages, len(document.text))
"""


@dataclass(frozen=True, slots=True)
class Source:
    """One file; ``pages`` is None where its format has none, ``pictures`` counts those that hold no text."""

    path: Path
    data: bytes
    pages: int | None
    pictures: int

    @property
    def is_text(self) -> bool:
        """True for a PDF of which not every page is a picture."""
        return self.pages is not None and self.pictures < self.pages


def sources_of(folder: Path) -> list[Source]:
    """Return the files of a folder that can be read."""
    found = []
    with Readers() as readers:
        for path in sorted(path for path in folder.iterdir() if path.is_file()):
            data = path.read_bytes()
            coverage = readers.read(data, path.name).coverage
            pictures = len(coverage.unread) + len(coverage.recognised)
            found.append(Source(path, data, coverage.pages, pictures))
    return found


def speed(sources: Sequence[Source]) -> list[Figure]:
    """Return pages per second of reading here and in another process, of pypdf and of pdftotext."""
    files = [source for source in sources if source.is_text]
    pages = sum(source.pages or 0 for source in files)
    if not pages:
        return []
    with Readers(size=1) as readers:
        ways = {
            "hier": lambda: [read_bytes(f.data, f.path.name) for f in files],
            "in een eigen proces": lambda: [readers.read(f.data, f.path.name) for f in files],
            "kaal pypdf extract_text": lambda: [_pypdf_text(f.data) for f in files],
        }
        if program := shutil.which("pdftotext"):
            ways["pdftotext -layout"] = lambda: [_pdftotext(program, f.path) for f in files]
        best = {name: min(seconds(way) for _ in range(ROUNDS)) for name, way in ways.items()}
    scanned = sum(source.pictures for source in files)
    about = f"{pages} bladzijden, {scanned} ervan een beeld"
    figures = [
        Figure(f"blz. per seconde: {name}", pages / taken, None, f"{taken:.2f} s, {about}")
        for name, taken in best.items()
    ]
    ratio = best["in een eigen proces"] / best["kaal pypdf extract_text"]
    return [
        *figures,
        Figure("lezen in een eigen proces / kaal pypdf", ratio, None, "tekst, plaats en tabellen"),
    ]


def _pypdf_text(data: bytes) -> int:
    return sum(len(page.extract_text()) for page in pypdf.PdfReader(BytesIO(data)).pages)


def _pdftotext(program: str, path: Path) -> int:
    return len(subprocess.run([program, "-layout", str(path), "-"], capture_output=True, check=True).stdout)


def pictures(sources: Sequence[Source]) -> list[Figure]:
    """Return the seconds that a page takes that is a picture, of documents that are nothing else."""
    files = [source for source in sources if source.pages and source.pictures == source.pages]
    if not files:
        return []
    pages = sum(source.pictures for source in files)
    with Readers(size=1) as readers:
        taken = min(seconds(lambda: [readers.read(f.data, f.path.name) for f in files]) for _ in range(2))
    return [Figure("seconden per gescande bladzijde", taken / pages, None, f"{pages} bladzijden, Tesseract")]


def beside_embedding(sources: Sequence[Source], encoder: SentenceEncoder) -> Figure:
    """Measure reading in another process against bare embedding of what was read, file by file in turn."""
    model = encoder.loaded
    reading = embedding = 0.0
    worst = 0.0
    with Readers(size=1) as readers:
        for file in sources:
            read = min(seconds(lambda f=file: readers.read(f.data, f.path.name)) for _ in range(2))  # type: ignore[misc]
            document = readers.read(file.data, file.path.name)
            found = passages(document)
            texts = [embedding_text(document, passage) for passage in found]
            texts += [span.of(document.text) for passage in found for span in passage.sentences]
            embed = seconds(lambda t=texts: model.encode(t, prompt_name="passage"))  # type: ignore[misc]
            reading, embedding, worst = reading + read, embedding + embed, max(worst, read / embed)
    detail = f"lezen {reading:.1f} s, coderen {embedding:.1f} s; het duurste bestand {worst:.2f}"
    return Figure("lezen / coderen van dezelfde bladzijden", reading / embedding, 1.0, detail)


def two_at_once(sources: Sequence[Source]) -> Figure:
    """Measure the wall time of two readers against one over the same files, in turn."""
    files = sorted((s for s in sources if s.is_text or s.pages is None), key=lambda s: -len(s.data)) * 2
    with Readers(size=2) as readers:

        def read(workers: int) -> float:
            with ThreadPoolExecutor(workers) as pool:
                return seconds(lambda: list(pool.map(lambda f: readers.read(f.data, f.path.name), files)))

        read(2)
        taken = [(read(1), read(2)) for _ in range(ROUNDS)]
    one, two = min(t for t, _ in taken), min(t for _, t in taken)
    detail = f"één {one:.1f} s, twee {two:.1f} s, {os.cpu_count()} kernen, belasting {os.getloadavg()[0]:.1f}"
    return Figure("twee lezers / één lezer", two / one, 0.6, detail)


def long_documents(sources: Sequence[Source], scratch: Path) -> list[Figure]:
    """Measure the cost of a page in documents of 10 to 2,000 pages, and the memory of the longest."""
    if not any(source.is_text for source in sources):
        return []
    made = {length: joined(sources, length, scratch) for length in LENGTHS}
    cost = {}
    for length, paths in made.items():
        taken = sum(cpu_seconds(partial(_whole, path)) for path in paths)
        cost[length] = 1000 * taken / (length * len(paths))
    detail = ", ".join(f"{length}: {ms:.1f} ms" for length, ms in cost.items())
    ratio = cost[LENGTHS[-1]] / cost[LENGTHS[0]]
    figures = [Figure("kosten per blz., 2.000 / 10 bladzijden", ratio, 1.25, detail)]
    return [*figures, *_memory(made[LENGTHS[-1]][0], "2.000 blz.")]


def joined(sources: Sequence[Source], length: int, scratch: Path) -> list[Path]:
    """Return documents of this length, made of the pages of the PDFs that hold text.

    The pages are mixed, so that every document has some of each file; short documents have each page once.
    """
    readers = [pypdf.PdfReader(BytesIO(source.data)) for source in sources if source.is_text]
    pages = [page for reader in readers for page in reader.pages if page.extract_text().strip()]
    count = max(1, len(pages) // length)
    step = max(1, min(count, 7))
    mixed = [page for start in range(step) for page in pages[start::step]]
    paths = []
    for number in range(min(count, 20)):
        writer = pypdf.PdfWriter()
        for page in islice(cycle(mixed[number::count]), length):
            writer.add_page(page)
        paths.append(scratch / f"{length}-{number}.pdf")
        writer.write(paths[-1])
    return paths


def _whole(path: Path) -> Document:
    """Read as the reading process does, and take over what it found as the program does."""
    return whole_from_json(whole_to_json(read_bytes(path.read_bytes(), path.name)), path.name)


def memory(sources: Sequence[Source], scratch: Path) -> list[Figure]:
    """Return the peak memory of reading the longest document and of adding it, in GB."""
    longest = max(sources, key=lambda source: source.pages or 0)
    if not longest.pages or not is_measurable():
        return []
    name = f"{longest.pages} blz."
    command = [sys.executable, "-m", "web", "add", "--library", str(scratch / "memory"), str(longest.path)]
    found, _ = peaks(command)
    detail = f"opdracht {found.command / 1e9:.2f}, grootste lezer {found.below / 1e9:.2f} GB"
    adding = Figure(f"piekgeheugen toevoegen, {name} (GB)", found.together / 1e9, MOST_MEMORY_GB, detail)
    return [*_memory(longest.path, name), adding]


def _memory(path: Path, name: str) -> list[Figure]:
    """Return the peak memory of reading one document in GB, and its address space against the limit."""
    if not is_measurable():
        return []
    found, _ = peaks([sys.executable, "-c", READ, str(path)])
    limit = PRODUCTION.for_size(path.stat().st_size).memory_mb * MEGABYTE
    detail = f"lezer {found.below / 1e9:.2f}, programma {found.command / 1e9:.2f} GB"
    space = f"{found.address_space / 1e9:.2f} van {limit / 1e9:.2f} GB"
    return [
        Figure(f"piekgeheugen lezen, {name} (GB)", found.together / 1e9, MOST_MEMORY_GB, detail),
        Figure(f"adresruimte lezen / grens, {name}", found.address_space / limit, 1.0, space),
    ]
