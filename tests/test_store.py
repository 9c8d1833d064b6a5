"""The library on disk: all or nothing, whatever happens in between, and gone when removed."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import apsw
import numpy as np
import pytest

from corpus.errors import EncoderError, LibraryError, ReadError
from corpus.figures import figures
from corpus.reader import MOST_BYTES, read_bytes
from index.checksums import connect
from index.chunk import passages
from index.dutch import analyse
from index.engine import DocumentRecord, Filters, NewDocument
from index.files import File, find_files
from index.library import ADDED, REPLACED, UNCHANGED, Library
from index.snapshot import SqliteSnapshot
from index.store import DATABASE, SCHEMA_VERSION, Store
from tests.encoders import AXES, WordEncoder

Add = Callable[..., str]

# Children start from a process that has imported everything once, and nothing else.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload([__name__])
WAIT = 60
# Loads the dictionary once, in the process that the children start from.
analyse("woningbouwplannen")


def text_of(number: int, edition: int = 0) -> str:
    """Return an invented document, different for each number and edition."""
    return f"""\
# Plan {number} voor wonen

Uitgave {edition} van stuk{number}. Wij bouwen {number} woningen, samen met buren.

## Kosten

Bedragen x € 1.000

| Post | 2024 | 2025 |
| --- | --- | --- |
| Bouwen | {number + 1}00 | {edition + 2}00 |
| Beheer | 5 | 6 |

## Uitvoering

