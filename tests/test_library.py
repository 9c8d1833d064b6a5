"""What adding does with files that are new, changed, copies, or versions of one document."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.ask import Assistant, Request
from corpus.document import Coverage, Description, Document, Hidden
from corpus.reader import read_bytes
from index.checksums import connect
from index.dutch import analyse, term
from index.embed import SentenceEncoder
from index.engine import CoverageRecord, DocumentRecord, Filters
from index.files import File, find_files
from index.library import ADDED, DUPLICATE, REPLACED, UNCHANGED, Library, Outcome
from index.model import DIMENSION
from index.rows import set_encoder
from index.search import Searcher
from index.store import DATABASE, Store
from index.versions import Edition, newest_of, precedes, related, same_title, shared, sketch
from tests.encoders import AXES, WordEncoder
from web.cli import main
from web.messages import EN, NL
from web.present import notes, page_list
from web.report import report_json, report_text

Add = Callable[..., str]
EVERYWHERE = np.full(AXES, AXES**-0.5, np.float32)


def sentences(topic: str, first: int, last: int) -> str:
    """Return invented sentences, each of its own, numbered from ``first`` to ``last``."""
    return "\n\n".join(
        f"Over {topic} zegt regel{n} dat straat{n * 3} en plein{n * 7} voor iedereen zijn."
        for n in range(first, last)
    )


def plan(status: str = "", topic: str = "sport", first: int = 0, last: int = 40, budget: int = 100) -> str:
    """Return an invented plan with a table; ``status`` stands in its title."""
    return (
        f"# Beleidsplan {topic} 2024-2027 {status}\n\n{sentences(topic, first, last)}\n\n## Kosten\n\n"
        f"Bedragen x € 1.000\n\n| Post | 2024 | 2025 |\n| --- | --- | --- |\n| Zwembad | {budget} | 5 |\n"
    )


def write(path: Path, text: str) -> Path:
    """Write a file and its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def done(library: Library, *paths: Path, workers: int = 1, **said: object) -> list[tuple[str, str]]:
    """Add files; return name and outcome, or error code, of each."""
    found = library.add(find_files(paths, said), workers)
    return [(o.path.name, str(o.done) if o.error is None else o.error.code) for o in found]


def records(store: Store) -> dict[str, DocumentRecord]:
    """Return the documents by the name of their file."""
    with store.snapshot() as snapshot:
        return {record.source: record for record in snapshot.documents()}


# --- Skipped, copied -----------------------------------------------------------------------------


class NoModel(WordEncoder):
    """An encoder that may not be used: only its record is known."""

    def passages(self, texts: Any) -> Any:
        """Fail: a vector was asked for."""
        raise AssertionError(texts)


def not_read(_data: bytes, source: str) -> Document:
    """Fail: a file was read."""
    raise AssertionError(source)


def test_what_did_not_change_is_neither_read_nor_embedded(
    store: Store, library: Library, tmp_path: Path
) -> None:
    """A second time the hash alone tells that nothing needs to be done, for copies too."""
    write(tmp_path / "s" / "a.md", plan())
    write(tmp_path / "s" / "b.md", plan())
    write(tmp_path / "s" / "c.md", plan() + "\n\n\n")
    assert done(library, tmp_path / "s") == [("a.md", ADDED), ("b.md", DUPLICATE), ("c.md", DUPLICATE)]
    with store.snapshot() as before:
        number = before.generation
    again = Library(store, NoModel(), not_read)
    assert done(again, tmp_path / "s") == [("a.md", UNCHANGED), ("b.md", DUPLICATE), ("c.md", DUPLICATE)]
    with store.snapshot() as after:
        assert after.generation == number


def test_the_embedded_model_is_known_without_loading_it() -> None:
    """Name, digest and dimension are there at once; only vectors need the model itself."""
    encoder = SentenceEncoder()
    assert encoder.record.dimension == DIMENSION
    assert encoder._model is None


