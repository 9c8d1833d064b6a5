"""What a reader hands over, before cleaning and structure: lines with their place and hints."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.document import ALL_READ, BlockKind, Box, Coverage, Document

# Called by a reader when a page is done, with its number and the number of pages.
Progress = Callable[[int, int], None]
# What makes a document of a file: its bytes, its name, and whom to tell of each page.
Read = Callable[[bytes, str, Progress], Document]


def no_progress(_page: int, _pages: int) -> None:
    """Tell nobody."""


# A cell of ``RawBlock.cells`` that the cell on its left covers too (``colspan``): it is not printed
# again, but a header names every column that it covers. Only in header rows; no text holds this character.
SAME_CELL = "\0"


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line. ``gap`` counts the empty lines above it (0 = directly below the last line);
    ``spacer`` is true where one of those held only a no-break space, as web exports leave them.
    ``glued`` is true where the next line goes on with the same word: no space comes between."""

    text: str
    gap: int = 0
    spacer: bool = False
    page: int | None = None
    box: Box | None = None
    glued: bool = False


@dataclass(frozen=True, slots=True)
class RawBlock:
    """One block before assembly. ``kind`` is None where the format does not say what it is.

    ``lines`` are joined by one space in a paragraph and stand on their own in a table, where a line
    is one row; ``cells`` then holds the text of each row's cells and ``header_rows`` counts the
    rows that are a header; an empty cell is "", one that its left neighbour covers ``SAME_CELL``.
    ``navigated`` marks a heading that the site's navigation also names; ``goes_on`` a table in one
    frame with the table before it, whose unit holds for it too.
    """

    lines: tuple[Line, ...]
    kind: BlockKind | None = None
    level: int | None = None
    cells: tuple[tuple[str, ...], ...] = ()
    header_rows: int = 0
    navigated: bool = False
    goes_on: bool = False

    @property
    def text(self) -> str:
        """The block's text as it will stand in the canonical text."""
        return (
            "".join(line.text + ("" if line.glued else " ") for line in self.lines[:-1]) + self.lines[-1].text
        )

    @property
    def gap(self) -> int:
        """Empty lines above the block."""
        return self.lines[0].gap


def table_block(rows: Sequence[Sequence[str]], header_rows: int) -> RawBlock:
    """Return the block of a table: a line a row, its printed cells joined by a bar."""
    lines = tuple(
        Line(" | ".join(c for c in row if c not in ("", SAME_CELL)), 0 if n else 1)
        for n, row in enumerate(rows)
    )
    return RawBlock(lines, BlockKind.TABLE, cells=tuple(tuple(row) for row in rows), header_rows=header_rows)


@dataclass(frozen=True, slots=True)
class Properties:
    """What a file says of itself: its metadata, not its text. ``date`` is an ISO date."""

    title: str | None = None
    url: str | None = None
    date: str | None = None


NO_PROPERTIES = Properties()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader makes of a file."""

    blocks: tuple[RawBlock, ...]
    properties: Properties = NO_PROPERTIES
    coverage: Coverage = ALL_READ
