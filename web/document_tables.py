"""The tables of a document as they were understood: rows, columns, amounts, and what is doubtful."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from flask import Flask, abort, render_template, request

from corpus.document import Block, Document, Span
from corpus.figure import Figure
from index.engine import DocumentRecord, Engine, FigureRecord, Filters
from web.document_terms import measure_word, number_text, side_word
from web.documents import passage_link
from web.figure_words import doubt_words, row_words, section_words
from web.language import current_language
from web.present import one_line
from web.text import shortened

OpenEngine = Callable[[], Engine]
LONGEST_NAME = 110


@dataclass(frozen=True, slots=True)
class Amount:
    """A cell as it was understood: the name of its column, then year, measure and side in words, as
    printed with its unit, in euros where it is money, and what is doubtful about it."""

    column: str
    about: str
    printed: str
    euros: str
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row with an amount: its label behind those of its groups, its amounts, where it stands."""

    label: str
    href: str
    amounts: tuple[Amount, ...]


@dataclass(frozen=True, slots=True)
class TableItem:
    """A table in a list: its section, its first words, page and place, and how much is in doubt."""

    number: int
    section: str
    name: str
    page: int | None
    href: str
    rows: int
    doubts: int


def tables_of(document: Document, record: DocumentRecord, figures: Sequence[FigureRecord]) -> list[TableItem]:
    """Return the tables of a document in reading order, counted from 1."""
    doubtful = Counter(f.figure.row.start for f in figures if f.figure.doubts)
    found = []
    for number, (section, block) in enumerate(table_blocks(document), 1):
        table, text = block.table, document.text
        if table is None:
            continue
        first = Span(block.span.start, block.span.start + len(block.span.of(text).split("\n", 1)[0]))
        labels = [one_line(row.label.of(text)) for row in table.rows]
        name = next((label for label in labels if label), one_line(first.of(text)))
        found.append(
            TableItem(
                number,
                section,
                shortened(f"{name} … {labels[-1]}" if len(labels) > 1 else name, LONGEST_NAME),
                block.page,
                passage_link(record, first, first.of(text)),
                len(table.rows),
                sum(doubtful[row.span.start] for row in table.rows),
            )
        )
    return found


def rows_of(
    document: Document,
    record: DocumentRecord,
    figures: Sequence[FigureRecord],
    number: int,
    language: str = "nl",
) -> list[TableRow]:
    """Return the rows with amounts of a table, counted from 1."""
    blocks = [block for _, block in table_blocks(document)]
    span = blocks[number - 1].span
    own = [figure for figure in figures if span.covers(figure.figure.row)]
    by_row = (list(group) for _, group in groupby(own, key=lambda f: f.figure.row))
    return [_row(group, document, record, language) for group in by_row]


def _row(
    figures: Sequence[FigureRecord], document: Document, record: DocumentRecord, language: str
) -> TableRow:
    span = figures[0].figure.row
    return TableRow(
        row_words(figures[0]),
        passage_link(record, span, span.of(document.text)),
        tuple(_amount(figure, language) for figure in figures),
    )


def _amount(record: FigureRecord, language: str) -> Amount:
    figure = record.figure
    column = one_line(figure.column)
    year = str(figure.year) if figure.year and str(figure.year) not in column else ""
    measure = measure_word(figure.measure, language) if figure.measure != column else ""
    side = side_word(figure.side, language) if figure.side not in (column, figure.measure) else ""
    return Amount(
        column,
        ", ".join(word for word in (year, measure, side) if word),
        _printed(figure),
        f"€\N{NO-BREAK SPACE}{number_text(figure.euros, language)}" if figure.euros is not None else "",
        doubt_words(figure, language),
    )


def _printed(figure: Figure) -> str:
    """Return a number as it is printed, with its unit as it is said: "€ 860,00", "923 × € 1.000"."""
    unit = figure.printed_unit
    return f"€ {figure.value}" if unit == "€" else f"{figure.value} {unit}".strip()


def table_blocks(document: Document) -> list[tuple[str, Block]]:
    """Return every table with the section that it stands in."""
    return [
        (section_words([span.of(document.text) for span in section.path]), document.blocks[index])
        for section in document.sections
        for index in section.blocks
        if document.blocks[index].table
    ]


def tables_page(engine: OpenEngine, document_id: str) -> str:
    """Show the tables of a document, one of them with its rows."""
    with engine().snapshot() as snapshot:
        records = snapshot.documents(Filters(documents=(document_id,)))
        document = snapshot.document(document_id) if records else None
        figures = snapshot.figures(Filters(documents=(document_id,))) if records else []
    if document is None:
        abort(404, "no_such_document")
    tables = tables_of(document, records[0], figures)
    given = request.args.get("tabel", "")
    chosen = next((table for table in tables if str(table.number) == given), None)
    if given and not chosen:
        abort(404, "no_such_table")
    return render_template(
        "tables.html",
        record=records[0],
        about=records[0].description,
        tables=tables,
        chosen=chosen,
        rows=rows_of(document, records[0], figures, chosen.number, current_language()) if chosen else [],
    )


def add_routes(app: Flask, engine: OpenEngine) -> None:
    """Add the page of tables to the application."""
    app.add_url_rule("/documenten/<document_id>/tabellen", "tables", partial(tables_page, engine))
