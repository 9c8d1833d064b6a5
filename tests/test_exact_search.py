from __future__ import annotations

import json
import random
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from assistant.decided import decision_in_passage
from assistant.exact_search import ExactSearcher, Order, SearchRequest, SearchResult
from assistant.facets import UNKNOWN, Facet
from corpus.document import Description
from corpus.errors import LibraryError
from index.engine import Filters
from index.files import File
from index.library import Library
from index.phrases import phrase_pattern, plain
from index.store import Store
from tests.encoders import WordEncoder
from tests.shared import SHARED
from web.cli_search import exactly
from web.messages import message

SEARCHES = Path(__file__).parent / "data" / "exact_searches.toml"
Add = Callable[..., str]


@pytest.fixture
def searcher(store: Store) -> ExactSearcher:
    """Return a searcher of an empty library."""
    return ExactSearcher(lambda: store)


def texts(result: SearchResult) -> list[str]:
    """Return what was found, its white space made one."""
    return [" ".join(found.passage.text.split()) for found in result.found]


def ids(result: SearchResult) -> list[str]:
    """Return the documents of what was found, in order."""
    return [found.passage.document.document_id for found in result.found]


def marked(result: SearchResult) -> list[list[str]]:
    """Return what is marked in each passage that was found."""
    return [[found.passage.slice(mark) for mark in found.marks] for found in result.found]


LONG = " ".join(f"Zin {n} gaat over iets anders dan de vorige zin van dit stuk." for n in range(30))


def test_all_words_must_occur(add: Add, searcher: ExactSearcher) -> None:
    """A passage has every word, in any form; one of them in a heading above it counts."""
    both = add("a.md", "# Plan\n\n## Schulden\n\nWij helpen jongeren.\n")
    add("b.md", "# Plan\n\n## Werk\n\nWij helpen jongeren.\n")
    assert ids(searcher.search(SearchRequest("schuld jongere"))) == [both]


def test_a_phrase_runs_over_the_end_of_a_passage(add: Add, searcher: ExactSearcher) -> None:
    """A quote is found wherever the library cuts a text into passages, and counts once."""
    add("a.md", f"# Plan\n\n## Tekst\n\n{LONG}\n")
    result = searcher.search(SearchRequest('"vorige zin van dit stuk. Zin 11 gaat over"'))
    assert (result.passages_total, result.documents_total) == (1, 1)
    assert marked(result)[0][0].startswith("vorige zin van dit stuk.")


def test_a_heading_by_itself_is_found(add: Add, searcher: ExactSearcher) -> None:
    """Words that stand in no passage belong to the passage below them."""
    add("a.md", "# Plan\n\n## Zwembaden\n\n## Wegen\n\nWij vegen de straat.\n")
    for asked in ("zwembad", '"zwembaden"', "zwembad straat"):
        assert texts(searcher.search(SearchRequest(asked))) == ["Wegen Wij vegen de straat."], asked
    (found,) = searcher.search(SearchRequest('"zwembaden"')).found
    assert found.above == ("Zwembaden",)


def test_what_is_excluded_is_in_no_result(add: Add, searcher: ExactSearcher) -> None:
    """A passage with an excluded word or phrase is left out, another of the same document is not."""
    add("a.md", "# Plan\n\n## Een\n\nSchulden van jongeren.\n\n## Twee\n\nSchulden van ouderen.\n")
    assert texts(searcher.search(SearchRequest("schulden -jongere"))) == ["Twee Schulden van ouderen."]
    assert texts(searcher.search(SearchRequest('schulden -"van ouderen"'))) == ["Een Schulden van jongeren."]
    assert texts(searcher.search(SearchRequest("-ouderen"))) == ["Een Schulden van jongeren."]


def test_an_alternative_may_be_that_something_is_not_there(add: Add, searcher: ExactSearcher) -> None:
    """``a OF -b`` finds what has a, and what has no b."""
    add("a.md", "# Plan\n\n## Een\n\nSchulden van jongeren.\n\n## Twee\n\nWerk voor jongeren.\n")
    add("b.md", "# Plan\n\n## Drie\n\nWerk voor ouderen.\n")
    found = texts(searcher.search(SearchRequest("schulden OF -jongeren")))
    assert sorted(found) == ["Drie Werk voor ouderen.", "Een Schulden van jongeren."]


