"""The few measured figures that a page of the website tells in words: ``web/quality.toml``.

They are read from the tables of ``docs/quality.md``, so that both always say the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from tools.bench.figure import ROOT

TARGET = ROOT / "web" / "quality.toml"
PARTS, JUDGED = "What each part brings", "Questions with and without an answer"
# The name of a figure, and its table, row and column.
PICKED = {
    "first_source": (PARTS, "everything", "first citation right"),
    "answered": (JUDGED, "answerable", "judged right"),
    "right_document": (JUDGED, "answerable", "quotes a right document"),
    "facts": (JUDGED, "answerable", "facts in answer or quotes"),
    "everyday_facts": (JUDGED, "answerable: everyday", "facts in answer or quotes"),
    "silent": (JUDGED, "unanswerable", "judged right"),
}
HEAD = """# What was measured, for the page "hoe werkt dit": percentages, and numbers of questions.
# Written from docs/quality.md by `python -m tools.quality --write`; do not change it by hand.
"""


def shown(document: str) -> dict[str, float]:
    """Return the figures by name from the tables of a document; raises KeyError for one that is not there."""
    tables = dict(_tables(document))

    def cell(table: str, row: str, column: str) -> float:
        title = next((title for title in tables if title.startswith(table)), table)
        return float(tables[title][row][column])

    found = {name: cell(*place) for name, place in PICKED.items()}
    asked = re.search(rf"{PARTS}, on (\d+) questions", document)
    found["questions"] = float(asked[1]) if asked else 0.0
    found["judged"] = cell(JUDGED, "answerable", "questions") + cell(JUDGED, "unanswerable", "questions")
    return found


def as_toml(figures: Mapping[str, float]) -> str:
    """Return the figures as the text of the file."""
    return HEAD + "".join(f"{name} = {value:g}\n" for name, value in figures.items())


def write_shown(document: Path, target: Path = TARGET) -> None:
    """Write the figures of a document to the file that the website reads."""
    target.write_text(as_toml(shown(document.read_text(encoding="utf-8"))), encoding="utf-8")


def _tables(document: str) -> Iterator[tuple[str, dict[str, dict[str, str]]]]:
    """Yield title and rows of each Markdown table, cells by row and column."""
    for part in document.split("\n### ")[1:]:
        title, _, rest = part.partition("\n")
        lines = [_cells(line) for line in rest.splitlines() if line.startswith("|")]
        if len(lines) > 2:
            head, _, *rows = lines
            yield title, {row[0]: dict(zip(head, row, strict=True)) for row in rows}


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]
