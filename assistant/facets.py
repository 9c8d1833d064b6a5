"""What the results of a search can be limited to, and how many there would then be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from corpus.document import Description
from index.shelf import Mask, Shelf

# A document is of every year of its period, but a period is not believed to be longer.
LONGEST_PERIOD = 25
UNKNOWN = "onbekend"


class Facet(StrEnum):
    """A property by which results are limited; all but the role are those of the document."""

    MUNICIPALITY = "municipality"
    KIND = "kind"
    YEAR = "year"
    STATUS = "status"
    BODY = "body"
    ROLE = "role"


Chosen = Mapping[Facet, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Option:
    """A value with the number of results there would be with it, whatever else is chosen kept."""

    value: str
    count: int
    chosen: bool


def values_of(about: Description, facet: Facet) -> tuple[str, ...]:
    """Return the values of a document for a facet; ``UNKNOWN`` where it has none."""
    if facet is Facet.YEAR:
        if about.year_from is None:
            return (UNKNOWN,)
        last = min(about.year_to or about.year_from, about.year_from + LONGEST_PERIOD)
        return tuple(str(year) for year in range(about.year_from, last + 1))
    value = {
        Facet.MUNICIPALITY: about.municipality,
        Facet.KIND: about.kind,
        Facet.STATUS: about.status,
        Facet.BODY: about.decided_by,
    }.get(facet)
    return (value or UNKNOWN,)


@dataclass(frozen=True, slots=True, eq=False)
class Counting:
    """Matched passages: the place of each in the shelf's table. With ``by_document`` a document with any
    number of them counts once."""

    shelf: Shelf
    places: npt.NDArray[np.int64]
    by_document: bool

    def within(self, facet: Facet, values: Sequence[str]) -> Mask:
        """Return which of the passages have one of the values; all where there are none."""
        if not values:
            return np.ones(len(self.places), np.bool_)
        table, wanted = self.shelf.table, set(values)
        if facet is Facet.ROLE:
            fits = np.array([role.value in wanted for role in table.roles], np.bool_)
            return np.asarray(fits[table.role[self.places]], np.bool_)
        fits = np.array(
            [not wanted.isdisjoint(values_of(r.description, facet)) for r in self.shelf.records], np.bool_
        )
        return np.asarray(fits[table.document[self.places]], np.bool_)

    def counts(self, facet: Facet, mask: Mask) -> Counter[str]:
        """Return how many results of those in the mask have each value."""
        table, places = self.shelf.table, self.places[mask]
        documents = table.document[places]
        found: Counter[str] = Counter()
        if facet is Facet.ROLE:
            for number, role in enumerate(table.roles):
                with_role = documents[table.role[places] == number]
                found[role.value] = len(np.unique(with_role)) if self.by_document else len(with_role)
            return +found
        passages = np.bincount(documents, minlength=len(self.shelf.records))
        for document in np.flatnonzero(passages):
            for value in values_of(self.shelf.records[document].description, facet):
                found[value] += 1 if self.by_document else int(passages[document])
        return found

    def limited(self, chosen: Chosen) -> tuple[Mask, dict[Facet, tuple[Option, ...]]]:
        """Return which passages are within everything chosen, and the options of each facet."""
        masks = {facet: self.within(facet, chosen.get(facet, ())) for facet in Facet}
        options = {
            facet: _options(
                self.counts(facet, _all(len(self.places), (m for f, m in masks.items() if f is not facet))),
                chosen.get(facet, ()),
            )
            for facet in Facet
        }
        return _all(len(self.places), masks.values()), options


def _all(length: int, masks: Iterable[Mask]) -> Mask:
    found = np.ones(length, np.bool_)
    for mask in masks:
        found &= mask
    return found


def _options(counts: Mapping[str, int], chosen: Sequence[str]) -> tuple[Option, ...]:
    """Return the options in order of value, what is not known last; what was chosen is always there."""
    values = sorted({*counts, *chosen}, key=lambda value: (value == UNKNOWN, value.casefold()))
    return tuple(Option(value, counts.get(value, 0), value in chosen) for value in values)
