from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from assistant.settings import Settings
from corpus.errors import LibraryError, QuestionError
from index.library import Library
from tests.encoders import WordEncoder
from tests.interface import BASE, BY_NAME, conforms, finished, key_of
from tests.test_api_rules import filled
from tests.test_web import build, ids, site
from web.api import jobs as job_module
from web.api import requests as checks
from web.api.keys import Keys, keys_file
from web.api.operation import Operation
from web.api.operations import OPERATIONS
from web.app import service_of
from web.body_limit import UPLOADS
from web.cli import main
from web.reports import Kind, Report, Reports, reports_file
from web.serve import MOST_BODY, MOST_UPLOAD, most_bytes

KEYED = [operation for operation in OPERATIONS if operation.keyed]
TEXT = "# Nota wonen 2024\n\n## Starters\n\nStarters krijgen voorrang bij nieuwe huizen in het dorp.\n"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Return an invented library of its own for each test."""
    made = build(tmp_path, WordEncoder())
    yield made
    made.store.close()


@pytest.fixture
def key(library: Library) -> dict[str, str]:
    """Return the header with a key of that library."""
    return key_of(library)


@pytest.fixture
def client(library: Library) -> FlaskClient:
    """Return a client of the application over it."""
    return site(library).test_client()


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Library, dict[str, str]]]:
    """Return a library that nothing changes, with a key of it."""
    made = build(tmp_path_factory.mktemp("schrijven"), WordEncoder())
    yield made, key_of(made)
    made.store.close()


def sent(text: str = TEXT, name: str = "nota.md", **fields: str) -> dict[str, object]:
    """Return a form with a file."""
    return {"file": (io.BytesIO(text.encode()), name), **fields}


def ask(client: FlaskClient, operation: Operation, headers: dict[str, str]) -> TestResponse:
    """Ask for an operation with a body that could be right."""
    body: dict[str, object] = {"json": {"closed": True}}
    if operation.body and operation.body.form != "application/json":
        body = {"data": sent()}
    return client.open(filled(operation), method=operation.method, headers=headers, **body)  # type: ignore[arg-type]


@pytest.mark.parametrize("operation", KEYED, ids=[operation.name for operation in KEYED])
def test_nothing_changes_without_a_right_key(
    untouched: tuple[Library, dict[str, str]], operation: Operation
) -> None:
    """No key, a wrong one, half of one, one in the wrong place, or another website: refused."""
    library, key = untouched
    client, before = site(library).test_client(), ids(library)
    scheme, _, value = key["Authorization"].partition(" ")
    for headers in (
        {},
        {"Authorization": f"Bearer {value}x"},
        {"Authorization": f"Bearer {value[:-4]}"},
        {"Authorization": f"Basic {value}"},
        {"Authorization": value},
        {"Authorization": "Bearer "},
        {"Authorization": "Bearer \ud800".encode("utf-8", "surrogatepass").decode("latin-1")},
        {"X-Api-Key": value, "Cookie": f"key={value}"},
    ):
        response = ask(client, operation, headers)
        assert response.status_code == 401
        assert response.headers["WWW-Authenticate"].startswith(scheme)
        conforms(response, operation)
    for elsewhere in (
        {"Origin": "https://elders.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ):
        response = ask(client, operation, {**key, **elsewhere})
        assert response.status_code == 403
        conforms(response, operation)
    assert ids(library) == before
    assert client.get(f"{BASE}/jobs", headers=key).get_json()["total"] == 0


def test_every_change_needs_a_key() -> None:
    """Only asking a question is a POST without one: it changes nothing."""
    open_ = {operation.name for operation in OPERATIONS if operation.method != "GET" and not operation.keyed}
    assert open_ == {"postAnswer"}
    assert {"listReports", "getReport", "listJobs", "getJob"} <= {operation.name for operation in KEYED}


def test_wrong_keys_are_limited_and_a_right_one_is_not(client: FlaskClient, key: dict[str, str]) -> None:
    """The eleventh wrong key in five minutes is a 429; who has a right one notices nothing."""
    wrong = {"Authorization": "Bearer bwk_verkeerd"}
    statuses = [client.get(f"{BASE}/jobs", headers=wrong).status_code for _ in range(checks.MOST_WRONG + 1)]
    assert statuses == [401] * checks.MOST_WRONG + [429]
    response = client.get(f"{BASE}/jobs", headers=wrong)
    assert 0 < int(response.headers["Retry-After"]) <= checks.SECONDS
    conforms(response, BY_NAME["listJobs"])
    assert client.get(f"{BASE}/jobs", headers=key).status_code == 200


def test_a_key_that_was_taken_away_no_longer_works(library: Library, client: FlaskClient) -> None:
    """From the moment of the command on, without starting the server anew."""
    keys = Keys(keys_file(Settings(library.store.folder)))
    given = {"Authorization": f"Bearer {keys.add('tijdelijk')}"}
    assert client.get(f"{BASE}/jobs", headers=given).status_code == 200
    keys.remove("tijdelijk")
    assert client.get(f"{BASE}/jobs", headers=given).status_code == 401


def test_the_commands_make_list_and_take_away_keys(
    library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    """A key is shown once and kept as a digest, in a file for its owner only."""
    place = ["--library", str(library.store.folder)]
    main(["key", "list", *place])
    assert "Er zijn geen sleutels" in capsys.readouterr().out
    main(["key", "add", "zaaksysteem", *place])
    key = capsys.readouterr().out.strip()
    path = keys_file(Settings(library.store.folder))
    assert key not in path.read_text(encoding="utf-8")
    assert path.stat().st_mode & 0o077 == 0
    keys = Keys(path)
    assert keys.name_of(key) == "zaaksysteem"
    assert keys.name_of(key + " ") is None
    main(["key", "list", *place])
    assert "zaaksysteem" in capsys.readouterr().out
    for words, code in ((["add", "zaaksysteem"], "key_exists"), (["add", "../x"], "bad_key_name")):
        with pytest.raises(SystemExit):
            main(["key", *words, *place])
        assert code
        assert "sleutel" in capsys.readouterr().err
    main(["key", "remove", "zaaksysteem", *place])
    assert keys.listed() == []
    with pytest.raises(QuestionError, match="no_key"):
        keys.remove("zaaksysteem")


def test_damaged_keys_open_nothing(library: Library, client: FlaskClient, key: dict[str, str]) -> None:
    """Where the file with keys cannot be read, no key works, and the command says what helps."""
    path = keys_file(Settings(library.store.folder))
    path.write_text("{", encoding="utf-8")
    assert client.get(f"{BASE}/jobs", headers=key).status_code == 503
    with pytest.raises(LibraryError, match="bad_keys"):
        Keys(path).listed()


def test_a_file_is_added_described_renewed_and_removed(
    client: FlaskClient, library: Library, key: dict[str, str]
) -> None:
    """What was sent in can be asked about, found, corrected, renewed, and is gone when it is removed."""
    said = {"municipality": "emmen", "kind": "nota", "yearFrom": 2024}
    taken = client.post(f"{BASE}/documents", query_string=said, data=sent(), headers=key)
    conforms(taken, BY_NAME["addDocument"])
    done = finished(client, taken.headers["Location"], key)
    conforms(client.get(taken.headers["Location"], headers=key), BY_NAME["getJob"])
    assert (done["state"], done["files"][0]["done"], done["files"][0]["path"]) == ("done", "added", "nota.md")
    number = done["files"][0]["document_id"]
    address = f"{BASE}/documents/{number}"
    about = client.get(address).get_json()
    assert (about["municipality"], about["kind"], about["years"]) == ("Emmen", "nota", [2024, 2024])
    assert client.get(f"{BASE}/search?q=starters").get_json()["documents_total"] == 1

    said = {"title": "Woonnota", "year_to": 2028, "status": "vastgesteld", "date": "2024-05-31"}
    changed = conforms(client.patch(address, json=said, headers=key), BY_NAME["changeDocument"])
    assert (changed["title"], changed["years"], changed["date"]) == ("Woonnota", [2024, 2028], "2024-05-31")
    assert changed["confidence"]["title"] == 1.0

    link = client.get(f"{BASE}/search?q=starters").get_json()["passages"][0]["link"].partition("?")[2]
    text = TEXT.replace("in het dorp", "in de stad")
    taken = client.post(f"{address}/versions", data=sent(text, "anders.md"), headers=key)
    done = finished(client, taken.headers["Location"], key)
    assert (done["files"][0]["done"], done["files"][0]["document_id"]) == ("replaced", number)
    assert client.get(f"{address}/versions").get_json()["total"] == 2
    assert client.get(address).get_json()["title"] == "Woonnota"
    assert client.get(f"{address}/passage?{link}").get_json()["state"] == "gone"

    removed = client.delete(address, headers=key)
    assert (removed.status_code, removed.data) == (204, b"")
    for response in (client.get(address), client.delete(address, headers=key)):
        assert response.status_code == 404
        conforms(response)
    assert number not in ids(library).values()
    conforms(client.get(f"{BASE}/jobs", headers=key), BY_NAME["listJobs"])


def test_an_archive_and_a_broken_file_are_told_file_by_file(client: FlaskClient, key: dict[str, str]) -> None:
    """Of an archive every file has its own outcome; what cannot be read is told in words."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as files:
        files.writestr("map/nota.md", TEXT)
        files.writestr("leeg.md", "")
    data = {"file": (io.BytesIO(archive.getvalue()), "../../stukken.zip")}
    taken = client.post(f"{BASE}/documents", data=data, headers=key)
    done = finished(client, taken.headers["Location"], key)
    assert done["file"] == "stukken.zip"
    assert {item["path"]: item["done"] for item in done["files"]} == {
        "stukken.zip/map/nota.md": "added",
        "stukken.zip/leeg.md": "failed",
    }
    taken = client.post(f"{BASE}/documents", data=sent("%PDF-1.7 kapot", "kapot.pdf"), headers=key)
    done = finished(client, taken.headers["Location"], key)
    assert done["state"] == "failed"
    assert "kapot.pdf" in done["files"][0]["reason"]
    assert "/tmp" not in str(done)  # noqa: S108  # nothing is written there


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({}, 400),
        ({"title": ""}, 400),
        ({"title": " – "}, 400),
        ({"municipality": " "}, 400),
        ({"title": None}, 400),
        ({"title": ["a"]}, 400),
        ({"kind": "gedicht"}, 400),
        ({"year_from": 2025, "year_to": 2020}, 409),
        ({"date": "31 mei 2024"}, 400),
        ({"document_id": "d000000000000"}, 400),
        ({"title": "x" * 301}, 400),
    ],
)
def test_a_wrong_correction_changes_nothing(
    untouched: tuple[Library, dict[str, str]], said: dict[str, object], status: int
) -> None:
    """What cannot be is refused whole, and the document stays as it was."""
    library, key = untouched
    client = site(library).test_client()
    address = f"{BASE}/documents/{ids(library)['taalplan.md']}"
    before = client.get(address).get_json()
    response = client.patch(address, json=said, headers=key)
    assert response.status_code == status
    conforms(response, BY_NAME["changeDocument"])
    assert client.get(address).get_json() == before


