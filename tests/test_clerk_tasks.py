"""The tasks of docs/clerk-tasks.md, carried out in the browser, with the clicks that the page names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from urllib.request import urlopen

import docx
import odfdo
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page

from index.files import File
from index.library import Library
from index.store import Store
from tests.browsing import CHROMIUM, NO_CHROMIUM, served, sideways, visit
from tests.encoders import WordEncoder
from tests.test_search_pages import app_of

pytestmark = [
    pytest.mark.chromium,
    pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM),
    pytest.mark.usefixtures("closed"),
]
TASKS = Path(__file__).resolve().parents[1] / "docs" / "clerk-tasks.md"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
DECISION = "De Visie op Samenleven is vastgesteld in de gemeenteraad op 15 oktober 2019."
DOCUMENTS: dict[str, tuple[str, dict[str, object]]] = {
    "o.md": (
        "# Jaarverslag\n\n## Nieuw beleid\n\nDe nota past bij de Visie op Samenleven.\n\n"
        f"## Sociaal\n\n{DECISION}\n\n## Gesprekken\n\nVoor de Visie op Samenleven spraken wij inwoners.\n",
        {
            "title": "Jaarverslag 2019",
            "municipality": "Ooststellingwerf",
            "kind": "jaarverslag",
            "year_from": 2019,
        },
    ),
    "c.md": (
        "# Begroting\n\n## Taal\n\nWij pakken laaggeletterdheid aan. Het sociaal domein betaalt.\n",
        {"title": "Begroting 2019", "municipality": "Coevorden", "kind": "begroting", "year_from": 2019},
    ),
    "t.md": (
        "# Plan\n\n## Jeugd\n\nEen praktijkondersteuner jeugd bij de huisarts.\n\n"
        "## Geld\n\nDe praktijkondersteuner kost 75.\n\n## Samen\n\nWij werken in het sociaal domein.\n",
        {"title": "Plan 2021", "municipality": "Tubbergen", "kind": "beleidsplan", "year_from": 2021},
    ),
}


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a website with three documents."""
    folder = tmp_path_factory.mktemp("griffie")
    store = Store(folder / "bibliotheek", create=True)
    files = []
    for name, (text, said) in DOCUMENTS.items():
        (folder / name).write_text(text, encoding="utf-8")
        files.append(File(folder / name, name, said))
    assert not any(outcome.error for outcome in Library(store, WordEncoder()).add(files))
    with served(app_of(store)) as address:
        yield address
    store.close()


@dataclass
class Clerk:
    """Somebody at a page, whose clicks and presses of Enter on a control are counted."""

    page: Page
    clicks: int = 0

    def click(self, what: Locator) -> None:
        """Click on something."""
        what.click()
        self.clicks += 1

    def press(self, what: Locator) -> None:
        """Go to something by keyboard and press Enter on it."""
        what.focus()
        what.press("Enter")
        self.clicks += 1

    def search(self, text: str) -> None:
        """Open the search page from the menu, type, and press Enter."""
        self.click(self.page.locator("header nav a[href='/zoeken']"))
        box = self.page.locator("#zoek")
        box.fill(text)
        box.press("Enter")
        self.clicks += 1
        self.page.wait_for_selector("#resultaten")

    def saved(self, button: Locator) -> bytes:
        """Click on a button that sends a file and return it."""
        with self.page.expect_download() as download:
            self.press(button)
        return download.value.path().read_bytes()


def clicks_of(task: int) -> int:
    """Return how many clicks the page on tasks names."""
    found = re.search(rf"^\| {task} \|.*\| (\d+) \|$", TASKS.read_text("utf-8"), re.MULTILINE)
    assert found
    return int(found[1])


def at(browser: Browser, origin: str, script: bool = True) -> Clerk:
    """Return a clerk on the first page."""
    page = visit(browser, origin, script=script).page
    page.goto(f"{origin}/documenten")
    return Clerk(page)


@pytest.mark.parametrize("script", [True, False])
def test_a_dossier_of_a_decision(browser: Browser, origin: str, script: bool) -> None:
    """Task 1, with and without script: the decision comes first, and three passages go into a Word file."""
    clerk = at(browser, origin, script)
    clerk.search('"visie op samenleven"')
    clerk.click(clerk.page.get_by_role("link", name="Besluiten bovenaan"))
    first = clerk.page.locator(".hit").first
    assert "Besluit: gemeenteraad, 15 oktober 2019" in (first.text_content() or "")
    for place in range(3):
        clerk.click(clerk.page.locator("input[name=add]").nth(place))
    clerk.click(clerk.page.locator(".choose-bar button").first)
    if script:
        clerk.click(clerk.page.locator(".dossier-state a").first)
    clerk.page.wait_for_selector(".dossier-items")
    made = docx.Document(BytesIO(clerk.saved(clerk.page.get_by_role("button", name="Word (DOCX)"))))
    quotes = [p.text for p in made.paragraphs if p.style and p.style.name == "Quote"]
    assert quotes[1] == DECISION
    assert len([p for p in made.paragraphs if p.hyperlinks]) == 3
    assert clerk.clicks == clicks_of(1) - (0 if script else 1)


