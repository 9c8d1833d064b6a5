"""Tables of figures: as Markdown, and in the document that shows them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

BEGIN, END = "<!-- tables: make quality -->", "<!-- end of tables -->"
Cell = str | float | int | None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under a title; a cell that is None was not measured."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def markdown(self) -> str:
        """The table as Markdown, its columns aligned so that it reads in a terminal too."""
        cells = [list(self.columns), *([_text(cell) for cell in row] for row in self.rows)]
        widths = [max(len(row[n]) for row in cells) for n in range(len(self.columns))]
        head, *body = (_line(row, widths) for row in cells)
        rule = "| " + " | ".join(_rule(n, width) for n, width in enumerate(widths)) + " |"
        return "\n".join([f"### {self.title}", "", head, rule, *body])

    @property
    def values(self) -> dict[str, Any]:
        """The table as an object for JSON."""
        return asdict(self)


def written(document: str, tables: str) -> str:
    """Return a document with these tables between its markers; raises ValueError without markers."""
    before, begin, rest = document.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"the document has no {BEGIN!r} followed by {END!r} to write the tables between")
    return f"{before}{begin}\n\n{tables}\n\n{end}{after}"


def write(file: Path, tables: str) -> None:
    """Put these tables between the markers of a file."""
    file.write_text(written(file.read_text(encoding="utf-8"), tables), encoding="utf-8")


def percentage(part: float, whole: float) -> float | None:
    """Return a part as a percentage with one decimal; None where there is no whole."""
    return round(100 * part / whole, 1) if whole else None


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    return f"{cell:.1f}" if isinstance(cell, float) else str(cell)


def _line(row: list[str], widths: list[int]) -> str:
    first, *rest = (
        text.ljust(width) if n == 0 else text.rjust(width)
        for n, (text, width) in enumerate(zip(row, widths, strict=True))
    )
    return "| " + " | ".join([first, *rest]) + " |"


def _rule(column: int, width: int) -> str:
    return "-" * width if column == 0 else "-" * (width - 1) + ":"
