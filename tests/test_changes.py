"""The page of what changed between two versions of a document, side by side."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from assistant.ask import Assistant
from assistant.settings import Settings
from index.files import File
from index.library import Library
from index.search import Searcher
from index.store import Store
from tests.encoders import WordEncoder
from web.app import create_app

BODY = "\n\n".join(
    f"Regel {n}: de gemeente doet iets voor sport en bewegen in wijk {n} van de gemeente." for n in range(30)
)
PLAN = "# Beleidsplan sport\n\nDe subsidie voor clubs is {share} procent.\n\n{body}\n\n{last}\n"
OLD = PLAN.format(share="tien", body=BODY, last="Dit <b>vervalt</b> later weer.")
NEW = PLAN.format(share="twintig", body=BODY, last="Er komt een zwembad bij.")
SAID = {"municipality": "Emmen", "kind": "beleidsplan", "title": "Beleidsplan sport"}


@pytest.fixture
def pair(tmp_path: Path) -> tuple[FlaskClient, str, str]:
    """Return a client of a library with two versions of a plan, and their ids."""
    library = Library(Store(tmp_path / "bibliotheek", create=True), WordEncoder())
    ids = []
    for name, text, status in (("oud.md", OLD, "concept"), ("nieuw.md", NEW, "vastgesteld")):
        (tmp_path / name).write_text(text, encoding="utf-8")
        said = {
            "municipality": "Emmen",
            "kind": "beleidsplan",
            "status": status,
            "title": "Beleidsplan sport",
        }
        (outcome,) = library.add([File(tmp_path / name, name, said)])
        assert outcome.document_id is not None
        ids.append(outcome.document_id)
    settings = Settings(library=library.store.folder)
    app = create_app(settings, Assistant(Searcher(library.store, library.encoder)))
    return app.test_client(), ids[0], ids[1]


def test_what_was_and_what_is_stand_side_by_side(pair: tuple[FlaskClient, str, str]) -> None:
    """Words that went and came are marked on their own side; each side leads to its document."""
    client, old, new = pair
    page = client.get(f"/documenten/{new}/wijzigingen").get_data(as_text=True)
    assert "<del>tien</del>" in page
    assert "<ins>twintig</ins>" in page
    assert "Er komt een zwembad bij." in page
    assert "Stond er niet." in page
    assert page.count(f"/documenten/{old}?start=") == 2
    assert page.count(f"/documenten/{new}?start=") == 2
    assert "Regel 3" not in page


def test_a_quote_on_the_page_is_followed_to_its_place(pair: tuple[FlaskClient, str, str]) -> None:
    """The address of a change marks it in the document."""
    client, old, new = pair
    page = client.get(f"/documenten/{new}/wijzigingen").get_data(as_text=True)
    start = page.index(f"/documenten/{old}?start=")
    href = page[start : page.index('"', start)].replace("&amp;", "&").split("#")[0]
    assert "<mark" in client.get(href).get_data(as_text=True)


def test_markup_in_a_document_stays_text(pair: tuple[FlaskClient, str, str]) -> None:
    """What a document says is shown, not run."""
    client, _, new = pair
    assert "<b>vervalt</b>" not in client.get(f"/documenten/{new}/wijzigingen").get_data(as_text=True)


def test_a_document_leads_to_its_changes(pair: tuple[FlaskClient, str, str]) -> None:
    """The newer document leads to the changes, the older one to the newer."""
    client, old, new = pair
    assert f"/documenten/{new}/wijzigingen" in client.get(f"/documenten/{new}").get_data(as_text=True)
    assert "Er is een nieuwere versie" in client.get(f"/documenten/{old}").get_data(as_text=True)


def test_without_an_earlier_version_there_is_no_page(pair: tuple[FlaskClient, str, str]) -> None:
    """A document that nothing came before, and one that is not there, are told so."""
    client, old, _ = pair
    answer = client.get(f"/documenten/{old}/wijzigingen")
    assert answer.status_code == 404
    assert "geen vorige versie" in answer.get_data(as_text=True)
    assert client.get("/documenten/dfffffffffffff/wijzigingen").status_code == 404
