"""Cells to figures: a number with its unit, year, measure, label, and what is doubtful about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from corpus.document import BlockKind, Column, Description, Document, Row, Section, Span, Table
from corpus.tables import DASH, SIDES

PRINTED = re.compile(r"[-–−]?\s?\d{1,3}(?:\.\d{3})+(?:,\d+)?|[-–−]?\s?\d+(?:,\d+)?")
# A cell that is an amount: a number with its signs, and at most one word after it (mln, N, fte).
AMOUNT = re.compile(r"[(\s]*[-–−+]?\s*€?\s*[-–−]?\s*\d[\d.,]*\s*%?\)?\s*(?:[^\W\d_]+\.?)?\s*\*{0,3}")
MINUS = str.maketrans({"–": "-", "−": "-", ".": "", " ": "", ",": "."})
MILLIONS = re.compile(r"\b(?:mln|miljoen)\b", re.IGNORECASE)
EXPENSE = re.compile(r"\b(?:lasten|uitgaven|kosten)\b", re.IGNORECASE)
BALANCE = re.compile(r"\b(?:saldo|resultaat)\b", re.IGNORECASE)
INCOME = re.compile(r"\b(?:baten|inkomsten|opbrengsten)\b", re.IGNORECASE)
SIDE_WORDS = (("lasten", EXPENSE), ("baten", INCOME), ("saldo", BALANCE))
MEASURE_WORDS = {"begr.": "begroting", "begr": "begroting", "rek.": "rekening", "rek": "rekening"}


@dataclass(frozen=True, slots=True)
class Figure:
    """One amount of a table.

    ``value`` is the number as printed, without currency or unit; ``number`` the same as a decimal,
    sign as printed; ``multiplier`` turns it into ``unit``: 952 with multiplier 1000 and unit "€" is
    € 952.000. ``measure`` is begroting, meerjarenraming, rekening, ... ; ``side`` lasten or baten.
    ``doubt`` says in a word why the meaning is not certain, or is None.
    """

    value: str
    number: Decimal
    unit: str
    multiplier: int
    year: int | None
    measure: str | None
    side: str | None
    cell: Span
    row: Span
    label: Span
    column: str
    parents: tuple[Span, ...]
    context: tuple[Span, ...]
    doubt: str | None = None


def parse_number(printed: str) -> Decimal | None:
    """Return the decimal that a Dutch printed number stands for; None where there is none.

    "1.234,5" is 1234.5; "- 328 N" and "(12)" are negative; "-" and "—" are no number.
    """
    text = printed.replace("€", "").replace("%", "").strip()
    if text in DASH or not (match := PRINTED.search(text)):
        return None
    number = Decimal(match.group().translate(MINUS))
    return -number if text.startswith("(") and number > 0 else number


def figures(document: Document) -> list[Figure]:
    """Return every figure in the document's tables, in reading order."""
    section_of = {i: section for section in document.sections for i in section.blocks}
    found: list[Figure] = []
    for number, block in enumerate(document.blocks):
        if block.kind is BlockKind.TABLE and block.table:
            found.extend(table_figures(document, section_of[number], block.table))
    return found


def table_figures(document: Document, section: Section, table: Table) -> Iterator[Figure]:
    """Yield the figures of one table, row by row."""
    for row in table.rows:
        for place, cell in enumerate(row.cells):
            printed = cell.of(document.text)
            number = parse_number(printed)
            if number is None or not AMOUNT.fullmatch(printed):
                continue
            column = table.columns[place] if place < len(table.columns) else None
            unit, multiplier = _unit(document.text, table, row, printed)
            year, measure, doubt = meaning(document.description, column)
            yield Figure(
                value=bare_value(printed),
                number=number,
                unit=unit,
                multiplier=multiplier,
                year=year,
                measure=measure,
                side=_side(document.text, row, section, column),
                cell=cell,
                row=row.span,
                label=row.label,
                column=column.name if column else "",
                parents=row.parents,
                context=row_context(document, section, table, row),
                doubt=doubt or (None if unit else "unit"),
            )