def test_a_copy_is_reported_and_not_indexed_twice(store: Store, library: Library, tmp_path: Path) -> None:
    """The same content under another name names the document that has it; its passages are there once."""
    first, copy = write(tmp_path / "a.md", plan()), write(tmp_path / "b.md", plan())
    list(library.add(find_files([first], {})))
    (outcome,) = library.add(find_files([copy], {}))
    (record,) = records(store).values()
    assert (outcome.done, outcome.document_id, outcome.same_as) == (DUPLICATE, record.document_id, "a.md")
    with store.snapshot() as snapshot:
        assert snapshot.count() == record.passages


def test_a_copy_is_added_again_once_its_document_is_gone(
    store: Store, library: Library, tmp_path: Path
) -> None:
    """After the document is removed its copy is a document; after it changed, the copy has the old text."""
    first, copy = write(tmp_path / "a.md", plan()), write(tmp_path / "b.md", plan() + "\n\n")
    assert done(library, first, copy) == [("a.md", ADDED), ("b.md", DUPLICATE)]
    library.remove(records(store)["a.md"].document_id)
    assert done(library, copy) == [("b.md", ADDED)]
    assert done(library, first) == [("a.md", DUPLICATE)]
    write(copy, plan(topic="wonen"))
    assert done(library, copy, first) == [("b.md", REPLACED), ("a.md", ADDED)]
    assert done(library, copy, first) == [("b.md", UNCHANGED), ("a.md", UNCHANGED)]


def test_a_document_of_its_own_stays_one(store: Store, library: Library, tmp_path: Path) -> None:
    """A document that becomes the same as another keeps its id and its past."""
    a, b = write(tmp_path / "a.md", plan()), write(tmp_path / "b.md", plan(topic="wonen"))
    done(library, a, b)
    before = records(store)["b.md"].document_id
    write(b, plan())
    assert done(library, b) == [("b.md", REPLACED)]
    assert records(store)["b.md"].document_id == before


def test_a_text_of_two_municipalities_is_two_documents(library: Library, tmp_path: Path) -> None:
    """The same bytes said to be of another municipality are no copy; said again, they are known."""
    a, b, c = (write(tmp_path / name, plan()) for name in ("a.md", "b.md", "c.md"))
    assert done(library, a, municipality="Emmen") == [("a.md", ADDED)]
    assert done(library, b, municipality="Tubbergen") == [("b.md", ADDED)]
    assert done(library, c, municipality="Tubbergen") == [("c.md", DUPLICATE)]
    assert done(library, b, municipality="Tubbergen") == [("b.md", UNCHANGED)]


def test_the_same_file_twice_in_one_command_is_added_once(library: Library, tmp_path: Path) -> None:
    """A path that is given twice is unchanged the second time, also where it was read ahead."""
    path = write(tmp_path / "a.md", plan())
    assert done(library, path, path, workers=2) == [("a.md", ADDED), ("a.md", UNCHANGED)]


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_more_workers_give_the_same_outcomes_in_the_same_order(
    library: Library, tmp_path: Path, workers: int
) -> None:
    """Files are kept in their order however many are read ahead; what fails does not stop the rest."""
    for n in range(12):
        write(tmp_path / "s" / f"{n:02}.md", plan(topic=f"onderwerp{n - n % 3}") if n % 4 else " ")
    expected = [
        (f"{n:02}.md", "empty" if n % 4 == 0 else ADDED if n in (1, 3, 6, 9) else DUPLICATE)
        for n in range(12)
    ]
    assert done(library, tmp_path / "s", workers=workers) == expected


def test_stopping_halfway_ends_cleanly(library: Library, store: Store, tmp_path: Path) -> None:
    """Who stops listening has what was said to be added, and nothing of what was read ahead."""
    for n in range(6):
        write(tmp_path / "s" / f"{n}.md", plan(topic=f"onderwerp{n}"))
    outcomes = library.add(find_files([tmp_path / "s"], {}), workers=2)
    first = next(outcomes)
    assert isinstance(outcomes, Iterator)
    outcomes.close()  # type: ignore[attr-defined]  # it is a generator
    assert first.done == ADDED
    assert len(records(store)) == 1


# --- Archives ------------------------------------------------------------------------------------


