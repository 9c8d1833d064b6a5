"""An installation with staff, for tests: two accounts, readers in this process, and forms to send."""

from __future__ import annotations

import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from corpus.document import Document
from corpus.raw import Progress, no_progress
from corpus.reader import read_bytes
from index.library import Library
from tests.test_web import Page, site
from web.app import service_of
from web.staff.accounts import Accounts, Role
from web.staff.desk import Desk
from web.staff.work import Worker

# As in production, but a hundred times as fast.
CHEAP = "scrypt:1024:8:1"
KEEPER, READER = ("ans", "vijf groene paarden"), ("lex", "zes blauwe bomen hier")
HOME = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
# With a file in it, so that the folder of the staff is not that of the library.
PLAN = "# Beleidsplan sport {year}\n\n## Sport\n\nDe gemeente Emmen helpt {what} aan een club in {year}.\n"


class HereReaders:
    """Reads in this process: the files of these tests are harmless."""

    def read(self, data: bytes, source: str, progress: Progress = no_progress) -> Document:
        """Return the document in these bytes."""
        return read_bytes(data, source, progress)

    def unpack(self, data: bytes, source: str) -> None:
        """Open no archive."""

    def close(self) -> None:
        """End nothing."""


def staffed(library: Library, folder: Path, **changes: object) -> Flask:
    """Return the application over a library, with a keeper and a reader."""
    app = site(library, staff=folder / "beheer.db", reports=folder / "meldingen.db", **changes)
    desk = desk_of(app)
    desk.accounts = Accounts(desk.accounts.path, CHEAP)
    for (name, password), role in ((KEEPER, Role.KEEPER), (READER, Role.READER)):
        desk.accounts.add(name, role, password)
    desk.worker = worker_of(desk, library)
    return app


def worker_of(desk: Desk, library: Library, readers: Callable[[], Any] = HereReaders) -> Worker:
    """Return one who works as in production, but reads in this process."""
    return Worker(desk.inbox, desk.audit, desk.store, lambda: library.encoder, readers)


def desk_of(app: Flask) -> Desk:
    """Return the desk of an application."""
    return service_of(app).desk


def form_of(client: FlaskClient, address: str) -> dict[str, str]:
    """Return the hidden fields of the forms on a page, of which a staff page has one value each."""
    found = Page(client.get(address).text)
    return {
        field["name"] or "": field.get("value") or ""
        for field in found.all("input")
        if field.get("type") == "hidden"
    }


def sign_in(client: FlaskClient, who: tuple[str, str] = KEEPER, **fields: str) -> TestResponse:
    """Send the form to sign in, as a browser does."""
    form = {**form_of(client, "/beheer/aanmelden"), "naam": who[0], "wachtwoord": who[1], **fields}
    return client.post("/beheer/aanmelden", data=form, headers=HOME)


def signed(app: Flask, who: tuple[str, str] = KEEPER) -> FlaskClient:
    """Return a browser in which somebody is signed in."""
    client = app.test_client()
    assert sign_in(client, who).status_code == 303
    return client


def post(client: FlaskClient, address: str, **fields: Any) -> TestResponse:
    """Send a form of a staff page, with its token and where it comes from."""
    token = form_of(client, "/beheer")["bewijs"]
    return client.post(address, data={"bewijs": token, **fields}, headers=HOME)


def upload(client: FlaskClient, *files: tuple[str, bytes], **fields: str) -> str:
    """Send in files; return the address of the page of the job when it needs no more work."""
    sent = [(BytesIO(data), name) for name, data in files]
    answer = post(client, "/beheer/toevoegen", bestanden=sent, **fields)
    assert answer.status_code == 303, answer.text
    return done(client, answer.headers["Location"])


def done(client: FlaskClient, address: str) -> str:
    """Return the address when the page of the job waits for nothing any more."""
    for _ in range(1000):
        if "data-refresh" not in client.get(address).text:
            return address
        time.sleep(0.01)
    raise AssertionError("still waiting")


def plan(year: int, what: str = "kinderen") -> bytes:
    """Return a small policy plan of Emmen."""
    return PLAN.format(year=year, what=what).encode()
