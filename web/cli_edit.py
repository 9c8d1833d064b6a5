"""The command that corrects what is known about a document: edit."""

from __future__ import annotations

import click

from assistant.settings import Settings
from corpus.decisions import STATUS_NAMES
from corpus.kinds import KIND_NAMES
from index.store import Store
from web.about import description_lines
from web.cli_audit import logged
from web.describe import describe
from web.edits import said_of
from web.messages import message
from web.options import with_library


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
def edit(settings: Settings, document_id: str, **fields: str | None) -> None:
    """Verbeter wat bekend is over een document; het wordt niet opnieuw gelezen."""
    said = said_of(fields)
    words = "; ".join(f"{name}: {value}" for name, value in fields.items() if value)
    with logged(settings, "edited", document_id, after=words):
        about = describe(Store(settings.library), document_id, said)
    click.echo(message("edited", settings.language, document_id=document_id))
    click.echo("\n".join(description_lines(about, settings.language)))
