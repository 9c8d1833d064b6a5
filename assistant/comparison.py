"""What a comparison is: rows side by side, a cell for each aspect, and the proof in every cell."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assistant.reply import Citation, Searched
from index.engine import DocumentRecord, FigureRecord


class Aspect(StrEnum):
    """The columns of a comparison: what a document can say about a subject."""

    AIMS = "aims"
    ACTIONS = "actions"
    TARGETS = "targets"
    PARTNERS = "partners"
    COSTS = "costs"
    PERIOD = "period"


class By(StrEnum):
    """What the rows are: municipalities, or years or documents of one municipality."""

    MUNICIPALITY = "municipality"
    YEAR = "year"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class CitedFigure:
    """A figure in a cell with the number of the citation of its row; ``taakveld`` is that of which it is
    the whole, code and name, where no row says the subject itself; else empty."""

    record: FigureRecord
    citation: int
    taakveld: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a row says on one aspect: numbers of citations, best first, and figures where it is about
    costs. With neither nothing was found in what the row searched."""

    aspect: Aspect
    citations: tuple[int, ...] = ()
    figures: tuple[CitedFigure, ...] = ()

    @property
    def empty(self) -> bool:
        """True where nothing was found."""
        return not self.citations and not self.figures


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One row: ``name`` is a municipality, a year or the title of a document; ``cells`` has one entry
    for each aspect of the comparison, in that order; ``searched`` and ``documents`` say in what."""

    name: str
    municipality: str
    documents: tuple[DocumentRecord, ...]
    searched: Searched
    cells: tuple[Cell, ...]

    @property
    def empty(self) -> bool:
        """True where no cell says anything."""
        return all(cell.empty for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that the named rows say, proved by these citations, and no other row says."""

    what: str
    rows: tuple[str, ...]
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A subject laid side by side.

    ``common`` is what several rows say, in most rows first, ``single`` what only one does; both hold
    for all rows of the comparison, also when it is shown a page at a time. ``page`` counts from 1;
    ``unknown`` are municipalities that were asked for and have no document here.
    """

    subject: str
    by: By
    aspects: tuple[Aspect, ...]
    rows: tuple[ComparedRow, ...]
    citations: tuple[Citation, ...]
    common: tuple[Finding, ...] = ()
    single: tuple[Finding, ...] = ()
    unknown: tuple[str, ...] = ()
    page: int = 1
    pages: int = 1
    milliseconds: float = 0.0
    generation: int = 0

    def citation(self, number: int) -> Citation:
        """Return the citation with this number."""
        return next(citation for citation in self.citations if citation.n == number)
