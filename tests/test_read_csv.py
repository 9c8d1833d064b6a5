"""CSV and TSV files: one table, whatever stands between the cells; a text with commas stays text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import BlockKind, Document, Table
from corpus.figures import figures
from corpus.read_csv import separator
from corpus.reader import read_bytes
from tests.test_offsets import check_all, read_or_refuse


def table_of(document: Document) -> Table:
    """Return the only table of a document."""
    (table,) = [block.table for block in document.blocks if block.table]
    return table


def rows(document: Document) -> list[list[str]]:
    """Return label and cells of each row."""
    table = table_of(document)
    return [[span.of(document.text) for span in (row.label, *row.cells)] for row in table.rows]


@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_separator_gives_the_same_table(mark: str, end: str) -> None:
    """Semicolon, comma, tab and bar; Unix, Windows and old Mac line ends."""
    lines = [("Naam", "Jaar", "Doel"), ("Sport", "2024", "Zaal"), ("Zorg", "2025", "Wijk")]
    data = end.join(mark.join(line) for line in lines).encode()
    document = read_bytes(data, "lijst.csv")
    assert rows(document) == [["Sport", "2024", "Zaal"], ["Zorg", "2025", "Wijk"]]
    assert [column.name for column in table_of(document).columns] == ["Jaar", "Doel"]


def test_quoted_cells_keep_their_marks_and_lose_their_line_ends() -> None:
    """A separator, a quote and a line end in a quoted cell belong to the cell."""
    data = b'Naam;Bedrag 2024\n"Zorg; en\r\nwelzijn";1.234,50\n"De ""Brug""";-12\n'
    document = read_bytes(data, "lijst.csv")
    assert rows(document) == [["Zorg; en welzijn", "1.234,50"], ['De "Brug"', "-12"]]
    assert [str(figure.number) for figure in figures(document)] == ["1234.50", "-12"]


def test_accents_are_exact_as_spreadsheets_write_them() -> None:
    """Windows-1252, UTF-8 with a mark and UTF-16 give the same letters."""
    text = "Plaats;Café\nSúdwest-Fryslân;naïef € 5\n"
    for data in (text.encode("cp1252"), text.encode("utf-8-sig"), text.encode("utf-16")):
        assert rows(read_bytes(data, "lijst.csv")) == [["Súdwest-Fryslân", "naïef € 5"]]


def test_empty_rows_and_columns_disappear_and_short_rows_are_filled() -> None:
    """Cells keep their column past an empty one."""
    document = read_bytes(b"Naam;;2024;2025\n;;;\nSport;;;5\nZorg;;7\nWerk;;8;9\nX;;1;2\n", "lijst.csv")
    assert rows(document) == [["Sport", "", "5"], ["Zorg", "7", ""], ["Werk", "8", "9"], ["X", "1", "2"]]


def test_a_title_above_the_columns_is_a_paragraph() -> None:
    """Lines with one cell above the table are text; a unit among them is the unit of the table."""
    data = "Begroting 2025;;\nbedragen x € 1.000;;\nPost;2025;2026\nZorg;5;6\nSport;7;8\n".encode()
    document = read_bytes(data, "lijst.csv")
    assert document.blocks[0].kind is BlockKind.PARAGRAPH
    assert figures(document)[0].multiplier == 1000


def test_a_line_that_names_the_separator_is_no_row() -> None:
    """What spreadsheets write for each other ("sep=;") is not text."""
    assert rows(read_bytes(b"sep=;\nNaam;Doel\nZorg;Wijk\n", "lijst.csv")) == [["Zorg", "Wijk"]]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("stuk.txt", "Naam;Jaar\nSport;2024\nZorg;2025\n"),
        ("stuk.csv", "Dit is een tekst zonder rijen.\n\nHij gaat over zorg, jeugd en werk.\n\nEinde.\n"),
    ],
)
def test_name_and_content_must_agree(name: str, text: str) -> None:
    """A text is a text where its name or its content is not that of a table."""
    assert all(block.table is None for block in read_bytes(text.encode(), name).blocks)


def test_a_header_of_numbers_is_a_row() -> None:
    """Without names above the columns, the first row is a row like the others."""
    assert len(rows(read_bytes(b"Sport;5;6\nZorg;7;8\nWerk;9;1\n", "lijst.csv"))) == 3


def test_a_large_file_is_read_whole() -> None:
    """A hundred thousand rows are a hundred thousand rows."""
    data = "Naam;Bedrag\n" + "".join(f"Post {n};{n}\n" for n in range(100_000))
    document = read_bytes(data.encode(), "groot.csv")
    assert len(table_of(document).rows) == 100_000


def test_the_separator_is_the_mark_that_divides_rows_alike() -> None:
    """Commas in amounts and texts do not count where semicolons divide better."""
    assert separator("a;1,5\nb;2,5\nc, d;3\n") == ";"
    assert separator("een\ntwee\n") is None


CELLS = st.sampled_from(
    ["Zorg", "5", "1.943,5", "", "2025", '"a;b"', '"x\ny"', '"', "€ 5", "x € 1.000", "\0", "é"]
)
LINES = st.lists(st.lists(CELLS, min_size=1, max_size=5).map(";".join), max_size=20).map("\n".join)


@settings(max_examples=200)
@given(st.one_of(LINES, st.text(max_size=200)))
def test_any_table_is_a_document_or_a_clear_refusal(text: str) -> None:
    """Whatever the cells, every row and cell is a slice of the text."""
    document, refusal = read_or_refuse(text.encode(errors="replace"), "stuk.csv")
    assert refusal in {"", "empty", "binary", "format"}
    if document:
        check_all(document)
