"""What is drawn on a page of a PDF: ruling lines, fills and pictures."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from corpus.document import Box
from corpus.pdf_page import Affine, Fill

# What is thinner than this is a ruling line, not a box.
RULE_WIDTH = 2.5
SHORTEST_RULE = 6.0
# Pages of many thousand drawn objects are maps; their lines are no tables.
MOST_OBJECTS = 20_000
MOST_SEGMENTS = 400
DEEPEST_FORM = 4
# Of a text less than this part of its height is seen, and it cannot be read.
CLIPPED = 0.2
MOST_CLIPS = 20
AS_IT_IS = Affine(1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class Drawn:
    """What is drawn on a page, while it is being gathered."""

    rules: list[Box] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    count: int = 0


def draw(page: pdfium.PdfPage, shown: Affine, drawn: Drawn) -> None:
    """Add everything that is drawn on the page, text left out, to ``drawn``."""
    for kind, item, place in _objects(page, shown):
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            continue
        drawn.count += 1
        if kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING):
            drawn.pictures.append(_bounds(item, place))
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            _draw_path(item, place, drawn)


def _draw_path(item: Any, place: Affine, drawn: Drawn) -> None:
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


def is_clipped(item: Any) -> bool:
    """Tell whether an object lies outside the part of the page that it may be drawn in."""
    clip = raw.FPDFPageObj_GetClipPath(item)
    paths = raw.FPDFClipPath_CountPaths(clip) if clip else 0
    if paths < 1:
        return False
    own = _bounds(item, AS_IT_IS)
    for path in range(min(paths, MOST_CLIPS)):
        points = _clip_points(clip, path)
        if points and not _mostly_inside(own, _around(points)):
            return True
    return False


def _mostly_inside(own: Box, clip: Box) -> bool:
    wide = min(own.x1, clip.x1) - max(own.x0, clip.x0)
    high = min(own.y1, clip.y1) - max(own.y0, clip.y0)
    return wide > 0 and high > CLIPPED * (own.y1 - own.y0)


def _clip_points(clip: Any, path: int) -> list[tuple[float, float]]:
    x, y = ctypes.c_float(), ctypes.c_float()
    points = []
    for index in range(min(raw.FPDFClipPath_CountPathSegments(clip, path), MOST_SEGMENTS)):
        raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(clip, path, index), x, y)
        points.append((x.value, y.value))
    return points
