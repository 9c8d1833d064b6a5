"""Exact search: every passage that has what is asked for, limited, ordered, and a page of them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from assistant.decided import asks_for_decisions, decision_in_passage
from assistant.facets import Chosen, Counting, Facet, Option
from corpus.decisions import NOT_DECIDED, Decided
from corpus.document import Span
from corpus.errors import LibraryError
from index.engine import DocumentRecord, Engine, PassageRecord, Snapshot
from index.exact import matches, relevance
from index.phrases import joined, phrase_pattern, phrase_spans, word_spans
from index.search_query import SearchQuery, read_query
from index.shelf import Mask, Places, Shelf, make_shelf

PAGE = 50
# Of each document in results by document.
MOST_OF_DOCUMENT = 3
# So many of the most relevant passages are looked at once more.
LOOKED_AT = 500


class Order(StrEnum):
    """What comes first: what fits best, by the date of the document, or what was added last."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What to search and how to show it. ``documents`` limits to these ids; pages count from 1.

    ``decisions_first`` None leaves it to the words: who searches for "besluit" gets decisions first.
    """

    text: str
    chosen: Chosen = field(default_factory=dict)
    order: Order = Order.RELEVANCE
    by_document: bool = False
    all_versions: bool = False
    documents: tuple[str, ...] = ()
    decisions_first: bool | None = None
    page: int = 1
    size: int = PAGE


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that was found: what to mark, as spans of its document, and the decision it tells of.

    ``above`` are lines above it that are in no passage: of a row of a table what its cells are, of other
    text headings by themselves that have something of what was searched for.
    """

    passage: PassageRecord
    marks: tuple[Span, ...]
    score: float
    decided: Decided = NOT_DECIDED
    above: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """A document with how many of its passages were found, and the first of them."""

    record: DocumentRecord
    passages: int
    first: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """A page of what was found: ``found`` are its passages, or ``documents`` its documents where they
    are asked for. The counts of ``options`` are numbers of what is listed."""

    request: SearchRequest
    query: SearchQuery
    passages_total: int
    documents_total: int
    options: Mapping[Facet, tuple[Option, ...]]
    found: tuple[Found, ...]
    documents: tuple[FoundDocument, ...]
    page: int
    pages: int
    decisions_first: bool

    def spans_in(self, text: str) -> tuple[Span, ...]:
        """Return what is searched for in a text, such as a heading."""
        return marks_in(self.query, text, Span(0, len(text)))

    @property
    def total(self) -> int:
        """How many results there are on all pages together."""
        return self.documents_total if self.request.by_document else self.passages_total


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """What a generation needs again and again: its shelf, and the decisions that its passages tell of,
    by place, as far as they were asked for."""

    generation: int
    shelf: Shelf
    decided: dict[int, Decided] = field(default_factory=dict)


class ExactSearcher:
    """Searches a library exactly; safe to use from several threads."""

    def __init__(self, engine: Callable[[], Engine]) -> None:
        self._engine = engine
        self._kept: Kept | None = None
        self._making = threading.Lock()

    def search(self, request: SearchRequest) -> SearchResult:
        """Return a page of what a request asks for; raises QuestionError as ``read_query`` does, and
        LibraryError ``empty_library``."""
        query = read_query(request.text)
        with self._engine().snapshot() as snapshot:
            if not snapshot.documents():
                raise LibraryError("empty_library")
            return search(snapshot, self._of(snapshot), request, query)

    def _of(self, snapshot: Snapshot) -> Kept:
        with self._making:
            if self._kept is None or self._kept.generation != snapshot.generation:
                self._kept = Kept(snapshot.generation, make_shelf(snapshot))
            return self._kept


