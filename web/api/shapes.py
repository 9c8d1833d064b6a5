"""What the responses about documents, passages and tables are; the fields say what they mean."""

from __future__ import annotations

from typing import Annotated, Literal, TypedDict

from corpus.document import BlockKind, Role
from web.api.schema import MOMENT, PAIR, Rule, Says

Start = Annotated[
    int, Says("Eerste teken in de tekst van het document.", "First character in the document's text.")
]
End = Annotated[int, Says("Teken na het laatste.", "Character after the last.")]
Page = Annotated[int | None, Says("Gedrukt blad, geteld vanaf 1.", "Physical page, counted from 1.")]
Link = Annotated[
    str, Says("Adres op de website, met de passage gemarkeerd.", "Address on the website, passage marked.")
]
DocumentId = Annotated[str, Says("Nummer van het document.", "Number of the document.")]
Version = Annotated[str, Says("Versie van de tekst: SHA-256 ervan.", "Version of the text: its SHA-256.")]
Municipality = Annotated[str | None, Says("Gemeente of organisatie.", "Municipality or organisation.")]
Total = Annotated[int, Says("Hoeveel er in totaal zijn.", "How many there are in all.")]
Section = Annotated[
    list[str], Says("Koppen erboven, de buitenste eerst.", "Headings above it, outermost first.")
]
RoleOf = Annotated[
    Role,
    Says(
        "Wat voor tekst: beleid, acties, cijfers, inspraak, verzonnen voorbeeld, bijlage, inleiding.",
        "What kind of text: policy, actions, figures, participation, invented example, annex, introduction.",
    ),
]
Speaker = Annotated[
    str | None, Says("Wie er spreekt, als dat een ander is.", "Who speaks, where that is somebody else.")
]


class Slice(TypedDict):
    """A literal piece of a document."""

    start: Start
    end: End
    quote: Annotated[
        str, Says("De tekst die daar letterlijk staat.", "The text that stands there, word for word.")
    ]


class Coverage(TypedDict):
    """How much of a file was read."""

    pages: Annotated[int | None, Says("Aantal bladen.", "Number of pages.")]
    unread: Annotated[list[int], Says("Bladen die niet te lezen waren.", "Pages that could not be read.")]
    recognised: Annotated[
        list[int], Says("Bladen die van een plaatje zijn gelezen.", "Pages read from a picture.")
    ]
    hidden: Annotated[
        int, Says("Stukken onzichtbare tekst, niet meegeteld.", "Pieces of hidden text, left out.")
    ]


class Document(TypedDict):
    """What is known about a document."""

    document_id: DocumentId
    municipality: Municipality
    municipality_code: Annotated[
        str | None, Says("Code van de gemeente, zoals gm0114.", "Code, such as gm0114.")
    ]
    title: str
    kind: Annotated[str, Says("Soort document.", "Kind of document.")]
    years: Annotated[
        list[int | None],
        Says("Eerste en laatste jaar waar het over gaat.", "First and last year it is about."),
        *PAIR,
    ]
    status: Annotated[str | None, Says("Concept, vastgesteld of geamendeerd.", "Draft, adopted or amended.")]
    date: Annotated[
        str | None,
        Says(
            "Datum van het document of besluit; soms alleen jaar en maand.",
            "Date; sometimes only year and month.",
        ),
        Rule("pattern", r"^\d{4}-\d{2}(-\d{2})?$"),
    ]
    decided_by: Annotated[str | None, Says("Wie besloot.", "Who decided.")]
    decision: Annotated[str | None, Says("Wat er besloten is.", "What was decided.")]
    part_of: Annotated[str | None, Says("Van welk geheel het een deel is.", "Of which whole it is a part.")]
    members: Annotated[list[str], Says("Gemeenten van een samenwerking.", "Municipalities of a joint body.")]
    url: Annotated[str | None, Says("Waar het vandaan komt.", "Where it comes from.")]
    source: Annotated[str, Says("Naam van het bestand.", "Name of the file.")]
    passages: Annotated[int, Says("Aantal passages.", "Number of passages.")]
    added: Annotated[str, Says("Wanneer het is toegevoegd.", "When it was added."), MOMENT]
    newer: Annotated[
        str | None,
        Says("Nummer van het document dat hierop volgde.", "Number of the document that followed it."),
    ]
    coverage: Coverage
    confidence: Annotated[
        dict[str, float],
        Says(
            "Hoe zeker elk veld is, 0 tot 1; 1 is door een mens gezegd.",
            "How sure each field is, 0 to 1; 1 is said by a person.",
        ),
    ]


class DocumentItem(Document):
    """A document with its addresses."""

    text_version: Version
    link: Annotated[str, Says("De pagina op de website.", "The page on the website.")]
    original: Annotated[str, Says("Het bestand zoals het is toegevoegd.", "The file as it was added.")]


