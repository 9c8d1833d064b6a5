"""Trying a document: only at the machine itself, apart from the library, and thrown away."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

import web.trial
from assistant.ask import Assistant
from assistant.settings import Settings
from corpus.isolate import Readers
from index.library import Library
from index.search import Searcher
from tests.encoders import WordEncoder
from tests.pdfs import pdf, text
from web.app import create_app, service_of
from web.trial import PREFIX, Trials
from web.trial_questions import candidates, topic_of
from web.try_page import MOST_UPLOAD

HOME = {"Origin": "http://localhost"}
HTML = """<!doctype html><html lang="nl"><title>Begroting 2021</title><h1>Begroting 2021 gemeente Emmen</h1>
<h2>Leescafés voor volwassenen</h2><p>Wij openen twee leescafés voor volwassenen in de bibliotheek.</p>
<h2>Lasten zorg</h2><p>Bedragen x € 1.000</p>
<table><tr><th>Lasten</th><th>2021</th><th>2022</th></tr><tr><td>Jeugdzorg</td><td>1.250</td><td>1.300</td></tr>
<tr><td>Sport</td><td>310</td><td>305</td></tr></table></html>"""


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let every document on trial lie in a folder of the test."""
    folder = tmp_path / "tijdelijk"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


@pytest.fixture
def app(library: Library) -> Iterator[Flask]:
    """Return the application over an empty library, with the encoder that counts words."""
    settings = Settings(library=library.store.folder, trials=True)
    made = create_app(settings, Assistant(Searcher(library.store, library.encoder)))
    yield made
    service_of(made).close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a client of the application."""
    return app.test_client()


def send(client: FlaskClient, data: bytes, name: str, headers: dict[str, str] | None = None) -> TestResponse:
    """Return the answer to a form with a file."""
    return client.post("/proberen", data={"document": (BytesIO(data), name)}, headers=headers or HOME)


def ended(client: FlaskClient, address: str) -> str:
    """Return the page of a document on trial when there is no more to wait for."""
    for _ in range(600):
        shown = client.get(address).text
        if "http-equiv" not in shown:
            return shown
        time.sleep(0.05)
    raise AssertionError("still waiting")


@pytest.mark.parametrize(
    "odd",
    [
        {"environ_overrides": {"REMOTE_ADDR": "192.0.2.1"}},
        {"environ_overrides": {"REMOTE_ADDR": ""}},
        {"headers": {"Host": "beleid.example.nl"}},
        {"headers": {"X-Forwarded-For": "192.0.2.1"}},
        {"headers": {"Forwarded": "for=192.0.2.1"}},
        {"headers": {"Via": "1.1 proxy"}},
    ],
)
def test_from_elsewhere_there_is_nothing(client: FlaskClient, odd: dict[str, dict[str, str]]) -> None:
    """A request from another machine, under another name or through another program gets 404."""
    assert client.get("/proberen", **odd).status_code == 404  # type: ignore[arg-type]
    assert client.post("/proberen", **odd).status_code == 404  # type: ignore[arg-type]
    assert client.get("/proberen/x", **odd).status_code == 404  # type: ignore[arg-type]
    assert client.get("/proberen").status_code == 200


def test_another_site_cannot_send_the_form(client: FlaskClient) -> None:
    """Without the origin of this site a form is refused; a browser that hides it says whether it is ours."""
    null = {"Origin": "null"}
    for headers in (
        {"Origin": "https://evil.example"},
        null,
        null | {"Sec-Fetch-Site": "cross-site"},
        null | {"Sec-Fetch-Site": "same-site"},
        {"X-Nothing": "x"},
    ):
        assert send(client, HTML.encode(), "a.html", headers).status_code == 403
        assert client.post("/proberen/x/weg", headers=headers).status_code == 403
    assert client.post("/proberen/x/weg", headers=null | {"Sec-Fetch-Site": "same-origin"}).status_code == 303


def test_what_cannot_be_tried_is_said(client: FlaskClient) -> None:
    """Nothing, another kind of file and a file that is too large get a sentence and no trial."""
    assert "Kies eerst een document" in client.post("/proberen", headers=HOME).text
    assert "Kies eerst een document" in send(client, b"", "leeg.pdf").text
    for name in ("a.exe", "a", "a.pdf.zip", ".pdf"):
        assert "Dit soort bestand" in send(client, b"x", name).text
    assert send(client, bytes(MOST_UPLOAD + 1), "groot.pdf").status_code == 413
    assert client.post("/documenten", data=bytes(100_000), headers=HOME).status_code == 413


def test_a_document_is_read_and_asked_and_the_library_knows_nothing_of_it(
    client: FlaskClient, library: Library, own_folder: Path
) -> None:
    """The page waits without script, then says what was understood; no file of it is left."""
    answer = send(client, HTML.encode(), "begroting.html")
    assert answer.status_code == 303
    address = answer.headers["Location"]
    shown = ended(client, address)
    assert "Klaar" in shown
    assert "Emmen" in shown
    assert "1 tabel, met 4 getallen" in shown
    assert "Leescafés voor volwassenen?" in shown or "leescafés voor volwassenen?" in shown
    assert "Wij openen twee leescafés" in shown
    assert client.get(address).headers["Cache-Control"] == "no-store"
    with library.store.snapshot() as snapshot:
        assert snapshot.documents() == []
    assert not [path for path in own_folder.rglob("*") if path.is_file()]
    away = client.post(f"{address}/weg", headers=HOME)
    assert away.status_code == 303
    assert client.get(address).status_code == 404


def test_while_a_document_is_read_the_page_asks_again_by_itself(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The waiting page has a refresh and says how far it is; a second document has to wait."""
    monkeypatch.setattr(Trials, "_run", lambda *_: None)
    address = send(client, pdf(text("Rustig.")), "plan.pdf").headers["Location"]
    shown = client.get(address).text
    assert '<meta http-equiv="refresh" content="2">' in shown
    assert 'aria-current="step"' in shown
    busy = send(client, pdf(text("Rustig.")), "ander.pdf")
    assert busy.status_code == 503
    assert "Er wordt al een document gelezen" in busy.text


