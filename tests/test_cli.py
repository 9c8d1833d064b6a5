from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest

from index.store import Store
from tests.office import docx, p
from tests.sample import write_documents
from web.cli import main
from web.staff.audit import Audit


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of this file's library and documents."""
    return tmp_path_factory.mktemp("opdrachten")


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Return a runner: ``run("ask", "…")`` is (exit code, output, errors), on one small library."""

    def runner(*arguments: str, library: Path | None = None) -> tuple[int, str, str]:
        chosen = str(library or folder / "bibliotheek")
        try:
            main([*arguments, "--library", chosen])
            code = 0
        except SystemExit as stop:
            code = int(stop.code or 0)
        found = capsys.readouterr()
        return code, found.out, found.err

    return runner


@pytest.fixture(autouse=True)
def filled(folder: Path, run: Any) -> None:
    """Fill the library once: one municipality said, the other inferred."""
    if (folder / "bibliotheek").exists():
        return
    documents = write_documents(folder / "stukken")
    described = {
        "tubbergen.md": {
            "municipality": "Tubbergen",
            "kind": "begroting",
            "year_from": 2021,
            "year_to": 2024,
        }
    }
    (documents / "documents.json").write_text(json.dumps(described), encoding="utf-8")
    code, output, errors = run("add", str(documents))
    assert code == 0, errors
    assert "2 toegevoegd" in output


def test_adding_again_skips_what_did_not_change(run: Any, folder: Path) -> None:
    """A file that is the same is skipped, and said to be."""
    code, output, _ = run("add", str(folder / "stukken"))
    assert code == 0
    assert "0 toegevoegd, 0 vervangen, 2 ongewijzigd" in output


def test_list_shows_what_was_said_and_what_was_inferred(run: Any) -> None:
    """The list has both documents, with what documents.json says and what the name tells."""
    _, output, _ = run("list", "--json")
    found = {d["source"]: d for d in json.loads(output)}
    assert found["tubbergen.md"]["years"] == [2021, 2024]
    assert found["tubbergen.md"]["confidence"]["municipality"] == 1.0
    assert found["emmen.md"]["municipality"] == "Emmen"
    assert found["emmen.md"]["confidence"]["municipality"] < 1.0
    _, output, _ = run("list", "--kind", "begroting")
    assert "Tubbergen" in output
    assert "Emmen" not in output


def test_show_prints_blocks_roles_and_tables(run: Any) -> None:
    """A document is shown as it was read: kinds, roles, passages, and tables with unit and columns."""
    _, output, _ = run("list", "--json")
    number = next(d["document_id"] for d in json.loads(output) if d["source"] == "tubbergen.md")
    code, shown, _ = run("show", number)
    assert code == 0
    assert "kolommen: 2021 | 2022 | 2023" in shown
    assert "eenheid: Bedragen x € 1.000" in shown
    code, as_json, _ = run("show", number, "--json")
    assert {b["kind"] for b in json.loads(as_json)["blocks"]} >= {"heading", "paragraph", "table"}


def test_search_keeps_to_its_filters(run: Any) -> None:
    """Hits are of the municipality and years that were asked for."""
    _, output, _ = run("search", "schulden", "--municipality", "Emmen", "--json")
    assert {hit["municipality"] for hit in json.loads(output)} == {"Emmen"}
    _, output, _ = run("search", "schulden", "--from-year", "2099")
    assert "Niets gevonden" in output


def test_ask_prints_answer_and_sources(run: Any) -> None:
    """The answer names municipality and document, and each source stands below it with its quote."""
    code, output, _ = run("ask", "Hoeveel inwoners volgden een cursus lezen?")
    assert code == 0
    assert "Emmen schreef in het beleidsplan voor 2020-2023: “" in output
    assert "[1]" in output
    assert "48 inwoners" in output
    assert "Bronnen" in output


def test_ask_as_json_has_the_documented_fields(run: Any) -> None:
    """The JSON answer has every field that other programs count on."""
    _, output, _ = run("ask", "Wat begroot Tubbergen in 2021 voor sport?", "--json")
    answer = json.loads(output)
    assert {"id", "question", "answer", "abstained", "understood", "searched"} <= answer.keys()
    assert {"citations", "figures", "hits", "milliseconds"} <= answer.keys()
    assert {"municipalities", "years", "kind"} <= answer["understood"].keys()
    assert answer["searched"]["documents"] == 1
    citation = answer["citations"][0]
    assert {
        "n",
        "municipality",
        "document_id",
        "text_version",
        "title",
        "kind",
        "status",
    } <= citation.keys()
    assert {"years", "source", "url", "section", "role", "page", "page_label"} <= citation.keys()
    assert {"start", "end", "quote", "context"} <= citation.keys()
    assert answer["figures"][0]["value"] == 310
    assert len(answer["hits"]) <= 10


def test_a_batch_reads_only_id_and_question(run: Any, tmp_path: Path) -> None:
    """Many questions are answered in one process; one that cannot be asked abstains."""
    questions = tmp_path / "vragen.jsonl"
    rows = [
        {"id": 1, "question": "wat doen we aan schulden?", "gold": "niet lezen"},
        {"id": "b", "question": "???"},
    ]
    questions.write_text("\n".join(json.dumps(r) for r in rows), encoding="utf-8")
    output = tmp_path / "antwoorden.jsonl"
    code, _, _ = run("ask", "--batch", str(questions), "--output", str(output))
    assert code == 0
    first, second = (json.loads(line) for line in output.read_text(encoding="utf-8").splitlines())
    assert (first["id"], first["abstained"]) == ("1", False)
    assert (second["id"], second["abstained"]) == ("b", True)


def test_answers_that_cannot_be_written_are_said(run: Any, tmp_path: Path) -> None:
    """A place that cannot be written to gets a sentence, and nothing half written stays."""
    questions = tmp_path / "vragen.jsonl"
    questions.write_text(json.dumps({"id": "a", "question": "wat doen we?"}), encoding="utf-8")
    code, _, errors = run("ask", "--batch", str(questions), "--output", str(tmp_path / "weg" / "a.jsonl"))
    assert code == 1
    assert "kan niet worden geschreven" in errors
    assert sorted(p.name for p in tmp_path.iterdir()) == ["vragen.jsonl"]


def test_evaluate_prints_the_figures(run: Any, tmp_path: Path) -> None:
    """Questions with gold passages give a table of measures."""
    gold = {"municipality": "Emmen", "quote": "In 2021 volgden 48 inwoners een cursus lezen."}
    row = {"id": "a", "question": "Hoeveel inwoners volgden een cursus lezen?", "kind": "fact"}
    path = tmp_path / "vragen.jsonl"
    path.write_text(json.dumps({**row, "gold": [gold], "answer_facts": ["48"]}), encoding="utf-8")
    code, output, _ = run("evaluate", str(path), "--json")
    assert code == 0
    assert json.loads(output)["first citation right"]["all"] == 100.0


def test_remove_and_add_again(run: Any, tmp_path: Path) -> None:
    """A removed document is gone from list and search; removing it twice is an error."""
    extra = tmp_path / "extra.txt"
    extra.write_text("Wij planten kastanjebomen langs de Dorpsstraat.", encoding="utf-8")
    run("add", str(extra), "--municipality", "Assen", "--year", "2020")
    _, output, _ = run("list", "--json")
    number = next(d["document_id"] for d in json.loads(output) if d["source"] == "extra.txt")
    assert run("remove", number)[0] == 0
    assert "extra.txt" not in run("list", "--json")[1]
    code, _, errors = run("remove", number)
    assert code == 1
    assert "geen document" in errors


def test_reindex_keeps_documents_and_what_was_said(run: Any) -> None:
    """After reindexing the same documents are there, described the same, with the same answer."""
    before = json.loads(run("list", "--json")[1])
    asked = json.loads(run("ask", "wat doen we aan schulden?", "--json")[1])
    code, output, errors = run("reindex")
    assert code == 0, errors
    assert "2 documenten" in output
    after = json.loads(run("list", "--json")[1])
    assert [{**d, "added": ""} for d in after] == [{**d, "added": ""} for d in before]
    again = json.loads(run("ask", "wat doen we aan schulden?", "--json")[1])
    assert again["citations"] == asked["citations"]


def test_another_model_is_refused_with_the_remedy(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Arithmetic of another kind is the same encoder; another model names reindex."""
    monkeypatch.setenv("BELEIDSWIJZER_MODEL", "/nergens/model")
    code, _, errors = run("ask", "wat doen we aan schulden?")
    assert code == 1
    assert "/nergens/model" in errors


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("", "nog geen vraag"),
        ("?!?!", "geen woorden"),
        ("x" * 10_000, "te lang"),
        ("wat \x07 is dit", "niet te lezen"),
    ],
)
def test_a_question_that_cannot_be_asked_gets_one_sentence(run: Any, question: str, part: str) -> None:
    """Nonsense gets one Dutch sentence and exit code 2, without loading a model."""
    code, output, errors = run("ask", question)
    assert (code, output) == (2, "")
    assert part in errors
    assert len(errors.strip().splitlines()) == 1


