"""What a document is after reading: one canonical text, and spans that point into it.

Invariant: for every span in this module ``document.text[span.start:span.end]`` is the thing it names.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of characters ``[start, end)`` in the canonical text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the slice of ``text`` that this span names."""
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        """Tell whether ``other`` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points (1/72 inch) from the top left corner."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where one printed line stands: 1-based physical page and the box on it."""

    span: Span
    page: int | None
    box: Box | None


class BlockKind(StrEnum):
    """The kinds of block a reader can tell apart."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE = "table"
    FOOTNOTE = "footnote"


class Role(StrEnum):
    """What a section is for; decides how much its sentences prove."""

    POLICY = "policy"
    ACTIONS = "actions"
    FIGURES = "figures"
    PARTICIPATION = "participation"
    FICTION = "fiction"
    ANNEX = "annex"
    INTRODUCTION = "introduction"


@dataclass(frozen=True, slots=True)
class Column:
    """One value column: its printed header slices and what they mean."""

    header: tuple[Span, ...]
    name: str
    year: int | None
    measure: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: label, value cells in printed order, and the group labels above it."""

    span: Span
    label: Span
    cells: tuple[Span, ...]
    parents: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table; ``columns`` has one entry for each value cell of a row, or is empty when unknown."""

    span: Span
    header: tuple[Span, ...]
    unit: Span | None
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of canonical text of one kind; ``level`` only for headings, ``table`` only for tables."""

    kind: BlockKind
    span: Span
    level: int | None = None
    page: int | None = None
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of text under one heading, up to the next heading of any level.

    ``path`` holds the heading spans from the outermost to this section's own;
    ``speaker`` names who is quoted where the role is participation.
    """

    span: Span
    path: tuple[Span, ...]
    role: Role
    blocks: tuple[int, ...]
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """A mention of a part of the whole that this document may not hold ("programma 6")."""

    span: Span
    target: str


@dataclass(frozen=True, slots=True)
class Description:
    """What is known about a document.

    ``municipality`` is a municipality, or a joint body (without code) of the municipalities in
    ``members``. ``date`` is an ISO date, or year and month, of the document or of the decision on it;
    ``decided_by`` and ``decision`` say who decided and what ("gemeenteraad", "vastgesteld").
    ``part_of`` says which part of a whole it is, ``refers_to`` which other parts its text mentions.
    ``confidence`` is 0..1 per field name, 1.0 where a person said it.
    """

    title: str
    municipality: str | None = None
    municipality_code: str | None = None
    kind: str = "overig"
    year_from: int | None = None
    year_to: int | None = None
    status: str | None = None
    part_of: str | None = None
    summary_of: str | None = None
    url: str | None = None
    members: tuple[str, ...] = ()
    date: str | None = None
    decided_by: str | None = None
    decision: str | None = None
    refers_to: tuple[str, ...] = ()
    confidence: tuple[tuple[str, float], ...] = ()

    @property
    def speaker(self) -> str:
        """Who speaks in the document: its municipality or organisation, else its title."""
        return self.municipality or self.title


@dataclass(frozen=True, slots=True)
class Hidden:
    """Text that a reader of the printed document would not see; ``reason`` is a word ("white")."""

    text: str
    reason: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the file became text. Pages are physical and count from 1.

    ``unread`` pages have no text layer and were not recognised, ``recognised`` ones were read from
    their picture. ``labels`` are the printed page numbers, one a page, or empty. ``hidden`` text is
    held back: it is not part of the canonical text.
    """

    pages: int | None = None
    unread: tuple[int, ...] = ()
    recognised: tuple[int, ...] = ()
    labels: tuple[str, ...] = ()
    hidden: tuple[Hidden, ...] = ()


ALL_READ = Coverage()


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read. ``text_version`` is the SHA-256 of the canonical text."""

    text: str
    text_version: str
    source: str
    description: Description
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...]
    references: tuple[Reference, ...] = ()
    places: tuple[Place, ...] = field(default=(), repr=False)
    coverage: Coverage = ALL_READ

    def page_of(self, offset: int) -> int | None:
        """Return the 1-based physical page on which the character at ``offset`` stands, if known."""
        place = self.place_of(offset)
        return place.page if place else None

    def place_of(self, offset: int) -> Place | None:
        """Return the printed line on which the character at ``offset`` stands, if known."""
        after = bisect_right(self.places, offset, key=lambda place: place.span.start)
        return self.places[after - 1] if after else None

    def page_starts(self, span: Span) -> list[tuple[int, int]]:
        """Return (offset, page) of each page that begins inside a span."""
        after = bisect_right(self.places, span.start, key=lambda place: place.span.start)
        last, found = self.page_of(span.start), []
        for place in islice(self.places, after, None):
            if place.span.start >= span.end:
                break
            if place.page is not None and place.page != last:
                found.append((place.span.start, place.page))
                last = place.page
        return found
