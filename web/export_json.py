"""Figures and comparisons as JSON: the same fields as the tables, under their keys (docs/meenemen.md)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from assistant.comparison import ComparedRow, Comparison, Finding
from corpus.document import Span
from index.engine import DocumentRecord
from web.export_rows import FigureLine, Sheet, Value, cited_figures
from web.export_sheets import figure_sheet, source_sheet

VERSION = 1


def figures_json(lines: Sequence[FigureLine], language: str = "nl") -> bytes:
    """Return figures as JSON."""
    return _bytes(figures_content(lines, language))


def figures_content(lines: Sequence[FigureLine], language: str = "nl") -> dict[str, Any]:
    """Return figures as what their JSON holds: the fields of the table, and where the row stands."""
    rows = zip(records(figure_sheet(lines, language)), lines, strict=True)
    return {
        "version": VERSION,
        "figures": [{**row, **_stands(line.record.document, line.record.figure.row)} for row, line in rows],
    }


def comparison_json(comparison: Comparison, language: str = "nl", site: str = "") -> bytes:
    """Return a comparison as JSON."""
    return _bytes(comparison_content(comparison, language, site))


def comparison_content(comparison: Comparison, language: str = "nl", site: str = "") -> dict[str, Any]:
    """Return a comparison as what its JSON holds; cells name their sources by number, figures by their
    place in ``figures``, counted from 0."""
    lines = cited_figures(comparison, site)
    places = {(line.record, line.link): number for number, line in enumerate(lines)}
    sources = [
        {**row, **_stands(citation.document, citation.slice.span)}
        for citation, row in zip(
            comparison.citations, records(source_sheet(comparison, language, site)), strict=True
        )
    ]
    links = {
        citation.n: source["link"] for citation, source in zip(comparison.citations, sources, strict=True)
    }
    return {
        "version": VERSION,
        "subject": comparison.subject,
        "by": comparison.by.value,
        "aspects": [aspect.value for aspect in comparison.aspects],
        "page": comparison.page,
        "pages": comparison.pages,
        "unknown": list(comparison.unknown),
        "common": [_finding(item) for item in comparison.common],
        "single": [_finding(item) for item in comparison.single],
        "rows": [
            {
                **_row(row),
                "cells": {
                    cell.aspect.value: {
                        "sources": list(cell.citations),
                        "figures": [places[f.record, links[f.citation]] for f in cell.figures],
                    }
                    for cell in row.cells
                },
            }
            for row in comparison.rows
        ],
        "figures": figures_content(lines, language)["figures"],
        "sources": sources,
    }


def _stands(document: DocumentRecord, span: Span) -> dict[str, Any]:
    """Return where a row or quote stands, for programs."""
    return {"document_id": document.document_id, "start": span.start, "end": span.end}


def records(sheet: Sheet) -> list[dict[str, Any]]:
    """Return the rows of a table as objects; a number stays a number."""
    keys = [column.key for column in sheet.columns]
    return [dict(zip(keys, map(_plain, row), strict=True)) for row in sheet.rows]


def _row(row: ComparedRow) -> dict[str, Any]:
    searched = row.searched
    return {
        "name": row.name,
        "municipality": row.municipality,
        "documents": [document.document_id for document in row.documents],
        "searched": {
            "documents": searched.documents,
            "years": list(searched.years) if searched.years else None,
        },
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {"what": finding.what, "rows": list(finding.rows), "sources": list(finding.citations)}


def _plain(value: Value) -> str | int | float | None:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def _bytes(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")
