"""Take out what is not text: navigation left over by web exports, progress widgets, build stamps.

Every function maps blocks to blocks; what is dropped is only ever whole lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.document import BlockKind
from corpus.headings import LIST_MARK
from corpus.raw import Line, RawBlock

BACK_TO = re.compile(
    r"^(?:terug|ga|spring)\s+(?:naar|terug naar)\s+(?:de\s+)?"
    r"(?:navigatie|boven|begin|inhoud|inhoudsopgave|hoofdinhoud|menu)\b(?:\s*[-–:|]\s*(?P<title>.+))?$",
    re.IGNORECASE,
)
LEFTOVER = re.compile(
    r"^(?:naar boven|naar de inhoud|deel deze pagina|print deze pagina|lees voor|meer tonen|minder tonen"
    r"|deze pagina is gebouwd op .*|\d+(?:[.,]\d+)?\s?%\s+complete)$",
    re.IGNORECASE,
)
AMOUNT = re.compile(r"^€\s?-?\s?[\d.]+(?:,\d+)?$")
SHARE = re.compile(r"^-?[\d.]+(?:,\d+)?\s?%$")
TIMES = re.compile(r"^[x×]\s?€\s?1\.000(?:\.000)?$", re.IGNORECASE)
# "U" and "O" are words of their own.
INITIAL = re.compile(r"^[A-NP-TV-Z] [a-zà-ÿ]{4,}")
MID_SENTENCE = re.compile(r"[\w,)’']$")


def clean(blocks: Sequence[RawBlock]) -> tuple[RawBlock, ...]:
    """Return the blocks without navigation and widgets, broken sentences joined again."""
    return tuple(join_broken(gather_widgets(drop_navigation(join_initials(blocks)))))


def is_navigation(text: str) -> bool:
    """Tell whether a line is left over from a site: navigation, a progress bar, a build stamp."""
    return bool(BACK_TO.match(text) or LEFTOVER.match(text))


def join_initials(blocks: Sequence[RawBlock]) -> list[RawBlock]:
    """Join a decorated first letter to its word ("B eschikbaar")."""
    result = []
    for block in blocks:
        first = block.lines[0]
        if block.kind is None and INITIAL.match(first.text):
            first = replace(first, text=first.text[0] + first.text[2:])
            block = replace(block, lines=(first, *block.lines[1:]))
        result.append(block)
    return result


def drop_navigation(blocks: Sequence[RawBlock]) -> list[RawBlock]:
    """Drop navigation lines; a heading that such a line repeats ("Terug naar navigatie - Doelen")
    is thereby known to be a heading. The line below starts a block of its own."""
    kept: list[RawBlock] = []
    dropped = False
    for block in blocks:
        if is_navigation(block.text):
            match = BACK_TO.match(block.text)
            title = match.group("title") if match else None
            if title and kept and kept[-1].text.casefold() == title.strip().casefold():
                kept[-1] = replace(kept[-1], kind=BlockKind.HEADING, navigated=True)
            dropped = True
            continue
        if dropped:
            first = replace(block.lines[0], gap=max(1, block.gap))
            block = replace(block, lines=(first, *block.lines[1:]))
        kept.append(block)
        dropped = False
    return kept


def gather_widgets(blocks: Sequence[RawBlock]) -> list[RawBlock]:
    """Make one table row of a label, a share, an amount and its unit that stand on lines of their own."""
    result: list[RawBlock] = []
    position = 0
    while position < len(blocks):
        widget = _widget_at(blocks, position)
        if widget:
            cells = tuple(block.text for block in widget)
            line = Line(" | ".join(cells), blocks[position].gap, page=blocks[position].lines[0].page)
            previous = result[-1] if result else None
            if previous and previous.kind is BlockKind.TABLE and TIMES.match(previous.cells[-1][-1]):
                result[-1] = replace(previous, lines=(*previous.lines, line), cells=(*previous.cells, cells))
            else:
                result.append(RawBlock((line,), BlockKind.TABLE, cells=(cells,)))
            position += len(widget)
        else:
            result.append(blocks[position])
            position += 1
    return result


def _widget_at(blocks: Sequence[RawBlock], position: int) -> list[RawBlock]:
    label, *rest = blocks[position : position + 4]
    if label.kind is not None or len(label.text) > 60 or not label.text[:1].isalpha():
        return []
    widget = [label]
    for pattern, needed in ((SHARE, False), (AMOUNT, True), (TIMES, True)):
        if rest and pattern.match(rest[0].text):
            widget.append(rest.pop(0))
        elif needed:
            return []
    return widget


def join_broken(blocks: Sequence[RawBlock]) -> list[RawBlock]:
    """Join a paragraph that stops in mid-sentence to the next one, when that goes on in lower case."""
    groups: list[list[RawBlock]] = []
    for block in blocks:
        if groups and _goes_on(groups[-1], block):
            groups[-1].append(block)
        else:
            groups.append([block])
    return [
        replace(group[0], lines=tuple(line for block in group for line in block.lines))
        if len(group) > 1
        else group[0]
        for group in groups
    ]


def _goes_on(before: Sequence[RawBlock], block: RawBlock) -> bool:
    last = before[-1]
    return (
        last.kind is None
        and block.kind is None
        and (len(before) > 1 or len(last.text) > 80)
        and bool(MID_SENTENCE.match(last.text[-1:]))
        and block.text[:1].islower()
        and not LIST_MARK.match(block.text)
    )
