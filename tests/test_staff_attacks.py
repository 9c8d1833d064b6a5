"""What attacks on the running server found, so that none of it comes back."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.cookies import SimpleCookie
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NoReturn, cast

import pytest
from flask import Flask
from flask.testing import FlaskClient
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel

from corpus.document import Document
from corpus.errors import LibraryError, QuestionError
from index.library import Library
from tests.staffed import CHEAP, HOME, KEEPER, desk_of, done, post, sign_in, signed, staffed, upload
from tests.test_web import site
from web.body_limit import channel_class, cookies_of
from web.guard import from_elsewhere
from web.staff.accounts import COMMAND, Accounts, Role
from web.staff.attempts import MOST_AT_ONCE, Attempts
from web.staff.audit import Audit
from web.staff.inbox import Inbox
from web.staff.sessions import LONGEST_SECONDS, Sessions, Signer
from web.trial import Trials

HUGE = "9" * 30
TEXT = "# Beleidsplan sport 2020\n\nDe gemeente Emmen helpt kinderen aan sport.\n"
Add = Callable[..., str]


@pytest.fixture
def app(library: Library, tmp_path: Path) -> Flask:
    """Return an installation with staff and an empty library."""
    return staffed(library, tmp_path)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return the browser of a keeper."""
    return signed(app)


def last(app: Flask) -> tuple[str, str, str]:
    """Return the last line of the list of changes: what was done, what it was about and how that is now."""
    (entry,) = desk_of(app).audit.listed(1)
    return entry.what, entry.about, entry.after


# The server