def test_files_that_cannot_be_read_are_reported_and_the_rest_goes_on(run: Any, tmp_path: Path) -> None:
    """An empty, a binary and a foreign file each get a sentence; the good file is added."""
    source = tmp_path / "gemengd"
    source.mkdir()
    (source / "leeg.txt").write_bytes(b"")
    (source / "binair.txt").write_bytes(bytes(range(256)) * 40)
    (source / "scan.pdf").write_bytes(b"%PDF-1.7\n%stuk")
    (source / "oud.txt").write_bytes(
        "Beleid over caf\xe9s in Coevorden. Wij openen een caf\xe9.".encode("cp1252")
    )
    library = tmp_path / "los"
    code, output, errors = run("add", str(source), library=library)
    assert code == 1
    assert "1 toegevoegd" in output
    assert "leeg" in errors
    assert "binair" in errors
    assert "scan.pdf" in errors
    assert "Traceback" not in errors
    _, found, _ = run("search", "cafés", library=library)
    assert "café" in found


def test_an_archive_is_added_member_by_member(run: Any, tmp_path: Path) -> None:
    """Documents in a ZIP are added under their name in it; a bad one and a bomb get a sentence."""
    path, bomb = tmp_path / "stukken.zip", tmp_path / "bom.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("map/a.docx", docx(p("De raad van Emmen opent een leescafé.")))
        archive.writestr("map/b.pdf", b"%PDF-1.7\n%stuk")
        archive.writestr("__MACOSX/map/._a.docx", b"x")
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("nullen.txt", bytes(30_000_000))
    library = tmp_path / "los"
    code, output, errors = run("add", str(path), str(bomb), library=library)
    assert code == 1
    assert "1 toegevoegd" in output
    assert "2 niet gelukt" in output
    assert str(Path("stukken.zip") / "map" / "a.docx") in output
    assert "‘stukken.zip/map/b.pdf’ is beschadigd" in errors
    assert "‘bom.zip’ is niet geopend" in errors
    _, found, _ = run("search", "leescafé", library=library)
    assert "leescafé" in found
    _, listed, _ = run("list", "--json", library=library)
    assert [d["source"] for d in json.loads(listed)] == ["stukken.zip/map/a.docx"]


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (("add", "bestaatniet"), "bestaat niet"),
        (("add", "."), "geen documenten"),
        (("ask", "wat doen we?"), "nog geen bibliotheek"),
        (("list",), "nog geen bibliotheek"),
        (("ask", "--batch", "bestaatniet"), "vragenlijst"),
        (("evaluate", "bestaatniet"), "vragenlijst"),
        (("search", "x", "-k", "veel"), "geheel getal"),
        (("vlieg",), "bestaat niet"),
        (("add", "x", "--kind", "liedje"), "Mogelijk is"),
        (("add", "x", "--year", "vorig jaar"), "geen jaar"),
    ],
)
def test_a_wrong_command_gets_a_dutch_sentence(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], part: str
) -> None:
    """What cannot be done is said in Dutch with a non-zero exit code and no traceback."""
    monkeypatch.chdir(tmp_path)
    code, _, errors = run(*arguments, library=tmp_path / "nergens")
    assert code != 0
    assert part in errors
    assert "Traceback" not in errors


