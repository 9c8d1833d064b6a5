from __future__ import annotations

import io
import re
import time
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from docx import Document as WordDocument
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import BlockKind, Document, Hidden
from corpus.errors import ReadError
from corpus.raw import RawBlock
from corpus.read_docx import read_docx
from corpus.reader import read_bytes
from tests.office import STRICT, W, docx, docx_parts, p, packed, style, tbl, tc, tr
from tests.shared import SHARED
from web.messages import error_message

FILE = SHARED / "files" / "bernheze-economische-visie-2021-2026.docx"
needs_file = pytest.mark.skipif(not FILE.is_file(), reason="../shared/files is niet aanwezig")
SAMPLE = Path(__file__).resolve().parents[1] / "corpus" / "voorbeeld"

STYLES = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/></w:rPr></w:rPrDefault></w:docDefaults>'
    + style("Kop1", "heading 1", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>')
    + style("Kop2", "heading 2", '<w:basedOn w:val="Kop1"/>')
    + style("Titel", "Title")
    + style("Eigen", "Eigen kop", '<w:basedOn w:val="Kop2"/>')
    + style("Diep", "Diepe kop", '<w:pPr><w:outlineLvl w:val="3"/></w:pPr>')
    + style("Rond", "Rondje", '<w:basedOn w:val="Rond"/>')
    + style("Inhopg1", "toc 1")
    + style("Verborgen", "Verborgen", "<w:rPr><w:vanish/></w:rPr>", "character")
)
LONG = "De gemeente helpt inwoners met schulden zo vroeg mogelijk, samen met de buren en de corporatie."


def level(depth: int, form: str, text: str, extra: str = "", start: int = 1) -> str:
    """Return one level of a Word list."""
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{extra}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbered(number: int, depth: int = 0) -> str:
    """Return the property that puts a paragraph in a list."""
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'


NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "decimal", "%1.")
    + level(1, "decimal", "%1.%2")
    + level(2, "lowerLetter", "%3)")
    + "</w:abstractNum>"
    + f'<w:abstractNum w:abstractNumId="1">{level(0, "bullet", "•")}</w:abstractNum>'
    + f'<w:abstractNum w:abstractNumId="2">{level(0, "decimal", "Artikel %1", start=3)}'
    + level(1, "upperRoman", "%2")
    + "</w:abstractNum>"
    + "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="{a}"/>{o}</w:num>'
        for n, a, o in (
            (1, 0, ""),
            (2, 1, ""),
            (3, 2, ""),
            (4, 0, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'),
        )
    )
)


def blocks(body: str, **parts: str) -> tuple[RawBlock, ...]:
    """Return the blocks of a DOCX with this body."""
    return read_docx(docx(body, **parts), "stuk.docx").blocks


def texts(body: str, **parts: str) -> list[str]:
    """Return the texts of the blocks."""
    return [block.text for block in blocks(body, **parts)]


def hidden(body: str, **parts: str) -> list[tuple[str, str]]:
    """Return what the reader held back, and why."""
    return [(one.text, one.reason) for one in read_docx(docx(body, **parts), "s").coverage.hidden]


def found(body: str, **parts: str) -> list[tuple[str, int | None, str]]:
    """Return kind, level and text of each block."""
    return [(str(b.kind or "open"), b.level, b.text) for b in blocks(body, **parts)]


def test_headings_follow_from_their_style() -> None:
    """A style is a heading by its name, its outline level or the style that it is based on."""
    body = p("Een", "Kop1") + p("Twee", "Kop2") + p("Drie", "Eigen") + p("Vier", "Diep") + p(LONG, "Rond")
    assert [(b.level, b.text) for b in blocks(body, styles=STYLES)] == [
        (1, "Een"), (2, "Twee"), (2, "Drie"), (4, "Vier"), (None, LONG),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["heading 2", "Heading 2", "Kop 2"])
def test_headings_are_known_in_dutch_and_english(name: str) -> None:
    """The names that Dutch and English Word give their headings are both known."""
    assert found(p("Wonen", "x") + p(LONG), styles=style("x", name))[0] == ("heading", 2, "Wonen")


def test_a_title_stands_above_the_chapters() -> None:
    """With a title the chapters are one level deeper."""
    body = p("Visie op wonen", "Titel") + p("Inleiding", "Kop1") + p(LONG)
    assert [b.level for b in blocks(body, styles=STYLES)] == [1, 2, None]


