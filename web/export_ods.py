"""Tables as an OpenDocument spreadsheet: numbers are numbers, amounts are euros, links can be followed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

from odfdo import Cell, Document, Element, HeaderRows, Row, Table, XmlPart
from odfdo import Column as OdfColumn

from web.export_rows import Column, Kind, Sheet, Value
from web.export_zip import MOMENT, fixed
from web.messages import message

GENERATOR = "Beleidswijzer"
LANGUAGES = {"nl": ("nl", "NL"), "en": ("en", "GB")}
TEXT = '<style:text-properties fo:language="{language}" fo:country="{country}"{more}/>'
CELL = '<style:table-cell-properties style:vertical-align="top"{more}/>'
LINES = ' fo:wrap-option="wrap" fo:border="0.5pt solid #b0b7c3" fo:padding="0.08cm"'
HEADER = LINES + ' fo:background-color="#1d3557"'
# Numbers as the Dutch write them; a programme in another language shows them its own way.
FORMATS = (
    '<number:currency-style style:name="n-euro" number:language="nl" number:country="NL">'
    '<number:currency-symbol number:language="nl" number:country="NL">€</number:currency-symbol>'
    "<number:text> </number:text>"
    '<number:number number:decimal-places="2" number:min-decimal-places="0"'
    ' number:min-integer-digits="1" number:grouping="true"/></number:currency-style>',
    '<number:number-style style:name="n-number" number:language="nl" number:country="NL">'
    '<number:number number:decimal-places="3" number:min-decimal-places="0"'
    ' number:min-integer-digits="1" number:grouping="true"/></number:number-style>',
    '<number:number-style style:name="n-year"><number:number number:decimal-places="0"'
    ' number:min-integer-digits="1"/></number:number-style>',
    '<number:percentage-style style:name="n-share" number:language="nl" number:country="NL">'
    '<number:number number:decimal-places="0" number:min-integer-digits="1"/>'
    "<number:text> %</number:text></number:percentage-style>",
)
CELL_TYPES = {
    Kind.EURO: "currency",
    Kind.NUMBER: "float",
    Kind.YEAR: "float",
    Kind.SHARE: "percentage",
}
# A sheet of more than this is printed on pages beside each other: smaller cannot be read.
WIDEST = 48.0
PAGE = (
    '<style:page-layout style:name="across-{pages}"><style:page-layout-properties fo:page-width="29.7cm"'
    ' fo:page-height="21cm" style:print-orientation="landscape" fo:margin-top="1.5cm"'
    ' fo:margin-bottom="1.5cm" fo:margin-left="1.5cm" fo:margin-right="1.5cm"'
    ' style:scale-to-X="{pages}" style:scale-to-Y="0" style:table-centering="none"/></style:page-layout>'
)
MASTER = '<style:master-page style:name="Across{pages}" style:page-layout-name="across-{pages}"/>'
SHOWN = (
    '<style:style style:name="ta-{pages}" style:family="table" style:master-page-name="Across{pages}">'
    '<style:table-properties table:display="true"/></style:style>'
)


def ods_bytes(sheets: Sequence[Sheet], title: str, language: str = "nl") -> bytes:
    """Return the tables as a spreadsheet, one a sheet, each with a header row."""
    document = Document("ods")
    document.body.clear()
    _append(document.content, "office:automatic-styles", *FORMATS, *_cell_styles(language))
    for pages in sorted({_pages_across(sheet) for sheet in sheets}):
        _append(document.styles, "office:automatic-styles", PAGE.format(pages=pages))
        _append(document.styles, "office:master-styles", MASTER.format(pages=pages))
        _append(document.content, "office:automatic-styles", SHOWN.format(pages=pages))
    for number, sheet in enumerate(sheets):
        for place, column in enumerate(sheet.columns):
            style = _column_style(_column_name(number, place), column)
            _append(document.content, "office:automatic-styles", style)
        document.body.append(_table(sheet, number, language))
    _describe(document, title, language)
    target = BytesIO()
    document.save(target)
    return fixed(target.getvalue())


def _pages_across(sheet: Sheet) -> int:
    return max(1, round(sum(column.width for column in sheet.columns) / WIDEST))


def _append(part: XmlPart, place: str, *elements: str) -> None:
    parent = part.get_element(f"//{place}")
    if parent is None:  # the template of the library has them all
        raise ValueError(place)
    for element in elements:
        parent.append(Element.from_tag(element))


def _table(sheet: Sheet, number: int, language: str) -> Table:
    table = Table(sheet.name, style=f"ta-{_pages_across(sheet)}")
    for place in range(len(sheet.columns)):
        table.append(OdfColumn(style=_column_name(number, place)))
    header = Row()
    for title in sheet.titles(language):
        header.append(_text_cell(title, "c-header"))
    top = HeaderRows()
    top.append(header)
    table.append(top)
    for values in sheet.rows:
        row = Row()
        for column, value in zip(sheet.columns, values, strict=True):
            row.append(_cell(column, value, language))
        table.append(row)
    return table


def _cell(column: Column, value: Value, language: str) -> Cell:
    if isinstance(value, int | Decimal):
        kind = column.kind if column.kind in CELL_TYPES else Kind.NUMBER
        currency = "EUR" if kind is Kind.EURO else None
        return Cell(value, cell_type=CELL_TYPES[kind], currency=currency, style=f"c-{kind.value}")
    if column.kind is Kind.LINK and value:
        return _link_cell(value, language)
    return _text_cell(value or "", "c-text")


def _link_cell(address: str, language: str) -> Cell:
    """A link under words: an address without spaces would run out of its cell."""
    cell = Cell(style="c-text")
    cell.set_attribute("office:value-type", "string")
    words = escape(message("export_passage", language))
    link = f'<text:a xlink:type="simple" xlink:href={quoteattr(address)}>{words}</text:a>'
    cell.append(Element.from_tag(f"<text:p>{link}</text:p>"))
    return cell


def _text_cell(text: str, style: str) -> Cell:
    cell = Cell(style=style)
    if text:
        cell.set_attribute("office:value-type", "string")
    for line in text.splitlines():
        cell.append(Element.from_tag(f"<text:p>{escape(line)}</text:p>"))
    return cell


def _cell_styles(language: str) -> list[str]:
    code, country = LANGUAGES[language]
    small = ' fo:font-size="9pt"'
    names = {"text": "", **{kind.value: f' style:data-style-name="n-{kind.value}"' for kind in CELL_TYPES}}
    head = ' fo:font-weight="bold" fo:color="#ffffff"' + small
    return [
        *(_cell_style(name, data, LINES, code, country, small) for name, data in names.items()),
        _cell_style("header", "", HEADER, code, country, head),
    ]


def _cell_style(name: str, data: str, cell: str, code: str, country: str, text: str) -> str:
    return (
        f'<style:style style:name="c-{name}" style:family="table-cell"'
        f' style:parent-style-name="Default"{data}>'
        + CELL.format(more=cell)
        + TEXT.format(language=code, country=country, more=text)
        + "</style:style>"
    )


def _column_name(sheet: int, place: int) -> str:
    return f"co-{sheet}-{place}"


def _column_style(name: str, column: Column) -> str:
    return (
        f'<style:style style:name="{name}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{column.width}cm"/></style:style>'
    )


def _describe(document: Document, title: str, language: str) -> None:
    """Say title, language and maker; the moment is always the same, so that the bytes are."""
    meta = document.meta
    meta.title = title
    meta.generator = GENERATOR
    meta.creation_date = MOMENT.replace(tzinfo=None)
    meta.date = MOMENT.replace(tzinfo=None)
    meta.language = "-".join(LANGUAGES[language])
