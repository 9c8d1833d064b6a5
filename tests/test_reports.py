from __future__ import annotations

import json
import logging
import re
import stat
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from assistant.settings import Settings
from corpus.errors import LibraryError
from index.library import Library
from tests.encoders import WordEncoder
from tests.test_web import OWN_SCRIPTS, Page, build, ids, site
from web import report_pages
from web.cli import main
from web.guard import Limit, Stamp, from_elsewhere
from web.masking import is_bsn, masked
from web.reports import KEPT_DAYS, MOST_TEXT, Kind, Report, Reports, page_of, reports_file

TODAY = date(2026, 11, 22)
QUESTION = "wat doen we aan laaggeletterdheid?"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Return the invented library."""
    library = build(tmp_path_factory.mktemp("reports"), WordEncoder())
    yield library
    library.store.close()


@pytest.fixture
def kept(tmp_path: Path) -> Reports:
    """Return the reports of the application below."""
    return Reports(tmp_path / "meldingen.db")


@pytest.fixture
def app(shelf: Library, kept: Reports) -> Flask:
    """Return an application that has no reports yet."""
    return site(shelf, reports=kept.path)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a client of it."""
    return app.test_client()


def filled(client: FlaskClient, address: str, **changes: str) -> dict[str, str]:
    """Return what the form on a page sends when only the text is typed, with these changes."""
    found = Page(client.get(address).text)
    fields = {
        field["name"] or "": field.get("value") or ""
        for field in found.all("input")
        if field.get("type") == "hidden" or (field.get("type") == "radio" and "checked" in field)
    }
    return {**fields, "melding": "Dit bedrag is oud.", **changes}