def test_a_paragraph_can_be_a_heading_by_itself() -> None:
    """An outline level on the paragraph makes it a heading, and can undo its style."""
    body = p("Wonen", properties='<w:outlineLvl w:val="1"/>') + p(LONG, "Kop1", '<w:outlineLvl w:val="9"/>')
    assert [b.level for b in blocks(body, styles=STYLES)] == [2, None]


def test_bold_short_lines_are_headings_where_no_style_says_so() -> None:
    """Without heading styles the look tells: the larger letter is the higher level."""
    big, bold = '<w:b/><w:sz w:val="32"/>', "<w:b/>"
    body = (
        p("Nota wonen", run=big)
        + p(LONG)
        + p("Doelen", run=bold)
        + p(LONG)
        + p("Het is nu.", run=bold)
        + p(LONG)
    )
    assert [(b.kind, b.level) for b in blocks(body, styles=STYLES)] == [
        (BlockKind.HEADING, 1), (BlockKind.PARAGRAPH, None), (BlockKind.HEADING, 2),
        (BlockKind.PARAGRAPH, None), (BlockKind.PARAGRAPH, None), (BlockKind.PARAGRAPH, None),
    ]  # fmt: skip


def test_an_address_in_bold_is_no_row_of_headings() -> None:
    """Three bold lines below each other are no three headings."""
    body = "".join(p(line, run="<w:b/>") for line in ("Gemeente Emmen", "Raadhuisplein", "Emmen")) + p(LONG)
    assert not any(b.kind is BlockKind.HEADING for b in blocks(body))


def test_a_document_without_any_look_is_left_to_its_text() -> None:
    """Where neither style nor look tells, the kind of a paragraph stays open."""
    assert [b.kind for b in blocks(p("Wonen") + p(LONG))] == [None, None]


def test_numbers_of_clauses_are_part_of_the_text() -> None:
    """The number that Word prints stands in the text, over several levels; a bullet does not."""
    body = (
        p("Eerste zin.", properties=numbered(1))
        + p("Deel van een.", properties=numbered(1, 1))
        + p("Letter.", properties=numbered(1, 2))
        + p("Nog een deel.", properties=numbered(1, 1))
        + p("Letter.", properties=numbered(1, 2))
        + p("Tweede zin.", properties=numbered(1))
        + p("Deel van twee.", properties=numbered(1, 1))
        + p("Punt.", properties=numbered(2))
    )
    assert texts(body, numbering=NUMBERING) == [
        "1. Eerste zin.", "1.1 Deel van een.", "a) Letter.", "1.2 Nog een deel.", "a) Letter.",
        "2. Tweede zin.", "2.1 Deel van twee.", "Punt.",
    ]  # fmt: skip
    assert {b.kind for b in blocks(body, numbering=NUMBERING)} == {BlockKind.LIST_ITEM}


def test_a_list_can_start_anew() -> None:
    """A list with a start of its own begins again, where another goes on."""
    body = "".join(p("Zin.", properties=numbered(n)) for n in (1, 1, 4, 4, 1))
    assert texts(body, numbering=NUMBERING) == ["1. Zin.", "2. Zin.", "1. Zin.", "2. Zin.", "3. Zin."]


def test_articles_carry_their_word_and_their_own_start() -> None:
    """Artikel 3 is printed as the list says, in a heading too."""
    body = (
        p("Begrippen", "Kop1", numbered(3))
        + p("Roman.", properties=numbered(3, 1))
        + p("Doel", "Kop1", numbered(3))
    )
    assert texts(body, styles=STYLES, numbering=NUMBERING) == [
        "Artikel 3 Begrippen",
        "I Roman.",
        "Artikel 4 Doel",
    ]


def test_a_style_can_number() -> None:
    """A paragraph takes the list of its style; number nought takes it off."""
    styles = style("Lijst", "Genummerd", f"<w:pPr>{numbered(1)}</w:pPr>")
    off = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    body = p("Een.", "Lijst") + p("Geen.", "Lijst", off) + p("Twee.", "Lijst")
    assert texts(body, styles=styles, numbering=NUMBERING) == ["1. Een.", "Geen.", "2. Twee."]


def test_a_numbered_short_line_above_text_is_a_heading() -> None:
    """A number 1.1 before a short line, with text below it, is a section, though nobody gave it a style."""
    body = (
        p("Wonen", "Kop1", numbered(1))
        + p("Doelen", "x", numbered(1, 1))
        + p(LONG)
        + p("Zin is dit.", "x", numbered(1, 1))
    )
    assert found(body, styles=STYLES, numbering=NUMBERING)[1] == ("heading", 2, "1.1 Doelen")
    assert found(body, styles=STYLES, numbering=NUMBERING)[3][0] == "list_item"


