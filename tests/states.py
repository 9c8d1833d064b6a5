"""Every page and state that a visitor can meet, served over the sample library."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

from flask import Flask

from assistant.ask import Assistant
from assistant.settings import Settings
from index.embed import Encoder
from index.files import File
from index.library import Library
from index.search import Searcher
from index.store import Store
from tests.browsing import served
from web.app import create_app, service_of
from web.demo import sample_files
from web.statements import STATEMENTS
from web.trial import Trial

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "corpus" / "voorbeeld"
CONTACTS = ROOT / "docs" / "contacts.example.toml"
HERE = {"Origin": "http://localhost"}


def asked(question: str, rest: str = "") -> str:
    """Return the address of a question."""
    return f"/?q={quote(question)}{rest}"


QUESTIONS = {
    "answer": asked("wat doen we aan laaggeletterdheid?"),
    "answer from five municipalities": asked("wat doen gemeenten aan schulden?"),
    "answer from one municipality": asked("hulp bij schulden", "&gemeente=Borger-Odoorn"),
    "answer that may not fit": asked("mijn huis is te koud"),
    "answer in Polish": asked("Gdzie mogę uczyć się niderlandzkiego?"),
    "answer in Arabic": asked("كيف أحصل على مساعدة؟"),
    "nothing found": asked("Wat kost een parkeervergunning in Emmen?", "&gemeente=Emmen"),
    "municipality that is not there": asked("krijg ik hulp bij het huishouden in Zwolle?"),
    "danger": asked("Mijn man slaat mij"),
    "danger, other": asked("ik wil dood"),
    "no question": "/?q=",
    "a very long question": asked("laaggeletterdheid " * 200),
}
PAGES = {
    "start": "/",
    "documents": "/documenten",
    "compare": "/vergelijken",
    "comparison": "/vergelijken?q=schulden",
    "comparison of years": "/vergelijken?q=mantelzorg&gemeente=Emmen&rijen=jaar",
    "comparison of two": "/vergelijken?q=armoede&gemeente=Emmen&gemeente=Tubbergen",
    "comparison without result": "/vergelijken?q=parkeervergunning",
    "comparison without rows": "/vergelijken?q=sport&rijen=jaar&gemeente=Assen",
    "comparison without subject": "/vergelijken?q=",
    "search": "/zoeken",
    "search, found": "/zoeken?q=schulden",
    "search, by document": "/zoeken?q=schulden&per=document&gemeente=Emmen",
    "search, nothing found": "/zoeken?q=zwembad+vliegveld",
    "search, not understood": "/zoeken?q=%22open",
    "search, a page of fifty": "/zoeken?q=-vliegveld",
    "search, read in another way": "/zoeken?q=van+de",
    "dossier": "/dossier",
    "interface for programs": "/api",
    "try": "/proberen",
    "trial, reading": "/proberen/reading",
    "trial, learning": "/proberen/learning",
    "trial, asking": "/proberen/asking",
    "trial, failed": "/proberen/failed",
    "trial, gone": "/proberen/gone",
    "report form": "/melden",
    "report thanks": "/melden/bedankt",
    "word list": "/woordenlijst",
    **{name: path for path, name in STATEMENTS.items()},
    "not found": "/nergens",
    "no such document": "/documenten/d000000000000",
    "fault": "/stuk",
}
ENGLISH = ("start", "answer", "nothing found", "danger", "documents", "compare", "comparison", "report form")
STATUS = {
    "no question": 400,
    "a very long question": 400,
    "comparison without subject": 400,
    "search, not understood": 400,
    "not found": 404,
    "no such document": 404,
    "trial, gone": 404,
    "fault": 500,
}
EMPTY = {"empty": "/", "empty, documents": "/documenten", "empty, compare": "/vergelijken"}
TRIED = (SAMPLE / "samenvatting-tubbergen-programmabegroting-2021-samen-redzaam.docx").read_bytes()


@dataclass(frozen=True, slots=True)
class Site:
    """A website that is being served, and the address of each of its states."""

    app: Flask
    origin: str
    states: dict[str, str]


def sample_library(folder: Path, encoder: Encoder) -> Library:
    """Return the sample library, with a draft of one document."""
    library = Library(Store(folder / "voorbeeld", create=True), encoder)
    files = sample_files(SAMPLE)
    assert not [outcome.error for outcome in library.add(files) if outcome.error]
    emmen = next(file for file in files if "emmen" in file.source)
    draft = folder / "concept.md"
    draft.write_text(emmen.path.read_text("utf-8").replace("2023", "vorig jaar", 3), "utf-8")
    (outcome,) = library.add([File(draft, draft.name, {**emmen.said, "status": "concept"})])
    assert outcome.error is None
    return library


def sample_app(library: Library, **changes: object) -> Flask:
    """Return the application over a library, with a page that fails and documents on trial."""
    folder = library.store.folder
    settings = Settings(library=folder, contacts=CONTACTS, trials=True, **changes)  # type: ignore[arg-type]
    app = create_app(settings, Assistant(Searcher(library.store, library.encoder)))

    def broken() -> str:
        raise RuntimeError("on purpose")

    app.add_url_rule("/stuk", "broken", broken)
    for stage in ("reading", "learning", "asking", "failed"):
        trial = Trial(stage, "begroting.pdf", folder / stage, time.monotonic(), stage, 31, 49)
        service_of(app).trials._trials[stage] = trial
    return app


def tried(app: Flask) -> str:
    """Return the address of a document on trial that has been read."""
    trials = service_of(app).trials
    waiting = {stage: trials._trials.pop(stage) for stage in ("reading", "learning", "asking", "failed")}
    form = {"document": (BytesIO(TRIED), "begroting.docx")}
    address = app.test_client().post("/proberen", data=form, headers=HERE).headers["Location"]
    trial = trials.get(address.rsplit("/", 1)[1])
    while trial and trial.stage not in ("done", "failed"):
        time.sleep(0.02)
    trials._trials.update(waiting)
    return address


def states_of(app: Flask) -> dict[str, str]:
    """Return the address of every state by its name."""
    states = PAGES | QUESTIONS
    states |= {f"{name}, English": f"/en{states[name]}" for name in ENGLISH}
    with service_of(app).engine().snapshot() as snapshot:
        records = snapshot.documents()
    for record in records:
        address = f"/documenten/{record.document_id}"
        ending = record.source.rsplit(".", 1)[1]
        states |= {f"document, {ending}": address, f"tables, {ending}": f"{address}/tabellen"}
        if ending == "pdf":
            states |= {"document, a page": f"{address}?bladzijde=2", "document, English": f"/en{address}"}
        if record.newer:
            states["changes"] = f"/documenten/{record.newer}/wijzigingen"
    shown = app.test_client().get(QUESTIONS["answer from one municipality"]).text
    passage = re.search(r'href="(/documenten/[^"]+start=[^"]+)"', shown)
    onwards = re.search(r'href="([^"]+vorige=[^"]+)"', shown)
    assert passage
    assert onwards
    states["document, a passage"] = passage[1].replace("&amp;", "&")
    states["answer to a further question"] = onwards[1].replace("&amp;", "&")
    states["trial, done"] = tried(app)
    states["dossier, filled"] = dossier(app)
    return states


def dossier(app: Flask) -> str:
    """Return the address of a dossier of three passages."""
    client = app.test_client()
    keys = re.findall(r'name="add" value="([^"]+)"', client.get("/zoeken?q=schulden").text)
    made = client.post("/dossier", data={"dossier": "", "add": keys[:3]}).text
    link = re.search(r'href="[^"]*(/dossier\?[^"]+)"', made)
    assert link
    return link[1].replace("&amp;", "&")


@contextmanager
def sample_site(folder: Path, encoder: Encoder) -> Iterator[Site]:
    """Serve the sample library, and beside it an empty one, until the end."""
    app = sample_app(sample_library(folder, encoder))
    empty = create_app(
        Settings(library=folder / "leeg"), Assistant(Searcher(Store(folder / "leeg", create=True), encoder))
    )
    with served(app) as origin, served(empty) as bare:
        states = {name: origin + path for name, path in states_of(app).items()}
        yield Site(app, origin, states | {name: bare + path for name, path in EMPTY.items()})
    service_of(app).close()
