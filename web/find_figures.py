"""Which figures of the library are meant: the same choice for the command line and for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.taakvelden import is_of
from index.dutch import analyse
from index.engine import FigureRecord, Filters, Snapshot


@dataclass(frozen=True, slots=True)
class FigureQuery:
    """What figures are wanted: words of the row, a year, a taakveld (code); ``doubtful`` only those with
    something doubtful, ``in_text`` also those in sentences. What is empty does not limit."""

    words: str = ""
    year: int | None = None
    taakveld: str | None = None
    doubtful: bool = False
    in_text: bool = False


def found_figures(snapshot: Snapshot, filters: Filters, query: FigureQuery) -> list[FigureRecord]:
    """Return the figures within the filters that are wanted, in reading order."""
    asked = analyse(query.words).words
    return [
        record
        for record in snapshot.each_figure(filters, query.in_text)
        if (query.year is None or record.figure.year == query.year)
        and (not query.doubtful or record.figure.doubts)
        and _has_words(record, asked)
        and (query.taakveld is None or is_of(record, query.taakveld))
    ]


def _has_words(record: FigureRecord, words: Sequence[str]) -> bool:
    """Tell whether every word, or another form of it, stands in the row or its groups."""
    return not words or _terms_of(" ".join((*record.parents, record.label))).issuperset(words)


# The figures of a row follow each other.
@lru_cache(maxsize=64)
def _terms_of(row: str) -> frozenset[str]:
    found = analyse(row)
    return frozenset((*found.words, *found.parts))
