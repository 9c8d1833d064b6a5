"""Pages of documents as pictures: drawn in a process of their own, kept beside the library."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from pathlib import Path

from flask import Flask, Response, abort, request

from corpus.errors import BeleidswijzerError, ReadError
from corpus.isolate import Readers
from corpus.limits import Limits
from corpus.page_picture import WIDTHS, PagePicture
from index.engine import DocumentRecord, Engine, Filters
from index.pictures import Pictures

OpenEngine = Callable[[], Engine]
# What one page may cost; the pages of real budgets take a tenth of a second.
LIMITS = Limits(
    cpu_seconds=10, silence_seconds=10, wall_seconds=10, output_mb=10, seconds_per_mb=1, output_mb_per_mb=0
)
AT_ONCE, WAIT_SECONDS = 2, 5
USUAL = 1000
MOST_FAILURES = 500
# Part of the tag of every picture: another number where pages are drawn otherwise.
DRAWN = "1"


class NotDrawnError(BeleidswijzerError):
    """There is no picture of a page: ``busy`` where it can be tried again, else ``not_drawn``."""


class Drawer:
    """Draws pages of the documents in a library. May be used by several threads at once.

    What cannot be drawn is remembered, so that a file that takes long does so once.
    """

    def __init__(self, engine: OpenEngine, library: Path) -> None:
        self._engine = engine
        self._pictures = Pictures(library)
        self._readers = Readers(LIMITS, AT_ONCE)
        self._turn = threading.BoundedSemaphore(AT_ONCE)
        self._failed: OrderedDict[tuple[str, int], None] = OrderedDict()
        self._noting = threading.Lock()

    def draw(self, record: DocumentRecord, page: int, width: int = USUAL) -> PagePicture:
        """Return a page, counted from 1, as a picture; raises NotDrawnError."""
        kept = self._pictures.get(record.sha256, page, width)
        if kept:
            return kept
        with self._noting:
            if (record.sha256, page) in self._failed:
                raise NotDrawnError("not_drawn")
        if not self._turn.acquire(timeout=WAIT_SECONDS):
            raise NotDrawnError("busy")
        try:
            return self._drawn(record, page, width)
        finally:
            self._turn.release()

    def _drawn(self, record: DocumentRecord, page: int, width: int) -> PagePicture:
        data = self._engine().read_original(record.sha256)
        if data is None:
            raise NotDrawnError("not_drawn")
        try:
            picture = self._readers.draw(data, record.source, page, width)
        except ReadError as error:
            with self._noting:
                self._failed[record.sha256, page] = None
                if len(self._failed) > MOST_FAILURES:
                    self._failed.popitem(last=False)
            raise NotDrawnError("not_drawn") from error
        self._pictures.put(record.sha256, page, width, picture, partial(self._holds, record.sha256))
        return picture

    def _holds(self, sha256: str) -> bool:
        with self._engine().snapshot() as snapshot:
            return bool(snapshot.by_content(sha256))

    def close(self) -> None:
        """End the processes that draw."""
        self._readers.close()


def picture_response(engine: OpenEngine, drawer: Drawer, document_id: str, page: int) -> Response:
    """Send a page of a document as a picture, in one of the widths that there are."""
    with engine().snapshot() as snapshot:
        record = next(iter(snapshot.documents(Filters(documents=(document_id,)))), None)
    given = request.args.get("breed", str(USUAL))
    width = next((width for width in WIDTHS if str(width) == given), None)
    if record is None or width is None or not 1 <= page <= (record.coverage.pages or 0):
        abort(404, "no_page_picture")
    tag = f"{record.sha256[:32]}-{page}-{width}-{DRAWN}"
    if request.if_none_match.contains(tag):
        response = Response(status=HTTPStatus.NOT_MODIFIED)
    else:
        try:
            response = Response(drawer.draw(record, page, width).webp, mimetype="image/webp")
        except NotDrawnError as error:
            if error.code != "busy":
                abort(404, "no_page_picture")
            return Response(status=HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": "5"})
    response.set_etag(tag)
    # Asked again each time: a document that was removed must be gone from the next request on.
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def add_routes(app: Flask, engine: OpenEngine, drawer: Drawer) -> None:
    """Add the pictures of pages to the application."""
    app.add_url_rule(
        "/documenten/<document_id>/bladzijde/<int:page>.webp",
        "page_picture",
        partial(picture_response, engine, drawer),
    )
