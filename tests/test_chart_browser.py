from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browsing import CHROMIUM, NO_CHROMIUM
from tools.charts import copy_sheets, hard, page

LEAST_TEXT = 12
MEASURE = """() => [...document.querySelectorAll('.chart')].map(chart => {
  const shown = [...chart.querySelectorAll('svg')].filter(svg => getComputedStyle(svg).display !== 'none');
  const box = shown[0].getBoundingClientRect();
  const scale = box.width / shown[0].viewBox.baseVal.width;
  const texts = [...shown[0].querySelectorAll('text')];
  return {
    shown: shown.map(svg => svg.getAttribute('class')),
    smallest: Math.min(...texts.map(text => scale * parseFloat(text.getAttribute('font-size')))),
    outside: texts.map(text => text.getBoundingClientRect())
      .filter(text => text.left < box.left - 1 || text.right > box.right + 1).length,
    fills: [...new Set([...shown[0].querySelectorAll('.chart-fill')].map(e => getComputedStyle(e).fill))],
  };
})"""

pytestmark = [
    pytest.mark.chromium,
    pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of a page with pictures that are hard to draw."""
    folder: Path = tmp_path_factory.mktemp("charts")
    copy_sheets(folder)
    (folder / "hard.html").write_text(page(hard()), encoding="utf-8")
    return (folder / "hard.html").as_uri()


@pytest.mark.parametrize(
    ("width", "layout"),
    [(1280, "chart-wide"), (768, "chart-wide"), (390, "chart-narrow"), (320, "chart-narrow")],
)
def test_pictures_can_be_read_at_every_width(browser: Browser, address: str, width: int, layout: str) -> None:
    """One layout is shown, its text large enough on a phone and all within its box, the page not wider."""
    visit = browser.new_page(viewport={"width": width, "height": 900})
    visit.goto(address)
    measured = visit.evaluate(MEASURE)
    assert measured
    assert all(chart["shown"] == [layout] for chart in measured)
    if width >= 390:
        assert min(chart["smallest"] for chart in measured) >= LEAST_TEXT
    assert sum(chart["outside"] for chart in measured) == 0
    assert visit.evaluate("document.documentElement.scrollWidth") <= width
    visit.close()


def test_forced_colours_leave_the_patterns(browser: Browser, address: str) -> None:
    """With colours chosen by the reader, everything is drawn in the one colour of text."""
    visit = browser.new_page(forced_colors="active")
    visit.goto(address)
    text = visit.evaluate("getComputedStyle(document.body).color")
    fills = {fill for chart in visit.evaluate(MEASURE) for fill in chart["fills"]}
    assert fills == {text}
    visit.close()
