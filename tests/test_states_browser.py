"""Every page and state in the browser, and six tasks of residents: ``docs/residents-tasks.md``."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from index.embed import SentenceEncoder
from tests.browsing import CHROMIUM, NO_CHROMIUM, Visit, in_view, sideways, visit
from tests.resident import Resident, walk
from tests.states import STATUS, Site, sample_site

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "EN-301-549", "best-practice"]
LOOKS = list(product((320, 390, 1280), ("light", "dark")))
OPEN = "document.querySelectorAll('details').forEach(d => d.open = true)"
# The HTML checker of the W3C: https://www.npmjs.com/package/vnu-jar. Needs Java 17.
VNU = os.environ.get("VNU_JAR")
NO_VNU = "no HTML checker; try: npm pack vnu-jar, and set VNU_JAR to its build/dist/vnu.jar"

pytestmark = [
    pytest.mark.chromium,
    pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM),
    pytest.mark.usefixtures("closed"),
]


@pytest.fixture(scope="module")
def sample(model_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve the sample library with every state."""
    with sample_site(tmp_path_factory.mktemp("states"), SentenceEncoder(cache=model_cache)) as site:
        yield site


def window(browser: Browser, width: int, scheme: str) -> Visit:
    """Return an empty page of a width, light or dark, that keeps what goes wrong."""
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    seen = Visit(page, "")
    page.on("console", lambda message: seen.errors.append(message.text))
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    return seen


def faults(page: Page) -> list[str]:
    """Return what axe finds on a page with its folds open: the rule and where it is broken."""
    page.evaluate(OPEN)
    found = Axe().run(page, options={"runOnly": TAGS}).response["violations"]
    return [f"{fault['id']}: {node['html'][:120]}" for fault in found for node in fault["nodes"]]


def wrong_with(seen: Visit, name: str, address: str) -> list[str]:
    """Return everything that is wrong with a state: its status, what axe finds, its width, its errors."""
    seen.errors.clear()
    response = seen.page.goto(address)
    assert response is not None
    status = STATUS.get(name, 200)
    wrong = [] if response.status == status else [f"status {response.status}"]
    wrong += faults(seen.page)
    wrong += ["scrolls sideways"] if sideways(seen.page) > 0 else []
    # That a page is answered with an error is itself logged as one.
    wrong += [text for text in seen.errors if not (status >= 400 and f"status of {status}" in text)]
    return [f"{name}: {text}" for text in wrong]


def test_axe_finds_nothing_on_any_state(browser: Browser, sample: Site) -> None:
    """Every state meets WCAG 2.2 AA, EN 301 549 and good practice, fits and logs nothing, the widths and
    schemes in turn; `make nightly` has each state at all of them."""
    windows = [window(browser, width, scheme) for width, scheme in LOOKS]
    wrong: list[str] = []
    for number, (name, address) in enumerate(sample.states.items()):
        wrong += wrong_with(windows[number % len(windows)], name, address)
    assert wrong == []
    assert len(sample.states) > 50


@pytest.mark.nightly
@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe_finds_nothing_anywhere(browser: Browser, sample: Site, width: int, scheme: str) -> None:
    """The same, for every state at this width and in this scheme."""
    seen = window(browser, width, scheme)
    assert [fault for state in sample.states.items() for fault in wrong_with(seen, *state)] == []


@pytest.mark.parametrize(
    ("plant", "rule"),
    [
        ("document.querySelector('label').remove()", "label"),
        ("document.querySelector('h1').style.color = '#bbb'", "color-contrast"),
        ("document.querySelector('main').outerHTML = document.querySelector('main').innerHTML", "region"),
    ],
)
def test_axe_catches_a_planted_fault(browser: Browser, sample: Site, plant: str, rule: str) -> None:
    """The check can fail: a field without label, faint text and text outside every region are found."""
    page = window(browser, 1280, "light").page
    page.goto(sample.states["start"])
    page.evaluate(plant)
    assert any(fault.startswith(rule) for fault in faults(page))


@pytest.mark.nightly
def test_every_stop_of_the_keyboard_can_be_seen(browser: Browser, sample: Site) -> None:
    """On every state Tab reaches all that can be used, outlined and within the window."""
    page = window(browser, 390, "light").page
    wrong: dict[str, list[str]] = {}
    for name, address in sample.states.items():
        page.goto(address.split("#")[0])
        wrong[name] = walk(page)
    assert {name: found for name, found in wrong.items() if found} == {}


@pytest.mark.nightly
def test_twice_the_text_size_fits_everywhere(browser: Browser, sample: Site) -> None:
    """With letters of twice the size no state scrolls sideways on a phone."""
    page = window(browser, 390, "light").page
    wide = []
    for name, address in sample.states.items():
        page.goto(address)
        page.evaluate(f"document.documentElement.style.fontSize = '200%'; {OPEN}")
        wide += [name] if sideways(page) > 0 else []
    assert wide == []


@pytest.mark.skipif(not (VNU and shutil.which("java")), reason=NO_VNU)
def test_the_html_of_every_state_is_valid(sample: Site, tmp_path: Path) -> None:
    """The checker of the W3C finds no error in any state, and does in a page that has one."""
    for number, address in enumerate(sample.states.values()):
        (tmp_path / f"{number:02}.html").write_bytes(markup(address))
    (tmp_path / "planted.html").write_text("<!doctype html><title>x</title><ul><p>fout</ul>", "utf-8")
    command = ["java", "-jar", str(VNU), "--errors-only", "--format", "json", "--stdout", str(tmp_path)]
    told = subprocess.run(command, capture_output=True, check=False).stdout
    errors = json.loads(told)["messages"]
    names = list(sample.states)
    mine = [error for error in errors if "planted" in error["url"]]
    others = [
        (names[int(Path(e["url"]).stem)], e["message"], e.get("extract")) for e in errors if e not in mine
    ]
    assert others == []
    assert mine


