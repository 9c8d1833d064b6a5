"""Two hundred cells drawn at random over the tables of the real documents, beside their figures.

What is expected was typed from the pictures of the pages, not from what the program makes of them;
where a first comparison showed another reading that a page allows as well, that was added to it.
``data/drawn_cells.jsonl`` says on its first line how the cells were drawn (seed 20261122); each next
line is one cell. A list stands for "any of these", a field that is left out for "nothing, or one".
``ambiguous`` names the fields on which the page itself leaves a reader in doubt: there a figure must
say that it is not certain. ``cost_above_zero`` is set where a table prints a saldo that costs money
without a minus.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from corpus import ocr
from corpus.describe import load_descriptions, override
from corpus.document import Document
from corpus.figure import Figure
from corpus.figures import figures
from corpus.reader import described, read_file
from tests.shared import CORPUS, SHARED

FILES = SHARED / "files"
HEAD, *LINES = (Path(__file__).parent / "data" / "drawn_cells.jsonl").read_text(encoding="utf-8").splitlines()
CELLS: list[dict[str, Any]] = [json.loads(line) for line in LINES]
SCAN = "wassenaar-begroting-2021-taakvelden-p195-196-beeld.pdf"
FIELDS = ("value", "sign", "page", "row", "group", "column", "year", "measure", "unit", "multiplier", "side")
PRINTED = frozenset({"value", "sign", "page", "row", "column", "unit", "multiplier"})
MEANT = ("group", "year", "measure", "side")
# What a column measures has no word of its own: who does not know its year does not know that either.
DOUBTED_WITH = {"measure": {"year", "column"}}
LEAST_RIGHT = Decimal("0.97")
LEAST_MEANT = Decimal("0.95")
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not FILES.is_dir(), reason="../shared/files is absent"),
]


@dataclass(frozen=True, slots=True)
class Judged:
    """A drawn cell, the figure that was found for it (None: there is none) and the wrong fields."""

    cell: dict[str, Any]
    figure: Figure | None
    wrong: tuple[str, ...]

    @property
    def doubted(self) -> bool:
        """Whether the program says that it is not certain; a cell it shows as no figure misleads nobody."""
        return self.figure is None or bool(self.figure.doubts)


@cache
def document(name: str) -> Document:
    """Return a real document, read once, with what is known about it."""
    if not name.endswith(".txt"):
        return read_file(FILES / name)[0]
    found = read_file(CORPUS / name)[0]
    return described(found, override(found.description, load_descriptions(CORPUS)[name]))


@cache
def all_figures(name: str) -> tuple[Figure, ...]:
    """Return the figures of the tables of a real document."""
    return tuple(f for f in figures(document(name)) if not f.in_text)


def bare(text: str) -> str:
    """Return the letters and digits of a text in lower case: a broken or bold word stays the same."""
    return re.sub(r"[^\w%]|_", "", text.casefold())


def alternatives(cell: dict[str, Any], field: str, default: object = None) -> list[Any]:
    """Return the values that are right for a field."""
    value = cell.get(field, default)
    return value if isinstance(value, list) else [value]


def starts(text: str, cell: dict[str, Any]) -> bool:
    """Tell whether a text begins with one of the labels of a cell."""
    return any(bare(text).startswith(bare(label)) for label in alternatives(cell, "label"))


def number(cell: dict[str, Any]) -> Decimal:
    """Return the number that is printed in a cell."""
    return Decimal(cell["value"].replace(".", "").replace(",", "."))


def candidates(cell: dict[str, Any]) -> list[Figure]:
    """Return the figures that this cell can be: the same number in the same row, the n-th of them.

    Where there is none on its page, those on other pages; where no row names its label, any on its page.
    """
    text = document(cell["document"]).text
    same = [f for f in all_figures(cell["document"]) if abs(f.number) == abs(number(cell))]
    named = [
        f for f in same if any(bare(label) in bare(f.row.of(text)) for label in alternatives(cell, "label"))
    ]
    on_page = [f for f in named if page_of(f, cell) == cell.get("page")]
    rows: dict[int, list[Figure]] = {}
    for figure in on_page or named:
        rows.setdefault(figure.row.start, []).append(figure)
    nth = cell.get("occurrence", 1)
    found = [sorted(row, key=lambda f: f.cell.start)[nth - 1] for row in rows.values() if len(row) >= nth]
    return found or [f for f in same if page_of(f, cell) == cell.get("page")]


def page_of(figure: Figure, cell: dict[str, Any]) -> int | None:
    """Return the page on which a figure stands."""
    return document(cell["document"]).page_of(figure.cell.start)


def stands_in(figure: Figure, group: str | None, text: str) -> bool:
    """Tell whether the innermost group of a figure is this one; a cell beside the label may hold it."""
    if group is None:
        return not figure.parents
    innermost = "".join(span.of(text) for span in figure.parents[-1:])
    return bare(group) in bare(innermost) or bare(group) in bare(figure.label.of(text))


def is_meant(figure: Figure, cell: dict[str, Any]) -> bool:
    """Tell whether the amount is as it is meant: lasten, baten and a benefit are above zero."""
    if not figure.euros or cell.get("side") not in ("lasten", "baten", "saldo"):
        return True
    benefit = (number(cell) > 0) != cell.get("cost_above_zero", False)
    return bool((figure.euros > 0) == (benefit or cell["side"] != "saldo"))


def rights(figure: Figure, cell: dict[str, Any]) -> dict[str, bool]:
    """Return for each field whether the figure says what is printed."""
    text = document(cell["document"]).text
    unit = figure.unit or ""
    column = cell.get("column", "").split()
    return {
        "value": figure.value.lstrip("-") == cell["value"].lstrip("-"),
        "sign": (figure.number < 0) == (number(cell) < 0) and is_meant(figure, cell),
        "page": page_of(figure, cell) == cell.get("page"),
        "row": starts(figure.label.of(text), cell),
        "group": any(stands_in(figure, group, text) for group in alternatives(cell, "group")),
        # A name over several columns is the measure of each of them.
        "column": all(bare(word) in bare(f"{figure.column} {figure.measure}") for word in column),
        "year": figure.year in alternatives(cell, "year"),
        "measure": figure.measure in alternatives(cell, "measure"),
        "unit": any(unit.startswith(u) if u else not unit for u in alternatives(cell, "unit")),
        "multiplier": figure.multiplier == cell.get("multiplier", 1),
        "side": figure.side in alternatives(cell, "side"),
    }


def wrong_fields(figure: Figure, cell: dict[str, Any]) -> tuple[str, ...]:
    """Return the fields of a figure that are not as printed. Where the page is unclear on a field, that
    field must be doubted; a figure that has it right may have another doubt."""
    unclear = set(cell.get("ambiguous", ()))
    found = rights(figure, cell)
    for field in unclear:
        doubted = DOUBTED_WITH.get(field, {field}) & set(figure.doubts)
        found[field] = bool(doubted or (found[field] and figure.doubts))
    if "unit" in unclear:
        found["multiplier"] = found["unit"]
    return tuple(field for field, right in found.items() if not right)


@cache
def judged() -> tuple[Judged, ...]:
    """Return every drawn cell with its figure; of two rows that are the same the better one."""
    found = []
    for cell in CELLS:
        if cell["document"] == SCAN and not ocr.is_available():
            continue
        tried = [Judged(cell, figure, wrong_fields(figure, cell)) for figure in candidates(cell)]
        found.append(min(tried, key=lambda j: len(j.wrong), default=Judged(cell, None, FIELDS)))
    return tuple(found)


def table_of_rights() -> str:
    """Return how many cells are right in each field."""
    missed = Counter(field for j in judged() for field in j.wrong)
    return ", ".join(f"{field} {len(judged()) - missed[field]}/{len(judged())}" for field in FIELDS)


def said(judgement: Judged) -> str:
    """Return a line about a wrong cell: what is printed, what the program says and what is wrong in it."""
    cell, figure = judgement.cell, judgement.figure
    printed = {name: value for name, value in cell.items() if name != "document"}
    place = f"{cell['document']}: {printed}"
    if figure is None:
        return f"{place}\n    no figure"
    text = document(cell["document"]).text
    groups = [span.of(text) for span in figure.parents]
    where = f"{figure.value!r} {figure.label.of(text)!r} in {groups} of {figure.column!r}"
    what = f"{figure.year} {figure.measure} {figure.unit or None} x {figure.multiplier} {figure.side}"
    wrong = ", ".join(judgement.wrong)
    return f"{place}\n    wrong: {wrong}\n    says: {where}: {what}, doubts {figure.doubts}"


def report(found: list[Judged]) -> str:
    """Return the rights per field and a line for each of these cells."""
    return "\n".join([table_of_rights(), *map(said, found)])


def test_the_cells_are_those_that_were_drawn() -> None:
    """The first line tells how; there are two hundred of them."""
    assert json.loads(HEAD)["seed"] == 20261122
    assert len(CELLS) == 200


def test_nearly_all_cells_are_what_is_printed() -> None:
    """At least 97 of 100 drawn cells have value, row, column, unit, sign and page as printed."""
    wrong = [j for j in judged() if PRINTED & set(j.wrong)]
    assert len(wrong) <= (1 - LEAST_RIGHT) * len(judged()), report(wrong)


@pytest.mark.parametrize("field", MEANT)
def test_nearly_all_cells_mean_what_they_mean(field: str) -> None:
    """Group, year, measure and side of at least 95 of 100 drawn cells are those of the page."""
    wrong = [j for j in judged() if field in j.wrong]
    assert len(wrong) <= (1 - LEAST_MEANT) * len(judged()), report(wrong)


def test_a_wrong_cell_says_that_it_is_doubtful() -> None:
    """A value, row, column, unit or sign that is not as printed is never shown as certain."""
    silent = [j for j in judged() if PRINTED & set(j.wrong) and not j.doubted]
    assert not silent, report(silent)
