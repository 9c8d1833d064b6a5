"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import Any

import click

from assistant.settings import LANGUAGES, Settings, load_settings
from corpus.dates import POSSIBLE_YEARS
from corpus.errors import QuestionError
from corpus.kinds import KIND_NAMES
from corpus.municipalities import find_municipality
from index.engine import Filters

Command = Callable[..., Any]
SITE = "http://127.0.0.1:8000"
KINDS = click.Choice(sorted(KIND_NAMES), case_sensitive=False)


def with_settings(command: Command) -> Command:
    """Give a command ``--lang``, and the settings in its place."""

    @click.option("--lang", type=click.Choice(LANGUAGES), help="Taal van de meldingen (nl of en).")
    @wraps(command)
    def wrapped(lang: str | None, library: Path | None = None, **options: Any) -> Any:
        return command(settings=_settings(library, lang), **options)

    return wrapped


def with_library(command: Command) -> Command:
    """Give a command ``--library`` and ``--lang``, and the settings in their place."""
    library = click.option("--library", type=click.Path(path_type=Path), help="Map van de bibliotheek.")
    return library(with_settings(command))


def with_output(command: Command) -> Command:
    """Give a command ``--output`` and ``--site``: a file to write, and the address for the links in it."""
    command = click.option(
        "--site", default=SITE, show_default=True, help="Adres van de webpagina, voor de links."
    )(command)
    return click.option(
        "--output",
        type=click.Path(path_type=Path, dir_okay=False),
        help="Schrijf naar dit bestand: .csv, .ods, .docx of .json.",
    )(command)


def _settings(library: Path | None, language: str | None) -> Settings:
    settings = load_settings()
    if library:
        settings = replace(settings, library=library.expanduser())
    return replace(settings, language=language) if language else settings


def with_filters(command: Command) -> Command:
    """Give a command the options that limit a search, and the filters in their place."""

    @click.option("--municipality", multiple=True, help="Alleen deze gemeente (mag vaker).")
    @click.option("--from-year", type=int, help="Alleen documenten over dit jaar of later.")
    @click.option("--to-year", type=int, help="Alleen documenten over dit jaar of eerder.")
    @click.option(
        "--kind",
        type=KINDS,
        metavar="SOORT",
        multiple=True,
        help="Alleen deze soort document, zoals begroting (mag vaker).",
    )
    @click.option("--all-versions", is_flag=True, help="Ook concepten en andere eerdere versies.")
    @wraps(command)
    def wrapped(
        municipality: tuple[str, ...],
        from_year: int | None,
        to_year: int | None,
        kind: tuple[str, ...],
        all_versions: bool,
        **options: Any,
    ) -> Any:
        for year in (from_year, to_year):
            if year is not None and year not in POSSIBLE_YEARS:
                raise QuestionError("bad_year", value=year)
        places = tuple(official(name) for name in municipality)
        filters = Filters(places, kind, (), from_year, to_year, all_versions)
        return command(filters=filters, **options)

    return wrapped


def official(name: str) -> str:
    """Return the official name of a municipality; another organisation keeps the name as given."""
    known = find_municipality(name)
    return known.name if known else name.strip()


def said_years(text: str | None) -> dict[str, object]:
    """Return the first and last year of "2019" or "2017-2020", as fields of a description.

    Raises QuestionError ``bad_year`` or ``years_reversed``.
    """
    if not text:
        return {}
    first, _, last = text.partition("-")
    for part in (first, last or first):
        if not (part.isdecimal() and len(part) == 4 and int(part) in POSSIBLE_YEARS):
            raise QuestionError("bad_year", value=text)
    if last and int(last) < int(first):
        raise QuestionError("years_reversed", first=first, last=last)
    return {"year_from": int(first), "year_to": int(last or first)}


as_json = click.option("--json", "json_", is_flag=True, help="Geef het resultaat als JSON.")
