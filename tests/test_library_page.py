"""The list of documents: filters that count, and a picture and table of what there is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient

from assistant.ask import Assistant
from assistant.settings import Settings
from corpus.document import Document
from corpus.reader import read_bytes
from index.library import Library
from index.search import Searcher
from tests.shared import SHARED, needs_shared
from web.app import create_app, service_of
from web.document_parts import LEAST, MOST, block_at, part_of_block, parts
from web.library_chart import coverage_picture, matrix_of

POLICY = "# {title}\n\n## Sport\n\nKinderen uit arme gezinnen sporten gratis bij een vereniging in {place}.\n"
SHELF = (
    ("emmen-plan.md", "Emmen", "beleidsplan", 2020, 2023),
    ("emmen-begroting.md", "Emmen", "begroting", 2021, 2021),
    ("almere-begroting.md", "Almere", "begroting", 2021, 2021),
    ("almere-nota.md", "Almere", "nota", None, None),
)
TABLES = """# Begroting 2021 gemeente Emmen

## Lasten programma zorg

Bedragen x € 1.000

| Lasten | 2021 | 2022 |
| --- | --- | --- |
| Jeugdzorg | 1.250 | 1.300 |
| Sport | 310 | 305 |
| Totaal lasten | 1.560 | 1.700 |
"""


@pytest.fixture
def app(library: Library, add: Callable[..., str]) -> Iterator[Flask]:
    """Return the application over four documents of two municipalities."""
    for name, place, kind, first, last in SHELF:
        said = {"municipality": place, "kind": kind, "title": name.removesuffix(".md")}
        years = {"year_from": first, "year_to": last} if first else {}
        add(name, POLICY.format(title=name, place=place), **said, **years)
    settings = Settings(library=library.store.folder)
    made = create_app(settings, Assistant(Searcher(library.store, library.encoder)))
    yield made
    service_of(made).close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a client of the application."""
    return app.test_client()


def listed(client: FlaskClient, **query: str) -> set[str]:
    """Return the titles in the list with these filters."""
    response = client.get("/documenten", query_string=query)
    assert response.status_code == 200
    return set(re.findall(r'class="title"><a href="[^"]+"[^>]*>(.*?)</a>', response.text))


def counts(client: FlaskClient, **query: str) -> dict[str, int]:
    """Return the number behind each option of the filters."""
    shown = client.get("/documenten", query_string=query).text
    return {value: int(n) for value, n in re.findall(r'<option value="([^"]+)".*?\((\d+)\)', shown)}


def test_each_filter_leaves_what_it_says(client: FlaskClient) -> None:
    """Municipality, kind and year limit the list, together and each alone; none shows all."""
    assert len(listed(client)) == 4
    assert listed(client, gemeente="Emmen") == {"emmen-plan", "emmen-begroting"}
    assert listed(client, gemeente="emmen", soort="begroting") == {"emmen-begroting"}
    assert listed(client, jaar="2022") == {"emmen-plan"}
    assert listed(client, jaar="onbekend") == {"almere-nota"}
    assert listed(client, gemeente="", soort="", jaar="") == listed(client)
    for odd in ({"gemeente": "Atlantis"}, {"soort": "<script>"}, {"jaar": "99999999999"}):
        assert listed(client, **odd) == set()


def test_the_count_of_an_option_is_the_length_of_its_list(client: FlaskClient) -> None:
    """Whatever is chosen already, an option says how many documents it would leave."""
    for chosen in ({}, {"gemeente": "Emmen"}, {"soort": "begroting"}, {"jaar": "2021", "gemeente": "Almere"}):
        for value, count in counts(client, **chosen).items():
            name = "jaar" if value[:2] == "20" or value == "onbekend" else None
            name = name or ("gemeente" if value[0].isupper() else "soort")
            assert len(listed(client, **{**chosen, name: value})) == count, (chosen, value)


