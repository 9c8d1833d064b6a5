"""What can be asked without a key, in the order in which it is documented."""

from __future__ import annotations

from web.api import (
    answer_shapes,
    answers,
    documents,
    figure_shapes,
    figures,
    passages,
    search,
    search_shapes,
    shapes,
)
from web.api.operation import Body, Operation, Tag
from web.api.schema import Says

ANSWERS = Tag("answers", Says("Vragen, zoeken en vergelijken", "Asking, searching and comparing"))
DOCUMENTS = Tag("documents", Says("Stukken lezen", "Reading documents"))
FIGURES = Tag("figures", Says("Cijfers", "Figures"))
NOTHING_YET = (503,)
ONE = "/documents/{documentId}"

READING = (
    Operation(
        "getAnswer",
        "GET",
        "/answer",
        ANSWERS,
        Says("Antwoord op een vraag, met bewijs", "The answer to a question, with proof"),
        answers.answer,
        answer_shapes.Answer,
        Says(
            "Hetzelfde als ‘beleidswijzer ask --json’, met daarbij waarmee u kunt doorvragen. De server "
            "bewaart niets van een gesprek.",
            "The same as ‘beleidswijzer ask --json’, and with it what is needed to ask on. The server keeps "
            "nothing of a conversation.",
        ),
        query=answers.ASKING,
        problems=NOTHING_YET,
    ),
    Operation(
        "postAnswer",
        "POST",
        "/answer",
        ANSWERS,
        Says("Hetzelfde, met de vraag niet in het adres", "The same, with the question not in the address"),
        answers.answer,
        answer_shapes.Answer,
        Says(
            "Voor vragen die over personen kunnen gaan: adressen komen in logboeken terecht. Er verandert "
            "niets en er is geen sleutel nodig.",
            "For questions that may be about people: addresses end up in logs. Nothing changes and no key is "
            "needed.",
        ),
        body=Body(answers.ASKING),
        problems=NOTHING_YET,
    ),
    Operation(
        "search",
        "GET",
        "/search",
        ANSWERS,
        Says("Precies zoeken", "Exact search"),
        search.search,
        search_shapes.Found,
        Says(
            "Elke passage met al deze woorden, en geen andere; met aantallen om verder te kiezen.",
            "Every passage with all of these words, and no other; with counts to choose further.",
        ),
        query=search.SEARCHING,
        paged=True,
        problems=NOTHING_YET,
    ),
    Operation(
        "getComparison",
        "GET",
        "/comparison",
        ANSWERS,
        Says("Een onderwerp naast elkaar", "A subject side by side"),
        figures.comparison,
        figure_shapes.Comparison,
        Says(
            "Wat gemeenten willen en doen, voor wie, met wie, wat het kost en sinds wanneer. Dezelfde "
            "inhoud als het JSON-bestand van de website.",
            "What municipalities want and do, for whom, with whom, what it costs and since when. The same "
            "content as the JSON file of the website.",
        ),
        query=figures.COMPARING,
        problems=(*NOTHING_YET, 404),
    ),
    Operation(
        "getComparisonOfYears",
        "GET",
        "/comparison/years",
        ANSWERS,
        Says("Een onderwerp in één gemeente, jaar na jaar", "A subject in one municipality, year by year"),
        figures.comparison_of_years,
        figure_shapes.Comparison,
        query=figures.COMPARING_WITHIN,
        problems=(*NOTHING_YET, 404),
    ),
    Operation(
        "getComparisonOfDocuments",
        "GET",
        "/comparison/documents",
        ANSWERS,
        Says(
            "Een onderwerp in de stukken van één gemeente", "A subject in the documents of one municipality"
        ),
        figures.comparison_of_documents,
        figure_shapes.Comparison,
        query=figures.COMPARING_WITHIN,
        problems=(*NOTHING_YET, 404),
    ),
    Operation(
        "listDocuments",
        "GET",
        "/documents",
        DOCUMENTS,
        Says("De documenten", "The documents"),
        documents.documents,
        shapes.Documents,
        query=documents.LISTING,
        paged=True,
        problems=NOTHING_YET,
    ),
    Operation(
        "getDocument",
        "GET",
        ONE,
        DOCUMENTS,
        Says("Eén document", "One document"),
        documents.document,
        shapes.DocumentItem,
        path_fields=documents.DOCUMENT,
    ),
    Operation(
        "listBlocks",
        "GET",
        f"{ONE}/blocks",
        DOCUMENTS,
        Says("De tekst, blok voor blok", "The text, block by block"),
        documents.blocks,
        shapes.Blocks,
        path_fields=documents.DOCUMENT,
        paged=True,
    ),
    Operation(
        "listSections",
        "GET",
        f"{ONE}/sections",
        DOCUMENTS,
        Says("De indeling in hoofdstukken", "The division into sections"),
        documents.sections,
        shapes.Sections,
        path_fields=documents.DOCUMENT,
        paged=True,
    ),
    Operation(
        "listPassages",
        "GET",
        f"{ONE}/passages",
        DOCUMENTS,
        Says("De passages waarin gezocht wordt", "The passages that are searched"),
        documents.document_passages,
        shapes.Passages,
        path_fields=documents.DOCUMENT,
        paged=True,
    ),
    Operation(
        "getPassage",
        "GET",
        f"{ONE}/passage",
        DOCUMENTS,
        Says("Eén passage, met wat erbij hoort", "One passage, with what belongs to it"),
        passages.passage,
        shapes.Passage,
        Says(
            "Zet in een verwijzing (‘link’) ‘/documenten/NUMMER’ om in ‘/api/v1/documents/NUMMER/passage’: "
            "wat achter het vraagteken staat, blijft gelijk. Is de tekst veranderd, dan zegt ‘state’ dat.",
            "In a link, turn ‘/documenten/NUMBER’ into ‘/api/v1/documents/NUMBER/passage’: what stands "
            "behind the question mark stays the same. Where the text has changed, ‘state’ says so.",
        ),
        path_fields=documents.DOCUMENT,
        query=passages.LINKED,
    ),
    Operation(
        "listTables",
        "GET",
        f"{ONE}/tables",
        DOCUMENTS,
        Says("De tabellen", "The tables"),
        documents.tables,
        shapes.Tables,
        path_fields=documents.DOCUMENT,
        paged=True,
    ),
    Operation(
        "getTable",
        "GET",
        f"{ONE}/tables/{{number}}",
        DOCUMENTS,
        Says("Eén tabel, zoals die gedrukt is", "One table, as it is printed"),
        documents.table,
        shapes.Table,
        path_fields=documents.TABLE,
    ),
    Operation(
        "listVersions",
        "GET",
        f"{ONE}/versions",
        DOCUMENTS,
        Says("De versies van de tekst", "The versions of the text"),
        documents.versions,
        shapes.Versions,
        path_fields=documents.DOCUMENT,
    ),
    Operation(
        "listFigures",
        "GET",
        "/figures",
        FIGURES,
        Says("Getallen uit de tabellen", "Figures from the tables"),
        figures.figures,
        figure_shapes.Figures,
        Says(
            "Elk getal met eenheid, jaar, rij, kolom en plaats, en met wat er niet zeker aan is.",
            "Every figure with unit, year, row, column and place, and with what is not certain about it.",
        ),
        query=figures.LIBRARY,
        paged=True,
        problems=NOTHING_YET,
    ),
    Operation(
        "listDocumentFigures",
        "GET",
        f"{ONE}/figures",
        FIGURES,
        Says("De getallen van één document", "The figures of one document"),
        figures.document_figures,
        figure_shapes.Figures,
        path_fields=documents.DOCUMENT,
        query=figures.SELECTING,
        paged=True,
    ),
)
