"""Measure and print the table: ``python -m tools.bench [FOLDER_WITH_TEXTS [FOLDER_WITH_FILES]]``.

The first folder is for adding and asking, the second for reading. Ratios are of one run: they say
something on any machine; pages per second only say something of this one.
"""

from __future__ import annotations

import logging
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from index.embed import SentenceEncoder
from index.store import Store
from tools.bench import reading
from tools.bench.answering import adding, asking, serving
from tools.bench.figure import SAMPLE, Figure, folder_of
from tools.bench.memory import is_measurable


def measured(texts: Path, files: Path, scratch: Path) -> Iterator[Figure]:
    """Yield the figures, each when it is there."""
    sources = reading.sources_of(files)
    if not any(source.is_text for source in sources):
        print("geen PDF in deze map: bladzijden per seconde en geheugen van het lezen zijn niet gemeten")
    yield from reading.memory(sources, scratch)
    yield from reading.speed(sources)
    yield from reading.pictures(sources)
    yield reading.two_at_once(sources)
    yield from reading.long_documents(sources, scratch)
    encoder = SentenceEncoder()
    yield reading.beside_embedding(sources, encoder)
    yield adding(encoder, texts, scratch)
    store = Store(scratch / "add-0")
    yield asking(encoder, store)
    store.close()
    if is_measurable():
        yield serving(scratch / "add-0")


def main(arguments: Sequence[str]) -> int:
    """Print the table; 1 when a figure is over its bound."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    texts = Path(arguments[0]) if arguments else folder_of("corpus")
    files = Path(arguments[1]) if len(arguments) > 1 else folder_of("files")
    if SAMPLE in (texts, files):
        print(f"../shared is er niet: gemeten wordt de voorbeeldbibliotheek ({SAMPLE.name})")
    print(f"{'meting':40} {'waarde':>8} {'grens':>8}")
    scratch = Path(tempfile.mkdtemp(prefix="beleidswijzer-bench-"))
    kept = True
    try:
        for figure in measured(texts, files, scratch):
            print(figure.line, flush=True)
            kept = kept and figure.is_kept
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return int(not kept)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
