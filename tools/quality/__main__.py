"""Measure and print what each part brings: ``python -m tools.quality [--library FOLDER] [--write]``.

Percentages are of the shared questions, of held-out phrasings and of judged questions; milliseconds
are medians of warm questions on this machine, so that only their ratios say something of another.
"""

from __future__ import annotations

import argparse
import json
import logging
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.ask import Assistant
from index.embed import SentenceEncoder
from index.search import Searcher
from tools.bench.figure import ROOT
from tools.quality.ablation import ablation
from tools.quality.heldout import heldout
from tools.quality.judged import compared, judged, judged_table
from tools.quality.libraries import CORPUS, FILES, JUDGED, PHRASINGS, QUESTIONS, library, read_rows
from tools.quality.remembering import Remembering
from tools.quality.shown import write_shown
from tools.quality.stages import stages
from tools.quality.table import Table, write
from tools.quality.variants import EVERYTHING, WITHOUT_JUDGE, WITHOUT_TOPICS

DOCUMENT = ROOT / "docs" / "quality.md"


def measured(folder: Path) -> Iterator[Table]:
    """Yield the tables, each when it is there; libraries are made in ``folder`` or reused from it."""
    encoder = SentenceEncoder()
    if not QUESTIONS.is_file():
        print("../shared is absent: only the held-out phrasings are measured", file=sys.stderr)
        yield heldout(encoder, read_rows(PHRASINGS))
        return
    corpus = library(folder / "corpus", [CORPUS], encoder)
    questions = read_rows(QUESTIONS)
    yield ablation(corpus, encoder, questions)
    yield stages(Assistant(Searcher(corpus, encoder)), questions)
    corpus.close()
    yield heldout(encoder, read_rows(PHRASINGS))
    everything = library(folder / "all", [CORPUS, FILES], encoder)
    remembering, rows = Remembering(encoder), read_rows(JUDGED)
    found = {
        variant.name: judged(variant.assistant(everything, remembering), rows)
        for variant in (EVERYTHING, WITHOUT_TOPICS, WITHOUT_JUDGE)
    }
    yield judged_table(found[EVERYTHING.name])
    yield compared(found)
    everything.close()


def main(arguments: Sequence[str]) -> int:
    """Print the tables, and write them where asked to."""
    options = _parser().parse_args(arguments)
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    folder = options.library or Path(tempfile.mkdtemp(prefix="beleidswijzer-quality-"))
    tables = []
    try:
        for table in measured(folder):
            print(table.markdown, end="\n\n", flush=True)
            tables.append(table)
    finally:
        if not options.library:
            shutil.rmtree(folder, ignore_errors=True)
    if options.json:
        values = json.dumps([table.values for table in tables], ensure_ascii=False, indent=1)
        options.json.write_text(values + "\n", encoding="utf-8")
    if options.write:
        write(DOCUMENT, "\n\n".join(table.markdown for table in tables))
        write_shown(DOCUMENT)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m tools.quality", description=__doc__)
    parser.add_argument(
        "--library",
        type=Path,
        metavar="FOLDER",
        help="where the two libraries are kept, and reused the next time; remove it after a change in "
        "how documents are read",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the tables as JSON too")
    parser.add_argument(
        "--write",
        action="store_true",
        help=f"put the tables in {DOCUMENT.relative_to(ROOT)}, and what pages say of them",
    )
    return parser


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
