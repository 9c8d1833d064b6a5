"""Render the Markdown fact sheets of the sample library as PDF, HTML, DOCX and Markdown.

Run as ``python -m tools.make_sample_library [--out FOLDER]``. The output is the same to the byte
on every run: dates are fixed, and nothing is compressed, since compressors differ by platform.
"""

import argparse
import html
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import assert_never

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from docx.table import _Cell
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from reportlab.lib import colors
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph
from reportlab.platypus import Table as PdfTable

LIBRARY = Path(__file__).resolve().parents[1] / "corpus" / "voorbeeld"
AUTHOR = "beleidswijzer"
MARK = "Samenvatting, niet de officiële tekst"
SECTION_LEVEL = 2
MADE = datetime(2025, 1, 1)
ZIP_MADE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the title of the sheet."""

    level: int
    text: str


@dataclass(frozen=True)
class Text:
    """A paragraph, wholly in italics or not at all."""

    text: str
    italic: bool


@dataclass(frozen=True)
class Bullets:
    """A flat bullet list."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """A table: one header row, body rows, and for each column whether it is right-aligned."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[bool, ...]


Block = Heading | Text | Bullets | Grid
Renderer = Callable[[str], bytes]


# --- Markdown to blocks -----------------------------------------------------------------------


def parse(markdown: str) -> tuple[Block, ...]:
    """Read a sheet; anything beyond headings, paragraphs, flat lists and tables is refused."""
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown)
    return tuple(_block(node) for node in SyntaxTreeNode(tokens).children)


def _block(node: SyntaxTreeNode) -> Block:
    match node.type:
        case "heading":
            return Heading(int(node.tag[1:]), _plain(node))
        case "paragraph":
            return Text(_plain(node), italic=node.children[0].children[0].type == "em")
        case "bullet_list":
            return Bullets(tuple(_plain(item) for item in node.children))
        case "table":
            header, *rows = (row for part in node.children for row in part.children)
            right = tuple("right" in str(cell.attrGet("style")) for cell in header.children)
            return Grid(_cells(header), tuple(map(_cells, rows)), right)
        case unknown:
            raise ValueError(f"A sheet holds a Markdown element that is not drawn: {unknown}.")


def _cells(row: SyntaxTreeNode) -> tuple[str, ...]:
    return tuple(_plain(cell) for cell in row.children)


def _plain(node: SyntaxTreeNode) -> str:
    if node.type == "text":
        return node.content
    if node.type == "softbreak":
        return " "
    if node.type in {"heading", "paragraph", "list_item", "th", "td", "inline", "em"}:
        return "".join(map(_plain, node.children))
    raise ValueError(f"A sheet holds Markdown inside a line that is not drawn: {node.type}.")


def title_of(blocks: tuple[Block, ...]) -> str:
    """Return the text of the level 1 heading."""
    return next(b.text for b in blocks if isinstance(b, Heading) and b.level == 1)


# --- PDF --------------------------------------------------------------------------------------

MARGIN = 2.5 * cm
FRAME_WIDTH = A4[0] - 2 * MARGIN
FIGURE_WIDTH = 2.2 * cm
RULE = colors.HexColor("#7a8794")
INK = colors.HexColor("#17324d")


BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=12, leading=17, spaceAfter=8)
ITALIC = ParagraphStyle("italic", BODY, fontName="Helvetica-Oblique")
ABOVE_TABLE = ParagraphStyle("above table", BODY, spaceAfter=4, keepWithNext=1)
BULLET = ParagraphStyle("bullet", BODY, leftIndent=16, bulletIndent=3, spaceAfter=4)
CELL = ParagraphStyle("cell", BODY, fontSize=11, leading=15, spaceAfter=0)
FIGURE = ParagraphStyle("figure", CELL, alignment=TA_RIGHT)
CELL_HEAD = ParagraphStyle("cell head", CELL, fontName="Helvetica-Bold", textColor=INK)
FIGURE_HEAD = ParagraphStyle("figure head", CELL_HEAD, alignment=TA_RIGHT)
HEAD = ParagraphStyle("heading", CELL_HEAD, spaceAfter=6, keepWithNext=1)
HEADINGS = {
    1: ParagraphStyle("heading 1", HEAD, fontSize=20, leading=26),
    2: ParagraphStyle("heading 2", HEAD, fontSize=15, leading=20, spaceBefore=14),
    3: ParagraphStyle("heading 3", HEAD, fontSize=12.5, leading=17, spaceBefore=8),
}
LEVELS = {style.name: level for level, style in HEADINGS.items()}


