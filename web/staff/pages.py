"""The overview, the reports of visitors and the list of changes."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from web.language import current_language
from web.reports import Report
from web.staff import adding, documents, sign_in
from web.staff.answers import MOST_NOTE
from web.staff.desk import Desk
from web.staff.guard import NAME, add_guard, desk, who
from web.staff.load import folder_bytes, memory_bytes, watch
from web.staff.overview import by_place, quality
from web.staff.paging import NUMBER, page_of
from web.text import printable

LAST_CHANGES = 5
# Who came in is in the list of changes, and changed nothing.
SIGNING = ("sign_in", "sign_out", "sign_in_failed")
A_PAGE = 50
DOCUMENT_PAGE = "/documenten/"


def overview() -> str:
    """Show how the library, the reports and the server stand."""
    records, figures = desk().records(), desk().figure_counts()
    return render_template(
        "staff/overview.html",
        places=by_place(records),
        quality=quality(records, figures),
        times=desk().load.times(),
        memory=memory_bytes(),
        size=folder_bytes(desk().settings.library),
        reports=len(desk().reports.listed()),
        changes=[e for e in desk().audit.listed(A_PAGE) if e.what not in SIGNING][:LAST_CHANGES],
        jobs=[job for job in desk().inbox.latest(A_PAGE) if job.ready < len(job.items)],
        told=request.args.get("gedaan"),
    )


def reports_page(number: int | None = None, note: str = "", fault: str = "", status: int = 200) -> Response:
    """Show what visitors reported: open, and closed and not yet erased, with the notes of staff."""
    open_, closed = desk().reports.listed(), desk().reports.listed(closed=True)
    page = render_template(
        "staff/reports.html",
        open=open_,
        closed=closed,
        answers=desk().answers.of([report.number for report in (*open_, *closed)]),
        document_of=document_of,
        titles={record.document_id: record.description.title for record in desk().records()},
        at=number,
        note=note,
        fault=fault,
        most=MOST_NOTE,
        told=request.args.get("gedaan"),
    )
    return Response(page, status)


def document_of(report: Report) -> str | None:
    """Return the number of the document that a report is about, None where it is about none."""
    if not report.page.startswith(DOCUMENT_PAGE):
        return None
    return report.page.removeprefix(DOCUMENT_PAGE).partition("?")[0].partition("/")[0] or None


def answer_report(number: int) -> AnyResponse:
    """Close a report with a note, which stays beside it."""
    note = printable(request.form.get("notitie", "")).strip()
    if not note:
        return reports_page(number, note, "st_note_empty", 400)
    if len(note) > MOST_NOTE:
        return reports_page(number, note, "st_note_long", 400)
    if number not in {report.number for report in desk().reports.listed()}:
        abort(404)
    with desk().audit.change(who(), "report_closed", str(number)):
        desk().answers.keep(number, who(), note)
        desk().reports.close(number)
    return redirect(url_for("staff.reports", gedaan="report"), 303)


def audit_page() -> str:
    """Show every change, the newest first."""
    count = desk().audit.count()
    page, pages = page_of(count, A_PAGE)
    return render_template(
        "staff/audit.html",
        entries=desk().audit.listed(A_PAGE, (page - 1) * A_PAGE),
        altered=desk().audit.altered(),
        count=count,
        page=page,
        pages=pages,
    )


def megabytes(size: int | None) -> str:
    """Return a number of bytes as megabytes: "1.234"."""
    return "" if size is None else number(max(1, round(size / 1_000_000)))


def number(count: int) -> str:
    """Return a number as it is shown, in the language of the request: "4.145", "4,145"."""
    return f"{count:,}" if current_language() == "en" else f"{count:,}".replace(",", ".")


def moment(at: str) -> str:
    """Return a moment in ISO as it is shown, to the minute: "2026-11-22 08:15"."""
    return at[:16].replace("T", " ")


def add_routes(app: Flask, staff_desk: Desk) -> None:
    """Add the pages of the staff to the application; what a program that ended was doing goes on."""
    app.extensions[NAME] = staff_desk
    blueprint = Blueprint(NAME, __name__, url_prefix="/beheer")
    add_guard(app, blueprint)
    rule = blueprint.add_url_rule
    rule("", "overview", overview)
    rule("/meldingen", "reports", reports_page)
    rule(f"/meldingen/<{NUMBER}:number>", "answer_report", answer_report, methods=["POST"])
    rule("/logboek", "audit", audit_page)
    sign_in.add_routes(blueprint)
    documents.add_routes(blueprint)
    adding.add_routes(blueprint)
    app.register_blueprint(blueprint)
    app.jinja_env.filters.update(megabytes=megabytes, moment=moment, number=number)
    watch(app, staff_desk.load)
    staff_desk.resume()
