"""One passage by its permalink: where it stands now, with what it needs to be understood."""

from __future__ import annotations

from typing import Any

from flask import abort
from werkzeug.datastructures import MultiDict

from corpus.document import Document, Span
from index.chunk import passages
from index.engine import DocumentRecord
from web.api.context import Context
from web.api.documents import document_item, opened
from web.api.fields import Field, Number, Shaped
from web.api.operation import Asked, Reply
from web.api.schema import Says
from web.document_parts import block_at
from web.documents import LONGEST, PARAMETERS, Followed, follow, read_link
from web.language import root_of_site
from web.permalink import passage_address

LAST = 999_999_999
LINKED = (
    Field("start", Number(0, LAST), Says("Eerste teken.", "First character."), required=True),
    Field("end", Number(0, LAST), Says("Teken na het laatste.", "Character after the last."), required=True),
    Field(
        "version", Shaped("[0-9a-f]{64}"), Says("Versie van de tekst.", "Version of the text."), required=True
    ),
    Field(
        "digest",
        Shaped("[0-9a-f]{16}"),
        Says("Controlegetal van het citaat.", "Digest of the quote."),
        required=True,
    ),
    Field(
        "around",
        Number(0, 10),
        Says("Hoeveel alinea's ervoor en erna.", "How many paragraphs before and after."),
        default=1,
    ),
)


def passage(context: Context, asked: Asked) -> Reply:
    """Give the passage that a permalink names; its query is that of the permalink."""
    if not 0 < asked["end"] - asked["start"] <= LONGEST:
        abort(404, "link_wrong")
    link = read_link(MultiDict({name: str(asked[name]) for name in PARAMETERS}))
    if link is None:
        abort(404, "link_wrong")
    with context.engine().snapshot() as snapshot:
        record, document = opened(snapshot, asked["documentId"])
        old = snapshot.text(record.document_id, link.version)
    followed = follow(link, document.text, document.text_version, old)
    if followed.mark is None and followed.stood is None:
        abort(404, followed.notice or "link_wrong")
    place = _place(document, record, followed, asked["around"])
    return Reply({"document": document_item(record), **place})


def _place(document: Document, record: DocumentRecord, followed: Followed, around: int) -> dict[str, Any]:
    span, text = followed.mark, document.text
    if span is None:
        nothing = dict.fromkeys(("start", "end", "page", "page_label", "role", "speaker", "link"))
        empty = {"section": [], "context": [], "before": "", "after": ""}
        return {"state": "gone", "quote": followed.stood, **nothing, **empty}
    block = document.blocks[block_at(document, span.start)]
    number = document.blocks.index(block)
    section = next((s for s in document.sections if number in s.blocks), None)
    page = document.page_of(span.start) or block.page
    quote = span.of(text)
    return {
        "state": "moved" if followed.notice else "here",
        "quote": quote,
        "start": span.start,
        "end": span.end,
        "page": page,
        "page_label": record.coverage.label(page),
        "section": [part.of(text) for part in section.path] if section else [],
        "role": section.role.value if section else None,
        "speaker": section.speaker if section else None,
        "context": [{"start": s.start, "end": s.end, "quote": s.of(text)} for s in _context(document, span)],
        **_around(document, span, around),
        "link": passage_address(record, span, quote, root_of_site()),
    }


def _context(document: Document, span: Span) -> list[Span]:
    """Return the slices that the passages under a span need to be understood, in reading order."""
    under = [p for p in passages(document) if p.span.start < span.end and span.start < p.span.end]
    return sorted({piece for p in under for piece in p.context if not span.covers(piece)})


def _around(document: Document, span: Span, count: int) -> dict[str, str]:
    """Return the text before and after a span: the rest of its own block, and so many blocks more."""
    text, blocks = document.text, document.blocks
    first, last = block_at(document, span.start), block_at(document, span.end - 1)
    start = blocks[max(0, first - count)].span.start if count else span.start
    end = blocks[min(len(blocks) - 1, last + count)].span.end if count else span.end
    return {"before": text[min(start, span.start) : span.start], "after": text[span.end : max(end, span.end)]}
