from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import ModuleType

import pytest
from flask.testing import FlaskClient

from assistant.glossary import glossary
from assistant.settings import Settings, load_settings
from corpus.errors import SettingsError
from index.library import Library
from tests.readability import reading_ease, sentences, syllables
from tests.spoken import FIELD, Speech
from tests.spoken_site import SpokenSite
from tests.test_web import TAAL, Page, ids, page, put, site
from tools.quality.shown import TARGET, as_toml, shown
from web import messages, page_words, text
from web.app import create_app
from web.reports import KEPT_DAYS
from web.statements import STATEMENTS, by_letter, of_100
from web.well_known import VALID_DAYS, security_text

ROOT = Path(__file__).resolve().parents[1]
QUALITY = ROOT / "docs" / "quality.md"
EVERY = (*STATEMENTS, "/woordenlijst", "/melden", "/melden/bedankt", "/nergens")
SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def locations(client: FlaskClient, address: str = "/sitemap.xml") -> list[str]:
    """Return the addresses in the sitemap."""
    response = client.get(address)
    assert response.mimetype == "application/xml"
    tree = ElementTree.fromstring(response.text)  # noqa: S314 - it is our own
    return [found.text or "" for found in tree.findall("s:url/s:loc", SITEMAP)]


# Running text


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_page_links_to_the_pages_about_this_website(client: FlaskClient, prefix: str) -> None:
    """At the bottom of each page stand the links, that of the page itself marked as such."""
    for address in (*STATEMENTS, "/woordenlijst", "/", "/?q=sport", "/documenten"):
        found = page(client, prefix + address)
        assert {prefix + path for path in (*STATEMENTS, "/woordenlijst", "/melden")} <= set(found.links())
    assert [a["href"] for a in page(client, "/privacy").all("a") if a.get("aria-current")] == ["/privacy"]


def test_the_measured_quality_is_that_of_the_documentation() -> None:
    """The figures that the page tells are read from the tables, not typed."""
    figures = shown(QUALITY.read_text(encoding="utf-8"))
    assert TARGET.read_text(encoding="utf-8") == as_toml(figures)
    assert of_100() == {name: round(value) for name, value in figures.items()}
    assert all(0 < value <= 120 for value in figures.values())


def test_the_figures_follow_the_tables() -> None:
    """Other numbers in the tables are other numbers on the page."""
    document = QUALITY.read_text(encoding="utf-8")
    row = next(line for line in document.splitlines() if line.startswith("| everything "))
    changed = document.replace(row, row.replace("88.1", "51.5"))
    assert shown(changed)["first_source"] == 51.5


def test_the_page_tells_the_measured_quality(client: FlaskClient) -> None:
    """Each figure stands on the page, in both languages."""
    for address in ("/hoe-werkt-dit", "/en/hoe-werkt-dit"):
        said = page(client, address).words
        assert [name for name, value in of_100().items() if str(value) not in said] == []
    assert f"In {of_100()['first_source']} van de 100 vragen" in page(client, "/hoe-werkt-dit").words


def test_the_privacy_page_says_how_long_reports_are_kept(client: FlaskClient) -> None:
    """The number of days is that of the program."""
    assert f"na {KEPT_DAYS} dagen" in page(client, "/privacy").words


def test_what_the_privacy_page_promises_holds(client: FlaskClient) -> None:
    """No page sets a cookie or takes anything from another website."""
    for address in (*EVERY, "/", "/?q=sport", "/documenten"):
        response = client.get(address)
        assert "Set-Cookie" not in response.headers
        found = Page(response.text)
        taken = [tag.get("src") for tag in [*found.all("img"), *found.all("script")]]
        taken += [tag.get("href") for tag in found.all("link")]
        assert all((address or "").startswith("/static/") for address in taken)


def test_a_contact_is_shown_where_it_is_set(spoken: SpokenSite) -> None:
    """An e-mail address and a web page become links; without one the form is named."""
    for contact, href in (
        ("web@example.nl", "mailto:web@example.nl"),
        ("https://example.nl/contact", "https://example.nl/contact"),
    ):
        client = site(spoken.library, administrator=contact).test_client()
        for address in ("/privacy", "/en/toegankelijkheid"):
            assert href in page(client, address).links()
    assert (
        "Wij kunnen daar geen antwoord op sturen"
        in page(site(spoken.library).test_client(), "/privacy").words
    )


