"""Cells to figures: a number with its unit, year, measure, label, and what is doubtful about it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.column_meaning import OPEN_ENDED, ColumnMeaning, TableWords, column_meanings, completed, words_of
from corpus.document import BlockKind, Document, Row, Section, Span, Table
from corpus.figure import Figure
from corpus.figure_checks import checked
from corpus.measures import MONEY, SHARE_OF, multiplier_of, scale_in, side_in, unit_in, years_in
from corpus.numbers import DASH, Number, read_number
from corpus.tables import SIDES, UNIT
from corpus.text_figures import text_figures

UNIT_CELL = re.compile(r"^[x×]\s?€")
SIDE_LETTERS = frozenset({"N", "V"})
Unit = tuple[str, int, tuple[str, ...]]


def figures(document: Document) -> list[Figure]:
    """Return every figure in the document's tables and sentences, in reading order."""
    section_of = {i: section for section in document.sections for i in section.blocks}
    tables = [(section_of[i], b.table) for i, b in enumerate(document.blocks) if b.table]
    labels = [_labels(document, table) for _, table in tables]
    found = [
        list(table_figures(document, section, table, _foreign(labels, number)))
        for number, (section, table) in enumerate(tables)
    ]
    texts = [
        figure
        for i, block in enumerate(document.blocks)
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)
        for figure in text_figures(document, block.span)
    ]
    return sorted([*checked(document.text, found), *texts], key=lambda figure: figure.cell)


def _labels(document: Document, table: Table) -> frozenset[str]:
    """Return the labels of the rows of a table that have values."""
    return frozenset(_key(row.label.of(document.text)) for row in table.rows)


def _foreign(tables: Sequence[frozenset[str]], number: int) -> frozenset[str]:
    """Return the labels that are rows in tables like this one and not in this one: here they are no
    group over the rows below but a row whose cells are empty."""
    own = tables[number]
    alike = (other for other in tables if other is not own and 2 * len(own & other) >= len(own))
    return frozenset(label for other in alike for label in other - own if label not in SIDES)


def _key(label: str) -> str:
    return label.strip(" |:*").casefold()


def table_figures(
    document: Document, section: Section, table: Table, foreign: frozenset[str] = frozenset()
) -> Iterator[Figure]:
    """Yield the figures of one table, row by row; what its totals and signs say is not looked at yet."""
    text = document.text
    width = max((len(row.cells) for row in table.rows), default=0)
    words = words_of(text, section, table)
    columns = column_meanings(table, words, document.description, width)
    for row in table.rows:
        parents = tuple(span for span in row.parents if _key(span.of(text)) not in foreign)
        context = row_context(document, section, table, row)
        for place, cell in enumerate(row.cells):
            printed = cell.of(text)
            number = None if printed.strip() in DASH else read_number(printed)
            if number is None or place >= len(columns):
                continue
            column = columns[place]
            year, year_doubts = _year(number, column, row, text)
            unit, multiplier, unit_doubts = _unit(number, column, place, row, parents, words, text)
            # Prices have cents; what the council budgets or spends has none.
            is_amount = unit == "€" and (multiplier > 1 or number.value == number.value.to_integral_value())
            yield Figure(
                value=number.printed,
                number=number.value,
                unit=unit,
                multiplier=multiplier,
                year=year,
                measure=completed(column, year, document.description, is_amount),
                side=column.side or _side(row, parents, words, text),
                cell=cell,
                row=row.span,
                label=row.label,
                column=column.name,
                parents=parents,
                context=context,
                doubts=tuple(dict.fromkeys((*number.doubts, *column.doubts, *year_doubts, *unit_doubts))),
            )


def _year(number: Number, column: ColumnMeaning, row: Row, text: str) -> tuple[int | None, tuple[str, ...]]:
    """Return the year of an amount: printed behind it, over it, or before it; else the document's."""
    if number.year:
        return number.year, ()
    if column.year_printed:
        return column.year, ()
    label = row.label.of(text)
    in_label = years_in(label)
    if len(in_label) == 1 and not OPEN_ENDED.search(label):
        return in_label[0], ()
    return column.year, ("year",)


