"""Euros per inhabitant, as a derivation that anybody can do again: amount, inhabitants, division."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from assistant.axes import Reason, amount
from corpus.document import Description
from corpus.inhabitants import SOURCE, TRANSLATED, Inhabitants, inhabitants
from corpus.municipalities import Municipality, find_municipality, fold
from index.engine import FigureRecord

CENT = Decimal("0.01")
UNSURE = ("unit", "sign", "decimal", "separator", "approximate", "column")


@dataclass(frozen=True, slots=True)
class PerHead:
    """An amount in euros divided by inhabitants, rounded to cents (half up).

    ``year`` is that of the figure; the people were counted on 1 January of ``counted``. ``formerly``
    are municipalities that merged into this one: in an earlier year it may have been smaller.
    """

    euros: Decimal
    people: int
    counted: int
    source: str
    result: Decimal
    year: int | None
    formerly: tuple[str, ...] = ()

    @property
    def other_year(self) -> bool:
        """True where figure and inhabitants are not known to be of one year."""
        return self.year != self.counted


def per_head(record: FigureRecord) -> PerHead | Reason:
    """Return the amount of a figure per inhabitant, or why there is none."""
    figure = record.figure
    if figure.unit != "€":
        return Reason("head_no_money")
    if doubt := next((word for word in UNSURE if word in figure.doubts), None):
        return Reason("axis_doubt", (("doubt", doubt),))
    people = people_of(record.document.description)
    if people is None:
        return Reason("head_no_people", (("name", record.document.description.speaker),))
    euros = amount(figure)
    year = None if "year" in figure.doubts else figure.year
    formerly = _merged(find_municipality(people.code)) if year != people.year else ()
    result = divide(euros, people.number)
    return PerHead(euros, people.number, people.year, SOURCE, result, year, formerly)


def people_of(description: Description) -> Inhabitants | None:
    """Return the inhabitants of the municipality that a document is of; None for a joint body, and for
    a municipality that is no longer there: those of its successor are other people."""
    if description.members or not description.municipality:
        return None
    place = find_municipality(description.municipality_code or "") or find_municipality(
        description.municipality
    )
    if place is None or _names_former(place, description):
        return None
    return inhabitants().get(place.code)


def divide(euros: Decimal, people: int) -> Decimal:
    """Return euros per person in whole cents; raises ValueError for no people."""
    if people <= 0:
        raise ValueError("no inhabitants to divide by")
    return (euros / people).quantize(CENT, ROUND_HALF_UP)


def _merged(place: Municipality | None) -> tuple[str, ...]:
    return tuple(name for name in place.other_names if name not in TRANSLATED) if place else ()


def _names_former(place: Municipality, description: Description) -> bool:
    """Tell whether a document is of a municipality that merged into this one: it says so itself, or
    its title names that one and not the new one."""
    merged = _merged(place)
    if fold(description.municipality or "") in map(fold, merged):
        return True
    own = (place.name, *(name for name in place.other_names if name in TRANSLATED))
    title = description.title
    return any(_stands_in(n, title) for n in merged) and not any(_stands_in(n, title) for n in own)


def _stands_in(name: str, text: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(fold(name))}(?!\w)", fold(text)))
