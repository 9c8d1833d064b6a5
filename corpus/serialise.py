"""Documents to JSON and back, so that a document is read once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from corpus.document import (
    Block,
    BlockKind,
    Box,
    Column,
    Coverage,
    Description,
    Document,
    Hidden,
    Place,
    Reference,
    Role,
    Row,
    Section,
    Span,
    Table,
)


def structure_to_json(document: Document) -> str:
    """Return everything but text and description as JSON."""
    return json.dumps(_structure(document), ensure_ascii=False, separators=(",", ":"))


def document_from_json(
    text: str, version: str, source: str, description: Description, structure: str
) -> Document:
    """Return the document that was kept."""
    return _document(text, version, source, description, json.loads(structure))


def whole_to_json(document: Document) -> str:
    """Return all of the document but its source as JSON."""
    content = {
        "text": document.text,
        "version": document.text_version,
        "description": asdict(document.description),
        "structure": _structure(document),
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def whole_from_json(data: str, source: str) -> Document:
    """Return the document that :func:`whole_to_json` wrote."""
    content = json.loads(data)
    description = _description(content["description"])
    return _document(content["text"], content["version"], source, description, content["structure"])


def _structure(document: Document) -> dict[str, Any]:
    return {
        "blocks": [_block(block) for block in document.blocks],
        "sections": [_section(section) for section in document.sections],
        "references": [[*_pair(r.span), r.target] for r in document.references],
        "places": [[*_pair(p.span), p.page, asdict(p.box) if p.box else None] for p in document.places],
        "coverage": asdict(document.coverage),
    }


def _document(
    text: str, version: str, source: str, description: Description, content: dict[str, Any]
) -> Document:
    return Document(
        text=text,
        text_version=version,
        source=source,
        description=description,
        blocks=tuple(_to_block(item) for item in content["blocks"]),
        sections=tuple(_to_section(item) for item in content["sections"]),
        references=tuple(Reference(Span(a, b), target) for a, b, target in content["references"]),
        places=tuple(
            Place(Span(a, b), page, Box(**box) if box else None) for a, b, page, box in content["places"]
        ),
        coverage=_to_coverage(content.get("coverage", {})),
    )


def description_to_json(description: Description) -> str:
    """Return the description as JSON."""
    return json.dumps(asdict(description), ensure_ascii=False)


def description_from_json(data: str) -> Description:
    """Return the description that was kept."""
    return _description(json.loads(data))


def _description(fields: dict[str, Any]) -> Description:
    confidence = tuple((str(name), float(sure)) for name, sure in fields.pop("confidence", []))
    refers_to, members = (tuple(map(str, fields.pop(name, []))) for name in ("refers_to", "members"))
    return Description(**fields, members=members, refers_to=refers_to, confidence=confidence)


def spans_to_json(spans: Sequence[Span]) -> str:
    """Return spans as a JSON list of pairs."""
    return json.dumps([_pair(span) for span in spans], separators=(",", ":"))


def spans_from_json(data: str) -> tuple[Span, ...]:
    """Return the spans that were kept."""
    return tuple(Span(start, end) for start, end in json.loads(data))


def _to_coverage(item: dict[str, Any]) -> Coverage:
    hidden = tuple(Hidden(**one) for one in item.get("hidden", ()))
    numbers = {name: tuple(item.get(name, ())) for name in ("unread", "recognised", "labels")}
    return Coverage(item.get("pages"), hidden=hidden, **numbers)


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]


def _pairs(spans: Sequence[Span]) -> list[list[int]]:
    return [_pair(span) for span in spans]


def _spans(pairs: Sequence[Sequence[int]]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in pairs)


def _block(block: Block) -> dict[str, Any]:
    return {
        "kind": block.kind.value,
        "span": _pair(block.span),
        "level": block.level,
        "page": block.page,
        "table": _table(block.table) if block.table else None,
    }


def _to_block(item: dict[str, Any]) -> Block:
    table = _to_table(item["table"]) if item["table"] else None
    return Block(BlockKind(item["kind"]), Span(*item["span"]), item["level"], item["page"], table)


def _table(table: Table) -> dict[str, Any]:
    return {
        "span": _pair(table.span),
        "header": _pairs(table.header),
        "unit": _pair(table.unit) if table.unit else None,
        "columns": [[_pairs(c.header), c.name, c.year, c.measure] for c in table.columns],
        "rows": [[_pair(r.span), _pair(r.label), _pairs(r.cells), _pairs(r.parents)] for r in table.rows],
    }


def _to_table(item: dict[str, Any]) -> Table:
    return Table(
        span=Span(*item["span"]),
        header=_spans(item["header"]),
        unit=Span(*item["unit"]) if item["unit"] else None,
        columns=tuple(Column(_spans(h), name, year, measure) for h, name, year, measure in item["columns"]),
        rows=tuple(
            Row(Span(*span), Span(*label), _spans(cells), _spans(parents))
            for span, label, cells, parents in item["rows"]
        ),
    )


def _section(section: Section) -> list[Any]:
    return [
        _pair(section.span),
        _pairs(section.path),
        section.role.value,
        list(section.blocks),
        section.speaker,
    ]


def _to_section(item: list[Any]) -> Section:
    span, path, role, blocks, speaker = item
    return Section(Span(*span), _spans(path), Role(role), tuple(blocks), speaker)
