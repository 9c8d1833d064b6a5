"""Figures as text for the terminal: below each document its rows, below each row its columns."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from assistant.taakvelden import figure_meaning
from index.engine import DocumentRecord
from web.document_terms import number_text
from web.export_rows import FigureLine, Value, figure_values
from web.figure_words import difference_words, doubt_words, row_words, section_words
from web.messages import message
from web.present import document_label

BEFORE_SECTION, BEFORE_ROW, BEFORE_CELL, BETWEEN_CELLS = " ", "  ", "      ", "   "
NUMBERS = (3, 4)


def figures_text(lines: Sequence[FigureLine], language: str = "nl") -> str:
    """Return figures with all that makes them mean something, the cells of a row in columns: name of
    the column, year, measure and side, as printed, in euros."""
    found = []
    for _, of_document in groupby(lines, key=lambda line: line.record.document.document_id):
        own = list(of_document)
        found.append(_head(own[0].record.document, language))
        for section, of_section in groupby(own, key=lambda line: line.record.section):
            if words := section_words(section):
                found += ["", f"{BEFORE_SECTION}{words}"]
            for _, of_row in groupby(of_section, key=lambda line: line.record.figure.row):
                found += _row(list(of_row), language)
        found.append("")
    return "\n".join(found).rstrip("\n")


def _head(document: DocumentRecord, language: str) -> str:
    about = document.description
    return f"{about.speaker}: {about.title} ({document_label(about, language)})"


def _row(lines: Sequence[FigureLine], language: str) -> list[str]:
    record = lines[0].record
    page = message("export_at_page", language, page=record.page) if record.page else ""
    meaning = figure_meaning(record)
    notes = list(difference_words(meaning, language))
    if meaning and meaning.taakveld:
        sure = round(100 * meaning.confidence)
        name = message("figure_taakveld", language, taakveld=meaning.taakveld, name=meaning.name, sure=sure)
        notes.insert(0, name)
    doubts = [doubt_words(line.record.figure, language) for line in lines]
    shared = doubts[0] if len(set(doubts)) == 1 else ()
    notes += [f"! {words}" for words in shared]
    cells = _aligned([_cells(figure_values(line, language), language) for line in lines])
    for place, words in enumerate(doubts):
        if words and words != shared:
            cells[place] += f"{BETWEEN_CELLS}! {' '.join(words)}"
    return [
        "",
        f"{BEFORE_ROW}{row_words(record)}{page}",
        *(f"{BEFORE_CELL}{cell}" for cell in cells),
        *(f"{BEFORE_ROW}  {note}" for note in notes),
        f"{BEFORE_ROW}  {lines[0].link}",
    ]


def _cells(values: dict[str, Value], language: str) -> list[str]:
    euros, year, column = values["amount_euro"], str(values["year"] or ""), str(values["column"])
    return [
        "" if column == year else column,
        year,
        ", ".join(str(values[key]) for key in ("measure", "side") if values[key]),
        f"{values['value']} {values['unit']}".strip(),
        "" if euros is None or isinstance(euros, str) else f"€ {number_text(euros, language)}",
    ]


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return rows with their cells below one another, numbers to the right, empty columns left out."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        BETWEEN_CELLS.join(
            cell.rjust(width) if place in NUMBERS else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
            if width
        ).rstrip()
        for row in rows
    ]
