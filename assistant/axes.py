"""Which figures may stand on one axis of a picture, and why others may not.

One axis holds one measure, one unit, one side (lasten, baten, saldo) and one scope: rows with the
same label, or the rows of one table. What is doubtful or unknown about a figure keeps it out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from corpus.figure import Figure
from corpus.municipalities import fold
from index.engine import FigureRecord

# The later years of a budget are a budget too; a picture says which.
SAME_MEASURE = {"meerjarenraming": "begroting"}
# Doubts that say that the number may be another one, or mean something else.
SERIOUS = ("unit", "year", "sign", "column", "decimal", "separator", "approximate")
TOTAL = re.compile(
    r"\b(?:sub)?tota(?:al|le)\b|^(?:geraamde?|gerealiseerde?)?\s*(?:saldo|resultaat)\b", re.IGNORECASE
)
WHOLE = re.compile(r"(?:lasten|baten|uitgaven|inkomsten)\W*", re.IGNORECASE)
NUMBERING = re.compile(r"^(?:[a-z]?\d+(?:\.\d+)*[a-z]?\.?\s+)", re.IGNORECASE)
Topic = Callable[[FigureRecord], str | None]
K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why figures stand apart or were left out: a code with its parameters, put in words by web."""

    code: str
    parameters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Axis:
    """What all figures of a picture have in common.

    ``unit`` is "€" for every amount of money (then in euros), else as printed. ``side`` is lasten,
    baten, saldo, or None where the table does not say. ``scope`` is the label or taakveld of the rows;
    where they are the rows of one table it is the section of that table. ``total`` where they are sums.
    """

    measure: str
    unit: str
    side: str | None
    scope: str
    total: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Figures that share an axis, in the order given; ``apart`` says why they are not in an earlier
    group, empty for the first."""

    axis: Axis
    records: tuple[FigureRecord, ...]
    of_table: bool = False
    apart: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A figure that no picture shows, and why."""

    record: FigureRecord
    reason: Reason


@dataclass(frozen=True, slots=True)
class Sorted:
    """The groups, one for each picture, and what is in none."""

    groups: tuple[Group, ...]
    left_out: tuple[LeftOut, ...]


def amount(figure: Figure) -> Decimal:
    """Return the number that a picture draws: euros for money, else as printed; lasten and baten are
    positive, also where the table prints lasten with a minus."""
    euros = figure.euros
    return figure.number * figure.sign if euros is None else euros


def measure_of(figure: Figure) -> str:
    """Return the measure under one name, nothing where it has none."""
    measure = figure.measure or ""
    return SAME_MEASURE.get(measure, measure)


def side_of(figure: Figure) -> str | None:
    """Return lasten, baten or saldo."""
    return "saldo" if figure.measure == "saldo" else figure.side


def sort(records: Sequence[FigureRecord], topic: Topic | None = None) -> Sorted:
    """Return the figures in groups that may share an axis, the largest group first.

    ``topic`` names the taakveld of a row where it is known: rows of the same taakveld have one scope.
    """
    left_out = tuple(LeftOut(r, reason) for r in records if (reason := _why_not(r.figure)))
    kept = [r for r in records if _why_not(r.figure) is None]
    groups: list[Group] = []
    for (measure, unit, side), alike in _buckets(kept, _kind):
        for scope, of_table, members in _scopes(alike, topic):
            total = all(map(is_total, members))
            groups.append(Group(Axis(measure, unit, side, scope, total), tuple(members), of_table))
    groups.sort(key=lambda group: -len(group.records))  # stable: reading order among equals
    return Sorted(tuple(_explained(groups)), left_out)


def _why_not(figure: Figure) -> Reason | None:
    serious = next((word for word in SERIOUS if word in figure.doubts), None)
    if serious or not figure.unit:
        return Reason("axis_doubt", (("doubt", serious or "unit"),))
    if figure.year is None:
        return Reason("axis_doubt", (("doubt", "year"),))
    return None if figure.measure else Reason("axis_doubt", (("doubt", "measure"),))


def _kind(record: FigureRecord) -> tuple[str, str, str | None]:
    figure = record.figure
    return measure_of(figure), figure.unit, side_of(figure)


