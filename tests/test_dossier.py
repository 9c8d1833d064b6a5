from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO, StringIO

import docx
import odfdo
import pytest
from flask.testing import FlaskClient

from assistant.settings import Settings
from corpus.document import Span
from index.library import Library
from index.store import Store
from tests.test_search_pages import app_of
from tests.test_web import OWN_SCRIPTS, PAYLOADS, Page, page
from web.documents import Link
from web.dossier import MOST_ENTRIES, Dossier, DossierEntry, DossierSealer, entry_key, read_key
from web.secret import secret_of

Add = Callable[..., str]
SEALER = DossierSealer("een geheim van zestien tekens of meer")


def entry(number: int, note: str = "") -> DossierEntry:
    """Return an invented passage."""
    return DossierEntry(f"d{number:012x}", Link(Span(number, number + 9), "a" * 64, "b" * 16), note)


def numbers(dossier: Dossier) -> list[int]:
    """Return which of the invented passages a dossier has."""
    return [item.link.span.start for item in dossier.entries]


def test_what_was_sealed_comes_back() -> None:
    """A dossier comes back as it went out, remarks and all."""
    dossier = Dossier("Titel – é", tuple(entry(n, f"opmerking {n}\nregel") for n in range(5)))
    back = SEALER.open(SEALER.seal(dossier))
    assert back == dossier
    assert [item.note for item in back.entries] == [item.note for item in dossier.entries]
    assert SEALER.open("") == Dossier()
    assert SEALER.seal(Dossier()) == ""


@pytest.mark.parametrize("value", ["x", "a.b.c", "ö", "x" * 400_000])
def test_what_is_not_ours_is_refused(value: str) -> None:
    """A word that was not signed here, or was changed since, is no dossier."""
    sealed = SEALER.seal(Dossier("", (entry(1),)))
    for wrong in (
        value,
        sealed[:-1],
        f"{sealed}x",
        DossierSealer("een heel ander geheim").seal(Dossier("t")),
    ):
        assert SEALER.open(wrong) is None


def test_adding_and_moving() -> None:
    """A passage is there once, goes up or down by one place, and can be taken out."""
    dossier = Dossier().added([entry(n).key for n in (1, 2, 3, 2)])
    assert numbers(dossier) == [1, 2, 3]
    assert numbers(dossier.moved(2, -1)) == [1, 3, 2]
    assert (
        numbers(dossier.moved(0, -1))
        == numbers(dossier.moved(2, 1))
        == numbers(dossier.moved(9, 1))
        == [1, 2, 3]
    )
    assert numbers(dossier.without(1)) == [1, 3]
    assert numbers(dossier.added(["onzin", "d1.2.3", ""])) == [1, 2, 3]


def test_a_key_names_a_passage_or_nothing() -> None:
    """A key is read back as it was made; one with a place that cannot be is none."""
    assert read_key(entry(7).key) == entry(7)
    for wrong in (
        "d00000000000g.1.2",
        entry(7).key.replace(".7.16.", ".16.7."),
        entry(7).key.replace(".7.16.", ".0.99999."),
    ):
        assert read_key(wrong) is None


def test_two_hundred_fit_in_a_form() -> None:
    """The largest dossier with the longest remarks can be opened again, one more does not fit."""
    full = Dossier("t", tuple(entry(n, f"{n} " * 250) for n in range(MOST_ENTRIES)))
    assert SEALER.open(SEALER.seal(full)) == full
    assert numbers(full.added([entry(999).key])) == list(range(MOST_ENTRIES))
    assert full.full


@dataclass
class Site:
    """A website, its library and what two of its passages are called."""

    client: FlaskClient
    store: Store
    add: Add
    keys: list[str]

    def post(self, sealed: str = "", status: int = 200, **form: object) -> tuple[Page, str]:
        """Send a form to the dossier; return the page and the dossier on it."""
        response = self.client.post("/dossier", data={"dossier": sealed, **form})
        assert response.status_code == status
        shown = Page(response.text)
        (held,) = [tag["data-sealed"] for tag in shown.all("div") if tag.get("id") == "dossier"]
        return shown, held or ""


