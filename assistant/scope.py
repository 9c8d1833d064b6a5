"""Whether evidence is of the years, the month and the part of a document that a question names, and what
a search was within."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.reply import Searched, Understood
from assistant.retrieve import Evidence
from index.engine import DocumentRecord

# A budget of a municipality holds the estimates of the three years after it (Gemeentewet, article 190).
BUDGETED_AHEAD = 3
MONTHS = "januari februari maart april mei juni juli augustus september oktober november december".split()
MONTH = re.compile(rf"\b({'|'.join(MONTHS)})\s+((?:19|20)\d{{2}})\b", re.IGNORECASE)
DECIDES = re.compile(
    r"\b(?:besloot|besloten|besluit(?:en)?|besliste|stelde\b.*\bvast|vergader\w*|raadsvergadering|motie|"
    r"amendement|stemde)\b",
    re.IGNORECASE,
)
PART = re.compile(r"\b(programma|hoofdstuk|paragraaf|thema)\s+(\d+)\b", re.IGNORECASE)


def is_of_the_time(evidence: Evidence, understood: Understood) -> bool:
    """Evidence is of a year when its document covers it, or its text names it; of a month in which
    something was decided when its document is of that month, or its text names it."""
    return _of_the_years(evidence, understood) and _of_the_month(evidence, understood)


def _of_the_years(evidence: Evidence, understood: Understood) -> bool:
    if not understood.years:
        return True
    about = evidence.hit.passage.document.description
    first, last = about.year_from, about.year_to or about.year_from
    if about.kind == "begroting" and last:
        last += BUDGETED_AHEAD
    text = evidence.hit.passage.text
    if understood.since and (last or 0) >= understood.since:
        return True
    return any(
        (first is None or (first <= year <= (last or first))) or str(year) in text
        for year in understood.years
    )


def _of_the_month(evidence: Evidence, understood: Understood) -> bool:
    named = MONTH.search(understood.asked)
    date = evidence.hit.passage.document.description.date or ""
    if not named or len(date) < len("2015-06") or not DECIDES.search(understood.asked):
        return True
    month = f"{named.group(2)}-{MONTHS.index(named.group(1).lower()) + 1:02}"
    return date.startswith(month) or " ".join(named.groups()).lower() in evidence.hit.passage.text.lower()


def is_of_the_part(evidence: Evidence, understood: Understood) -> bool:
    """Evidence is of a numbered part ("programma 4") unless its document is another part of the whole:
    what that says of the part is a reference to it."""
    asked = PART.search(understood.asked)
    own = PART.search(evidence.hit.passage.document.description.part_of or "")
    if not asked or not own or asked.group(1).lower() != own.group(1).lower():
        return True
    return asked.group(2) == own.group(2)


def searched_in(within: Sequence[DocumentRecord]) -> Searched:
    """Return what was searched, of the documents that a search is within."""
    places = [d.description.speaker for d in within]
    years = [y for d in within for y in (d.description.year_from, d.description.year_to) if y]
    parts = [d.description.part_of for d in within if d.description.part_of]
    return Searched(
        municipalities=tuple(dict.fromkeys(places)),
        documents=len(within),
        years=(min(years), max(years)) if years else None,
        parts=tuple(parts),
        refers_to=tuple(dict.fromkeys(t for d in within for t in d.description.refers_to)),
        unread=tuple((d.description.title, d.coverage.unread) for d in within if d.coverage.unread),
    )
