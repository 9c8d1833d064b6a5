"""Tables as an OpenDocument spreadsheet: numbers are numbers, amounts are euros, links can be followed.

The XML is written as text: it is small, the same for the same tables, and as fast for thousands of
rows as for ten. What a reader makes of it is tested with a library and with LibreOffice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from web.document_terms import number_text
from web.export_rows import Column, Kind, Sheet, Value
from web.messages import message
from web.open_document import FONT, LANGUAGES, packed, part

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
SPACES = re.compile(r" {2,}")
PERCENT = {"nl": " %", "en": "%"}
TEXT = '<style:text-properties fo:language="{language}" fo:country="{country}"{more}/>'
CELL = '<style:table-cell-properties style:vertical-align="top"{more}/>'
LINES = ' fo:wrap-option="wrap" fo:border="0.5pt solid #b0b7c3" fo:padding="0.08cm"'
HEADER = LINES + ' fo:background-color="#1d3557"'
# Numbers as the language writes them; a programme in another one shows them its own way.
FORMATS = (
    '<number:currency-style style:name="n-euro" number:language="{language}" number:country="{country}">'
    '<number:currency-symbol number:language="{language}" number:country="{country}">€'
    "</number:currency-symbol>"
    "<number:text> </number:text>"
    '<number:number number:decimal-places="2" number:min-decimal-places="0"'
    ' number:min-integer-digits="1" number:grouping="true"/></number:currency-style>',
    '<number:number-style style:name="n-number" number:language="{language}" number:country="{country}">'
    '<number:number number:decimal-places="3" number:min-decimal-places="0"'
    ' number:min-integer-digits="1" number:grouping="true"/></number:number-style>',
    '<number:number-style style:name="n-year"><number:number number:decimal-places="0"'
    ' number:min-integer-digits="1"/></number:number-style>',
    '<number:percentage-style style:name="n-share" number:language="{language}" number:country="{country}">'
    '<number:number number:decimal-places="0" number:min-integer-digits="1"/>'
    "<number:text>{percent}</number:text></number:percentage-style>",
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
    return packed(MEDIA_TYPE, _content(sheets, language), _styles(sheets, language), title, language)


def _content(sheets: Sequence[Sheet], language: str) -> str:
    widths = (
        _column_style(_column_name(number, place), column)
        for number, sheet in enumerate(sheets)
        for place, column in enumerate(sheet.columns)
    )
    shown = (SHOWN.format(pages=pages) for pages in _all_pages(sheets))
    code, country = LANGUAGES[language]
    formats = (form.format(language=code, country=country, percent=PERCENT[language]) for form in FORMATS)
    styles = "".join((*formats, *_cell_styles(language), *shown, *widths))
    tables = "".join(_table(sheet, number, language) for number, sheet in enumerate(sheets))
    return part(
        "content",
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>",
    )


def _styles(sheets: Sequence[Sheet], language: str) -> str:
    code, country = LANGUAGES[language]
    words = TEXT.format(language=code, country=country, more=FONT)
    layouts = "".join(PAGE.format(pages=pages) for pages in _all_pages(sheets))
    masters = "".join(MASTER.format(pages=pages) for pages in _all_pages(sheets))
    return part(
        "styles",
        '<office:styles><style:style style:name="Default" style:family="table-cell">'
        f"{words}</style:style></office:styles>"
        f"<office:automatic-styles>{layouts}</office:automatic-styles>"
        f"<office:master-styles>{masters}</office:master-styles>",
    )


def _all_pages(sheets: Sequence[Sheet]) -> list[int]:
    return sorted({_pages_across(sheet) for sheet in sheets})


def _pages_across(sheet: Sheet) -> int:
    return max(1, round(sum(column.width for column in sheet.columns) / WIDEST))


def _table(sheet: Sheet, number: int, language: str) -> str:
    columns = "".join(
        f'<table:table-column table:style-name="{_column_name(number, place)}"/>'
        for place in range(len(sheet.columns))
    )
    header = _row(_text_cell(title, "header") for title in sheet.titles(language))
    rows = "".join(
        _row(_cell(column, value, language) for column, value in zip(sheet.columns, values, strict=True))
        for values in sheet.rows
    )
    return (
        f'<table:table table:name={quoteattr(sheet.name)} table:style-name="ta-{_pages_across(sheet)}">'
        f"{columns}<table:table-header-rows>{header}</table:table-header-rows>{rows}</table:table>"
    )


def _row(cells: Iterable[str]) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def _cell(column: Column, value: Value, language: str) -> str:
    if isinstance(value, int | Decimal):
        kind = column.kind if column.kind in CELL_TYPES else Kind.NUMBER
        currency = ' office:currency="EUR"' if kind is Kind.EURO else ""
        return (
            f'<table:table-cell table:style-name="c-{kind.value}" office:value-type="{CELL_TYPES[kind]}"'
            f'{currency} office:value="{value:f}"><text:p>{number_text(value, language)}</text:p>'
            "</table:table-cell>"
        )
    if column.kind is Kind.LINK and value:
        # A link under words: an address without spaces would run out of its cell.
        words = escape(message("export_passage", language))
        link = f'<text:a xlink:type="simple" xlink:href={quoteattr(value)}>{words}</text:a>'
        return _string_cell("text", f"<text:p>{link}</text:p>")
    return _text_cell(value or "", "text")


def _text_cell(text: str, style: str) -> str:
    return _string_cell(style, "".join(f"<text:p>{_spaced(line)}</text:p>" for line in text.splitlines()))


def _string_cell(style: str, paragraphs: str) -> str:
    kind = ' office:value-type="string"' if paragraphs else ""
    return f'<table:table-cell table:style-name="c-{style}"{kind}>{paragraphs}</table:table-cell>'


def _spaced(line: str) -> str:
    """Return a line as XML in which every space and tab is kept."""
    words = escape(line).replace("\t", "<text:tab/>")
    return SPACES.sub(lambda found: f' <text:s text:c="{len(found[0]) - 1}"/>', words)


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
