"""PDF files as offices make them: no two alike, and every word on them known.

Each seed chooses size, rotation, fonts, columns, tables, fields, notes, pictures, packing and more.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pypdf
import reportlab
from reportlab.lib import pagesizes
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FONTS = Path(reportlab.__file__).parent / "fonts"
pdfmetrics.registerFont(TTFont("Vera", FONTS / "Vera.ttf"))
pdfmetrics.registerFont(TTFont("VeraBd", FONTS / "VeraBd.ttf"))
pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))
FACES = ("Helvetica", "Times-Roman", "Courier", "Helvetica-Oblique", "Vera", "VeraBd", "HeiseiMin-W3")
SIZES = (
    pagesizes.A4,
    pagesizes.A5,
    pagesizes.A3,
    pagesizes.landscape(pagesizes.A4),
    pagesizes.LETTER,
    (400, 1400),
)
SYLLABLES = "ba de fi go ku la me ni po ru sa te vi zo".split()


@dataclass(frozen=True, slots=True)
class Varied:
    """A file and the words that are printed in the text of its pages."""

    data: bytes
    words: tuple[str, ...]


class _Maker:
    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311  # a layout, no secret
        self.words: list[str] = []
        self.buffer = BytesIO()
        lock = StandardEncryption("", ownerPassword="baas") if self.chance.random() < 0.1 else None
        self.size = self.chance.choice(SIZES)
        self.canvas = Canvas(
            self.buffer,
            pagesize=self.size,
            pageCompression=self.chance.randrange(2),
            invariant=1,
            encrypt=lock,
            pdfVersion=self.chance.choice([(1, 3), (1, 4), (1, 5), (1, 7)]),
        )

    def word(self) -> str:
        """Return a word that is not there yet."""
        made = "".join(self.chance.choices(SYLLABLES, k=self.chance.randint(3, 5)))
        while made in self.words:
            made += self.chance.choice(SYLLABLES)
        self.words.append(made)
        return made

    def text(self, x: float, y: float, wide: float, bottom: float, size: float) -> float:
        """Print a paragraph in a column; return where it ends."""
        face = self.chance.choice(FACES)
        for _ in range(self.chance.randint(3, 12)):
            if y < bottom:
                break
            line = self.word()
            while pdfmetrics.stringWidth(f"{line} {'w' * 12}", face, size) < wide:
                line += " " + self.word()
            self.canvas.setFont(face, size)
            self.canvas.drawString(x, y, line)
            y -= size * 1.3
        return y - size

    def table(self, x: float, y: float) -> float:
        """Print a table, ruled, coloured or bare; return where it ends."""
        rows, columns, style = self.chance.randint(3, 8), self.chance.randint(2, 4), self.chance.randrange(3)
        for row in range(rows):
            if style == 1 and row % 2:
                self.canvas.setFillGray(0.9)
                self.canvas.rect(x, y - 4, 100 + 60 * columns, 14, stroke=0, fill=1)
                self.canvas.setFillGray(0)
            self.canvas.setFont("Helvetica-Bold" if not row else "Helvetica", 8)
            self.canvas.drawString(x + 2, y, self.word())
            for column in range(columns):
                amount = (
                    str(2020 + column)
                    if not row
                    else f"{self.chance.randrange(1000, 10**6):,}".replace(",", ".")
                )
                self.canvas.drawRightString(x + 155 + 60 * column, y, amount if row else str(2020 + column))
            if style == 0:
                self.canvas.grid([x, *(x + 100 + 60 * c for c in range(columns + 1))], [y - 4, y + 10])
            y -= 14
        return y - 20

    def extras(self) -> None:
        """Add what is not the text: pictures, notes, fields, drawings, marks."""
        wide, high = self.size
        for extra in self.chance.sample(range(7), self.chance.randint(0, 4)):
            if extra == 0:
                dots = bytes(self.chance.randrange(256) for _ in range(300))
                picture = ImageReader(_picture(dots))
                self.canvas.drawImage(picture, wide - 60, 20, 40, 40)
            elif extra == 1:
                self.canvas.linkURL("https://voorbeeld.nl", (30, 30, 90, 50))
                self.canvas.textAnnotation("Een opmerking", Rect=[30, 30, 90, 50])
            elif extra == 2:
                field = f"veld{self.canvas.getPageNumber()}"
                self.canvas.acroForm.textfield(name=field, x=30, y=30, width=90, height=14)
                self.canvas.acroForm.checkbox(name=field + "x", x=130, y=30)
            elif extra == 3:
                self.canvas.bezier(0, 0, wide, 50, 0, high - 50, wide, high)
                self.canvas.linearGradient(0, 0, 20, 20, ((1, 1, 1), (0, 0, 1)), extend=False)
            elif extra == 4:
                self.canvas.saveState()
                self.canvas.setFillGray(0.85)
                self.canvas.translate(wide / 2, 60)
                self.canvas.rotate(30)
                self.canvas.setFont("Helvetica", 24)
                self.canvas.drawCentredString(0, 0, "CONCEPT")
                self.canvas.restoreState()
            elif extra == 5:
                key = f"p{self.canvas.getPageNumber()}"
                self.canvas.bookmarkPage(key)
                self.canvas.addOutlineEntry(key, key, 0)
            else:
                self.canvas.setFont("Helvetica", 7)
                self.canvas.drawCentredString(wide / 2, 14, f"Pagina {self.canvas.getPageNumber()}")

    def turn(self, degrees: int) -> None:
        """Lay the page down and print across it, as a scanner or a wide table does: it shows upright."""
        wide, high = self.size
        self.canvas.setPageRotation(degrees)
        matrix = {90: (0, 1, -1, 0, high, 0), 180: (-1, 0, 0, -1, wide, high), 270: (0, -1, 1, 0, 0, wide)}
        self.canvas.transform(*matrix[degrees])

    def page(self) -> None:
        """Print one page: empty, or text in one to three columns with perhaps a table."""
        wide, high = self.size
        self.canvas.setPageRotation(0)
        if self.chance.random() < 0.1:
            self.canvas.showPage()
            return
        if self.chance.random() < 0.15:
            self.turn(self.chance.choice([90, 180, 270]))
        columns, size = self.chance.randint(1, 3), self.chance.choice([8, 9, 10, 11, 12])
        room = (wide - 60) / columns
        for column in range(columns):
            y = high - 90
            while y > high * 0.45:
                y = self.text(30 + column * room, y, room - 20, high * 0.45, size)
        if self.chance.random() < 0.5:
            self.table(30, high * 0.4)
        self.extras()
        self.canvas.showPage()


def _picture(dots: bytes) -> BytesIO:
    return BytesIO(b"P6 10 10 255\n" + dots)


def varied(seed: int) -> Varied:
    """Return the file of this seed; the same seed gives the same words."""
    maker = _Maker(seed)
    maker.text(30, maker.size[1] - 60, maker.size[0] - 60, 0, 12)
    maker.canvas.showPage()
    for _ in range(maker.chance.randint(1, 2)):
        maker.page()
    maker.canvas.save()
    data = maker.buffer.getvalue()
    if maker.chance.random() < 0.4:
        data = _rewritten(data, maker.chance)
    return Varied(data, tuple(maker.words))


def _rewritten(data: bytes, chance: random.Random) -> bytes:
    """Return the file as another program saves it: packed, with labels, metadata and an attachment."""
    writer = pypdf.PdfWriter(BytesIO(data)) if b"/Encrypt" not in data else _opened(data)
    if chance.random() < 0.5:
        writer.compress_identical_objects()
    if chance.random() < 0.5:
        writer.set_page_label(0, 0, style="/r")
    if chance.random() < 0.5:
        writer.add_attachment("bijlage.txt", b"Een bijlage.")
    writer.add_metadata({"/Title": "Beleidsplan", "/Author": "Gemeente"})
    for sheet in writer.pages:
        if chance.random() < 0.2:
            sheet.compress_content_streams()
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def _opened(data: bytes) -> pypdf.PdfWriter:
    reader = pypdf.PdfReader(BytesIO(data))
    reader.decrypt("")
    return pypdf.PdfWriter(clone_from=reader)
