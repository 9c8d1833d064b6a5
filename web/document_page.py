"""The page of one document: its text with a passage marked, and beside it the printed page."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Flask, abort, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from corpus.document import BlockKind, Box, Document, Span
from corpus.page_picture import WIDTHS, PagePicture
from index.engine import DocumentRecord, Engine, Filters
from web.document_parts import block_at, part_of_block, parts
from web.document_tables import tables_of
from web.documents import (
    PARAMETERS,
    Followed,
    follow,
    heading_levels,
    laid_out,
    read_link,
    record_of,
    web_address,
)
from web.dossier import entry_key
from web.language import current_language
from web.page_marks import boxes, pages_of
from web.page_pictures import NotDrawnError
from web.report import coverage_words

OpenEngine = Callable[[], Engine]
Draw = Callable[[DocumentRecord, int], PagePicture]
NUMBER = re.compile(r"[1-9][0-9]{0,4}")
MOST_CONTENTS, MOST_TABLES = 40, 200


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading in the table of contents."""

    text: str
    level: int
    href: str


@dataclass(frozen=True, slots=True)
class PageView:
    """A printed page beside the text: its number, the number printed on it where that is another, its
    picture (None where it could not be drawn) with the boxes of the passage, the pages beside it, and
    ``alone`` where only the text of this page is shown."""

    number: int
    printed: str | None
    count: int
    picture: PagePicture | None
    marks: tuple[Box, ...]
    passage_on: tuple[int, ...]
    alone: bool
    widths: tuple[int, ...] = WIDTHS

    @property
    def beside(self) -> dict[str, int | None]:
        """The page before and the page after this one."""
        return {
            "previous": self.number - 1 if self.number > 1 else None,
            "next": self.number + 1 if self.number < self.count else None,
        }


@dataclass(frozen=True, slots=True)
class PartView:
    """Which part of a long document is shown, counted from 1."""

    number: int
    count: int


@dataclass(frozen=True, slots=True)
class Shown:
    """What of a document an address asks for: a part of its blocks and a page."""

    blocks: range
    part: PartView
    page: int | None
    alone: bool


def number_in(arguments: MultiDict[str, str], name: str, most: int) -> int | None:
    """Return a number from 1 to ``most`` in an address, None where none is given; else the request
    ends with 404."""
    given = arguments.get(name)
    if given is None:
        return None
    if not NUMBER.fullmatch(given) or int(given) > most:
        abort(404, "no_such_page")
    return int(given)


def shown(
    document: Document, record: DocumentRecord, mark: Span | None, arguments: MultiDict[str, str]
) -> Shown:
    """Return what to show: the page asked for, or the part asked for, or where the passage is."""
    found = parts(document)
    page = number_in(arguments, "bladzijde", record.coverage.pages or 0)
    part = number_in(arguments, "deel", len(found))
    drawn = any(place.box for place in document.places)
    if page and drawn:
        blocks = blocks_on(document, page)
        number = part_of_block(found, blocks.start) + 1 if len(document.blocks) else 1
        return Shown(blocks, PartView(number, len(found)), page, True)
    number = part or (part_of_block(found, block_at(document, mark.start)) + 1 if mark else 1)
    blocks = found[number - 1]
    if not drawn:
        return Shown(blocks, PartView(number, len(found)), None, False)
    on_pages = pages_of(document, mark) if mark and block_at(document, mark.start) in blocks else []
    first = on_pages[0] if on_pages else document.page_of(document.blocks[blocks.start].span.start)
    return Shown(blocks, PartView(number, len(found)), first or 1, False)


def blocks_on(document: Document, page: int) -> range:
    """Return the blocks with text on a page; none for a page without text."""
    starts = [place.span.start for place in document.places if place.page == page]
    if not starts:
        later = (p.span.start for p in document.places if p.page and p.page > page)
        at = block_at(document, next(later, len(document.text)))
        return range(at, at)
    return range(block_at(document, min(starts)), block_at(document, max(starts)) + 1)


