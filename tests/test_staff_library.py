"""Keeping the library at /beheer: sending in, correcting, removing, answering, and what stays of it."""

from __future__ import annotations

import json
import re
import stat
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import apsw
import pytest
from flask import Flask
from flask.testing import FlaskClient

from corpus.errors import LibraryError
from corpus.isolate import Readers
from corpus.limits import PRODUCTION
from index.engine import DocumentRecord
from index.files import File
from index.library import Library
from tests.spoken import foreign_words
from tests.staffed import HOME, desk_of, done, form_of, plan, post, signed, staffed, upload, worker_of
from tests.test_language import literal_words
from tests.test_messages import fields
from tests.test_web import Page
from web import messages, page_words
from web.reports import Kind, Report
from web.staff import inbox as inbox_module
from web.staff import words
from web.staff.audit import Audit
from web.staff.file import staff_files
from web.staff.inbox import BUSY, DONE, MOST_TRIES, WAITING, Inbox, Item
from web.staff.load import Load
from web.staff.overview import by_place, doubts, quality

ROOT = Path(__file__).resolve().parents[1]
# So long that a plan with it is a version of another that has it too.
LONG = " ".join(f"Regel {number} zegt iets over club {number} van Emmen." for number in range(40))
BROKEN = (("kapot.pdf", b"%PDF-1.7 kapot"), ("kapot.docx", b"PK\x03\x04 kapot"))
Add = Callable[..., str]


@pytest.fixture
def app(library: Library, tmp_path: Path) -> Flask:
    """Return an installation with staff and an empty library."""
    return staffed(library, tmp_path)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return the browser of a keeper."""
    return signed(app)


def records(library: Library) -> dict[str, DocumentRecord]:
    """Return the documents by the name of their file."""
    with library.store.snapshot() as snapshot:
        return {record.source: record for record in snapshot.documents()}


def changes(app: Flask) -> list[tuple[str, str]]:
    """Return who did what, the newest first, without who came in."""
    found = desk_of(app).audit.listed(99)
    return [(entry.who, entry.what) for entry in found if entry.what != "sign_in"]


# Sending in


def test_of_ten_files_two_are_broken_and_the_others_go_on(
    app: Flask, client: FlaskClient, library: Library
) -> None:
    """The page of the job says of each what became of it, and what is known about it."""
    good = [(f"plan {year}.md", plan(year)) for year in range(2012, 2020)]
    address = upload(client, *good[:4], *BROKEN, *good[4:])
    shown = Page(client.get(address).text).words
    assert "Klaar: 10 van 10. Alles is klaar. Niet gelukt: 2." in shown
    assert "‘kapot.pdf’ is beschadigd" in shown
    assert "‘kapot.docx’ is beschadigd" in shown
    assert "Emmen, beleidsplan 2012" in shown
    assert sorted(records(library)) == sorted(name for name, _ in good)
    assert [what for _, what in changes(app)].count("file_added") == 8
    assert [what for _, what in changes(app)].count("file_failed") == 2
    assert not list(desk_of(app).inbox.folder.iterdir())


def test_what_holds_for_all_files_is_said_once(client: FlaskClient, library: Library) -> None:
    """Municipality, kind and year of the form go before what the documents say; a wrong year is said."""
    upload(client, ("a.md", plan(2019)), municipality="coevorden", kind="nota", year="2020-2021")
    about = records(library)["a.md"].description
    assert (about.municipality, about.kind, about.year_from, about.year_to) == (
        "Coevorden",
        "nota",
        2020,
        2021,
    )
    sent = {"bestanden": [(BytesIO(plan(2019)), "b.md")], "year": "twintig"}
    answer = post(client, "/beheer/toevoegen", **sent)
    assert answer.status_code == 400
    assert "twintig" in answer.text
    assert "kies" not in records(library)


def test_without_script_the_page_asks_again_until_told_to_stop(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The refresh stands where only browsers without script see it, and a link turns it off."""
    monkeypatch.setattr(desk_of(app).worker, "wake", lambda: None)
    answer = post(client, "/beheer/toevoegen", bestanden=[(BytesIO(plan(2019)), "a.md")])
    address = answer.headers["Location"]
    waiting = client.get(address).text
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in waiting
    assert "stil=1" in waiting
    assert "http-equiv" not in client.get(f"{address}?stil=1").text


