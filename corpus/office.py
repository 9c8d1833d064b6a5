"""What DOCX and ODT have in common: tidy text, lines with pages, grids of cells, properties."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from corpus.document import BlockKind, Hidden
from corpus.look import Look, Mark
from corpus.raw import Line, RawBlock, Reading
from corpus.read_text import CONTROL, INVISIBLE, MOST_STACKED, STACKED
from corpus.safe_xml import Element

MOST_COLUMNS = 200
# A longer text names no rows or columns: repeating it would only make it endless.
LONGEST_LABEL = 200
# Characters that are only there for machines; they can spell out text that nobody sees.
TAGS = re.compile("[\U000e0000-\U000e007f]+")
# Signs that fonts of pictures show for a letter of their own; other such letters are decoration.
PICTURES = {0xF0FC: "✓", 0xF0FB: "✗", 0xF0FE: "☒", 0xF0A8: "☐", 0xF0E0: "→", 0xF06F: "☐", 0xF078: "☒"}
PRIVATE = re.compile("[\ue000-\uf8ff]")
MARK = re.compile(r"^\d{1,2}$")
# After a unit (m², CO2) a raised or lowered number is no mark.
MARKED = re.compile(r"[^\W\d_]{4}[.,:;)’']?$")
TYPED_BULLET = re.compile(r"^(?:[•●▪◦‣·]\s*|[-–]\s+)(?=\S)")
# A count of pages that is this far off is that of another printing.
MOST_OFF = 0.03
PLACEHOLDER_TITLE = re.compile(
    r"^(?:(?:microsoft )?word|document\d*|untitled|naamloos|titel|title|dia ?\d+|powerpoint)\b|\.docx?$", re.I
)
ISO_DATE = re.compile(r"^(?:19|20)\d{2}-[01]\d-[0-3]\d")
# A line without a single letter names nothing.
LETTERS = re.compile(r"[^\W\d_]{2}")


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of one look on one page."""

    text: str
    page: int | None = None


@dataclass(slots=True)
class Content:
    """What one paragraph holds; ``boxes`` are the text boxes that hang on it, ``notes`` its notes."""

    pieces: list[Piece] = field(default_factory=list)
    looks: Counter[Look] = field(default_factory=Counter)
    boxes: list[Element] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    raised_start: bool = False
    in_contents: bool = False

    def add(self, text: str, look: Look, page: int | None) -> None:
        """Take the next text; a raised number after a word is the mark of a note, and left out."""
        written = bool(text.strip())
        if written and look.raised and MARK.match(text.strip()):
            before = "".join(piece.text for piece in self.pieces[-4:])
            if MARKED.search(before):
                return
            self.raised_start = self.raised_start or not before.strip()
        if written:
            self.looks[look.plain()] += len(text)
        if text:
            self.pieces.append(Piece(text, page))

    @property
    def text(self) -> str:
        """The printed text."""
        return tidy("".join(piece.text for piece in self.pieces))

    @property
    def look(self) -> Look | None:
        """The look of nearly all of the text; None where it has several."""
        common = self.looks.most_common(1)
        return common[0][0] if common and common[0][1] * 10 >= self.looks.total() * 9 else None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table as written: its text and how many columns and rows it takes."""

    text: str
    columns: int = 1
    rows: int = 1
    page: int | None = None


@dataclass(slots=True)
class HiddenText:
    """Collects what the printed page does not show; neighbours of one reason become one."""

    _runs: list[tuple[str, int | None, list[str]]] = field(default_factory=list)

    @property
    def found(self) -> tuple[Hidden, ...]:
        """All hidden text, in the order of the document."""
        return tuple(Hidden("".join(texts), reason, page) for reason, page, texts in self._runs)

    def add(self, text: str, reason: str, page: int | None) -> None:
        """Keep a piece of hidden text; empty ones are nothing."""
        if not text.strip():
            return
        if self._runs and self._runs[-1][:2] == (reason, page):
            self._runs[-1][2].append(text)
        else:
            self._runs.append((reason, page, [text]))

    def without_tags(self, text: str, page: int | None) -> str:
        """Return the text without tag characters; what they spell is kept as hidden."""
        for run in TAGS.findall(text):
            self.add("".join(chr(ord(c) - 0xE0000) for c in run), "tag", page)
        return TAGS.sub("", text)


def tidy(text: str) -> str:
    """Return text as it is printed: signs for private letters, no marks of no width, single spaces."""
    text = PRIVATE.sub(lambda sign: PICTURES.get(ord(sign.group()), ""), text)
    text = STACKED.sub(lambda run: run.group()[:MOST_STACKED], CONTROL.sub(" ", INVISIBLE.sub("", text)))
    return " ".join(unicodedata.normalize("NFC", text.replace("\u2011", "-")).split())


def lines_of(pieces: Sequence[Piece]) -> tuple[Line, ...]:
    """Return a line for each page that the text is on; a word cut by the page's end is glued."""
    lines: list[Line] = []
    texts: list[str] = []
    for position, piece in enumerate(pieces):
        texts.append(piece.text)
        if position + 1 < len(pieces) and pieces[position + 1].page == piece.page:
            continue
        raw = "".join(texts)
        texts = []
        if text := tidy(raw):
            if lines and raw[0].isspace():
                lines[-1] = _spaced(lines[-1])
            lines.append(Line(text, gap=1, page=piece.page, glued=not raw[-1].isspace()))
    return (*lines[:-1], _spaced(lines[-1])) if lines else ()


