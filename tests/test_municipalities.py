"""The municipalities of the Netherlands, found by name in any text."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from corpus.municipalities import find_municipality, fold, mentions, municipalities

OFFICIAL = Path(__file__).resolve().parents[1].parent / "shared" / "municipalities.csv"


def named(text: str) -> list[str]:
    """Return the municipalities that a text names."""
    return [name for _, _, name in mentions(text)]


def test_there_are_342_each_with_its_own_code() -> None:
    """Every municipality of 2024 is there once."""
    places = municipalities()
    assert len({place.code for place in places}) == len(places) == 342
    assert [place.name for place in places if place.code == "gm0109"] == ["Coevorden"]


@pytest.mark.shared
@pytest.mark.skipif(not OFFICIAL.is_file(), reason="../shared is absent")
def test_codes_and_names_are_the_official_ones() -> None:
    """Codes and names agree with the official list."""
    with OFFICIAL.open(encoding="utf-8", newline="") as file:
        official = {(row["code"], row["name"]) for row in csv.DictReader(file)}
    assert {(place.code, place.name) for place in municipalities()} == official


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Emmen", "Emmen"),
        ("gemeente Borger-Odoorn", "Borger-Odoorn"),
        ("borger odoorn", "Borger-Odoorn"),
        ("Den Haag", "'s-Gravenhage"),
        ("Sudwest Fryslan", "Súdwest-Fryslân"),
        ("gm0183", "Tubbergen"),
        ("GM0183", "Tubbergen"),
        ("Brielle", "Voorne aan Zee"),
        ("Bergen (L.)", "Bergen (L.)"),
    ],
)
def test_a_municipality_is_found_by_any_of_its_names(name: str, found: str) -> None:
    """Case, accents, hyphens, former names and codes do not matter."""
    place = find_municipality(name)
    assert place is not None
    assert place.name == found


@pytest.mark.parametrize("name", ["Atlantis", "", "GGD Flevoland", "gm9999", "Bergen"])
def test_a_name_of_none_or_of_two_is_not_guessed(name: str) -> None:
    """An unknown name, and one that two municipalities share, is none."""
    assert find_municipality(name) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("wat doet emmen aan sport?", ["Emmen"]),
        ("Coevorden en Borger-Odoorn", ["Coevorden", "Borger-Odoorn"]),
        ("in 's-Hertogenbosch en Den Haag", ["'s-Hertogenbosch", "'s-Gravenhage"]),
        ("wij wonen in Súdwest-Fryslân.", ["Súdwest-Fryslân"]),
        ("Emmense schaatsers in Emmen-Zuid", []),
        ("vernemmen", []),
    ],
)
def test_names_are_found_as_whole_words(text: str, found: list[str]) -> None:
    """A name counts as a word of its own, in any case, not as part of another."""
    assert named(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("de buren houten een feest", []),
        ("Buren helpen elkaar.", []),
        ("Dat is fijn. Buren helpen elkaar.", []),
        ("wat doet Buren aan sport?", ["Buren"]),
        ("de gemeente buren", ["Buren"]),
        ("Buren", ["Buren"]),
    ],
)
def test_a_name_that_is_a_word_needs_a_sign(text: str, found: list[str]) -> None:
    """Buren and Houten count with a capital inside a sentence, after "gemeente", or alone."""
    assert named(text) == found


def test_places_of_mentions_are_exact() -> None:
    """Each mention is the slice that names the municipality, accents and all."""
    text = "Één plan: Súdwest-Fryslân, Borger-Odoorn en ’s-Gravenhage."
    for start, end, name in mentions(text):
        place = find_municipality(text[start:end].strip("’'"))
        assert place is not None
        assert place.name == name


def test_other_organisations_can_be_named_too() -> None:
    """Names of the library that are no municipality are found beside them."""
    found = mentions("ggd flevoland en Emmen", ["GGD Flevoland"])
    assert [name for _, _, name in found] == ["GGD Flevoland", "Emmen"]


def test_folding_makes_spellings_equal() -> None:
    """Accents, case, hyphens and apostrophes fall away."""
    assert fold("Súdwest-Fryslân") == fold("sudwest fryslan")
    assert fold("’s-Gravenhage") == fold("'s gravenhage")


@pytest.mark.parametrize("name", ["-", " ", "", "/", "\u200b"])
def test_an_owner_without_a_letter_is_not_named(name: str) -> None:
    """Who typed a dash where nobody is known did not make every sentence one about that document."""
    assert [found for _, _, found in mentions("Wat kost hulp - in Emmen?", [name])] == ["Emmen"]