@pytest.fixture
def site(store: Store, library: Library, add: Add) -> Site:
    """Return a website with two documents."""
    assert library.store is store
    add(
        "a.md",
        "# Plan\n\nWij openen een leescafé.\n",
        title="Taalplan",
        municipality="Emmen",
        kind="nota",
        year_from=2020,
    )
    add("b.md", "# Nota\n\nWij bellen aan & helpen 2 > 1 keer.\n", title="Schulden", municipality="Tubbergen")
    return Site(app_of(store).test_client(), store, add, keys_in(store))


def keys_in(store: Store) -> list[str]:
    """Return the last line of each document as a key."""
    keys = []
    with store.snapshot() as snapshot:
        for record in snapshot.documents():
            text = snapshot.text(record.document_id) or ""
            start = text.index("Wij")
            keys.append(entry_key(record, Span(start, len(text.rstrip())), text[start:].rstrip()))
    return keys


def test_an_empty_dossier(site: Site) -> None:
    """An empty dossier says how to fill it, and is in no cache."""
    response = site.client.get("/dossier")
    assert "Uw dossier is leeg" in Page(response.text).words
    assert response.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in response.headers
    assert "Your dossier is empty" in page(site.client, "/en/dossier").words


def test_a_dossier_is_filled_ordered_and_noted(site: Site) -> None:
    """Passages are added, put in another order and noted, each step a form and nothing kept in between."""
    shown, sealed = site.post(add=site.keys)
    assert "2 passages" in shown.words
    assert shown.words.index("leescafé") < shown.words.index("bellen")
    shown, sealed = site.post(sealed, do="up-1", title="Mijn stuk", note=["eerst", "<b>later</b>"])
    assert shown.words.index("bellen") < shown.words.index("leescafé")
    assert [i["value"] for i in shown.all("input") if i.get("id") == "titel"] == ["Mijn stuk"]
    assert shown.words.index("<b>later</b>") < shown.words.index("eerst")
    assert len(shown.all("script")) == len(OWN_SCRIPTS)
    shown, sealed = site.post(sealed, do="remove-0")
    assert "1 passage" in shown.words
    shown, sealed = site.post(sealed, do="clear")
    assert sealed == ""
    assert "Uw dossier is leeg" in shown.words


def test_a_link_opens_it_again(site: Site) -> None:
    """The link on the page opens the same dossier, and its file."""
    shown, _ = site.post(add=site.keys)
    (link,) = [a for a in shown.links() if "/dossier?d=" in a]
    path = link.removeprefix("http://localhost")
    assert "2 passages" in page(site.client, path).words
    assert b"leescaf" in site.client.get(path.replace("/dossier", "/dossier/csv")).data


def test_a_dossier_that_was_changed_by_hand(site: Site) -> None:
    """A dossier that is not ours is told so, and what is added starts a new one."""
    shown, sealed = site.post("onzin", add=site.keys[0])
    assert "Dit dossier kunnen wij niet lezen" in shown.words
    assert len((sealer_of(site).open(sealed) or Dossier()).entries) == 1


def sealer_of(site: Site) -> DossierSealer:
    """Return what signs the dossiers of a website."""
    return DossierSealer(secret_of(Settings(library=site.store.folder)))


def test_back_leads_to_our_own_search_only(site: Site) -> None:
    """The way back is a search of this website, the dossier with it for who has no script."""
    shown, _ = site.post(add=site.keys, back="/zoeken?q=taal&dossier=oud")
    (back,) = [a for a in shown.links() if a.startswith("/zoeken?q=taal")]
    assert "dossier=oud" not in back
    assert "dossier=" in back
    held = [i["value"] for i in page(site.client, back).all("input") if i.get("name") == "dossier"]
    assert held
    assert all(held)
    for elsewhere in (
        "https://example.org/zoeken?q=x",
        "//example.org/zoeken",
        "/documenten",
        "javascript:alert(1)",
        "http://[zoeken",
    ):
        shown, _ = site.post(add=site.keys, back=elsewhere)
        assert "Terug naar de zoekresultaten" not in shown.words