class Documents(TypedDict):
    """A list of documents."""

    total: Total
    documents: list[DocumentItem]


class Block(TypedDict):
    """A paragraph, heading, list item, table or note."""

    number: Annotated[int, Says("Volgnummer, geteld vanaf 0.", "Number, counted from 0.")]
    kind: BlockKind
    level: Annotated[int | None, Says("Niveau van een kop.", "Level of a heading.")]
    page: Page
    start: Start
    end: End
    text: str


class Blocks(TypedDict):
    """The text of a document, block by block."""

    document_id: DocumentId
    text_version: Version
    total: Total
    blocks: list[Block]


class SectionItem(TypedDict):
    """A stretch of text under one heading."""

    path: Section
    role: RoleOf
    speaker: Speaker
    start: Start
    end: End
    blocks: Annotated[list[int], Says("Nummers van de blokken.", "Numbers of the blocks.")]


class Sections(TypedDict):
    """The sections of a document."""

    document_id: DocumentId
    text_version: Version
    total: Total
    sections: list[SectionItem]


class PassageItem(Slice):
    """A passage as it is found."""

    page: Page
    section: Section
    role: RoleOf
    link: Link


class Passages(TypedDict):
    """The passages of a document."""

    document_id: DocumentId
    text_version: Version
    total: Total
    passages: list[PassageItem]


class Passage(TypedDict):
    """One passage, with what it needs to be understood."""

    document: DocumentItem
    state: Annotated[
        Literal["here", "moved", "gone"],
        Says(
            "Of het citaat er nog zo staat, ergens anders staat, of weg is; dan geldt de oude tekst.",
            "Whether the quote still stands there, stands elsewhere, or is gone; then the old text is given.",
        ),
    ]
    quote: Annotated[str, Says("De tekst, letterlijk.", "The text, word for word.")]
    start: Annotated[int | None, Says("Eerste teken, nu.", "First character, now.")]
    end: Annotated[int | None, Says("Teken na het laatste, nu.", "Character after the last, now.")]
    page: Page
    page_label: Annotated[str | None, Says("Nummer dat op het blad staat.", "Number printed on the page.")]
    section: Section
    role: Annotated[Role | None, Says("Wat voor tekst.", "What kind of text.")]
    speaker: Speaker
    context: Annotated[
        list[Slice],
        Says(
            "Kop, eenheid en groep van een rij, en andere tekst die erbij hoort.",
            "Header, unit and group of a row, and other text that belongs to it.",
        ),
    ]
    before: Annotated[str, Says("De tekst ervoor.", "The text before it.")]
    after: Annotated[str, Says("De tekst erna.", "The text after it.")]
    link: Annotated[str | None, Says("Adres op de website van nu.", "Address on the website now.")]


class TableItem(TypedDict):
    """A table in a list."""

    number: Annotated[int, Says("Volgnummer, geteld vanaf 1.", "Number, counted from 1.")]
    name: str
    section: str
    page: Page
    rows: Annotated[int, Says("Aantal rijen.", "Number of rows.")]
    doubts: Annotated[int, Says("Getallen waar iets niet zeker aan is.", "Figures with something doubtful.")]
    link: Link


class Tables(TypedDict):
    """The tables of a document."""

    document_id: DocumentId
    text_version: Version
    total: Total
    tables: list[TableItem]


class Cell(TypedDict):
    """A cell as it is printed."""

    start: Start
    end: End
    text: str


class Row(TypedDict):
    """A row of a table."""

    label: str
    groups: Annotated[
        list[str], Says("Kopjes boven de rij in de tabel.", "Labels above the row in the table.")
    ]
    cells: list[Cell]
    start: Start
    end: End


class Column(TypedDict):
    """A column of a table and what it means."""

    name: str
    year: int | None
    measure: Annotated[str | None, Says("Begroting, rekening, raming …", "Budget, account, estimate …")]


class Table(TypedDict):
    """A table as it was understood."""

    number: int
    name: str
    section: str
    page: Page
    unit: Annotated[str | None, Says("De eenheid zoals die er staat.", "The unit as it is printed.")]
    header: Annotated[list[str], Says("De kop, regel voor regel.", "The header, line by line.")]
    columns: list[Column]
    rows: list[Row]
    link: Link


class VersionItem(TypedDict):
    """A version of the text of a document."""

    text_version: Version
    current: Annotated[bool, Says("Of dit de tekst van nu is.", "Whether this is the text of now.")]


class Versions(TypedDict):
    """The versions of a document, and the documents it belongs together with."""

    document_id: DocumentId
    total: Total
    versions: Annotated[list[VersionItem], Says("Oudste eerst.", "Oldest first.")]
    newer: Annotated[str | None, Says("Document dat hierop volgde.", "Document that followed it.")]
    earlier: Annotated[list[str], Says("Documenten waar dit op volgde.", "Documents that it followed.")]
