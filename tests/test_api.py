from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from corpus.municipalities import find_municipality
from index.engine import Filters
from index.library import Library
from index.store import Store
from tests.encoders import WordEncoder
from tests.interface import BASE, BY_NAME, conforms
from tests.test_web import TAAL, build, ids, put, site
from web.export_json import figures_json
from web.export_rows import figure_lines
from web.permalink import quote_digest
from web.show import document_json

QUESTION = "waar worden leescafés voor laaggeletterden geopend?"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Return the invented library, which these tests do not change."""
    library = build(tmp_path_factory.mktemp("api"), WordEncoder())
    yield library
    library.store.close()


@pytest.fixture(scope="module")
def app(shelf: Library) -> Flask:
    """Return the application over it."""
    return site(shelf)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a client of it."""
    return app.test_client()


def link_of(library: Library, name: str, quote: str) -> str:
    """Return the query of the permalink of a quote in a document."""
    number = ids(library)[name]
    with library.store.snapshot() as snapshot:
        text, version = snapshot.text(number) or "", snapshot.text_versions(number)[-1]
    start = text.index(quote)
    return f"start={start}&end={start + len(quote)}&version={version}&digest={quote_digest(quote)}"


@pytest.mark.parametrize(
    ("name", "address", "held"),
    [
        ("getAnswer", f"/answer?q={QUESTION}", "citations"),
        ("search", "/search?q=schulden+OF+sport", "passages"),
        ("search", "/search?q=schulden+OF+sport&byDocument=true&year=2020&year=2019", "documents"),
        ("getComparison", "/comparison?q=sport", "rows"),
        ("getComparisonOfYears", "/comparison/years?q=sport&municipality=Emmen", "rows"),
        ("getComparisonOfDocuments", "/comparison/documents?q=sport&municipality=emmen", "rows"),
        ("listDocuments", "/documents", "documents"),
        ("getDocument", "/documents/{plan}", "title"),
        ("listBlocks", "/documents/{plan}/blocks", "blocks"),
        ("listSections", "/documents/{plan}/sections", "sections"),
        ("listPassages", "/documents/{plan}/passages", "passages"),
        ("getPassage", "/documents/{plan}/passage?{link}", "quote"),
        ("listTables", "/documents/{budget}/tables", "tables"),
        ("getTable", "/documents/{budget}/tables/1", "rows"),
        ("listVersions", "/documents/{plan}/versions", "versions"),
        ("listFigures", "/figures?q=sport", "figures"),
        ("listDocumentFigures", "/documents/{budget}/figures", "figures"),
    ],
)
def test_every_response_is_what_is_described(
    client: FlaskClient, shelf: Library, name: str, address: str, held: str
) -> None:
    """Every operation gives exactly the fields that the OpenAPI document says, and something in them."""
    names = ids(shelf)
    link = link_of(shelf, "taalplan.md", "De bibliotheek voert de cursussen uit.")
    path = address.format(plan=names["taalplan.md"], budget=names["begroting.md"], link=link)
    assert conforms(client.get(BASE + path), BY_NAME[name])[held]


@pytest.mark.parametrize("within", ["years", "documents"])
def test_a_comparison_within_a_municipality_without_documents(client: FlaskClient, within: str) -> None:
    """A municipality of which there is nothing has no rows, and is named; one that is none is refused."""
    address = f"{BASE}/comparison/{within}?q=sport&municipality="
    name = "getComparisonOfYears" if within == "years" else "getComparisonOfDocuments"
    found = conforms(client.get(address + "Groningen"), BY_NAME[name])
    assert (found["rows"], found["unknown"]) == ([], ["Groningen"])
    refused = client.get(address + "Atlantis")
    assert refused.status_code == 400
    assert conforms(refused)["errors"][0]["code"] == "unknown_municipality"


def test_a_part_of_a_comparison_that_is_not_there(client: FlaskClient) -> None:
    """It is not found, as anything that is not there."""
    response = client.get(f"{BASE}/comparison?q=sport&page=2")
    assert response.status_code == 404
    assert "Deel 2 is er niet" in conforms(response, BY_NAME["getComparison"])["detail"]