def test_cookies_are_not_read_by_what_takes_seconds_for_some(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are read in the thread of the network, so one header of a stranger would stop everything."""

    def slow(*_given: object) -> NoReturn:
        raise AssertionError("seconds for 60 kB of backslashes")

    monkeypatch.setattr(SimpleCookie, "load", slow)
    assert cookies_of("beheer=a.b; x=" + '"' + "\\" * 100 + '"')["beheer"] == "a.b"
    assert cookies_of("é=ê;=;;\0; b=c")["b"] == "c"


@contextmanager
def channel(given: Adjustments) -> Iterator[tuple[HTTPChannel, socket.socket]]:
    """Give a connection as the server has it, and the other end of it."""
    near, far = socket.socketpair()
    server = cast(Any, SimpleNamespace(adj=given, active_channels={}, add_task=print))
    kind = channel_class(lambda page, cookies, _authorization: 1_000 if page and cookies else 10)
    made = kind(server, near, ("127.0.0.1", 1), given, map={})
    try:
        yield made, far
    finally:
        made.cancel()
        far.close()


@pytest.mark.parametrize(
    ("head", "kept"),
    [
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: ", False),
        (b"POST /melden HTTP/1.1\r\nContent-Length: 9\r\n\r\n", False),
        (b"POST /beheer/toevoegen HTTP/1.1\r\nCookie: a=b\r\nContent-Length: 900\r\n\r\n", True),
    ],
)
def test_a_request_that_drips_counts_as_silence(head: bytes, kept: bool) -> None:
    """So that the connection ends with the timeout; files of the staff may take as long as they need."""
    with channel(Adjustments(max_request_body_size=10)) as (made, far):
        for piece in (head[:5], head[5:]):
            far.sendall(piece)
            made.handle_read()
        made.last_activity = 1.0
        far.sendall(b"a")
        made.handle_read()
        assert (made.last_activity > 1.0) is kept


def test_where_a_form_comes_from_may_be_nonsense(client: FlaskClient) -> None:
    """An origin that is no address is somewhere else, and no fault of the server."""
    assert from_elsewhere(None, "http://[kwaad", "localhost")
    odd = {"Origin": "http://[kwaad", "Sec-Fetch-Site": "same-origin"}
    assert client.post("/beheer/afmelden", headers=odd).status_code == 403


def test_numbers_larger_than_any_that_is_kept_lead_nowhere(client: FlaskClient) -> None:
    """Nothing has such a number, and the last page of a list is the last."""
    assert client.get(f"/beheer/taken/{HUGE}").status_code == 404
    for page in ("logboek", "stukken"):
        assert client.get(f"/beheer/{page}?pagina={HUGE}").status_code == 200
    for form in ("bestanden", "meldingen"):
        assert post(client, f"/beheer/{form}/{HUGE}", keuze="weg").status_code == 404


@pytest.mark.parametrize(
    "odd", [{"address": "https://b.nl"}, {"header": "X-Forwarded-Proto"}, {"header": "CF-Connecting-IP"}]
)
def test_a_program_in_front_makes_nobody_sit_at_the_machine(
    library: Library, tmp_path: Path, odd: dict[str, str]
) -> None:
    """Not where it says in some way that it is there, and not where the website has an address."""
    app = site(library, staff=tmp_path / "b.db", trials=True, address=odd.get("address"))
    headers = {odd["header"]: "x"} if "header" in odd else {}
    for page in ("/beheer", "/proberen"):
        assert app.test_client().get(page, headers=headers).status_code == 404


# Who gets in


def test_nobody_is_called_what_the_commands_are_called(tmp_path: Path) -> None:
    """The list of changes says "opdracht" of what was done in the terminal."""
    with pytest.raises(QuestionError) as raised:
        Accounts(tmp_path / "b.db", CHEAP).add(f" {COMMAND.title()}", Role.KEEPER, KEEPER[1])
    assert raised.value.code == "bad_account_name"


def test_strangers_who_try_many_at_once_leave_room_for_visitors(app: Flask) -> None:
    """Few passwords are worked out at a time; who signed in before is not kept out by that."""
    attempts, client = desk_of(app).attempts, app.test_client()
    with attempts.turn() as first, attempts.turn() as second:
        assert (first, second, MOST_AT_ONCE) == (True, True, 2)
        busy = sign_in(client)
        assert (busy.status_code, "te veel mensen tegelijk" in busy.text) == (429, True)
        with attempts.turn("device 1") as known:
            assert known
    assert sign_in(client).status_code == 303
    assert Attempts().turn().__enter__()


def test_a_cookie_of_yesterday_sends_no_more_than_a_stranger(tmp_path: Path) -> None:
    """The server lets much come in by the mark of a cookie, for as long as a session can last."""
    accounts, now = Accounts(tmp_path / "b.db", CHEAP), 1_000_000.5
    accounts.add(*(KEEPER[0], Role.KEEPER, KEEPER[1]))
    sessions = Sessions(tmp_path / "b.db", Signer("s" * 16), lambda: now)
    cookie = sessions.start(accounts.listed()[0])
    assert sessions.may_be_open(cookie)
    assert not sessions.may_be_open(f"9{cookie}")
    now += LONGEST_SECONDS
    assert not sessions.may_be_open(cookie)


# What is changed


def test_a_document_that_is_removed_while_it_is_read_again_stays_away(library: Library, add: Add) -> None:
    """And what somebody says of it meanwhile is not lost."""
    gone, told = add("weg.md", TEXT), add("blijft.md", TEXT.replace("sport", "zwemmen"))
    read = library.read

    def meanwhile(data: bytes, source: str) -> Document:
        if source == "weg.md":
            library.store.remove(gone)
        else:
            with library.store.snapshot() as snapshot:
                about = snapshot.documents()[0].description
            library.store.describe(told, replace(about, title="Beter"))
        return read(data, source)

    library.read = meanwhile
    for document, code in ((gone, "document_gone"), (told, "busy"), (gone, "document_gone")):
        with pytest.raises(LibraryError) as raised:
            library.reread(document)
        assert raised.value.code == code
    with library.store.snapshot() as snapshot:
        assert [r.description.title for r in snapshot.documents()] == ["Beter"]


def test_what_somebody_else_made_impossible_is_not_told_as_done(
    app: Flask, client: FlaskClient, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two who remove a document at once one did; the list of changes says so of correcting too."""
    document = add("plan.md", TEXT)
    for call, address, fields in (
        ("remove", "/verwijderen", {}),
        ("describe", "", {"title": "Beter", "kind": "beleidsplan"}),
        ("say_newer", "/versie", {"versie": "geen"}),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(f"index.store.Store.{call}", lambda *_given: False)
            assert post(client, f"/beheer/stukken/{document}{address}", **fields).status_code == 404
        assert last(app)[0] == "change_failed"


def test_a_line_of_the_list_of_changes_is_one_line(app: Flask, client: FlaskClient, add: Add) -> None:
    """What somebody types cannot look like another line."""
    document = add("plan.md", TEXT)
    fields = {"title": "Beter\n2026-01-01 bea\tstuk verwijderd", "kind": "beleidsplan"}
    post(client, f"/beheer/stukken/{document}", **fields)
    assert "Titel: Beter 2026-01-01 bea stuk verwijderd" in last(app)[2]
    strange = post(client, f"/beheer/stukken/{document}/versie", versie="stuk", nieuwer="d0\nbea")
    assert strange.status_code == 400
    assert last(app)[0] == "edited"


# A full disk


def no_space(*_given: object) -> NoReturn:
    """Fail as the system does where a disk is full."""
    raise OSError(errno.ENOSPC, "No space left on device")


def full(*_given: object, **_more: object) -> NoReturn:
    """Fail as a full disk does."""
    raise LibraryError("bad_staff_file", path="b.db", reason="database or disk is full")


def test_a_job_goes_on_when_there_is_room_again(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nothing could be written down it stopped; looking at it is enough to go on."""
    with monkeypatch.context() as patch:
        patch.setattr("web.staff.work.write_down", full)
        sent = {"bestanden": [(BytesIO(TEXT.encode()), "a.md")]}
        job = post(client, "/beheer/toevoegen", **sent).headers["Location"]
        thread = desk_of(app).worker._thread
        if thread:
            thread.join()
    assert "Klaar: 1 van 1" in client.get(done(client, job)).text


def test_what_could_not_be_kept_is_said_and_leaves_nothing(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files that were sent do not make a full disk fuller, and staff read what helps."""
    upload(client, ("a.md", TEXT.encode()))
    for broken, name in ((Audit, "add"), (Inbox, "add")):
        with monkeypatch.context() as patch:
            patch.setattr(broken, name, full)
            answer = post(client, "/beheer/toevoegen", bestanden=[(BytesIO(b"Sport."), "b.md")])
        assert (answer.status_code, "schijf van de server vol" in answer.text) == (503, True)
        assert list(desk_of(app).inbox.folder.iterdir()) == []
    large = client.post("/beheer/afmelden", data={"bewijs": "x" * 70_000}, headers=HOME)
    assert (large.status_code, "stuur het in delen" in large.text) == (413, True)


def test_a_document_on_trial_that_cannot_be_kept_is_in_nobodys_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whatever its name is; before, a name of 500 bytes kept everybody out for 45 minutes."""
    trials = Trials(cast(Any, full), cast(Any, full))
    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", no_space)
        with pytest.raises(LibraryError):
            trials.start(b"x", "a.pdf")
    found = trials.start(b"x", "\N{GRINNING FACE}" * 116 + ".pdf")
    assert found is not None
    assert found.path.name == "stuk.pdf"
    trials.close()
