"""What the responses with figures and comparisons are."""

from __future__ import annotations

from typing import Annotated, TypedDict

from assistant.comparison import Aspect, By
from web.api.schema import PAIR, Says
from web.api.shapes import DocumentId, End, Link, Page, Start, Total


class Figure(TypedDict):
    """A number with everything that makes it mean something; the same in a download."""

    municipality: str
    document: Annotated[str, Says("Titel van het document.", "Title of the document.")]
    row: Annotated[str, Says("De rij, achter de kopjes erboven.", "The row, behind the labels above it.")]
    column: str
    year: int | None
    measure: Annotated[
        str, Says("Begroting, rekening, raming, of leeg.", "Budget, account, estimate, or empty.")
    ]
    side: Annotated[str, Says("Lasten, baten, saldo, of leeg.", "Expense, income, balance, or empty.")]
    value: Annotated[str, Says("Zoals het er gedrukt staat.", "As it is printed.")]
    unit: Annotated[
        str, Says("Eenheid, zoals × € 1.000; leeg als die niet bekend is.", "Unit; empty where unknown.")
    ]
    amount_euro: Annotated[float | None, Says("Het bedrag in euro's.", "The amount in euros.")]
    doubts: Annotated[str, Says("Wat er niet zeker aan is.", "What is not certain about it.")]
    page: Page
    printed_page: Annotated[
        str, Says("Nummer op het blad, als dat een ander is.", "Printed number, where another.")
    ]
    link: Link
    quote: Annotated[str, Says("De hele rij, letterlijk.", "The whole row, word for word.")]
    section: str
    kind: str
    document_years: str
    number: Annotated[
        float | None, Says("Het getal zoals gedrukt, als getal.", "The printed number, as a number.")
    ]
    taakveld: Annotated[str, Says("Code van Iv3, of leeg.", "Code of Iv3, or empty.")]
    taakveld_name: str
    taakveld_confidence: Annotated[
        float | None, Says("Hoe zeker dat is, 0 tot 1.", "How sure that is, 0 to 1.")
    ]
    taakveld_difference: Annotated[
        str, Says("Waarin de rij van het taakveld verschilt.", "How it differs from it.")
    ]
    topics: str
    document_id: DocumentId
    start: Start
    end: End


class Figures(TypedDict):
    """A list of figures."""

    version: Annotated[int, Says("Versie van deze vorm.", "Version of this form.")]
    total: Total
    figures: list[Figure]


class CellSources(TypedDict):
    """What stands in a cell of a comparison."""

    sources: Annotated[list[int], Says("Nummers van de bronnen.", "Numbers of the sources.")]
    figures: Annotated[
        list[int],
        Says("Plaatsen in de lijst met getallen, vanaf 0.", "Places in the list of figures, from 0."),
    ]


class RowSearched(TypedDict):
    """What was searched for a row."""

    documents: Annotated[int, Says("Aantal documenten.", "Number of documents.")]
    years: Annotated[list[int] | None, Says("Eerste en laatste jaar.", "First and last year."), *PAIR]


class ComparedRow(TypedDict):
    """A row of a comparison: a municipality, a year or a document."""

    name: str
    municipality: str
    documents: Annotated[list[str], Says("Nummers van de documenten.", "Numbers of the documents.")]
    searched: RowSearched
    cells: Annotated[
        dict[str, CellSources],
        Says("Per onderdeel; leeg betekent niet gevonden.", "By aspect; empty means not found."),
    ]


class Finding(TypedDict):
    """Something that rows name."""

    what: str
    rows: list[str]
    sources: list[int]


class Source(TypedDict):
    """A literal quote of a comparison, with where it stands."""

    source: Annotated[int, Says("Nummer van de bron.", "Number of the source.")]
    municipality: str
    document: Annotated[str, Says("Titel van het document.", "Title of the document.")]
    kind: str
    document_years: str
    section: str
    page: Page
    printed_page: str
    quote: str
    remarks: Annotated[str, Says("Wat men van het citaat moet weten.", "What must be known of the quote.")]
    link: Link
    document_id: DocumentId
    start: Start
    end: End


class Comparison(TypedDict):
    """A subject laid side by side; the same in a download."""

    version: Annotated[int, Says("Versie van deze vorm.", "Version of this form.")]
    subject: str
    by: By
    aspects: list[Aspect]
    page: Annotated[int, Says("Welk deel van de rijen, vanaf 1.", "Which part of the rows, from 1.")]
    pages: Annotated[int, Says("Hoeveel delen er zijn.", "How many parts there are.")]
    unknown: Annotated[
        list[str], Says("Gemeenten zonder stukken hier.", "Municipalities without documents here.")
    ]
    common: Annotated[list[Finding], Says("Wat meer rijen noemen.", "What several rows name.")]
    single: Annotated[list[Finding], Says("Wat er maar één noemt.", "What only one names.")]
    rows: list[ComparedRow]
    figures: list[Figure]
    sources: list[Source]
