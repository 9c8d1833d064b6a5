from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.cite import citation_faults
from assistant.compare import ROWS_A_PAGE, Comparer, CompareRequest
from assistant.compare_rows import MOST_NAMED, resolve
from assistant.comparison import Aspect, By, ComparedRow, Comparison
from corpus.errors import LibraryError, QuestionError
from corpus.municipalities import municipalities
from index.embed import SentenceEncoder
from index.engine import Filters
from index.files import File, find_files
from index.library import Library
from index.search import Searcher
from index.store import Store
from tests.compared import DOCUMENTS, PLAN, compared_library
from tests.shared import CORPUS, needs_shared
from web.compare_words import figure_notes

TAAKVELDEN = """# Programmabegroting Emmen 2024

## Overzicht per taakveld

Bedragen x € 1.000

| Lasten | 2024 | 2025 |
| --- | --- | --- |
| 5.6 Media | 640 | 650 |
| 7.2 Riolering | 910 | 920 |
"""
ALIKE = """# Beleidsplan Emmen 2024-2027

## Ontmoeten

We openen een eetpunt waar ouderen samen kunnen eten. We organiseren voor ouders elke maand een ouderavond.

We organiseren in de bibliotheek een leesclub. Wij zetten in op plekken in het dorp zoals een bibliotheek, een
winkel, een school en een kroeg.

## Wijken

Voor de veiligheid zetten we een extra wijkagent in. We plaatsen voor alle fietsen veilige schuurtjes.

## Onderwijs

We openen een kinderatelier voor alle klassen. We geven extra geld aan het speciaal onderwijs voor taxiritten.

## Inzet

We steunen met raad en daad de kracht van buurten. We geven cursussen om op eigen kracht te wonen.
"""


@pytest.fixture(scope="module")
def encoder(model_cache: Path) -> SentenceEncoder:
    """Return the embedded model."""
    return SentenceEncoder(cache=model_cache)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory, encoder: SentenceEncoder) -> Iterator[Library]:
    """Return a library with the invented documents."""
    library = compared_library(tmp_path_factory.mktemp("vergelijken"), encoder)
    yield library
    library.store.close()


@pytest.fixture(scope="module")
def comparer(shelf: Library) -> Comparer:
    """Return the comparer over that library."""
    return Comparer(Searcher(shelf.store, shelf.encoder))


def row_of(comparison: Comparison, name: str) -> ComparedRow:
    """Return the row with a name."""
    return next(row for row in comparison.rows if row.name == name)


def quotes(comparison: Comparison, name: str, aspect: Aspect) -> str:
    """Return the quotes of a cell, one after another, on one line."""
    cell = next(c for c in row_of(comparison, name).cells if c.aspect is aspect)
    return " | ".join(" ".join(comparison.citation(n).slice.quote.split()) for n in cell.citations)


def test_every_aspect_is_quoted_where_it_is_said(comparer: Comparer) -> None:
    """What a document wants, does, for whom, with whom and since when stands in its own column."""
    found = comparer.compare(CompareRequest("schulden"))
    assert [row.name for row in found.rows] == ["Coevorden", "Emmen", "Tubbergen"]
    assert "minder inwoners problematische schulden" in quotes(found, "Emmen", Aspect.AIMS)
    assert "bellen wij aan" in quotes(found, "Emmen", Aspect.ACTIONS)
    assert "Kredietbank Drenthe" in quotes(found, "Emmen", Aspect.PARTNERS)
    assert "Sinds 2018" in quotes(found, "Emmen", Aspect.PERIOD)
    assert "binnen vier weken" in quotes(found, "Tubbergen", Aspect.AIMS)
    assert "jongeren met schulden" in quotes(found, "Tubbergen", Aspect.TARGETS)
    assert "€ 85.000" in quotes(found, "Tubbergen", Aspect.COSTS)


def test_who_has_nothing_has_an_empty_row(comparer: Comparer) -> None:
    """A municipality that says nothing of the subject has an empty row that tells what was searched."""
    row = row_of(comparer.compare(CompareRequest("schulden")), "Coevorden")
    assert row.empty
    assert row.searched.documents == 1
    assert row.searched.years == (2019, 2019)