def search(snapshot: Snapshot, kept: Kept, request: SearchRequest, query: SearchQuery) -> SearchResult:
    """Return a page of what a request asks for in one generation."""
    shelf = kept.shelf
    places = matches(snapshot, shelf, query)
    places = places[_in_scope(shelf, request)[shelf.table.document[places]]]
    mask, options = Counting(shelf, places, request.by_document).limited(request.chosen)
    scores = relevance(snapshot, shelf, query)
    asked = request.decisions_first
    finder = Finder(snapshot, kept, query, scores, asks_for_decisions(query) if asked is None else asked)
    ordered = finder.ordered(places[mask], request.order)
    documents = list(dict.fromkeys(shelf.table.document[ordered].tolist()))
    total = len(documents) if request.by_document else len(ordered)
    pages = max(1, -(-total // request.size))
    page = min(max(1, request.page), pages)
    shown = slice((page - 1) * request.size, page * request.size)
    return SearchResult(
        request,
        query,
        len(ordered),
        len(documents),
        options,
        () if request.by_document else finder.found(ordered[shown]),
        finder.grouped(ordered, documents[shown]) if request.by_document else (),
        page,
        pages,
        finder.decisions,
    )


def _in_scope(shelf: Shelf, request: SearchRequest) -> Mask:
    """Return which documents are searched: of each its newest version, unless more is asked for."""
    named = set(request.documents)
    return np.array(
        [r.document_id in named if named else request.all_versions or r.newer is None for r in shelf.records],
        np.bool_,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Finder:
    """Puts places of passages in order and makes results of them."""

    snapshot: Snapshot
    kept: Kept
    query: SearchQuery
    scores: Mapping[int, float]
    decisions: bool

    @property
    def shelf(self) -> Shelf:
        """The passages of the generation."""
        return self.kept.shelf

    def ordered(self, places: Places, order: Order) -> Places:
        """Return the places in order: decisions first where they are asked for, then by date or
        relevance, then in reading order."""
        table = self.shelf.table
        ids = table.ids[places].tolist()
        keys: list[npt.NDArray[np.int64] | npt.NDArray[np.float64]] = [places]
        keys.append(np.array([-self.scores.get(i, 0.0) for i in ids], np.float64))
        if order is not Order.RELEVANCE:
            keys = [places, _ranks(self.shelf, order)[table.document[places]]]
        if self.decisions:
            keys.append(np.array([self.decided(place).date is None for place in places.tolist()], np.int64))
        found = places[np.lexsort(keys)]
        return found if order is not Order.RELEVANCE or self.decisions else self._text_first(found)

    def _text_first(self, places: Places) -> Places:
        """Return the first places with those before the others that have what is searched for in their
        own text, and not only in the headings above it."""
        first, rest = places[:LOOKED_AT], places[LOOKED_AT:]
        bare = np.array([not self.marks(self.text(p), self.span(p)) for p in first.tolist()], np.bool_)
        return np.concatenate((first[~bare], first[bare], rest))

    def decided(self, place: int) -> Decided:
        """Return the decision that a passage tells of."""
        if place not in self.kept.decided:
            text, about = self.span(place).of(self.text(place)), self.record(place).description
            self.kept.decided[place] = decision_in_passage(text, about)
        return self.kept.decided[place]

    def record(self, place: int) -> DocumentRecord:
        """Return the document of a passage."""
        return self.shelf.records[int(self.shelf.table.document[place])]

    def text(self, place: int) -> str:
        """Return the text of the document of a passage."""
        return self.snapshot.text(self.record(place).document_id) or ""

    def span(self, place: int) -> Span:
        """Return where a passage stands in its document."""
        return Span(int(self.shelf.table.start[place]), int(self.shelf.table.end[place]))

    def found(self, places: Places) -> tuple[Found, ...]:
        """Return the passages at these places with what is to be marked in them."""
        ids = self.shelf.table.ids[places].tolist()
        records = {record.passage_id: record for record in self.snapshot.passages(ids)}
        return tuple(
            Found(
                records[i],
                self.marks(self.text(place), self.span(place)),
                self.scores.get(i, 0.0),
                self.decided(place),
                self.above(records[i], place),
            )
            for i, place in zip(ids, places.tolist(), strict=True)
        )

    def above(self, record: PassageRecord, place: int) -> tuple[str, ...]:
        """Return the lines straight above a passage that have what is searched for; of a row of a table
        those that say what its cells are."""
        text, start = self.text(place), self.shelf.region(place).start
        if record.is_row:
            lines = (span.of(text).strip() for span in record.context)
            return tuple(dict.fromkeys(line for line in lines if line not in record.section))
        found = []
        for line in text[start : record.span.start].split("\n"):
            if self.marks(text, Span(start, start + len(line))):
                found.append(line.strip())
            start += len(line) + 1
        return tuple(found)

    def marks(self, text: str, within: Span) -> tuple[Span, ...]:
        """Return what is searched for in a part of a text."""
        return marks_in(self.query, text, within)

    def grouped(self, ordered: Places, documents: Sequence[int]) -> tuple[FoundDocument, ...]:
        """Return these documents with how many passages each has and the first of them."""
        of_passage = self.shelf.table.document[ordered]
        own = {document: ordered[of_passage == document] for document in documents}
        return tuple(
            FoundDocument(self.shelf.records[document], len(all_), self.found(all_[:MOST_OF_DOCUMENT]))
            for document, all_ in own.items()
        )


def marks_in(query: SearchQuery, text: str, within: Span) -> tuple[Span, ...]:
    """Return what is searched for in a part of a text, as spans of the text within that part."""
    items = [item for item in query.wanted if not item.title]
    terms = {term for item in items if not item.verbatim for term in item.terms}
    words = (
        Span(within.start + word.start, within.start + word.end)
        for word in word_spans(within.of(text), terms)
    )
    phrases = [phrase_pattern(item.text) for item in items if item.verbatim]
    verbatim = phrase_spans(text, phrases, within.start, within.end)
    return joined(Span(s.start, min(s.end, within.end)) for s in (*words, *verbatim))


def _ranks(shelf: Shelf, order: Order) -> Places:
    """Return the rank of each document by date, or by when it was added; what has no date is last."""
    added = order is Order.ADDED
    dates = [
        r.added if added else r.description.date or str(r.description.year_from or "") for r in shelf.records
    ]
    in_order = sorted({date for date in dates if date}, reverse=order is not Order.OLDEST)
    rank = {date: place for place, date in enumerate(in_order)}
    return np.array([rank.get(date, len(rank)) for date in dates], np.int64)
