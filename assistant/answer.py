"""Evidence to an answer: which municipalities, which sentences, in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.amounts import FigureSearch, FoundFigure, say, say_beside, unit_of
from assistant.excerpt import PROVES, Excerpt, excerpts
from assistant.reply import (
    AnswerFigure,
    Citation,
    Part,
    Slice,
    Statement,
    Understood,
    Wants,
)
from assistant.retrieve import Evidence, Weighted, by_municipality
from corpus.document import Role, Span
from corpus.figures import PRINTED, parse_number
from index.dutch import analyse
from index.engine import DocumentRecord, FigureRecord, Snapshot


@dataclass(frozen=True, slots=True)
class AnswerLimits:
    """Sizes, in words and numbers, and the thresholds below which there is no answer.

    Measured on questions with and without an answer in the library; see docs/decisions.
    """

    words_one: int = 60
    words_several: int = 55
    total_one: int = 120
    total_several: int = 60
    most_municipalities: int = 5
    excerpts_one: int = 3
    excerpts_several: int = 2
    # A second excerpt must score this share of the first.
    next_share: float = 0.75
    passages_each: int = 8
    # Share of the question (by worth of its words) that stands in passage and headings.
    least_coverage: float = 0.16
    sure_coverage: float = 0.35
    least_similarity: float = 0.835
    sure_similarity: float = 0.85
    least_for_amount: float = 0.45
    least_for_number: float = 0.3
    # Relative to the best municipality: below it another is a near miss, or has nothing.
    strong_share: float = 0.5
    near_similarity: float = 0.02
    near_coverage: float = 0.2
    near_alone: float = 0.88
    most_uncertain: int = 3


@dataclass(frozen=True, slots=True)
class Chosen:
    """The excerpts for one municipality; ``aside`` for a near miss."""

    municipality: str
    excerpts: tuple[Excerpt, ...]
    aside: bool = False

    @property
    def best(self) -> Excerpt:
        """The excerpt that answers best."""
        return self.excerpts[0]


@dataclass(frozen=True, slots=True)
class Choice:
    """What will be answered; empty where there is no evidence. ``typed_miss`` is true where there
    is evidence on the subject, but no amount or number in it.
    """

    chosen: tuple[Chosen, ...]
    uncertain: bool = False
    typed_miss: bool = False


def choose(
    understood: Understood,
    evidence: Sequence[Evidence],
    weighted: Weighted,
    home: str | None,
    limits: AnswerLimits,
) -> Choice:
    """Return the municipalities and excerpts that answer a question, the own municipality first."""
    groups = by_municipality(evidence)
    several = len(groups) > 1
    words = limits.words_several if several else limits.words_one
    found: list[Chosen] = []
    for place, group in groups.items():
        ranked = excerpts(group[: limits.passages_each], weighted, understood, words)
        if ranked:
            most = limits.excerpts_several if several else limits.excerpts_one
            total = limits.total_several if several else limits.total_one
            found.append(Chosen(place, _distinct(ranked, most, total, limits.next_share)))
    found = _with_phrases(found, understood.phrases)
    if not found:
        return Choice(())
    if understood.foreign or (understood.personal and _unsure(found, limits)):
        return Choice(_uncertain(found, home, limits), uncertain=True)
    return _certain(understood, weighted, found, home, limits)


def _with_phrases(found: list[Chosen], phrases: Sequence[str]) -> list[Chosen]:
    """Keep the municipalities that use a name of the question literally, where any does."""
    for phrase in phrases:
        literal = [
            item
            for item in found
            if any(phrase in e.evidence.hit.passage.text.casefold() for e in item.excerpts)
        ]
        found = literal or found
    return found


def _certain(
    understood: Understood,
    weighted: Weighted,
    found: Sequence[Chosen],
    home: str | None,
    limits: AnswerLimits,
) -> Choice:
    support = max(_support(item) for item in found)
    similarity = max(item.best.similarity for item in found)
    if not _is_evidence(support, similarity, weighted.missing_noun, limits):
        return Choice(())
    if understood.wants in PROVES:
        found = [item for item in found if _proved(item, understood.wants, limits)]
        if not found:
            return Choice((), typed_miss=True)
        support = max(_support(item) for item in found)
    floor = limits.strong_share * support
    named = set(understood.municipalities)
    result = []
    for item in sorted(found, key=lambda c: _order(c, home)):
        if _support(item) >= floor or item.municipality in named:
            result.append(item)
        elif _is_near(item, similarity, limits):
            result.append(Chosen(item.municipality, item.excerpts[:1], aside=True))
    result.sort(key=lambda c: (c.aside, *_order(c, home)))
    return Choice(tuple(result[: limits.most_municipalities]))


def _is_evidence(support: float, similarity: float, missing_noun: bool, limits: AnswerLimits) -> bool:
    """Words or meaning must speak for it; both, where the question names a thing that the library
    never names.
    """
    words, meaning = support >= limits.sure_coverage, similarity >= limits.least_similarity
    if missing_noun:
        return words and meaning
    return support >= limits.least_coverage and (words or meaning)


def _uncertain(found: Sequence[Chosen], home: str | None, limits: AnswerLimits) -> tuple[Chosen, ...]:
    """Found by meaning alone: the best few, one excerpt each where there are several."""
    ranked = sorted(found, key=lambda c: _order(c, home))[: limits.most_uncertain]
    if len(ranked) == 1:
        return tuple(ranked)
    best = max(item.best.score for item in ranked)
    return tuple(
        Chosen(item.municipality, item.excerpts[:1]) for item in ranked if item.best.score >= 0.5 * best
    )


def _unsure(found: Sequence[Chosen], limits: AnswerLimits) -> bool:
    """A situation told in everyday words is only surely understood when words and meaning agree."""
    return not any(
        _support(item) >= limits.sure_coverage and item.best.similarity >= limits.sure_similarity
        for item in found
    )


def _is_near(item: Chosen, similarity: float, limits: AnswerLimits) -> bool:
    """A near miss is nearly as near in meaning as the best, and shares a word with the question; or
    it is nearest of all, and very near."""
    own = item.best.similarity
    if _support(item) >= limits.near_coverage:
        return own >= similarity - limits.near_similarity
    return own >= max(similarity, limits.near_alone)


def _support(item: Chosen) -> float:
    return max(e.evidence.in_context for e in item.excerpts)


def _proved(item: Chosen, wants: Wants, limits: AnswerLimits) -> bool:
    least = limits.least_for_number if wants is Wants.NUMBER else limits.least_for_amount
    return any(e.proves and max(e.coverage, e.evidence.coverage) >= least for e in item.excerpts)


def _order(item: Chosen, home: str | None) -> tuple[bool, float, str]:
    return (item.municipality != home, -item.best.score, item.municipality)


def _distinct(ranked: Sequence[Excerpt], most: int, total: int, share: float) -> tuple[Excerpt, ...]:
    """Return the best excerpts that do not say the same, within the number of words together."""
    kept: list[Excerpt] = []
    used = 0
    for item in ranked:
        size = len(item.quote.split())
        weak = kept and item.score < share * kept[0].score
        if len(kept) == most or weak or (kept and used + size > total):
            continue
        if any(_alike(item.quote, other.quote) for other in kept):
            continue
        kept.append(item)
        used += size
    return tuple(kept)


def _alike(one: str, other: str) -> bool:
    a, b = set(analyse(one).words), set(analyse(other).words)
    return bool(a and b) and len(a & b) / min(len(a), len(b)) > 0.8


class Builder:
    """Numbers citations and makes parts of a chosen answer, reading slices from a snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.citations: list[Citation] = []
        self.figures: list[AnswerFigure] = []

    def text_parts(self, item: Chosen, wants: Wants) -> list[Part]:
        """Return the parts of a municipality, one a document, put together from literal quotes."""
        by_document: dict[str, list[Excerpt]] = {}
        for excerpt in item.excerpts:
            document = excerpt.evidence.hit.passage.document
            by_document.setdefault(document.document_id, []).append(excerpt)
        return [
            Part(
                item.municipality,
                group[0].evidence.hit.passage.document,
                tuple(self._quote(excerpt, wants) for excerpt in group),
                item.aside,
            )
            for group in by_document.values()
        ]

    def figure_part(self, found: FoundFigure) -> Part:
        """Return the part that gives a figure, with the budget beside it where there is one."""
        record = found.record
        number = self._cite(
            record.document,
            record.figure.row,
            record.figure.context,
            record.section,
            Role.FIGURES,
            None,
            record.page,
        )
        statements = []
        for each, wording in (
            (record, say(record)),
            *(((found.beside, say_beside(found.beside)),) if found.beside else ()),
        ):
            statements.append(Statement(wording.text, (number,), False, wording.derivations))
            self.figures.append(_answer_figure(each))
        return Part(record.document.description.municipality or "", record.document, tuple(statements))

    def _quote(self, excerpt: Excerpt, wants: Wants) -> Statement:
        passage = excerpt.evidence.hit.passage
        number = self._cite(
            passage.document,
            excerpt.span,
            passage.context,
            passage.section,
            passage.role,
            passage.speaker,
            passage.page,
        )
        if wants in (Wants.AMOUNT, Wants.PERCENTAGE):
            self.figures.extend(_printed_amounts(excerpt, wants))
        return Statement(excerpt.quote, (number,), True)

    def _cite(
        self,
        document: DocumentRecord,
        span: Span,
        context: Sequence[Span],
        section: tuple[str, ...],
        role: Role,
        speaker: str | None,
        page: int | None,
    ) -> int:
        text = self.snapshot.text(document.document_id) or ""
        number = len(self.citations) + 1
        slices = tuple(Slice(s, s.of(text)) for s in dict.fromkeys(context) if not span.covers(s))
        self.citations.append(
            Citation(number, document, Slice(span, span.of(text)), slices, section, role, speaker, page)
        )
        return number