def test_messages_come_in_english_too(run: Any, tmp_path: Path) -> None:
    """With --lang en the same sentence is English."""
    code, _, errors = run("list", "--lang", "en", library=tmp_path / "none")
    assert code == 1
    assert "There is no library" in errors


def test_a_folder_that_is_a_file_cannot_hold_a_library(run: Any, tmp_path: Path) -> None:
    """A library that cannot be written says so and names another way."""
    blocked = tmp_path / "bestand"
    blocked.write_text("x", encoding="utf-8")
    source = tmp_path / "a.txt"
    source.write_text("Wij doen iets in Emmen.", encoding="utf-8")
    code, _, errors = run("add", str(source), library=blocked / "bibliotheek")
    assert code == 1
    assert "kan niet worden geschreven" in errors


@pytest.mark.slow
def test_ctrl_c_during_add_leaves_whole_documents(tmp_path: Path) -> None:
    """Interrupted in the middle, what was acknowledged is there whole, and going on finishes it."""
    source = tmp_path / "veel"
    source.mkdir()
    for number in range(12):
        text = " ".join(f"Maatregel {number}-{n} helpt inwoners van Emmen met wonen." for n in range(300))
        (source / f"stuk{number:02}.txt").write_text(text, encoding="utf-8")
    library = tmp_path / "onderbroken"
    command = [sys.executable, "-m", "web", "add", str(source), "--library", str(library)]
    root = Path(__file__).resolve().parents[1]
    process = subprocess.Popen(
        command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ
    )
    assert process.stdout is not None
    first = process.stdout.readline()
    assert "toegevoegd" in first
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=120)
    assert process.returncode == 130
    assert "Gestopt" in errors
    assert "Traceback" not in errors
    said = (first + output).count("toegevoegd:")
    store = Store(library)
    with store.snapshot() as snapshot:
        kept = snapshot.documents()
        assert said <= len(kept) < 12
        assert all(document.passages > 0 for document in kept)
    store.close()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_and_not_waited_for(run: Any, tmp_path: Path) -> None:
    """A path that is no regular file is reported, where reading it would never end."""
    os.mkfifo(tmp_path / "pijp.md")
    code, output, errors = run("add", str(tmp_path / "pijp.md"), library=tmp_path / "bibliotheek")
    assert code == 1
    assert "pijp.md" in output + errors


