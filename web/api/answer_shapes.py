"""What an answer is."""

from __future__ import annotations

from typing import Annotated, TypedDict

from assistant.contacts import Contact
from assistant.guidance import Help
from assistant.reply import Reason
from web.api.schema import PAIR, Says
from web.api.shapes import (
    DocumentId,
    End,
    Municipality,
    Page,
    RoleOf,
    Section,
    Slice,
    Speaker,
    Start,
    Version,
)

Years = Annotated[list[int] | None, Says("Eerste en laatste jaar.", "First and last year."), *PAIR]
Pairs = list[list[str]]


class Topic(TypedDict):
    """What a question is about."""

    id: str
    name: str
    confidence: Annotated[float, Says("Hoe zeker, 0 tot 1.", "How sure, 0 to 1.")]
    taakveld: Annotated[str | None, Says("Code van Iv3.", "Code of Iv3.")]


class Carried(TypedDict):
    """What a question took from the one before it."""

    what: Annotated[
        str,
        Says(
            "topic, question, municipality, year, kind of document.",
            "topic, question, municipality, year, kind or document.",
        ),
    ]
    value: str


class Understood(TypedDict):
    """What was understood of a question."""

    municipalities: list[str]
    years: list[int]
    kind: str | None
    corrected: Annotated[
        Pairs,
        Says(
            "Woorden die anders zijn gelezen: geschreven en gelezen.",
            "Words read otherwise: as written and as read.",
        ),
    ]
    by_village: Annotated[Pairs, Says("Een dorp met zijn gemeente.", "A village with its municipality.")]
    shared_villages: Annotated[
        list[list[str | list[str]]],
        Says(
            "Een dorpsnaam met alle gemeenten die er zo een hebben.",
            "A village name with all municipalities that have one.",
        ),
    ]
    by_name: Annotated[
        Pairs, Says("De naam van een plan met wie die naam gebruikt.", "The name of a plan with whose it is.")
    ]
    topics: Annotated[
        list[Topic], Says("Waar de vraag over gaat, het zekerste eerst.", "What it is about, surest first.")
    ]
    read_as: Annotated[str, Says("De hele vraag zoals die gelezen is.", "The whole question as it was read.")]
    carried: Annotated[
        list[Carried], Says("Wat uit de vorige vraag komt.", "What comes from the question before.")
    ]


class Unread(TypedDict):
    """Pages that could not be read."""

    title: str
    pages: list[int]


class Searched(TypedDict):
    """What was searched."""

    municipalities: list[str]
    documents: Annotated[int, Says("Aantal documenten.", "Number of documents.")]
    years: Years
    unread: Annotated[
        list[Unread], Says("Bladen die niet gelezen konden worden.", "Pages that could not be read.")
    ]


class Direct(TypedDict):
    """The short answer: literal words of a source."""

    text: str
    citation: Annotated[int, Says("Nummer van de bron.", "Number of the source.")]
    start: Start
    end: End


class Region(TypedDict):
    """A quote that is about more than the municipality."""

    name: Annotated[str | None, Says("De regio.", "The region.")]
    by: Annotated[str | None, Says("Wie het uitvoert.", "Who carries it out.")]


class Misprint(TypedDict):
    """An error that stands in the source like this."""

    start: Start
    end: End
    text: str


class Citation(TypedDict):
    """A source of an answer."""

    n: Annotated[int, Says("Nummer van de bron.", "Number of the source.")]
    municipality: Municipality
    document_id: DocumentId
    text_version: Version
    title: str
    kind: str
    status: str | None
    years: Annotated[list[int | None], Says("Eerste en laatste jaar.", "First and last year."), *PAIR]
    source: Annotated[str, Says("Naam van het bestand.", "Name of the file.")]
    url: str | None
    section: Section
    role: RoleOf
    speaker: Speaker
    page: Page
    page_label: Annotated[str | None, Says("Nummer dat op het blad staat.", "Number printed on the page.")]
    start: Start
    end: End
    quote: Annotated[
        str, Says("De tekst die daar letterlijk staat.", "The text that stands there, word for word.")
    ]
    region: Region | None
    misprints: list[Misprint]
    context: Annotated[
        list[Slice],
        Says(
            "Tekst die erbij hoort, zoals de kop van een tabel.",
            "Text that belongs to it, such as the header of a table.",
        ),
    ]


