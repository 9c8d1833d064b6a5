"""Cells become figures: a number, what it counts, of when, and what is not sure about it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from corpus.column_meaning import TableWords, column_meanings, completed
from corpus.document import Column, Description, Document, Span, Table
from corpus.figure import Figure
from corpus.figures import figures
from corpus.measures import measure_in, multiplier_of, side_in, years_in
from corpus.numbers import parse_number, read_number
from corpus.reader import described

Read = Callable[..., Document]
BUDGET = Description("Begroting 2024", kind="begroting", year_from=2024, year_to=2024)
REPORT = Description("Jaarverslag 2023", kind="jaarverslag", year_from=2023, year_to=2023)


def by_label(document: Document, label: str) -> list[Figure]:
    """Return the figures of the rows with this label."""
    return [f for f in figures(document) if f.label.of(document.text) == label]


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("841", "841"),
        ("1.234", "1234"),
        ("1.234.567,89", "1234567.89"),
        ("-8.142", "-8142"),
        ("- 328 N", "-328"),
        ("–12", "-12"),
        ("−12", "-12"),
        ("(12)", "-12"),
        ("(-12)", "-12"),
        ("€ -40.261", "-40261"),
        ("3,5%", "3.5"),
        ("66 V", "66"),
        ("14**", "14"),
        ("2019", "2019"),
        ("0", "0"),
    ],
)
def test_a_dutch_number_is_read_with_its_sign(printed: str, number: str) -> None:
    """Points part thousands, a comma the decimals; every printed minus counts."""
    assert parse_number(printed) == Decimal(number)


@pytest.mark.parametrize("printed", ["-", "–", "−", "—", "n.v.t.", "pm", "", "zie tekst", "€"])
def test_what_is_no_number_is_none(printed: str) -> None:
    """A dash, a memo item or a word is no number, not zero."""
    assert parse_number(printed) is None


@pytest.mark.parametrize(
    ("printed", "bare"),
    [("€ -40.261", "-40.261"), ("- 328 N", "-328"), ("3,5%", "3,5"), ("12*", "12")],
)
def test_the_bare_value_is_as_printed(printed: str, bare: str) -> None:
    """Currency, share, side and note go; separators stay."""
    number = read_number(printed)
    assert number is not None
    assert number.printed == bare


@pytest.mark.parametrize(
    ("unit", "factor"),
    [
        ("x € 1.000", 1_000),
        ("x 1000", 1_000),
        ("Bedragen × € 1.000.000", 1_000_000),
        ("in 1 mln", 1_000_000),
        ("bedragen in duizenden euro's", 1_000),
        ("bedragen in miljoenen euro's", 1_000_000),
        ("bedragen in euro's", 1),
    ],
)
def test_a_unit_tells_what_to_multiply_with(unit: str, factor: int) -> None:
    """Thousands and millions are told apart in every spelling."""
    assert multiplier_of(unit) == factor


NO_WORDS = TableWords("", (), "", (), None, frozenset())


@pytest.mark.parametrize(
    ("about", "name", "found"),
    [
        (BUDGET, "2024", (2024, "begroting", True)),
        (BUDGET, "2026", (2026, "meerjarenraming", True)),
        (BUDGET, "Begroting 2026", (2026, "meerjarenraming", True)),
        (BUDGET, "2022", (2022, None, True)),
        (BUDGET, "Rekening 2022", (2022, "rekening", True)),
        (BUDGET, "Bedrag", (2024, "begroting", False)),
        (BUDGET, "", (2024, "begroting", False)),
        (BUDGET, "Aantal inwoners", (2024, None, False)),
        (BUDGET, "Mutatie t.o.v. 2023", (2024, "mutatie", False)),
        (BUDGET, "Stand 31-dec-23", (2023, "stand", True)),
        (BUDGET, "2023-2024", (None, None, True)),
        (BUDGET, "B2024", (2024, "begroting", True)),
        (BUDGET, "Begr. '25", (2025, "meerjarenraming", True)),
        (REPORT, "2022", (2022, "rekening", True)),
        (REPORT, "2024", (2024, None, True)),
        (REPORT, "Verschil", (2023, "verschil", False)),
        (Description("Nota"), "Bedrag", (None, None, False)),
    ],
)
def test_a_column_that_is_silent_is_completed_from_the_document(
    about: Description, name: str, found: tuple[int | None, str | None, bool]
) -> None:
    """A later year in a budget is an estimate; a year that is not printed is known as such."""
    table = Table(Span(0, 0), (), None, (Column((), name, None, None),), ())
    (column,) = column_meanings(table, NO_WORDS, about, 1)
    assert (column.year, completed(column, column.year, about, money=True), column.year_printed) == found


def test_what_is_no_money_gets_no_measure_from_the_document() -> None:
    """A count in a budget is not budgeted unless its column says so."""
    table = Table(Span(0, 0), (), None, (Column((), "2024", None, None),), ())
    (column,) = column_meanings(table, NO_WORDS, BUDGET, 1)
    assert completed(column, 2024, BUDGET, money=False) is None


@pytest.mark.parametrize(
    ("words", "measure"),
    [
        ("Primitieve begroting", "primitieve begroting"),
        ("Begroting na wijziging 2024", "actuele begroting"),
        ("Werkelijk 2019", "rekening"),
        ("2023 realisatie", "rekening"),
        ("Rekening-courant", None),
        ("Verschil rekening en begroting", "verschil"),
        ("Streefwaarde Begroting 2024", "streefwaarde"),
        ("tarief 2024", "tarief"),
        ("Eigen vermogen einde begrotingsjaar", None),
        ("FTE", None),
    ],
)
def test_a_measure_is_named_one_way(words: str, measure: str | None) -> None:
    """Each spelling of budget, account and difference is one measure; other words are none."""
    assert measure_in(words) == measure


@pytest.mark.parametrize(
    ("words", "side"),
    [
        ("Lasten", "lasten"),
        ("1.2 Totaal lasten", "lasten"),
        ("Kosten taakveld(en) incl. rente", "lasten"),
        ("Baten derden", "baten"),
        ("Saldo van baten en lasten", "saldo"),
        ("Geraamde resultaat", "saldo"),
        ("Overzicht van baten en lasten", "saldo"),
        ("Wat gaat het kosten?", None),
        ("Reserve aanvaardbare kosten", None),
        ("Dorpskern (opbrengsten nog PM)", None),
    ],
)
def test_a_side_is_what_a_row_is_about(words: str, side: str | None) -> None:
    """The first or last words of a row name its side; elsewhere in it they say nothing."""
    assert side_in(words) == side


@pytest.mark.parametrize(
    ("words", "years"),
    [
        ("Begroting 2024", (2024,)),
        ("Mutatie t.o.v. 2023", ()),
        ("Peilwaarde (begin 2022 obv JR 2021)", (2022,)),
        ("T-2 31-12-2024", (2024,)),
        ("2024 en 2025", (2024, 2025)),
        ("1.2024", ()),
        ("R2023", (2023,)),
    ],
)
def test_years_are_read_where_they_are_meant(words: str, years: tuple[int, ...]) -> None:
    """A year that is only compared with is not the year of the amount; a date is precise."""
    assert years_in(words) == years


@pytest.mark.parametrize(
    ("printed", "number", "doubts"),
    [
        ("135.24", "135.24", ("decimal",)),
        ("€ 1,234.50", "1234.50", ("decimal",)),
        ("1.5E+06", "1500000", ("decimal",)),
        ("1,234", "1.234", ("decimal",)),
        ("0,0953", "0.0953", ()),
        ("12.34.567", "1234567", ("separator",)),
        ("1.2345", "12345", ("separator",)),
        ("123-", "-123", ()),
        ("1.234,-", "1234", ()),
        ("328 N", "-328", ()),
        ("-61 V", "-61", ("sign",)),
        ("ca. 5.200", "5200", ("approximate",)),
        ("1\u00a0234\u00a0567", "1234567", ()),
    ],
)
def test_other_ways_of_writing_are_read_with_a_doubt(
    printed: str, number: str, doubts: tuple[str, ...]
) -> None:
    """What a spreadsheet or a typing error makes of an amount is a number with a reason to look."""
    found = read_number(printed)
    assert found is not None
    assert (found.value, found.doubts) == (Decimal(number), doubts)


@pytest.mark.parametrize(
    "printed", ["#DEEL/0!", "#####", "<100", "2,0 < x", "31-12-2024", "2024-2027", "nnb"]
)
def test_what_only_looks_like_a_number_is_none(printed: str) -> None:
    """An error of a spreadsheet, a limit, a date or a period is no amount."""
    assert read_number(printed) is None


def test_a_year_behind_a_number_is_its_year() -> None:
    """The year in brackets behind a share is the year of the share."""
    found = read_number("6,1% (2021)")
    assert found is not None
    assert (found.value, found.share, found.year) == (Decimal("6.1"), True, 2021)


TABLE = """\
Begroting 2024

