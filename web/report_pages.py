"""The form with which a visitor reports a mistake or a missing document, and the thanks for it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from flask import Flask, Response, render_template, request, url_for

from assistant.question import MOST_CHARACTERS
from assistant.settings import Settings
from corpus.errors import LibraryError
from web.guard import Limit, Stamp, from_elsewhere
from web.home import with_home
from web.language import t
from web.reports import MOST_TEXT, Kind, Report, Reports, page_of, reports_file
from web.secret import secret_of
from web.text import printable, shortened

log = logging.getLogger(__name__)
# What one process takes: many more than people send, and far fewer than a program can.
MOST_AT_ONCE = 20
SECONDS = 600
SHOWN_QUESTION = 120


@dataclass(frozen=True, slots=True)
class Form:
    """A form as it is shown: what was filled in, and ``fault``, what is the matter with it."""

    kind: Kind = Kind.WRONG
    text: str = ""
    page: str = "/"
    question: str = ""
    keep: bool = False
    fault: str = ""

    @property
    def asked(self) -> str:
        """The question, cut to what a reader takes in."""
        return shortened(self.question, SHOWN_QUESTION)


def this_page() -> str | None:
    """Return the page that is being shown where that is a document, for the form to name."""
    named = page_of(request.full_path.rstrip("?"))
    return named if _of_document(named) else None


def _of_document(page: str) -> bool:
    """Tell whether a page is that of a document."""
    return page.startswith(f"{url_for('documents', mijn=None)[len(request.script_root) :]}/")


def blank_form(question: str = "") -> Form:
    """Return the form for the page that is being shown, and the question on it."""
    return Form(page=page_of(request.full_path.rstrip("?")), question=question)


def read_form(sent: Mapping[str, str]) -> Form:
    """Return what was filled in; whatever cannot be is taken as not filled in."""
    kind = sent.get("soort", "")
    return Form(
        Kind(kind) if kind in list(Kind) else Kind.WRONG,
        printable(sent.get("melding", "")).strip(),
        page_of(sent.get("bladzijde", "")),
        printable(sent.get("vraag", ""))[:MOST_CHARACTERS],
        "bewaar" in sent,
    )


def fault_of(form: Form) -> str:
    """Return what is the matter with what was filled in; nothing where all is well."""
    if not form.text:
        return t("report_empty")
    return t("report_long", most=MOST_TEXT) if len(form.text) > MOST_TEXT else ""


def form_page(stamp: Stamp, form: Form | None = None, fault: str = "", status: int = 200) -> Response:
    """Show the form on a page of its own."""
    page = render_template("report.html", form=form or Form(), fault=fault, stamp=stamp.make())
    return Response(page, status, headers={"Cache-Control": "no-store"})


def report_page(reports: Reports, stamp: Stamp, limit: Limit) -> Response:
    """Show the form, or keep what was sent and lead on to the thanks; nothing is logged of it."""
    if request.method != "POST":
        return form_page(stamp, Form(page=page_of(request.args.get("bladzijde", ""))))
    form = read_form(request.form)
    again = partial(form_page, stamp, form)
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    stamped = stamp.fits(request.form.get("stempel", ""))
    if not stamped or from_elsewhere(site, origin, request.host):
        return again(t("report_old_page"), 403)
    if fault := fault_of(form):
        return again(fault, 400)
    thanks = Response(status=303, headers={"Location": url_for("report_thanks", bladzijde=form.page)})
    if request.form.get("website"):
        return thanks  # only a program fills in what people do not see: it need not know
    if wait := limit.wait():
        busy = again(t("report_busy"), 429)
        busy.headers["Retry-After"] = str(wait)
        return busy
    question = form.question if form.keep else None
    try:
        kept = reports.add(Report(form.kind, form.text, form.page, question))
    except LibraryError as error:
        log.error("cannot keep a report: %s", error)
        kept = 0
    return thanks if kept else again(t("report_not_kept"), 503)


def thanks_page() -> str:
    """Thank for a report, with the way back to the document that it is about."""
    page = page_of(request.args.get("bladzijde", ""))
    back = f"{request.script_root}{with_home(page)}" if _of_document(page) else None
    return render_template("report_thanks.html", back=back)


def add_routes(app: Flask, settings: Settings) -> None:
    """Add the form, and what templates need to show it, to the application."""
    stamp = Stamp(secret_of(settings))
    limit = Limit(MOST_AT_ONCE, SECONDS)
    view = partial(report_page, Reports(reports_file(settings)), stamp, limit)
    app.add_url_rule("/melden", "report", view, methods=["GET", "POST"])
    app.add_url_rule("/melden/bedankt", "report_thanks", thanks_page)
    app.jinja_env.globals.update(
        blank_form=blank_form, this_page=this_page, new_stamp=stamp.make, most_reported=MOST_TEXT
    )