def test_tables_become_rows_with_cells() -> None:
    """Each row is a line, empty cells keep their column, and a repeated row is the header."""
    body = tbl(
        tr(tc("Post"), tc("2024"), tc("2025"), properties="<w:tblHeader/>"),
        tr(tc("Sport"), tc(""), tc("12")),
        tr(tc(""), tc(""), tc("")),
        tr(tc("Zorg"), tc("3"), tc("4")),
    )
    (table,) = blocks(body)
    assert (table.kind, table.header_rows) == (BlockKind.TABLE, 1)
    assert table.cells == (("Post", "2024", "2025"), ("Sport", "", "12"), ("Zorg", "3", "4"))
    assert [line.text for line in table.lines] == ["Post | 2024 | 2025", "Sport | 12", "Zorg | 3 | 4"]


def test_figures_of_a_table_know_their_columns() -> None:
    """Rows and columns arrive in the document, with the year of each column."""
    body = p(LONG) + tbl(
        tr(tc("Post", run="<w:b/>"), tc("Lasten 2024", run="<w:b/>"), tc("Lasten 2025", run="<w:b/>")),
        tr(tc("Sport"), tc("10"), tc("12")),
    )
    document = read_bytes(docx(body), "stuk.docx")
    (table,) = [b.table for b in document.blocks if b.table]
    assert [column.year for column in table.columns] == [2024, 2025]
    assert [[c.of(document.text) for c in row.cells] for row in table.rows] == [["10", "12"]]


def test_merged_cells_make_a_rectangle() -> None:
    """A header over two columns names both, a label over two rows labels both."""
    span, start, on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = tbl(
        tr(tc("Post"), tc("Lasten", span), properties="<w:tblHeader/>"),
        tr(tc("", on), tc("2024"), tc("2025"), properties="<w:tblHeader/>"),
        tr(tc("Sport", start), tc("1"), tc("2")),
        tr(tc("", on), tc("3"), tc("4")),
        tr(tc("Samen", span), tc("9")),
    )
    (table,) = blocks(body)
    assert table.cells == (
        ("Post", "Lasten", "Lasten"), ("", "2024", "2025"), ("Sport", "1", "2"), ("Sport", "3", "4"),
        ("Samen", "", "9"),
    )  # fmt: skip
    assert table.header_rows == 2


def test_a_row_that_starts_further_on_keeps_its_columns() -> None:
    """Columns left free before the first cell are empty cells."""
    body = tbl(tr(tc("a"), tc("b")), tr(tc("c"), properties='<w:gridBefore w:val="1"/>'))
    assert blocks(body)[0].cells == (("a", "b"), ("", "c"))


def test_a_box_around_text_is_no_table() -> None:
    """A table of one column only places text: its paragraphs, headings and lists are those of the body."""
    cell = f"<w:tc><w:tcPr/>{p('Wonen', 'Kop1')}{p(LONG)}</w:tc>"
    assert found(tbl(tr(cell)), styles=STYLES) == [("heading", 1, "Wonen"), ("paragraph", None, LONG)]


def test_a_table_in_a_table_comes_after_it() -> None:
    """An inner table is a table of its own; its text is not twice in the outer one."""
    inner = tbl(tr(tc("x"), tc("1")), tr(tc("y"), tc("2")))
    body = tbl(tr(tc("a"), tc("b")), tr(f"<w:tc>{p('c')}{inner}</w:tc>", tc("d")))
    assert [b.cells for b in blocks(body)] == [(("a", "b"), ("c", "d")), (("x", "1"), ("y", "2"))]


def test_deleted_rows_are_gone() -> None:
    """A row that was deleted with changes tracked is not read."""
    body = tbl(tr(tc("a"), tc("b")), tr(tc("weg"), tc("weg"), properties="<w:del/>"), tr(tc("c"), tc("d")))
    assert blocks(body)[0].cells == (("a", "b"), ("c", "d"))


def test_changes_are_read_as_accepted() -> None:
    """What was inserted or moved here is read; what was deleted or moved away is not."""
    body = (
        "<w:p><w:r><w:t>Wij </w:t></w:r>"
        "<w:del><w:r><w:delText>sparen</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>bouwen</w:t></w:r></w:ins>"
        "<w:moveFrom><w:r><w:t> weg</w:t></w:r></w:moveFrom>"
        "<w:moveTo><w:r><w:t> hier</w:t></w:r></w:moveTo></w:p>"
    )
    assert texts(body) == ["Wij bouwen hier"]


