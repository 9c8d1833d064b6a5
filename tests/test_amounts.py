"""Questions for figures: of which year, in which document, and which cell is meant."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.amount_question import years_of_figures
from assistant.ask import Assistant, Request
from assistant.reply import Answer
from index.files import File
from index.library import Library
from index.search import Searcher
from index.store import Store
from tests.encoders import WordEncoder
from web.present import answer_text, notes

BUDGET = """# Programmabegroting 2024

De begroting van de gemeente Emmen voor het jaar 2024 met de jaren daarna.

## Lokale heffingen

| Opbrengst belastingen (bedragen x € 1.000) | raming 2023 | raming 2024 | mutatie t.o.v. 2023 |
| --- | --- | --- | --- |
| Toeristenbelasting | 2.411 | 2.512 | 101 |
| OZB woningen | 8.111 | 8.222 | 111 |

## Tarieven afvalstoffenheffing

| | tarief 2023 | tarief 2024 |
| --- | --- | --- |
| Eenpersoonshuishouden | 341,20 | 352,40 |
| Meerpersoonshuishouden | 491,60 | 507,80 |

## Overzicht sport

| Bedragen x € 1.000 | Begroting 2024 | Begroting 2025 | Begroting 2026 |
| --- | --- | --- | --- |
| Sport | 841 | 815 | 799 |
| Zorg | 4.100 | 4.150 | 4.200 |
| Totaal lasten | 4.941 | 4.965 | 5.000 |
"""
OLDER = """# Programmabegroting 2023

De begroting van de gemeente Emmen voor het jaar 2023 met de jaren daarna.

## Overzicht sport

| Bedragen x € 1.000 | Begroting 2023 | Begroting 2024 | Begroting 2025 |
| --- | --- | --- | --- |
| Sport | 830 | 835 | 860 |
| Zorg | 4.000 | 4.050 | 4.100 |
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """Return an assistant over two budgets of one municipality."""
    folder = tmp_path_factory.mktemp("bedragen")
    library = Library(Store(folder / "bibliotheek", create=True), WordEncoder())
    for year, text in ((2024, BUDGET), (2023, OLDER)):
        path = folder / f"begroting-{year}.md"
        path.write_text(text, encoding="utf-8")
        said = {"municipality": "Emmen", "kind": "begroting", "year_from": year, "year_to": year}
        (outcome,) = library.add([File(path, path.name, said)])
        assert outcome.error is None
    yield Assistant(Searcher(library.store, library.encoder))
    library.store.close()


@pytest.mark.parametrize(
    ("asked", "years", "found"),
    [
        ("Wat staat er in de begroting van 2024 voor 2026?", (2024, 2026), ((2026,), (2024,))),
        ("Wat begrootte Emmen in 2024?", (2024,), ((2024,), ())),
        ("Wat staat er in de begroting 2024 en 2025?", (2024, 2025), ((2024, 2025), ())),
        (
            "Welk effect staat in het meerjarenbeeld 2024-2027 voor 2026?",
            (2024, 2025, 2026, 2027),
            ((2026,), ()),
        ),
        ("Wat gaf Emmen uit van 2024 tot 2026?", (2024, 2025, 2026), ((2024, 2025, 2026), ())),
        ("Wat is de begroting 2024?", (2024,), ((2024,), ())),
    ],
)
def test_the_year_of_a_document_is_not_that_of_the_figure(
    asked: str, years: tuple[int, ...], found: tuple[tuple[int, ...], tuple[int, ...]]
) -> None:
    """Where another year is asked for, the year of the document only says where to look."""
    assert years_of_figures(years, asked) == found


def asked(assistant: Assistant, question: str) -> Answer:
    """Return the answer to a question about Emmen."""
    return assistant.ask(Request(question))


def said(assistant: Assistant, question: str) -> str:
    """Return the words of the answer."""
    return answer_text(asked(assistant, question), "nl")


def test_a_year_in_a_document_is_answered_from_its_column(assistant: Assistant) -> None:
    """The estimate for 2026 of the budget of 2024 is given as such, and nothing else."""
    text = said(assistant, "Wat staat er in de begroting van 2024 van Emmen voor sport in 2026?")
    assert "€ 799.000" in text
    assert "meerjarenraming uit de begroting van 2024" in text
    assert "841" not in text


def test_a_change_is_given_only_where_it_is_asked_for(assistant: Assistant) -> None:
    """What a levy brings in is the estimate, not what it grew with."""
    assert "€ 2.512.000" in said(assistant, "Hoeveel toeristenbelasting raamt Emmen in 2024?")
    grown = said(assistant, "Hoe hoog is de mutatie van de toeristenbelasting van Emmen in 2024?")
    assert "€ 101.000" in grown


def test_what_somebody_pays_is_the_newest_tariff(assistant: Assistant) -> None:
    """Nobody names a row: all tariffs of the newest year answer."""
    text = said(assistant, "Wat betalen we in Emmen aan afvalstoffenheffing?")
    assert "€ 352,40" in text
    assert "€ 507,80" in text
    assert "491,60" not in text


def test_two_documents_that_differ_are_both_given(assistant: Assistant) -> None:
    """Two estimates of one year in budgets of two years stand beside each other, and that is said."""
    answer = asked(assistant, "Hoeveel begroot Emmen voor sport in 2025?")
    text = answer_text(answer, "nl")
    assert "€ 815.000" in text
    assert "€ 860.000" in text
    assert "begroting van 2023" in text
    assert any("verschillende bedragen" in note.text for note in notes(answer, 2026))


def test_a_year_that_is_not_there_says_which_are(assistant: Assistant) -> None:
    """Asked for 2031, the years of the row are named."""
    answer = asked(assistant, "Hoeveel begroot Emmen voor sport in 2031?")
    assert answer.abstained
    assert 2026 in answer.available
