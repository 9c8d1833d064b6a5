"""The pages of the staff in a browser, with script and without."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from index.library import Library
from tests.browsing import CHROMIUM, NO_CHROMIUM, served, sideways
from tests.staffed import KEEPER, READER, plan, staffed
from tests.test_states_browser import faults

pytestmark = [
    pytest.mark.chromium,
    pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM),
]


@pytest.fixture
def origin(browser: Browser, library: Library, tmp_path: Path) -> Iterator[str]:
    """Serve an installation with staff and an empty library; what a test opened is closed first."""
    with served(staffed(library, tmp_path)) as address:
        yield address
        for context in browser.contexts:
            context.close()


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """Return eight documents and two broken files, to send in."""
    sent = {"plan.md": plan(2019), "kapot.pdf": b"%PDF-1.7 kapot", "stuk.docx": b"PK\x03\x04 stuk"}
    sent |= {f"plan-{year}.md": plan(year) for year in range(2011, 2018)}
    for name, data in sent.items():
        (tmp_path / name).write_bytes(data)
    return [str(tmp_path / name) for name in sent]


def fits(page: Page) -> None:
    """Check a page with axe, and that it fits a narrow phone and a screen."""
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert sideways(page) <= 0, (page.url, width)
    assert faults(page) == [], page.url


def come_in(page: Page, origin: str, who: tuple[str, str]) -> None:
    """Fill in the form to sign in."""
    page.goto(f"{origin}/beheer")
    page.fill("#naam", who[0])
    page.fill("#wachtwoord", who[1])
    page.press("#wachtwoord", "Enter")


def test_a_keeper_does_the_work_with_the_mouse_and_script(
    browser: Browser, origin: str, files: list[str]
) -> None:
    """From a wrong password to a removal: every state fits, axe finds nothing, and the page of a job
    comes up to date by itself."""
    page = browser.new_page(color_scheme="dark")
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    come_in(page, origin, ("ans", "verkeerd"))
    fits(page)
    come_in(page, origin, KEEPER)
    expect(page.locator("h1")).to_have_text("Overzicht")
    fits(page)
    page.click("text=Stukken toevoegen")
    fits(page)
    page.set_input_files("#bestanden", files)
    page.click("main form.staff-form button[type=submit]")
    page.wait_for_url("**/taken/1")
    expect(page.locator("#stand [role=status]")).to_contain_text("Alles is klaar. Niet gelukt: 2.")
    fits(page)
    page.click("text=Verbeter")
    page.fill("#year", "2020")
    fits(page)
    page.click("main form.staff-form:has(#year) button")
    expect(page.locator(".told")).to_have_text("Verbeterd.")
    expect(page.locator("li", has_text="plan.md")).to_contain_text("beleidsplan 2020")
    page.click("text=Verwijderen")
    fits(page)
    page.click("text=voorgoed")
    expect(page.locator("li", has_text="plan.md")).to_contain_text("Dit stuk is verwijderd.")
    page.click("nav >> text=Logboek")
    fits(page)
    assert errors == []


def test_without_script_it_works_too_and_a_reader_is_told_why_not(
    browser: Browser, origin: str, files: list[str]
) -> None:
    """The form is sent by the browser itself; who may only look gets a sentence."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    come_in(page, origin, KEEPER)
    page.goto(f"{origin}/beheer/toevoegen")
    page.set_input_files("#bestanden", files)
    page.click("main form.staff-form button[type=submit]")
    expect(page.locator("#stand [role=status]")).to_contain_text("Alles is klaar")  # by its own refresh
    page.click("text=Meld u af")
    expect(page.locator(".told")).to_have_text("U bent afgemeld.")
    reading = browser.new_page()
    come_in(reading, origin, READER)
    reading.goto(f"{origin}/beheer/toevoegen")
    expect(reading.locator("main")).to_contain_text("Stukken toevoegen kan alleen een beheerder.")
    token = "document.querySelector('[name=bewijs]').form"
    reading.evaluate(f"() => {{ const form = {token}; form.action = '/beheer/meldingen/1'; form.submit(); }}")
    expect(reading.locator("h1")).to_have_text("Dit mag niet")
    fits(reading)
