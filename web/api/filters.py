"""What limits a search, under the same names everywhere."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TypeVar

from corpus.errors import LibraryError, QuestionError
from corpus.kinds import KIND_NAMES
from corpus.municipalities import find_municipality, municipalities
from index.engine import EVERYTHING, DocumentRecord, Filters, Snapshot, only
from web.api.context import Context
from web.api.fields import Choice, Field, Flag, Place, Shaped, Year, shown, wrong
from web.api.operation import Asked
from web.api.schema import Says

Item = TypeVar("Item")
NUMBER = Shaped("d[0-9a-f]{12}")
MUNICIPALITY = Field(
    "municipality",
    Place(),
    Says(
        "Alleen deze gemeente of organisatie, met naam of code; mag vaker.",
        "Only this municipality or organisation, by name or code; more than once is possible.",
    ),
    many=True,
    example="Emmen",
)
LIMITS = (
    MUNICIPALITY,
    Field(
        "kind",
        Choice(tuple(sorted(KIND_NAMES))),
        Says(
            "Alleen deze soort document; mag vaker.",
            "Only this kind of document; more than once is possible.",
        ),
        many=True,
    ),
    Field(
        "fromYear",
        Year(),
        Says(
            "Alleen over dit jaar of later. Ligt het na ‘toYear’, dan past er niets.",
            "Only about this year or later. Where it is after ‘toYear’ nothing fits.",
        ),
        example=2019,
    ),
    Field("toYear", Year(), Says("Alleen over dit jaar of eerder.", "Only about this year or earlier.")),
    Field(
        "documentId",
        NUMBER,
        Says("Alleen dit document; mag vaker.", "Only this document; more than once is possible."),
        many=True,
    ),
    Field(
        "allVersions",
        Flag(),
        Says("Ook concepten en andere eerdere versies.", "Drafts and other earlier versions too."),
        default=False,
    ),
)


def filters_of(asked: Asked, known: Collection[str]) -> Filters:
    """Return the filters of a request; ``known`` are the organisations in the library.

    Raises InvalidInputError for a municipality that is none.
    """
    places = tuple(place(asked, "municipality", name, known) for name in asked["municipality"])
    return limited(asked, Filters(places, documents=asked["documentId"], all_versions=asked["allVersions"]))


def limited(asked: Asked, filters: Filters) -> Filters:
    """Return filters with the kinds and years of a request too; no document fits years the wrong way round,
    which a schema cannot forbid."""
    first, last = asked["fromYear"], asked["toYear"]
    if first and last and first > last:
        return replace(filters, kinds=asked["kind"], documents=only(()))
    return replace(filters, kinds=asked["kind"], from_year=first, to_year=last)


def municipality_names(known: Collection[str]) -> list[str]:
    """Return every municipality by name and by code, and the other organisations of a library that a
    request can name; other spellings of them are understood too."""
    official = municipalities()
    others = sorted(name for name in known if _can_be_said(name))
    codes = (place.code for place in official)
    return list(dict.fromkeys([*(place.name for place in official), *others, *codes]))


def _can_be_said(name: str) -> bool:
    try:
        return bool(Place().read(name).strip())
    except QuestionError:
        return False


def place(asked: Asked, field: str, name: str, known: Collection[str]) -> str:
    """Return the official name of a municipality, or of an organisation that the library knows."""
    official = find_municipality(name)
    if official:
        return official.name
    found = next((other for other in known if other.strip().casefold() == name.strip().casefold()), None)
    if found is None:
        raise wrong(asked.where, field, "unknown_municipality", name=shown(name))
    return found


def organisations(records: Sequence[DocumentRecord]) -> set[str]:
    """Return the municipalities and organisations that have documents."""
    return {record.description.municipality or "" for record in records}


def organisations_in(context: Context) -> set[str]:
    """Return the municipalities and organisations of the library; raises LibraryError ``empty_library``."""
    with context.engine().snapshot() as snapshot:
        return organisations(all_documents(snapshot))


def all_documents(snapshot: Snapshot) -> list[DocumentRecord]:
    """Return every document; raises LibraryError ``empty_library`` where there is none."""
    found = snapshot.documents(EVERYTHING)
    if not found:
        raise LibraryError("empty_library")
    return found


def cut(items: Sequence[Item], asked: Asked) -> Sequence[Item]:
    """Return the part of a collection that was asked for."""
    start = int(asked["offset"])
    return items[start : start + int(asked["limit"])]
