"""Figures from tables, and comparisons: the same content as the command line and the downloads give."""

from __future__ import annotations

from assistant.compare import CompareRequest
from assistant.comparison import By
from assistant.taakvelden import known_codes
from index.engine import DocumentRecord, Filters, Snapshot
from web.api.context import Context
from web.api.fields import MOST_OF_A_NAME, Choice, Field, Flag, Number, Place, Question, Text, Year
from web.api.filters import (
    LIMITS,
    all_documents,
    cut,
    filters_of,
    limited,
    organisations,
    organisations_in,
    place,
)
from web.api.operation import Asked, Reply
from web.api.schema import Says
from web.documents import record_of
from web.export_json import comparison_content, figures_content
from web.export_rows import figure_lines
from web.find_figures import FigureQuery, found_figures
from web.language import root_of_site

SELECTING = (
    Field(
        "q", Question(), Says("Woorden die in de rij staan.", "Words that stand in the row."), example="sport"
    ),
    Field("year", Year(), Says("Alleen getallen over dit jaar.", "Only figures about this year.")),
    Field(
        "taakveld",
        Choice(known_codes()),
        Says("Alleen dit taakveld van Iv3.", "Only this taakveld of Iv3."),
        example="6.1",
    ),
    Field(
        "doubtful",
        Flag(),
        Says("Alleen getallen waar iets niet zeker aan is.", "Only figures with something doubtful."),
        default=False,
    ),
    Field(
        "inText",
        Flag(),
        Says("Ook bedragen die in een zin staan.", "Amounts in sentences too."),
        default=False,
    ),
)
LIBRARY = (*SELECTING, *LIMITS)
SUBJECT = Field("q", Question(), Says("Het onderwerp.", "The subject."), required=True, example="schulden")
WITHIN = (
    *(field for field in LIMITS if field.name in ("kind", "fromYear", "toYear")),
    Field(
        "page",
        Number(1, 1_000),
        Says("Welk deel, bij meer dan 20 rijen.", "Which part, of more than 20 rows."),
        default=1,
    ),
)
COMPARING = (
    SUBJECT,
    Field(
        "municipality",
        Text(MOST_OF_A_NAME),
        Says(
            "Alleen deze gemeente, ook met een tikfout of de naam van een dorp; mag vaker. Wat wij niet "
            "kennen, staat in ‘unknown’.",
            "Only this municipality, misspelt or the name of a village too; more than once is possible. What "
            "we do not know stands in ‘unknown’.",
        ),
        many=True,
        example="Emmen",
    ),
    *WITHIN,
)
COMPARING_WITHIN = (
    SUBJECT,
    Field(
        "municipality",
        Place(),
        Says("Van deze gemeente of organisatie.", "Of this municipality or organisation."),
        required=True,
        example="Emmen",
    ),
    *WITHIN,
)


def figures(context: Context, asked: Asked) -> Reply:
    """List the figures of the library, in reading order."""
    with context.engine().snapshot() as snapshot:
        known = organisations(all_documents(snapshot))
        return _figures(context, snapshot, asked, filters_of(asked, known))


def document_figures(context: Context, asked: Asked) -> Reply:
    """List the figures of one document."""
    with context.engine().snapshot() as snapshot:
        record = record_of(snapshot.documents(), asked["documentId"])
        return _figures(context, snapshot, asked, Filters(documents=(record.document_id,)))


def _figures(context: Context, snapshot: Snapshot, asked: Asked, filters: Filters) -> Reply:
    query = FigureQuery(
        asked["q"] or "", asked["year"], asked["taakveld"], asked["doubtful"], asked["inText"]
    )
    found = found_figures(snapshot, filters, query)

    def text_of(record: DocumentRecord) -> str:
        return snapshot.text(record.document_id, record.text_version) or ""

    lines = figure_lines(cut(found, asked), text_of, root_of_site())
    content = figures_content(lines, context.settings.language)
    return Reply({"total": len(found), **content}, total=len(found))


def comparison(context: Context, asked: Asked) -> Reply:
    """Lay what municipalities say about a subject side by side."""
    return _compared(context, asked, By.MUNICIPALITY, asked["municipality"])


def comparison_of_years(context: Context, asked: Asked) -> Reply:
    """Lay what one municipality says about a subject side by side, year by year."""
    return _compared(context, asked, By.YEAR, (_one(context, asked),))


def comparison_of_documents(context: Context, asked: Asked) -> Reply:
    """Lay what the documents of one municipality say about a subject side by side."""
    return _compared(context, asked, By.DOCUMENT, (_one(context, asked),))


def _one(context: Context, asked: Asked) -> str:
    return place(asked, "municipality", asked["municipality"], organisations_in(context))


def _compared(context: Context, asked: Asked, by: By, places: tuple[str, ...]) -> Reply:
    filters = limited(asked, Filters(places))
    found = context.compare(CompareRequest(asked["q"], by, filters, asked["page"]))
    return Reply(comparison_content(found, context.settings.language, root_of_site()))
