"""The rows of a picture: whose figures or of what, by year, each with a name of its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.axes import Group, amount
from index.engine import FigureRecord
from web.messages import message

YEAR = re.compile(r"(?:19|20)\d\d")
Part = Callable[[FigureRecord], str]


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of one row of a picture by year; ``names`` are its name, and what may tell it from
    others of that name."""

    names: tuple[str, ...]
    by_year: dict[int, FigureRecord]


def lines_of(group: Group, language: str) -> list[Line]:
    """Return the rows of a picture: the rows of a table, or a speaker each; apart by document, label,
    page, row and column where one year has two numbers."""

    def page(record: FigureRecord) -> str:
        return message("chart_page", language, page=record.page) if record.page else ""

    first: tuple[Part, ...] = (_label, _parent) if group.of_table else (speaker, _title, _label)
    parts = (*first, page, _row, _column, _cell)
    return list(_split(group.records, parts, ()))


def _split(records: Sequence[FigureRecord], parts: Sequence[Part], names: tuple[str, ...]) -> Iterator[Line]:
    buckets: dict[str, list[FigureRecord]] = {}
    for record in records:
        buckets.setdefault(parts[0](record), []).append(record)
    for name, members in buckets.items():
        if len(parts) > 1 and _contradicts(members):
            yield from _split(members, parts[1:], (*names, name))
        else:
            by_year = {r.figure.year: r for r in reversed(members) if r.figure.year is not None}
            yield Line((*names, name), by_year)


def _contradicts(records: Sequence[FigureRecord]) -> bool:
    """Tell whether one year has two different numbers, or a table has two rows for it."""
    amounts = {(r.figure.year, amount(r.figure)) for r in records}
    tables = {(r.figure.year, r.document.document_id, r.section, r.header) for r in records}
    rows = {(r.figure.year, r.document.document_id, r.figure.row.start) for r in records}
    return len({year for year, _ in amounts}) < len(amounts) or len(tables) < len(rows)


def names_of(rows: Sequence[Line]) -> list[str]:
    """Return a name for each row: with what tells it from others of the same name, else counted."""
    alike: dict[str, list[Line]] = {}
    for row in rows:
        alike.setdefault(row.names[0], []).append(row)
    shown = [_name(row, alike[row.names[0]]) for row in rows]
    seen: Counter[str] = Counter()
    found: list[str] = []
    for name in shown:
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return found


def _name(row: Line, alike: Sequence[Line]) -> str:
    telling = [
        name
        for place, name in enumerate(row.names[1:], 1)
        if name and not name.isdigit() and any(other.names[place : place + 1] != (name,) for other in alike)
    ]
    return f"{row.names[0]} ({', '.join(telling)})" if telling else row.names[0]


def speaker(record: FigureRecord) -> str:
    """Return whose figure it is."""
    return record.document.description.speaker


def _title(record: FigureRecord) -> str:
    return record.document.description.title


def _label(record: FigureRecord) -> str:
    return record.label.strip(" *:") or record.figure.column


def _parent(record: FigureRecord) -> str:
    return record.parents[-1].strip(" *:") if record.parents else ""


def _column(record: FigureRecord) -> str:
    """Return the name of the column without its year, which is that of the figure."""
    return " ".join(YEAR.sub(" ", record.figure.column).split())


def _cell(record: FigureRecord) -> str:
    return str(record.figure.cell.start)


def _row(record: FigureRecord) -> str:
    return str(record.figure.row.start)