@pytest.mark.parametrize(
    ("address", "count"),
    [
        ("/documents?", lambda found: found["total"]),
        ("/figures?", lambda found: found["total"]),
        ("/search?q=sport&", lambda found: found["total"]),
        ("/answer?q=sport&", lambda found: len(found["citations"])),
        ("/comparison?q=sport&", lambda found: len(found["sources"])),
    ],
)
def test_nothing_fits_years_the_wrong_way_round(
    client: FlaskClient, address: str, count: Callable[[Any], int]
) -> None:
    """From a year on that is after the last one: nothing is both."""
    right, wrong = "fromYear=2000&toYear=2090", "fromYear=2090&toYear=2000"
    assert count(client.get(BASE + address + right).get_json()) > 0
    assert count(client.get(BASE + address + wrong).get_json()) == 0


def test_the_municipalities_are_described(tmp_path: Path) -> None:
    """What a municipality may be called stands in the OpenAPI document, other organisations that have
    documents among them, and all of it is understood."""
    library = Library(Store(tmp_path / "bibliotheek", create=True), WordEncoder())
    put(library, tmp_path / "stukken", "zorg.md", TAAL, municipality="Zorgregio Noord")
    odd = [" ", "  Regio  Rand ", "Z" * 200, "Zorg\nregio", "gm0114", "<b>", "\u202eRegio"]
    for number, name in enumerate(odd):
        put(library, tmp_path / "stukken", f"{number}.md", f"{TAAL}\n{number}\n", municipality=name)
    client = site(library).test_client()
    described = client.get(f"{BASE}/openapi.json").get_json()
    names = described["components"]["schemas"]["Municipality"]["enum"]
    assert {"Emmen", "gm0114", "Bergen (L.)", "Zorgregio Noord"} <= set(names)
    assert len(names) == len(set(names)) > 680
    others = [name for name in names if find_municipality(name) is None]
    assert set(others) == {"Zorgregio Noord", "  Regio  Rand ", "<b>", "\u202eRegio"}
    for name in (names[0], names[-1], "Bergen (L.)", *others, "zorgregio noord"):
        response = client.get(f"{BASE}/documents", query_string={"municipality": name})
        assert response.status_code == 200, name
    library.store.close()


def test_the_question_need_not_stand_in_an_address(client: FlaskClient) -> None:
    """Sent along as JSON it gives the same answer, and is kept nowhere."""
    sent = client.post(f"{BASE}/answer", json={"q": QUESTION, "kind": ["beleidsplan"], "fromYear": 2020.0})
    asked = client.get(
        f"{BASE}/answer", query_string={"q": QUESTION, "kind": "beleidsplan", "fromYear": 2020}
    )
    found, other = conforms(sent, BY_NAME["postAnswer"]), conforms(asked, BY_NAME["getAnswer"])
    assert found["citations"] == other["citations"] != []
    assert sent.headers["Cache-Control"] == "no-store"


def test_the_content_is_that_of_the_command_line(client: FlaskClient, shelf: Library) -> None:
    """Documents and figures are the same for a program, the command line and a download."""
    with shelf.store.snapshot() as snapshot:
        records = snapshot.documents()
        texts = {record.document_id: snapshot.text(record.document_id) or "" for record in records}
        lines = figure_lines(
            snapshot.figures(Filters()), lambda record: texts[record.document_id], "http://localhost"
        )
    listed = client.get(f"{BASE}/documents").get_json()["documents"]
    assert [{k: item[k] for k in document_json(r)} for item, r in zip(listed, records, strict=True)] == [
        document_json(record) for record in records
    ]
    figures = client.get(f"{BASE}/figures?limit=100").get_json()
    assert figures == {"total": len(lines), **json.loads(figures_json(lines))}


