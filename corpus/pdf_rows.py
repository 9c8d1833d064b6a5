"""Tables on pages to blocks: header rows, labels of several columns, and what goes on overleaf."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.document import BlockKind
from corpus.numbers import DASH
from corpus.pdf_page import union
from corpus.pdf_tables import PageTable, TableRow
from corpus.pdf_words import hyphen_join
from corpus.raw import SAME_CELL, Line, RawBlock
from corpus.tables import MEASURES, NUMBER, YEAR

DATE = re.compile(r"^\d{1,2}[-/.]\d{1,2}[-/.](?:\d{2}|\d{4})$")
SENTENCE_END = re.compile(r"[.!?:;]$")
SAME_EDGE = 6.0
# "6,1% (2021)": the year of an amount, or what it comes from.
ASIDE = re.compile(r"(?:(?<=[\d%])\s*|\s)\([^()]*\)")
BESIDE_AMOUNTS = frozenset(
    {"N", "V", "%", "mln", "miljoen", "fte", "kg", "ton", "uur", "uren", "km", "ha", "m2", "m3", "m²"}
)
# Headers are not longer: what seems so is a table of texts.
MOST_HEADER_ROWS = 6
# No name of a column is longer, and no part of the name of a row that is usual in its column.
LONGEST_NAME = 100
LONG_LABEL = 45


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table that may run over several pages: each row with its page; ``goes_on`` where it stands in
    one frame with the table before it."""

    rows: tuple[tuple[int, TableRow], ...]
    edges: tuple[float, ...]
    header_rows: int
    goes_on: bool = False


def is_amount(text: str) -> bool:
    """Tell whether a cell holds amounts and nothing else; a year or a date names a column."""
    words = ASIDE.sub(" ", text).replace("€", " ").split()
    if not words or all(YEAR.match(w) or DATE.match(w) for w in words):
        return False
    return all(NUMBER.match(w) or w in DASH or w in BESIDE_AMOUNTS for w in words)


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
            parts.append(_header_above(parts[-1]))
            seen = False
        parts[-1].append(row)
        seen = seen or has_amounts(row)
    found = [_with_header(part, table.edges, page) for part in parts if part]
    return [replace(part, goes_on=number > 0) for number, part in enumerate(found)]


def _header_above(rows: list[TableRow]) -> list[TableRow]:
    """Take the rows off the end of a table that name groups of the columns of the next one."""
    last = max((n for n, row in enumerate(rows) if has_amounts(row)), default=len(rows))
    start = next((n for n in range(last + 1, len(rows)) if rows[n].cells[0].first > 0), len(rows))
    taken = rows[start:]
    del rows[start:]
    return taken


def _is_header(row: TableRow) -> bool:
    """A row that names columns in the middle of a table says years and measures and nothing else, or
    is bold and says some."""
    named = [c.text.casefold().split() for c in row.cells if c.first > 0]
    known = [[bool(YEAR.match(w) or DATE.match(w) or w in MEASURES) for w in words] for words in named]
    if len(named) > 1 and all(all(words) for words in known):
        return True
    return row.bold and (all(any(words) for words in known) or len(named) > 2)


def _with_header(rows: Sequence[TableRow], edges: tuple[float, ...], page: int) -> PrintedTable:
    count = _header_rows(rows)
    header = _joined_header(rows[:count])
    kept = [*header, *rows[count:]]
    return PrintedTable(tuple((page, row) for row in kept), edges, len(header))


def _header_rows(rows: Sequence[TableRow]) -> int:
    first = next((n for n, row in enumerate(rows) if has_amounts(row) or _is_text(row)), None)
    if first is None or first > MOST_HEADER_ROWS or _is_text(rows[first]):
        return next((n for n, row in enumerate(rows) if not row.bold), 0)
    # A row with a label only, straight above the amounts, names the rows below it.
    while first > 1 and len(rows[first - 1].cells) == 1 and rows[first - 1].cells[0].last == 0:
        first -= 1
    return first


def _is_text(row: TableRow) -> bool:
    """Tell whether a cell beside the label is too long to name a column."""
    return any(len(cell.text) > LONGEST_NAME for cell in row.cells if cell.first > 0)


def _joined_header(rows: Sequence[TableRow]) -> list[TableRow]:
    """Join header rows that are one name broken over several lines: cell below cell of one width.

    A row whose cells part those above it names the columns of a group, and stays a row.
    """
    result: list[TableRow] = []
    for row in rows:
        if result and _below(result[-1], row):
            result[-1] = _merge(result[-1], row)
        else:
            result.append(row)
    return result


