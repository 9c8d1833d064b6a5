"""The page with the question and its answer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial

from flask import Flask, render_template, request, url_for

from assistant.ask import Request
from assistant.contacts import Contact, Contacts, contacts_for
from assistant.guidance import Help, Introduction, help_for, introduction
from assistant.question import MOST_CHARACTERS
from assistant.reply import Answer, Citation, Part
from assistant.talk import turn_of
from assistant.turn import Turn
from corpus.document import Document, Role, Span
from corpus.errors import LibraryError, QuestionError
from index.engine import DocumentRecord, Filters, Snapshot
from index.search import Hit
from web.documents import OpenEngine, passage_link, permalink, places_of
from web.examples import Examples
from web.figures_said import FigureSaid, figures_said
from web.follow import changed, items, kinds_of, suggestions, years_in
from web.home import keep_home
from web.language import current_language
from web.messages import error_message
from web.pictures import Chart, charts_of
from web.present import (
    citation_marks,
    corrections,
    direct_text,
    glossary_lines,
    notes,
    origin_of,
    part_opening,
    reason_text,
    searched_text,
    without_text,
)
from web.text import Excerpt, ShownRow, excerpt, paragraphs_of, printable, shortened, table_rows
from web.turns import Sealer
from web.words import Word, worded

Ask = Callable[[Request, Turn | None], Answer]
AT_THE_ANSWER = ("compared", "contradicted", "older", "undated", "concept", "summary", "more")
# What was understood otherwise than it was written.
AT_THE_READING = ("by_village", "shared_village", "by_name", "topic", "topic_nothing")
MOST_PICTURED = 3
SHOWN_IN_TITLE = 120


@dataclass(frozen=True, slots=True)
class Source:
    """A citation as it is shown: its address, who speaks, and the quote where it stands; of a row of a
    table also the rows around it and a picture of its amounts."""

    citation: Citation
    href: str
    origin: str
    quote: Excerpt
    rows: tuple[ShownRow, ...] = ()
    charts: tuple[Chart, ...] = ()
    language: str = "nl"

    @property
    def marks(self) -> list[str]:
        """What a reader must know of the quote: the region, and errors of the source."""
        return citation_marks(self.citation, self.language)

    @property
    def document(self) -> DocumentRecord:
        """The document that is cited."""
        return self.citation.document

    @property
    def path(self) -> str:
        """The headings above the quote, without the title of the document."""
        title = self.document.description.title
        return " › ".join(name for name in self.citation.section if name != title)


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that was found and not cited."""

    hit: Hit
    href: str
    text: str


@dataclass(frozen=True, slots=True)
class AnswerView:
    """Everything that the page says about an answer."""

    answer: Answer
    sources: Mapping[int, Source]
    passages: Sequence[Passage]
    notes: Mapping[str, str]
    reading: Sequence[str]
    glossary: Sequence[tuple[str, str]]
    reason: str
    searched: str
    without: str
    contacts: Sequence[Contact] = ()
    language: str = "nl"
    figures: Mapping[str, FigureSaid] = field(default_factory=dict)

    @property
    def help(self) -> Help | None:
        """Help for who is in danger, or asks about it, in the language of the question."""
        return help_for(self.answer.danger, self.answer.understood.language)

    @property
    def introduction(self) -> Introduction | None:
        """What somebody who asks in another language must know; None for Dutch."""
        first = next((contact.municipality for contact in self.contacts), None)
        return introduction(self.answer.understood.language, first)

    @property
    def direct(self) -> str:
        """The short answer with the numbers of its sources; nothing where there is none."""
        return direct_text(self.answer, self.language)

    def opening(self, part: Part) -> str:
        """Return the sentence that the quotes of a part end: who wrote it, where and when."""
        known = {n: source.citation for n, source in self.sources.items()}
        return part_opening(part, known, self.language)

    def worded(self, text: str) -> list[Word]:
        """Return a text in pieces, each hard word that is explained with the number of its explanation,
        where it stands first."""
        return worded(text, [item.word for item in self.answer.glossary])

    @property
    def warnings(self) -> list[str]:
        """The remarks that stand with the answer itself."""
        return [self.notes[code] for code in AT_THE_ANSWER if code in self.notes]


def answer_view(
    answer: Answer,
    snapshot: Snapshot,
    this_year: int,
    contacts: Sequence[Contact] = (),
    language: str = "nl",
) -> AnswerView:
    """Return what the page shows of an answer, its own words in this language."""
    documents: dict[str, Document | None] = {}
    for citation in answer.citations:
        name = citation.document.document_id
        if name not in documents:
            documents[name] = snapshot.document(name)
    remarks = notes(answer, this_year, language)
    charts = row_charts(answer, snapshot, language)
    return AnswerView(
        answer=answer,
        sources={
            c.n: replace(
                source_of(c, documents[c.document.document_id], language), charts=charts.get(c.n, ())
            )
            for c in answer.citations
        },
        passages=[passage_of(hit) for hit in uncited(answer)],
        notes={note.code: note.text for note in remarks},
        reading=[note.text for note in remarks if note.code in AT_THE_READING],
        glossary=glossary_lines(answer, language),
        reason=reason_text(answer, language),
        searched=searched_text(answer, language),
        without=without_text(answer, language),
        contacts=contacts,
        language=language,
        figures=figures_said(answer, snapshot, language),
    )


