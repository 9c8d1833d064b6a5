"""Which passages have exactly what is asked for: words by their search terms, phrases word for word.

A phrase is looked for in the text of the document, so that it is found wherever a passage ends; it
belongs to the passage in which it begins, or, where that is a heading by itself, to the one below it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import reduce

import numpy as np

from index.dutch import tokens
from index.engine import EVERYTHING, Snapshot
from index.phrases import phrase_pattern, phrase_spans, plain
from index.search_query import Clause, Item, SearchQuery
from index.shelf import Mask, Places, Shelf

# Of a long phrase so many of its rarest words say where to look, and it lies in so many passages.
MOST_TERMS, MOST_PASSAGES = 6, 60
MOST_SCORED = 12


def matches(snapshot: Snapshot, shelf: Shelf, query: SearchQuery) -> Places:
    """Return the places in the table of the passages that have what is asked for, in order."""
    found: Mask = np.ones(len(shelf.table.ids), np.bool_)
    for clause in query.clauses:
        found &= _clause(snapshot, shelf, clause)
    return np.flatnonzero(found)


def _clause(snapshot: Snapshot, shelf: Shelf, clause: Clause) -> Mask:
    return reduce(np.logical_or, (_item(snapshot, shelf, item) for item in clause.items))


def _item(snapshot: Snapshot, shelf: Shelf, item: Item) -> Mask:
    if item.excluded:
        return ~_item(snapshot, shelf, replace(item, excluded=False))
    if item.title:
        return _in_title(shelf, item)
    if item.verbatim:
        return phrase_mask(snapshot, shelf, item)
    return reduce(np.logical_and, (_mask(shelf, shelf.holding(snapshot, term)) for term in item.terms))


def _mask(shelf: Shelf, places: Places) -> Mask:
    found = np.zeros(len(shelf.table.ids), np.bool_)
    found[places] = True
    return found


def _in_title(shelf: Shelf, item: Item) -> Mask:
    pattern = phrase_pattern(item.text) if item.verbatim else None
    held = [
        bool(pattern.search(plain(record.description.title))) if pattern else terms.issuperset(item.terms)
        for record, terms in zip(shelf.records, shelf.titles, strict=True)
    ]
    return np.array(held, np.bool_)[shelf.table.document]


def phrase_mask(snapshot: Snapshot, shelf: Shelf, item: Item) -> Mask:
    """Return which passages a phrase begins in."""
    found = np.zeros(len(shelf.table.ids), np.bool_)
    pattern = phrase_pattern(item.text)
    for document, first, last in _stretches(snapshot, shelf, item):
        text = snapshot.text(shelf.records[document].document_id) or ""
        lowest, highest = int(shelf.first[document]), int(shelf.last[document])
        start = shelf.region(first).start
        end = len(text) if last == highest else int(shelf.table.end[last])
        for match in phrase_spans(text, (pattern,), start, end):
            ends = shelf.table.end[lowest : highest + 1]
            place = lowest + int(np.searchsorted(ends, match.start, "right"))
            found[min(place, highest)] = True
    return found


def _stretches(snapshot: Snapshot, shelf: Shelf, item: Item) -> Iterator[tuple[int, int, int]]:
    """Yield documents with the first and last passage between which a phrase may stand: where all of its
    terms are no further apart than it has words, for every passage has one at least."""
    if not item.terms:
        for document, (first, last) in enumerate(zip(shelf.first, shelf.last, strict=True)):
            if first <= last:
                yield document, int(first), int(last)
        return
    reach = min(len(tokens(item.text)) - 1, MOST_PASSAGES)
    rarest = _rarest(snapshot, item.terms, MOST_TERMS)
    held = [shelf.holding(snapshot, term, parts=False) for term in rarest]
    places = held[0]
    for others in held[1:]:
        places = places[_near(places, others, reach)]
    yield from _merged(shelf, places, reach)


def _near(places: Places, others: Places, reach: int) -> Mask:
    """Return which places have one of the others at most ``reach`` away."""
    if not len(others):
        return np.zeros(len(places), np.bool_)
    after = np.searchsorted(others, places - reach)
    return np.asarray((after < len(others)) & (others[np.minimum(after, len(others) - 1)] <= places + reach))


def _merged(shelf: Shelf, places: Places, reach: int) -> Iterator[tuple[int, int, int]]:
    """Yield the stretches around places, each within its document, those that touch as one."""
    open_: tuple[int, int, int] | None = None
    documents = shelf.table.document[places]
    firsts = np.maximum(places - reach, shelf.first[documents])
    lasts = np.minimum(places + reach, shelf.last[documents])
    for document, first, last in zip(documents.tolist(), firsts.tolist(), lasts.tolist(), strict=True):
        if open_ and open_[0] == document and first <= open_[2] + 1:
            open_ = (document, open_[1], max(open_[2], last))
        else:
            if open_:
                yield open_
            open_ = (document, first, last)
    if open_:
        yield open_


def relevance(snapshot: Snapshot, shelf: Shelf, query: SearchQuery) -> Mapping[int, float]:
    """Return the BM25 score of passages by id, of a long search by its rarest words; one that has none of
    the words has none."""
    terms = query.terms
    if len(terms) > MOST_SCORED:
        terms = _rarest(snapshot, terms, MOST_SCORED)
    return dict(snapshot.by_terms(terms, (), len(shelf.table.ids), EVERYTHING)) if terms else {}


def _rarest(snapshot: Snapshot, terms: Sequence[str], most: int) -> tuple[str, ...]:
    counts = snapshot.frequencies(list(dict.fromkeys(terms)))
    return tuple(sorted(counts, key=lambda term: (counts[term], term))[:most])