- eerst vragen wij het aan alle bewoners van wijk{number};
- daarna beslist de raad, in uitgave{edition}.
"""


def new_document(number: int, edition: int = 0) -> NewDocument:
    """Return an invented document, ready to be kept."""
    data = text_of(number, edition).encode()
    document = read_bytes(data, f"stuk-{number}.md")
    library: Any = Library.__new__(Library)
    library.encoder = WordEncoder()
    prepared: NewDocument = library.prepare(document, data, f"/herkomst/stuk-{number}.md")
    return prepared


def keep(store: Store, number: int, edition: int = 0) -> str:
    """Keep an invented document and return its id."""
    return store.add(new_document(number, edition), WordEncoder().record)


@contextmanager
def reading(store: Store) -> Iterator[SqliteSnapshot]:
    """Return a snapshot with all that this engine offers."""
    with store.snapshot() as snapshot:
        assert isinstance(snapshot, SqliteSnapshot)
        yield snapshot


def all_vectors(snapshot: SqliteSnapshot) -> list[int]:
    """Return the ids of everything that the vector index holds, sorted."""
    vector = np.full(AXES, AXES**-0.5, np.float32)
    return sorted(i for i, _ in snapshot.by_vector(vector, 100_000, Filters()))


def check_whole(folder: Path) -> dict[str, DocumentRecord]:
    """Open a library afresh; check that all it holds is whole; return its documents by origin."""
    store = Store(folder)
    raw = apsw.Connection(str(folder / DATABASE), flags=apsw.SQLITE_OPEN_READONLY)
    assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
    in_passages = [row[0] for row in raw.execute("SELECT passage_id FROM passages ORDER BY 1")]
    in_terms = [row[0] for row in raw.execute("SELECT rowid FROM terms ORDER BY 1")]
    digests = {row[0] for row in raw.execute("SELECT sha256 FROM versions")}
    raw.close()
    with reading(store) as snapshot:
        assert in_terms == in_passages == all_vectors(snapshot)
        records = snapshot.documents()
        by_document: dict[str, list[Any]] = {record.document_id: [] for record in records}
        for passage in snapshot.passages(in_passages):
            by_document[passage.document.document_id].append(passage)
        for record in records:
            check_document(store, snapshot, record, by_document[record.document_id])
    store.close()
    originals = folder / "originals"
    assert {p.name for p in originals.rglob("*") if p.is_file()} == digests
    return {record.origin: record for record in records}


def check_document(store: Store, snapshot: SqliteSnapshot, record: DocumentRecord, kept: list[Any]) -> None:
    """A kept document has its text, structure, passages, figures and original."""
    document = snapshot.document(record.document_id)
    assert document is not None
    assert hashlib.sha256(document.text.encode()).hexdigest() == record.text_version
    assert [p.span for p in kept] == [p.span for p in passages(document)]
    assert record.passages == len(kept) > 0
    found = snapshot.figures(Filters(documents=(record.document_id,)))
    assert [f.figure for f in found] == figures(document)
    some = {f.figure.row for f in found[::3]}
    assert snapshot.figures_in(record.document_id, list(some)) == [f for f in found if f.figure.row in some]
    data = store.original_path(record.sha256).read_bytes()
    assert hashlib.sha256(data).hexdigest() == record.sha256
    assert read_bytes(data, record.source).text == document.text


# --- Killed ------------------------------------------------------------------------------------


def add_until_killed(folder: Path, first: int, sender: Connection) -> None:
    """Add documents one after another; say of each that it is kept, once it is."""
    documents = [new_document(first + n) for n in range(10)]
    sender.send("begin")
    store = Store(folder, create=True)
    for new in documents:
        store.add(new, WordEncoder().record)
        sender.send(new.origin)


def run_killed_at(folder: Path, work: str, number: int, statement: int, sender: Connection) -> None:
    """Do something to a library and be killed just before the given SQL statement."""
    count = 0

    def kill(*_: object) -> bool:
        nonlocal count
        count += 1
        if count > statement:
            os.kill(os.getpid(), signal.SIGKILL)
        return True

    new = new_document(number, edition=1)
    apsw.connection_hooks.append(lambda connection: connection.set_exec_trace(kill))
    store = Store(folder, create=True)
    if work in ("add", "replace"):
        store.add(new, WordEncoder().record)
    elif work == "remove":
        with store.snapshot() as snapshot:
            chosen = [r for r in snapshot.documents() if r.origin == new.origin]
        for record in chosen:
            store.remove(record.document_id)
    else:
        Library(store, WordEncoder()).reindex()
    sender.send("done")


def start(target: Callable[..., None], *arguments: object) -> tuple[Any, Connection]:
    """Start a child process; return it and where its messages arrive."""
    receiver, sender = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=target, args=(*arguments, sender), daemon=True)
    process.start()
    sender.close()
    return process, receiver


def messages(receiver: Connection) -> list[Any]:
    """Return what a child said before it ended."""
    found = []
    try:
        while receiver.poll(WAIT):
            found.append(receiver.recv())
    except (EOFError, OSError):
        pass
    return found


@pytest.mark.parametrize("seed", range(8))
def test_killed_at_any_moment_nothing_acknowledged_is_lost(tmp_path: Path, seed: int) -> None:
    """Six times killed while adding, a library holds what it acknowledged, whole, and no halves."""
    moments = random.Random(seed)  # noqa: S311 - the same moments each time, no secret
    expected: set[str] = set()
    for attempt in range(6):
        process, receiver = start(add_until_killed, tmp_path / "b", attempt * 20)
        said = [receiver.recv() for _ in range(1 + moments.randrange(8))]
        time.sleep(moments.uniform(0, 0.02))
        process.kill()
        process.join(WAIT)
        said += messages(receiver)
        acknowledged = expected | set(said[1:])
        kept = set(check_whole_or_empty(tmp_path / "b"))
        assert acknowledged <= kept
        assert len(kept - acknowledged) <= 1, "only the last one may be kept but not acknowledged"
        expected = kept
    assert len(expected) >= 6


def check_whole_or_empty(folder: Path) -> dict[str, DocumentRecord]:
    """Check a library that may have been killed while it was made."""
    try:
        Store(folder).close()
    except LibraryError as error:
        if error.code != "no_library":
            raise
        Store(folder, create=True).close()
    return check_whole(folder)


@pytest.mark.parametrize("work", ["create", "add", "replace", "remove", "reindex"])
def test_killed_at_every_step_the_work_is_done_or_not(tmp_path: Path, work: str) -> None:
    """Killed before each of its SQL statements, a change is there in full or not at all."""
    folder = tmp_path / "b"
    before: dict[str, DocumentRecord] = {}
    done = False
    statement = 0
    while not done:
        if work != "create":
            store = Store(folder, create=True)
            keep(store, 1)
            if work != "add":
                keep(store, 2)
            else:
                remove_all(store, "/herkomst/stuk-2.md")
            store.close()
            before = check_whole(folder)
        else:
            remove_tree(folder)
        process, receiver = start(run_killed_at, folder, work.replace("create", "add"), 2, statement)
        done = messages(receiver) == ["done"]
        process.join(WAIT)
        assert process.exitcode == (0 if done else -signal.SIGKILL)
        after = check_whole_or_empty(folder)
        check_outcome(work, before, after, done)
        statement += 1 if statement < 20 else 4
    assert statement > 5


def check_outcome(
    work: str, before: dict[str, DocumentRecord], after: dict[str, DocumentRecord], done: bool
) -> None:
    """The changed document is as it was or as it should become; the other is untouched."""
    origin = "/herkomst/stuk-2.md"
    new = new_document(2, edition=1)
    if work != "create":
        other = "/herkomst/stuk-1.md"
        assert after[other].document_id == before[other].document_id
        assert after[other].text_version == before[other].text_version
    version = after[origin].text_version if origin in after else None
    possible = {
        "create": (None, new.document.text_version),
        "add": (None, new.document.text_version),
        "replace": (new_document(2).document.text_version, new.document.text_version),
        "remove": (new_document(2).document.text_version, None),
        "reindex": (new_document(2).document.text_version,) * 2,
    }[work]
    assert version in (possible[1:] if done else possible)
    if work == "replace":
        assert after[origin].document_id == before[origin].document_id


def remove_all(store: Store, origin: str) -> None:
    """Remove the document of an origin, where there is one."""
    with store.snapshot() as snapshot:
        ids = [r.document_id for r in snapshot.documents() if r.origin == origin]
    for document_id in ids:
        store.remove(document_id)


def remove_tree(folder: Path) -> None:
    """Remove a folder and all in it, where there is one."""
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()


# --- At once -----------------------------------------------------------------------------------


def add_some(folder: Path, first: int, sender: Connection) -> None:
    """Make or open a library and add eight documents."""
    store = Store(folder, create=True)
    for number in range(first, first + 8):
        sender.send(keep(store, number))


def test_a_library_that_another_is_making_is_waited_for(tmp_path: Path) -> None:
    """Who opens a database while another writes its first tables waits for it, and succeeds."""
    other = connect(str(tmp_path / DATABASE))
    other.execute("BEGIN IMMEDIATE")
    other.execute("CREATE TABLE being_made (x)")
    failed: list[BaseException] = []

    def create() -> None:
        try:
            Store(tmp_path, create=True).close()
        except BaseException as error:
            failed.append(error)

    waiting = threading.Thread(target=create)
    waiting.start()
    waiting.join(0.2)
    other.execute("ROLLBACK")
    other.close()
    waiting.join(WAIT)
    assert failed == []
    assert Store(tmp_path).encoder() is None


def test_two_processes_may_add_at_once(tmp_path: Path) -> None:
    """Two processes that make the same library and add to it both succeed."""
    both = [start(add_some, tmp_path / "b", first) for first in (0, 100)]
    ids = [messages(receiver) for _, receiver in both]
    for process, _ in both:
        process.join(WAIT)
        assert process.exitcode == 0
    kept = check_whole(tmp_path / "b")
    assert len(kept) == 16
    assert {record.document_id for record in kept.values()} == {*ids[0], *ids[1]}


def add_and_remove(folder: Path, origin: str, sender: Connection) -> None:
    """Add and remove the same file under a name of its own, again and again; in the end it is there."""
    new = replace(new_document(1), origin=origin)
    store = Store(folder, create=True)
    for _ in range(25):
        store.remove(store.add(new, WordEncoder().record))
    sender.send(store.add(new, WordEncoder().record))


def test_an_original_that_another_just_added_is_not_removed(tmp_path: Path) -> None:
    """While one process removes a document, another may add the same file; its original stays."""
    both = [start(add_and_remove, tmp_path / "b", origin) for origin in ("/een.md", "/twee.md")]
    for process, receiver in both:
        messages(receiver)
        process.join(WAIT)
        assert process.exitcode == 0
    assert set(check_whole(tmp_path / "b")) == {"/een.md", "/twee.md"}


def test_threads_may_share_a_store(store: Store) -> None:
    """Adding and reading from several threads through one store does no harm."""
    failed: list[BaseException] = []

    def work(first: int) -> None:
        try:
            for number in range(first, first + 4):
                keep(store, number)
                with reading(store) as snapshot:
                    held = [r.passages for r in snapshot.documents()]
                    assert len(all_vectors(snapshot)) == sum(held)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(first,)) for first in (0, 10, 20, 30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    store.close()
    assert len(check_whole(store.folder)) == 16


def test_every_answer_is_of_one_generation(store: Store) -> None:
    """While a document is replaced again and again, readers never see two editions at once."""
    document_id = keep(store, 1)
    stop = threading.Event()
    mixed: list[object] = []
    seen: set[str] = set()

    def read() -> None:
        while not stop.is_set():
            try:
                with reading(store) as snapshot:
                    ids = all_vectors(snapshot)
                    found = snapshot.passages(ids)
                    text = snapshot.text(document_id) or ""
                    by_terms = snapshot.by_terms(("won",), (), 100, Filters())
                if [p.passage_id for p in found] != ids or not {i for i, _ in by_terms} <= set(ids):
                    mixed.append(ids)
                if {p.document.text_version for p in found} != {found[0].document.text_version}:
                    mixed.append(found)
                if any(p.text != text[p.span.start : p.span.end] for p in found):
                    mixed.append(text)
                seen.add(found[0].document.text_version)
            except BaseException as error:
                mixed.append(error)
                return

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for edition in range(1, 60):
        keep(store, 1, edition)
    stop.set()
    for reader in readers:
        reader.join()
    assert mixed == []
    assert len(seen) > 1


def test_a_snapshot_does_not_see_later_changes(store: Store) -> None:
    """What another adds, replaces or removes is seen by the next snapshot, not by this one."""
    first, second = keep(store, 1), keep(store, 2)

    def change() -> None:
        keep(store, 3)
        keep(store, 1, edition=5)
        store.add(new_document(4), WordEncoder().record)

    with reading(store) as snapshot:
        before = (snapshot.documents(), all_vectors(snapshot), snapshot.text(first))
        other = threading.Thread(target=change)
        other.start()
        other.join()
        assert (snapshot.documents(), all_vectors(snapshot), snapshot.text(first)) == before
        assert snapshot.by_terms(("stuk3",), (), 9, Filters()) == []
        generation = snapshot.generation
    with reading(store) as snapshot:
        assert snapshot.generation > generation
        assert {r.document_id for r in snapshot.documents()} > {first, second}
        assert len(snapshot.by_terms(("stuk3",), (), 9, Filters())) > 0


def test_a_change_inside_a_snapshot_is_refused(store: Store) -> None:
    """Changing the library from within its own snapshot is an error, and harms nothing."""
    with store.snapshot(), pytest.raises(LibraryError) as error:
        keep(store, 1)
    assert error.value.code == "nested_snapshot"
    with store.snapshot(), pytest.raises(LibraryError), store.snapshot():
        pass
    keep(store, 1)


# --- Replaced and removed ----------------------------------------------------------------------


def test_a_replaced_document_keeps_its_id_and_its_past(store: Store) -> None:
    """The id stays, the old text can still be read, the old words are no longer found."""
    document_id = keep(store, 1)
    with reading(store) as snapshot:
        old = snapshot.documents()[0]
        old_text = snapshot.text(document_id)
    assert keep(store, 1, edition=7) == document_id
    with reading(store) as snapshot:
        (new,) = snapshot.documents()
        assert new.document_id == document_id
        assert new.text_version != old.text_version
        assert snapshot.text(document_id) == new_document(1, 7).document.text
        assert snapshot.text(document_id, old.text_version) == old_text
        assert snapshot.by_terms(analyse("uitgave0").words, (), 9, Filters()) == []
        assert len(snapshot.by_terms(analyse("uitgave7").words, (), 9, Filters())) > 0
    assert store.original_path(old.sha256).is_file()
    store.close()
    check_whole(store.folder)


def test_a_document_may_become_what_it_was(store: Store) -> None:
    """Replaced and replaced back, a document has its first text as its current version."""
    for edition in (0, 1, 0):
        document_id = keep(store, 1, edition)
    with reading(store) as snapshot:
        assert snapshot.text(document_id) == new_document(1, 0).document.text
        assert snapshot.text(document_id, new_document(1, 1).document.text_version) is not None
    store.close()
    check_whole(store.folder)


def test_two_originals_of_the_same_text_are_both_kept_and_both_removed(add: Add, store: Store) -> None:
    """A file that changed only in its layout leaves no original behind when it is removed."""
    text = "Wonen\n\nWij bouwen woningen voor starters.\n"
    document_id = add("a.txt", text)
    assert add("a.txt", text + "\n\n\n") == document_id
    assert len([p for p in (store.folder / "originals").rglob("*") if p.is_file()]) == 2
    assert store.remove(document_id)
    assert [p for p in (store.folder / "originals").rglob("*") if p.is_file()] == []


def test_an_original_of_two_documents_stays_until_both_are_removed(add: Add, store: Store) -> None:
    """The same file of two municipalities is kept once, and as long as one of them is there."""
    text = "Wonen\n\nWij bouwen woningen voor starters.\n"
    one, other = add("a.txt", text, municipality="Emmen"), add("b.txt", text, municipality="Tubbergen")
    assert one != other
    store.remove(one)
    with reading(store) as snapshot:
        assert store.original_path(snapshot.documents()[0].sha256).is_file()
    store.remove(other)
    assert [p for p in (store.folder / "originals").rglob("*") if p.is_file()] == []


CANARY = "qxzvkanarie"


def traces(folder: Path) -> list[str]:
    """Return the files in which the canary's name still stands."""
    return [
        path.relative_to(folder).as_posix()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and CANARY.encode() in path.read_bytes().lower()
    ]


