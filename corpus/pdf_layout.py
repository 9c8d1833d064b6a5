"""Words of a page to lines in reading order: columns are read one after the other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from corpus.document import Box
from corpus.pdf_page import Page, Word, union
from corpus.pdf_tables import PageTable
from corpus.pdf_words import in_rows, text_of

# Words further apart than this many font sizes are not of one text.
SEGMENT_GAP = 1.4
MARK_GAP = 4.0
# A title beside a text is so much larger.
OTHER_SIZE = 1.3
OPENING = "‘“'\"("
MARK = re.compile(r"^(?:\d{1,3}|\(?\w{1,3}[.)]|[•●▪◦\uf000-\uf0ff])$")
# What a column of text has at least: width in points, and lines.
COLUMN_WIDTH = 90.0
COLUMN_LINES = 3
MOST_CANDIDATES = 24
MOST_ENDS = 3


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line of one column; ``right`` is how far the text of its column reaches."""

    words: tuple[Word, ...]
    page: int
    box: Box
    left: float = 0.0
    right: float = 0.0

    @property
    def text(self) -> str:
        """The words with a space between them."""
        return text_of(self.words)

    @property
    def size(self) -> float:
        """The size of most of its characters."""
        sizes: dict[float, int] = {}
        for word in self.words:
            sizes[word.size] = sizes.get(word.size, 0) + len(word.text)
        return max(sizes, key=lambda size: (sizes[size], size))

    @property
    def bold(self) -> bool:
        """True where every word with a letter or digit in it is bold."""
        return all(w.bold for w in self.words if any(c.isalnum() for c in w.text))

    @property
    def italic(self) -> bool:
        """True where every word with a letter or digit in it is italic."""
        return all(w.italic for w in self.words if any(c.isalnum() for c in w.text))


Item = PrintedLine | PageTable


def printed_line(words: Sequence[Word], page: int) -> PrintedLine:
    """Return the line of these words."""
    box = union(w.box for w in words)
    return PrintedLine(tuple(words), page, box, box.x0, box.x1)


def lay_out(page: Page, words: Sequence[Word], tables: Sequence[PageTable]) -> list[Item]:
    """Return the lines and tables of a page in reading order."""
    items: list[Item] = [printed_line(s, page.number) for row in in_rows(words) for s in segments(row)]
    return [item for column in _columns([*items, *tables]) for item in _lines_of(column, page.number)]


def segments(row: Sequence[Word]) -> list[list[Word]]:
    """Cut a row where words stand too far apart to be of one text; the number of a note and the mark
    of a list stand further from their text."""
    parts: list[list[Word]] = []
    for word in row:
        if parts and word.box.x0 - parts[-1][-1].box.x1 <= _room(parts[-1], word):
            parts[-1].append(word)
        else:
            parts.append([word])
    return parts


def _room(before: Sequence[Word], word: Word) -> float:
    marked = (
        len(before) == 1
        and MARK.match(before[0].text)
        and (word.text[:1].isalpha() or word.text[:1] in OPENING)
    )
    small, large = sorted((word.size, before[-1].size))
    size = large if large < OTHER_SIZE * small else small
    return (MARK_GAP if marked else SEGMENT_GAP) * size


def _columns(items: Sequence[Item]) -> list[list[Item]]:
    """Cut the items of a page into columns, in reading order."""
    cut = _best_gutter(items)
    if cut is None:
        return [list(items)] if items else []
    x, top, bottom = cut
    above = [i for i in items if _middle(i) < top]
    below = [i for i in items if _middle(i) > bottom]
    between = [i for i in items if top <= _middle(i) <= bottom]
    left = [i for i in between if i.box.x1 <= x + 1]
    right = [i for i in between if i.box.x1 > x + 1]
    return [*_columns(above), *_columns(left), *_columns(right), *_columns(below)]


def _middle(item: Item) -> float:
    return (item.box.y0 + item.box.y1) / 2


