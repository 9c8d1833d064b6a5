from __future__ import annotations

import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import BlockKind
from corpus.errors import ReadError
from corpus.raw import RawBlock
from corpus.read_odt import read_odt
from corpus.reader import read_bytes
from tests.office import ODF_SPACES, odt, odt_parts, packed
from web.messages import error_message

LONG = "De gemeente helpt inwoners met schulden zo vroeg mogelijk, samen met de buren en de corporatie."


def p(text: str, style: str = "", kind: str = "p", extra: str = "") -> str:
    """Return a paragraph of an ODT."""
    named = f' text:style-name="{style}"' if style else ""
    return f"<text:{kind}{named}{extra}>{text}</text:{kind}>"


def h(text: str, level: int, extra: str = "") -> str:
    """Return a heading of an ODT."""
    return p(text, kind="h", extra=f' text:outline-level="{level}"{extra}')


def style(name: str, properties: str = "", family: str = "paragraph", extra: str = "") -> str:
    """Return a style of an ODT."""
    return f'<style:style style:name="{name}" style:family="{family}" {extra}>{properties}</style:style>'


def look(properties: str) -> str:
    """Return the text properties of a style."""
    return f"<style:text-properties {properties}/>"


def number(level: int, form: str = "1", shown: int = 1, extra: str = "") -> str:
    """Return a numbered level of a list style."""
    return (
        f'<text:list-level-style-number text:level="{level}" style:num-format="{form}" '
        f'text:display-levels="{shown}" {extra}/>'
    )


LISTS = (
    f'<text:list-style style:name="L">{number(1)}{number(2, shown=2)}'
    + number(3, "a", extra='style:num-suffix=")"')
    + "</text:list-style>"
    + '<text:list-style style:name="B"><text:list-level-style-bullet text:level="1"/></text:list-style>'
    + '<text:list-style style:name="A">'
    + number(1, extra='style:num-prefix="Artikel " text:start-value="3"')
    + "</text:list-style>"
)


def items(*inside: str, style: str = "L", extra: str = "") -> str:
    """Return a list with these items."""
    wrapped = "".join(f"<text:list-item>{item}</text:list-item>" for item in inside)
    return f'<text:list text:style-name="{style}"{extra}>{wrapped}</text:list>'


def inner(*inside: str) -> str:
    """Return a list in a list."""
    return (
        "<text:list>"
        + "".join(f"<text:list-item>{item}</text:list-item>" for item in inside)
        + "</text:list>"
    )


def blocks(body: str, automatic: str = "", styles: str = "", meta: str = "") -> tuple[RawBlock, ...]:
    """Return the blocks of an ODT with this text."""
    return read_odt(odt(body, automatic, styles, meta), "stuk.odt").blocks


def texts(body: str, automatic: str = "", styles: str = "") -> list[str]:
    """Return the texts of the blocks."""
    return [block.text for block in blocks(body, automatic, styles)]


def hidden(body: str, automatic: str = "") -> list[tuple[str, str]]:
    """Return what the reader held back, and why."""
    return [(one.text, one.reason) for one in read_odt(odt(body, automatic), "s").coverage.hidden]


def test_headings_carry_their_level() -> None:
    """A heading has the level that it says; a title by style stands above all."""
    body = p("Visie", "P1") + h("Wonen", 1) + h("Doelen", 2) + p(LONG)
    found = blocks(body, style("P1", extra='style:parent-style-name="Title"'), style("Title"))
    assert [(b.level, b.text) for b in found] == [(1, "Visie"), (2, "Wonen"), (3, "Doelen"), (None, LONG)]


def test_bold_short_lines_are_headings_where_no_style_says_so() -> None:
    """Without headings the look tells them, as in Word."""
    automatic = style("P1", look('fo:font-weight="bold" fo:font-size="16pt"'))
    found = blocks(p("Nota wonen", "P1") + p(LONG) + p("Doelen", "P1") + p(LONG), automatic)
    assert [b.level for b in found] == [1, None, 1, None]


