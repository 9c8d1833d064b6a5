"""What stands beside an answer: names and their owner, hard words, the region, misprints."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from assistant.ask import Assistant, Request
from assistant.glossary import explained, glossary, hard_words
from assistant.misprints import misprints
from assistant.regions import Region, region_of
from assistant.reply import Answer, answer_to_json
from index.dutch import term
from index.embed import SentenceEncoder
from index.files import find_files
from index.library import Library
from index.search import Searcher
from index.store import Store
from web.present import citation_marks, glossary_lines, notes
from web.show import answer_page
from web.words import worded

MOST_WORDS = 25


def test_the_glossary_is_short_and_complete() -> None:
    """At least 120 words, each explained in both languages in at most 25 words."""
    assert len(glossary()) >= 120
    for entry in glossary():
        for text in (entry.nl, entry.en):
            assert text.endswith("."), entry.word
            assert len(text.split()) <= MOST_WORDS, entry.word


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Een tekort op het BUIG-budget.", ["BUIG"]),
        ("Algemene voorzieningen en maatwerkvoorzieningen", ["algemene voorziening", "maatwerkvoorziening"]),
        ("De lasten en baten van 2024", ["lasten", "baten"]),
        ("Zij kunnen beschut werken.", ["beschut werk"]),
        ("Mantelzorgers en de mfa’s", ["mantelzorg", "MFA"]),
        ("Dit is beschikbaar, heeft zin en geeft geen last.", []),
        ("Re-integratie van statushouders", ["re-integratie", "statushouder"]),
    ],
)
def test_hard_words_are_found_in_their_forms(text: str, words: list[str]) -> None:
    """Plurals, listed compounds and abbreviations count; words that only look alike do not."""
    assert [entry.word for _, _, entry in hard_words(text)] == words


def test_the_hardest_words_are_explained_first_and_at_most_five() -> None:
    """Of more hard words than fit the hardest are kept; each says how it is written."""
    text = (
        "De gemeente doet jeugdhulp, pleegzorg, dagbesteding, inburgering, Wmo, BUIG en de meerjarenramingen."
    )
    found = explained([text])
    assert [item.word for item in found[:2]] == ["BUIG", "meerjarenraming"]
    assert found[1].written == ("meerjarenramingen",)
    assert len(found) == 5


def test_a_hard_word_is_linked_where_it_stands_first() -> None:
    """The pieces put together are the text; only the first of two is a link."""
    pieces = worded("De Wmo is er. De Wmo helpt.", ["Wmo"])
    assert "".join(piece.text for piece in pieces) == "De Wmo is er. De Wmo helpt."
    assert [piece.text for piece in pieces if piece.number] == ["Wmo"]


@pytest.mark.parametrize(
    ("quote", "region"),
    [
        ("In de arbeidsmarktregio Drenthe gaan we voor 400 banen.", Region("arbeidsmarktregio Drenthe")),
        ("De gezamenlijke doelstelling is 4%.", Region()),
        ("Er is een regionaal actieplan opgesteld.", Region()),
        ("De gemeente Emmen voert deze wet voor ons uit.", Region(None, "gemeente Emmen")),
        ("De GGD Drenthe voert hiervoor taken uit.", Region(None, "GGD Drenthe")),
        ("Wij helpen ondernemers uit de regio.", None),
        ("Wij doen dit lokaal of regionaal, in een lokale en regionale aanpak.", None),
        ("De gemeente Coevorden voert dit uit namens de gemeente.", None),
    ],
)
def test_what_is_about_the_region_is_recognised(quote: str, region: Region | None) -> None:
    """A region, a regional plan or another body that does the work; not the mere word."""
    assert region_of(quote, (), "Coevorden") == region


def test_the_own_document_of_a_joint_body_is_not_marked() -> None:
    """What a regional body writes of itself is its own task; a heading speaks for what is below it."""
    assert region_of("Er is een regionaal plan.", (), "GGD Flevoland") is None
    assert region_of("Dat gaat goed.", ("Veiligheidsregio Haaglanden",), "Wassenaar") == Region(
        "Veiligheidsregio Haaglanden"
    )


def _frequencies(terms: Sequence[str]) -> Mapping[str, int]:
    return {one: 100 if one == term("besloten") else 0 for one in terms}


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("Dit geldt voor de de gemeente.", ["de de"]),
        ("Vanaf 31 juni geldt dit.", ["31 juni"]),
        ("Voor de periode 2021-20125 is er een plan.", ["2021-20125"]),
        ("Er is dan besloteen dit te doen.", ["besloteen"]),
        ("De mensen die die dat dat zeggen op 29 februari.", []),
        ("Een natuurrijke omgeving in 2019-2021.", []),
    ],
)
def test_only_certain_misprints_are_marked(quote: str, found: list[str]) -> None:
    """A doubled word, a date that cannot be, a year too long, a doubled letter: with their place."""
    marks = misprints(quote, 1000, _frequencies)
    assert [mark.text for mark in marks] == found
    assert all(quote[m.span.start - 1000 : m.span.end - 1000] == m.text for m in marks)


DOCUMENTS = {
    "coevorden.md": """# Programmabegroting 2019 gemeente Coevorden

