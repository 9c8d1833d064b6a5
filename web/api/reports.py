"""What visitors reported, for who has a key: listed, added, closed."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import abort, url_for
from werkzeug.exceptions import TooManyRequests

from assistant.question import MOST_CHARACTERS
from corpus.errors import LibraryError
from web.api.context import Context
from web.api.fields import Choice, Field, Flag, Number, Text, Yes
from web.api.filters import cut
from web.api.operation import Asked, Reply
from web.api.schema import Says
from web.reports import MOST_ADDRESS, MOST_TEXT, Kind, Report

SECONDS_TO_WAIT = 3600
NUMBER = (
    Field(
        "number",
        Number(1, 999_999_999),
        Says("Nummer van de melding.", "Number of the report."),
        required=True,
    ),
)
CLOSED = Field(
    "closed",
    Flag(),
    Says("Meldingen die afgesloten zijn.", "Reports that are closed."),
    default=False,
)
REPORTING = (
    Field(
        "kind",
        Choice(tuple(kind.value for kind in Kind)),
        Says("Er klopt iets niet, of er ontbreekt iets.", "Something is wrong, or missing."),
        required=True,
    ),
    Field("text", Text(MOST_TEXT, lines=True), Says("Wat er is.", "What is the matter."), required=True),
    Field(
        "page",
        Text(MOST_ADDRESS),
        Says(
            "De pagina waar het over gaat, zoals /documenten.",
            "The page that it is about, such as /documenten.",
        ),
        default="/",
    ),
    Field(
        "question",
        Text(MOST_CHARACTERS, lines=True),
        Says("De vraag die gesteld is.", "The question that was asked."),
    ),
)
CLOSING = (
    Field(
        "closed", Yes(), Says("Waar: de melding is klaar.", "True: the report is done with."), required=True
    ),
)


def report_content(report: Report) -> dict[str, Any]:
    """Return a report for programs."""
    return asdict(report)


def _report(context: Context, number: int) -> Report:
    """Return a report; the request ends with 404 where there is none."""
    every = [*context.reports.listed(), *context.reports.listed(closed=True)]
    found = next((report for report in every if report.number == number), None)
    if found is None:
        abort(404, "no_such_report")
    return found


def reports(context: Context, asked: Asked) -> Reply:
    """List the reports that are open, or those that are closed, the oldest first."""
    found = context.reports.listed(asked["closed"])
    items = [report_content(report) for report in cut(found, asked)]
    return Reply({"total": len(found), "reports": items}, total=len(found))


def report(context: Context, asked: Asked) -> Reply:
    """Give one report."""
    return Reply(report_content(_report(context, asked["number"])))


def add_report(context: Context, asked: Asked) -> Reply:
    """Keep a report; numbers of people and accounts in it are masked."""
    given = Report(Kind(asked["kind"]), asked["text"], asked["page"], asked["question"])
    number = context.reports.add(given)
    if not number:
        raise TooManyRequests("too_many_reports", retry_after=SECONDS_TO_WAIT)
    context.audit(asked.key, "report_added", str(number))
    location = url_for("api.getReport", number=number)
    return Reply(report_content(_report(context, number)), headers={"Location": location})


def close_report(context: Context, asked: Asked) -> Reply:
    """Close a report; one that is closed already stays as it is."""
    number = asked["number"]
    if _report(context, number).closed is None:
        context.audit(asked.key, "report_closed", str(number))
        try:
            context.reports.close(number)
        except LibraryError:
            abort(404, "no_such_report")
    return Reply(report_content(_report(context, number)))
