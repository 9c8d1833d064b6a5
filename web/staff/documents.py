"""Keeping the documents: the list, one document with what is known about it, its versions, removal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from corpus.decisions import STATUS_NAMES
from corpus.document import Description
from corpus.errors import LibraryError, QuestionError
from corpus.kinds import KIND_NAMES
from index.engine import DocumentRecord, Snapshot
from web.describe import with_said
from web.documents import record_of
from web.edits import said_of
from web.language import current_language, t
from web.opening import years_of
from web.report import coverage_words
from web.staff.guard import desk, who
from web.staff.inbox import WAITING, Item
from web.staff.overview import doubts
from web.staff.paging import page_of
from web.text import printable

A_PAGE = 50
MOST_TYPED = 300
LABELS = {
    "title": "st_title",
    "municipality": "st_place",
    "kind": "st_kind",
    "year": "st_years",
    "status": "st_status",
    "date": "st_date",
    "part_of": "st_part_of",
}
FIELDS = tuple(LABELS)
# What is said of the versions of a document: the texts decide, it has no newer one, or that one.
BY_TEXT, NONE, OTHER = "tekst", "geen", "stuk"


@dataclass(frozen=True, slots=True)
class Facts:
    """A document as its page shows it: figures of its tables with how many are doubtful, the number of
    its readings, the documents of which it is the newer version, and those that could be its newer one."""

    record: DocumentRecord
    figures: int
    doubtful: int
    versions: int
    newer: DocumentRecord | None
    earlier: tuple[DocumentRecord, ...]
    others: tuple[DocumentRecord, ...]
    chosen: str


def facts(snapshot: Snapshot, document_id: str) -> Facts:
    """Return what the page of a document shows; the request ends with 404 where there is none."""
    records = snapshot.documents()
    record = record_of(records, document_id)
    place = record.description.municipality
    count, doubtful = snapshot.figure_counts().get(document_id, (0, 0))
    said = snapshot.said_links()
    chosen = BY_TEXT if document_id not in said else OTHER if said[document_id] else NONE
    return Facts(
        record,
        count,
        doubtful,
        len(snapshot.text_versions(document_id)),
        next((other for other in records if other.document_id == record.newer), None),
        tuple(other for other in records if other.newer == document_id),
        tuple(r for r in records if r.description.municipality == place and r is not record),
        chosen,
    )


def list_page() -> str:
    """Show the documents, chosen by municipality and by words of title or file name."""
    place, words_, unsure = (
        request.args.get(name, "")[:MOST_TYPED] for name in ("gemeente", "zoek", "onzeker")
    )
    records = desk().records()
    found = [
        record
        for record in records
        if place in ("", record.description.municipality or "-")
        and all(
            word in f"{record.description.title} {record.source}".casefold()
            for word in words_.casefold().split()
        )
        and (not unsure or doubts(record.description))
    ]
    page, pages = page_of(len(found), A_PAGE)
    return render_template(
        "staff/documents.html",
        records=found[(page - 1) * A_PAGE : page * A_PAGE],
        found=len(found),
        total=len(records),
        places=sorted({record.description.municipality or "-" for record in records}),
        place=place,
        words=words_,
        unsure=unsure,
        page=page,
        pages=pages,
        doubts=doubts,
        told=request.args.get("gedaan"),
    )


def _facts(document_id: str) -> Facts:
    with desk().engine().snapshot() as snapshot:
        return facts(snapshot, document_id)


def typed_of(about: Description) -> dict[str, str]:
    """Return what stands in the form about a document, as somebody would type it."""
    return {
        "title": about.title,
        "municipality": about.municipality or "",
        "kind": about.kind,
        "year": years_of(about).replace(" tot en met ", "-").replace("–", "-"),
        "status": about.status or "",
        "date": about.date or "",
        "part_of": about.part_of or "",
    }


def document_page(
    document_id: str, typed: Mapping[str, str] | None = None, fault: str = "", status: int = 200
) -> Response:
    """Show a document with the forms to correct it."""
    found = _facts(document_id)
    about = found.record.description
    page = render_template(
        "staff/document.html",
        facts=found,
        record=found.record,
        about=about,
        typed=typed or typed_of(about),
        doubts=doubts(about),
        notes=coverage_words(found.record.coverage, current_language()),
        kinds=sorted(KIND_NAMES),
        statuses=STATUS_NAMES,
        fault=fault,
        job=_job(),
        told=request.args.get("gedaan"),
    )
    return Response(page, status)


def _job() -> int | None:
    """Return the number of the job from which one came, to go back to."""
    return request.values.get("taak", None, int)


def _back(document_id: str, done: str) -> AnyResponse:
    job = _job()
    if job is not None:
        return redirect(url_for("staff.job", number=job, gedaan=done), 303)
    return redirect(url_for("staff.document", document_id=document_id, gedaan=done), 303)


def edit(document_id: str) -> AnyResponse:
    """Correct what is known about a document: only what was changed is said, unless all was checked."""
    # On one line: a second one could pass for something else in the list of changes.
    typed = {name: " ".join(printable(request.form.get(name, ""))[:MOST_TYPED].split()) for name in FIELDS}
    found = _facts(document_id)
    before = typed_of(found.record.description)
    every = "gezien" in request.form
    changed = {name: value for name, value in typed.items() if value and (every or value != before[name])}
    try:
        said = said_of(changed)
    except QuestionError as error:
        fault = t(error.code, **error.parameters)
        return document_page(document_id, typed, fault, 400)
    if typed["kind"] not in KIND_NAMES or typed["status"] not in ("", *STATUS_NAMES):
        abort(400)
    if not said:
        return _back(document_id, "nothing")
    store = desk().store()
    about = with_said(store, document_id, said)
    after = typed_of(about)
    differ = [name for name in FIELDS if before[name] != after[name]]
    with desk().audit.change(
        who(),
        "edited",
        _name(found.record),
        _listed(before, differ),
        _listed(after, differ),
    ):
        _there(store.describe(document_id, about))
    return _back(document_id, "edited")


def _listed(typed: Mapping[str, str], names: Sequence[str]) -> str:
    return "; ".join(f"{t(LABELS[name])}: {typed[name] or '-'}" for name in names)


def _name(record: DocumentRecord) -> str:
    return f"{record.document_id} {record.description.title}"


def link(document_id: str) -> AnyResponse:
    """Say of which document this one is an earlier version, of none, or leave that to the texts."""
    choice, other = request.form.get("versie", ""), request.form.get("nieuwer", "")
    found = _facts(document_id)
    store = desk().store()
    newer = next((r for r in found.others if choice == OTHER and r.document_id == other), None)
    if choice not in (BY_TEXT, NONE, OTHER) or (choice == OTHER and not newer):
        return document_page(document_id, fault=t("st_choose_version"), status=400)
    before = _name(found.newer) if found.newer else "-"
    after = _name(newer) if newer else t(f"st_version_{choice}")
    try:
        with desk().audit.change(who(), "linked", _name(found.record), before, after):
            if choice == BY_TEXT:
                _there(store.forget_newer(document_id))
            else:
                _there(store.say_newer(document_id, newer.document_id if newer else None))
    except LibraryError as error:
        if error.code != "link_in_circle":
            raise
        return document_page(document_id, fault=t("st_circle"), status=400)
    return _back(document_id, "linked")


def _there(done: bool) -> None:
    """End the request with 404 where somebody else removed the document meanwhile: then the list of
    changes does not say that it was changed."""
    if not done:
        abort(404, "no_such_document")


def reread(document_id: str) -> AnyResponse:
    """Read a document again from its original, in the background."""
    record = _facts(document_id).record
    item = Item(0, 0, record.source, "", record.origin, {}, document_id, WAITING)
    desk().audit.add(who(), "reread", _name(record))
    job = desk().inbox.add(who(), [item])
    desk().worker.wake()
    return redirect(url_for("staff.job", number=job), 303)


def remove(document_id: str) -> AnyResponse:
    """Show what disappears with a document, or remove it."""
    found = _facts(document_id)
    if request.method != "POST":
        return Response(render_template("staff/remove.html", facts=found, record=found.record, job=_job()))
    record = found.record
    what = t("st_removed_what", passages=record.passages, figures=found.figures, versions=found.versions)
    with desk().audit.change(who(), "removed", _name(record), what, ""):
        _there(desk().store().remove(document_id))
    job = _job()
    if job is not None:
        return redirect(url_for("staff.job", number=job, gedaan="removed"), 303)
    return redirect(url_for("staff.documents", gedaan="removed"), 303)


def add_routes(blueprint: Blueprint) -> None:
    """Add these pages."""
    rule = blueprint.add_url_rule
    rule("/stukken", "documents", list_page)
    rule("/stukken/<document_id>", "document", document_page)
    rule("/stukken/<document_id>", "edit", edit, methods=["POST"])
    rule("/stukken/<document_id>/versie", "link", link, methods=["POST"])
    rule("/stukken/<document_id>/opnieuw", "reread", reread, methods=["POST"])
    rule("/stukken/<document_id>/verwijderen", "remove", remove, methods=["GET", "POST"])
