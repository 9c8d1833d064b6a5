"""How the library stands, in figures: by municipality, and how well it was read. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.document import Description
from index.engine import DocumentRecord

# What is said of a document only where it is inferred with at least this much certainty.
LEAST_SURE = 0.6
SHOWN_FIELDS = ("title", "municipality", "kind", "years", "status", "date")


@dataclass(frozen=True, slots=True)
class Place:
    """What there is of a municipality, "" for those of which it is not known."""

    name: str
    documents: int
    last: str


@dataclass(frozen=True, slots=True)
class Quality:
    """How well the library was read: pages, documents with an unread page, figures of tables, and
    documents of which something is uncertain."""

    documents: int
    passages: int
    pages: int
    unread: int
    recognised: int
    hidden: int
    not_whole: int
    figures: int
    doubtful: int
    unsure: int


def doubts(about: Description) -> tuple[str, ...]:
    """Return which fields of a description are uncertain, or not known where they should be."""
    sure = dict(about.confidence)
    found = [name for name in SHOWN_FIELDS if name in sure and 0 < sure[name] < LEAST_SURE]
    missing = [
        name
        for name, value in (("municipality", about.municipality), ("years", about.year_from))
        if not value
    ]
    return tuple(dict.fromkeys([*found, *missing]))


def by_place(records: Sequence[DocumentRecord]) -> list[Place]:
    """Return how many documents there are of each municipality, and when the last came in."""
    names = sorted({record.description.municipality or "" for record in records})
    return [
        Place(name, len(own), max(record.added for record in own))
        for name in names
        if (own := [r for r in records if (r.description.municipality or "") == name])
    ]


def quality(records: Sequence[DocumentRecord], figures: Mapping[str, tuple[int, int]]) -> Quality:
    """Return how well these documents were read; ``figures`` are those of the library, by document."""
    counts = [figures.get(record.document_id, (0, 0)) for record in records]
    return Quality(
        documents=len(records),
        passages=sum(record.passages for record in records),
        pages=sum(record.coverage.pages or 0 for record in records),
        unread=sum(len(record.coverage.unread) for record in records),
        recognised=sum(len(record.coverage.recognised) for record in records),
        hidden=sum(record.coverage.hidden for record in records),
        not_whole=sum(bool(record.coverage.unread) for record in records),
        figures=sum(count for count, _ in counts),
        doubtful=sum(doubtful for _, doubtful in counts),
        unsure=sum(bool(doubts(record.description)) for record in records),
    )