class SheetPdf(BaseDocTemplate):
    """A PDF with bookmarks, a running header and numbered pages."""

    def __init__(self, target: io.BytesIO, title: str, pages: int) -> None:
        """Prepare A4 pages that name ``pages`` as their total."""
        super().__init__(
            target,
            pagesize=A4,
            title=title,
            author=AUTHOR,
            creator=AUTHOR,
            subject=MARK,
            lang="nl",
            invariant=1,
            pageCompression=0,
        )
        self.sheet_title = title
        self.pages = pages
        self.marks = 0
        frame = Frame(MARGIN, MARGIN, FRAME_WIDTH, A4[1] - 2 * MARGIN, 0, 0, 0, 0)
        self.addPageTemplates([PageTemplate("sheet", [frame], onPage=self._page_furniture)])

    def _page_furniture(self, canvas: Canvas, _: BaseDocTemplate) -> None:
        right, top, bottom = A4[0] - MARGIN, A4[1] - 1.6 * cm, 1.4 * cm
        canvas.setStrokeColor(RULE)
        canvas.setFillColor(RULE)
        canvas.setFont("Helvetica", 9)
        canvas.drawString(MARGIN, top, self.sheet_title)
        canvas.line(MARGIN, top - 5, right, top - 5)
        canvas.drawRightString(right, bottom, f"pagina {self.page} van {self.pages}")

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 (reportlab's name)
        """Add a bookmark and an outline entry for each heading."""
        if not isinstance(flowable, Paragraph) or flowable.style.name not in LEVELS:
            return
        self.marks += 1
        key = f"deel-{self.marks}"
        self.canv.bookmarkPage(key)
        level = LEVELS[flowable.style.name] - 1
        self.canv.addOutlineEntry(flowable.getPlainText(), key, level)


def render_pdf(markdown: str) -> bytes:
    """Lay out the sheet twice: once to count the pages, once to print their total."""
    blocks = parse(markdown)
    _, pages = _build_pdf(blocks, 0)
    return _build_pdf(blocks, pages)[0]


def _build_pdf(blocks: tuple[Block, ...], pages: int) -> tuple[bytes, int]:
    target = io.BytesIO()
    sheet = SheetPdf(target, title_of(blocks), pages)
    sheet.build(list(_flowables(blocks)))
    return target.getvalue(), sheet.page


def _flowables(blocks: tuple[Block, ...]) -> Iterator[Flowable]:
    for block, following in zip(blocks, (*blocks[1:], None), strict=True):
        match block:
            case Heading():
                yield _paragraph(block.text, HEADINGS[block.level])
            case Text():
                plain = ABOVE_TABLE if isinstance(following, Grid) else BODY
                yield _paragraph(block.text, ITALIC if block.italic else plain)
            case Bullets():
                for item in block.items:
                    yield Paragraph(html.escape(item, quote=False), BULLET, bulletText="•")
            case Grid():
                yield _pdf_table(block)
            case _:
                assert_never(block)


def _paragraph(text: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph(html.escape(text, quote=False), style)


def _pdf_table(grid: Grid) -> PdfTable:
    heads = [FIGURE_HEAD if right else CELL_HEAD for right in grid.right]
    cells = [FIGURE if right else CELL for right in grid.right]
    styled = [(grid.header, heads), *((row, cells) for row in grid.rows)]
    drawn = [list(map(_paragraph, texts, styles)) for texts, styles in styled]
    free = FRAME_WIDTH - FIGURE_WIDTH * sum(grid.right)
    share = free / (len(grid.right) - sum(grid.right))
    return PdfTable(
        drawn,
        colWidths=[FIGURE_WIDTH if right else share for right in grid.right],
        repeatRows=1,
        spaceAfter=12,
        style=[
            ("GRID", (0, 0), (-1, -1), 0.5, RULE),
            ("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#e8eef3")),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
        ],
    )


# --- HTML -------------------------------------------------------------------------------------

PAGE = """\
<!DOCTYPE html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 1.1rem/1.6 sans-serif; color: #1c2a36; max-width: 48rem; margin: auto }}
table {{ border-collapse: collapse; font-size: 0.9rem }}
th, td {{ border: 1px solid #7a8794; padding: 0.3rem 0.6rem; text-align: left }}
.figure {{ text-align: right }}
</style>
</head>
<body>
<nav aria-label="Inhoud">
<ul>
{links}
</ul>
</nav>
<main>
{body}
</main>
<footer>
<p>Voorbeeldbibliotheek van beleidswijzer</p>
</footer>
</body>
</html>
"""


def render_html(markdown: str) -> bytes:
    """Write a complete page with a table of contents of its sections."""
    blocks = parse(markdown)
    sections = [b for b in blocks if isinstance(b, Heading) and b.level == SECTION_LEVEL]
    anchors = {section: f"deel-{number}" for number, section in enumerate(sections, 1)}
    links = (f'<li><a href="#{key}">{_esc(head.text)}</a></li>' for head, key in anchors.items())
    body = (_html_block(block, anchors) for block in blocks)
    page = PAGE.format(title=_esc(title_of(blocks)), links="\n".join(links), body="\n".join(body))
    return page.encode()


def _esc(text: str) -> str:
    return html.escape(text, quote=False)


def _html_block(block: Block, anchors: dict[Heading, str]) -> str:
    match block:
        case Heading():
            anchor = f' id="{anchors[block]}"' if block in anchors else ""
            return f"<h{block.level}{anchor}>{_esc(block.text)}</h{block.level}>"
        case Text():
            text = _esc(block.text)
            return f"<p><em>{text}</em></p>" if block.italic else f"<p>{text}</p>"
        case Bullets():
            items = "\n".join(f"<li>{_esc(item)}</li>" for item in block.items)
            return f"<ul>\n{items}\n</ul>"
        case Grid():
            head = _html_row(block.header, block.right, 'th scope="col"')
            rows = "\n".join(_html_row(row, block.right, "td") for row in block.rows)
            return f"<table>\n<thead>\n{head}\n</thead>\n<tbody>\n{rows}\n</tbody>\n</table>"
        case _:
            assert_never(block)


def _html_row(cells: tuple[str, ...], right: tuple[bool, ...], opening: str) -> str:
    closing = opening.split(maxsplit=1)[0]
    marks = (' class="figure"' if figure else "" for figure in right)
    drawn = (f"<{opening}{mark}>{_esc(cell)}</{closing}>" for cell, mark in zip(cells, marks, strict=True))
    return f"<tr>{''.join(drawn)}</tr>"


# --- DOCX -------------------------------------------------------------------------------------

WORD_TABLE_STYLES = {"Normal Table", "Table Grid"}
UNUSED_WORD_PART = "stylesWithEffects"


def render_docx(markdown: str) -> bytes:
    """Write a Word document with built-in heading, list and table styles."""
    blocks = parse(markdown)
    document = Document()
    about = document.core_properties
    about.title, about.author, about.language = title_of(blocks), AUTHOR, "nl-NL"
    about.created = about.modified = MADE
    about.last_modified_by, about.comments = AUTHOR, ""
    for language in document.styles.element.xpath("w:docDefaults//w:lang"):
        language.set(qn("w:val"), "nl-NL")
    _drop_unused_parts(document)
    for block in blocks:
        match block:
            case Heading():
                document.add_heading(block.text, block.level)
            case Text():
                document.add_paragraph().add_run(block.text).italic = block.italic or None
            case Bullets():
                for item in block.items:
                    document.add_paragraph(item, "List Bullet")
            case Grid():
                table = document.add_table(len(block.rows) + 1, len(block.header), "Table Grid")
                _fill_word_table(table, block)
            case _:
                assert_never(block)
    saved = io.BytesIO()
    document.save(saved)
    return _with_fixed_dates(saved)


def _drop_unused_parts(document: WordDocument) -> None:
    for style in list(document.styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.name not in WORD_TABLE_STYLES:
            style.delete()
    relations = document.part.rels
    for key in [key for key, relation in relations.items() if UNUSED_WORD_PART in relation.reltype]:
        del relations[key]


def _fill_word_table(table: WordTable, grid: Grid) -> None:
    for number, (row, texts) in enumerate(zip(table.rows, (grid.header, *grid.rows), strict=True)):
        for cell, text, right in zip(row.cells, texts, grid.right, strict=True):
            _fill_word_cell(cell, text, right, bold=number == 0)
    repeat = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)


def _fill_word_cell(cell: _Cell, text: str, right: bool, bold: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.add_run(text).bold = bold or None
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _with_fixed_dates(saved: io.BytesIO) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, ZIP_MADE), old.read(name))
    return target.getvalue()


