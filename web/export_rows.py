"""Figures as the fields of a table to take along, each with the row that proves it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from assistant.comparison import CitedFigure, Comparison
from assistant.reply import Citation
from assistant.taakvelden import figure_meaning
from index.engine import DocumentRecord, FigureRecord
from web.document_terms import measure_word, side_word
from web.figure_words import (
    difference_words,
    doubt_words,
    row_words,
    section_words,
    topic_names,
)
from web.messages import message
from web.opening import kind_name, years_of
from web.permalink import passage_address
from web.present import one_line

# What XML cannot hold, and what is no character.
ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
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


def cited_figures(comparison: Comparison, site: str = "") -> list[FigureLine]:
    """Return every figure of a comparison once, in order."""
    cited = [item for row in comparison.rows for cell in row.cells for item in cell.figures]
    return [cited_line(item, comparison, site) for item in dict.fromkeys(cited)]


def address_of(citation: Citation, site: str = "") -> str:
    """Return the address of a citation on the web page at ``site``."""
    return passage_address(citation.document, citation.slice.span, citation.slice.quote, site)


def figure_values(line: FigureLine, language: str) -> dict[str, Value]:
    """Return the fields of a figure by the key of their column."""
    record, figure = line.record, line.record.figure
    meaning = figure_meaning(record)
    return {
        **document_values(record.document, language),
        "row": row_words(record),
        "column": message("export_in_text", language) if figure.in_text else one_line(figure.column),
        "value": figure.value,
        "unit": figure.printed_unit,
        "number": figure.number,
        "amount_euro": figure.euros,
        "year": figure.year,
        "measure": measure_word(figure.measure, language),
        "side": side_word(figure.side, language),
        "taakveld": (meaning.taakveld or "") if meaning else "",
        "taakveld_name": meaning.name if meaning else "",
        "taakveld_confidence": Decimal(str(meaning.confidence)) if meaning and meaning.taakveld else None,
        "taakveld_difference": " ".join(difference_words(meaning, language)),
        "topics": ", ".join(topic_names(meaning, language)),
        "doubts": " ".join(doubt_words(figure, language)),
        **page_values(record.document, record.page),
        "section": section_words(record.section),
        "quote": line.quote,
        "link": line.link,
    }


def document_values(document: DocumentRecord, language: str) -> dict[str, Value]:
    """Return the fields of a document."""
    about = document.description
    return {
        "municipality": about.speaker,
        "document": about.title,
        "kind": kind_name(about, language),
        "document_years": years_of(about),
    }


def page_values(document: DocumentRecord, page: int | None) -> dict[str, Value]:
    """Return a page of a document, and what is printed on it where that is something else."""
    return {"page": page, "printed_page": document.coverage.printed(page) or ""}
