from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from index.library import Library
from tests.encoders import WordEncoder
from tests.spoken import Speech, foreign_words
from tests.test_messages import fields
from tests.test_web import Page, build, ids, link_to, site
from web import messages, text
from web.page_words import EN, NL

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = ROOT / "web" / "templates"
# Pages whose words are all in both languages; of those below the words still stand in the template.
PAGES = (
    "/hoe-werkt-dit",
    "/privacy",
    "/toegankelijkheid",
    "/woordenlijst",
    "/melden",
    "/melden/bedankt?bladzijde=/documenten/a",
    "/nergens",
)
ONE_LANGUAGE = {
    "changes.html",
    "compare.html",
    "document.html",
    "document_facts.html",
    "documents.html",
    "empty.html",
    "page_view.html",
    "tables.html",
    "trial.html",
    "try.html",
}


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Return the invented library."""
    library = build(tmp_path_factory.mktemp("language"), WordEncoder())
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


def spoken(client: FlaskClient, address: str) -> str:
    """Return the language that a page says it is in."""
    found = Page(client.get(address).text).all("html")[0]["lang"]
    assert found is not None
    return found


@pytest.mark.parametrize("address", ["/", "/documenten", *PAGES])
def test_a_prefix_chooses_the_language_and_every_link_keeps_it(client: FlaskClient, address: str) -> None:
    """Below /en a page is in English, and so is all it leads to; only the switch leads back."""
    assert spoken(client, address) == "nl"
    assert spoken(client, f"/en{address}") == "en"
    found = Page(client.get(f"/en{address}").text)
    switch = [a for a in found.all("a") if a.get("hreflang")]
    assert [a["href"] for a in switch] == [address]
    others = [a["href"] or "" for a in found.all("a") if not a.get("hreflang")]
    others += [form["action"] or "" for form in found.all("form")]
    assert [link for link in others if not link.startswith(("/en/", "#", "https://"))] == []


def test_the_switch_keeps_question_and_passage(app: Flask, client: FlaskClient, shelf: Library) -> None:
    """The other language of an answer and of a marked passage has the same address behind its prefix."""
    name = ids(shelf)["taalplan.md"]
    link = link_to(app, shelf, name, "Elk jaar volgen 48 inwoners een cursus lezen.").partition("#")[0]
    for address in ("/?q=wat+kost+sport%3F&gemeente=Emmen", link):
        dutch, english = client.get(address), client.get(f"/en{address}")
        assert dutch.status_code == english.status_code == 200
        assert f"/en{address}" in Page(dutch.text).links()
        assert address in Page(english.text).links()
        assert Page(dutch.text).marked == Page(english.text).marked != ""


@pytest.mark.parametrize(
    "path", ["//evil.example/a", "/en//evil.example", "///evil.example", "/\\evil.example"]
)
def test_the_switch_never_leads_to_another_website(client: FlaskClient, path: str) -> None:
    """A path that looks like an address elsewhere stays a path."""
    response = client.get(path)
    assert response.status_code in (308, 404)
    for link in Page(response.text).links():
        assert not urlsplit(link).netloc or link.startswith("http://localhost/"), link
        assert "\\" not in link


def test_an_english_installation_has_dutch_under_its_prefix(shelf: Library) -> None:
    """The language of the settings needs no prefix, and has none."""
    client = site(shelf, language="en").test_client()
    assert spoken(client, "/privacy") == "en"
    assert spoken(client, "/nl/privacy") == "nl"
    assert client.get("/en/privacy").status_code == 404


def test_it_works_in_a_folder_of_a_website(client: FlaskClient) -> None:
    """Where the application is mounted below a path, the language stands behind that path."""
    found = Page(client.get("/en/privacy", environ_overrides={"SCRIPT_NAME": "/beleid"}).text)
    assert "/beleid/privacy" in found.links()
    assert "/beleid/en/melden" in found.links()


def test_the_interface_for_programs_is_the_same_in_every_language(client: FlaskClient) -> None:
    """A prefix changes nothing of an answer as JSON."""
    address = "/api/v1/answer?q=sport"
    english, dutch = (client.get(prefix + address).get_json(force=True) for prefix in ("/en", ""))
    assert english | {"milliseconds": 0} == dutch | {"milliseconds": 0}


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize(("language", "prefix"), [("nl", ""), ("en", "/en")])
def test_no_word_of_the_other_language_is_left(
    client: FlaskClient, address: str, language: str, prefix: str
) -> None:
    """What a page says in one language has no common word of the other."""
    assert foreign_words(client.get(prefix + address).text, language) == []


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ('<html lang="en"><p>Ask <span lang="nl">uw gemeente</span>.</p>', []),
        ('<html lang="en"><p>Ask <span lang="nl">uw gemeente</span> zelf niet.</p>', ["zelf niet."]),
        ('<html lang="en"><nav aria-label="Inhoud van dit stuk"></nav>', ["Inhoud van dit stuk"]),
        ('<html lang="en"><input type=text placeholder="Zoek"><p>Find</p>', ["Zoek"]),
    ],
)
def test_a_word_that_is_left_is_seen(html: str, left: list[str]) -> None:
    """The test above can fail: on text and on labels, but not on what is marked as the other language."""
    assert foreign_words(html, "en") == left


def test_every_paragraph_is_in_a_known_language(client: FlaskClient) -> None:
    """No text of a page stands outside an element with a language."""
    for address in PAGES:
        languages = {code for code, _ in Speech(client.get(f"/en{address}").text).paragraphs}
        assert languages <= {"en", "nl"}


def literal_words(template: str) -> list[str]:
    """Return the words that stand in a template itself, in text or in what screen readers say."""
    bare = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", " ", template, flags=re.DOTALL)
    said = re.findall(r'(?:aria-label|alt|title|placeholder)="([^"]*)"', bare)
    shown = re.sub(r"<[^>]*>", " ", bare)
    # What an expression says itself: "{{ 'niet zeker' if ... }}".
    chosen = re.findall(r"{{\s*'([^'\s]+\s[^']+|[A-Z][^']*)'\s*(?:if|}})", template)
    return re.findall(r"[^\W\d_]{2,}", " ".join([shown, *said, *chosen]))


def test_words_stand_in_one_place_and_not_in_templates() -> None:
    """A template of both languages has no words of its own; running text has a template in each."""
    for path in sorted(TEMPLATES.glob("*.html")):
        if path.name not in ONE_LANGUAGE:
            assert literal_words(path.read_text(encoding="utf-8")) == [], path.name
        else:
            assert literal_words(path.read_text(encoding="utf-8")), f"{path.name} can be taken off the list"


def test_page_words_exist_in_both_languages_and_nowhere_else() -> None:
    """Each code has Dutch and English words with the same parameters, and no other sentence has its code."""
    assert {code: fields(said) for code, said in NL.items()} == {
        code: fields(said) for code, said in EN.items()
    }
    assert NL.keys().isdisjoint(messages.NL.keys() | text.NL.keys())


def test_every_page_word_is_used() -> None:
    """No words are kept that no page says."""
    used = "".join(
        path.read_text(encoding="utf-8")
        for path in [*TEMPLATES.rglob("*.html"), *(ROOT / "web").glob("*.py")]
        if path.name != "page_words.py"
    )
    # Put together from the kind of a report.
    made = {f"report_{kind}{end}" for kind in ("wrong", "missing") for end in ("", "_means")}
    assert [code for code in NL.keys() - made if f"'{code}'" not in used and f'"{code}"' not in used] == []


def test_english_and_dutch_running_text_have_the_same_build() -> None:
    """Each page of running text has in both languages the same headings, lists, links and figures."""
    for dutch in sorted((TEMPLATES / "statements").glob("*.nl.html")):
        english = dutch.with_name(dutch.name.replace(".nl.", ".en."))
        tags = [
            re.findall(r"<(h\d|p|ul|ol|li|dl|dt|dd)\b|{{\s*([^}]*?)\s*}}", path.read_text(encoding="utf-8"))
            for path in (dutch, english)
        ]
        assert tags[0] == tags[1], dutch.name
