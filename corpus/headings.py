"""Find the headings in text that has no markup, and give them levels.

A heading is a short line without a full stop above something longer. Its level follows from what
surrounds it: a heading straight above another is a chapter, one that the navigation repeats is a
standard section, a line in capitals that recurs opens the same part of every chapter.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from corpus.document import BlockKind
from corpus.raw import RawBlock

MOST_CHARACTERS = 110
MOST_WORDS = 16
LIST_MARK = re.compile(r"^(?:[•●▪◦‣·]|[-–]\s+|\d{1,2}[.)]\s*(?=\D)|[a-z][.)]\s)")
NUMBERED = re.compile(r"^\d{1,2}[.)]\s*(?=\D)")
CAPTION = re.compile(r"^(?:afbeelding|figuur|foto|grafiek|kaart)\s+\d", re.IGNORECASE)
SENTENCE_START = re.compile(r"^(?:we|wij|er|ze|zij|door|om|dit|deze|dat|hierdoor|daarnaast)\s", re.IGNORECASE)
TOP = re.compile(
    r"^(?:bijlage|hoofdstuk|deel|case|casus|tot slot|nawoord|voorwoord|paragraaf)\b", re.IGNORECASE
)
PART = re.compile(r"^(?:programma|thema|opgave|pijler|taakveld|beleidsveld)\s+[\d.]+", re.IGNORECASE)
# The questions that every chapter of a Dutch budget answers, also where there is one chapter only.
STANDARD = re.compile(r"^wat (?:will?en|wil|gaan|gaat|doen|doet|hebben|heeft|mag|kost)\b", re.IGNORECASE)
ANNEX = re.compile(r"^bijlage\b", re.IGNORECASE)
UNFINISHED = re.compile(r"\s(?:en|of|de|het|een|door|van|voor|met)$")
FULL_STOP = re.compile(r"[.;:,!…]['’\")\]]?$")
# A name with a mark of its own at the end of a line ("Regionaal werkbedrijf ‘Aan de slag!’").
QUOTED_NAME = re.compile(r"(?<=\w )[‘“\"'][A-Z][^’”\"']*[!…][’”\"']$")


def find_headings(blocks: Sequence[RawBlock]) -> tuple[RawBlock, ...]:
    """Return the blocks with every heading marked and levelled; other kinds stay as they are."""
    marked = _mark(blocks)
    if any(b.kind is BlockKind.HEADING and b.level is not None for b in blocks):
        return tuple(replace(b, level=b.level or 6) if b.kind is BlockKind.HEADING else b for b in marked)
    return tuple(_levels(marked))


def looks_like_heading(text: str) -> bool:
    """Tell whether a line could be a heading by its own looks."""
    words = text.split()
    if len(text) > MOST_CHARACTERS or len(words) > MOST_WORDS or not any(c.isalpha() for c in text):
        return False
    if not (text[0].isupper() or text[0].isdigit() or text[0] in "‘'“\"("):
        return False
    text = QUOTED_NAME.sub("", text).rstrip()
    if NUMBERED.match(text):
        return text.endswith("?") or (len(words) <= 6 and not FULL_STOP.search(text))
    return not (
        FULL_STOP.search(text)
        or LIST_MARK.match(text)
        or CAPTION.match(text)
        or UNFINISHED.search(text)
        or text.count("?") > 1
        or (len(words) > 7 and SENTENCE_START.match(text))
        or (len(words) > 8 and ": " in text)
    )


def _mark(blocks: Sequence[RawBlock]) -> list[RawBlock]:
    result = list(blocks)
    after = [b.text[:1] for b in blocks[1:]] + [""] * bool(blocks)
    open_ = [
        b.kind is None and looks_like_heading(b.text) and not next_.islower()
        for b, next_ in zip(blocks, after, strict=True)
    ]
    position = 0
    while position < len(blocks):
        if not open_[position]:
            position += 1
            continue
        end = position
        while end < len(blocks) and (open_[end] or blocks[end].kind is BlockKind.HEADING):
            end += 1
        for place in _headings_in_run(blocks, position, end):
            result[place] = replace(blocks[place], kind=BlockKind.HEADING)
        position = end
    return result


def _headings_in_run(blocks: Sequence[RawBlock], start: int, end: int) -> list[int]:
    """Choose the headings among consecutive short lines: three or more that are followed by a
    larger gap, or by nothing, are a list under the first."""
    run = [i for i in range(start, end) if blocks[i].kind is None]
    known = len(run) < end - start
    at_end = end >= len(blocks)
    spaced = at_end or (blocks[end].lines[0].spacer and not known)
    if spaced and len(run) >= 3 and start > 0:
        return run[:1] if not at_end else []
    if spaced and len(run) <= 2 and start > 0 and not _opens_part(blocks, run[-1], at_end):
        return run[:-1] if at_end else run
    return run if not at_end else []


def _opens_part(blocks: Sequence[RawBlock], position: int, at_end: bool) -> bool:
    return not at_end and blocks[position].lines[0].spacer


def _levels(blocks: Sequence[RawBlock]) -> list[RawBlock]:
    headings = [i for i, b in enumerate(blocks) if b.kind is BlockKind.HEADING]
    if any(blocks[i].navigated for i in headings):
        levels = _levels_with_navigation(blocks, headings)
    else:
        levels = _levels_by_chain(blocks, headings)
    result = list(blocks)
    for place, level in levels.items():
        result[place] = replace(blocks[place], level=level)
    return result


def _levels_with_navigation(blocks: Sequence[RawBlock], headings: list[int]) -> dict[int, int]:
    """1 the title, 2 what stands straight above a standard section, 3 standard sections, 4 the rest
    (5 below a part that has a number, or straight below another of the rest)."""
    repeats = Counter(blocks[i].text.casefold() for i in headings if blocks[i].navigated)
    title = blocks[headings[0]].text.casefold()
    levels: dict[int, int] = {}
    in_part = False
    for i in headings:
        text = blocks[i].text
        next_ = blocks[i + 1] if i + 1 < len(blocks) else None
        if text.casefold() == title:
            level = 1
        elif blocks[i].navigated:
            below = levels.get(i - 1) == 2
            level = 3 if below or repeats[text.casefold()] > 1 or STANDARD.match(text) else 2
        elif next_ is not None and next_.kind is BlockKind.HEADING and next_.navigated:
            level = 2
        else:
            part = bool(PART.match(text))
            in_part = in_part or part
            level = 5 if not part and (in_part or levels.get(i - 1) == 4) else 4
        in_part = in_part and level >= 4
        levels[i] = level
    return levels


def _levels_by_chain(blocks: Sequence[RawBlock], headings: list[int]) -> dict[int, int]:
    """1 the title, 2 chapters, 3 sections, 4 sections below a recurring part in capitals or in an
    annex; numbered questions go one deeper."""
    capitals = Counter(blocks[i].text for i in headings if blocks[i].text.isupper())
    chapters = named_chapters(blocks)
    places = frozenset(headings)
    levels: dict[int, int] = {headings[0]: 1} if headings else {}
    below, annex = 3, False
    for i in headings[1:]:
        text = blocks[i].text
        before = levels.get(i - 1)
        numbered = bool(NUMBERED.match(text))
        opens = i + 1 in places and not NUMBERED.match(blocks[i + 1].text)
        if ANNEX.match(text):
            level, below, annex = 2, 4, True
        elif annex and before == 2:
            level = 3
        elif capitals[text] > 1:
            level, below = 3, 4
        elif numbered:
            level = below + 1
        elif not annex and _is_chapter(text, opens, before, chapters):
            level, below = 2, 3
        else:
            level = below
        levels[i] = level
    return levels


def _is_chapter(text: str, opens: bool, before: int | None, chapters: frozenset[str]) -> bool:
    return (
        before == 1
        or bool(TOP.match(text))
        or text.casefold() in chapters
        or (opens and (before is None or before < 2))
    )


def named_chapters(blocks: Sequence[RawBlock]) -> frozenset[str]:
    """Return the titles that the text itself calls a chapter ("in het hoofdstuk ‘Sport’")."""
    found: set[str] = set()
    for block in blocks:
        for match in re.finditer(
            r"hoofdstuk(?:ken)?\s+((?:[‘'“\"][^’'”\"]{3,80}[’'”\"](?:,\s*|\s+en\s+)?)+)", block.text
        ):
            quoted = re.findall(r"[‘'“\"]([^’'”\"]{3,80})[’'”\"]", match.group(1))
            found.update(title.casefold() for title in quoted)
    return frozenset(found)