@pytest.mark.skipif(sys.platform != "linux", reason="only here can a file name be no text")
def test_a_file_name_that_is_no_text_is_added(run: Any, tmp_path: Path) -> None:
    """A name with bytes that are no UTF-8 does not stop its document from being added and shown."""
    folder = tmp_path / "stukken"
    folder.mkdir()
    (folder / os.fsdecode(b"nota\xe9.md")).write_text(
        "# Nota\n\nDe gemeente Emmen helpt sportclubs met geld.\n"
    )
    library = tmp_path / "bibliotheek"
    assert run("add", str(folder), library=library)[0] == 0
    code, output, _ = run("ask", "wat krijgen sportclubs in Emmen?", library=library)
    assert code == 0
    assert "sportclubs" in output


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--from-year", "2020", "--to-year", "2018"), "2020"),
        (("--from-year", "20"), "geen jaar"),
        (("--kind", "krant"), "begroting"),
    ],
)
def test_a_filter_that_cannot_be_is_refused(run: Any, options: tuple[str, ...], said: str) -> None:
    """Years the wrong way round, no year, or an unknown kind get a sentence that helps."""
    code, _, errors = run("ask", "wat doen wij aan sport?", *options)
    assert code == 2
    assert said in errors


def test_a_municipality_may_be_written_in_any_case(run: Any) -> None:
    """The option finds the municipality by its official name."""
    code, output, _ = run("list", "--municipality", "tubbergen")
    assert code == 0
    assert "Tubbergen" in output


def test_an_unforeseen_error_is_a_sentence(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A defect of the program gives no traceback, but says how to see one."""
    monkeypatch.setattr("web.cli.Store", lambda *_: 1 / 0)
    code, _, errors = run("list")
    assert code == 1
    assert "BELEIDSWIJZER_DEBUG=1" in errors
    assert "Traceback" not in errors


def test_changes_are_written_down_once_there_is_a_list(tmp_path: Path, run: Any) -> None:
    """What commands add, correct and remove stands in the list of changes; without one nothing is made."""
    library, stuk = tmp_path / "bib", tmp_path / "plan.md"
    stuk.write_text("# Plan\n\nWij bouwen een zwembad in de wijk.\n", encoding="utf-8")
    list_of_changes = tmp_path / "bib-beheer-logboek.db"
    assert run("add", str(stuk), "--municipality", "Emmen", library=library)[0] == 0
    assert not list_of_changes.exists()
    Audit(list_of_changes).add("ans", "sign_in")
    (document_id,) = [item["document_id"] for item in json.loads(run("list", "--json", library=library)[1])]
    stuk.write_text("# Plan\n\nWij bouwen twee zwembaden in de wijk.\n", encoding="utf-8")
    for _ in range(2):  # the second time nothing changes
        assert run("add", str(stuk), "--municipality", "Emmen", library=library)[0] == 0
    assert run("edit", document_id, "--year", "2024", library=library)[0] == 0
    assert run("edit", "d000000000000", "--year", "2024", library=library)[0] != 0
    assert run("key", "add", "zaaksysteem", library=library)[0] == 0
    assert run("remove", document_id, "--yes", library=library)[0] == 0
    entries = reversed(Audit(list_of_changes).listed(20))
    assert [(e.who, e.what, e.about) for e in entries][1:] == [
        ("opdracht", "file_replaced", f"{document_id} plan.md"),
        ("opdracht", "edited", document_id),
        ("opdracht", "edited", "d000000000000"),
        ("opdracht", "change_failed", "d000000000000"),
        ("opdracht", "key_added", "zaaksysteem"),
        ("opdracht", "removed", f"{document_id} Plan"),
    ]
