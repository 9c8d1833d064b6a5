"""Running headers, footers and page numbers: what repeats at the edge of pages is no text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from corpus.pdf_layout import segments
from corpus.pdf_page import Page, Word
from corpus.pdf_tables import find_tables, is_inside
from corpus.pdf_words import in_rows, plain, text_of

# The parts of a page, from its top and its bottom, where running lines stand.
TOP_ZONE, BOTTOM_ZONE = 0.14, 0.10
LEAST_PAGES = 3
# A running line is on the next page, or on the next of the same side; one that comes back further on
# is the title of a part that every chapter has.
BESIDE = 2
# A line that differs only in its digits must be on this share of the pages.
NUMBERED_SHARE = 0.4
NEARBY = 4.0
MOST_SHIFT = 30
DIGITS = re.compile(r"\d+")
LARGE = 1.3
# A table at the edge with no more rows is a running line in a frame.
FEW_ROWS = 2
# Shorter titles in their plain form are names of parts too.
LONG_TITLE = 8
PAGE_NUMBER = re.compile(
    r"^(?:pagina|pag\.?|p\.|blz\.?|bladzijde|page)?\s*[-–|]?\s*(\d{1,4})\s*[-–|]?(?:\s*(?:/|van|of)\s*\d{1,4})?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Repeats:
    """Where lines at the edge of pages stand: (page, height) by text, and by text with # for digits.

    ``titles`` gives the first page of each title that the outline has once; ``large`` is the size in
    points from which a line on the first page is its title; ``often`` a number of pages;
    ``large_titles`` what stands in large letters on a page, in its plain form, and their size.
    """

    places: Mapping[str, Sequence[tuple[int, float]]]
    numbered: Mapping[str, Sequence[tuple[int, float]]]
    titles: Mapping[str, int]
    large: float
    often: float
    large_titles: Mapping[int, tuple[str, float]]

    def runs(self, segment: Sequence[Word], page: Page) -> bool:
        """Tell whether a line is a running one and no text of this page."""
        text, top = _folded(segment), segment[0].box.y0
        if page.number == 1 and segment[0].size > self.large and segment[0].middle < page.height / 2:
            return False
        if self.titles.get(plain(text), page.number) < page.number or _is_page_number(text, page):
            return True
        if self._is_chapter(segment, page):
            return True
        near = _pages_near(self.places[text], top)
        beside = {number - page.number for number in near} & set(range(-BESIDE, BESIDE + 1)) - {0}
        again = min(beside, default=0) < 0
        digits = _pages_near(self.numbered[DIGITS.sub("#", text)], top)
        return again or (bool(beside) and len(near) >= LEAST_PAGES) or len(digits) >= self.often

    def _is_chapter(self, segment: Sequence[Word], page: Page) -> bool:
        """Tell whether a line at the top repeats the large title of the chapter that the page is in."""
        title = plain(text_of(segment))
        before = [number for number in self.large_titles if number < page.number]
        if len(title) < LONG_TITLE or not before or segment[0].middle > page.height / 2:
            return False
        large, size = self.large_titles[max(before)]
        return title in large and segment[0].size < size / LARGE


def drop_running(pages: Sequence[Page], titles: Collection[str] = ()) -> list[Page]:
    """Return the pages without the lines that repeat at their edges and without page numbers.

    ``titles`` are those that the outline gives once, in their plain form: at the top of a page one
    is the title itself the first time only.
    """
    edges = [_edge_segments(page) for page in pages]
    repeats = _repeats(pages, edges, titles)
    return [_without(page, at_edge, repeats) for page, at_edge in zip(pages, edges, strict=True)]


def _repeats(
    pages: Sequence[Page], edges: Sequence[Sequence[Sequence[Word]]], titles: Collection[str]
) -> Repeats:
    places: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    numbered: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    given: dict[str, int] = {}
    for page, at_edge in zip(pages, edges, strict=True):
        for segment in at_edge:
            text, place = _folded(segment), (page.number, segment[0].box.y0)
            places[text].append(place)
            numbered[DIGITS.sub("#", text)].append(place)
            if plain(text) in titles:
                given.setdefault(plain(text), page.number)
    usual = median([word.size for page in pages for word in page.words] or [0.0])
    often = max(LEAST_PAGES, NUMBERED_SHARE * len(pages))
    return Repeats(places, numbered, given, LARGE * usual, often, _large_titles(pages, LARGE * usual))


def _large_titles(pages: Sequence[Page], large: float) -> dict[int, tuple[str, float]]:
    found = {}
    for page in pages:
        words = [word for word in page.words if word.size > large]
        size = max((word.size for word in words), default=0.0)
        title = plain(text_of([word for word in words if word.size > size / LARGE]))
        if len(title) >= LONG_TITLE:
            found[page.number] = title, size
    return found


def _is_page_number(text: str, page: Page) -> bool:
    """Tell whether a line says the number of the page; covers and prefaces may shift it a little."""
    match = PAGE_NUMBER.match(text)
    return match is not None and abs(int(match.group(1)) - page.number) <= MOST_SHIFT


def _folded(words: Sequence[Word]) -> str:
    return " ".join(text_of(words).casefold().split())


def _edge_segments(page: Page) -> list[list[Word]]:
    """Return the pieces of text at the edges; what stands in a table of the page is none of them."""
    top, bottom = page.height * TOP_ZONE, page.height * (1 - BOTTOM_ZONE)
    words = [w for w in page.words if w.middle < top or w.middle > bottom]
    found = find_tables(page) if words else []
    tables = [t.box for t in found if (t.box.y1 > top and t.box.y0 < bottom) or len(t.rows) > FEW_ROWS]
    free = [w for w in words if not any(is_inside(w, box) for box in tables)]
    return [segment for row in in_rows(free) for segment in segments(row)]


def _without(page: Page, at_edge: Sequence[Sequence[Word]], repeats: Repeats) -> Page:
    dropped = {id(word) for s in at_edge if repeats.runs(s, page) for word in s}
    return replace(page, words=tuple(w for w in page.words if id(w) not in dropped)) if dropped else page


def _pages_near(places: Sequence[tuple[int, float]], y: float) -> set[int]:
    return {number for number, height in places if abs(height - y) <= NEARBY}
