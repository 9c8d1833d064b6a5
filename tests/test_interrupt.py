"""Killed at any moment and started again, adding ends as if nothing had happened."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import apsw

from index.store import DATABASE, Store

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = 300
KILLS = 10


def write_folder(folder: Path) -> None:
    """Write invented documents: most of their own, some a copy, a draft of another, or empty."""
    folder.mkdir()
    for number in range(DOCUMENTS):
        topic = number - number % 10
        status, own = ("concept", 3) if number % 10 == 1 else ("", 4)
        name = f"{number:03}-{'concept-' if status else ''}nota.md"
        if number % 10 == 1:
            text = document(topic, own)
        elif number % 10 == 2:
            text = document(topic, 4)
        elif number % 100 == 3:
            text = "\n"
        else:
            text = document(number, own)
        (folder / name).write_text(text, encoding="utf-8")


def document(topic: int, own: int) -> str:
    """Return an invented document of Emmen with ``own`` lines about its topic, and a table."""
    lines = "\n\n".join(
        f"Emmen doet iets aan onderwerp{topic} op plek{topic * n} in wijk{n}." for n in range(own)
    )
    return (
        f"# Nota onderwerp{topic} gemeente Emmen 2024\n\n{lines}\n\n## Kosten\n\nBedragen x € 1.000\n\n"
        f"| Post | 2024 | 2025 |\n| --- | --- | --- |\n| Onderwerp{topic} | {topic + 1}00 | 5 |\n"
    )


def start(folder: Path, library: Path) -> subprocess.Popen[str]:
    """Start adding the folder in a process of its own."""
    command = [sys.executable, "-m", "tests.adding", str(folder), str(library)]
    return subprocess.Popen(
        command, cwd=ROOT, env=dict(os.environ), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def finished(folder: Path, library: Path) -> list[str]:
    """Add the folder to the end; return the lines that were said."""
    process = start(folder, library)
    output, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    return output.splitlines()


def contents(library: Path) -> dict[str, list[Any]]:
    """Return all that a library holds, with origins for random ids and without times."""
    Store(library).close()
    raw = apsw.Connection(str(library / DATABASE), flags=apsw.SQLITE_OPEN_READONLY)
    assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    raw.execute("CREATE VIRTUAL TABLE temp.places USING fts5vocab (main, terms, 'instance')")
    names = {str(i): str(origin) for i, origin in raw.execute("SELECT document_id, origin FROM documents")}
    found = {
        table: sorted(
            [names.get(str(value), value) for value in row]
            for row in raw.execute(f"SELECT * FROM {table}")  # noqa: S608 - names of tables, below
        )
        for table in ("meta", "versions", "passages", "figures", "copies")
    }
    columns = (
        "document_id, text_version, source, sha256, description, added_generation, coverage, sketch, newer"
    )
    rows = raw.execute(f"SELECT {columns} FROM documents ORDER BY origin")  # noqa: S608 - columns, above
    found["documents"] = [[names.get(str(value), value) for value in row] for row in rows]
    places = raw.execute("SELECT term, doc, col, offset FROM temp.places")
    found["terms"] = sorted([names.get(str(value), value) for value in row] for row in places)
    raw.close()
    originals = library / "originals"
    found["originals"] = sorted(p.relative_to(originals).as_posix() for p in originals.glob("*/*"))
    return found


def test_killed_ten_times_a_folder_is_added_as_if_undisturbed(tmp_path: Path) -> None:
    """Adding 300 documents, killed at ten random moments and started again, ends up the same:
    documents, versions, passages, vectors, terms, figures, copies, links and originals."""
    folder = tmp_path / "stukken"
    write_folder(folder)
    whole, broken = tmp_path / "in-een-keer", tmp_path / "onderbroken"
    said = finished(folder, whole)
    moments = random.Random(3)  # noqa: S311 - the same moments each time, no secret
    for _ in range(KILLS):
        process = start(folder, broken)
        assert process.stdout is not None
        wanted = moments.randrange(0, 25)
        while wanted:
            line = process.stdout.readline()
            assert line, process.communicate()[1]
            wanted -= line.startswith("added")
        time.sleep(moments.uniform(0, 0.01))
        process.kill()
        process.communicate()
    again = finished(folder, broken)
    assert len(said) == len(again) == DOCUMENTS
    assert sum(line.startswith("added") for line in again) > 0, "the last kill came before the end"
    expected, found = contents(whole), contents(broken)
    for part in expected:
        assert found[part] == expected[part], part
    assert {line.split()[0] for line in said} == {"added", "duplicate", "failed"}
    assert any(row[-1] for row in expected["documents"]), "some are an earlier version of another"
    assert all(expected.values())