def paragraph_block(
    lines: tuple[Line, ...], mark: Mark | None, level: int | None, raised_start: bool, listed: bool = False
) -> RawBlock:
    """Return the block of a paragraph: a number in front of it is part of its text, a bullet is not."""
    first = lines[0]
    bullet = TYPED_BULLET.match(first.text)
    kind = BlockKind.PARAGRAPH
    if level is not None:
        kind = BlockKind.HEADING
    elif raised_start:
        kind = BlockKind.FOOTNOTE
    elif mark is not None or listed:
        kind = BlockKind.LIST_ITEM
    elif bullet is not None:
        kind, first = BlockKind.LIST_ITEM, replace(first, text=first.text[bullet.end() :])
    if mark is not None and mark.text:
        first = replace(first, text=f"{mark.text} {first.text}")
    return RawBlock((first, *lines[1:]), kind)


def with_certain_pages(reading: Reading, told: int | None) -> Reading:
    """Return the reading without pages where their number is not the one in the file's properties:
    the marks were then left by another program, or by an earlier printing."""
    pages = reading.coverage.pages
    if pages is None or told is None or abs(pages - told) <= told * MOST_OFF:
        return reading
    blocks = tuple(
        replace(block, lines=tuple(replace(line, page=None) for line in block.lines))
        for block in reading.blocks
    )
    hidden = tuple(replace(one, page=None) for one in reading.coverage.hidden)
    return Reading(blocks, reading.properties, replace(reading.coverage, pages=None, hidden=hidden))


def _spaced(line: Line) -> Line:
    return replace(line, glued=False)


def table_block(rows: Sequence[Sequence[Cell]], header_rows: int) -> RawBlock | None:
    """Return the table of these rows, every row equally wide, empty rows and columns left out.

    A cell over several columns of the header names each of them; a label over several rows labels
    each of them. None where the table has no text.
    """
    grid = _grid(rows, header_rows)
    kept = [n for n, (_, texts) in enumerate(grid) if any(texts)]
    width = max((len(grid[n][1]) for n in kept), default=0)
    columns = [c for c in range(width) if any(c < len(grid[n][1]) and grid[n][1][c] for n in kept)]
    cells = tuple(tuple(grid[n][1][c] if c < len(grid[n][1]) else "" for c in columns) for n in kept)
    if not cells:
        return None
    lines = tuple(
        Line(" | ".join(text for text in row if text), 0 if n else 1, page=grid[place][0])
        for n, (row, place) in enumerate(zip(cells, kept, strict=True))
    )
    return RawBlock(lines, BlockKind.TABLE, cells=cells, header_rows=sum(n < header_rows for n in kept))


def _grid(rows: Sequence[Sequence[Cell]], header_rows: int) -> list[tuple[int | None, list[str]]]:
    """Return the page and the texts of each row, cells laid out over the columns they take."""
    grid: list[tuple[int | None, list[str]]] = []
    # What hangs down from the rows above: column to (rows left, text to repeat).
    hanging: dict[int, tuple[int, str]] = {}
    for number, row in enumerate(rows):
        texts: list[str] = []
        below: dict[int, tuple[int, str]] = {c: (n - 1, text) for c, (n, text) in hanging.items() if n > 1}
        for cell in row:
            while len(texts) in hanging and len(texts) < MOST_COLUMNS:
                texts.append(hanging[len(texts)][1])
            start = len(texts)
            span = max(1, min(cell.columns, MOST_COLUMNS - start))
            if start >= MOST_COLUMNS:
                break
            named = cell.text if len(cell.text) <= LONGEST_LABEL else ""
            repeated = named if number < header_rows else ""
            texts.extend([cell.text, *[repeated] * (span - 1)])
            if cell.rows > 1:
                label = named if start == 0 and number >= header_rows else ""
                below |= {c: (cell.rows - 1, label if c == start else "") for c in range(start, start + span)}
        while len(texts) in hanging and len(texts) < MOST_COLUMNS:
            texts.append(hanging[len(texts)][1])
        hanging = below
        grid.append((next((cell.page for cell in row if cell.text), None), texts))
    return grid


def header_by_look(rows: Sequence[Sequence[bool]]) -> int:
    """Return how many rows open a table in which only those are marked (bold); a row is given as,
    for each cell with text, whether it is marked."""
    marked = [bool(row) and all(row) for row in rows]
    count = next((n for n, row in enumerate(marked) if not row), len(marked))
    return count if 0 < count <= 3 and count < len(marked) and not all(marked) else 0


def sensible_title(text: str | None) -> str | None:
    """Return the title in a file's properties, unless the program put it there by itself."""
    title = tidy(text or "")
    return title if LETTERS.search(title) and not PLACEHOLDER_TITLE.search(title) else None


def iso_date(texts: Iterable[str | None]) -> str | None:
    """Return the day of the first of these moments that is one."""
    found = (ISO_DATE.match((text or "").strip()) for text in texts)
    return next((match.group() for match in found if match), None)


def text_of(element: Element | None) -> str | None:
    """Return an element's own text, where there is one."""
    return element.text if element is not None else None
