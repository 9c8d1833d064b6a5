"""The command ``figures``: what the tables of a library say, on the screen and in a file."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import docx
import odfdo
import pytest

from index.store import Store
from tests.sample import write_documents
from web.cli import main

TAAKVELDEN = """# Begroting 2023

## Overzicht per taakveld

Bedragen in euro's

| Taakveld | Begroting 2023 lasten |
| --- | --- |
| 6.71a Hulp bij het huishouden (WMO) | 1.891.122 |
| 5.1 Sportbeleid en activering | 675.375 |
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of this file's library and documents."""
    return tmp_path_factory.mktemp("getallen")


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Return a runner: ``run("sport")`` is (exit code, output, errors) of ``figures sport``."""

    def runner(
        *arguments: str, command: str = "figures", library: Path | None = None
    ) -> tuple[int, str, str]:
        try:
            main([command, *arguments, "--library", str(library or folder / "bibliotheek")])
            code = 0
        except SystemExit as stop:
            code = int(stop.code or 0)
        found = capsys.readouterr()
        return code, found.out, found.err

    return runner


@pytest.fixture(autouse=True)
def filled(folder: Path, run: Any) -> None:
    """Fill the library once."""
    if (folder / "bibliotheek").exists():
        return
    documents = write_documents(folder / "stukken")
    (documents / "taakvelden.md").write_text(TAAKVELDEN, encoding="utf-8")
    described = {
        "tubbergen.md": {
            "municipality": "Tubbergen",
            "kind": "begroting",
            "year_from": 2021,
            "year_to": 2024,
        },
        "taakvelden.md": {"municipality": "Wassenaar", "kind": "begroting", "year_from": 2023},
    }
    (documents / "documents.json").write_text(json.dumps(described), encoding="utf-8")
    code, _, errors = run(str(documents), command="add")
    assert code == 0, errors


def test_a_row_is_shown_with_its_document_and_its_amounts_below_each_other(run: Any) -> None:
    """The words of a row find it; its cells have year, measure, what is printed and euros."""
    code, output, errors = run("sport", "--municipality", "Tubbergen")
    assert code == 0, errors
    assert output.startswith("Tubbergen: ")
    assert "2021   begroting, lasten         310 × € 1.000   € 310.000" in output
    assert "2023   meerjarenraming, lasten   300 × € 1.000   € 300.000" in output
    assert "Taakveld 5.1 Sportbeleid en activering (70% zeker)" in output
    assert "/documenten/" in output
    assert "Jeugdzorg" not in output


@pytest.mark.parametrize(
    ("options", "count"),
    [
        ((), 11),
        (("--year", "2022"), 3),
        (("--taakveld", "5.1"), 4),
        (("--taakveld", "6.71"), 1),
        (("--taakveld", "6.71a"), 1),
        (("--municipality", "Wassenaar"), 2),
        (("--kind", "begroting", "--to-year", "2022"), 9),
        (("totaal", "lasten", "--year", "2021"), 1),
    ],
)
def test_options_limit_the_figures(run: Any, options: tuple[str, ...], count: int) -> None:
    """Year of the figure, taakveld, words, and the filters of every command can be combined."""
    code, output, errors = run(*options, "--json")
    assert code == 0, errors
    assert len(json.loads(output)["figures"]) == count


def test_amounts_in_sentences_are_shown_where_they_are_asked_for(run: Any) -> None:
    """An amount of a sentence has the sentence as its row, and is said to stand in the text."""
    _, output, _ = run("bureau", "--in-text")
    assert "Het bureau kreeg € 85.000 van de gemeente." in output
    assert "in de tekst" in output
    assert "Het jaar is niet zeker." in output
    _, output, _ = run("bureau")
    assert "geen getallen gevonden" in output


def test_there_is_said_how_many_more_there_are(run: Any) -> None:
    """Not everything is shown at once, unless it is asked for."""
    _, output, _ = run("-n", "4")
    assert "Getoond: 4. Er zijn er nog 7." in output
    _, output, _ = run("--all")
    assert "Er zijn er nog" not in output


def test_a_file_of_each_kind_can_be_read_back(run: Any, tmp_path: Path) -> None:
    """The ending of the name says what is written."""
    for ending in ("csv", "ods", "docx", "json"):
        code, output, errors = run("sport", "--output", str(tmp_path / f"sport.{ending}"))
        assert code == 0, errors
        assert output.startswith("4 getallen bewaard")
    lines = (tmp_path / "sport.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(lines, newline=""), delimiter=";"))
    assert {row["Bedrag in euro"] for row in rows} == {"310000", "305000", "300000", "675375"}
    assert len(odfdo.Document(tmp_path / "sport.ods").body.tables[0].get_values()) == 5
    assert len(docx.Document(str(tmp_path / "sport.docx")).tables[0].rows) == 3
    assert len(json.loads((tmp_path / "sport.json").read_text(encoding="utf-8"))["figures"]) == 4


def test_links_begin_with_the_address_of_the_site(run: Any) -> None:
    """Who shares a file gives the address where others can follow its links."""
    _, output, _ = run("sport", "--site", "https://beleid.example.nl/", "--json")
    links = {figure["link"] for figure in json.loads(output)["figures"]}
    assert all(link.startswith("https://beleid.example.nl/documenten/") for link in links)


def test_nothing_found_is_said(run: Any, tmp_path: Path) -> None:
    """Without figures there is a sentence that helps, and no empty file."""
    code, output, _ = run("--year", "2031")
    assert code == 0
    assert "geen getallen gevonden" in output
    code, _, errors = run("--year", "2031", "--output", str(tmp_path / "leeg.ods"))
    assert code != 0
    assert "geen getallen gevonden" in errors
    assert not (tmp_path / "leeg.ods").exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--taakveld", "9.9"), "geen taakveld"),
        (("--output", "bedragen.xls"), ".csv, .ods, .docx, .json"),
        (("--output", "/niet/daar/bedragen.csv"), "kan niet worden geschreven"),
        (("--year", "tien"), "geheel getal"),
    ],
)
def test_a_mistake_is_a_sentence(run: Any, options: tuple[str, ...], words: str) -> None:
    """What cannot be is said in a sentence that tells what can."""
    code, _, errors = run(*options)
    assert code != 0
    assert words in errors
    assert "Traceback" not in errors


def test_an_empty_library_is_said(run: Any, tmp_path: Path) -> None:
    """A library without documents has no figures, and says what to do."""
    Store(tmp_path / "leeg", create=True).close()
    code, _, errors = run(library=tmp_path / "leeg")
    assert code != 0
    assert "De bibliotheek is leeg" in errors


def test_the_command_speaks_english(run: Any) -> None:
    """With --lang en the words around the figures are English."""
    _, output, _ = run("sport", "--municipality", "Tubbergen", "-n", "1", "--lang", "en")
    assert "% certain)" in output
    assert "Shown: 1. There are 2 more." in output