def test_an_archive_is_as_many_documents_as_it_holds(
    app: Flask, client: FlaskClient, library: Library
) -> None:
    """Read in a process of its own, as in production; each member is told apart."""
    desk_of(app).worker = worker_of(desk_of(app), library, lambda: Readers(PRODUCTION, 1))
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, data in (("x/een.md", plan(2011)), ("twee.md", plan(2013)), BROKEN[0]):
            archive.writestr(name, data)
    shown = Page(client.get(upload(client, ("alles.zip", packed.getvalue()))).text).words
    assert sorted(records(library)) == ["alles.zip/twee.md", "alles.zip/x/een.md"]
    assert "Klaar: 1 van 1." in shown
    assert "Niet gelukt: 1." in shown


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.md",
        "..\\..\\boot.md",
        "/etc/cron.d/a.md",
        "a\x00b.md",
        "\x1b[2Jb.md",
        "....md",
        "con:x?.md",
    ],
)
def test_a_file_name_leads_nowhere(client: FlaskClient, library: Library, tmp_path: Path, name: str) -> None:
    """It is shown without folders and signs that do something; on the disk files have names of ours."""
    before = {path for path in tmp_path.rglob("*") if "bibliotheek" not in path.parts}
    upload(client, (name, plan(2015)))
    (source,) = records(library)
    assert not set(source) & set("/\\\x00\x1b:?")
    made = {p for p in tmp_path.rglob("*") if "bibliotheek" not in p.parts} - before
    assert {path.name for path in made} <= {"beheer-postvak", "beheer-logboek.db"}


