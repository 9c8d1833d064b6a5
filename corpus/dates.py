"""Dates and years in Dutch text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

MONTHS = "januari februari maart april mei juni juli augustus september oktober november december".split()
UNITS = "een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien".split()
TEENS = "vijftien zestien zeventien achttien negentien".split()
TENS = "twintig dertig veertig vijftig zestig zeventig tachtig negentig".split()
# Years that a document of a municipality can be about.
POSSIBLE_YEARS = range(1900, 2101)
YEARS = re.compile(
    r"(?<![\d.,])((?:19|20)\d{2})(?:\s*(?:[-–/]|t/m|tot en met)\s*((?:19|20)?\d{2})(?!\d))?(?!\d)"
)
OF_THE_YEAR = re.compile(
    r"(?:begroting|raming|jaarrekening|jaarstukken|jaarverslag|rekening|realisatie)\s+((?:19|20)\d{2})(?!\d)",
    re.IGNORECASE,
)


def _number_words() -> dict[str, int]:
    """Return the numbers 1 to 99 by their words, counting and ordinal ("vijftien", "vijftiende")."""
    words = {word: n for n, word in enumerate([*UNITS, *TEENS], 1)} | {"één": 1}
    for tens, word in enumerate(TENS, 2):
        words[word] = tens * 10
        for n, unit in enumerate(UNITS[:9], 1):
            words[f"{unit}{'ën' if unit.endswith('e') else 'en'}{word}"] = tens * 10 + n
    ordinals = {word + ("ste" if n == 8 or n >= 20 else "de"): n for word, n in words.items()}
    return {**ordinals, **words, "eerste": 1, "derde": 3}


NUMBERS = _number_words()
_WORD = "|".join(sorted(NUMBERS, key=len, reverse=True))
_MONTH = "|".join(rf"{name}|{name[:3]}\.?" for name in (*MONTHS, "mrt"))
DATE = re.compile(
    rf"(?<![\w.,/-])(?:(?P<day>\d{{1,2}})(?:e|ste|de)?|(?P<day_word>{_WORD}))\s+(?P<month>{_MONTH})\s+"
    rf"(?:(?P<year>(?:19|20)\d{{2}})|tweeduizend\s*(?:en\s*)?(?P<year_word>{_WORD}))(?!\w)"
    r"|(?<![\w.,/-])(?P<d>\d{1,2})[-/.](?P<m>\d{1,2})[-/.](?P<y>(?:19|20)\d{2})(?![\w/-]|\.\d)"
    r"|(?<![\w.,/-])(?P<iso>(?:19|20)\d{2}-\d{2}-\d{2})(?![\w/-])",
    re.IGNORECASE,
)
ISO = re.compile(r"\d{4}-\d\d(-\d\d)?", re.ASCII)
MONTH_AND_YEAR = re.compile(rf"\b(?P<month>{'|'.join(MONTHS)})\s+(?P<year>(?:19|20)\d{{2}})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in a text: where it stands and its ISO form."""

    start: int
    end: int
    iso: str


def is_date(text: str) -> bool:
    """Tell whether a text is an ISO date that there is, or year and month."""
    try:
        date.fromisoformat(text if len(text) == len("2026-01-31") else f"{text}-01")
    except ValueError:
        return False
    return ISO.fullmatch(text) is not None


def dates(text: str) -> Iterator[Dated]:
    """Yield the dates in the text, in order; an impossible one (31 februari) is passed over."""
    for match in DATE.finditer(text):
        iso = _iso(match)
        if iso:
            yield Dated(match.start(), match.end(), iso)


def first_date(text: str) -> str | None:
    """Return the first date in the text as ISO, if any."""
    return next((found.iso for found in dates(text)), None)


def month_of(text: str) -> str | None:
    """Return the first month with a year ("oktober 2023") as "2023-10", if any."""
    match = MONTH_AND_YEAR.search(text)
    if not match:
        return None
    return f"{match['year']}-{MONTHS.index(match['month'].lower()) + 1:02}"


def without_dates(text: str) -> str:
    """Return the text with a blank in place of every date, so that what is left are years."""
    return MONTH_AND_YEAR.sub(" ", DATE.sub(" ", text))


def period_in(text: str) -> tuple[int, int] | None:
    """Return the first year or period that the text names: ``(2017, 2020)``, ``(2024, 2024)``.

    A period counts before a single year; a year inside a date is none.
    """
    found = []
    for match in YEARS.finditer(without_dates(text)):
        first, last = int(match[1]), match[2] or match[1]
        until = int(last) if len(last) == 4 else first // 100 * 100 + int(last)
        found.append((first, until if first <= until <= first + 40 else first))
    return next((pair for pair in found if pair[1] > pair[0]), found[0] if found else None)


def usual_year(text: str) -> tuple[int, int] | None:
    """Return the year that a text of one year is about: the one it names most, first of all after
    "begroting" or "realisatie"."""
    counts = Counter(int(match[1]) for match in YEARS.finditer(text) if not match[2])
    counts.update({int(year): 3 * n for year, n in Counter(OF_THE_YEAR.findall(text)).items()})
    year = max(counts, key=lambda one: (counts[one], one), default=None)
    return (year, year) if year else None


def _iso(match: re.Match[str]) -> str | None:
    if match["iso"]:
        year, month, day = (int(part) for part in match["iso"].split("-"))
    elif match["y"]:
        year, month, day = int(match["y"]), int(match["m"]), int(match["d"])
    else:
        day = int(match["day"]) if match["day"] else NUMBERS[match["day_word"].lower()]
        month = _month(match["month"])
        year = int(match["year"]) if match["year"] else 2000 + NUMBERS[match["year_word"].lower()]
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _month(word: str) -> int:
    short = word.lower()[:3]
    return 3 if short == "mrt" else next(n for n, name in enumerate(MONTHS, 1) if name[:3] == short)
