"""Tables of contents: they are no text, and say which titles the document has and how deep each is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.pdf_layout import segments
from corpus.pdf_page import Page, Word
from corpus.pdf_words import in_rows, plain, text_of

CONTENTS_TITLE = re.compile(r"^inhoud(?:sopgave)?$", re.IGNORECASE)
MOST_ABOVE = 8
CONTENTS_SHARE = 0.4
LEADER = re.compile(r"[\s.…_]*(?:\.\s?){3,}[\s.…_]*\d{0,3}$|\s+\d{1,3}$")
# Titles that begin no further apart than this many points are of one level.
SAME_INDENT = 4.0
DEEPEST = 6


def is_contents(page: Page) -> bool:
    """Tell whether a page is a table of contents: it says so, and its lines end in page numbers."""
    found = [text_of(s) for row in in_rows(page.words) for s in segments(row)]
    if not any(CONTENTS_TITLE.match(text) for text in found[:MOST_ABOVE]):
        return False
    ending = sum(bool(re.search(r"\d{1,3}$", text)) for text in found)
    return ending >= max(4, CONTENTS_SHARE * len(found))


def contents_levels(pages: Sequence[Page]) -> dict[str, int]:
    """Return the level of each title in the tables of contents, by its plain form: the further it is
    indented the deeper."""
    found = [entry for page in pages if is_contents(page) for entry in _entries(page)]
    starts: list[float] = []
    for _, x in sorted(found, key=lambda entry: entry[1]):
        if not starts or x - starts[-1] > SAME_INDENT:
            starts.append(x)
    return {title: min(DEEPEST, sum(x >= start for start in starts)) for title, x in reversed(found)}


def _entries(page: Page) -> Iterator[tuple[str, float]]:
    """Yield the plain form of each title with the place where its line begins."""
    for row in in_rows(page.words):
        text = text_of(row)
        match = LEADER.search(text)
        title = plain(text[: match.start()]) if match else ""
        if title:
            yield title, _first(row).box.x0


def _first(row: Sequence[Word]) -> Word:
    return min(row, key=lambda word: word.box.x0)
