"""Headings, lists and sections of texts without markup, and what each section is for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from corpus.document import BlockKind, Document, Role, Section
from corpus.headings import looks_like_heading, named_chapters
from corpus.raw import Line, RawBlock

Read = Callable[..., Document]

SENTENCE = "Wij helpen inwoners die dat nodig hebben en werken daarbij samen met anderen."


def outline(document: Document) -> list[tuple[int | None, str]]:
    """Return level and title of every heading."""
    headings = [b for b in document.blocks if b.kind is BlockKind.HEADING]
    return [(b.level, b.span.of(document.text)) for b in headings]


def titles(document: Document, section: Section) -> tuple[str, ...]:
    """Return the titles above a section, outermost first."""
    return tuple(span.of(document.text) for span in section.path)


def roles(document: Document) -> dict[str, Role]:
    """Return the role of each section by its own title."""
    return {titles(document, s)[-1]: s.role for s in document.sections if s.path}


def lay_out(*parts: str) -> str:
    """Return the parts as paragraphs; a sentence stands under every line that ends in a plus."""
    lines = []
    for part in parts:
        lines.append(part.rstrip("+"))
        if part.endswith("+"):
            lines.append(SENTENCE)
    return "\n\n".join(lines)


@pytest.mark.parametrize(
    "line",
    [
        "Wonen en leven",
        "Wat willen wij bereiken?",
        "1. Doelen",
        "2.Hoe zorgen jullie voor een plek voor iedereen?",
        "(Vecht)scheidingen",
        "‘Samen sterk’ in de wijk",
        "ACTIEPUNTEN",
        "Regionaal werkbedrijf ‘Samen werken!’",
        "Jeugdzorg, nadeel € 12.000",
        "1 portemonnee",
    ],
)
def test_a_short_line_without_full_stop_can_be_a_heading(line: str) -> None:
    """Titles, questions, numbered titles and names with a mark of their own can be headings."""
    assert looks_like_heading(line)


@pytest.mark.parametrize(
    "line",
    [
        "Wij bouwen.",
        "Wij doen dit:",
        "1. Eerst vragen wij inwoners wat zij van het plan vinden.",
        "• een punt",
        "- een punt",
        "kleine letter",
        "Afbeelding 3 De wijk van boven",
        "12.345",
        "2019",
        "Voor wie? Waarom? Wanneer?",
        "Wij gaan in de komende jaren verder met alles wat er al is",
        "Samen met de partners en de",
        "Een regel die zo lang is dat zij onmogelijk een titel kan zijn, ook al ontbreekt daar aan "
        "het einde de punt",
        "Hij riep: ‘Kom mee!’",
    ],
)
def test_a_sentence_list_item_or_caption_is_no_heading(line: str) -> None:
    """Sentences, list items, captions, numbers and unfinished lines are not headings."""
    assert not looks_like_heading(line)


NAVIGATED = lay_out(
    "Programma 4 | Wonen",
    "Bouwen en wonen",
    "Wat willen wij bereiken?",
    "Terug naar navigatie - Wat willen wij bereiken?",
    SENTENCE,
    "Wat gaan wij daarvoor doen?",
    "Terug naar navigatie - Wat gaan wij daarvoor doen?",
    "Starters+",
    "Ouderen",
    "Zelfstandig blijven wonen+",
    "Groen in de wijk",
    "Wat willen wij bereiken?",
    "Terug naar navigatie - Wat willen wij bereiken?",
    SENTENCE,
    "Kosten programma 4",
    "Terug naar navigatie - Kosten programma 4",
    SENTENCE,
)


def test_the_navigation_of_an_export_tells_the_levels(read: Read) -> None:
    """Themes stand above the repeated standard sections, their subjects below these."""
    assert outline(read(NAVIGATED)) == [
        (1, "Programma 4 | Wonen"),
        (2, "Bouwen en wonen"),
        (3, "Wat willen wij bereiken?"),
        (3, "Wat gaan wij daarvoor doen?"),
        (4, "Starters"),
        (4, "Ouderen"),
        (5, "Zelfstandig blijven wonen"),
        (2, "Groen in de wijk"),
        (3, "Wat willen wij bereiken?"),
        (2, "Kosten programma 4"),
    ]


def test_a_section_knows_the_titles_above_it(read: Read) -> None:
    """The path of a section runs from the title of the document to its own."""
    document = read(NAVIGATED)
    paths = [titles(document, section) for section in document.sections]
    assert (
        "Programma 4 | Wonen",
        "Bouwen en wonen",
        "Wat gaan wij daarvoor doen?",
        "Ouderen",
        "Zelfstandig blijven wonen",
    ) in paths
    assert ("Programma 4 | Wonen", "Kosten programma 4") in paths


CHAPTERS = lay_out(
    "Plan voor de jeugd",
    "Waar staan wij?",
    "De jeugd van nu+",
    "School en werk+",
    "ACTIEPUNTEN",
    "Vroeg beginnen+",
    "Gezin en buurt",
    "Samen opvoeden+",
    "ACTIEPUNTEN",
    "Ouders helpen+",
    "Tot slot",
    "Dank+",
    "Bijlage 1",
    "Uitkomsten van de enquête+",
)


def test_chapters_sections_and_recurring_parts_have_levels(read: Read) -> None:
    """A title above titles is a chapter; a part in capitals that recurs holds what follows it."""
    assert outline(read(CHAPTERS)) == [
        (1, "Plan voor de jeugd"),
        (2, "Waar staan wij?"),
        (3, "De jeugd van nu"),
        (3, "School en werk"),
        (3, "ACTIEPUNTEN"),
        (4, "Vroeg beginnen"),
        (2, "Gezin en buurt"),
        (3, "Samen opvoeden"),
        (3, "ACTIEPUNTEN"),
        (4, "Ouders helpen"),
        (2, "Tot slot"),
        (3, "Dank"),
        (2, "Bijlage 1"),
        (3, "Uitkomsten van de enquête"),
    ]


def test_the_text_itself_names_its_chapters() -> None:
    """A title that a sentence calls a chapter is one."""
    line = "Dit staat in de hoofdstukken ‘Sport en spel’ en ‘Zorg dichtbij’."
    assert named_chapters([RawBlock((Line(line),))]) == {"sport en spel", "zorg dichtbij"}


def test_short_lines_before_a_gap_are_a_list_under_the_first(read: Read) -> None:
    """A title with three short lines and a blank after them holds a list, not four titles."""
    text = lay_out("Plan", "Hoofdstuk+", "Onze top drie", "Wonen", "Zorg", "Sport")
    document = read(text + "\n\n \n\n" + SENTENCE)
    assert outline(document)[-1][1] == "Onze top drie"


def test_a_short_line_at_the_end_is_no_heading(read: Read) -> None:
    """What ends a document has nothing below it, so it is no heading."""
    document = read(lay_out("Plan", "Hoofdstuk+", "Jan Jansen"))
    assert [title for _, title in outline(document)] == ["Plan", "Hoofdstuk"]


def test_text_before_the_first_heading_has_a_section(read: Read) -> None:
    """An opening paragraph is a section without a path, and introduces."""
    document = read(f"{SENTENCE} {SENTENCE}\n\n" + lay_out("Wonen", "Doelen+", "Middelen+"))
    first = document.sections[0]
    assert (first.path, first.role) == ((), Role.INTRODUCTION)


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Wat willen wij bereiken?", Role.POLICY),
        ("Wat gaan we daar in 2021 voor doen?", Role.ACTIONS),
        ("ACTIEPUNTEN", Role.ACTIONS),
        ("Uitvoeringsagenda", Role.ACTIONS),
        ("Preventieve maatregelen", Role.ACTIONS),
        ("Lasten programma 2", Role.FIGURES),
        ("Wat heeft het gekost", Role.FIGURES),
        ("Financiële kaders", Role.FIGURES),
        ("Overzicht van baten en lasten", Role.FIGURES),
        ("Leeswijzer", Role.INTRODUCTION),
        ("Inleiding", Role.INTRODUCTION),
        ("Bijlage 3", Role.ANNEX),
        ("Zienswijzen van inwoners", Role.PARTICIPATION),
        ("Interactieve beleidsvorming", Role.PARTICIPATION),
        ("Inbreng van de cliëntenraad", Role.PARTICIPATION),
    ],
)
def test_a_title_tells_what_a_section_is_for(read: Read, title: str, role: Role) -> None:
    """Policy, actions, figures, introductions, annexes and participation are told apart."""
    assert roles(read(lay_out("Beleidsplan", "Wonen+", title + "+", "Slotwoord+")))[title] is role


def test_a_section_has_the_role_of_the_nearest_title_that_has_one(read: Read) -> None:
    """A subject under "Wat gaan wij daarvoor doen?" holds actions."""
    found = roles(read(NAVIGATED))
    assert found["Starters"] is Role.ACTIONS
    assert found["Bouwen en wonen"] is Role.POLICY


def test_a_section_of_mostly_tables_holds_figures(read: Read) -> None:
    """Where the text of a section is a table, it is about figures."""
    table = "Bedragen x € 1.000\nPost 2023 2024\nSport 12 14\nZorg 20 21"
    document = read(lay_out("Begroting", "Wonen+", "Overig") + "\n\n" + table)
    assert roles(document)["Overig"] is Role.FIGURES


STORY = lay_out(
    "Plan voor iedereen",
    "Waar gaat het over",
    "Onze visie+",
    "CASE: kansen voor gezin Van Dalen",
    "Maak kennis met Karel, Truus en Bram van Dalen. Het gezin Van Dalen bestaat niet echt.",
    "Karel (40)",
    "Karel werkt in de haven. Hij praat niet veel.",
    "Truus (38)",
    "Truus zoekt werk. Zij leest graag.",
    "Een eerste gesprek",
    "Thuis",
    "Het is druk in huis. Bram speelt buiten en Truus kookt.",
    "Truus vertelt dat zij weer naar school wil.",
    "Vroeg helpen",
    "Wij willen problemen vroeg zien. Scholen en artsen helpen daarbij.",
    "Leeswijzer",
    "De familie Van Dalen loopt als een rode draad door dit plan.",
    "Wonen en buurt",
    "Een huis voor iedereen+",
    "Verder met het gezin",
    "Thuis",
    "Karel heeft nu meer uren. Hij is er trots op.",
    "Geld",
    "Truus en Karel maken samen een begroting.",
    "Werk en geld",
    "Schulden voorkomen+",
)


def test_what_a_document_calls_invented_is_fiction_all_through(read: Read) -> None:
    """Every part of a story about invented people is marked, later chapters of it included."""
    found = roles(read(STORY))
    fiction = {title for title, role in found.items() if role is Role.FICTION}
    assert fiction == {
        "CASE: kansen voor gezin Van Dalen",
        "Karel (40)",
        "Truus (38)",
        "Een eerste gesprek",
        "Thuis",
        "Verder met het gezin",
        "Geld",
    }


def test_policy_beside_a_story_is_policy(read: Read) -> None:
    """A chapter after the story, and a reading guide that names the people, are not fiction."""
    document = read(STORY)
    found = roles(document)
    assert found["Vroeg helpen"] is Role.POLICY
    assert found["Leeswijzer"] is Role.INTRODUCTION
    assert found["Schulden voorkomen"] is Role.POLICY
    after = next(s for s in document.sections if titles(document, s)[-1:] == ("Vroeg helpen",))
    assert titles(document, after) == ("Plan voor iedereen", "Vroeg helpen")


def test_people_who_exist_are_no_fiction(read: Read) -> None:
    """Names alone make no story: the document has to say that it invented them."""
    text = lay_out("Plan", "Wie wij zijn", "Het gezin Van Dalen vertelt over de wijk. " + SENTENCE)
    assert Role.FICTION not in roles(read(text)).values()


PARTICIPATION = lay_out(
    "Plan voor de wijk",
    "Wonen",
    "Bouwen+",
    "Bijlage 2",
    "Interactieve beleidsvorming",
    "Naam/organisatie",
    "Welke punten zijn meegegeven?",
    "Familie uit Noord",
    "Mensen zoeken hulp eerst dicht bij huis in hun eigen straat",
    "Daarna gaan zij naar de huisarts.",
    "Coach voor sport (regionaal)",
    "1.Wat gaat er goed in de wijk?",
    "De coach ziet meer kinderen op het veld.",
    "2.Wat kan er beter?",
    "De velden zijn vaak nat.",
    "Stichting Ouderen Noord",
    "De stichting wil een vaste plek.",
)


def test_what_others_said_carries_their_name(read: Read) -> None:
    """Under what was heard from others, each section names who said it, numbered questions too."""
    document = read(PARTICIPATION)
    said = {
        block.span.of(document.text): section.speaker
        for section in document.sections
        for block in (document.blocks[i] for i in section.blocks)
        if section.role is Role.PARTICIPATION and block.kind is BlockKind.PARAGRAPH
    }
    assert said == {
        "Daarna gaan zij naar de huisarts.": "Familie uit Noord",
        "De coach ziet meer kinderen op het veld.": "Coach voor sport (regionaal)",
        "De velden zijn vaak nat.": "Coach voor sport (regionaal)",
        "De stichting wil een vaste plek.": "Stichting Ouderen Noord",
    }


def test_policy_has_no_speaker(read: Read) -> None:
    """Only what others said has a speaker."""
    document = read(PARTICIPATION)
    assert all(s.speaker is None for s in document.sections if s.role is not Role.PARTICIPATION)
