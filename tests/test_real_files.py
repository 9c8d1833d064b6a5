"""What the real files in ../shared/files say on pages that were read by eye."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import pytest

from corpus import ocr
from corpus.document import Block, BlockKind, Document
from corpus.figure import Figure
from corpus.figures import figures
from corpus.reader import read_file
from tests.shared import SHARED

FILES = SHARED / "files"
WASSENAAR = "wassenaar-programmabegroting-2024.pdf"
GGD = "ggd-flevoland-begroting-2026.pdf"
GRONINGEN = "groningen-verordening-jeugdhulp-2026.pdf"
SCAN = "wassenaar-begroting-2021-taakvelden-p195-196-beeld.pdf"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not FILES.is_dir(), reason="../shared/files is absent"),
]


@cache
def document(name: str) -> Document:
    """Return a real document, read once."""
    return read_file(FILES / name)[0]


@cache
def all_figures(name: str) -> tuple[Figure, ...]:
    """Return the figures of a real document."""
    return tuple(figures(document(name)))


def on(name: str, page: int) -> list[Block]:
    """Return the blocks that begin on a page."""
    return [block for block in document(name).blocks if block.page == page]


def columns(name: str, page: int) -> list[list[tuple[str, int | None]]]:
    """Return name and year of the columns of each table on a page."""
    return [[(c.name, c.year) for c in b.table.columns] for b in on(name, page) if b.table]


def amounts(name: str, page: int, label: str) -> list[list[str]]:
    """Return the cells of the rows on a page that have this label, empty ones left out."""
    text = document(name).text
    return [
        [cell.of(text) for cell in row.cells if cell.of(text)]
        for block in document(name).blocks
        if block.table
        for row in block.table.rows
        if row.label.of(text) == label and document(name).page_of(row.span.start) == page
    ]


def figure(name: str, page: int, label: str, column: str) -> Figure:
    """Return the one figure on a page in this row and column."""
    text = document(name).text
    (found,) = [
        f
        for f in all_figures(name)
        if document(name).page_of(f.cell.start) == page and f.label.of(text) == label and f.column == column
    ]
    return found


def path(name: str, title: str, page: int) -> list[str]:
    """Return the titles from the outermost to the section with this title that begins on a page."""
    found = document(name)
    (section,) = [
        s
        for s in found.sections
        if s.path and s.path[-1].of(found.text) == title and found.page_of(s.path[-1].start) == page
    ]
    return [span.of(found.text) for span in section.path]


def test_wassenaar_66_has_three_columns_a_year() -> None:
    """The recapitulation: income, expense and balance of four years, in thousands."""
    (named,) = columns(WASSENAAR, 66)
    sides = ("baten", "lasten", "saldo")
    assert named == [(f"Begroting {y} {side}", y) for y in range(2024, 2028) for side in sides]
    found = figure(WASSENAAR, 66, "P2 Mens en Maatschappij", "Begroting 2025 lasten")
    assert (found.number, found.multiplier, found.unit) == (Decimal(-39593), 1000, "€")
    assert (found.year, found.side) == (2025, "lasten")
    total = figure(WASSENAAR, 66, "Saldo van baten en lasten", "Begroting 2024 baten")
    assert (total.number, total.side) == (Decimal(85971), "baten")


def test_wassenaar_88_keeps_the_text_beside_the_amounts() -> None:
    """Four years and a specification; a label cut in its cell is whole."""
    (named,) = columns(WASSENAAR, 88)
    assert named[:4] == [("2024", 2024), ("2025", 2025), ("2026", 2026), ("2027", 2027)]
    assert named[4:] == [("Specificatie werkzaamheden", None)]
    (cells,) = amounts(WASSENAAR, 88, "Verkeersregelinstallaties")
    assert cells[:4] == ["222", "294", "294", "294"]
    assert figure(WASSENAAR, 88, "Riolering", "2027").multiplier == 1000


def test_wassenaar_115_opens_a_table_for_each_programme() -> None:
    """The tasks of two programmes are two tables with the same columns."""
    named = [(f"Begroting 2024 {side}", 2024) for side in ("Baten", "Lasten", "Saldo")]
    assert columns(WASSENAAR, 115) == [named, named]
    assert amounts(WASSENAAR, 115, "1.1 Crisisbeheersing en brandweer") == [["0", "-2.620.704", "-2.620.704"]]
    found = figure(WASSENAAR, 115, "6.71a Hulp bij het huishouden (WMO)", "Begroting 2024 Lasten")
    assert (found.number, found.side, found.year) == (Decimal(-1891122), "lasten", 2024)


def test_wassenaar_119_has_thirteen_columns() -> None:
    """Reserves on a landscape page: names cut at the margin, labels of two lines, groups."""
    (named,) = columns(WASSENAAR, 119)
    moves = [("Vermeerderingen", 0), ("Verminderingen", 0), ("Begroting", 0)]
    expected = [("Begroting 2023", 2023)]
    expected += [(f"{name} {year}", year) for year in range(2024, 2028) for name, _ in moves]
    assert named == expected
    (cells,) = amounts(WASSENAAR, 119, "Algemene reserve weerstandsvermogen")
    assert cells == ["8.000", "0", "0"] + ["8.000", "0", "0"] * 3 + ["8.000"]
    found = figure(WASSENAAR, 119, "BR grote projecten", "Verminderingen 2025")
    text = document(WASSENAAR).text
    assert (found.number, found.year) == (Decimal(-200), 2025)
    assert [span.of(text) for span in found.parents] == ["Bestemmingreserves"]


def test_ggd_28_has_two_tables_in_thousands() -> None:
    """Change and total of the contribution, both with their unit and the financial year."""
    named = [(f"boekjaar (T) {year}", year) for year in range(2026, 2030)]
    assert columns(GGD, 28) == [named, named]
    assert amounts(GGD, 28, "Almere") == [["482", "81", "90", "91"], ["6.947", "7.029", "7.118", "7.209"]]
    text = document(GGD).text
    assert [b.table.unit.of(text) for b in on(GGD, 28) if b.table and b.table.unit] == ["(x € 1.000)"] * 2


def test_ggd_30_has_dates_as_columns() -> None:
    """A balance sheet: the day names the column, and the unit holds for the liabilities too."""
    assets, liabilities = columns(GGD, 30)
    assert [year for _, year in assets] == [year for _, year in liabilities] == list(range(2024, 2030))
    assert amounts(GGD, 30, "Vaste schuld")[0][:3] == ["7.895", "14.419", "14.419"]
    owed = [f for f in all_figures(GGD) if f.label.of(document(GGD).text) == "Eigen vermogen"]
    assert {(f.number, f.year, f.multiplier) for f in owed} >= {(Decimal(7074), 2024, 1000)}


def test_ggd_46_goes_on_from_the_pages_before() -> None:
    """A table over four pages has one header and every row its own page."""
    assert not [block for block in on(GGD, 46) if block.table]
    assert amounts(GGD, 46, "subtotaal | Dronten") == [["326.269", "372.625", "462.852", "467.414"]]
    found = figure(GGD, 46, "Nu Niet Zwanger | Lelystad | mz", "Bestuursbegroting 2026")
    assert (found.number, found.year) == (Decimal(62865), 2026)


@pytest.mark.parametrize("page", [28, 38, 50, 60])
def test_wassenaar_headers_of_indicators_are_one_row(page: int) -> None:
    """A header of three lines is one row; every target has its year."""
    text = document(WASSENAAR).text
    block = next(b for b in on(WASSENAAR, page) if b.table)
    assert block.table is not None
    (header,) = [span.of(text) for span in block.table.header]
    assert header.startswith("Effectindicator | Peilwaarde")
    assert all(column.year for column in block.table.columns[1:])


def test_wassenaar_65_begins_with_the_rest_of_a_row() -> None:
    """The row that page 64 ends in is whole, and no row of page 65 stands in a group."""
    text = document(WASSENAAR).text
    label = "2 | 28. | Lopende reintegratievoorzieningen | Aantal per 1.000 inwoners | CBS"
    assert amounts(WASSENAAR, 64, label) == [["7,7 (2022)", "12,3 (2022)"]]
    (block,) = [b for b in on(WASSENAAR, 64) if b.table]
    assert block.table is not None
    assert not [row for row in block.table.rows if row.parents]
    assert document(WASSENAAR).page_of(block.table.rows[-1].span.start) == 65
    assert block.table.rows[-1].label.of(text).startswith("5 | 34.")


def test_wassenaar_93_shows_no_amount_that_is_cut_off() -> None:
    """In the EMU table the digits that the cells cut off are hidden text."""
    assert amounts(WASSENAAR, 93, "EMU-SALDO") == [["-", "-", "-", "-", "-593"]]
    assert "6.039" not in document(WASSENAAR).text
    hidden = {item.page: item.reason for item in document(WASSENAAR).coverage.hidden}
    assert hidden == {82: "clipped", 91: "clipped", 93: "clipped"}


def test_wassenaar_reads_like_its_own_structure() -> None:
    """The path of a passage has the title, the part, the programme and its question."""
    assert path(WASSENAAR, "Wat gaat het kosten ?", 39) == [
        "BEGROTING 2024",
        "Beleidsbegroting",
        "P3 Bestuur en middelen",
        "Wat gaat het kosten ?",
    ]
    assert path(WASSENAAR, "Recapitulatie", 66)[-2:] == ["Beleidsbegroting", "Recapitulatie"]


def test_ggd_notes_and_running_titles() -> None:
    """A chapter is a heading once, references leave the sentence, notes keep their number."""
    text = document(GGD).text
    titles = [b.span.of(text) for b in document(GGD).blocks if b.kind is BlockKind.HEADING]
    assert sum(title.startswith("2. Op weg naar") for title in titles) == 1
    assert sum(title.startswith("4. Meerjarenbeleidsplan") for title in titles) == 1
    assert "Integraal Zorgakkoord zijn" in text
    notes = [b.span.of(text) for b in on(GGD, 8) if b.kind is BlockKind.FOOTNOTE]
    assert [note.split()[0] for note in notes] == ["4", "5", "6", "7", "8"]


def test_groningen_keeps_the_letters_of_its_items() -> None:
    """No item at the top of a page loses the letter that the ordinance refers to it by."""
    text = document(GRONINGEN).text
    items = [b.span.of(text) for b in on(GRONINGEN, 14) if b.kind is BlockKind.LIST_ITEM]
    assert {item.split()[0] for item in items} >= {"a.", "b.", "c."}


@pytest.mark.skipif(not ocr.is_available(), reason="Tesseract with Dutch is not installed")
def test_the_scanned_page_has_its_tables() -> None:
    """A page that is a picture: each programme a table, with the year and the sides."""
    found = document(SCAN)
    assert found.coverage.recognised == (1,)
    named = [[(c.name, c.year) for c in b.table.columns] for b in found.blocks if b.table]
    assert named.count([(f"Begroting 2021 {side}", 2021) for side in ("Baten", "Lasten", "Saldo")]) >= 7
    assert amounts(SCAN, 1, "6.3 Inkomensregelingen") == [["6.315.189", "-8.575.696", "-2.260.507"]]
