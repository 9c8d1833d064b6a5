from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient

from assistant.ask import Assistant
from assistant.settings import Settings
from corpus.document import Description
from index.files import File
from index.library import Library
from index.search import Searcher
from index.store import Store
from tests.encoders import WordEncoder
from tests.test_web import OWN_SCRIPTS, PAYLOADS, Page, page
from web.app import create_app
from web.days import date_words, day_words

DOCUMENTS: dict[str, tuple[str, dict[str, object]]] = {
    "emmen.md": (
        "# Verslag 2019\n\n## Visie\n\nDe visie is vastgesteld in de gemeenteraad op 15 oktober 2019.\n\n"
        "## Schulden\n\nInwoners met schulden krijgen hulp.\n",
        {"title": "Verslag 2019", "municipality": "Emmen", "kind": "jaarverslag", "year_from": 2019},
    ),
    "tubbergen.md": (
        "# Begroting 2021\n\n" + "".join(f"## Deel {n}\n\nSchulden post {n}.\n\n" for n in range(60)),
        {"title": "Begroting 2021", "municipality": "Tubbergen", "kind": "begroting", "year_from": 2021},
    ),
}
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Return a library of two documents, one of which tells of a decision."""
    folder = tmp_path_factory.mktemp("zoeken")
    opened = Store(folder / "bibliotheek", create=True)
    files = []
    for name, (text, said) in DOCUMENTS.items():
        (folder / name).write_text(text, encoding="utf-8")
        files.append(File(folder / name, name, said))
    assert not any(outcome.error for outcome in Library(opened, WordEncoder()).add(files))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def client(store: Store) -> FlaskClient:
    """Return a client of a website over that library."""
    return app_of(store).test_client()


def app_of(store: Store) -> Flask:
    """Return the application over a library."""
    return create_app(Settings(library=store.folder), Assistant(Searcher(store, WordEncoder())))


def test_the_form(client: FlaskClient) -> None:
    """Without a search the page is a form with help, and no more than our own scripts."""
    shown = page(client, "/zoeken")
    (form,) = shown.all("form")
    assert (form["method"], form["action"]) == ("get", "/zoeken")
    assert "Zo zoekt u precies" in shown.words
    assert [(s["src"] or "").split("?")[0] for s in shown.all("script")] == OWN_SCRIPTS
    assert [a["href"] for a in shown.all("a") if a.get("aria-current")] == ["/zoeken", "/zoeken"]


def test_every_page_leads_there(client: FlaskClient) -> None:
    """The menu has searching, the links at the bottom the dossier too."""
    links = page(client, "/documenten").links()
    assert links.count("/zoeken") == 2
    assert "/dossier" in links


def test_results(client: FlaskClient) -> None:
    """A result has its municipality, section, year, decision and marked words, and leads to its passage."""
    shown = page(client, '/zoeken?q=visie "oktober 2019"')
    assert "1 passage in 1 stuk" in shown.words
    for said in ("Emmen", "jaarstukken 2019", "Besluit: gemeenteraad, 15 oktober 2019"):
        assert said in shown.words
    assert {"visie", "oktober 2019"} <= set(shown.marks)
    (link,) = [a for a in shown.links() if a.startswith("/documenten/") and "start=" in a]
    assert "vastgesteld in de gemeenteraad" in page(client, link).marked


def test_it_is_kept_by_nobody(client: FlaskClient) -> None:
    """A search is in no cache, no search engine and no referrer."""
    for address in ("/zoeken?q=schulden", "/zoeken.atom?q=schulden"):
        headers = client.get(address).headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "Set-Cookie" not in headers
    assert 'content="noindex"' in client.get("/zoeken?q=schulden").text


def test_fifty_on_a_page(client: FlaskClient) -> None:
    """Results come fifty at a time, with a link to the next."""
    shown = page(client, "/zoeken?q=schulden post")
    assert "60 passages in 1 stuk" in shown.words
    assert len([i for i in shown.all("input") if i.get("name") == "add"]) == 50
    (following,) = [a["href"] for a in shown.all("a") if a.get("rel") == "next"]
    after = page(client, following or "")
    assert len([i for i in after.all("input") if i.get("name") == "add"]) == 10


def test_filters_are_links(client: FlaskClient) -> None:
    """A filter is a link with the number it gives; chosen it can be taken off, and stays in the form."""
    shown = page(client, "/zoeken?q=schulden")
    assert re.search(r"Emmen 1\b", shown.words)
    assert re.search(r"Tubbergen 60\b", shown.words)
    (emmen,) = [a for a in shown.links() if "gemeente=Emmen" in a]
    chosen = page(client, emmen)
    assert "1 passage in 1 stuk" in chosen.words
    assert "Gemeente: Emmen haal weg" in chosen.words
    assert [i["value"] for i in chosen.all("input") if i.get("name") == "gemeente"] == ["Emmen"]
    assert "/zoeken?q=schulden" in chosen.links()


@pytest.mark.parametrize("address", ["/zoeken", "/zoeken.atom"])
def test_a_filter_with_a_value_that_cannot_be(client: FlaskClient, address: str) -> None:
    """A kind of text that there is none of is left out, of any other filter the value finds nothing."""
    assert client.get(f"{address}?q=schulden").status_code == 200
    found = client.get(f"{address}?q=schulden&onderdeel=x")
    assert found.status_code == 200
    assert "Begroting 2021" in found.text
    assert client.get(f"{address}?q=schulden&soort=x&orgaan=x&jaar=x&status=x").status_code == 200


def test_by_document(client: FlaskClient) -> None:
    """By document each is there once, with a link to all of its passages."""
    shown = page(client, "/zoeken?q=schulden&per=document")
    assert "61 passages in 2 stukken" in shown.words
    (all_of,) = [a for a in shown.links() if "document=" in a and "per=" not in a]
    assert "60 passages in 1 stuk" in page(client, all_of).words
    names = re.findall(r'hit-title".*?<a[^>]*>(.*?)</a>', client.get("/zoeken?q=schulden&per=document").text)
    assert names
    assert all("Begroting" not in name and "Verslag" not in name for name in names)


@pytest.mark.parametrize(
    ("query", "dutch", "english"),
    [
        ('"schulden', "aanhalingsteken te weinig", "quotation mark is missing"),
        ("", "nog geen woord getypt", "not typed a word"),
        ("?!", "nog geen woord getypt", "not typed a word"),
    ],
)
def test_what_cannot_be_searched_is_told(client: FlaskClient, query: str, dutch: str, english: str) -> None:
    """What cannot be searched for is met with a sentence beside the box, in the language of the page."""
    for address, said in (("/zoeken", dutch), ("/en/zoeken", english)):
        shown = page(client, address, 400, q=query)
        assert said in shown.words
        (box,) = [i for i in shown.all("input") if i.get("id") == "zoek"]
        assert (box["value"], box["aria-invalid"]) == (query, "true")


@pytest.mark.parametrize(
    ("query", "dutch", "english"),
    [
        ("schulden de raad", "bijna overal: de, raad", "nearly everywhere: de, raad"),
        ("schulden OF", "Telt niet mee: OF", "Does not count: OF"),
        ("van de", "zoeken wij ze letterlijk", "search for them word for word"),
    ],
)
def test_how_a_search_was_read_is_told(client: FlaskClient, query: str, dutch: str, english: str) -> None:
    """What does not count, or counts in another way, is said above the results."""
    assert dutch in page(client, "/zoeken", q=query).words
    assert english in page(client, "/en/zoeken", q=query).words


def test_nothing_found(client: FlaskClient) -> None:
    """Where nothing has all of it, the page says what each word has by itself."""
    shown = page(client, "/zoeken?q=schulden xyzzy")
    assert "Geen passages gevonden" in shown.words
    assert "schulden: 61 passages" in shown.words
    assert "xyzzy: 0 passages" in shown.words


def test_nothing_left_of_what_is_only_excluded(client: FlaskClient) -> None:
    """Where no word is searched for, none is listed by itself."""
    shown = page(client, "/zoeken?q=-xyzzy&gemeente=Nergens")
    assert "Geen passages gevonden" in shown.words
    assert "Elk op zich" not in shown.words


def test_with_one_word_less(client: FlaskClient) -> None:
    """Where nothing has all words, the page says what the others find without each of them."""
    shown = page(client, "/zoeken", q="visie vastgesteld raketten")
    assert "Met één woord minder: zonder raketten: 1 passage" in shown.words
    assert "zonder visie" not in shown.words
    assert "/zoeken?q=visie+vastgesteld" in shown.links()


def test_with_one_word_less_the_rest_stays(client: FlaskClient) -> None:
    """What is excluded stays excluded, and alternatives stay alternatives."""
    shown = page(client, "/zoeken", q="schulden OF xyzzy raketten hulp -jeugd")
    asked = [parse_qs(urlsplit(href).query).get("q") for href in shown.links()]
    assert ["schulden OF xyzzy hulp -jeugd"] in asked


def test_a_guessed_date_is_no_date() -> None:
    """The date of a document is told where it is sure, and not where it may be that of the file."""
    about = Description("Nota", date="2000-01-01", confidence=(("date", 0.4),))
    assert date_words(about) == ""
    assert date_words(replace(about, confidence=(("date", 0.6),))) == "Datum: 1 januari 2000"
    assert date_words(replace(about, confidence=())) == "Datum: 1 januari 2000"


def test_words_that_do_not_count(client: FlaskClient) -> None:
    """Stop words are named, so that nobody thinks they were searched for."""
    assert "bijna overal: de, raad." in page(client, "/zoeken?q=de raad schulden").words


def test_dates_in_words(client: FlaskClient) -> None:
    """A date, or year and month, is said in words; what is none stays as somebody wrote it."""
    with client.application.test_request_context("/"):
        assert day_words("2019-10-05") == "5 oktober 2019"
        assert day_words("2019-10") == "oktober 2019"
        assert day_words("2019-13") == "2019-13"


def test_hostile_searches_are_text(client: FlaskClient) -> None:
    """What is typed comes back as text in the page, its links and its feed."""
    for payload in PAYLOADS[:4]:
        for name in ("q", "gemeente", "jaar", "volgorde", "document", "dossier", "pagina"):
            shown = client.get("/zoeken", query_string={"q": "schulden", name: payload})
            assert shown.status_code in (200, 400)
            assert len(Page(shown.text).all("script")) == len(OWN_SCRIPTS)


def test_the_feed(client: FlaskClient) -> None:
    """The feed has what RFC 4287 asks: ids that stay the same and are unlike each other, titles, moments
    with a zone, an author, and links to itself and to the page."""
    address = "/zoeken.atom?q=schulden"
    response = client.get(address)
    assert response.mimetype == "application/atom+xml"
    root = ElementTree.fromstring(response.data)  # noqa: S314  (made by ourselves)
    assert root.tag == f"{ATOM}feed"
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {"self": f"http://localhost{address}", "alternate": "http://localhost/zoeken?q=schulden"}
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == 2
    ids = [
        node.text or ""
        for node in (root.find(f"{ATOM}id"), *root.findall(f"{ATOM}entry/{ATOM}id"))
        if node is not None
    ]
    assert len(set(ids)) == 3
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", each) for each in ids)
    for part in (root, *entries):
        assert (part.findtext(f"{ATOM}title") or "").strip()
        assert re.fullmatch(
            r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)",
            part.findtext(f"{ATOM}updated") or "",
        )
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "Beleidswijzer"
    assert root.findtext(f"{ATOM}updated") == max(e.findtext(f"{ATOM}updated") or "" for e in entries)
    assert client.get(address).data == response.data
    (found,) = [
        link["href"]
        for link in page(client, "/zoeken?q=schulden").all("link")
        if link.get("rel") == "alternate"
    ]
    assert found == address
    assert page(client, links["alternate"] or "").words
    leads = entries[0].find(f"{ATOM}link")
    assert leads is not None
    assert client.get(urlsplit(leads.get("href") or "").path).status_code == 200


def test_the_english_page(client: FlaskClient) -> None:
    """The page is there in English, its feed too."""
    shown = page(client, "/en/zoeken?q=visie vastgesteld")
    assert "1 passage in 1 document" in shown.words
    assert "Decision: gemeenteraad, 15 October 2019" in shown.words
    feed = ElementTree.fromstring(client.get("/en/zoeken.atom?q=visie").data)  # noqa: S314  (our own)
    (own,) = [link.get("href") for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert own == "http://localhost/en/zoeken.atom?q=visie"


def test_an_empty_library(tmp_path: Path) -> None:
    """Without documents the page says that there are none yet, and the feed is not there."""
    client = app_of(Store(tmp_path / "leeg", create=True)).test_client()
    assert "Er zijn nog geen documenten" in page(client, "/zoeken?q=schulden").words
    assert client.get("/zoeken.atom?q=schulden").status_code == 404


def test_a_reference_is_word_for_word(client: FlaskClient, store: Store) -> None:
    """What is copied has the words as they stand in the text, and an address at which they are marked."""
    shown = page(client, '/zoeken?q="oktober 2019"')
    (copied,) = [b["data-text"] or "" for b in shown.all("button") if b.get("data-text")]
    quote, source, address = copied.rsplit("\n", 2)
    assert source == "Emmen, Verslag 2019 (jaarstukken 2019, 15 oktober 2019)."
    with store.snapshot() as snapshot:
        (emmen,) = [r for r in snapshot.documents() if r.description.municipality == "Emmen"]
        text = snapshot.text(emmen.document_id) or ""
    assert quote.strip("“”").split("\n")[-1] in text
    parts = urlsplit(address)
    assert parse_qs(parts.query)["version"] == [emmen.text_version]
    marked = page(client, f"{parts.path}?{parts.query}").marks
    assert [mark.strip() for mark in marked] == quote.strip("“”").split("\n")
