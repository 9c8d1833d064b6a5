"""Lines in reading order to paragraphs, list items, headings and footnotes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.document import BlockKind
from corpus.pdf_layout import Item, PrintedLine
from corpus.pdf_tables import PageTable
from corpus.pdf_words import hyphen_join
from corpus.raw import Line, RawBlock

# Bullets, also those that symbol fonts keep in a private part of Unicode.
BULLET = re.compile(r"^(?:[•●▪◦‣·■□➢➔►✓*o\uf000-\uf0ff]|[-–—])(?:\s+|$)")
NUMBER_MARK = re.compile(
    r"^(?:\d{1,3}[.)]|\(?[a-z]{1,2}[.)]|\(?[ivx]{1,4}[.)]|\d{1,2}(?:\.\d{1,2})+\.?)\s+\S"
)
NUMBERED = re.compile(r"^\d{1,2}(?:\.\d{1,2}){0,4}\.?\s+\S")
SENTENCE_END = re.compile(r"[.!?:;]['’”\")\]]?$")
NOTE = re.compile(r"^(?:\d{1,3}|\*{1,3})\)?\s+\S|^\d{1,3}[A-Z]")
CONTENTS = re.compile(r"(?:\.\s?){5,}\s*\d*$|…{2,}\s*\d*$|_{8,}")
LARGER = 1.12
SMALLER = 0.93
SHORT_LINE = 0.88
# A line that begins further to the right than this part of the column is set to the right.
TO_THE_RIGHT = 0.4
# As many lines with leaders make a table of contents.
LEAST_CONTENTS = 3
# Lines further apart than those of one paragraph by this part of their size are of two.
EXTRA_LEADING = 0.35


@dataclass(frozen=True, slots=True)
class Style:
    """What tells headings from text: size in points, weight, slant and colour."""

    size: float
    bold: bool
    italic: bool
    colour: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together; ``kind`` is None until it is known whether it is a heading."""

    lines: tuple[PrintedLine, ...]
    kind: BlockKind | None = None

    @property
    def text(self) -> str:
        """The lines with a space between them."""
        return " ".join(line.text for line in self.lines)


def style_of(line: PrintedLine) -> Style:
    """Return the style of most of a line."""
    colour = Counter(word.colour for word in line.words).most_common(1)[0][0]
    return Style(round(line.size * 2) / 2, line.bold, line.italic, colour)


def body_style(items: Sequence[Item]) -> Style:
    """Return the style in which most characters are printed."""
    counted: Counter[Style] = Counter()
    for item in items:
        if isinstance(item, PrintedLine):
            counted[style_of(item)] += len(item.text)
    return counted.most_common(1)[0][0] if counted else Style(10.0, False, False, (0, 0, 0))


