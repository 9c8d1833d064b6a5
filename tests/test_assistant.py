from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.ask import Assistant, Request
from assistant.cite import check
from assistant.reply import Answer, Reason, answer_to_json
from corpus.errors import LibraryError
from index.embed import SentenceEncoder
from index.engine import Filters
from index.files import find_files
from index.library import Library
from index.search import Searcher
from index.store import Store
from tests.sample import write_documents
from web.present import answer_text, notes


@pytest.fixture(scope="module")
def encoder(model_cache: Path) -> SentenceEncoder:
    """Return the embedded model."""
    return SentenceEncoder(cache=model_cache)


@pytest.fixture(scope="module")
def filled(encoder: SentenceEncoder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Return a library of two invented municipalities."""
    folder = tmp_path_factory.mktemp("vraag")
    store = Store(folder / "bibliotheek", create=True)
    documents = write_documents(folder / "stukken")
    for name, place in (("emmen.md", "Emmen"), ("tubbergen.md", "Tubbergen")):
        files = find_files([documents / name], {"municipality": place})
        assert all(o.error is None for o in Library(store, encoder).add(files))
    yield store
    store.close()


@pytest.fixture
def assistant(filled: Store, encoder: SentenceEncoder) -> Assistant:
    """Return an assistant over that library."""
    return Assistant(Searcher(filled, encoder))


def ask(assistant: Assistant, question: str, **more: object) -> Answer:
    """Ask a question."""
    return assistant.ask(Request(question, **more))  # type: ignore[arg-type]


def test_an_answer_quotes_the_sentence_with_its_place(assistant: Assistant, filled: Store) -> None:
    """Each statement is a literal slice of the document, and a number refers to it."""
    answer = ask(assistant, "Hoeveel inwoners volgden in Emmen een cursus lezen?")
    assert not answer.abstained
    assert "48 inwoners" in answer.citations[0].slice.quote
    with filled.snapshot() as snapshot:
        assert check(answer, snapshot.text) == []


def test_the_direct_answer_is_a_slice_of_the_quote_that_it_cites(assistant: Assistant, filled: Store) -> None:
    """What is counted leads the text; words that do not stand there are found out, and never shown."""
    answer = ask(assistant, "Hoeveel inwoners volgden in Emmen een cursus lezen?")
    (direct,) = answer.direct
    assert (direct.text, direct.citation) == ("48 inwoners", 1)
    assert answer_text(answer).startswith("Kort: 48 inwoners [1]\nEmmen schreef in ")
    forged = replace(answer, direct=(replace(direct, text="49 inwoners"),))
    with filled.snapshot() as snapshot:
        assert check(forged, snapshot.text)
    assert not ask(assistant, "wat doen jullie aan schulden?").direct


def test_every_municipality_is_answered_the_own_one_first(assistant: Assistant) -> None:
    """A question without a name is answered for all; the asker's own municipality leads."""
    answer = ask(assistant, "wat doen jullie aan schulden?", home="Tubbergen")
    assert [part.municipality for part in answer.parts] == ["Tubbergen", "Emmen"]


def test_a_municipality_without_evidence_is_counted(assistant: Assistant) -> None:
    """Who has nothing on the subject is named as such, not answered with something else."""
    answer = ask(assistant, "wat doen jullie aan laaggeletterdheid?")
    assert [part.municipality for part in answer.parts] == ["Emmen"]
    assert answer.without == ("Tubbergen",)


def test_a_misspelt_word_is_read_as_the_word_of_the_library(assistant: Assistant) -> None:
    """A word that no dictionary and no document knows is read as the nearest that one knows."""
    answer = ask(assistant, "wat doen jullie aan laageletterdhijd")
    assert answer.understood.corrected
    assert [part.municipality for part in answer.parts] == ["Emmen"]


def test_a_budget_figure_is_given_with_unit_year_and_row(assistant: Assistant) -> None:
    """The figure comes from the table: as printed, in euros, with its year and measure."""
    answer = ask(assistant, "Wat begroot Tubbergen in 2021 voor sport?")
    (figure,) = answer.figures
    assert (figure.printed, figure.unit, figure.year, figure.measure) == (
        "310",
        "× € 1.000",
        2021,
        "begroting",
    )
    assert "€ 310.000" in answer_text(answer)
    assert answer.citations[0].slice.quote == "Sport | 310 | 305 | 300"
    assert "Bedragen x € 1.000" in [item.quote for item in answer.citations[0].context]


def test_a_later_year_is_said_to_be_an_estimate(assistant: Assistant) -> None:
    """A year after the budget's own is a meerjarenraming, and the answer says of which budget."""
    text = answer_text(ask(assistant, "Hoeveel begroot Tubbergen in 2023 voor jeugdzorg?"))
    assert "€ 1.325.000" in text
    assert "meerjarenraming uit de begroting van 2021" in text


def test_a_year_that_the_table_does_not_have_is_not_guessed(assistant: Assistant) -> None:
    """Asked for a year beyond the table, the answer says which years there are."""
    answer = ask(assistant, "Hoeveel begroot Tubbergen in 2027 voor sport?")
    assert answer.reason is Reason.OTHER_YEAR
    assert answer.available == (2021, 2022, 2023)
    assert "2021, 2022, 2023" in answer_text(answer)


def test_a_year_without_a_figure_is_not_answered_with_another_text(assistant: Assistant) -> None:
    """A question that is about the budget without asking how much gets the same true sentence."""
    answer = ask(assistant, "Wat begroot Tubbergen in 2027 voor jeugdzorg?")
    assert answer.reason is Reason.OTHER_YEAR
    assert answer.available == (2021, 2022, 2023)


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("Wat kost een parkeervergunning in Emmen?", Reason.NOTHING),
        ("Wat doet Hoogeveen aan schulden?", Reason.OTHER_MUNICIPALITY),
        ("Hoeveel windmolens komen er in Tubbergen?", Reason.NOTHING),
        ("Hoeveel euro kostte de cursus lezen in Emmen?", Reason.NO_AMOUNT),
    ],
)
def test_what_is_not_there_is_said_to_be_not_there(
    assistant: Assistant, question: str, reason: Reason
) -> None:
    """Without evidence there is no answer, but the reason and what was searched."""
    answer = ask(assistant, question)
    assert answer.abstained
    assert answer.reason is reason
    assert not answer.citations
    assert "Niet gevonden" in answer_text(answer)