def row_context(document: Document, section: Section, table: Table, row: Row) -> tuple[Span, ...]:
    """Return the slices that a row needs to be understood: a unit said once for several tables, header
    lines, the groups it stands in, and the note below the table that its star refers to."""
    notes: list[Span] = []
    if "*" in row.span.of(document.text):
        below = (document.blocks[i].span for i in section.blocks)
        notes = [s for s in below if s.start > table.span.end and s.of(document.text)[:1] == "*"][:1]
    apart = table.unit and not any(line.covers(table.unit) for line in table.header)
    unit = [table.unit] if apart and table.unit else []
    return (*unit, *table.header, *row.parents, *notes)


def bare_value(printed: str) -> str:
    """Return the printed number without currency, unit, note star and N or V; a number below zero
    has a minus, also where the table says so with brackets.
    """
    match = PRINTED.search(printed)
    if not match:
        return printed.strip()
    digits = match.group().replace(" ", "").lstrip("-–−")
    number = parse_number(printed)
    return f"-{digits}" if number is not None and number < 0 else digits


def multiplier_of(unit: str) -> int:
    """Return what an amount in this printed unit must be multiplied with to be in euros."""
    text = unit.casefold().replace(".", "")
    if "1000000" in text or "mln" in text or "miljoen" in text:
        return 1_000_000
    return 1_000 if "1000" in text or "duizend" in text else 1


def meaning(description: Description, column: Column | None) -> tuple[int | None, str | None, str | None]:
    """Return year, measure and doubt of a column, completed from the document where it is silent.

    In a budget a year after its first is an estimate (meerjarenraming); a column that names a
    measure but no year is of the document's own year.
    """
    year = column.year if column else None
    measure = _measure(column.measure) if column and column.measure else None
    doubt = None
    if year is None:
        year = _own_year(description)
        doubt = None if year and (measure or column is None) else "year"
    if measure is None and description.kind == "begroting" and description.year_from and year:
        measure = (
            "begroting"
            if year == description.year_from
            else ("meerjarenraming" if year > description.year_from else None)
        )
    elif measure is None and description.kind == "jaarverslag" and not _is_later(year, description):
        measure = "rekening"
    return year, measure, doubt


def _measure(words: str) -> str | None:
    """Return the measure that a column names, written out and without the side ("begr. lasten")."""
    kept = [MEASURE_WORDS.get(word, word) for word in words.split() if word.strip(":") not in SIDES]
    return " ".join(kept) or None


def _own_year(description: Description) -> int | None:
    """Return the year of a document that is of one year; a budget is of the first of its years."""
    if description.kind == "begroting" or description.year_from == description.year_to:
        return description.year_from
    return None


def _is_later(year: int | None, description: Description) -> bool:
    return bool(year and description.year_to and year > description.year_to)


def _is_unit(printed: str) -> bool:
    return bool(re.match(r"^[x×]\s?€", printed))


def _unit(text: str, table: Table, row: Row, printed: str) -> tuple[str, int]:
    if "%" in printed:
        return "%", 1
    own = next((c.of(text) for c in row.cells if _is_unit(c.of(text))), None)
    unit = own or (table.unit.of(text) if table.unit else None)
    if "€" in printed and MILLIONS.search(printed):
        return "€", 1_000_000
    if unit:
        return "€", multiplier_of(unit)
    return ("€", 1) if "€" in printed else ("", 1)


def _side(text: str, row: Row, section: Section, column: Column | None) -> str | None:
    """Return lasten, baten or saldo: what the column says, else the row, its groups and its section."""
    named = [side for side, words in SIDE_WORDS if column and words.search(column.name)]
    if len(named) == 1:
        return named[0]
    if BALANCE.search(row.label.of(text)):
        return "saldo"
    for span in (row.label, *reversed(row.parents), *reversed(section.path)):
        words = span.of(text)
        expense, income = bool(EXPENSE.search(words)), bool(INCOME.search(words))
        if expense != income:
            return "lasten" if expense else "baten"
    return None
