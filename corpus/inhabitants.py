"""How many people live in each municipality: ``vendored/inwoners.csv``; its README says whose it is."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

# Other names of the same municipality; every further former name is of one that merged into it.
TRANSLATED = frozenset(
    {"Den Haag", "Den Bosch", "De Friese Meren", "Noordoost-Friesland", "Tietjerksteradeel"}
    | {"Zuidwest-Friesland"}
)
SOURCE = "CBS, Kerncijfers wijken en buurten 2024"


@dataclass(frozen=True, slots=True)
class Inhabitants:
    """The people of a municipality (CBS code "gm0109") on 1 January of a year."""

    code: str
    name: str
    year: int
    number: int


@cache
def inhabitants() -> dict[str, Inhabitants]:
    """Return the inhabitants of every municipality, by its code."""
    text = files("corpus").joinpath("vendored/inwoners.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {
        row["code"]: Inhabitants(row["code"], row["name"], int(row["year"]), int(row["inhabitants"]))
        for row in rows
    }
