"""The taxonomy of local policy: topics in residents' words and in the words of policy."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

ELSEWHERE = "elders"
TAXONOMY = files("assistant").joinpath("taxonomy")


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of local policy.

    ``terms`` are the words that policy uses for it, most characteristic first; ``phrasings`` are how
    residents say it, in Dutch, and in ``other`` in English, Polish, Turkish, Arabic and Ukrainian;
    ``words`` are everyday words for it; ``taakvelden`` are codes of Iv3, the classification of municipal
    budgets; ``handled_by`` is who handles what is no matter of the municipality.
    """

    id: str
    field: str
    name: str
    name_en: str
    taakvelden: tuple[str, ...]
    terms: tuple[str, ...]
    phrasings: tuple[str, ...]
    other: tuple[str, ...]
    words: tuple[str, ...]
    handled_by: str = ""
    handled_by_en: str = ""

    @property
    def is_municipal(self) -> bool:
        """False for what another body handles (``handled_by``), and for small talk."""
        return self.field != ELSEWHERE

    @property
    def sayings(self) -> tuple[str, ...]:
        """How residents say it, in every language."""
        return self.phrasings + self.other


@cache
def load_topics() -> tuple[Topic, ...]:
    """Return every topic, by field and in the order of the files."""
    return tuple(_read())


def _read() -> Iterator[Topic]:
    for file in sorted(TAXONOMY.iterdir(), key=lambda entry: entry.name):
        if not file.name.endswith(".toml"):
            continue
        for row in tomllib.loads(file.read_text(encoding="utf-8"))["topic"]:
            yield Topic(
                id=row["id"],
                field=file.name.removesuffix(".toml"),
                name=row["name"],
                name_en=row["name_en"],
                taakvelden=tuple(row["taakveld"]),
                terms=tuple(row["terms"]),
                phrasings=tuple(row["phrasings"]),
                other=tuple(row["other"]),
                words=tuple(row["words"]),
                handled_by=row.get("handled_by", ""),
                handled_by_en=row.get("handled_by_en", ""),
            )


@cache
def taakvelden() -> dict[str, str]:
    """Return the taakvelden of Iv3: code to name, as in the Regeling informatie voor derden of 2024."""
    rows = csv.DictReader(TAXONOMY.joinpath("taakvelden.csv").read_text(encoding="utf-8").splitlines())
    return {row["code"]: row["name"] for row in rows}
