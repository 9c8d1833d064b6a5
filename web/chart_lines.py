"""Lines over years; a missing year breaks the line and is said below the axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from web.chart_data import ChartData, Series, Value
from web.chart_parts import DASHES, Layout, el, legend, marker, words
from web.chart_scale import Scale, scale_of
from web.chart_words import lines, width

HEIGHT = {"wide": 280.0, "narrow": 230.0}
# Where nothing is known there is nothing to draw between the axes.
HEIGHT_OF_NOTHING = 20.0
PAD, TICKS = 6.0, 5
MOST_NAME_LINES = 3
# In letters: names of categories are not cut to less.
LEAST_NAME = 6


@dataclass(frozen=True, slots=True)
class Plot:
    """Where the lines are: categories from left to right, the axis from bottom to top."""

    scale: Scale
    left: float
    right: float
    top: float
    bottom: float
    categories: int

    @property
    def pitch(self) -> float:
        """How far categories are apart."""
        return (self.right - self.left) / self.categories

    def x(self, place: int) -> float:
        """Return the middle of a category."""
        return self.left + self.pitch * (place + 0.5)

    def y(self, number: Decimal) -> float:
        """Return the height of a number."""
        return self.bottom - (self.bottom - self.top) * self.scale.share(number)


def draw(data: ChartData, layout: Layout, key: str, language: str) -> tuple[list[Markup], float]:
    """Return the elements of the picture and its height."""
    names, top = legend(key, [series.name for series in data.series], layout, of_lines=True)
    known = [value.number for series in data.series for value in series.values if value.number is not None]
    scale = scale_of(known, TICKS)
    shown = scale.ticks if any(known) else scale.ticks[: bool(known)]
    ticks = [scale.label(tick, data.unit, language) for tick in shown]
    left = max((width(label, layout.small) for label in ticks), default=0.0) + 2 * PAD
    top += layout.line
    bottom = top + (HEIGHT[layout.name] if any(known) else HEIGHT_OF_NOTHING)
    plot = Plot(scale, left, layout.width - PAD, top, bottom, len(data.categories))
    drawn = [*names, *_axis(plot, ticks, layout)]
    for number, series in enumerate(data.series):
        drawn.append(_series(series, number, plot))
    if len(data.series) == 1:
        drawn += _numbers(data.series[0], plot, layout)
    below, height = _below(data, plot, layout)
    return [*drawn, *below], height


def _axis(plot: Plot, ticks: Sequence[str], layout: Layout) -> list[Markup]:
    drawn: list[Markup] = []
    for tick, label in zip(plot.scale.ticks, ticks, strict=False):
        y = plot.y(tick)
        line = f"M{plot.left:.1f} {y:.1f}H{plot.right:.1f}"
        drawn.append(el("path", d=line, class_="chart-grid" if tick else "chart-zero"))
        at = (plot.left - PAD, y + layout.small * 0.36)
        drawn.append(words(label, *at, layout.small, "end", "chart-tick"))
    return drawn


def _series(series: Series, number: int, plot: Plot) -> Markup:
    """Return a line through what is known, broken where a number is missing, with its signs."""
    points = [
        (plot.x(place), plot.y(value.number)) if value.number is not None else None
        for place, value in enumerate(series.values)
    ]
    path = "".join(
        f"{'L' if place and points[place - 1] else 'M'}{point[0]:.1f} {point[1]:.1f}"
        for place, point in enumerate(points)
        if point
    )
    line = el("path", d=path, class_="chart-line", stroke_dasharray=DASHES[number])
    return el("g", line, *(marker(number, *point) for point in points if point), class_=f"chart-{number}")


def _numbers(series: Series, plot: Plot, layout: Layout) -> list[Markup]:
    """Return the numbers of a single line at its points, the last first; none over another."""
    drawn: list[Markup] = []
    free = float("inf")
    for place in reversed(range(plot.categories)):
        value = series.values[place]
        half = width(value.text, layout.small) / 2
        middle = min(max(plot.x(place), plot.left + half), layout.width - half)
        if value.number is None or middle + half > free:
            continue
        free = middle - half - PAD
        y = plot.y(value.number) - 2 * PAD
        below = plot.y(value.number) + 2 * PAD + layout.small * 0.7
        if value.number < 0 and below < plot.bottom:
            y = below
        drawn.append(words(value.text, middle, y, layout.small, "middle"))
    return drawn


def _below(data: ChartData, plot: Plot, layout: Layout) -> tuple[list[Markup], float]:
    """Return the names of the categories, below them what is missing of each series, and the height."""
    every = _every(data.categories, plot, layout)
    most = 0
    drawn: list[Markup] = []
    for place in range(0, plot.categories, every):
        shown = lines(data.categories[place], layout.size, plot.pitch * every - PAD, MOST_NAME_LINES)
        most = max(most, len(shown))
        drawn += [
            words(
                line,
                min(plot.x(place), layout.width - width(line, layout.size) / 2),
                plot.bottom + (n + 1) * layout.line,
                layout.size,
                "middle",
            )
            for n, line in enumerate(shown)
        ]
    y = plot.bottom + most * layout.line
    for number, series in enumerate(data.series):
        missing = [(p, v) for p, v in enumerate(series.values) if v.number is None]
        if not missing:
            continue
        y += layout.line + 2
        drawn.append(
            el("g", marker(number, max(plot.left - 2 * PAD, PAD), y - PAD + 1), class_=f"chart-{number}")
        )
        drawn += [_missing(value, plot.x(place), y, layout) for place, value in missing]
    return drawn, y + 2 * PAD


def _missing(value: Value, x: float, y: float, layout: Layout) -> Markup:
    return words(value.text, x, y, layout.small, "middle", "chart-missing")


def _every(categories: Sequence[str], plot: Plot, layout: Layout) -> int:
    """Return 1 where all categories can be named, else that only each second, third … one is."""
    least = min(max(width(name, layout.size) for name in categories), LEAST_NAME * layout.size) + PAD
    return max(1, -int(-least // plot.pitch))
