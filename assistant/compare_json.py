"""A comparison as the documented JSON object."""

from __future__ import annotations

from typing import Any

from assistant.amounts import say, unit_of
from assistant.comparison import Cell, CitedFigure, ComparedRow, Comparison, Finding
from assistant.reply import citation_to_json


def comparison_to_json(comparison: Comparison) -> dict[str, Any]:
    """Return the comparison; numbers in ``citations`` of cells and findings are those of the list."""
    return {
        "subject": comparison.subject,
        "by": comparison.by.value,
        "aspects": [aspect.value for aspect in comparison.aspects],
        "page": comparison.page,
        "pages": comparison.pages,
        "unknown": list(comparison.unknown),
        "common": [_finding(item) for item in comparison.common],
        "single": [_finding(item) for item in comparison.single],
        "rows": [_row(row) for row in comparison.rows],
        "citations": [citation_to_json(citation) for citation in comparison.citations],
        "milliseconds": round(comparison.milliseconds, 1),
    }


def _finding(item: Finding) -> dict[str, Any]:
    return {"what": item.what, "rows": list(item.rows), "citations": list(item.citations)}


def _row(row: ComparedRow) -> dict[str, Any]:
    searched = row.searched
    return {
        "name": row.name,
        "municipality": row.municipality,
        "searched": {
            "documents": searched.documents,
            "years": list(searched.years) if searched.years else None,
            "titles": [document.description.title for document in row.documents],
        },
        "cells": {cell.aspect.value: _cell(cell) for cell in row.cells},
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {"citations": list(cell.citations), "figures": [_figure(figure) for figure in cell.figures]}


def _figure(cited: CitedFigure) -> dict[str, Any]:
    record = cited.record
    figure = record.figure
    return {
        "label": record.label,
        "printed": figure.value,
        "unit": unit_of(record),
        "year": figure.year,
        "measure": figure.measure,
        "side": figure.side,
        "said": say(record).text,
        "citation": cited.citation,
        "start": figure.cell.start,
        "end": figure.cell.end,
    }
