"""Text is cut into sentences where they end, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from corpus.document import BlockKind, Document, Span
from corpus.sentences import block_sentences, sentences

Read = Callable[..., Document]


def cut(text: str) -> list[str]:
    """Return the sentences of a text."""
    return [span.of(text) for span in sentences(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    "parts",
    [
        ["Dit is een zin.", "Dit is er nog een."],
        ["Werkt het?", "Ja!", "Echt waar…", "Mooi."],
        ["Hij zei: ‘Kom mee.’", "Toen ging hij."],
        ["Het kost € 5.", "€ 6 was beter."],
        ["Wij zijn klaar (voor nu).", "(Later meer.)", "Einde."],
        ["Dat was in 2019.", "2020 was anders."],
        ["Énorm.", "Één zin."],
        ["Geen punt aan het eind"],
        ["Wacht...", "Daar is hij."],
    ],
)
def test_a_sentence_ends_at_its_mark(parts: list[str]) -> None:
    """Full stops, question marks, quotes and brackets end a sentence before a capital."""
    assert cut(" ".join(parts)) == parts


@pytest.mark.parametrize(
    "text",
    [
        "Bel bijv. De Brug of o.a. Andes.",
        "Wij sturen dit t.b.v. B. Jansen en drs. De Vries.",
        "In 2019 was het 1.943 en 2.0 keer meer.",
        "Zie art. 3 van de wet, d.w.z. Hoofdstuk 2 enz.",
        "1. Eerst vragen wij inwoners wat zij vinden.",
        "12. Als laatste stemt de raad.",
        "Van 10 t/m 12 jaar is het gratis.",
        "Kijk op example.org. daar staat het.",
        "Het is fijn.zonder spatie.",
    ],
)
def test_an_abbreviation_number_or_initial_ends_nothing(text: str) -> None:
    """Abbreviations, initials, item numbers and decimals do not end a sentence."""
    assert cut(text) == [text]


def test_a_part_of_a_text_is_cut_by_itself() -> None:
    """Only what lies inside the given span is cut, at places in the whole text."""
    text = "Een. Twee drie. Vier. Vijf."
    assert [s.of(text) for s in sentences(text, Span(5, 21))] == ["Twee drie.", "Vier."]


def test_a_heading_and_a_row_are_one_each(read: Read) -> None:
    """A title with two questions is one piece, and so is each row of a table."""
    document = read(
        "# Wat? En hoe. Dan\n\n## Kop\n\n| Post | 2024 |\n| --- | --- |\n| Sport. En | 5 |\n", "t.md"
    )
    pieces = {
        block.kind: [s.of(document.text) for s in block_sentences(document.text, block)]
        for block in document.blocks
    }
    assert pieces[BlockKind.HEADING] == ["Kop"]
    assert pieces[BlockKind.TABLE] == ["Sport. En | 5"]
    first = document.blocks[0]
    assert block_sentences(document.text, first) == [first.span]
