from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page

from index.embed import SentenceEncoder
from tests.browsing import CHROMIUM, NO_CHROMIUM, in_view, served, sideways, visit
from tests.test_web import build, put, site
from web.statements import STATEMENTS

WIDTHS = (1280, 390, 320)
QUESTION = "/?q=" + quote("wat doen we aan laaggeletterdheid?")
AMOUNT = "/?q=" + quote("Wat begrootte Coevorden in 2019 voor sport?")
NOT_FOUND = "/?q=" + quote("Wat kost een parkeervergunning in Emmen?")
WIDE_ROW = "/?q=" + quote("Wat begrootte Tubbergen in 2019 voor leerlingenvervoer?")
ABOUT = (*STATEMENTS, "/woordenlijst", "/melden", "/melden/bedankt", "/en/privacy", "/en/melden")
ENTRIES = ("/", QUESTION, AMOUNT, NOT_FOUND, WIDE_ROW, "/documenten", *ABOUT)
WIDE = """# Begroting 2019

## Lasten

| Een heel lang opschrift van een programma | 2019 | 2020 | 2021 | 2022 | 2023 | 2024 |
| --- | --- | --- | --- | --- | --- | --- |
| Leerlingenvervoer | 1.234.567 | 1.234.567 | 1.234.567 | 1.234.567 | 1.234.567 | 1.234.567 |

Aansprakelijkheidswaardevaststellingsveranderingenonderzoekscommissievoorzitterschapsverkiezing.
"""

pytestmark = [
    pytest.mark.chromium,
    pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM),
    pytest.mark.usefixtures("closed"),
]


@pytest.fixture(scope="module")
def origin(model_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the invented library, with a document that is too wide for a phone."""
    folder = tmp_path_factory.mktemp("browser")
    library = build(folder, SentenceEncoder(cache=model_cache))
    said = {"municipality": "Tubbergen", "kind": "begroting", "year_from": 2019}
    put(library, folder / "stukken", "breed.md", WIDE, **said)
    with served(site(library)) as address:
        yield address


def documents(page: Page) -> list[str]:
    """Return the addresses of the documents in the list."""
    return [a.get_attribute("href") or "" for a in page.locator(".shelf a").all()]


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_scrolls_sideways_or_logs_an_error(browser: Browser, origin: str, width: int) -> None:
    """At each width every page fits, folds open too, without errors or requests elsewhere."""
    seen = visit(browser, origin, width)
    found = documents(seen.go("/documenten"))
    assert len(found) == 4
    for address in (*ENTRIES, *found):
        page = seen.go(address)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert sideways(page) <= 0, address
    assert seen.errors == []
    assert seen.elsewhere() == []
    assert len(seen.requests) > len(ENTRIES)


def test_every_control_is_large_enough_to_touch(browser: Browser, origin: str) -> None:
    """On a phone buttons, fields, source numbers and folds are at least 24 pixels high."""
    seen = visit(browser, origin, 390)
    for address in ENTRIES:
        page = seen.go(address)
        for control in page.locator("button, select, textarea, summary, .ref, .examples a").all():
            box = control.bounding_box() or {"height": 0, "width": 0}
            hidden = box["height"] == box["width"] == 0
            assert hidden or (box["height"] >= 24 and box["width"] >= 24)


def test_it_works_without_script(browser: Browser, origin: str) -> None:
    """Without JavaScript a question is asked, answered, and its source opened at the passage."""
    seen = visit(browser, origin, 390, script=False)
    page = seen.go("/")
    page.get_by_label("Stel uw vraag").fill("wat doen we aan laaggeletterdheid?")
    page.get_by_label("Mijn gemeente").select_option("Emmen")
    page.get_by_role("button", name="Zoek antwoord").click()
    assert "gemeente=Emmen" in page.url
    assert page.locator("h1").inner_text() == "wat doen we aan laaggeletterdheid?"
    page.get_by_role("link", name="Open in het document").first.click()
    page.wait_for_url("**#passage")
    assert "laaggeletterd" in page.locator("mark#passage").inner_text()
    assert in_view(page, "mark#passage")
    assert seen.errors == []


def test_it_works_with_the_keyboard_alone(browser: Browser, origin: str) -> None:
    """Tab reaches the box, the button and a source number; what has focus is always outlined."""
    page = visit(browser, origin).go("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Naar de inhoud"
    assert in_view(page, ".skip")
    tab_to(page, "textarea")
    page.keyboard.type("wat doen we aan laaggeletterdheid?")
    tab_to(page, "button")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=wat**")
    tab_to(page, ".ref")
    page.keyboard.press("Enter")
    page.wait_for_url("**#bron-1")
    assert in_view(page, "#bron-1 h3")
    tab_to(page, "#bron-1 .actions a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/documenten/**")
    assert in_view(page, "mark#passage")


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until an element has the focus; each stop on the way must be outlined."""
    for _ in range(40):
        page.keyboard.press("Tab")
        style = page.evaluate("getComputedStyle(document.activeElement).outline")
        assert "solid" in style, page.evaluate("document.activeElement.outerHTML")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    pytest.fail(f"Tab does not reach {selector}")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_permalink_opens_with_the_passage_in_view(browser: Browser, origin: str, width: int) -> None:
    """The marked passage stands in the window, in a paragraph and in a table row."""
    seen = visit(browser, origin, width)
    for address in (QUESTION, AMOUNT):
        page = seen.go(address)
        seen.page.goto(origin + (page.locator(".actions a").first.get_attribute("href") or ""))
        assert in_view(page, "mark#passage")
        assert page.locator("mark#passage").count() == 1


def test_nothing_hostile_in_an_address_runs(browser: Browser, origin: str) -> None:
    """Payloads in the question open no dialog and ask nothing of another origin."""
    seen = visit(browser, origin)
    dialogs: list[str] = []
    seen.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    for payload in ("<script>alert(1)</script>", '"><img src=//evil.example/x onerror=alert(1)>'):
        seen.go("/?q=" + quote(f"sport {payload}") + "&gemeente=" + quote(payload))
    assert dialogs == []
    assert seen.elsewhere() == []
