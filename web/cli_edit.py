"""The command that corrects what is known about a document: edit."""

from __future__ import annotations

import click

from assistant.settings import Settings
from corpus.dates import first_date, month_of
from corpus.decisions import STATUS_NAMES
from corpus.errors import QuestionError
from corpus.kinds import KIND_NAMES
from index.store import Store
from web.about import description_lines
from web.describe import describe
from web.messages import message
from web.options import said_years, with_library


@click.command()
@click.argument("document_id", metavar="NUMMER")
@click.option("--municipality", help="Gemeente of organisatie van dit document.")
@click.option("--title", help="Titel van het document.")
@click.option("--kind", type=click.Choice(sorted(KIND_NAMES)), help="Soort document.")
@click.option("--year", help="Jaar of jaren, zoals 2019 of 2017-2020.")
@click.option("--status", type=click.Choice(STATUS_NAMES), help="Hoe ver het document is.")
@click.option("--date", "date", metavar="DATUM", help="Datum van het document of van het besluit.")
@click.option("--part-of", help="Van welk geheel dit een deel is.")
@with_library
def edit(
    settings: Settings, document_id: str, year: str | None, date: str | None, **fields: str | None
) -> None:
    """Verbeter wat bekend is over een document; het wordt niet opnieuw gelezen."""
    words = {name: value.strip() for name, value in fields.items() if value and value.strip()}
    said = {**words, **said_years(year), **_date(date)}
    about = describe(Store(settings.library), document_id, said)
    click.echo(message("edited", settings.language, document_id=document_id))
    click.echo("\n".join(description_lines(about, settings.language)))


def _date(text: str | None) -> dict[str, object]:
    """Return the date as ISO, or year and month; raises QuestionError ``bad_date``."""
    if not text:
        return {}
    found = first_date(text) or month_of(text)
    if not found:
        raise QuestionError("bad_date", value=text)
    return {"date": found}