def test_a_deleted_paragraph_end_joins_two_paragraphs() -> None:
    """Where the end of a paragraph was deleted, its text goes on in the next."""
    body = p("Wij bouwen ", properties="<w:rPr><w:del/></w:rPr>") + p("woningen.") + p("Einde.")
    assert texts(body) == ["Wij bouwen woningen.", "Einde."]


def note(kind: str, number: int, text: str) -> str:
    """Return a note as it stands in its part."""
    inside = f"<w:p><w:r><w:{kind}Ref/></w:r><w:r><w:t> {text}</w:t></w:r></w:p>"
    return f'<w:{kind} w:id="{number}">{inside}</w:{kind}>'


def test_notes_follow_the_paragraph_that_refers_to_them() -> None:
    """A note is a block after its paragraph, with its mark; the mark does not stick to a word."""
    body = (
        '<w:p><w:r><w:t>Zin een</w:t></w:r><w:r><w:footnoteReference w:id="7"/></w:r>'
        "<w:r><w:t>.</w:t></w:r></w:p>"
        '<w:p><w:r><w:t>Zin twee.</w:t></w:r><w:r><w:footnoteReference w:id="5"/></w:r>'
        '<w:r><w:endnoteReference w:id="1"/></w:r></w:p>'
    )
    foot = note("footnote", 5, "Noot bij twee.") + note("footnote", 7, "Noot bij een.")
    assert found(body, footnotes=foot, endnotes=note("endnote", 1, "Slot.")) == [
        ("open", None, "Zin een."), ("footnote", None, "1 Noot bij een."), ("open", None, "Zin twee."),
        ("footnote", None, "2 Noot bij twee."), ("footnote", None, "i Slot."),
    ]  # fmt: skip


def test_a_note_in_a_table_follows_the_table() -> None:
    """A note in a cell comes after the table."""
    cell = '<w:tc><w:p><w:r><w:t>Sport</w:t><w:footnoteReference w:id="2"/></w:r></w:p></w:tc>'
    body = tbl(tr(cell, tc("1")), tr(tc("Zorg"), tc("2")))
    assert texts(body, footnotes=note("footnote", 2, "Met zwemmen."))[1] == "1 Met zwemmen."


def test_a_note_that_refers_to_itself_is_read_once() -> None:
    """A note inside its own text does not go round for ever."""
    refer = '<w:footnoteReference w:id="2"/>'
    foot = f'<w:footnote w:id="2"><w:p><w:r><w:t>Noot.</w:t>{refer}</w:r></w:p></w:footnote>'
    assert texts(f"<w:p><w:r>{refer}</w:r></w:p>", footnotes=foot) == ["1 Noot."]


def test_a_typed_note_mark_does_not_stick_to_its_word() -> None:
    """A raised number after a word is a mark; the line that starts with it is the note."""
    up = '<w:vertAlign w:val="superscript"/>'
    body = (
        f"<w:p><w:r><w:t>stakeholders</w:t></w:r><w:r><w:rPr>{up}</w:rPr><w:t>1</w:t></w:r></w:p>"
        f"<w:p><w:r><w:rPr>{up}</w:rPr><w:t>1</w:t></w:r><w:r><w:t> Zie bijlage 2.</w:t></w:r></w:p>"
        f"<w:p><w:r><w:t>80 m</w:t></w:r><w:r><w:rPr>{up}</w:rPr><w:t>2</w:t></w:r></w:p>"
    )
    assert [(b.kind, b.text) for b in blocks(body)] == [
        (None, "stakeholders"), (BlockKind.FOOTNOTE, "1 Zie bijlage 2."), (None, "80 m2"),
    ]  # fmt: skip


def field(code: str, result: str) -> str:
    """Return a Word field with its result."""
    char = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return (
        char.format("begin") + f"<w:r><w:instrText>{code}</w:instrText></w:r>" + char.format("separate")
        + f"<w:r><w:t>{result}</w:t></w:r>" + char.format("end")
    )  # fmt: skip


def test_of_a_field_the_result_is_read() -> None:
    """A field shows its result; links show their text; neither shows its address."""
    link = "<w:hyperlink><w:r><w:t>de site</w:t></w:r></w:hyperlink>"
    simple = '<w:fldSimple w:instr="DATE"><w:r><w:t>2024</w:t></w:r></w:fldSimple>'
    text = "<w:r><w:t> {} </w:t></w:r>"
    parts = (field(" PAGEREF _x ", "12"), text.format("op"), link, text.format("van"), simple)
    body = f"<w:p>{''.join(parts)}</w:p>"
    assert texts(body) == ["12 op de site van 2024"]