def canary(edition: int = 0) -> str:
    """Return a document with the canary's name in every place that a document has."""
    lines = "\n\n".join(f"Zin {n} over {CANARY}{n} en de wijk." for n in range(300))
    return f"""\
# Nota {CANARY}titel {edition}

{lines}

## Kop {CANARY}kop

| {CANARY}post | Begroting 2024 |
| --- | --- |
| {CANARY}label | {edition}00 |
"""


def test_what_was_removed_is_gone_to_the_last_byte(add: Add, store: Store) -> None:
    """After a removal no file of the library holds a word or vector of any of its versions."""
    for number in range(5):
        add(f"blijft-{number}.md", text_of(number))
    document_id = add(f"{CANARY}.md", canary(), title=f"{CANARY} zelf", url=f"https://{CANARY}.nl")
    add(f"{CANARY}.md", canary(1))
    with reading(store) as snapshot:
        all_vectors(snapshot)
    assert traces(store.folder)
    assert store.remove(document_id)
    assert traces(store.folder) == []
    with reading(store) as snapshot:
        assert len(snapshot.documents()) == 5
        assert snapshot.text(document_id) is None
        assert snapshot.frequencies([f"{CANARY}5"]) == {f"{CANARY}5": 0}
        assert not any(CANARY in term for term in snapshot.vocabulary())
        all_vectors(snapshot)
    store.close()
    assert traces(store.folder) == []
    check_whole(store.folder)


