"""Pages of running text about the website itself, and the list of hard words."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache, partial
from importlib.resources import files
from itertools import groupby

from flask import Flask, render_template

from assistant.glossary import HardWord, glossary
from assistant.settings import Settings
from index.dutch import fold
from web.reports import KEPT_DAYS

# The path of each, and its name: that of its words, its templates and its endpoint.
STATEMENTS = {
    "/hoe-werkt-dit": "how_it_works",
    "/privacy": "privacy",
    "/toegankelijkheid": "accessibility",
}


@cache
def of_100() -> Mapping[str, int]:
    """Return the measured quality as whole numbers: of a hundred questions, or of all."""
    content = tomllib.loads(files("web").joinpath("quality.toml").read_text(encoding="utf-8"))
    return {name: round(value) for name, value in content.items()}


def contact_address(contact: str | None) -> str | None:
    """Return the address that a link to a contact leads to: a web page, or a new e-mail."""
    if not contact or contact.startswith(("https://", "http://")):
        return contact
    return f"mailto:{contact}"


def statement_page(settings: Settings, name: str) -> str:
    """Show a page of running text, in the language of the request."""
    return render_template(
        "statement.html",
        name=name,
        of_100=of_100(),
        kept_days=KEPT_DAYS,
        contact=settings.administrator,
        contact_href=contact_address(settings.administrator),
        site_address=settings.address,
    )


def by_letter(entries: Sequence[HardWord]) -> list[tuple[str, list[HardWord]]]:
    """Return the entries in order of the alphabet, by their first letter in capitals."""
    ordered = sorted(entries, key=lambda entry: (fold(entry.word), entry.word))
    return [
        (letter, list(group)) for letter, group in groupby(ordered, lambda entry: fold(entry.word)[0].upper())
    ]


def word_list_page() -> str:
    """Show every hard word that answers explain, with its explanation."""
    return render_template("word_list.html", letters=by_letter(glossary()))


def add_routes(app: Flask, settings: Settings) -> None:
    """Add the pages to the application."""
    for path, name in STATEMENTS.items():
        app.add_url_rule(path, name, partial(statement_page, settings, name))
    app.add_url_rule("/woordenlijst", "word_list", word_list_page)
