"""Sending in files, and what becomes of them: jobs that go on in the background."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as AnyResponse

from corpus.errors import QuestionError
from corpus.kinds import KIND_NAMES
from index.engine import DocumentRecord
from web.documents import file_name, places_of
from web.edits import said_of
from web.language import current_language, t
from web.messages import error_message
from web.report import coverage_words
from web.staff.guard import MOST_FILES, MOST_UPLOAD, desk, who
from web.staff.inbox import ASKED, DONE, DROPPED, WAITING, Inbox, Item, Job, Result, Sent, failed
from web.staff.overview import doubts
from web.staff.paging import NUMBER
from web.staff.work import Progress, write_down
from web.text import printable

REFRESH_SECONDS = 3
MOST_NAME = 120
MOST_SAME = 3
SAID = ("municipality", "kind", "year")
A_PAGE = 20
# What a form has beside the files: its fields, and a few lines for each file.
FORM_BYTES = 200_000


@dataclass(frozen=True, slots=True)
class Line:
    """A document of a job as it is shown: what became of it, what is known about it where it is in the
    library, and else why not; ``notes`` say what of it was not read."""

    result: Result
    record: DocumentRecord | None
    fault: str
    doubts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemView:
    """A file of a job as it is shown; ``same`` are the documents that have its name already."""

    item: Item
    lines: tuple[Line, ...]
    progress: Progress | None
    same: tuple[DocumentRecord, ...] = ()


def form(fault: str = "", status: int = 200) -> Response:
    """Show the form to send in files."""
    page = render_template(
        "staff/add.html",
        fault=fault,
        typed={name: request.form.get(name, "") if fault else "" for name in SAID},
        kinds=sorted(KIND_NAMES),
        places=places_of(desk().records()),
        most=MOST_FILES,
        megabytes=MOST_UPLOAD // 1_000_000,
        most_bytes=MOST_UPLOAD - FORM_BYTES,
        jobs=desk().inbox.latest(A_PAGE),
    )
    return Response(page, status)


def send() -> AnyResponse:
    """Keep the files that were sent, and lead to the page that shows what becomes of them."""
    given = [file for file in request.files.getlist("bestanden") if file.filename]
    if not given:
        return form("st_no_files", 400)
    if len(given) > MOST_FILES:
        return form("st_too_many_files", 400)
    try:
        typed = {name: " ".join(printable(request.form.get(name, ""))[:MOST_NAME].split()) for name in SAID}
        said = said_of(typed)
    except QuestionError as error:
        return form(t(error.code, **error.parameters), 400)
    if typed["kind"] and typed["kind"] not in KIND_NAMES:
        abort(400)
    items: list[Item] = []
    try:
        for file in given:
            items.append(_item(desk().inbox, file, said))
        desk().audit.add(who(), "sent", ", ".join(item.name for item in items))
        for result in (result for item in items for result in item.results):
            write_down(desk().audit, who(), result)  # an empty file is not waited for
        job = desk().inbox.add(who(), items)
    except BaseException:
        desk().inbox.discard(items)  # a full disk is not made fuller
        raise
    desk().worker.wake()
    return redirect(url_for("staff.job", number=job), 303)


def _item(inbox: Inbox, file: FileStorage, said: dict[str, object]) -> Item:
    name = printable(file_name(file.filename or ""))[-MOST_NAME:]
    sent = inbox.keep(file.stream, name)
    if sent.error:
        return Item(0, 0, name, "", "", said, "", DONE, results=(failed(name, sent.error),))
    state = ASKED if _is_other(sent) else WAITING
    return Item(0, 0, name, sent.kept, f"beheer/{sent.kept}", said, "", state)


def _is_other(sent: Sent) -> bool:
    """Tell whether a document has the name of a file, and other contents: then people must say what it is."""
    named = _of_name(desk().records(), sent.name)
    return bool(named) and all(record.sha256 != sent.sha256 for record in named)


def _of_name(records: Sequence[DocumentRecord], name: str) -> list[DocumentRecord]:
    """Return the documents whose file had this name, in whatever folder or archive."""
    return [record for record in records if PurePosixPath(record.source).name == name]


def job_page(number: int) -> Response:
    """Show what becomes of a job; without script the page asks again by itself, until told to stop."""
    job = desk().inbox.job(number)
    if job is None:
        abort(404)
    if job.open:
        desk().worker.wake()  # where it stopped, as on a full disk, it goes on
    page = render_template(
        "staff/job.html",
        job=job,
        items=views(job, desk().records(), desk().worker.progress),
        refresh=REFRESH_SECONDS if job.open and "stil" not in request.args else None,
        failed=sum(bool(result.code) for item in job.items for result in item.results),
        asked=any(item.state == ASKED for item in job.items),
        told=request.args.get("gedaan"),
    )
    return Response(page)


def views(job: Job, records: Sequence[DocumentRecord], progress: Progress | None) -> list[ItemView]:
    """Return the files of a job as they are shown."""
    known = {record.document_id: record for record in records}
    return [
        ItemView(
            item,
            tuple(_line(result, known.get(result.document_id or "")) for result in item.results),
            progress if progress and progress.item == item.number else None,
            tuple(_of_name(records, item.name))[:MOST_SAME] if item.state == ASKED else (),
        )
        for item in job.items
    ]


def _line(result: Result, record: DocumentRecord | None) -> Line:
    fault = error_message(result.error, current_language()) if result.error else ""
    if record is None:
        return Line(result, None, fault)
    notes = coverage_words(record.coverage, current_language())
    return Line(result, record, fault, doubts(record.description), tuple(notes))


def decide(number: int) -> AnyResponse:
    """Say of a file with a known name whether it is a new version, another document, or a mistake."""
    item = desk().inbox.item(number)
    choice = request.form.get("keuze", "")
    if item is None or not choice:
        abort(404)
    if choice == "weg":
        desk().audit.add(who(), "dropped", item.name)
        if item.state == ASKED:
            desk().inbox.finish(item, [], DROPPED)
        return redirect(url_for("staff.job", number=item.job), 303)
    records = {record.document_id: record for record in desk().records()}
    if choice != "ander" and choice not in records:
        abort(404, "no_such_document")
    origin = records[choice].origin if choice in records else ""
    after = f"{choice} {records[choice].description.title}" if choice in records else t("st_other_document")
    desk().audit.add(who(), "decided", item.name, after=after)
    desk().inbox.decide(item, origin)
    desk().worker.wake()
    return redirect(url_for("staff.job", number=item.job), 303)


def add_routes(blueprint: Blueprint) -> None:
    """Add these pages."""
    rule = blueprint.add_url_rule
    rule("/toevoegen", "add", form)
    rule("/toevoegen", "send", send, methods=["POST"])
    rule(f"/taken/<{NUMBER}:number>", "job", job_page)
    rule(f"/bestanden/<{NUMBER}:number>", "decide", decide, methods=["POST"])
