from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from assistant.facets import Facet
from corpus.document import Role
from tests.spoken import Speech, foreign_words
from tests.spoken_site import COMPARE_PAGES, DOCUMENT_PAGES, TRIAL_PAGES, SpokenSite
from tests.test_messages import fields
from tests.test_web import Page, site
from web import messages, text
from web.compare_pages import FILES
from web.export_dossier import COLUMNS
from web.export_dossier import FILES as DOSSIER_FILES
from web.page_words import EN, NL, PAGE_WORDS, joined
from web.search_address import ORDERS

ROOT = Path(__file__).resolve().parents[1]
HELP = ("words", "phrase", "not", "or", "title")
TEMPLATES = ROOT / "web" / "templates"
PAGES = (
    "/",
    "/?q=sport",
    "/?q=raketten",
    "/hoe-werkt-dit",
    "/privacy",
    "/toegankelijkheid",
    "/woordenlijst",
    "/melden",
    "/melden/bedankt?bladzijde=/documenten/a",
    "/nergens",
    *DOCUMENT_PAGES,
    *COMPARE_PAGES,
    *TRIAL_PAGES,
)


def language_of(client: FlaskClient, address: str) -> str:
    """Return the language that a page says it is in."""
    found = Page(client.get(address).text).all("html")[0]["lang"]
    assert found is not None
    return found


@pytest.mark.parametrize("page", PAGES)
def test_a_prefix_chooses_the_language_and_every_link_keeps_it(
    client: FlaskClient, spoken: SpokenSite, page: str
) -> None:
    """Below /en a page is in English, and so is all it leads to, forms, files and pictures too; only the
    switch leads back."""
    address = spoken.address(page)
    assert language_of(client, address) == "nl"
    assert language_of(client, f"/en{address}") == "en"
    found = Page(client.get(f"/en{address}").text)
    switch = [a for a in found.all("a") if a.get("hreflang")]
    assert [a["href"] for a in switch] == [address]
    others = [a["href"] or "" for a in found.all("a") if not a.get("hreflang")]
    others += [form["action"] or "" for form in found.all("form")]
    others += [image["src"] or "" for image in found.all("img") if "/static/" not in (image["src"] or "")]
    assert [link for link in others if not link.startswith(("/en/", "#", "https://"))] == []


def test_the_switch_keeps_question_and_passage(client: FlaskClient, spoken: SpokenSite) -> None:
    """The other language of an answer and of a marked passage has the same address behind its prefix."""
    link = spoken.address("/documenten/<taalplan.md>#Elk jaar volgen 48 inwoners een cursus lezen.")
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


def test_an_english_installation_has_dutch_under_its_prefix(spoken: SpokenSite) -> None:
    """The language of the settings needs no prefix, and has none."""
    client = site(spoken.library, language="en").test_client()
    assert language_of(client, "/privacy") == "en"
    assert language_of(client, "/nl/privacy") == "nl"
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