def test_lists_are_numbered_as_printed() -> None:
    """Numbers stand in the text over several levels, bullets do not, a list starts anew."""
    body = items(p("Een."), p("Twee.") + inner(p("Deel."), p("Nog.") + inner(p("Diep.")))) + items(
        p("Weer een.")
    )
    assert texts(body, LISTS) == ["1 Een.", "2 Twee.", "2.1 Deel.", "2.2 Nog.", "a) Diep.", "1 Weer een."]
    assert texts(items(p("Punt."), style="B"), LISTS) == ["Punt."]
    assert {b.kind for b in blocks(body, LISTS)} == {BlockKind.LIST_ITEM}


def test_a_list_can_go_on() -> None:
    """A list goes on where it says so, or continues another by its name."""
    first = items(p("Een."), extra=' xml:id="x1"')
    again = items(p("Twee."), extra=' text:continue-numbering="true"')
    other = items(p("Artikel."), style="A", extra=' xml:id="x2"')
    back = items(p("Drie."), extra=' text:continue-list="x1"')
    assert texts(first + LONG.join(("<text:p>", "</text:p>")) + again + other + back, LISTS) == [
        "1 Een.", LONG, "2 Twee.", "Artikel 3 Artikel.", "3 Drie.",
    ]  # fmt: skip


def test_a_second_paragraph_of_an_item_has_no_number() -> None:
    """Only the first paragraph of an item is numbered, and the head of a list is not."""
    head = "<text:list-header><text:p>Kop.</text:p></text:list-header>"
    item = f"<text:list-item>{p('Een.')}{p('Meer.')}</text:list-item>"
    body = f'<text:list text:style-name="L">{head}{item}</text:list>'
    assert texts(body, LISTS) == ["Kop.", "1 Een.", "Meer."]


def test_an_item_can_start_at_a_number() -> None:
    """An item that says its number has that, and the next goes on from there."""
    body = items(p("Zeven."), p("Acht.")).replace(
        "<text:list-item>", '<text:list-item text:start-value="7">', 1
    )
    assert texts(body, LISTS) == ["7 Zeven.", "8 Acht."]


def test_headings_are_numbered_by_the_outline() -> None:
    """The outline of the document numbers its headings."""
    outline = "".join(
        f'<text:outline-level-style text:level="{n}" style:num-format="1" text:display-levels="{n}"/>'
        for n in (1, 2)
    )
    body = h("Wonen", 1) + h("Doelen", 2) + p(LONG) + h("Zorg", 1) + p(LONG)
    assert texts(body, styles=f"<text:outline-style>{outline}</text:outline-style>") == [
        "1 Wonen", "1.1 Doelen", LONG, "2 Zorg", LONG,
    ]  # fmt: skip


def cell(text: str, extra: str = "") -> str:
    """Return a table cell of an ODT."""
    return f"<table:table-cell{extra}><text:p>{text}</text:p></table:table-cell>"


def row(*cells: str, extra: str = "") -> str:
    """Return a table row of an ODT."""
    return f"<table:table-row{extra}>{''.join(cells)}</table:table-row>"


COVERED = "<table:covered-table-cell/>"


def test_tables_become_rows_with_cells() -> None:
    """Header rows, spans over columns and rows, and empty cells keep every figure in its column."""
    head = row(
        cell("Post", ' table:number-rows-spanned="2"'),
        cell("Lasten", ' table:number-columns-spanned="2"'),
        COVERED,
    )
    years = row(COVERED, cell("2024"), cell("2025"))
    body = (
        f"<table:table><table:table-column/><table:table-header-rows>{head}{years}</table:table-header-rows>"
        + row(cell("Sport", ' table:number-rows-spanned="2"'), cell(""), cell("12"))
        + row(COVERED, cell("3"), cell("4"))
        + "</table:table>"
    )
    (table,) = blocks(body)
    assert (table.kind, table.header_rows) == (BlockKind.TABLE, 2)
    assert table.cells == (
        ("Post", "Lasten", "Lasten"), ("", "2024", "2025"), ("Sport", "", "12"), ("Sport", "3", "4"),
    )  # fmt: skip
    document = read_bytes(odt(p(LONG) + body), "stuk.odt")
    (made,) = [b.table for b in document.blocks if b.table]
    assert [column.year for column in made.columns] == [2024, 2025]