def test_stop_words_alone_are_searched_for_in_a_row(add: Add, searcher: ExactSearcher) -> None:
    """Nothing but words that stand everywhere is found word for word."""
    add("a.md", "# Plan\n\n## Een\n\nDat is van de raad.\n\n## Twee\n\nDe raad is van ons.\n")
    assert texts(searcher.search(SearchRequest("is van de"))) == ["Een Dat is van de raad."]


def test_titles_and_alternatives(add: Add, searcher: ExactSearcher) -> None:
    """``titel:`` looks in the title only, and of words with OF between them one is enough."""
    plan = add("a.md", "# Nota sport\n\nWij bouwen een hal.\n", title="Nota sport")
    other = add("b.md", "# Plan\n\nDe nota kost geld voor een bad.\n", title="Plan")
    assert ids(searcher.search(SearchRequest("titel:nota hal OF bad"))) == [plan]
    assert set(ids(searcher.search(SearchRequest("hal OF bad")))) == {plan, other}
    assert ids(searcher.search(SearchRequest("hal OF bad -titel:nota"))) == [other]


def test_a_document_of_which_there_is_a_newer_version(store: Store, add: Add) -> None:
    """An earlier version is left out unless it is asked for, or named."""
    text = "# Visie\n\nWij willen gezond en actief leven in elke wijk van de stad.\n" * 3
    draft = add(
        "a.md", text, title="Visie", municipality="Almere", kind="nota", status="concept", year_from=2024
    )
    add(
        "b.md",
        text + "\nEn zo is het.\n",
        title="Visie",
        municipality="Almere",
        kind="nota",
        status="vastgesteld",
        year_from=2024,
    )
    searcher = ExactSearcher(lambda: store)
    with store.snapshot() as snapshot:
        assert {r.document_id for r in snapshot.documents() if r.newer} == {draft}
    assert draft not in ids(searcher.search(SearchRequest("gezond")))
    assert draft in ids(searcher.search(SearchRequest("gezond", all_versions=True)))
    assert set(ids(searcher.search(SearchRequest("gezond", documents=(draft,))))) == {draft}


@pytest.fixture
def decisions(add: Add) -> dict[str, str]:
    """Return documents of which two tell who decided when."""
    return {
        "told": add(
            "a.md",
            "# Verslag\n\nDe visie is vastgesteld in de gemeenteraad op 15 oktober 2019.\n",
            date="2020-03-01",
        ),
        "vague": add(
            "b.md",
            "# Plan\n\nDe visie, de visie en nog eens de visie wordt vastgesteld.\n",
            date="2024-01-01",
        ),
        "college": add("c.md", "# Brief\n\nHet college heeft op 3 maart 2021 de visie vastgesteld.\n"),
        "undated": add("d.md", "# Nota\n\nEen visie.\n"),
    }


def test_decisions_come_first(decisions: Mapping[str, str], searcher: ExactSearcher) -> None:
    """Who searches with a word of decisions sees first who decided when; that can be turned off."""
    result = searcher.search(SearchRequest("visie vastgesteld"))
    assert result.decisions_first
    assert ids(result)[2] == decisions["vague"]
    told = {f.passage.document.document_id: (f.decided.body, f.decided.date) for f in result.found}
    assert told[decisions["told"]] == ("gemeenteraad", "2019-10-15")
    assert told[decisions["college"]] == ("college", "2021-03-03")
    assert told[decisions["vague"]] == (None, None)
    assert not searcher.search(SearchRequest("visie")).decisions_first
    off = searcher.search(SearchRequest("visie vastgesteld", decisions_first=False))
    assert ids(off)[0] == decisions["vague"]


@pytest.mark.parametrize(
    ("sentence", "body"),
    [
        ("De raad heeft op 9 mei 2023 een motie aangenomen over de rol van het college.", "gemeenteraad"),
        ("Op voorstel van het college heeft de raad op 3 mei 2021 de nota vastgesteld.", "gemeenteraad"),
        ("De nota van het college is op 3 mei 2021 door de raad vastgesteld.", "gemeenteraad"),
        ("De nota van het college is vastgesteld in de raad van 3 mei 2021.", "gemeenteraad"),
        ("Het college heeft op 3 mei 2021 besloten de nota aan de raad te sturen.", "college"),
        ("Het college van burgemeester en wethouders heeft op 3 mei 2021 ingestemd.", "college"),
        ("De brief aan de raad is op 3 mei 2021 vastgesteld.", None),
    ],
)
def test_who_decided_is_who_is_said_to_have_done_it(sentence: str, body: str | None) -> None:
    """Of two bodies in one sentence the one that decided is named, not the one that proposed or is told."""
    assert decision_in_passage(sentence, Description("Nota")).body == body


