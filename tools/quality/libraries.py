"""The libraries and the questions that quality is measured with."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tqdm import tqdm

from index.embed import Encoder
from index.files import find_files
from index.library import Library
from index.store import Store
from tools.bench.figure import SHARED

CORPUS, FILES = SHARED / "corpus", SHARED / "files"
QUESTIONS = SHARED / "eval" / "questions.jsonl"
HERE = Path(__file__).resolve().parent
PHRASINGS, JUDGED = HERE / "phrasings.jsonl", HERE / "judged.jsonl"


def read_rows(file: Path) -> list[dict[str, Any]]:
    """Return the objects of a file with one JSON object a line."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line]


def library(folder: Path, sources: Sequence[Path], encoder: Encoder) -> Store:
    """Return the library in a folder with the documents of these sources; what is there already is
    not read again. Raises the error of the first document that cannot be read."""
    store = Store(folder, create=not (folder / "library.db").exists())
    files = find_files(list(sources), {})
    added = Library(store, encoder).add(files)
    for outcome in tqdm(added, desc=f"library {folder.name}", total=len(files), leave=False):
        if outcome.error:
            raise outcome.error
    return store