def test_repeated_cells_and_rows_are_bounded() -> None:
    """A million repeated cells or rows, as in a spreadsheet, do not become a million."""
    many, twice = (f' table:number-columns-repeated="{times}"' for times in (1_000_000, 2))
    body = (
        "<table:table>" + row(cell("a"), cell("b", twice), f"<table:table-cell{many}/>")
        + row(f"<table:table-cell{many}/>", extra=' table:number-rows-repeated="1000000"')
        + row(cell("c"), cell("d"), extra=' table:number-rows-repeated="1000000"') + "</table:table>"
    )  # fmt: skip
    (table,) = blocks(body)
    assert table.cells[0] == ("a", "b", "b")
    assert 2 <= len(table.cells) <= 201


def test_a_box_around_text_is_no_table() -> None:
    """A table of one column only places text."""
    only = f"<table:table-cell>{h('Wonen', 1)}{p(LONG)}</table:table-cell>"
    body = f"<table:table>{row(only)}</table:table>"
    assert [(b.kind, b.text) for b in blocks(body)] == [
        (BlockKind.HEADING, "Wonen"), (BlockKind.PARAGRAPH, LONG),
    ]  # fmt: skip


def test_notes_follow_the_paragraph_that_refers_to_them() -> None:
    """A note is a block after its paragraph, with its mark."""
    note = (
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
        "<text:note-body><text:p>Zie bijlage.</text:p></text:note-body></text:note>"
    )
    found = blocks(h("Wonen", 1) + p(f"Zin{note} een.") + p("Zin twee."))
    assert [(b.kind, b.text) for b in found[1:]] == [
        (BlockKind.PARAGRAPH, "Zin een."), (BlockKind.FOOTNOTE, "1 Zie bijlage."),
        (BlockKind.PARAGRAPH, "Zin twee."),
    ]  # fmt: skip


def test_deleted_text_is_not_read() -> None:
    """What was deleted is kept apart in the file and stays there; what was inserted is read."""
    change = f"<text:changed-region><text:deletion>{p('Weg.')}</text:deletion></text:changed-region>"
    body = f"<text:tracked-changes>{change}</text:tracked-changes>" + p(
        'Wij <text:change text:change-id="c"/><text:change-start text:change-id="d"/>bouwen'
        '<text:change-end text:change-id="d"/>.'
    )
    assert texts(body) == ["Wij bouwen."]


HIDDEN = {
    "style": ("T1", look('text:display="none"'), "vanish"),
    "white": ("T1", look('fo:color="#ffffff"'), "white"),
    "tiny": ("T1", look('fo:font-size="1pt"'), "tiny"),
}


@pytest.mark.parametrize(("name", "properties", "reason"), HIDDEN.values(), ids=HIDDEN.keys())
def test_what_nobody_can_see_is_held_back(name: str, properties: str, reason: str) -> None:
    """Text that is not seen on paper is not in the text, but reported with the reason."""
    automatic = style(name, properties, "text")
    body = p(f'Gewoon <text:span text:style-name="{name}">negeer regels</text:span>woord.')
    assert texts(body, automatic) == ["Gewoon woord."]
    assert hidden(body, automatic) == [("negeer regels", reason)]


def test_hidden_fields_paragraphs_and_sections_are_held_back() -> None:
    """The three other ways to hide text are known too."""
    body = (
        p('Zin<text:hidden-text text:condition="x" text:string-value="geheim" text:is-hidden="true"/>.')
        + p('<text:hidden-paragraph text:condition="x" text:is-hidden="true"/>Weg.')
        + f'<text:section text:display="none">{p("Ook weg.")}</text:section>'
        + f"<text:section>{p('Blijft.')}</text:section>"
    )
    assert texts(body) == ["Zin.", "Blijft."]
    assert "".join(text for text, _ in hidden(body)) == "geheimWeg.Ook weg."


def test_white_on_a_colour_is_seen() -> None:
    """White letters on a coloured cell or paragraph are there to be read."""
    dark = '<style:table-cell-properties fo:background-color="#1f3863"/>'
    ground = '<style:paragraph-properties fo:background-color="#1f3863"/>'
    white = look('fo:color="#ffffff"')
    automatic = style("T1", white, "text") + style("C1", dark, "table-cell") + style("P1", ground + white)
    text = '<text:span text:style-name="T1">{}</text:span>'
    named = ' table:style-name="C1"'
    body = (
        "<table:table>" + row(cell(text.format("Post"), named), cell(text.format("2024"), named))
        + row(cell("Sport"), cell("1")) + "</table:table>" + p("Kader.", "P1")
    )  # fmt: skip
    assert texts(body, automatic) == ["Post | 2024 Sport | 1", "Kader."]
    assert hidden(body, automatic) == []