def test_a_list_of_decisions(add: Add, searcher: ExactSearcher) -> None:
    """In a list of decisions what was decided counts as one, a question about a decision does not."""
    text = "## 1\n\nDe raad besluit unaniem: een besluit.\n\n## 2\n\nVindt men het besluit goed?\n"
    add("a.md", text, title="Besluitenlijst raadsvergadering", kind="besluitenlijst", date="2015-06-29")
    found = searcher.search(SearchRequest("besluit")).found
    assert [(f.decided.body, f.decided.date) for f in found] == [("gemeenteraad", "2015-06-29"), (None, None)]


def test_order_by_date(decisions: Mapping[str, str], searcher: ExactSearcher) -> None:
    """Newest or oldest first, and what has no date at the end of both."""
    for order, expected in (
        (Order.NEWEST, ["vague", "college", "told", "undated"]),
        (Order.OLDEST, ["told", "college", "vague", "undated"]),
    ):
        result = searcher.search(SearchRequest("visie", order=order))
        assert ids(result) == [decisions[name] for name in expected]


def test_a_page_at_a_time(add: Add, searcher: ExactSearcher) -> None:
    """Pages together hold every result once; a page too far is the last one."""
    add("a.md", "# Plan\n\n" + "".join(f"## Deel {n}\n\nSchulden {n}.\n\n" for n in range(7)))
    request = SearchRequest("schulden", size=3)
    pages = [searcher.search(replace(request, page=page)) for page in (1, 2, 3)]
    assert [len(page.found) for page in pages] == [3, 3, 1]
    assert len({text for page in pages for text in texts(page)}) == 7
    assert searcher.search(replace(request, page=9)).page == 3


def test_by_document(add: Add, searcher: ExactSearcher) -> None:
    """By document each is there once, with the number of its passages and the first three."""
    add("a.md", "# Plan\n\n" + "".join(f"## Deel {n}\n\nSchulden {n}.\n\n" for n in range(5)))
    add("b.md", "# Nota\n\nSchulden.\n")
    result = searcher.search(SearchRequest("schulden", by_document=True))
    assert sorted((d.passages, len(d.first)) for d in result.documents) == [(1, 1), (5, 3)]
    assert (result.total, result.passages_total) == (2, 6)


def test_an_empty_library_is_told(searcher: ExactSearcher) -> None:
    """A library without documents cannot be searched, and says so."""
    with pytest.raises(LibraryError) as told:
        searcher.search(SearchRequest("schulden"))
    assert told.value.code == "empty_library"


def test_a_change_is_seen_at_once(add: Add, searcher: ExactSearcher, store: Store) -> None:
    """What was added is found, and what was removed is not."""
    first = add("a.md", "# Plan\n\nSchulden.\n")
    assert ids(searcher.search(SearchRequest("schulden"))) == [first]
    second = add("b.md", "# Nota\n\nSchulden.\n")
    assert set(ids(searcher.search(SearchRequest("schulden")))) == {first, second}
    store.remove(first)
    assert ids(searcher.search(SearchRequest("schulden"))) == [second]


def test_the_command_finds_the_same(add: Add, store: Store) -> None:
    """In the terminal the same is found, with how many there are; filters limit it."""
    add("a.md", "# Plan\n\nSchulden van jongeren.\n", title="Plan", municipality="Emmen")
    add("b.md", "# Nota\n\nSchulden.\n", title="Nota", municipality="Tubbergen")
    said = exactly(store, "schulden -jongere", 10, Filters(), "nl", as_json=False)
    assert said.startswith("Passages: 1, documenten: 1.")
    assert "Nota Schulden." in said
    found = json.loads(exactly(store, "schulden", 10, Filters(("Emmen",)), "nl", as_json=True))
    assert [row["municipality"] for row in found["found"]] == ["Emmen"]
    nothing = exactly(store, "schulden", 10, Filters(("Assen",)), "nl", as_json=False)
    assert nothing == message("nothing_found", "nl")


# --- the real files -----------------------------------------------------------------------------

DATA = tomllib.loads(SEARCHES.read_text(encoding="utf-8"))
NAMES = {file: name for name, file in DATA["documents"].items()}
# Too long for every run; `make nightly` reads them too.
SLOW = frozenset({"wassenaar", "scan", "ggd", "groningen", "agenda", "bernheze", "register", "voorstel"})
needs_files = pytest.mark.skipif(
    not (SHARED / "files").is_dir(), reason="../shared is niet aanwezig: deze test leest echte documenten"
)


