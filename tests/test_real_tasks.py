"""Tasks of clerks and policy staff on the real documents, in the browser, with the clicks that the pages
on tasks name. It reads every document, so only ``make nightly`` has it."""

from __future__ import annotations

import csv
import re
import subprocess
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path
from shutil import which
from urllib.parse import urlencode

import docx
import odfdo
import pytest
from playwright.sync_api import Browser, Page

from assistant.ask import Assistant
from assistant.settings import Settings
from index.embed import SentenceEncoder
from index.files import find_files
from index.library import Library
from index.search import Searcher
from index.store import Store
from tests.browsing import CHROMIUM, NO_CHROMIUM, served, visit
from tests.resident import Resident
from tests.shared import CORPUS, SHARED, needs_shared
from tests.test_clerk_tasks import Clerk, clicks_of
from web.app import create_app

pytestmark = [
    pytest.mark.chromium,
    pytest.mark.nightly,
    pytest.mark.shared,
    needs_shared,
    pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM),
    pytest.mark.usefixtures("closed"),
]
STAFF_TASKS = Path(__file__).resolve().parents[1] / "docs" / "staff-tasks.md"
AT_PAGE = re.compile(r"bladzijde (\d+)")
WORD = re.compile(r"\w{4,}")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, model_cache: Path) -> Iterator[Store]:
    """Return a library of all real documents."""
    made = Store(tmp_path_factory.mktemp("echt") / "bibliotheek", create=True)
    library = Library(made, SentenceEncoder(cache=model_cache))
    assert not [o.error for o in library.add(find_files([CORPUS, SHARED / "files"], {})) if o.error]
    yield made
    made.close()


@pytest.fixture(scope="module")
def origin(store: Store, model_cache: Path) -> Iterator[str]:
    """Return the address of a website over that library."""
    assistant = Assistant(Searcher(store, SentenceEncoder(cache=model_cache)))
    with served(create_app(Settings(library=store.folder), assistant)) as address:
        yield address


def staff_clicks(task: int) -> int:
    """Return how many clicks a task of policy staff took, as the page on their tasks says."""
    done = STAFF_TASKS.read_text("utf-8").partition("## Uitgevoerd")[2]
    found = re.search(rf"^\| {task} \| (\d+) \|", done, re.MULTILINE)
    assert found
    return int(found[1])


def test_three_plans_for_debt_are_taken_along(browser: Browser, origin: str) -> None:
    """Three municipalities and no other stand side by side, and the sheet has every quote with its link."""
    seen = visit(browser, origin)
    staff = Resident(seen.go("/"))
    three = ["Borger-Odoorn", "Coevorden", "Tubbergen"]
    staff.taps(staff.page.locator("header nav a", has_text="Vergelijken"))
    staff.page.get_by_label("Onderwerp").fill("schulden")
    for name in three:
        staff.taps(staff.page.get_by_label(name, exact=True))
    staff.taps(staff.page.get_by_role("button", name="Vergelijk", exact=True))
    staff.page.wait_for_selector("table.grid")
    assert staff.page.locator("tbody .row-name").all_inner_texts() == three
    quotes = staff.page.locator(".grid .said > p:first-child").all_inner_texts()
    with staff.page.expect_download() as download:
        staff.taps(staff.page.get_by_role("link", name="rekenblad (ODS)"))
    tables = odfdo.Document(BytesIO(download.value.path().read_bytes())).body.tables
    sources = next(table for table in tables if table.name == "Bronnen")
    rows = [row.get_values() for row in sources.rows][1:]
    taken = {" ".join(str(cell).split()) for row in rows for cell in row if cell}
    assert {row[1] for row in rows if row[0]} == set(three)
    assert len(quotes) > 8
    for quote in quotes:
        assert " ".join(quote.split()).strip("“”") in taken
    assert staff.steps == staff_clicks(1)
    assert not seen.errors


def test_the_documents_of_one_are_sent_to_a_colleague(browser: Browser, origin: str) -> None:
    """Each document has a row with its kind and years, and its address shows somebody else the same."""
    staff = Resident(visit(browser, origin).go("/"))
    staff.taps(staff.page.locator("header nav a", has_text="Vergelijken"))
    staff.page.get_by_label("Onderwerp").fill("gezondheid")
    staff.taps(staff.page.get_by_label("Almere", exact=True))
    staff.taps(staff.page.get_by_label("Stukken van één gemeente", exact=True))
    staff.taps(staff.page.get_by_role("button", name="Vergelijk", exact=True))
    staff.page.wait_for_selector("table.grid")
    heads = staff.page.locator("tbody .grid-head, tbody th").all_inner_texts()
    assert len(heads) > 2
    assert all(re.search(r"20\d\d", head) for head in heads)
    link = staff.page.get_by_role("link", name="Vast adres van deze vergelijking")
    mine, address = staff.page.locator(".grid").inner_text(), link.evaluate("link => link.href")
    staff.taps(link)
    theirs = visit(browser, origin).page
    theirs.goto(address)
    assert theirs.locator(".grid").inner_text() == mine
    assert staff.steps == staff_clicks(2)


