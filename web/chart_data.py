"""What a picture shows, apart from how: names, numbers with their printed text, and notes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

# There are so many patterns; further series would look alike.
MOST_SERIES = 6


class Kind(StrEnum):
    """How numbers are drawn: bars for each category, or lines over categories in order (years)."""

    BARS = "bars"
    LINES = "lines"


@dataclass(frozen=True, slots=True)
class Value:
    """A number and how it is printed; no number where it is missing, then the text says so."""

    number: Decimal | None
    text: str


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers that belong together, one for each category of the picture."""

    name: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class ChartData:
    """A picture: all its numbers have one unit ("€" in euros, "%", "fte"), measure and scope.

    ``title`` stands above it; ``description`` says for who cannot see it what is in it; ``notes``
    stand below. Raises ValueError where a series has not one value for each category.
    """

    kind: Kind
    title: str
    description: str
    unit: str
    measure: str
    scope: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.categories or not self.series:
            raise ValueError("a picture needs a category and a series")
        if len(self.series) > MOST_SERIES:
            raise ValueError(f"a picture shows at most {MOST_SERIES} series")
        if any(len(series.values) != len(self.categories) for series in self.series):
            raise ValueError("a series has a value for each category, missing ones too")
