"""Blocks to sections with a path, a role and, for quoted people, a speaker."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.document import Block, BlockKind, Role, Section, Span

TITLE_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (Role.FICTION, re.compile(r"^(?:case|casus|praktijkvoorbeeld|voorbeeldcasus)\b\s*:?", re.IGNORECASE)),
    (
        Role.PARTICIPATION,
        re.compile(
            r"interactieve beleidsvorming|inspraak|zienswijze|reactienota|\binbreng\b|meegegeven|raadpleging|"
            r"\binformatieve raad|klankbord|bewonersavond|opbrengst .*(?:bijeenkomst|gesprek)",
            re.IGNORECASE,
        ),
    ),
    (
        Role.ACTIONS,
        re.compile(
            r"actiepunt|actieprogramma|actielijst|uitvoeringsagenda|maatregelen$|"
            r"wat ga(?:an|at) (?:we|wij|de gemeente)\b.*\bdoen|wat doen (?:we|wij) daarvoor",
            re.IGNORECASE,
        ),
    ),
    (
        Role.FIGURES,
        re.compile(
            r"^(?:lasten|baten|wat (?:mag|gaat|heeft) het (?:ons )?(?:ge)?kost|tabel\b|financi[eë]|"
            r"overzicht (?:van )?(?:baten|lasten)|budget)|- financieel$|afwijkingen",
            re.IGNORECASE,
        ),
    ),
    (Role.ANNEX, re.compile(r"^bijlage", re.IGNORECASE)),
    (
        Role.INTRODUCTION,
        re.compile(
            r"^(?:inleiding|voorwoord|leeswijzer|samenvatting|aanleiding|ten geleide)\b(?!:)",
            re.IGNORECASE,
        ),
    ),
)
INVENTED = re.compile(
    r"\bfictie[fv]e?\b|\bbestaat niet echt\b|\bverzonnen\b|\bgefingeerde?\b|\bpersona's?\b", re.IGNORECASE
)
HOUSEHOLD = re.compile(
    r"\b(?:familie|gezin|meneer|mevrouw|echtpaar)\s+((?:[Dd]e |[Vv]an (?:de[rn]? )?|[Tt]er )?[A-Z][\w-]+)"
)
NAME = re.compile(r"[A-Z][a-z]+(?:-[A-Z][a-z]+)?")
FIRST_NAMES = re.compile(rf"((?:{NAME.pattern}, )+{NAME.pattern} en {NAME.pattern})")
FICTION_SHARE = 0.4


def build_sections(text: str, blocks: Sequence[Block]) -> tuple[Section, ...]:
    """Return the sections in reading order; text before the first heading is a section without path."""
    drafts = _split(blocks)
    invented = invented_names(text, blocks)
    sections: list[Section] = []
    stack: list[tuple[int, Span]] = []
    fiction_chapter: int | None = None
    for number, members in enumerate(drafts):
        head = blocks[members[0]]
        fictional = bool(invented) and _is_fiction(text, [blocks[i] for i in members], invented)
        if head.kind is BlockKind.HEADING:
            level = head.level or 1
            if fiction_chapter is not None and not fictional and level > fiction_chapter and len(members) > 1:
                # The story is over: this heading opens a chapter again.
                level, fiction_chapter = fiction_chapter, None
            while stack and stack[-1][0] >= level:
                stack.pop()
            stack.append((level, head.span))
        span = Span(head.span.start, blocks[members[-1]].span.end)
        path = tuple(span for _, span in stack)
        role = Role.FICTION if fictional else _role(text, path, [blocks[i] for i in members])
        if fictional:
            chapter = stack[-2][0] if len(stack) > 2 else (stack[-1][0] if stack else 1)
            fiction_chapter = min(chapter, fiction_chapter or chapter)
        elif head.kind is BlockKind.HEADING and (head.level or 1) <= (fiction_chapter or 0):
            fiction_chapter = None
        above = _bare_above(blocks, drafts, number)
        speaker = _speaker(text, stack, above) if role is Role.PARTICIPATION else None
        sections.append(Section(span, path, role, tuple(members), speaker))
    return tuple(_fill_stories(sections, blocks))


def _split(blocks: Sequence[Block]) -> list[list[int]]:
    drafts: list[list[int]] = []
    for number, block in enumerate(blocks):
        if block.kind is BlockKind.HEADING or not drafts:
            drafts.append([])
        drafts[-1].append(number)
    return drafts


def invented_names(text: str, blocks: Sequence[Block]) -> frozenset[str]:
    """Return the names of people that the document itself calls invented."""
    names: set[str] = set()
    for number, block in enumerate(blocks):
        if block.kind is not BlockKind.PARAGRAPH or not INVENTED.search(block.span.of(text)):
            continue
        near = " ".join(b.span.of(text) for b in blocks[max(0, number - 1) : number + 1])
        for family in HOUSEHOLD.findall(near):
            names.add(family.split()[-1])
        for listed in FIRST_NAMES.findall(near):
            names.update(NAME.findall(listed))
    return frozenset(names)


def _is_fiction(text: str, members: Sequence[Block], names: frozenset[str]) -> bool:
    title = members[0].span.of(text) if members[0].kind is BlockKind.HEADING else ""
    if TITLE_ROLES[0][1].match(title):
        return True
    if TITLE_ROLES[-1][1].match(title):
        return False
    pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(names))) + r")\b")
    if pattern.search(title):
        return True
    body = [b.span.of(text) for b in members if b.kind is not BlockKind.HEADING]
    named = sum(1 for paragraph in body if pattern.search(paragraph))
    return bool(body) and named / len(body) > FICTION_SHARE


def _role(text: str, path: Sequence[Span], members: Sequence[Block]) -> Role:
    """The role of the innermost heading that has one; plain text of mostly tables is figures."""
    role = _title_role(text, path)
    body = [b for b in members if b.kind is not BlockKind.HEADING]
    tables = sum(b.kind is BlockKind.TABLE for b in body)
    return Role.FIGURES if tables * 2 > len(body) and role in (Role.POLICY, Role.ACTIONS) else role


def _title_role(text: str, path: Sequence[Span]) -> Role:
    # The document's own title is no heading of a part, but where there is nothing else.
    for span in reversed(path[1:] or path):
        title = span.of(text)
        for role, pattern in TITLE_ROLES:
            own = span == path[-1]
            if role is not Role.FICTION and (own or role is not Role.FIGURES) and pattern.search(title):
                return role
    return Role.POLICY if path else Role.INTRODUCTION


def _bare_above(blocks: Sequence[Block], drafts: Sequence[Sequence[int]], number: int) -> Span | None:
    """Return the heading straight above a section, when it has its level and no text of its own."""
    before = blocks[drafts[number - 1][0]] if number and len(drafts[number - 1]) == 1 else None
    head = blocks[drafts[number][0]]
    if before is None or before.kind is not BlockKind.HEADING or before.level != head.level:
        return None
    return before.span


def _speaker(text: str, stack: Sequence[tuple[int, Span]], above: Span | None) -> str | None:
    """The innermost heading that can be a name, the bare one straight above included: what a web
    export flattened to a line under a name may itself look like a heading."""
    for depth, (_, span) in enumerate(reversed(stack[1:])):
        title = span.of(text)
        if any(pattern.search(title) for _, pattern in TITLE_ROLES):
            return None
        if _can_be_name(title):
            return title
        if depth == 0 and above and _can_be_name(above.of(text)):
            return above.of(text)
    return None


def _can_be_name(title: str) -> bool:
    """Tell whether a heading is short, no question and no number."""
    return not title.endswith("?") and not title[0].isdigit() and len(title.split()) <= 9


def _fill_stories(sections: Sequence[Section], blocks: Sequence[Block]) -> list[Section]:
    """A section between two parts of the same story, or a bare heading above one, is part of it."""
    result = list(sections)
    for number, section in enumerate(sections):
        if section.role is Role.FICTION:
            continue
        before = number > 0 and result[number - 1].role is Role.FICTION
        after = number + 1 < len(sections) and sections[number + 1].role is Role.FICTION
        bare = all(blocks[i].kind is BlockKind.HEADING for i in section.blocks)
        if after and (bare or before):
            result[number] = replace(section, role=Role.FICTION, speaker=None)
    return result
