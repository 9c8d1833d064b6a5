"""What was once read wrongly on real pages, each on a small page that is drawn here."""

from __future__ import annotations

from reportlab.pdfgen.canvas import Canvas

from corpus.document import Block, BlockKind, Document
from corpus.figures import figures
from corpus.reader import read_bytes
from tests.pdfs import SENTENCE, Draw, both, pdf, table, text
from tests.test_read_pdf import PARAGRAPH, of_kind, only_table, read


def rows(document: Document) -> list[str]:
    """Return every row of every table as it is printed."""
    return [
        row.span.of(document.text) for block in document.blocks if block.table for row in block.table.rows
    ]


def headings(document: Document) -> list[tuple[int | None, str]]:
    """Return level and title of each heading."""
    return [(b.level, b.span.of(document.text)) for b in document.blocks if b.kind is BlockKind.HEADING]


def tables(document: Document) -> list[Block]:
    """Return the blocks that are tables."""
    return [block for block in document.blocks if block.table]


def test_what_a_cell_cuts_off_is_hidden_text() -> None:
    """A number of which nothing is to be seen is no amount of the row that it would stand in."""

    def page(canvas: Canvas) -> None:
        table([["Post", "2024", "2025"], ["Wegen", "10", "20"], ["Water", "30", "40"]])(canvas)
        canvas.saveState()
        clip = canvas.beginPath()
        clip.rect(260, 668, 80, 12)
        canvas.clipPath(clip, stroke=0, fill=0)
        canvas.drawString(300, 652, "6.039")
        canvas.restoreState()

    document = read(pdf(page))
    assert rows(document) == ["Wegen | 10 | 20", "Water | 30 | 40"]
    assert [(item.reason, item.text) for item in document.coverage.hidden] == [("clipped", "6.039")]


def test_a_word_stops_at_a_ruling_line() -> None:
    """Two header cells that stand against the line between them are two words."""

    def page(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 9)
        for x in (60, 260, 340):
            canvas.rect(x, 700, 200 if x == 60 else 80, 16)
        canvas.drawRightString(339.6, 705, "2023")
        canvas.drawString(340.4, 705, "2024")
        table([["Wonen", "10", "20"], ["Werk", "30", "45"]], columns=(200, 80, 80), bold=0)(canvas)

    names, cells, _ = only_table(read(pdf(page)))
    assert names == ["2023", "2024"]
    assert cells == [("10", "20"), ("30", "45")]


def test_header_lines_of_one_name_are_one_row() -> None:
    """A header cut over three lines names its columns once, also where a name has fewer lines."""
    data = [
        ["", "Peilwaarde", "Streefwaarde", "Streefwaarde"],
        ["Indicator", "(peiljaar)", "Begroting", "Begroting"],
        ["", "", "2024", "2025"],
        ["Restafval per inwoner", "214 kg (2022)", "200 kg", "190 kg"],
    ]
    document = read(pdf(table(data, bold=3)))
    names, cells, labels = only_table(document)
    assert names == ["Peilwaarde (peiljaar)", "Streefwaarde Begroting 2024", "Streefwaarde Begroting 2025"]
    assert cells == [("214 kg (2022)", "200 kg", "190 kg")]
    assert labels == ["Restafval per inwoner"]


def columns_only(canvas: Canvas) -> None:
    """Draw a table with lines between its columns and none between its rows."""
    lines = [
        ("Hondenbelasting", "", ""),
        ("eerste hond", "88", "95"),
        ("tweede hond", "132", "142"),
        ("Toeristenbelasting", "", ""),
        ("per overnachting", "1", "2"),
    ]
    canvas.setFont("Helvetica-Bold", 9)
    canvas.drawRightString(336, 689, "2023")
    canvas.drawRightString(416, 689, "2024")
    canvas.setFont("Helvetica", 9)
    for number, line in enumerate(lines):
        base = 673 - 13 * number
        canvas.drawString(64, base, line[0])
        canvas.drawRightString(336, base, line[1])
        canvas.drawRightString(416, base, line[2])
    for y in (700, 684, 610):
        canvas.line(60, y, 420, y)
    for x in (60, 260, 340, 420):
        canvas.line(x, 610, x, 700)


