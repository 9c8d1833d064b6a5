"""Which paragraphs are headings, and how deep each is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from corpus.document import BlockKind
from corpus.headings import FULL_STOP, MOST_WORDS
from corpus.pdf_blocks import BULLET, LARGER, NUMBERED, SMALLER, Paragraph, Style, style_of
from corpus.pdf_tables import PageTable
from corpus.pdf_words import plain

LONGEST_HEADING = 160
# A line in large or bold letters that is no longer is a heading also with a full stop.
SHORT_TITLE = 40
DEEPEST = 6
# More pieces of text make a page of text.
MOST_ON_COVER = 12
# A style that is used less often opens no level of its own: a cover, a single large word.
OFTEN = 3
# The share of all lines that makes a bold style ordinary text.
ORDINARY = 0.25
CAPTION = re.compile(r"^(?:tabel|figuur|grafiek|afbeelding|kaart|bron)\b", re.IGNORECASE)


def to_headings(
    found: Sequence[Paragraph | PageTable], body: Style, outline: Mapping[str, int]
) -> dict[int, int]:
    """Return the level of every paragraph that is a heading, by its place in ``found``."""
    ordinary = _ordinary_bold(found, body)
    headings = {
        place: item
        for place, item in enumerate(found)
        if isinstance(item, Paragraph) and _could_be_heading(item, body, ordinary, outline)
    }
    cover = _cover_titles(found, headings, outline)
    if cover:
        outline = {title: min(DEEPEST, level + 1) for title, level in outline.items()}
    inside = {place: item for place, item in headings.items() if place not in cover}
    levels = _style_levels(list(inside.values()), outline, int(bool(cover)))
    titles = {place: 1 for place, is_title in cover.items() if is_title}
    return titles | {
        place: outline.get(plain(item.text))
        or outline.get(plain(f"{item.text}{inside[place + 1].text if place + 1 in inside else ''}"))
        or levels[style_of(item.lines[0])]
        for place, item in inside.items()
    }


def _cover_titles(
    found: Sequence[Paragraph | PageTable], headings: Mapping[int, Paragraph], outline: Mapping[str, int]
) -> dict[int, bool]:
    """Return the headings on a cover, and of each whether it is the title: what is printed largest.

    A first page with a text, a table or a chapter that the outline names is no cover.
    """
    first = [item for item in found if isinstance(item, Paragraph) and item.lines[0].page == 1]
    tables = bool(found) and isinstance(found[0], PageTable)
    places = [place for place, item in headings.items() if item.lines[0].page == 1]
    if tables or not places or any(len(item.text) > LONGEST_HEADING for item in first):
        return {}
    if len(first) > MOST_ON_COVER or any(plain(item.text) in outline for item in first):
        return {}
    largest = max(headings[place].lines[0].size for place in places)
    return {place: headings[place].lines[0].size == largest for place in places}


def _ordinary_bold(found: Sequence[Paragraph | PageTable], body: Style) -> bool:
    paragraphs = [p for p in found if isinstance(p, Paragraph)]
    bold = sum(len(p.text) for p in paragraphs if p.lines[0].bold and len(p.text) > LONGEST_HEADING)
    return body.bold or bold > ORDINARY * sum(len(p.text) for p in paragraphs)


def _could_be_heading(item: Paragraph, body: Style, ordinary: bool, outline: Mapping[str, int]) -> bool:
    text, line = item.text, item.lines[0]
    longest = LONGEST_HEADING * (2 if line.bold and NUMBERED.match(text) else 1)
    if not any(c.isalpha() for c in text) or len(text) > longest or len(item.lines) > 4:
        return False
    if item.kind is BlockKind.FOOTNOTE or CAPTION.match(text) or BULLET.match(text):
        return False
    if plain(text) in outline:
        return True
    if not (text[0].isupper() or text[0].isdigit() or text[0] in "‘'“\"(") or text.endswith((",", ";", "-")):
        return False
    larger = line.size > body.size * LARGER
    style = style_of(line)
    marked = line.bold or (line.italic and not body.italic) or _coloured(style.colour, body.colour)
    if larger:
        return not (FULL_STOP.search(text.rstrip(":")) and len(text) > SHORT_TITLE)
    if not marked or (ordinary and not _coloured(style.colour, body.colour)):
        return False
    return (
        line.size >= body.size * SMALLER
        and (
            not FULL_STOP.search(text.rstrip(":"))
            or (line.bold and (len(text) <= SHORT_TITLE or bool(NUMBERED.match(text))))
        )
        and (
            len(text.split()) <= MOST_WORDS
            or bool(NUMBERED.match(text))
            or all(part.bold for part in item.lines)
        )
    )


def _coloured(colour: tuple[int, int, int], body: tuple[int, int, int]) -> bool:
    """Tell whether a colour stands out from that of the text, and is not a shade of grey."""
    apart = max(abs(a - b) for a, b in zip(colour, body, strict=True))
    return apart > 60 and max(colour) - min(colour) > 40


def _style_levels(found: Sequence[Paragraph], outline: Mapping[str, int], depth: int) -> dict[Style, int]:
    """Give each style of heading a level: what the outline says of most of it, else by size and
    weight; ``depth`` is the level above the first."""
    named: dict[Style, Counter[int]] = {}
    styles: Counter[Style] = Counter()
    for item in found:
        style = style_of(item.lines[0])
        styles[style] += 1
        level = outline.get(plain(item.text))
        if level:
            named.setdefault(style, Counter())[level] += 1
    levels: dict[Style, int] = {}
    top = depth
    for style in sorted(styles, key=lambda s: (-s.size, not s.bold, s.italic, -sum(s.colour))):
        known = named.get(style)
        if known and 2 * known.total() < styles[style]:
            depth, known = max(depth, *known), None
        levels[style] = known.most_common(1)[0][0] if known else min(DEEPEST, depth + 1)
        if known or styles[style] >= OFTEN or depth == top:
            depth = max(depth, levels[style])
    return levels