def entries(document: Document, found: Sequence[range], href: Callable[[int, str], str]) -> list[Entry]:
    """Return the table of contents: two levels, or one where those are many; ``href`` makes the address
    of a part and an anchor."""
    levels = heading_levels(document)
    wanted = [index for index, level in levels.items() if level <= 3]
    if len(wanted) > MOST_CONTENTS:
        wanted = [index for index in wanted if levels[index] == 2]
    return [
        Entry(
            document.blocks[index].span.of(document.text),
            levels[index],
            href(part_of_block(found, index) + 1, f"b{index}"),
        )
        for index in wanted
        if document.blocks[index].kind is BlockKind.HEADING
    ]


def missing_parts(record: DocumentRecord, records: Sequence[DocumentRecord]) -> tuple[str, ...]:
    """Return the parts of the whole that a document refers to and that no document of the same
    municipality, kind and years is."""
    about = record.description
    there = {
        other.description.part_of
        for other in records
        if (other.description.municipality, other.description.kind, other.description.year_from)
        == (about.municipality, about.kind, about.year_from)
    }
    return tuple(part for part in about.refers_to if part not in there)


def page_view(
    document: Document, record: DocumentRecord, asked: Shown, mark: Span | None, draw: Draw
) -> PageView | None:
    """Return the printed page to show, None for a document without any."""
    if asked.page is None:
        return None
    picture: PagePicture | None
    try:
        picture = draw(record, asked.page)
    except NotDrawnError:
        picture = None
    return PageView(
        asked.page,
        record.coverage.printed(asked.page),
        record.coverage.pages or asked.page,
        picture,
        tuple(boxes(document, mark, asked.page)) if mark else (),
        tuple(pages_of(document, mark)) if mark else (),
        asked.alone,
    )


def document_page(engine: OpenEngine, draw: Draw, document_id: str) -> tuple[str, int]:
    """Show a document, with the passage of the link in the address marked."""
    status = 200
    with engine().snapshot() as snapshot:
        records = snapshot.documents()
        record = record_of(records, document_id)
        document = snapshot.document(document_id)
        if document is None:
            abort(404, "no_such_document")
        figures = snapshot.figures(Filters(documents=(document_id,)))
        try:
            link = read_link(request.args)
            old = snapshot.text(document_id, link.version) if link else None
        except ValueError:
            link, old, status = None, None, 400
    followed = Followed(notice="link_wrong" if status == 400 else None)
    if link:
        followed = follow(link, document.text, document.text_version, old)
    asked = shown(document, record, followed.mark, request.args)
    kept = {name: request.args[name] for name in PARAMETERS} if link else {}
    part = partial(part_address, document_id, asked.part.count)
    page = render_template(
        "document.html",
        record=record,
        about=record.description,
        address=web_address(record.description.url),
        voices=laid_out(document, followed.mark, asked.blocks, current_language()),
        contents=entries(document, parts(document), part),
        part=asked.part,
        part_href=part,
        view=page_view(document, record, asked, followed.mark, draw),
        page_href=partial(page_address, document_id, kept),
        followed=followed,
        dossier_key=entry_key(record, mark, mark.of(document.text)) if (mark := followed.mark) else "",
        tables=tables_of(document, record, figures)[:MOST_TABLES],
        coverage=coverage_words(record.coverage, current_language()),
        missing=missing_parts(record, records),
        earlier=[other for other in records if other.newer == document_id],
        newer=next((other for other in records if other.document_id == record.newer), None),
    )
    return page, status


def part_address(document_id: str, count: int, number: int, anchor: str = "tekst") -> str:
    """Return the address of a part of a document; within the page where there is only one."""
    deel = number if count > 1 else None
    return url_for("document", document_id=document_id, deel=deel, _anchor=anchor)


def page_address(document_id: str, link: Mapping[str, str], anchor: str, **given: int) -> str:
    """Return the address of a page or part of a document, the passage of a link still marked."""
    values: dict[str, Any] = {**link, **given, "document_id": document_id, "_anchor": anchor}
    return url_for("document", **values)


def add_routes(app: Flask, engine: OpenEngine, draw: Draw) -> None:
    """Add the pages of the documents to the application."""
    app.add_url_rule("/documenten/<document_id>", "document", partial(document_page, engine, draw))