def _scopes(
    records: Sequence[FigureRecord], topic: Topic | None
) -> Iterable[tuple[str, bool, list[FigureRecord]]]:
    """Yield (scope, whether it is one table, figures): a label or taakveld that several documents
    have, else the rows of a table; totals never stand beside what they are made of."""
    alone: list[FigureRecord] = []
    for _, members in _buckets(records, lambda r: _scope(r, topic)):
        # Money of which the side is not said may be income in one document and costs in the other.
        sure = side_of(members[0].figure) is not None or members[0].figure.unit != "€"
        if sure and len({r.document.document_id for r in members}) > 1:
            yield (_name(members[0], topic), False, members)
        else:
            alone.extend(members)
    order = {id(record): place for place, record in enumerate(records)}
    alone.sort(key=lambda r: order[id(r)])
    for _, members in _buckets(alone, _table):
        parts = [r for r in members if not is_total(r)]
        totals = [r for r in members if is_total(r)]
        if parts:
            yield (_table_name(parts), len({_scope(r, topic) for r in parts}) > 1, parts)
        if totals:
            yield (_name(totals[0], None), len({r.figure.row for r in totals}) > 1, totals)


def is_total(record: FigureRecord) -> bool:
    """Tell whether a row is the sum of others."""
    return bool(TOTAL.search(record.label) or WHOLE.fullmatch(record.label.strip(" *")))


def _scope(record: FigureRecord, topic: Topic | None) -> str:
    """Return what rows must share: the taakveld, else the label; a total is one of its group only."""
    known = topic(record) if topic else None
    bare = fold(NUMBERING.sub("", record.label).strip(" *:"))
    around = fold(" ".join((*record.section[-1:], *record.parents))) if is_total(record) else ""
    return f"taakveld {fold(known)}" if known else f"{bare} | {around}"


def _name(record: FigureRecord, topic: Topic | None) -> str:
    known = topic(record) if topic else None
    label = record.label.strip(" *:")
    around = (place.strip(" *:") for place in (*record.parents[-1:], *record.section[-1:]))
    where = next((place for place in around if fold(place) not in fold(label)), None)
    if known:
        return known
    return f"{label} ({where})" if where and is_total(record) else label


def _table(record: FigureRecord) -> tuple[str, tuple[str, ...], str, int | None]:
    page = None if record.header else record.page
    return (record.document.document_id, record.section, record.header, page)


def _table_name(records: Sequence[FigureRecord]) -> str:
    """Return one label where the rows have one, else the section that the table stands in."""
    labels = {r.label.strip(" *:") for r in records}
    if len(labels) == 1:
        return labels.pop()
    section = records[0].section
    return section[-1] if section else records[0].document.description.title


def _explained(groups: Sequence[Group]) -> Iterable[Group]:
    """Yield each group with the reasons why it is not in the earlier group that is most like it."""
    for place, group in enumerate(groups):
        reasons = [_differences(earlier.axis, group.axis) for earlier in groups[:place]]
        apart = min(reasons, key=len, default=())
        yield Group(group.axis, group.records, group.of_table, apart)


def _differences(first: Axis, second: Axis) -> tuple[Reason, ...]:
    """Return what keeps two axes apart; two tables may bear one name."""
    pairs = [
        ("axis_measure", first.measure, second.measure),
        ("axis_unit", first.unit, second.unit),
        ("axis_side", first.side or "", second.side or ""),
    ]
    if first.total == second.total:
        pairs.append(("axis_scope", first.scope, second.scope))
    told = [Reason(code, (("first", one), ("second", other))) for code, one, other in pairs if one != other]
    if first.total != second.total:
        told.append(Reason("axis_total", (("name", (first if first.total else second).scope),)))
    return tuple(told) or (Reason("axis_table", (("name", first.scope),)),)


def _buckets(
    records: Iterable[FigureRecord], key: Callable[[FigureRecord], K]
) -> list[tuple[K, list[FigureRecord]]]:
    """Return the figures by key, both in the order in which they first come."""
    found: dict[K, list[FigureRecord]] = {}
    for record in records:
        found.setdefault(key(record), []).append(record)
    return list(found.items())
