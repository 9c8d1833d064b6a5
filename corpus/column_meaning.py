"""The header of a table, and what its document is, to what each column means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.document import Column, Description, Section, Span, Table
from corpus.measures import MEASURES, PART_OF_YEAR, measure_in, side_in, unit_in, years_in

TOTAL = re.compile(r"\btotaal\b", re.IGNORECASE)
# Words of a column that say nothing of its measure: "Bedrag", "Totaal", a year, a side of the budget.
OPEN_WORDS = re.compile(
    r"\bkwartaal\s+\d|\b(?:bedrag(?:en)?|totaal|boekjaar|jaar|baten|lasten|saldo|inkomsten|uitgaven|t(?:[+-]\d)?|[\d/-]+)\b|\(t\)",
    re.IGNORECASE,
)
OPEN_ENDED = re.compile(r"(?:19|20)\d{2}\s*(?:-|–|/|t/m)\s*(?:19|20)?\d{2}\b")


@dataclass(frozen=True, slots=True)
class TableWords:
    """What stands around the cells of a table: ``corner`` is the part of its header that is over no
    value column, ``corners`` the same a line, ``title`` the heading that it stands under, ``path`` all
    headings above it; ``unit`` the printed unit of the whole table, ``unit_columns`` the columns that
    have it alone."""

    corner: str
    corners: tuple[str, ...]
    title: str
    path: tuple[str, ...]
    unit: str | None
    unit_columns: frozenset[int]


@dataclass(frozen=True, slots=True)
class ColumnMeaning:
    """What the amounts in a column are. ``year_printed`` is false where the table does not say it, ``open``
    is true where the name of the column leaves the measure to the document."""

    name: str
    year: int | None
    measure: str | None
    side: str | None
    unit: tuple[str, int] | None
    year_printed: bool
    open: bool
    doubts: tuple[str, ...] = ()


# Columns that name no year beside columns that do: of the year of the document.
OF_OWN_YEAR = frozenset({"begroting", "primitieve begroting", "actuele begroting", "rekening", "verschil"})
# What is measured while the year runs, not planned before it.
MEASURED = frozenset({"rekening", "prognose", "saldo", "verschil"})
NO_COLUMN = Column((), "", None, None)


def words_of(text: str, section: Section, table: Table) -> TableWords:
    """Return what stands around the cells of a table."""
    over = sorted(span for column in table.columns for span in column.header)
    corners = tuple(_uncovered(text, line, over) for line in table.header)
    path = tuple(span.of(text) for span in section.path)
    within = frozenset(
        n
        for n, column in enumerate(table.columns)
        if table.unit and any(h.covers(table.unit) for h in column.header)
    )
    unit = table.unit.of(text) if table.unit else None
    return TableWords(" ".join(corners), corners, path[-1] if path else "", path, unit, within)


def _uncovered(text: str, line: Span, over: list[Span]) -> str:
    """Return what of a header line is not the name of a column."""
    kept, position = [], line.start
    for span in over:
        if line.start <= span.start < line.end and span.start >= position:
            kept.append(text[position : span.start])
            position = span.end
    kept.append(text[position : line.end])
    return " ".join(" ".join(kept).replace("|", " ").split())


def column_meanings(
    table: Table, words: TableWords, about: Description, width: int
) -> tuple[ColumnMeaning, ...]:
    """Return what each of ``width`` columns means."""
    columns = [table.columns[n] if n < len(table.columns) else NO_COLUMN for n in range(width)]
    years = [years_in(column.name) for column in columns]
    named = {found[0] for found in years if len(found) == 1}
    sides = {side_in(column.name) for column in columns}
    own = own_year(about)
    around = years_in(PART_OF_YEAR.sub(" ", words.corner))
    partial = PART_OF_YEAR.search(words.corner)
    part_of = int(partial[1] or own or 0) if partial else None
    over = measure_in(words.corner)
    over = None if over in ("saldo", "krediet") else over  # of one side, or of what is paid from it
    found = []
    for column, in_name in zip(columns, years, strict=True):
        doubts = ["column"] if width > 1 and not column.name else []
        measure, side, is_open = measure_in(column.name), side_in(column.name), _is_open(column)
        year, printed = None, True
        if len(in_name) == 1 and not OPEN_ENDED.search(column.name):
            year = in_name[0]
        elif in_name:
            doubts.append("year")
        elif not (TOTAL.search(column.name) and len(named) > 1):  # the total of several years is of none
            year = around[0] if len(around) == 1 else own
            printed = len(around) == 1 or (own in named and measure in OF_OWN_YEAR)
        if part_of == year and measure in MEASURED:
            doubts.append("partial")
        if measure == "saldo" and sides & {"lasten", "baten"}:
            measure = None  # the third column of baten, lasten and saldo
        found.append(
            ColumnMeaning(
                name=column.name,
                year=year,
                measure=measure or (over if is_open else None),
                open=is_open,
                side=side,
                unit=unit_in(column.name),
                year_printed=printed,
                doubts=tuple(doubts),
            )
        )
    return tuple(_of_its_neighbours(found, place) for place in range(len(found)))


def _of_its_neighbours(columns: Sequence[ColumnMeaning], place: int) -> ColumnMeaning:
    """Return a column with the measure of those beside it of the same year, where those have one: a
    name over several columns is printed over the middle one."""
    column = columns[place]
    if column.measure or not (column.open and column.side and column.year_printed):
        return column
    near = [c for c in columns[max(place - 2, 0) : place + 3] if c.year == column.year and c.side]
    measures = {c.measure for c in near if c.measure}
    return replace(column, measure=measures.pop()) if len(measures) == 1 else column


def completed(column: ColumnMeaning, year: int | None, about: Description, money: bool) -> str | None:
    """Return the measure of an amount of a year, completed from the document where header and column
    leave it open and it is money.

    In a budget a year after its first is an estimate (meerjarenraming), also where it is headed
    "Begroting": the council decides on the first year only.
    """
    first, last = about.year_from, about.year_to or about.year_from
    measure = column.measure
    if measure is None and column.open and money:
        if about.kind == "begroting" and first and year and year >= first:
            measure = "begroting"
        elif about.kind == "jaarverslag" and not (year and last and year > last):
            measure = "rekening"
    if about.kind == "begroting" and first and year:
        if measure == "begroting" and year > first:
            return "meerjarenraming"
        if measure == "meerjarenraming" and column.open and year == first:
            return "begroting"
    return measure


def _is_open(column: Column) -> bool:
    """Tell whether the name of a column leaves its measure to the table: it says no more than a year, a
    side of the budget, or that it is an amount."""
    return not OPEN_WORDS.sub(" ", column.name).strip(" :.'’()")


def own_words(name: str) -> bool:
    """Tell whether the name of a column says more than year, measure, side and unit: "Voorschoten"."""
    bare = re.sub(r"\d", " ", OPEN_WORDS.sub(" ", name))
    for _, pattern in MEASURES:
        bare = pattern.sub(" ", bare)
    return bool(re.search(r"[^\W\d_]{4,}", bare))


def own_year(about: Description) -> int | None:
    """Return the year of a document that is of one year; a budget is of the first of its years."""
    if about.kind == "begroting" or about.year_from == about.year_to:
        return about.year_from
    return None