def test_a_group_above_lower_case_rows_stays_a_group() -> None:
    """A label that had room for the next word is whole, and names the rows below it."""
    document = read(pdf(columns_only))
    (found,) = [block.table for block in document.blocks if block.table]
    said = [
        (row.label.of(document.text), [span.of(document.text) for span in row.parents]) for row in found.rows
    ]
    assert said == [
        ("eerste hond", ["Hondenbelasting"]),
        ("tweede hond", ["Hondenbelasting"]),
        ("per overnachting", ["Toeristenbelasting"]),
    ]


def test_amounts_between_two_lines_of_a_label_are_of_that_label() -> None:
    """Amounts printed halfway the two lines of a label do not part them."""

    def page(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 9)
        for base, label in (
            (673, "Vrije reserve"),
            (660, "Algemene reserve voor het"),
            (649, "weerstandsvermogen"),
        ):
            canvas.drawString(64, base, label)
        for base, amounts in ((673, ("43", "42")), (654.5, ("8", "9"))):
            canvas.drawRightString(256, base, amounts[0])
            canvas.drawRightString(336, base, amounts[1])
        canvas.setFont("Helvetica-Bold", 9)
        canvas.drawRightString(256, 689, "2023")
        canvas.drawRightString(336, 689, "2024")
        for y in (700, 684, 640):
            canvas.line(60, y, 340, y)
        for x in (60, 185, 260, 340):
            canvas.line(x, 640, x, 700)

    assert rows(read(pdf(page))) == [
        "Vrije reserve | 43 | 42",
        "Algemene reserve voor het weerstandsvermogen | 8 | 9",
    ]


def test_a_row_with_a_long_text_stays_one_row() -> None:
    """Amounts below each other beside a text of many lines are of one row where rows are ruled."""
    first = "Het bestuur bestaat uit\nwethouders van alle\ngemeenten in de regio\nen een voorzitter"
    second = "Het samenwerkingsverband\nvoert taken uit voor alle\ngemeenten in de regio\nen het Rijk"
    data = [
        ["Partij", "Belang", "Vermogen"],
        ["Regio", first, "1.113\nin 2024:\n1.063\nin 2025"],
        ["Dienst", second, "2.113\nin 2024:\n2.063\nin 2025"],
    ]
    found = rows(read(pdf(table(data, columns=(120, 200, 120)))))
    assert [row.split(" | ")[0] for row in found] == ["Regio", "Dienst"]
    assert "en een voorzitter" in found[0]


def test_a_row_goes_on_overleaf() -> None:
    """The rest of a row on the next page is no row, and no group of the rows below it."""
    columns = (120, 200, 80)
    first = table([["Nr", "Indicator", "Cijfer"], ["1", "Aantal re-", "7,7"]], columns=columns, y=120)
    second = table(
        [["", "integraties", ""], ["2", "Banen", "8,8"], ["3", "Zorg", "9,9"]], columns=columns, y=780, bold=0
    )
    document = read(pdf(first, second))
    assert rows(document) == ["1 | Aantal reintegraties | 7,7", "2 | Banen | 8,8", "3 | Zorg | 9,9"]
    assert all(not row.parents for block in tables(document) if block.table for row in block.table.rows)


