"""Take the pictures of the pages in ``docs/images``: ``python -m tools.make_pictures``.

They are of the sample library. Needs the system's Chromium, and what the tests need.
``docs/schermen.md`` shows the pictures.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from assistant.ask import Assistant
from assistant.settings import Settings
from index.embed import SentenceEncoder
from index.search import Searcher
from index.store import Store
from web.app import create_app
from web.demo import QUESTION, build_sample
from web.staff.accounts import Accounts, Role
from web.staff.file import staff_files

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "images"
SIZES = {1280: 1000, 390: 844}
QUALITY = 75
KEEPER, PASSWORD = "ans", "vijf groene paarden"


def shown(question: str) -> str:
    """Return the address of a question."""
    return f"/?q={quote(question)}"


# The name of each picture, the address it begins at, and the link to follow from there.
PICTURES: dict[str, tuple[str, str | None]] = {
    "start": ("/", None),
    "antwoord": (shown(QUESTION), None),
    "niet-gevonden": (shown("Wat kost een parkeervergunning in Emmen?"), None),
    "gevaar": (shown("Mijn man slaat mij"), None),
    "document": (shown("hulp bij schulden in Borger-Odoorn"), ".card .actions a"),
    "documenten": ("/documenten", None),
    "vergelijken": ("/vergelijken?q=schulden", None),
    "woordenlijst": ("/woordenlijst", None),
    "zoeken": ("/zoeken?q=schulden", None),
    "dossier": ("/zoeken?q=schulden", None),
    "beheer": ("/beheer", None),
}


@contextmanager
def sample_served(folder: Path) -> Iterator[str]:
    """Serve the sample library; gives its address."""
    settings = Settings(library=folder)
    encoder = SentenceEncoder()
    build_sample(settings, encoder)
    Accounts(staff_files(settings).staff).add(KEEPER, Role.KEEPER, PASSWORD)
    app = create_app(settings, Assistant(Searcher(Store(folder), encoder)))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def open_picture(page: Page, origin: str, name: str) -> None:
    """Go to what a picture shows."""
    address, link = PICTURES[name]
    page.goto(origin + address)
    if link:
        page.goto(origin + (page.locator(link).first.get_attribute("href") or ""))
    page.wait_for_load_state("networkidle")
    if name in DONE_FIRST:
        DONE_FIRST[name](page)
        page.wait_for_load_state("networkidle")


def collect(page: Page) -> None:
    """Put three passages that were found in the dossier, and open it."""
    for place in range(3):
        page.locator("input[name=add]").nth(place).check()
    page.locator(".choose-bar button").first.click()
    page.locator(".dossier-state a").first.click()
    page.locator("#titel").fill("Schulden: wat doen andere gemeenten?")
    page.locator(".dossier-items textarea").first.fill("Navragen: geldt dit nog?")
    page.locator("h1").click()


def sign_in(page: Page) -> None:
    """Sign in as the keeper of the sample library; who is signed in already stays so."""
    if page.locator("#wachtwoord").count():
        page.locator("#naam").fill(KEEPER)
        page.locator("#wachtwoord").fill(PASSWORD)
        page.locator("#wachtwoord").press("Enter")


DONE_FIRST: dict[str, Callable[[Page], None]] = {"dossier": collect, "beheer": sign_in}


def take(browser: Browser, origin: str) -> Iterator[Path]:
    """Write every picture at both widths; yields their paths."""
    for width, height in SIZES.items():
        page = browser.new_page(viewport={"width": width, "height": height})
        for name in PICTURES:
            open_picture(page, origin, name)
            path = FOLDER / f"{name}-{width}.webp"
            Image.open(BytesIO(page.screenshot())).save(path, "WEBP", quality=QUALITY, method=6)
            yield path


def main() -> int:
    """Take the pictures; returns the exit status."""
    chromium = shutil.which("chromium")
    if chromium is None:
        print("Chromium is not installed; try: apt-get install chromium", file=sys.stderr)
        return 1
    with (
        tempfile.TemporaryDirectory() as folder,
        sample_served(Path(folder) / "voorbeeld") as origin,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for path in take(browser, origin):
            print(f"{path.name}: {path.stat().st_size // 1000} kB")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
