"""Pages in the system's browser: serving, starting it, and what it sees."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from waitress.server import create_server

CHROMIUM = shutil.which("chromium")
NO_CHROMIUM = "no chromium; try: apt-get install chromium"
OPTIONS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the system's chromium and stop it at the end."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield started
        started.close()


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve an application as the command does; gives its address, without a slash at the end."""
    # A map of sockets of its own: servers that share one wake each other's connections.
    server = create_server(app, map={}, host="127.0.0.1", port=0, threads=4)
    serving = threading.Thread(target=server.run, daemon=True)
    serving.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    serving.join(5)


@dataclass
class Visit:
    """A page in the browser, with what it logged and what it asked of which address."""

    page: Page
    origin: str
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def go(self, address: str) -> Page:
        """Open an address of the site."""
        self.page.goto(self.origin + address)
        return self.page

    def elsewhere(self) -> list[str]:
        """Return the requests to another origin."""
        return [url for url in self.requests if not url.startswith((self.origin, "data:"))]


def visit(browser: Browser, origin: str, width: int = 1280, script: bool = True) -> Visit:
    """Return an empty page of a width; errors and requests are kept."""
    context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=script)
    page = context.new_page()
    found = Visit(page, origin)
    page.on("console", lambda message: found.errors.append(message.text))
    page.on("pageerror", lambda error: found.errors.append(str(error)))
    page.on("request", lambda request: found.requests.append(request.url))
    return found


def sideways(page: Page) -> int:
    """Return by how many pixels the page is wider than the window."""
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    return int(page.evaluate(wider))


def in_view(page: Page, selector: str) -> bool:
    """Tell whether an element stands wholly within the window."""
    box = page.locator(selector).first.bounding_box()
    size = page.viewport_size
    assert box is not None
    assert size is not None
    return box["y"] >= 0 and box["y"] + box["height"] <= size["height"]
