"""Tables on pages to blocks: header rows, labels of several columns, and what goes on overleaf."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.document import BlockKind
from corpus.pdf_tables import PageTable, TableRow
from corpus.pdf_words import HYPHENATED, hyphen_join
from corpus.raw import Line, RawBlock
from corpus.tables import DASH, MEASURES, NUMBER, YEAR

DATE = re.compile(r"^\d{1,2}[-/.]\d{1,2}[-/.](?:\d{2}|\d{4})$")
SAME_EDGE = 6.0


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table that may run over several pages: each row with its page."""

    rows: tuple[tuple[int, TableRow], ...]
    edges: tuple[float, ...]
    header_rows: int


def is_amount(text: str) -> bool:
    """Tell whether a cell holds amounts and nothing else; a year or a date names a column."""
    words = text.replace("€", " ").split()
    if not words or all(YEAR.match(w) or DATE.match(w) for w in words):
        return False
    return all(NUMBER.match(w) or w in DASH or w in ("N", "V", "%") for w in words)


def has_amounts(row: TableRow) -> bool:
    """Tell whether a row gives amounts beside its label."""
    return any(is_amount(cell.text) for cell in row.cells if cell.first > 0)


def names_columns(row: TableRow) -> bool:
    """Tell whether a row could name columns: two cells or more, none of them an amount."""
    return len(row.cells) > 1 and not any(is_amount(c.text) for c in row.cells)


def printed_tables(table: PageTable, page: int) -> list[PrintedTable]:
    """Return the tables in a frame: where columns are named again a new one begins."""
    parts: list[list[TableRow]] = [[]]
    seen = False
    for row in table.rows:
        if seen and names_columns(row) and _is_header(row):
            parts.append([])
            seen = False
        parts[-1].append(row)
        seen = seen or has_amounts(row)
    return [_with_header(part, table.edges, page) for part in parts if part]


def _is_header(row: TableRow) -> bool:
    """A row that names columns in the middle of a table is bold, and says years or measures."""
    named = [c.text.casefold() for c in row.cells if c.first > 0]
    known = [any(YEAR.match(w) or DATE.match(w) or w in MEASURES for w in text.split()) for text in named]
    return row.bold and (all(known) or len(named) > 2)


def _with_header(rows: Sequence[TableRow], edges: tuple[float, ...], page: int) -> PrintedTable:
    count = _header_rows(rows)
    header = _joined_header(rows[:count])
    kept = [*header, *rows[count:]]
    return PrintedTable(tuple((page, row) for row in kept), edges, len(header))


def _header_rows(rows: Sequence[TableRow]) -> int:
    first = next((n for n, row in enumerate(rows) if has_amounts(row)), None)
    if first is None:
        return 1 if len(rows) > 1 and rows[0].bold and not all(row.bold for row in rows) else 0
    # A row with a label only, straight above the amounts, names the rows below it.
    while first > 1 and len(rows[first - 1].cells) == 1 and rows[first - 1].cells[0].last == 0:
        first -= 1
    return first


def _joined_header(rows: Sequence[TableRow]) -> list[TableRow]:
    """Join header rows that are one line broken over several: a word is cut between them."""
    result: list[TableRow] = []
    for row in rows:
        if result and any(HYPHENATED.search(c.text) for c in result[-1].cells) and _below(result[-1], row):
            result[-1] = _merge(result[-1], row)
        else:
            result.append(row)
    return result


def _below(above: TableRow, row: TableRow) -> bool:
    spans = {(c.first, c.last) for c in above.cells}
    return all((c.first, c.last) in spans for c in row.cells)


def _merge(above: TableRow, row: TableRow) -> TableRow:
    added = {c.first: c.text for c in row.cells}
    cells = []
    for cell in above.cells:
        text = cell.text
        if cell.first in added:
            kept, glued = hyphen_join(text, added[cell.first])
            text = kept + ("" if glued else " ") + added[cell.first]
        cells.append(replace(cell, text=text))
    box = replace(above.box, y1=max(above.box.y1, row.box.y1))
    return TableRow(tuple(cells), box, above.bold and row.bold)


def continued(before: PrintedTable, table: PrintedTable) -> PrintedTable | None:
    """Return both as one where the second goes on with the first overleaf, else None.

    It does when its columns stand in the same places, and its header is absent or the same again.
    """
    same = len(before.edges) == len(table.edges) and all(
        abs(a - b) < SAME_EDGE for a, b in zip(before.edges, table.edges, strict=True)
    )
    if not same:
        return None
    header = [_text(row) for _, row in table.rows[: table.header_rows]]
    if header and header != [_text(row) for _, row in before.rows[: before.header_rows]]:
        return None
    return replace(before, rows=(*before.rows, *table.rows[table.header_rows :]))


def _text(row: TableRow) -> str:
    return " | ".join(cell.text for cell in row.cells)


def to_table_block(table: PrintedTable) -> RawBlock:
    """Return the table as a block: a row is a line, its cells in the order of the columns."""
    wide = _label_columns(table)
    width = len(table.edges) - 1
    rows = [row for _, row in table.rows]
    grid = [_cells(row, wide, width) for row in rows]
    lines = tuple(
        Line(" | ".join(c for c in cells if c), 1 if n == 0 else 0, page=page, box=row.box)
        for n, ((page, row), cells) in enumerate(zip(table.rows, grid, strict=True))
    )
    return RawBlock(lines, BlockKind.TABLE, cells=tuple(grid), header_rows=table.header_rows)


def _cells(row: TableRow, wide: int, width: int) -> tuple[str, ...]:
    label = " | ".join(c.text for c in row.cells if c.first < wide)
    values = {c.first: c.text for c in row.cells if c.first >= wide}
    return (label, *(values.get(column, "") for column in range(wide, width)))


def _label_columns(table: PrintedTable) -> int:
    """Return how many columns at the left name the row: those before the first with amounts."""
    width = len(table.edges) - 1
    amounts, texts = [0] * width, [0] * width
    for _, row in table.rows[table.header_rows :]:
        for cell in row.cells:
            (amounts if is_amount(cell.text) else texts)[cell.first] += 1
    first = next((c for c in range(1, width) if amounts[c] > texts[c]), None)
    return first if first else 1
