"""Help, introductions and contact points as they stand on the page and in the API."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.encoders import WordEncoder
from tests.test_web import build, site

BEATEN = "Mijn man slaat mij, waar kan ik in Emmen terecht?"
POLICY = "Wat doet Emmen tegen huiselijk geweld?"
READING = "Wie helpt bij laaggeletterdheid in Emmen?"
CONTACTS = """
[Emmen]
phone = "14 0591"
web = "https://gemeente.emmen.nl"
social_team = "De <b>Toegang</b>"
"""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """Return a client of a site with a contact point; rules alone tell danger here."""
    folder: Path = tmp_path_factory.mktemp("hulp")
    library = build(folder, WordEncoder())
    contacts = folder / "contacten.toml"
    contacts.write_text(CONTACTS, encoding="utf-8")
    yield site(library, contacts=contacts).test_client()
    library.store.close()


def page(client: FlaskClient, question: str) -> str:
    """Return the answer page of a question."""
    response = client.get("/", query_string={"q": question})
    assert response.status_code == 200
    return response.get_data(as_text=True)


def section(text: str, kind: str) -> str:
    """Return the section of a class on the page, with its marks; nothing where there is none."""
    found = re.search(rf'<section class="{kind}".*?</section>', text, re.DOTALL)
    return unescape(found.group()) if found else ""


def test_help_stands_above_the_question_and_can_be_dialled(client: FlaskClient) -> None:
    """Who tells of danger reads first whom to call, in an alert that a screen reader says at once."""
    text = page(client, BEATEN)
    help_ = section(text, "help")
    assert 'role="alert"' in help_
    assert 'lang="nl" dir="ltr"' in help_
    assert 'href="tel:112"' in help_
    assert 'href="tel:08002000"' in help_
    assert text.index('<section class="help"') < text.index("<h1")
    assert "<title>Hulp bij gevaar" in text


def test_a_question_about_policy_has_the_numbers_after_its_answer(client: FlaskClient) -> None:
    """Who asks about the subject is not alarmed: no alert, and the numbers come below."""
    text = page(client, POLICY)
    quiet = section(text, "help quiet-help")
    assert 'href="tel:08002000"' in quiet
    assert "alert" not in quiet
    assert text.index("<h1") < text.index("quiet-help")
    assert not section(text, "help")


def test_another_question_has_no_help(client: FlaskClient) -> None:
    """A question without danger shows no help at all."""
    assert 'hulp"' not in page(client, READING)


@pytest.mark.parametrize(
    ("question", "language", "direction", "words"),
    [
        ("My husband hits me, who helps in Emmen?", "en", "ltr", "in Dutch"),
        ("زوجي يضربني", "ar", "rtl", "الهولندية"),
    ],
)
def test_help_and_introduction_are_in_the_language_of_the_question(
    client: FlaskClient, question: str, language: str, direction: str, words: str
) -> None:
    """Both say which language they are in, and which way it is written."""
    text = page(client, question)
    said = f'lang="{language}" dir="{direction}"'
    assert said in section(text, "help")
    introduced = section(text, "introduction")
    assert said in introduced
    assert words in introduced or "notfound" in text


def test_a_dutch_question_has_no_introduction(client: FlaskClient) -> None:
    """Who asks in Dutch needs no word about the language of the quotes."""
    assert not section(page(client, READING), "introduction")


def test_the_contact_point_of_the_municipality_stands_below(client: FlaskClient) -> None:
    """The municipality of the answer, its telephone and site as links, and text as text."""
    text = page(client, READING)
    found = re.search(r'<section class="contact".*?</section>', text, re.DOTALL)
    assert found
    contact = found.group()
    assert "Contact: gemeente Emmen" in contact
    assert 'href="tel:140591"' in contact
    assert 'href="https://gemeente.emmen.nl" rel="noreferrer"' in contact
    assert "De &lt;b&gt;Toegang&lt;/b&gt;" in contact


def test_what_belongs_to_an_answer_stands_in_a_fixed_order(client: FlaskClient) -> None:
    """The question, the answer, its sources, the contact point, and then how to go on."""
    text = page(client, READING)
    marks = (' asked"', 'class="answer', 'class="proof"', 'class="contact"', 'class="go-on"')
    places = [text.index(mark) for mark in marks]
    assert places == sorted(places)


def test_an_answer_as_data_has_the_help(client: FlaskClient) -> None:
    """``help`` says the language, whether it comes first, and the numbers; null without danger."""
    told = client.get("/api/v1/answer", query_string={"q": BEATEN}).get_json()["help"]
    assert told["first"] is True
    assert told["language"] == "nl"
    assert "home" in told["kinds"]
    assert "0800-2000" in [number["number"] for number in told["numbers"]]
    quiet = client.get("/api/v1/answer", query_string={"q": POLICY}).get_json()["help"]
    assert quiet["first"] is False
    assert client.get("/api/v1/answer", query_string={"q": READING}).get_json()["help"] is None


@pytest.mark.parametrize("more", [{"kind": "bestaatniet"}, {"from_year": "gisteren"}])
def test_a_fault_as_data_has_the_help_too(client: FlaskClient, more: dict[str, str]) -> None:
    """A request that cannot be answered still tells somebody in danger whom to call."""
    response = client.get("/api/v1/answer", query_string={"q": BEATEN, **more})
    assert response.status_code == 400
    assert response.mimetype == "application/problem+json"
    assert response.get_json()["help"]["first"] is True
    calm = client.get("/api/v1/answer", query_string={"q": READING, **more})
    assert "help" not in calm.get_json()


def test_a_question_that_is_too_long_still_gets_help(client: FlaskClient) -> None:
    """Help is read from how a question begins, also where it cannot be asked."""
    response = client.get("/", query_string={"q": BEATEN + " en dan" * 500})
    assert 'role="alert"' in section(response.get_data(as_text=True), "help")
