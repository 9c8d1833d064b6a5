"""Text that nobody sees who looks at the page: white, tiny, invisible, cut off or beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from corpus.document import Box, Hidden
from corpus.pdf_page import Page, Word

SMALLEST = 2.5
# From this brightness on a colour cannot be read on white paper.
WHITE = 245
# A scan covers most of its page; the text that recognition laid over it is invisible by design.
SCAN_SHARE = 0.5
MOST_ITEMS, MOST_CHARACTERS = 100, 500


def take_hidden(pages: Sequence[Page]) -> tuple[list[Page], tuple[Hidden, ...]]:
    """Return the pages without their hidden words, and what was hidden."""
    kept: list[Page] = []
    hidden: list[Hidden] = []
    for page in pages:
        scan = _is_scan(page)
        reasons = [(word, _reason(word, page, scan)) for word in page.words]
        kept.append(replace(page, words=tuple(word for word, reason in reasons if not reason)))
        for reason, group in groupby((pair for pair in reasons if pair[1]), key=lambda pair: pair[1]):
            text = " ".join(word.text for word, _ in group)
            hidden.append(Hidden(text[:MOST_CHARACTERS], reason, page.number))
    return kept, tuple(hidden[:MOST_ITEMS])


def _is_scan(page: Page) -> bool:
    area = page.width * page.height
    return any((p.x1 - p.x0) * (p.y1 - p.y0) > SCAN_SHARE * area for p in page.pictures)


def _reason(word: Word, page: Page, scan: bool) -> str:
    box = word.box
    if box.x1 < 0 or box.y1 < 0 or box.x0 > page.width or box.y0 > page.height:
        return "off_page"
    if word.clipped:
        return "clipped"
    if word.size < SMALLEST:
        return "tiny"
    if word.invisible:
        return "" if scan else "invisible"
    if min(word.colour) >= WHITE and not _on_something(word, page):
        return "white"
    return ""


def _on_something(word: Word, page: Page) -> bool:
    """Tell whether something darker than paper lies below a word."""
    x, y = (word.box.x0 + word.box.x1) / 2, word.middle
    dark = (fill.box for fill in page.fills if min(fill.colour) < WHITE)
    return any(_holds(box, x, y) for box in (*dark, *page.pictures))


def _holds(box: Box, x: float, y: float) -> bool:
    return box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1
