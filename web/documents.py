"""What every page of documents needs: permalinks and where they lead, the text laid out with a passage
marked, and the original to download."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from flask import Flask, Response, abort, send_file, url_for
from werkzeug.datastructures import MultiDict

from assistant.reply import Citation
from corpus.document import BlockKind, Document, Span
from index.engine import DocumentRecord, Engine
from web.permalink import quote_digest
from web.present import voice
from web.text import Piece, ShownRow, pieces, table_rows

OpenEngine = Callable[[], Engine]
PARAMETERS = ("start", "end", "version", "digest")
VERSION = re.compile(r"[0-9a-f]{64}")
DIGEST = re.compile(r"[0-9a-f]{16}")
OFFSET = re.compile(r"[0-9]{1,9}")
LONGEST = 20_000
NUMBERED = re.compile(r"(?:\d{1,3}|[a-z])[.)]\s|\d+\.\d")


@dataclass(frozen=True, slots=True)
class Link:
    """What a permalink says: a span in a version of the text, and the digest of its quote."""

    span: Span
    version: str
    digest: str


@dataclass(frozen=True, slots=True)
class Followed:
    """Where a permalink leads: the span to mark, or in ``notice`` what is the matter with it.

    ``stood`` is the quote from the text as it was, where that has changed.
    """

    mark: Span | None = None
    notice: str | None = None
    stood: str | None = None


def permalink(citation: Citation) -> str:
    """Return the address of a citation: its document, with the quote marked."""
    return passage_link(citation.document, citation.slice.span, citation.slice.quote)


def passage_link(record: DocumentRecord, span: Span, quote: str) -> str:
    """Return the address of a passage in a version of a document."""
    return url_for(
        "document",
        document_id=record.document_id,
        start=span.start,
        end=span.end,
        version=record.text_version,
        digest=quote_digest(quote),
        _anchor="passage",
    )


def read_link(arguments: MultiDict[str, str]) -> Link | None:
    """Return the link in an address, None where none is; raises ValueError for a wrong one."""
    start, end, version, digest = (arguments.get(name) for name in PARAMETERS)
    if start is end is version is digest is None:
        return None
    if not (OFFSET.fullmatch(start or "") and OFFSET.fullmatch(end or "")):
        raise ValueError("offsets")
    if not (VERSION.fullmatch(version or "") and DIGEST.fullmatch(digest or "")):
        raise ValueError("digests")
    span = Span(int(start or 0), int(end or 0))
    if not 0 < len(range(span.start, span.end)) <= LONGEST:
        raise ValueError("length")
    return Link(span, version or "", digest or "")


def follow(link: Link, text: str, version: str, old_text: str | None) -> Followed:
    """Return where a link leads in the current text; ``old_text`` is that of the link's version."""
    if link.version != version and old_text is None:
        return Followed(notice="link_unknown")
    linked = text if link.version == version or old_text is None else old_text
    quote = link.span.of(linked)
    if link.span.end > len(linked) or quote_digest(quote) != link.digest:
        return Followed(notice="link_wrong")
    if linked is text:
        return Followed(trimmed(link.span, text))
    places = [match.start() for match in re.finditer(re.escape(quote), text)]
    if not places:
        return Followed(notice="link_gone", stood=quote)
    at = min(places, key=lambda place: abs(place - link.span.start))
    return Followed(trimmed(Span(at, at + len(quote)), text), "link_found_again")


def trimmed(span: Span, text: str) -> Span:
    """Return the span without white space at its ends."""
    quote = span.of(text)
    return Span(span.start + len(quote) - len(quote.lstrip()), span.start + len(quote.rstrip()))


@dataclass(frozen=True, slots=True)
class Item:
    """A block as it is shown: ``level`` is that of a heading, ``page`` stands where one begins."""

    kind: BlockKind
    pieces: tuple[Piece, ...]
    anchor: str
    level: int | None = None
    rows: tuple[ShownRow, ...] = ()
    page: int | None = None

    @property
    def text(self) -> str:
        """The text of all pieces."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def numbered(self) -> bool:
        """True for a list item that brings its own number."""
        return bool(NUMBERED.match(self.text))


def laid_out(
    document: Document, mark: Span | None, part: range | None = None, language: str = "nl"
) -> list[tuple[str, list[Item]]]:
    """Return the items of a document, or of a part of its blocks, in stretches of one voice, named in this
    language: "" is the municipality's own."""
    text, levels, page = document.text, heading_levels(document, part), None
    voices: list[tuple[str, list[Item]]] = []
    for section in document.sections:
        speaks = voice(section.role, section.speaker, language)
        for index in section.blocks:
            if part is not None and index not in part:
                continue
            block = document.blocks[index]
            found = tuple(pieces(text, block.span, mark))
            marked = any(piece.marked for piece in found)
            if index not in levels and block.kind is BlockKind.HEADING and not marked:
                continue
            if not voices or voices[-1][0] != speaks:
                voices.append((speaks, []))
            new_page = block.page if block.page != page else None
            page = block.page
            rows = tuple(table_rows(text, block.table, mark)) if block.table else ()
            level = levels.get(index, 2) if block.kind is BlockKind.HEADING else None
            voices[-1][1].append(Item(block.kind, found, f"b{index}", level, rows, new_page))
    return voices


def heading_levels(document: Document, part: range | None = None) -> dict[int, int]:
    """Return the HTML level of each heading, of a part of the blocks, by block: from 2 down, none skipped.

    A heading that only repeats the title, which is at the top of the page already, has none.
    """
    levels: dict[int, int] = {}
    above: list[int] = []
    for index in range(len(document.blocks)) if part is None else part:
        block = document.blocks[index]
        if block.kind is not BlockKind.HEADING:
            continue
        if not levels and block.span.of(document.text) == document.description.title:
            continue
        level = block.level or 1
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        levels[index] = min(6, 1 + len(above))
    return levels


def original(engine: OpenEngine, document_id: str) -> Response:
    """Send the file as it was added: always as an attachment, never to be shown by the browser."""
    library = engine()
    with library.snapshot() as snapshot:
        record = record_of(snapshot.documents(), document_id)
    data = library.read_original(record.sha256)
    if data is None:
        abort(404, "no_such_document")
    return send_file(
        BytesIO(data),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=file_name(record.source),
        etag=record.sha256,
    )


def file_name(source: str) -> str:
    """Return a name that is safe to save under: no folders, no control characters."""
    name = PurePosixPath(source.replace("\\", "/")).name
    kept = "".join(c for c in name if c.isprintable() and c not in '<>:"|?*')
    return kept.strip(". ") or "document"


def web_address(address: str | None) -> str | None:
    """Return the address where it is one on the web, so that no other kind becomes a link."""
    try:
        return address if address and urlsplit(address).scheme in ("http", "https") else None
    except ValueError:  # a bracket without its pair
        return None


def places_of(records: Sequence[DocumentRecord]) -> list[str]:
    """Return the municipalities and bodies that have documents, in the order of the documents, once."""
    return list(dict.fromkeys(r.description.municipality for r in records if r.description.municipality))


def record_of(records: Sequence[DocumentRecord], document_id: str) -> DocumentRecord:
    """Return the record of a document; the request ends with 404 where there is none."""
    found = next((record for record in records if record.document_id == document_id), None)
    if found is None:
        abort(404, "no_such_document")
    return found


def add_routes(app: Flask, engine: OpenEngine) -> None:
    """Add the originals of the documents to the application."""
    app.add_url_rule("/documenten/<document_id>/origineel", "original", partial(original, engine))
