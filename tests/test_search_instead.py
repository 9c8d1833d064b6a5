"""What a search that finds nothing offers instead, and what filters and notes say."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from index.files import File
from index.library import Library
from index.store import Store
from tests.encoders import WordEncoder
from tests.test_search_pages import app_of
from tests.test_web import page

PLAN = "# Visie\n\nWij willen gezond en actief leven in elke wijk van de stad.\n" * 3
DOCUMENTS: dict[str, tuple[str, dict[str, object]]] = {
    "a.md": (f"{PLAN}\nEr komt een zwembad.\n", {"title": "Visie", "status": "concept"}),
    "b.md": (f"{PLAN}\nEr komt een sporthal.\n", {"title": "Visie", "status": "vastgesteld"}),
    "c.md": (
        "# Brief\n\nDe sporthal staat in een andere wijk.\n",
        {"title": "Brief", "municipality": "Emmen"},
    ),
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """Return a client of a website with two versions of a document, and another one."""
    folder = tmp_path_factory.mktemp("versies")
    store = Store(folder / "bibliotheek", create=True)
    files = []
    for name, (text, said) in DOCUMENTS.items():
        (folder / name).write_text(text, encoding="utf-8")
        about = {"municipality": "Almere", "kind": "nota", "year_from": 2024} | said
        files.append(File(folder / name, name, about))
    assert not any(outcome.error for outcome in Library(store, WordEncoder()).add(files))
    yield app_of(store).test_client()
    store.close()


def test_words_of_an_earlier_version_only(client: FlaskClient) -> None:
    """A sentence that stands in an earlier version only is said to stand there, with the way to it."""
    shown = page(client, "/zoeken", q='"komt een zwembad"')
    assert "Geen passages gevonden" in shown.words
    assert "Ook in eerdere versies: 1 passage" in shown.words
    (href,) = (link for link in shown.links() if "versies=alle" in (link or ""))
    assert "1 passage in 1 stuk" in page(client, href or "").words


def test_a_choice_stays_with_what_is_offered(client: FlaskClient) -> None:
    """Words by themselves are counted within what was chosen; without choices is an offer of its own."""
    shown = page(client, "/zoeken", q="sporthal gezond", gemeente="Emmen")
    assert "sporthal: 1 passage" in shown.words
    assert "gezond: 0 passages" in shown.words
    assert "/zoeken?q=sporthal&gemeente=Emmen" in shown.links()
    elsewhere = page(client, "/zoeken", q="actief", gemeente="Emmen")
    assert "Zonder keuzes: " in elsewhere.words
    assert "/zoeken?q=actief" in elsewhere.links()


def test_what_is_nowhere_is_not_offered(client: FlaskClient) -> None:
    """Where earlier versions and other municipalities have nothing either, they are not named."""
    shown = page(client, "/zoeken", q="raketten", gemeente="Emmen")
    assert "eerdere versies" not in shown.words
    assert "Zonder keuzes" not in shown.words


def test_a_filter_of_nothing_known_is_left_out(client: FlaskClient) -> None:
    """A filter with "not known" alone is not shown, and comes back where something is known."""
    assert "Status" not in page(client, "/zoeken", q="andere").words
    shown = page(client, "/zoeken", q="sporthal").words
    assert "Status" in shown
    assert "Wie besloot" not in shown


@pytest.mark.parametrize(
    ("query", "told"),
    [("gemeente:Emmen wijk", True), ("https://x.nl", False), ('"nota: wijk"', False), ("10:30", False)],
)
def test_a_field_that_is_none_is_told(client: FlaskClient, query: str, told: bool) -> None:
    """Who types a field as on other websites is told that it is read as words, and what works instead."""
    assert ("Gelezen als gewone woorden: gemeente:" in page(client, "/zoeken", q=query).words) is told
