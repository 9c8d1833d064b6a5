"""Two documents to what changed between them, in units that a person reads: paragraphs and rows.

First the units with the same text are aligned, then those that stand elsewhere are found, then each
unit that is left gets the one it is most like. No step compares everything with everything.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from corpus.document import BlockKind, Document, Span

# A unit is a changed form of another from this likeness on (0..100, rapidfuzz.fuzz.ratio).
LEAST_LIKE = 60.0
# A word in more units than this tells nothing of which two belong together.
MOST_UNITS = 20
MOST_CANDIDATES = 8
# A shorter text elsewhere is a coincidence ("Totaal"), not something that was moved.
LEAST_MOVED = 30
# Words that stayed between words that did not, too few to be read by themselves.
FEW_WORDS = 2
BULLET = re.compile(r"^[•▪◦·*–-]\s+")


class ChangeKind(StrEnum):
    """What may have happened to a piece of text."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a changed text; ``kind`` is None where they stayed."""

    text: str
    kind: ChangeKind | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """Where a change stands in one of the documents; ``section`` are the titles above it."""

    span: Span
    text: str
    section: tuple[str, ...]
    page: int | None


@dataclass(frozen=True, slots=True)
class Change:
    """One change; ``old`` is None for what was added, ``new`` for what was removed.

    ``words`` are those of a changed text, in order, of both sides.
    """

    kind: ChangeKind
    old: Side | None
    new: Side | None
    words: tuple[Words, ...] = ()

    @property
    def section(self) -> tuple[str, ...]:
        """The titles above the change: in the new document, else in the old one."""
        side = self.new or self.old
        return side.section if side else ()


@dataclass(frozen=True, slots=True)
class _Unit:
    span: Span
    key: str
    section: int
    page: int | None
    is_row: bool


def differences(old: Document, new: Document) -> tuple[Change, ...]:
    """Return what changed, in the order of the new document; what was removed at its old place."""
    before, after = _units(old), _units(new)
    same, elsewhere = _aligned(before, after)
    left = [n for n in range(len(before)) if n not in same and n not in elsewhere]
    taken = {*same.values(), *elsewhere.values()}
    right = [n for n in range(len(after)) if n not in taken]
    alike = _alike(before, after, left, right)
    found = [
        *_stretches(old, new, before, after, elsewhere),
        *_changed(old, new, before, after, alike),
        *_added(new, after, [n for n in right if n not in alike.values()]),
        *_removed(old, before, [n for n in left if n not in alike], {**same, **elsewhere, **alike}),
    ]
    return tuple(change for _, change in sorted(found, key=lambda item: item[0]))


Place = tuple[int, int, int]
Found = Iterator[tuple[Place, Change]]


def _units(document: Document) -> list[_Unit]:
    """Return the blocks of a document, of a table its rows."""
    text = document.text
    found = []
    for number, section in enumerate(document.sections):
        for index in section.blocks:
            block = document.blocks[index]
            is_table = block.kind is BlockKind.TABLE
            for span in _lines(text, block.span) if is_table else (block.span,):
                key = BULLET.sub("", " ".join(span.of(text).split()))
                if key:
                    found.append(_Unit(span, key, number, document.page_of(span.start), is_table))
    return found


