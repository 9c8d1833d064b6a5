"""HTML tables to rows of cells: spans resolved to a rectangle, header rows and captions known."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.document import BlockKind
from corpus.html_tree import HEADINGS, Node, nodes, text_of
from corpus.raw import SAME_CELL, Line, RawBlock, table_block
from corpus.tables import NUMBER, YEAR

# The specification allows 1,000; no printed table has so many columns.
MOST_SPAN = 100
MOST_COLUMNS = 200
LONG_CELL = 400
LONG_CAPTION = 200
SECTIONS = {"thead": 0, "tbody": 1, "tfoot": 2}
DIGITS = re.compile(r"^\d+$")
LETTER = re.compile(r"[^\W\d_]")
CURRENCY = frozenset({"€", "EUR"})


@dataclass(frozen=True, slots=True)
class Cell:
    """A printed cell and how many columns and rows it covers."""

    text: str
    columns: int = 1
    rows: int = 1
    header: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of a table, every row as wide; ``header`` tells of each row whether it names columns.
    ``tall`` and ``wide`` are the rows whose first cell covers more rows, or more columns."""

    rows: tuple[tuple[str, ...], ...]
    header: tuple[bool, ...]
    tall: frozenset[int] = frozenset()
    wide: frozenset[int] = frozenset()


def data_tables(page: Node, without: Container[Node]) -> frozenset[Node]:
    """Return the tables whose rows and columns mean something; the others only place their content."""
    there = list(nodes(page, without))
    holding = frozenset(
        cell
        for node in there
        if node.tag == "table" or node.tag in HEADINGS
        for cell in [next((a for a in node.ancestors() if a.tag in ("td", "th", "table")), None)]
        if cell is not None
    )
    return frozenset(n for n in there if n.tag == "table" and _is_data(n, without, holding))


def _is_data(table: Node, without: Container[Node], holding: Container[Node]) -> bool:
    if table.get("role") in ("presentation", "none"):
        return False
    rows = [row for _, row in _rows(table, without)]
    cells = [cell for row in rows for cell in row]
    if max((len(row) for row in rows), default=0) < 2:
        return False
    if sum(_span(cell, "colspan") for cell in max(rows, key=len)) > MOST_COLUMNS:
        return False
    named = any(cell.tag == "th" for cell in cells) or any(n.tag == "caption" for n in table.elements())
    return named or not any(c in holding or len(text_of(c, without)) > LONG_CELL for c in cells)


def table_blocks(table: Node, without: Container[Node]) -> Iterator[RawBlock]:
    """Yield the caption where it is too long for a header line, and the table; a row of nothing but
    header cells below the first rows starts a table of its own."""
    caption = next((text_of(n, without) for n in table.elements() if n.tag == "caption"), "")
    grid = _without_empty(_grouped(_named(_grid(_cells(table, without)))))
    if caption and (len(caption) > LONG_CAPTION or not grid.rows):
        yield RawBlock((Line(caption, 1),), BlockKind.PARAGRAPH)
        caption = ""
    for rows, header_rows in _parts(grid):
        if caption:
            rows = ((caption, *[""] * (len(rows[0]) - 1)), *rows)
            header_rows += 1
        yield table_block(rows, header_rows)
        caption = ""


def _rows(table: Node, without: Container[Node]) -> Iterator[tuple[str, list[Node]]]:
    """Yield every row's section and cells in printed order: the foot last, wherever it is written."""
    sections = [n for n in table.elements() if n.tag in SECTIONS and n not in without]
    for section in sorted(sections, key=lambda n: SECTIONS[n.tag]):
        for row in section.elements():
            if row.tag == "tr" and row not in without:
                yield section.tag, [n for n in row.elements() if n.tag in ("td", "th")]


def _cells(table: Node, without: Container[Node]) -> list[tuple[bool, list[Cell]]]:
    """Return every row's cells, and whether the row is a header: in the table's head, or of th only."""
    result = []
    for section, row in _rows(table, without):
        cells = [
            Cell(
                "" if node in without else text_of(node, without),
                _span(node, "colspan"),
                _span(node, "rowspan"),
                node.tag == "th" or _is_bold(node, without),
            )
            for node in row
        ]
        filled = [cell for cell in cells if cell.text]
        named = len(filled) > 1 and all(cell.header for cell in filled)
        whole = section == "thead" and any(cell.header for cell in filled)
        result.append((whole or named, cells))
    return result


def _is_bold(cell: Node, without: Container[Node]) -> bool:
    """Tell whether all the text of a cell is bold, as where a header is made without th."""
    bold = frozenset(n for n in nodes(cell, without) if n.tag in ("b", "strong"))
    return bool(bold) and not text_of(cell, bold | {n for n in nodes(cell) if n in without})


def _span(cell: Node, name: str) -> int:
    value = cell.get(name)
    number = int(value) if DIGITS.match(value[:6]) and value.isascii() else 1
    if name == "rowspan" and number == 0:
        return 10_000  # to the end of the table
    return max(1, min(number, MOST_SPAN if name == "colspan" else 10_000))


