"""What Word documents of ours are made of: styles, links, and the same bytes for the same contents."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from docx.document import Document as DocxDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Pt, RGBColor
from docx.text.paragraph import Paragraph

from web.export_rows import clean
from web.export_zip import fixed

LANGUAGES = {"nl": "nl-NL", "en": "en-GB"}
FONT = "Arial"
LINK = RGBColor(0x0B, 0x4F, 0x9E)
GREY = RGBColor(0x55, 0x55, 0x55)
TINY = Pt(8)
HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def styled(style: Any, size: int, language: str) -> None:
    """Give a style our typeface, a size in points and a language ("nl-NL")."""
    style.font.name, style.font.size = FONT, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:hAnsi"), FONT)
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), language)
    style.element.get_or_add_rPr().append(spoken)
    style.paragraph_format.space_after = Pt(4)


def linked(paragraph: Paragraph, text: str, address: str, size: Length = TINY) -> None:
    """Add a link to a paragraph."""
    run = paragraph.add_run(clean(text))
    run.font.size, run.font.color.rgb, run.font.underline = size, LINK, True
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, HYPERLINK, is_external=True))
    paragraph._p.remove(run._r)
    link.append(run._r)
    paragraph._p.append(link)


def saved(document: DocxDocument) -> bytes:
    """Return the document as a file, without the moment it was made."""
    target = BytesIO()
    document.save(target)
    return fixed(target.getvalue())
