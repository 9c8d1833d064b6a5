"""Numbers that refer to a note: they are no part of the sentence that they stand in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.pdf_page import Page
from corpus.pdf_words import in_rows


def drop_references(pages: Sequence[Page]) -> list[Page]:
    """Return the pages without the raised numbers whose note stands on the same page."""
    return [_without(page) for page in pages]


def _without(page: Page) -> Page:
    if not any(word.raised for word in page.words):
        return page
    notes = {row[0].text for row in in_rows(page.words) if row[0].text.isdigit()}
    kept = tuple(word for word in page.words if not (word.raised and word.text in notes))
    return replace(page, words=kept)