def test_a_table_of_which_only_totals_are_coloured_is_whole() -> None:
    """Rows between coloured ones belong to the table, in columns of their own."""

    def page(canvas: Canvas) -> None:
        lines = [
            ("Kosten", "120", ""),
            ("Inkomsten", "-20", ""),
            ("Netto kosten", "", "100"),
            ("Overhead", "30", ""),
            ("Btw", "15", ""),
            ("Rente", "5", ""),
            ("Totaal", "", "150"),
        ]
        canvas.setFillColorRGB(0.8, 0.9, 0.8)
        for number in (-1, 2, 6):
            canvas.rect(60, 670 - 16 * number, 400, 15, stroke=0, fill=1)
        canvas.setFillColorRGB(0, 0, 0)
        canvas.setFont("Helvetica-Bold", 9)
        canvas.drawString(64, 690, "Berekening")
        canvas.setFont("Helvetica", 9)
        for number, (label, one, two) in enumerate(lines):
            canvas.drawString(64, 674 - 16 * number, label)
            canvas.drawRightString(330, 674 - 16 * number, one)
            canvas.drawRightString(440, 674 - 16 * number, two)

    assert rows(read(pdf(page))) == [
        "Kosten | 120",
        "Inkomsten | -20",
        "Netto kosten | 100",
        "Overhead | 30",
        "Btw | 15",
        "Rente | 5",
        "Totaal | 150",
    ]


def test_the_unit_holds_for_every_table_of_a_frame() -> None:
    """Assets and liabilities stand in one frame; the unit is said once."""
    data = [
        ["Bedragen x € 1.000", "31-12-2024", "31-12-2025"],
        ["Vaste activa", "17.455", "22.408"],
        ["Totaal activa", "29.108", "35.544"],
        ["Passiva", "31-12-2024", "31-12-2025"],
        ["Eigen vermogen", "7.074", "7.052"],
        ["Totaal passiva", "29.108", "35.544"],
    ]
    document = read(pdf(table(data)))
    assert len(tables(document)) == 2
    said = {(f.label.of(document.text), f.year, f.multiplier) for f in figures(document)}
    assert {("Vaste activa", 2024, 1000), ("Eigen vermogen", 2025, 1000)} <= said


def numbered(number: int) -> Draw:
    """Return a page with a title that every chapter has at the same place, and text of its own."""
    title = text("Wat gaat het kosten?", y=790, size=12, font="Helvetica-Bold")
    return both(title, text(*(f"Dit is zin {n} van hoofdstuk {number} en {SENTENCE}" for n in range(3))))


def test_a_title_that_every_chapter_has_is_no_running_line() -> None:
    """What comes back further on at the same place is kept; a line on the next page too runs."""
    other = [text(*(f"Bladzijde {n} zegt iets anders: {SENTENCE}" for _ in range(3))) for n in range(9)]
    pages = [numbered(1), *other[:3], numbered(2), *other[3:6], numbered(3)]
    document = read(pdf(*pages))
    assert [title for _, title in headings(document)].count("Wat gaat het kosten?") == 3


def test_a_chapter_title_repeated_small_is_a_running_line() -> None:
    """The title of a chapter on two lines is a heading once; small at the top of the next page it runs."""
    first = both(
        text("Op weg naar een robuuste", "toekomst-bestendige organisatie", y=780, size=22), text(*PARAGRAPH)
    )
    small = text("Op weg naar een robuuste toekomstbestendige organisatie", y=790, size=9)
    second = both(small, text(*PARAGRAPH))
    document = read(pdf(first, second))
    assert "robuuste toekomstbestendige" not in document.text
    assert len(headings(document)) == 1


def test_letters_of_a_list_at_the_top_of_pages_stay() -> None:
    """The same letter at the same height of two pages is the mark of an item, and no running line."""
    said = ("hulp die nodig is;", "zorg voor het gezin;", "werk voor ieder die kan;")
    pages = [both(text("b.", x=60, y=800), text(item, x=90, y=800), text(*PARAGRAPH, y=600)) for item in said]
    assert of_kind(read(pdf(*pages)), BlockKind.LIST_ITEM) == [f"b. {item}" for item in said]