def test_a_field_that_never_shows_its_result_does_not_swallow_the_rest() -> None:
    """A broken field costs at most its own paragraph."""
    broken = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:t>weg</w:t></w:r></w:p>'
    assert texts(broken + p("Tekst.")) == ["Tekst."]


def test_a_table_of_contents_is_left_out() -> None:
    """The contents, by style, field or content control, and the word above them are not text."""
    made = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    )
    control = f"{made}<w:sdtContent>{p('Wonen 4')}</w:sdtContent></w:sdt>"
    start = "".join(field("TOC", "x").rpartition("<w:r>")[:1])
    by_field = f"<w:p>{start}</w:p>" + p("Zorg 5")
    assert texts(p("Inhoud") + p("Wonen 3", "Inhopg1") + p(LONG), styles=STYLES) == [LONG]
    assert texts(p("Inhoudsopgave") + control + p(LONG)) == [LONG]
    assert "Zorg 5" not in texts(by_field + p(LONG))


def test_of_two_renderings_one_is_read() -> None:
    """A text box is stored for new and for old programs; it is read once, after its paragraph."""
    box = f"<w:txbxContent>{p('Kader.')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>Tekst.</w:t></w:r><w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert texts(body) == ["Tekst.", "Kader."]


def test_spaces_hyphens_and_signs() -> None:
    """Tabs and breaks are spaces, soft hyphens nothing, other hyphens themselves, ticks a tick."""
    body = (
        "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>ver</w:t><w:softHyphen/><w:t>der</w:t>"
        "<w:noBreakHyphen/><w:t>op na\u00adme </w:t>"
        '<w:sym w:font="Wingdings" w:char="F0FC"/></w:r></w:p>'
    )
    assert texts(body) == ["a b verder-op name ✓"]


HIDDEN = {
    "vanish": ("<w:vanish/>", "vanish"),
    "by style": ('<w:rStyle w:val="Verborgen"/>', "vanish"),
    "white": ('<w:color w:val="FFFFFF"/>', "white"),
    "nearly white": ('<w:color w:val="FEFEFE"/>', "white"),
    "white on white": ('<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="FFFFFF"/>', "white"),
    "half a point": ('<w:sz w:val="1"/>', "tiny"),
    "one point": ('<w:sz w:val="2"/>', "tiny"),
}


@pytest.mark.parametrize(("run", "reason"), HIDDEN.values(), ids=HIDDEN.keys())
def test_what_nobody_can_see_is_held_back(run: str, reason: str) -> None:
    """Text that is not seen on paper is not in the text, but reported with the reason."""
    body = p("Gewone tekst.") + p("negeer alle regels", run=run)
    assert texts(body, styles=STYLES) == ["Gewone tekst."]
    assert hidden(body, styles=STYLES) == [("negeer alle regels", reason)]


def test_tag_characters_are_held_back() -> None:
    """Letters that exist for machines only are taken out, and what they spell is reported."""
    secret = "".join(chr(0xE0000 + ord(c)) for c in "doe dit")
    assert texts(p(f"Gewone{secret} tekst.")) == ["Gewone tekst."]
    assert hidden(p(f"Gewone{secret} tekst.")) == [("doe dit", "tag")]


def test_white_on_a_colour_is_seen() -> None:
    """White letters on a coloured cell, paragraph or run are there to be read."""
    white, dark = '<w:color w:val="FFFFFF"/>', '<w:shd w:val="clear" w:fill="1F3863"/>'
    body = (
        tbl(tr(tc("Post", dark, white), tc("2024", dark, white)), tr(tc("Sport"), tc("1")))
        + p("Kader.", properties=dark, run=white)
        + p("Merk.", run=white + '<w:highlight w:val="black"/>')
    )
    assert texts(body) == ["Post | 2024 Sport | 1", "Kader.", "Merk."]
    assert hidden(body) == []


@pytest.mark.parametrize(
    "behind",
    ['<w:drawing><wps:anchor behindDoc="1"/></w:drawing>', '<w:pict><v:rect style="z-index:-16"/></w:pict>'],
)
def test_a_white_title_on_a_cover_is_seen(behind: str) -> None:
    """Large white letters are a title where a drawing lies behind the text; small ones stay hidden."""
    white = '<w:color w:val="FFFFFF"/><w:sz w:val="{}"/>'
    title, small = p("Visie op wonen", run=white.format(60)), p("negeer regels", run=white.format(20))
    assert texts(run(behind) + title + small) == ["Visie op wonen"]
    assert hidden(title) == [("Visie op wonen", "white")]


