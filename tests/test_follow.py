"""Going on from a question: on the page, in the API and on the command line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from index.embed import SentenceEncoder
from tests.sample import write_documents
from tests.test_web import build, site
from web.cli import main
from web.last_turn import state_file


@pytest.fixture(scope="module")
def client(model_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """Return a client of a site over three invented documents."""
    library = build(tmp_path_factory.mktemp("door"), SentenceEncoder(cache=model_cache))
    yield site(library, secret="het geheim van deze test").test_client()
    library.store.close()


def page(client: FlaskClient, **given: str) -> str:
    """Return the text of the answer page, without its marks."""
    response = client.get("/", query_string=given)
    assert response.status_code == 200
    return response.get_data(as_text=True)


def next_turn(text: str) -> str:
    """Return the signed turn that a page hands out."""
    found = re.search(r'name="vorige" value="([^"]+)"', text)
    assert found
    return unescape(found.group(1))


def words(text: str) -> str:
    """Return a page as running text."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def test_the_page_says_how_a_follow_up_is_read(client: FlaskClient) -> None:
    """Question before, question as read, and the answer for the other municipality."""
    first = page(client, q="Wat begrootte Coevorden in 2019 voor sport?")
    assert "Vraag door" in first
    text = words(page(client, q="en het jaar daarna?", vorige=next_turn(first)))
    assert "U vroeg eerder: “Wat begrootte Coevorden in 2019 voor sport?”" in text
    assert "Wij lezen uw vraag nu als: “Wat begrootte Coevorden in 2020 voor sport?”" in text
    assert "Jaar: 2020 Alle jaren" in text


def test_a_question_on_its_own_says_nothing_of_the_one_before(client: FlaskClient) -> None:
    """A new subject starts afresh, also with the turn before it in the address."""
    first = page(client, q="Wat begrootte Coevorden in 2019 voor sport?")
    text = words(page(client, q="Wat doen we aan laaggeletterdheid?", vorige=next_turn(first)))
    assert "U vroeg eerder" not in text
    assert "Gemeente: Coevorden" not in text


@pytest.mark.parametrize("value", ["kapot", "a.b.c", "a" * 7_000, "\x00", "eyJ9.é"])
def test_a_turn_that_is_not_ours_is_no_turn(client: FlaskClient, value: str) -> None:
    """A tampered, old or oversized value is said in a sentence; the question is answered without."""
    text = words(page(client, q="Wat doen we aan laaggeletterdheid?", vorige=value))
    assert "Wij weten niet meer wat u eerder vroeg." in text
    assert "leescafés" in text


def test_each_thing_that_was_understood_can_be_dropped(client: FlaskClient) -> None:
    """Every item has a link to the question without it, which keeps the rest."""
    text = page(client, q="Wat begrootte Coevorden in 2019 voor sport?")
    links = [unescape(link) for link in re.findall(r'<li><span>[^/]*</b></span> <a href="([^"]+)"', text)]
    assert len(links) == 2
    without_place = words(client.get(links[0]).get_data(as_text=True))
    assert "Gemeente: Coevorden" not in without_place
    assert "Jaar: 2019" in without_place
    without_year = words(client.get(links[1]).get_data(as_text=True))
    assert "Gemeente: Coevorden" in without_year
    assert "Jaar: 2019" not in without_year


def test_what_was_understood_can_be_changed(client: FlaskClient) -> None:
    """The form asks the same of another municipality, year and kind; what is none changes nothing."""
    question = "Wat begrootte Coevorden in 2019 voor sport?"
    text = words(page(client, q=question, plaats="Emmen", jaar="2021", soort="begroting"))
    assert "Wat begrootte Emmen in 2021 voor sport?" in text
    assert "Alleen: begroting" in text
    assert question in words(page(client, q=question, plaats="-", jaar="morgen", soort="brief"))


def test_a_corrected_word_can_be_kept_as_typed(client: FlaskClient) -> None:
    """The word that was read differently is shown with a link to search it as it was typed."""
    text = page(client, q="wat doen jullie aan laageletterdheid")
    assert "Gelezen als: laageletterdheid →" in words(text)
    link = re.search(r'href="([^"]*letterlijk=1[^"]*)"', text)
    assert link
    assert "Gelezen als" not in words(client.get(unescape(link.group(1))).get_data(as_text=True))


