"""Contact points of municipalities: what an installation says about them, apart from policy."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from assistant.guidance import help_for, help_to_json
from assistant.reply import Answer
from corpus.errors import SettingsError
from corpus.municipalities import find_municipality

MOST_CHARACTERS = 300
PHONE = re.compile(r"\+?[\d ()/–-]{2,25}")
SHAPES = {
    "phone": PHONE,
    "social_team_phone": PHONE,
    "email": re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+"),
    "web": re.compile(r"https?://[^\s<>\"']+"),
}


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach a municipality; what is not known is empty."""

    municipality: str
    phone: str = ""
    address: str = ""
    hours: str = ""
    web: str = ""
    email: str = ""
    social_team: str = ""
    social_team_phone: str = ""


Contacts = Mapping[str, Contact]
NAMES = tuple(field.name for field in fields(Contact) if field.name != "municipality")


def load_contacts(path: Path | None) -> Contacts:
    """Return the contact points in a TOML file with a table for each municipality, none without one.

    Raises SettingsError ``bad_file``, ``unknown_municipality``, ``unknown_contact`` (a name that is no
    field) or ``bad_contact`` (a value of another shape).
    """
    if path is None:
        return {}
    try:
        tables = tomllib.loads(path.expanduser().read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError("bad_file", path=str(path), reason=str(error)) from error
    found = {}
    for name, table in tables.items():
        contact = _contact(str(path), name, table)
        found[contact.municipality] = contact
    return found


def _contact(path: str, name: str, table: object) -> Contact:
    official = find_municipality(name)
    if official is None:
        raise SettingsError("unknown_municipality", name=name)
    if not isinstance(table, dict):
        raise SettingsError("unknown_contact", path=path, place=name, name=name, known=", ".join(NAMES))
    for key, value in table.items():
        if key not in NAMES:
            raise SettingsError("unknown_contact", path=path, place=name, name=key, known=", ".join(NAMES))
        if not _fits(key, value):
            raise SettingsError("bad_contact", path=path, place=name, name=key, value=str(value)[:80])
    return Contact(official.name, **{key: value.strip() for key, value in table.items()})


def _fits(key: str, value: object) -> bool:
    """Tell whether a value is one line of text, in the shape of its field."""
    if not isinstance(value, str) or not value.strip() or len(value) > MOST_CHARACTERS:
        return False
    shape = SHAPES.get(key)
    return value.isprintable() and (shape is None or bool(shape.fullmatch(value.strip())))


def contacts_for(answer: Answer, contacts: Contacts, home: str | None) -> tuple[Contact, ...]:
    """Return the contact points that belong to an answer: of the municipalities that it cites and
    that the question names, and of the asker's own."""
    cited = [part.municipality for part in answer.parts if not part.aside]
    understood = answer.understood
    named = dict.fromkeys(
        [*understood.municipalities, *understood.unknown, *([home] if home else []), *cited]
    )
    return tuple(contacts[name] for name in named if name in contacts)


def beside_json(answer: Answer, contacts: Contacts, home: str | None) -> dict[str, Any]:
    """Return what stands beside an answer in its JSON: the help and the contact points."""
    return {
        "help": help_to_json(help_for(answer.danger, answer.understood.language)),
        "contacts": [asdict(contact) for contact in contacts_for(answer, contacts, home)],
    }
