"""What a set of documents says about a subject: its sentences, each with the aspects that it says."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from assistant.aspects import SILENT_ROLES, AspectSpace, aspects_of
from assistant.comparison import Aspect
from assistant.excerpt import NOTE
from assistant.retrieve import ROLE_WEIGHT
from assistant.subject import Subject
from corpus.document import Span
from index.dutch import tokens
from index.engine import Filters, Matrix, PassageRecord, Snapshot
from index.search import Hit, Searcher

# Passages of one row that are read, and the words of one quote.
MOST_PASSAGES = 40
MOST_WORDS = 60
MOST_JOINED = 45
FEWEST_WORDS = 5
# A sentence that cannot be understood without the one before it.
LEANS = re.compile(
    r"^(?:dit|deze|dat|die|zij|ze|hij|hun|zo|dan|daar|hier|concreet|denk|of|en|maar|zoals|bijvoorbeeld|hierbij|hiermee)\b"
    r"|\bhier(?:van|in|bij|mee|voor|door|toe|over|aan|op)\b|^(?:\S+\s){0,4}daar(?:van|in|bij|mee|voor|door|toe|onder)\b",
    re.IGNORECASE,
)
# Over a heading that only asks what is wanted or done stands the one that names the subject.
ASKS = re.compile(r"^(?:\d+\.?\s*)?(?:wat|hoe|waarom|wie|welke|waar)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence about the subject, with the one that it leans on: ``span`` holds both, ``vector`` is
    the unit vector of the sentence itself, ``about`` how much it is about the subject, 0..1."""

    passage: PassageRecord
    span: Span
    text: str
    about: float
    aspects: Mapping[Aspect, float]
    vector: Matrix

    @property
    def quote(self) -> str:
        """The literal text."""
        return self.passage.slice(self.span)

    def worth(self, aspect: Aspect) -> float:
        """Return how well it says an aspect of the subject."""
        return self.aspects.get(aspect, 0.0) * (0.25 + self.about) * ROLE_WEIGHT.get(self.passage.role, 1.0)


@dataclass(frozen=True, slots=True)
class Told:
    """What documents say about a subject, in the order of the search; ``rows`` are the rows of tables
    that are about it."""

    said: tuple[Said, ...] = ()
    rows: tuple[PassageRecord, ...] = ()


def told(
    searcher: Searcher, snapshot: Snapshot, subject: Subject, filters: Filters, space: AspectSpace
) -> Told:
    """Return what the documents within the filters say about a subject."""
    hits = searcher.hits(snapshot, subject.query, MOST_PASSAGES, filters)
    rows = [h.passage for h in hits if h.passage.is_row and subject.is_said(h.passage.text)]
    prose = [h for h in hits if not h.passage.is_row and h.passage.role not in SILENT_ROLES]
    prose = [hit for hit in prose if _may_tell(hit.passage, subject)]
    vectors = snapshot.sentence_vectors([hit.passage.passage_id for hit in prose])
    found = [
        said for hit in prose for said in _sentences(hit, vectors[hit.passage.passage_id], subject, space)
    ]
    return Told(tuple(found), tuple(rows))


def _may_tell(passage: PassageRecord, subject: Subject) -> bool:
    """Tell whether some sentence of a passage can be about the subject: spares the rest the reading."""
    return bool(_heading(passage, subject)) or subject.is_said(passage.text)


def _heading(passage: PassageRecord, subject: Subject) -> str:
    """Return the heading that names the subject: the one right over the passage, or the one over that
    where it only asks what is wanted or done. Empty where none does."""
    for heading in passage.section[-1:-3:-1]:
        if subject.is_said(heading):
            return heading
        if not ASKS.search(heading):
            break
    return ""


@dataclass(frozen=True, slots=True)
class _Read:
    """A sentence with how much it is about the subject, 0 where it is about something else."""

    span: Span
    text: str
    about: float
    leans: bool


def _read(passage: PassageRecord, subject: Subject) -> Iterator[_Read]:
    """Yield the sentences of a passage.

    Under a heading that is mostly about the subject they are about it from the first on, under one that
    also names it from the first that says it; until one names something else of the heading.
    """
    heading = _heading(passage, subject)
    others = subject.others(heading)
    least = subject.limits.own
    on, last = subject.is_headed(heading), 0.0
    for span in passage.sentences:
        text = " ".join(passage.slice(span).split())
        leans = bool(LEANS.search(text))
        own = subject.said_in(text)
        if text in passage.section or NOTE.match(text) or text.endswith("?"):
            about = 0.0
        elif own >= least:
            about, on = own, bool(heading)
        elif _names(text, others):
            about, on = 0.0, False
        else:
            about = least if on or (leans and last) else 0.0
        yield _Read(span, text, about, leans)
        last = about


def _sentences(hit: Hit, vectors: Matrix, subject: Subject, space: AspectSpace) -> Iterator[Said]:
    """Yield what a passage says, each sentence with the one that it leans on; one that says no aspect by
    itself goes with the one before it."""
    passage, near = hit.passage, space.scores(vectors)
    before: _Read | None = None
    held: Said | None = None
    for number, sentence in enumerate(_read(passage, subject)):
        leans = sentence.leans and before is not None and before.text not in passage.section
        start = before.span.start if leans and before else sentence.span.start
        whole = Span(start, sentence.span.end)
        whole = whole if _size(passage, whole) <= MOST_WORDS else sentence.span
        before = sentence
        if not sentence.about:
            continue
        aspects = aspects_of(sentence.text, passage.section, passage.role, near[number])
        if not aspects and leans and held and held.span.end <= sentence.span.start:
            longer = Span(held.span.start, sentence.span.end)
            if held.span.end >= start and _size(passage, longer) <= MOST_JOINED:
                held = replace(held, span=longer)
            continue
        if not aspects or _size(passage, whole) not in range(FEWEST_WORDS, MOST_WORDS + 1):
            continue
        if held:
            yield held
        held = Said(passage, whole, sentence.text, sentence.about, aspects, vectors[number : number + 1])
    if held:
        yield held


def _size(passage: PassageRecord, span: Span) -> int:
    """Return the number of words in a span."""
    return len(passage.slice(span).split())


def _names(text: str, others: Collection[str]) -> bool:
    """Tell whether a sentence names something else that its heading names, alone or in a compound."""
    return any(word.startswith(other) for word in tokens(text) for other in others)