def test_comments_and_unfilled_forms_are_left_out() -> None:
    """A comment's mark and the words that ask to be replaced are no text."""
    form = (
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{p('Klik hier.')}</w:sdtContent></w:sdt>"
    )
    filled = f"<w:sdt><w:sdtPr/><w:sdtContent>{p('Emmen.')}</w:sdtContent></w:sdt>"
    body = (
        '<w:p><w:commentRangeStart w:id="1"/><w:r><w:t>Zin.</w:t><w:commentReference w:id="1"/></w:r></w:p>'
    )
    assert texts(body + form + filled) == ["Zin.", "Emmen."]


RENDERED = "<w:lastRenderedPageBreak/>"
TYPED = '<w:br w:type="page"/>'


def run(inside: str) -> str:
    """Return a Word paragraph of one run."""
    return f"<w:p><w:r>{inside}</w:r></w:p>"


def pages(body: str, **parts: str) -> list[tuple[str, int | None]]:
    """Return every line with its page."""
    return [(line.text, line.page) for block in blocks(body, **parts) for line in block.lines]


def test_pages_are_counted_once() -> None:
    """A typed break that Word also marked as rendered is one page, two of either are two."""
    body = (
        run("<w:t>een</w:t>" + TYPED) + run(RENDERED + "<w:t>twee</w:t>") + run(RENDERED + "<w:t>drie</w:t>")
        + run(TYPED + TYPED) + run(RENDERED + "<w:t>vijf</w:t>")
    )  # fmt: skip
    assert pages(body) == [("een", 1), ("twee", 2), ("drie", 3), ("vijf", 5)]
    assert read_docx(docx(body), "s").coverage.pages == 5


def test_a_paragraph_over_two_pages_has_a_line_on_each() -> None:
    """A sentence cut by the end of the page stays one, and a cut word too."""
    body = run(f"<w:t xml:space='preserve'>De </w:t>{RENDERED}<w:t>gemeen</w:t>{RENDERED}<w:t>te.</w:t>")
    (block,) = blocks(body)
    assert block.text == "De gemeente."
    assert [line.page for line in block.lines] == [1, 2, 3]


def test_a_row_over_two_pages_turns_one_page() -> None:
    """Every cell of a row marks the same end of the page; it is counted once."""
    cell = f"<w:tc>{run(f'<w:t>a</w:t>{RENDERED}<w:t>b</w:t>')}</w:tc>"
    assert pages(tbl(tr(cell, cell), tr(tc("c"), tc("d"))) + p("e"))[-3:] == [
        ("ab | ab", 1),
        ("c | d", 2),
        ("e", 2),
    ]


def test_without_marks_no_page_is_claimed() -> None:
    """Where Word left no marks the page is not known, and a typed break does not make it known."""
    assert pages(run("<w:t>een</w:t>" + TYPED) + p("twee")) == [("een", None), ("twee", None)]


def test_pages_of_another_printing_are_not_claimed() -> None:
    """Where the file says that it has many more pages than its marks, the marks are old."""
    body = run("<w:t>een</w:t>") + run(RENDERED + "<w:t>twee</w:t>")
    assert pages(body, app="<Pages>2</Pages>") == [("een", 1), ("twee", 2)]
    assert pages(body, app="<Pages>40</Pages>") == [("een", None), ("twee", None)]


def test_properties_come_from_the_file() -> None:
    """Title and date are taken from the properties; a title that Word made up is not."""
    dates = "<dcterms:created>2021-02-03T10:00:00Z</dcterms:created>"
    core = "<dc:title>Visie op wonen</dc:title>" + dates
    made = read_docx(docx(p("x"), core=core), "s").properties
    assert (made.title, made.date) == ("Visie op wonen", "2021-02-03")
    for title in ("Microsoft Word - Document1", "Document1", "nota.docx", "...", ""):
        assert read_docx(docx(p("x"), core=f"<dc:title>{title}</dc:title>"), "s").properties.title is None


def test_strict_documents_are_read_alike() -> None:
    """The strict form of the format has other names for the same things."""
    body = p("Wonen", "Kop1") + p(LONG) + tbl(tr(tc("a"), tc("1")), tr(tc("b"), tc("2")))
    loose, strict = (read_docx(docx(body, space, styles=STYLES), "s") for space in (W, STRICT))
    assert strict.blocks == loose.blocks


