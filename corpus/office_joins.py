"""Mend a document that was made from a PDF: its paragraphs stop where a page did, and its words are
still cut where a line ended ("econo- mische").

One is known by many such words; in any other document nothing is changed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from corpus.document import BlockKind
from corpus.office_headings import Draft
from corpus.raw import RawBlock

LEAST_CUT = 10
SHORTEST_STOPPED = 60
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# "zorg- en welzijnswerk" is meant so.
CUT = re.compile(r"(?<![^\W\d_])([^\W\d_]++)- (?!(?:en|of|en/of|tot|dan|als|maar)\b)([^\W\d_A-Z]+)")
STOPPED = re.compile(r"[^\W\d_][-–]?$|[\w,)’']$")
TEXT = (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)


def mended(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts with stopped paragraphs joined and cut words whole, where the document needs it."""
    texts = [line.text for draft in drafts for line in draft.block.lines]
    if sum(len(CUT.findall(text)) for text in texts) < LEAST_CUT:
        return list(drafts)
    joined = _joined(drafts)
    words = Counter(word.casefold() for text in texts for word in WORD.findall(CUT.sub(" ", text)))
    return [_whole(draft, words) for draft in joined]


def _joined(drafts: Sequence[Draft]) -> list[Draft]:
    result: list[Draft] = []
    for draft in drafts:
        if result and _goes_on(result[-1], draft):
            result[-1] = _with_more(result[-1], draft)
        else:
            result.append(draft)
    return result


def _goes_on(before: Draft, draft: Draft) -> bool:
    """Tell whether a paragraph, or what was taken for a heading, goes on with the one before it."""
    if before.kind not in TEXT or draft.kind not in (BlockKind.PARAGRAPH, BlockKind.HEADING):
        return False
    if draft.mark is not None or not draft.text[:1].islower() or not STOPPED.search(before.text):
        return False
    return len(before.text) >= SHORTEST_STOPPED or before.text.endswith("-")


def _with_more(before: Draft, draft: Draft) -> Draft:
    *lines, last = before.block.lines
    first, *rest = draft.block.lines
    if first.page == last.page:
        lines.append(replace(last, text=f"{last.text} {first.text}", glued=first.glued))
    else:
        lines.extend((last, first))
    block = replace(before.block, lines=(*lines, *rest))
    return replace(before, block=block, text=f"{before.text} {draft.text}")


def _whole(draft: Draft, words: Counter[str]) -> Draft:
    block = draft.block
    lines = tuple(replace(line, text=_mend(line.text, words)) for line in block.lines)
    cells = tuple(tuple(_mend(cell, words) for cell in row) for row in block.cells)
    mended_block: RawBlock = replace(block, lines=lines, cells=cells)
    return replace(draft, block=mended_block, text=_mend(draft.text, words))


def _mend(text: str, words: Counter[str]) -> str:
    def whole(cut: re.Match[str]) -> str:
        first, second = cut.groups()
        hyphened = f"{first}-{second}"
        if words[(first + second).casefold()]:
            return first + second
        both = words[first.casefold()] > 1 and words[second.casefold()] > 1
        return hyphened if words[hyphened.casefold()] or both else first + second

    return CUT.sub(whole, text)