def send(client: FlaskClient, form: dict[str, str], **headers: str) -> TestResponse:
    """Send a form, with the headers that a browser adds."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post("/melden", data=form, headers=given)


def test_a_report_under_an_answer_is_kept_without_the_question(client: FlaskClient, kept: Reports) -> None:
    """What was typed, the kind, the page and the date are kept; then one is led to the thanks."""
    response = send(client, filled(client, f"/?q={QUESTION}", soort="missing"), Sec_Fetch_Site="same-origin")
    assert response.status_code == 303
    assert "Bedankt voor uw melding" in client.get(response.headers["Location"]).text
    (report,) = kept.listed()
    assert (report.kind, report.text, report.page, report.question) == (
        Kind.MISSING,
        "Dit bedrag is oud.",
        "/",
        None,
    )
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", report.date)
    assert "laaggeletterdheid" not in kept.path.read_bytes().decode("latin-1")


def test_the_question_is_kept_where_its_asker_allows_it(client: FlaskClient, kept: Reports) -> None:
    """With the box ticked the question stands in the report."""
    send(client, filled(client, f"/?q={QUESTION}", bewaar="1"))
    assert [report.question for report in kept.listed()] == [QUESTION]


def test_a_report_on_a_document_says_which_and_leads_back(
    client: FlaskClient, kept: Reports, shelf: Library
) -> None:
    """The page of a document is kept, and the thanks lead back to it, in English too."""
    page = f"/documenten/{ids(shelf)['taalplan.md']}"
    response = client.post("/en/melden", data=filled(client, page))
    thanks = Page(client.get(response.headers["Location"]).text)
    assert f"/en{page}" in thanks.links()
    assert kept.listed()[0].page == page


def test_the_link_on_a_document_names_it(client: FlaskClient, kept: Reports, shelf: Library) -> None:
    """Who follows the link at the bottom of a document reports on that document, and is told so."""
    page = f"/documenten/{ids(shelf)['taalplan.md']}"
    (link,) = (link for link in Page(client.get(page).text).links() if link.startswith("/melden"))
    shown = Page(client.get(link).text)
    assert page in shown.links()
    assert "Uw melding gaat over de pagina waar u was" in shown.words
    send(client, filled(client, link))
    assert kept.listed()[0].page == page
    assert "Uw melding gaat over" not in Page(client.get("/melden").text).words


@pytest.mark.parametrize(
    "address", ["/", "/?q=sport", "//evil.example/documenten/a", "https://evil.example/"]
)
def test_thanks_lead_back_to_documents_only(client: FlaskClient, address: str) -> None:
    """What is no document of ours is no link on the page of thanks."""
    found = Page(client.get("/melden/bedankt", query_string={"bladzijde": address}).text)
    assert "Terug naar het document" not in found.words
    assert [link for link in found.links() if "evil" in link and not link.startswith("/en/melden")] == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "none"},
        {"Origin": "https://evil.example"},
        {"Sec_Fetch_Site": "cross-site", "Origin": "http://localhost"},
    ],
)
def test_another_website_cannot_send_a_report(
    client: FlaskClient, kept: Reports, headers: dict[str, str]
) -> None:
    """What the browser says comes from elsewhere is refused, its text kept on the page to send again."""
    response = send(client, filled(client, "/melden"), **headers)
    assert response.status_code == 403
    assert "nog niet verstuurd" in response.text
    assert "Dit bedrag is oud." in response.text
    assert kept.listed() == []


@pytest.mark.parametrize("stamp", ["", "0" * 32, "é", None])
def test_a_form_that_is_not_ours_is_refused(client: FlaskClient, kept: Reports, stamp: str | None) -> None:
    """Without the stamp of the form, or with another, nothing is kept."""
    form = filled(client, "/melden")
    if stamp is None:
        del form["stempel"]
    else:
        form["stempel"] = stamp
    assert send(client, form).status_code == 403
    assert kept.listed() == []


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_nothing_but_post_writes(client: FlaskClient, kept: Reports, method: str) -> None:
    """A report in an address keeps nothing, and other methods are refused."""
    assert client.get("/melden", query_string=filled(client, "/melden")).status_code == 200
    assert getattr(client, method)("/melden").status_code == 405
    assert kept.listed() == []


def test_a_program_that_fills_in_every_field_is_thanked_and_not_heard(
    client: FlaskClient, kept: Reports
) -> None:
    """The field that people do not see must be empty."""
    assert send(client, filled(client, "/melden", website="https://spam.example")).status_code == 303
    assert kept.listed() == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("", "nog niets getypt"), (" \n ", "nog niets getypt"), ("a" * (MOST_TEXT + 1), "te lang")],
)
def test_a_report_without_text_or_with_too_much_is_asked_for_again(
    client: FlaskClient, kept: Reports, text: str, sentence: str
) -> None:
    """The form comes back with what is the matter, and the choices that were made."""
    response = send(client, filled(client, "/melden", melding=text, soort="missing"))
    found = Page(response.text)
    assert response.status_code == 400
    assert sentence in found.words
    assert found.all("textarea")[0]["aria-invalid"] == "true"
    assert [field["value"] for field in found.all("input") if "checked" in field] == ["missing"]
    assert kept.listed() == []


def test_too_many_reports_wait(client: FlaskClient, kept: Reports) -> None:
    """One process takes so many in ten minutes and then says when there is room again."""
    form = filled(client, "/melden")
    statuses = [send(client, form).status_code for _ in range(report_pages.MOST_AT_ONCE)]
    assert set(statuses) == {303}
    busy = send(client, form)
    assert busy.status_code == 429
    assert 0 < int(busy.headers["Retry-After"]) <= report_pages.SECONDS + 1
    assert len(kept.listed()) == report_pages.MOST_AT_ONCE


def test_where_nothing_can_be_kept_the_text_comes_back(shelf: Library, tmp_path: Path) -> None:
    """A file that cannot be used gives 503 with what was typed; the answer itself still works."""
    broken = tmp_path / "kapot.db"
    broken.write_text("dit is geen bestand met meldingen" * 100, encoding="utf-8")
    client = site(shelf, reports=broken).test_client()
    response = send(client, filled(client, f"/?q={QUESTION}"))
    assert response.status_code == 503
    assert "Dit bedrag is oud." in response.text
    assert client.get(f"/?q={QUESTION}").status_code == 200


def test_nothing_of_a_report_is_logged_or_kept_by_others(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither what was typed nor the question reaches the log, and no cache may keep the page."""
    caplog.set_level(logging.DEBUG)
    good = send(client, filled(client, f"/?q={QUESTION}", bewaar="1"))
    wrong = send(client, filled(client, f"/?q={QUESTION}", stempel=""))
    assert "bedrag" not in caplog.text
    assert "laaggeletterdheid" not in caplog.text
    assert wrong.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in good.headers