def test_what_python_docx_writes_is_read() -> None:
    """A document of another program: headings, lists by style, a table with a header in bold."""
    made = WordDocument()
    made.add_heading("Nota", 0)
    made.add_heading("Doelen", 1)
    made.add_paragraph("Een.", style="List Bullet")
    made.add_paragraph("Stap.", style="List Number")
    made.add_paragraph(LONG)
    file = io.BytesIO()
    made.save(file)
    assert [(str(b.kind), b.level, b.text) for b in read_docx(file.getvalue(), "s").blocks] == [
        ("heading", 1, "Nota"), ("heading", 2, "Doelen"), ("list_item", None, "Een."),
        ("list_item", None, "1. Stap."), ("paragraph", None, LONG),
    ]  # fmt: skip


def test_a_document_made_from_a_pdf_is_mended() -> None:
    """Where many words are cut they are made whole, and a stopped sentence goes on; elsewhere not."""
    cut = [f"Wij maken econo- misch beleid, nummer {n}, voor zorg- en welzijnswerk." for n in range(12)]
    body = "".join(p(line) for line in cut) + p(LONG[:70]) + p("van alle kernen.")
    assert texts(body)[0] == "Wij maken economisch beleid, nummer 0, voor zorg- en welzijnswerk."
    assert texts(body)[-1] == LONG[:70] + " van alle kernen."
    assert texts(p(cut[0])) == [cut[0]]


@pytest.mark.parametrize("missing", ["word/document.xml", "_rels/.rels", "word/_rels/document.xml.rels"])
def test_a_document_without_a_part_is_read_or_damaged(missing: str) -> None:
    """Only the text itself cannot be missed."""
    parts = docx_parts(p("Tekst."))
    del parts[missing]
    if missing == "word/document.xml":
        with pytest.raises(ReadError) as error:
            read_docx(packed(parts), "stuk.docx")
        assert (error.value.code, error.value.parameters["format"]) == ("damaged", "DOCX")
    else:
        assert read_docx(packed(parts), "stuk.docx").blocks[0].text == "Tekst."


def test_a_very_large_document_is_read_in_seconds() -> None:
    """Forty thousand paragraphs, on which other readers spend minutes, take seconds."""
    body = "".join(p(f"Alinea {n} over wonen en zorg in de gemeente.") for n in range(40_000))
    start = time.process_time()
    assert len(blocks(body)) == 40_000
    assert time.process_time() - start < 20


REFER = '<w:r><w:footnoteReference w:id="2"/></w:r>'
BOX = f"<v:shape><v:textbox><w:txbxContent>{p('Kader.')}</w:txbxContent></v:textbox></v:shape>"
HEAVY = {
    "one note, many references": f"<w:p>{REFER * 20_000}</w:p>",
    "hidden words": "<w:p>" + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>weg </w:t></w:r>" * 20_000 + "</w:p>",
    "bold lines": "".join(p("Kop", run="<w:b/>" + "<w:i/>" * (n % 2)) for n in range(20_000)),
    "boxes": f"<w:p><w:r><w:pict><v:group>{BOX * 5_000}</v:group></w:pict></w:r></w:p>",
    "open fields": "<w:p>" + '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 20_000 + "</w:p>",
    "long numbers": "".join(p("Zin.", properties=numbered(9)) for _ in range(2_000)),
    "wide cells": tbl(
        *[tr(tc("x" * 5_000, '<w:gridSpan w:val="63"/>'), tc("z"), properties="<w:tblHeader/>")] * 50,
        tr(tc("y")),
    ),
    "a long label over many rows": tbl(
        tr(tc("label " * 2_000, '<w:vMerge w:val="restart"/>'), tc("b")),
        *[tr(tc("", "<w:vMerge/>"), tc("c"))] * 5_000,
    ),
    "tables in tables": "<w:tbl><w:tr><w:tc>" * 45 + p("x") + "</w:tc></w:tr></w:tbl>" * 45,
}  # fmt: skip


@pytest.mark.parametrize("body", HEAVY.values(), ids=HEAVY.keys())
def test_a_document_made_to_be_slow_or_large_is_read(body: str) -> None:
    """What repeats itself in the file does not grow beyond measure, in time or in text."""
    numbers = (
        f'<w:abstractNum w:abstractNumId="9">{level(0, "decimal", "%1" * 50_000)}</w:abstractNum>'
        '<w:num w:numId="9"><w:abstractNumId w:val="9"/></w:num>'
    )
    foot = note("footnote", 2, "Noot. " * 1_000)
    parts = docx_parts(body + p(LONG), numbering=numbers, footnotes=foot)
    start = time.process_time()
    reading = read_docx(packed(parts, zipfile.ZIP_STORED), "stuk.docx")
    assert time.process_time() - start < 10
    assert sum(len(block.text) for block in reading.blocks) < 1_000_000


