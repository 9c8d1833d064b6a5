"""Lines of numbers become tables: rows, cells, columns, units and groups."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from corpus.document import Document, Span, Table
from corpus.raw import SAME_CELL
from corpus.tables import build_table, is_header_line, is_unit_line, trailing_header_words, values_of

Read = Callable[..., Document]


def tables(document: Document) -> list[Table]:
    """Return the tables of a document."""
    return [block.table for block in document.blocks if block.table]


def rows(document: Document, number: int = 0) -> list[tuple[str, list[str], list[str]]]:
    """Return label, cells and groups of each row of a table."""
    text = document.text
    return [
        (
            row.label.of(text),
            [cell.of(text) for cell in row.cells],
            [parent.of(text) for parent in row.parents],
        )
        for row in tables(document)[number].rows
    ]


def columns(document: Document) -> list[tuple[str, int | None, str | None]]:
    """Return name, year and measure of each column of the first table."""
    return [(c.name, c.year, c.measure) for c in tables(document)[0].columns]


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("Sport 841 815 815", ["841", "815", "815"]),
        ("Onttrekkingen 949 1.094 - 61 N", ["949", "1.094", "- 61 N"]),
        ("Jeugd 21 - - -", ["21", "-", "-", "-"]),
        ("Saldo € 1.200 € -300", ["€ 1.200", "€ -300"]),
        ("Groei 3,5% (12)", ["3,5%", "(12)"]),
        ("Daling −328 −12", ["−328", "−12"]),
        ("Verschil 66 V 12 N", ["66 V", "12 N"]),
        ("Reserve 12* 14**", ["12*", "14**"]),
        ("Niets - - -", []),
        ("Programma 2", []),
        ("Programma 2 5 6", ["2", "5", "6"]),
        ("Wij doen dit in 2 wijken.", []),
        ("2019 2020 2021", ["2020", "2021"]),
    ],
)
def test_values_are_read_from_the_right(line: str, cells: list[str]) -> None:
    """Amounts with signs, sides, shares and notes are cells; a label stays a label."""
    assert [line[a:b] for a, b in values_of(line)] == cells


@pytest.mark.parametrize(
    "line",
    [
        "Bedragen x € 1.000",
        "(bedragen x €1.000)",
        "x € 1.000",
        "x 1000 euro",
        "Lasten x 1 mln",
        "bedragen in euro's",
        "Bedragen × € 1.000.000",
    ],
)
def test_a_unit_line_is_known(line: str) -> None:
    """The usual ways to print a unit are recognised."""
    assert is_unit_line(line)


@pytest.mark.parametrize("line", ["Sport 841 815", "Wij vieren het feest", "nummer 10.001"])
def test_another_line_is_no_unit(line: str) -> None:
    """A line without a unit is not taken for one."""
    assert not is_unit_line(line)


@pytest.mark.parametrize(
    ("line", "header"),
    [
        ("Exploitatie 2019 2020", True),
        ("Begroting 2019 Werkelijk 2019", True),
        ("Post Rekening", True),
        ("Totaal lasten", False),
        ("Verschil", False),
        ("Sport 841 815", False),
    ],
)
def test_a_header_line_ends_in_years_or_measures(line: str, header: bool) -> None:
    """Years and measures at the end of a line name columns; amounts and sides do not."""
    assert is_header_line(line) is header


def test_header_words_stop_at_the_first_other_word() -> None:
    """Only the words at the end name columns."""
    words = "Kosten in de wijk begroting 2020 rekening 2021".split()
    assert trailing_header_words(words) == ["begroting", "2020", "rekening", "2021"]


BUDGET = """\
Wij hebben dit begroot.