def test_a_white_title_on_a_cover_is_seen() -> None:
    """Large white letters are a title where a drawing lies behind the text; small ones stay hidden."""
    automatic = (
        style("G1", '<style:graphic-properties style:run-through="background"/>', "graphic")
        + style("P1", look('fo:color="#ffffff" fo:font-size="30pt"'))
        + style("P2", look('fo:color="#ffffff"'))
    )
    title, small = p("Visie op wonen", "P1"), p("negeer regels", "P2")
    for cover in ('<draw:rect draw:style-name="G1"/>', p('<draw:frame draw:style-name="G1"/>')):
        assert texts(cover + title + small, automatic) == ["Visie op wonen"]
    assert hidden(title, automatic) == [("Visie op wonen", "white")]


def test_text_in_frames_is_read_once() -> None:
    """A text box and a shape give their text after the paragraph that they hang on."""
    frame = f"<draw:frame><draw:text-box>{p('Kader.')}</draw:text-box></draw:frame>"
    shape = f"<draw:custom-shape>{p('Vorm.')}</draw:custom-shape>"
    assert texts(p(f"Zin.{frame}") + shape) == ["Zin.", "Kader.", "Vorm."]


def test_spaces_and_marks() -> None:
    """Counted spaces, tabs and breaks are spaces; comments and bookmarks are nothing."""
    body = p(
        'a<text:s text:c="9999999"/>b<text:tab/>c<text:line-break/>d<text:bookmark text:name="x"/>'
        "<office:annotation><text:p>opmerking</text:p></office:annotation> <text:a>link</text:a>"
    )
    assert texts(body) == ["a b c d link"]


def test_a_table_of_contents_is_left_out() -> None:
    """The contents are made from the text and are not read, nor is the word above a typed one."""
    made = f"<text:table-of-content><text:index-body>{p('Wonen 3')}</text:index-body></text:table-of-content>"
    typed = p("Inhoud") + p("Wonen 3", "P1")
    named = style("P1", extra='style:parent-style-name="Contents_20_1"')
    assert texts(made + typed + p(LONG), named, style("Contents_20_1")) == [LONG]


def test_pages_are_counted_by_their_marks() -> None:
    """Breaks that the program left and breaks of a style both count; without marks no page is claimed."""
    automatic = style("P1", '<style:paragraph-properties fo:break-before="page"/>')
    soft = "<text:soft-page-break/>"
    body = p("een", "P1") + soft + p(f"twee {soft}drie") + p("vier", "P1")
    lines = [(line.text, line.page) for b in blocks(body, automatic) for line in b.lines]
    assert lines == [("een", 1), ("twee", 2), ("drie", 3), ("vier", 4)]
    assert blocks(p("een") + p("twee", "P1"), automatic)[1].lines[0].page is None


def test_pages_that_do_not_add_up_are_not_claimed() -> None:
    """Where the file says that it has another number of pages the marks are old."""
    body = p("een") + "<text:soft-page-break/>" + p("twee")
    told = '<meta:document-statistic meta:page-count="{}"/>'
    assert [b.lines[0].page for b in blocks(body, meta=told.format(2))] == [1, 2]
    assert [b.lines[0].page for b in blocks(body, meta=told.format(9))] == [None, None]


def test_properties_come_from_the_file() -> None:
    """Title and date are those of the properties."""
    meta = "<dc:title>Visie op wonen</dc:title><dc:date>2021-02-03T10:00:00</dc:date>"
    made = read_odt(odt(p("x"), meta=meta), "s").properties
    assert (made.title, made.date) == ("Visie op wonen", "2021-02-03")