def test_a_passage_that_is_gone(site: Site) -> None:
    """A document that was removed leaves nothing in a dossier; one that was read anew keeps its quote."""
    _, sealed = site.post(add=site.keys)
    with site.store.snapshot() as snapshot:
        ids = {r.description.municipality: r.document_id for r in snapshot.documents()}
    site.add(
        "b.md",
        "# Nota\n\nEerst dit. Wij bellen aan & helpen 2 > 1 keer.\n",
        title="Schulden",
        municipality="Tubbergen",
    )
    shown, _ = site.post(sealed)
    assert "De passage staat er nog precies zo in." in shown.words
    assert "Wij bellen aan & helpen 2 > 1 keer." in shown.words
    site.add("b.md", "# Nota\n\nIets heel anders.\n", title="Schulden", municipality="Tubbergen")
    shown, _ = site.post(sealed)
    assert "De passage staat er niet meer zo in." in shown.words
    assert "Wij bellen aan & helpen 2 > 1 keer." in shown.words
    site.store.remove(ids["Emmen"])
    shown, _ = site.post(sealed)
    assert "Dit stuk is er niet meer." in shown.words
    assert "leescafé" not in shown.words
    made = site.client.post("/dossier/docx", data={"dossier": sealed})
    words = [p.text for p in docx.Document(BytesIO(made.data)).paragraphs]
    assert any("1 van de passages staat er niet bij" in line for line in words)


def test_more_than_fits(site: Site) -> None:
    """A dossier takes two hundred passages and says so of the rest."""
    with site.store.snapshot() as snapshot:
        (record, *_) = snapshot.documents()
    keys = [entry_key(record, Span(0, n), "x") for n in range(1, MOST_ENTRIES + 9)]
    shown, _ = site.post(add=keys)
    assert "200 passages" in shown.words
    assert "Er passen 200 passages in een dossier." in shown.words


NOTE = "Let op.\nTweede regel & <vet>."


@pytest.fixture
def files(site: Site) -> dict[str, bytes]:
    """Return each kind of file of a dossier with a title and a remark."""
    _, sealed = site.post(add=site.keys)
    form = {"dossier": sealed, "title": "Raad: mei/juni", "note": ["", NOTE]}
    made = {}
    for kind in ("docx", "odt", "csv"):
        response = site.client.post(f"/dossier/{kind}", data=form)
        assert response.headers["Cache-Control"] == "no-store"
        assert f"mei-juni.{kind}" in response.headers["Content-Disposition"]
        made[kind] = response.data
    return made


def test_the_word_file(files: dict[str, bytes], site: Site) -> None:
    """The Word file has title, quotes word for word, sources with links, and the remark."""
    made = docx.Document(BytesIO(files["docx"]))
    lines = [p.text for p in made.paragraphs]
    assert lines[0] == "Raad: mei/juni"
    assert "1. Emmen: Taalplan" in lines
    assert {p.text for p in made.paragraphs if p.style and p.style.name == "Quote"} == {
        "Wij openen een leescafé.",
        "Wij bellen aan & helpen 2 > 1 keer.",
    }
    assert any(NOTE in line for line in lines)
    check_links(site, [link.address for p in made.paragraphs for link in p.hyperlinks])


def test_the_odt_file(files: dict[str, bytes], site: Site) -> None:
    """The ODT file has the same."""
    made = odfdo.Document(BytesIO(files["odt"]))
    assert made.mimetype == "application/vnd.oasis.opendocument.text"
    body = made.body
    quotes = {p.text_recursive for p in body.get_paragraphs() if p.style == "Quotations"}
    assert quotes == {"Wij openen een leescafé.", "Wij bellen aan & helpen 2 > 1 keer."}
    assert [h.text_recursive for h in body.get_headers()] == ["1. Emmen: Taalplan", "2. Tubbergen: Schulden"]
    assert any("Tweede regel & <vet>." in p.text_recursive for p in body.get_paragraphs())
    check_links(site, [link.get_attribute_string("xlink:href") or "" for link in body.get_links()])