def test_what_is_empty_or_too_large_is_said_and_the_rest_goes_on(
    app: Flask, client: FlaskClient, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each file has its limit, and so has what is sent at once."""
    monkeypatch.setattr(inbox_module, "MOST_BYTES", 500)
    files = [("leeg.md", b""), ("groot.md", b"x" * 501), ("goed.md", plan(2016))]
    shown = Page(client.get(upload(client, *files)).text).words
    assert "Niet gelukt: 2." in shown
    assert "‘leeg.md’ is leeg" in shown
    assert "‘groot.md’ is groter dan" in shown
    assert list(records(library)) == ["goed.md"]
    assert [what for _, what in changes(app)].count("file_failed") == 2
    assert "U hebt nog geen bestanden gekozen" in post(client, "/beheer/toevoegen").text
    monkeypatch.setattr("web.staff.guard.MOST_UPLOAD", 100_000)
    token = form_of(client, "/beheer")["bewijs"]
    large = {"bewijs": token, "bestanden": (BytesIO(bytes(200_000)), "a.md")}
    assert client.post("/beheer/toevoegen", data=large, headers=HOME).status_code == 413
    plain = {"bewijs": token, "bestanden": "x" * 80_000}
    assert client.post("/beheer/toevoegen", data=plain, headers=HOME).status_code == 413
    monkeypatch.setattr("web.staff.adding.MOST_FILES", 1)
    many = post(client, "/beheer/toevoegen", bestanden=[(BytesIO(b"a"), "a.md"), (BytesIO(b"b"), "b.md")])
    assert "te veel bestanden" in many.text
    assert not list(desk_of(app).inbox.folder.iterdir())


def test_of_a_known_name_people_say_what_it_is(client: FlaskClient, library: Library) -> None:
    """A new version of that document, another one, or a mistake; the same contents are not asked about."""
    upload(client, ("begroting.md", plan(2019)))
    (first,) = records(library).values()
    again = client.get(upload(client, ("begroting.md", plan(2019)))).text
    assert "stond er al" in again
    for choice, count, versions in (("weg", 1, 1), ("nieuw", 1, 2), ("ander", 2, 2)):
        address = upload(client, ("begroting.md", plan(2019, f"iedereen ({choice})")))
        shown = client.get(address).text
        assert "Er is al een stuk uit een bestand met deze naam" in shown
        (item,) = re.findall(r"/beheer/bestanden/(\d+)", shown)
        said = first.document_id if choice == "nieuw" else choice
        answer = post(client, f"/beheer/bestanden/{item}", keuze=said)
        done(client, answer.headers["Location"])
        with library.store.snapshot() as snapshot:
            assert len(snapshot.documents()) == count
            assert len(snapshot.text_versions(first.document_id)) == versions
        decided = post(client, f"/beheer/bestanden/{item}", keuze="ander")  # too late: nothing happens
        done(client, decided.headers["Location"])
        with library.store.snapshot() as snapshot:
            assert len(snapshot.documents()) == count
    assert post(client, "/beheer/bestanden/9999", keuze="ander").status_code == 404


def test_a_name_is_known_in_whatever_folder_it_was(client: FlaskClient, add: Add) -> None:
    """What a command added from a folder is asked about too."""
    document = add("2019/begroting.md", plan(2019).decode())
    shown = client.get(upload(client, ("begroting.md", plan(2020)))).text
    assert f'value="{document}"' in shown


def test_a_program_that_ended_goes_on_where_it_was(app: Flask, library: Library) -> None:
    """What was being read is read again, what nobody needs is removed, and nothing is added twice."""
    desk = desk_of(app)
    sent = desk.inbox.keep(BytesIO(plan(2014)), "a.md")
    desk.inbox.add("ans", [Item(0, 0, "a.md", sent.kept, "beheer/a", {}, "", WAITING)])
    (desk.inbox.folder / "over").write_bytes(b"x")
    taken = desk.inbox.take()
    assert taken is not None
    assert (taken.state, taken.tries) == (BUSY, 1)
    assert desk.inbox.take() is None
    again = Inbox(staff_files(desk.settings))
    assert again.resume()
    assert [path.name for path in again.folder.iterdir()] == [sent.kept]
    # It is in the library already when the program ends again, just before it writes that down.
    path = again.path_of(taken)
    list(library.add([File(path, "a.md", {}, taken.origin)]))
    worker_of(desk, library)._run()
    assert list(records(library)) == ["a.md"]
    job = desk.inbox.job(1)
    assert job is not None
    assert [(item.state, item.results[0].done) for item in job.items] == [(DONE, "unchanged")]


def test_a_file_on_which_the_program_ends_is_given_up(app: Flask, library: Library) -> None:
    """After a few tries it is said that it cannot be read, and the next one has its turn."""
    desk = desk_of(app)
    for name in ("erg.md", "goed.md"):
        sent = desk.inbox.keep(BytesIO(plan(2014 if name == "erg.md" else 2015)), name)
        desk.inbox.add("ans", [Item(0, 0, name, sent.kept, f"beheer/{name}", {}, "", WAITING)])
    for _ in range(MOST_TRIES):
        item = desk.inbox.take()
        assert item is not None
        assert item.name == "erg.md"
        desk.inbox.resume()
    worker_of(desk, library)._run()
    assert list(records(library)) == ["goed.md"]
    job = desk.inbox.job(1)
    assert job is not None
    assert job.items[0].results[0].code == "reader_failed"


# Correcting, linking, reading again


def test_a_year_is_corrected_and_it_is_written_down(
    app: Flask, client: FlaskClient, library: Library
) -> None:
    """What was changed is said, the rest stays as sure as it was, and the old value is kept in the list."""
    upload(client, ("a.md", plan(2019)))
    before = records(library)["a.md"]
    address = f"/beheer/stukken/{before.document_id}"
    form = {
        f["name"]: f.get("value") or "" for f in Page(client.get(address).text).all("input") if f.get("name")
    }
    kept = {name: form[name] or "" for name in ("title", "municipality", "date", "part_of")}
    typed = {**kept, "kind": "beleidsplan", "status": ""}
    assert post(client, address, **typed, year="2019").headers["Location"].endswith("gedaan=nothing")
    answer = post(client, address, **typed, year="2021-2024", taak="1")
    assert answer.headers["Location"] == "/beheer/taken/1?gedaan=edited"
    after = records(library)["a.md"].description
    assert (after.year_from, after.year_to) == (2021, 2024)
    assert dict(after.confidence)["title"] == dict(before.description.confidence)["title"]
    entry = desk_of(app).audit.listed(1)[0]
    assert (entry.who, entry.what, entry.before, entry.after) == (
        "ans",
        "edited",
        "Jaren: 2019",
        "Jaren: 2021-2024",
    )
    wrong = post(client, address, **typed, year="3000")
    assert wrong.status_code == 400
    assert 'value="3000"' in wrong.text
    assert post(client, address, **{**typed, "kind": "sprookje"}, year="2021").status_code == 400
    checked = post(client, address, **typed, year="2021-2024", gezien="1")
    assert checked.status_code == 303
    assert doubts(records(library)["a.md"].description) == ()


def test_people_say_what_is_a_version_of_what(app: Flask, client: FlaskClient, library: Library) -> None:
    """It goes before what the texts say, in a circle it cannot be, and it can be taken back."""
    upload(client, ("a.md", plan(2015)), ("b.md", plan(2019)))
    found = records(library)
    a, b = (found[name].document_id for name in ("a.md", "b.md"))
    assert found["a.md"].newer is None
    assert post(client, f"/beheer/stukken/{a}/versie", versie="stuk", nieuwer=b).status_code == 303
    assert records(library)["a.md"].newer == b
    assert "een eerdere versie van Beleidsplan sport 2019" in client.get(f"/beheer/stukken/{a}").text
    circle = post(client, f"/beheer/stukken/{b}/versie", versie="stuk", nieuwer=a)
    assert circle.status_code == 400
    assert "al een eerdere versie" in circle.text
    assert changes(app)[:2] == [("ans", "change_failed"), ("ans", "linked")]
    assert "Beleidsplan sport 2015" in client.get(f"/beheer/stukken/{b}/verwijderen").text
    for fields_ in ({"versie": "stuk"}, {"versie": "?"}):
        assert post(client, f"/beheer/stukken/{a}/versie", **fields_).status_code == 400
    assert post(client, f"/beheer/stukken/{a}/versie", versie="stuk", nieuwer="d0").status_code == 400
    post(client, f"/beheer/stukken/{a}/versie", versie="tekst")
    assert records(library)["a.md"].newer is None


def test_what_people_say_of_versions_outlives_new_documents(library: Library, add: Add) -> None:
    """A draft that is said to be none of the adopted plan stays so; removal of the newer one frees it."""
    draft = add("concept.md", plan(2019).decode() + LONG, status="concept")
    final = add("plan.md", plan(2019, "jongeren").decode() + LONG, status="vastgesteld")
    assert records(library)["concept.md"].newer == final
    library.store.say_newer(draft, None)
    add("geamendeerd.md", plan(2019, "ouderen").decode() + LONG, status="geamendeerd")
    assert records(library)["concept.md"].newer is None
    # Turned round, the texts do not link the other way as well.
    library.store.say_newer(final, draft)
    found = records(library)
    assert (found["plan.md"].newer, found["concept.md"].newer) == (draft, None)
    library.store.remove(draft)
    assert records(library)["plan.md"].newer is None
    with library.store.snapshot() as snapshot:
        assert snapshot.said_links() == {}
    assert not library.store.say_newer("d0", None)
    assert not library.store.forget_newer("d0")


def test_a_document_is_read_again_with_what_people_said(client: FlaskClient, library: Library) -> None:
    """In the background, under the same number."""
    upload(client, ("a.md", plan(2019)), municipality="Coevorden")
    before = records(library)["a.md"]
    answer = post(client, f"/beheer/stukken/{before.document_id}/opnieuw")
    assert "nieuwe tekst" in client.get(done(client, answer.headers["Location"])).text
    after = records(library)["a.md"]
    assert after.document_id == before.document_id
    assert after.description.municipality == "Coevorden"
    assert post(client, "/beheer/stukken/d0/opnieuw").status_code == 404


def test_removal_shows_what_disappears_and_then_does_it(
    app: Flask, client: FlaskClient, library: Library
) -> None:
    """Passages, figures, versions and links before; nothing of it after, but a line in the list."""
    table = b"\n| Lasten | 2021 |\n| --- | --- |\n| Sport | 310 |\n| Zorg | 20 |\n"
    upload(client, ("a.md", plan(2021) + b"\n## Lasten\n\nBedragen x 1.000 euro\n" + table))
    (record,) = records(library).values()
    address = f"/beheer/stukken/{record.document_id}/verwijderen"
    shown = Page(client.get(address).text).words
    assert f"Passages: {record.passages}." in shown
    assert "Getallen uit tabellen: 2." in shown
    assert "Versies van de tekst: 1" in shown
    assert f"/documenten/{record.document_id}/origineel" in client.get(address).text
    assert client.get(f"/documenten/{record.document_id}").status_code == 200
    assert client.post(address, headers=HOME).status_code == 403
    assert post(client, address).headers["Location"] == "/beheer/stukken?gedaan=removed"
    assert records(library) == {}
    assert client.get(f"/documenten/{record.document_id}").status_code == 404
    assert client.get(address).status_code == 404
    entry = desk_of(app).audit.listed(1)[0]
    assert (entry.who, entry.what) == ("ans", "removed")
    assert record.document_id in entry.about


# Reports


def test_a_report_is_closed_with_a_note_that_stays_beside_it(
    app: Flask, client: FlaskClient, library: Library
) -> None:
    """A note is asked for, shown with the report, and erased with it."""
    upload(client, ("a.md", plan(2021)))
    (record,) = records(library).values()
    reports = desk_of(app).reports
    reports.add(Report(Kind.WRONG, "Dit jaar klopt niet.", f"/documenten/{record.document_id}?start=1&end=2"))
    shown = Page(client.get("/beheer/meldingen").text)
    assert "Dit jaar klopt niet." in shown.words
    assert f"Over: {record.description.title}" in shown.words
    assert f"/beheer/stukken/{record.document_id}" in shown.links()
    assert "Schrijf kort op" in post(client, "/beheer/meldingen/1", notitie=" ").text
    assert "te lang" in post(client, "/beheer/meldingen/1", notitie="x" * 2001).text
    assert post(client, "/beheer/meldingen/1", notitie="Jaar <b>verbeterd</b>.").status_code == 303
    closed = client.get("/beheer/meldingen").text
    assert "Jaar &lt;b&gt;verbeterd&lt;/b&gt;." in closed
    assert post(client, "/beheer/meldingen/1", notitie="nog eens").status_code == 404
    assert changes(app)[0] == ("ans", "report_closed")
    assert b"verbeterd" in desk_of(app).accounts.path.read_bytes()
    assert desk_of(app).answers.of([]) == {}
    assert b"verbeterd" not in desk_of(app).accounts.path.read_bytes()


# The list of changes


def test_to_the_list_of_changes_is_only_added(tmp_path: Path) -> None:
    """The file itself refuses to change or to remove a line; where somebody does so all the same it shows."""
    audit = Audit(tmp_path / "l.db", lambda: "2026-11-22T08:00:00+00:00")
    for number in range(4):
        audit.add("ans", "edited", f"stuk {number}", "a", "b")
    with pytest.raises(RuntimeError), audit.change("ans", "removed", "stuk 4"):
        raise RuntimeError("halfway")
    assert [entry.what for entry in audit.listed(2)] == ["change_failed", "removed"]
    assert audit.altered() is None
    connection = apsw.Connection(str(tmp_path / "l.db"))
    for statement in ("DELETE FROM entries", "UPDATE entries SET who = 'bo'"):
        with pytest.raises(apsw.ConstraintError):
            connection.execute(statement)
    for statement, broken in (
        ("UPDATE entries SET who = 'bo' WHERE number = 3", 3),
        ("UPDATE entries SET who = 'ans' WHERE number = 3", None),
        ("DELETE FROM entries WHERE number = 2", 3),
    ):
        for trigger in ("never_changed", "never_removed"):  # which come back whenever the list is opened
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.execute(statement)
        assert audit.altered() == broken
    connection.close()


def test_nothing_is_changed_that_cannot_be_written_down(
    app: Flask, client: FlaskClient, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the list of changes cannot be written the document stays, and the page says that it failed."""
    upload(client, ("a.md", plan(2019)))
    (record,) = records(library).values()

    def full(*_: object) -> None:
        raise LibraryError("bad_staff_file", path="l.db", reason="full")

    monkeypatch.setattr(desk_of(app).audit, "add", full)
    answer = post(client, f"/beheer/stukken/{record.document_id}/verwijderen")
    assert answer.status_code == 503
    assert list(records(library)) == ["a.md"]


def test_staff_data_is_beside_the_library_for_its_owner_only(
    app: Flask, client: FlaskClient, library: Library, tmp_path: Path
) -> None:
    """No file of the library names who keeps it, and no other user reads the files of the staff."""
    upload(client, ("a.md", plan(2019)))
    for path in library.store.folder.rglob("*"):
        assert path.is_dir() or b"vijf groene" not in path.read_bytes()
    if sys.platform == "win32":
        pytest.skip("Windows has no such modes")
    for name in ("beheer.db", "beheer-logboek.db"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    assert stat.S_IMODE(desk_of(app).inbox.folder.stat().st_mode) == 0o700


# The overview


def test_the_overview_counts_and_keeps_no_question(app: Flask, client: FlaskClient) -> None:
    """Documents by municipality, what is uncertain, and how many questions were answered how fast."""
    empty = Page(client.get("/beheer").text).words
    assert "Er zijn nog geen stukken" in empty
    upload(client, ("a.md", plan(2019)), ("b.md", b"# Zomaar\n\nEr staat hier niets bijzonders in.\n"))
    shown = Page(client.get("/beheer").text).words
    assert re.search("Emmen ?1", shown)
    assert re.search("Onbekend ?1", shown)
    assert "Stukken waar iets onzeker aan is: 1" in shown
    assert re.search("Beantwoorde vragen ?0", shown)
    for _ in range(2):
        assert app.test_client().get("/?q=wat+kost+een+geheime+sportclub").status_code == 200
    after = client.get("/beheer").text
    assert re.search("Beantwoorde vragen ?2", Page(after).words)
    assert "geheime" not in after
    assert "geheime" not in "".join(repr(vars(part)) for part in (desk_of(app).load, desk_of(app)))


def test_times_are_those_of_the_last_thousand() -> None:
    """Median and 95th percentile, in milliseconds; none where nothing was asked."""
    load = Load()
    assert (load.times().median, load.times().slow) == (None, None)
    for milliseconds in range(2000):
        load.note(milliseconds / 1000)
    times = load.times()
    assert (times.answered, times.median, times.slow) == (2000, 1500, 1950)


def test_quality_adds_up(library: Library, add: Add) -> None:
    """Pages, passages and doubts of all documents, and how many there are of each municipality."""
    add("a.md", plan(2019).decode())
    add("b.md", "Zomaar\n\nEr staat hier niets bijzonders in.\n")
    found = list(records(library).values())
    result = quality(found, {found[0].document_id: (12, 5)})
    assert (result.documents, result.figures, result.doubtful, result.unsure) == (2, 12, 5, 1)
    assert [(place.name, place.documents) for place in by_place(found)] == [("", 1), ("Emmen", 1)]


def test_the_list_of_documents_is_narrowed(client: FlaskClient) -> None:
    """By municipality, by words of title or file name, and to what is uncertain."""
    upload(client, ("a.md", plan(2019)), ("b.md", b"# Zomaar\n\nEr staat hier niets bijzonders in.\n"))
    for query, found in (
        ("", 2),
        ("gemeente=Emmen", 1),
        ("gemeente=-", 1),
        ("zoek=SPORT", 1),
        ("zoek=b.md", 1),
        ("onzeker=1", 1),
        ("zoek=niets", 0),
    ):
        assert f"{found} van 2 stukken" in client.get(f"/beheer/stukken?{query}").text


def test_a_number_that_is_too_large_leads_nowhere_or_to_the_last_page(client: FlaskClient) -> None:
    """No number in an address is more than the staff file can look for."""
    large = "9" * 25
    assert client.get(f"/beheer/taken/{large}").status_code == 404
    form = form_of(client, "/beheer/toevoegen")
    for address in ("bestanden", "meldingen"):
        sent = client.post(f"/beheer/{address}/{large}", data={**form, "keuze": "weg"}, headers=HOME)
        assert sent.status_code == 404
    for address in ("stukken", "logboek"):
        last, only = (client.get(f"/beheer/{address}?pagina={number}") for number in (large, "0"))
        assert last.status_code == 200
        assert last.text.replace(large, "0") == only.text


# Words


def test_pages_of_the_staff_speak_one_language_at_a_time(client: FlaskClient) -> None:
    """No word of the other language is left, in Dutch or in English."""
    upload(client, ("a.md", plan(2019)), *BROKEN)
    found = re.search(r"/beheer/stukken/(d\w+)", client.get("/beheer/stukken").text)
    assert found
    document = found.group(0)
    paths = ("", "/stukken", "/toevoegen", "/meldingen", "/logboek", "/wachtwoord", "/taken/1")
    addresses = [f"/beheer{path}" for path in paths] + [document, f"{document}/verwijderen"]
    for address in addresses:
        assert foreign_words(client.get(address).text, "nl") == [], address
        assert foreign_words(client.get(f"/en{address}").text, "en") == [], address


def test_words_of_the_staff_exist_in_both_languages_and_are_used() -> None:
    """Each code has the same parameters in both, no template has words of its own, and none is left over."""
    for dutch, english in ((words.NL, words.EN), (words.MESSAGES_NL, words.MESSAGES_EN)):
        assert {code: fields(said) for code, said in dutch.items()} == {
            code: fields(said) for code, said in english.items()
        }
    assert words.NL.keys().isdisjoint(page_words.NL.keys() | messages.NL.keys())
    templates = sorted((ROOT / "web" / "templates" / "staff").glob("*.html"))
    command = "beleidswijzer account add NAAM --role keeper"
    for path in templates:
        assert literal_words(path.read_text(encoding="utf-8").replace(command, "")) == [], path.name
    used = "".join(
        p.read_text(encoding="utf-8")
        for p in [*templates, *(ROOT / "web").rglob("*.py")]
        if p.name != "words.py"
    )
    made = (
        "st_did_",
        "st_told_",
        "st_role_",
        "st_field_",
        "st_state_",
        "st_done_",
        "st_report_",
        "st_version_",
        "role_",
    )
    every = [*words.NL, *words.MESSAGES_NL]
    assert [
        c for c in every if not c.startswith(made) and f"'{c}'" not in used and f'"{c}"' not in used
    ] == []


def test_every_change_that_is_written_down_has_words() -> None:
    """What stands in the list of changes can be shown."""
    own = r'audit(?:\(\))?\.(?:add|change)\(\s*[\w.() ]+?,\s*"(\w+)"'
    command = r'_audit\(settings\)\.change\(COMMAND, "(\w+)"'
    pattern = re.compile(f"{own}|{command}")
    found = {
        code
        for path in (ROOT / "web").rglob("*.py")
        for codes in pattern.findall(path.read_text(encoding="utf-8"))
        for code in codes
        if code
    } | {
        "change_failed",
        "sign_in_failed",
        *(f"file_{d}" for d in ("added", "replaced", "unchanged", "duplicate", "failed")),
    }
    assert len(found) > 12
    assert {f"st_did_{code}" for code in found} <= words.NL.keys()


def test_results_survive_as_they_were(app: Flask) -> None:
    """What became of a file is kept with the parameters of its error."""
    error: dict[str, Any] = {"source": "a.md", "megabytes": 50}
    item = Item(
        0,
        0,
        "a.md",
        "",
        "",
        {},
        "",
        DONE,
        results=(inbox_module.Result("a.md", code="too_large", parameters=error),),
    )
    job = desk_of(app).inbox.job(desk_of(app).inbox.add("ans", [item]))
    assert job is not None
    (kept,) = job.items[0].results
    assert json.loads(json.dumps(kept.parameters)) == error
    assert str(kept.error)
