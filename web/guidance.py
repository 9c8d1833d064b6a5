"""Help in danger, introductions and contact points as words for the page and the command line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import click
from markupsafe import Markup, escape

from assistant.contacts import Contact
from assistant.danger import danger_in
from assistant.guidance import Help, Introduction, help_for
from assistant.language import language_of
from assistant.reply import Answer
from corpus.errors import BeleidswijzerError
from web.messages import message

ALARM = re.compile(r"\b112\b")
CONTACT_FIELDS = ("phone", "email", "web", "address", "hours", "social_team", "social_team_phone")


def help_by_rule(question: str) -> Help | None:
    """Return the help that must come first by rule alone, for where nothing could be searched."""
    danger = danger_in(question)
    return help_for(danger, language_of(question)) if danger and danger.first else None


@contextmanager
def help_before_error(question: str) -> Iterator[None]:
    """Show the help for a question on the terminal before an error about it is told."""
    try:
        yield
    except BeleidswijzerError:
        first = help_by_rule(question)
        if first:
            click.echo("\n".join([*help_lines(first), ""]))
        raise


def help_lines(help_: Help | None) -> list[str]:
    """Return help as lines for the terminal."""
    if help_ is None:
        return []
    numbers = [f"  {n.number + ': ' if n.number else ''}{n.text}" for n in help_.numbers]
    if not help_.first:
        return [help_.title, *numbers]
    return [f"!! {help_.title}", *([help_.now] if help_.now else []), *help_.texts, *numbers]


def introduction_lines(told: Introduction | None, answer: Answer) -> list[str]:
    """Return an introduction as lines for the terminal, with what fits the answer."""
    if told is None:
        return []
    first = [told.nothing] if answer.abstained else [told.dutch]
    unsure = [told.unsure] if answer.uncertain else []
    return [f"[{told.name}]", *first, *unsure, told.contact, told.translate]


def contact_lines(contacts: Sequence[Contact], language: str) -> list[str]:
    """Return contact points as lines for the terminal."""
    lines = []
    for contact in contacts:
        lines.append(message("contact", language, name=contact.municipality))
        lines += [f"  {label}: {value}" for label, value, _ in contact_rows(contact, language)]
    return lines


def contact_rows(contact: Contact, language: str = "nl") -> list[tuple[str, str, str]]:
    """Return label, value and address to go to (or nothing) of each field that is known."""
    rows = []
    for name in CONTACT_FIELDS:
        value: str = getattr(contact, name)
        if value:
            rows.append((message(f"contact_{name}", language), value, _address(name, value)))
    return rows


def _address(name: str, value: str) -> str:
    if name.endswith("phone"):
        return f"tel:{'+' if value.startswith('+') else ''}{re.sub('[^0-9]', '', value)}"
    if name == "email":
        return f"mailto:{value}"
    return value if name == "web" else ""


def dialled(text: str) -> Markup:
    """Return a sentence with 112 as a link that a telephone dials."""
    link = '<a class="dial" href="tel:112" dir="ltr">112</a>'
    return Markup(ALARM.sub(link, str(escape(text))))  # noqa: S704 - the sentence is escaped just before