def test_a_collection_comes_in_parts(client: FlaskClient, shelf: Library) -> None:
    """The header Link leads through all parts, each item once, and past the end there is nothing."""
    number = ids(shelf)["taalplan.md"]
    whole = client.get(f"{BASE}/documents/{number}/blocks?limit=100").get_json()
    found, address = [], f"{BASE}/documents/{number}/blocks?limit=3"
    while address:
        response = client.get(address)
        found += response.get_json()["blocks"]
        links = re.findall(r'<([^>]+)>; rel="(\w+)"', response.headers["Link"])
        address = next((href for href, rel in links if rel == "next"), "")
    assert found == whole["blocks"]
    assert whole["total"] == len(found) > 3
    past = client.get(f"{BASE}/documents/{number}/blocks?offset=1000")
    assert past.get_json()["blocks"] == []
    assert 'rel="prev"' in past.headers["Link"]


def test_a_search_comes_in_parts_at_any_place(client: FlaskClient) -> None:
    """A part that begins in the middle of a page is that stretch of the whole."""
    whole = client.get(f"{BASE}/search?q=schulden+OF+sport+OF+cursus&limit=100").get_json()
    assert whole["total"] == len(whole["passages"]) >= 4
    for offset in range(whole["total"] + 1):
        part = client.get(f"{BASE}/search?q=schulden+OF+sport+OF+cursus&limit=2&offset={offset}").get_json()
        assert part["passages"] == whole["passages"][offset : offset + 2]


def test_filters_mean_the_same_everywhere(client: FlaskClient) -> None:
    """What is limited to a municipality, a kind or years holds no other documents."""
    for query in (
        "municipality=gm0109",
        "municipality=coevorden",
        "kind=begroting&fromYear=2019",
        "toYear=2019",
    ):
        listed = client.get(f"{BASE}/documents?{query}").get_json()["documents"]
        assert "Coevorden" in {item["municipality"] for item in listed}
        assert "Emmen" not in {item["municipality"] for item in listed}
        found = client.get(f"{BASE}/search?q=kinderen+OF+cursus&{query}").get_json()["passages"]
        assert {item["municipality"] for item in found} == {"Coevorden"}
        figures = client.get(f"{BASE}/figures?{query}").get_json()["figures"]
        assert {item["municipality"] for item in figures} == {"Coevorden"}
    assert client.get(f"{BASE}/search?q=cursus&toYear=1950").get_json()["total"] == 0
    assert client.get(f"{BASE}/documents?status=concept").get_json()["total"] == 1


@pytest.mark.parametrize(("offset", "count"), [(-1, 3), (0, 0), (1, 0)])
def test_what_was_added_since_the_last_time(client: FlaskClient, offset: int, count: int) -> None:
    """A moment in any time zone limits to what was added after it."""
    added = max(item["added"] for item in client.get(f"{BASE}/documents").get_json()["documents"])
    moment = datetime.fromisoformat(added).astimezone(timezone(timedelta(hours=5, minutes=30)))
    after = (moment + timedelta(minutes=offset)).isoformat()
    response = client.get(f"{BASE}/documents", query_string={"addedAfter": after})
    found = conforms(response, BY_NAME["listDocuments"])
    assert found["total"] == count


def test_a_permalink_gives_its_passage(client: FlaskClient, shelf: Library) -> None:
    """The query of a link on the website is that of the passage: the quote, and what stands around it."""
    link = client.get(f"{BASE}/answer", query_string={"q": QUESTION}).get_json()["citations"][0]
    search = client.get(f"{BASE}/search?q=cursus").get_json()["passages"][0]
    parts = urlsplit(search["link"])
    number = parts.path.rpartition("/")[2]
    found = conforms(client.get(f"{BASE}/documents/{number}/passage?{parts.query}"), BY_NAME["getPassage"])
    assert (found["state"], found["quote"]) == ("here", search["quote"])
    assert found["document"]["document_id"] == link["document_id"] == number
    query = link_of(shelf, "taalplan.md", "Elk jaar volgen 48 inwoners een cursus lezen.")
    near = client.get(f"{BASE}/documents/{number}/passage?{query}&around=0").get_json()
    assert near["section"] == ["Taalplan 2020-2023", "Laaggeletterdheid"]
    assert (near["before"], near["after"]) == ("", "")
    wide = client.get(f"{BASE}/documents/{number}/passage?{query}&around=1").get_json()
    assert wide["before"].endswith("voor laaggeletterden. ")
    assert wide["after"].startswith(" De bibliotheek")


