"""Figures and comparisons as tables to take along: columns with a kind, rows of values."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import groupby

from assistant.comparison import Cell, CitedFigure, ComparedRow, Comparison
from assistant.reply import Citation
from assistant.taakvelden import figure_meaning
from index.engine import DocumentRecord, FigureRecord
from web.figure_words import (
    difference_words,
    doubt_words,
    number_text,
    row_words,
    section_words,
    topic_names,
    unit_words,
)
from web.messages import message
from web.opening import kind_name, period, years_of
from web.permalink import passage_address
from web.present import citation_marks, one_line, origin_of
from web.text import counted

# What XML cannot hold, and what is no character.
ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NO_BREAK, MINUS = "\u00a0", "\u2212"
Value = str | int | Decimal | None


class Kind(StrEnum):
    """What the values of a column are."""

    TEXT = "text"
    NUMBER = "number"
    EURO = "euro"
    YEAR = "year"
    SHARE = "share"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``key`` is its name in JSON and, in words, in its header; ``width`` is in centimetres."""

    key: str
    kind: Kind = Kind.TEXT
    width: float = 3.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: each row has a value for each column."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]

    def titles(self, language: str) -> list[str]:
        """Return the header in words."""
        return [message(f"export_{column.key}", language) for column in self.columns]


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


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A figure with the slice that proves it and the address where that stands."""

    record: FigureRecord
    quote: str
    link: str


def clean(text: str) -> str:
    """Return a text without the characters that no file for an office program can hold."""
    return ILLEGAL.sub("", text)


def figure_lines(
    records: Sequence[FigureRecord], text_of: Callable[[DocumentRecord], str], site: str = ""
) -> list[FigureLine]:
    """Return figures with their rows as quotes; ``text_of`` gives the canonical text of a document."""
    texts: dict[str, str] = {}
    lines = []
    for record in records:
        document = record.document
        if document.document_id not in texts:
            texts[document.document_id] = text_of(document)
        span = record.figure.row
        quote = span.of(texts[document.document_id])
        lines.append(FigureLine(record, quote, passage_address(document, span, quote, site)))
    return lines


def cited_line(cited: CitedFigure, comparison: Comparison, site: str = "") -> FigureLine:
    """Return a figure of a comparison with the quote and address of its citation."""
    citation = comparison.citation(cited.citation)
    return FigureLine(cited.record, citation.slice.quote, address_of(citation, site))


def address_of(citation: Citation, site: str = "") -> str:
    """Return the address of a citation on the web page at ``site``."""
    return passage_address(citation.document, citation.slice.span, citation.slice.quote, site)


def figure_values(line: FigureLine, language: str) -> dict[str, Value]:
    """Return the fields of a figure by the key of their column."""
    record, figure = line.record, line.record.figure
    meaning = figure_meaning(record)
    return {
        **_document_values(record.document, language),
        "row": row_words(record),
        "column": message("export_in_text", language) if figure.in_text else one_line(figure.column),
        "value": figure.value,
        "unit": unit_words(figure),
        "number": figure.number,
        "amount_euro": figure.euros,
        "year": figure.year,
        "measure": figure.measure or "",
        "side": figure.side or "",
        "taakveld": (meaning.taakveld or "") if meaning else "",
        "taakveld_name": meaning.name if meaning else "",
        "taakveld_confidence": Decimal(str(meaning.confidence)) if meaning and meaning.taakveld else None,
        "taakveld_difference": " ".join(difference_words(meaning, language)),
        "topics": ", ".join(topic_names(meaning, language)),
        "doubts": " ".join(doubt_words(figure, language)),
        **_page_values(record.document, record.page),
        "section": section_words(record.section),
        "quote": line.quote,
        "link": line.link,
    }


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
            **_document_values(document, language),
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
            **_document_values(citation.document, language),
            "source": citation.n,
            "section": section_words(citation.section),
            **_page_values(citation.document, citation.page),
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
                said = _document_values(citation.document, language)
                at = _page_values(citation.document, citation.page)
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


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """The figures of one row of a table: the row in words and a line for each figure. ``first`` is the
    first of them; the others have its row, page and link too."""

    row: str
    lines: tuple[str, ...]
    first: FigureLine


def figure_groups(lines: Sequence[FigureLine], language: str) -> list[FigureGroup]:
    """Return figures, those that follow each other in one row of a table together."""
    groups = []
    for _, same in groupby(lines, key=lambda line: line.link):
        own = list(same)
        values = [figure_values(line, language) for line in own]
        words = tuple(f"{_moment(item)}: {amount_words(item)}{_doubts(item)}" for item in values)
        groups.append(FigureGroup(str(values[0]["row"]), words, own[0]))
    return groups


def cell_figures(cell: Cell, comparison: Comparison, language: str) -> list[tuple[FigureGroup, Citation]]:
    """Return the figures of a cell by the row of their table, each with its citation."""
    found = []
    for number, cited in groupby(cell.figures, key=lambda item: item.citation):
        lines = [cited_line(item, comparison) for item in cited]
        found += [(group, comparison.citation(number)) for group in figure_groups(lines, language)]
    return found


def nothing_words(row: ComparedRow, language: str) -> str:
    """Return that nothing was found, and in what: "Niets gevonden in 2 documenten (2019-2022)."."""
    searched = row.searched
    if not searched.documents:
        return message("export_no_documents", language)
    years = f" ({period(*searched.years)})" if searched.years else ""
    one, more = message("export_one_document", language), message("export_more_documents", language)
    return message("export_nothing", language, what=counted(searched.documents, one, more) + years)


def amount_words(values: dict[str, Value]) -> str:
    """Return an amount with what the table prints: "€ 923.000 (923, × € 1.000)"; a line never ends
    inside one of its numbers."""
    euros, unit = values["amount_euro"], str(values["unit"]).replace(" ", NO_BREAK)
    printed = str(values["value"]).replace("-", MINUS)
    if not isinstance(euros, Decimal):
        return f"{printed}{NO_BREAK}{unit}".strip()
    amount = f"€{NO_BREAK}{number_text(euros).replace('-', MINUS)}"
    return amount if unit == "€" else f"{amount} ({printed}, {unit})"


def _moment(values: dict[str, Value]) -> str:
    """Return what a figure is and of when; the name of its column where it has no measure."""
    what = values["measure"] or ("" if values["column"] == str(values["year"]) else values["column"])
    return " ".join(str(word) for word in (what, values["side"], values["year"]) if word)


def _doubts(values: dict[str, Value]) -> str:
    return f" ! {values['doubts']}" if values["doubts"] else ""


def cited_figures(comparison: Comparison, site: str = "") -> list[FigureLine]:
    """Return every figure of a comparison once, in order."""
    cited = [item for row in comparison.rows for cell in row.cells for item in cell.figures]
    return [cited_line(item, comparison, site) for item in dict.fromkeys(cited)]


def remarks_of(citation: Citation, language: str) -> list[str]:
    """Return what must be known of a quote: who speaks, the region, errors of the source."""
    origin = origin_of(citation, language)
    return [*([origin] if origin else []), *citation_marks(citation, language)]


def source_words(citation: Citation, language: str) -> str:
    """Return document, years and page of a citation: "begroting 2019, p. 12"."""
    about = citation.document.description
    page = message("export_at_page", language, page=citation.page) if citation.page else ""
    return f"{kind_name(about, language)} {years_of(about)}".strip() + page


def _document_values(document: DocumentRecord, language: str) -> dict[str, Value]:
    about = document.description
    return {
        "municipality": about.speaker,
        "document": about.title,
        "kind": kind_name(about, language),
        "document_years": years_of(about),
    }


def _page_values(document: DocumentRecord, page: int | None) -> dict[str, Value]:
    return {"page": page, "printed_page": document.coverage.printed(page) or ""}


def _sheet(name: str, columns: tuple[Column, ...], rows: Sequence[dict[str, Value]], language: str) -> Sheet:
    values = tuple(tuple(_cleaned(row.get(column.key)) for column in columns) for row in rows)
    return Sheet(message(f"export_{name}", language), columns, values)


def _cleaned(value: Value) -> Value:
    return clean(value) if isinstance(value, str) else value