def test_a_reference_to_a_note_leaves_the_sentence() -> None:
    """A raised number whose note is on the page goes; the note keeps its number; m2 stays whole."""

    def page(canvas: Canvas) -> None:
        text(*PARAGRAPH, y=700)(canvas)
        canvas.setFont("Helvetica", 10)
        canvas.drawString(60, 640, "Het akkoord")
        canvas.drawString(120, 640, "geldt voor 80 m")
        canvas.setFont("Helvetica", 6)
        canvas.drawString(60 + canvas.stringWidth("Het akkoord", "Helvetica", 10), 644, "4")
        canvas.drawString(120 + canvas.stringWidth("geldt voor 80 m", "Helvetica", 10), 644, "2")
        canvas.setFont("Helvetica", 7)
        canvas.drawString(60, 60, "4")
        canvas.drawString(74, 60, "Akkoord over gezond en actief leven.")

    document = read(pdf(page))
    assert "Het akkoord geldt voor 80 m2" in document.text
    assert of_kind(document, BlockKind.FOOTNOTE) == ["4 Akkoord over gezond en actief leven."]


def test_the_contents_give_the_levels() -> None:
    """Without an outline the indents of the table of contents say how deep a title is."""

    def contents(canvas: Canvas) -> None:
        text("Inhoudsopgave", y=780, size=14)(canvas)
        for number, (indent, title) in enumerate(
            [(60, "Beleid"), (75, "Zorg"), (75, "Jeugd"), (60, "Geld"), (75, "Lasten"), (75, "Baten")]
        ):
            canvas.setFont("Helvetica", 10)
            canvas.drawString(indent, 740 - 14 * number, f"{title} {'.' * 60} {number + 2}")

    def chapter(first: str, second: str) -> Draw:
        return both(
            text(first, y=780, font="Helvetica-Bold"),
            text(*PARAGRAPH, y=760),
            text(second, y=700, font="Helvetica-Bold"),
            text(*PARAGRAPH, y=680),
        )

    document = read(pdf(contents, chapter("Beleid", "Zorg"), chapter("Geld", "Lasten")))
    assert headings(document) == [(1, "Beleid"), (2, "Zorg"), (1, "Geld"), (2, "Lasten")]


def test_only_the_largest_line_of_a_cover_is_its_title() -> None:
    """Lines on a cover are no chapters; the title stands above the chapters."""
    cover = both(
        text("Samen doen", y=600, size=20, font="Helvetica-Bold"),
        text("Coalitieakkoord", y=700, size=36, font="Helvetica-Bold"),
    )
    pages = [
        both(text(title, y=780, size=14, font="Helvetica-Bold"), text(*PARAGRAPH))
        for title in ("Wonen", "Zorg", "Werk")
    ]
    assert headings(read(pdf(cover, *pages))) == [
        (1, "Coalitieakkoord"),
        (2, "Wonen"),
        (2, "Zorg"),
        (2, "Werk"),
    ]


def test_a_bold_line_after_a_sentence_is_a_heading() -> None:
    """A title that stands close below a text that fills its line is not part of that text."""
    page = text(
        *PARAGRAPH[:2], "geven aan groepen van ten hoogste acht mensen, twee keer in de week, het hele jaar."
    )
    title = text("Toelichting op de lessen", y=700 - 3 * 12.5, font="Helvetica-Bold")
    document = read(pdf(both(page, title, text(*PARAGRAPH, y=700 - 4 * 12.5))))
    assert [found for _, found in headings(document)] == ["Toelichting op de lessen"]


def test_the_mark_of_a_list_finds_its_text() -> None:
    """A bullet on a line of its own is no item; the line below it is."""
    page = both(text(*PARAGRAPH), text("•", x=60, y=640), text("via de gemeente", x=72, y=628))
    assert of_kind(read(pdf(page)), BlockKind.LIST_ITEM) == ["via de gemeente"]


def test_a_column_that_is_mostly_indented_is_a_column() -> None:
    """A title that stands left of the indented text of its column stays with it."""
    left = [f"linker regel {n} over wat de gemeente doet" for n in range(1, 8)]
    right = [f"rechter regel {n} over wat het kost" for n in range(1, 8)]
    page = both(
        text("1. Een titel van de linker", y=700, x=60),
        text(*left, y=687, x=74),
        text("2. Titel rechts", y=700, x=300),
        text(*right, y=687, x=314),
    )
    found = read_bytes(pdf(page), "stuk.pdf").text
    assert found.index("linker regel 7") < found.index("2. Titel rechts") < found.index("rechter regel 1")
