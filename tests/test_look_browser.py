from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Route, expect

from assistant.settings import Settings
from index.embed import SentenceEncoder
from tests.browsing import CHROMIUM, NO_CHROMIUM, in_view, served, sideways, visit
from tests.test_web import build, site
from web.app import create_app

QUESTION = "wat doen we aan laaggeletterdheid?"
STATES = {
    "start": "/",
    "answer": "/?q=" + quote(QUESTION),
    "amount": "/?q=" + quote("Wat begrootte Coevorden in 2019 voor sport?"),
    "not found": "/?q=" + quote("Wat kost een parkeervergunning in Emmen?") + "&gemeente=Emmen",
    "danger": "/?q=" + quote("Mijn man slaat mij"),
    "other language": "/?q=" + quote("I cannot pay my bills"),
    "fault": "/?q=",
    "error": "/nergens",
    "documents": "/documenten",
}
FIRST_VIEW, ANSWER = 100_000, 150_000
OPEN = "document.querySelectorAll('details').forEach(d => d.open = true)"
SHIFTS = """new PerformanceObserver(list => list.getEntries().forEach(e => {
  if (!e.hadRecentInput) window.shifted = (window.shifted || 0) + e.value;
})).observe({type: 'layout-shift', buffered: true})"""

pytestmark = [
    pytest.mark.chromium,
    pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM),
    pytest.mark.usefixtures("closed"),
]


@pytest.fixture(scope="module")
def origin(model_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the invented library."""
    library = build(tmp_path_factory.mktemp("look"), SentenceEncoder(cache=model_cache))
    with served(site(library)) as address:
        yield address


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a library that does not exist yet."""
    with served(create_app(Settings(library=tmp_path_factory.mktemp("empty") / "none"))) as address:
        yield address


@pytest.mark.parametrize("state", STATES)
def test_twice_the_text_size_still_fits_a_phone(browser: Browser, origin: str, state: str) -> None:
    """With letters of twice the size nothing scrolls sideways at 390 pixels."""
    page = visit(browser, origin, 390).go(STATES[state])
    page.evaluate(f"document.documentElement.style.fontSize = '200%'; {OPEN}")
    assert sideways(page) <= 0


@pytest.mark.parametrize(("state", "most"), [("start", FIRST_VIEW), ("answer", ANSWER)])
def test_a_first_view_is_small_on_the_wire(browser: Browser, origin: str, state: str, most: int) -> None:
    """Page, stylesheets, script, fonts and icon together stay under the limit, headers counted."""
    seen = visit(browser, origin, 390)
    sizes: list[int] = []
    seen.page.on(
        "requestfinished",
        lambda request: sizes.append(
            request.sizes()["responseBodySize"] + request.sizes()["responseHeadersSize"]
        ),
    )
    seen.go(STATES[state])
    seen.page.wait_for_load_state("networkidle")
    assert len(sizes) >= 8
    assert sum(sizes) < most
    assert seen.elsewhere() == []


def test_an_answer_appears_without_loading_the_page(browser: Browser, origin: str) -> None:
    """The answer is put in place: address, title and focus follow, nothing jumps, and back goes back."""
    seen = visit(browser, origin, 390)
    page = seen.go("/")
    page.evaluate(f"window.same = true; {SHIFTS}")
    page.get_by_label("Mijn gemeente").select_option("Emmen")
    page.get_by_label("Stel uw vraag").fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page).to_have_title(re.compile("^wat doen we"))
    assert page.evaluate("window.same") is True
    assert "gemeente=Emmen" in page.url
    assert page.evaluate("document.activeElement.textContent") == QUESTION
    assert in_view(page, "h1")
    assert page.locator("#wacht").inner_text() == ""
    assert page.evaluate("window.shifted || 0") < 0.1
    page.get_by_label("Uw volgende vraag").fill("en in Emmen?")
    page.get_by_role("button", name="Vraag door").click()
    expect(page).to_have_title(re.compile("^en in Emmen"))
    page.go_back()
    expect(page).to_have_title(re.compile("^wat doen we"))
    page.go_back()
    expect(page).to_have_title(re.compile("^Stel uw vraag"))
    assert page.evaluate("window.same") is True
    assert seen.errors == []
    assert seen.elsewhere() == []