def write_zip(path: Path, parts: Mapping[str, str | bytes]) -> None:
    """Write a ZIP with these members, in this order."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def test_each_member_of_an_archive_is_a_document(library: Library, store: Store, tmp_path: Path) -> None:
    """Members have a name and a history of their own; a member that changed is replaced alone."""
    path = tmp_path / "bundel.zip"
    parts = {
        "sub/sport.md": plan(budget=100),
        "wonen.md": plan(topic="wonen"),
        "__MACOSX/._wonen.md": "x",
        ".DS_Store": "x",
    }
    write_zip(path, parts)
    assert done(library, path) == [("sport.md", ADDED), ("wonen.md", ADDED)]
    assert set(records(store)) == {"bundel.zip/sub/sport.md", "bundel.zip/wonen.md"}
    write_zip(path, parts | {"sub/sport.md": plan(budget=200)})
    assert done(library, path, workers=2) == [("sport.md", REPLACED), ("wonen.md", UNCHANGED)]


def test_a_bad_member_is_reported_and_the_rest_goes_on(library: Library, tmp_path: Path) -> None:
    """What is damaged, locked or no document has its own sentence, under its name in the archive."""
    path = tmp_path / "bundel.zip"
    plain = plan(topic="wonen").encode()
    spoiled = b"Dit lid raakt beschadigd." * 10
    parts = {
        "a.md": plan(),
        "b.md": spoiled,
        "c.png": b"\x89PNG\r\n\x1a\n00",
        "d.zip": b"PK\x03\x04",
        "e.md": plain,
    }
    write_zip(path, parts)
    path.write_bytes(path.read_bytes().replace(spoiled, spoiled[::-1]))
    outcomes = list(library.add(find_files([path], {})))
    errors = {str(o.error.parameters["source"]): o.error.code for o in outcomes if o.error}
    assert errors == {
        "bundel.zip/b.md": "damaged",
        "bundel.zip/c.png": "format",
        "bundel.zip/d.zip": "damaged",
    }
    assert [o.path.name for o in outcomes if o.done == ADDED] == ["a.md", "e.md"]


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({}, "no_documents"),
        ({".verborgen": "x", "documents.json": "{}"}, "no_documents"),
        ({"../a.md": "x"}, "unsafe_archive"),
        ({"nul.md": "0" * 30_000_000}, "unsafe_archive"),
        ({"a.md": "Tekst.", "documents.json": '{"a.md": {"year_from": 1}}'}, "bad_description"),
    ],
)
def test_a_refused_archive_is_one_error(
    library: Library, tmp_path: Path, parts: dict[str, str], code: str
) -> None:
    """Nothing of it is added, and the files beside it are."""
    write(tmp_path / "s" / "b.md", plan())
    with zipfile.ZipFile(tmp_path / "s" / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert done(library, tmp_path / "s") == [("a.zip", code), ("b.md", ADDED)]


def test_an_archive_may_describe_its_members(library: Library, store: Store, tmp_path: Path) -> None:
    """A documents.json in it holds for the members beside it; what is said of the archive goes first."""
    path = tmp_path / "bundel.zip"
    said = {"sport.md": {"municipality": "Almere", "title": "Over sport", "year_from": 2020}}
    inner = tmp_path / "binnen.zip"
    write_zip(inner, {"documents.json": json.dumps(said), "sport.md": plan()})
    write_zip(path, {"map/binnen.zip": inner.read_bytes(), "sport.md": plan(topic="wonen")})
    inner.unlink()
    assert done(library, path, municipality="Emmen") == [("sport.md", ADDED), ("sport.md", ADDED)]
    titles = {name: record.description.title for name, record in records(store).items()}
    assert titles["bundel.zip/map/binnen.zip/sport.md"] == "Over sport"
    assert titles["bundel.zip/sport.md"] != "Over sport"
    assert {record.description.municipality for record in records(store).values()} == {"Emmen"}


# --- Versions of one document --------------------------------------------------------------------


@pytest.mark.parametrize(("beside", "said"), [("year_to", "year_from"), ("year_from", "year_to")])
def test_the_year_that_is_said_last_is_right(
    library: Library, store: Store, tmp_path: Path, beside: str, said: str
) -> None:
    """One that was said beside the file, or of an earlier edition, and contradicts it is not kept."""
    first, then = (2024, 2019) if said == "year_from" else (2019, 2024)
    path = write(tmp_path / "in" / "nota.md", "# Nota sport\n\nWij sporten.\n")
    write(tmp_path / "in" / "documents.json", json.dumps({"nota.md": {beside: then}}))
    for text, now, right in (
        ("Wij sporten.", {said: first}, {said: first, beside: None}),
        ("Wij sporten altijd.", {}, {said: None, beside: then}),
    ):
        write(path, f"# Nota sport\n\n{text}\n")
        assert list(library.add(find_files([tmp_path / "in"], now)))
        with store.snapshot() as snapshot:
            about = snapshot.documents()[0].description
        assert {name: getattr(about, name) for name in right} == right


def test_draft_amended_and_adopted_are_linked_to_the_newest(store: Store, add: Add) -> None:
    """In whatever order they are added or removed, earlier versions point to the newest one."""
    texts = {
        "a-concept.md": plan("(concept)", last=30),
        "b.md": plan(first=4, last=40, budget=110),
        "c-geamendeerd.md": plan("geamendeerd", last=44, budget=120),
    }
    for order in permutations(texts):
        ids = {name: add(name, texts[name], municipality="Emmen") for name in order}
        newest = ids["c-geamendeerd.md"]
        assert {name: r.newer for name, r in records(store).items()} == {
            "a-concept.md": newest,
            "b.md": newest,
            "c-geamendeerd.md": None,
        }
        store.remove(newest)
        assert {name: r.newer for name, r in records(store).items()} == {
            "a-concept.md": ids["b.md"],
            "b.md": None,
        }
        store.remove_all(list(ids.values()))
        assert records(store) == {}


def test_what_is_said_of_a_document_changes_its_links(store: Store, add: Add) -> None:
    """A status that a person corrects links the document, or lets it go."""
    old, new = (
        add(f"{n}.md", plan(last=40 - n), municipality="Emmen", title="Beleidsplan sport") for n in (0, 1)
    )
    assert records(store)["0.md"].newer is None
    about = records(store)["1.md"].description
    store.describe(new, replace(about, status="vastgesteld"))
    assert records(store)["0.md"].newer == new
    store.describe(new, replace(about, status="vastgesteld", municipality="Tubbergen"))
    assert records(store)["0.md"].newer is None
    store.describe(new, replace(about, status="concept"))
    assert (records(store)["0.md"].newer, records(store)["1.md"].newer) == (None, old)


def edition(name: str, text: str, **about: Any) -> Edition:
    """Return what tells of which documents one is a version."""
    fields = {"municipality": "Emmen", "kind": "beleidsplan", "year_from": 2024, "year_to": 2027, **about}
    return Edition(name, name, Description(**{"title": "Beleidsplan sport", **fields}), sketch(text))


BASE = plan()


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (edition("b", BASE), True),
        (edition("b", plan(last=36, first=2)), True),
        (edition("b", BASE, title="Concept-beleidsplan sport 2024-2027"), True),
        (edition("b", BASE, title="Geamendeerd Beleidsplan Sport van de gemeente Emmen"), True),
        (edition("b", BASE, title="Beleidspaln sport"), True),
        (edition("b", BASE, municipality="Tubbergen"), False),
        (edition("b", BASE, municipality=None), False),
        (edition("b", BASE, kind="nota"), False),
        (edition("b", BASE, year_from=2025, year_to=2028), False),
        (edition("b", BASE, title="Beleidsplan sport wijk 2"), False),
        (edition("b", BASE, title="Beleidsplan zorg"), False),
        (edition("b", BASE, part_of="programma 2 van de begroting"), False),
        (edition("b", plan(first=100, last=140)), False),
        (edition("b", ""), False),
        (edition("a", BASE), False),
    ],
)
def test_versions_are_described_alike_and_have_much_the_same_text(other: Edition, expected: bool) -> None:
    """Municipality, kind, first year, part, title without status words, and text must all agree."""
    assert related(edition("a", BASE), other) is expected
    assert related(other, edition("a", BASE)) is expected


def test_a_budget_is_no_version_of_one_without_a_year() -> None:
    """Of what there is one every year, the year must be known to tell that two are the same."""
    one, other = (edition(n, BASE, kind="begroting", year_from=None, year_to=None) for n in "ab")
    assert not related(one, other)


@pytest.mark.parametrize(
    "titles", [("Eerste bestuursrapportage", "Tweede bestuursrapportage"), ("Wijkplan Oost", "Wijkplan West")]
)
def test_titles_that_differ_in_a_word_are_of_two_documents(titles: tuple[str, str]) -> None:
    """One other word is enough, however alike the titles look."""
    assert not same_title(*(Description(title) for title in titles))


def test_versions_follow_by_status_and_then_by_date() -> None:
    """A draft comes before a proposal, that before the amended and the adopted one; else the date tells."""
    order = ["concept", None, "geamendeerd", "vastgesteld"]
    editions = [edition(f"{n}", BASE, status=status) for n, status in enumerate(order)]
    for n, one in enumerate(editions):
        assert [precedes(one, other) for other in editions] == [m > n for m in range(4)]
    old, new = edition("a", BASE, date="2024-03-01"), edition("b", BASE, date="2024-05-16")
    assert precedes(old, new)
    assert not precedes(new, old)
    assert not precedes(old, editions[1])
    assert newest_of(editions[0], [*editions, old]) == "3"
    assert newest_of(editions[3], editions) is None


def test_the_share_of_text_is_estimated_well() -> None:
    """From their sketches, two texts share what they share, give or take a tenth."""
    words = [f"woord{n}" for n in range(6000)]
    for kept in (0, 1500, 3000, 4500, 6000):
        one, other = " ".join(words), " ".join(words[:kept] + [f"ander{n}" for n in range(6000 - kept)])
        exact = kept / (12_000 - kept)
        assert abs(shared(sketch(one), sketch(other)) - exact) < 0.1


@pytest.fixture
def linked(add: Add) -> tuple[str, str]:
    """Return the ids of a draft and of the plan that followed, in one library with another document."""
    add("wonen.md", plan(topic="wonen"), municipality="Emmen")
    old = add("a-concept.md", plan("concept", last=36, budget=77), municipality="Emmen")
    return old, add("b.md", plan(budget=100), municipality="Emmen")


def test_passages_of_an_earlier_version_are_not_found(store: Store, linked: tuple[str, str]) -> None:
    """By meaning, by words and among figures an earlier version is left out, unless asked for."""
    old, new = linked
    terms = analyse("straat9 zwembad")
    with store.snapshot() as snapshot:

        def documents(filters: Filters) -> list[set[str]]:
            vectors = [i for i, _ in snapshot.by_vector(EVERYWHERE, 1000, filters)]
            matches = [i for i, _ in snapshot.by_terms(terms.words, terms.parts, 1000, filters)]
            return [
                {p.document.document_id for p in snapshot.passages(vectors)},
                {p.document.document_id for p in snapshot.passages(matches)},
                {f.document.document_id for f in snapshot.figures(filters)},
            ]

        for filters in (Filters(), Filters(("Emmen",)), Filters(from_year=2024)):
            for found in documents(filters):
                assert new in found
                assert old not in found
            for found in documents(replace(filters, all_versions=True)):
                assert {old, new} <= found
        assert documents(Filters(documents=(old,))) == [{old}] * 3
        assert {r.document_id for r in snapshot.documents()} >= {old, new}


def test_an_answer_cites_the_newest_version(store: Store, linked: tuple[str, str]) -> None:
    """An amount that the draft has otherwise comes from the plan that followed it."""
    _, new = linked
    assistant = Assistant(Searcher(store, WordEncoder()))
    answer = assistant.ask(Request("Wat begroot Emmen in 2024 voor het zwembad bij sport?"))
    assert answer.searched.documents == 2
    assert {c.document.document_id for c in answer.citations} <= {new}


# --- How much was read ---------------------------------------------------------------------------

COVERAGE = Coverage(6, unread=(3, 4), recognised=(5,), hidden=(Hidden("geheimwoord", "white", 2),))


@pytest.fixture
def half_read(store: Store, tmp_path: Path) -> list[Outcome]:
    """Return the outcomes of adding a document of which a reader could not read all, and an empty file."""

    def read(data: bytes, source: str) -> Document:
        return replace(read_bytes(data, source), coverage=COVERAGE)

    library = Library(store, WordEncoder(), read)
    files = [write(tmp_path / "a.md", plan()), write(tmp_path / "leeg.md", " ")]
    return list(library.add(find_files(files, {"municipality": "Emmen"})))


def test_how_much_was_read_is_kept(store: Store, half_read: list[Outcome]) -> None:
    """Pages, unread and recognised ones and the number of hidden pieces stand with the document."""
    expected = CoverageRecord(6, (3, 4), (5,), 1)
    assert half_read[0].coverage == records(store)["a.md"].coverage == expected


def test_the_report_says_what_was_not_read_and_what_failed(half_read: list[Outcome]) -> None:
    """At the end stand the counts, the pages that were not read, and a sentence for each failure."""
    shown = report_text(half_read, "nl")
    assert "1 toegevoegd, 0 vervangen, 0 ongewijzigd, 0 dubbel, 1 niet gelukt." in shown
    assert "pagina's 3 en 4" in shown
    assert "pagina 5" in shown
    assert "‘leeg.md’ is leeg" in shown
    assert "1 added" in report_text(half_read, "en")
    as_json = report_json(half_read, "nl")
    assert (as_json["added"], as_json["failed"], as_json["pages_unread"]) == (1, 1, 2)
    assert [file["code"] for file in as_json["files"]] == [None, "empty"]
    assert json.loads(json.dumps(as_json)) == as_json


@pytest.mark.usefixtures("half_read")
def test_not_found_says_which_pages_could_not_be_read(store: Store) -> None:
    """Where there is no answer, the pages that were not searched are named."""
    answer = Assistant(Searcher(store, WordEncoder())).ask(Request("Wie is de burgemeester van Emmen?"))
    assert answer.abstained
    assert answer.searched.unread == (("Beleidsplan sport 2024-2027", (3, 4)),)
    said = {note.code: note.text for note in notes(answer, 2025)}
    assert "van ‘Beleidsplan sport 2024-2027’ pagina's 3 en 4" in said["searched_unread"]


@pytest.mark.parametrize(
    ("pages", "words"),
    [((3,), "pagina 3"), ((4, 3), "pagina's 3 en 4"), ((1, 7, 8, 9, 12), "pagina's 1, 7-9 en 12")],
)
def test_pages_are_named_in_words(pages: tuple[int, ...], words: str) -> None:
    """One page, some pages, and a range are each said as people do."""
    assert page_list(pages) == words


# --- A library of version 1 ----------------------------------------------------------------------

FIRST_SCHEMA = (Path(__file__).parent / "schema_1.sql").read_text(encoding="utf-8")
COMMON = "document_id, text_version, source, origin, sha256, description, added, added_generation"


def as_first_version(store: Store) -> None:
    """Make the library's database again as version 1 had it, with the same documents."""
    store.close()
    new = store.folder / DATABASE
    old = store.folder / "oud.db"
    connection = connect(str(old))
    connection.execute("PRAGMA journal_mode = WAL").fetchall()
    connection.execute(FIRST_SCHEMA)
    connection.execute("ATTACH ? AS kept", (str(new),))
    connection.execute(f"INSERT INTO documents SELECT {COMMON} FROM kept.documents")  # noqa: S608 - constant
    search = ("terms_data", "terms_idx", "terms_docsize", "terms_config")
    for table in search:
        connection.execute(f"DELETE FROM {table}")  # noqa: S608 - constants
    for table in ("meta", "versions", "passages", "figures", *search):
        had = connection.execute("SELECT name FROM pragma_table_info(?, 'main')", (table,))
        columns = ", ".join(f'"{row[0]}"' for row in had.fetchall())
        connection.execute(f"INSERT INTO {table} SELECT {columns} FROM kept.{table}")  # noqa: S608
    connection.execute("UPDATE meta SET value = '1' WHERE key = 'schema_version'")
    connection.execute("UPDATE versions SET structure = json_remove(structure, '$.coverage')")
    connection.execute("DETACH kept")
    connection.close()
    for path in store.folder.glob(f"{DATABASE}*"):
        path.unlink()
    old.rename(new)


