from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser
from playwright.sync_api import Page as Window

from assistant.ask import Assistant
from assistant.settings import Settings
from index.embed import SentenceEncoder
from index.library import Library
from index.search import Searcher
from index.store import Store
from tests.browsing import CHROMIUM, NO_CHROMIUM, served, visit
from tests.compared import compared_library
from tests.resident import Resident
from tests.test_web import OWN_SCRIPTS, PAYLOADS, Page, page
from web.app import create_app


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory, model_cache: Path) -> Iterator[Library]:
    """Return a library with the invented documents."""
    library = compared_library(tmp_path_factory.mktemp("vergelijken"), SentenceEncoder(cache=model_cache))
    yield library
    library.store.close()


@pytest.fixture(scope="module")
def app(shelf: Library) -> Flask:
    """Return the application over that library."""
    settings = Settings(library=shelf.store.folder)
    return create_app(settings, Assistant(Searcher(shelf.store, shelf.encoder)))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a client of that application."""
    return app.test_client()


ADDRESS = "/vergelijken"


def checked(shown: Page) -> list[str]:
    """Return the municipalities that are ticked in the form."""
    boxes = [box for box in shown.all("input") if box.get("type") == "checkbox"]
    return [box["value"] or "" for box in boxes if "checked" in box]


def test_the_form_has_every_municipality(client: FlaskClient) -> None:
    """Without a subject the page is a form that works without script, one box a municipality."""
    shown = page(client, ADDRESS)
    boxes = [box["value"] for box in shown.all("input") if box.get("type") == "checkbox"]
    assert boxes == ["Coevorden", "Emmen", "Tubbergen"]
    (form,) = shown.all("form")
    assert (form["method"], form["action"]) == ("get", ADDRESS)
    assert [(script["src"] or "").split("?")[0] for script in shown.all("script")] == OWN_SCRIPTS
    assert not shown.all("table")


def test_it_stands_in_the_navigation(client: FlaskClient) -> None:
    """Every page links to it; the page itself is marked as the current one."""
    assert ADDRESS in page(client, "/").links()
    here = [a for a in page(client, ADDRESS).all("a") if a.get("aria-current")]
    assert [a["href"] for a in here] == [ADDRESS]


def test_the_grid(client: FlaskClient) -> None:
    """A comparison is a table: a caption, an aspect a column, a municipality a row header."""
    shown = page(client, ADDRESS, q="schulden")
    assert shown.all("caption")[0]["id"] == "raster"
    assert [h.get("scope") for h in shown.all("th")][:10] == ["col"] * 7 + ["row"] * 3
    assert "Vergelijking van gemeenten: schulden" in shown.words
    assert "“Wij willen dat minder inwoners problematische schulden hebben.”" in shown.words
    assert "niets gevonden in 1 document (2019)" in shown.words


def test_the_amounts_stand_below_it(client: FlaskClient) -> None:
    """What it costs is a table with year, kind, amount per inhabitant and source."""
    shown = page(client, ADDRESS, q="schuldhulpverlening")
    assert "Alle bedragen uit deze regels, in euro's" in shown.words
    assert "€ 310.000" in shown.words
    assert "Per inwoner" in shown.words


@pytest.mark.parametrize("form", ["csv", "ods", "docx", "json"])
def test_a_comparison_is_taken_along(client: FlaskClient, form: str) -> None:
    """Each kind of file is sent as an attachment with a name that says what it is."""
    answer = client.get(f"{ADDRESS}/{form}", query_string={"q": "schulden"})
    assert answer.status_code == 200
    assert f"vergelijking-schulden.{form}" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert len(answer.data) > 500


def test_a_file_that_cannot_be_is_refused(client: FlaskClient) -> None:
    """Another kind of file, and a comparison of nothing, are told so."""
    assert client.get(f"{ADDRESS}/exe", query_string={"q": "schulden"}).status_code == 404
    assert client.get(f"{ADDRESS}/csv", query_string={"q": ""}).status_code == 400


def test_quotes_lead_to_their_place(client: FlaskClient) -> None:
    """Each quote links to its document with the passage marked there."""
    shown = page(client, ADDRESS, q="schulden")
    links = [link for link in shown.links() if link.startswith("/documenten/") and "start=" in link]
    assert links
    marked = page(client, links[-1])
    assert marked.marked.strip()
    assert "Deze verwijzing klopt niet" not in marked.words


def test_the_address_can_be_shared(client: FlaskClient) -> None:
    """What was chosen stands in the address, and is chosen again in the form below."""
    shown = page(client, f"{ADDRESS}?q=schulden&gemeente=Emmen&gemeente=Tubbergen")
    assert checked(shown) == ["Emmen", "Tubbergen"]
    assert "Coevorden" not in [row.split()[0] for row in shown.words.split("Gemeente Wat willen ze?")[-1:]]


def test_unknown_municipalities_are_named(client: FlaskClient) -> None:
    """A name without documents is told, and stays in the form."""
    shown = page(client, f"{ADDRESS}?q=schulden&gemeente=Emmen&gemeente=Assen")
    assert "Hiervan zijn er geen stukken in deze bibliotheek: Assen." in shown.words
    assert checked(shown) == ["Emmen", "Assen"]


def test_documents_of_one(client: FlaskClient) -> None:
    """Rows can be the documents of one municipality."""
    shown = page(client, f"{ADDRESS}?q=schulden&gemeente=Tubbergen&rijen=document")
    assert shown.words.index("Programmabegroting 2021") < shown.words.index("Jaarverslag 2022")


def test_of_documents_the_kind_is_told(client: FlaskClient) -> None:
    """Where rows are documents each says of what kind and year it is, and speaks of one document."""
    shown = page(client, f"{ADDRESS}?q=schulden&gemeente=Tubbergen&rijen=document")
    assert "begroting 2021Dit stuk gaat over 2021 of eerder." in shown.words
    assert "jaarstukken 2022Dit stuk gaat over 2022 of eerder." in shown.words


def test_a_fault_of_the_municipalities_stands_with_them(client: FlaskClient) -> None:
    """Where one municipality must be chosen, the subject is not called wrong."""
    shown = page(client, f"{ADDRESS}?q=schulden&rijen=jaar", 400)
    assert [p["id"] for p in shown.all("p") if p.get("role") == "alert"] == ["plaats-fault"]
    assert not [box for box in shown.all("input") if "aria-invalid" in box]


def test_headers_are_those_of_a_question(client: FlaskClient) -> None:
    """A subject is kept by no cache and told to no other site."""
    response = client.get(ADDRESS, query_string={"q": "schulden"})
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("q=", "Typ uw vraag"),
        (f"q={'x' * 2_001}", "te lang"),
        ("q=schulden&pagina=99999", "Deel 99999 is er niet"),
        ("q=schulden&pagina=-1", "Deel -1 is er niet"),
        ("q=schulden&pagina=%C2%B2", "Deel ² is er niet"),
        ("q=schulden&rijen=maan", "‘maan’ kan hier niet"),
        ("q=schulden&rijen=jaar", "Kies precies één gemeente"),
        ("q=schulden" + "&gemeente=Ergens{}" * 500, "U noemt"),
    ],
)
def test_what_cannot_be_is_a_sentence(client: FlaskClient, query: str, said: str) -> None:
    """What cannot be compared is told above the form, with status 400."""
    for number in range(query.count("{}")):
        query = query.replace("{}", str(number), 1)
    shown = page(client, f"{ADDRESS}?{query}", 400)
    assert said in shown.words
    assert not shown.all("table")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_typed_becomes_markup(client: FlaskClient, payload: str) -> None:
    """A subject, a municipality or a kind of row with markup in it is text."""
    plain = {tag for tag, _ in page(client, ADDRESS, q="schulden", gemeente="Assen").tags}
    for query in ({"q": f"schulden {payload}", "gemeente": payload}, {"q": "schulden", "rijen": payload}):
        response = client.get(ADDRESS, query_string=query)
        assert response.status_code in (200, 400)
        assert {tag for tag, _ in Page(response.text).tags} <= plain
        assert "<" not in payload or payload not in response.text


def test_an_empty_library(tmp_path: Path, shelf: Library) -> None:
    """Without documents the page says so, as the question page does."""
    store = Store(tmp_path / "leeg", create=True)
    app = create_app(Settings(library=store.folder), Assistant(Searcher(store, shelf.encoder)))
    client = app.test_client()
    said = "Er zijn nog geen documenten"
    assert said in page(client, ADDRESS).words
    assert said in page(client, "/").words
    store.close()


@pytest.fixture(scope="module")
def staff(app: Flask, browser: Browser) -> Iterator[Resident]:
    """Return somebody at the first page in the browser, who takes the two tasks of docs/staff-tasks.md."""
    with served(app) as origin:
        seen = visit(browser, origin)
        yield Resident(seen.go("/"))
        for context in browser.contexts:
            context.close()


def compares(staff: Resident, subject: str, choices: Sequence[str]) -> Window:
    """Go to the page by the menu, type a subject, tick the choices and compare; returns the page."""
    staff.steps = 0
    window = staff.page
    staff.taps(window.locator("header nav a", has_text="Vergelijken"))
    window.get_by_label("Onderwerp").fill(subject)
    for choice in choices:
        staff.taps(window.get_by_label(choice, exact=True))
    staff.taps(window.get_by_role("button", name="Vergelijk", exact=True))
    window.wait_for_selector("table.grid")
    return window


@pytest.mark.chromium
@pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM)
def test_three_plans_side_by_side_are_taken_along(staff: Resident) -> None:
    """Task 1: three municipalities and no other stand in the page and in the file, each quote linked."""
    three = ["Coevorden", "Emmen", "Tubbergen"]
    shown = compares(staff, "schulden", three)
    assert shown.locator("tbody .row-name").all_inner_texts() == three
    with shown.expect_download() as download:
        staff.taps(shown.get_by_role("link", name="CSV"))
    table = download.value.path().read_text("utf-8-sig")
    assert all(name in table for name in three)
    assert table.count("/documenten/") >= shown.locator(".grid .from a").count()
    assert staff.steps == 6


@pytest.mark.chromium
@pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM)
def test_documents_side_by_side_are_sent_to_a_colleague(staff: Resident, browser: Browser) -> None:
    """Task 2: each document has a row, and the lasting address shows somebody else the same."""
    shown = compares(staff, "schulden", ["Tubbergen", "Stukken van één gemeente"])
    assert shown.locator("tbody .row-name").all_inner_texts() == [
        "Programmabegroting 2021",
        "Jaarverslag 2022",
    ]
    link = shown.get_by_role("link", name="Vast adres van deze vergelijking")
    mine, address = shown.locator(".grid").inner_text(), link.evaluate("link => link.href")
    staff.taps(link)
    theirs = browser.new_page()
    theirs.goto(address)
    assert theirs.locator(".grid").inner_text() == mine
    assert staff.steps == 5