# --- The library ------------------------------------------------------------------------------


def render_markdown(markdown: str) -> bytes:
    """Copy the sheet as it is, once it is known to parse."""
    parse(markdown)
    return markdown.encode()


SHEETS: dict[str, tuple[str, Renderer]] = {
    "samenvatting-borger-odoorn-beleidsplan-sociaal-domein-2017-2020": (".pdf", render_pdf),
    "samenvatting-coevorden-programmabegroting-2019-programma-2": (".pdf", render_pdf),
    "samenvatting-emmen-jaarstukken-2023-programma-9": (".md", render_markdown),
    "samenvatting-ooststellingwerf-jaarverslag-2019-programma-1": (".html", render_html),
    "samenvatting-tubbergen-programmabegroting-2021-samen-redzaam": (".docx", render_docx),
}


def main() -> None:
    """Render every sheet into the folder that was asked for."""
    parser = argparse.ArgumentParser(description="Render the sample library.")
    parser.add_argument("--out", type=Path, default=LIBRARY, help="folder for the rendered sheets")
    out: Path = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    for name, (suffix, render) in SHEETS.items():
        markdown = (LIBRARY / "bron" / f"{name}.md").read_text(encoding="utf-8")
        (out / f"{name}{suffix}").write_bytes(render(markdown))


if __name__ == "__main__":
    main()
