"""Pages that are pictures to words, with Tesseract where it is installed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from functools import cache
from statistics import median
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pytesseract
from PIL import Image
from scipy import ndimage

from corpus.document import Box
from corpus.pdf_page import Page, Word

Pixels = npt.NDArray[np.uint8]

LANGUAGE = "nld"
# At 240 a number of a real budget loses its minus sign, at 200 eleven do, and it is hardly faster.
DOTS_PER_INCH = 300
POINTS = 72
# A page of a larger format is rendered with fewer dots, or it would not fit in memory.
MOST_PIXELS = 30_000_000
SECONDS_A_PAGE = 60
SECONDS_BETWEEN = 5
# Tesseract's own confidence, in hundredths; below this it mostly reads dirt.
LEAST_CONFIDENCE = 30
# What is darker is ink; a ruling line is a long thin run of it. Lengths in pixels.
DARK, PAPER = 140, 255
SHORTEST_LINE, THICKEST_LINE = 121, 15
MOST_LINES = 2000


@cache
def is_available() -> bool:
    """Tell whether Tesseract is installed with the Dutch language."""
    if shutil.which("tesseract") is None:
        return False
    try:
        return LANGUAGE in pytesseract.get_languages()
    except (pytesseract.TesseractError, OSError):
        return False


def recognise(document: pdfium.PdfDocument, page: Page, waiting: Callable[[], None] = lambda: None) -> Page:
    """Return the page with the words that stand in its picture too; as it was where none can be read.

    ``waiting`` is called every few seconds: a page takes longer than a reader may be silent. Every
    line gets the usual height of its words as its size, in points.
    """
    try:
        shown = document[page.number - 1]
    except pdfium.PdfiumError:
        return page
    try:
        scale = min(DOTS_PER_INCH / POINTS, (MOST_PIXELS / max(1.0, page.width * page.height)) ** 0.5)
        pixels = shown.render(scale=scale, grayscale=True).to_numpy()
    except pdfium.PdfiumError:
        return page
    finally:
        shown.close()
    without, lines = take_rules(pixels.reshape(pixels.shape[:2]))
    try:
        found = _read(Image.fromarray(without), waiting)
    except (pytesseract.TesseractError, RuntimeError, OSError):
        return page  # RuntimeError is how pytesseract says that the time is up
    words = _words(found, scale)
    rules = tuple(Box(a / scale, b / scale, c / scale, d / scale) for a, b, c, d in lines)
    new = tuple(word for word in words if not any(_covers(known.box, word.box) for known in page.words))
    return replace(page, words=(*page.words, *new), rules=(*page.rules, *rules)) if words else page


def _read(image: Image.Image, waiting: Callable[[], None]) -> dict[str, list[Any]]:
    """Return what Tesseract makes of a picture: a list for each property of the words."""
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(
            pytesseract.image_to_data,
            image,
            lang=LANGUAGE,
            timeout=SECONDS_A_PAGE,
            output_type=pytesseract.Output.DICT,
        )
        while not wait((asked,), timeout=SECONDS_BETWEEN).done:
            waiting()
        found: dict[str, list[Any]] = asked.result()
    return found


def _covers(known: Box, box: Box) -> bool:
    """Tell whether a word that the file itself has stands where this one was recognised."""
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    return known.x0 <= x <= known.x1 and known.y0 <= y <= known.y1


def take_rules(pixels: Pixels) -> tuple[Pixels, list[tuple[int, int, int, int]]]:
    """Return a grey picture without its ruling lines, and where those are (x0, y0, x1, y1 in pixels).

    Tesseract loses what stands in a ruled cell: of 186 numbers of a real scanned budget page it
    found 135 with the lines and 186 without.
    """
    dark = (pixels < DARK).astype(np.uint8)
    taken = np.zeros(pixels.shape, dtype=bool)
    boxes: list[tuple[int, int, int, int]] = []
    for along, across in ((1, 0), (0, 1)):
        runs = _opened(dark, SHORTEST_LINE, along)
        thin = runs & ~_opened(runs, THICKEST_LINE, across)
        labels, _ = ndimage.label(thin)
        for rows, columns in ndimage.find_objects(labels):
            boxes.append((columns.start, rows.start, columns.stop, rows.stop))
        taken |= thin > 0
    cleaned = pixels.copy()
    cleaned[ndimage.binary_dilation(taken)] = PAPER
    return cleaned, boxes[:MOST_LINES]


def _opened(marks: Pixels, length: int, axis: int) -> Pixels:
    """Return only the marks in runs of at least this length along an axis."""
    kept = ndimage.minimum_filter1d(marks, length, axis=axis)
    opened: Pixels = ndimage.maximum_filter1d(kept, length, axis=axis, origin=-1 if length % 2 == 0 else 0)
    return opened


def _words(found: dict[str, list[Any]], scale: float) -> tuple[Word, ...]:
    rows: dict[tuple[int, int, int], list[tuple[str, Box]]] = {}
    for number, text in enumerate(found["text"]):
        text = str(text).strip()
        if not any(c.isalnum() or c in "-–€•" for c in text):
            continue
        if float(found["conf"][number]) < LEAST_CONFIDENCE:
            continue
        line = (found["block_num"][number], found["par_num"][number], found["line_num"][number])
        left, top = found["left"][number] / scale, found["top"][number] / scale
        right, bottom = left + found["width"][number] / scale, top + found["height"][number] / scale
        rows.setdefault(line, []).append((text, Box(left, top, right, bottom)))
    words = []
    for row in rows.values():
        size = round(median(box.y1 - box.y0 for _, box in row), 1)
        words += [Word(text, box, size) for text, box in row]
    return tuple(words)
