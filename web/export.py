"""Figures and comparisons to take along: a list of figures or a comparison in, the bytes of a file out."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.comparison import Comparison
from web.export_csv import csv_bytes
from web.export_docx import comparison_docx, figures_docx
from web.export_json import comparison_json, figures_json
from web.export_ods import MEDIA_TYPE, ods_bytes
from web.export_rows import FigureLine, cited_figures
from web.export_sheets import cell_sheet, document_sheet, figure_sheet, grid_sheet, source_sheet
from web.messages import message

MEDIA_TYPES = {
    "csv": "text/csv",
    "ods": MEDIA_TYPE,
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
}


def export_figures(lines: Sequence[FigureLine], form: str, language: str = "nl") -> bytes:
    """Return figures as a file of one of the ``MEDIA_TYPES``."""
    if form == "csv":
        return csv_bytes(figure_sheet(lines, language), language)
    if form == "docx":
        return figures_docx(lines, language)
    if form == "json":
        return figures_json(lines, language)
    sheets = (figure_sheet(lines, language), document_sheet(lines, language))
    return ods_bytes(sheets, message("export_title_figures", language), language)


def export_comparison(comparison: Comparison, form: str, language: str = "nl", site: str = "") -> bytes:
    """Return a comparison as a file of one of the ``MEDIA_TYPES``; ``site`` is the address of the web
    page, for the links."""
    if form == "csv":
        return csv_bytes(cell_sheet(comparison, language, site), language)
    if form == "docx":
        return comparison_docx(comparison, language, site)
    if form == "json":
        return comparison_json(comparison, language, site)
    sheets = (
        grid_sheet(comparison, language),
        figure_sheet(cited_figures(comparison, site), language),
        source_sheet(comparison, language, site),
    )
    title = message("export_title_comparison", language, subject=comparison.subject)
    return ods_bytes(sheets, title, language)
