"""Cleaned raw blocks to typed blocks: lists, tables, headings, paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.document import BlockKind
from corpus.headings import FULL_STOP, LIST_MARK, find_headings, looks_like_heading
from corpus.raw import Line, RawBlock
from corpus.tables import is_header_line, is_unit_line, values_of

BULLET_MARK = re.compile(r"^(?:[•●▪◦‣·]\s*|[-–]\s+)")
SCORE = re.compile(r"^\d{1,3}$")
LONGEST_LABEL = 60


def structure(blocks: Sequence[RawBlock]) -> tuple[RawBlock, ...]:
    """Return the blocks with a kind each; headings carry a level."""
    return tuple(
        replace(block, kind=block.kind or BlockKind.PARAGRAPH)
        for block in attach_units(find_headings(mark_lists(gather_scores(gather_tables(blocks)))))
    )


def attach_units(blocks: Sequence[RawBlock]) -> list[RawBlock]:
    """Make a line of its own that says the unit the first header line of the table below it."""
    result: list[RawBlock] = []
    for block in blocks:
        before = result[-1] if result else None
        if (
            block.kind is BlockKind.TABLE
            and block.header_rows
            and before is not None
            and before.kind in (None, BlockKind.PARAGRAPH)
            and len(before.lines) == 1
            and is_unit_line(before.text)
        ):
            result[-1] = replace(
                block,
                lines=(*before.lines, *block.lines),
                cells=((before.text,), *block.cells),
                header_rows=block.header_rows + 1,
            )
        else:
            result.append(block)
    return result


def gather_tables(blocks: Sequence[RawBlock]) -> list[RawBlock]:
    """Make one table of lines that stand directly below each other and end in numbers."""
    result: list[RawBlock] = []
    position = 0
    while position < len(blocks):
        end = position + 1
        while end < len(blocks) and blocks[end].kind is None and blocks[end].gap == 0:
            end += 1
        group = list(blocks[position:end])
        if blocks[position].kind is None and len(group) >= 2:
            result.extend(_split_table(group))
        else:
            result.extend(group)
        position = end
    return result


def _split_table(group: list[RawBlock]) -> list[RawBlock]:
    """Cut a group of lines into what precedes the table, the table, and what follows it."""
    numeric = [bool(values_of(block.text)) and not is_header_line(block.text) for block in group]
    wide = [len(values_of(block.text)) >= 2 and n for block, n in zip(group, numeric, strict=True)]
    unit = any(is_unit_line(block.text) for block in group)
    if sum(wide) < 2 and not (unit and sum(numeric) >= 2):
        return group
    first, last = numeric.index(True), len(group) - 1 - numeric[::-1].index(True)
    start = first
    while start > 0 and _belongs_above(group[start - 1].text):
        start -= 1
    lines = tuple(line for block in group[start : last + 1] for line in block.lines)
    return [*group[:start], RawBlock(lines, BlockKind.TABLE), *group[last + 1 :]]


def _belongs_above(text: str) -> bool:
    return is_header_line(text) or is_unit_line(text) or (len(text.split()) <= 6 and looks_like_heading(text))


def gather_scores(blocks: Sequence[RawBlock]) -> list[RawBlock]:
    """Make table rows of cells that a web export flattened to paragraphs: a label, a whole number
    of at most three digits on a line of its own, and a remark, again and again."""
    found = [i for i, b in enumerate(blocks) if b.kind is None and SCORE.match(b.text)]
    starts = {start: i for i in found if (start := _label_start(blocks, i)) is not None}
    if len(starts) < 3:
        return list(blocks)
    following = dict(zip(starts, [*list(starts)[1:], len(blocks)], strict=True))
    result: list[RawBlock] = []
    rows: list[tuple[str, ...]] = []
    position = 0
    while position < len(blocks):
        score = starts.get(position)
        if score is None:
            if rows:
                result.append(_table(result, rows))
                rows = []
            result.append(blocks[position])
            position += 1
            continue
        label = " ".join(block.text for block in blocks[position:score])
        end = score + 1
        remark = end < following[position] and _is_remark(blocks[end])
        rows.append((label, blocks[score].text, *([blocks[end].text] if remark else [])))
        position = end + remark
    if rows:
        result.append(_table(result, rows))
    return result


def _label_start(blocks: Sequence[RawBlock], score: int) -> int | None:
    """Return where the label above a number starts; None where a sentence, a heading or another
    number stands there: then the number is the number of a page."""
    start = score - 1
    goes_on = blocks[start].text.startswith(("&", "en ")) if start > 0 else False
    if start > 0 and (goes_on or blocks[start - 1].text.endswith("&")):
        start -= 1
    label = " ".join(block.text for block in blocks[max(start, 0) : score])
    if any(block.kind is not None for block in blocks[max(start, 0) : score]):
        return None
    named = any(c.isalpha() for c in label) and len(label) <= LONGEST_LABEL
    return start if named and not FULL_STOP.search(label) else None


def _is_remark(block: RawBlock) -> bool:
    return block.kind is None and not block.lines[0].spacer and not SCORE.match(block.text)


def _table(before: list[RawBlock], rows: list[tuple[str, ...]]) -> RawBlock:
    """Return the table of these rows; as many single words straight before it are its header,
    and are taken off ``before``."""
    width = max(len(row) for row in rows)
    header = before[-width:]
    named = len(header) == width and all(b.kind is None and len(b.text.split()) == 1 for b in header)
    if named:
        del before[-width:]
        rows = [tuple(b.text for b in header), *rows]
    lines = tuple(Line(" | ".join(row), 0 if n else 1) for n, row in enumerate(rows))
    return RawBlock(lines, BlockKind.TABLE, cells=tuple(rows), header_rows=int(named))


def mark_lists(blocks: Sequence[RawBlock]) -> list[RawBlock]:
    """Mark list items and take the bullet off; a number stays, it is part of the text."""
    result: list[RawBlock] = []
    for block in blocks:
        text = block.text
        if block.kind is None and LIST_MARK.match(text) and not looks_like_heading(text):
            first = block.lines[0]
            bare = replace(first, text=BULLET_MARK.sub("", first.text))
            block = replace(block, kind=BlockKind.LIST_ITEM, lines=(bare, *block.lines[1:]))
        result.append(block)
    return [block for block in result if block.text.strip()]
