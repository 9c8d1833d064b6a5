"""Numbers as a picture: SVG text made on the server, without script, styles or colours of its own.

Two layouts stand beside each other and the stylesheet (static/chart.css) shows the one that fits.
"""

from __future__ import annotations

import hashlib

from markupsafe import Markup

from web import chart_bars, chart_lines
from web.chart_data import ChartData, Kind
from web.chart_parts import NARROW, WIDE, Layout, el
from web.chart_words import clean
from web.messages import message

DRAW = {Kind.BARS: chart_bars.draw, Kind.LINES: chart_lines.draw}
DIGEST = 10


def svg(data: ChartData, language: str = "nl") -> Markup:
    """Return the picture as a figure with its title, both layouts and notes; no text of the data is
    markup in it."""
    key = f"chart-{hashlib.sha256(repr((data, language)).encode('utf-8', 'replace')).hexdigest()[:DIGEST]}"
    about = message("chart_about", language, measure=data.measure, unit=unit_words(data.unit, language))
    notes = [el("li", clean(note)) for note in data.notes]
    return el(
        "figure",
        el(
            "figcaption",
            el("strong", clean(data.title)),
            " ",
            el("span", clean(about[:1].upper() + about[1:])),
        ),
        *(_layout(data, layout, f"{key}-{layout.name}", language) for layout in (WIDE, NARROW)),
        *([el("ul", *notes, class_="chart-notes")] if notes else []),
        class_="chart",
    )


def unit_words(unit: str, language: str) -> str:
    """Return how a unit is said beside a picture."""
    return message("chart_euro", language) if unit == "€" else unit


def _layout(data: ChartData, layout: Layout, key: str, language: str) -> Markup:
    drawn, height = DRAW[data.kind](data, layout, key, language)
    return el(
        "svg",
        el("title", clean(data.title), id=f"{key}-title"),
        el("desc", clean(data.description), id=f"{key}-desc"),
        *drawn,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {layout.width:.0f} {height:.0f}",
        role="img",
        aria_labelledby=f"{key}-title {key}-desc",
        class_=f"chart-{layout.name}",
        lang=language,
    )
