"""What searching one generation needs again and again: where its passages stand, its titles, and the
words that stand in no passage, such as headings by themselves and the heads of tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpus.document import Span
from index.dutch import Terms, analyse
from index.engine import DocumentRecord, Ids, PassageTable, Snapshot

Mask = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Shelf:
    """A place is the number of a passage in the table; those of a document run from ``first`` to ``last``.

    ``titles`` are the search terms of each document's title. ``words`` and ``parts`` say where terms stand
    between passages: such text belongs to the passage below it.
    """

    table: PassageTable
    first: Places
    last: Places
    records: tuple[DocumentRecord, ...]
    titles: tuple[frozenset[str], ...]
    words: Mapping[str, Sequence[int]]
    parts: Mapping[str, Sequence[int]]

    def region(self, place: int) -> Span:
        """Return where in its document a passage and what stands straight above it stand."""
        document = int(self.table.document[place])
        start = int(self.table.end[place - 1]) if place > self.first[document] else 0
        return Span(start, int(self.table.end[place]))

    def places(self, ids: Ids) -> Places:
        """Return the places of passages by their ids."""
        return np.searchsorted(self.table.ids, ids)

    def holding(self, snapshot: Snapshot, term: str, parts: bool = True) -> Places:
        """Return the places where a term stands, in order; with ``parts`` in a part of a compound too."""
        between = [*self.words.get(term, ()), *(self.parts.get(term, ()) if parts else ())]
        found = self.places(snapshot.holding(term, parts))
        return np.union1d(found, np.array(between, np.int64)) if between else found


def make_shelf(snapshot: Snapshot) -> Shelf:
    """Return what searching this generation needs."""
    table = snapshot.passage_table()
    by_id = {record.document_id: record for record in snapshot.documents()}
    records = tuple(by_id[name] for name in table.documents)
    first = np.zeros(len(records), np.int64)
    last = np.full(len(records), -1, np.int64)
    # A document's passages are added together, so they lie side by side.
    documents, starts, counts = np.unique(table.document, return_index=True, return_counts=True)
    first[documents], last[documents] = starts, starts + counts - 1
    words: defaultdict[str, list[int]] = defaultdict(list)
    parts: defaultdict[str, list[int]] = defaultdict(list)
    for place, terms in _between(snapshot, table, records, first, last):
        for found, where in ((terms.words, words), (terms.parts, parts)):
            for term in set(found):
                where[term].append(place)
    return Shelf(table, first, last, records, tuple(map(_title, records)), dict(words), dict(parts))


def _between(
    snapshot: Snapshot, table: PassageTable, records: Sequence[DocumentRecord], first: Places, last: Places
) -> Iterator[tuple[int, Terms]]:
    """Yield the terms of the texts that stand in no passage, with the place of the passage below them;
    of what stands at the end of a document that of its last passage."""
    for document, (begin, end) in enumerate(zip(first.tolist(), last.tolist(), strict=True)):
        if begin > end:
            continue
        text = snapshot.text(records[document].document_id) or ""
        ends = [0, *table.end[begin : end + 1].tolist()]
        starts = [*table.start[begin : end + 1].tolist(), len(text)]
        for number, (above, below) in enumerate(zip(ends, starts, strict=True)):
            terms = analyse(text[above:below]) if below > above + 2 else None
            if terms and terms.words:
                yield min(begin + number, end), terms


def _title(record: DocumentRecord) -> frozenset[str]:
    found = analyse(record.description.title)
    return frozenset((*found.words, *found.parts))
