"""Adding against bare encoding of the same texts, a warm question against bare encoding of the
question, and the peak memory of the server."""

from __future__ import annotations

import socket
import statistics
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from pathlib import Path

from assistant.ask import Assistant, Request
from corpus.describe import override
from corpus.reader import described, read_file
from index.chunk import embedding_text, passages
from index.embed import SentenceEncoder
from index.files import find_files
from index.library import Library
from index.search import Searcher
from index.store import Store
from tools.bench.figure import Figure, seconds
from tools.bench.memory import status_of

QUESTIONS = (
    "wat doen we aan laaggeletterdheid?",
    "Welke hulp is er bij schulden?",
    "Wat begrootte Coevorden in 2019 voor sport?",
    "Ik zorg voor mijn moeder, wie helpt mij?",
    "Wat doen gemeenten voor mantelzorgers?",
    "Hoeveel mensen gingen vanuit de bijstand aan het werk?",
)
BATCHES = (8, 16, 32, 64)
ROUNDS = 3
ASK_ROUNDS = 15


def texts_of(folder: Path) -> list[str]:
    """Return every text that adding the folder embeds."""
    texts = []
    for file in find_files([folder], {}):
        document, _ = read_file(file.path)
        document = described(document, override(document.description, file.said))
        found = passages(document)
        texts += [embedding_text(document, passage) for passage in found]
        texts += [span.of(document.text) for passage in found for span in passage.sentences]
    return texts


def adding(encoder: SentenceEncoder, folder: Path, scratch: Path) -> Figure:
    """Measure adding a folder against the best bare encoding of the same texts, in turn."""
    texts = texts_of(folder)
    model = encoder.loaded
    best = {
        batch: seconds(lambda b=batch: model.encode(texts, prompt_name="passage", batch_size=b))  # type: ignore[misc]
        for batch in BATCHES
    }
    fastest = min(best, key=lambda batch: best[batch])
    ratios = []
    for number in range(ROUNDS):
        bare = seconds(lambda: model.encode(texts, prompt_name="passage", batch_size=fastest))
        store = Store(scratch / f"add-{number}", create=True)
        library = Library(store, encoder)
        full = seconds(lambda lib=library: list(lib.add(find_files([folder], {}))))  # type: ignore[misc]
        store.close()
        ratios.append(full / bare)
    detail = f"{len(texts)} teksten, kaal {bare:.1f} s (batch {fastest}), toevoegen {full:.1f} s"
    return Figure("toevoegen / kaal coderen", statistics.median(ratios), 1.3, detail)


def asking(encoder: SentenceEncoder, store: Store) -> Figure:
    """Measure a warm question: (ask - 15 ms) / bare encoding, medians taken in turn."""
    assistant = Assistant(Searcher(store, encoder))
    for question in QUESTIONS:
        assistant.ask(Request(question))
    bare, full = [], []
    for _ in range(ASK_ROUNDS):
        for question in QUESTIONS:
            bare.append(seconds(lambda q=question: encoder.loaded.encode([q], prompt_name="query")))  # type: ignore[misc]
            full.append(seconds(lambda q=question: assistant.ask(Request(q))))  # type: ignore[misc]
    base, whole = statistics.median(bare), statistics.median(full)
    slow = sorted(full)[-len(full) // 20]
    detail = f"vraag {whole * 1000:.1f} ms, kaal {base * 1000:.1f} ms, p95 {slow * 1000:.0f} ms"
    return Figure("(warme vraag - 15 ms) / kaal coderen", (whole - 0.015) / base, 1.5, detail)


def serving(library: Path) -> Figure:
    """Measure the peak memory of the server in GB while it answers questions."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "web", "serve", "--library", str(library), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for question in QUESTIONS * 3:
            _fetch(f"http://127.0.0.1:{port}/?{urllib.parse.urlencode({'q': question})}")
        peak = status_of(process.pid).get("VmHWM", 0)
    finally:
        process.terminate()
        process.wait(timeout=30)
    return Figure("piekgeheugen van serve (GB)", peak / 1e9, 1.5, f"{len(QUESTIONS) * 3} vragen")


def _fetch(address: str) -> None:
    for _ in range(240):
        try:
            with urllib.request.urlopen(address, timeout=120) as answer:  # noqa: S310  # an address of our own
                answer.read()
                return
        except OSError:
            time.sleep(0.5)
    raise SystemExit(f"geen antwoord van {address}")
