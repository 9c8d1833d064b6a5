"""Decisions that a passage tells of: who decided, what, and on which day."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.dates import first_date, month_of
from corpus.decisions import NOT_DECIDED, Decided, first_body
from corpus.document import Description
from index.dutch import analyse
from index.search_query import SearchQuery

VERBS = re.compile(
    r"\b(?P<what>besloten|besluit(?:en)?|vastgesteld|ingestemd|aangenomen|verworpen|ingetrokken|aangehouden"
    r"|bekrachtigd|goedgekeurd|stelde?n?\b[^.;\n]{1,120}?\bvast|stemde?n?\b[^.;\n]{1,120}?\bin)\b",
    re.IGNORECASE,
)
ENDS = ("\n", ". ", "; ", "! ", "? ")
YEAR = re.compile(r"(?:19|20)\d\d|[Tt]weeduizend")
# Who did it, straight before the verb or after it: "door de raad vastgesteld", "vastgesteld in de raad".
DONE_BY = (
    re.compile(r"\s+(?:op\s[^,;.]{4,30}?\s)?(?:door|in)\s+(?:de|het)\s+[^,;.]{2,60}", re.IGNORECASE),
    re.compile(r"\bdoor\s+(?:de|het)\s+[^,;.]{2,60}$", re.IGNORECASE),
)
# Kinds of document that are a decision as a whole, once it is known who decided.
DECISIONS = frozenset({"amendement", "motie", "raadsvoorstel"})
LIST = "besluitenlijst"
# How a list says that something was decided: questions and announcements stand in it too.
LISTED = re.compile(
    r"\b(?:raad|college|bestuur|wethouders|burgemeester)\b(?:\W+\w+){0,3}?\W+"
    r"(?:besluit(?:en)?|besloten|stem(?:t|men)|ingestemd|stel(?:t|len)|vastgesteld)\b"
    r"|\b(?:is|wordt|werd)\b(?:\W+\w+){0,4}?\W+(?:aangenomen|verworpen|ingetrokken|aangehouden)\b",
    re.IGNORECASE,
)
# Search terms by which a question asks for decisions.
ASKED = frozenset(
    analyse(
        "besluit besloten raadsbesluit collegebesluit besluitenlijst motie amendement vastgesteld "
        "vaststellen vaststelling aangenomen verworpen ingestemd"
    ).words
)


def asks_for_decisions(query: SearchQuery) -> bool:
    """Tell whether a search has a word of decisions in what it looks for."""
    return not ASKED.isdisjoint(query.terms)


def decision_in_passage(text: str, about: Description) -> Decided:
    """Return the decision that the text of a passage tells of, where it says who decided and when in one
    sentence; in a document that is a decision as a whole, that decision."""
    if about.date and about.kind in DECISIONS and about.decided_by:
        return Decided(about.date, about.decided_by, about.decision)
    if about.date and about.kind == LIST and LISTED.search(text):
        body = about.decided_by or first_body(about.title)
        if body:
            return Decided(about.date, body, about.decision)
    return next((decided for decided in map(_told, _with_year(text)) if decided.date), NOT_DECIDED)


def _with_year(text: str) -> Iterator[str]:
    """Yield the sentences that name a year, once each."""
    after = 0
    for match in YEAR.finditer(text):
        if match.start() >= after:
            start = max(after, *(text.rfind(end, after, match.start()) + 1 for end in ENDS))
            ends = (text.find(end, match.end()) for end in ENDS)
            after = min((end for end in ends if end >= 0), default=len(text))
            yield text[start:after]


def _told(sentence: str) -> Decided:
    verb = VERBS.search(sentence)
    body = _decider(sentence, verb) if verb else None
    date = (first_date(sentence) or month_of(sentence)) if body else None
    return Decided(date, body, verb["what"].split()[0].lower()) if verb and date else NOT_DECIDED


def _decider(sentence: str, verb: re.Match[str]) -> str | None:
    """Return the body that is said to have done it, else the one that is named first."""
    after, before = DONE_BY
    done_by = after.match(sentence, verb.end()), before.search(sentence, 0, verb.start())
    told = (first_body(found[0]) for found in done_by if found)
    return next((body for body in told if body), None) or first_body(sentence)
