"""PDF files as offices make them, and all that can be had, read as in production."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from corpus.isolate import Worker
from tests.isolated import read_apart
from tests.varied_pdfs import varied

MANY = 150
# A folder of PDF files of any kind; the real numbers in docs/security-tests.md come from one.
FOLDER = Path(os.environ.get("BELEIDSWIJZER_TEST_PDFS", "/usr/share/doc"))
FOUND = sorted(FOLDER.rglob("*.pdf")) if FOLDER.is_dir() else []


@pytest.mark.parametrize("seed", range(MANY))
def test_every_word_of_an_office_pdf_is_read(worker: Worker, seed: int) -> None:
    """Whatever its layout, fonts, rotation and packing, the file is a document with every word."""
    made = varied(seed)
    outcome = read_apart(worker, made.data, "stuk.pdf")
    assert outcome.document, outcome.code
    lacking = [word for word in made.words if word not in outcome.document.text]
    assert not lacking, f"{len(lacking)} of {len(made.words)} words"


@pytest.mark.nightly
@pytest.mark.skipif(not FOUND, reason="no PDF files in BELEIDSWIJZER_TEST_PDFS")
def test_all_pdfs_that_can_be_had_are_read_or_refused(
    worker: Worker, capsys: pytest.CaptureFixture[str]
) -> None:
    """None is an uncaught error and none passes a limit; what came of them is counted."""
    counted: Counter[str] = Counter()
    for path in FOUND:
        counted[read_apart(worker, path.read_bytes(), path.name).code] += 1
    with capsys.disabled():
        print(f"\n{sum(counted.values())} PDF files: {dict(counted.most_common())}")  # noqa: T201
    assert not counted["took_too_long"]
    assert not counted["too_much_memory"]
