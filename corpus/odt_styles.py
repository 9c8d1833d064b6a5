"""The styles of an ODT: looks, headings, page breaks, what is hidden, and how lists are numbered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from corpus.look import Look, is_light
from corpus.odt_names import count, get, name
from corpus.safe_xml import Element

DEEPEST = 20
LEVELS = 10
LONGEST = 100
TITLE = frozenset({"title", "titel"})
HEADING = re.compile(r"^(?:heading|kop)[ _](?:20_)?(\d)$", re.IGNORECASE)
CONTENTS = re.compile(r"^(?:contents|inhoud|inhoudsopgave|toc)[ _](?:20_)?(?:\d|heading|kop)", re.IGNORECASE)
POINTS = re.compile(r"^([\d.]{1,8})(pt|cm|mm|in|%)$")
PER_POINT = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835}


@dataclass(frozen=True, slots=True)
class Style:
    """One style as written, before the one that it is derived from."""

    name: str
    parent: str | None
    level: int | None
    new_page: bool
    ground: bool
    behind: bool
    text: Element | None


@dataclass(frozen=True, slots=True)
class ListLevel:
    """How one level of a list is numbered; ``format`` "" prints nothing, None is a bullet."""

    format: str | None
    start: int = 1
    prefix: str = ""
    suffix: str = ""
    shown: int = 1
    pattern: str | None = None


@dataclass(slots=True)
class Styles:
    """All styles by family and name, and the list styles by name."""

    by_name: dict[tuple[str, str], Style] = field(default_factory=dict)
    lists: dict[str, dict[int, ListLevel]] = field(default_factory=dict)
    outline: dict[int, ListLevel] = field(default_factory=dict)
    base: Look = field(default_factory=Look)
    looks: dict[str | None, Look] = field(default_factory=dict)

    def add(self, elements: Iterable[Element]) -> None:
        """Take the styles among these elements."""
        for element in elements:
            step, title = name(element), get(element, "style:name")
            if step == "style:style" and title:
                self.by_name[get(element, "style:family") or "", title] = _style(element, title)
            elif step == "style:default-style" and get(element, "style:family") == "paragraph":
                self.base = with_properties(Look(size=24), _text_properties(element))
            elif step == "text:list-style" and title:
                self.lists[title] = _levels(element)
            elif step == "text:outline-style":
                self.outline = _levels(element)

    def chain(self, family: str, style: str | None) -> Iterator[Style]:
        """Yield a style and those that it is derived from, nearest first."""
        for _ in range(DEEPEST):
            found = self.by_name.get((family, style or ""))
            if found is None:
                return
            yield found
            style = found.parent

    def level(self, style: str | None) -> int | None:
        """Return the heading level that a paragraph style says: 0 for the title, None for text."""
        return next((s.level for s in self.chain("paragraph", style) if s.level is not None), None)

    def is_contents(self, style: str | None) -> bool:
        """Tell whether a style is for the lines of a table of contents."""
        return any(CONTENTS.match(s.name) for s in self.chain("paragraph", style))

    def new_page(self, style: str | None) -> bool:
        """Tell whether a paragraph or table of this style starts a page."""
        families = ("paragraph", "table")
        return any(next((s.new_page for s in self.chain(f, style)), False) for f in families)

    def has_ground(self, family: str, style: str | None) -> bool:
        """Tell whether what has this style stands on a colour."""
        return any(s.ground for s in self.chain(family, style))

    def is_behind(self, style: str | None) -> bool:
        """Tell whether a drawing of this style lies behind the text."""
        return any(s.behind for s in self.chain("graphic", style))

    def paragraph(self, style: str | None) -> Look:
        """Return the look of a paragraph's text."""
        if style not in self.looks:
            self.looks[style] = self._over(self.base, "paragraph", style)
        return self.looks[style]

    def span(self, style: str | None, look: Look) -> Look:
        """Return the look of a span in text that looks like ``look``."""
        return self._over(look, "text", style)

    def _over(self, look: Look, family: str, style: str | None) -> Look:
        for found in reversed(list(self.chain(family, style))):
            look = with_properties(look, found.text)
            if found.ground:
                look = replace(look, shaded=True)
        return look


def with_properties(look: Look, properties: Element | None) -> Look:
    """Return a look with text properties laid over it."""
    if properties is None:
        return look
    weight, slant = get(properties, "fo:font-weight"), get(properties, "fo:font-style")
    colour, shown = get(properties, "fo:color"), get(properties, "text:display")
    raised = get(properties, "style:text-position")
    return Look(
        look.bold if weight is None else weight in ("bold", "600", "700", "800", "900"),
        look.italic if slant is None else slant in ("italic", "oblique"),
        _half_points(get(properties, "fo:font-size"), look.size),
        look.colour if colour is None else _colour(colour),
        look.vanish if shown is None else shown == "none",
        look.shaded or _is_ground(get(properties, "fo:background-color")),
        look.raised if raised is None else raised.startswith(("super", "33%")),
    )


def _colour(colour: str) -> str | None:
    digits = colour.lstrip("#").upper()
    return None if digits == "000000" else digits


def _half_points(text: str | None, before: int) -> int:
    match = POINTS.match(text or "")
    try:
        amount = float(match.group(1)) if match else 0.0
    except ValueError:
        return before
    if match is None:
        return before
    if match.group(2) == "%":
        return round(before * amount / 100)
    return round(amount * PER_POINT[match.group(2)] * 2)


def _is_ground(colour: str | None) -> bool:
    return bool(colour) and colour != "transparent" and not is_light((colour or "").lstrip("#"))


def _style(element: Element, title: str) -> Style:
    outline = count(element, "style:default-outline-level", 9, 0)
    shown = (get(element, "style:display-name") or title).casefold()
    match = HEADING.match(shown) or HEADING.match(title)
    level = 0 if shown in TITLE else int(match.group(1)) if match else outline or None
    ground = any(
        _is_ground(get(part, "fo:background-color"))
        or get(part, "draw:fill") in ("solid", "gradient", "bitmap")
        for part in element
        if name(part) != "style:text-properties"
    )
    breaks = any(get(part, "fo:break-before") == "page" for part in element)
    behind = any(get(part, "style:run-through") == "background" for part in element)
    new_page = breaks or bool(get(element, "style:master-page-name"))
    return Style(
        title,
        get(element, "style:parent-style-name"),
        level,
        new_page,
        ground,
        behind,
        _text_properties(element),
    )


def _text_properties(element: Element) -> Element | None:
    return next((part for part in element if name(part) == "style:text-properties"), None)


def _levels(element: Element) -> dict[int, ListLevel]:
    found: dict[int, ListLevel] = {}
    for level in element:
        depth = count(level, "text:level", LEVELS) - 1
        pattern = get(level, "loext:num-list-format")
        if name(level) in ("text:list-level-style-bullet", "text:list-level-style-image"):
            found[depth] = ListLevel(None)
        elif name(level) in ("text:list-level-style-number", "text:outline-level-style"):
            found[depth] = ListLevel(
                get(level, "style:num-format") or "",
                count(level, "text:start-value", 30_000),
                (get(level, "style:num-prefix") or "")[:LONGEST],
                (get(level, "style:num-suffix") or "")[:LONGEST],
                count(level, "text:display-levels", LEVELS),
                None if pattern is None else pattern[:LONGEST],
            )
    return found