def _best_gutter(items: Sequence[Item]) -> tuple[float, float, float] | None:
    """Return (x, top, bottom) of the strip that has most lines of text at both of its sides."""
    ordered = sorted(items, key=_middle)
    best: tuple[int, float, float, float] | None = None
    for x in _candidates(items):
        best = _better(best, _gutter_at(ordered, x))
    if best is None:
        return None
    # Most lines of a column may be indented: where the left one ends is where the right one may begin.
    _, x, top, bottom = best
    ends = Counter(round(i.box.x1) for i in ordered if i.box.x1 <= x + 1 and top <= _middle(i) <= bottom)
    for end, _ in ends.most_common(MOST_ENDS):
        best = _better(best, _gutter_at(ordered, end + 1.5))
    return best[1:] if best else None


def _better(
    best: tuple[int, float, float, float] | None, found: tuple[int, float, float, float] | None
) -> tuple[int, float, float, float] | None:
    return found if found and (best is None or found[0] > best[0]) else best


def _gutter_at(ordered: Sequence[Item], x: float) -> tuple[int, float, float, float] | None:
    """Return (lines, x, top, bottom) of the longest strip at x that no item crosses."""
    best: tuple[int, float, float, float] | None = None
    run: list[Item] = []
    for item in [*ordered, None]:
        if item is not None and not (item.box.x0 < x - 1 and item.box.x1 > x + 1):
            run.append(item)
            continue
        found = _two_columns(run, x)
        if found:
            best = _better(best, (found[0], x, found[1], found[2]))
        run = []
    return best


def _candidates(items: Sequence[Item]) -> list[float]:
    """Return the places just left of where several lines begin, most lines first."""
    starts = sorted(item.box.x0 for item in items)
    groups: list[list[float]] = []
    for start in starts:
        if groups and start - groups[-1][0] < 4:
            groups[-1].append(start)
        else:
            groups.append([start])
    ranked = sorted((g for g in groups[1:] if len(g) >= 2), key=lambda g: (-len(g), g[0]))
    return [group[0] - 2 for group in ranked[:MOST_CANDIDATES]]


def _two_columns(run: Sequence[Item], x: float) -> tuple[int, float, float] | None:
    """Return (lines, top, bottom) where the run is text in two columns, cut to where both stand."""
    left = [i for i in run if i.box.x1 <= x + 1]
    right = [i for i in run if i.box.x0 >= x - 1]
    while min(_lines(left), _lines(right)) >= COLUMN_LINES:
        top = max(min(i.box.y0 for i in left), min(i.box.y0 for i in right))
        bottom = min(max(i.box.y1 for i in left), max(i.box.y1 for i in right))
        # A long column goes on below a short one; what stands above both belongs to neither.
        above = [i for i in (*left, *right) if i.box.y1 < top - 3 * (i.box.y1 - i.box.y0)]
        if not above:
            break
        left = [i for i in left if i not in above]
        right = [i for i in right if i not in above]
    if min(_lines(left), _lines(right)) < COLUMN_LINES or bottom <= top:
        return None
    for side in (left, right):
        wide = median(i.box.x1 - i.box.x0 for i in side)
        if wide < COLUMN_WIDTH and not any(isinstance(i, PageTable) for i in side):
            return None
    both = [*left, *right]
    return _lines(both), min(_middle(i) for i in both), max(_middle(i) for i in both)


def _lines(items: Sequence[Item]) -> int:
    return sum(len(item.rows) if isinstance(item, PageTable) else 1 for item in items)


def _lines_of(column: Sequence[Item], page: int) -> list[Item]:
    """Return the lines and tables of one column from top to bottom, parts of one line joined."""
    tables: list[Item] = [item for item in column if isinstance(item, PageTable)]
    words = [word for item in column if isinstance(item, PrintedLine) for word in item.words]
    if not words:
        return sorted(tables, key=lambda item: item.box.y0)
    left, right = min(w.box.x0 for w in words), max(w.box.x1 for w in words)
    lines: list[Item] = []
    for row in in_rows(words):
        lines.append(PrintedLine(tuple(row), page, union(w.box for w in row), left, right))
    return sorted([*lines, *tables], key=_middle)