WHOLE = docx(
    p("Wonen", "Kop1", numbered(1)) + p(LONG, run="<w:b/>") + tbl(tr(tc("a"), tc("1")), tr(tc("b"), tc("2")))
    + '<w:p><w:r><w:t>Zin</w:t><w:footnoteReference w:id="2"/></w:r></w:p>',
    styles=STYLES,
    numbering=NUMBERING,
    footnotes=note("footnote", 2, "Noot."),
    core="<dc:title>Nota</dc:title>",
)  # fmt: skip
PARTS = docx_parts(
    p("Wonen", "Kop1", numbered(1, 1)) + p(LONG) + tbl(tr(tc("a", '<w:gridSpan w:val="2"/>'), tc("1"))),
    styles=STYLES,
    numbering=NUMBERING,
)


@settings(max_examples=150)
@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=4), st.booleans())
def test_a_changed_file_is_read_or_refused(place: int, change: bytes, cut: bool) -> None:
    """Whatever bytes change, what comes out is a document or an error with a sentence."""
    data = WHOLE[:place] + change + (b"" if cut else WHOLE[place + len(change) :])
    try:
        read_docx(data, "stuk.docx")
    except ReadError as error:
        assert error_message(error)  # noqa: PT017 - most changes do no harm, and then nothing is raised


@settings(max_examples=200)
@given(
    st.sampled_from(sorted(PARTS)),
    st.integers(0, 4_000),
    st.text("<>/\"'=w:09avl-% &", min_size=1, max_size=6),
)
def test_changed_xml_is_read_or_refused(part: str, place: int, change: str) -> None:
    """Whatever the XML of a part becomes, what comes out is a document or an error with a sentence."""
    content = str(PARTS[part])
    place %= len(content)
    changed = content[:place] + change + content[place + len(change) :]
    try:
        read_docx(packed(PARTS | {part: changed}), "stuk.docx")
    except ReadError as error:
        assert error_message(error)  # noqa: PT017 - most changes do no harm, and then nothing is raised


@settings(max_examples=150)
@given(st.sampled_from(["ilvl", "numId", "gridSpan", "outlineLvl", "start", "sz"]), st.text(max_size=12))
def test_any_value_of_an_attribute_is_read_or_refused(attribute: str, value: str) -> None:
    """Numbers that are no numbers, far too large or below nought change nothing but themselves."""
    safe = "".join(c for c in value if c.isalnum() or c in "-. ")
    changed = {
        name: re.sub(rf'<w:{attribute} w:val="\w+"', f'<w:{attribute} w:val="{safe}"', str(content))
        for name, content in PARTS.items()
    }
    reading = read_docx(packed(changed), "stuk.docx")
    assert reading.blocks or reading.coverage.hidden


@needs_file
def test_the_vision_of_bernheze_keeps_its_numbers_and_headings() -> None:
    """The numbers that Word prints are those of its own contents, from a list that changes per chapter."""
    document = read_bytes(FILE.read_bytes(), FILE.name)
    headings = [(b.level, b.span.of(document.text)) for b in document.blocks if b.kind is BlockKind.HEADING]
    numbers = [text.split()[0] for _, text in headings if text[0].isdigit()]
    chapters = {"3": 1, "8": 7}
    assert numbers[0] == "1"
    assert all(f"{chapter}.{n}" in numbers for chapter, last in chapters.items() for n in range(1, last + 1))
    assert max(Counter(numbers).values()) == 1
    assert headings[0][0] == 1
    assert document.description.year_from == 2021


@needs_file
def test_the_vision_of_bernheze_has_four_tables_and_no_cut_words() -> None:
    """The tables with indicators are there, and the words that the conversion cut are whole."""
    document: Document = read_bytes(FILE.read_bytes(), FILE.name)
    tables = [b for b in document.blocks if b.kind is BlockKind.TABLE]
    assert len(tables) == 4
    assert "✓" in tables[0].span.of(document.text)
    assert "econo- " not in document.text
    assert document.coverage.hidden == ()


def test_the_sheet_of_the_sample_library_is_read() -> None:
    """The DOCX in the sample library has its headings and tables."""
    (path,) = SAMPLE.glob("*.docx")
    reading = read_docx(path.read_bytes(), path.name)
    assert reading.blocks[0].level == 1
    assert any(block.kind is BlockKind.TABLE for block in reading.blocks)
    assert not any(isinstance(one, Hidden) for one in reading.coverage.hidden)
