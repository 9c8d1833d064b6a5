"""Where tables are: ruling lines and fills that belong together, or numbers below each other.

Lengths are in points. A page with more rules than ``MOST_RULES`` is a drawing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from corpus.document import Box
from corpus.numbers import DASH
from corpus.pdf_page import Fill, Page, Word, union
from corpus.pdf_words import in_rows
from corpus.tables import NUMBER, SIDE

# Rules closer together than this are one rule; ends closer than this touch.
SNAP = 3.0
TOUCH = 4.0
# Horizontal rules of one width that stand no further apart belong to one table.
APART = 48.0
MOST_RULES = 4000
# As many pairs of rules are compared at once: a few megabytes for each comparison.
MOST_PAIRS = 500_000
LEAST_FILL = 6.0
# Without ruling lines: rows further apart than this many sizes are of two tables; as many labels may
# stand between rows with numbers; as many rows, and this share of them, have their numbers in line.
FAR = 3.5
HEADER_FAR = 2.5
FAR_EDGE = 12.0
MOST_LABELS = 2
SHORT_LABEL = 6
MOST_HEADER_LINES = 5
LEAST_ROWS = 3
ALIGNED = 0.6
EURO = re.compile(r"^€$")


@dataclass(frozen=True, slots=True)
class Frame:
    """The ruling lines that belong together."""

    box: Box
    horizontal: tuple[Box, ...]
    vertical: tuple[Box, ...]


def fill_edges(fills: Sequence[Fill], page: Page) -> list[Box]:
    """Return the edges of filled boxes: cells are often coloured and not ruled."""
    cells = [fill for fill in fills if _is_cell(fill, page)]
    tops = Counter(_edge_key(fill, fill.box.y0) for fill in cells)
    bottoms = Counter(_edge_key(fill, fill.box.y1) for fill in cells)
    edges = []
    for fill in cells:
        box = fill.box
        edges += [Box(box.x0, box.y0, box.x0, box.y1), Box(box.x1, box.y0, box.x1, box.y1)]
        # Word colours a cell line by line: between two lines of one colour nothing is to be seen.
        if not bottoms[_edge_key(fill, box.y0)]:
            edges.append(Box(box.x0, box.y0, box.x1, box.y0))
        if not tops[_edge_key(fill, box.y1)]:
            edges.append(Box(box.x0, box.y1, box.x1, box.y1))
    return edges


def _is_cell(fill: Fill, page: Page) -> bool:
    high, wide = fill.box.y1 - fill.box.y0, fill.box.x1 - fill.box.x0
    coloured = fill.upright and fill.colour != (255, 255, 255)
    return coloured and min(high, wide) >= LEAST_FILL and high <= page.height / 2


def _edge_key(fill: Fill, y: float) -> tuple[int, int, int, tuple[int, int, int]]:
    return round(fill.box.x0), round(fill.box.x1), round(y), fill.colour


def is_horizontal(rule: Box) -> bool:
    """Tell whether a rule is wider than high."""
    return rule.x1 - rule.x0 >= rule.y1 - rule.y0


def rules_to_frames(rules: Sequence[Box], page: Page) -> list[Frame]:
    """Group rules that touch, or that are stacked with the same ends, into frames."""
    inside = [r for r in rules if r.x1 >= 0 and r.y1 >= 0 and r.x0 <= page.width and r.y0 <= page.height]
    ordered = sorted(inside, key=lambda r: r.y0)
    groups: dict[int, list[Box]] = {}
    for group, rule in zip(_together(ordered), ordered, strict=True):
        groups.setdefault(group, []).append(rule)
    return [
        Frame(
            union(group),
            tuple(r for r in group if is_horizontal(r)),
            tuple(r for r in group if not is_horizontal(r)),
        )
        for group in groups.values()
        if len(group) >= 3
    ]


def bridged(frames: Sequence[Frame], words: Sequence[Word]) -> list[Frame]:
    """Join frames of one width above each other with nothing between them but rows of a table: only
    the header and the totals are coloured in many of them."""
    joined: list[Frame] = []
    for frame in sorted(frames, key=lambda f: (round(f.box.x0), f.box.y0)):
        if joined and _same_sides(joined[-1].box, frame.box) and _only_rows(joined[-1].box, frame.box, words):
            last = joined.pop()
            frame = Frame(
                union((last.box, frame.box)),
                (*last.horizontal, *frame.horizontal),
                (*last.vertical, *frame.vertical),
            )
        joined.append(frame)
    return joined


def _same_sides(a: Box, b: Box) -> bool:
    return abs(a.x0 - b.x0) < SNAP and abs(a.x1 - b.x1) < SNAP and b.y0 > a.y1


def _only_rows(above: Box, below: Box, words: Sequence[Word]) -> bool:
    """Tell whether the lines between two frames are labels and amounts, most of them amounts."""
    inside = [
        w for w in words if above.y1 <= w.middle <= below.y0 and above.x0 - SNAP <= w.box.x0 <= above.x1
    ]
    rows = in_rows(inside)
    amounts = [len(parts_of(row)) > 1 and is_value(row[-1].text) for row in rows]
    short = all(a or len(row) <= SHORT_LABEL for a, row in zip(amounts, rows, strict=True))
    apart = [b[0].box.y0 - a[0].box.y0 > FAR * a[0].size for a, b in pairwise(rows)]
    return bool(rows) and short and 2 * sum(amounts) > len(rows) and not any(apart)


def _together(rules: Sequence[Box]) -> list[int]:
    """Return the number of the group of each rule, which are ordered from top to bottom.

    Every pair is compared, in arrays and a strip at a time: there may be eight million pairs.
    """
    count = len(rules)
    if not count:
        return []
    x0, y0, x1, y1 = np.array([(r.x0, r.y0, r.x1, r.y1) for r in rules]).T
    long = (x1 - x0 >= y1 - y0) & (x1 - x0 > 3 * APART)
    pairs: list[tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]] = []
    strip = max(1, MOST_PAIRS // count)
    for first in range(0, count, strip):
        part = slice(first, first + strip)
        ax0, ay0, ax1, ay1 = (values[part, None] for values in (x0, y0, x1, y1))
        touch = (ax0 - TOUCH <= x1) & (x0 - TOUCH <= ax1) & (ay0 - TOUCH <= y1) & (y0 - TOUCH <= ay1)
        same = (abs(ax0 - x0) < SNAP) & (abs(ax1 - x1) < SNAP)
        stacked = same & long[part, None] & long & (ay0 <= y0) & (y0 <= ay1 + APART)
        above, below = np.nonzero(touch | stacked)
        pairs.append((above + first, below))
    above, below = (np.concatenate(side) for side in zip(*pairs, strict=True))
    linked = coo_array((np.ones(len(above), dtype=bool), (above, below)), shape=(count, count))
    _, groups = connected_components(linked, directed=False)
    return [int(group) for group in groups]


def words_to_frames(words: Sequence[Word]) -> list[Frame]:
    """Return the frames of tables without any line: rows that end in numbers below each other."""
    frames: list[Frame] = []
    rows = in_rows(words)
    position = 0
    while position < len(rows):
        end = _numbers_until(rows, position)
        block = rows[position:end]
        if len(_aligned(block)) > 1:
            start = _header_start(rows, position, _aligned(block))
            frames.append(Frame(union(w.box for row in rows[start:end] for w in row), (), ()))
        position = max(end, position + 1)
    return frames


def _numbers_at_end(row: Sequence[Word]) -> list[Word]:
    """Return the numbers with which a line ends, two at least and with something before them."""
    found: list[Word] = []
    for word in reversed(row):
        if not is_value(word.text):
            break
        found.append(word)
    numbers = [word for word in found if NUMBER.match(word.text) or word.text in DASH]
    return numbers if len(numbers) > 1 and len(row) > len(found) else []


def _numbers_until(rows: Sequence[Sequence[Word]], start: int) -> int:
    """Return where the rows that end in numbers stop; up to two labels may stand between them."""
    if not _numbers_at_end(rows[start]):
        return start
    end = start + 1
    for place in range(start + 1, len(rows)):
        if rows[place][0].box.y0 - rows[place - 1][0].box.y0 > FAR * rows[place][0].size:
            break
        if _numbers_at_end(rows[place]):
            end = place + 1
        elif place - end >= MOST_LABELS:
            break
    return end


def _aligned(rows: Sequence[Sequence[Word]]) -> list[float]:
    """Return the right edges that the numbers of most rows share, three rows at least."""
    numbers = [_numbers_at_end(row) for row in rows]
    counted = sum(bool(found) for found in numbers)
    if counted < LEAST_ROWS:
        return []
    edges = snap([(word.box.x1, 1.0) for found in numbers for word in found])
    return [place for place, count in edges if count >= ALIGNED * counted]


def _header_start(rows: Sequence[Sequence[Word]], start: int, edges: Sequence[float]) -> int:
    """Return the first of the lines above that stand over the columns of numbers; a label may stand
    between them and the first numbers."""
    first = start
    for place in range(start - 1, max(-1, start - 1 - MOST_HEADER_LINES), -1):
        row, below = rows[place], rows[place + 1]
        if below[0].box.y0 - row[0].box.y0 > HEADER_FAR * row[0].size:
            break
        over = sum(any(w.box.x0 - FAR_EDGE <= x <= w.box.x1 + FAR_EDGE for w in row) for x in edges)
        if over > 1 and len(parts_of(row)) > 1:
            first = place
    return first


def snap(values: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Join (place, weight) pairs whose places are nearly the same; return mean places and sums."""
    joined: list[list[tuple[float, float]]] = []
    for value in sorted(values):
        if joined and value[0] - joined[-1][-1][0] <= SNAP:
            joined[-1].append(value)
        else:
            joined.append([value])
    return [(sum(p for p, _ in group) / len(group), sum(w for _, w in group)) for group in joined]


def is_value(text: str) -> bool:
    """Tell whether a word is an amount, a dash or a side of one."""
    return bool(NUMBER.match(text)) or text in DASH or text in SIDE or bool(EURO.match(text))


def parts_of(row: Sequence[Word]) -> list[list[Word]]:
    """Cut a row of words where they stand further apart than words of one text do."""
    parts: list[list[Word]] = []
    for word in row:
        if parts and word.box.x0 - parts[-1][-1].box.x1 <= 0.9 * word.size:
            parts[-1].append(word)
        else:
            parts.append([word])
    return parts