def test_participation_and_fiction_stand_nowhere(comparer: Comparer) -> None:
    """What participants or invented people say is quoted in no cell."""
    found = comparer.compare(CompareRequest("schulden"))
    said = " ".join(citation.slice.quote for citation in found.citations)
    assert "maatje" not in said.casefold().replace("schuldhulpmaatje", "")
    assert "De Vries" not in said


def test_other_subjects_stay_out(comparer: Comparer) -> None:
    """A sentence of the same document about something else is not quoted."""
    found = comparer.compare(CompareRequest("schulden"))
    assert "sportdag" not in " ".join(citation.slice.quote for citation in found.citations)


@pytest.mark.parametrize(
    ("subject", "said", "not_said"),
    [
        ("ouderen", "eetpunt", "ouderavond"),
        ("veiligheid", "wijkagent", "veilige schuurtjes"),
        ("bibliotheek", "leesclub", "zoals een bibliotheek"),
        ("speciaal onderwijs", "taxiritten", "kinderatelier"),
        ("eigen kracht", "cursussen", "kracht van buurten"),
    ],
)
def test_a_word_like_it_is_another_subject(
    tmp_path: Path, encoder: SentenceEncoder, subject: str, said: str, not_said: str
) -> None:
    """Parents are no elderly, a safe shed is no safety, an example is not quoted where more is said, a
    heading names no part of its matter, and what is one's own is said to be."""
    (tmp_path / "plan.md").write_text(ALIKE, encoding="utf-8")
    library = Library(Store(tmp_path / "lib", create=True), encoder)
    list(library.add(find_files([tmp_path / "plan.md"], {"municipality": "Emmen"})))
    found = Comparer(Searcher(library.store, encoder)).compare(CompareRequest(subject))
    text = " ".join(citation.slice.quote for citation in found.citations)
    assert said in text
    assert not_said not in text
    library.store.close()


def test_a_sentence_brings_what_it_leans_on(comparer: Comparer) -> None:
    """What begins with "Hiervoor" is quoted with the sentence before it, or not at all."""
    found = comparer.compare(CompareRequest("schulden"))
    leaning = [c.slice.quote for c in found.citations if "Hiervoor gebruiken" in c.slice.quote]
    assert all(quote.count("Sinds 2018") == 1 for quote in leaning)


def test_figures_of_the_subject_stand_under_costs(comparer: Comparer) -> None:
    """A row of a table that is about the subject is a cost: its own year, with the row cited."""
    found = comparer.compare(CompareRequest("schuldhulpverlening"))
    cell = next(c for c in row_of(found, "Tubbergen").cells if c.aspect is Aspect.COSTS)
    (figure,) = cell.figures
    assert (figure.record.label, figure.record.figure.value, figure.record.figure.year) == (
        "Schuldhulpverlening",
        "310",
        2021,
    )
    assert "310" in found.citation(figure.citation).slice.quote


def test_a_whole_taakveld_is_said_to_be_one(tmp_path: Path, encoder: SentenceEncoder) -> None:
    """Where no row says the subject, the row of its taakveld stands under costs and is named as that."""
    (tmp_path / "begroting.md").write_text(TAAKVELDEN, encoding="utf-8")
    library = Library(Store(tmp_path / "lib", create=True), encoder)
    list(library.add(find_files([tmp_path / "begroting.md"], {"municipality": "Emmen"})))
    compare = Comparer(Searcher(library.store, encoder)).compare
    for subject, label, taakveld in (
        ("bibliotheek", "5.6 Media", "5.6 Media"),
        ("riolering", "7.2 Riolering", ""),
    ):
        found = compare(CompareRequest(subject))
        (row,) = found.rows
        (figure,) = next(c for c in row.cells if c.aspect is Aspect.COSTS).figures
        assert (figure.record.label, figure.record.figure.year, figure.taakveld) == (label, 2024, taakveld)
        assert bool(figure_notes(figure, found)) is bool(taakveld)
    library.store.close()


def test_every_citation_is_a_slice(comparer: Comparer, shelf: Library) -> None:
    """Each number in cells and findings is that of a literal slice of its document."""
    found = comparer.compare(CompareRequest("schulden"))
    with shelf.store.snapshot() as snapshot:
        assert not [fault for c in found.citations for fault in citation_faults(c, snapshot.text)]
    numbers = {c.n for c in found.citations}
    used = {n for row in found.rows for cell in row.cells for n in cell.citations}
    used |= {n for item in (*found.common, *found.single) for n in item.citations}
    assert used <= numbers
    assert [c.n for c in found.citations] == list(range(1, len(numbers) + 1))


