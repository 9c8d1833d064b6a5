"""The command ``compare``: a subject laid side by side, in the terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path

import click

from assistant.compare import Comparer, CompareRequest
from assistant.comparison import By, Cell, ComparedRow, Comparison, Finding
from assistant.figure_words import say
from assistant.settings import Settings
from index.embed import SentenceEncoder
from index.engine import Filters
from index.search import Searcher
from index.store import Store
from web.compare_words import (
    aspect_name,
    figure_notes,
    notes_text,
    nothing_text,
    row_notes,
    source_text,
    title_text,
)
from web.export import export_comparison
from web.messages import message
from web.options import as_json, with_filters, with_library, with_output
from web.output_file import form_of, write
from web.present import citation_marks, one_line, origin_of

WIDTH = 80


@click.command()
@click.argument("subject", metavar="ONDERWERP")
@click.option(
    "--by",
    type=click.Choice([by.value for by in By]),
    default=By.MUNICIPALITY.value,
    show_default=True,
    help="Wat onder elkaar staat: gemeenten, of jaren of stukken van één gemeente.",
)
@click.option("--page", default=1, type=click.IntRange(1), help="Welk deel, bij meer dan 20 rijen.")
@with_output
@with_filters
@as_json
@with_library
def compare(
    settings: Settings,
    subject: str,
    by: str,
    page: int,
    output: Path | None,
    site: str,
    filters: Filters,
    json_: bool,
) -> None:
    """Vergelijk wat gemeenten over een onderwerp schrijven; elke zin met de bron.

    Zonder --municipality alle gemeenten in de bibliotheek.
    """
    form, language = form_of(output), settings.language
    searcher = Searcher(Store(settings.library), SentenceEncoder(settings.model, dtype=settings.dtype))
    found = Comparer(searcher).compare(CompareRequest(subject, By(by), filters, page))
    if output and form:
        write(output, export_comparison(found, form, language, site))
        click.echo(message("comparison_written", language, count=len(found.rows), path=output))
    elif json_:
        click.echo(export_comparison(found, "json", language, site).decode("utf-8").rstrip("\n"))
    else:
        click.echo(comparison_text(found, language))


def comparison_text(comparison: Comparison, language: str = "nl") -> str:
    """Return a comparison for the terminal: what is shared first, then row by row and aspect by aspect,
    each quote with its source; lines of at most 80 characters."""
    title = title_text(comparison, language)
    lines = [*_wrapped(title), "=" * min(len(title), WIDTH)]
    lines += [line for note in notes_text(comparison, language) for line in _wrapped(note, "· ", "  ")]
    for code, items in (("compare_common", comparison.common), ("compare_single", comparison.single)):
        if items:
            lines += ["", message(code, language), *(x for item in items for x in _finding(item))]
    for row in comparison.rows:
        lines += ["", *_row(row, comparison, language)]
    return "\n".join(lines)


def _finding(item: Finding) -> list[str]:
    numbers = "".join(f"[{n}]" for n in item.citations)
    return _wrapped(f"{item.what}: {', '.join(item.rows)} {numbers}", "  · ", "    ")


def _row(row: ComparedRow, comparison: Comparison, language: str) -> Iterator[str]:
    yield from _wrapped(row.name.upper())
    yield "-" * min(len(row.name), WIDTH)
    for note in row_notes(row, language):
        yield from _wrapped(note, "· ", "  ")
    if row.empty:
        yield from _wrapped(nothing_text(row, language), "  ", "  ")
        return
    for cell in row.cells:
        yield f"  {aspect_name(cell.aspect, language)}"
        if cell.empty:
            yield from _wrapped(nothing_text(row, language), "    ", "    ")
        yield from _cell(cell, comparison, language)


def _cell(cell: Cell, comparison: Comparison, language: str) -> Iterator[str]:
    for number in cell.citations:
        citation = comparison.citation(number)
        yield from _wrapped(f"“{one_line(citation.slice.quote)}”", "    ", "    ")
        origin = origin_of(citation, language)
        yield from _wrapped(f"[{number}] {source_text(citation, language)}", "      ", "          ")
        for mark in (*((origin,) if origin else ()), *citation_marks(citation, language)):
            yield from _wrapped(f"! {mark}", "      ", "        ")
    for figure in cell.figures:
        yield from _wrapped(say(figure.record).text, "    ", "    ")
        source = source_text(comparison.citation(figure.citation), language)
        yield from _wrapped(f"[{figure.citation}] {source}", "      ", "          ")
        for note in figure_notes(figure, comparison, language):
            yield from _wrapped(f"! {note}", "      ", "        ")


def _wrapped(text: str, first: str = "", rest: str = "") -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=rest)
