"""Who gets in at /beheer, and what stands in the way of others."""

from __future__ import annotations

import stat
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from corpus.errors import LibraryError, QuestionError
from index.library import Library
from tests.encoders import WordEncoder
from tests.staffed import CHEAP, HOME, KEEPER, READER, desk_of, form_of, post, sign_in, signed, staffed
from tests.test_web import Page, build, ids, site
from web.app import service_of
from web.cli import main
from web.serve import MOST_BODY, MOST_STAFF_UPLOAD, most_bytes
from web.staff import accounts as accounts_module
from web.staff.accounts import Accounts, Role
from web.staff.attempts import MOST, MOST_IN_TOTAL, SECONDS, Attempts
from web.staff.passwords import METHOD, weakness
from web.staff.sessions import IDLE_SECONDS, LONGEST_SECONDS, Sessions, Signer
from web.try_page import MOST_UPLOAD

SENTENCE = "Deze naam en dit wachtwoord horen niet bij elkaar"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Return the invented library, which nothing here changes."""
    library = build(tmp_path_factory.mktemp("staff"), WordEncoder())
    yield library
    library.store.close()


@pytest.fixture
def app(shelf: Library, tmp_path: Path) -> Flask:
    """Return an installation with a keeper and a reader."""
    return staffed(shelf, tmp_path)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a browser in which nobody is signed in."""
    return app.test_client()


def routes(app: Flask, shelf: Library, method: str) -> list[str]:
    """Return the address of every page of the staff that takes this method."""
    values = {"document_id": ids(shelf)["taalplan.md"], "number": 1}
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        return [
            adapter.build(rule.endpoint, {n: values[n] for n in rule.arguments}, method)
            for rule in app.url_map.iter_rules()
            if rule.endpoint.startswith("staff.") and method in (rule.methods or ())
        ]


# Where nobody can sign in


def test_without_accounts_there_is_nothing_but_help_at_the_machine_itself(
    shelf: Library, tmp_path: Path
) -> None:
    """Elsewhere every page of the staff is not there; on this machine a page says how to turn it on."""
    app = site(shelf, staff=tmp_path / "beheer.db")
    near = app.test_client().get("/beheer")
    assert "beleidswijzer account add" in near.text
    for address in routes(app, shelf, "GET"):
        for odd in ({"REMOTE_ADDR": "192.0.2.1"}, {"HTTP_X_FORWARDED_FOR": "192.0.2.1"}):
            assert app.test_client().get(address, environ_overrides=odd).status_code == 404
    assert not (tmp_path / "beheer.db").exists()


# Signing in


def test_who_signs_in_sees_the_overview_in_both_languages(app: Flask, client: FlaskClient) -> None:
    """The form leads to the overview, and English pages are those with the prefix."""
    answer = sign_in(client)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/beheer")
    assert "Aangemeld als ans (beheerder)" in Page(client.get("/beheer").text).words
    assert "Signed in as ans (keeper)" in Page(client.get("/en/beheer").text).words
    assert client.get("/beheer/aanmelden").headers["Location"] == "/beheer"
    assert [(e.who, e.what) for e in desk_of(app).audit.listed(9)] == [("ans", "sign_in")]


