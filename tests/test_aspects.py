from __future__ import annotations

import numpy as np
import pytest

from assistant.aspect_space import AspectSpace, load_prototypes
from assistant.aspects import aspects_of, heading_aspect
from assistant.comparison import Aspect
from corpus.document import Role
from tests.encoders import WordEncoder

NEUTRAL = (0.0,) * len(Aspect)
A = Aspect


def said(text: str, section: tuple[str, ...] = (), role: Role = Role.POLICY) -> set[Aspect]:
    """Return the aspects that the words of a sentence say, its meaning left out."""
    return set(aspects_of(text, section, role, NEUTRAL))


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        ("Wij willen dat alle kinderen kunnen zwemmen.", A.AIMS),
        ("De gemeente streeft naar schone straten.", A.AIMS),
        ("Het doel van de regeling is dat ouderen langer thuis wonen.", A.AIMS),
        ("We bieden bewoners een gratis energiescan.", A.ACTIONS),
        ("De buurtsportcoach organiseert elke week een training.", A.ACTIONS),
        ("De riolering is vervangen en de stoep is opnieuw bestraat.", A.ACTIONS),
        ("Wij zetten in 2024 extra handhavers in.", A.ACTIONS),
        ("Ouders kunnen bij het loket terecht met vragen.", A.ACTIONS),
        ("De toeslag is bedoeld voor huishoudens met een laag inkomen.", A.TARGETS),
        ("We geven taalles aan nieuwkomers die nog geen werk hebben.", A.TARGETS),
        ("Samen met de woningcorporatie verduurzamen we de wijk.", A.PARTNERS),
        ("De uitvoering ligt bij de Omgevingsdienst Groningen.", A.PARTNERS),
        ("Voor het zwembad is € 1,2 miljoen begroot.", A.COSTS),
        ("De bibliotheek krijgt 900.000 euro subsidie.", A.COSTS),
        ("Sinds 2019 halen we het afval apart op.", A.ACTIONS),
        ("Met ingang van 1 januari 2021 voeren wij betaald parkeren in.", A.PERIOD),
        ("Het sportakkoord is in 2020 gestart en we werken eraan door.", A.PERIOD),
    ],
)
def test_constructions_say_an_aspect(text: str, aspect: Aspect) -> None:
    """Each aspect is known by how it is said, whatever it is said of."""
    assert aspect in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "Een op de drie inwoners heeft te weinig vrienden.",
        "Uit onderzoek blijkt dat er steeds meer zwerfafval is.",
        "Emmen scoort hoger dan het gemiddelde.",
        "De bijstand is een vangnet.",
        "Onder een mantelzorger wordt verstaan wie langdurig voor een naaste zorgt.",
        "De komende jaren neemt de vraag naar thuiszorg toe.",
        "De afstand tot de halte is bepalend voor het tarief.",
        "Het Rijk heeft de norm voor geluid verhoogd.",
        "Er is een groot tekort aan plekken.",
        "De sporthal is vanaf de zomer niet meer beschikbaar.",
        "De kast moet in de gang worden gezet.",
        "Overschrijding is gebleven voor rekening van de stichting.",
    ],
)
def test_how_things_are_is_no_aspect(text: str) -> None:
    """A sentence that tells how things are is neither an aim nor an action, nor for anybody."""
    assert not said(text)


def test_under_definitions_nothing_is_done() -> None:
    """A list of words with their meaning says no aspect, whatever verbs stand in it."""
    line = "b. buurtkracht: wat bewoners samen organiseren met als doel een veilige straat;"
    assert said(line)
    assert not said(line, ("Verordening", "Artikel 1 Begripsbepalingen"))


def test_a_condition_of_a_rule_is_no_action() -> None:
    """In a regulation only what the municipality does is an action."""
    for text, done in (
        ("De subsidie wordt in een keer overgemaakt.", False),
        ("Het college verstrekt een pas.", True),
    ):
        found = aspects_of(text, (), Role.POLICY, NEUTRAL, rules=True)
        assert (A.ACTIONS in found) is done
    assert A.ACTIONS in said("De subsidie wordt in een keer overgemaakt.")


