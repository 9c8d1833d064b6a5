"""The list of documents: filtered by municipality, kind and year, with a picture of what there is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from flask import Flask, render_template, request
from werkzeug.datastructures import MultiDict

from corpus.document import Description
from index.engine import DocumentRecord, Engine
from web.language import current_language
from web.library_chart import coverage_picture
from web.opening import kind_word
from web.page_words import page_word
from web.try_page import is_local

OpenEngine = Callable[[], Engine]
UNKNOWN = "onbekend"
# A document is of every year of its period, but a period is not believed to be longer.
LONGEST_PERIOD = 25


@dataclass(frozen=True, slots=True)
class Choice:
    """What the list is limited to: a municipality, a kind and a year, each as it stands in the address;
    an empty word does not limit."""

    place: str = ""
    kind: str = ""
    year: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """A value to choose, with the number of documents that the list would then have."""

    value: str
    name: str
    count: int
    chosen: bool


def place_of(about: Description) -> str:
    """Return the municipality or body of a document."""
    return about.municipality or UNKNOWN


def years_in(about: Description) -> range:
    """Return the years that a document is about; none where they are not known."""
    if about.year_from is None:
        return range(0)
    last = min(about.year_to or about.year_from, about.year_from + LONGEST_PERIOD)
    return range(about.year_from, last + 1)


def read_choice(arguments: MultiDict[str, str]) -> Choice:
    """Return what the address asks for."""
    return Choice(*(arguments.get(name, "").strip()[:100] for name in ("gemeente", "soort", "jaar")))


def within(records: Iterable[DocumentRecord], choice: Choice) -> list[DocumentRecord]:
    """Return the documents that a choice leaves."""
    return [
        record
        for record in records
        if choice.place.casefold() in ("", place_of(record.description).casefold())
        and choice.kind in ("", record.description.kind)
        and (not choice.year or choice.year in years_of_record(record))
    ]


def years_of_record(record: DocumentRecord) -> tuple[str, ...]:
    """Return the years of a document as words, "onbekend" where they are not known."""
    return tuple(str(year) for year in years_in(record.description)) or (UNKNOWN,)


def named(value: str, language: str = "nl") -> str:
    """Return a municipality or year in words: what is not known has a word of its own."""
    return page_word("unknown", language) if value == UNKNOWN else value


def options(
    records: Sequence[DocumentRecord], choice: Choice, language: str = "nl"
) -> dict[str, list[Option]]:
    """Return the values of each filter; the counts take the other two filters into account."""
    by_place = Counter(place_of(r.description) for r in within(records, Choice("", choice.kind, choice.year)))
    by_kind = Counter(r.description.kind for r in within(records, Choice(choice.place, "", choice.year)))
    by_year = Counter(
        year
        for record in within(records, Choice(choice.place, choice.kind, ""))
        for year in years_of_record(record)
    )
    every_place = {place_of(record.description) for record in records}
    every_year = {year for record in records for year in years_of_record(record)}
    return {
        "gemeente": [
            Option(
                place, named(place, language), by_place[place], place.casefold() == choice.place.casefold()
            )
            for place in sorted(every_place, key=lambda p: (p == UNKNOWN, p.casefold()))
        ],
        "soort": [
            Option(kind, kind_word(kind, language), by_kind[kind], kind == choice.kind)
            for kind in sorted({r.description.kind for r in records})
        ],
        "jaar": [
            Option(year, named(year, language), by_year[year], year == choice.year)
            for year in sorted(every_year, key=lambda y: (y != UNKNOWN, y), reverse=True)
        ],
    }


def list_page(engine: OpenEngine) -> str:
    """Show the documents that are asked for, by municipality."""
    with engine().snapshot() as snapshot:
        records = snapshot.documents()
    choice = read_choice(request.args)
    found = within(records, choice)
    groups = [(place, list(group)) for place, group in groupby(found, lambda r: place_of(r.description))]
    language = current_language()
    held = [
        (named(place_of(about), language), about.kind, tuple(years_in(about)))
        for about in (record.description for record in found)
    ]
    return render_template(
        "documents.html",
        groups=groups,
        total=len(records),
        found=len(found),
        choice=choice,
        can_try=is_local(),
        options=options(records, choice, language),
        picture=coverage_picture(held, language),
    )


def add_routes(app: Flask, engine: OpenEngine) -> None:
    """Add the list of documents to the application."""
    app.add_url_rule("/documenten", "documents", partial(list_page, engine))