def test_the_picture_is_well_formed_and_its_table_says_the_same(client: FlaskClient) -> None:
    """The SVG has a title and a mark for each kind, year and municipality; the table names them."""
    shown = client.get("/documenten").text
    drawing = ElementTree.fromstring(re.findall(r"<svg.*?</svg>", shown, re.DOTALL)[0])  # noqa: S314 - our own
    space = "{http://www.w3.org/2000/svg}"
    assert drawing[0].tag == f"{space}title"
    # Four years of the plan, two budgets; two marks more in the legend.
    assert len(drawing.findall(f"{space}g")) == 8
    rows = dict(re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', shown))
    assert re.findall(r"<td>(.*?)</td>", rows["Emmen"]) == [
        "beleidsplan", "begroting, beleidsplan", "beleidsplan", "beleidsplan",
    ]  # fmt: skip
    assert re.findall(r"<td>(.*?)</td>", rows["Almere"]) == ["-", "begroting", "-", "-"]
    assert "style=" not in shown


def test_many_kinds_share_a_mark_and_no_years_give_no_picture() -> None:
    """The five most frequent kinds have marks of their own; a library without years has no picture."""
    kinds = ["begroting", "nota", "motie", "register", "verordening", "amendement", "raadsvoorstel"]
    many = [("Emmen", kind, (2021,)) for kind in [*kinds, *kinds[:5]]]
    matrix = matrix_of(many)
    assert len(matrix.kinds) == 6
    assert matrix.kinds[-1] == "andere stukken"
    assert matrix.words("Emmen", 2021).startswith("andere stukken (2), begroting (2)")
    assert coverage_picture([("Emmen", "nota", ())]) is None


def test_names_in_the_picture_are_text() -> None:
    """A municipality with markup in its name is shown and not run."""
    picture = coverage_picture([("<script>alert(1)</script>", "nota", (2021,))])
    assert picture
    assert "<script" not in picture.svg


def long_text(sections: int) -> Document:
    """Return a long document of so many sections."""
    body = "De gemeente helpt inwoners met schulden en met vragen over geld en werk in elke wijk. " * 60
    return read_bytes("".join(f"# Hoofdstuk {n}\n\n{body}\n\n" for n in range(sections)).encode(), "lang.md")


def test_a_long_document_is_cut_in_parts_that_are_the_whole() -> None:
    """The parts follow on one another, hold every block once, and none is longer than twice the limit."""
    document = long_text(60)
    found = parts(document)
    assert len(found) > 2
    assert [index for part in found for index in part] == list(range(len(document.blocks)))
    ends = [(document.blocks[part[0]].span.start, document.blocks[part[-1]].span.end) for part in found]
    assert all(LEAST <= end - start <= 2 * MOST for start, end in ends[:-1])
    for offset in range(0, len(document.text), 5000):
        block = block_at(document, offset)
        assert block in found[part_of_block(found, block)]
    assert parts(long_text(3)) == [range(len(long_text(3).blocks))]


@needs_shared
@pytest.mark.slow
def test_a_real_budget_is_light(library: Library) -> None:
    """No page of the budget of 121 pages is heavier than 250 kB, and a permalink finds its part."""
    from index.files import File

    path = SHARED / "files" / "wassenaar-programmabegroting-2024.pdf"
    (outcome,) = library.add([File(path, path.name, {})])
    app = create_app(
        Settings(library=library.store.folder), Assistant(Searcher(library.store, library.encoder))
    )
    client = app.test_client()
    address = f"/documenten/{outcome.document_id}"
    sizes = [len(client.get(f"{address}?deel={n}").data) for n in (1, 2, 3)]
    assert max(sizes) < 250_000
    assert client.get(f"{address}?deel=99").status_code == 404
    assert len(client.get(f"{address}/tabellen").data) < 100_000
    service_of(app).close()


def test_the_tables_page_says_what_is_doubtful(app: Flask, add: Callable[..., str]) -> None:
    """A table is listed with its rows and doubts, and shown with amounts in euros and the doubt in words."""
    client = app.test_client()
    name = add("tabel.md", TABLES)
    shown = client.get(f"/documenten/{name}").text
    assert "1 tabel met cijfers" in shown
    table = client.get(f"/documenten/{name}/tabellen?tabel=1").text
    assert "€\N{NO-BREAK SPACE}1.250.000" in table
    assert "Dit totaal is niet gelijk aan de som van de regels" in table
    assert client.get(f"/documenten/{name}/tabellen?tabel=2").status_code == 404
    assert client.get("/documenten/dnergens/tabellen").status_code == 404
