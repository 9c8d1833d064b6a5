"""Who decided what on which day, and how far a document came: concept, vastgesteld, geamendeerd."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.dates import dates, first_date, month_of

STATUS_NAMES = ("concept", "vastgesteld", "geamendeerd")
NAMED_STATUSES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (status, re.compile(pattern, re.IGNORECASE))
    for status, pattern in (
        ("geamendeerd", r"\bgeamendeerd"),
        (
            "concept",
            r"\bconcept|\bontwerp[- ]?(?:nota|plan|begroting|visie|verordening|beleid\w*|jaarstuk\w*)",
        ),
        (
            "vastgesteld",
            r"\bvastgesteld (?:door|in) de (?:gemeente)?raad|^\s*vastgesteld\b|\bvastgesteld\s*$",
        ),
    )
)
# In the text "het concept" is any idea, and what the council adopted any other document: there a
# status counts only where it is said of this one.
OWN_STATUSES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (status, re.compile(pattern, re.IGNORECASE | re.MULTILINE))
    for status, pattern in (
        (
            "concept",
            r"\bconcept-?(?:beleid|versie|plan|nota|visie|begroting|verordening|stuk|tekst)"
            r"|\bontwerp-?(?:nota|plan|begroting)|^\W*status\s*:?\s*(?:concept|ontwerp)\b",
        ),
        ("geamendeerd", r"^\W*geamendeerd|\bgeamendeerd\s*$"),
        (
            "vastgesteld",
            r"^\W*(?:aldus )?vastgesteld (?:door|in|bij|op)\b.*\braad|^\W*status\s*:?\s*vastgesteld\b",
        ),
    )
)
BODIES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (body, re.compile(pattern, re.IGNORECASE))
    for body, pattern in (
        ("algemeen bestuur", r"\balgemeen bestuur\b|\bhet AB\b"),
        ("dagelijks bestuur", r"\bdagelijks bestuur\b|\bhet DB\b"),
        ("provinciale staten", r"\bprovinciale staten\b"),
        ("gedeputeerde staten", r"\bgedeputeerde staten\b"),
        ("college", r"\bcollege(?:vergadering)?\b|\bburgemeester en wethouders\b|\bB\s?(?:en|&)\s?W\b"),
        ("gemeenteraad", r"\b(?:gemeente)?raad(?:svergadering)?\b"),
        ("burgemeester", r"\bde burgemeester\b"),
    )
)
# A body that is spoken to ("brief aan de raad") or that only asked did not decide.
NOT_DECIDING = re.compile(
    r"\b(?:aan|voor|naar|namens|(?:voorstel|advies|verzoek|initiatief|brief)\s+van)\s+(?:(?:de|het)\s+)?$",
    re.IGNORECASE,
)
# Sentences that say of this document that it was decided on, a date in them or straight after.
SIGNED = re.compile(
    r"\b(?:aldus\s+(?:besloten|vastgesteld|gedaan)|vastgesteld\s+(?:door|in|bij|op)|besloten\s+in)\b"
    r"[^\n]{0,160}",
    re.IGNORECASE,
)
ALDUS = re.compile(r"^aldus\b", re.IGNORECASE)
AGREED = re.compile(
    r"(?:raad|bestuur|college|wethouders)\b.{0,60}?\b(?P<have>heeft|hebben)\s+op\b.{0,120}?"
    r"\b(?P<what>ingestemd|vastgesteld|aangenomen|verworpen)\b",
    re.IGNORECASE,
)
SENTENCE_ENDS = re.compile(r"[.\n]")
PLACE_AND_DATE = re.compile(
    r"[A-Z’'][\w’' -]{2,30},\s*(?P<date>[^\n]{6,40}?)\s+"
    r"(?P<body>de (?:gemeente)?raad voornoemd|het algemeen bestuur voornoemd)",
    re.IGNORECASE,
)
OUTCOME = re.compile(
    r"\b(?:stemming|uitslag|besluit|resultaat|status|de (?:motie|raad)|het (?:amendement|voorstel)|motie"
    r"|amendement)\b[^.\n]{0,60}\b(?P<what>aangenomen|verworpen|ingetrokken|aangehouden)\b",
    re.IGNORECASE,
)
VOTED = frozenset({"amendement", "motie"})
ENACTED = frozenset({"raadsvoorstel", "verordening"})
LABELLED_DATE = re.compile(
    r"\b(?:datum(?: (?:raads)?vergadering| raad| college| besluit| PM| opgesteld)?|d\.d\.|raadsvergadering"
    r"|vergadering(?: van)?|vergaderdatum)\b[\s:|]*(?:d\.d\.|van|op)?[\s:|]*(?P<rest>[^\n]{6,80})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision about the document; any part may be unknown."""

    date: str | None = None
    body: str | None = None
    decision: str | None = None
    sure: float = 0.0


