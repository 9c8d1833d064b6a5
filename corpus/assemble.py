"""Typed raw blocks to the canonical text and the spans in it.

Blocks stand apart by an empty line, list items of one list and rows of one table by a line end.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from corpus.document import Block, BlockKind, Place, Span
from corpus.raw import RawBlock
from corpus.tables import build_table


def assemble(raw: Sequence[RawBlock]) -> tuple[str, tuple[Block, ...], tuple[Place, ...]]:
    """Return the canonical text, its blocks and the place of every printed line."""
    parts: list[str] = []
    blocks: list[Block] = []
    places: list[Place] = []
    offset = 0
    previous: RawBlock | None = None
    for block in raw:
        separator = _separator(previous, block)
        parts.append(separator)
        offset += len(separator)
        joint = "\n" if block.kind is BlockKind.TABLE else " "
        starts: list[tuple[int, str]] = []
        start = offset
        for number, line in enumerate(block.lines):
            if number and not block.lines[number - 1].glued:
                parts.append(joint)
                offset += 1
            parts.append(line.text)
            starts.append((offset, line.text))
            if line.page is not None:
                places.append(Place(Span(offset, offset + len(line.text)), line.page, line.box))
            offset += len(line.text)
        table = build_table(starts, block.cells, block.header_rows) if block.kind is BlockKind.TABLE else None
        if table and table.unit is None and block.goes_on and blocks and blocks[-1].table:
            table = replace(table, unit=blocks[-1].table.unit)
        kind = block.kind or BlockKind.PARAGRAPH
        page = block.lines[0].page
        blocks.append(Block(kind, Span(start, offset), block.level, page, table))
        previous = block
    return "".join(parts), tuple(blocks), tuple(places)


def _separator(previous: RawBlock | None, block: RawBlock) -> str:
    if previous is None:
        return ""
    both = previous.kind is BlockKind.LIST_ITEM and block.kind is BlockKind.LIST_ITEM
    return "\n" if both else "\n\n"


def version_of(text: str) -> str:
    """Return the text version: the SHA-256 of the canonical text in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