Wat kost het

Bedragen x € 1.000
Post 2024 2025
Lasten
Sport 841 815
Baten
Sport 12 -
Saldo van alles -829 -815
"""


def test_a_figure_has_value_unit_year_measure_and_side(read: Read) -> None:
    """Every cell with a number is a figure that can be understood by itself."""
    document = described(read(TABLE), BUDGET)
    found = [
        (f.value, f.number, f.unit, f.multiplier, f.year, f.measure, f.side)
        for f in by_label(document, "Sport")
    ]
    assert found == [
        ("841", Decimal(841), "€", 1000, 2024, "begroting", "lasten"),
        ("815", Decimal(815), "€", 1000, 2025, "meerjarenraming", "lasten"),
        ("12", Decimal(12), "€", 1000, 2024, "begroting", "baten"),
    ]
    assert [f.side for f in by_label(document, "Saldo van alles")] == ["saldo", "saldo"]


def test_a_figure_points_to_what_proves_it(read: Read) -> None:
    """Cell, row, label, groups and header are slices of the text."""
    document = described(read(TABLE), BUDGET)
    figure = by_label(document, "Sport")[1]
    text = document.text
    assert figure.cell.of(text) == "815"
    assert figure.row.of(text) == "Sport 841 815"
    assert [span.of(text) for span in figure.parents] == ["Lasten"]
    assert [span.of(text) for span in figure.context] == [
        "Bedragen x € 1.000",
        "Post 2024 2025",
        "Lasten",
    ]
    assert figure.column == "2025"


def test_an_amount_without_unit_is_doubted(read: Read) -> None:
    """Where the document prints no unit, the figure says that it is not known."""
    document = read("Cijfers\n\nOverzicht\n\nPost 2024 2025\nSport 5 6\nZorg 7 8")
    assert {(f.unit, f.multiplier, f.doubts) for f in figures(document)} == {("", 1, ("unit",))}


def test_a_printed_euro_or_share_is_its_own_unit(read: Read) -> None:
    """A cell with € counts euros, one with % is a share, one with mln millions."""
    document = read(
        "| Post | 2024 |\n| --- | --- |\n| Sport | € 5 |\n| Groei | 3,5% |\n| Wegen | € 1,4 mln |\n",
        "t.md",
    )
    assert [(f.unit, f.multiplier) for f in figures(document)] == [
        ("€", 1),
        ("%", 1),
        ("€", 1_000_000),
    ]


def test_a_widget_carries_its_unit_in_its_row(read: Read) -> None:
    """The amount of a widget is in thousands, its share is not."""
    document = described(
        read("Inkomsten\n\n11,85%\n€ 12.647\nx €1.000\n\nBegroting\n\nProgramma sport\n\nTekst."),
        BUDGET,
    )
    found = [(f.value, f.unit, f.multiplier, f.side) for f in by_label(document, "Inkomsten")]
    assert found == [("11,85", "%", 1, "baten"), ("12.647", "€", 1000, "baten")]


def test_a_minus_of_any_kind_makes_a_loss(read: Read) -> None:
    """The three signs that are printed as minus give negative numbers."""
    document = read("| Post | 2024 |\n| --- | --- |\n| a | -5 |\n| b | –5 |\n| c | −5 |\n", "t.md")
    assert [f.number for f in figures(document)] == [Decimal(-5)] * 3


def test_empty_cells_are_no_figures(read: Read) -> None:
    """A dash or nothing in a cell gives no figure, and the next keeps its year."""
    document = read("| | 2024 | 2025 |\n| --- | --- | --- |\n| Sport | - | 5 |\n| Zorg | | 6 |\n", "t.md")
    assert [(f.number, f.year) for f in figures(document)] == [(5, 2025), (6, 2025)]


def test_a_star_brings_its_note_along(read: Callable[..., Document]) -> None:
    """A row with a star has the note below the table as context; a row without has not."""
    document = read(
        "Begroting 2024\n\nBedragen x € 1.000\nPost 2024 2025\nSport * 841 815\nWonen 10 20\n\n"
        "* Sport is met cultuur samengevoegd.\n"
    )
    starred, _, plain, _ = figures(document)
    note = "* Sport is met cultuur samengevoegd."
    assert note in [span.of(document.text) for span in starred.context]
    assert note not in [span.of(document.text) for span in plain.context]


def test_a_number_in_a_sentence_is_no_figure(read: Read) -> None:
    """A cell with a remark, a date or a period holds no amount, whatever numbers stand in it."""
    document = read(
        "| Post | Aantal | Toelichting |\n| --- | --- | --- |\n"
        "| Sport | 12 fte | In 2019 waren dat er 14 |\n| Zorg | 5 | 2019-2022 |\n"
        "| Jeugd | 6 | groep 3 |\n| Wonen | 7 | vanaf 1 januari 2020 |\n",
        "t.md",
    )
    assert [f.value for f in figures(document)] == ["12", "5", "6", "7"]


def rows(read: Read, header: str, *lines: str) -> list[Figure]:
    """Return the figures of a Markdown table in a budget of 2024."""
    rule = "|".join(" --- " for _ in header.split("|")[1:-1])
    table = "\n".join([header, f"|{rule}|", *lines])
    return figures(described(read(f"# Begroting 2024\n\nTekst.\n\n{table}\n", "t.md"), BUDGET))


def test_lasten_below_zero_are_expenses(read: Read) -> None:
    """Where a table prints lasten with a minus the amount meant is positive, and a saldo is a benefit."""
    found = rows(
        read,
        "| Bedragen x € 1.000 | Baten | Lasten | Saldo |",
        "| Sport | 10 | -30 | -20 |",
        "| Zorg | 60 | -20 | 40 |",
        "| Wonen | 0 | -10 | -10 |",
        "| Wegen | 0 | -15 | -15 |",
        "| Fonds | 5 | 2 | 7 |",
    )
    meant = (10, 30, -20, 60, 20, 40, 0, 10, -10, 0, 15, -15, 5, -2, 7)
    assert [f.euros for f in found] == [n * 1000 for n in meant]
    assert not any(f.doubts and "sign" in f.doubts for f in found)


def test_a_saldo_of_lasten_less_baten_is_turned(read: Read) -> None:
    """Where lasten are positive and the saldo is what remains to be paid, a benefit is below zero."""
    found = rows(
        read,
        "| Bedragen x € 1.000 | Baten | Lasten | Saldo |",
        "| Sport | 10 | 30 | 20 |",
        "| Zorg | 60 | 20 | -40 |",
    )
    assert [f.euros for f in found if f.side == "saldo"] == [-20_000, 40_000]


def test_a_saldo_that_nothing_explains_is_doubted(read: Read) -> None:
    """Without baten and lasten beside it nobody knows whether a saldo is good or bad news."""
    found = rows(read, "| Bedragen x € 1.000 | 2024 |", "| Saldo | 20 |", "| Sport | 5 |")
    assert [f.doubts for f in found] == [("sign",), ()]


def test_a_total_that_is_not_its_parts_is_doubted_and_kept(read: Read) -> None:
    """One unit a part is rounding; more is shown with the sum, never repaired."""
    found = rows(
        read,
        "| Bedragen x € 1.000 | 2024 | 2025 | 2026 |",
        "| Sport | 10 | 20 | 30 |",
        "| Zorg | 40 | 50 | 60 |",
        "| Totaal | 51 | 70 | 900 |",
    )
    assert [(f.value, f.adds_up_to) for f in found if "total" in f.doubts] == [("900", Decimal(90))]


def test_many_parts_that_add_up_in_one_column_are_the_parts_of_the_others(read: Read) -> None:
    """Where one column proves which rows a total is of, the others are held against them."""
    parts = [f"| post {n} | {n * 137} | {n * 11} | {n * 7} |" for n in range(1, 11)]
    found = rows(
        read,
        "| Bedragen x € 1.000 | 2024 | 2025 | 2026 |",
        *parts,
        "| Totaal | 7.535 | 705 | 485 |",
    )
    sums = [(f.value, f.adds_up_to) for f in found if "total" in f.doubts]
    assert sums == [("705", Decimal(605)), ("485", Decimal(385))]


def test_subtotals_are_not_counted_twice(read: Read) -> None:
    """A grand total is the sum of the totals above it."""
    found = rows(
        read,
        "| Bedragen x € 1.000 | 2024 | 2025 |",
        "| a | 1 | 2 |",
        "| b | 3 | 4 |",
        "| Totaal een | 4 | 6 |",
        "| c | 5 | 6 |",
        "| d | 7 | 8 |",
        "| Totaal twee | 12 | 14 |",
        "| Totaal | 16 | 20 |",
    )
    assert not [f for f in found if "total" in f.doubts]


def test_two_units_in_one_table_stand_apart(read: Read) -> None:
    """A unit in the name of one column is not that of the others; a row that counts is doubted."""
    found = rows(
        read,
        "| Gemeente | Aantal inwoners | Bijdrage (x € 1.000) |",
        "| Dorp | 44.883 | 1.358 |",
        "| Stad | 84.722 | 2.564 |",
    )
    assert [(f.unit, f.multiplier) for f in found] == [("aantal", 1), ("€", 1000)] * 2


def test_whole_euros_are_proved_by_the_same_amounts_in_thousands(read: Read) -> None:
    """A table without a unit is in euros where its amounts stand elsewhere in thousands."""
    text = (
        "# Begroting 2024\n\nTekst.\n\n| Bedragen x € 1.000 | Lasten |\n| --- | --- |\n"
        "| Sport | 1.235 |\n| Zorg | 4.568 |\n| Wonen | 7.891 |\n\nTekst.\n\n"
        "| Taakveld | Lasten |\n| --- | --- |\n"
        "| 5.1 | 1.234.567 |\n| 6.1 | 4.567.890 |\n| 8.1 | 7.890.912 |\n"
    )
    found = figures(described(read(text, "t.md"), BUDGET))
    assert {(f.unit, f.multiplier, "unit" in f.doubts) for f in found} == {
        ("€", 1000, False),
        ("€", 1, False),
    }


def test_an_amount_in_a_sentence_is_marked_as_such(read: Read) -> None:
    """Number, unit and the year of the sentence are taken; what it does not say stays open."""
    document = read(
        "Inleiding\n\nIn 2023 kostte het zwembad € 250.000 extra. Later kwam € 1,4 miljoen vrij.\n"
    )
    found = [f for f in figures(document) if f.in_text]
    assert [(f.euros, f.year, f.doubts) for f in found] == [(250_000, 2023, ()), (1_400_000, None, ("year",))]
    assert found[0].cell.of(document.text) == "€ 250.000"
    assert found[0].row.of(document.text) == "In 2023 kostte het zwembad € 250.000 extra."


def test_a_unit_in_the_heading_proves_the_amount(read: Read) -> None:
    """Where only the heading says the unit, it is part of what a row needs to be understood."""
    heading = "# Begroting 2024\n\nTekst.\n\n## Lasten (bedragen x € 1.000)"
    text = f"{heading}\n\n| Post | 2024 |\n| --- | --- |\n| Sport | 5 |\n"
    document = described(read(text, "t.md"), BUDGET)
    (figure,) = figures(document)
    assert (figure.multiplier, figure.doubts) == (1000, ())
    assert "Lasten (bedragen x € 1.000)" in [span.of(document.text) for span in figure.context]