def test_what_is_hostile_in_a_report_is_text(client: FlaskClient) -> None:
    """Payloads in every field come back as text."""
    payload = '"><script>alert(1)</script>'
    form = dict.fromkeys(("soort", "melding", "bladzijde", "vraag", "stempel"), payload)
    found = Page(send(client, form).text)
    assert [(script.get("src") or "").split("?")[0] for script in found.all("script")] == OWN_SCRIPTS
    assert payload in found.text


def test_the_library_holds_nothing_of_reports(client: FlaskClient, shelf: Library) -> None:
    """A report is in its own file, not in that of the library."""
    send(client, filled(client, "/melden", melding="een heel bijzondere melding"))
    for path in shelf.store.folder.rglob("*"):
        assert path.is_dir() or b"bijzondere melding" not in path.read_bytes()


# The file


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_the_owner_may_read_the_file(kept: Reports) -> None:
    """The file is made with mode 600, and nothing is made by looking."""
    assert kept.listed() == []
    assert not kept.path.exists()
    kept.add(Report(Kind.WRONG, "a"))
    assert stat.S_IMODE(kept.path.stat().st_mode) == 0o600


def test_a_closed_report_is_erased_a_month_later(tmp_path: Path) -> None:
    """It can be seen until then, and after that no byte of it is left; open ones stay."""
    day = TODAY
    kept = Reports(tmp_path / "m.db", lambda: day)
    kept.add(Report(Kind.WRONG, "eerste melding"))
    kept.add(Report(Kind.MISSING, "tweede melding"))
    kept.close(1)
    day += timedelta(days=KEPT_DAYS - 1)
    assert [(r.text, r.closed) for r in kept.listed(closed=True)] == [("eerste melding", TODAY.isoformat())]
    day += timedelta(days=1)
    assert kept.listed(closed=True) == []
    assert [r.text for r in kept.listed()] == ["tweede melding"]
    assert b"eerste" not in kept.path.read_bytes()


def test_a_report_is_closed_once(kept: Reports) -> None:
    """Closing one that is not open is an error."""
    kept.add(Report(Kind.WRONG, "a"))
    kept.close(1)
    for number in (1, 2):
        with pytest.raises(LibraryError) as caught:
            kept.close(number)
        assert caught.value.code == "no_report"


def test_a_full_file_takes_no_more(kept: Reports, monkeypatch: pytest.MonkeyPatch) -> None:
    """So many may be open at once."""
    monkeypatch.setattr("web.reports.MOST_OPEN", 2)
    assert [kept.add(Report(Kind.WRONG, "a")) > 0 for _ in range(3)] == [True, True, False]


def test_the_file_lies_beside_the_library_or_where_settings_say(tmp_path: Path) -> None:
    """Never in the folder of the library."""
    assert reports_file(Settings(tmp_path / "lib")) == tmp_path / "lib-meldingen.db"
    assert reports_file(Settings(tmp_path / "lib", reports=tmp_path / "r.db")) == tmp_path / "r.db"


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        (
            "/documenten/ab12?start=1&end=9&version=f&digest=d",
            "/documenten/ab12?start=1&end=9&version=f&digest=d",
        ),
        ("/?q=mijn+naam+is&gemeente=Emmen&vorige=xyz", "/"),
        ("/documenten/ab12?q=geheim&start=1", "/documenten/ab12?start=1"),
        ("https://evil.example/documenten", "/"),
        ("//evil.example/documenten", "/"),
        ("javascript:alert(1)", "/"),
        ("/documenten/<script>", "/"),
        ("/[", "/"),
        ("http://[", "/"),
        ("", "/"),
        ("/" + "a" * 600, "/" + "a" * 499),
    ],
)
def test_an_address_is_kept_without_the_question(address: str, kept: str) -> None:
    """Of an address the path and the marked passage are kept, and nothing else."""
    assert page_of(address) == kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("mail jan.smit@voorbeeld.nl eens", "mail […] eens"),
        ("NL91 ABNA 0417 1643 00 is van mij", "[…] is van mij"),
        ("NL91ABNA0417164300", "[…]"),
        ("mijn BSN is 111222333.", "mijn BSN is […]."),
        ("bsn 111.222.333", "bsn […]"),
        ("bel 06-12345678 of 0591 123 456", "bel […] of […]"),
        ("+31 6 12345678", "[…]"),
        ("€ 1.234.567 in 2019-2022", "€ 1.234.567 in 2019-2022"),
        ("€ 123.456.789 voor zorg", "€ 123.456.789 voor zorg"),
        ("bladzijde 12 van 345", "bladzijde 12 van 345"),
        ("besluit 2024-001234", "besluit 2024-001234"),
    ],
)
def test_personal_numbers_are_taken_out(text: str, kept: str) -> None:
    """E-mail addresses, account numbers, telephone numbers and BSNs are not kept; amounts are."""
    assert masked(text) == kept


