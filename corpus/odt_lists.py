"""The numbers in front of the items and headings of an ODT."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from corpus.docx_numbering import format_number
from corpus.look import Mark
from corpus.odt_names import count, get
from corpus.odt_styles import LEVELS, ListLevel, Styles
from corpus.safe_xml import Element

OUTLINE = "outline"
PLACE = re.compile(r"%(\d{1,2})%")
FORMATS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "": "none"}

Counters = list[int | None]


@dataclass(slots=True)
class Lists:
    """Where every list stands; items are to be asked in order."""

    styles: Styles
    by_id: dict[str, Counters] = field(default_factory=dict)
    by_style: dict[str, Counters] = field(default_factory=dict)
    headings: Counters = field(default_factory=lambda: [None] * LEVELS)

    def open(self, element: Element, style: str | None) -> Counters:
        """Return the counters of a ``text:list``: those of the list that it continues, or new ones."""
        counters: Counters | None = None
        if earlier := get(element, "text:continue-list"):
            counters = self.by_id.get(earlier)
        elif get(element, "text:continue-numbering") == "true":
            counters = self.by_style.get(style or "")
        counters = [None] * LEVELS if counters is None else counters
        self.by_style[style or ""] = counters
        if own := get(element, "xml:id"):
            self.by_id[own] = counters
        return counters

    def item(self, style: str | None, depth: int, counters: Counters, item: Element | None) -> Mark:
        """Return what stands before an item of a list of this style."""
        levels = self.styles.lists.get(style or "", {})
        return _mark(levels, depth, counters, item, style or "")

    def heading(self, depth: int, heading: Element) -> Mark | None:
        """Return the number before a heading that the document's outline numbers."""
        level = self.styles.outline.get(depth)
        if level is None or not level.format or get(heading, "text:is-list-header") == "true":
            return None
        return _mark(self.styles.outline, depth, self.headings, heading, OUTLINE)


def _mark(
    levels: dict[int, ListLevel], depth: int, counters: Counters, item: Element | None, style: str
) -> Mark:
    depth = min(depth, LEVELS - 1)
    for upper in range(depth):
        if counters[upper] is None:
            counters[upper] = levels.get(upper, ListLevel("1")).start
    level = levels.get(depth, ListLevel(None))
    before = counters[depth]
    own = count(item, "text:start-value", 30_000, -1) if item is not None else -1
    counters[depth] = own if own >= 0 else level.start if before is None else before + 1
    counters[depth + 1 :] = [None] * (LEVELS - depth - 1)
    if level.format is None:
        return Mark("", depth, style, False)
    text, parts = _text(levels, level, depth, counters)
    return Mark(text.strip(), depth, style, parts > 1)


def _text(levels: dict[int, ListLevel], level: ListLevel, depth: int, counters: Counters) -> tuple[str, int]:
    """Return the printed number and of how many parts it is."""

    def part(at: int) -> str:
        style = levels.get(at, ListLevel("1")).format
        return "" if style is None else format_number(counters[at] or 0, FORMATS.get(style, "decimal"))

    if not level.format:
        return "", 0
    if level.pattern is not None:
        places = PLACE.findall(level.pattern)
        number = PLACE.sub(
            lambda place: part(at) if 0 <= (at := int(place.group(1)) - 1) <= depth else "", level.pattern
        )
        return number, len(places)
    shown = [part(at) for at in range(max(0, depth + 1 - level.shown), depth + 1)]
    shown = [text for text in shown if text]
    return level.prefix + ".".join(shown) + level.suffix, len(shown)
