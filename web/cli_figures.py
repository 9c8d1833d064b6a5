"""The command that lists the figures of the library, or takes them along in a file: figures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from assistant.settings import Settings
from assistant.taakvelden import known_codes
from assistant.topics import taakvelden
from corpus.errors import LibraryError, QuestionError
from index.engine import EVERYTHING, DocumentRecord, Filters
from index.store import Store
from web.export import export_figures
from web.export_rows import figure_lines
from web.figure_table import figures_text
from web.find_figures import FigureQuery, found_figures
from web.messages import message
from web.options import as_json, with_filters, with_library, with_output
from web.output_file import form_of, write

SHOWN = 25


@click.command()
@click.argument("words", nargs=-1, metavar="[WOORDEN]...")
@click.option("--year", type=int, help="Alleen getallen over dit jaar.")
@click.option("--taakveld", metavar="CODE", help="Alleen dit taakveld van Iv3, zoals 5.1.")
@click.option("--doubtful", is_flag=True, help="Alleen getallen waar iets niet zeker aan is.")
@click.option("--in-text", is_flag=True, help="Ook bedragen die in een zin staan.")
@click.option(
    "-n",
    "--most",
    default=SHOWN,
    show_default=True,
    type=click.IntRange(1),
    help="Hoeveel getallen op het scherm.",
)
@click.option("--all", "all_", is_flag=True, help="Toon alle getallen.")
@with_output
@with_filters
@as_json
@with_library
def figures(
    settings: Settings,
    words: tuple[str, ...],
    year: int | None,
    taakveld: str | None,
    doubtful: bool,
    in_text: bool,
    most: int,
    all_: bool,
    output: Path | None,
    site: str,
    filters: Filters,
    json_: bool,
) -> None:
    """Toon de getallen uit de tabellen, met eenheid, jaar, taakveld en plaats.

    Met WOORDEN alleen de regels waar die woorden in staan, zoals: figures sport --year 2021
    """
    language = settings.language
    form = form_of(output)
    if taakveld and taakveld.lower() not in known_codes():
        raise QuestionError("unknown_taakveld", value=taakveld, known=", ".join(taakvelden()))
    with Store(settings.library).snapshot() as snapshot:
        if not snapshot.documents(EVERYTHING):
            raise LibraryError("empty_library")
        query = FigureQuery(" ".join(words), year, taakveld, doubtful, in_text)
        found = found_figures(snapshot, filters, query)
        shown = found if all_ or json_ or output else found[:most]
        lines = figure_lines(shown, _texts(snapshot.text), site)
    if output and form:
        if not lines:
            raise QuestionError("no_figures")
        write(output, export_figures(lines, form, language))
        click.echo(message("figures_written", language, count=len(lines), path=output))
    elif json_:
        click.echo(export_figures(lines, "json", language).decode("utf-8").rstrip("\n"))
    elif not lines:
        click.echo(message("no_figures", language))
    else:
        click.echo(figures_text(lines, language))
        if more := len(found) - len(lines):
            click.echo(f"\n{message('figures_more', language, count=more, shown=len(lines))}")


def _texts(text: Callable[[str, str | None], str | None]) -> Callable[[DocumentRecord], str]:
    return lambda document: text(document.document_id, document.text_version) or ""
