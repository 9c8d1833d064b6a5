"""The cells of a DOCX table: which rows and cells there are, and how they are merged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.docx_names import child, get, name, number, switch, value
from corpus.docx_styles import Styles, is_shaded
from corpus.office import Cell
from corpus.safe_xml import Element

# A single row with this many paragraphs in a cell puts text in columns; it is no table.
MOST_IN_CELL = 3


@dataclass(frozen=True, slots=True)
class Written:
    """A cell as written; ``merged`` is "restart", "continue" or None."""

    cell: Cell
    merged: str | None = None


def rows_of(table: Element) -> Iterator[Element]:
    """Yield the rows that are not deleted."""
    for row in _inside(table, "w:tr"):
        properties = child(row, "w:trPr")
        if child(properties, "w:del") is None:
            yield row


def cells_of(row: Element) -> Iterator[Element]:
    """Yield the cells of a row."""
    return _inside(row, "w:tc")


def _inside(element: Element, wanted: str) -> Iterator[Element]:
    for part in element:
        step = name(part)
        if step == wanted:
            yield part
        elif step in ("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo"):
            yield from _inside(part, wanted)


def is_layout(rows: Sequence[Sequence[Element]]) -> bool:
    """Tell whether a table only places text: one column, or one row with whole stories in it."""
    if all(len(cells) <= 1 for cells in rows):
        return True
    return len(rows) == 1 and any(_is_story(cell) for cell in rows[0])


def _is_story(cell: Element) -> bool:
    nested = any(name(part) == "w:tbl" for part in cell)
    written = sum(name(p) == "w:p" and any(name(t) == "w:t" for t in p.iter()) for p in cell)
    return nested or written > MOST_IN_CELL


def is_coloured(cell: Element, table_shades: bool) -> bool:
    """Tell whether a cell may have a coloured ground."""
    return table_shades or is_shaded(child(cell, "w:tcPr"))


def table_shades(table: Element, styles: Styles) -> bool:
    """Tell whether the table, or its style, colours cells."""
    properties = child(table, "w:tblPr")
    return is_shaded(properties) or styles.shades(value(properties, "w:tblStyle"))


def columns_of(cell: Element) -> int:
    """Return how many columns a cell takes."""
    return max(1, number(value(child(cell, "w:tcPr"), "w:gridSpan"), 1))


def merged_of(cell: Element) -> str | None:
    """Return whether a cell starts or goes on with one that is merged downwards."""
    merge = child(cell, "w:tcPr", "w:vMerge")
    return None if merge is None else get(merge) or "continue"


def before_of(row: Element) -> list[Written]:
    """Return the empty place before the first cell of a row that starts further on."""
    columns = number(value(child(row, "w:trPr"), "w:gridBefore"))
    return [Written(Cell("", columns))] if columns > 0 else []


def is_header(row: Element) -> bool:
    """Tell whether Word repeats the row at the top of every page."""
    return switch(child(row, "w:trPr"), "w:tblHeader")


def merge_down(rows: Sequence[Sequence[Written]]) -> list[list[Cell]]:
    """Return the rows with every cell that is merged downwards as one cell."""
    heights: Counter[tuple[int, int]] = Counter()
    kept: list[list[tuple[int, Cell]]] = []
    opened: dict[int, int] = {}
    for place, row in enumerate(rows):
        cells: list[tuple[int, Cell]] = []
        still: dict[int, int] = {}
        for column, written in _starts(row):
            if written.merged == "continue" and column in opened:
                still[column] = opened[column]
                heights[still[column], column] += 1
                continue
            if written.merged == "restart":
                still[column] = place
            cells.append((column, written.cell))
        opened = still
        kept.append(cells)
    return [
        [replace(cell, rows=1 + heights[place, column]) for column, cell in cells]
        for place, cells in enumerate(kept)
    ]


def _starts(row: Sequence[Written]) -> Iterator[tuple[int, Written]]:
    """Yield the cells of a row with the column at which they start."""
    column = 0
    for written in row:
        yield column, written
        column += written.cell.columns