def test_the_word_list_has_every_word_once_by_letter(client: FlaskClient) -> None:
    """Each hard word stands there with its explanation, and each letter can be jumped to."""
    groups = by_letter(glossary())
    assert sorted(e.word for _, entries in groups for e in entries) == sorted(e.word for e in glossary())
    assert [letter for letter, _ in groups] == sorted({letter for letter, _ in groups})
    for address in ("/woordenlijst", "/en/woordenlijst"):
        found = page(client, address)
        targets = {tag["id"] for tag in found.all("h2") if tag.get("id")}
        assert {link[1:] for link in found.links() if link.startswith("#letter")} == targets
        for entry in glossary():
            assert " ".join((entry.en if "en" in address.split("/") else entry.nl).split()) in found.words


# When something goes wrong


@pytest.mark.parametrize("address", ["/nergens", "/documenten/bestaatniet", "/documenten/a/b/c"])
def test_a_page_that_is_not_there_helps_on(client: FlaskClient, address: str) -> None:
    """One can ask a question there, and go to the documents."""
    found = page(client, address, 404)
    assert found.all("textarea")[0]["name"] == "q"
    assert {"/documenten", "/", "/melden"} <= set(found.links())
    english = page(client, f"/en{address}", 404)
    assert english.all("form")[0]["action"] == "/en/"


def test_a_fault_of_ours_helps_on_too(spoken: SpokenSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page of a fault needs no library."""
    client = site(spoken.library).test_client()
    monkeypatch.setattr("web.statements.glossary", lambda: 1 / 0)
    found = page(client, "/woordenlijst", 500)
    assert "ging iets mis bij ons" in found.words
    assert found.all("textarea")[0]["name"] == "q"
    assert "/documenten" in found.links()


# What programs look for


def test_security_txt_says_who_and_until_when(spoken: SpokenSite) -> None:
    """Contact and expiry are there, the latter in less than a year."""
    client = site(
        spoken.library, administrator="web@example.nl", address="https://beleid.example.nl"
    ).test_client()
    response = client.get("/.well-known/security.txt")
    assert response.content_type == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in response.text.splitlines())
    assert fields["Contact"] == "mailto:web@example.nl"
    assert fields["Canonical"] == "https://beleid.example.nl/.well-known/security.txt"
    assert fields["Preferred-Languages"] == "nl, en"
    left = datetime.fromisoformat(fields["Expires"]) - datetime.now(UTC)
    assert timedelta(0) < left <= timedelta(days=365)


def test_security_txt_counts_from_today() -> None:
    """The day on which it expires moves with the day."""
    day = date(2026, 11, 22)
    assert f"Expires: {day + timedelta(days=VALID_DAYS)}T00:00:00Z" in security_text("a@b.nl", None, day)


def test_security_txt_without_contact_says_why(client: FlaskClient) -> None:
    """Without the setting it is not there, and says which setting is missing."""
    response = client.get("/.well-known/security.txt")
    assert response.status_code == 404
    assert "administrator" in response.text


def test_answers_are_not_indexed(client: FlaskClient) -> None:
    """Search engines are kept from questions and reports, and led to the sitemap."""
    lines = client.get("/robots.txt").text.splitlines()
    assert {"User-agent: *", "Disallow: /*?q=", "Disallow: /melden"} <= set(lines)
    assert "Sitemap: http://localhost/sitemap.xml" in lines
    robots = [
        tag.get("content") for tag in page(client, "/?q=sport").all("meta") if tag.get("name") == "robots"
    ]
    assert robots == ["noindex"]


def test_the_sitemap_lists_pages_and_documents(client: FlaskClient, spoken: SpokenSite) -> None:
    """Every address in it answers, and each document is there, whichever language asks."""
    found = locations(client)
    current = {name for source, name in ids(spoken.library).items() if source != "oud.md"}
    assert {f"http://localhost/documenten/{name}" for name in current} <= set(found)
    for address in found:
        assert client.get(address.removeprefix("http://localhost")).status_code == 200
    assert locations(client, "/en/sitemap.xml") == found


def test_the_sitemap_leaves_out_earlier_versions(tmp_path: Path, library: Library) -> None:
    """A document that has a newer version is not listed."""
    old = put(library, tmp_path / "a", "nota.md", TAAL, municipality="Emmen")
    put(library, tmp_path / "a", "nota.md", TAAL + "\nEen nieuwe zin over lezen.\n", municipality="Emmen")
    client = site(library).test_client()
    with library.store.snapshot() as snapshot:
        records = snapshot.documents()
    current = [record.document_id for record in records if record.newer is None]
    found = [address.rsplit("/", 1)[1] for address in locations(client) if "/documenten/" in address]
    assert found == current
    assert old in {record.document_id for record in records}


def test_the_address_of_the_settings_is_used(spoken: SpokenSite) -> None:
    """Behind another server the website knows its own address."""
    client = site(spoken.library, address="https://beleid.example.nl/").test_client()
    assert all(address.startswith("https://beleid.example.nl/") for address in locations(client))
    assert "Sitemap: https://beleid.example.nl/sitemap.xml" in client.get("/robots.txt").text


def test_they_are_there_before_the_library_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without documents the pages about the website answer, and the sitemap lists them."""
    monkeypatch.setattr("web.app.Service.warm", lambda _: None)
    client = create_app(Settings(tmp_path / "nergens")).test_client()
    for address in (*STATEMENTS, "/woordenlijst", "/melden", "/robots.txt"):
        assert client.get(address).status_code == 200
    assert "http://localhost/privacy" in locations(client)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("administrator", "javascript:alert(1)"),
        ("administrator", "jan\nExpires: x@y.nl"),
        ("administrator", "jan"),
        ("address", "beleid.example.nl"),
        ("address", "https://x@evil.example"),
        ("address", "https://example.nl/\nAllow: /"),
    ],
)
def test_an_address_that_cannot_be_is_refused(name: str, value: str) -> None:
    """What is no e-mail address or website is no contact, and no line of a file."""
    with pytest.raises(SettingsError) as caught:
        load_settings({f"BELEIDSWIJZER_{name.upper()}": value}, Path("nergens.toml"))
    assert caught.value.code == "bad_setting"


