"""Questions about a joint body's members, and about what changed between editions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from assistant.ask import Assistant, Request
from assistant.cite import check
from assistant.reply import Answer, Reason, answer_to_json
from index.embed import SentenceEncoder
from index.files import find_files
from index.library import Library
from index.search import Searcher
from index.store import Store
from tests.pdfs import pdf, text
from web.present import answer_text, notes
from web.show import answer_page

BODY = """# GGD Voorbeeldstreek Begroting 2026

De GGD is een gemeenschappelijke regeling van de gemeenten Lelystad, Dronten en Urk. De GGD waakt
over de gezondheid van alle inwoners van deze drie gemeenten en doet dat in hun opdracht.

## Gemeentelijke bijdrage

| Inwonerbijdrage per gemeente (x € 1.000) | 2026 | 2027 | 2028 |
| --- | --- | --- | --- |
| Dronten | 1.358 | 1.374 | 1.392 |
| Lelystad | 2.564 | 2.594 | 2.627 |
| Urk | 671 | 679 | 688 |
"""
PROPOSAL = """# Raadsvoorstel Sportnota 2024-2027

{label}

## Besluit

De raad van de gemeente Emmen besluit de Sportnota 2024-2027 vast te stellen. De nota noemt drie
doelen voor de komende vier jaar. Elke inwoner kan in de eigen buurt sporten of bewegen. Verenigingen
krijgen hulp bij het vinden van vrijwilligers. De gymzalen worden ook in de vakanties opengesteld.
De uitvoering begint in het eerste kwartaal van 2024 en wordt na twee jaar bekeken met de clubs.
{more}
"""
ADDED = (
    "Voor kinderen uit gezinnen met een laag inkomen betaalt de gemeente de contributie van de vereniging."
)


@pytest.fixture(scope="module")
def assistant(model_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """Return an assistant over a body with three members and a proposal in two editions."""
    folder = tmp_path_factory.mktemp("edities")
    stukken = folder / "stukken"
    stukken.mkdir()
    (stukken / "ggd-begroting-2026.md").write_text(BODY, encoding="utf-8")
    first = PROPOSAL.format(label="Voorstel aan de raad van Emmen.", more="")
    second = PROPOSAL.format(label="Geamendeerd voorstel aan de raad van Emmen.", more=ADDED)
    (stukken / "sportnota-raadsvoorstel.md").write_text(first, encoding="utf-8")
    (stukken / "sportnota-raadsvoorstel-geamendeerd.md").write_text(second, encoding="utf-8")
    encoder = SentenceEncoder(cache=model_cache)
    store = Store(folder / "bibliotheek", create=True)
    outcomes = list(Library(store, encoder).add(find_files([stukken], {})))
    assert all(outcome.error is None for outcome in outcomes)
    yield Assistant(Searcher(store, encoder))
    store.close()


def ask(assistant: Assistant, question: str) -> Answer:
    """Ask a question; whatever comes of it is proved."""
    answer = assistant.ask(Request(question))
    with assistant.searcher.engine.snapshot() as snapshot:
        assert check(answer, snapshot.text) == []
    return answer


def test_a_body_answers_for_its_members(assistant: Assistant) -> None:
    """A municipality without documents is found in those of the body that it takes part in."""
    answer = ask(assistant, "Hoeveel bedraagt de inwonerbijdrage van Lelystad in 2028?")
    assert not answer.abstained
    assert "€ 2.627.000" in answer_text(answer, "nl")
    assert answer.understood.unknown == ()


def test_a_municipality_without_any_document_is_still_said_to_have_none(assistant: Assistant) -> None:
    """Who takes part in no body of the library has no documents here."""
    answer = ask(assistant, "Hoeveel bedraagt de inwonerbijdrage van Almere in 2028?")
    assert answer.reason is Reason.OTHER_MUNICIPALITY


def test_what_an_amendment_changed_is_told_from_the_text(assistant: Assistant) -> None:
    """The newer edition is laid beside the older: what it alone says is quoted, and that is said."""
    answer = ask(assistant, "Wat is er door het amendement veranderd in de Sportnota van Emmen?")
    quotes = [citation.slice.quote for citation in answer.citations]
    assert answer.compared
    assert any(ADDED in quote for quote in quotes)
    assert all("drie" not in quote for quote in quotes)
    assert "compared" in [note.code for note in notes(answer, 2024)]


def test_the_printed_page_number_stands_beside_the_physical_one(model_cache: Path, tmp_path: Path) -> None:
    """Where a preface shifts the numbers on the paper, an answer gives both."""

    def preface(canvas: Canvas) -> None:
        canvas.addPageLabel(0, style="ROMAN_LOWER", start=1)
        canvas.addPageLabel(1, style="ARABIC", start=1)
        text("Voorwoord van het college bij dit plan.")(canvas)

    sentence = "De gemeente Emmen haalt het grofvuil van inwoners twee keer per jaar gratis op."
    (tmp_path / "afvalplan.pdf").write_bytes(pdf(preface, text(sentence)))
    encoder = SentenceEncoder(cache=model_cache)
    with closing(Store(tmp_path / "bibliotheek", create=True)) as store:
        files = find_files([tmp_path / "afvalplan.pdf"], {"municipality": "Emmen"})
        assert all(o.error is None for o in Library(store, encoder).add(files))
        answer = ask(Assistant(Searcher(store, encoder)), "Hoe vaak haalt Emmen grofvuil gratis op?")
    citation = answer_to_json(answer, "")["citations"][0]
    assert (citation["page"], citation["page_label"]) == (2, "1")
    assert "p. 2 (op het papier: 1)" in answer_page(answer, "nl")


def test_a_question_without_change_is_answered_from_the_newest(assistant: Assistant) -> None:
    """Other questions about the same document are not about its editions."""
    answer = ask(assistant, "Waar kunnen inwoners van Emmen volgens de Sportnota sporten?")
    assert not answer.compared
    assert all(c.slice.quote != ADDED for c in answer.citations)
    assert {c.document.description.status for c in answer.citations} == {"geamendeerd"}