def _unit(
    number: Number,
    column: ColumnMeaning,
    place: int,
    row: Row,
    parents: Sequence[Span],
    words: TableWords,
    text: str,
) -> Unit:
    """Return unit, multiplier and doubts: what the cell says, its row, its column, its table. Where none
    does and the words are of money, it is an amount in euros of which the scale is not said."""
    label = row.label.of(text)
    own = next((c.of(text) for c in row.cells if UNIT_CELL.match(c.of(text))), None)
    if in_cell := _unit_of_cell(number, own):
        return in_cell
    table_unit = words.unit if not words.unit_columns or place in words.unit_columns else None
    if table_unit is None and (titled := UNIT.search(words.title)):
        table_unit = titled.group()
    if counted := _unit_of_label(label):
        return (*counted, ("unit",) if table_unit else ())
    if column.unit:
        return (*column.unit, ())
    if table_unit:
        return "€", multiplier_of(table_unit), ()
    if over := _unit_of_label(words.corner):
        return (*over, ())
    around = " ".join([column.name, label, words.corner, *(p.of(text) for p in parents), words.title])
    return ("€", 1, ("unit",)) if MONEY.search(around) else ("", 1, ("unit",))


def _unit_of_cell(number: Number, own: str | None) -> Unit | None:
    """Return the unit that a cell itself has, or another cell of its row has for it ("x € 1.000")."""
    if number.share:
        return "%", 1, ()
    after = "" if number.words in SIDE_LETTERS else number.words
    scale = scale_in(after)
    if number.euro or scale > 1:
        of_row = multiplier_of(own) if own and scale == 1 else scale
        return "€", of_row, () if number.euro else ("unit",)
    if after:
        return after.casefold(), 1, ()
    return ("€", multiplier_of(own), ()) if own else None


def _unit_of_label(label: str) -> tuple[str, int] | None:
    """Return the unit that the words before a row name; a share or hours inside a longer label
    ("indexering 3,2%") are not its unit."""
    named = unit_in(label, SHARE_OF)
    return None if named and named[0] == "uren" else named


def _side(row: Row, parents: Sequence[Span], words: TableWords, text: str) -> str | None:
    """Return lasten, baten or saldo: what the row says, else its groups, the header and the headings."""
    label = row.label.of(text)
    if side := side_in(label):
        return side
    groups = (_side_of_group(span.of(text)) for span in reversed(parents))
    headings = (side_in(said, heading=True) for said in (*reversed(words.corners), *reversed(words.path)))
    # What is over a balance is not the balance.
    return next((side for side in (*groups, *headings) if side and side != "saldo"), None)


def _side_of_group(group: str) -> str | None:
    """Return the side of a group; one of costs is of lasten however long it is ("Toe te rekenen kosten:")."""
    return side_in(group) or ("lasten" if group.rstrip(" |:*").casefold().endswith(" kosten") else None)


def row_context(document: Document, section: Section, table: Table, row: Row) -> tuple[Span, ...]:
    """Return the slices that a row needs to be understood: a unit said once for several tables, header
    lines, the groups it stands in, and the note below the table that its star refers to."""
    notes: list[Span] = []
    if "*" in row.span.of(document.text):
        below = (document.blocks[i].span for i in section.blocks)
        notes = [s for s in below if s.start > table.span.end and s.of(document.text)[:1] == "*"][:1]
    apart = table.unit and not any(line.covers(table.unit) for line in table.header)
    unit = [table.unit] if apart and table.unit else []
    if table.unit is None and section.path and UNIT.search(section.path[-1].of(document.text)):
        unit = [section.path[-1]]  # the heading says it
    return (*unit, *table.header, *row.parents, *notes)
