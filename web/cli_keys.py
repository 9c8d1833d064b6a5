"""The commands for the keys of programs: key add, key list, key remove."""

from __future__ import annotations

import click

from assistant.settings import Settings
from web.api.keys import Keys, keys_file
from web.cli_audit import logged
from web.dutch_click import Group
from web.messages import message
from web.options import with_library


@click.group(cls=Group)
def key() -> None:
    """Beheer de sleutels waarmee andere programma's de bibliotheek mogen veranderen."""


@key.command(name="add")
@click.argument("name", metavar="NAAM")
@with_library
def add_key(settings: Settings, name: str) -> None:
    """Maak een sleutel voor een programma; u ziet hem maar één keer."""
    with logged(settings, "key_added", name):
        click.echo(Keys(keys_file(settings)).add(name))
    click.echo(message("key_added", settings.language, name=name), err=True)


@key.command(name="list")
@with_library
def list_keys(settings: Settings) -> None:
    """Toon voor welke programma's er een sleutel is."""
    found = Keys(keys_file(settings)).listed()
    if not found:
        click.echo(message("no_keys", settings.language))
    for item in found:
        click.echo(f"{item.made}  {item.name}")


@key.command(name="remove")
@click.argument("name", metavar="NAAM")
@with_library
def remove_key(settings: Settings, name: str) -> None:
    """Haal een sleutel weg; hij werkt meteen niet meer."""
    with logged(settings, "key_removed", name):
        Keys(keys_file(settings)).remove(name)
    click.echo(message("key_removed", settings.language, name=name))
