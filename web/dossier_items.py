"""The passages of a dossier as the library has them now."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace

from corpus.document import Document, Section, Span
from corpus.figures import row_context
from index.engine import DocumentRecord, Snapshot
from web.citing import Citing, citing
from web.documents import follow
from web.dossier import Dossier, DossierEntry


@dataclass(frozen=True, slots=True)
class Item:
    """A passage of a dossier: its quote and where that stands, or in ``notice`` what is the matter.

    A passage that stands there no longer keeps its quote as long as the library has the text that it was
    taken from; of a document that was removed nothing is left. ``above`` are the lines above a row of a
    table that say what its cells are.
    """

    entry: DossierEntry
    record: DocumentRecord | None = None
    section: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    page: int | None = None
    citing: Citing | None = None
    notice: str = ""

    @property
    def quote(self) -> str:
        """The words of the passage, each paragraph a line."""
        return "\n".join(self.citing.paragraphs) if self.citing else ""

    @property
    def lead(self) -> tuple[str, ...]:
        """What stands above the quote, line by line: the headings on one, then the lines of its table."""
        return (*([" › ".join(self.section)] if self.section else []), *self.above)


def items_of(snapshot: Snapshot, dossier: Dossier, site: str, language: str) -> list[Item]:
    """Return the passages of a dossier in order; ``site`` is the address of the website."""
    records = {record.document_id: record for record in snapshot.documents()}
    named = dict.fromkeys(entry.document_id for entry in dossier.entries)
    documents = {name: snapshot.document(name) for name in named if name in records}
    items = []
    for entry in dossier.entries:
        record, document = records.get(entry.document_id), documents.get(entry.document_id)
        if record is None or document is None:
            items.append(Item(entry, notice="dossier_gone"))
        else:
            old = snapshot.text(entry.document_id, entry.link.version)
            items.append(_item(record, document, old, entry, site, language))
    return items


def _item(
    record: DocumentRecord, document: Document, old: str | None, entry: DossierEntry, site: str, language: str
) -> Item:
    followed = follow(entry.link, document.text, document.text_version, old)
    if followed.mark is None:
        # Its address leads to the text as it was, where what stood there is shown.
        then = replace(record, text_version=entry.link.version)
        stood = followed.stood
        cited = citing(then, entry.link.span, stood, None, site, language) if stood else None
        return Item(entry, record, citing=cited, notice=followed.notice or "link_wrong")
    quote, page = followed.mark.of(document.text), document.page_of(followed.mark.start)
    cited = citing(record, followed.mark, quote, page, site, language)
    section = _section(document, followed.mark)
    path = _path(document, section, followed.mark) if section else ()
    above = _above(document, section, followed.mark) if section else ()
    return Item(entry, record, path, above, page, cited, followed.notice or "")


def _section(document: Document, span: Span) -> Section | None:
    after = bisect_right(document.sections, span.start, key=lambda section: section.span.start)
    return document.sections[after - 1] if after else None


def _path(document: Document, section: Section, span: Span) -> tuple[str, ...]:
    """Return the headings above a passage, without the title of the document and those in the passage."""
    names = (title.of(document.text) for title in section.path if not span.covers(title))
    return tuple(name for name in names if name != document.description.title)


def _above(document: Document, section: Section, span: Span) -> tuple[str, ...]:
    """Return the lines that a row of a table cannot do without; none for other text."""
    tables = (table for i in section.blocks if (table := document.blocks[i].table))
    for table in tables:
        for row in table.rows:
            if row.span.covers(span):
                return tuple(s.of(document.text).strip() for s in row_context(document, section, table, row))
    return ()