def test_what_is_no_file_is_refused(client: FlaskClient, key: dict[str, str], library: Library) -> None:
    """A form without a file, with two, with a text in its place, or too large is refused at once."""
    two = {"file": [(io.BytesIO(b"a"), "a.md"), (io.BytesIO(b"b"), "b.md")]}
    both = {"file": ["tekst", (io.BytesIO(b"a"), "a.md")]}
    forms: tuple[dict[str, object], ...] = ({"title": "x"}, {"file": "tekst"}, two, both, sent(kleur="rood"))
    for form in forms:
        response = client.post(
            f"{BASE}/documents", data=form, headers=key, content_type="multipart/form-data"
        )
        assert response.status_code == 400
        conforms(response, BY_NAME["addDocument"])
    response = client.post(f"{BASE}/documents", data=sent("x" * 25_000_001), headers=key)
    assert response.status_code == 413
    nothing = f"{BASE}/documents/d{'0' * 12}/versions"
    assert client.post(nothing, data=sent(), headers=key).status_code == 404
    assert len(ids(library)) == 3


def test_not_too_many_files_wait(
    client: FlaskClient, key: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where too many wait, the sender is told when to come back."""
    monkeypatch.setattr(job_module, "MOST_WAITING", 0)
    response = client.post(f"{BASE}/documents", data=sent(), headers=key)
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0
    conforms(response, BY_NAME["addDocument"])


def test_reports_are_listed_added_and_closed(
    client: FlaskClient, library: Library, key: dict[str, str]
) -> None:
    """What visitors reported can be handled by a program; what it adds is masked like theirs."""
    Reports(reports_file(Settings(library.store.folder))).add(Report(Kind.WRONG, "Het jaar klopt niet."))
    listed = conforms(client.get(f"{BASE}/reports", headers=key), BY_NAME["listReports"])
    assert [item["text"] for item in listed["reports"]] == ["Het jaar klopt niet."]
    form = {"kind": "missing", "text": "De nota ontbreekt.\nBel 06-12345678.", "page": "/documenten"}
    added = client.post(f"{BASE}/reports", json=form, headers=key)
    assert "12345678" not in conforms(added, BY_NAME["addReport"])["text"]
    address = added.headers["Location"]
    assert conforms(client.get(address, headers=key), BY_NAME["getReport"])["closed"] is None
    for _ in range(2):
        closed = client.patch(address, json={"closed": True}, headers=key)
        assert conforms(closed, BY_NAME["closeReport"])["closed"]
    assert client.get(f"{BASE}/reports?closed=true", headers=key).get_json()["total"] == 1
    assert client.patch(address, json={"closed": False}, headers=key).status_code == 400
    assert client.get(f"{BASE}/reports/999", headers=key).status_code == 404


def test_every_change_is_told_to_the_audit(library: Library, key: dict[str, str]) -> None:
    """The list of changes of the staff says which program did what with what."""
    app = site(library)
    client = app.test_client()
    number = ids(library)["taalplan.md"]
    client.patch(f"{BASE}/documents/{number}", json={"title": "Taal"}, headers=key)
    client.get(f"{BASE}/documents/{number}", headers=key)
    client.delete(f"{BASE}/documents/{number}", headers=key)
    told = [(entry.who, entry.what, entry.about) for entry in service_of(app).desk.audit.listed(9)]
    assert told == [("API: zaaksysteem", "removed", f"{number} Taal"), ("API: zaaksysteem", "edited", number)]


@pytest.mark.parametrize(
    ("path", "page"),
    [
        (f"{BASE}/documents", "api/v1/documents"),
        (f"/en{BASE}/documents", "api/v1/documents"),
        (f"{BASE}/documents/d000000000000/versions", "api/v1/documents/d000000000000/versions"),
        (f"{BASE}/documents/d000000000000", ""),
        (f"{BASE}/reports", ""),
    ],
)
def test_the_server_lets_in_large_files_of_who_has_a_key_only(
    untouched: tuple[Library, dict[str, str]], path: str, page: str
) -> None:
    """Before any of a file is kept, the server looks for a key, and only where files are sent in."""
    library, key = untouched
    service = service_of(site(library))
    found = UPLOADS.search(path)
    assert (found.group(1) if found else "") == page
    most = MOST_UPLOAD if page else MOST_BODY
    assert most_bytes(service, False, page, "", key["Authorization"]) == most
    for authorization in ("", "Bearer x", key["Authorization"].removeprefix("Bearer ")):
        assert most_bytes(service, True, page, "", authorization) == MOST_BODY
