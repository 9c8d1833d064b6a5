"""The assistant: a question in, an answer with proof out."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assistant.amount_question import read_amount_question, without_money
from assistant.amounts import FigureSearch, search_figures
from assistant.answer import Builder, figure_parts
from assistant.bridge import TopicMatch, TopicMatcher
from assistant.choose import AnswerLimits, Chosen, choose
from assistant.cite import check
from assistant.danger import danger_in
from assistant.danger_meaning import Meaning, near_topics
from assistant.direct import direct
from assistant.editions import changes
from assistant.excerpt import PROVES
from assistant.expand import BridgeWeights
from assistant.find import Finder, Found
from assistant.judge import JudgeLimits, no_evidence
from assistant.owners import with_bodies, within
from assistant.question import check as check_question
from assistant.question import understand
from assistant.remarks import remarked
from assistant.reply import Answer, Part, Reason, Understood, Wants
from assistant.retrieve import Evidence, Weighted, correct, query_terms
from assistant.scope import is_of_the_part, is_of_the_time, searched_in
from corpus.errors import LibraryError
from index.engine import DocumentRecord, Filters, Snapshot
from index.search import Searcher

log = logging.getLogger(__name__)
HITS = 10
SURE_TOPIC = 0.6


@dataclass(frozen=True, slots=True)
class Request:
    """A question with what the asker chose: filters, and the own municipality.

    ``shown`` are quotes that the asker has seen (document, start, end): they do not come again.
    ``as_typed`` is true where no word is to be read as another.
    """

    question: str
    filters: Filters = field(default_factory=Filters)
    home: str | None = None
    shown: tuple[tuple[str, int, int], ...] = ()
    as_typed: bool = False


class Assistant:
    """Answers questions from a library; no language model, same question and library, same answer."""

    def __init__(
        self,
        searcher: Searcher,
        limits: AnswerLimits | None = None,
        matcher: TopicMatcher | None = None,
        bridging: BridgeWeights | None = None,
        judging: JudgeLimits | None = None,
    ) -> None:
        self.searcher = searcher
        self.limits = limits or AnswerLimits()
        self.matcher = matcher or TopicMatcher(searcher.encoder)
        self.finder = Finder(searcher, self.matcher, bridging or BridgeWeights())
        self.judging = judging or JudgeLimits()
        self.meaning = Meaning(searcher.encoder)

    def ask(self, request: Request) -> Answer:
        """Return the answer; raises QuestionError for what cannot be asked, LibraryError
        ``empty_library`` where there is nothing to search.
        """
        started = time.perf_counter()
        question = check_question(request.question)
        with self.searcher.engine.snapshot() as snapshot:
            documents = snapshot.documents()
            if not documents:
                raise LibraryError("empty_library")
            places = {d.description.municipality for d in documents if d.description.municipality}
            understood = understand(question, places)
            understood = understood if request.as_typed else correct(understood, snapshot)
            understood = with_bodies(understood, documents)
            filters = within(request.filters, understood)
            searched = snapshot.documents(filters)
            answer = Answer(
                question=question,
                understood=understood,
                searched=searched_in(searched),
                generation=snapshot.generation,
            )
            answer = self._answer(answer, snapshot, filters, searched, request)
            answer = remarked(answer, snapshot)
            answer = replace(answer, direct=direct(answer))
            faults = check(answer, snapshot.text)
        if faults:
            log.error("answer withheld: %s", "; ".join(faults))
            answer = _without_answer(answer, Reason.WITHHELD)
        return replace(answer, milliseconds=(time.perf_counter() - started) * 1000)

    def _answer(
        self,
        answer: Answer,
        snapshot: Snapshot,
        filters: Filters,
        searched: Sequence[DocumentRecord],
        request: Request,
    ) -> Answer:
        understood = answer.understood
        query = self.searcher.query(answer.question, query_terms(understood))
        matches = self.finder.topics(understood, query)
        # What surely is about something else only sounds like danger ("stofzuigen lukt niet meer").
        meant = None if _is_harmless(matches) else self.meaning.kind(query.vector)
        answer = replace(answer, danger=danger_in(answer.question, meant))
        if understood.unknown and not understood.municipalities:
            return replace(answer, reason=Reason.OTHER_MUNICIPALITY)
        chosen = set(filters.municipalities)
        if not searched or (understood.municipalities and chosen.isdisjoint(understood.municipalities)):
            return replace(answer, reason=Reason.NO_DOCUMENTS)
        found = self.finder.find(understood, query, matches, filters, snapshot)
        evidence = [item for item in found.evidence if not _is_shown(item, request.shown)]
        answer = replace(
            answer,
            understood=found.understood,
            searched=searched_in(found.searched),
            hits=tuple(item.hit for item in evidence[:HITS]),
        )
        return self._from_evidence(answer, replace(found, evidence=tuple(evidence)), snapshot, request)

    def _from_evidence(self, answer: Answer, found: Found, snapshot: Snapshot, request: Request) -> Answer:
        changed = changes(
            found.understood,
            found.evidence,
            found.searched,
            snapshot,
            lambda document_id: self.finder.everything_of(document_id, found, snapshot),
        )
        if changed:
            return _with_changes(answer, changed, snapshot)
        silent = no_evidence(found.understood, found.signals, self.judging)
        if silent:
            return replace(answer, reason=silent)
        if not _asks_a_figure(found.understood):
            of_row = self._figures_of_first_row(found, snapshot, request.home)
            if of_row.found and not request.shown:
                return _with_figures(answer, snapshot, of_row, self.limits, found.evidence)
            return self._text_answer(answer, snapshot, found.evidence, found.weighted, request.home)
        figures = self._figures(found, snapshot, request.home)
        if figures.found and not request.shown:
            return _with_figures(answer, snapshot, figures, self.limits, found.evidence)
        # A row that is not the one asked for says nothing as text.
        prose = [item for item in found.evidence if not item.hit.passage.is_row]
        told = self._text_answer(answer, snapshot, prose, found.weighted, request.home)
        if figures.available and not _tells_an_amount(told):
            return replace(_without_answer(told, Reason.OTHER_YEAR), available=figures.available)
        return told

    def _figures_of_first_row(self, found: Found, snapshot: Snapshot, home: str | None) -> FigureSearch:
        """Return the figures of the row that is the best evidence, where a year of it is asked for: said
        as an amount they can be read, as a row of numbers not."""
        first = found.evidence[0].hit.passage if found.evidence else None
        if first is None or not first.is_row or not found.understood.years:
            return FigureSearch(())
        own = replace(found, filters=replace(found.filters, documents=(first.document.document_id,)))
        figures = self._figures(own, snapshot, home)
        return replace(figures, found=tuple(f for f in figures.found if f.record.figure.row == first.span))

    def _figures(self, found: Found, snapshot: Snapshot, home: str | None) -> FigureSearch:
        # A row is what the question names, not what else its topic is about.
        question = read_amount_question(found.understood, replace(found.weighted, bridges=()))
        return search_figures(question, snapshot.figures(_with_rows(found.filters, found.evidence)), home)

    def _text_answer(
        self,
        answer: Answer,
        snapshot: Snapshot,
        evidence: Sequence[Evidence],
        weighted: Weighted,
        home: str | None,
    ) -> Answer:
        understood = answer.understood
        own = [item for item in evidence if is_of_the_part(item, understood)]
        timely = [item for item in own if is_of_the_time(item, understood)]
        if evidence and not timely:
            return replace(answer, reason=Reason.OTHER_YEAR if own else Reason.OTHER_PART)
        if understood.wants in (Wants.AMOUNT, Wants.NUMBER, Wants.PERCENTAGE):
            weighted = without_money(weighted)
        choice = choose(understood, timely, weighted, home, self.limits)
        if not choice.chosen:
            reason = Reason.NO_AMOUNT if choice.typed_miss else Reason.NOTHING
            return replace(answer, reason=reason)
        builder = Builder(snapshot)
        parts = tuple(p for item in choice.chosen for p in builder.text_parts(item, understood.wants))
        return _finished(answer, parts, builder, choice.uncertain, choice.more)


def _is_harmless(matches: Sequence[TopicMatch]) -> bool:
    """Tell whether a question surely is about a topic that no danger comes under."""
    return bool(matches) and matches[0].confidence >= SURE_TOPIC and matches[0].topic.id not in near_topics()


def _is_shown(evidence: Evidence, shown: tuple[tuple[str, int, int], ...]) -> bool:
    """Tell whether the asker has seen a quote from this passage."""
    passage = evidence.hit.passage
    return any(
        name == passage.document.document_id and start < passage.span.end and passage.span.start < end
        for name, start, end in shown
    )


def _asks_a_figure(understood: Understood) -> bool:
    """A number of things is counted in a text; any other number may stand in a table."""
    number = understood.of_budget or understood.wants is Wants.NUMBER
    return understood.wants is Wants.AMOUNT or (number and understood.counted is None)


def _without_answer(answer: Answer, reason: Reason) -> Answer:
    return replace(
        answer,
        parts=(),
        citations=(),
        figures=(),
        without=(),
        more=(),
        glossary=(),
        direct=(),
        uncertain=False,
        reason=reason,
    )


def _tells_an_amount(answer: Answer) -> bool:
    """An amount in prose is of the year asked for when the same quote names that year."""
    quotes = [citation.slice.quote for citation in answer.citations]
    years = answer.understood.years
    return any(
        PROVES[Wants.AMOUNT].search(quote) and (not years or any(str(year) in quote for year in years))
        for quote in quotes
    )


def _with_changes(answer: Answer, changed: Chosen, snapshot: Snapshot) -> Answer:
    """Return the answer of what an edition says and the one before it did not; those passages lead."""
    builder = Builder(snapshot)
    parts = tuple(builder.text_parts(changed, answer.understood.wants))
    first = dict.fromkeys(excerpt.evidence.hit.passage.passage_id for excerpt in changed.excerpts)
    own = {e.evidence.hit.passage.passage_id: e.evidence.hit for e in changed.excerpts}
    rest = [hit for hit in answer.hits if hit.passage.passage_id not in first]
    hits = tuple([*(own[number] for number in first), *rest][:HITS])
    found = _finished(replace(answer, hits=hits), parts, builder)
    return replace(found, compared=True, without=())


def _with_figures(
    answer: Answer,
    snapshot: Snapshot,
    figures: FigureSearch,
    limits: AnswerLimits,
    evidence: Sequence[Evidence],
) -> Answer:
    """Return the answer of figures; the rows it gives lead the hits."""
    builder = Builder(snapshot)
    parts = figure_parts(builder, figures, limits)
    rows = {(f.record.document.document_id, f.record.figure.row) for f in figures.found}
    first = [e.hit for e in evidence if (e.hit.passage.document.document_id, e.hit.passage.span) in rows]
    hits = (*first, *(h for h in answer.hits if h not in first))[:HITS]
    answer = replace(answer, contradicted=figures.contradicted)
    shown = {part.document.document_id for part in parts}
    left = [f.record.document for f in figures.found if f.record.document.document_id not in shown]
    more = tuple(dict.fromkeys(document.description.speaker for document in left))
    return _finished(replace(answer, hits=tuple(hits)), parts, builder, more=more)


def _finished(
    answer: Answer,
    parts: tuple[Part, ...],
    builder: Builder,
    uncertain: bool = False,
    more: tuple[str, ...] = (),
) -> Answer:
    named = {part.municipality for part in parts} | set(more)
    return replace(
        answer,
        parts=parts,
        citations=tuple(builder.citations),
        figures=tuple(builder.figures),
        without=tuple(m for m in answer.searched.municipalities if m not in named),
        more=more,
        uncertain=uncertain,
    )


def _with_rows(filters: Filters, evidence: Sequence[Evidence]) -> Filters:
    """Without a municipality figures are looked for in the documents that the evidence comes from:
    to read those of every document would cost more with every document."""
    if filters.municipalities or filters.documents:
        return filters
    found = dict.fromkeys(e.hit.passage.document.document_id for e in evidence)
    return replace(filters, documents=tuple(found))
