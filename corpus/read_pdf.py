"""PDF to raw blocks: every line with its page and box.

pypdf knows the document (password, outline, page labels, properties); pdfium knows where every
character stands (``corpus.pdf_page``).
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from io import BytesIO
from typing import Any, TypeVar

import pypdf
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from corpus import ocr
from corpus.document import Coverage
from corpus.errors import ReadError
from corpus.pdf_blocks import Paragraph, body_style, to_block, to_paragraphs
from corpus.pdf_contents import contents_levels, is_contents
from corpus.pdf_headings import to_headings
from corpus.pdf_hidden import take_hidden
from corpus.pdf_layout import Item, lay_out
from corpus.pdf_notes import drop_references
from corpus.pdf_page import Page
from corpus.pdf_rows import PrintedTable, continued, printed_tables, to_table_block
from corpus.pdf_running import drop_running
from corpus.pdf_tables import find_tables, is_inside
from corpus.pdf_words import plain
from corpus.pdfium_fonts import leave_system_fonts_out
from corpus.pdfium_page import read_page
from corpus.raw import NO_PROPERTIES, Progress, Properties, RawBlock, Reading, no_progress
from corpus.time_slice import OutOfTime, time_slice

T = TypeVar("T")
MOST_PAGES = 5000
MOST_OUTLINE = 5000
DEEPEST_OUTLINE = 6
# Computing time for what the document says of itself; an outline of 100,000 titles takes five.
ABOUT_SECONDS = 8.0
# Fewer letters and digits than this on a page with a picture are stamps, not its text.
LEAST_TEXT = 20
# More drawings than this without text are letters turned into shapes, or a map.
MOST_DRAWN = 60


def read_pdf(data: bytes, source: str, progress: Progress = no_progress) -> Reading:
    """Return what is in a PDF; ``progress`` hears (page, pages) after each page.

    Raises ReadError ``encrypted``, ``damaged``, ``empty`` or ``no_text_layer``.
    """
    pages, recognised = _pages(data, source, progress)
    about = _about(data)
    kept, hidden = take_hidden(pages)
    unread = tuple(page.number for page in pages if is_unread(page))
    if not any(page.words for page in kept):
        if unread:
            raise ReadError("no_text_layer", source=source, pages=len(unread))
        raise ReadError("empty", source=source)
    shown = [page for page in drop_running(drop_references(kept), about.once) if not is_contents(page)]
    blocks = to_blocks(shown, about.outline or contents_levels(kept), progress)
    coverage = Coverage(len(pages), unread, recognised, about.labels, hidden)
    return Reading(tuple(blocks), about.properties, coverage)


@dataclass(frozen=True, slots=True)
class About:
    """What the document says of itself. ``outline`` gives the level of a title, by its plain form;
    ``once`` are the titles that stand in it once."""

    properties: Properties = NO_PROPERTIES
    outline: Mapping[str, int] = field(default_factory=dict)
    once: frozenset[str] = frozenset()
    labels: tuple[str, ...] = ()


def _about(data: bytes) -> About:
    """Return properties, outline and page labels; what is damaged of them, or takes too long, is left
    out, so that the text is not lost with it."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    about = About()
    # pypdf raises errors of many kinds on damaged files; whether it is a PDF, pdfium decides.
    with suppress(Exception, OutOfTime), time_slice(ABOUT_SECONDS):
        reader = pypdf.PdfReader(BytesIO(data))
        if reader.is_encrypted:
            reader.decrypt("")
        about = replace(about, properties=_kept(lambda: _properties(reader), NO_PROPERTIES))
        nothing: list[tuple[str, int]] = []
        titles = _kept(lambda: list(_outline(reader)), nothing)
        counted = Counter(title for title, _ in titles)
        once = frozenset(title for title, count in counted.items() if count == 1)
        about = replace(about, outline=dict(titles), once=once)
        about = replace(about, labels=_kept(lambda: _labels(reader), ()))
    return about