def test_the_csv_file(files: dict[str, bytes], site: Site) -> None:
    """The CSV file has a line for each passage, and runs nothing in a spreadsheet."""
    rows = list(csv.reader(StringIO(files["csv"].decode("utf-8-sig")), delimiter=";"))
    assert rows[0][0] == "Nummer"
    assert [row[1] for row in rows[1:]] == ["Wij openen een leescafé.", "Wij bellen aan & helpen 2 > 1 keer."]
    assert rows[2][-1] == NOTE
    check_links(site, [row[9] for row in rows[1:]])
    _, sealed = site.post(add=site.keys)
    made = site.client.post("/dossier/csv", data={"dossier": sealed, "title": "", "note": ["=1+1", ""]})
    assert b"'=1+1" in made.data


def test_a_row_of_a_table_brings_its_columns(site: Site) -> None:
    """Of a row the lines that say what its cells are stand above it, on the page and in every file."""
    table = (
        "# Begroting\n\n## Sport\n\n| Lasten | 2024 | 2025 |\n| --- | --- | --- |\n| Zwembad | 640 | 650 |\n"
    )
    site.add("t.md", table, title="Begroting", municipality="Emmen")
    shown = page(site.client, "/zoeken?q=zwembad")
    (key,) = [tag["value"] for tag in shown.all("input") if tag.get("name") == "add"]
    shown, sealed = site.post(add=[key])
    assert "Lasten | 2024 | 2025" in shown.words
    made = {
        f: site.client.post(f"/dossier/{f}", data={"dossier": sealed}).data for f in ("docx", "odt", "csv")
    }
    lines = [p.text for p in docx.Document(BytesIO(made["docx"])).paragraphs]
    assert lines[3:6] == ["Sport", "Lasten | 2024 | 2025", "Zwembad | 640 | 650"]
    body = odfdo.Document(BytesIO(made["odt"])).body
    assert [p.text_recursive for p in body.get_paragraphs() if p.style == "Quiet"][
        -1
    ] == "Lasten | 2024 | 2025"
    (head, row) = csv.reader(StringIO(made["csv"].decode("utf-8-sig")), delimiter=";")
    assert row[head.index("Boven de regel van de tabel")] == "Lasten | 2024 | 2025"


def check_links(site: Site, links: list[str]) -> None:
    """Check that each link leads to a page on which its quote is marked."""
    assert len(links) == 2
    for link, quote in zip(
        links, ("Wij openen een leescafé.", "Wij bellen aan & helpen 2 > 1 keer."), strict=True
    ):
        assert link.startswith("http://localhost/documenten/")
        assert page(site.client, link.removeprefix("http://localhost")).marked == quote


def test_hostile_forms(site: Site) -> None:
    """What is sent comes back as text, in every field; another kind of file is not there."""
    _, sealed = site.post(add=site.keys)
    for payload in PAYLOADS:
        for name in ("dossier", "add", "do", "title", "note", "back"):
            response = site.client.post("/dossier", data={"dossier": sealed, "title": "t", name: payload})
            assert response.status_code == 200
            assert len(Page(response.text).all("script")) == len(OWN_SCRIPTS)
    assert site.client.post("/dossier/exe", data={"dossier": sealed}).status_code == 404
    assert site.client.post("/dossier", data={"dossier": "x" * 700_000}).status_code == 413


def test_a_document_page_has_a_button(site: Site) -> None:
    """Where a passage is marked in its document, a button puts it into the dossier."""
    shown, _ = site.post(add=site.keys)
    (link, *_) = [a for a in shown.links() if "/documenten/" in a and "start=" in a]
    document = page(site.client, link.removeprefix("http://localhost"))
    assert [i["value"] for i in document.all("input") if i.get("name") == "add"] == [site.keys[0]]
