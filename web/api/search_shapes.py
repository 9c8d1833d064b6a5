"""What the response of a search is."""

from __future__ import annotations

from typing import Annotated, TypedDict

from web.api.schema import PAIR, Says
from web.api.shapes import (
    DocumentId,
    DocumentItem,
    End,
    Link,
    Municipality,
    Page,
    RoleOf,
    Section,
    Speaker,
    Start,
    Total,
)


class Mark(TypedDict):
    """Where something that was searched for stands."""

    start: Start
    end: End


class Decision(TypedDict):
    """The decision that a passage tells of."""

    date: Annotated[str | None, Says("Datum, of jaar en maand.", "Date, or year and month.")]
    body: Annotated[str | None, Says("Wie besloot.", "Who decided.")]
    decision: Annotated[str | None, Says("Wat er besloten is.", "What was decided.")]


class FoundPassage(TypedDict):
    """A passage that has what was searched for."""

    document_id: DocumentId
    municipality: Municipality
    title: Annotated[str, Says("Titel van het document.", "Title of the document.")]
    kind: str
    years: Annotated[list[int | None], Says("Eerste en laatste jaar.", "First and last year."), *PAIR]
    start: Start
    end: End
    quote: str
    marks: Annotated[list[Mark], Says("Waar het gezochte staat.", "Where what was searched for stands.")]
    above: Annotated[list[str], Says("Regels erboven die erbij horen.", "Lines above it that belong to it.")]
    section: Section
    role: RoleOf
    speaker: Speaker
    page: Page
    page_label: Annotated[str | None, Says("Nummer dat op het blad staat.", "Number printed on the page.")]
    decision: Decision | None
    score: Annotated[
        float, Says("Hoe goed het past; alleen om te ordenen.", "How well it fits; only for order.")
    ]
    link: Link


class FoundDocument(TypedDict):
    """A document with the first of its passages."""

    document: DocumentItem
    count: Annotated[int, Says("Hoeveel passages het heeft.", "How many passages it has.")]
    passages: list[FoundPassage]


class Option(TypedDict):
    """A value to limit the search with."""

    value: str
    count: Annotated[
        int,
        Says("Hoeveel er dan zijn; de rest van de keuze blijft.", "How many there would be; the rest stays."),
    ]
    chosen: bool


class Found(TypedDict):
    """What a search found."""

    question: Annotated[str, Says("Waar naar gezocht is.", "What was searched for.")]
    ignored: Annotated[
        list[str],
        Says("Woorden die overal staan en niet tellen.", "Words that stand everywhere and do not count."),
    ]
    loose: Annotated[
        list[str],
        Says("OF en NIET zonder woord om op te werken.", "OR and NOT with no word to work on."),
    ]
    as_phrase: Annotated[
        bool,
        Says(
            "Alleen woorden die overal staan: letterlijk gezocht, achter elkaar.",
            "Only words that stand everywhere: searched for word for word, in a row.",
        ),
    ]
    decisions_first: bool
    total: Total
    passages_total: Annotated[int, Says("Hoeveel passages.", "How many passages.")]
    documents_total: Annotated[int, Says("In hoeveel documenten.", "In how many documents.")]
    options: Annotated[
        dict[str, list[Option]],
        Says(
            "Per filter de waarden met aantallen; ‘onbekend’ is wat geen waarde heeft.",
            "By filter the values with counts; ‘onbekend’ is what has no value.",
        ),
    ]
    passages: Annotated[
        list[FoundPassage], Says("De passages; leeg bij byDocument.", "The passages; empty with byDocument.")
    ]
    documents: Annotated[
        list[FoundDocument], Says("De documenten, bij byDocument.", "The documents, with byDocument.")
    ]
