"""The commands for who may sign in at /beheer: account add, list, password, role, remove."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from assistant.settings import Settings
from corpus.errors import QuestionError
from web.dutch_click import Group
from web.messages import message
from web.options import as_json, with_library
from web.staff.accounts import COMMAND, Accounts, Role
from web.staff.audit import Audit
from web.staff.file import staff_files

ROLES = click.Choice([role.value for role in Role])


@click.group(cls=Group)
def account() -> None:
    """Beheer wie zich kan aanmelden op /beheer.

    Zonder accounts staat /beheer uit.
    """


@account.command()
@click.argument("name", metavar="NAAM")
@click.option(
    "--role",
    type=ROLES,
    default=Role.READER.value,
    help="reader ziet alles (standaard); keeper mag ook veranderen.",
)
@with_library
def add(settings: Settings, name: str, role: str) -> None:
    """Maak een account; het wachtwoord wordt gevraagd."""
    password = _asked(settings.language)
    with _audit(settings).change(COMMAND, "account_added", name, after=role):
        _accounts(settings).add(name, Role(role), password)
    click.echo(message("account_added", settings.language, name=name))


@account.command(name="list")
@as_json
@with_library
def list_(settings: Settings, json_: bool) -> None:
    """Toon de accounts."""
    found = _accounts(settings).listed()
    if json_:
        click.echo(json.dumps([asdict(one) for one in found], indent=1))
    elif not found:
        click.echo(message("no_accounts", settings.language))
    else:
        for one in found:
            click.echo(f"{one.name}  {message(f'role_{one.role.value}', settings.language)}  {one.made[:10]}")


@account.command()
@click.argument("name", metavar="NAAM")
@with_library
def password(settings: Settings, name: str) -> None:
    """Geef een account een ander wachtwoord; het wordt overal afgemeld."""
    new = _asked(settings.language)
    with _audit(settings).change(COMMAND, "password", name):
        _accounts(settings).set_password(name, new)
    click.echo(message("account_password", settings.language, name=name))


@account.command()
@click.argument("name", metavar="NAAM")
@click.argument("role", type=ROLES, metavar="ROL")
@with_library
def role(settings: Settings, name: str, role: str) -> None:
    """Geef een account een andere rol: reader of keeper."""
    with _audit(settings).change(COMMAND, "account_role", name, after=role):
        _accounts(settings).set_role(name, Role(role))
    words = message(f"role_{role}", settings.language)
    click.echo(message("account_role", settings.language, name=name, role=words))


@account.command()
@click.argument("name", metavar="NAAM")
@with_library
def remove(settings: Settings, name: str) -> None:
    """Verwijder een account; het wordt overal afgemeld."""
    with _audit(settings).change(COMMAND, "account_removed", name):
        _accounts(settings).remove(name)
    click.echo(message("account_removed", settings.language, name=name))


def _accounts(settings: Settings) -> Accounts:
    return Accounts(staff_files(settings).staff)


def _audit(settings: Settings) -> Audit:
    return Audit(staff_files(settings).audit)


def _asked(language: str) -> str:
    """Return a password that was typed twice, unseen; never one from the command line."""
    first = str(click.prompt(message("ask_password", language), hide_input=True))
    if first != click.prompt(message("ask_password_again", language), hide_input=True):
        raise QuestionError("not_same_password")
    return first
