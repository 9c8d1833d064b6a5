"""What changes the library: a file added, a description corrected, a document removed. With a key only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import abort, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import TooManyRequests

from corpus.decisions import STATUS_NAMES
from corpus.errors import QuestionError
from corpus.kinds import KIND_NAMES
from index.store import Store
from web.api.context import Context
from web.api.documents import document_item, opened
from web.api.fields import MOST_OF_A_NAME, Choice, Day, Field, File, Shaped, Text, Year
from web.api.jobs import Delivery, Job
from web.api.operation import Asked, Reply
from web.api.schema import Says
from web.describe import describe
from web.documents import file_name, record_of
from web.messages import error_message
from web.options import official
from web.report import report_json

LONGEST_NAME = 120
SECONDS_TO_WAIT = 10
DESCRIBING = (
    Field(
        "municipality",
        Text(MOST_OF_A_NAME, name=True),
        Says("Gemeente of organisatie.", "Municipality or organisation."),
    ),
    Field("title", Text(300, name=True), Says("Titel.", "Title.")),
    Field("kind", Choice(tuple(sorted(KIND_NAMES))), Says("Soort document.", "Kind of document.")),
    Field("year_from", Year(), Says("Eerste jaar waar het over gaat.", "First year it is about.")),
    Field("year_to", Year(), Says("Laatste jaar waar het over gaat.", "Last year it is about.")),
    Field("status", Choice(STATUS_NAMES), Says("Hoe ver het is.", "How far it is.")),
    Field("date", Day(), Says("Datum van het document of besluit.", "Date of the document or decision.")),
    Field(
        "part_of",
        Text(120, name=True),
        Says("Van welk geheel het een deel is.", "Of which whole it is a part."),
    ),
)
A_FILE = Field(
    "file",
    File(),
    Says(
        "Het bestand: PDF, HTML, DOCX, ODT, CSV, tekst of Markdown.",
        "The file: PDF, HTML, DOCX, ODT, CSV, text or Markdown.",
    ),
    required=True,
)


def camel(name: str) -> str:
    """Return a name of a field as addresses write it: ``year_from`` is ``yearFrom``."""
    head, *rest = name.split("_")
    return head + "".join(word.title() for word in rest)


# Beside the file and not in its form: of text in a form nobody can tell what type it was.
SAID_WITH_A_FILE = tuple(replace(field, name=camel(field.name)) for field in DESCRIBING)
JOB = (
    Field(
        "jobId",
        Shaped("j[0-9a-f]{16}"),
        Says("Nummer van de aanlevering.", "Number of the delivery."),
        required=True,
    ),
)


def add_document(context: Context, asked: Asked) -> Reply:
    """Take a file, to be added when its turn comes."""
    return _delivered(context, asked, _said(asked, camel), None)


def add_version(context: Context, asked: Asked) -> Reply:
    """Take a file that is the new version of a document."""
    with context.engine().snapshot() as snapshot:
        record = record_of(snapshot.documents(), asked["documentId"])
    return _delivered(context, asked, {}, record.origin)


def _delivered(context: Context, asked: Asked, said: dict[str, object], version_of: str | None) -> Reply:
    given: FileStorage = asked["file"]
    name = file_name(given.filename or "")[-LONGEST_NAME:]
    job = context.jobs.start(Delivery(given.read(), name, said, version_of))
    if job is None:
        raise TooManyRequests("too_many_files", retry_after=SECONDS_TO_WAIT)
    context.audit(asked.key, "sent", name)
    return Reply(
        job_content(job, context.settings.language),
        headers={"Location": url_for("api.getJob", jobId=job.job_id)},
    )


def change_document(context: Context, asked: Asked) -> Reply:
    """Correct what is known about a document; what is said stays said of a new version too."""
    document_id, said = asked["documentId"], _said(asked, str)
    store = Store(context.settings.library)
    try:
        with store.snapshot() as snapshot:
            opened(snapshot, document_id)
        if not said:
            raise QuestionError("nothing_said")
        context.audit(asked.key, "edited", document_id)
        describe(store, document_id, said)
        with store.snapshot() as snapshot:
            found = document_item(record_of(snapshot.documents(), document_id))
    finally:
        store.close()
    return Reply(found)


def remove_document(context: Context, asked: Asked) -> Reply:
    """Remove a document in all its versions, the originals too."""
    library, document_id = context.engine(), asked["documentId"]
    with library.snapshot() as snapshot:
        record = record_of(snapshot.documents(), document_id)
    context.audit(asked.key, "removed", f"{document_id} {record.description.title}")
    library.remove(document_id)
    return Reply(None)


def _said(asked: Asked, spelled: Callable[[str], str]) -> dict[str, object]:
    """Return what is said about a document, of which the request spells the fields so; raises QuestionError
    ``years_reversed``."""
    given = {field.name: asked[spelled(field.name)] for field in DESCRIBING}
    said = {name: value for name, value in given.items() if value is not None}
    first, last = said.get("year_from"), said.get("year_to")
    if first and last and first > last:
        raise QuestionError("years_reversed", first=first, last=last)
    if "municipality" in said:
        said["municipality"] = official(said["municipality"])
    return said


def job(context: Context, asked: Asked) -> Reply:
    """Tell how far a file is that was sent in."""
    found = context.jobs.get(asked["jobId"])
    if found is None:
        abort(404, "no_such_job")
    return Reply(job_content(found, context.settings.language))


def jobs(context: Context, asked: Asked) -> Reply:
    """List the files that were sent in, the latest first."""
    from_, most = asked["offset"], asked["limit"]
    found = context.jobs.listed()
    items = [job_content(item, context.settings.language) for item in found[from_ : from_ + most]]
    return Reply({"total": len(found), "jobs": items}, total=len(found))


def job_content(job: Job, language: str) -> dict[str, Any]:
    """Return a job for programs; the names of files are those that were sent."""
    files = report_json(job.outcomes, language)["files"]
    for item in files:
        # Below the place where it was put, an archive has names of its own.
        item["path"] = "/".join([job.name, *item["path"].split("/bestand/", 1)[1:]])
    return {
        "job_id": job.job_id,
        "state": job.state.value,
        "file": job.name,
        "created": job.created.isoformat(timespec="seconds"),
        "finished": job.finished.isoformat(timespec="seconds") if job.finished else None,
        "files": files,
        "reason": error_message(job.error, language) if job.error else None,
    }
