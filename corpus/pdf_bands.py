"""The lines between two ruling lines to rows: a label may wrap, and many tables rule no rows at all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from corpus.pdf_frames import is_value, parts_of
from corpus.pdf_page import Word
from corpus.tables import NUMBER, YEAR

# As many lines, and a cell is a text.
LONG_TEXT = 2
# Amounts that stand no further from a line than this many sizes are printed between two of its lines.
BETWEEN = 1.0
# "5b. Overschrijding": a line that has a number of its own.
OWN_NUMBER = re.compile(r"^\d{1,2}[a-z]?[.)]$")
BULLETS = frozenset("-–•·")

Lines = Sequence[Sequence[Word]]


def column_of(word: Word, edges: Sequence[float]) -> int:
    """Return the number of the column in which the middle of a word lies."""
    middle = (word.box.x0 + word.box.x1) / 2
    return max(0, min(len(edges) - 2, sum(edge <= middle for edge in edges) - 1))


def band_rows(lines: list[list[Word]], edges: Sequence[float], ruled: bool) -> list[list[list[Word]]]:
    """Return the lines of each row in one band: as many rows as numbers stand below each other.

    Where rows are ruled a band with a text of several lines beside the label is one row: the
    numbers below each other are of that row then.
    """
    amounts = [_amount_columns(line, edges) for line in lines]
    counted = Counter(column for columns in amounts for column in columns)
    if ruled and has_long_text(lines, edges):
        return [lines]
    if head := _header_lines(lines, amounts, edges):
        return [lines[:head], *band_rows(lines[head:], edges, ruled)]
    if max(counted.values(), default=0) < 2:
        return [lines]
    return _by_anchor(lines, {number for number, columns in enumerate(amounts) if columns}, edges)


def _header_lines(lines: Lines, amounts: Sequence[set[int]], edges: Sequence[float]) -> int:
    """Return how many lines name the columns above the first line with amounts in a band."""
    first = next((number for number, columns in enumerate(amounts) if columns), 0)
    below = [word for line in lines[first:] for word in line if column_of(word, edges) in amounts[first]]
    if any(YEAR.match(word.text) for word in below):
        return 0
    named = {column_of(word, edges) for line in lines[:first] for word in line}
    return first if len(named & amounts[first]) > 1 else 0


def has_long_text(lines: Lines, edges: Sequence[float]) -> bool:
    """Tell whether a cell beside the label holds a text of several lines."""
    amounts = {column for line in lines for column in _amount_columns(line, edges)}
    texts = Counter(
        column
        for line in lines
        for column in {column_of(word, edges) for word in line if not is_value(word.text)} - amounts - {0}
    )
    return max(texts.values(), default=0) > LONG_TEXT


def _amount_columns(line: Sequence[Word], edges: Sequence[float]) -> set[int]:
    """Return the columns, the first left out, in which a line has amounts and nothing else."""
    found: dict[int, list[str]] = {}
    for word in line:
        found.setdefault(column_of(word, edges), []).append(word.text)
    amounts = {column for column, texts in found.items() if column and all(map(is_value, texts))}
    numbers = {column for column in amounts if any(NUMBER.match(text) for text in found[column])}
    # A row of dashes has amounts too; a dash alone opens a line of text.
    return amounts if 0 in found and len(amounts) > 1 else numbers


def _by_anchor(lines: Lines, anchors: set[int], edges: Sequence[float]) -> list[list[list[Word]]]:
    """Give every line without numbers to the row it is nearest to, since labels wrap; a label that
    is whole and stands above rows that have their own is a row itself."""
    middles = [sum(w.middle for w in line) / len(line) for line in lines]
    groups: dict[int, list[list[Word]]] = {anchor: [] for anchor in sorted(anchors)}
    for number, line in enumerate(lines):
        row = number if number in anchors else _row_of(number, lines, middles, anchors, edges, groups)
        groups.setdefault(row, []).append(list(line))
    return [groups[key] for key in sorted(groups)]


def _row_of(
    number: int,
    lines: Lines,
    middles: Sequence[float],
    anchors: set[int],
    edges: Sequence[float],
    groups: dict[int, list[list[Word]]],
) -> int:
    """Return the number of the line whose row a line without amounts belongs to."""
    line = lines[number]
    nearest = min(anchors, key=lambda a: (abs(middles[a] - middles[number]), a))
    if not _has_label(lines[nearest], edges) and abs(middles[nearest] - middles[number]) <= (
        BETWEEN * line[0].size
    ):
        return nearest
    if number - 1 in groups and number - 1 not in anchors and line[0].text in BULLETS:
        return number - 1
    if line[0].text in BULLETS and (above := [key for key in groups if key < number and groups[key]]):
        return max(above)
    if _is_own_row(number, lines, edges):
        return number
    if number + 1 in anchors and lines[number + 1][0].text[:1].islower():
        return number + 1
    return nearest


def _has_label(line: Sequence[Word], edges: Sequence[float]) -> bool:
    return any(column_of(word, edges) == 0 for word in line)


def _is_own_row(number: int, lines: Lines, edges: Sequence[float]) -> bool:
    """Tell whether a label is whole: what stands below it would have fitted on its line."""
    line = lines[number]
    begins = line[0].text[:1].isupper() or bool(OWN_NUMBER.match(line[0].text))
    if not begins or len(parts_of(line)) > 1:
        return False
    before, after = lines[max(0, number - 1) : number], lines[number + 1 : number + 2]
    return all(_begins(other) or _fits(line, other, edges) for other in before) and all(
        _begins(other) or _fits(other, line, edges) for other in after
    )


def _begins(line: Sequence[Word]) -> bool:
    return line[0].text[:1].isupper() or line[0].text[:1].isdigit()


def _fits(line: Sequence[Word], above: Sequence[Word], edges: Sequence[float]) -> bool:
    """Tell whether the first word of a line had room in the label of the line above."""
    reach = max((w.box.x1 for w in above if column_of(w, edges) == 0), default=edges[1])
    return line[0].box.x1 - line[0].box.x0 + line[0].size < edges[1] - reach
