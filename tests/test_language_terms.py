"""What is kept in Dutch words, and what is taken along, in the language of the page."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient

from corpus import measures
from corpus.decisions import STATUS_NAMES
from tests.spoken import Speech
from tests.test_web import Page
from web.document_terms import MEASURES, SIDES, STATUSES, part_word


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (
            "/?q=Wat+begrootte+Coevorden+in+2019+voor+sport%3F",
            "2019: € 841,000 (in the table: 841",
        ),
        ("/vergelijken?q=schuldhulpverlening", "2021: € 310,000 (in the table: 310"),
    ],
)
def test_figures_are_said_in_the_language_of_the_page(client: FlaskClient, page: str, said: str) -> None:
    """Below /en the sentence about a figure is English, and its row in the words of the document."""
    english = " ".join(Speech(client.get(f"/en{page}").text).said_in("en")).replace("\N{NO-BREAK SPACE}", " ")
    assert said in english
    assert "begrootte € " not in english
    dutch = " ".join(Speech(client.get(page).text).said_in("nl")).replace("\N{NO-BREAK SPACE}", " ")
    assert "begrootte €" in dutch


@pytest.mark.parametrize(
    ("kept", "english"),
    [
        ("programma 2 van de begroting 2021", "programme 2 of the budget 2021"),
        ("pagina 3-9 van het beleidsplan", "page 3-9 of the policy plan"),
        ("hoofdstuk 4", "chapter 4"),
        ("de bijlage over wegen", "de bijlage over wegen"),
    ],
)
def test_a_part_is_said_in_english(kept: str, english: str) -> None:
    """A part as it is made of a title has English words; one described by somebody stays as it is."""
    assert part_word(kept, "en") == english
    assert part_word(kept) == kept


def test_what_is_kept_of_documents_and_figures_has_english_words() -> None:
    """Every status, measure, side and kind that is recognised has an English word."""
    assert set(STATUSES) == set(STATUS_NAMES)
    assert set(MEASURES) == {name for name, _ in measures.MEASURES}
    assert {name for name, _ in measures.SIDES} < set(SIDES)


@pytest.mark.parametrize("form", ["csv", "ods", "docx"])
def test_a_file_to_take_along_is_in_the_language_of_its_page(client: FlaskClient, form: str) -> None:
    """Columns, kinds, measures and numbers of a download are English below /en."""
    shown = Page(client.get("/en/vergelijken?q=schuldhulpverlening").text)
    link = next(link for link in shown.links() if f"/{form}?" in link)
    response = client.get(link)
    assert "comparison-schuldhulpverlening" in response.headers["Content-Disposition"]
    said = text_of(response.data, form)
    for words in ("Municipality", "Page" if form != "docx" else "Source"):
        assert words in said
    for words in ("Gemeente", "Bladzijde", "Bron", "begroting, ", "lasten\n"):
        assert words not in said
    if form != "csv":
        assert "310,000" in said
        assert "310.000" not in said


def text_of(data: bytes, form: str) -> str:
    """Return what a file says, a paragraph or cell a line."""
    if form == "csv":
        return data.decode("utf-8-sig")
    with ZipFile(BytesIO(data)) as packed:
        inside = packed.read("content.xml" if form == "ods" else "word/document.xml").decode()
    return re.sub(r"<[^>]+>", "\n", inside)
