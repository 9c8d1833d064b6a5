"""What limits a search, under the same names everywhere."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TypeVar

from corpus.errors import LibraryError
from corpus.kinds import KIND_NAMES
from corpus.municipalities import find_municipality
from index.engine import EVERYTHING, DocumentRecord, Filters, Snapshot
from web.api.fields import Choice, Field, Flag, Shaped, Text, Year, shown, wrong
from web.api.operation import Asked
from web.api.schema import Says

Item = TypeVar("Item")
NUMBER = Shaped("d[0-9a-f]{12}")
PLACE = Text(120, form="municipality")
MUNICIPALITY = Field(
    "municipality",
    PLACE,
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
        Says("Alleen over dit jaar of later.", "Only about this year or later."),
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

    Raises InvalidInputError for a municipality that is none, QuestionError for years the wrong way round.
    """
    return Filters(
        tuple(place(asked, "municipality", name, known) for name in asked["municipality"]),
        asked["kind"],
        asked["documentId"],
        asked["fromYear"],
        asked["toYear"],
        asked["allVersions"],
    )


def place(asked: Asked, field: str, name: str, known: Collection[str]) -> str:
    """Return the official name of a municipality, or of an organisation that the library knows."""
    official = find_municipality(name)
    if official:
        return official.name
    found = next((other for other in known if other.casefold() == name.strip().casefold()), None)
    if found is None:
        raise wrong(asked.where, field, "unknown_municipality", name=shown(name))
    return found


def organisations(records: Sequence[DocumentRecord]) -> set[str]:
    """Return the municipalities and organisations that have documents."""
    return {record.description.municipality or "" for record in records}


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
