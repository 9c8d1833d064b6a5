"""What all tests share: no test sees or touches the user's own files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from corpus.document import Document
from corpus.isolate import READER, Worker
from corpus.reader import read_bytes
from index.files import File
from index.library import Library
from index.store import Store
from tests.encoders import WordEncoder

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from playwright.sync_api import Browser

    from tests.spoken_site import SpokenSite

ROOT = Path(__file__).resolve().parents[1]

# The same examples in every run: a test that fails here fails everywhere.
settings.register_profile(
    "beleidswijzer",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("beleidswijzer")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files with tests in the browser first: one of them is the longest of all, and begun last it
    would keep one worker waiting for the other."""
    first = {item.path for item in items if item.get_closest_marker("chromium")}
    items.sort(key=lambda item: item.path not in first)


@pytest.fixture(scope="session")
def model_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder in which the embedded model is unpacked, once for all tests.

    ``BELEIDSWIJZER_TEST_CACHE`` names one that is kept between runs.
    """
    kept = os.environ.get("BELEIDSWIJZER_TEST_CACHE")
    return Path(kept) if kept else tmp_path_factory.mktemp("model-cache")


@pytest.fixture(autouse=True)
def away_from_home(
    model_cache: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Give every test an empty home, no settings of the user, and no model hub."""
    for name in list(os.environ):
        if name.startswith(("BELEIDSWIJZER_", "XDG_")):
            monkeypatch.delenv(name)
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.setenv("BELEIDSWIJZER_CACHE", str(model_cache))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")


@pytest.fixture
def read() -> Callable[..., Document]:
    """Return a reader of texts: ``read("...")`` is the document made of it."""

    def reader(text: str, source: str = "stuk.txt") -> Document:
        return read_bytes(text.encode("utf-8"), source)

    return reader


@pytest.fixture(scope="session")
def worker() -> Iterator[Worker]:
    """Return one process that reads, as it is in production."""
    made = Worker(READER)
    yield made
    made.end()


@pytest.fixture(scope="session")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SpokenSite]:
    """Return a website with something on every page."""
    # Only for who asks: it takes all of web.
    from tests.spoken_site import spoken_site
    from web.app import service_of

    made = spoken_site(tmp_path_factory.mktemp("spoken"))
    yield made
    service_of(made.app).close()


@pytest.fixture
def client(spoken: SpokenSite) -> FlaskClient:
    """Return a client of that website; modules with a website of their own have one of theirs."""
    return spoken.app.test_client()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start the system's chromium; a test that has none is skipped by the mark of its module."""
    # Only for who asks: it takes the whole of Playwright.
    from tests.browsing import chromium

    with chromium() as started:
        yield started


@pytest.fixture
def closed(browser: Browser) -> Iterator[None]:
    """Close what a test opened: every window holds six connections to the server."""
    yield
    for context in browser.contexts:
        context.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Return an empty library on disk."""
    opened = Store(tmp_path / "bibliotheek", create=True)
    yield opened
    opened.close()


@pytest.fixture
def library(store: Store) -> Library:
    """Return an empty library with the encoder that counts words."""
    return Library(store, WordEncoder())


@pytest.fixture
def add(library: Library, tmp_path: Path) -> Callable[..., str]:
    """Return a way to add a text: ``add("a.txt", "...")`` returns the document's id."""

    def adder(name: str, text: str, **said: object) -> str:
        path = tmp_path / "stukken" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        (outcome,) = library.add([File(path, name, said)])
        assert outcome.error is None, outcome.error
        assert outcome.document_id is not None
        return outcome.document_id

    return adder
