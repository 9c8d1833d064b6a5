"""Lines that are table rows: values from the right, labels, header columns and units.

A chain of small functions: line → values → columns → table. Printed cells are never changed; what
they mean is worked out in ``corpus.figures``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.document import Column, Row, Span, Table
from corpus.headings import PART
from corpus.numbers import DASH
from corpus.raw import SAME_CELL

NUMBER = re.compile(
    r"^[(\-–−+]?€?[-–−]?\d{1,3}(?:\.\d{3})*(?:,\d+)?\)?%?\*{0,2}$"
    r"|^[-–−]?\d+(?:,\d+)?%?\*{0,2}$"
)
SIDE = frozenset({"N", "V"})
MINUS = frozenset("-–−")
# The halves of a budget: they stand beside each other, never one in the other.
STEM = 5
SIDES = frozenset({"lasten", "baten", "uitgaven", "inkomsten", "saldo"})
YEAR = re.compile(r"^(?:19|20)\d{2}$")
# A balance sheet names its columns by day ("31-12-2024"); the lowest line says it most precisely.
YEAR_OR_DATE = re.compile(r"^(?:\d{1,2}[-/]\d{1,2}[-/])?((?:19|20)\d{2})$")
UNIT = re.compile(
    r"\(?\s*(?:bedrag(?:en)?|alle bedragen|lasten|baten|in)?\s*(?:[x×*]|in)\s*(?:€\s*)?"
    r"(?:1\.?000(?:\.?000)?(?!\.?\d)|1\s?(?:mln|miljoen))(?:\s*euro)?\s*\)?"
    r"|\(?\s*bedragen\s+in\s+"
    r"(?:euro'?s?|€|hele euro's|duizenden euro's|miljoenen euro's)\s*\)?",
    re.IGNORECASE,
)
MEASURES = frozenset(
    "rekening begroting primitieve actuele werkelijk werkelijke saldo verschil realisatie raming prognose "
    "jaarrekening gewijzigde bijgestelde oorspronkelijke meerjarenraming lasten baten afwijking budget "
    "geraamd gerealiseerd".split()
)


def is_unit_line(text: str) -> bool:
    """Tell whether a line says in which unit the amounts below it stand."""
    return bool(UNIT.search(text)) and len(text.split()) <= 16


def is_header_line(text: str) -> bool:
    """Tell whether a line is the header of columns: it ends in years or measures, not in amounts."""
    words = text.split()
    if not words or len(words) > 24:
        return False
    tail = trailing_header_words(words)
    if len(tail) == 1:
        return 2 <= len(words) <= 8 and tail[0].casefold() not in SIDES
    return len(tail) >= 2


def trailing_header_words(words: Sequence[str]) -> list[str]:
    """Return the words at the end of a line that name columns (years and measures)."""
    tail: list[str] = []
    for word in reversed(words):
        if YEAR.match(word) or word.casefold().rstrip(":") in MEASURES:
            tail.insert(0, word)
        else:
            break
    return tail


def values_of(text: str) -> list[tuple[int, int]]:
    """Return the (start, end) of the value cells at the end of a line, in printed order.

    "- 328 N" is one cell, "-" alone an empty one, the number of "Programma 2" none; years that end
    a label count as values here and are taken back by :func:`build_table` once the number of
    columns is known.
    """
    if not PART.sub("", text).strip(" :"):
        return []
    tokens = [(m.start(), m.end()) for m in re.finditer(r"[^\s|]+", text)]
    cells: list[tuple[int, int]] = []
    position = len(tokens) - 1
    while position >= 0:
        start, end = tokens[position]
        word = text[start:end]
        if word in SIDE and position > 0 and NUMBER.match(_word(text, tokens, position - 1)):
            position -= 1
            start = tokens[position][0]
            if position > 0 and _word(text, tokens, position - 1) in MINUS:
                position -= 1
                start = tokens[position][0]
        elif not (NUMBER.match(word) or (word in DASH and (cells or _is_value(text, tokens, position - 1)))):
            break
        if position > 0 and _word(text, tokens, position - 1) == "€":
            position -= 1
            start = tokens[position][0]
        cells.append((start, end))
        position -= 1
    cells.reverse()
    if position < 0:
        cells = cells[1:]
    if all(text[s:e] in DASH for s, e in cells):
        return []
    return cells


def _word(text: str, tokens: Sequence[tuple[int, int]], position: int) -> str:
    start, end = tokens[position]
    return text[start:end]


def _is_value(text: str, tokens: Sequence[tuple[int, int]], position: int) -> bool:
    if position < 0:
        return False
    word = _word(text, tokens, position)
    return bool(NUMBER.match(word)) or word in DASH or word in SIDE


def build_table(lines: Sequence[tuple[int, str]], cells: Sequence[Sequence[str]], header_rows: int) -> Table:
    """Return the table whose lines start at the given offsets of the canonical text.

    ``cells`` holds the cell texts where the format knows them, else it is empty and the cells are
    found from the right of each line.
    """
    span = Span(lines[0][0], lines[-1][0] + len(lines[-1][1]))
    known = bool(cells)
    found = (
        [_known_cells(text, row) for (_, text), row in zip(lines, cells, strict=True)]
        if known
        else [values_of(text) for _, text in lines]
    )
    width = _width(lines, found, header_rows, known)
    header: list[HeaderLine] = []
    unit: Span | None = None
    parents: list[Group] = []
    closed: Group | None = None
    rows: list[Row] = []
    after_row = False
    for number, ((start, text), places) in enumerate(zip(lines, found, strict=True)):
        match = UNIT.search(text)
        if number < header_rows or (not rows and _is_header(text, places, known)):
            header.append(HeaderLine(start, text, places if known else None))
            if match:
                inner = match.group().strip()
                at = start + text.index(inner)
                unit = Span(at, at + len(inner))
            continue
        values = places[-width:] if width else places
        line = Span(start, start + len(text))
        if all(a == b for a, b in values):
            parents = _next_parents(parents, Group(line, text), after_row, closed)
            after_row, closed = False, None
            continue
        after_row = True
        parents = _without_foreign_total(parents, text[: values[0][0]])
        label_end = start + len(text[: values[0][0]].rstrip(" |"))
        rows.append(
            Row(
                line,
                Span(start, label_end),
                tuple(Span(start + a, start + b) for a, b in values),
                tuple(group.span for group in parents),
            )
        )
        closed = _closed(parents, text[: values[0][0]])
        parents = parents[:-1] if closed else parents
    columns = _columns(header, width)
    spans = tuple(line.span for line in header)
    return Table(span, spans, unit, columns, tuple(rows))


@dataclass(frozen=True, slots=True)
class HeaderLine:
    """A line above the rows; ``places`` are its value cells where the format knows them."""

    start: int
    text: str
    places: list[tuple[int, int]] | None

    @property
    def span(self) -> Span:
        """The whole line."""
        return Span(self.start, self.start + len(self.text))


@dataclass(frozen=True, slots=True)
class Group:
    """A line without values, that names the rows below it."""

    span: Span
    text: str

    @property
    def is_side(self) -> bool:
        """Tell whether the group is one half of a budget."""
        return self.text.strip(" |:").casefold() in SIDES


def _known_cells(text: str, row: Sequence[str]) -> list[tuple[int, int]]:
    """Return the places of the given cells in a line, without the first, which is the label.

    An empty cell is not printed; its place is empty, so that those after it keep their column. A
    header cell over several columns stands in the place of each of them.
    """
    places: list[tuple[int, int]] = []
    position = 0
    for cell in row:
        if cell == SAME_CELL:
            places.append(places[-1])
            continue
        start = text.index(cell, position) if cell else position
        position = start + len(cell)
        places.append((start, position))
    return places[1:]


def _is_header(text: str, places: Sequence[tuple[int, int]], known: bool) -> bool:
    """Tell whether a line above the first row is part of the header. Where the cells are known it is
    when there is no label and every cell names a column."""
    if not known:
        return is_header_line(text) or bool(UNIT.search(text))
    words = text.replace("|", " ").split()
    return bool(places) and places[0][0] == 0 and len(trailing_header_words(words)) == len(words)


def _width(
    lines: Sequence[tuple[int, str]], found: Sequence[list[tuple[int, int]]], header_rows: int, known: bool
) -> int:
    """Return the number of value columns: what most rows have, or the header says where a label
    that ends in a year makes rows look longer."""
    if known:
        return max(len(values) for values in found)
    counts = Counter(
        len(values)
        for (_, text), values in zip(lines[header_rows:], found[header_rows:], strict=True)
        if values and not is_header_line(text)
    )
    if not counts:
        return 0
    most = max(counts, key=lambda n: (counts[n], n))
    named = max((len(trailing_header_words(t.split())) for _, t in lines if is_header_line(t)), default=0)
    return named if 1 < named < most else most


def _next_parents(parents: list[Group], line: Group, after_row: bool, closed: Group | None) -> list[Group]:
    """A line without values is a group label: it replaces the innermost group after a row, and
    goes one deeper directly below another label. One half of a budget replaces the other half."""
    if line.is_side:
        for depth, group in enumerate(parents):
            if group.is_side:
                return [*parents[:depth], line]
        if closed and closed.is_side:
            return [*parents, line]
    if not after_row:
        return [*parents, line]
    innermost = 2 if parents and parents[-1].is_side and not line.is_side else 1
    return [*parents[:-innermost], line]


def _without_foreign_total(parents: list[Group], label: str) -> list[Group]:
    """A total that is named for something else than its group stands outside of it, and ends it; a half
    of a budget has totals of all kinds."""
    named = re.match(r"\s*(?:sub)?totaal\s+(\w.*)", label.casefold())
    if not parents or parents[-1].is_side or not named:
        return parents
    stems = {word[:STEM] for word in re.findall(r"\w{4,}", named[1])}
    own = {word[:STEM] for word in re.findall(r"\w{4,}", parents[-1].text.casefold())}
    return parents if not stems or stems & own else []


def _closed(parents: Sequence[Group], label: str) -> Group | None:
    """Return the group that a row closes: its total, or a row with its own name, is its last row. A
    group that announces a list ("Toe te rekenen kosten:") ends with any total."""
    said = label.strip(" |").casefold()
    words = re.sub(r"^(?:sub)?totaal\s+", "", said)
    if not parents:
        return None
    listed = parents[-1].text.rstrip(" |").endswith(":") and said.startswith("totaal")
    return parents[-1] if listed or parents[-1].text.casefold() == words else None


def _columns(header: Sequence[HeaderLine], width: int) -> tuple[Column, ...]:
    if not header or not width:
        return ()
    parts: list[list[tuple[Span, str]]] = [[] for _ in range(width)]
    for line in header:
        if line.places is None and not _names_columns(line.text):
            continue
        places = _header_places(line.text, width) if line.places is None else line.places
        if len(places) > width:
            continue
        shift = 0 if line.places is None else width - len(places)
        for column, (a, b) in enumerate(places, start=shift):
            if a < b:
                parts[column].append((Span(line.start + a, line.start + b), line.text[a:b]))
    return tuple(_column(spans) for spans in parts)


def _names_columns(text: str) -> bool:
    """A line with a unit names columns only where nothing but their names follows the unit."""
    unit = UNIT.search(text)
    if not unit:
        return True
    rest = text[unit.end() :].split()
    return bool(rest) and len(trailing_header_words(rest)) == len(rest)


def _header_places(text: str, width: int) -> list[tuple[int, int]]:
    """Return the places of the column names at the end of a header line, ``width`` of them at most;
    names of two words ("Begroting 2019") are kept together when that gives the right number."""
    tokens = [(m.start(), m.end()) for m in re.finditer(r"\S+", text)]
    tail = len(trailing_header_words([text[a:b] for a, b in tokens]))
    places = tokens[len(tokens) - tail :]
    if len(places) > width and len(places) % width == 0:
        size = len(places) // width
        return [(places[i][0], places[i + size - 1][1]) for i in range(0, len(places), size)]
    return places[-width:] if len(places) > width else places


def _column(parts: Sequence[tuple[Span, str]]) -> Column:
    words = [word for _, text in parts for word in UNIT.sub(" ", text).split()]
    years = [int(match.group(1)) for word in words if (match := YEAR_OR_DATE.match(word))]
    year = years[-1] if years else None
    measure = " ".join(word.casefold() for word in words if not YEAR_OR_DATE.match(word)) or None
    return Column(tuple(span for span, _ in parts), " ".join(words), year, measure)
