"""What a page of a PDF holds, in points from the top left: words, rules, fills and pictures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from corpus.document import Box


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters without space. ``size`` is that of its font in points; ``clipped`` where the
    page lets nothing of it be seen, as the second line of a table cell that is too low for it;
    ``raised`` where it is a small number above the line, that refers to a note."""

    text: str
    box: Box
    size: float
    bold: bool = False
    italic: bool = False
    font: str = ""
    colour: tuple[int, int, int] = (0, 0, 0)
    invisible: bool = False
    clipped: bool = False
    raised: bool = False

    @property
    def middle(self) -> float:
        """The height on the page of the word's middle."""
        return (self.box.y0 + self.box.y1) / 2


@dataclass(frozen=True, slots=True)
class Fill:
    """A filled shape; ``upright`` where it is a box with sides along the page."""

    box: Box
    colour: tuple[int, int, int]
    upright: bool = True


@dataclass(frozen=True, slots=True)
class Page:
    """One page. ``rules`` are thin boxes; ``pictures`` the boxes of images;
    ``drawn`` counts everything that is not text."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    rules: tuple[Box, ...] = ()
    fills: tuple[Fill, ...] = ()
    pictures: tuple[Box, ...] = ()
    drawn: int = 0


@dataclass(frozen=True, slots=True)
class Affine:
    """From the page's own coordinates to points from the top left of the page as it is shown."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return the place of a point."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """Return the upright box around two corners."""
        ax, ay = self.a * x0 + self.c * y0 + self.e, self.b * x0 + self.d * y0 + self.f
        bx, by = self.a * x1 + self.c * y1 + self.e, self.b * x1 + self.d * y1 + self.f
        return Box(
            ax if ax < bx else bx,
            ay if ay < by else by,
            bx if ax < bx else ax,
            by if ay < by else ay,
        )

    def after(self, inner: Any) -> Affine:
        """Return this transform after the matrix of a form."""
        (e, f), a, b, c, d = self.point(inner.e, inner.f), inner.a, inner.b, inner.c, inner.d
        return Affine(
            self.a * a + self.c * b,
            self.b * a + self.d * b,
            self.a * c + self.c * d,
            self.b * c + self.d * d,
            e,
            f,
        )


def joined(a: Box, b: Box) -> Box:
    """Return the smallest box around two; it is called for every character of a document."""
    return Box(
        a.x0 if a.x0 < b.x0 else b.x0,
        a.y0 if a.y0 < b.y0 else b.y0,
        a.x1 if a.x1 > b.x1 else b.x1,
        a.y1 if a.y1 > b.y1 else b.y1,
    )


def union(boxes: Iterable[Box]) -> Box:
    """Return the smallest box around all of these; there must be one at least."""
    boxes = tuple(boxes)
    return Box(
        min(b.x0 for b in boxes), min(b.y0 for b in boxes), max(b.x1 for b in boxes), max(b.y1 for b in boxes)
    )