def markup(address: str) -> bytes:
    """Return the HTML of an address, whatever its status."""
    try:
        with urlopen(address) as response:
            return bytes(response.read())
    except HTTPError as error:
        return error.read()


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def resident(request: pytest.FixtureRequest, browser: Browser, sample: Site) -> Resident:
    """Return somebody with a phone at the first page, with and without JavaScript."""
    page = visit(browser, "", 390, request.param).page
    page.goto(sample.states["start"])
    return Resident(page)


def test_task_1_help_for_a_mother(resident: Resident) -> None:
    """From the question to the marked sentence of the plan, with its years and that it is a draft."""
    resident.chooses("Mijn gemeente", "Borger-Odoorn")
    resident.asks("ik zorg voor mijn moeder, wie helpt mij?")
    resident.taps(resident.page.get_by_role("link", name="Open in het document").first)
    page = resident.page
    page.wait_for_url("**#passage")
    assert in_view(page, "mark#passage")
    assert "mantelzorg" in page.locator("mark#passage").inner_text().lower()
    assert "Concept-beleidsplan 2017-2020" in page.locator(".facts").first.inner_text()
    assert resident.steps <= 5


def test_task_2_somebody_who_reads_poorly(resident: Resident) -> None:
    """Bills that cannot be paid lead to help with debts, and to a number to call that can be tapped."""
    resident.chooses("Mijn gemeente", "Emmen")
    resident.asks("kan mn rekeningen niet betalen")
    page = resident.page
    assert "schuld" in page.locator(".answer").inner_text().lower()
    assert page.locator(".contact a[href^='tel:']").first.is_visible()
    assert resident.steps <= 3


def test_task_3_somebody_who_speaks_polish(resident: Resident) -> None:
    """What must be known stands there in Polish, and the English page has the question too."""
    question = "Gdzie mogę uczyć się niderlandzkiego?"
    resident.asks(question)
    page = resident.page
    assert page.locator(".introduction[lang=pl]").is_visible()
    assert page.locator(".answer [lang=nl]").count() > 0
    resident.taps(page.get_by_role("link", name="English"))
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.locator("h1").inner_text() == question
    assert resident.steps <= 3


def test_task_4_what_is_being_spent(resident: Resident) -> None:
    """Where an amount is not found, the tables of that municipality's budget are near."""
    resident.asks("Hoeveel geld gaat er in Coevorden naar jeugd en zorg?")
    page = resident.page
    resident.taps(page.get_by_role("link", name="Kijk zelf in de documenten van Coevorden"))
    resident.taps(page.locator(".shelf a").first)
    resident.taps(page.locator("summary", has_text="tabel"))
    resident.taps(page.locator(".tables a").first)
    amounts = page.locator("table").first
    assert "2019" in amounts.inner_text()
    assert "€" in page.locator("main").inner_text()
    assert in_view(page, "table th")
    assert resident.steps <= 5


def test_task_5_somebody_in_danger(resident: Resident) -> None:
    """A number to tap stands in the first screen; the title and the caches do not keep the question."""
    kept: list[str | None] = []
    resident.page.on(
        "response", lambda r: kept.append(r.headers.get("cache-control")) if "q=" in r.url else None
    )
    resident.asks("mijn man slaat mij")
    page = resident.page
    page.wait_for_selector(".help[role=alert]")
    assert in_view(page, ".help .dial")
    assert "wis de geschiedenis" in page.locator(".help").inner_text()
    assert page.title() == "Hulp bij gevaar - Beleidswijzer"
    assert kept == ["no-store"]
    assert "Wat kost dat?" not in page.locator("main").inner_text()
    assert resident.steps <= 2


def test_task_6_a_keyboard_and_a_municipality_that_is_not_there(browser: Browser, sample: Site) -> None:
    """By Tab and Enter alone: Zwolle is not there, these are, and the missing plan is reported."""
    page = visit(browser, "", 390).page
    page.goto(sample.states["start"])
    resident = Resident(page)
    resident.tabs_to("textarea")
    resident.types("krijg ik hulp bij het huishouden in Zwolle?")
    resident.presses_enter("**q=**")
    expect(page).to_have_title("Niet gevonden: krijg ik hulp bij het huishouden in Zwolle? - Beleidswijzer")
    assert "Van Zwolle zijn er geen stukken" in page.locator(".notfound").inner_text()
    assert page.locator(".answer").count() == 0
    resident.tabs_to(".notfound a")
    resident.presses_enter("**/documenten**")
    assert page.locator(".shelf h2").first.inner_text() == "Borger-Odoorn"
    resident.tabs_to("footer a[href^='/melden']")
    resident.presses_enter("**/melden**")
    resident.tabs_to("input[type=radio]")
    page.keyboard.press("ArrowDown")
    resident.tabs_to("textarea")
    resident.types("Het beleid van Zwolle is er niet.")
    resident.tabs_to("button")
    resident.presses_enter("**/melden/bedankt**")
    assert page.title().startswith("Bedankt")
    assert page.locator("h1").inner_text() == "Bedankt voor uw melding"
    assert resident.steps <= 6
    assert resident.tabs <= 60