def test_a_row_of_a_table_comes_with_its_header(client: FlaskClient, shelf: Library) -> None:
    """What a number needs to be understood is the context of its row."""
    row = "Sport | 841 | 815 | 815"
    query = link_of(shelf, "begroting.md", row)
    number = ids(shelf)["begroting.md"]
    context = client.get(f"{BASE}/documents/{number}/passage?{query}").get_json()["context"]
    told = " ".join(piece["quote"] for piece in context)
    assert "Bedragen x € 1.000" in told
    assert "2019" in told


def test_a_passage_that_changed_says_so(tmp_path: Path) -> None:
    """After a new version a quote stands here, elsewhere, or is gone and is told as it was."""
    library = build(tmp_path, WordEncoder())
    number = ids(library)["taalplan.md"]
    moves = link_of(library, "taalplan.md", "De bibliotheek voert de cursussen uit.")
    goes = link_of(library, "taalplan.md", "Elk jaar volgen 48 inwoners een cursus lezen.")
    text = TAAL.replace("Elk jaar volgen 48 inwoners een cursus lezen.", "Elk jaar volgen 60 mensen een les.")
    put(library, tmp_path / "stukken", "taalplan.md", text)
    client = site(library).test_client()
    moved = conforms(client.get(f"{BASE}/documents/{number}/passage?{moves}"), BY_NAME["getPassage"])
    assert (moved["state"], moved["quote"]) == ("moved", "De bibliotheek voert de cursussen uit.")
    gone = conforms(client.get(f"{BASE}/documents/{number}/passage?{goes}"), BY_NAME["getPassage"])
    assert (gone["state"], gone["start"]) == ("gone", None)
    assert gone["quote"] == "Elk jaar volgen 48 inwoners een cursus lezen."
    versions = client.get(f"{BASE}/documents/{number}/versions").get_json()
    assert [item["current"] for item in versions["versions"]] == [False, True]
    library.store.close()


@pytest.mark.parametrize(
    "change", ["digest=0000000000000000", "version=" + "0" * 64, "end=1", "start=999999", "end=99999999"]
)
def test_a_link_that_is_not_right_leads_nowhere(client: FlaskClient, shelf: Library, change: str) -> None:
    """A passage that no version ever had is not there: 404, with the reason."""
    query = link_of(shelf, "taalplan.md", "De bibliotheek voert de cursussen uit.")
    name = change.partition("=")[0]
    query = re.sub(rf"{name}=\w+", change, query)
    response = client.get(f"{BASE}/documents/{ids(shelf)['taalplan.md']}/passage?{query}")
    assert response.status_code == 404
    assert conforms(response, BY_NAME["getPassage"])["detail"]


