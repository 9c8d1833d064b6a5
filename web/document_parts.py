"""A long document in parts of a bearable length: each a stretch of blocks, cut where a section or
a page begins."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from corpus.document import BlockKind, Document

# In characters. A document that is no longer than MOST is shown as a whole; of a longer one a part
# ends at the first main heading after LEAST, or else at the first page or block after MOST.
LEAST, MOST = 90_000, 120_000
MAIN_LEVEL = 2


def parts(document: Document, least: int = LEAST, most: int = MOST) -> list[range]:
    """Return the blocks of each part, in order; one part for a document that is not long."""
    blocks = document.blocks
    if len(document.text) <= most:
        return [range(len(blocks))]
    starts = [0]
    for index in range(1, len(blocks)):
        block = blocks[index]
        long = block.span.start - blocks[starts[-1]].span.start
        main = block.kind is BlockKind.HEADING and (block.level or 1) <= MAIN_LEVEL
        new_page = block.page is None or block.page != blocks[index - 1].page
        after_heading = blocks[index - 1].kind is BlockKind.HEADING
        if not after_heading and ((main and long >= least) or (new_page and long >= most)):
            starts.append(index)
    return [range(a, b) for a, b in zip(starts, [*starts[1:], len(blocks)], strict=True)]


def part_of_block(found: Sequence[range], block: int) -> int:
    """Return the number of the part that holds a block, counted from 0."""
    return bisect_right([part.start for part in found], block) - 1


def block_at(document: Document, offset: int) -> int:
    """Return the block that holds a character, or the last one before it."""
    return max(0, bisect_right(document.blocks, offset, key=lambda block: block.span.start) - 1)