def leading(items: Sequence[Item]) -> float:
    """Return the usual distance from line to line within a paragraph, in sizes."""
    steps = [
        (b.box.y0 - a.box.y0) / a.size
        for a, b in pairwise(items)
        if isinstance(a, PrintedLine) and isinstance(b, PrintedLine)
        if a.page == b.page and abs(a.size - b.size) < 0.5 and 0 < b.box.y0 - a.box.y0 < 3 * a.size
    ]
    return sorted(steps)[len(steps) // 3] if steps else 1.3


def to_paragraphs(items: Sequence[Item]) -> list[Paragraph | PageTable]:
    """Group lines to paragraphs; tables stay in their place."""
    body, step = body_style(items), leading(items)
    result: list[Paragraph | PageTable] = []
    for item in items:
        last = result[-1] if result else None
        if isinstance(item, PageTable):
            result.append(item)
        elif isinstance(last, Paragraph) and (_is_bullet(last) or _goes_on(last, item, body, step)):
            result[-1] = replace(last, lines=(*last.lines, item))
        else:
            result.append(_paragraph(item, body))
    return _after_text(_rejoined(result))


def _is_bullet(paragraph: Paragraph) -> bool:
    """Tell whether this is the mark of a list and nothing else: its text stands on the next line."""
    return all(BULLET.match(word) for word in paragraph.text.split())


def _paragraph(line: PrintedLine, body: Style) -> Paragraph:
    text = line.text
    if BULLET.match(text) or (NUMBER_MARK.match(text) and line.size < body.size * LARGER and not line.bold):
        return Paragraph((line,), BlockKind.LIST_ITEM)
    if line.size < body.size * SMALLER and NOTE.match(text):
        return Paragraph((line,), BlockKind.FOOTNOTE)
    return Paragraph((line,))


def _goes_on(paragraph: Paragraph, line: PrintedLine, body: Style, step: float) -> bool:
    """Tell whether a line is of the same paragraph as the lines above it."""
    before = paragraph.lines[-1]
    if _stands_apart(before, line, step) or BULLET.match(line.text):
        return False
    if paragraph.kind is BlockKind.FOOTNOTE:
        return not NOTE.match(line.text)
    ended = _ended(before, line) and not (line.text[:1].islower() and line.bold == before.bold)
    if _looks(line) != _looks(before) and (
        ended or _is_larger(before, body) or _title_ends(before, line) or _title_begins(before, line)
    ):
        return False
    if paragraph.kind is BlockKind.LIST_ITEM:
        return _item_goes_on(paragraph, line, ended)
    if NUMBER_MARK.match(line.text) and (ended or SENTENCE_END.search(before.text)):
        return False
    if line.bold == before.bold and (_is_larger(before, body) or before.bold):
        return not (ended and NUMBERED.match(line.text))
    return _text_goes_on(before, line, ended)


def _title_ends(before: PrintedLine, line: PrintedLine) -> bool:
    """Tell whether bold or coloured letters stop with the line, and no sentence goes on."""
    plain_words = before.bold and not any(word.bold for word in line.words)
    colours = {word.colour for word in before.words}
    painted = len(colours) == 1 and not any(word.colour in colours for word in line.words)
    return (plain_words or painted) and not line.text[:1].islower()


def _title_begins(before: PrintedLine, line: PrintedLine) -> bool:
    """Tell whether a line in bold comes after a sentence that is not."""
    starts = line.bold and not before.bold and not line.text[:1].islower()
    return starts and bool(SENTENCE_END.search(before.text))


def _looks(line: PrintedLine) -> tuple[bool, bool, tuple[int, int, int]]:
    style = style_of(line)
    return style.bold, style.italic, style.colour


def _stands_apart(before: PrintedLine, line: PrintedLine, step: float) -> bool:
    """Tell whether a line is elsewhere, in another size, or further down than the next line is."""
    if line.page != before.page or line.box.y0 < before.box.y0 or CONTENTS.search(before.text):
        return True
    apart = line.box.y0 - before.box.y0 > (max(step, 1.0) + EXTRA_LEADING) * before.size
    return apart or abs(line.size - before.size) > 0.08 * before.size


def _ended(before: PrintedLine, line: PrintedLine) -> bool:
    """Tell whether a line was ended on purpose: the next word would have fitted on it."""
    room, before_it = before.right - before.box.x1, before.box.x0 - before.left
    if before_it > TO_THE_RIGHT * (before.right - before.left):
        room += before_it
    return (
        room > (1 - SHORT_LINE) * (before.right - before.left) and room > _first_word(line) + before.size / 3
    )


def _item_goes_on(item: Paragraph, line: PrintedLine, ended: bool) -> bool:
    start = item.lines[0].box.x0
    finished = bool(SENTENCE_END.search(item.lines[-1].text))
    if NUMBER_MARK.match(line.text) and (line.box.x0 <= start + 2 or ended or finished):
        return False
    if ended and line.text[:1].isupper():
        return False
    return line.box.x0 > start + 3 or not (ended and finished)


def _text_goes_on(before: PrintedLine, line: PrintedLine, ended: bool) -> bool:
    finished = bool(SENTENCE_END.search(before.text))
    if ended and (finished or not line.text[:1].islower()):
        return False
    indented = line.box.x0 > line.left + before.size * 0.8 and abs(before.box.x0 - before.left) < 2
    return not (indented and finished)


def _first_word(line: PrintedLine) -> float:
    return line.words[0].box.x1 - line.words[0].box.x0


def _is_larger(line: PrintedLine, body: Style) -> bool:
    return line.size > body.size * LARGER


def _rejoined(found: Sequence[Paragraph | PageTable]) -> list[Paragraph | PageTable]:
    """Join a paragraph that was cut by the end of a column or page."""
    result: list[Paragraph | PageTable] = []
    for item in found:
        before, at = _open_paragraph(result)
        if before and isinstance(item, Paragraph) and _continues(before, item):
            result[at] = replace(before, lines=(*before.lines, *item.lines))
        else:
            result.append(item)
    return result


def _open_paragraph(result: Sequence[Paragraph | PageTable]) -> tuple[Paragraph | None, int]:
    """Return the last paragraph and its place, footnotes and tables after it passed over."""
    for place in range(len(result) - 1, max(-1, len(result) - 12), -1):
        item = result[place]
        if isinstance(item, Paragraph) and item.kind is not BlockKind.FOOTNOTE:
            return item, place
    return None, -1


def _continues(before: Paragraph, item: Paragraph) -> bool:
    if item.kind is not None:
        return False
    last, first = before.lines[-1], item.lines[0]
    moved = first.page != last.page or first.box.y0 < last.box.y0
    cut = not SENTENCE_END.search(last.text) and first.text[:1].islower()
    return moved and first.page - last.page <= 1 and cut and abs(first.size - last.size) < 0.6


def _after_text(found: Sequence[Paragraph | PageTable]) -> list[Paragraph | PageTable]:
    """Leave out the lines of a table of contents: they are headings with the number of a page."""
    lines = [isinstance(p, Paragraph) and bool(CONTENTS.search(p.lines[-1].text)) for p in found]
    if sum(lines) < LEAST_CONTENTS:
        return list(found)
    return [p for p, contents in zip(found, lines, strict=True) if not contents]


def to_block(item: Paragraph, level: int | None) -> RawBlock | None:
    """Return the block of a paragraph, hyphens at line ends joined; None for a mark without a text."""
    kind = BlockKind.HEADING if level else item.kind or BlockKind.PARAGRAPH
    lines: list[Line] = []
    texts = [line.text for line in item.lines]
    if kind is BlockKind.LIST_ITEM:
        while BULLET.match(texts[0]):
            texts[0] = BULLET.sub("", texts[0])
    printed = [(line, text) for line, text in zip(item.lines, texts, strict=True) if text]
    texts = [text for _, text in printed]
    for number, (line, text) in enumerate(printed):
        glued = False
        if number + 1 < len(texts):
            text, glued = hyphen_join(text, texts[number + 1])
        lines.append(Line(text, 1 if number == 0 else 0, page=line.page, box=line.box, glued=glued))
    return RawBlock(tuple(lines), kind, level) if lines else None
