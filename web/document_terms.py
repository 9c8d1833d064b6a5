"""What is kept about documents and figures in fixed Dutch words, in the language of a reader."""

from __future__ import annotations

import re
from decimal import Decimal

STATUSES = {"concept": "draft", "vastgesteld": "adopted", "geamendeerd": "amended by the council"}
# What the council calls it, few know.
PLAIN_STATUSES = {"geamendeerd": "gewijzigd door de raad"}
MEASURES = {
    "actuele begroting": "current budget",
    "begroting": "budget",
    "krediet": "investment budget",
    "meerjarenraming": "multi-year estimate",
    "mutatie": "change",
    "norm": "standard",
    "peilwaarde": "baseline",
    "primitieve begroting": "original budget",
    "prognose": "forecast",
    "rekening": "actual",
    "saldo": "balance",
    "stand": "level",
    "streefwaarde": "target",
    "tarief": "rate",
    "verschil": "difference",
}
SIDES = {"lasten": "expenses", "baten": "income", "saldo": "balance"}
PARTS = {
    "deel": "part",
    "hoofdstuk": "chapter",
    "opgave": "task",
    "pagina": "page",
    "paragraaf": "section",
    "pijler": "pillar",
    "programma": "programme",
    "taakveld": "taakveld",
    "thema": "theme",
}
WHOLES = {
    "de begroting": "the budget",
    "de jaarstukken": "the annual report",
    "het beleidsplan": "the policy plan",
}
# "programma 2 van de begroting 2021", as it is made of a title.
PART = re.compile(rf"({'|'.join(PARTS)}) ([\d.-]+)(?: van ({'|'.join(WHOLES)})( \d{{4}}(?:-\d{{4}})?)?)?")


def status_word(status: str, language: str = "nl") -> str:
    """Return how far a document came: "vastgesteld", "adopted"."""
    return (STATUSES if language == "en" else PLAIN_STATUSES).get(status, status)


def part_word(part: str, language: str = "nl") -> str:
    """Return which part of a whole it is; one that somebody described in words of their own stays so."""
    found = PART.fullmatch(part)
    if language != "en" or not found:
        return part
    whole = f" of {WHOLES[found[3]]}{found[4] or ''}" if found[3] else ""
    return f"{PARTS[found[1]]} {found[2]}{whole}"


def measure_word(measure: str | None, language: str = "nl") -> str:
    """Return what was measured: "rekening", "actual"; nothing where that is not known."""
    return MEASURES.get(measure or "", measure or "") if language == "en" else measure or ""


def side_word(side: str | None, language: str = "nl") -> str:
    """Return the side of a budget: "lasten", "expenses"; nothing where that is not known."""
    return SIDES.get(side or "", side or "") if language == "en" else side or ""


def number_text(number: Decimal | int | None, language: str = "nl") -> str:
    """Return a number as a language writes it: "1.234,5", "1,234.5"; nothing where there is none."""
    if number is None:
        return ""
    text = f"{number:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text if language == "en" else text.translate(str.maketrans(",.", ".,"))