def test_a_forged_quote_is_left_out(comparer: Comparer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A quote that is not in its document leaves its cell, and nothing else of it."""
    monkeypatch.setattr("assistant.compare_quotes.citation_faults", lambda c, _: ["fout"] if c.n == 1 else [])
    found = comparer.compare(CompareRequest("schulden"))
    assert 1 not in {c.n for c in found.citations}
    assert 1 not in {n for row in found.rows for cell in row.cells for n in cell.citations}
    assert found.citations


def test_what_is_shared_is_told_first(comparer: Comparer) -> None:
    """What two rows name is common, with a sentence of each; what one names is single."""
    found = comparer.compare(CompareRequest("schulden"))
    common = {item.what.casefold(): item for item in found.common}
    assert common["vroegsignalering"].rows == ("Emmen", "Tubbergen")
    assert len(common["vroegsignalering"].citations) == 2
    assert all(len(item.rows) == 1 for item in found.single)
    assert "SchuldHulpMaatje" in {item.what for item in found.single}


def test_rows_by_document_go_by_time(comparer: Comparer) -> None:
    """The documents of a municipality come in order: what was budgeted before what was done."""
    found = comparer.compare(CompareRequest("schulden", By.DOCUMENT, Filters(("tubbergen",))))
    assert [row.documents[0].description.kind for row in found.rows] == ["begroting", "jaarverslag"]
    assert "budgetcursus" in quotes(found, found.rows[1].name, Aspect.ACTIONS)


def test_rows_by_year(comparer: Comparer) -> None:
    """A row for each year in which a document begins."""
    found = comparer.compare(CompareRequest("schulden in Tubbergen", By.YEAR))
    assert [row.name for row in found.rows] == ["2021", "2022"]


@pytest.mark.parametrize("by", [By.YEAR, By.DOCUMENT])
def test_years_and_documents_are_of_one(comparer: Comparer, by: By) -> None:
    """Years or documents of several municipalities, or of none, cannot be compared."""
    for names in ((), ("Emmen", "Tubbergen")):
        with pytest.raises(QuestionError) as raised:
            comparer.compare(CompareRequest("schulden", by, Filters(names)))
        assert raised.value.code == "one_municipality"


def test_names_as_they_are_written(comparer: Comparer) -> None:
    """Misspelt names and villages are read, the order is kept, and who has no documents is named."""
    filters = Filters(("Tubergen", "Nieuw-Amsterdam", "Assen", "blorpstad"))
    found = comparer.compare(CompareRequest("schulden", By.MUNICIPALITY, filters))
    assert [row.name for row in found.rows] == ["Tubbergen", "Emmen"]
    assert found.unknown == ("Assen", "blorpstad")


def test_only_unknown_names_give_no_rows(comparer: Comparer) -> None:
    """Where nobody asked for has documents there are no rows, and not those of all others."""
    found = comparer.compare(CompareRequest("schulden", filters=Filters(("Assen",))))
    assert (found.rows, found.unknown) == ((), ("Assen",))


def test_resolve_keeps_each_once() -> None:
    """A municipality that is named twice, once by its village, is one row."""
    assert resolve(("Emmen", "emmen", "Klazienaveen"), ("Emmen",)) == (("Emmen",), ())


def test_too_many_names(comparer: Comparer) -> None:
    """More names than there are municipalities are refused."""
    names = tuple(f"plaats {n}" for n in range(MOST_NAMED + 1))
    with pytest.raises(QuestionError) as raised:
        comparer.compare(CompareRequest("schulden", filters=Filters(names)))
    assert raised.value.code == "too_many_municipalities"


def test_more_rows_than_a_page(tmp_path: Path, encoder: SentenceEncoder) -> None:
    """Twenty rows a page; a page that is not there is refused with how many there are."""
    library = Library(Store(tmp_path / "veel", create=True), encoder)
    path = tmp_path / "plan.md"
    path.write_text(PLAN, encoding="utf-8")
    content = library.prepare(library_document(library, path), b"plan", "plan")
    for number, place in enumerate(municipalities()[: ROWS_A_PAGE + 2]):
        about = replace(content.document.description, municipality=place.name)
        document = replace(content.document, description=about)
        own = replace(content, document=document, origin=f"plan {number}", original=str(number).encode())
        library.store.add(own, encoder.record)
    comparer = Comparer(Searcher(library.store, encoder))
    first = comparer.compare(CompareRequest("schulden"))
    second = comparer.compare(CompareRequest("schulden", page=2))
    assert (len(first.rows), len(second.rows), first.pages) == (ROWS_A_PAGE, 2, 2)
    assert len(first.common[0].rows) == ROWS_A_PAGE + 2
    with pytest.raises(QuestionError) as raised:
        comparer.compare(CompareRequest("schulden", page=3))
    assert (raised.value.code, raised.value.parameters["pages"]) == ("no_such_compare_page", 2)
    library.store.close()


def library_document(library: Library, path: Path):  # type: ignore[no-untyped-def]
    """Return a document as a library reads it."""
    (outcome,) = library.add([File(path, path.name, {})])
    with library.store.snapshot() as snapshot:
        found = snapshot.document(outcome.document_id or "")
    library.remove(outcome.document_id or "")
    return found


def test_an_empty_library(tmp_path: Path, encoder: SentenceEncoder) -> None:
    """Without documents there is nothing to compare."""
    store = Store(tmp_path / "leeg", create=True)
    with pytest.raises(LibraryError):
        Comparer(Searcher(store, encoder)).compare(CompareRequest("schulden"))
    store.close()


@pytest.mark.parametrize("subject", ["", "   ", "x" * 2_001, "123 !"])
def test_what_is_no_subject(comparer: Comparer, subject: str) -> None:
    """A subject is checked as a question is."""
    with pytest.raises(QuestionError):
        comparer.compare(CompareRequest(subject))


def test_filters_hold(comparer: Comparer) -> None:
    """Years limit the documents of a row."""
    found = comparer.compare(CompareRequest("schulden", filters=Filters(("Tubbergen",), from_year=2022)))
    assert [d.description.kind for d in found.rows[0].documents] == ["jaarverslag"]


@pytest.mark.parametrize("within", [Filters(kinds=("motie",)), Filters(from_year=2090)])
def test_a_row_without_documents_says_nothing(comparer: Comparer, within: Filters) -> None:
    """A municipality of which no document fits has empty cells, and not what others say."""
    found = comparer.compare(CompareRequest("schulden", filters=within))
    assert len(found.rows) > 2
    assert all(row.empty and not row.documents for row in found.rows)
    assert not found.citations


@pytest.mark.parametrize("by", [By.YEAR, By.DOCUMENT])
def test_years_and_documents_of_one_without_documents(comparer: Comparer, by: By) -> None:
    """There are none of a municipality that has no documents, and it is named."""
    found = comparer.compare(CompareRequest("schulden", by, Filters(("Assen",))))
    assert (found.rows, found.unknown) == ((), ("Assen",))


def test_the_same_again(comparer: Comparer) -> None:
    """The same subject and library give the same comparison."""
    one, other = (comparer.compare(CompareRequest("hulp bij schulden")) for _ in range(2))
    assert replace(one, milliseconds=0) == replace(other, milliseconds=0)


def test_all_invented_documents_are_there(comparer: Comparer) -> None:
    """The rows hold all documents of the library."""
    found = comparer.compare(CompareRequest("parkeren"))
    assert sum(len(row.documents) for row in found.rows) == len(DOCUMENTS)


@needs_shared
@pytest.mark.shared
def test_the_real_documents(tmp_path: Path, encoder: SentenceEncoder) -> None:
    """Of five real documents only the two that write about reading and writing have cells, in which
    the literal facts stand."""
    from index.files import find_files

    library = Library(Store(tmp_path / "echt", create=True), encoder)
    list(library.add(find_files([CORPUS], {})))
    found = Comparer(Searcher(library.store, encoder)).compare(CompareRequest("laaggeletterdheid"))
    assert {row.name for row in found.rows if not row.empty} == {"Borger-Odoorn", "Coevorden"}
    assert "124 taaltrajecten" in quotes(found, "Coevorden", Aspect.AIMS)
    assert "Stichting Lezen en Schrijven" in quotes(found, "Borger-Odoorn", Aspect.PARTNERS)
    assert "2016" in quotes(found, "Borger-Odoorn", Aspect.PERIOD)
    library.store.close()
