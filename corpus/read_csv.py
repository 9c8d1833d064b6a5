"""CSV and TSV to one table: the first row names the columns."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from corpus.document import BlockKind
from corpus.errors import ReadError
from corpus.raw import Line, RawBlock, Reading, table_block
from corpus.read_text import CONTROL, decode, decode_bytes
from corpus.tables import NUMBER, YEAR

NAMES = (".csv", ".tsv", ".tab")
SEPARATORS = ";\t,|"
SAMPLE = 64_000
SAMPLE_ROWS = 200
# Of the rows in the sample, this part must be as wide as most are.
SAME_WIDTH = 0.8
MOST_CELLS = 2_000_000
MOST_COLUMNS = 500
SEPARATOR_LINE = re.compile(r"^\ufeff?\"?sep=(.)\"?[ \t]*(?:\r\n|\r|\n)", re.IGNORECASE)


def is_csv(data: bytes, source: str) -> bool:
    """Tell whether a file whose name says so holds rows of cells; a text with commas is no table."""
    if not source.lower().endswith(NAMES):
        return False
    return separator(decode_bytes(data[:SAMPLE]), cut=len(data) > SAMPLE) is not None


def read_csv(data: bytes, source: str) -> Reading:
    """Return the table in a file of separated values; line ends in a cell become spaces.

    Raises ReadError ``binary`` or ``empty`` as for text, and ``too_much_text`` for over two million cells.
    """
    text = decode(data, source)
    mark = separator(text[:SAMPLE], cut=len(text) > SAMPLE) or ";"
    rows: list[tuple[str, ...]] = []
    cells = 0
    for row in _rows(text, mark):
        if any(row):
            rows.append(row)
            cells += len(row)
            if cells > MOST_CELLS:
                raise ReadError("too_much_text", source=source)
    return Reading(tuple(_blocks(rows)))


def separator(text: str, cut: bool = False) -> str | None:
    """Return what stands between the cells: the mark that gives most rows the same number of them, at
    least two; None where no mark does. ``cut`` says that the last row may not be whole."""
    if match := SEPARATOR_LINE.match(text):
        return match.group(1)
    best: tuple[float, int, str] | None = None
    for mark in SEPARATORS:
        widths = []
        for row in _rows(text, mark):
            if any(row):
                widths.append(len(row))
            if len(widths) > SAMPLE_ROWS:
                break
        widths = widths[:-1] if cut and len(widths) > 1 else widths
        if len(widths) < 2:
            continue
        width, times = Counter(widths).most_common(1)[0]
        same = times / len(widths)
        if 2 <= width <= MOST_COLUMNS and same >= SAME_WIDTH and (best is None or (same, width) > best[:2]):
            best = (same, width, mark)
    return best[2] if best else None


def _rows(text: str, mark: str) -> Iterator[tuple[str, ...]]:
    text = SEPARATOR_LINE.sub("", text)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").splitlines(keepends=True)
    reader = csv.reader(lines, delimiter=mark)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:  # a cell over the limit of the csv module: the row is left out
            continue
        yield tuple(" ".join(CONTROL.sub("", cell).split()) for cell in row)


def _blocks(rows: Sequence[tuple[str, ...]]) -> Iterator[RawBlock]:
    """Yield what stands above the columns as paragraphs, then the table."""
    start = next((n for n, row in enumerate(rows) if sum(map(bool, row)) > 1), len(rows))
    for row in rows[:start]:
        yield RawBlock((Line(next(filter(None, row)), 1),), BlockKind.PARAGRAPH)
    table = [row[:MOST_COLUMNS] for row in rows[start:]]
    if not table:
        return
    width = max(len(row) for row in table)
    kept = [n for n in range(width) if any(len(row) > n and row[n] for row in table)]
    table = [tuple(row[n] if n < len(row) else "" for n in kept) for row in table]
    yield table_block(table, int(_is_header(table[0])))


def _is_header(row: Sequence[str]) -> bool:
    return all(YEAR.match(cell) or not NUMBER.match(cell) for cell in row if cell)
