"""A dossier as a Word document: a passage after the other, each with its source and remark."""

from __future__ import annotations

from collections.abc import Sequence

from docx import Document
from docx.document import Document as DocxDocument
from docx.shared import Cm, Pt

from web.docx_parts import GREY, LANGUAGES, linked, saved, styled
from web.dossier_items import Item
from web.export_rows import clean
from web.export_zip import MOMENT
from web.page_words import page_word

SIZES = (("Normal", 11), ("Title", 22), ("Heading 1", 13), ("Quote", 11))


def dossier_docx(title: str, intro: Sequence[str], items: Sequence[Item], language: str) -> bytes:
    """Return the passages as a document on A4; ``intro`` are the lines below the title."""
    document = _document(title, language)
    for line in intro:
        document.add_paragraph().add_run(clean(line)).font.color.rgb = GREY
    for number, item in enumerate(items, 1):
        _passage(document, number, item, language)
    return saved(document)


def _document(title: str, language: str) -> DocxDocument:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Cm(2.5))
    about = document.core_properties
    about.title, about.author, about.language = clean(title), "Beleidswijzer", LANGUAGES[language]
    about.created = about.modified = MOMENT
    about.last_modified_by, about.comments = "Beleidswijzer", ""
    for name, size in SIZES:
        styled(document.styles[name], size, LANGUAGES[language])
    document.styles["Quote"].paragraph_format.left_indent = Cm(0.75)
    document.add_heading(clean(title), 0)
    return document


def _passage(document: DocxDocument, number: int, item: Item, language: str) -> None:
    cited = item.citing
    if cited is None:
        return
    who = f"{cited.who}: " if cited.who else ""
    document.add_heading(clean(f"{number}. {who}{cited.title}"), 1)
    for line in item.lead:
        quiet = document.add_paragraph(clean(line))
        quiet.runs[0].font.color.rgb = GREY
        quiet.paragraph_format.keep_with_next = True
    for paragraph in cited.paragraphs:
        document.add_paragraph(clean(paragraph), style="Quote")
    source = document.add_paragraph(clean(cited.where))
    source.add_run(". " if source.text else "")
    linked(source, page_word("dossier_open", language), cited.address, Pt(11))
    if item.entry.note:
        note = document.add_paragraph()
        note.add_run(f"{page_word('dossier_note_short', language)}: ").bold = True
        note.add_run(clean(item.entry.note))
