"""Figures and comparisons as tables to take along: columns with a kind, rows of values."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.comparison import Comparison
from index.engine import DocumentRecord
from web.export_rows import (
    Column,
    FigureLine,
    Kind,
    Sheet,
    Value,
    address_of,
    cited_line,
    clean,
    document_values,
    figure_values,
    page_values,
)
from web.export_words import cell_figures, nothing_words, remarks_of
from web.figure_words import section_words
from web.messages import message
from web.present import one_line

PLACE = (
    Column("page", Kind.YEAR, 1.6),
    Column("printed_page", width=2.2),
)
# What a reader looks for stands first, as far as the first page goes.
FIGURES = (
    Column("municipality", width=3.2),
    Column("document", width=5.0),
    Column("row", width=6.0),
    Column("column", width=3.4),
    Column("year", Kind.YEAR, 1.4),
    Column("measure", width=2.8),
    Column("side", width=1.9),
    Column("value", width=2.4),
    Column("unit", width=2.0),
    Column("amount_euro", Kind.EURO, 3.2),
    Column("doubts", width=4.6),
    *PLACE,
    Column("link", Kind.LINK, 3.4),
    Column("quote", width=7.0),
    Column("section", width=4.6),
    Column("kind", width=2.4),
    Column("document_years", width=2.2),
    Column("number", Kind.NUMBER, 2.4),
    Column("taakveld", width=1.9),
    Column("taakveld_name", width=4.2),
    Column("taakveld_confidence", Kind.SHARE, 1.8),
    Column("taakveld_difference", width=6.0),
    Column("topics", width=4.0),
)
SOURCES = (
    Column("source", Kind.YEAR, 1.6),
    Column("municipality", width=3.2),
    Column("document", width=6.0),
    Column("kind", width=2.6),
    Column("document_years", width=2.6),
    Column("section", width=5.0),
    *PLACE,
    Column("quote", width=12.0),
    Column("remarks", width=5.0),
    Column("link", Kind.LINK, 3.4),
)
DOCUMENTS = (
    Column("municipality", width=3.2),
    Column("document", width=9.0),
    Column("kind", width=2.6),
    Column("document_years", width=2.6),
    Column("status", width=2.6),
    Column("file", width=8.0),
    Column("figures", Kind.YEAR, 2.0),
)
# One line for each quote or figure of a cell, for programs that know no grid.
CELLS = (
    Column("name", width=3.2),
    Column("aspect", width=3.2),
    Column("quote", width=12.0),
    *(column for column in FIGURES if column.key not in ("quote", "link", "section")),
    Column("link", Kind.LINK, 3.4),
)


def figure_sheet(lines: Sequence[FigureLine], language: str) -> Sheet:
    """Return figures as a table."""
    rows = [figure_values(line, language) for line in lines]
    return _sheet("sheet_figures", FIGURES, rows, language)


def document_sheet(lines: Sequence[FigureLine], language: str) -> Sheet:
    """Return the documents that figures come from, with how many each has."""
    counts: dict[str, int] = {}
    documents: dict[str, DocumentRecord] = {}
    for line in lines:
        document = line.record.document
        documents[document.document_id] = document
        counts[document.document_id] = counts.get(document.document_id, 0) + 1
    rows = [
        {
            **document_values(document, language),
            "status": document.description.status or "",
            "file": document.source,
            "figures": counts[key],
        }
        for key, document in documents.items()
    ]
    return _sheet("sheet_sources", DOCUMENTS, rows, language)


def source_sheet(comparison: Comparison, language: str, site: str = "") -> Sheet:
    """Return the citations of a comparison as a table."""
    rows = [
        {
            **document_values(citation.document, language),
            "source": citation.n,
            "section": section_words(citation.section),
            **page_values(citation.document, citation.page),
            "quote": citation.slice.quote,
            "remarks": " ".join(remarks_of(citation, language)),
            "link": address_of(citation, site),
        }
        for citation in comparison.citations
    ]
    return _sheet("sheet_sources", SOURCES, rows, language)


def cell_sheet(comparison: Comparison, language: str, site: str = "") -> Sheet:
    """Return a comparison with a line for each quote and each figure, and one for each empty cell."""
    rows: list[dict[str, Value]] = []
    for row in comparison.rows:
        for cell in row.cells:
            place: dict[str, Value] = {
                "name": row.name,
                "aspect": message(f"export_aspect_{cell.aspect}", language),
                "municipality": row.municipality,
            }
            for number in cell.citations:
                citation = comparison.citation(number)
                said = document_values(citation.document, language)
                at = page_values(citation.document, citation.page)
                link = address_of(citation, site)
                rows.append({**said, **at, **place, "quote": citation.slice.quote, "link": link})
            for cited in cell.figures:
                rows.append({**figure_values(cited_line(cited, comparison, site), language), **place})
            if cell.empty:
                rows.append({**place, "quote": nothing_words(row, language)})
    return _sheet("sheet_comparison", CELLS, rows, language)


def grid_sheet(comparison: Comparison, language: str) -> Sheet:
    """Return a comparison as people read it: a row for each row, a column for each aspect, and in each
    cell the quotes and figures with the numbers of their sources."""
    columns = [
        Column(f"by_{comparison.by}", width=4.0),
        *(Column(f"aspect_{aspect}", width=6.5) for aspect in comparison.aspects),
    ]
    rows = []
    for row in comparison.rows:
        values: dict[str, Value] = {f"by_{comparison.by}": row.name}
        for cell in row.cells:
            said = [f"“{one_line(comparison.citation(n).slice.quote)}” [{n}]" for n in cell.citations]
            for group, citation in cell_figures(cell, comparison, language):
                said += [f"{group.row}: [{citation.n}]", *group.lines]
            values[f"aspect_{cell.aspect}"] = "\n".join(said) or nothing_words(row, language)
        rows.append(values)
    return _sheet("sheet_comparison", tuple(columns), rows, language)


def _sheet(name: str, columns: tuple[Column, ...], rows: Sequence[dict[str, Value]], language: str) -> Sheet:
    values = tuple(tuple(_cleaned(row.get(column.key)) for column in columns) for row in rows)
    return Sheet(message(f"export_{name}", language), columns, values)


def _cleaned(value: Value) -> Value:
    return clean(value) if isinstance(value, str) else value
