"""Grouped bars, lying, so that long names have room: beside the bars, on a phone above them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from web.chart_data import ChartData, Value
from web.chart_parts import Layout, bar_fill, el, legend, patterns, words
from web.chart_scale import Scale, scale_of
from web.chart_words import lines, width

THICK, THICK_ALONE = 15.0, 20.0
BETWEEN_BARS, BETWEEN_GROUPS, PAD = 3.0, 14.0, 5.0
LEAST_BAR = 1.5
MOST_LINES_BESIDE, MOST_LINES_ABOVE = 3, 2
# A picture with more bars has its axis above them as well.
MANY_BARS = 24


@dataclass(frozen=True, slots=True)
class Plot:
    """Where the bars are: an axis from ``left`` to ``right``."""

    scale: Scale
    left: float
    right: float

    def at(self, number: Decimal) -> float:
        """Return the place of a number."""
        return self.left + (self.right - self.left) * self.scale.share(number)


def draw(data: ChartData, layout: Layout, key: str, language: str) -> tuple[list[Markup], float]:
    """Return the elements of the picture and its height."""
    names, top = legend(key, [series.name for series in data.series], layout, of_lines=False)
    plot = _plot(data, layout)
    bars: list[Markup] = []
    above = len(data.categories) * len(data.series) > MANY_BARS
    start = y = top + (layout.line if above else 0.0) + PAD
    for place, category in enumerate(data.categories):
        values = [series.values[place] for series in data.series]
        drawn, y = _group(category, values, plot, layout, key, y)
        bars += drawn
    bottom = y - BETWEEN_GROUPS + PAD
    axis = _axis(data, plot, layout, (start - PAD, bottom, above), language)
    height = bottom + layout.line + PAD
    return [patterns(key, len(data.series)), *names, *axis, *bars], height


def _plot(data: ChartData, layout: Layout) -> Plot:
    """Return the axis with room left and right for the numbers at the ends of the bars."""
    shown = [value for series in data.series for value in series.values]
    known = [value.number for value in shown if value.number is not None]
    room = {
        below: max(
            (width(v.text, layout.small) for v in shown if (v.number is not None and v.number < 0) == below),
            default=0.0,
        )
        for below in (True, False)
    }
    left = layout.beside + (room[True] + 2 * PAD if room[True] else 1.0)
    right = layout.width - room[False] - 2 * PAD
    return Plot(scale_of(known, layout.ticks, whole=False), left, max(right, left + layout.width / 5))


def _group(
    category: str, values: Sequence[Value], plot: Plot, layout: Layout, key: str, y: float
) -> tuple[list[Markup], float]:
    """Return the name and bars of a category, drawn from ``y`` on, and where the next begins."""
    thick = THICK_ALONE if len(values) == 1 else THICK
    tall = len(values) * (thick + BETWEEN_BARS) - BETWEEN_BARS
    if layout.beside:
        shown = lines(category, layout.size, layout.beside - 2 * PAD, MOST_LINES_BESIDE)
        text = len(shown) * layout.line
        first, y_bars = y + max(0.0, (tall - text) / 2), y + max(0.0, (text - tall) / 2)
        x, anchor, end = layout.beside - PAD, "end", y + max(tall, text)
    else:
        shown = lines(category, layout.size, layout.width, MOST_LINES_ABOVE)
        first, y_bars = y, y + len(shown) * layout.line + 2
        x, anchor, end = 0.0, "start", y_bars + tall
    drawn = [
        words(line, x, first + layout.size + place * layout.line, layout.size, anchor)
        for place, line in enumerate(shown)
    ]
    for number, value in enumerate(values):
        drawn += _bar(value, number, plot, layout, key, (y_bars + number * (thick + BETWEEN_BARS), thick))
    return drawn, end + BETWEEN_GROUPS


def _bar(
    value: Value, number: int, plot: Plot, layout: Layout, key: str, at: tuple[float, float]
) -> list[Markup]:
    """Return a bar with its number at the end; a missing one is only said."""
    y, thick = at
    baseline = y + thick / 2 + layout.small * 0.36
    zero = plot.at(Decimal(0))
    if value.number is None:
        return [words(value.text, zero + PAD, baseline, layout.small, class_="chart-missing")]
    end = plot.at(value.number)
    if value.number and abs(end - zero) < LEAST_BAR:
        end = zero + (LEAST_BAR if value.number > 0 else -LEAST_BAR)
    below = value.number < 0
    text = words(
        value.text, end - PAD if below else end + PAD, baseline, layout.small, "end" if below else "start"
    )
    if not value.number:
        return [text]
    bar = el(
        "rect",
        x=min(zero, end),
        y=y,
        width=abs(end - zero),
        height=thick,
        fill=bar_fill(key, number),
        class_=f"chart-{number} chart-edge",
    )
    return [bar, text]


def _axis(
    data: ChartData, plot: Plot, layout: Layout, ends: tuple[float, float, bool], language: str
) -> list[Markup]:
    """Return the lines of the axis with their numbers below, and above where that is asked."""
    top, bottom, above = ends
    if not any(value.number for series in data.series for value in series.values):
        return [_rule(plot.left, top, bottom, "chart-zero")]
    ticks = plot.scale.ticks
    labels = [plot.scale.label(tick, data.unit, language) for tick in ticks]
    widest = max(width(label, layout.small) for label in labels) + PAD
    apart = plot.at(plot.scale.step) - plot.at(Decimal(0))
    every = max(1, -int(-widest // apart))
    zero = ticks.index(Decimal(0))
    heights = [bottom + layout.line, top - PAD] if above else [bottom + layout.line]
    drawn: list[Markup] = []
    for place, (tick, label) in enumerate(zip(ticks, labels, strict=True)):
        x = plot.at(tick)
        drawn.append(_rule(x, top, bottom, "chart-grid" if tick else "chart-zero"))
        if (place - zero) % every:
            continue
        half = width(label, layout.small) / 2
        middle = min(max(x, half), layout.width - half)
        drawn += [words(label, middle, y, layout.small, "middle", "chart-tick") for y in heights]
    return drawn


def _rule(x: float, top: float, bottom: float, class_: str) -> Markup:
    return el("path", d=f"M{x:.1f} {top:.1f}V{bottom:.1f}", class_=class_)
