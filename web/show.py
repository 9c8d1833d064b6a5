"""Documents, hits and answers as text and JSON for the command line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from assistant.contacts import Contact
from assistant.guidance import help_for, introduction
from assistant.reply import Answer, Citation, hit_to_json
from assistant.turn import Turn
from corpus.document import Block, BlockKind, Document, Section, Span
from index.chunk import passages
from index.engine import DocumentRecord
from index.search import Hit
from web.about import description_lines, marked
from web.guidance import contact_lines, help_lines, introduction_lines
from web.messages import message
from web.opening import years_of
from web.present import (
    answer_text,
    citation_marks,
    document_label,
    glossary_lines,
    notes,
    one_line,
    origin_of,
    understood_text,
    without_text,
)
from web.report import coverage_json, coverage_words


def document_json(record: DocumentRecord) -> dict[str, Any]:
    """Return what is known about a document."""
    about = record.description
    return {
        "document_id": record.document_id,
        "municipality": about.municipality,
        "municipality_code": about.municipality_code,
        "title": about.title,
        "kind": about.kind,
        "years": [about.year_from, about.year_to],
        "status": about.status,
        "date": about.date,
        "decided_by": about.decided_by,
        "decision": about.decision,
        "part_of": about.part_of,
        "members": list(about.members),
        "url": about.url,
        "source": record.source,
        "passages": record.passages,
        "added": record.added,
        "newer": record.newer,
        "coverage": coverage_json(record.coverage),
        "confidence": dict(about.confidence),
    }


def document_line(record: DocumentRecord, language: str = "nl") -> str:
    """Return one line about a document, with a question mark at what is not sure, and at the end
    of which document it is an earlier version and what was not read."""
    about = record.description
    fields = [
        record.document_id,
        marked(about, about.municipality, "municipality"),
        marked(about, about.kind, "kind"),
        marked(about, years_of(about), "years"),
        marked(about, about.status, "status", "-"),
        marked(about, about.date, "date", "-"),
        f"{record.passages} passages",
        marked(about, about.title, "title"),
        *([message("earlier_version", language, document_id=record.newer)] if record.newer else []),
        *coverage_words(record.coverage, language),
    ]
    return "  ".join(fields)


def structure_text(document: Document, language: str = "nl") -> str:
    """Return how a document was read: description, then each block with kind, role and passages."""
    lines = [document.source, *description_lines(document.description, language)]
    if document.references:
        targets = dict.fromkeys(r.target for r in document.references)
        lines.append(f"verwijst naar: {', '.join(targets)}")
    found = passages(document)
    starts = {p.span.start: n for n, p in enumerate(found, 1)}
    for section in document.sections:
        for index in section.blocks:
            block = document.blocks[index]
            first = next((n for at, n in starts.items() if block.span.start <= at < block.span.end), None)
            mark = f"p{first}" if first else ""
            spoken = f" ({section.speaker})" if section.speaker else ""
            lines.append(
                f"\n{block.span.start:>7} {mark:>5} {_kind(block):<11} [{section.role.value}{spoken}]"
                f"\n{block.span.of(document.text)}"
            )
            lines.extend(_table_lines(document, block))
    return "\n".join(lines)


def _kind(block: Block) -> str:
    return f"heading {block.level}" if block.kind is BlockKind.HEADING else block.kind.value


def _table_lines(document: Document, block: Block) -> list[str]:
    if not block.table:
        return []
    table, text = block.table, document.text
    lines = [f"        eenheid: {table.unit.of(text) if table.unit else '-'}"]
    lines.append(f"        kolommen: {' | '.join(c.name for c in table.columns) or '-'}")
    for row in table.rows:
        group = " > ".join(span.of(text) for span in row.parents)
        cells = " | ".join(cell.of(text) for cell in row.cells)
        lines.append(f"        {group + ': ' if group else ''}{row.label.of(text)} => {cells}")
    return lines


def structure_json(document: Document) -> str:
    """Return the blocks, sections and passages of a document as JSON."""
    content = {
        "title": document.description.title,
        "text_version": document.text_version,
        "blocks": [block_json(document, block) for block in document.blocks],
        "sections": [section_json(document, section) for section in document.sections],
        "passages": [_span_json(document, passage.span) for passage in passages(document)],
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def block_json(document: Document, block: Block) -> dict[str, Any]:
    """Return a block with its text."""
    return {"kind": block.kind.value, "level": block.level, **_span_json(document, block.span)}


def section_json(document: Document, section: Section) -> dict[str, Any]:
    """Return a section with the headings above it."""
    return {
        "role": section.role.value,
        "speaker": section.speaker,
        "path": [span.of(document.text) for span in section.path],
        "start": section.span.start,
        "end": section.span.end,
    }


def _span_json(document: Document, span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": span.of(document.text)}


def hit_json(hit: Hit) -> dict[str, Any]:
    """Return a hit of a search."""
    return {**hit_to_json(hit), "role": hit.passage.role.value}


def hit_text(number: int, hit: Hit) -> str:
    """Return a hit as a few lines of text."""
    passage = hit.passage
    about = passage.document.description
    head = f"{number}. {about.speaker}, {document_label(about)} › {' › '.join(passage.section[-2:])}"
    return f"{head}\n   {one_line(passage.text)}"


def answer_page(
    answer: Answer, language: str, contacts: Sequence[Contact] = (), turn: Turn | None = None
) -> str:
    """Return an answer for the terminal: help first where that must be, the introduction in the asker's
    language, the text, the notes, the sources with their quotes, and the contact points.

    ``turn`` is the one before it, which a question that leans on it is read with.
    """
    help_ = help_for(answer.danger, answer.understood.language)
    first = next((contact.municipality for contact in contacts), None)
    told = introduction_lines(introduction(answer.understood.language, first), answer)
    lines = [*help_lines(help_), ""] if help_ and help_.first else []
    lines += [*told, "", answer_text(answer, language), ""]
    if turn and answer.carried:
        lines.append(f"· {message('asked_before', language, question=turn.question)}")
    lines += [f"· {note.text}" for note in notes(answer, datetime.now(UTC).year, language)]
    if said := understood_text(answer, language):
        lines.append(f"· {said}")
    missing = without_text(answer, language)
    if missing and not answer.abstained:
        lines.append(f"· {missing}: {', '.join(answer.without)}.")
    if answer.glossary:
        lines += ["", message("hard_words", language)]
        lines += [f"    {word}: {meaning}" for word, meaning in glossary_lines(answer, language)]
    if answer.citations:
        lines += ["", "Bronnen" if language == "nl" else "Sources"]
        lines += [_source(citation, language) for citation in answer.citations]
    lines += ["", *contact_lines(contacts, language)]
    if help_ and not help_.first:
        lines += ["", *help_lines(help_)]
    return "\n".join(lines).strip()


def _source(citation: Citation, language: str) -> str:
    about = citation.document.description
    place = f"[{citation.n}] {about.speaker}: {about.title}"
    printed = citation.document.coverage.printed(citation.page)
    number = message("printed", language, label=printed) if printed else ""
    page = f", p. {citation.page}{number}" if citation.page else ""
    origin = origin_of(citation, language)
    section = " › ".join(citation.section)
    span = citation.slice.span
    position = message("position", language, start=span.start, end=span.end)
    return "\n".join(
        line
        for line in (
            f"{place} ({document_label(about, language)}){page}",
            f"    {section}" if section else "",
            f"    {origin}" if origin else "",
            f"    “{one_line(citation.slice.quote)}”",
            *(f"    ! {mark}" for mark in citation_marks(citation, language)),
            f"    {citation.document.source}, {position}",
        )
        if line
    )
