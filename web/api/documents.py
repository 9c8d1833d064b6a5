"""Documents: what is known about them, their text, their tables and their versions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import abort, request

from corpus.decisions import STATUS_NAMES
from corpus.document import Document, Span
from index.chunk import passages
from index.engine import DocumentRecord, Filters, Snapshot
from web.api.context import Context
from web.api.fields import Choice, Field, Moment, Number
from web.api.filters import LIMITS, NUMBER, cut, filters_of, organisations
from web.api.operation import Asked, Reply
from web.api.schema import Says
from web.document_tables import table_blocks, tables_of
from web.documents import record_of
from web.language import root_of_site
from web.permalink import passage_address
from web.present import one_line
from web.show import block_json, document_json, section_json

DOCUMENT = (
    Field("documentId", NUMBER, Says("Nummer van het document.", "Number of the document."), required=True),
)
TABLE = (
    *DOCUMENT,
    Field(
        "number",
        Number(1, 100_000),
        Says("Volgnummer van de tabel, geteld vanaf 1.", "Number of the table, counted from 1."),
        required=True,
    ),
)
LISTING = (
    *LIMITS,
    Field(
        "status",
        Choice(STATUS_NAMES),
        Says(
            "Alleen documenten met deze status; mag vaker.",
            "Only documents with this status; more than once is possible.",
        ),
        many=True,
    ),
    Field(
        "addedAfter",
        Moment(),
        Says("Alleen wat na dit tijdstip is toegevoegd.", "Only what was added after this moment."),
    ),
)


def document_item(record: DocumentRecord) -> dict[str, Any]:
    """Return what is known about a document, with its addresses."""
    page = f"{root_of_site()}/documenten/{record.document_id}"
    return {
        **document_json(record),
        "text_version": record.text_version,
        "link": page,
        "original": f"{page}/origineel",
    }


def documents(context: Context, asked: Asked) -> Reply:
    """List the documents, in order of municipality and title."""
    with context.engine().snapshot() as snapshot:
        known = organisations(snapshot.documents())
        found = snapshot.documents(filters_of(asked, known))
    wanted, after = asked["status"], asked["addedAfter"]
    found = [
        record
        for record in found
        if (not wanted or record.description.status in wanted)
        and (after is None or datetime.fromisoformat(record.added) > after)
    ]
    items = [document_item(record) for record in cut(found, asked)]
    return Reply({"total": len(found), "documents": items}, total=len(found))


def document(context: Context, asked: Asked) -> Reply:
    """Give one document."""
    with context.engine().snapshot() as snapshot:
        return Reply(document_item(record_of(snapshot.documents(), asked["documentId"])))


def opened(snapshot: Snapshot, document_id: str) -> tuple[DocumentRecord, Document]:
    """Return a document with its record; the request ends with 404 where there is none."""
    record = record_of(snapshot.documents(), document_id)
    found = snapshot.document(document_id)
    if found is None:
        abort(404, "no_such_document")
    return record, found


def _part_of(
    name: str, parts: Callable[[Document, DocumentRecord], list[dict[str, Any]]]
) -> Callable[[Context, Asked], Reply]:
    """Return the view of a collection within a document."""

    def view(context: Context, asked: Asked) -> Reply:
        with context.engine().snapshot() as snapshot:
            record, found = opened(snapshot, asked["documentId"])
        items = parts(found, record)
        content = {
            "document_id": record.document_id,
            "text_version": record.text_version,
            "total": len(items),
            name: list(cut(items, asked)),
        }
        return Reply(content, total=len(items))

    return view


def _blocks(found: Document, _record: DocumentRecord) -> list[dict[str, Any]]:
    return [
        {"number": number, "page": block.page, **block_json(found, block)}
        for number, block in enumerate(found.blocks)
    ]


def _sections(found: Document, _record: DocumentRecord) -> list[dict[str, Any]]:
    return [{**section_json(found, s), "blocks": list(s.blocks)} for s in found.sections]


def _passages(found: Document, record: DocumentRecord) -> list[dict[str, Any]]:
    items = []
    for passage in passages(found):
        quote, section = passage.span.of(found.text), found.sections[passage.section]
        items.append(
            {
                "start": passage.span.start,
                "end": passage.span.end,
                "quote": quote,
                "page": passage.page,
                "section": [span.of(found.text) for span in section.path],
                "role": section.role.value,
                "link": passage_address(record, passage.span, quote, root_of_site()),
            }
        )
    return items


blocks = _part_of("blocks", _blocks)
sections = _part_of("sections", _sections)
document_passages = _part_of("passages", _passages)


def tables(context: Context, asked: Asked) -> Reply:
    """List the tables of a document, in reading order."""
    with context.engine().snapshot() as snapshot:
        record, found = opened(snapshot, asked["documentId"])
        figures = snapshot.figures(Filters(documents=(record.document_id,)))
    all_ = tables_of(found, record, figures)
    items = [
        {
            "number": table.number,
            "name": table.name,
            "section": table.section,
            "page": table.page,
            "rows": table.rows,
            "doubts": table.doubts,
            "link": f"{request.scheme}://{request.host}{table.href}",
        }
        for table in cut(all_, asked)
    ]
    head = {"document_id": record.document_id, "text_version": record.text_version, "total": len(all_)}
    return Reply({**head, "tables": items}, total=len(all_))


def table(context: Context, asked: Asked) -> Reply:
    """Give a table with its rows as they are printed."""
    with context.engine().snapshot() as snapshot:
        record, found = opened(snapshot, asked["documentId"])
    all_ = table_blocks(found)
    if asked["number"] > len(all_):
        abort(404, "no_such_table")
    section, block = all_[asked["number"] - 1]
    shown = block.table
    if shown is None:
        abort(404, "no_such_table")
    text = found.text
    first = Span(block.span.start, block.span.start + len(block.span.of(text).split("\n", 1)[0]))
    labels = (one_line(row.label.of(text)) for row in shown.rows)
    content = {
        "number": asked["number"],
        "name": next((label for label in labels if label), one_line(first.of(text))),
        "section": section,
        "page": block.page,
        "unit": shown.unit.of(text) if shown.unit else None,
        "header": [span.of(text) for span in shown.header],
        "columns": [{"name": c.name, "year": c.year, "measure": c.measure} for c in shown.columns],
        "rows": [
            {
                "label": row.label.of(text),
                "groups": [span.of(text) for span in row.parents],
                "cells": [{"start": c.start, "end": c.end, "text": c.of(text)} for c in row.cells],
                "start": row.span.start,
                "end": row.span.end,
            }
            for row in shown.rows
        ],
        "link": passage_address(record, first, first.of(text), root_of_site()),
    }
    return Reply(content)


def versions(context: Context, asked: Asked) -> Reply:
    """List the versions of a document, oldest first."""
    with context.engine().snapshot() as snapshot:
        records = snapshot.documents()
        record = record_of(records, asked["documentId"])
        found = snapshot.text_versions(record.document_id)
    items = [{"text_version": v, "current": v == record.text_version} for v in found]
    content = {
        "document_id": record.document_id,
        "total": len(items),
        "versions": items,
        "newer": record.newer,
        "earlier": [other.document_id for other in records if other.newer == record.document_id],
    }
    return Reply(content)
