"""Figures and comparisons as a Word document for people: A4 across, tables, and the sources behind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from assistant.comparison import Cell, Comparison, Finding
from assistant.reply import Citation
from web.docx_parts import GREY, LANGUAGES, TINY, linked, saved, styled
from web.export_rows import FigureLine, address_of, cited_figures, clean, figure_values
from web.export_words import cell_figures, figure_groups, nothing_words, remarks_of, source_words
from web.export_zip import MOMENT
from web.messages import message

DARK = "1D3557"
# The columns of the table of figures, with their widths: 25,7 cm together.
WIDTHS = {"municipality": 4.2, "row": 5.6, "amount": 9.6, "taakveld": 4.4, "source": 1.9}
ACROSS = 25.7
NAME_WIDTH = 2.9


def figures_docx(lines: Sequence[FigureLine], language: str = "nl") -> bytes:
    """Return figures as a document: a table, and the rows of the sources word for word."""
    document = _document(message("export_title_figures", language), language)
    document.add_heading(message("export_sheet_figures", language), 1)
    _figure_table(document, lines, language)
    document.add_heading(message("export_sheet_sources", language), 1)
    seen: dict[str, FigureLine] = {}
    for line in lines:
        seen.setdefault(line.link, line)
    for line in seen.values():
        about = line.record.document
        page = line.record.page
        at = message("export_at_page", language, page=page) if page else ""
        head = f"{about.description.speaker}: {about.description.title}{at}"
        _source(document, head, line.quote, (), line.link, language)
    return saved(document)


def comparison_docx(comparison: Comparison, language: str = "nl", site: str = "") -> bytes:
    """Return a comparison as a document: what several say, what one says, the table, the figures and the
    sources with their quotes."""
    document = _document(message("export_title_comparison", language, subject=comparison.subject), language)
    for line in _remarks(comparison, language):
        document.add_paragraph(line)
    for code, findings in (("common", comparison.common), ("single", comparison.single)):
        if findings:
            document.add_heading(message(f"export_{code}", language), 1)
            _findings(document, findings)
    document.add_heading(message("export_sheet_comparison", language), 1)
    _grid(document, comparison, language, site)
    lines = cited_figures(comparison, site)
    if lines:
        document.add_heading(message("export_sheet_figures", language), 1)
        _figure_table(document, lines, language)
    document.add_heading(message("export_sheet_sources", language), 1)
    for citation in comparison.citations:
        about = citation.document.description
        head = f"[{citation.n}] {about.speaker}: {about.title} ({source_words(citation, language)})"
        quote, marks = citation.slice.quote, remarks_of(citation, language)
        _source(document, head, quote, marks, address_of(citation, site), language)
    return saved(document)


def _remarks(comparison: Comparison, language: str) -> list[str]:
    lines = []
    if comparison.pages > 1:
        lines.append(message("export_page_of", language, page=comparison.page, pages=comparison.pages))
    if comparison.unknown:
        lines.append(message("also_unknown", language, names=", ".join(comparison.unknown)))
    return lines


def _findings(document: DocxDocument, findings: Iterable[Finding]) -> None:
    for finding in findings:
        numbers = "".join(f"[{n}]" for n in finding.citations)
        paragraph = document.add_paragraph(style="List Bullet")
        paragraph.add_run(clean(finding.what)).bold = True
        paragraph.add_run(clean(f": {', '.join(finding.rows)} {numbers}"))


def _grid(document: DocxDocument, comparison: Comparison, language: str, site: str) -> None:
    titles = [message(f"export_by_{comparison.by}", language)]
    titles += [message(f"export_aspect_{aspect}", language) for aspect in comparison.aspects]
    width = (ACROSS - NAME_WIDTH) / max(1, len(comparison.aspects))
    table = _table(document, titles, [NAME_WIDTH] + [width] * len(comparison.aspects))
    for row in comparison.rows:
        cells = _row(table, whole=False)
        _words(cells[0], row.name, bold=True)
        for place, cell in zip(cells[1:], row.cells, strict=True):
            if cell.empty:
                _words(place, nothing_words(row, language), grey=True)
            _compared(place, cell, comparison, language, site)


def _compared(place: _Cell, cell: Cell, comparison: Comparison, language: str, site: str) -> None:
    for number in cell.citations:
        citation = comparison.citation(number)
        _words(place, f"“{citation.slice.quote}”")
        _reference(place, citation, language, site)
    for group, citation in cell_figures(cell, comparison, language):
        _words(place, group.row, bold=True)
        for line in group.lines:
            _words(place, line)
        _reference(place, citation, language, site)


def _reference(place: _Cell, citation: Citation, language: str, site: str) -> None:
    paragraph = _paragraph(place)
    words = f"{source_words(citation, language)} [{citation.n}]"
    linked(paragraph, words, address_of(citation, site))


def _figure_table(document: DocxDocument, lines: Sequence[FigureLine], language: str) -> None:
    """Add a table with a row for each row of the sources, its figures below each other."""
    titles = [message(f"export_short_{key}", language) for key in WIDTHS]
    table = _table(document, titles, list(WIDTHS.values()))
    for group in figure_groups(lines, language):
        values = figure_values(group.first, language)
        cells = _row(table)
        _words(cells[0], str(values["municipality"]), bold=True)
        _words(cells[0], str(values["document"]))
        _words(cells[1], group.row)
        if values["section"]:
            _words(cells[1], str(values["section"]), grey=True)
        for line in group.lines:
            _words(cells[2], line)
        if values["taakveld"]:
            _words(cells[3], f"{values['taakveld']} {values['taakveld_name']}")
            if values["taakveld_difference"]:
                _words(cells[3], str(values["taakveld_difference"]), grey=True)
        page = message("export_page_short", language, page=values["page"]) if values["page"] else ""
        linked(_paragraph(cells[4]), page or message("export_passage", language), group.first.link)


def _source(
    document: DocxDocument, head: str, quote: str, marks: Sequence[str], link: str, language: str
) -> None:
    title = document.add_paragraph()
    title.paragraph_format.keep_with_next = True
    title.add_run(clean(head)).bold = True
    # The blocks of a text are parted by an empty line: each is a paragraph.
    for block in clean(quote).split("\n\n"):
        document.add_paragraph(block, style="Quote")
    for mark in marks:
        document.add_paragraph(clean(f"! {mark}"))
    linked(document.add_paragraph(), message("export_passage", language), link)


def _document(title: str, language: str) -> DocxDocument:
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Cm(2))
    about = document.core_properties
    about.title, about.author, about.language = clean(title), "Beleidswijzer", LANGUAGES[language]
    about.created = about.modified = MOMENT
    about.last_modified_by, about.comments = "Beleidswijzer", ""
    for name, size in (("Normal", 9), ("Title", 20), ("Heading 1", 14), ("Quote", 9), ("List Bullet", 9)):
        styled(document.styles[name], size, LANGUAGES[language])
    document.add_heading(clean(title), 0)
    return document


def _table(document: DocxDocument, titles: Sequence[str], widths: Sequence[float]) -> Table:
    table: Table = document.add_table(rows=1, cols=len(titles), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    header = table.rows[0]
    # The header stands on every page that the table goes on to.
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    header._tr.get_or_add_trPr().append(repeated)
    for cell, title in zip(header.cells, titles, strict=True):
        shade = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", DARK)):
            shade.set(qn(f"w:{name}"), value)
        cell._tc.get_or_add_tcPr().append(shade)
        _words(cell, title, bold=True).font.color.rgb = RGBColor(0xFF, 0xFF, 0xFF)
    return table


def _row(table: Table, whole: bool = True) -> Sequence[_Cell]:
    """Add a row and return its cells; a page does not break it where it is ``whole``."""
    row: Any = table.add_row()  # type: ignore[no-untyped-call]  # python-docx has types for most
    if whole:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    cells: Sequence[_Cell] = row.cells
    return cells


def _words(cell: _Cell, text: str, bold: bool = False, grey: bool = False) -> Any:
    run = _paragraph(cell).add_run(clean(text))
    run.bold, run.font.size = bold, TINY
    if grey:
        run.font.color.rgb = GREY
    return run


def _paragraph(cell: _Cell) -> Paragraph:
    """Return an empty paragraph of a cell: its first, or one below."""
    first = cell.paragraphs[0]
    paragraph: Paragraph = first if not first.text and not first.hyperlinks else cell.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(1)
    return paragraph
