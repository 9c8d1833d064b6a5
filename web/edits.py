"""Corrections of what is known about a document, as they come from a form or a command."""

from __future__ import annotations

from collections.abc import Mapping

from corpus.dates import first_date, month_of
from corpus.errors import QuestionError
from web.options import said_years


def said_of(fields: Mapping[str, str | None]) -> dict[str, object]:
    """Return what is said as fields of a description; what is empty is not said.

    ``year`` is "2019" or "2017-2020", ``date`` a date in words or as ISO; the others are kept as they
    are. Raises QuestionError ``bad_year``, ``years_reversed`` and ``bad_date``.
    """
    words = {name: value.strip() for name, value in fields.items() if value and value.strip()}
    return {**_date(words.pop("date", None)), **said_years(words.pop("year", None)), **words}


def _date(text: str | None) -> dict[str, object]:
    """Return the date as ISO, or year and month; raises QuestionError ``bad_date``."""
    if not text:
        return {}
    found = first_date(text) or month_of(text)
    if not found:
        raise QuestionError("bad_date", value=text)
    return {"date": found}
