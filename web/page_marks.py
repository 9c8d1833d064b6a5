"""Where a passage stands on the pages of its document: boxes over the words, in points."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace

from corpus.document import BlockKind, Box, Document, Place, Span
from web.chart_words import width

# A line that is so many times as high as it is wide runs up or down the page.
UPRIGHT = 2.0


def pages_of(document: Document, span: Span) -> list[int]:
    """Return the pages on which a passage stands, in order; none where the format has no pages."""
    pages = (place.page for place in _places(document, span))
    return list(dict.fromkeys(page for page in pages if page is not None))


def boxes(document: Document, span: Span, page: int) -> list[Box]:
    """Return a box for each printed line of a passage on a page: of a line only the part that belongs
    to the passage, of a table always the whole row."""
    tables = [block.span for block in document.blocks if block.table]
    items = {block.span.start: block.span for block in document.blocks if block.kind is BlockKind.LIST_ITEM}
    places = _places(document, span)
    found = []
    for place, after in zip(places, [*places[1:], None], strict=True):
        if place.page != page or place.box is None:
            continue
        if any(table.covers(place.span) for table in tables):
            found.append(place.box)
            continue
        item = items.get(place.span.start)
        box = _without_sign(place.box, after) if item and after and item.covers(after.span) else place.box
        found.append(_part(document.text, box, place.span, span))
    return found


def _without_sign(box: Box, after: Place) -> Box:
    """Return the first line of a list item without its sign, which the text has not got: it begins
    where the line below it begins."""
    left = after.box.x0 if after.box else box.x0
    return replace(box, x0=left) if box.x0 < left < box.x1 else box


def _places(document: Document, span: Span) -> list[Place]:
    first = bisect_right(document.places, span.start, key=lambda place: place.span.start) - 1
    last = bisect_left(document.places, span.end, key=lambda place: place.span.start)
    return [place for place in document.places[max(first, 0) : last] if place.span.end > span.start]


def _part(text: str, box: Box, line: Span, span: Span) -> Box:
    """Return the part of a line's box on which the passage stands, by the usual widths of its letters."""
    start, end = max(line.start, span.start), min(line.end, span.end)
    whole = width(line.of(text), 1.0)
    if not whole or (start, end) == (line.start, line.end) or _runs_upright(box):
        return box
    share = (box.x1 - box.x0) / whole
    left = box.x0 + share * width(text[line.start : start], 1.0)
    right = box.x0 + share * width(text[line.start : end].rstrip(), 1.0)
    return Box(left, box.y0, max(left, right), box.y1)


def _runs_upright(box: Box) -> bool:
    return box.y1 - box.y0 > UPRIGHT * (box.x1 - box.x0)
