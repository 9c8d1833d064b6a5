"""What is printed on one page of a PDF: words, lines and filled boxes, in points from the top left.

pdfium gives the box of every character of the 121 pages of a real budget in 0.7 s, where pypdf needs
3.3 s for the text alone; pypdf stays the one that knows the document (``corpus.read_pdf``).
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from corpus.document import Box

# The hyphen that pdfium itself marks at the end of a line, and characters that are not printed.
MARKED_HYPHENS = frozenset("\x02\ufffe\u00ad")
LIGATURES = {chr(c): unicodedata.normalize("NFKC", chr(c)) for c in range(0xFB00, 0xFB07)}
BOLD_NAME = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
# pdfium works the weight out from the width of the stems: a plain Arial has 695 in some files.
BOLD_WEIGHT = 800
ITALIC_NAME = re.compile(r"italic|oblique", re.IGNORECASE)
# A gap of this part of the font size parts two words where no space is printed.
WORD_GAP = 0.28
# What is thinner than this is a ruling line, not a box.
RULE_WIDTH = 2.5
SHORTEST_RULE = 6.0
# Pages of many thousand drawn objects are maps; their lines are no tables.
MOST_OBJECTS = 20_000
MOST_SEGMENTS = 400
DEEPEST_FORM = 4
INVISIBLE_MODE = 3
SCALE = 100


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters without space. ``size`` is the height of its font in points."""

    text: str
    box: Box
    size: float
    bold: bool = False
    italic: bool = False
    font: str = ""
    colour: tuple[int, int, int] = (0, 0, 0)
    invisible: bool = False

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
        (ax, ay), (bx, by) = self.point(x0, y0), self.point(x1, y1)
        return Box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))

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


def read_page(document: pdfium.PdfDocument, number: int) -> Page:
    """Return what is printed on the page, counted from 1."""
    page = document[number - 1]
    try:
        width, height = page.get_size()
        shown = _shown(page, width, height)
        words = tuple(_words(page, shown))
        drawn = _Drawn()
        _draw(page, shown, drawn)
        return Page(
            number,
            width,
            height,
            words,
            tuple(drawn.rules),
            tuple(drawn.fills),
            tuple(drawn.pictures),
            drawn.count,
        )
    finally:
        page.close()


def _shown(page: pdfium.PdfPage, width: float, height: float) -> Affine:
    """Return how pdfium itself places the page: its crop box and rotation taken into account."""
    columns, rows = max(1, round(width * SCALE)), max(1, round(height * SCALE))
    far = 1000.0
    points = []
    for x, y in ((0.0, 0.0), (far, 0.0), (0.0, far)):
        px, py = ctypes.c_int(), ctypes.c_int()
        raw.FPDF_PageToDevice(page.raw, 0, 0, columns, rows, 0, x, y, px, py)
        points.append((px.value / SCALE, py.value / SCALE))
    (ox, oy), (xx, xy), (yx, yy) = points
    return Affine((xx - ox) / far, (xy - oy) / far, (yx - ox) / far, (yy - oy) / far, ox, oy)


@dataclass(slots=True)
class _Run:
    """Characters of a word that is being gathered."""

    text: str
    box: Box
    first: int


def _words(page: pdfium.PdfPage, shown: Affine) -> Iterator[Word]:
    textpage = page.get_textpage()
    try:
        handle = textpage.raw
        run: _Run | None = None
        rectangle = raw.FS_RECTF()
        for index in range(raw.FPDFText_CountChars(handle)):
            character = chr(raw.FPDFText_GetUnicode(handle, index))
            marked = character in MARKED_HYPHENS
            if marked:
                character = "-"
            if character.isspace() or character == "\x00" or not character.isprintable():
                if run and _printable(run.text):
                    yield _word(handle, run)
                run = None
                continue
            if not raw.FPDFText_GetLooseCharBox(handle, index, rectangle):
                continue
            box = shown.box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
            character = LIGATURES.get(character, character)
            if run and _continues(run.box, box):
                run.text += character
                run.box = union((run.box, box))
            else:
                if run and _printable(run.text):
                    yield _word(handle, run)
                run = _Run(character, box, index)
        if run and _printable(run.text):
            yield _word(handle, run)
    finally:
        textpage.close()


def _printable(text: str) -> bool:
    return bool(text.strip())


def _continues(run: Box, box: Box) -> bool:
    """Tell whether a character follows on the one before: on the same line, without a gap."""
    height = min(run.y1 - run.y0, box.y1 - box.y0)
    overlap = min(run.y1, box.y1) - max(run.y0, box.y0)
    gap = box.x0 - run.x1
    return overlap > height * 0.5 and -height < gap < height * WORD_GAP


