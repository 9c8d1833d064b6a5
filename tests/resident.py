"""A resident at a page: taps, types and presses keys as a person would, and counts them."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Locator, Page

FOCUS = """() => {
  const at = document.activeElement, box = at.getBoundingClientRect(), style = getComputedStyle(at);
  return {
    tag: at.tagName,
    seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    inside: box.width > 0 && box.bottom > 0 && box.top < innerHeight
      && box.right > 0 && box.left < innerWidth,
    text: at.outerHTML.slice(0, 120),
  };
}"""


@dataclass
class Resident:
    """Somebody at a page of the site, with the steps and keys that it took them so far."""

    page: Page
    steps: int = 0
    keys: int = 0
    tabs: int = 0

    def taps(self, what: Locator) -> None:
        """Tap a link, button or fold."""
        what.click()
        self.steps += 1

    def chooses(self, label: str, value: str) -> None:
        """Choose a value from a list."""
        self.page.get_by_label(label, exact=True).select_option(value)
        self.steps += 1

    def types(self, text: str) -> None:
        """Type into what has the focus."""
        self.page.keyboard.type(text)
        self.keys += len(text)

    def asks(self, question: str, button: str = "Zoek antwoord") -> None:
        """Type a question in the box and send it; returns when the answer is there."""
        self.page.get_by_label("Stel uw vraag").focus()
        self.types(question)
        self.taps(self.page.get_by_role("button", name=button))
        self.page.wait_for_url("**q=**")
        self.page.wait_for_load_state()

    def tabs_to(self, selector: str, most: int = 80) -> None:
        """Press Tab until an element has the focus; every stop on the way must be seen."""
        for _ in range(most):
            self.page.keyboard.press("Tab")
            self.tabs += 1
            focus = self.page.evaluate(FOCUS)
            assert focus["seen"], focus["text"]
            assert focus["inside"], focus["text"]
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(f"Tab does not reach {selector}")

    def presses_enter(self, address: str) -> None:
        """Press Enter on what has the focus, and wait for the address that it leads to."""
        self.page.keyboard.press("Enter")
        self.steps += 1
        self.page.wait_for_url(address)
        self.page.wait_for_load_state()


REACHED = """() => [...document.querySelectorAll(
  'a[href], button, input, select, textarea, summary, [tabindex="0"]'
)].filter(e => e.checkVisibility() && !e.disabled && e.type !== 'hidden' && e.tabIndex >= 0
  && !(e.type === 'radio' && !e.checked)).length"""


def walk(page: Page) -> list[str]:
    """Press Tab through a whole page; return the stops that could not be seen, or were skipped."""
    reached = page.evaluate(REACHED)
    wrong: list[str] = []
    stops = 0
    while stops <= reached:
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus["tag"] == "BODY":
            break
        stops += 1
        if not (focus["seen"] and focus["inside"]):
            wrong.append(focus["text"])
    return wrong if stops >= reached else [*wrong, f"{stops} of {reached} reached"]
