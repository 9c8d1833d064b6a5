"""What a set of documents says about a subject: its sentences, each with the aspects that it says."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.aspect_space import AspectSpace
from assistant.aspects import SILENT_ROLES, aspects_of
from assistant.comparison import Aspect
from assistant.excerpt import NOTE, ExcerptWeights
from assistant.mention import in_passing
from assistant.retrieve import ROLE_WEIGHT
from assistant.subject import Subject
from corpus.document import Span
from index.dutch import tokens
from index.engine import Filters, Matrix, PassageRecord, Snapshot
from index.search import Hit, Searcher

# Passages of one row that are read, and the words of one quote.
MOST_PASSAGES = 40
MOST_WORDS = 55
MOST_JOINED = 45
# Surer than this no sign makes an aspect.
SURE = 1.3
COSINES = ExcerptWeights()
# From this score on a sentence that leans on another says an aspect by itself.
PLAIN = 1.0
FEWEST_WORDS = 5
# How much a sentence is about a thing that it only mentions: it counts where nothing says more.
MENTIONED = 0.05
# A sentence that cannot be understood without the one before it.
LEANS = re.compile(
    r"^(?:dit|deze|dat|die|zij|ze|hij|hun|zo|dan|daar|hier|concreet|denk|zoals|bijvoorbeeld|hierbij|hiermee|waarin|waarmee|waardoor|waarbij|zodat)\b"
    r"|^(?:of|en|maar)\b(?! (?:we|wij|de|het|er)\b)"
    r"|^(?:van|voor|bij|in|met|aan|op|door) (?:deze|dit|die|hen)\b"
    r"|^(?:\S+\s){0,5}hier(?:van|in|bij|mee|voor|door|toe|over|aan|op)\b|^(?:we|wij)\s\w+\sdit\b"
    r"|^(?:\S+\s){0,4}daar(?:van|in|bij|mee|voor|door|toe|onder|om)\b",
    re.IGNORECASE,
)
# What stands under or over a table or picture.
CAPTION = re.compile(r"(?:tabel|figuur|grafiek|afbeelding|kaart|bijlage|bron)\s*[\d:]", re.IGNORECASE)
# What leans too where the sentence does not say the subject by itself.
POINTS = re.compile(r"\b(?:deze|dit)\s+\w", re.IGNORECASE)
# Over a heading that only asks what is wanted or done stands the one that names the subject.
ASKS = re.compile(r"^(?:\d+\.?\s*)?(?:wat|hoe|waarom|wie|welke|waar)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence about the subject: ``span`` holds those that it leans on too; ``about`` is how much it
    is about the subject and ``near`` how near it lies to it, both 0..1."""

    passage: PassageRecord
    span: Span
    text: str
    about: float
    near: float
    aspects: Mapping[Aspect, float]

    @property
    def quote(self) -> str:
        """The literal text."""
        return self.passage.slice(self.span)

    def worth(self, aspect: Aspect) -> float:
        """Return how well it says an aspect of the subject."""
        said = min(self.aspects.get(aspect, 0.0), SURE)
        return said * (0.25 + self.about) * (0.75 + 0.5 * self.near) * ROLE_WEIGHT.get(self.passage.role, 1.0)


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
    # A text that comes back in every year is read once.
    prose = list({hit.passage.text: hit for hit in reversed(prose)}.values())[::-1]
    prose = [hit for hit in prose if _may_tell(hit.passage, subject)]
    vectors = snapshot.sentence_vectors([hit.passage.passage_id for hit in prose])
    found = [
        said for hit in prose for said in _sentences(hit, vectors[hit.passage.passage_id], subject, space)
    ]
    return Told(tuple(found), tuple(rows))


def _may_tell(passage: PassageRecord, subject: Subject) -> bool:
    """Tell whether some sentence of a passage can be about the subject: spares the rest the reading."""
    text = passage.text
    return bool(_heading(passage, subject)) or subject.is_said(text) or subject.says_one_of(text)


def _heading(passage: PassageRecord, subject: Subject) -> str:
    """Return the heading that names the subject: the one right over the passage, or the one over that
    where it only asks what is wanted or done. Empty where none does."""
    for heading in passage.section[-1:-3:-1]:
        if subject.is_said(heading) and not subject.is_trait(heading):
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
    near: float
    leans: bool