def test_an_infinitive_is_no_participle() -> None:
    """What is "te versterken" is not done yet."""
    assert A.ACTIONS not in said("De uitdaging is daarbij de dorpen te versterken.")
    assert A.ACTIONS in said("De dorpen zijn hiermee versterkt.")


def test_what_is_wanted_is_not_done() -> None:
    """A sentence that wants something does not stand under what is done as well."""
    assert said("Wij willen extra bomen planten in het centrum.") == {A.AIMS}


@pytest.mark.parametrize(
    "text",
    [
        "De wens is dat er meer bankjes worden geplaatst.",
        "Na overleg met de wijk is het doel een pleintje te maken dat wordt gebruikt.",
        "Het is zaak dat de brug snel wordt vervangen.",
        "De post is bedoeld om ongelukken te voorkomen.",
    ],
)
def test_what_stands_in_the_clause_of_a_wish_is_wanted(text: str) -> None:
    """What is done in the clause that a wish governs is no action yet."""
    assert A.AIMS in said(text)
    assert A.ACTIONS not in said(text)


def test_a_wish_beside_a_deed_takes_nothing_from_it() -> None:
    """Who does something with an aim does it."""
    text = "De brug is vervangen en het doel is dat fietsers daar veilig rijden."
    assert A.ACTIONS in said(text)


def test_what_covers_an_expense_is_a_cost() -> None:
    """From where it is paid says what it costs, under a heading on costs, and nothing that is done."""
    found = said("Deze lasten worden gedekt uit de reserve wonen.", ("Wat mag het kosten?",))
    assert found == {A.COSTS}


def test_the_heading_tells_what_a_bare_sentence_is() -> None:
    """The same words are an aim under one heading and an action under another."""
    text = "Een kleiner verschil in gezondheid tussen wijken."
    assert said(text, ("Zorg", "Wat willen we bereiken?")) == {A.AIMS}
    assert said(text, ("Zorg", "Wat gaan we daarvoor doen?")) == {A.ACTIONS}
    assert not said(text, ("Zorg",))


def test_the_nearest_heading_counts() -> None:
    """Of two headings that promise something the nearest is meant; else the role of the section."""
    assert heading_aspect(("Wat willen we bereiken?", "Wat doen we?"), Role.POLICY) is A.ACTIONS
    assert heading_aspect(("Wegen",), Role.ACTIONS) is A.ACTIONS
    assert heading_aspect(("Wegen",), Role.POLICY) is None


@pytest.mark.parametrize("role", [Role.PARTICIPATION, Role.FICTION])
def test_others_do_nothing(role: Role) -> None:
    """What a participant or an invented person says stands in no column."""
    assert not said("Wij bieden elke maand een inloop aan.", role=role)


def test_an_account_is_what_it_cost() -> None:
    """The explanation of a difference is a cost, and nothing that the municipality does."""
    text = "We hebben een afrekening ontvangen met een nadeel van € 40.000."
    assert said(text) == {A.COSTS}


def test_ages_are_no_period() -> None:
    """An age after "vanaf" is no date."""
    assert A.PERIOD not in said("Wij bieden hulp aan inwoners vanaf 18 jaar.")


def test_prototypes_differ_in_form_only() -> None:
    """Every aspect, and what is none, has as many prototypes: their subjects cancel out."""
    sizes = {len(sentences) for sentences in load_prototypes().values()}
    assert len(load_prototypes()) == len(Aspect) + 1
    assert len(sizes) == 1


def test_prototypes_lie_nearest_to_their_own_aspect() -> None:
    """Along the direction of an aspect its own sentences lie at 1 on average, all others lower."""
    encoder = WordEncoder()
    space = AspectSpace(encoder)
    for place, aspect in enumerate(Aspect):
        own = space.scores(encoder.passages(load_prototypes()[aspect.value]))[:, place].mean()
        others = [
            space.scores(encoder.passages(load_prototypes()[other.value]))[:, place].mean()
            for other in Aspect
            if other is not aspect
        ]
        assert own == pytest.approx(1.0, abs=1e-4)
        assert own > max(others)


def test_meaning_alone_says_nothing() -> None:
    """However near a sentence lies to an aspect, without a sign of it it does not say it."""
    near = tuple(np.full(len(Aspect), 9.0))
    assert not aspects_of("De lucht is blauw.", (), Role.POLICY, near)
