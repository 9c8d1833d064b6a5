from __future__ import annotations

import pytest

from assistant.places import read_places
from assistant.question import understand
from corpus.municipalities import municipalities
from corpus.villages import villages

LIBRARY = frozenset({"Borger-Odoorn", "Coevorden", "Emmen", "Ooststellingwerf", "Tubbergen", "Montferland"})


def test_every_village_has_a_municipality_and_every_municipality_a_village() -> None:
    """The vendored table fits the municipalities: none is missing on either side."""
    named = {village.municipality for places in villages().values() for village in places}
    assert named == {place.name for place in municipalities()}


@pytest.mark.parametrize(
    ("question", "village", "municipality"),
    [
        ("ik woon in Nieuw-Buinen en heb schulden", "Nieuw-Buinen", "Borger-Odoorn"),
        ("ik woon in nieuw buinen", "Nieuw-Buinen", "Borger-Odoorn"),
        ("is er een zwembad in Tweede Exloërmond?", "2e Exloërmond", "Borger-Odoorn"),
        ("wat kost een woning in Erica", "Erica", "Emmen"),
        ("ik woon in Dalen", "Dalen", "Coevorden"),
        ("ik woon in Winschoten", "Winschoten", "Oldambt"),
        ("waar kan ik terecht in klazienaveen", "Klazienaveen", "Emmen"),
        ("ik woon in St. Nicolaasga", "Sint Nicolaasga", "De Fryske Marren"),
    ],
)
def test_a_village_leads_to_its_municipality(question: str, village: str, municipality: str) -> None:
    """A village is found however it is written, and its municipality with it."""
    places = read_places(question, LIBRARY)
    assert places.by_village == ((village, municipality),)
    assert places.names == (municipality,)


@pytest.mark.parametrize(
    "question",
    [
        "wat is het beste voor mij",
        "ik ben Erica en ik heb schulden",
        "hoeveel huizen worden er gebouwd",
        "welke hulp is er in de wijk?",
        "dalen de kosten in een jaar",
        "wat zei wethouder Van Haren over zorg?",
        "wat doet de provincie in Zeeland",
        "WAT IS ER TE DOEN IN EEN DORP",
        "wat kost een paspoort",
    ],
)
def test_a_word_or_a_first_name_is_no_village(question: str) -> None:
    """A name that is a word as well counts only with its capital, after a preposition."""
    assert read_places(question, LIBRARY).names == ()


@pytest.mark.parametrize(
    ("question", "written", "name", "municipality"),
    [
        ("Wat doet Ooststelingwerf aan armoede?", "Ooststelingwerf", "Ooststellingwerf", "Ooststellingwerf"),
        ("Borger Odorn jeugdzorg", "Borger Odorn", "Borger-Odoorn", "Borger-Odoorn"),
        ("wat doet Coevroden aan sport", "Coevroden", "Coevorden", "Coevorden"),
        ("wat doet tubergen aan zorg", "tubergen", "Tubbergen", "Tubbergen"),
        ("is er een speeltuin in nieuwbuinen?", "nieuwbuinen", "Nieuw-Buinen", "Borger-Odoorn"),
    ],
)
def test_a_misspelt_place_is_read_as_the_place(
    question: str, written: str, name: str, municipality: str
) -> None:
    """One letter wrong, two swapped or a missing hyphen: the name is still read, and said to be."""
    places = read_places(question, LIBRARY)
    assert places.read_as == ((written, name),)
    assert places.names == (municipality,)


def test_a_shared_name_is_that_of_the_library() -> None:
    """Of the villages called Beek the one whose municipality has documents is meant; where none has,
    all are named."""
    assert read_places("ik woon in Beek", LIBRARY).by_village == (("Beek", "Montferland"),)
    nes = read_places("wat is er te doen in Nes", LIBRARY)
    assert nes.shared == (("Nes", ("Ameland", "Heerenveen", "Noardeast-Fryslân")),)
    assert nes.names == ("Ameland", "Heerenveen", "Noardeast-Fryslân")


def test_the_municipality_named_beside_a_shared_village_decides() -> None:
    """A municipality that is named as well says which village is meant."""
    places = read_places("ik woon in Nes in de gemeente Ameland", LIBRARY)
    assert places.by_village == (("Nes", "Ameland"),)
    assert not places.shared


def test_where_someone_lives_is_no_part_of_the_subject() -> None:
    """The place and "ik woon in" are left out of what is asked; it stays a personal question."""
    understood = understand("Ik woon in Albergen. Wie helpt mij met schulden?", LIBRARY)
    assert understood.municipalities == ("Tubbergen",)
    assert "woon" not in understood.topic
    assert understood.personal