def test_a_bsn_passes_its_own_test() -> None:
    """Nine digits are a BSN where the weighted sum is a multiple of eleven."""
    assert is_bsn("111222333")
    assert is_bsn("123456782")
    assert not is_bsn("123456789")
    assert not is_bsn("000000000")


# Who may send


def test_a_stamp_holds_for_two_days_and_one_secret() -> None:
    """A form that stood open overnight can be sent; an older one, or of another server, cannot."""
    stamp = Stamp("s" * 16, lambda: TODAY)
    made = stamp.make()
    assert Stamp("s" * 16, lambda: TODAY + timedelta(days=1)).fits(made)
    assert not Stamp("s" * 16, lambda: TODAY + timedelta(days=2)).fits(made)
    assert not Stamp("s" * 16, lambda: TODAY - timedelta(days=1)).fits(made)
    assert not Stamp("t" * 16, lambda: TODAY).fits(made)


@pytest.mark.parametrize(
    ("site_", "origin", "elsewhere"),
    [
        ("same-origin", "null", False),
        ("cross-site", "null", True),
        (None, "http://localhost:8000", False),
        (None, "http://LOCALHOST:8000", False),
        (None, "http://localhost:8001", True),
        (None, "http://[localhost", True),
        (None, "null", False),
        (None, None, False),
    ],
)
def test_what_browsers_say_of_where_a_form_comes_from(
    site_: str | None, origin: str | None, elsewhere: bool
) -> None:
    """The newer header counts first; a browser that says nothing leaves it to the stamp."""
    assert from_elsewhere(site_, origin, "localhost:8000") is elsewhere


def test_a_limit_has_room_again_after_its_time() -> None:
    """Two in ten seconds; the third hears how long to wait, and comes in after that."""
    now = 0.0
    limit = Limit(2, 10, lambda: now)
    assert [limit.wait(), limit.wait()] == [0, 0]
    now = 4.0
    assert limit.wait() == 7
    now = 10.0
    assert limit.wait() == 0


# The command


def test_the_command_lists_and_closes(
    kept: Reports, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Staff see what is open, in text and JSON, and close one by its number."""
    monkeypatch.setenv("BELEIDSWIJZER_REPORTS", str(kept.path))
    kept.add(Report(Kind.WRONG, "Het jaar klopt niet.", "/documenten/ab", "wat kost sport?"))
    kept.add(Report(Kind.MISSING, "De nota 2024 ontbreekt."))
    main(["reports"])
    shown = capsys.readouterr().out
    assert "Er klopt iets niet  /documenten/ab" in shown
    assert "Bij de vraag: “wat kost sport?”" in shown
    main(["reports", "--close", "1"])
    assert "Melding 1 is klaar" in capsys.readouterr().out
    main(["reports", "--json"])
    (left,) = json.loads(capsys.readouterr().out)
    assert (left["number"], left["kind"], left["text"]) == (2, "missing", "De nota 2024 ontbreekt.")
    with pytest.raises(SystemExit) as ended:
        main(["reports", "--close", "1", "--lang", "en"])
    assert ended.value.code == 1
    assert "There is no open report with number 1" in capsys.readouterr().err