def real_library(folder: Path, names: frozenset[str]) -> Store:
    """Return a library of these real documents, described as ``documents.json`` beside them says."""
    store = Store(folder, create=True)
    places = {path.name: path for path in (*SHARED.glob("files/*"), *SHARED.glob("corpus/*"))}
    said = described()
    files = [File(places[f], f, said.get(f, {})) for f, name in NAMES.items() if name in names]
    assert [o.error for o in Library(store, WordEncoder()).add(files)] == [None] * len(names)
    return store


@cache
def described() -> dict[str, dict[str, Any]]:
    """Return what is said of the documents of the corpus."""
    found: dict[str, dict[str, Any]] = json.loads((SHARED / "corpus" / "documents.json").read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Return a library of the real documents that are read quickly."""
    store = real_library(tmp_path_factory.mktemp("echt"), frozenset(NAMES.values()) - SLOW)
    yield store
    store.close()


def request_of(row: Mapping[str, Any], **more: Any) -> SearchRequest:
    """Return what a row of the data asks for."""
    chosen = {facet: tuple(row[facet.value]) for facet in Facet if facet.value in row}
    return SearchRequest(row["text"], chosen, all_versions=row.get("all_versions", False), **more)


def check_searches(store: Store, names: frozenset[str]) -> None:
    """Check that each search finds exactly the documents that were typed by hand."""
    searcher = ExactSearcher(lambda: store)
    for row in DATA["search"]:
        result = searcher.search(request_of(row, by_document=True))
        found = {NAMES[document.record.source] for document in result.documents}
        assert found == set(row["found"].split()) & names, row
        assert sum(document.passages for document in result.documents) == result.passages_total, row
        assert searcher.search(request_of(row)).total == result.passages_total, row


@needs_files
@pytest.mark.shared
def test_searches_find_what_other_tools_find(real: Store) -> None:
    """More than forty searches find exactly the documents found without this project."""
    assert len(DATA["search"]) > 40
    check_searches(real, frozenset(NAMES.values()) - SLOW)


@needs_files
@pytest.mark.shared
@pytest.mark.nightly
def test_searches_in_every_file(tmp_path: Path) -> None:
    """The same in all real files, those that take long to read too."""
    names = frozenset(NAMES.values())
    check_searches(real_library(tmp_path / "alles", names), names)


@needs_files
@pytest.mark.shared
@pytest.mark.parametrize("text", ['"sociaal domein"', "jeugd OF ouderen", "besluit"])
@pytest.mark.parametrize("by_document", [False, True])
def test_counts_are_the_results(real: Store, text: str, by_document: bool) -> None:
    """The number beside a filter is the number of results that choosing it gives, whatever else is
    chosen."""
    searcher = ExactSearcher(lambda: real)
    limited = {Facet.KIND: ("beleidsplan", "jaarverslag", UNKNOWN)}
    for chosen in ({}, limited):
        request = SearchRequest(text, chosen, by_document=by_document, size=5)
        for facet, options in searcher.search(request).options.items():
            for option in options:
                only = replace(request, chosen={**chosen, facet: (option.value,)})
                assert searcher.search(only).total == option.count, (facet, option)


@needs_files
@pytest.mark.shared
def test_any_piece_of_a_text_is_found(real: Store) -> None:
    """A piece of any length of a real text is found in just those documents that have it."""
    searcher, chance = ExactSearcher(lambda: real), random.Random(7)  # noqa: S311  (no secret: the same pieces in every run)
    with real.snapshot() as snapshot:
        held = {r.document_id: snapshot.text(r.document_id) or "" for r in snapshot.documents()}
    for text in chance.choices(list(held.values()), k=40):
        words = text.split()
        start, length = chance.randrange(len(words)), chance.choice((1, 2, 3, 5, 9, 20, 60, 150))
        piece = re.sub(r'["“”„«»|]', " ", " ".join(words[start : start + length]))[:1_900]
        if not re.search(r"\w", piece):
            continue
        pattern = phrase_pattern(piece)
        expected = {name for name, other in held.items() if pattern.search(plain(other))}
        request = SearchRequest(f'"{piece}"', by_document=True, all_versions=True)
        found = {document.record.document_id for document in searcher.search(request).documents}
        assert found == expected, piece
