"""Running headers, footers and page numbers: what repeats at the edge of pages is no text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from statistics import median

from corpus.pdf_layout import segments
from corpus.pdf_page import Page, Word
from corpus.pdf_words import in_rows, plain, text_of

# The parts of a page, from its top and its bottom, where running lines stand.
TOP_ZONE, BOTTOM_ZONE = 0.14, 0.10
LEAST_PAGES = 3
# A line that differs only in its digits must be on this share of the pages.
NUMBERED_SHARE = 0.4
NEARBY = 4.0
LARGE = 1.3
CONTENTS_TITLE = re.compile(r"^inhoud(?:sopgave)?$", re.IGNORECASE)
MOST_ABOVE = 8
CONTENTS_SHARE = 0.4
PAGE_NUMBER = re.compile(
    r"^(?:pagina|pag\.?|p\.|blz\.?|bladzijde|page)?\s*[-–|]?\s*\d{1,4}\s*[-–|]?(?:\s*(?:/|van|of)\s*\d{1,4})?$",
    re.IGNORECASE,
)


def drop_running(pages: Sequence[Page], titles: Collection[str] = ()) -> list[Page]:
    """Return the pages without the lines that repeat at their edges and without page numbers.

    ``titles`` are those that the outline gives once, in their plain form: at the top of a page one
    is the title itself the first time only.
    """
    given: dict[str, int] = {}
    large = LARGE * median([w.size for page in pages for w in page.words] or [0.0])
    seen: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    numbered: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for page in pages:
        for segment in _edge_segments(page):
            place = (page.number, segment[0].box.y0)
            seen[_plain(segment)].append(place)
            numbered[re.sub(r"\d+", "#", _plain(segment))].append(place)
            if plain(text_of(segment)) in titles:
                given.setdefault(plain(text_of(segment)), page.number)
    often = max(LEAST_PAGES, NUMBERED_SHARE * len(pages))

    def runs(segment: Sequence[Word], page: Page) -> bool:
        text, y = _plain(segment), segment[0].box.y0
        near = _pages_near(seen[text], y)
        again = len(near) > 1 and min(near) < page.number
        folded = _pages_near(numbered[re.sub(r"\d+", "#", text)], y)
        later = given.get(plain(text), page.number) < page.number
        return bool(
            len(near) >= LEAST_PAGES or again or len(folded) >= often or later or PAGE_NUMBER.match(text)
        )

    return [_without(page, runs) for page in pages]


def _plain(words: Sequence[Word]) -> str:
    return " ".join(text_of(words).casefold().split())


def _edge_segments(page: Page) -> list[list[Word]]:
    top, bottom = page.height * TOP_ZONE, page.height * (1 - BOTTOM_ZONE)
    words = [w for w in page.words if w.middle < top or w.middle > bottom]
    return [segment for row in in_rows(words) for segment in segments(row)]


def _without(page: Page, runs: Callable[[Sequence[Word], Page], bool]) -> Page:
    dropped = {id(word) for segment in _edge_segments(page) if runs(segment, page) for word in segment}
    return replace(page, words=tuple(w for w in page.words if id(w) not in dropped)) if dropped else page


def _pages_near(places: Sequence[tuple[int, float]], y: float) -> set[int]:
    return {number for number, height in places if abs(height - y) <= NEARBY}


def is_contents(page: Page) -> bool:
    """Tell whether a page is a table of contents: it says so, and its lines end in page numbers."""
    found = [text_of(s) for row in in_rows(page.words) for s in segments(row)]
    if not any(CONTENTS_TITLE.match(text) for text in found[:MOST_ABOVE]):
        return False
    ending = sum(bool(re.search(r"\d{1,3}$", text)) for text in found)
    return ending >= max(4, CONTENTS_SHARE * len(found))