class AnswerFigure(TypedDict):
    """An amount that the answer gives."""

    value: Annotated[float, Says("Het getal, in de gedrukte eenheid.", "The number, in the printed unit.")]
    printed: str
    unit: str
    year: int | None
    measure: str | None
    row: str
    column: str
    document_id: DocumentId
    page: Page
    start: Start
    end: End


class Explained(TypedDict):
    """A hard word with its explanation, which is no quote."""

    word: str
    written: Annotated[list[str], Says("Hoe het in het antwoord staat.", "How it stands in the answer.")]
    nl: str
    en: str


class Hit(TypedDict):
    """A passage that was found."""

    municipality: Municipality
    document_id: DocumentId
    source: Annotated[str, Says("Naam van het bestand.", "Name of the file.")]
    section: Section
    page: Page
    start: Start
    end: End
    quote: str
    score: Annotated[
        float, Says("Hoe goed hij past; alleen om te ordenen.", "How well it fits; only for order.")
    ]


class Answer(TypedDict):
    """An answer with its proof, or why there is none."""

    id: Annotated[
        str | None, Says("Altijd leeg; gevuld bij veel vragen tegelijk.", "Always empty; used for batches.")
    ]
    question: str
    answer: Annotated[
        str,
        Says(
            "De tekst; elke zin heeft het nummer van zijn bron.",
            "The text; every sentence has the number of its source.",
        ),
    ]
    abstained: Annotated[bool, Says("Waar als er geen antwoord is.", "True where there is no answer.")]
    reason: Annotated[Reason | None, Says("Waarom er geen antwoord is.", "Why there is no answer.")]
    uncertain: Annotated[
        bool,
        Says(
            "Waar als niet zeker is dat de vraag goed begrepen is.",
            "True where the question may be misunderstood.",
        ),
    ]
    compared: Annotated[
        bool, Says("Twee edities zijn naast elkaar gelegd.", "Two editions were laid side by side.")
    ]
    contradicted: Annotated[
        bool, Says("Twee documenten noemen andere bedragen.", "Two documents give other amounts.")
    ]
    language: Annotated[str, Says("Taal van de vraag.", "Language of the question.")]
    help: Annotated[
        Help | None,
        Says(
            "Hulp bij gevaar; toon dit boven alles als ‘first’ waar is.",
            "Help in danger; show it above all else where ‘first’ is true.",
        ),
    ]
    contacts: list[Contact]
    understood: Understood
    searched: Searched
    without: Annotated[list[str], Says("Gemeenten die niets hebben.", "Municipalities that have nothing.")]
    more: Annotated[
        list[str], Says("Gemeenten die er ook iets over hebben.", "Municipalities that have something too.")
    ]
    aside: Annotated[
        list[str], Says("Gemeenten met iets dat er dicht bij komt.", "Municipalities with a near miss.")
    ]
    available: Annotated[
        list[int], Says("Jaren waarvan er wel een bedrag is.", "Years that do have an amount.")
    ]
    direct: Annotated[
        list[Direct],
        Says("Het korte antwoord, alleen waar dat zeker is.", "The short answer, only where it is sure."),
    ]
    citations: list[Citation]
    figures: list[AnswerFigure]
    glossary: list[Explained]
    hits: Annotated[list[Hit], Says("De tien beste passages.", "The ten best passages.")]
    milliseconds: float
    previous: Annotated[
        str,
        Says(
            "Mee te geven bij de volgende vraag, om door te vragen.",
            "To be given with the next question, to ask on.",
        ),
    ]
    turn_lost: Annotated[
        bool, Says("Waar als ‘previous’ niet te lezen was.", "True where ‘previous’ could not be read.")
    ]