def test_a_decision_of_october_is_taken_along(browser: Browser, origin: str) -> None:
    """What the council of Ooststellingwerf decided in October 2019 comes first, and three passages about
    it go into a Word file, each word for word on the page that its link opens."""
    clerk = Clerk(visit(browser, origin).page)
    clerk.page.goto(f"{origin}/documenten")
    clerk.search('"visie op samenleven"')
    clerk.click(clerk.page.get_by_role("link", name="Besluiten bovenaan"))
    first = clerk.page.locator(".hit").first.inner_text()
    assert "Besluit: gemeenteraad, 15 oktober 2019" in first
    assert "Ooststellingwerf" in first
    collects(clerk, 3)
    data = clerk.saved(clerk.page.get_by_role("button", name="Word (DOCX)"))
    assert clerk.clicks == clicks_of(1)
    check_dossier(clerk.page, origin, data, 3)


@pytest.mark.skipif(which("pdftotext") is None, reason="no pdftotext; try: apt-get install poppler-utils")
@pytest.mark.parametrize(
    ("place", "word", "name"),
    [
        ("Wassenaar", "woningen titel:2024", "wassenaar-programmabegroting-2024.pdf"),
        ("GGD Flevoland", "gezondheid", "ggd-flevoland-begroting-2026.pdf"),
        ("Den Helder", "motie OF amendement", "den-helder-besluitenlijst-raad-2015-06-29.pdf"),
    ],
)
def test_a_dossier_stands_on_the_pages_of_the_pdf(
    browser: Browser, origin: str, place: str, word: str, name: str
) -> None:
    """Passages of a PDF stand on the page that the dossier names, by another reader than our own."""
    clerk = Clerk(visit(browser, origin).page)
    clerk.page.goto(f"{origin}/zoeken?{urlencode({'q': word, 'gemeente': place})}")
    collects(clerk, 5)
    data = clerk.saved(clerk.page.get_by_role("button", name="CSV"))
    (head, *rows) = csv.reader(StringIO(data.decode("utf-8-sig")), delimiter=";")
    assert len(rows) == 5
    for row in rows:
        found = dict(zip(head, row, strict=True))
        page = AT_PAGE.search(found["Bladzijde"])
        assert page
        # A passage may go on on the next page.
        command = ["pdftotext", "-f", page[1], "-l", str(int(page[1]) + 1), SHARED / "files" / name, "-"]
        other = subprocess.run(command, capture_output=True, check=True)
        words = set(WORD.findall(other.stdout.decode()))
        ours = WORD.findall(found["Letterlijk in het stuk"])
        assert sum(word in words for word in ours) >= 0.9 * len(ours)
    made = clerk.saved(clerk.page.get_by_role("button", name="Word (DOCX)"))
    check_dossier(clerk.page, origin, made, 5)


def collects(clerk: Clerk, count: int) -> None:
    """Put the first passages of a search in the dossier and open it."""
    for place in range(count):
        clerk.click(clerk.page.locator("input[name=add]").nth(place))
    clerk.click(clerk.page.locator(".choose-bar button").first)
    clerk.click(clerk.page.locator(".dossier-state a").first)
    clerk.page.wait_for_selector(".dossier-items")


def check_dossier(page: Page, origin: str, data: bytes, count: int) -> None:
    """Check that each quote of a dossier is marked, word for word, at the address beside it."""
    passages: list[tuple[list[str], str]] = []
    quoted: list[str] = []
    for paragraph in docx.Document(BytesIO(data)).paragraphs:
        if paragraph.style and paragraph.style.name == "Quote":
            quoted.append(paragraph.text)
        elif paragraph.hyperlinks:
            passages.append((quoted, paragraph.hyperlinks[0].address))
            quoted = []
    assert len(passages) == count
    for lines, link in passages:
        page.goto(re.sub(r"^https?://[^/]+", origin, link))
        marked = plain(" ".join(page.locator("mark").all_inner_texts()))
        assert lines
        for line in lines:
            assert plain(line) in marked


def plain(text: str) -> str:
    """Return the text without the bars between the cells of a table, which the page shows as a table."""
    return " ".join(text.replace("|", " ").split())
