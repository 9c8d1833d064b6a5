"""The page that lays what municipalities write about a subject side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from typing import Any

from flask import Flask, Response, abort, render_template, request, send_file, url_for

from assistant.compare import CompareRequest
from assistant.comparison import By, Cell, ComparedRow, Comparison, Finding
from assistant.figure_words import say
from assistant.question import MOST_CHARACTERS
from assistant.reply import Citation
from corpus.errors import LibraryError, QuestionError
from index.engine import FigureRecord, Filters
from web.compare_charts import Costs, costs_of
from web.compare_words import (
    aspect_name,
    figure_notes,
    notes_text,
    nothing_text,
    place_text,
    row_notes,
    section_text,
    title_text,
)
from web.documents import OpenEngine, file_name, permalink, places_of
from web.export import MEDIA_TYPES, export_comparison
from web.figures_said import figure_said
from web.language import current_language, t
from web.messages import error_message
from web.present import citation_marks, document_label, one_line, origin_of
from web.text import printable, shortened, unbroken

Compare = Callable[[CompareRequest], Comparison]
# What the rows are, in the words of the address.
ROWS = {"gemeente": By.MUNICIPALITY, "jaar": By.YEAR, "document": By.DOCUMENT}
FILES = ("docx", "ods", "csv", "json")
SHOWN_IN_TITLE = 120
# Faults of the municipalities that are chosen, not of the subject.
OF_PLACES = {"one_municipality", "too_many_municipalities"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A quote or figure in a cell: its words, its address, the document and page and the heading where it
    stands, what must be known, and ``row``, the words of the row where a figure is said without them."""

    text: str
    href: str
    source: str
    section: str
    marks: tuple[str, ...]
    literal: bool = True
    row: str = ""


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell with the question that its column answers."""

    name: str
    items: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row with what is said where a cell is empty."""

    name: str
    notes: tuple[str, ...]
    nothing: str
    cells: tuple[ShownCell, ...]
    empty: bool


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A thing that rows name, each with the address of a sentence that does."""

    what: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CompareView:
    """Everything that the page says about a comparison."""

    comparison: Comparison
    title: str
    columns: tuple[str, ...]
    rows: tuple[ShownRow, ...]
    common: tuple[ShownFinding, ...]
    single: tuple[ShownFinding, ...]
    notes: tuple[str, ...]
    links: Mapping[str, str]
    costs: Costs
    files: Mapping[str, str]
    permalink: str


def compare_view(
    comparison: Comparison,
    links: Mapping[str, str],
    costs: Costs,
    files: Mapping[str, str],
    permalink: str,
    language: str = "nl",
) -> CompareView:
    """Return what the page shows of a comparison, in this language; ``links`` are the addresses of the
    pages beside it, ``files`` those of its downloads by kind of file,
    ``permalink`` its own."""
    return CompareView(
        comparison=comparison,
        title=title_text(comparison, language),
        columns=tuple(aspect_name(aspect, language) for aspect in comparison.aspects),
        rows=tuple(_row(row, comparison, language) for row in comparison.rows),
        common=tuple(_finding(item, comparison) for item in comparison.common),
        single=tuple(_finding(item, comparison) for item in comparison.single),
        notes=tuple(notes_text(comparison, language)),
        links=links,
        costs=costs,
        files=files,
        permalink=permalink,
    )


def _row(row: ComparedRow, comparison: Comparison, language: str) -> ShownRow:
    cells = tuple(
        ShownCell(aspect_name(cell.aspect, language), tuple(_items(cell, comparison, language)))
        for cell in row.cells
    )
    # A title does not always say whether it is a plan, a budget or a report.
    kind = [document_label(row.documents[0].description, language)] if comparison.by is By.DOCUMENT else []
    notes = (*kind, *row_notes(row, language))
    return ShownRow(row.name, notes, nothing_text(row, language), cells, row.empty)


def _items(cell: Cell, comparison: Comparison, language: str) -> list[Shown]:
    quotes = [_shown(comparison.citation(n), language) for n in cell.citations]
    figures = [
        _figure(
            figure.record,
            _shown(
                comparison.citation(figure.citation), language, figure_notes(figure, comparison, language)
            ),
            language,
        )
        for figure in cell.figures
    ]
    return quotes + figures


def _figure(record: FigureRecord, quoted: Shown, language: str) -> Shown:
    """Return a figure in words instead of the row that is quoted for it."""
    if language == "nl":
        return replace(quoted, text=unbroken(say(record).text), literal=False)
    figure = figure_said(record, language)
    return replace(quoted, text=figure.said, literal=False, row=figure.row)


def _shown(citation: Citation, language: str, notes: Sequence[str] = ()) -> Shown:
    origin = origin_of(citation, language)
    return Shown(
        text=one_line(citation.slice.quote),
        href=permalink(citation),
        source=place_text(citation, language),
        section=section_text(citation),
        marks=(*notes, *([origin] if origin else []), *citation_marks(citation, language)),
    )


def _finding(item: Finding, comparison: Comparison) -> ShownFinding:
    hrefs = [permalink(comparison.citation(n)) for n in item.citations]
    return ShownFinding(item.what, tuple(zip(item.rows, hrefs, strict=False)))


def read_request(places: Sequence[str]) -> CompareRequest:
    """Return what the address asks to compare.

    Raises QuestionError ``bad_comparison`` for rows that do not exist, ``no_such_compare_page`` for a
    page that is no number. All places together are the same as none.
    """
    rows = request.args.get("rijen", "gemeente")
    if rows not in ROWS:
        raise QuestionError("bad_comparison", value=shortened(printable(rows), 40))
    page = request.args.get("pagina", "1")
    if not (page.isascii() and page.isdecimal() and len(page) <= 6):
        raise QuestionError("no_such_compare_page", page=shortened(printable(page), 20), pages="?")
    named = tuple(name for name in request.args.getlist("gemeente") if name.strip())
    named = () if ROWS[rows] is By.MUNICIPALITY and set(named) == set(places) else named
    return CompareRequest(request.args.get("q", ""), ROWS[rows], Filters(named), int(page))


def compare_page(engine: OpenEngine, compare: Compare) -> tuple[str, int]:
    """Show the form; with a subject in the address the comparison too."""
    with engine().snapshot() as snapshot:
        records = snapshot.documents(Filters())
    if not records:
        raise LibraryError("empty_library")
    places = places_of(records)
    named = request.args.getlist("gemeente")
    shown: dict[str, object] = {
        "places": places,
        "chosen": [place for place in places if place in named],
        "others": [printable(name) for name in named if name.strip() and name not in places][:20],
        "by": request.args.get("rijen", "gemeente"),
        "subject": printable(request.args.get("q", "")),
        "most": MOST_CHARACTERS,
    }
    if "q" not in request.args:
        return render_template("compare.html", **shown), 200
    try:
        comparison = compare(read_request(places))
    except QuestionError as error:
        fault = error_message(error, current_language())
        of_places = error.code in OF_PLACES
        return render_template("compare.html", **shown, fault=fault, of_places=of_places), 400
    heading = shortened(comparison.subject, SHOWN_IN_TITLE)
    with engine().snapshot() as snapshot:
        costs = costs_of(comparison, snapshot, current_language())
    given = _given()
    files = {form: url_for("compare_file", form=form, **given) for form in FILES}
    view = compare_view(
        comparison, _links(comparison), costs, files, url_for("compare", **given), current_language()
    )
    return render_template("compare.html", **shown, view=view, heading=heading), 200


def _given() -> dict[str, Any]:
    """Return what the address asks, to be asked again."""
    return {name: request.args.getlist(name) for name in ("q", "gemeente", "rijen") if name in request.args}


def compare_file(engine: OpenEngine, compare: Compare, form: str) -> Response:
    """Send a comparison as a file to keep."""
    if form not in FILES:
        abort(404)
    with engine().snapshot() as snapshot:
        records = snapshot.documents(Filters())
    places = places_of(records)
    found = compare(read_request(places))
    data = export_comparison(found, form, current_language(), request.url_root.rstrip("/"))
    name = t("file_name", subject=shortened(found.subject, 40))
    name = file_name(f"{name}.{form}".replace(" ", "-"))
    return send_file(BytesIO(data), mimetype=MEDIA_TYPES[form], as_attachment=True, download_name=name)


def _links(comparison: Comparison) -> dict[str, str]:
    """Return the addresses of the parts before and after this one."""
    given = _given()
    at = {"previous": comparison.page - 1, "next": comparison.page + 1}
    return {
        name: url_for("compare", **given, pagina=page)
        for name, page in at.items()
        if 1 <= page <= comparison.pages
    }


def add_routes(app: Flask, engine: OpenEngine, compare: Compare) -> None:
    """Add the page of comparisons to the application."""
    app.add_url_rule("/vergelijken", "compare", partial(compare_page, engine, compare))
    app.add_url_rule("/vergelijken/<form>", "compare_file", partial(compare_file, engine, compare))