def test_a_reference_for_an_e_mail(browser: Browser, origin: str) -> None:
    """Task 2: the clipboard has the words, the document and an address at which they are marked."""
    clerk = at(browser, origin)
    clerk.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    clerk.search("laaggeletterdheid titel:begroting")
    clerk.click(clerk.page.locator(".cite summary").first)
    clerk.click(clerk.page.get_by_role("button", name="Kopieer verwijzing"))
    clerk.page.get_by_text("De verwijzing is gekopieerd.").wait_for()
    text = str(clerk.page.evaluate("navigator.clipboard.readText()"))
    rich = "navigator.clipboard.read().then((all) => all[0].getType('text/html')).then((blob) => blob.text())"
    html = str(clerk.page.evaluate(rich))
    assert "Coevorden, Begroting 2019.\n" in text
    assert "<cite>Begroting 2019</cite>" in html
    quote, address = "Wij pakken laaggeletterdheid aan.", text.split("\n")[-1]
    assert quote in text
    clerk.page.goto(address.replace("http://localhost", origin))
    assert quote in (clerk.page.locator("mark").last.text_content() or "")
    assert clerk.clicks == clicks_of(2)


def test_a_search_to_keep_up_with(browser: Browser, origin: str) -> None:
    """Task 3: the newest first, without budgets, at an address and in a feed that can be kept."""
    clerk = at(browser, origin)
    clerk.search('"sociaal domein" -titel:begroting')
    clerk.click(clerk.page.get_by_role("link", name="Per stuk"))
    clerk.click(clerk.page.get_by_role("link", name="Nieuwste eerst"))
    assert clerk.page.locator(".hit-document > h3").all_text_contents() == ["Plan 2021"]
    assert "volgorde=nieuw" in clerk.page.url
    feed = clerk.page.get_by_role("link", name="Volg deze zoekopdracht (Atom)").get_attribute("href") or ""
    with urlopen(f"{origin}{feed}") as answer:
        assert b"Plan 2021" in answer.read()
    assert clerk.clicks == clicks_of(3)


def test_without_a_mouse(browser: Browser, origin: str) -> None:
    """Task 4: search, read, collect, order, note and save, all by keyboard; the keys can be turned off."""
    clerk = at(browser, origin)
    page, keys = clerk.page, clerk.page.keyboard
    clerk.press(page.locator("header nav a[href='/zoeken']"))
    page.wait_for_selector("#toetsen")
    keys.press("/")
    keys.type("praktijkondersteuner")
    keys.press("Enter")
    clerk.clicks += 1
    page.wait_for_selector(".hit")
    keys.press("j")
    keys.press("j")
    keys.press("k")
    assert page.evaluate("document.activeElement.closest('.hit')?.id") == "r1"
    for place in (0, 1):
        page.locator("input[name=add]").nth(place).focus()
        keys.press("Space")
        clerk.clicks += 1
    clerk.press(page.locator(".choose-bar button").first)
    clerk.press(page.locator(".dossier-state a").first)
    page.wait_for_selector(".dossier-items")
    page.locator("#opmerking-2").focus()
    keys.type("Eerst dit.")
    clerk.press(page.locator("button[value=up-1]"))
    page.wait_for_function("document.getElementById('opmerking-1')?.value === 'Eerst dit.'")
    made = odfdo.Document(BytesIO(clerk.saved(page.get_by_role("button", name="LibreOffice (ODT)"))))
    lines = [p.text_recursive for p in made.body.get_paragraphs()]
    assert lines.index("Opmerking: Eerst dit.") < max(
        n for n, line in enumerate(lines) if "praktijkondersteuner" in line
    )
    assert clerk.clicks == clicks_of(4)
    page.goto(f"{origin}/zoeken?q=praktijkondersteuner")
    page.locator("#toetsen summary").click()
    page.locator("#toetsen-aan").uncheck()
    page.locator("h1").click()
    keys.press("j")
    assert page.evaluate("document.activeElement.closest('.hit')") is None
    page.reload()
    keys.press("j")
    assert page.evaluate("document.activeElement.closest('.hit')") is None


@pytest.mark.parametrize("address", ["/zoeken?q=sociaal", '/zoeken?q="a', "/dossier"])
def test_pages_hold_on_a_phone(browser: Browser, origin: str, address: str) -> None:
    """The narrowest phone scrolls in one direction only, and axe finds nothing."""
    seen = visit(browser, origin, 320)
    seen.go(address)
    assert sideways(seen.page) == 0
    found = Axe().run(seen.page, options=RULES).response["violations"]
    assert [(item["id"], item["nodes"][0]["target"]) for item in found] == []
    assert seen.elsewhere() == []


def test_back_to_a_dossier_and_on_paper(browser: Browser, origin: str) -> None:
    """Going back to a page that a form made shows it, and on paper nothing stands that cannot be used."""
    clerk = at(browser, origin)
    clerk.search("domein")
    clerk.page.emulate_media(media="print")
    assert clerk.page.locator("#zoek").is_visible()
    assert not clerk.page.locator(".search-form button").is_visible()
    clerk.page.emulate_media(media="screen")
    clerk.click(clerk.page.locator("input[name=add]").first)
    clerk.click(clerk.page.locator(".choose-bar button").first)
    clerk.click(clerk.page.locator(".dossier-state a").first)
    clerk.page.get_by_label("Titel van het dossier").fill("Voor de raad")
    clerk.click(clerk.page.get_by_role("button", name="Bewaar titel"))
    clerk.page.emulate_media(media="print")
    assert clerk.page.locator("#titel").is_visible()
    assert not clerk.page.locator("#opmerking-1").is_visible()
    clerk.page.emulate_media(media="screen")
    clerk.page.goto(f"{origin}/documenten")
    clerk.page.go_back()
    clerk.page.wait_for_selector(".dossier-items")
    assert clerk.page.locator("#titel").input_value() == "Voor de raad"