def _word(handle: Any, run: _Run) -> Word:
    weight = raw.FPDFText_GetFontWeight(handle, run.first)
    font = _font(handle, run.first)
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    raw.FPDFText_GetFillColor(handle, run.first, red, green, blue, alpha)
    mode = raw.FPDFTextObj_GetTextRenderMode(raw.FPDFText_GetTextObject(handle, run.first))
    return Word(
        unicodedata.normalize("NFC", run.text),
        run.box,
        round(run.box.y1 - run.box.y0, 1),
        weight >= BOLD_WEIGHT or bool(BOLD_NAME.search(font)),
        bool(ITALIC_NAME.search(font)),
        font.split("+")[-1],
        (red.value, green.value, blue.value),
        mode == INVISIBLE_MODE,
    )


def _font(handle: Any, index: int) -> str:
    buffer = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    length = raw.FPDFText_GetFontInfo(handle, index, buffer, len(buffer), flags)
    return buffer.value.decode("utf-8", "replace") if 0 < length <= len(buffer) else ""


def union(boxes: Any) -> Box:
    """Return the smallest box around all of these; there must be one at least."""
    boxes = tuple(boxes)
    return Box(
        min(b.x0 for b in boxes), min(b.y0 for b in boxes), max(b.x1 for b in boxes), max(b.y1 for b in boxes)
    )


@dataclass(slots=True)
class _Drawn:
    """What is drawn on a page, while it is being gathered."""

    rules: list[Box] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    count: int = 0


def _draw(page: pdfium.PdfPage, shown: Affine, drawn: _Drawn) -> None:
    for kind, item, place in _objects(page, shown):
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            continue
        drawn.count += 1
        if kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING):
            drawn.pictures.append(_bounds(item, place))
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            _draw_path(item, place, drawn)


def _draw_path(item: Any, place: Affine, drawn: _Drawn) -> None:
    filled, stroked = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item, filled, stroked)
    if not filled.value and not stroked.value:
        return
    for box, upright in _boxes(item, place):
        if min(box.x1 - box.x0, box.y1 - box.y0) <= RULE_WIDTH:
            if _length(box) >= SHORTEST_RULE:
                drawn.rules.append(box)
            continue
        if filled.value:
            drawn.fills.append(Fill(box, _colour(item), upright))
        if stroked.value and upright:
            drawn.rules.extend(_sides(box))


def _length(box: Box) -> float:
    return max(box.x1 - box.x0, box.y1 - box.y0)


def _sides(box: Box) -> tuple[Box, ...]:
    return (
        Box(box.x0, box.y0, box.x1, box.y0),
        Box(box.x0, box.y1, box.x1, box.y1),
        Box(box.x0, box.y0, box.x0, box.y1),
        Box(box.x1, box.y0, box.x1, box.y1),
    )


def _objects(page: pdfium.PdfPage, shown: Affine) -> Iterator[tuple[int, Any, Affine]]:
    """Yield every object of the page with its place, those inside forms too."""
    seen = 0
    count = raw.FPDFPage_CountObjects(page.raw)
    stack = [
        (raw.FPDFPage_GetObject(page.raw, i), shown, 0) for i in reversed(range(min(count, MOST_OBJECTS)))
    ]
    while stack and seen < MOST_OBJECTS:
        item, place, depth = stack.pop()
        seen += 1
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_FORM and depth < DEEPEST_FORM:
            matrix = raw.FS_MATRIX()
            raw.FPDFPageObj_GetMatrix(item, matrix)
            inside = place.after(matrix)
            members = min(raw.FPDFFormObj_CountObjects(item), MOST_OBJECTS)
            stack.extend(
                (raw.FPDFFormObj_GetObject(item, i), inside, depth + 1) for i in reversed(range(members))
            )
        else:
            yield kind, item, place


def _bounds(item: Any, place: Affine) -> Box:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    return place.box(left.value, bottom.value, right.value, top.value)


def _colour(item: Any) -> tuple[int, int, int]:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    raw.FPDFPageObj_GetFillColor(item, red, green, blue, alpha)
    return red.value, green.value, blue.value


def _boxes(item: Any, place: Affine) -> Iterator[tuple[Box, bool]]:
    """Yield the box of each part of a path, and whether it has straight upright sides only."""
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, matrix)
    at = place.after(matrix)
    points: list[tuple[float, float]] = []
    straight = True
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(raw.FPDFPath_CountSegments(item), MOST_SEGMENTS)):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = at.point(x.value, y.value)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield _around(points), straight
            points, straight = [point], True
            continue
        upright = not points or abs(points[-1][0] - point[0]) < 1 or abs(points[-1][1] - point[1]) < 1
        straight = straight and kind == raw.FPDF_SEGMENT_LINETO and upright
        points.append(point)
    if len(points) > 1:
        yield _around(points), straight


def _around(points: list[tuple[float, float]]) -> Box:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return Box(min(xs), min(ys), max(xs), max(ys))
