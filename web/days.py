"""Days in words, as a page and a reference say them."""

from __future__ import annotations

from corpus.dates import is_date
from corpus.document import Description
from web.language import t

# From this confidence on a date is that of the document; below it, often that of the file.
SURE_DATE = 0.6


def day_words(date: str) -> str:
    """Return an ISO date, or year and month, in words: "15 oktober 2019"; what is none as it is."""
    if not is_date(date):
        return date
    year, *rest = date.split("-")
    month = t(f"month_{int(rest[0])}")
    return f"{int(rest[1])} {month} {year}" if len(rest) > 1 else f"{month} {year}"


def day_of(about: Description) -> str:
    """Return the date of a document in words; nothing where it has none, or one that is a guess."""
    sure = dict(about.confidence).get("date", 1) >= SURE_DATE
    return day_words(about.date) if about.date and sure else ""


def date_words(about: Description) -> str:
    """Return the date of a document with what it is: "Datum: 15 oktober 2019"; nothing without one."""
    day = day_of(about)
    return t("search_date", date=day) if day else ""