def test_places_on_the_page_are_still_reached(browser: Browser, origin: str) -> None:
    """After an answer was put in place a source number leads to its card, and back to the sentence."""
    page = visit(browser, origin, 390).go("/")
    page.get_by_label("Stel uw vraag").fill(QUESTION)
    page.get_by_role("button", name="Zoek antwoord").click()
    page.wait_for_url("**q=wat**")
    page.locator(".ref").first.click()
    page.wait_for_url("**#bron-1")
    assert in_view(page, "#bron-1 h3")
    page.go_back()
    assert page.locator("h1").inner_text() == QUESTION


def test_somebody_in_danger_gets_the_help_in_view(browser: Browser, origin: str) -> None:
    """Where help comes first it has the focus, and stands at the top of the window."""
    page = visit(browser, origin, 390).go("/")
    page.get_by_label("Stel uw vraag").fill("Mijn man slaat mij")
    page.get_by_role("button", name="Zoek antwoord").click()
    page.wait_for_selector(".help[role=alert]")
    assert page.evaluate("document.activeElement.id") == "hulp"
    assert in_view(page, "#hulp")
    assert in_view(page, ".help .dial")


def test_a_question_that_cannot_be_asked_is_told_at_the_box(browser: Browser, origin: str) -> None:
    """An empty question keeps the box, with the fault above it and the focus in it."""
    page = visit(browser, origin, 390).go("/")
    page.get_by_role("button", name="Zoek antwoord").click()
    page.wait_for_selector("#q-fault")
    assert page.evaluate("document.activeElement.id") == "q"


def test_the_wait_is_told_and_a_fault_falls_back_to_loading(browser: Browser, origin: str) -> None:
    """While an answer is on its way that is said; where fetching fails the browser loads the page."""
    page = visit(browser, origin, 390).go("/")
    said: list[str] = []

    def fail(route: Route) -> None:
        if route.request.resource_type == "fetch":
            said.append(page.locator("#wacht").inner_text())
            route.abort()
        else:
            route.continue_()

    page.route("**/?q=**", fail)
    page.evaluate("window.same = true")
    page.get_by_label("Stel uw vraag").fill(QUESTION)
    page.get_by_role("button", name="Zoek antwoord").click()
    expect(page).to_have_title(re.compile("^wat doen we"))
    assert said == ["Wij zoeken het antwoord …"]
    assert page.evaluate("window.same") is None


def test_the_own_municipality_stays_in_the_address(browser: Browser, origin: str) -> None:
    """Once chosen it is in the links to a new question, to examples and to what comes next."""
    page = visit(browser, origin, script=False).go(STATES["not found"])
    for selector in (".brand", ".top nav a", ".examples a"):
        assert "gemeente=Emmen" in (page.locator(selector).first.get_attribute("href") or ""), selector
    page.locator(".brand").click()
    assert page.get_by_label("Mijn gemeente").input_value() == "Emmen"


def test_forced_colours_keep_what_colour_says(browser: Browser, origin: str) -> None:
    """With the system's own colours a card keeps its edge, a mark its ground, the page one is on its line."""
    context = browser.new_context(forced_colors="active", viewport={"width": 390, "height": 900})
    page = context.new_page()
    page.goto(origin + STATES["answer"])
    style = "s => getComputedStyle(document.querySelector(s))"
    assert page.evaluate(f"({style})('.card').borderTopStyle") == "solid"
    assert page.evaluate(f"({style})('.card mark').backgroundColor != ({style})('.card').backgroundColor")
    lines = page.locator(".top nav a").evaluate_all(
        "all => all.map(a => getComputedStyle(a).borderBottomColor)"
    )
    assert lines[0] != lines[1]