def test_the_suggestions_lead_to_answers_in_turn(client: FlaskClient) -> None:
    """Each suggested question is one that leans on this one."""
    text = page(client, q="Wat begrootte Coevorden in 2019 voor sport?")
    block = re.search(r'<ul class="examples next">(.*?)</ul>', text, re.DOTALL)
    assert block
    links = [unescape(link) for link in re.findall(r'href="([^"]+)"', block.group(1))]
    assert 1 <= len(links) <= 3
    for link in links:
        assert "Wij lezen uw vraag nu als" in words(client.get(link).get_data(as_text=True))


def test_a_page_sets_no_cookie_and_is_not_stored(client: FlaskClient) -> None:
    """The conversation is in the address only."""
    first = page(client, q="Wat doen we aan laaggeletterdheid?")
    response = client.get("/", query_string={"q": "en in Emmen?", "vorige": next_turn(first)})
    assert "Set-Cookie" not in response.headers
    assert response.headers["Cache-Control"] == "no-store"


def test_the_api_hands_out_and_takes_the_turn(client: FlaskClient) -> None:
    """``previous`` of one answer makes the next question whole; a bad one is said to be lost."""
    first = client.get("/api/v1/answer", query_string={"q": "Wat begrootte Coevorden in 2019 voor sport?"})
    given = {"q": "en het jaar daarna?", "previous": first.get_json()["previous"]}
    found = client.get("/api/v1/answer", query_string=given).get_json()
    assert found["understood"]["read_as"] == "Wat begrootte Coevorden in 2020 voor sport?"
    assert {"what": "municipality", "value": "Coevorden"} in found["understood"]["carried"]
    assert not found["turn_lost"]
    lost = client.get("/api/v1/answer", query_string={**given, "previous": "kapot"}).get_json()
    assert lost["turn_lost"]
    assert lost["understood"]["carried"] == []


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Return a runner of ``ask`` on a small library: (exit code, output, errors)."""
    library = ["--library", str(tmp_path / "bibliotheek")]
    main(
        ["add", str(write_documents(tmp_path / "stukken") / "emmen.md"), "--municipality", "Emmen", *library]
    )
    capsys.readouterr()

    def runner(*arguments: str) -> tuple[int, str, str]:
        code = 0
        try:
            main(["ask", *arguments, *library])
        except SystemExit as stop:
            code = int(stop.code or 0)
        found = capsys.readouterr()
        return code, found.out, found.err

    return runner


def test_the_command_line_goes_on_from_the_last_question(run: Any) -> None:
    """``--continue`` needs a question before it, says what it read, and can be forgotten."""
    code, _, error = run("--continue", "en in Emmen?")
    assert code == 2
    assert "geen vorige vraag" in error
    run("Wat doen jullie aan laaggeletterdheid?")
    code, text, _ = run("--continue", "en in Emmen?")
    assert code == 0
    assert "U vroeg eerder: “Wat doen jullie aan laaggeletterdheid?”" in text
    assert "Wat doen jullie aan laaggeletterdheid in Emmen?" in text
    assert "Begrepen: gemeente Emmen" in text
    code, text, _ = run("--forget")
    assert code == 0
    assert "gewist" in text
    assert not state_file().exists()


def test_a_question_that_is_to_be_forgotten_leaves_nothing(run: Any) -> None:
    """With ``--forget`` the question is answered and not kept, nor is the one before it."""
    run("Wat doen jullie aan laaggeletterdheid?")
    code, text, _ = run("Wie helpt bij schulden?", "--forget")
    assert code == 0
    assert "Budgetbureau" in text
    assert not state_file().exists()


def test_many_questions_are_not_kept(run: Any, tmp_path: Path) -> None:
    """``--batch`` keeps nothing of what it asks, and goes with no conversation."""
    rows = tmp_path / "vragen.jsonl"
    rows.write_text(json.dumps({"id": "a", "question": "Wat doen jullie aan schulden?"}), encoding="utf-8")
    assert run("--batch", str(rows), "--output", str(tmp_path / "uit.jsonl"))[0] == 0
    assert not state_file().exists()
    code, _, error = run("--batch", str(rows), "--continue")
    assert code == 2
    assert "gaan niet samen" in error


def test_a_conversation_is_held_until_an_empty_line(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """``--talk`` reads questions that lean on each other, and keeps none of them."""
    lines = iter(["Wat doen jullie aan laaggeletterdheid?", "en in Emmen?", "???", ""])
    monkeypatch.setattr("click.prompt", lambda *_, **__: next(lines))
    code, text, error = run("--talk")
    assert code == 0
    assert "Wat doen jullie aan laaggeletterdheid in Emmen?" in text
    assert "geen woorden" in error
    assert not state_file().exists()