def shape(folder: Path) -> dict[str, list[Any]]:
    """Return the tables and indexes of a library's database, with their columns."""
    raw = connect(str(folder / DATABASE))
    names = [str(row[0]) for row in raw.execute("SELECT name FROM sqlite_master ORDER BY name")]
    found: dict[str, list[Any]] = {
        name: [
            *raw.execute("SELECT * FROM pragma_table_xinfo(?)", (name,)),
            *raw.execute("SELECT * FROM pragma_index_xinfo(?)", (name,)),
        ]
        for name in names
    }
    raw.close()
    return found


def test_a_library_of_version_1_gets_the_shape_of_a_new_one(store: Store, tmp_path: Path) -> None:
    """After the change its tables, columns and indexes are those of a library made now."""
    Store(tmp_path / "nieuw", create=True).close()
    as_first_version(store)
    assert "copies" not in shape(store.folder)
    Store(store.folder).close()
    assert shape(store.folder) == shape(tmp_path / "nieuw")


def test_a_library_of_version_3_learns_that_the_elderly_are_no_parents(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where "ouders" and "ouderen" were one search term, they are two once the library is opened."""
    path = write(tmp_path / "plan.md", "# Plan\n\nOuders helpen op school.\n\n## Zorg\n\nOuderen wandelen.\n")
    monkeypatch.setattr("index.dutch.APART", {})
    term.cache_clear()
    assert done(Library(store, WordEncoder()), path, municipality="Emmen")
    with store.snapshot() as snapshot:
        assert len(snapshot.by_terms(analyse("ouders").words, (), 9, Filters())) == 2
    store.close()
    monkeypatch.undo()
    term.cache_clear()
    connection = connect(str(store.folder / DATABASE))
    connection.execute("UPDATE meta SET value = '3' WHERE key = 'schema_version'")
    connection.close()
    opened = Store(store.folder)
    with opened.snapshot() as snapshot:
        for word, said in (("ouders", "school"), ("ouderen", "wandelen")):
            (hit,) = snapshot.by_terms(analyse(word).words, (), 9, Filters())
            (passage,) = snapshot.passages([hit[0]])
            assert said in passage.text
    opened.close()


def test_a_library_of_version_1_is_brought_up_to_date(store: Store, linked: tuple[str, str]) -> None:
    """Opened, it has its documents with links between versions; opened again nothing changes."""
    before = records(store)
    as_first_version(store)
    for _ in range(2):
        opened = Store(store.folder)
        assert records(opened) == before
        with opened.snapshot() as snapshot:
            assert len(snapshot.figures(Filters())) > 0
            assert len(snapshot.by_terms(analyse("zwembad").words, (), 9, Filters())) == 2
        opened.close()
    assert before["a-concept.md"].newer == linked[1]
    opened = Store(store.folder)
    path = write(store.folder.parent / "kopie.md", plan(budget=100))
    assert done(Library(opened, WordEncoder()), path, municipality="Emmen") == [("kopie.md", DUPLICATE)]
    opened.close()


# --- Commands ------------------------------------------------------------------------------------


@pytest.fixture
def run(store: Store, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Return a runner of commands on the library: (exit code, output, errors)."""

    def runner(*arguments: str) -> tuple[int, str, str]:
        code = 0
        try:
            main([*arguments, "--library", str(store.folder)])
        except SystemExit as stop:
            code = int(stop.code or 0)
        found = capsys.readouterr()
        return code, found.out, found.err

    return runner


def test_a_file_name_or_municipality_is_removed_after_asking(
    run: Any, store: Store, add: Add, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is not named by number is shown and asked first; without "ja" nothing is removed."""
    for name, place in (("a.md", "Emmen"), ("b.md", "Emmen"), ("c.md", "Tubbergen"), ("d.md", "Coevorden")):
        add(name, plan(topic=name[0] * 6), municipality=place)
    monkeypatch.setattr("click.termui.visible_prompt_func", lambda _: "nee")
    code, output, errors = run("remove", "--municipality", "emmen")
    assert code == 1
    assert "2 documenten" in output
    assert "Er is niets verwijderd" in errors
    assert len(records(store)) == 4
    monkeypatch.setattr("click.termui.visible_prompt_func", lambda _: "ja")
    assert run("remove", "--municipality", "emmen")[0] == 0
    assert set(records(store)) == {"c.md", "d.md"}
    assert run("remove", str(tmp_path / "stukken" / "c.md"), "--yes")[0] == 0
    assert set(records(store)) == {"d.md"}
    assert run("remove", "zoek.md", "--yes")[0] == 1
    assert run("remove", "--municipality", "Emmen", "--yes")[0] == 1
    assert run("remove")[0] == 2
    assert run("remove", records(store)["d.md"].document_id)[0] == 0
    assert [p for p in (store.folder / "originals").rglob("*") if p.is_file()] == []


def test_the_report_of_add_is_for_programs_too(
    run: Any, store: Store, library: Library, tmp_path: Path
) -> None:
    """With --json only the report is printed; where a file failed the command fails, and says why."""
    folder = tmp_path / "s"
    kept = write(folder / "a.md", plan())
    (folder / "b.md").write_bytes(kept.read_bytes())
    list(library.add(find_files([kept], {})))
    write(folder / "leeg.md", " ")
    # The library is that of the embedded model, of which no vector is needed here.
    with store._change() as (connection, _):
        set_encoder(connection, SentenceEncoder().record)
    code, output, _ = run("add", str(folder), "--json", "--workers", "1")
    report = json.loads(output)
    assert code == 1
    assert [file["done"] for file in report["files"]] == [UNCHANGED, DUPLICATE, "failed"]
    assert (report["unchanged"], report["duplicate"], report["failed"]) == (1, 1, 1)
    assert "leeg" in report["files"][2]["reason"]
    (folder / "leeg.md").unlink()
    code, output, _ = run("add", str(folder))
    assert code == 0
    assert "b.md heeft dezelfde inhoud als a.md" in output


def test_diff_shows_what_changed(run: Any, store: Store, add: Add) -> None:
    """Two numbers, or one with an earlier version, or one of two linked documents, can be compared."""
    old, new = (
        add("a-concept.md", plan("concept"), municipality="Emmen"),
        add("b.md", plan(budget=125), municipality="Emmen"),
    )
    for chosen in ((old, new), (old,), (new,)):
        code, output, _ = run("diff", *chosen)
        assert code == 0
        assert "[weg: 100] [nieuw: 125]" in output
    add("b.md", plan(budget=130))
    _, output, _ = run("diff", new, "--json")
    found = json.loads(output)
    assert (found["changed"], found["added"]) == (1, 0)
    assert found["old"]["text_version"] != found["new"]["text_version"]
    assert run("diff", "d000000000000")[0] == 1
    store.remove(old)
    other = add("c.md", plan(topic="wonen"))
    assert "maar één versie" in run("diff", other)[2]


def test_the_list_names_earlier_versions(run: Any, linked: tuple[str, str]) -> None:
    """An earlier version is listed with the number of the document that followed."""
    old, new = linked
    _, output, _ = run("list")
    line = next(line for line in output.splitlines() if line.startswith(old))
    assert f"eerdere versie van {new}" in line
    _, output, _ = run("list", "--json")
    assert {d["document_id"]: d["newer"] for d in json.loads(output)}[old] == new


def test_every_outcome_has_a_sentence() -> None:
    """Whatever may become of a file is said in both languages."""
    for outcome in (ADDED, REPLACED, UNCHANGED, DUPLICATE, "failed"):
        assert outcome in NL
        assert outcome in EN


def test_a_copy_is_found_by_its_name(run: Any, store: Store, library: Library, tmp_path: Path) -> None:
    """To remove a file is to remove its content, also where it was added under another name first."""
    a, b = write(tmp_path / "a.md", plan()), write(tmp_path / "b.md", plan())
    list(library.add([File(a, "a.md", {}), File(b, "b.md", {})]))
    assert run("remove", "b.md", "--yes")[0] == 0
    assert records(store) == {}
