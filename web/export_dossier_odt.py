"""A dossier as an OpenDocument text: the same as in Word, its XML written as text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from web.dossier_items import Item
from web.export_rows import clean
from web.open_document import FONT, LANGUAGES, packed, part
from web.page_words import page_word

ODT = "application/vnd.oasis.opendocument.text"
# Name, what it is called in a list of styles, and how paragraphs and words look.
BELOW = 'fo:margin-bottom="0.15cm"'
STYLES = (
    ("Title", "Title", 'fo:margin-bottom="0.3cm"', 'fo:font-size="22pt" fo:font-weight="bold"'),
    (
        "Heading_20_1",
        "Heading 1",
        f'fo:margin-top="0.6cm" {BELOW} fo:keep-with-next="always"',
        'fo:font-size="13pt" fo:font-weight="bold"',
    ),
    ("Quotations", "Quotations", f'fo:margin-left="0.75cm" {BELOW}', 'fo:font-style="italic"'),
    ("Source", "Source", BELOW, ""),
    ("Quiet", "Quiet", f'{BELOW} fo:keep-with-next="always"', 'fo:color="#555555"'),
)
WORDS = "".join(
    f'<style:style style:name="{name}" style:family="text"><style:text-properties {looks}/></style:style>'
    for name, looks in (
        ("Link", 'fo:color="#0b4f9e" style:text-underline-style="solid"'),
        ("Bold", 'fo:font-weight="bold"'),
    )
)
PAGE = (
    '<style:page-layout style:name="a4"><style:page-layout-properties fo:page-width="21cm"'
    ' fo:page-height="29.7cm" style:print-orientation="portrait" fo:margin-top="2.5cm"'
    ' fo:margin-bottom="2.5cm" fo:margin-left="2.5cm" fo:margin-right="2.5cm"/></style:page-layout>'
)
MASTER = '<style:master-page style:name="Standard" style:page-layout-name="a4"/>'


def dossier_odt(title: str, intro: Sequence[str], items: Sequence[Item], language: str) -> bytes:
    """Return the passages as a text on A4; ``intro`` are the lines below the title."""
    body = [_paragraph("Title", escape(clean(title)))]
    body += [_paragraph("Source", escape(clean(line))) for line in intro]
    for number, item in enumerate(items, 1):
        body += _passage(number, item, language)
    content = part(
        "content",
        f"<office:automatic-styles>{WORDS}</office:automatic-styles>"
        f"<office:body><office:text>{''.join(body)}</office:text></office:body>",
    )
    return packed(ODT, content, _styles(language), title, language)


def _passage(number: int, item: Item, language: str) -> Iterable[str]:
    cited = item.citing
    if cited is None:
        return
    who = f"{cited.who}: " if cited.who else ""
    heading = escape(clean(f"{number}. {who}{cited.title}"))
    yield f'<text:h text:style-name="Heading_20_1" text:outline-level="1">{heading}</text:h>'
    for line in item.lead:
        yield _paragraph("Quiet", escape(clean(line)))
    for paragraph in cited.paragraphs:
        yield _paragraph("Quotations", escape(clean(paragraph)))
    about = escape(clean(cited.where))
    words = escape(page_word("dossier_open", language))
    href = quoteattr(cited.address)
    link = f'<text:a xlink:type="simple" xlink:href={href} text:style-name="Link">{words}</text:a>'
    yield _paragraph("Source", f"{about}. {link}" if about else link)
    if item.entry.note:
        label = escape(page_word("dossier_note_short", language))
        note = escape(clean(item.entry.note)).replace("\n", "<text:line-break/>")
        yield _paragraph("Source", f'<text:span text:style-name="Bold">{label}: </text:span>{note}')


def _paragraph(style: str, inside: str) -> str:
    return f'<text:p text:style-name="{style}">{inside}</text:p>'


def _styles(language: str) -> str:
    code, country = LANGUAGES[language]
    default = (
        '<style:default-style style:family="paragraph"><style:text-properties fo:font-size="11pt"'
        f'{FONT} fo:language="{code}" fo:country="{country}"/></style:default-style>'
    )
    named = "".join(
        f'<style:style style:name="{name}" style:display-name="{shown}" style:family="paragraph">'
        f"<style:paragraph-properties {looks}/><style:text-properties {words}/></style:style>"
        for name, shown, looks, words in STYLES
    )
    return part(
        "styles",
        f"<office:styles>{default}{named}</office:styles>"
        f"<office:automatic-styles>{PAGE}</office:automatic-styles>"
        f"<office:master-styles>{MASTER}</office:master-styles>",
    )
