"""Correcting what is known about a document, and what the list says of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from corpus.document import Description
from index.library import Library
from index.store import Store
from web.about import description_lines, is_doubtful
from web.cli import main

Run = Callable[..., tuple[int, str, str]]
PLAN = "Plan voor later\n\nWonen\n\nDe gemeente Emmen bouwt huizen. Het gaat goed met de huizen."


@pytest.fixture
def run(library: Library, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a runner of commands on the library of the test."""

    def runner(*arguments: str) -> tuple[int, str, str]:
        code = 0
        try:
            main([*arguments, "--library", str(library.store.folder)])
        except SystemExit as stop:
            code = int(stop.code or 0)
        found = capsys.readouterr()
        return code, found.out, found.err

    return runner


def description(store: Store) -> Description:
    """Return what is known of the only document."""
    with store.snapshot() as snapshot:
        (record,) = snapshot.documents()
    return record.description


def test_edit_corrects_every_field(run: Run, add: Any, store: Store) -> None:
    """What a person says replaces what was inferred, and counts fully; the text stays as it was."""
    number = add("stuk.txt", PLAN)
    with store.snapshot() as snapshot:
        before = snapshot.document(number)
    code, output, _ = run(
        "edit", number, "--municipality", "coevorden", "--title", "Nota wonen", "--kind", "nota",
        "--year", "2021-2024", "--status", "vastgesteld", "--date", "3 mei 2021", "--part-of", "de bundel",
    )  # fmt: skip
    assert code == 0
    assert "Nota wonen" in output
    about = description(store)
    assert (about.municipality, about.municipality_code) == ("Coevorden", "gm0109")
    assert (about.title, about.kind, about.status) == ("Nota wonen", "nota", "vastgesteld")
    assert (about.year_from, about.year_to, about.date) == (2021, 2024, "2021-05-03")
    assert about.part_of == "de bundel"
    assert dict(about.confidence)["kind"] == 1.0
    with store.snapshot() as snapshot:
        after = snapshot.document(number)
    assert before is not None
    assert after is not None
    assert (after.text, after.blocks) == (before.text, before.blocks)


def test_what_was_corrected_stays_with_the_next_version(run: Run, add: Any, store: Store) -> None:
    """A changed file is read anew, and keeps what a person said of the document."""
    number = add("stuk.txt", PLAN)
    assert run("edit", number, "--municipality", "GGD Drenthe", "--year", "2030")[0] == 0
    assert run("edit", number, "--title", "Plan van nu")[0] == 0
    assert add("stuk.txt", PLAN + "\n\nEr komen meer huizen in Emmen.") == number
    about = description(store)
    assert (about.municipality, about.title, about.year_from) == ("GGD Drenthe", "Plan van nu", 2030)


def test_a_part_that_was_said_outlives_a_new_title(run: Run, add: Any, store: Store) -> None:
    """Only a part that followed from the title follows the new title."""
    number = add("stuk.txt", "Begroting 2024, programma 3\n\nWonen\n\nDe gemeente Emmen bouwt huizen.")
    assert description(store).part_of == "programma 3 van de begroting 2024"
    run("edit", number, "--year", "2025")
    assert description(store).part_of == "programma 3 van de begroting 2025"
    run("edit", number, "--part-of", "hoofdstuk 9")
    run("edit", number, "--title", "Begroting 2025, programma 4")
    assert description(store).part_of == "hoofdstuk 9"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("weg", "--title", "Nota"), "geen document met nummer"),
        (("{number}",), "niet gezegd wat er anders moet"),
        (("{number}", "--title", " "), "niet gezegd wat er anders moet"),
        (("{number}", "--date", "gisteren"), "geen datum"),
        (("{number}", "--year", "24"), "geen jaar"),
        (("{number}", "--year", "2024-2021"), "Draai ze om"),
        (("{number}", "--title", "Nota\udcff"), "tekens die niet te lezen zijn"),
    ],
)
def test_what_cannot_be_edited_gets_a_sentence(
    run: Run, add: Any, arguments: tuple[str, ...], words: str
) -> None:
    """An unknown document, nothing to change, and odd dates, years and signs are said in words."""
    number = add("stuk.txt", PLAN)
    code, _, errors = run("edit", *(word.format(number=number) for word in arguments))
    assert code != 0
    assert words in errors


def test_the_list_marks_what_is_doubtful(run: Run, add: Any) -> None:
    """A guess has a question mark in the list, and its confidence in the JSON."""
    number = add("stuk.txt", PLAN + " Zie de begroting van 2019.")
    _, output, _ = run("list")
    assert "Emmen" in output
    assert "2019?" in output
    (row,) = json.loads(run("list", "--json")[1])
    assert row["confidence"]["years"] < 0.5 < row["confidence"]["municipality"]
    assert {"date", "decided_by", "decision", "members", "part_of"} <= row.keys()
    run("edit", number, "--year", "2019")
    assert "2019?" not in run("list")[1]


def test_show_says_what_is_known_and_how_sure() -> None:
    """The fields that have a value stand on a line each, doubt in words, in Dutch and in English."""
    about = Description(
        "Begroting 2026",
        "GGD Flevoland",
        members=("Almere", "Urk"),
        date="2025-10-14",
        confidence=(("date", 0.4), ("title", 0.9)),
    )
    assert is_doubtful(about, "date")
    assert not is_doubtful(about, "title")
    lines = description_lines(about)
    assert "deelnemende gemeenten: Almere, Urk" in lines
    assert "datum: 2025-10-14 (niet zeker)" in lines
    assert "date: 2025-10-14 (not sure)" in description_lines(about, "en")
