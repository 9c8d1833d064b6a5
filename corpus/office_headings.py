"""Headings of a DOCX or ODT: those with a heading style, and those that only look like one.

Many are typed without a style: a short line in bold, in a larger letter or in another colour, or the
second level of a numbered list whose first level is the chapters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from corpus.document import BlockKind
from corpus.headings import looks_like_heading
from corpus.look import Look, Mark
from corpus.raw import Line, RawBlock

# Beside styled headings a look counts only when it comes back.
LEAST_RECURRING = 3
LONGEST_RUN = 2
DEEPEST = 9
CONTENTS = frozenset({"inhoud", "inhoudsopgave", "inhoudsopgaaf"})


@dataclass(frozen=True, slots=True)
class Draft:
    """A block with what tells whether it is a heading: its text without number, level by style
    (0 the title), look and number."""

    block: RawBlock
    text: str
    level: int | None = None
    look: Look | None = None
    mark: Mark | None = None

    @property
    def kind(self) -> BlockKind | None:
        """The kind of the block so far."""
        return self.block.kind


def note_draft(text: str, page: int | None) -> Draft:
    """Return a note, which follows the paragraph that refers to it."""
    return Draft(RawBlock((Line(text, gap=1, page=page),), BlockKind.FOOTNOTE), text)


def drop_contents_title(drafts: list[Draft]) -> None:
    """Take off the word above a table of contents, which is left out itself."""
    if drafts and drafts[-1].text.casefold() in CONTENTS:
        drafts.pop()


def with_headings(drafts: Sequence[Draft]) -> tuple[RawBlock, ...]:
    """Return the blocks with every heading marked. Where nothing looks like one the kinds of the
    paragraphs are left open, so that the text itself can tell."""
    styled = {place: draft.level for place, draft in enumerate(drafts) if draft.level is not None}
    shift = int(0 in styled.values())
    levels = {place: (level or 0) + shift if level else 1 for place, level in styled.items()}
    levels |= _numbered(drafts, levels, 1 + shift)
    levels |= _looking(drafts, levels)
    return tuple(_finished(draft, levels.get(place), bool(levels)) for place, draft in enumerate(drafts))


def _finished(draft: Draft, level: int | None, known: bool) -> RawBlock:
    if level is not None:
        return replace(draft.block, kind=BlockKind.HEADING, level=min(level, DEEPEST))
    if not known and draft.kind is BlockKind.PARAGRAPH:
        return replace(draft.block, kind=None)
    return draft.block


def _numbered(drafts: Sequence[Draft], levels: dict[int, int], first: int) -> dict[int, int]:
    """Find headings by their number: "2.1" in front of a short line that text follows, or the
    number of a list that numbers styled headings of the same depth."""
    chapters: dict[str, int] = {}
    same: set[tuple[str, int]] = set()
    for place, level in levels.items():
        if (mark := drafts[place].mark) is not None and mark.text:
            chapters.setdefault(mark.list, level - mark.depth)
            same.add((mark.list, mark.depth))
    found: dict[int, int] = {}
    for place, draft in enumerate(drafts):
        mark = draft.mark
        if place in levels or mark is None or not mark.text or not looks_like_heading(draft.text):
            continue
        following = drafts[place + 1].mark if place + 1 < len(drafts) else mark
        alone = following is None or (following.list, following.depth) != (mark.list, mark.depth)
        if alone and (mark.outline or (mark.list, mark.depth) in same):
            found[place] = max(1, chapters.get(mark.list, first) + mark.depth)
    return found


def _looking(drafts: Sequence[Draft], levels: dict[int, int]) -> dict[int, int]:
    """Find headings by their look: the larger, the higher; bold above not bold, upright above italic."""
    body = _body_look(drafts, levels)
    if body is None:
        return {}
    candidates = {
        place: draft.look
        for place, draft in enumerate(drafts)
        if place not in levels and draft.look is not None and _stands_out(draft, draft.look, body)
    }
    runs = _run_lengths(candidates)
    above = _above_text(drafts, candidates.keys() | levels.keys())
    found = {
        place: look for place, look in candidates.items() if runs[place] <= LONGEST_RUN and place in above
    }
    counts = Counter(found.values())
    least = LEAST_RECURRING if levels else 1
    ranked = sorted(
        (look for look, count in counts.items() if count >= least),
        key=lambda look: (-look.size, not look.bold, look.italic, look.colour or ""),
    )
    deepest = max(levels.values(), default=0)
    rank = {look: deepest + 1 + min(place, 2) for place, look in enumerate(ranked)}
    return {place: rank[look] for place, look in found.items() if look in rank}


def _body_look(drafts: Sequence[Draft], levels: dict[int, int]) -> Look | None:
    """Return the look of most of the running text."""
    sizes: Counter[Look] = Counter()
    for place, draft in enumerate(drafts):
        if draft.look and place not in levels and draft.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM):
            sizes[draft.look] += len(draft.text)
    return sizes.most_common(1)[0][0] if sizes else None


def _stands_out(draft: Draft, look: Look, body: Look) -> bool:
    if draft.kind is not BlockKind.PARAGRAPH or look.size < body.size or not looks_like_heading(draft.text):
        return False
    coloured = look.colour is not None and look.colour != body.colour
    return (look.bold and not body.bold) or look.size > body.size + 1 or coloured


def _run_lengths(candidates: dict[int, Look]) -> dict[int, int]:
    """Return for each candidate how many of the same look stand directly below each other."""
    runs: list[list[int]] = []
    for place, look in candidates.items():
        last = runs[-1][-1] if runs else None
        if last is not None and place == last + 1 and candidates[last] == look:
            runs[-1].append(place)
        else:
            runs.append([place])
    return {place: len(run) for run in runs for place in run}


def _above_text(drafts: Sequence[Draft], headings: Set[int]) -> set[int]:
    """Return the places below which text follows, if need be below further headings."""
    found: set[int] = set()
    text_below = False
    for place in range(len(drafts) - 1, -1, -1):
        if text_below:
            found.add(place)
        if place not in headings:
            text_below = drafts[place].kind is not BlockKind.FOOTNOTE
    return found
