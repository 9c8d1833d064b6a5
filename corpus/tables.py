"""Lines that are table rows: values from the right, labels, header columns and units.

A chain of small functions: line → values → columns → table. Printed cells are never changed; what
they mean is worked out in ``corpus.figures``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from corpus.document import Column, Row, Span, Table

NUMBER = re.compile(r"^[(\-–+]?€?[-–]?\d{1,3}(?:\.\d{3})*(?:,\d+)?\)?%?\*{0,2}$|^[-–]?\d+(?:,\d+)?%?\*{0,2}$")
DASH = frozenset({"-", "–", "—", "n.v.t.", "pm", "p.m."})
SIDE = frozenset({"N", "V"})
SIDES = frozenset({"lasten", "baten", "saldo"})
YEAR = re.compile(r"^(?:19|20)\d{2}$")
UNIT = re.compile(
    r"\(?\s*(?:bedrag(?:en)?|alle bedragen|lasten|baten|in)?\s*(?:[x×*]|in)\s*(?:€\s*)?(?:1\.000(?:\.000)?"
    r"|1\s?(?:mln|miljoen))(?:\s*euro)?\s*\)?|\(?\s*bedragen\s+in\s+(?:euro'?s?|€|hele euro's|duizenden euro's|miljoenen euro's)\s*\)?",
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

    "- 328 N" is one cell, "-" alone an empty one; years that end a label count as values here and
    are taken back by :func:`build_table` once the number of columns is known.
    """
    tokens = [(m.start(), m.end()) for m in re.finditer(r"[^\s|]+", text)]
    cells: list[tuple[int, int]] = []
    position = len(tokens) - 1
    while position >= 0:
        start, end = tokens[position]
        word = text[start:end]
        if word in SIDE and position > 0 and NUMBER.match(_word(text, tokens, position - 1)):
            position -= 1
            start = tokens[position][0]
            if position > 0 and _word(text, tokens, position - 1) in "-–":
                position -= 1
                start = tokens[position][0]
        elif not (NUMBER.match(word) or (word in DASH and (cells or _is_value(text, tokens, position - 1)))):
            break
        if position > 0 and _word(text, tokens, position - 1) == "€":
            position -= 1
            start = tokens[position][0]
        cells.insert(0, (start, end))
        position -= 1
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
    split = [_known_cells(text, row) for (_, text), row in zip(lines, cells, strict=False)] if cells else []
    found = split or [values_of(text) for _, text in lines]
    width = _width(lines, found, header_rows, bool(split))
    header: list[Span] = []
    unit: Span | None = None
    parents: list[Span] = []
    rows: list[Row] = []
    after_row = False
    for number, ((start, text), values) in enumerate(zip(lines, found, strict=True)):
        match = UNIT.search(text)
        if number < header_rows or (not rows and (is_header_line(text) or (match and not split))):
            header.append(Span(start, start + len(text)))
            if match:
                inner = match.group().strip()
                at = start + text.index(inner)
                unit = Span(at, at + len(inner))
            continue
        values = values[-width:] if width else values
        if not values:
            parents = _next_parents(parents, Span(start, start + len(text)), after_row)
            after_row = False
            continue
        after_row = True
        label_end = start + len(text[: values[0][0]].rstrip(" |"))
        rows.append(
            Row(
                Span(start, start + len(text)),
                Span(start, label_end),
                tuple(Span(start + a, start + b) for a, b in values),
                tuple(parents),
            )
        )
        parents = _without_closed(parents, lines, text[: values[0][0]])
    columns = _columns(lines, header, width, split[:header_rows] if split else [])
    return Table(span, tuple(header), unit, columns, tuple(rows))


def _known_cells(text: str, row: Sequence[str]) -> list[tuple[int, int]]:
    """Return the places of the given cells in a line, without the first, which is the label."""
    places: list[tuple[int, int]] = []
    position = 0
    for cell in row:
        if not cell:
            continue
        start = text.index(cell, position)
        places.append((start, start + len(cell)))
        position = start + len(cell)
    return places[1:]


def _width(
    lines: Sequence[tuple[int, str]], found: Sequence[list[tuple[int, int]]], header_rows: int, known: bool
) -> int:
    """Return the number of value columns: what most rows have, or the header says where a label
    that ends in a year makes rows look longer."""
    counts = Counter(
        len(values)
        for (_, text), values in zip(lines[header_rows:], found[header_rows:], strict=True)
        if values and not is_header_line(text)
    )
    if not counts:
        return 0
    if known:
        return max(counts)
    most = max(counts, key=lambda n: (counts[n], n))
    named = max((len(trailing_header_words(t.split())) for _, t in lines if is_header_line(t)), default=0)
    return named if 1 < named < most else most


def _next_parents(parents: list[Span], line: Span, after_row: bool) -> list[Span]:
    """A line without values is a group label: it replaces the innermost group after a row, and
    goes one deeper directly below another label."""
    if after_row:
        return [*parents[:-1], line] if parents else [line]
    return [*parents, line]


def _without_closed(
    parents: list[Span], lines: Sequence[tuple[int, str]], label: str
) -> list[Span]:
    """A total of a group, or a row with the group's own name, is the last row of that group."""
    names = {start: text for start, text in lines}
    words = re.sub(r"^(?:sub)?totaal\s+", "", label.strip(" |").casefold())
    closed = parents and names[parents[-1].start].casefold() == words
    return parents[:-1] if closed else parents


def _columns(
    lines: Sequence[tuple[int, str]],
    header: Sequence[Span],
    width: int,
    known: Sequence[Sequence[tuple[int, int]]],
) -> tuple[Column, ...]:
    if not header or not width:
        return ()
    offset = {start: text for start, text in lines}
    parts: list[list[Span]] = [[] for _ in range(width)]
    for number, span in enumerate(header):
        text = offset[span.start]
        if number >= len(known) and not _names_columns(text):
            continue
        places = list(known[number]) if number < len(known) else _header_places(text, width)
        if len(places) > width:
            continue
        shift = width - len(places) if number < len(known) else 0
        for column, (a, b) in enumerate(places):
            parts[column + shift].append(Span(span.start + a, span.start + b))
    return tuple(_column(lines, tuple(spans)) for spans in parts)


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


def _column(lines: Sequence[tuple[int, str]], spans: tuple[Span, ...]) -> Column:
    words: list[str] = []
    for span in spans:
        for start, text in lines:
            if start <= span.start < start + len(text):
                words.extend(text[span.start - start : span.end - start].split())
    year = next((int(word) for word in words if YEAR.match(word)), None)
    measure = " ".join(word.casefold() for word in words if not YEAR.match(word)) or None
    return Column(spans, " ".join(words), year, measure)
