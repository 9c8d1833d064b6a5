"""A subject laid side by side: what municipalities, years or documents want, do and spend."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assistant.aspect_space import AspectSpace
from assistant.bridge import TopicMatcher
from assistant.common import findings
from assistant.compare_figures import row_figures, taakveld_figures
from assistant.compare_quotes import Quoter, best, proved
from assistant.compare_rows import Asked, Row, rows_asked
from assistant.comparison import Aspect, By, Cell, ComparedRow, Comparison, Finding
from assistant.expand import BridgeWeights
from assistant.find import Finder
from assistant.question import check
from assistant.subject import Subject, subject_of
from assistant.told import Told, told
from corpus.errors import LibraryError, QuestionError
from index.engine import Filters, Snapshot
from index.search import Searcher

ROWS_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class CompareRequest:
    """What to compare: a subject or a question, what the rows are, and within which documents; the
    municipalities of ``filters`` are names as a person writes them. ``page`` counts from 1."""

    subject: str
    by: By = By.MUNICIPALITY
    filters: Filters = field(default_factory=Filters)
    page: int = 1


class Comparer:
    """Lays what documents say about a subject side by side; no language model takes part."""

    def __init__(self, searcher: Searcher, matcher: TopicMatcher | None = None) -> None:
        self.searcher = searcher
        self.finder = Finder(searcher, matcher or TopicMatcher(searcher.encoder), BridgeWeights())
        self.space = AspectSpace(searcher.encoder)

    def compare(self, request: CompareRequest) -> Comparison:
        """Return the comparison.

        Raises QuestionError for a subject that cannot be one, ``one_municipality`` where years or
        documents are asked of several municipalities, ``no_such_compare_page``,
        ``too_many_municipalities``; LibraryError ``empty_library``.
        """
        started = time.perf_counter()
        text = check(request.subject)
        with self.searcher.engine.snapshot() as snapshot:
            documents = snapshot.documents(Filters())
            if not documents:
                raise LibraryError("empty_library")
            asked = rows_asked(text, request.by, request.filters, documents)
            pages = max(1, -(-len(asked.rows) // ROWS_A_PAGE))
            if not 1 <= request.page <= pages:
                raise QuestionError("no_such_compare_page", page=request.page, pages=pages)
            subject = subject_of(text, self.finder, snapshot, asked.places)
            found = [told(self.searcher, snapshot, subject, row.filters, self.space) for row in asked.rows]
            result = _laid_out(text, request, asked, pages, subject, found, snapshot)
            result = proved(result, snapshot)
        return replace(result, milliseconds=(time.perf_counter() - started) * 1000)


def _laid_out(
    text: str,
    request: CompareRequest,
    asked: Asked,
    pages: int,
    subject: Subject,
    found: Sequence[Told],
    snapshot: Snapshot,
) -> Comparison:
    quoter = Quoter(snapshot)
    first = (request.page - 1) * ROWS_A_PAGE
    rows = tuple(
        ComparedRow(
            name=row.name,
            municipality=row.municipality,
            documents=row.documents,
            searched=row.searched,
            cells=_cells(row, say, subject, quoter, snapshot),
        )
        for row, say in list(zip(asked.rows, found, strict=True))[first : first + ROWS_A_PAGE]
    )
    shared = findings([row.name for row in asked.rows], [say.said for say in found], subject)
    common, single = (
        tuple(
            Finding(item.what, item.rows, tuple(dict.fromkeys(quoter.quote(said) for said in item.said)))
            for item in items
        )
        for items in shared
    )
    return Comparison(
        subject=text,
        by=request.by,
        aspects=tuple(Aspect),
        rows=rows,
        citations=tuple(quoter.citations),
        common=common,
        single=single,
        unknown=asked.unknown,
        page=request.page,
        pages=pages,
        generation=snapshot.generation,
    )


def _cells(row: Row, say: Told, subject: Subject, quoter: Quoter, snapshot: Snapshot) -> tuple[Cell, ...]:
    figures = [(record, "") for record in row_figures(say.rows, subject, snapshot)]
    found = figures or taakveld_figures(subject, row.filters, snapshot)
    return tuple(
        Cell(
            aspect,
            tuple(quoter.quote(said) for said in best(say.said, aspect)),
            tuple(quoter.figure(*figure) for figure in found) if aspect is Aspect.COSTS else (),
        )
        for aspect in Aspect
    )
