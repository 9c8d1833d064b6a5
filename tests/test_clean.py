"""What web exports leave in a text is taken out; nothing else is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from corpus.document import BlockKind, Document

Read = Callable[..., Document]

LONG = "Wij werken samen met scholen, huisartsen en verenigingen in alle dorpen van de gemeente"


@pytest.mark.parametrize(
    "line",
    [
        "Terug naar navigatie - Doelen",
        "Terug naar navigatie",
        "Terug naar boven",
        "Ga naar de inhoud",
        "Spring naar hoofdinhoud",
        "Naar boven",
        "Deel deze pagina",
        "37,69% Complete",
        "100 % complete",
        "Deze pagina is gebouwd op 03/11/2022 09:15:02 met de export van 03/11/2022",
    ],
)
def test_a_navigation_line_is_dropped(read: Read, line: str) -> None:
    """A line of the site's navigation, a progress bar or a build stamp is not text."""
    document = read(f"Eerste alinea.\n\n{line}\n\nTweede alinea.")
    assert document.text == "Eerste alinea.\n\nTweede alinea."


@pytest.mark.parametrize(
    "line",
    [
        "Wij gaan terug naar de basis.",
        "Terug naar school in het najaar",
        "Naar boven afgeronde bedragen staan in de bijlage.",
        "De aanvraag is 37,69% compleet.",
        "Terug naar af, zei de wethouder.",
    ],
)
def test_a_sentence_that_resembles_navigation_stays(read: Read, line: str) -> None:
    """Only whole lines of navigation go; a sentence with the same words stays."""
    assert line in read(f"Eerste alinea.\n\n{line}\n\nTweede alinea.").text


def test_a_title_that_the_navigation_repeats_is_a_heading(read: Read) -> None:
    """A line that "Terug naar navigatie" repeats is a heading, whatever its looks."""
    text = "Programma wonen\n\nInleiding.\n\nTerug naar navigatie - inleiding.\n\nTekst volgt hier."
    document = read(text)
    headings = [b for b in document.blocks if b.kind is BlockKind.HEADING]
    assert "Inleiding." in [b.span.of(document.text) for b in headings]


def test_widget_lines_become_table_rows(read: Read) -> None:
    """A label, a share, an amount and its unit on lines of their own are one row."""
    widgets = "Uitgaven\n\n12,5%\n€ -1.200\nx €1.000\n12,5% Complete\n\nSaldo\n\n€ 80\nx €1.000"
    document = read(f"{widgets}\n\nProgramma 3 | Sport\n\nWij sporten.")
    (table,) = [b.table for b in document.blocks if b.table]
    rows = [[cell.of(document.text) for cell in row.cells] for row in table.rows]
    assert [row.label.of(document.text) for row in table.rows] == ["Uitgaven", "Saldo"]
    assert rows == [["12,5%", "€ -1.200", "x €1.000"], ["€ 80", "x €1.000"]]


def test_a_broken_sentence_is_joined(read: Read) -> None:
    """A long paragraph that stops in mid-sentence is joined to the next in lower case."""
    document = read(f"{LONG}\n\nen dat blijft zo.\n\nDaarna volgt iets anders.")
    assert f"{LONG} en dat blijft zo." in document.text


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (LONG + ".", "en zo blijft het."),
        (LONG, "De tekst begint opnieuw."),
        (LONG, "a. eerste punt van de lijst"),
        (LONG, "• eerste punt van de lijst"),
        ("Een korte regel", "met kleine letters erachter."),
    ],
)
def test_what_is_no_broken_sentence_stays_apart(read: Read, first: str, second: str) -> None:
    """A finished sentence, a new one, a list item and a short line are left as they are."""
    document = read(f"{first}\n\n{second}\n\nSlot van de tekst.")
    assert not any(
        first in block.span.of(document.text) and second.split()[-1] in block.span.of(document.text)
        for block in document.blocks
    )


def test_a_decorated_first_letter_is_joined_to_its_word(read: Read) -> None:
    """A cut-off first letter is joined ("B eschikbaar"); words of one letter stay words."""
    text = read("B eschikbaar voor iedereen.\n\nU kunt bellen.\n\nO ja, dat kan.").text
    assert text.split("\n\n") == ["Beschikbaar voor iedereen.", "U kunt bellen.", "O ja, dat kan."]