Bedragen x € 1.000
Exploitatie 2024 2025 2026
Lasten
Sport 841 815 815
Algemene voorzieningen 1.871 1.871 1.871
Totaal Lasten 2.712 2.686 2.686
Baten
Sport 12 - -
Totaal Baten 12 - -
Saldo -2.700 -2.686 -2.686
"""


def test_a_budget_has_years_a_unit_and_groups(read: Read) -> None:
    """Columns carry the years, the unit is a slice, and rows stand under lasten or baten."""
    document = read(BUDGET)
    (table,) = tables(document)
    assert columns(document) == [(str(y), y, None) for y in (2024, 2025, 2026)]
    assert table.unit is not None
    assert table.unit.of(document.text) == "Bedragen x € 1.000"
    assert rows(document) == [
        ("Sport", ["841", "815", "815"], ["Lasten"]),
        ("Algemene voorzieningen", ["1.871", "1.871", "1.871"], ["Lasten"]),
        ("Totaal Lasten", ["2.712", "2.686", "2.686"], ["Lasten"]),
        ("Sport", ["12", "-", "-"], ["Baten"]),
        ("Totaal Baten", ["12", "-", "-"], ["Baten"]),
        ("Saldo", ["-2.700", "-2.686", "-2.686"], []),
    ]


def test_both_halves_stand_under_the_same_group(read: Read) -> None:
    """Baten stands beside lasten, under the group that holds both, until its own row closes it."""
    document = read(
        "x € 1.000\nPost 2019 2020\nSaldo van baten en lasten\nLasten\nJeugd -8 -9\n"
        "Totaal Lasten -8 -9\nBaten\nJeugd 1 2\nTotaal Baten 1 2\n"
        "Saldo van baten en lasten -7 -7\nMutatie reserves\nToevoegingen -1 -1\nResultaat -8 -8"
    )
    assert [parents for _, _, parents in rows(document)] == [
        ["Saldo van baten en lasten", "Lasten"],
        ["Saldo van baten en lasten", "Lasten"],
        ["Saldo van baten en lasten", "Baten"],
        ["Saldo van baten en lasten", "Baten"],
        ["Saldo van baten en lasten"],
        ["Mutatie reserves"],
        ["Mutatie reserves"],
    ]


def test_a_new_group_ends_both_halves_of_the_last(read: Read) -> None:
    """The next programme does not stand under the baten of the one before."""
    document = read(
        "Post 2019 2020\nProgramma 1\nLasten\nJeugd 5 6\nBaten\nJeugd 1 1\n"
        "Programma 2\nLasten\nSport 7 8\nBaten\nSport 2 2"
    )
    assert [parents for _, _, parents in rows(document)] == [
        ["Programma 1", "Lasten"],
        ["Programma 1", "Baten"],
        ["Programma 2", "Lasten"],
        ["Programma 2", "Baten"],
    ]


def test_a_group_inside_a_half_does_not_outlive_it(read: Read) -> None:
    """Under lasten the groups follow each other; baten replaces lasten and what is in it."""
    document = read("Post 2019 2020\nLasten\nJeugd\nZorg 5 6\nSport\nZaal 7 8\nBaten\nJeugd\nRijk 1 1")
    assert [parents for _, _, parents in rows(document)] == [
        ["Lasten", "Jeugd"],
        ["Lasten", "Sport"],
        ["Baten", "Jeugd"],
    ]


def test_column_names_of_two_words_belong_together(read: Read) -> None:
    """Measure and year beside each other ("Begroting 2019") name one column."""
    document = read(
        "Post Begroting 2019 Werkelijk 2019 Begroting 2020 Werkelijk 2020\n"
        "Pilot 18 15 58 30\nProef 75 41 64 30"
    )
    assert columns(document) == [
        ("Begroting 2019", 2019, "begroting"),
        ("Werkelijk 2019", 2019, "werkelijk"),
        ("Begroting 2020", 2020, "begroting"),
        ("Werkelijk 2020", 2020, "werkelijk"),
    ]


def test_a_header_of_two_lines_is_put_together(read: Read) -> None:
    """A measure above and a year below name one column."""
    document = read(
        "x € 1.000\nWat kost het? Rekening Primitieve Rekening Verschil\n2018 Begroting 2019\n"
        "Jeugd -7.882 -7.020 -8.142 - 328 N\nSport -10 -11 -12 - 1 N"
    )
    assert columns(document) == [
        ("Rekening 2018", 2018, "rekening"),
        ("Primitieve Begroting", None, "primitieve begroting"),
        ("Rekening 2019", 2019, "rekening"),
        ("Verschil", None, "verschil"),
    ]


def test_a_year_at_the_end_of_a_label_is_no_cell(read: Read) -> None:
    """Labels that end in a year keep it when the header says how many columns there are."""
    document = read(
        "(bedragen x €1.000) 2019 2020\nBesparing begroting 2019 94 375\nBesparing 2020 0 281\n"
        "Besparing 2021 0 46"
    )
    assert [label for label, _, _ in rows(document)] == [
        "Besparing begroting 2019",
        "Besparing 2020",
        "Besparing 2021",
    ]


def test_text_around_a_table_stays_outside(read: Read) -> None:
    """Lines above and below that are no rows are paragraphs of their own."""
    document = read(
        "De cijfers staan hieronder en gaan over alles wat wij doen.\nPost 2019 2020\n"
        "Sport 5 6\nZorg 7 8\n* Inclusief de bijdrage van het Rijk."
    )
    blocks = [block.span.of(document.text) for block in document.blocks]
    assert blocks[0].startswith("De cijfers staan")
    assert blocks[1].startswith("Post 2019 2020")
    assert blocks[2].startswith("* Inclusief")


def test_prose_with_numbers_is_no_table(read: Read) -> None:
    """Sentences that end in numbers are not rows."""
    document = read("Wij groeiden in 2019.\nDat waren er 12.\nEen jaar later zagen wij er 14.")
    assert tables(document) == []


def test_cells_keep_their_column_past_an_empty_one(read: Read) -> None:
    """In Markdown an empty cell, or an empty corner, does not shift the cells after it."""
    document = read(
        "|  | 2024 | 2025 |\n| --- | --- | --- |\n| Sport |  | 5 |\n| Zorg | 7 | |\n"
        "| Lasten | | |\n| Wonen | 8 | 9 |\n",
        "t.md",
    )
    assert columns(document) == [("2024", 2024, None), ("2025", 2025, None)]
    assert rows(document) == [
        ("Sport", ["", "5"], []),
        ("Zorg", ["7", ""], []),
        ("Wonen", ["8", "9"], ["Lasten"]),
    ]


def test_an_empty_header_row_does_not_swallow_the_first_row(read: Read) -> None:
    """A Markdown table with an empty header keeps its first row."""
    document = read("| | |\n| --- | --- |\n| Sport | 5 |\n| Zorg | 6 |\n", "t.md")
    assert [label for label, _, _ in rows(document)] == ["Sport", "Zorg"]


def test_a_second_header_row_names_columns_too(read: Read) -> None:
    """A Markdown table with years below its measures has both."""
    document = read(
        "| Post | Begroting | Rekening |\n| --- | --- | --- |\n|  | 2024 | 2023 |\n| Sport | 5 | 6 |\n",
        "t.md",
    )
    assert columns(document) == [
        ("Begroting 2024", 2024, "begroting"),
        ("Rekening 2023", 2023, "rekening"),
    ]
    assert [label for label, _, _ in rows(document)] == ["Sport"]


def test_a_row_of_words_and_a_year_is_a_row(read: Read) -> None:
    """A list of documents with their years is not taken for a header."""
    document = read("| Stuk | Jaar |\n| --- | --- |\n| Rekening | 2019 |\n| Begroting | 2020 |\n", "t.md")
    assert [label for label, _, _ in rows(document)] == ["Rekening", "Begroting"]


def test_a_unit_in_a_header_is_not_part_of_the_measure(read: Read) -> None:
    """The unit that a column name mentions is the unit of the table."""
    document = read("| Post | Begroting 2024 (x € 1.000) |\n| --- | --- |\n| Sport | 5 |\n", "t.md")
    (table,) = tables(document)
    assert table.unit is not None
    assert table.unit.of(document.text) == "(x € 1.000)"
    assert columns(document) == [("Begroting 2024", 2024, "begroting")]


FLATTENED = "\n\n".join(
    "Onderwerp|Score|Motivatie|Wonen|1|Basis van alles|Zorg|2|Hoort bij wonen|Wegen|& Paden|3".split("|")
)


def test_a_table_flattened_to_paragraphs_is_a_table_again(read: Read) -> None:
    """Label, number and remark on lines of their own are rows, under the words that name them."""
    document = read(FLATTENED + "\n\n \n\nDaarna volgt gewone tekst over de uitkomst van dit alles.")
    assert rows(document) == [
        ("Wonen", ["1", "Basis van alles"], []),
        ("Zorg", ["2", "Hoort bij wonen"], []),
        ("Wegen & Paden", ["3"], []),
    ]
    assert [name for name, _, _ in columns(document)] == ["Score", "Motivatie"]


def test_page_numbers_do_not_make_a_table(read: Read) -> None:
    """A number on a line of its own below a sentence is the number of a page."""
    page = "Dit is een alinea die de hele bladzijde vult en met een punt eindigt."
    document = read("\n\n".join(f"{page}\n\n{number}" for number in range(1, 8)))
    assert tables(document) == []


def test_a_header_cell_over_several_columns_names_each_of_them() -> None:
    """The cell is printed once, and its slice is part of the header of every column that it covers."""
    lines = [(0, "Post | Begroting | Saldo"), (25, "2025 | 2026"), (37, "Zorg | 5 | 6 | 7")]
    cells = [("Post", "Begroting", SAME_CELL, "Saldo"), ("", "2025", "2026", ""), ("Zorg", "5", "6", "7")]
    table = build_table(lines, cells, 2)
    assert [c.name for c in table.columns] == ["Begroting 2025", "Begroting 2026", "Saldo"]
    assert table.columns[0].header[0] == table.columns[1].header[0] == Span(7, 16)