def _grid(rows: Sequence[tuple[bool, Sequence[Cell]]]) -> Grid:
    """Return the rectangle that the cells fill. A cell's text stands once, in its first place; the other
    columns of a header cell name it again without printing it."""
    taken: list[int] = []  # for every column, the first row that is free
    found: list[dict[int, str]] = []
    width = 0
    tall, wide = set(), set()
    for number, (header, cells) in enumerate(rows):
        places: dict[int, str] = {}
        column = 0
        for cell in cells:
            while column < len(taken) and taken[column] > number:
                column += 1
            end = column + cell.columns
            if end > MOST_COLUMNS:
                break
            taken.extend([0] * (end - len(taken)))
            taken[column:end] = [number + cell.rows] * cell.columns
            if cell.text and column == 0 and not header:
                tall |= {number} if cell.rows > 1 else set()
                wide |= {number} if cell.columns > 1 else set()
            if cell.text:
                places[column] = cell.text
                if header:
                    places.update(dict.fromkeys(range(column + 1, end), SAME_CELL))
            column = end
        width = max(width, len(taken))
        found.append(places)
    table = tuple(tuple(places.get(c, "") for c in range(width)) for places in found)
    named = tuple(header for header, _ in rows)
    return Grid(tuple(_full_width(row) for row in table), named, frozenset(tall), frozenset(wide))


def _full_width(row: tuple[str, ...]) -> tuple[str, ...]:
    """A header cell over the whole width is a title, not the name of its columns."""
    whole = len(row) > 1 and all(cell == SAME_CELL for cell in row[1:])
    return (row[0], *[""] * (len(row) - 1)) if whole else row


def _grouped(grid: Grid) -> Grid:
    """Return the table with rows of their own for the groups that its first column names where cells
    cover several rows; the second column then holds the labels."""
    if not grid.tall or len(grid.rows[0]) < 3 or not all(LETTER.search(grid.rows[n][1]) for n in grid.tall):
        return grid
    rows: list[tuple[tuple[str, ...], bool]] = []
    for number, (row, header) in enumerate(zip(grid.rows, grid.header, strict=True)):
        first, second, *rest = row
        if header:
            names = [cell for cell in (first, second) if cell not in ("", SAME_CELL)]
            rows.append(((" | ".join(names), *rest), True))
        elif first and (number in grid.wide or not second):
            rows.append(((first, *rest), False))
        else:
            rows.extend([((first, *[""] * len(rest)), False)] if first else [])
            rows.append(((second, *rest), False))
    return Grid(tuple(row for row, _ in rows), tuple(header for _, header in rows))


def _without_empty(grid: Grid) -> Grid:
    """Return the table without empty rows and columns."""
    kept = [(row, h) for row, h in zip(grid.rows, grid.header, strict=True) if set(row) - {"", SAME_CELL}]
    columns = [
        i for i, c in enumerate(zip(*(row for row, _ in kept), strict=True)) if set(c) - {"", SAME_CELL}
    ]
    return Grid(tuple(tuple(row[i] for i in columns) for row, _ in kept), tuple(h for _, h in kept))


def _named(grid: Grid) -> Grid:
    """Return the table with a loose currency sign beside its amount, and its first row known as a
    header where that is not marked: words or years over a column of amounts."""
    rows = tuple(
        row if header else _with_currency(row) for row, header in zip(grid.rows, grid.header, strict=True)
    )
    header = (_names_columns(rows), *grid.header[1:]) if rows and not any(grid.header) else grid.header
    return replace(grid, rows=rows, header=header)


def _with_currency(row: tuple[str, ...]) -> tuple[str, ...]:
    result = list(row)
    for i in range(len(row) - 1):
        if row[i] in CURRENCY and NUMBER.match(row[i + 1]):
            result[i], result[i + 1] = f"{row[i]} {row[i + 1]}", ""
    return tuple(result)


def _parts(grid: Grid) -> Iterator[tuple[tuple[tuple[str, ...], ...], int]]:
    """Yield rows and number of header rows of every table in the grid."""
    start = 0
    seen = False
    for number, header in enumerate(grid.header):
        if header and seen:
            yield _part(grid, start, number)
            start, seen = number, False
        seen = seen or not header
    if start < len(grid.rows):
        yield _part(grid, start, len(grid.rows))


def _part(grid: Grid, start: int, end: int) -> tuple[tuple[tuple[str, ...], ...], int]:
    rows = grid.rows[start:end]
    header_rows = next((n for n, header in enumerate(grid.header[start:end]) if not header), len(rows))
    return rows, header_rows


def _names_columns(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether the first row names columns: words or years, over amounts in one column at least."""
    first, below = rows[0], rows[1:]
    if not below or not first[0] or any(NUMBER.match(c) and not YEAR.match(c) for c in first if c):
        return False
    columns = [[row[n] for row in below if row[n]] for n, cell in enumerate(first) if n and cell]
    return any(
        2 * sum(bool(NUMBER.match(cell.removeprefix("€ "))) and not YEAR.match(cell) for cell in column)
        > len(column)
        for column in columns
    )