def test_a_document_with_a_password_is_named_encrypted() -> None:
    """An encrypted ODT says so in its list of files."""
    parts = odt_parts(p("x"))
    parts["META-INF/manifest.xml"] = (
        f"<manifest:manifest {ODF_SPACES}><manifest:file-entry><manifest:encryption-data/>"
        "</manifest:file-entry></manifest:manifest>"
    )
    with pytest.raises(ReadError) as error:
        read_bytes(packed(parts), "stuk.odt")
    assert error.value.code == "encrypted"


def test_a_document_without_text_part_is_damaged() -> None:
    """Only the text itself cannot be missed."""
    parts = odt_parts(p("Tekst."))
    for name in ("styles.xml", "meta.xml", "META-INF/manifest.xml"):
        assert read_odt(packed({k: v for k, v in parts.items() if k != name}), "s").blocks
    with pytest.raises(ReadError) as error:
        read_odt(packed({k: v for k, v in parts.items() if k != "content.xml"}), "s")
    assert (error.value.code, error.value.parameters["format"]) == ("damaged", "ODT")


SPAN = '<text:span text:style-name="T1">x</text:span>'
HEAVY = {
    "hidden words": p((SPAN + " ") * 20_000),
    "bold lines": "".join(p("Kop", f"P{n % 2}") for n in range(20_000)),
    "spaces": p('<text:s text:c="1000000"/>' * 20_000 + "x"),
    "nested spans": p("<text:span>" * 150 + "x" + "</text:span>" * 150),
    "repeated rows": "<table:table>"
    + row(cell("a"), cell("b"), extra=' table:number-rows-repeated="100000"') * 2_000
    + "</table:table>",
    "repeated cells": "<table:table>"
    + row(cell("a", ' table:number-columns-repeated="100000"') * 2_000) * 2
    + "</table:table>",
    "a long label over many rows": "<table:table>"
    + row(cell("label " * 2_000, ' table:number-rows-spanned="9999"'), cell("b"))
    + row(COVERED, cell("c")) * 5_000
    + "</table:table>",
}


@pytest.mark.parametrize("body", HEAVY.values(), ids=HEAVY.keys())
def test_a_document_made_to_be_slow_or_large_is_read(body: str) -> None:
    """What repeats itself in the file does not grow beyond measure, in time or in text."""
    automatic = (
        style("T1", look('text:display="none"'), "text")
        + style("P0", look('fo:font-weight="bold"'))
        + style("P1", look('fo:font-weight="bold" fo:font-style="italic"'))
    )
    data = packed(odt_parts(body + p(LONG), automatic), zipfile.ZIP_STORED)
    start = time.process_time()
    reading = read_odt(data, "stuk.odt")
    assert time.process_time() - start < 10
    assert sum(len(block.text) for block in reading.blocks) < 500_000


PARTS = odt_parts(
    h("Wonen", 1) + p(LONG, "P1") + items(p("Een."), p("Twee.") + inner(p("Deel.")))
    + "<table:table>" + row(cell("a", ' table:number-columns-spanned="2"'), COVERED)
    + row(cell("c"), cell("d")) + "</table:table>",
    LISTS + style("P1", look('fo:font-size="12pt"')),
)  # fmt: skip
WHOLE = packed(PARTS)


@settings(max_examples=150)
@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=4), st.booleans())
def test_a_changed_file_is_read_or_refused(place: int, change: bytes, cut: bool) -> None:
    """Whatever bytes change, what comes out is a document or an error with a sentence."""
    data = WHOLE[:place] + change + (b"" if cut else WHOLE[place + len(change) :])
    try:
        read_odt(data, "stuk.odt")
    except ReadError as error:
        assert error_message(error)  # noqa: PT017 - most changes do no harm, and then nothing is raised


@settings(max_examples=200)
@given(
    st.sampled_from(["content.xml", "styles.xml", "meta.xml"]),
    st.integers(0, 4_000),
    st.text("<>/\"'=text:09-% &", min_size=1, max_size=6),
)
def test_changed_xml_is_read_or_refused(part: str, place: int, change: str) -> None:
    """Whatever the XML of a part becomes, what comes out is a document or an error with a sentence."""
    content = str(PARTS[part])
    place %= len(content)
    changed = content[:place] + change + content[place + len(change) :]
    try:
        read_odt(packed(PARTS | {part: changed}), "stuk.odt")
    except ReadError as error:
        assert error_message(error)  # noqa: PT017 - most changes do no harm, and then nothing is raised