def test_the_cookie_is_out_of_reach(shelf: Library, tmp_path: Path) -> None:
    """No script reads it, no other website sends it; on https it is Secure and bound to the host."""
    for address, name, secure in ((None, "beheer", False), ("https://b.nl", "__Host-beheer", True)):
        folder = tmp_path / name
        folder.mkdir()
        answer = sign_in(staffed(shelf, folder, address=address).test_client())
        cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith(f"{name}="))
        flags = {part.strip() for part in cookie.split(";")[1:]}
        assert {"HttpOnly", "Path=/", "SameSite=Strict"} <= flags
        assert ("Secure" in flags) is secure
        assert not [flag for flag in flags if flag.startswith("Domain")]


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same page and status, and for both one password is worked out."""
    worked: list[str] = []
    real = accounts_module.fits
    monkeypatch.setattr(accounts_module, "fits", lambda kept, given: worked.append(kept) or real(kept, given))
    wrong, unknown = (
        sign_in(client, ("ans", "een ander woord")),
        sign_in(client, ("niemand", "een ander woord")),
    )
    assert wrong.status_code == unknown.status_code == 403
    assert wrong.text == unknown.text.replace('value="niemand"', 'value="ans"')
    assert SENTENCE in wrong.text
    assert len(worked) == 2
    assert worked[0].startswith(CHEAP)
    assert worked[1].startswith(CHEAP)
    assert [(e.who, e.what) for e in desk_of(app).audit.listed(9)] == [
        ("?", "sign_in_failed"),
        ("ans", "sign_in_failed"),
    ]


def test_a_session_that_was_planted_is_not_taken_over(app: Flask, client: FlaskClient) -> None:
    """Whoever signs in gets a token of its own, and the one that the browser had opens nothing."""
    client.set_cookie("beheer", "geplant.0000")
    assert client.get("/beheer").status_code == 303
    sign_in(client)
    first = client.get_cookie("beheer")
    assert first is not None
    assert "geplant" not in first.value
    other = app.test_client()
    other.set_cookie("beheer", first.value)
    assert other.get("/beheer").status_code == 200
    form = {
        **form_of(client, "/beheer"),
        "oud": KEEPER[1],
        "nieuw": "acht paarse wolken",
        "nogmaals": "acht paarse wolken",
    }
    assert client.post("/beheer/wachtwoord", data=form, headers=HOME).status_code == 303
    assert client.get("/beheer").status_code == 200
    assert other.get("/beheer").status_code == 303


def test_signing_out_ends_the_session_on_the_server_too(app: Flask) -> None:
    """The cookie that was kept opens nothing any more."""
    client = signed(app)
    kept = client.get_cookie("beheer")
    assert kept is not None
    assert post(client, "/beheer/afmelden").status_code == 303
    assert client.get_cookie("beheer") is None
    client.set_cookie("beheer", kept.value)
    assert client.get("/beheer").status_code == 303


def test_a_session_ends_after_half_an_hour_of_nothing_and_after_a_working_day(tmp_path: Path) -> None:
    """Idle and absolute, by the clock of the server."""
    accounts = Accounts(tmp_path / "b.db", CHEAP)
    accounts.add(KEEPER[0], Role.KEEPER, KEEPER[1])
    now = 1_000_000.0
    sessions = Sessions(tmp_path / "b.db", Signer("s" * 16), lambda: now)
    account = accounts.listed()[0]
    idle = sessions.start(account)
    now += IDLE_SECONDS - 1
    assert sessions.find(idle)
    now += IDLE_SECONDS
    assert sessions.find(idle) is None
    busy, began = sessions.start(account), now
    while now < began + LONGEST_SECONDS - 600:
        now += 600
        assert sessions.find(busy)
    now = began + LONGEST_SECONDS
    assert sessions.find(busy) is None


def test_only_our_own_cookies_open_something(app: Flask) -> None:
    """A changed token or mark, a mark for another purpose and nonsense are no session."""
    sessions, signer = desk_of(app).sessions, desk_of(app).signer
    cookie = sessions.start(desk_of(app).accounts.listed()[0])
    token = cookie.partition(".")[0]
    assert sessions.find(cookie)
    for wrong in (
        token,
        f"{token}.",
        cookie[:-1],
        f"x{cookie}",
        signer.sealed("toestel", token),
        "",
        ".",
        "é.é",
    ):
        assert sessions.find(wrong) is None


def test_a_removed_account_and_another_role_hold_at_once(app: Flask) -> None:
    """What the command changes is true for who is signed in too."""
    client = signed(app)
    desk_of(app).accounts.set_role("ans", Role.READER)
    assert client.get("/beheer").status_code == 303
    other = signed(app, READER)
    desk_of(app).accounts.remove("lex")
    assert other.get("/beheer").status_code == 303


@pytest.mark.parametrize(
    "page",
    [
        "//evil.example",
        "https://evil.example",
        "/beheer/../documenten",
        "/beheer//evil",
        "/documenten",
        "/beheer\n",
    ],
)
def test_signing_in_leads_to_no_other_place(client: FlaskClient, page: str) -> None:
    """Only to a page of the staff; to anything else the overview is shown instead."""
    assert sign_in(client, naar=page).headers["Location"] == "/beheer"


def test_one_comes_to_the_page_that_one_asked_for(client: FlaskClient) -> None:
    """Also with the language that it had."""
    answer = client.get("/en/beheer/logboek")
    assert answer.headers["Location"] == "/en/beheer/aanmelden?naar=/beheer/logboek"
    assert sign_in(client, naar="/beheer/logboek").headers["Location"] == "/beheer/logboek"


# Wrong passwords


def test_the_eleventh_try_has_to_wait_but_not_where_one_signed_in_before(app: Flask) -> None:
    """Strangers cannot keep somebody out of the browser that they always use."""
    own, stranger = signed(app), app.test_client()
    post(own, "/beheer/afmelden")
    for _ in range(MOST):
        assert sign_in(stranger, ("ans", "fout")).status_code == 403
    busy = sign_in(stranger)
    assert busy.status_code == 429
    assert 0 < int(busy.headers["Retry-After"]) <= SECONDS
    assert sign_in(stranger, READER).status_code == 303
    assert sign_in(own).status_code == 303


def test_tries_are_counted_for_an_account_and_in_total_and_forgotten_in_time() -> None:
    """After five minutes there is room again; a mark of another account helps nobody."""
    now = 0.0
    attempts = Attempts(lambda: now)
    assert [attempts.wait("Ans ") for _ in range(MOST)] == [0] * MOST
    assert attempts.wait("ans") == SECONDS + 1
    for number in range(MOST_IN_TOTAL):
        attempts.wait(f"iemand {number}")
    assert attempts.wait("een ander") > 0
    assert attempts.wait("ans", "device 1") == 0
    now = SECONDS + 1.0
    assert attempts.wait("ans") == 0
    assert attempts.wait("een ander") == 0


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("kort", "password_length"),
        ("x" * 201, "password_length"),
        ("aaaaaaaaaaaab", "password_simple"),
        ("abcdefghijklmn", "password_simple"),
        ("wachtwoord123", "password_simple"),
        ("Beleidswijzer ans", "password_simple"),
        ("vijf groene paarden", None),
        ("correct paard batterij", None),
    ],
)
def test_a_password_is_long_and_no_word_that_everybody_takes(password: str, fault: str | None) -> None:
    """Length counts; no signs are asked for."""
    assert weakness(password, "ans") == fault


def test_passwords_are_kept_as_owasp_advises(tmp_path: Path) -> None:
    """They go through scrypt with N = 2^15, r = 8 and p = 3, a salt each, for the owner of the file only."""
    accounts = Accounts(tmp_path / "b.db")
    accounts.add("ans", Role.KEEPER, "vijf groene paarden")
    assert METHOD == "scrypt:32768:8:3"
    kept = (tmp_path / "b.db").read_bytes()
    assert METHOD.encode() in kept
    assert b"groene" not in kept
    if sys.platform != "win32":
        assert stat.S_IMODE((tmp_path / "b.db").stat().st_mode) == 0o600


def test_changing_a_password_asks_for_the_old_one(app: Flask) -> None:
    """A wrong old one, two that differ and a weak one are said at their field; nothing changes."""
    client = signed(app)
    new = "negen gele fietsen"
    for old, first, again, said in (
        ("fout", new, new, "Dit is niet uw huidige wachtwoord"),
        (KEEPER[1], new, "iets anders dan dat", "niet gelijk"),
        (KEEPER[1], "kort", "kort", "te kort"),
    ):
        answer = post(client, "/beheer/wachtwoord", oud=old, nieuw=first, nogmaals=again)
        assert answer.status_code == 400
        assert said in answer.text
    assert sign_in(app.test_client()).status_code == 303


# What others send


def test_no_page_is_open_to_who_is_not_signed_in(app: Flask, client: FlaskClient, shelf: Library) -> None:
    """Each leads to the form to sign in, and a form that is sent changes nothing."""
    for address in set(routes(app, shelf, "GET")) - {"/beheer/aanmelden"}:
        answer = client.get(address)
        assert answer.status_code == 303, address
        assert answer.headers["Location"].startswith("/beheer/aanmelden")
    for address in set(routes(app, shelf, "POST")) - {"/beheer/aanmelden"}:
        answer = client.post(address, headers=HOME)
        assert answer.headers["Location"] == "/beheer/aanmelden?gedaan=expired", address
    assert desk_of(app).audit.count() == 0


def test_every_form_needs_its_token_and_comes_from_here(app: Flask, shelf: Library) -> None:
    """Without the token, with a wrong one, of another session, or from another website: 403."""
    client, other = signed(app), signed(app)
    token, strange = form_of(client, "/beheer")["bewijs"], form_of(other, "/beheer")["bewijs"]
    before = desk_of(app).audit.count()
    addresses = set(routes(app, shelf, "POST")) - {"/beheer/aanmelden"}
    assert len(addresses) >= 8
    for address in addresses:
        for given in ("", "x" * 64, strange, "é"):
            assert client.post(address, data={"bewijs": given}, headers=HOME).status_code == 403
        for headers in (
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {"Origin": "http://[localhost"},
            {"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"},
            {"Origin": "http://localhost", "Sec-Fetch-Site": "same-site"},
            {},
        ):
            assert client.post(address, data={"bewijs": token}, headers=headers).status_code == 403
    assert desk_of(app).audit.count() == before
    assert client.get("/beheer").status_code == 200


def test_signing_in_from_another_website_is_refused(client: FlaskClient) -> None:
    """Nobody is signed in by a page of somebody else, or with a form without our stamp."""
    form = {**form_of(client, "/beheer/aanmelden"), "naam": KEEPER[0], "wachtwoord": KEEPER[1]}
    evil = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    for headers, fields in ((evil, form), (HOME, {**form, "stempel": "x"})):
        answer = client.post("/beheer/aanmelden", data=fields, headers=headers)
        assert answer.status_code == 403
        assert client.get_cookie("beheer") is None


def test_what_changes_something_cannot_be_asked_for_with_a_link(app: Flask, shelf: Library) -> None:
    """Addresses that only take forms answer 405 to GET."""
    client = signed(app)
    only = set(routes(app, shelf, "POST")) - set(routes(app, shelf, "GET"))
    assert len(only) >= 5
    assert {client.get(address).status_code for address in only} == {405}


def test_a_reader_sees_everything_and_changes_nothing(app: Flask, shelf: Library) -> None:
    """Every page opens; every form but those of their own account is refused with a sentence."""
    client = signed(app, READER)
    token = form_of(client, "/beheer")["bewijs"]
    opened = set(routes(app, shelf, "GET")) - {"/beheer/aanmelden", "/beheer/taken/1"}
    assert {client.get(address).status_code for address in opened} == {200}
    before = desk_of(app).audit.count()
    own = {"/beheer/aanmelden", "/beheer/afmelden", "/beheer/wachtwoord"}
    for address in set(routes(app, shelf, "POST")) - own:
        answer = client.post(address, data={"bewijs": token}, headers=HOME)
        assert answer.status_code == 403, address
        assert "U mag alles zien, maar niets veranderen" in answer.text
    assert desk_of(app).audit.count() == before


def test_pages_of_the_staff_are_kept_nowhere_and_visitors_get_no_cookie(
    app: Flask, client: FlaskClient
) -> None:
    """No cache, no search engine, no referrer to elsewhere, on every status."""
    inside = signed(app)
    for answer in (
        client.get("/beheer/aanmelden"),
        sign_in(client, ("ans", "fout")),
        inside.get("/beheer"),
        inside.post("/beheer/toevoegen"),
    ):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    for address in ("/", "/documenten", "/beheer/aanmelden"):
        assert "Set-Cookie" not in app.test_client().get(address).headers
    assert client.get("/documenten").headers["Referrer-Policy"] == "no-referrer"


def test_staff_may_try_a_document_where_visitors_may_not(app: Flask) -> None:
    """The reader too, from anywhere: it stays out of the library."""
    assert app.test_client().get("/proberen").status_code == 404
    far = {"environ_overrides": {"REMOTE_ADDR": "192.0.2.1"}}
    assert signed(app, READER).get("/proberen", **far).status_code == 200  # type: ignore[arg-type]


def test_the_server_takes_much_only_from_who_signed_in(app: Flask) -> None:
    """By the signature of the cookie, before anything is kept; elsewhere a form is small."""
    service = service_of(app)
    cookie = service.desk.sessions.start(service.desk.accounts.listed()[0])
    for nearby in (True, False):
        for page, cookies, most in (
            ("", f"beheer={cookie}", MOST_BODY),
            ("beheer/toevoegen", "", MOST_BODY),
            ("beheer/toevoegen", "beheer=x.y", MOST_BODY),
            ("beheer/toevoegen", "beheer", MOST_BODY),
            ("beheer/toevoegen", f"a=b; beheer={cookie}", MOST_STAFF_UPLOAD),
            ("beheer/toevoegen", f"__Host-beheer={cookie}", MOST_STAFF_UPLOAD),
            ("proberen", "", MOST_BODY),
            ("proberen", f"beheer={cookie}", MOST_UPLOAD),
        ):
            assert most_bytes(service, nearby, page, cookies) == most, (page, cookies)


# The commands


def test_accounts_are_made_by_a_command_that_asks_for_the_password(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is typed twice and never on the command line; every change is in the list of changes."""
    typed: list[str] = []
    monkeypatch.setattr("click.prompt", lambda *_, **options: typed.pop(0) if options["hide_input"] else "")
    monkeypatch.setattr("web.cli_account.Accounts", partial(Accounts, method=CHEAP))
    library = ["--library", str(tmp_path / "bib")]
    accounts = Accounts(tmp_path / "bib-beheer.db", CHEAP)
    typed += ["vijf groene paarden"] * 2
    main(["account", "add", "Ans", "--role", "keeper", *library])
    assert accounts.check("ans", "vijf groene paarden")
    typed += ["zes rode huizen daar"] * 2
    main(["account", "password", "ans", *library])
    assert accounts.check("ans", "vijf groene paarden") is None
    main(["account", "role", "ans", "reader", *library])
    main(["account", "list", *library])
    assert "ans  lezer" in capsys.readouterr().out
    main(["account", "remove", "ans", *library])
    main(["account", "list", *library])
    assert "Er zijn nog geen accounts" in capsys.readouterr().out
    for wrong in (["account", "remove", "ans"], ["account", "add", "a/b", "--role", "reader"]):
        typed[:] = ["vijf groene paarden"] * 2
        with pytest.raises(SystemExit):
            main([*wrong, *library])
    typed[:] = ["vijf groene paarden", "iets anders"]
    with pytest.raises(SystemExit):
        main(["account", "add", "bo", "--role", "reader", *library])
    assert "niet gelijk" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["account", "add", "bo", "--role", "reader", "--password", "x", *library])


def test_a_name_is_taken_once(tmp_path: Path) -> None:
    """Whatever its capitals; a name that is not there cannot be changed."""
    accounts = Accounts(tmp_path / "b.db", CHEAP)
    accounts.add("Ans", Role.KEEPER, KEEPER[1])
    with pytest.raises(QuestionError) as twice:
        accounts.add("ANS", Role.KEEPER, KEEPER[1])
    assert twice.value.code == "account_exists"
    with pytest.raises(LibraryError) as missing:
        accounts.set_password("bo", KEEPER[1])
    assert missing.value.code == "no_account"
