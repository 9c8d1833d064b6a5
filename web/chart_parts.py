"""What every picture is made of: SVG elements, series that differ without colour, and a legend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from web.chart_words import clean, lines, width

DASHES = (None, "8 4", "2 4", "10 4 2 4", "5 3", "1 3")
TILE, DOT, STROKE = 8, 1.6, 2
LINE_HEIGHT = 1.25
SWATCH, GAP = 26.0, 6.0


@dataclass(frozen=True, slots=True)
class Layout:
    """One way to draw: ``width`` in units of the drawing, about pixels; sizes of names and numbers."""

    name: str
    width: float
    size: float = 14.0
    small: float = 13.0
    ticks: int = 5
    beside: float = 0.0

    @property
    def line(self) -> float:
        """How far lines of text are apart."""
        return self.size * LINE_HEIGHT


# ``beside`` is the room for names left of the bars; without it they stand above.
WIDE = Layout("wide", 640, ticks=5, beside=190)
NARROW = Layout("narrow", 340, ticks=3)


def el(tag: str, *inside: Markup | str, **attributes: str | float | None) -> Markup:
    """Return an element; names of attributes have "_" for "-" and none at their end, None is left out.

    Text inside and values are escaped.
    """
    given = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(_number(value))}"'
        for name, value in attributes.items()
        if value is not None
    )
    return Markup(f"<{tag}{given}>{Markup('').join(inside)}</{tag}>")  # noqa: S704 escaped above


def _number(value: str | float) -> str:
    """Return a coordinate in few digits, the same on every machine."""
    return value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")


def words(
    text: str, x: float, y: float, size: float, anchor: str | None = None, class_: str | None = None
) -> Markup:
    """Return one line of text; ``y`` is its baseline."""
    return el("text", clean(text), x=x, y=y, font_size=size, text_anchor=anchor, class_=class_)


def patterns(key: str, series: int) -> Markup:
    """Return the fills of so many series: solid, hatched, dotted, empty, striped, squared."""
    back = [el("rect", width=TILE, height=TILE, class_="chart-paper")]
    drawn: tuple[list[Markup], ...] = (
        [el("rect", width=TILE, height=TILE, class_="chart-fill")],
        [*back, _path("M-2 2L2 -2M0 8L8 0M6 10L10 6")],
        [*back, _dot(2, 2), _dot(6, 6)],
        back,
        [*back, _path("M0 2H8M0 6H8", 1.6)],
        [*back, _path("M0 4H8M4 0V8", 1.2)],
    )
    return el(
        "defs",
        *(
            el(
                "pattern",
                *drawn[number],
                id=f"{key}-p{number}",
                width=TILE,
                height=TILE,
                patternUnits="userSpaceOnUse",
                class_=f"chart-{number}",
            )
            for number in range(series)
        ),
    )


def _path(d: str, thick: float = STROKE) -> Markup:
    return el("path", d=d, stroke_width=thick, class_="chart-stroke")


def _dot(x: float, y: float) -> Markup:
    return el("circle", cx=x, cy=y, r=DOT, class_="chart-fill")


def marker(number: int, x: float, y: float, r: float = 4.5) -> Markup:
    """Return the sign of a series at a point: each series has its own shape."""
    shapes = (
        f"M{x - r:.1f} {y:.1f}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 {-2 * r} 0Z",
        f"M{x - r:.1f} {y - r:.1f}h{2 * r}v{2 * r}h{-2 * r}Z",
        f"M{x:.1f} {y - r - 1:.1f}l{r + 1} {2 * r}h{-2 * r - 2}Z",
        f"M{x:.1f} {y - r - 1:.1f}l{r + 1} {r + 1}l{-r - 1} {r + 1}l{-r - 1} {-r - 1}Z",
        f"M{x - r:.1f} {y - r:.1f}l{2 * r} {2 * r}M{x + r:.1f} {y - r:.1f}l{-2 * r} {2 * r}",
        f"M{x - r:.1f} {y:.1f}h{2 * r}M{x:.1f} {y - r:.1f}v{2 * r}",
    )
    # Every other closed shape is hollow.
    hollow = "chart-paper chart-edge" if number in (1, 3) else "chart-fill chart-edge"
    return el("path", d=shapes[number], class_=hollow, stroke_width=STROKE)


def bar_fill(key: str, number: int) -> str:
    """Return what a bar of a series is filled with."""
    return f"url(#{key}-p{number})"


def legend(key: str, names: Sequence[str], layout: Layout, of_lines: bool) -> tuple[list[Markup], float]:
    """Return the legend and its height: nothing for one series, whose name the title says."""
    if len(names) < 2:
        return [], 0.0
    found: list[Markup] = []
    x = y = 0.0
    for number, name in enumerate(names):
        shown = lines(name, layout.size, layout.width - SWATCH - GAP, 2)
        room = SWATCH + GAP + max(width(line, layout.size) for line in shown)
        if x and x + room > layout.width:
            x, y = 0.0, y + layout.line + GAP
        middle = y + layout.line / 2
        found.append(el("g", *_sample(key, number, x, middle, of_lines), class_=f"chart-{number}"))
        found += [
            words(line, x + SWATCH + GAP, y + layout.size + place * layout.line, layout.size)
            for place, line in enumerate(shown)
        ]
        y += (len(shown) - 1) * layout.line
        x += room + 3 * GAP
    return found, y + layout.line + 2 * GAP


def _sample(key: str, number: int, x: float, middle: float, of_lines: bool) -> list[Markup]:
    if not of_lines:
        fill = bar_fill(key, number)
        return [
            el("rect", x=x + 1, y=middle - 7, width=SWATCH - 2, height=14, fill=fill, class_="chart-edge")
        ]
    line = f"M{x:.1f} {middle:.1f}h{SWATCH}"
    drawn = el("path", d=line, class_="chart-line", stroke_dasharray=DASHES[number])
    return [drawn, marker(number, x + SWATCH / 2, middle)]
