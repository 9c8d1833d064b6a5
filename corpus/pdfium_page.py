"""What is printed on one page of a PDF: words, lines and filled boxes, in points from the top left.

pdfium gives the box of every character of the 121 pages of a real budget in 0.7 s, where pypdf needs
3.3 s for the text alone; pypdf stays the one that knows the document (``corpus.read_pdf``).
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from corpus.document import Box
from corpus.pdf_page import Affine, Page, Word, joined
from corpus.pdfium_drawn import Drawn, draw, is_clipped

# The hyphen that pdfium itself marks at the end of a line, and characters that are not printed.
MARKED_HYPHENS = frozenset("\x02\ufffe\u00ad")
LIGATURES = {chr(c): unicodedata.normalize("NFKC", chr(c)) for c in range(0xFB00, 0xFB07)}
BOLD_NAME = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
# pdfium works the weight out from the width of the stems: a plain Arial has 695 or 1340 in some files.
BOLD_WEIGHT, HEAVIEST = 800, 1000
ITALIC_NAME = re.compile(r"italic|oblique", re.IGNORECASE)
# A gap of this part of the font size parts two words where no space is printed.
WORD_GAP = 0.28
FLAT = 0.25
INVISIBLE_MODE = 3
# A digit that is smaller than this part of the letters before it, and higher, refers to a note.
RAISED = 0.8
UNIT_END = re.compile(r"(?:^|[\d\s])[kdc]?m$|CO$")
# A character may reach over the line beside it by so much, in points.
NEAR_RULE = 1.0
SCALE = 100
# In place of a letter of which the file does not tell the meaning: pdfium gives the number of its shape.
UNKNOWN = "\ufffd"


def read_page(document: pdfium.PdfDocument, number: int) -> Page:
    """Return what is printed on the page, counted from 1."""
    page = document[number - 1]
    try:
        width, height = page.get_size()
        shown = _shown(page, width, height)
        drawn = Drawn()
        draw(page, shown, drawn)
        objects = drawn.count
        words = tuple(_words(page, shown, Uprights(drawn.rules), drawn))
        if drawn.count - objects > sum(len(word.text) for word in words):
            words = ()  # most letters are shapes only: a page to be recognised from its picture
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
    last: Box
    raised: bool = False


class Uprights:
    """The upright ruling lines of a page: what stands on both sides of one is no word."""

    def __init__(self, rules: Sequence[Box]) -> None:
        self._rules = sorted(
            (r for r in rules if r.y1 - r.y0 > r.x1 - r.x0), key=lambda rule: (rule.x0 + rule.x1) / 2
        )
        self._places = [(rule.x0 + rule.x1) / 2 for rule in self._rules]

    def part(self, left: Box, right: Box) -> bool:
        """Tell whether a line stands between two characters."""
        y = (right.y0 + right.y1) / 2
        start = bisect_left(self._places, left.x1 - NEAR_RULE)
        end = bisect_right(self._places, right.x0 + NEAR_RULE)
        return any(rule.y0 <= y <= rule.y1 for rule in self._rules[start:end])


def _words(page: pdfium.PdfPage, shown: Affine, uprights: Uprights, drawn: Drawn) -> Iterator[Word]:
    """Yield the words; letters without a meaning are counted with what is drawn."""
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
            if raw.FPDFText_HasUnicodeMapError(handle, index) == 1:
                character = UNKNOWN
                drawn.count += 1
            character = LIGATURES.get(character, character)
            raised = bool(run and _is_raised(run, character, box))
            if run and _continues(run.box, box) and not uprights.part(run.box, box) and not raised:
                run.text += character
                run.box, run.last = joined(run.box, box), box
            else:
                if run and _printable(run.text):
                    yield _word(handle, run)
                run = _Run(character, box, index, box, raised)
        if run and _printable(run.text):
            yield _word(handle, run)
    finally:
        textpage.close()


def _printable(text: str) -> bool:
    return bool(text.strip(UNKNOWN))


def _continues(run: Box, box: Box) -> bool:
    """Tell whether a character follows on the one before: on the same line, without a gap."""
    high, height = run.y1 - run.y0, min(run.y1 - run.y0, box.y1 - box.y0)
    overlap = min(run.y1, box.y1) - max(run.y0, box.y0)
    gap = box.x0 - run.x1
    # A hyphen at the end of a line may have a box that is as flat as itself.
    return overlap > height * 0.5 and -high < gap < (high if height < FLAT * high else height) * WORD_GAP


def _is_raised(run: _Run, character: str, box: Box) -> bool:
    """Tell whether a digit is that of a note: smaller and higher than the word that it follows; the
    2 of a square metre is part of its word."""
    if not character.isdigit() or run.raised or UNIT_END.search(run.text):
        return False
    high, before = box.y1 - box.y0, run.last.y1 - run.last.y0
    return high < RAISED * before and box.y1 < run.last.y1 - 0.1 * before and _continues(run.box, box)


def _word(handle: Any, run: _Run) -> Word:
    weight = raw.FPDFText_GetFontWeight(handle, run.first)
    font = _font(handle, run.first)
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    raw.FPDFText_GetFillColor(handle, run.first, red, green, blue, alpha)
    shape = raw.FPDFText_GetTextObject(handle, run.first)
    mode = raw.FPDFTextObj_GetTextRenderMode(shape)
    return Word(
        unicodedata.normalize("NFC", run.text),
        run.box,
        _size(handle, run.first) or round(run.box.y1 - run.box.y0, 1),
        BOLD_WEIGHT <= weight <= HEAVIEST or bool(BOLD_NAME.search(font)),
        bool(ITALIC_NAME.search(font)),
        font.split("+")[-1],
        (red.value, green.value, blue.value),
        mode == INVISIBLE_MODE,
        is_clipped(shape),
        run.raised,
    )


def _size(handle: Any, index: int) -> float:
    """Return the size in points; the box of a character is higher in one font than in another."""
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(handle, index, matrix)
    return round(float(raw.FPDFText_GetFontSize(handle, index)) * math.hypot(matrix.c, matrix.d), 1)


def _font(handle: Any, index: int) -> str:
    buffer = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    length = raw.FPDFText_GetFontInfo(handle, index, buffer, len(buffer), flags)
    return buffer.value.decode("utf-8", "replace") if 0 < length <= len(buffer) else ""