def _below(above: TableRow, row: TableRow) -> bool:
    """Tell whether each cell stands below one of the same columns, or below none."""
    spans = [(c.first, c.last) for c in above.cells]
    if spans == [(0, 0)]:
        return False
    return all(
        (c.first, c.last) in spans or all(c.last < first or last < c.first for first, last in spans)
        for c in row.cells
    )


def _merge(above: TableRow, row: TableRow) -> TableRow:
    cells = {cell.first: cell for cell in above.cells}
    for cell in row.cells:
        text = cell.text
        if over := cells.get(cell.first):
            kept, glued = hyphen_join(over.text, text)
            text = kept + ("" if glued else " ") + text
        cells[cell.first] = replace(cell, text=text)
    ordered = tuple(cells[first] for first in sorted(cells))
    return TableRow(ordered, union((above.box, row.box)), above.bold and row.bold)


def continued(before: PrintedTable, table: PrintedTable) -> PrintedTable | None:
    """Return both as one where the second goes on with the first overleaf, else None.

    It does when its columns stand in the same places, and its header is absent or the same again;
    what seems to be a header and is not bold is the rest of a row.
    """
    same = (
        not table.goes_on
        and len(before.edges) == len(table.edges)
        and all(abs(a - b) < SAME_EDGE for a, b in zip(before.edges, table.edges, strict=True))
    )
    if not same:
        return None
    header = [row for _, row in table.rows[: table.header_rows]]
    rows = table.rows
    if any(row.bold for row in header):
        if [_text(row) for row in header] != [_text(row) for _, row in before.rows[: before.header_rows]]:
            return None
        rows = table.rows[table.header_rows :]
    page, last = before.rows[-1]
    if rows and rows[0][0] > page and _is_rest(rows[0][1], last):
        return replace(before, rows=(*before.rows[:-1], (page, _with_rest(last, rows[0][1])), *rows[1:]))
    return replace(before, rows=(*before.rows, *rows))


def _is_rest(row: TableRow, last: TableRow) -> bool:
    """Tell whether the first row of a page ends the last one of the page before: it has no name, or
    a text in it goes on in the middle of a sentence."""
    if has_amounts(row):
        return False
    above = {cell.first: cell.text for cell in last.cells}
    return row.cells[0].first > 0 or any(
        cell.text[:1].islower() and cell.first in above and not SENTENCE_END.search(above[cell.first])
        for cell in row.cells[1:]
    )


def _with_rest(row: TableRow, rest: TableRow) -> TableRow:
    """Return a row with what stands of it overleaf; its place stays where it begins."""
    return replace(_merge(row, rest), box=row.box)


def _text(row: TableRow) -> str:
    return " | ".join(cell.text for cell in row.cells)


def to_table_block(table: PrintedTable) -> RawBlock:
    """Return the table as a block: a row is a line, its cells in the order of the columns."""
    wide = _label_columns(table)
    width = len(table.edges) - 1
    rows = [row for _, row in table.rows]
    grid = [_cells(row, wide, width, n < table.header_rows) for n, row in enumerate(rows)]
    lines = tuple(
        Line(" | ".join(c for c in cells if c and c != SAME_CELL), 0 if n else 1, page=page, box=row.box)
        for n, ((page, row), cells) in enumerate(zip(table.rows, grid, strict=True))
    )
    return RawBlock(
        lines, BlockKind.TABLE, cells=tuple(grid), header_rows=table.header_rows, goes_on=table.goes_on
    )


def _cells(row: TableRow, wide: int, width: int, header: bool) -> tuple[str, ...]:
    label = " | ".join(c.text for c in row.cells if c.first < wide)
    values = [""] * width
    for cell in row.cells:
        if cell.first >= wide:
            values[cell.first] = cell.text
            if header:
                values[cell.first + 1 : cell.last + 1] = [SAME_CELL] * (cell.last - cell.first)
    return (label, *values[wide:])


def _label_columns(table: PrintedTable) -> int:
    """Return how many columns at the left name the row: those before the first with amounts or texts."""
    width = len(table.edges) - 1
    amounts, texts, length = [0] * width, [0] * width, [0] * width
    for _, row in table.rows[table.header_rows :]:
        for cell in row.cells:
            (amounts if is_amount(cell.text) else texts)[cell.first] += 1
            length[cell.first] += len(cell.text)
    first = next((c for c in range(1, width) if amounts[c] > texts[c]), 1)
    return next((c for c in range(1, first) if length[c] > LONG_LABEL * texts[c]), first)
