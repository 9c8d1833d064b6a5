"""Try a document of one's own: only for who sits at the machine itself."""

from __future__ import annotations

from functools import partial
from pathlib import PurePosixPath

from flask import Flask, Response, abort, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from web.documents import file_name
from web.language import current_language, t
from web.messages import error_message
from web.nearby import is_nearby
from web.report import coverage_words
from web.staff.guard import from_here, session
from web.trial import ENDINGS, KEPT_SECONDS, Trials

MOST_UPLOAD = 25_000_000
# Beside the file itself there is hardly anything in the form; a file comes in chunks of 64 kB.
MOST_FIELDS, MOST_FIELD_BYTES = 4, 200_000
UPLOAD = "try_upload"
SWITCH = "TRIALS"
REFRESH_SECONDS = 2


def is_local() -> bool:
    """Tell whether trying is on, and a request comes from this machine, to its own name, through no other
    program; or is of the staff. It is off where nothing is set: a program in front may hide where a
    request comes from."""
    return bool(session()) or (bool(current_app.config.get(SWITCH)) and is_nearby())


def allow_upload() -> bool:
    """Allow a request its larger body where it brings a document to try; False for all others."""
    if request.endpoint != UPLOAD or request.mimetype != "multipart/form-data" or not is_local():
        return False
    request.max_content_length = MOST_UPLOAD
    request.max_form_memory_size = MOST_FIELD_BYTES
    request.max_form_parts = MOST_FIELDS
    return (request.content_length or 0) <= MOST_UPLOAD


def _only_here() -> None:
    if not is_local():
        abort(404)


def _same_site() -> None:
    """Refuse a form that another site sends in the visitor's name."""
    if not from_here():
        abort(403)


def form_page(fault: str | None = None, status: int = 200) -> tuple[str, int]:
    """Show the form to choose a file."""
    _only_here()
    page = render_template(
        "try.html",
        fault=t(fault) if fault else None,
        endings=ENDINGS,
        megabytes=MOST_UPLOAD // 1_000_000,
        minutes=KEPT_SECONDS // 60,
    )
    return page, status


def upload(trials: Trials) -> tuple[str, int] | AnyResponse:
    """Take one document, and lead to the page that shows how far it is."""
    _only_here()
    _same_site()
    given = request.files.get("document")
    name = file_name(given.filename or "") if given else ""
    data = given.read() if given else b""
    if not data:
        return form_page("try_nothing", 400)
    if PurePosixPath(name).suffix.casefold() not in ENDINGS:
        return form_page("try_kind", 400)
    trial = trials.start(data, name[-120:])
    if trial is None:
        return form_page("try_busy", 503)
    return redirect(url_for("trial", key=trial.key), 303)


def trial_page(trials: Trials, key: str) -> Response:
    """Show how far a document is and what was read of it, asking again until all is there."""
    _only_here()
    trial = trials.get(key)
    if trial is None:
        abort(404, "try_gone")
    waiting = trial.stage not in ("done", "failed")
    reading, language = trial.reading, current_language()
    page = render_template(
        "trial.html",
        trial=trial,
        reading=reading,
        report=trial.report,
        refresh=REFRESH_SECONDS if waiting else None,
        fault=error_message(trial.error, language) if trial.error else t("try_failed"),
        coverage=coverage_words(reading.coverage, language) if reading else [],
        minutes=KEPT_SECONDS // 60,
    )
    return Response(page, headers={"Cache-Control": "no-store"})


def throw_away(trials: Trials, key: str) -> AnyResponse:
    """Throw a document on trial away at once."""
    _only_here()
    _same_site()
    trials.throw_away(key)
    return redirect(url_for("try_document"), 303)


def add_routes(app: Flask, trials: Trials, switched_on: bool) -> None:
    """Add the pages to try a document to the application."""
    app.config[SWITCH] = switched_on
    app.add_url_rule("/proberen", "try_document", form_page)
    app.add_url_rule("/proberen", UPLOAD, partial(upload, trials), methods=["POST"])
    app.add_url_rule("/proberen/<key>", "trial", partial(trial_page, trials))
    app.add_url_rule("/proberen/<key>/weg", "try_away", partial(throw_away, trials), methods=["POST"])
