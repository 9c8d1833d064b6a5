"""The title of a document, and the part of a whole."""

from __future__ import annotations

import pytest

from corpus.titles import Looks, part_in, sensible, title_of


def title(*lines: str, name: str = "document", of_file: str | None = None) -> str:
    """Return the title of a document that opens with these lines."""
    return title_of(lines, Looks(), name, of_file, "\n".join(lines))[0]


@pytest.mark.parametrize(
    "of_file",
    [
        "Microsoft Word - begroting_def.docx",
        "begroting_2024_definitief",
        "Naamloos",
        "untitled",
        "Voorstel aan de raad",
        "Begroting 2019",
        "2024",
        "C:\\stukken\\begroting",
        "",
        None,
    ],
)
def test_a_title_in_the_properties_may_mean_nothing(of_file: str | None) -> None:
    """File names, templates, forms and titles left from another document are no title."""
    assert sensible(of_file, "Begroting 2024 van de gemeente") is None


def test_a_title_in_the_properties_loses_the_site() -> None:
    """The name of the site behind a bar is no part of the title."""
    assert sensible("Begroting 2026 | Almere", "Begroting 2026\n\nTekst") == "Begroting 2026"


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (("Gemeente Heerde", "Postbus 175", "www.heerde.nl", "Nota wonen 2021"), "Nota wonen 2021"),
        (("1", "Maatschappelijke agenda", "2024-2034", "28 mei 2024"), "Maatschappelijke agenda 2024-2034"),
        (("KADERNOTA 2026", "Gemeente Epe"), "Kadernota 2026"),
        (("Gemeente Epe, Conceptnota wonen ter inzage", "Tekst."), "Conceptnota wonen"),
        (("Raadsvoorstel", "Datum 3 mei 2024", "Onderwerp", "Zwembad De Plons"), "Zwembad De Plons"),
        (("Motie vreemd aan de orde van de dag", "Titel: Vuurwerkvrij"), "Vuurwerkvrij"),
        (("AMENDEMENT A-12", "Onderwerp: Meer boeken"), "Meer boeken"),
        (("Raadsinformatiebrief", "Betreft: Voortgang"), "Voortgang"),
        (("Amendement A-12", "Datum 3 mei 2024"), "Amendement A-12"),
        (("Besluitenlijst raad 3 mei 2024", "Onderwerp", "Opening"), "Besluitenlijst raad 3 mei 2024"),
        (
            (
                "De raad van de gemeente Epe;",
                "Deze verordening wordt aangehaald als: Verordening honden Epe.",
            ),
            "Verordening honden Epe",
        ),
        (("Inhoudsopgave", "1. Inleiding ....... 3", "Sportnota 2024"), "Sportnota 2024"),
    ],
)
def test_the_title_is_what_names_the_document(lines: tuple[str, ...], wanted: str) -> None:
    """Address blocks, forms, dates and contents are passed over; a form gives its subject."""
    assert title(*lines) == wanted


@pytest.mark.parametrize(
    ("line", "name", "wanted"),
    [
        (
            "Programma 9 Sociaal domein",
            "emmen jaarstukken 2023",
            "Jaarstukken 2023, programma 9: Sociaal domein",
        ),
        ("Programma 2 | Zorg", "document", "Programma 2: Zorg"),
        ("Samen redzaam", "programmabegroting 2021", "Programmabegroting 2021: Samen redzaam"),
    ],
)
def test_the_title_of_a_part_names_the_whole(line: str, name: str, wanted: str) -> None:
    """A chapter in a file of its own gets the whole from the file name, where that has it."""
    assert title(line, name=name) == wanted


def test_a_long_title_is_cut_between_words() -> None:
    """A title is cut after a word, and shows it."""
    long = title_of(["Raadsvoorstel", f"Onderwerp: {'woord ' * 60}"], Looks(), "stuk", None, "")[0]
    assert long.endswith("woord …")
    assert len(long) < 170


@pytest.mark.parametrize(
    ("line", "name", "kind", "part"),
    [
        ("Begroting 2024, programma 3", "stuk", "begroting", "programma 3 van de begroting 2024"),
        ("Overzicht", "begroting p195 196", "begroting", "pagina 195-196 van de begroting 2024"),
        ("Overzicht", "begroting p. 12", "begroting", None),
        ("Motie over programma 3", "motie", "motie", None),
    ],
)
def test_a_part_is_of_a_whole(line: str, name: str, kind: str, part: str | None) -> None:
    """A programme or a range of pages is part of a budget, a report or a plan."""
    assert part_in(line, name, kind, 2024) == part
