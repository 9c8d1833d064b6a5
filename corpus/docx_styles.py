"""The styles of a DOCX: which paragraphs are headings, what text looks like."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.docx_names import below, child, get, name, number, switch, value
from corpus.look import Look, is_light
from corpus.safe_xml import Element

DEEPEST = 20
HEADING = re.compile(r"^(?:heading|kop|berschrift|überschrift|titre)\s?([1-9])$", re.IGNORECASE)
TITLE = frozenset({"title", "titel"})
CONTENTS = re.compile(r"^(?:toc|inhopg)\s?(?:\d|heading)|^kopvaninhoudsopgave|^kop van inhoud", re.IGNORECASE)
LISTED = re.compile(r"^(?:list (?:bullet|number)|lijstopsom|lijstnummering|opsomming)", re.IGNORECASE)
BLACK = frozenset({"auto", "000000"})


@dataclass(frozen=True, slots=True)
class Style:
    """One style as written, before what it is based on."""

    name: str
    based_on: str | None
    level: int | None
    paragraph: Element | None
    run: Element | None
    shades: bool = False


@dataclass(slots=True)
class Styles:
    """All styles by id; looks are worked out once."""

    by_id: dict[str, Style] = field(default_factory=dict)
    default: str | None = None
    base: Look = field(default_factory=Look)
    looks: dict[str | None, Look] = field(default_factory=dict)

    def chain(self, style: str | None) -> Iterator[Style]:
        """Yield a style and what it is based on, nearest first."""
        for _ in range(DEEPEST):
            found = self.by_id.get(style or "")
            if found is None:
                return
            yield found
            style = found.based_on

    def level(self, style: str | None) -> int | None:
        """Return the heading level of a style: 0 for the title, 1 for a chapter; None for text."""
        return next((s.level for s in self.chain(style) if s.level is not None), None)

    def look(self, style: str | None, over: Look | None = None) -> Look:
        """Return what text of a style looks like, laid over ``over`` or the document's own look."""
        if over is not None:
            for found in reversed(list(self.chain(style))):
                over = with_properties(over, found.run)
            return over
        if style not in self.looks:
            self.looks[style] = self.look(style, self.base)
        return self.looks[style]

    def is_contents(self, style: str | None) -> bool:
        """Tell whether a style is for the lines of a table of contents."""
        return any(CONTENTS.search(s.name) for s in self.chain(style))

    def is_list(self, style: str | None) -> bool:
        """Tell whether a style is for list items."""
        return any(LISTED.search(s.name) for s in self.chain(style))

    def paragraph_property(self, style: str | None, step: str) -> Element | None:
        """Return the nearest paragraph property of that name in a style's chain."""
        found = (child(s.paragraph, step) for s in self.chain(style))
        return next((element for element in found if element is not None), None)

    def shades(self, style: str | None) -> bool:
        """Tell whether a table style colours cells, so that white letters may show on them."""
        return any(s.shades for s in self.chain(style))


def read_styles(root: Element | None) -> Styles:
    """Return the styles of ``styles.xml``, or those of an empty one."""
    styles = Styles()
    for element in root if root is not None else ():
        if name(element) == "w:docDefaults":
            styles.base = with_properties(Look(), child(element, "w:rPrDefault", "w:rPr"))
        elif name(element) == "w:style" and (style_id := get(element, "styleId")):
            styles.by_id[style_id] = _style(element, style_id)
            if get(element, "type") == "paragraph" and (get(element, "default") or "0") != "0":
                styles.default = style_id
    return styles


def with_properties(look: Look, properties: Element | None) -> Look:
    """Return a look with run properties laid over it."""
    if properties is None or not len(properties):
        return look
    size = value(properties, "w:sz")
    colour = value(properties, "w:color")
    raised = value(properties, "w:vertAlign")
    return Look(
        switch(properties, "w:b", look.bold),
        switch(properties, "w:i", look.italic),
        number(size, look.size) if size else look.size,
        look.colour if colour is None else (None if colour in BLACK else colour.upper()),
        switch(properties, "w:vanish", look.vanish),
        look.shaded or is_shaded(properties),
        look.raised if raised is None else raised == "superscript",
    )


def is_shaded(properties: Element | None) -> bool:
    """Tell whether run, paragraph or cell properties colour the ground behind the text."""
    shade = child(properties, "w:shd")
    fill = get(shade, "fill") or "auto"
    themed = (get(shade, "themeFill") or "background1") not in ("background1", "light1")
    marked = value(properties, "w:highlight") or "none"
    return themed or (fill.lower() != "auto" and not is_light(fill)) or marked not in ("none", "white")


def direct_level(properties: Element | None) -> int | None:
    """Return the heading level that a paragraph's own properties give it, 9 for none at all."""
    outline = value(properties, "w:outlineLvl")
    return None if outline is None else number(outline, 9) + 1


def _style(element: Element, style_id: str) -> Style:
    title = value(element, "w:name") or style_id
    paragraph = child(element, "w:pPr")
    shades = get(element, "type") == "table" and any(
        is_shaded(properties) for properties in below(element, "w:tcPr", "w:tblPr", "w:pPr")
    )
    return Style(
        title,
        value(element, "w:basedOn"),
        _level(title, style_id, paragraph),
        paragraph,
        child(element, "w:rPr"),
        shades,
    )


def _level(title: str, style_id: str, paragraph: Element | None) -> int | None:
    for word in (title, style_id):
        if word.casefold() in TITLE:
            return 0
        if match := HEADING.match(word):
            return int(match.group(1))
    outline = direct_level(paragraph)
    return outline if outline is None or outline < 10 else None