def test_vectors_of_a_removed_document_are_gone(add: Add, store: Store) -> None:
    """Neither the numbers of its vectors nor their half-precision copies stay in a file."""
    add("blijft.md", text_of(1))
    document_id = add("weg.md", "# Nota\n\nEen heel andere zin met eigen woorden erin.\n")
    with reading(store) as snapshot:
        held = {i for p in snapshot.passages(all_vectors(snapshot))
                for i in [p.passage_id] if p.document.document_id == document_id}  # fmt: skip
        ids, matrix = snapshot.vectors_after(-1)
    gone = [row for i, row in zip(ids.tolist(), matrix, strict=True) if i in held]
    assert gone
    store.remove(document_id)
    with reading(store) as snapshot:
        all_vectors(snapshot)
    data = b"".join(p.read_bytes() for p in store.folder.rglob("*") if p.is_file())
    for row in gone:
        assert row.astype(np.float32).tobytes() not in data
        assert row.astype(np.float16).tobytes() not in data


def test_a_removal_that_a_reader_holds_up_is_finished_later(
    store: Store, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a reader in an older generation a removal is done for all others, on disk when it ends."""
    document_id = add(f"{CANARY}.md", canary())
    add("blijft.md", text_of(1))
    store.close()
    monkeypatch.setattr("index.store.BUSY_MILLISECONDS", 50)
    held, other = Store(store.folder), Store(store.folder)
    with reading(held) as old:
        assert old.text(document_id)
        assert other.remove(document_id)
        with reading(other) as new:
            assert [r.source for r in new.documents()] == ["blijft.md"]
        assert old.text(document_id)
    held.close()
    other.close()
    check_whole(store.folder)
    assert traces(store.folder) == []


def test_removing_what_is_not_there_changes_nothing(store: Store) -> None:
    """An unknown id is no error and no change."""
    keep(store, 1)
    with reading(store) as snapshot:
        generation = snapshot.generation
    assert store.remove("d000000000000") is False
    with reading(store) as snapshot:
        assert snapshot.generation == generation


def test_scores_do_not_remember_what_was_removed(tmp_path: Path) -> None:
    """A library from which documents were removed answers as one that never held them."""
    used, fresh = Store(tmp_path / "a", create=True), Store(tmp_path / "b", create=True)
    gone = [keep(used, number) for number in range(20, 40)]
    for store in (used, fresh):
        for number in range(5):
            keep(store, number)
    for document_id in gone:
        used.remove(document_id)
    answers = []
    for store in (used, fresh):
        with reading(store) as snapshot:
            ids = all_vectors(snapshot)
            hits = snapshot.by_terms(("won", "wijk3", "bouw"), ("plan",), 50, Filters())
            answers.append(([ids.index(i) for i, _ in hits], [score for _, score in hits]))
            assert snapshot.frequencies(["won"])["won"] > 0
        store.close()
    assert answers[0][0] == answers[1][0]
    assert answers[0][1] == pytest.approx(answers[1][1])


# --- Opening -----------------------------------------------------------------------------------


def test_a_library_that_is_not_there_says_so(tmp_path: Path) -> None:
    """Opening needs a library; making one has to be asked for, and makes nothing else."""
    with pytest.raises(LibraryError) as error:
        Store(tmp_path / "weg")
    assert error.value.code == "no_library"
    assert error.value.parameters == {"folder": str(tmp_path / "weg")}
    assert list(tmp_path.iterdir()) == []


def test_a_library_of_a_newer_version_is_left_alone(store: Store) -> None:
    """A library with a newer schema is refused with both versions, and not changed."""
    keep(store, 1)
    store.close()
    raw = apsw.Connection(str(store.database))
    raw.execute("UPDATE meta SET value = ? WHERE key = 'schema_version'", (str(SCHEMA_VERSION + 1),))
    raw.execute("ALTER TABLE versions RENAME TO uitgaven")
    raw.close()
    for create in (False, True):
        with pytest.raises(LibraryError) as error:
            Store(store.folder, create)
        assert error.value.code == "newer_library"
        assert error.value.parameters["version"] == SCHEMA_VERSION + 1
        assert error.value.parameters["known"] == SCHEMA_VERSION


@pytest.mark.parametrize("create", [False, True])
@pytest.mark.parametrize("content", [b"Dit is geen database.\n" * 100, b"\x00" * 4096])
def test_a_file_that_is_no_database_is_refused(tmp_path: Path, content: bytes, create: bool) -> None:
    """Another file under the name of the database is named as such, and stays as it is."""
    (tmp_path / DATABASE).write_bytes(content)
    with pytest.raises(LibraryError) as error:
        Store(tmp_path, create)
    assert error.value.code == "bad_library"
    assert error.value.parameters["reason"]
    assert (tmp_path / DATABASE).read_bytes() == content


@pytest.mark.parametrize("create", [False, True])
def test_a_database_of_something_else_is_refused(tmp_path: Path, create: bool) -> None:
    """A SQLite database of another program is not made into a library."""
    raw = apsw.Connection(str(tmp_path / DATABASE))
    raw.execute("CREATE TABLE recepten (naam TEXT)")
    raw.close()
    with pytest.raises(LibraryError) as error:
        Store(tmp_path, create)
    assert error.value.code == "bad_library"
    raw = apsw.Connection(str(tmp_path / DATABASE))
    assert raw.execute("SELECT name FROM sqlite_master").fetchall() == [("recepten",)]
    raw.close()


def test_a_database_that_was_only_begun_is_made(tmp_path: Path) -> None:
    """An empty database file, as a killed process leaves it, is no library yet and can become one."""
    (tmp_path / DATABASE).touch()
    with pytest.raises(LibraryError) as error:
        Store(tmp_path)
    assert error.value.code == "no_library"
    store = Store(tmp_path, create=True)
    keep(store, 1)
    store.close()
    assert len(check_whole(tmp_path)) == 1


@pytest.mark.parametrize("place", ["bestand", "bestand/dieper", "map"])
def test_where_no_library_can_be_made_the_error_names_the_place(tmp_path: Path, place: str) -> None:
    """A file in the place of the folder, or a folder in that of the database, is an error."""
    (tmp_path / "bestand").write_text("in de weg")
    (tmp_path / "map" / DATABASE).mkdir(parents=True)
    with pytest.raises(LibraryError) as error:
        Store(tmp_path / place, create=True)
    assert error.value.code == "unwritable"
    assert error.value.parameters["folder"] == str(tmp_path / place)


def test_where_the_original_cannot_be_kept_nothing_is(store: Store) -> None:
    """When the original cannot be written, nothing of the document is in the library."""
    keep(store, 1)
    (store.folder / "originals").rename(store.folder / "elders")
    (store.folder / "originals").write_text("in de weg")
    with pytest.raises(LibraryError) as error:
        keep(store, 2)
    assert error.value.code == "disk"
    (store.folder / "originals").unlink()
    (store.folder / "elders").rename(store.folder / "originals")
    store.close()
    assert set(check_whole(store.folder)) == {"/herkomst/stuk-1.md"}


def test_a_library_is_the_same_when_opened_again(store: Store) -> None:
    """Closed and opened, a library has the same documents, ids and answers."""
    keep(store, 1)
    keep(store, 2)
    answers = []
    for _ in range(2):
        opened = Store(store.folder)
        with reading(opened) as snapshot:
            hits = snapshot.by_terms(("won",), (), 9, Filters())
            answers.append((snapshot.documents(), all_vectors(snapshot), hits))
        opened.close()
    assert answers[0] == answers[1]


LEFTOVERS: dict[str, Callable[[Path], object]] = {
    "a draft of an original": lambda f: (f / "originals" / "ab" / ".abc-x1").write_bytes(b"half"),
    "an original of nothing": lambda f: (f / "originals" / "ab" / ("ab" * 32)).write_bytes(b"oud"),
    "a draft of vectors": lambda f: (f / "vectors" / ".base-9.faiss-x1").write_bytes(b"half"),
    "vectors of nothing": lambda f: (f / "vectors" / "base-9.faiss").write_bytes(b"oud"),
    "an empty log": lambda f: (f / f"{DATABASE}-wal").write_bytes(b""),
    "half a log": lambda f: (f / f"{DATABASE}-wal").write_bytes(b"\x37\x7f\x06\x82" + bytes(60)),
    "an index of a log": lambda f: (f / f"{DATABASE}-shm").write_bytes(bytes(32_768)),
    "a journal": lambda f: (f / f"{DATABASE}-journal").write_bytes(bytes(512)),
    "a hidden file": lambda f: (f / ".DS_Store").write_bytes(b"x"),
    "a stranger's folder": lambda f: (f / "notities").mkdir(),
}


@pytest.mark.parametrize("leave", LEFTOVERS.values(), ids=LEFTOVERS.keys())
def test_leftovers_of_a_killed_process_do_no_harm(store: Store, leave: Callable[[Path], object]) -> None:
    """Whatever lies about, the library opens, is whole, and its own leftovers are cleaned."""
    keep(store, 1)
    with reading(store) as snapshot:
        all_vectors(snapshot)
    store.close()
    (store.folder / "originals" / "ab").mkdir(exist_ok=True)
    leave(store.folder)
    assert set(check_whole(store.folder)) == {"/herkomst/stuk-1.md"}


def everything(folder: Path) -> list[object]:
    """Return all that a library answers, or fail as it fails."""
    store = Store(folder)
    try:
        with reading(store) as snapshot:
            records = snapshot.documents()
            ids = all_vectors(snapshot)
            return [
                records,
                snapshot.passages(ids),
                snapshot.sentence_vectors(ids).keys(),
                snapshot.by_terms(("won", "plan"), ("bouw",), 50, Filters()),
                snapshot.figures(Filters()),
                [snapshot.document(record.document_id) for record in records],
            ]
    finally:
        store.close()


@pytest.mark.parametrize("seed", range(4))
def test_a_damaged_database_is_refused_or_right(store: Store, seed: int) -> None:
    """With a bit changed or its end cut off, a library says so, or answers as it did."""
    for number in range(3):
        keep(store, number)
    store.close()
    good = everything(store.folder)
    whole = store.database.read_bytes()
    places = random.Random(seed)  # noqa: S311 - the same places each time, no secret
    refused = 0
    for attempt in range(20):
        data = bytearray(whole)
        if attempt % 4 == 0:
            del data[places.randrange(len(data)) :]
        else:
            data[places.randrange(len(data))] ^= 1 << places.randrange(8)
        for path in store.folder.glob(f"{DATABASE}*"):
            path.unlink()
        store.database.write_bytes(data)
        try:
            assert everything(store.folder) == good
        except LibraryError as error:
            assert error.code in {"bad_library", "no_library"}  # noqa: PT017 - either is right
            refused += 1
    assert refused > 10


def test_the_database_is_one_that_keeps_its_log_safe(store: Store) -> None:
    """The SQLite in use is newer than those that could lose pages when the log is reset."""
    assert tuple(int(part) for part in apsw.sqlite_lib_version().split(".")) >= (3, 51, 3)
    keep(store, 1)
    assert (store.folder / f"{DATABASE}-wal").is_file()


@pytest.mark.parametrize("damage", ["lost", "changed"])
def test_a_damaged_original_is_put_back_by_adding_it_again(add: Add, store: Store, damage: str) -> None:
    """Reading again refuses an original that is not the one that was added; adding repairs it."""
    document_id = add("a.md", text_of(1))
    with reading(store) as snapshot:
        sha256 = snapshot.documents()[0].sha256
    if damage == "lost":
        store.original_path(sha256).unlink()
    else:
        store.original_path(sha256).write_text(text_of(2))
    assert store.read_original(sha256) is None
    with pytest.raises(LibraryError) as error:
        Library(store, WordEncoder()).reindex()
    assert error.value.code == "original_missing"
    assert add("a.md", text_of(1)) == document_id
    assert store.read_original(sha256) == text_of(1).encode()
    store.close()
    check_whole(store.folder)


# --- The library above the store ---------------------------------------------------------------


def outcomes(library: Library, *paths: Path, **said: object) -> list[tuple[str, str | None]]:
    """Add files and return name and outcome, or error code, of each."""
    return [
        (outcome.path.name, outcome.done if outcome.error is None else outcome.error.code)
        for outcome in library.add(find_files(paths, said))
    ]


def test_files_are_added_once_and_again_when_they_changed(library: Library, tmp_path: Path) -> None:
    """New is added, the same again is skipped, a changed file or description is replaced."""
    folder = tmp_path / "stukken"
    folder.mkdir()
    path = folder / "a.md"
    path.write_text(text_of(1))
    assert outcomes(library, folder) == [("a.md", ADDED)]
    assert outcomes(library, folder) == [("a.md", UNCHANGED)]
    path.write_text(text_of(1, 2))
    assert outcomes(library, folder) == [("a.md", REPLACED)]
    assert outcomes(library, folder, municipality="Emmen") == [("a.md", REPLACED)]
    assert outcomes(library, folder, municipality="Emmen") == [("a.md", UNCHANGED)]
    (folder / "documents.json").write_text('{"a.md": {"title": "Beter", "year_from": 2020}}')
    assert outcomes(library, folder) == [("a.md", REPLACED)]
    assert outcomes(library, folder) == [("a.md", UNCHANGED)]
    with library.store.snapshot() as snapshot:
        (record,) = snapshot.documents()
    assert record.description.title == "Beter"


def test_what_a_person_said_stays_when_the_file_changes(add: Add, store: Store) -> None:
    """A municipality that was said once need not be said again with every edition."""
    add("a.md", text_of(1), municipality="Emmen")
    add("a.md", text_of(1, 2))
    with store.snapshot() as snapshot:
        (record,) = snapshot.documents()
    assert record.description.municipality == "Emmen"


def test_a_file_that_cannot_be_read_does_not_stop_the_rest(library: Library, tmp_path: Path) -> None:
    """Each file is reported by itself: what was wrong with it, or that it was added."""
    folder = tmp_path / "stukken"
    (folder / "sub").mkdir(parents=True)
    (folder / "1-leeg.txt").write_bytes(b"  \n")
    (folder / "2-plaatje.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "3-koppen.md").write_text("# Alleen een kop\n\n## En nog een\n")
    (folder / "4-groot.txt").touch()
    os.truncate(folder / "4-groot.txt", MOST_BYTES + 1)
    (folder / "sub" / "5-goed.md").write_text(text_of(1))
    (folder / ".verborgen.txt").write_text(text_of(2))
    (folder / "documents.json").write_text("{}")
    assert outcomes(library, folder) == [
        ("1-leeg.txt", "empty"),
        ("2-plaatje.txt", "format"),
        ("3-koppen.md", "no_passages"),
        ("4-groot.txt", "too_large"),
        ("5-goed.md", ADDED),
    ]
    with library.store.snapshot() as snapshot:
        assert [record.source for record in snapshot.documents()] == ["sub/5-goed.md"]


@pytest.mark.parametrize(("name", "code"), [("weg", "no_such_path"), ("leeg", "no_documents")])
def test_nothing_to_add_is_an_error(tmp_path: Path, name: str, code: str) -> None:
    """A path that is not there, and a folder without documents, are named."""
    (tmp_path / "leeg").mkdir()
    with pytest.raises(ReadError) as error:
        find_files([tmp_path / name], {})
    assert error.value.code == code


def test_another_encoder_is_refused_before_anything_is_read(add: Add, store: Store) -> None:
    """A library is searched and filled with the encoder it was made with; its name may differ."""
    add("a.md", text_of(1))
    other = Library(store, WordEncoder("ander", "1" * 64))
    with pytest.raises(EncoderError) as error:
        list(other.add([File(store.folder / "b.md", "b.md", {})]))
    assert error.value.code == "other_encoder"
    with pytest.raises(EncoderError):
        store.add(new_document(2), WordEncoder("ander", "1" * 64).record)
    same = Library(store, WordEncoder("/elders/woorden"))
    path = store.folder.parent / "b.md"
    path.write_text(text_of(2))
    assert outcomes(same, path) == [("b.md", ADDED)]


def test_reading_again_keeps_what_people_said(add: Add, store: Store) -> None:
    """With another encoder every document is read again; ids and descriptions stay."""
    ids = [add(f"{n}.md", text_of(n), title=f"Titel {n}") for n in range(3)]
    other = Library(store, WordEncoder("ander", "1" * 64))
    assert other.reindex() == 3
    with reading(store) as snapshot:
        assert {r.document_id: r.description.title for r in snapshot.documents()} == {
            document_id: f"Titel {n}" for n, document_id in enumerate(ids)
        }
        assert snapshot.encoder == other.encoder.record
    store.close()
    assert len(check_whole(store.folder)) == 3


def test_reading_again_does_not_mix_encoders(add: Add, store: Store) -> None:
    """A document that another added in between stops the reading; the library stays as it was."""
    add("1.md", text_of(1))
    other = WordEncoder("ander", "1" * 64)

    def documents() -> Iterator[tuple[str, NewDocument]]:
        with reading(store) as snapshot:
            ids = [record.document_id for record in snapshot.documents()]
        add("2.md", text_of(2))
        for document_id in ids:
            yield document_id, new_document(1)

    prepared = list(documents())
    with pytest.raises(LibraryError) as error:
        store.reindex(prepared, other.record)
    assert error.value.code == "busy"
    assert store.encoder() == WordEncoder().record
    store.close()
    assert len(check_whole(store.folder)) == 2


def test_a_description_can_be_changed_alone(store: Store) -> None:
    """What is known about a document changes without reading it again."""
    document_id = keep(store, 1)
    with reading(store) as snapshot:
        before = snapshot.documents()[0]
    about = before.description
    assert store.describe(document_id, type(about)("Nieuwe titel")) is True
    assert store.describe("d000000000000", about) is False
    with reading(store) as snapshot:
        after = snapshot.documents()[0]
    assert after.description.title == "Nieuwe titel"
    assert after.text_version == before.text_version