def _read(hit: Hit, subject: Subject) -> Iterator[_Read]:
    """Yield the sentences of a passage.

    Under a heading that is mostly about the subject they are about it from the first on, under one that
    also names it from the first that says it; until one names something else of the heading.
    """
    passage = hit.passage
    heading = _heading(passage, subject)
    others = subject.others(heading)
    headed = subject.share_of(heading)
    on, last = headed >= subject.limits.of_heading, False
    texts = [" ".join(passage.slice(span).split()) for span in passage.sentences]
    for place, (span, cosine) in enumerate(zip(passage.sentences, hit.sentence_scores, strict=True)):
        text = texts[place]
        # The words of a subject that belong together stand in a sentence, its neighbours and its heading.
        framed = subject.is_framed(" ".join([heading, *texts[max(0, place - 2) : place + 3]]))
        own = subject.said_in(text)
        said = subject.is_meant(text, cosine, framed) or (
            own > 0 and subject.is_meant(f"{heading} {text}", cosine, framed)
        )
        leans = bool(LEANS.search(text)) or (not said and bool(POINTS.search(text)))
        # "We pakken dit op met de sportclubs": a part of a word, in a sentence about something else.
        said = said and not (leans and own < 1.0 and not on and not last)
        if text in passage.section or NOTE.match(text) or CAPTION.match(text) or text.endswith("?"):
            about = 0.0
        elif said:
            about, on = max(own, subject.limits.own), on or headed >= subject.limits.part_of_heading
            if not on and in_passing(text, subject.says_word):
                about = 0.0 if leans else MENTIONED
        elif _names(text, others):
            about, on = 0.0, False
        else:
            about = subject.limits.own if on or (leans and last) else 0.0
        near = min(1.0, max(0.0, (cosine - COSINES.low) / (COSINES.high - COSINES.low)))
        yield _Read(span, text, about, near if subject.embedded else 0.5, leans)
        last = said


def _sentences(hit: Hit, vectors: Matrix, subject: Subject, space: AspectSpace) -> Iterator[Said]:
    """Yield what a passage says, each sentence with those that it leans on; one that says no aspect by
    itself goes with the one before it. What leans on more than a quote can hold is left out."""
    passage, near = hit.passage, space.scores(vectors)
    read = list(_read(hit, subject))
    rules = passage.document.description.kind == "verordening"
    held: Said | None = None
    for number, sentence in enumerate(read):
        if not sentence.about:
            continue
        whole = _with_support(read, number, passage)
        quote = passage.slice(whole) if whole and whole != sentence.span else ""
        aspects = aspects_of(sentence.text, passage.section, passage.role, near[number], quote, rules)
        plain = max(aspects.values(), default=0.0) >= PLAIN
        if not plain and sentence.leans and held and held.span.end >= read[number - 1].span.end:
            longer = Span(held.span.start, sentence.span.end)
            held = replace(held, span=longer) if _size(passage, longer) <= MOST_JOINED else held
            continue
        if not aspects and quote:
            aspects = aspects_of(quote, passage.section, passage.role, near[number], rules=rules)
        if not aspects or whole is None or _size(passage, whole) not in range(FEWEST_WORDS, MOST_WORDS + 1):
            continue
        if held:
            yield held
        held = Said(passage, whole, sentence.text, sentence.about, sentence.near, aspects)
    if held:
        yield held


def _with_support(read: Sequence[_Read], number: int, passage: PassageRecord) -> Span | None:
    """Return a sentence with those before it that it leans on, as far as a quote can hold them; None
    where not even the nearest is there."""
    whole = read[number].span
    first = number
    while read[first].leans:
        longer = Span(read[first - 1].span.start, whole.end)
        missing = first == 0 or read[first - 1].text in passage.section
        if missing or _size(passage, longer) > MOST_WORDS:
            return None if first == number else whole
        whole, first = longer, first - 1
    return whole


def _size(passage: PassageRecord, span: Span) -> int:
    """Return the number of words in a span."""
    return len(passage.slice(span).split())


def _names(text: str, others: Collection[str]) -> bool:
    """Tell whether a sentence names something else that its heading names, alone or in a compound."""
    return any(word.startswith(other) for word in tokens(text) for other in others)