## Meedoen

In het programma Zon en Zorg werken wij aan meedoen. Zon en Zorg is er voor alle inwoners van Coevorden.

## Taal

In de arbeidsmarktregio Drenthe bereiken wij in in 2019 met een taaltraject 4% van de de laaggeletterden.
""",
    "emmen.md": """# Jaarstukken 2023 gemeente Emmen

## Meedoen

Het college van de gemeente Emmen werkt aan meedoen van inwoners. De zorg voor inwoners staat voorop.
""",
}


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory, model_cache: Path) -> Iterator[Callable[[str], Answer]]:
    """Return what asks a library of two small documents, of two municipalities."""
    folder = tmp_path_factory.mktemp("stukken")
    for name, text in DOCUMENTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    encoder = SentenceEncoder(cache=model_cache)
    with closing(Store(tmp_path_factory.mktemp("bibliotheek") / "b", create=True)) as store:
        for outcome in Library(store, encoder).add(find_files([folder], {})):
            assert outcome.done == "added", outcome
        assistant = Assistant(Searcher(store, encoder))
        yield lambda question: assistant.ask(Request(question))


@pytest.mark.parametrize("question", ["Wat is Zon en Zorg?", "wat wil het programma zon en zorg"])
def test_the_name_of_a_programme_leads_to_its_owner(ask: Callable[[str], Answer], question: str) -> None:
    """A name that only one owner uses limits the answer to that owner, and that is said."""
    answer = ask(question)
    assert [owner for _, owner in answer.understood.by_name] == ["Coevorden"]
    assert {part.municipality for part in answer.parts} == {"Coevorden"}
    assert answer.searched.municipalities == ("Coevorden",)
    for language in ("nl", "en"):
        assert any(
            note.code == "by_name" and "Coevorden" in note.text for note in notes(answer, 2026, language)
        )


def test_words_that_all_use_are_no_name(ask: Callable[[str], Answer]) -> None:
    """A question in ordinary words keeps all municipalities."""
    answer = ask("wat doen jullie aan meedoen van inwoners?")
    assert not answer.understood.by_name
    assert answer.searched.documents == 2


def test_the_remarks_stand_in_terminal_and_json(ask: Callable[[str], Answer]) -> None:
    """Hard words, region and misprints are shown beside the quote, which stays as it was printed."""
    answer = ask("Hoeveel laaggeletterden bereikt Coevorden in 2019 met een taaltraject?")
    content = answer_to_json(answer, "")
    cited = content["citations"][0]
    assert cited["region"] == {"name": "arbeidsmarktregio Drenthe", "by": None}
    assert [item["text"] for item in cited["misprints"]] == ["de de"]
    assert "de de laaggeletterden" in cited["quote"]
    assert {"laaggeletterdheid", "arbeidsmarktregio"} <= {item["word"] for item in content["glossary"]}
    page = answer_page(answer, "nl")
    for text in (*citation_marks(answer.citations[0]), *(word for word, _ in glossary_lines(answer))):
        assert text in page
    assert "zo in de bron" in page
    assert "printed like this in the source" in answer_page(answer, "en")
