"""Cells become figures: a number, what it counts, of when, and what is not sure about it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from corpus.document import Column, Description, Document
from corpus.figures import Figure, bare_value, figures, meaning, multiplier_of, parse_number
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
    assert bare_value(printed) == bare


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


def column(name: str, year: int | None, measure: str | None) -> Column:
    """Return a column without slices."""
    return Column((), name, year, measure)


@pytest.mark.parametrize(
    ("about", "of", "found"),
    [
        (BUDGET, column("2024", 2024, None), (2024, "begroting", None)),
        (BUDGET, column("2026", 2026, None), (2026, "meerjarenraming", None)),
        (BUDGET, column("2022", 2022, None), (2022, None, None)),
        (BUDGET, column("Rekening 2022", 2022, "rekening"), (2022, "rekening", None)),
        (BUDGET, column("Bedrag", None, None), (2024, "begroting", "year")),
        (BUDGET, None, (2024, "begroting", None)),
        (REPORT, column("2022", 2022, None), (2022, "rekening", None)),
        (REPORT, column("2024", 2024, None), (2024, None, None)),
        (REPORT, column("Verschil", None, "verschil"), (2023, "verschil", None)),
        (Description("Nota"), column("Bedrag", None, None), (None, None, "year")),
    ],
)
def test_a_column_that_is_silent_is_completed_from_the_document(
    about: Description, of: Column | None, found: tuple[int | None, str | None, str | None]
) -> None:
    """A later year in a budget is an estimate; a guessed or missing year is doubted; nothing is made up."""
    assert meaning(about, of) == found


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
    assert {(f.unit, f.multiplier, f.doubt) for f in figures(document)} == {("", 1, "unit")}


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
