"""Tables on a page: ruling lines and fills give the frame, word positions give rows and cells.

A chain of pure functions: rules → frames → grids → rows. Ruling lines are a hint only: a frame
without lines between its rows is cut where the numbers stand, and a cell that spans columns is one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.document import Box
from corpus.headings import LIST_MARK
from corpus.pdf_page import Fill, Page, Word, union
from corpus.pdf_words import in_rows, join_lines
from corpus.tables import DASH, NUMBER, SIDE

# Rules closer together than this are one rule; ends closer than this touch.
SNAP = 3.0
TOUCH = 4.0
# Horizontal rules of one width that stand no further apart belong to one table.
APART = 48.0
# A page with more rules than this is a drawing.
MOST_RULES = 4000
LEAST_FILL = 6.0
# The part of the height or width that must be ruled to count as a boundary.
RULED = 0.25
BROKEN = 0.6
EURO = re.compile(r"^€$")


@dataclass(frozen=True, slots=True)
class Frame:
    """The ruling lines that belong together."""

    box: Box
    horizontal: tuple[Box, ...]
    vertical: tuple[Box, ...]


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
    """Return the tables of a page that have ruling lines or fills, from top to bottom."""
    rules = [*page.rules, *_edges_of(page.fills, page)]
    if len(rules) > MOST_RULES:
        rules = list(page.rules)[:MOST_RULES]
    tables = [table for frame in rules_to_frames(rules, page) if (table := frame_to_table(frame, page.words))]
    return sorted(_outermost(tables), key=lambda table: (table.box.y0, table.box.x0))


def _edges_of(fills: Sequence[Fill], page: Page) -> list[Box]:
    """Return the upper and lower edge of filled boxes: cells are often coloured and not ruled."""
    edges = []
    for fill in fills:
        box = fill.box
        high, wide = box.y1 - box.y0, box.x1 - box.x0
        if (
            not fill.upright
            or fill.colour == (255, 255, 255)
            or high < LEAST_FILL
            or wide < LEAST_FILL
            or high > page.height / 2
        ):
            continue
        edges += [
            Box(box.x0, box.y0, box.x1, box.y0),
            Box(box.x0, box.y1, box.x1, box.y1),
            Box(box.x0, box.y0, box.x0, box.y1),
            Box(box.x1, box.y0, box.x1, box.y1),
        ]
    return edges


def is_horizontal(rule: Box) -> bool:
    """Tell whether a rule is wider than high."""
    return rule.x1 - rule.x0 >= rule.y1 - rule.y0


def rules_to_frames(rules: Sequence[Box], page: Page) -> list[Frame]:
    """Group rules that touch, or that are stacked with the same ends, into frames."""
    inside = [r for r in rules if r.x1 >= 0 and r.y1 >= 0 and r.x0 <= page.width and r.y0 <= page.height]
    ordered = sorted(inside, key=lambda r: r.y0)
    parent = list(range(len(ordered)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, rule in enumerate(ordered):
        for j in range(i + 1, len(ordered)):
            other = ordered[j]
            if other.y0 > rule.y1 + APART:
                break
            if _touch(rule, other) or _stacked(rule, other):
                parent[root(j)] = root(i)
    groups: dict[int, list[Box]] = {}
    for i, rule in enumerate(ordered):
        groups.setdefault(root(i), []).append(rule)
    return [
        Frame(
            union(group),
            tuple(r for r in group if is_horizontal(r)),
            tuple(r for r in group if not is_horizontal(r)),
        )
        for group in groups.values()
        if len(group) >= 3
    ]


def _touch(a: Box, b: Box) -> bool:
    return a.x0 - TOUCH <= b.x1 and b.x0 - TOUCH <= a.x1 and a.y0 - TOUCH <= b.y1 and b.y0 - TOUCH <= a.y1


def _stacked(a: Box, b: Box) -> bool:
    same = abs(a.x0 - b.x0) < SNAP and abs(a.x1 - b.x1) < SNAP
    return same and is_horizontal(a) and is_horizontal(b) and a.x1 - a.x0 > 3 * APART


def _outermost(tables: Sequence[PageTable]) -> list[PageTable]:
    """Leave out what lies within another: the frame around a table is no table."""
    kept: list[PageTable] = []
    for table in sorted(tables, key=lambda t: -len(t.rows)):
        if not any(_overlap(table.box, other.box) for other in kept):
            kept.append(table)
    return kept


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
    rows = [
        row
        for top, bottom, members in bands
        for row in _band_rows(members, edges, _open_edges(edges, ruled, frame, top, bottom))
    ]
    if len(rows) < 2 or _is_layout(rows, len(edges) - 1):
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


def snap(values: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Join (place, weight) pairs whose places are nearly the same; return mean places and sums."""
    joined: list[list[tuple[float, float]]] = []
    for value in sorted(values):
        if joined and value[0] - joined[-1][-1][0] <= SNAP:
            joined[-1].append(value)
        else:
            joined.append([value])
    return [(sum(p for p, _ in group) / len(group), sum(w for _, w in group)) for group in joined]


def _column_edges(frame: Frame) -> list[float]:
    high = frame.box.y1 - frame.box.y0
    upright = snap([((r.x0 + r.x1) / 2, r.y1 - r.y0) for r in frame.vertical])
    edges = [place for place, length in upright if length >= RULED * high]
    inner = [x for x in edges if frame.box.x0 + TOUCH < x < frame.box.x1 - TOUCH]
    return [frame.box.x0, *inner, frame.box.x1]