def foreign(client: FlaskClient, spoken: SpokenSite, page: str, language: str) -> list[str]:
    """Return what a page says in the other language. On an English page all that documents say is marked
    as Dutch; on a Dutch one nothing is, so there their words do not count."""
    html = client.get(f"{'/en' if language == 'en' else ''}{spoken.address(page)}").text
    content = [] if language == "en" else spoken.content()
    return foreign_words(spoken.without_titles(html), language, content)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_word_of_the_other_language_is_left(
    client: FlaskClient, spoken: SpokenSite, page: str, language: str
) -> None:
    """What a page says in one language has no word that the interface has in the other only."""
    assert foreign(client, spoken, page, language) == []


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ("/documenten/<budget.md>", "how_well_read"),
        ("/documenten/<bomen.pdf>", "page_picture"),
        ("/documenten", "coverage_title"),
        ("/documenten/<begroting.md>/tabellen?tabel=1", "in_euros"),
        ("/documenten/<nota.md>/wijzigingen", "old_version"),
        ("/vergelijken?q=schuldhulpverlening", "kind_of_amount"),
        ("/proberen/<trial:reading>", "trial_step_learning"),
    ],
)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_word_of_the_other_language_is_found(
    client: FlaskClient,
    spoken: SpokenSite,
    page: str,
    code: str,
    language: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The test above can fail: one sentence of a page in the other language is seen."""
    other = "en" if language == "nl" else "nl"
    monkeypatch.setitem(PAGE_WORDS[language], code, PAGE_WORDS[other][code])
    assert foreign(client, spoken, page, language)


def test_what_documents_say_is_marked_as_dutch(client: FlaskClient, spoken: SpokenSite) -> None:
    """On an English page titles, headings, quotes and rows of documents stand in Dutch."""
    for page, said in (
        ("/documenten/<taalplan.md>", ("Laaggeletterdheid", "Taalmaatjes werven in elke wijk.")),
        ("/documenten/<begroting.md>/tabellen?tabel=1", ("Sport", "Programmabegroting 2019")),
        ("/documenten/<nota.md>/wijzigingen", ("Nota groen 2021", "nota.md")),
        ("/vergelijken?q=schuldhulpverlening", ("Schuldhulpverlening",)),
        ("/documenten", ("Taalplan 2020-2023",)),
        ("/", ("Wat staat er over schuldhulpverlening?",)),
    ):
        dutch = Speech(client.get(f"/en{spoken.address(page)}").text).said_in("nl")
        assert [words for words in said if words not in dutch] == [], page


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


def test_every_paragraph_is_in_a_known_language(client: FlaskClient, spoken: SpokenSite) -> None:
    """No text of a page stands outside an element with a language."""
    for page in PAGES:
        languages = {code for code, _ in Speech(client.get(f"/en{spoken.address(page)}").text).paragraphs}
        assert languages <= {"en", "nl"}


def literal_words(template: str) -> list[str]:
    """Return the words that stand in a template itself, in text or in what screen readers say."""
    bare = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}|<code>.*?</code>", " ", template, flags=re.DOTALL)
    said = re.findall(r'(?:aria-label|alt|title|placeholder)="([^"]*)"', bare)
    shown = re.sub(r"<[^>]*>", " ", bare)
    # What an expression says itself: "{{ 'niet zeker' if ... }}".
    chosen = re.findall(r"{{\s*'([^'\s]+\s[^']+|[A-Z][^']*)'\s*(?:if|}})", template)
    return re.findall(r"[^\W\d_]{2,}", " ".join([shown, *said, *chosen]))


def test_words_stand_in_one_place_and_not_in_templates() -> None:
    """A template has no words of its own; running text has a template in each language."""
    for path in sorted(TEMPLATES.glob("*.html")):
        assert literal_words(path.read_text(encoding="utf-8")) == [], path.name


def test_page_words_exist_in_both_languages_and_nowhere_else() -> None:
    """Each code has Dutch and English words with the same parameters, and no other sentence has its code."""
    assert {code: fields(said) for code, said in NL.items()} == {
        code: fields(said) for code, said in EN.items()
    }
    assert NL.keys().isdisjoint(messages.NL.keys() | text.NL.keys())


def test_a_code_that_two_pages_have_is_refused() -> None:
    """The words of one page never take the place of those of another."""
    assert joined([{"a": "1"}, {"b": "2"}]) == {"a": "1", "b": "2"}
    with pytest.raises(ValueError, match="'a'"):
        joined([{"a": "1"}, {"b": "2"}, {"a": "1"}])


def test_every_page_word_is_used() -> None:
    """No words are kept that no page says."""
    used = "".join(
        path.read_text(encoding="utf-8")
        for path in [*TEMPLATES.rglob("*.html"), *(ROOT / "web").glob("*.py")]
        if not path.name.startswith("page_words")
    )
    # Put together from the kind of a report, and of a file.
    made = {f"report_{kind}{end}" for kind in ("wrong", "missing") for end in ("", "_means")}
    made |= {f"file_{form}" for form in FILES}
    # And from a month, a filter, a role, an order, a piece of help, and what a dossier's files have.
    parts = ("month", "facet", "role", "search_order", "search_help", "dossier_column", "dossier")
    ends = (*range(1, 13), *Facet, *Role, *ORDERS, *HELP, *COLUMNS, *DOSSIER_FILES)
    made |= {f"{part}_{end}" for part in parts for end in ends}
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
