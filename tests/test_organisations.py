"""Whose document it is: a municipality, a joint body, and neither by a name in passing."""

from __future__ import annotations

import pytest

from corpus.organisations import bodies, owner_of, weighed

MEMBERS = "Aa en Hunze, Assen, Borger-Odoorn, Coevorden, Emmen en Westerveld"
BUDGET = (
    f"Begroting 2025\n\nGGD Drenthe\n\nHet algemeen bestuur stelt de begroting vast. De deelnemende "
    f"gemeenten {MEMBERS} betalen. De gemeente Assen is gastgemeente. GGD Drenthe is er voor iedereen."
)
POLICY = (
    "Gezondheidsnota 2024-2027\n\nGemeente Noordenveld werkt samen met GGD Drenthe. GGD Drenthe meet. "
    "GGD Drenthe adviseert. GGD Drenthe helpt in Noordenveld. Het college van burgemeester en wethouders "
    "en de gemeenteraad vinden dit goed. GGD Drenthe en onze gemeente praten. De gemeenteraad besluit."
)
VIEW = (
    "Raadsvoorstel\n\nOnderwerp: Zienswijze begroting GGD Drenthe\n\nDe raad van de gemeente Westerveld "
    "geeft GGD Drenthe een zienswijze. GGD Drenthe vraagt meer geld. GGD Drenthe groeit."
)


def test_a_joint_body_is_an_organisation_with_members() -> None:
    """The budget of a GGD is its own; the municipalities that it lists are its members."""
    owner = owner_of(BUDGET, "document", None, None)
    assert (owner.name, owner.code) == ("GGD Drenthe", None)
    assert owner.members == ("Aa en Hunze", "Assen", "Borger-Odoorn", "Coevorden", "Emmen", "Westerveld")
    assert 0.5 < owner.sure < 1


@pytest.mark.parametrize(("text", "place"), [(POLICY, "Noordenveld"), (VIEW, "Westerveld")])
def test_a_municipality_that_writes_about_a_joint_body_stays_the_owner(text: str, place: str) -> None:
    """Naming a GGD often, or having a view on its budget, does not make it the GGD's document."""
    owner = owner_of(text, "document", None, None)
    assert (owner.name, owner.members) == (place, ())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "Programmabegroting 2025\n\nVeiligheidsregio IJsselland\n\nHet algemeen bestuur van "
            "Veiligheidsregio IJsselland besluit. De deelnemende gemeenten zijn Dalfsen, Kampen en Zwolle.",
            "Veiligheidsregio IJsselland",
        ),
        (
            "Jaarstukken 2023 Omgevingsdienst Regio Utrecht\n\nOmgevingsdienst Regio Utrecht werkt voor "
            "de gemeenten Bunnik, De Bilt en Zeist. Het dagelijks bestuur en het algemeen bestuur.",
            "Omgevingsdienst Regio Utrecht",
        ),
        (
            "Provincie Drenthe\n\nBegroting 2025\n\nProvinciale Staten stellen vast. Emmen doet mee.",
            "Provincie Drenthe",
        ),
    ],
)
def test_other_joint_bodies(text: str, name: str) -> None:
    """Safety regions, environment services and provinces speak for themselves too."""
    assert owner_of(text, "document", None, None).name == name


def test_the_name_of_a_body_ends_where_its_document_begins() -> None:
    """A running header does not make a kind of document part of the name."""
    text = "GGD Flevoland Begroting 2026 1\nGGD Hart voor Brabant helpt. GGD Flevoland werkt."
    assert bodies(text) == {"GGD Flevoland": 2, "GGD Hart voor Brabant": 1}


@pytest.mark.parametrize(
    "text",
    [
        "De provincie Groningen betaalt.",
        "Samen met Drenthe, Groningen en Friesland.",
        "De rechtbank Assen oordeelt.",
        "GGD Zaanstreek helpt, en de Veiligheidsregio Utrecht ook.",
        "Mevrouw Van Dongen en de heer J. van Delft stemmen voor.",
        "D. Hoogeveen en de wethouder Emmen spreken.",
    ],
)
def test_a_name_of_something_else_is_no_municipality(text: str) -> None:
    """Provinces, courts, regions and people carry names of places."""
    assert weighed(text) == []


def test_what_governs_weighs_more_than_what_is_named() -> None:
    """One council says more than some neighbours."""
    text = "De raad van de gemeente Weert besluit. Nederweert en Nederweert en Roermond doen mee."
    assert owner_of(text, "document", None, None).name == "Weert"


def test_an_address_tells_whose_it_is() -> None:
    """A site or mail address of a municipality counts, with or without "gemeente" in it."""
    assert owner_of("Kijk op www.heerde.nl.", "document", None, None).name == "Heerde"
    assert owner_of("Mail info@gemeente-almelo.nl.", "document", None, None).name == "Almelo"
    assert owner_of("Nieuws", "document", None, "https://www.gemeenteassen.nl/nieuws").name == "Assen"


def test_the_title_of_a_site_tells_whose_it_is() -> None:
    """A page whose title ends in the name of the site is that municipality's."""
    assert owner_of("Afval scheiden. Ook in Lelystad.", "page", "Afval | Almere", None).name == "Almere"


def test_a_text_that_names_nobody_is_nobodys() -> None:
    """Without a name there is no owner, and no confidence."""
    owner = owner_of("Saldo van baten en lasten", "document", None, None)
    assert (owner.name, owner.sure) == (None, 0.0)