def _row_edges(frame: Frame) -> list[float]:
    """Return where rows are parted: by lines over a part of the width, or by breaks in upright ones."""
    wide = frame.box.x1 - frame.box.x0
    lying = snap([((r.y0 + r.y1) / 2, r.x1 - r.x0) for r in frame.horizontal])
    edges = [place for place, length in lying if length >= RULED * wide]
    ends = Counter(round(end) for r in frame.vertical for end in (r.y0, r.y1))
    columns = len(snap([((r.x0 + r.x1) / 2, 0.0) for r in frame.vertical]))
    breaks = [(float(y), float(count)) for y, count in ends.items()]
    edges += [place for place, count in snap(breaks) if columns > 2 and count >= 2 * BROKEN * columns]
    return [place for place, _ in snap([(e, 0.0) for e in (frame.box.y0, *edges, frame.box.y1)])]


def _bands(edges: Sequence[float], words: Sequence[Word]) -> list[tuple[float, float, list[Word]]]:
    bands = []
    for top, bottom in pairwise(edges):
        members = [w for w in words if top - 0.01 <= w.middle < bottom]
        if members:
            bands.append((top, bottom, members))
    return bands


def _used(edges: Sequence[float], words: Sequence[Word]) -> list[float]:
    """Leave out the boundaries of columns in which no word stands: the room between two lines."""
    kept = list(edges[:1])
    for left, right in pairwise(edges):
        if any(left <= (w.box.x0 + w.box.x1) / 2 < right for w in words):
            kept.append(right)
    kept[-1] = max(kept[-1], edges[-1])
    return kept


def is_value(text: str) -> bool:
    """Tell whether a word is an amount, a dash or a side of one."""
    return bool(NUMBER.match(text)) or text in DASH or text in SIDE or bool(EURO.match(text))


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
    rows = [row for row in in_rows(words) if len(_parts(row)) > 1 and any(is_value(w.text) for w in row[1:])]
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
        for (a, b), end in zip(strips, ends, strict=True)
        if sum(
            any(is_value(w.text) and b - 1 <= w.box.x0 and w.box.x1 <= end + 1 for w in row) for row in rows
        )
        > 1
    ]


def _parts(row: Sequence[Word]) -> list[list[Word]]:
    """Cut a row of words where they stand further apart than words of one text do."""
    parts: list[list[Word]] = []
    for word in row:
        if parts and word.box.x0 - parts[-1][-1].box.x1 <= 0.9 * word.size:
            parts[-1].append(word)
        else:
            parts.append([word])
    return parts


def _open_edges(
    edges: Sequence[float], ruled: Sequence[float], frame: Frame, top: float, bottom: float
) -> frozenset[int]:
    """Return the numbers of the inner boundaries that are ruled elsewhere and not in this band."""
    missing = set()
    for number, x in enumerate(edges[1:-1], 1):
        if x not in ruled:
            continue
        drawn = sum(
            max(0.0, min(bottom, r.y1) - max(top, r.y0))
            for r in frame.vertical
            if abs((r.x0 + r.x1) / 2 - x) <= SNAP
        )
        if drawn < 0.5 * (bottom - top):
            missing.add(number)
    return frozenset(missing)


def _band_rows(words: Sequence[Word], edges: Sequence[float], missing: frozenset[int]) -> list[TableRow]:
    """Return the rows in one band: as many as numbers stand below each other in one column."""
    lines = in_rows(words)
    counted: Counter[int] = Counter()
    anchors = set()
    for number, line in enumerate(lines):
        columns = _amount_columns(line, edges)
        counted.update(columns)
        if columns:
            anchors.add(number)
    several = max(counted.values(), default=0) > 1
    groups = _by_anchor(lines, anchors) if several else [lines]
    return [_row([w for line in group for w in line], edges, missing) for group in groups]


def _amount_columns(line: Sequence[Word], edges: Sequence[float]) -> set[int]:
    """Return the columns, the first left out, in which a line has amounts and nothing else."""
    found: dict[int, list[str]] = {}
    for word in line:
        found.setdefault(_column(word, edges), []).append(word.text)
    return {
        column
        for column, texts in found.items()
        if column and all(map(is_value, texts)) and any(NUMBER.match(text) for text in texts)
    }


def _by_anchor(lines: Sequence[list[Word]], anchors: set[int]) -> list[list[list[Word]]]:
    """Give every line without numbers to the row it is nearest to: labels wrap."""
    middles = [sum(w.middle for w in line) / len(line) for line in lines]
    groups: dict[int, list[list[Word]]] = {anchor: [] for anchor in sorted(anchors)}
    for number, line in enumerate(lines):
        nearest = min(groups, key=lambda a: (abs(middles[a] - middles[number]), a))
        groups[nearest].append(line)
    return list(groups.values())


def _column(word: Word, edges: Sequence[float]) -> int:
    middle = (word.box.x0 + word.box.x1) / 2
    return max(0, min(len(edges) - 2, sum(edge <= middle for edge in edges) - 1))


def _row(words: Sequence[Word], edges: Sequence[float], missing: frozenset[int]) -> TableRow:
    by_column: dict[int, list[Word]] = {}
    for word in words:
        by_column.setdefault(_column(word, edges), []).append(word)
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
