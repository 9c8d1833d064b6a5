"""Three invented topics: small enough to be worked out by hand."""

from __future__ import annotations

from assistant.topics import ELSEWHERE, Topic


def topic(id_: str, terms: str, phrasings: str, words: str = "", field: str = "proef") -> Topic:
    """Return a topic; terms, phrasings and words are separated by bars."""
    return Topic(
        id=id_,
        field=field,
        name=id_,
        name_en=id_,
        taakvelden=(),
        terms=_split(terms),
        phrasings=_split(phrasings),
        other=(),
        words=_split(words),
        handled_by="de waterbond" if field == ELSEWHERE else "",
        handled_by_en="the water union" if field == ELSEWHERE else "",
    )


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("|") if part.strip())


DEBT = topic(
    "schulden",
    "schuldhulpverlening | problematische schulden | bewindvoering",
    "ik kan mijn rekeningen niet betalen | er staat een deurwaarder voor de deur | mijn geld is op",
    "rood staan | rekeningen | deurwaarder",
)
LITERACY = topic(
    "laaggeletterdheid",
    "laaggeletterdheid | basisvaardigheden | taalhuis",
    "mijn vader kan niet lezen | ik begrijp de brieven niet | waar leer ik schrijven",
    "lezen | schrijven | brieven",
)
WATER = topic(
    "waterschap",
    "waterschapsbelasting | dijkbeheer | muskusratten",
    "de dijk is lek | wie vangt de ratten in de sloot",
    "sloot | dijk",
    field=ELSEWHERE,
)
TOPICS = (DEBT, LITERACY, WATER)

# A library of one sentence tells nothing rare from what is common: these sections lie beside it.
OTHER_MATTERS = "\n\n".join(
    f"## {thing.capitalize()}\n\nDe {thing} in onze kernen wordt elk jaar nagekeken."
    for thing in (
        "verlichting bestrating riolering beplanting speelplaats begraafplaats brandweer haven markt kermis "
        "bibliotheek muziekschool molen toren brug sluis parkeerplaats fietspad bushalte camping"
    ).split()
)
