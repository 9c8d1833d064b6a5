"""How a part of an answer begins: speaker, document and time, in Dutch and in English."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.reply import Part, Statement
from corpus.document import Description, Role
from tests.test_cite import RECORD
from web.opening import opening

QUOTE = (Statement("Wij bouwen.", (1,), True),)


def part(aside: bool = False, **about: object) -> Part:
    """Return a part of one quote from a document with this description."""
    given: dict[str, object] = {"title": "Stuk", "municipality": "Emmen", **about}
    description = Description(**given)  # type: ignore[arg-type]
    return Part("Emmen", replace(RECORD, description=description), QUOTE, aside)


@pytest.mark.parametrize(
    ("about", "dutch", "english"),
    [
        (
            {"kind": "begroting", "year_from": 2019, "year_to": 2022},
            "Emmen schreef in de begroting van 2019-2022",
            "Emmen wrote in the budget of 2019-2022",
        ),
        (
            {"kind": "beleidsplan", "status": "concept", "year_from": 2017, "year_to": 2020},
            "Emmen schreef in een concept-beleidsplan voor 2017-2020",
            "Emmen wrote in a draft policy plan for 2017-2020",
        ),
        (
            {"kind": "verordening", "year_from": 2026},
            "In de verordening van Emmen (2026) staat",
            "In the by-law of Emmen (2026) it says",
        ),
        ({"kind": "motie"}, "In een motie van Emmen staat", "In a motion of Emmen it says"),
        ({"kind": "webpagina"}, "Emmen schreef op een webpagina", "Emmen wrote on a web page"),
        (
            {"kind": "begroting", "year_from": 2019, "summary_of": "Begroting 2019"},
            "In een samenvatting van de begroting van Emmen (2019) staat",
            "In a summary of the budget of Emmen (2019) it says",
        ),
        (
            {"municipality": None, "year_from": 2020},
            "In ‘Stuk’ (2020) staat",
            "In ‘Stuk’ (2020) it says",
        ),
    ],
)
def test_a_part_begins_with_who_wrote_it_where_and_when(
    about: dict[str, object], dutch: str, english: str
) -> None:
    """A plan is for its years, a by-law says, and a document of nobody known has its title."""
    assert opening(part(**about), Role.POLICY) == dutch
    assert opening(part(**about), Role.POLICY, "en") == english


def test_what_others_say_is_not_said_by_the_municipality() -> None:
    """Input of residents stands in the document; the municipality did not write it as its own."""
    given = part(kind="beleidsplan", year_from=2020)
    assert opening(given, Role.PARTICIPATION) == "In het beleidsplan van Emmen (2020) staat"


def test_a_near_miss_keeps_its_mark() -> None:
    """What is said only in passing is marked so, also in the sentence."""
    assert opening(part(True, kind="nota", year_from=2020), Role.POLICY) == (
        "Emmen schreef in een nota van 2020 (alleen zijdelings)"
    )


def test_figures_begin_with_the_document_that_they_are_from() -> None:
    """Their sentence names the municipality itself."""
    given = replace(part(kind="begroting", year_from=2020), statements=(replace(QUOTE[0], literal=False),))
    assert opening(given, Role.FIGURES) == "Uit de begroting van 2020"
