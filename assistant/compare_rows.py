"""The rows of a comparison: which municipalities, years or documents, and what each is searched in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.comparison import By
from assistant.places import read_places
from assistant.reply import Searched
from assistant.scope import searched_in
from corpus.errors import QuestionError
from corpus.municipalities import find_municipality
from index.engine import DocumentRecord, Filters, matching, only

# More than there are municipalities is no comparison, but a try to keep the machine busy.
MOST_NAMED = 400
# These hold for all of their years; a budget is that of its first year, whatever it estimates.
OF_ALL_YEARS = frozenset({"beleidsplan", "coalitieakkoord", "nota", "verordening"})
# What is promised comes before what is budgeted, and that before what was done.
ORDER = ("coalitieakkoord", "beleidsplan", "nota", "verordening", "raadsvoorstel", "begroting", "jaarverslag")


@dataclass(frozen=True, slots=True)
class Row:
    """A row before it is searched; ``filters`` limit the search to its documents."""

    name: str
    municipality: str
    documents: tuple[DocumentRecord, ...]

    @property
    def filters(self) -> Filters:
        """What the search of this row is limited to; nothing where it has no documents."""
        return Filters(documents=only(d.document_id for d in self.documents))

    @property
    def searched(self) -> Searched:
        """What was searched for this row."""
        return searched_in(self.documents)


@dataclass(frozen=True, slots=True)
class Asked:
    """The rows that were asked for; ``places`` are all that have documents, ``unknown`` the names that
    have none."""

    rows: tuple[Row, ...]
    places: tuple[str, ...]
    unknown: tuple[str, ...] = ()


def rows_asked(subject: str, by: By, filters: Filters, documents: Sequence[DocumentRecord]) -> Asked:
    """Return the rows; municipalities that are named nowhere else are read from the subject.

    Raises QuestionError ``too_many_municipalities``, and ``one_municipality`` where years or documents
    are asked of none or of several.
    """
    places = tuple(dict.fromkeys(d.description.municipality for d in documents if d.description.municipality))
    if len(filters.municipalities) > MOST_NAMED:
        raise QuestionError("too_many_municipalities", count=len(filters.municipalities), most=MOST_NAMED)
    named, unknown = resolve(filters.municipalities, places)
    if not filters.municipalities:
        read = read_places(subject, places).names
        named = tuple(name for name in read if name in places)
        unknown = tuple(name for name in read if name not in places)
    within = list(matching(documents, replace(filters, municipalities=())))
    if by is By.MUNICIPALITY:
        chosen = named or (() if unknown else _municipalities(documents, places))
        rows = tuple(Row(place, place, _of(place, within)) for place in chosen)
        return Asked(rows, places, unknown)
    if len(unknown) == 1 and not named:
        return Asked((), places, unknown)
    of_one = named or (places if len(places) == 1 else ())
    if len(of_one) != 1:
        raise QuestionError("one_municipality")
    own = _of(of_one[0], within)
    found = _years(of_one[0], own) if by is By.YEAR else _documents(of_one[0], own)
    return Asked(tuple(found), places, unknown)


def resolve(names: Sequence[str], places: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the municipalities with documents that are meant by names as written, misspelt ones and
    villages too, and the names of those that have none."""
    known = {place.casefold(): place for place in places}
    found: dict[str, None] = {}
    unknown: dict[str, None] = {}
    for name in dict.fromkeys(" ".join(name.split()) for name in names):
        official = find_municipality(name)
        exact = known.get(name.casefold()) or (known.get(official.name.casefold()) if official else None)
        # After "in" a village that is a word as well is read as a place.
        read = (exact,) if exact else read_places(f"in {name[:1].upper()}{name[1:]}", places).names
        within = [place for place in read if place in places]
        found |= dict.fromkeys(within)
        if name and not within:
            unknown[official.name if official else name] = None
    return tuple(found), tuple(unknown)


def _municipalities(documents: Sequence[DocumentRecord], places: Sequence[str]) -> tuple[str, ...]:
    """Return the municipalities of a library, without joint bodies, in order of the alphabet."""
    joint = {d.description.municipality for d in documents if d.description.members}
    return tuple(sorted(place for place in places if place not in joint))


def _of(place: str, documents: Sequence[DocumentRecord]) -> tuple[DocumentRecord, ...]:
    return tuple(d for d in documents if d.description.municipality == place)


def _years(place: str, documents: Sequence[DocumentRecord]) -> Iterator[Row]:
    """Yield a row for each year in which a document begins, with those that hold for it."""
    for year in sorted({d.description.year_from for d in documents if d.description.year_from}):
        yield Row(str(year), place, tuple(d for d in documents if _holds(d, year)))


def _holds(document: DocumentRecord, year: int) -> bool:
    about = document.description
    if about.year_from is None:
        return False
    last = about.year_to if about.kind in OF_ALL_YEARS and about.year_to else about.year_from
    return about.year_from <= year <= last


def _documents(place: str, documents: Sequence[DocumentRecord]) -> Iterator[Row]:
    """Yield a row for each document, in order of time."""
    for document in sorted(documents, key=_order):
        yield Row(document.description.title, place, (document,))


def _order(document: DocumentRecord) -> tuple[int, int, str, str]:
    about = document.description
    kind = ORDER.index(about.kind) if about.kind in ORDER else len(ORDER)
    return (about.year_from or 9999, kind, about.date or "", about.title)