def _lines(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    for line in span.of(text).split("\n"):
        yield Span(start, start + len(line))
        start += len(line) + 1


def _aligned(before: Sequence[_Unit], after: Sequence[_Unit]) -> tuple[dict[int, int], dict[int, int]]:
    """Return which units stayed, and which of the others stand elsewhere, from old to new number."""
    numbers: dict[str, int] = {}
    keys = [[numbers.setdefault(u.key, len(numbers)) for u in units] for units in (before, after)]
    same: dict[int, int] = {}
    for code in Indel.opcodes(keys[0], keys[1]):
        if code.tag == "equal":
            same.update(
                zip(range(code.src_start, code.src_end), range(code.dest_start, code.dest_end), strict=True)
            )
    waiting: dict[str, list[int]] = defaultdict(list)
    kept = set(same.values())
    for n in range(len(after) - 1, -1, -1):
        if n not in kept:
            waiting[after[n].key].append(n)
    elsewhere = {
        n: waiting[unit.key].pop() for n, unit in enumerate(before) if n not in same and waiting[unit.key]
    }
    return same, _long_enough(before, elsewhere)


def _long_enough(before: Sequence[_Unit], elsewhere: dict[int, int]) -> dict[int, int]:
    """Return the stretches that were moved as one and are long enough to be no coincidence."""
    kept: dict[int, int] = {}
    for run in _runs(elsewhere):
        if sum(len(before[n].key) for n in run) >= LEAST_MOVED:
            kept.update((n, elsewhere[n]) for n in run)
    return kept


def _runs(pairs: dict[int, int]) -> Iterator[list[int]]:
    """Yield old numbers that follow each other in both documents."""
    run: list[int] = []
    for n in sorted(pairs):
        if run and (n != run[-1] + 1 or pairs[n] != pairs[run[-1]] + 1):
            yield run
            run = []
        run.append(n)
    if run:
        yield run


def _alike(
    before: Sequence[_Unit], after: Sequence[_Unit], left: Sequence[int], right: Sequence[int]
) -> dict[int, int]:
    """Return for units that are left which one each became, the most alike first."""
    holding: dict[str, list[int]] = defaultdict(list)
    for n in right:
        for word in set(_words(after[n])):
            holding[word].append(n)
    scored = [
        (-score, abs(n - m), n, m)
        for n in left
        for m in _candidates(_words(before[n]), holding)
        if (score := _likeness(before[n], after[m])) >= LEAST_LIKE
    ]
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, n, m in sorted(scored):
        if n not in pairs and m not in taken:
            pairs[n] = m
            taken.add(m)
    return pairs


def _words(unit: _Unit) -> list[str]:
    return unit.key.casefold().split()


def _candidates(words: Iterable[str], holding: dict[str, list[int]]) -> list[int]:
    """Return the units that share most of the words that are rare enough to tell something."""
    counts: Counter[int] = Counter()
    for word in set(words):
        places = holding.get(word, [])
        if len(places) <= MOST_UNITS:
            counts.update(places)
    ranked = sorted(counts, key=lambda n: (-counts[n], n))
    return ranked[:MOST_CANDIDATES]


def _likeness(old: _Unit, new: _Unit) -> float:
    """Return how alike two units are, 0..100; rows of a table are when their labels are the same."""
    labels = [unit.key.split(" | ", 1)[0] for unit in (old, new)]
    if old.is_row and new.is_row and labels[0] == labels[1]:
        return 100.0
    return fuzz.ratio(old.key, new.key, score_cutoff=LEAST_LIKE)


def _stretches(
    old: Document, new: Document, before: Sequence[_Unit], after: Sequence[_Unit], moved: dict[int, int]
) -> Found:
    for run in _runs(moved):
        there = [moved[n] for n in run]
        change = Change(
            ChangeKind.MOVED,
            _side(old, [before[n] for n in run]),
            _side(new, [after[n] for n in there]),
        )
        yield (there[0], 1, run[0]), change


def _changed(
    old: Document, new: Document, before: Sequence[_Unit], after: Sequence[_Unit], alike: dict[int, int]
) -> Found:
    for n, m in alike.items():
        words = compare_words(before[n].key, after[m].key)
        yield (
            (m, 1, n),
            Change(ChangeKind.CHANGED, _side(old, [before[n]]), _side(new, [after[m]]), words),
        )


def _added(new: Document, after: Sequence[_Unit], numbers: Sequence[int]) -> Found:
    for run in _runs({n: n for n in numbers}):
        for part in _by_section(after, run):
            yield (part[0], 1, 0), Change(ChangeKind.ADDED, None, _side(new, [after[n] for n in part]))


def _removed(old: Document, before: Sequence[_Unit], numbers: Sequence[int], known: dict[int, int]) -> Found:
    """Yield what was removed, each after what stood before it, where that is now."""
    places = sorted(known)
    at, last = 0, -1
    for run in _runs({n: n for n in numbers}):
        for part in _by_section(before, run):
            while at < len(places) and places[at] < part[0]:
                last = known[places[at]]
                at += 1
            yield (
                (last, 2, part[0]),
                Change(ChangeKind.REMOVED, _side(old, [before[n] for n in part]), None),
            )


def _by_section(units: Sequence[_Unit], run: Sequence[int]) -> Iterator[list[int]]:
    part: list[int] = []
    for n in run:
        if part and units[n].section != units[part[-1]].section:
            yield part
            part = []
        part.append(n)
    if part:
        yield part


def _side(document: Document, units: Sequence[_Unit]) -> Side:
    span = Span(units[0].span.start, units[-1].span.end)
    section = document.sections[units[0].section]
    path = tuple(title.of(document.text) for title in section.path)
    return Side(span, span.of(document.text), path, units[0].page)


def compare_words(old: str, new: str) -> tuple[Words, ...]:
    """Return the words of both texts in order: those that stayed, went and came.

    A word or two that stayed between others are taken to be changed too, so that what went and what
    came can each be read as one.
    """
    before, after = old.split(), new.split()
    found: list[Words] = []
    gone: list[str] = []
    came: list[str] = []

    def flush() -> None:
        if gone:
            found.append(Words(" ".join(gone), ChangeKind.REMOVED))
        if came:
            found.append(Words(" ".join(came), ChangeKind.ADDED))
        gone.clear()
        came.clear()

    for code in Indel.opcodes(before, after):
        left, right = before[code.src_start : code.src_end], after[code.dest_start : code.dest_end]
        inside = gone and came and code.src_end < len(before) and code.dest_end < len(after)
        if code.tag == "equal" and not (inside and len(left) <= FEW_WORDS):
            flush()
            found.append(Words(" ".join(left)))
        else:
            gone += left
            came += right
    flush()
    return tuple(found)