def row_charts(answer: Answer, snapshot: Snapshot, language: str = "nl") -> dict[int, tuple[Chart, ...]]:
    """Return pictures of the rows that an answer of figures cites, by number of the citation: of two
    amounts or more, so that there is something to see."""
    rows = [c for c in answer.citations if c.role is Role.FIGURES] if answer.figures else []
    names = tuple(dict.fromkeys(citation.document.document_id for citation in rows[:MOST_PICTURED]))
    records = snapshot.figures(Filters(documents=names)) if names else []
    found: dict[int, tuple[Chart, ...]] = {}
    for citation in rows[:MOST_PICTURED]:
        own = [
            record
            for record in records
            if record.document == citation.document and record.figure.row == citation.slice.span
        ]
        drawn = (chart for chart in charts_of(own, language) if isinstance(chart, Chart))
        found[citation.n] = tuple(chart for chart in drawn if len(chart.records) > 1)
    return found


def source_of(citation: Citation, document: Document | None, language: str = "nl") -> Source:
    """Return a citation with its surroundings; the bare quote where the text has changed since."""
    span, href, origin = citation.slice.span, permalink(citation), origin_of(citation, language)
    if document is None or document.text_version != citation.document.text_version:
        bare = Excerpt(paragraphs_of(citation.slice.quote))
        return Source(citation, href, origin, bare, language=language)
    rows = rows_around(document, span)
    around = excerpt(document.text, document.blocks, span)
    return Source(citation, href, origin, around, rows, language=language)


def rows_around(document: Document, span: Span) -> tuple[ShownRow, ...]:
    """Return the table row that a quote is, below its header and group labels; else nothing."""
    for block in document.blocks:
        if block.table and block.span.covers(span):
            row = next((r for r in block.table.rows if r.span.covers(span)), None)
            return tuple(table_rows(document.text, block.table, span, row)) if row else ()
    return ()


def uncited(answer: Answer) -> list[Hit]:
    """Return the passages that were found and from which nothing is cited."""
    cited = [(c.document.document_id, c.slice.span) for c in answer.citations]
    return [
        hit
        for hit in answer.hits
        if not any(
            hit.passage.document.document_id == name and hit.passage.span.covers(span) for name, span in cited
        )
    ]


def passage_of(hit: Hit) -> Passage:
    """Return a passage with its address, its text cut to what a reader takes in."""
    passage = hit.passage
    href = passage_link(passage.document, passage.span, passage.text)
    return Passage(hit, href, shortened(" ".join(passage.text.split()), 320))


def chosen_place(given: str | None, places: Collection[str], own: str | None) -> str | None:
    """Return the own municipality: the one in the address, else the one of the settings."""
    if given is None:
        return own
    wanted = given.strip().casefold()
    return next((place for place in places if place.casefold() == wanted), None)


def start_page(
    engine: OpenEngine, ask: Ask, own: str | None, contacts: Contacts, sealer: Sealer, examples: Examples
) -> tuple[str, int]:
    """Show the question box; with a question in the address its answer too."""
    with engine().snapshot() as snapshot:
        records = snapshot.documents()
        if not records:
            raise LibraryError("empty_library")
        tries = examples.of(snapshot)
    places = places_of(records)
    home = chosen_place(request.args.get("gemeente"), places, own)
    kept = home or ("" if "gemeente" in request.args else None)
    keep_home(kept)
    asked = replace(changed(request.args, places), home=home)
    shown: dict[str, object] = {
        "places": places,
        "home": home,
        "kept": kept,
        "examples": tries,
        "records": records,
        "question": printable(asked.question),
        "most": MOST_CHARACTERS,
    }
    if "q" not in request.args:
        return render_template("start.html", **shown), 200
    given, language = request.args.get("vorige", ""), current_language()
    turn = sealer.open(given)
    try:
        answer = ask(asked, turn)
    except QuestionError as error:
        return render_template("start.html", **shown, fault=error_message(error, language)), 400
    with engine().snapshot() as snapshot:
        near = contacts_for(answer, contacts, home)
        view = answer_view(answer, snapshot, datetime.now(UTC).year, near, language)
    talk = {
        "before": turn.question if turn and answer.carried else None,
        "lost": bool(given) and turn is None,
        "items": items(answer, kept, partial(url_for, "start"), corrections(answer), language),
        "next": sealer.seal(turn_of(answer, turn)),
        "suggestions": [] if view.help and view.help.first else suggestions(answer, places, language),
        "years": years_in(records),
        "kinds": kinds_of(records),
    }
    shown |= {
        "question": printable(answer.read_as or answer.question),
        "view": view,
        "answer": answer,
        "heading": shortened(answer.question, SHOWN_IN_TITLE),
        "urgent": view.help,
        "talk": talk,
    }
    return render_template("answer.html", **shown), 200


def add_routes(
    app: Flask, engine: OpenEngine, ask: Ask, own: str | None, contacts: Contacts, sealer: Sealer
) -> None:
    """Add the page of questions to the application; ``own`` is the installation's municipality."""
    app.add_url_rule("/", "start", partial(start_page, engine, ask, own, contacts, sealer, Examples()))