def _kept(read: Callable[[], T], otherwise: T) -> T:
    try:
        return read()
    except Exception:  # the same: one damaged part does not make the text unreadable
        return otherwise


def _properties(reader: pypdf.PdfReader) -> Properties:
    about = reader.metadata
    if about is None:
        return NO_PROPERTIES
    title = " ".join(str(about.title or "").split())
    date = about.creation_date
    return Properties(title or None, None, date.date().isoformat() if date else None)


def _outline(reader: pypdf.PdfReader) -> Iterator[tuple[str, int]]:
    """Yield the plain form of each title in the outline with its level, 1 the outermost."""
    stack: list[tuple[list[Any], int]] = [(list(reader.outline), 1)]
    seen = 0
    while stack:
        items, level = stack.pop()
        while items and seen < MOST_OUTLINE:
            item = items.pop(0)
            seen += 1
            if isinstance(item, list):
                stack += [(items, level), (list(item), level + 1)]
                break
            title = plain(str(item.title or ""))
            if title:
                yield title, min(level, DEEPEST_OUTLINE)


def _labels(reader: pypdf.PdfReader) -> tuple[str, ...]:
    """Return the printed page numbers where they differ from the physical ones."""
    if "/PageLabels" not in reader.root_object:
        return ()
    labels = tuple(reader.page_labels)
    return () if labels == tuple(str(n + 1) for n in range(len(labels))) else labels


def _pages(data: bytes, source: str, progress: Progress) -> tuple[list[Page], tuple[int, ...]]:
    """Return the pages, and the numbers of those that were read from their picture."""
    leave_system_fonts_out()
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise ReadError("encrypted", source=source) from error
        raise ReadError("damaged", source=source, format="PDF") from error
    try:
        count = len(document)
        if count > MOST_PAGES:
            raise ReadError("too_much_text", source=source)
        pages, recognised = [], []
        for number in range(1, count + 1):
            page = _page(document, number)
            if is_unread(page) and ocr.is_available():
                read = ocr.recognise(document, page, partial(progress, number - 1, count))
                if not is_unread(read):
                    page = read
                    recognised.append(number)
            pages.append(page)
            progress(number, count)
        return pages, tuple(recognised)
    finally:
        document.close()


def _page(document: pdfium.PdfDocument, number: int) -> Page:
    try:
        return read_page(document, number)
    except pdfium.PdfiumError:
        return Page(number, 0.0, 0.0, (), drawn=1)


def is_unread(page: Page) -> bool:
    """Tell whether a page shows something and has no text that could be read."""
    letters = sum(sum(c.isalnum() for c in word.text) for word in page.words)
    return letters < LEAST_TEXT and (bool(page.pictures) or page.drawn > MOST_DRAWN or page.height == 0)


def to_blocks(
    pages: Sequence[Page], outline: Mapping[str, int], progress: Progress = no_progress
) -> list[RawBlock]:
    """Return the blocks of all pages in reading order, footnotes after the text they stand under.

    ``progress`` hears after each page that work goes on, the last page having been read.
    """
    items: list[Item] = []
    places: dict[int, int] = {}
    for page in pages:
        tables = find_tables(page)
        places.update((id(table), page.number) for table in tables)
        words = [word for word in page.words if not any(is_inside(word, table.box) for table in tables)]
        items += lay_out(page, words, tables)
        progress(len(pages), len(pages))
    found = to_paragraphs(items)
    levels = to_headings(found, body_style(items), outline)
    blocks: list[RawBlock] = []
    table: PrintedTable | None = None
    for place, item in enumerate(found):
        if isinstance(item, Paragraph):
            if table:
                blocks.append(to_table_block(table))
                table = None
            if block := to_block(item, levels.get(place)):
                blocks.append(block)
            continue
        for part in printed_tables(item, places[id(item)]):
            joined = continued(table, part) if table else None
            if table and not joined:
                blocks.append(to_table_block(table))
            table = joined or part
    if table:
        blocks.append(to_table_block(table))
    return blocks