def test_what_did_not_change_is_not_sent_again(client: FlaskClient, shelf: Library) -> None:
    """With the ETag of what one has, the response is 304 and empty; a question is kept nowhere."""
    for path in ("/documents", f"/documents/{ids(shelf)['begroting.md']}/figures", "/openapi.json"):
        first = client.get(BASE + path)
        again = client.get(BASE + path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        head = client.head(BASE + path)
        assert (head.status_code, head.data) == (200, b"")
        assert head.headers["Content-Length"] == first.headers["Content-Length"]
    asked = client.get(f"{BASE}/search?q=sport")
    assert asked.headers["Cache-Control"] == "no-store"
    assert "ETag" not in asked.headers


def test_all_that_is_wrong_is_said_at_once(client: FlaskClient) -> None:
    """A request with five faults is told of five, each with its place, code and words."""
    query = "q=&limit=0&fromYear=19&kind=gedicht&from_year=2019"
    response = client.get(f"{BASE}/figures?{query}")
    assert response.status_code == 400
    errors = conforms(response, BY_NAME["listFigures"])["errors"]
    assert {error["location"]["name"] for error in errors} == {"q", "limit", "fromYear", "kind", "from_year"}
    assert {error["in"] for error in errors} == {"query"}
    sent = client.post(f"{BASE}/answer", json={"q": 3, "municipality": "Emmen", "x/y": 1})
    pointers = {e["location"]["pointer"] for e in conforms(sent, BY_NAME["postAnswer"])["errors"]}
    assert pointers == {"/q", "/municipality", "/x~1y"}


@pytest.mark.parametrize(
    "query",
    [
        *("limit=00", "limit=+5", "limit=1e1", "limit=" + "9" * 5000, "limit=%D9%A3", "limit=-1", "limit="),
        *("offset=1000001", "allVersions=1", "allVersions=TRUE", "municipality=", "municipality=%00"),
        *("municipality=Atlantis", "kind=Begroting", "documentId=d1", "limit=5&limit=5", "x=1", "%FF=1"),
        *("kind=%ED%A0%80", "&".join(["kind=nota"] * 401), "fromYear=nan"),
        *("addedAfter=2026-01-31", "addedAfter=2026-02-30T00:00:00Z", "addedAfter=2026-01-31T00:00:00"),
    ],
)
def test_a_wrong_query_is_refused(client: FlaskClient, query: str) -> None:
    """What cannot be, is not known, or is said twice is a 400 with a reason, never ignored."""
    response = client.get(f"{BASE}/documents?{query}")
    assert response.status_code == 400
    assert conforms(response, BY_NAME["listDocuments"])["detail"]


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"[" * 50_000, "application/json", 400),
        (b'{"q": "sport\\ud800"}', "application/json", 400),
        (b'{"q": "sport\\u0000"}', "application/json", 400),
        (b'{"q": ["sport"]}', "application/json", 400),
        (b'{"q": "sport", "q": "zorg"}', "application/json", 400),
        (b'{"fromYear": 1' + b"0" * 5000 + b"}", "application/json", 400),
        (b'{"q": "sport", "fromYear": 1e400}', "application/json", 400),
        (b"q=sport", "application/x-www-form-urlencoded", 415),
        (b'{"q": "sport"}', "text/plain", 415),
        (b'{"q": "' + b"s" * 70_000 + b'"}', "application/json", 413),
    ],
)
def test_a_wrong_body_is_refused(client: FlaskClient, body: bytes, kind: str, status: int) -> None:
    """What is no JSON object of the right fields is refused with the status that says why."""
    response = client.post(f"{BASE}/answer", data=body, content_type=kind)
    assert response.status_code == status
    conforms(response, BY_NAME["postAnswer"])


def test_a_refusal_is_not_much_longer_than_the_request(client: FlaskClient) -> None:
    """Of thousands of names that are not known the first are told."""
    names = "&".join(f"x{number}=1" for number in range(3_000))
    response = client.get(f"{BASE}/documents?{names}")
    assert (response.status_code, len(conforms(response)["errors"])) == (400, 20)
    assert len(response.data) < len(names)


def test_an_empty_library_says_so(tmp_path: Path) -> None:
    """Without documents questions are told that there are none yet; a list is empty, not absent."""
    library = Library(Store(tmp_path / "leeg", create=True), WordEncoder())
    client = site(library).test_client()
    for path in ("/answer?q=sport", "/search?q=sport", "/comparison?q=sport", "/figures"):
        response = client.get(BASE + path)
        assert response.status_code == 503
        conforms(response)
    assert client.get(f"{BASE}/documents").get_json() == {"total": 0, "documents": []}
    library.store.close()


def test_the_text_is_given_to_the_character(client: FlaskClient, shelf: Library) -> None:
    """The blocks of a document are its text to the character, the cells of a table what is printed."""
    number = ids(shelf)["begroting.md"]
    with shelf.store.snapshot() as snapshot:
        text = snapshot.text(number) or ""
    blocks = client.get(f"{BASE}/documents/{number}/blocks?limit=100").get_json()["blocks"]
    assert all(block["text"] == text[block["start"] : block["end"]] for block in blocks)
    table = client.get(f"{BASE}/documents/{number}/tables/1").get_json()
    assert [cell["text"] for cell in table["rows"][0]["cells"]] == ["841", "815", "815"]
    assert client.get(f"{BASE}/documents/{number}/tables/9").status_code == 404
