"""Tables on a page: ruling lines and fills give the frame, word positions give rows and cells.

A chain of pure functions: rules → frames → grids → rows. Ruling lines are a hint only: a frame
without lines between its rows is cut where the numbers stand, and a cell that spans columns is one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.document import Box
from corpus.headings import LIST_MARK
from corpus.pdf_bands import band_rows, column_of, has_long_text
from corpus.pdf_frames import (
    MOST_RULES,
    SNAP,
    TOUCH,
    Frame,
    bridged,
    fill_edges,
    is_value,
    parts_of,
    rules_to_frames,
    snap,
    words_to_frames,
)
from corpus.pdf_page import Page, Word, union
from corpus.pdf_words import in_rows, join_lines

# The part of the height or width that must be ruled to count as a boundary.
RULED = 0.25
# As many ruled bands, and the ruling tells the rows.
RULED_ROWS = 4
# As many ruling lines upright, and one row is a table: the rest of one overleaf.
RULED_COLUMNS = 6
NARROW = 24.0
# The lines on both sides of a margin between two columns stand so near to each other.
BESIDE = 8.0
# What names a group of columns stands halfway, give or take half this part of its width.
CENTRED = 0.4


@dataclass(frozen=True, slots=True)
class Cell:
    """The text from column ``first`` to ``last``, both included."""

    first: int
    last: int
    text: str


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row as printed; ``cells`` in order of their columns, the empty ones left out."""

    cells: tuple[Cell, ...]
    box: Box
    bold: bool


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table on one page; ``edges`` are the bounds of its columns from left to right."""

    box: Box
    edges: tuple[float, ...]
    rows: tuple[TableRow, ...]


def find_tables(page: Page) -> list[PageTable]:
    """Return the tables of a page, those with ruling lines or fills and those without."""
    rules = [*page.rules, *fill_edges(page.fills, page)]
    if len(rules) > MOST_RULES:
        rules = list(page.rules)[:MOST_RULES]
    frames = bridged(rules_to_frames(rules, page), page.words)
    ruled = _outermost([table for f in frames if (table := frame_to_table(f, page.words))])
    free = [w for w in page.words if not any(is_inside(w, table.box) for table in ruled)]
    bare = [t for f in words_to_frames(free) if (t := frame_to_table(f, free)) and not _crosses(t, ruled)]
    return sorted([*ruled, *bare], key=lambda table: (table.box.y0, table.box.x0))


def _outermost(tables: Sequence[PageTable]) -> list[PageTable]:
    """Leave out what lies within another: the frame around a table is no table."""
    kept: list[PageTable] = []
    for table in sorted(tables, key=lambda t: -len(t.rows)):
        if not any(_overlap(table.box, other.box) for other in kept):
            kept.append(table)
    return kept


def _crosses(table: PageTable, others: Sequence[PageTable]) -> bool:
    return any(_overlap(table.box, other.box) for other in others)


def _overlap(a: Box, b: Box) -> bool:
    return min(a.x1, b.x1) - max(a.x0, b.x0) > SNAP and min(a.y1, b.y1) - max(a.y0, b.y0) > SNAP


def frame_to_table(frame: Frame, words: Sequence[Word]) -> PageTable | None:
    """Return the table in a frame; None where what is in it is no table."""
    inside = [w for w in words if is_inside(w, frame.box)]
    if len(inside) < 4:
        return None
    ruled = _column_edges(frame)
    edges = _used(refine_columns(ruled, inside), inside)
    if len(edges) < 3:
        return None
    bands = _bands(_row_edges(frame), inside)
    upright = _upright(edges, ruled, frame)
    printed = [in_rows(band) for band in bands]
    ruled_rows = len(bands) >= RULED_ROWS or sum(has_long_text(lines, edges) for lines in printed) > 1
    rows = [
        row
        for band in printed
        for lines in band_rows(band, edges, ruled_rows)
        for row in _same_frame(lines, edges, upright)
    ]
    whole = len(rows) == 1 and len(ruled) >= RULED_COLUMNS and len(rows[0].cells) > 1
    if not whole and (len(rows) < 2 or _is_layout(rows, len(edges) - 1)):
        return None
    return PageTable(frame.box, tuple(edges), tuple(rows))


def _is_layout(rows: Sequence[TableRow], columns: int) -> bool:
    """A frame of which nearly every row has one cell, or of which the first column holds bullets or
    numbers only, is a box around text."""
    several = sum(len(row.cells) > 1 for row in rows)
    marks = [cell.text for row in rows for cell in row.cells if cell.first == 0]
    listed = columns == 2 and all(all(LIST_MARK.match(f"{m} x") for m in mark.split()) for mark in marks)
    return several < 2 or several * 3 < len(rows) or listed


def is_inside(word: Word, box: Box) -> bool:
    """Tell whether the middle of a word lies in a box."""
    middle = (word.box.x0 + word.box.x1) / 2
    return box.x0 - SNAP <= middle <= box.x1 + SNAP and box.y0 - SNAP <= word.middle <= box.y1 + SNAP


def _column_edges(frame: Frame) -> list[float]:
    high = frame.box.y1 - frame.box.y0
    upright = snap([((r.x0 + r.x1) / 2, r.y1 - r.y0) for r in frame.vertical])
    edges = [place for place, length in upright if length >= RULED * high]
    inner = [x for x in edges if frame.box.x0 + TOUCH < x < frame.box.x1 - TOUCH]
    return [frame.box.x0, *inner, frame.box.x1]


def _row_edges(frame: Frame) -> list[float]:
    """Return where rows are parted by lines over a part of the width."""
    wide = frame.box.x1 - frame.box.x0
    lying = snap([((r.y0 + r.y1) / 2, r.x1 - r.x0) for r in frame.horizontal])
    edges = [place for place, length in lying if length >= RULED * wide]
    return [place for place, _ in snap([(e, 0.0) for e in (frame.box.y0, *edges, frame.box.y1)])]


def _bands(edges: Sequence[float], words: Sequence[Word]) -> list[list[Word]]:
    bands = ([w for w in words if top - 0.01 <= w.middle < bottom] for top, bottom in pairwise(edges))
    return [members for members in bands if members]


def _used(edges: Sequence[float], words: Sequence[Word]) -> list[float]:
    """Leave out the boundaries of narrow columns in which no word stands: the room between two lines."""
    kept = list(edges[:1])
    for left, right in pairwise(edges):
        if right - left > NARROW or any(left <= (w.box.x0 + w.box.x1) / 2 < right for w in words):
            kept.append(right)
    kept[-1] = max(kept[-1], edges[-1])
    return kept


def refine_columns(edges: Sequence[float], words: Sequence[Word]) -> list[float]:
    """Add a boundary wherever numbers of several rows stand apart in one column."""
    result = list(edges[:1])
    for left, right in pairwise(edges):
        inside = [w for w in words if left <= (w.box.x0 + w.box.x1) / 2 < right]
        result += _number_gaps(inside)
        result.append(right)
    return result


def _number_gaps(words: Sequence[Word]) -> list[float]:
    """Return the middles of the strips that no word crosses, with numbers of two rows at the right."""
    rows = [
        row for row in in_rows(words) if len(parts_of(row)) > 1 and any(is_value(w.text) for w in row[1:])
    ]
    if len(rows) < 2:
        return []
    members = [w for row in rows for w in row]
    covered = sorted((w.box.x0, w.box.x1) for w in members)
    strips: list[tuple[float, float]] = []
    reach = covered[0][1]
    for x0, x1 in covered[1:]:
        if x0 - reach > SNAP:
            strips.append((reach, x0))
        reach = max(reach, x1)
    ends = [*[a for a, _ in strips[1:]], float("inf")]
    return [
        (a + b) / 2
        for (a, b), end in zip(strips, ends, strict=False)  # one end too many where no strip is free
        if sum(
            any(is_value(w.text) and b - 1 <= w.box.x0 and w.box.x1 <= end + 1 for w in row) for row in rows
        )
        > 1
    ]


def _upright(edges: Sequence[float], ruled: Sequence[float], frame: Frame) -> dict[int, list[Box]]:
    """Return the upright lines on each inner boundary that is ruled, by its number."""
    return {
        number: [r for r in frame.vertical if abs((r.x0 + r.x1) / 2 - x) <= BESIDE]
        for number, x in enumerate(edges[1:-1], 1)
        if x in ruled
    }


def _same_frame(
    lines: Sequence[list[Word]], edges: Sequence[float], upright: Mapping[int, Sequence[Box]]
) -> list[TableRow]:
    """Return one row, or several where the upright lines change: a header over several columns
    stands above the names of each."""
    groups: list[tuple[frozenset[int], list[Word]]] = []
    for number, line in enumerate(lines):
        top, bottom = min(w.box.y0 for w in line), max(w.box.y1 for w in line)
        missing = _open_edges(upright, top, bottom) | _within_groups(line, lines[number + 1 :], edges)
        if groups and groups[-1][0] == missing:
            groups[-1][1].extend(line)
        else:
            groups.append((missing, list(line)))
    return [_row(words, edges, missing) for missing, words in groups]


def _within_groups(
    line: Sequence[Word], lower: Sequence[Sequence[Word]], edges: Sequence[float]
) -> frozenset[int]:
    """Return the boundaries within groups of columns where a line names groups of one size and a
    line below it every column: years above "baten, lasten, saldo"."""
    columns = range(1, len(edges) - 1)
    over = {column_of(w, edges) for w in line} - {0}
    named = any(
        {column_of(w, edges) for w in below} >= set(columns) and not any(is_value(w.text) for w in below)
        for below in lower
    )
    size, rest = divmod(len(columns), len(over) or 1)
    groups = [columns[start : start + size] for start in range(0, len(columns), size)]
    if not named or size < 2 or rest or any(len(over & set(group)) != 1 for group in groups):
        return frozenset()
    if not all(_centred(line, edges[group[0]], edges[group[-1] + 1]) for group in groups):
        return frozenset()
    return frozenset(edge for group in groups for edge in group[1:])


def _centred(line: Sequence[Word], left: float, right: float) -> bool:
    """Tell whether the words between two boundaries stand halfway."""
    box = union(w.box for w in line if left <= (w.box.x0 + w.box.x1) / 2 < right)
    return abs(box.x0 + box.x1 - left - right) < CENTRED * (right - left)


def _open_edges(upright: Mapping[int, Sequence[Box]], top: float, bottom: float) -> frozenset[int]:
    """Return the numbers of the boundaries that are ruled elsewhere and not at this height."""
    return frozenset(
        number
        for number, rules in upright.items()
        if sum(max(0.0, min(bottom, r.y1) - max(top, r.y0)) for r in rules) < 0.5 * (bottom - top)
    )


def _row(words: Sequence[Word], edges: Sequence[float], missing: frozenset[int]) -> TableRow:
    by_column: dict[int, list[Word]] = {}
    for word in words:
        by_column.setdefault(column_of(word, edges), []).append(word)
    groups: list[tuple[int, int, list[Word]]] = []
    for column in sorted(by_column):
        if groups and _joined(groups[-1], by_column[column], column, edges, missing):
            first, _, members = groups[-1]
            groups[-1] = (first, column, members + by_column[column])
        else:
            groups.append((column, column, by_column[column]))
    cells = []
    for first, last, members in groups:
        while first > 0 and first in missing and not any(last_ == first - 1 for _, last_, _ in groups):
            first -= 1
        while last + 1 in missing and not any(first_ == last + 1 for first_, _, _ in groups):
            last += 1
        cells.append(Cell(first, last, join_lines(in_rows(members))))
    return TableRow(tuple(cells), union(w.box for w in words), all(w.bold for w in words))


def _joined(
    group: tuple[int, int, list[Word]],
    words: Sequence[Word],
    column: int,
    edges: Sequence[float],
    missing: frozenset[int],
) -> bool:
    """Tell whether a text runs on over a boundary that is not drawn, or through one."""
    _, last, members = group
    if last + 1 != column:
        return False
    edge = edges[column]
    through = any(w.box.x0 < edge - SNAP and w.box.x1 > edge + SNAP for w in (*members, *words))
    if column not in missing:
        return through and not any(is_value(w.text) for w in words)
    gap = min(w.box.x0 for w in words) - max(w.box.x1 for w in members)
    return through or gap < 0.6 * words[0].size