def _answer_figure(record: FigureRecord) -> AnswerFigure:
    figure = record.figure
    return AnswerFigure(
        number=figure.number,
        printed=figure.value,
        unit=unit_of(record),
        year=figure.year,
        measure=figure.measure,
        row=record.label,
        column=figure.column,
        document=record.document,
        page=record.page,
        span=figure.cell,
    )


def _printed_amounts(excerpt: Excerpt, wants: Wants) -> list[AnswerFigure]:
    """Return the amounts or percentages that a quote names, in order."""
    found = []
    passage = excerpt.evidence.hit.passage
    for match in PRINTED.finditer(excerpt.quote):
        before = excerpt.quote[max(0, match.start() - 2) : match.start()]
        after = excerpt.quote[match.end() : match.end() + 8]
        unit = "€" if "€" in before or after.strip().startswith("euro") else ""
        unit = "%" if after.lstrip().startswith(("%", "procent")) else unit
        number = parse_number(match.group())
        if number is None or unit != ("%" if wants is Wants.PERCENTAGE else "€"):
            continue
        start = excerpt.span.start + match.start()
        found.append(
            AnswerFigure(
                number=number,
                printed=match.group().strip(),
                unit=unit,
                year=None,
                measure=None,
                row=" › ".join(passage.section[-1:]),
                column="",
                document=passage.document,
                page=passage.page,
                span=Span(start, start + len(match.group())),
            )
        )
    return found


def figure_parts(builder: Builder, search: FigureSearch, limits: AnswerLimits) -> tuple[Part, ...]:
    """Return the parts of an answer that is a figure."""
    return tuple(builder.figure_part(f) for f in search.found[: limits.most_municipalities])
