"""A program for tests: adds a folder with the encoder that counts words, and says what it did.

``python -m tests.adding FOLDER LIBRARY`` prints a line for each file, once it is kept.
"""

from __future__ import annotations

import sys
from pathlib import Path

from index.files import find_files
from index.library import Library
from index.store import Store
from tests.encoders import WordEncoder


def main(folder: str, library: str) -> None:
    """Add the documents in a folder."""
    store = Store(Path(library), create=True)
    for outcome in Library(store, WordEncoder()).add(find_files([Path(folder)], {}), workers=2):
        print(outcome.done or "failed", outcome.path.name, flush=True)  # noqa: T201 - the other end reads it


if __name__ == "__main__":
    main(*sys.argv[1:])
