"""The own municipality: chosen once on the page of questions, and kept through all other pages."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from tests.spoken_site import SpokenSite
from tests.test_web import Page, site

PAGES = (
    "/?q=sport&gemeente=Emmen",
    "/?gemeente=emmen",
    "/documenten/<taalplan.md>?gemeente=Emmen",
    "/documenten/<bomen.pdf>?bladzijde=2&gemeente=Emmen",
    "/documenten/<oud.md>?gemeente=Emmen",
    "/documenten/<nota.md>/wijzigingen?gemeente=Emmen",
    "/documenten/<begroting.md>/tabellen?tabel=1&gemeente=Emmen",
    "/documenten?mijn=Emmen",
    "/documenten?gemeente=Tubbergen&soort=begroting&mijn=Emmen",
    "/vergelijken?mijn=Emmen",
    "/vergelijken?q=schuldhulpverlening&gemeente=Tubbergen&rijen=jaar&mijn=Emmen",
    "/zoeken?q=zwembad&gemeente=Emmen&mijn=Emmen",
    "/dossier?gemeente=Emmen",
    "/privacy?gemeente=Emmen",
    "/woordenlijst?gemeente=Emmen",
    "/melden?gemeente=Emmen",
    "/melden/bedankt?bladzijde=/documenten/x&gemeente=Emmen",
    "/nergens?gemeente=Emmen",
)


def carried(address: str) -> str | None:
    """Return the own municipality in the address of a page."""
    parts = urlsplit(address)
    path = parts.path.removeprefix("/en")
    name = "mijn" if path in ("/documenten", "/vergelijken", "/zoeken") else "gemeente"
    return parse_qs(parts.query, keep_blank_values=True).get(name, [None])[0]


def pages_of(shown: Page) -> list[str]:
    """Return where a page leads to on this website; what is downloaded is no page."""
    anchors = [a for a in shown.all("a") if "download" not in a and ".webp" not in (a["href"] or "")]
    return [a["href"] or "" for a in anchors if (a["href"] or "").startswith("/")]


def sent(shown: Page) -> list[str | None]:
    """Return the own municipality that each form sends along: in a hidden field, or chosen in a list."""
    fields = [tag for tag in shown.all("input") if tag.get("type") == "hidden"]
    return [tag["value"] for tag in fields if tag["name"] in ("gemeente", "mijn")]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_link_to_a_page_carries_it(
    client: FlaskClient, spoken: SpokenSite, page: str, prefix: str
) -> None:
    """Whatever page one is on, and in both languages, the links to all others have it; only an answer has a
    link to the same question without."""
    shown = Page(client.get(prefix + spoken.address(page)).text)
    links = [link for link in pages_of(shown) if not ("q=" in link and carried(link) == "")]
    assert len(links) > 5
    assert [link for link in links if (carried(link) or "").casefold() != "emmen"] == []


@pytest.mark.parametrize(
    "page", ["/documenten?mijn=Emmen", "/vergelijken?mijn=Emmen", "/zoeken?mijn=Emmen", "/x?gemeente=Emmen"]
)
def test_a_form_sends_it_along(client: FlaskClient, page: str) -> None:
    """What stands in the address of a form is not sent by a browser, so a field has it."""
    assert sent(Page(client.get(page).text)) == ["Emmen"]
    assert sent(Page(client.get(page.partition("?")[0]).text)) == []


def test_it_limits_no_list(client: FlaskClient) -> None:
    """The own municipality is not a choice of documents: all stay listed, and none is ticked to compare."""
    assert client.get("/documenten?mijn=Emmen").text.count('class="title"') == client.get(
        "/documenten"
    ).text.count('class="title"')
    boxes = Page(client.get("/vergelijken?mijn=Emmen").text).all("input")
    assert [box for box in boxes if box.get("type") == "checkbox" and "checked" in box] == []


def test_no_matter_which_is_kept_too(client: FlaskClient, spoken: SpokenSite) -> None:
    """Who chose none goes on with none, also where the installation has a municipality of its own."""
    own = site(spoken.library, municipality="Emmen").test_client()
    page = spoken.address("/documenten/<taalplan.md>")
    for given in (own.get(f"{page}?gemeente="), own.get("/?gemeente=&q=sport")):
        assert {carried(link) for link in pages_of(Page(given.text))} == {""}
    assert {carried(link) for link in pages_of(Page(client.get(page).text))} == {None}


def test_a_home_is_text_and_no_longer_than_a_name(client: FlaskClient, spoken: SpokenSite) -> None:
    """What somebody puts there is neither markup nor without end."""
    page = spoken.address("/documenten/<taalplan.md>")
    shown = client.get(page, query_string={"gemeente": "<script>alert(1)</script>" + "x" * 500}).text
    assert "<script>alert" not in shown
    links = [link for link in pages_of(Page(shown)) if not link.startswith("/en/")]
    assert all(len(carried(link) or "") <= 100 for link in links)


def test_what_programs_read_has_clean_addresses(client: FlaskClient) -> None:
    """The interface for programs and the sitemap do not pass it on."""
    answer = client.get("/api/v1/answer?q=sport&gemeente=Emmen").get_json(force=True)
    assert "gemeente=" not in str(answer)
    assert "gemeente=" not in client.get("/sitemap.xml?gemeente=Emmen").text