# Plain language


def is_plain(said: Sequence[str]) -> bool:
    """Tell whether reading ease is above 60 (what all who finished primary school read), and sentences have
    at most 20 words and less than 12 on average."""
    found = sentences(said)
    short = max(map(len, found)) <= 20 and sum(map(len, found)) / len(found) < 12
    return short and reading_ease(said) > 60


@pytest.mark.parametrize("address", EVERY)
def test_dutch_texts_are_plain(client: FlaskClient, address: str) -> None:
    """The pages of running text are."""
    assert is_plain([line for line in Speech(client.get(address).text).said_in("nl") if line.endswith(".")])


@pytest.mark.parametrize("words", [page_words, *page_words.OTHERS, text, messages])
def test_the_fixed_texts_of_all_pages_are_plain(words: ModuleType) -> None:
    """So is what all other pages say, with a name or number where one is filled in."""
    said = [FIELD.sub("3", sentence) for sentence in words.NL.values() if sentence.endswith((".", "?"))]
    assert is_plain(said)
    assert not is_plain([*said, " ".join(["beleidsverantwoordelijkheid"] * 21)])


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("huis", 1),
        ("gemeente", 3),
        ("toegankelijkheid", 5),
        ("ruïne", 3),
        ("leeuw", 1),
        ("beleid", 2),
        ("x", 1),
    ],
)
def test_syllables_are_counted(word: str, count: int) -> None:
    """A run of vowels that is one sound is one syllable."""
    assert syllables(word) == count


def test_reading_ease_tells_plain_from_official() -> None:
    """Short words in short sentences are easier; by hand: 6 words, 1 sentence, 6 syllables."""
    plain = ["Wij doen dit voor u thuis."]
    official = [
        "Ter operationalisering van de beleidsdoelstellingen worden uitvoeringsovereenkomsten "
        "gesloten met maatschappelijke organisaties."
    ]
    assert reading_ease(plain) == pytest.approx(206.835 - 0.93 * 6 - 77)
    assert reading_ease(official) < 0
