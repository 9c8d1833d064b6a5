"""Small PDF files for tests, made with reportlab: what is printed where is known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

Draw = Callable[[Canvas], None]

WIDTH, HEIGHT = 595.0, 842.0
SENTENCE = "De gemeente helpt inwoners met schulden en met vragen over geld en werk."


def pdf(*pages: Draw, password: str | None = None, size: tuple[float, float] = (WIDTH, HEIGHT)) -> bytes:
    """Return a PDF with a page for each function that draws one."""
    buffer = BytesIO()
    encrypt = StandardEncryption(password, ownerPassword="baas") if password is not None else None
    canvas = Canvas(buffer, pagesize=size, encrypt=encrypt)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def text(
    *lines: str,
    x: float = 60,
    y: float = 700,
    size: float = 10,
    font: str = "Helvetica",
    step: float = 1.25,
    colour: tuple[float, float, float] = (0, 0, 0),
) -> Draw:
    """Return a function that prints lines below each other; ``y`` from the bottom of the page."""

    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(*colour)
        for number, line in enumerate(lines):
            canvas.setFont(font, size)
            canvas.drawString(x, y - number * size * step, line)

    return draw


def both(*draws: Draw) -> Draw:
    """Return a function that draws all of these on one page."""

    def draw(canvas: Canvas) -> None:
        for one in draws:
            one(canvas)

    return draw


def table(
    rows: Sequence[Sequence[str]],
    x: float = 60,
    y: float = 700,
    columns: Sequence[float] = (200, 80, 80, 80),
    high: float = 16,
    ruled: bool = True,
    bold: int = 1,
) -> Draw:
    """Return a function that draws a table, with a line around every cell where it is ruled.

    The first ``bold`` rows are bold; a cell may have two lines, parted by a line end.
    """

    def draw(canvas: Canvas) -> None:
        top = y
        for number, row in enumerate(rows):
            lines = max(cell.count("\n") for cell in row) + 1
            canvas.setFont("Helvetica-Bold" if number < bold else "Helvetica", 9)
            left = x
            for place, (cell, wide) in enumerate(zip(row, columns, strict=False)):
                if ruled:
                    canvas.rect(left, top - high * lines, wide, high * lines)
                for line, part in enumerate(cell.split("\n")):
                    base = top - 11 - line * high
                    if place:
                        canvas.drawRightString(left + wide - 4, base, part)
                    else:
                        canvas.drawString(left + 4, base, part)
                left += wide
            top -= high * lines

    return draw
