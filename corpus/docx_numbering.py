"""The numbers that Word prints in front of paragraphs: "1.2", "Artikel 3", "b)"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from corpus.docx_names import child, get, name, number, switch, value
from corpus.docx_styles import Styles
from corpus.look import Mark
from corpus.safe_xml import Element

LEVELS = 9
PLACE = re.compile(r"%([1-9])")
MOST = 30_000
LONGEST = 100
ROMAN = tuple(zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
                  "m cm d cd c xc l xl x ix v iv i".split(), strict=True))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered; ``restart`` is the level that starts it anew, 0 for never."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    legal: bool = False
    restart: int | None = None
    style: str | None = None


@dataclass(slots=True)
class Numbering:
    """The lists of a document and where each of them stands; paragraphs are to be asked in order."""

    lists: dict[str, dict[int, Level]] = field(default_factory=dict)
    list_of: dict[str, str] = field(default_factory=dict)
    overrides: dict[str, dict[int, Level]] = field(default_factory=dict)
    # Numbers that start their list anew when they are first met, from this level on.
    restarts: dict[str, int] = field(default_factory=dict)
    counters: dict[str, list[int | None]] = field(default_factory=dict)

    def mark(self, properties: Element | None, style: str | None, styles: Styles) -> Mark | None:
        """Return what stands before the next paragraph; None where it is in no list."""
        own = child(properties, "w:numPr")
        styled = styles.paragraph_property(style, "w:numPr")
        number_id = value(own, "w:numId") or value(styled, "w:numId")
        list_id = self.list_of.get(number_id or "")
        if number_id is None or list_id is None:
            return None
        levels = {**self.lists.get(list_id, {}), **self.overrides.get(number_id, {})}
        depth = value(own, "w:ilvl")
        if depth is None:
            linked = (str(n) for n, level in levels.items() if style and level.style == style)
            depth = next(linked, None) or value(styled, "w:ilvl")
        at = number(depth)
        level = levels.get(at)
        if level is None or not 0 <= at < LEVELS:
            return None
        counters = self._count(list_id, number_id, at, levels)
        if level.format == "bullet":
            return Mark("", at, list_id, False)
        text = PLACE.sub(
            lambda place: _part(int(place.group(1)) - 1, counters, levels, level.legal), level.text
        )
        return Mark(text.strip(), at, list_id, len(PLACE.findall(level.text)) > 1)

    def _count(self, list_id: str, number_id: str, at: int, levels: dict[int, Level]) -> list[int | None]:
        """Count one further on a level; the levels below it start anew."""
        counters = self.counters.setdefault(list_id, [None] * LEVELS)
        if (first := self.restarts.pop(number_id, None)) is not None:
            counters[first:] = [None] * (LEVELS - first)
        for depth in range(at):
            if counters[depth] is None:
                counters[depth] = levels.get(depth, Level()).start
        before = counters[at]
        counters[at] = levels[at].start if before is None else before + 1
        for depth in range(at + 1, LEVELS):
            restart = levels.get(depth, Level()).restart
            if restart is None or at < restart:
                counters[depth] = None
        return counters


def read_numbering(root: Element | None, styles: Styles) -> Numbering:
    """Return the lists of ``numbering.xml``, or none."""
    numbering = Numbering()
    linked: dict[str, str] = {}
    for element in root if root is not None else ():
        if name(element) == "w:abstractNum" and (list_id := get(element, "abstractNumId")):
            numbering.lists[list_id] = _levels(element)
            if style := value(element, "w:numStyleLink"):
                linked[list_id] = style
        elif name(element) == "w:num" and (number_id := get(element, "numId")):
            _read_number(element, number_id, numbering)
    for list_id, style in linked.items():
        target = value(styles.paragraph_property(style, "w:numPr"), "w:numId")
        numbering.lists[list_id] = numbering.lists.get(numbering.list_of.get(target or "", ""), {})
    return numbering


def _read_number(element: Element, number_id: str, numbering: Numbering) -> None:
    list_id = value(element, "w:abstractNumId") or ""
    numbering.list_of[number_id] = list_id
    levels = numbering.overrides.setdefault(number_id, {})
    for override in element:
        if name(override) != "w:lvlOverride":
            continue
        depth = number(get(override, "ilvl"))
        if not 0 <= depth < LEVELS:
            continue
        if (level := child(override, "w:lvl")) is not None:
            levels[depth] = _level(level)
        if (start := value(override, "w:startOverride")) is not None:
            known = levels.get(depth) or numbering.lists.get(list_id, {}).get(depth, Level())
            levels[depth] = replace(known, start=number(start, 1))
            numbering.restarts[number_id] = min(depth, numbering.restarts.get(number_id, depth))


def _levels(element: Element) -> dict[int, Level]:
    return {number(get(level, "ilvl")): _level(level) for level in element if name(level) == "w:lvl"}


def _level(element: Element) -> Level:
    restart = value(element, "w:lvlRestart")
    return Level(
        number(value(element, "w:start"), 0),
        value(element, "w:numFmt") or "decimal",
        (value(element, "w:lvlText") or "")[:LONGEST],
        switch(element, "w:isLgl"),
        None if restart is None else number(restart),
        value(element, "w:pStyle"),
    )


def _part(depth: int, counters: list[int | None], levels: dict[int, Level], legal: bool) -> str:
    level = levels.get(depth, Level())
    count = counters[depth] if counters[depth] is not None else level.start
    return format_number(count or 0, "decimal" if legal else level.format)


def format_number(count: int, style: str) -> str:
    """Return a number as Word prints it; styles that are not known come out in figures."""
    written = FORMATS.get(style)
    return written(count) if written and 0 < count < MOST else str(count)


def _letters(count: int) -> str:
    """A … z, aa … zz, aaa: Word repeats the letter."""
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)


def _roman(count: int) -> str:
    text = ""
    for size, sign in ROMAN:
        text += sign * (count // size)
        count %= size
    return text


FORMATS: dict[str, Callable[[int], str]] = {
    "lowerLetter": _letters,
    "upperLetter": lambda count: _letters(count).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda count: _roman(count).upper(),
    "decimalZero": lambda count: f"{count:02}",
    "ordinal": lambda count: f"{count}e",
    "none": lambda _: "",
}