NOT_DECIDED = Decided()
# What is signed stands at the end, or straight at the start.
ENDS = 2_500


def status_of(name: str, title: str, text: str, decided: Decided) -> tuple[str | None, float]:
    """Return how far the document came, and how sure that is."""
    for place, sure, statuses in (
        (f"{title}\n{name}", 0.9, NAMED_STATUSES),
        (text[:1500], 0.5, OWN_STATUSES),
    ):
        for status, pattern in statuses:
            if pattern.search(place):
                return status, max(sure, decided.sure if status == decided.decision else 0.0)
    if decided.decision == "vastgesteld" and decided.sure >= 0.7:
        return "vastgesteld", decided.sure
    return None, 0.0


def decision_in(text: str, kind: str) -> Decided:
    """Return the decision that the text says was made on this document."""
    for decided in (_signed(text), _voted(text) if kind in VOTED else NOT_DECIDED):
        if decided.decision:
            return decided
    if kind in ENACTED | VOTED:
        match = next(iter(PLACE_AND_DATE.finditer(text[-ENDS:])), None)
        date = first_date(match["date"]) if match else None
        if match and date:
            return Decided(date, first_body(match["body"]), "vastgesteld" if kind in ENACTED else None, 0.8)
    return _agreed(text[:ENDS], kind)


def date_of(
    title: str, lines: Sequence[str], decided: Decided, of_file: str | None
) -> tuple[str | None, float]:
    """Return the date of the document or its decision, ISO, or year and month; and how sure it is.

    ``of_file`` is the date that the file says of itself.
    """
    if decided.date:
        return decided.date, decided.sure
    opening = "\n".join(lines)
    if date := first_date(title):
        return date, 0.9
    for match in LABELLED_DATE.finditer(opening):
        if date := first_date(match["rest"]):
            return date, 0.8
    for line in lines[:12]:
        if len(line) < 80 and (date := first_date(line) or month_of(line)):
            return date, 0.6
    return (of_file, 0.4) if of_file else (None, 0.0)


def _signed(text: str) -> Decided:
    """Return what the formula at the end says ("Aldus vastgesteld in de raad van 3 mei 2024").

    "Aldus" is said of the document itself, wherever it stands; the other formulas open a line near
    the start or the end.
    """
    for match in SIGNED.finditer(text):
        words, start = match[0], match.start()
        at_an_end = start < ENDS or start > len(text) - ENDS
        own = ALDUS.match(words) or (at_an_end and _opens_line(text, start))
        body, date = first_body(words), first_date(words)
        if own and (body or date):
            decided = first_body(words) or first_body(text[match.end() : match.end() + 80])
            said = "vastgesteld" if body != "college" or "vastgesteld" in words.lower() else "besloten"
            return Decided(date, decided, said, 0.9 if date else 0.7)
    return NOT_DECIDED


def _opens_line(text: str, start: int) -> bool:
    """Tell whether nothing but marks stands before ``start`` on its line."""
    return not text[max(0, start - 20) : start].rpartition("\n")[2].strip(" *•-–_(")


def _voted(text: str) -> Decided:
    match = OUTCOME.search(text)
    if not match:
        return NOT_DECIDED
    near = text[max(0, match.start() - 200) : match.end() + 200]
    return Decided(next((d.iso for d in dates(near)), None), "gemeenteraad", match["what"].lower(), 0.7)


def _agreed(text: str, kind: str) -> Decided:
    """Return the decision that a sentence near the start tells of this kind of document."""
    for sentence in SENTENCE_ENDS.split(text):
        match = AGREED.search(sentence)
        if match and (kind in ("webpagina", "overig") or kind in sentence.lower()):
            who = first_body(sentence[: match.start("have")])
            return Decided(first_date(sentence), who, match["what"].lower(), 0.6)
    return NOT_DECIDED


def first_body(words: str) -> str | None:
    """Return the body that is named first, other than to be spoken to or to have proposed something."""
    named = (
        (found.start(), -found.end(), body)
        for body, pattern in BODIES
        for found in pattern.finditer(words)
        if not NOT_DECIDING.search(words[: found.start()])
    )
    return min(named, default=(0, 0, None))[-1]
