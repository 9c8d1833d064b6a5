"""PDF files made to do harm, read under the limits of production."""

from __future__ import annotations

from itertools import islice

import pytest

from corpus.isolate import Worker
from tests.hostile_pdfs import BOMBS, CLASSES
from tests.isolated import read_apart
from tests.pdfs import SENTENCE, pdf, text

# Three of each class in continuous integration, all of them at night.
FEW = [f"{kind}: {name}" for kind, made in CLASSES.items() for name in islice(made, 3)]
REST = [name for name in BOMBS if name not in FEW]
GOOD = pdf(text(SENTENCE))


@pytest.mark.parametrize("name", FEW)
def test_a_hostile_pdf_is_read_or_refused(worker: Worker, name: str) -> None:
    """It costs no more than the limits, ends in a document or a sentence, and the next file is read."""
    endure(worker, name)


@pytest.mark.nightly
@pytest.mark.parametrize("name", REST)
def test_a_hostile_pdf_is_read_or_refused_at_night(worker: Worker, name: str) -> None:
    """As above, for all the others."""
    endure(worker, name)


def endure(worker: Worker, name: str) -> None:
    """Read a hostile file, then a good one."""
    read_apart(worker, BOMBS[name](), "bom.pdf")
    good = read_apart(worker, GOOD, "goed.pdf").document
    assert good
    assert good.text == SENTENCE


def test_there_are_enough_of_them() -> None:
    """Sixty at least, and six of each class."""
    assert len(BOMBS) >= 60
    assert all(len(made) >= 6 for made in CLASSES.values())
