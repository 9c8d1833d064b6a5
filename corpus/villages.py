"""The villages and towns of the Netherlands, each with its municipality.

``vendored/villages.csv`` has the official names; its README says whose it is.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from corpus.municipalities import find_municipality, fold

# What tells one Hengelo from another in the official name: "Hengelo (Gld)", "Well L", "Katwijk NB".
WHICH_ONE = re.compile(r"\s+(?:\([A-Za-z]+\)|[A-Z]{1,2}|Gld|Gn|Ut)$")
PART = re.compile(r"[^\W_]+")
# Other spellings of the first word of an official name.
ALSO_WRITTEN = {"st": "sint", "sint": "st", "1e": "eerste", "2e": "tweede"}
# Villages whose name is far better known as that of something larger.
NAMED_LARGER = frozenset({"nederland", "zeeland"})


@dataclass(frozen=True, slots=True)
class Village:
    """A place of residence; ``municipality`` is the official name of the one it lies in."""

    name: str
    municipality: str


@cache
def villages() -> dict[str, tuple[Village, ...]]:
    """Return the villages of each name, as ``key`` writes it; more than one for a shared name."""
    text = files("corpus").joinpath("vendored/villages.csv").read_text(encoding="utf-8")
    found: dict[str, list[Village]] = {}
    for row in csv.DictReader(text.splitlines()):
        name = WHICH_ONE.sub("", row["name"])
        place = find_municipality(row["code"])
        if place is None or key(name) in NAMED_LARGER:
            continue
        for written in spellings(key(name)):
            found.setdefault(written, []).append(Village(name, place.name))
    return {name: tuple(dict.fromkeys(places)) for name, places in found.items()}


def key(name: str) -> str:
    """Return a name as it is looked up: small letters without accents, words with a space between."""
    return " ".join(PART.findall(fold(name)))


def spellings(name: str) -> tuple[str, ...]:
    """Return the ways to write a name: "2e exloermond", "tweede exloermond"."""
    first, _, rest = name.partition(" ")
    other = ALSO_WRITTEN.get(first)
    return (name, f"{other} {rest}") if other and rest else (name,)
