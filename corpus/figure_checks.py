"""What the figures of a table prove about each other: signs, totals, and the scale of a unit."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from corpus.document import Span
from corpus.figure import Figure

TOTAL = re.compile(r"^(?:[ivx]+\.?\s+)?(?:sub[\s-]?)?totaal\b|^totale\b|\btotaal$", re.IGNORECASE)
CODE = re.compile(r"^(\d{1,2}(?:\.\d{1,2})*)\s*(?:\||\s[^\W\d])")
# Of a table's amounts most must be one way, and at least so many must be proved elsewhere.
MOST = Decimal("0.8")
# Differences keep the sign that they are printed with: below zero is to the bad.
DIFFERENCES = frozenset({"verschil", "mutatie", "saldo"})
ROUNDED = 2
LEAST_PROVED = 3
MANY_PARTS = 8
# A round amount may stand elsewhere by chance.
LEAST_PROVING = 100_000


def checked(text: str, tables: Sequence[Sequence[Figure]]) -> Iterator[Figure]:
    """Yield the figures of all tables of a document with signs, doubtful totals and proved units."""
    scaled = proved_units(tables)
    habit = _habit(scaled)
    for table in scaled:
        yield from doubted_totals(text, signed(table, habit))


def proved_units(tables: Sequence[Sequence[Figure]]) -> list[list[Figure]]:
    """Take away the doubt about the unit of a table of whole euros where several of its amounts stand
    elsewhere in the document in thousands."""
    known = {
        abs(f.number)
        for table in tables
        for f in table
        if f.multiplier == 1000 and "unit" not in f.doubts and f.number
    }
    found = []
    for table in tables:
        amounts = {
            abs(f.number)
            for f in table
            if f.unit == "€" and "unit" in f.doubts and abs(f.number) >= LEAST_PROVING and f.number % 1000
        }
        proved = sum((amount / 1000).quantize(Decimal(1)) in known for amount in amounts)
        # Prices with cents are whole euros too.
        money = [f for f in table if f.unit == "€" and "unit" in f.doubts]
        cents = bool(money) and all(f.has_cents for f in money)
        found.append(
            [_without(f, "unit") if f.unit == "€" else f for f in table]
            if proved >= LEAST_PROVED or cents
            else list(table)
        )
    return found


def _without(figure: Figure, doubt: str) -> Figure:
    return replace(figure, doubts=tuple(word for word in figure.doubts if word != doubt))


def signed(table: Sequence[Figure], habit: tuple[int, int]) -> list[Figure]:
    """Return the figures with the sign that turns the printed number into the amount meant.

    ``habit`` is how the document prints lasten and saldo (-1, 0 or 1; 0 where it does neither way),
    for tables that don't show it themselves.
    """
    expense = _expense_sign(table) or habit[0]
    balance = _balance_sign(table) or (1 if expense == -1 else 0) or habit[1]
    found = []
    for figure in table:
        if not _has_sign(figure) or figure.side == "baten":
            found.append(figure)
            continue
        sign = expense if figure.side == "lasten" else balance
        doubts = figure.doubts if sign else tuple(dict.fromkeys((*figure.doubts, "sign")))
        found.append(replace(figure, sign=sign or 1, doubts=doubts))
    return found


def _has_sign(figure: Figure) -> bool:
    """Tell whether the sign of a figure is a habit of the document, to be read as one."""
    return figure.unit == "€" and bool(figure.side and figure.number) and figure.measure not in DIFFERENCES


def _expense_sign(table: Sequence[Figure]) -> int:
    """Return -1 where lasten are printed below zero, 1 where above, 0 where there are none, or both."""
    signs = [f.number > 0 for f in table if f.side == "lasten" and _has_sign(f)]
    if not signs:
        return 0
    share = Decimal(sum(signs)) / len(signs)
    return 1 if share >= MOST else -1 if 1 - share >= MOST else 0


def _balance_sign(table: Sequence[Figure]) -> int:
    """Return 1 where a saldo is baten less lasten, -1 where it is lasten less baten, 0 where no row
    or column shows which."""
    votes = 0
    lines: dict[tuple[object, ...], dict[str, list[Decimal]]] = defaultdict(lambda: defaultdict(list))
    for figure in table:
        if figure.side and _has_sign(figure):
            for line in (("row", figure.row), ("column", figure.column)):
                lines[*line, figure.year, figure.measure][figure.side].append(figure.number)
    for sides in lines.values():
        both = [(abs(income), abs(expense)) for income in sides["baten"] for expense in sides["lasten"]]
        pairs = [(income, expense) for income, expense in both if abs(income - expense) > ROUNDED]
        for saldo in sides["saldo"]:
            votes += any(abs(income - expense - saldo) <= ROUNDED for income, expense in pairs)
            votes -= any(abs(expense - income - saldo) <= ROUNDED for income, expense in pairs)
    return (votes > 0) - (votes < 0)


def _habit(tables: Sequence[Sequence[Figure]]) -> tuple[int, int]:
    """Return how most tables of a document print lasten and saldo."""
    expense = sum(_expense_sign(table) for table in tables)
    balance = sum(_balance_sign(table) for table in tables)
    return (expense > 0) - (expense < 0), (balance > 0) - (balance < 0)


def doubted_totals(text: str, table: Sequence[Figure]) -> list[Figure]:
    """Return the figures, those totals doubted that are not the sum of their parts within one unit a
    part. Which rows are the parts is what most columns of the total agree on; where none do, nothing
    is said, since not every total is over the rows above it."""
    rows: dict[Span, dict[str, Figure]] = {}
    for number, figure in enumerate(table):
        same = rows.setdefault(figure.row, {})
        same[figure.column if figure.column not in same else f"{figure.column} {number}"] = figure
    order = list(rows)
    doubted: dict[Span, Decimal] = {}
    totals: list[Span] = []
    for place, row in enumerate(order):
        label = _label(rows[row], text)
        if coded := _coded_parts(label, order[:place], rows, text):
            doubted.update(_mismatches(rows[row], [coded], least=1))
            continue
        if not TOTAL.search(label):
            continue
        parts = [[rows[r] for r in kind] for kind in _parts(order[:place], rows, totals) if len(kind) > 1]
        doubted.update(_mismatches(rows[row], parts))
        totals.append(row)
    return [
        replace(f, doubts=(*f.doubts, "total"), adds_up_to=doubted[f.cell]) if f.cell in doubted else f
        for f in table
    ]


def _parts(
    above: Sequence[Span], rows: dict[Span, dict[str, Figure]], totals: Sequence[Span]
) -> Iterator[list[Span]]:
    """Yield what a total can be the sum of: the rows since the last total, those together with that
    total, all rows that are no totals, the totals, and the totals with the rows after the last."""
    last = above.index(totals[-1]) + 1 if totals else 0
    since = list(above[last:])
    yield since
    if totals:
        yield [totals[-1], *since]
        yield [row for row in above if row not in totals]
        yield list(totals)
        yield [*totals, *since]
    group = next(iter(rows[since[-1]].values())).parents if since else ()
    yield [row for row in since if next(iter(rows[row].values())).parents == group]


def _coded_parts(
    label: str, above: Sequence[Span], rows: dict[Span, dict[str, Figure]], text: str
) -> list[dict[str, Figure]]:
    """Return the rows that a row is the sum of by their numbers: 6.1 and 6.2 above 6."""
    code = CODE.match(label)
    if not code:
        return []
    parts = [r for r in above if _label(rows[r], text).startswith(f"{code[1]}.")]
    follow = parts == list(above[-len(parts) :])
    return [rows[r] for r in parts] if len(parts) > 1 and follow else []


def _label(row: dict[str, Figure], text: str) -> str:
    return next(iter(row.values())).label.of(text).strip(" *|")


def _mismatches(
    total: dict[str, Figure], kinds: Sequence[Sequence[dict[str, Figure]]], least: int = 0
) -> dict[Span, Decimal]:
    """Return the cells of a total that are not the sum of their parts, with that sum; none where fewer
    cells are than are not, or than ``least`` where it is known what the parts are. Many parts that add
    up exactly in one column are known too."""
    best: tuple[int, dict[Span, Decimal]] = (0, {})
    for parts in kinds:
        right, wrong, sure = 0, {}, False
        for column, figure in total.items():
            cells = [part[column] for part in parts if column in part]
            if len(cells) < 2 or figure.unit not in ("€", "aantal", "fte"):
                continue
            found = sum((cell.number for cell in cells), Decimal(0))
            unit = Decimal(1).scaleb(min(_exponent(figure.number), 0))
            if abs(found - figure.number) <= unit * len(cells):
                right += 1
                sure = sure or (bool(found) and found == figure.number and len(cells) >= MANY_PARTS)
            else:
                wrong[figure.cell] = found
        if right > best[0]:
            best = (max(right, len(wrong)) if sure else right, wrong)
    right, wrong = best
    return wrong if right >= (least or len(wrong)) else {}


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0