def test_filters_limit_what_is_searched(assistant: Assistant) -> None:
    """Only documents within the filters are searched, and the answer says how many that were."""
    only = Filters(municipalities=("Tubbergen",))
    answer = ask(assistant, "wat doen jullie aan schulden?", filters=only)
    assert answer.searched.municipalities == ("Tubbergen",)
    assert {c.document.description.municipality for c in answer.citations} == {"Tubbergen"}
    none = ask(assistant, "wat doen jullie aan schulden?", filters=Filters(from_year=2090))
    assert none.reason is Reason.NO_DOCUMENTS


def test_the_same_question_has_the_same_answer(assistant: Assistant) -> None:
    """Two askings of one question differ in nothing but the time they took."""
    first, second = (
        answer_to_json(a, answer_text(a))
        for a in (
            ask(assistant, "wat doen we aan schulden?"),
            ask(assistant, "wat doen we aan schulden?"),
        )
    )
    assert {**first, "milliseconds": 0} == {**second, "milliseconds": 0}


def test_notes_say_that_documents_are_old(assistant: Assistant) -> None:
    """A period that is over is said so; within the period it is not."""
    answer = ask(assistant, "wat doen we aan laaggeletterdheid?")
    assert "older" in [note.code for note in notes(answer, 2026)]
    assert "older" not in [note.code for note in notes(answer, 2022)]


def test_an_empty_library_says_so(tmp_path: Path, encoder: SentenceEncoder) -> None:
    """Asking an empty library is an error that says how to fill it."""
    store = Store(tmp_path / "leeg", create=True)
    with pytest.raises(LibraryError) as caught:
        Assistant(Searcher(store, encoder)).ask(Request("wat doen we aan schulden?"))
    assert caught.value.code == "empty_library"
    store.close()


def test_each_document_of_a_municipality_is_a_part_of_its_own(
    encoder: SentenceEncoder, tmp_path: Path
) -> None:
    """Sentences of two documents never stand under the name and year of one."""
    for year, text in (
        (2018, "Wij plaatsen tien bankjes langs het kanaal."),
        (2022, "Langs het kanaal staan nu zes bankjes."),
    ):
        (tmp_path / f"{year}.md").write_text(
            f"# Nota bankjes {year}\n\n## Bankjes\n\n{text}\n", encoding="utf-8"
        )
    store = Store(tmp_path / "bibliotheek", create=True)
    files = find_files([tmp_path / "2018.md", tmp_path / "2022.md"], {"municipality": "Emmen"})
    assert all(o.error is None for o in Library(store, encoder).add(files))
    answer = Assistant(Searcher(store, encoder)).ask(Request("wat doen jullie met bankjes langs het kanaal?"))
    known = {c.n: c for c in answer.citations}
    assert {part.document.description.year_from for part in answer.parts} == {2018, 2022}
    for part in answer.parts:
        for statement in part.statements:
            assert known[statement.citations[0]].document.document_id == part.document.document_id
    store.close()