def test_what_was_read_is_shown_before_the_questions_are_there(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While a document is made searchable the page says what was understood of it, and goes on waiting."""
    going_on = threading.Event()
    monkeypatch.setattr(WordEncoder, "passages", lambda *_: going_on.wait(30) and None)
    address = send(client, HTML.encode(), "begroting.html").headers["Location"]
    for _ in range(600):
        shown = client.get(address).text
        if "Wat wij van het document begrijpen" in shown:
            break
        time.sleep(0.05)
    assert "1 tabel, met 4 getallen" in shown
    assert "http-equiv" in shown
    assert "trial.js" in shown
    assert "die dit document kan beantwoorden" not in shown
    going_on.set()
    assert "Dit document kunnen wij niet lezen" in ended(client, address)


def test_a_file_that_cannot_be_read_is_said_in_a_sentence(client: FlaskClient) -> None:
    """A damaged file and one with a hostile name end in words, without a traceback."""
    shown = ended(client, send(client, b"%PDF-1.7 kapot", "../../<b>kapot</b>.pdf").headers["Location"])
    assert "Dit document kunnen wij niet lezen" in shown
    assert "Traceback" not in shown
    assert "<b>kapot" not in shown


def test_nothing_is_kept_longer_than_its_time(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After its time a document on trial is gone, and so is what a killed program has left."""
    import os

    left = own_folder / f"{PREFIX}oud"
    left.mkdir()
    (left / "plan.pdf").write_bytes(b"x")
    os.utime(left, (0, 0))
    trials = Trials(WordEncoder, lambda: Readers(size=1))
    trial = trials.start(HTML.encode(), "begroting.html")
    assert trial
    assert not left.exists()
    monkeypatch.setattr(web.trial, "KEPT_SECONDS", 0)
    time.sleep(0.01)
    assert trials.get(trial.key) is None
    assert not trial.folder.exists()
    trials.close()
    assert trials.start(b"x", "a.pdf") is None


def test_a_question_is_made_of_words_that_mean_something(library: Library) -> None:
    """Numbers, codes and headings that stand in every document make no question."""
    for numbered in (
        "3.2 Jeugdhulp en onderwijs",
        "Artikel 4.1 Jeugdhulp en onderwijs",
        "Jeugdhulp en onderwijs:",
    ):
        assert topic_of(numbered) == "Jeugdhulp en onderwijs"
    for text_ in (
        "Inleiding",
        "Totaal",
        "12",
        "€ 5.000",
        "A",
        "x" * 80,
        "Wat gaan wij doen?",
        "ARBEIDS- MARKT",
    ):
        assert topic_of(text_) is None
    document = library.read(b"# Plan\n\n## Sport en spel\n\nDe gemeente helpt met sport en spel.\n", "a.md")
    assert [c.question for c in candidates(document, [])] == ["Wat staat er over sport en spel?"]


def test_trying_is_off_where_nothing_is_set(library: Library) -> None:
    """Behind a program that hides where requests come from, nobody can upload by accident."""
    made = create_app(
        Settings(library=library.store.folder), Assistant(Searcher(library.store, library.encoder))
    )
    assert made.test_client().get("/proberen", base_url="http://localhost").status_code == 404
    service_of(made).close()
