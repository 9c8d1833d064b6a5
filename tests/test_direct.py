"""The short direct answer: which words of a quote answer, and where none may be shown."""

from __future__ import annotations

import pytest

from assistant.direct_words import (
    NameQuestion,
    amounts,
    counted_noun,
    dates,
    name_question,
    names,
    numbers,
    percentages,
)
from corpus.document import Span

SENTENCE = "In 2024 zijn meer dan 35 (kleine) speeltuinen opgeknapt, voor € 1,2 miljoen per jaar."


def texts(found: list[Span], sentence: str) -> list[str]:
    """Return the words that were found."""
    return [span.of(sentence) for span in found]


@pytest.mark.parametrize(
    ("asked", "noun"),
    [
        ("Hoeveel speeltuinen zijn opgeknapt?", "speeltuin"),
        ("Hoeveel kleine speeltuinen zijn er?", "speeltuin"),
        ("Hoeveel speeltuinen gingen er dicht?", "speeltuin"),
        ("Hoeveel is er?", None),
    ],
)
def test_what_is_counted_is_the_noun_before_the_verb(asked: str, noun: str | None) -> None:
    """Adjectives before it do not count, nor does a verb after it."""
    assert counted_noun(asked) == noun


def test_a_number_comes_with_what_it_counts() -> None:
    """The number with its "more than" and its noun; a year or another number is none."""
    find = numbers("Hoeveel speeltuinen zijn opgeknapt?")
    assert find is not None
    assert texts(find(SENTENCE), SENTENCE) == ["meer dan 35 (kleine) speeltuinen"]
    assert not find("Er zijn 12 parken en speeltuinen.")


def test_amounts_and_percentages_come_with_their_unit() -> None:
    """An amount keeps "miljoen" and "per jaar", a percentage says of what it is one."""
    assert texts(amounts(SENTENCE), SENTENCE) == ["€ 1,2 miljoen per jaar"]
    sentence = "Dat is 8,5% van de huishoudens."
    assert texts(percentages(sentence), sentence) == ["8,5% van de huishoudens"]


@pytest.mark.parametrize(
    ("side", "sentence", "found"),
    [
        ("", "De nota is op 3 mei 2022 vastgesteld.", ["3 mei 2022"]),
        ("tot", "De proef van 2020 duurt tot eind 2023.", ["eind 2023"]),
        ("sinds", "Dit geldt vanaf 01-07-2021 en tot 2025.", ["01-07-2021"]),
        ("", "Het plan voor 2019-2022 is af.", []),
    ],
)
def test_a_date_stands_where_the_question_asks_it(side: str, sentence: str, found: list[str]) -> None:
    """Until when and since when have their own words; the years of a plan are no date."""
    assert texts(dates(side, "Wanneer?")(sentence), sentence) == found


@pytest.mark.parametrize(
    ("asked", "sentence", "found"),
    [
        (
            "Welke organisatie voert de bijstand uit?",
            "De uitvoering ligt bij de Dienst Werk Zuid (DWZ).",
            ["Dienst Werk Zuid"],
        ),
        ("Met wie werkt u samen?", "Wij werken samen met Humanitas, Tinten en scholen.", []),
        ("Met wie werkt u samen?", "Wij werken samen met Humanitas en Tinten.", ["Humanitas en Tinten"]),
        ("Welke organisatie voert dit uit?", "Meer weten? Vraag het bij Humanitas.", []),
        ("Hoe heet het project?", "Het project heet ‘Samen Sterk’.", ["Samen Sterk"]),
    ],
)
def test_names_are_whole_or_not_shown(asked: str, sentence: str, found: list[str]) -> None:
    """A list that goes on with no name is left out, and so is a name with no part in what is asked."""
    kind = name_question(asked)
    assert isinstance(kind, NameQuestion)
    assert texts(names(kind, asked)(sentence), sentence) == found
