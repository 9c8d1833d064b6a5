"""What a library has: a picture of municipalities by years with a mark for each kind, and its table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from web.chart_parts import el, marker, words
from web.chart_words import lines, width
from web.opening import kind_word
from web.page_words import page_word
from web.present import listed

# Municipality, kind and years of a document.
Held = tuple[str, str, tuple[int, ...]]
SHAPES = 5
MOST_YEARS, MOST_PLACES = 30, 60
SIZE, SMALL = 14.0, 13.0
ROW, PITCH, LEAST_COLUMN = 30.0, 13.0, 44.0
LONGEST_PLACE = 170.0


@dataclass(frozen=True, slots=True)
class Matrix:
    """Which kinds there are of each municipality and year, with how many documents; ``kinds`` are the
    names with a mark of their own, in order."""

    places: tuple[str, ...]
    years: tuple[int, ...]
    kinds: tuple[str, ...]
    held: dict[tuple[str, int], Counter[str]]
    left_out: int

    def words(self, place: str, year: int) -> str:
        """Return what there is of a municipality and year in words."""
        found = self.held.get((place, year), Counter())
        return ", ".join(f"{name} ({n})" if n > 1 else name for name, n in sorted(found.items()))


@dataclass(frozen=True, slots=True)
class CoveragePicture:
    """The picture and the matrix that it shows."""

    svg: Markup
    matrix: Matrix


def matrix_of(documents: Sequence[Held], language: str = "nl") -> Matrix:
    """Return the matrix of documents with years; the most frequent kinds have a mark of their own, and
    the latest years are shown where there are many."""
    other = page_word("other_kinds", language)
    names = Counter(kind_word(kind, language) for _, kind, years in documents if years)
    own = tuple(name for name, _ in sorted(names.items(), key=lambda item: (-item[1], item[0]))[:SHAPES])
    every = sorted({year for _, _, years in documents for year in years})
    shown = tuple(every[-MOST_YEARS:])
    held: dict[tuple[str, int], Counter[str]] = {}
    for place, kind, years in documents:
        name = kind_word(kind, language)
        for year in years:
            if year in shown:
                held.setdefault((place, year), Counter())[name if name in own else other] += 1
    places = sorted({place for place, _ in held}, key=str.casefold)
    kinds = (*own, *([other] if len(names) > SHAPES else []))
    return Matrix(tuple(places[:MOST_PLACES]), shown, kinds, held, max(0, len(places) - MOST_PLACES))


def coverage_picture(documents: Sequence[Held], language: str = "nl") -> CoveragePicture | None:
    """Return the picture, None where no document has years."""
    matrix = matrix_of(documents, language)
    return CoveragePicture(_svg(matrix, language), matrix) if matrix.places else None


def _svg(matrix: Matrix, language: str) -> Markup:
    label = min(LONGEST_PLACE, max(width(place, SIZE) for place in matrix.places)) + 12
    most = max(len(found) for found in matrix.held.values())
    column = max(LEAST_COLUMN, most * PITCH + 10)
    high, top = ROW * len(matrix.places), 30.0
    wide = label + column * len(matrix.years)
    drawn: list[Markup] = []
    for n, year in enumerate(matrix.years):
        x = label + column * (n + 0.5)
        drawn.append(words(str(year), x, 18, SMALL, "middle", "chart-tick"))
    for row, place in enumerate(matrix.places):
        y = top + ROW * row
        drawn.append(el("path", d=f"M0 {y:.1f}H{wide:.1f}", class_="chart-grid"))
        name = lines(place, SIZE, label - 10, 1)
        drawn.append(words(name[0], 0, y + ROW / 2 + 5, SIZE))
        for n, year in enumerate(matrix.years):
            drawn += _cell(matrix, place, year, label + column * (n + 0.5), y + ROW / 2)
    keys, below = _legend(matrix, top + high + 14, wide)
    about = page_word(
        "coverage_about",
        language,
        places=listed(list(matrix.places), language),
        first=matrix.years[0],
        last=matrix.years[-1],
    )
    return el(
        "svg",
        el("title", page_word("coverage_title", language), id="dekking-titel"),
        el("desc", about, id="dekking-uitleg"),
        *drawn,
        *keys,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {wide:.0f} {below:.0f}",
        width=wide,
        height=below,
        role="img",
        aria_labelledby="dekking-titel dekking-uitleg",
        class_="coverage-svg",
    )


def _cell(matrix: Matrix, place: str, year: int, x: float, y: float) -> list[Markup]:
    found = [n for n, kind in enumerate(matrix.kinds) if kind in matrix.held.get((place, year), ())]
    start = x - PITCH * (len(found) - 1) / 2
    return [
        el("g", marker(number, start + PITCH * n, y), class_=f"chart-{number}")
        for n, number in enumerate(found)
    ]


def _legend(matrix: Matrix, top: float, wide: float) -> tuple[list[Markup], float]:
    """Return the marks with their kinds, in as many lines as they need, and where they end."""
    drawn: list[Markup] = []
    x, y = 0.0, top
    for number, kind in enumerate(matrix.kinds):
        room = 18 + width(kind, SMALL)
        if x and x + room > wide:
            x, y = 0.0, y + 22
        drawn.append(el("g", marker(number, x + 7, y + 8), class_=f"chart-{number}"))
        drawn.append(words(kind, x + 18, y + 13, SMALL))
        x += room + 16
    return drawn, y + 26
