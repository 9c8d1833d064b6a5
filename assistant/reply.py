"""What an answer is: statements, each with its proof, and what was understood and searched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from assistant.glossary import Explained
from assistant.misprints import Misprint
from assistant.regions import Region
from assistant.topics import Topic
from corpus.document import Role, Span
from index.engine import DocumentRecord
from index.search import Hit


class Wants(StrEnum):
    """What kind of answer a question asks for."""

    TEXT = "text"
    NUMBER = "number"
    PERCENTAGE = "percentage"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class Danger:
    """The kinds of danger that a question is about, the most urgent first; ``first`` is true where it
    tells of danger, so that help comes before all else, false where it only asks about the subject.
    """

    kinds: tuple[str, ...]
    first: bool


@dataclass(frozen=True, slots=True)
class Understood:
    """What was understood of a question.

    ``unknown`` are municipalities that it names and the library does not have; ``asked`` is the
    question without names, ``topic`` without what frames it too; ``of_budget`` is true where it uses
    the words of a budget; ``phrases`` are names that must stand literally in the evidence, ``verbs``
    separable verbs put together again, ``counted`` the term of what "hoeveel" counts; ``personal`` is
    true where someone tells of a situation of their own; ``language`` is that of the question (nl, en,
    pl, tr, ar, uk or other); ``corrected`` pairs a word as written with the word it was read as.

    ``by_village`` pairs a village with its municipality, ``shared_villages`` a village with all the
    municipalities that have one of that name, ``read_as`` the name of a place as written with the
    right one; ``by_name`` pairs the name of a plan or programme with whose it is. ``topics`` are what it
    is about, each with a confidence, 0..1, the surest first.
    """

    municipalities: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    since: int | None = None
    kind: str | None = None
    wants: Wants = Wants.TEXT
    of_budget: bool = False
    asked: str = ""
    topic: str = ""
    personal: bool = False
    language: str = "nl"
    corrected: tuple[tuple[str, str], ...] = ()
    phrases: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    counted: str | None = None
    by_village: tuple[tuple[str, str], ...] = ()
    shared_villages: tuple[tuple[str, tuple[str, ...]], ...] = ()
    read_as: tuple[tuple[str, str], ...] = ()
    by_name: tuple[tuple[str, str], ...] = ()
    topics: tuple[tuple[Topic, float], ...] = ()

    @property
    def foreign(self) -> bool:
        """True where the question is not in Dutch."""
        return self.language != "nl"


@dataclass(frozen=True, slots=True)
class Carried:
    """What a question took from the one before it: ``what`` is "topic", "question", "municipality",
    "year", "kind" or "document"."""

    what: str
    value: str


@dataclass(frozen=True, slots=True)
class Slice:
    """A span of the canonical text with the text that stands there."""

    span: Span
    quote: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered proof: a literal slice of a document, with slices that it needs to be understood.

    ``region`` where it is about more than the municipality; ``misprints`` are errors of the source.
    """

    n: int
    document: DocumentRecord
    slice: Slice
    context: tuple[Slice, ...]
    section: tuple[str, ...]
    role: Role
    speaker: str | None
    page: int | None
    region: Region | None = None
    misprints: tuple[Misprint, ...] = ()


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a number that is not printed follows from one that is: printed × multiplier = result."""

    printed: str
    multiplier: int
    result: str


@dataclass(frozen=True, slots=True)
class AnswerFigure:
    """An amount that the answer gives: the number in its printed unit, and where it stands."""

    number: Decimal
    printed: str
    unit: str
    year: int | None
    measure: str | None
    row: str
    column: str
    document: DocumentRecord
    page: int | None
    span: Span


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer: literal (a quote) or worked out, always with its citations."""

    text: str
    citations: tuple[int, ...]
    literal: bool
    derivations: tuple[Derivation, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """What one document of one municipality says. ``aside`` marks a near miss: about something
    close to the question, but not about what was asked.
    """

    municipality: str
    document: DocumentRecord
    statements: tuple[Statement, ...]
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Direct:
    """The literal words of a cited quote that answer the question, with the number of that citation."""

    text: str
    citation: int
    span: Span


class Reason(StrEnum):
    """Why there is no answer."""

    NOTHING = "nothing"
    NO_DOCUMENTS = "no_documents"
    OTHER_MUNICIPALITY = "other_municipality"
    OTHER_YEAR = "other_year"
    OTHER_PART = "other_part"
    NO_AMOUNT = "no_amount"
    ELSEWHERE = "elsewhere"
    WITHHELD = "withheld"
    NO_MORE = "no_more"


@dataclass(frozen=True, slots=True)
class Searched:
    """What was searched: municipalities, number of documents, first and last year, the parts of a
    whole that some of those documents are, and the title and pages of those not wholly read.
    """

    municipalities: tuple[str, ...]
    documents: int
    years: tuple[int, int] | None
    parts: tuple[str, ...] = ()
    refers_to: tuple[str, ...] = ()
    unread: tuple[tuple[str, tuple[int, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, or with ``reason`` the honest lack of one.

    ``without`` are municipalities that were searched and have nothing, ``more`` those that have an
    answer too but are not shown; ``uncertain`` is true where the question may be about something
    else; ``compared`` where two editions of a document were laid beside each other, ``contradicted``
    where two documents give other amounts for the same; ``available``
    says which years a figure does have; ``danger`` what the question tells of danger, if anything;
    ``glossary`` explains the hard words in it. ``read_as`` is the whole question that was read in a
    question that leans on the one before it, ``carried`` what it took from there, ``fault`` what of it
    could not be followed, ``turn_limits`` the kinds that the search was limited to and the
    municipalities that it left out. ``direct`` is the short answer: words of cited quotes.
    """

    question: str
    understood: Understood
    searched: Searched
    parts: tuple[Part, ...] = ()
    citations: tuple[Citation, ...] = ()
    figures: tuple[AnswerFigure, ...] = ()
    hits: tuple[Hit, ...] = ()
    without: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    reason: Reason | None = None
    uncertain: bool = False
    compared: bool = False
    contradicted: bool = False
    available: tuple[int, ...] = ()
    danger: Danger | None = None
    glossary: tuple[Explained, ...] = ()
    milliseconds: float = 0.0
    generation: int = 0
    read_as: str = ""
    carried: tuple[Carried, ...] = ()
    fault: str | None = None
    turn_limits: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    direct: tuple[Direct, ...] = ()

    @property
    def abstained(self) -> bool:
        """True where there is no answer."""
        return self.reason is not None


def answer_to_json(
    answer: Answer, text: str, id_: str | None = None, beside: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return the answer as the documented JSON object; ``text`` is its wording, ``beside`` what stands
    beside it: ``help`` and ``contacts``."""
    understood = answer.understood
    searched = answer.searched
    return {
        "id": id_,
        "question": answer.question,
        "answer": text,
        "abstained": answer.abstained,
        "reason": answer.reason.value if answer.reason else None,
        "uncertain": answer.uncertain,
        "compared": answer.compared,
        "contradicted": answer.contradicted,
        "language": understood.language,
        "help": None,
        "contacts": [],
        **(beside or {}),
        "understood": {
            "municipalities": [*understood.municipalities, *understood.unknown],
            "years": list(understood.years),
            "kind": understood.kind,
            "corrected": [list(pair) for pair in (*understood.read_as, *understood.corrected)],
            "by_village": [list(pair) for pair in understood.by_village],
            "shared_villages": [[name, list(places)] for name, places in understood.shared_villages],
            "by_name": [list(pair) for pair in understood.by_name],
            "topics": [_topic(topic, confidence) for topic, confidence in understood.topics],
            "read_as": answer.read_as or answer.question,
            "carried": [{"what": item.what, "value": item.value} for item in answer.carried],
        },
        "searched": {
            "municipalities": list(searched.municipalities),
            "documents": searched.documents,
            "years": list(searched.years) if searched.years else None,
            "unread": [{"title": title, "pages": list(pages)} for title, pages in searched.unread],
        },
        "without": list(answer.without),
        "more": list(answer.more),
        "aside": [part.municipality for part in answer.parts if part.aside],
        "available": list(answer.available),
        "direct": [
            {"text": d.text, "citation": d.citation, "start": d.span.start, "end": d.span.end}
            for d in answer.direct
        ],
        "citations": [citation_to_json(citation) for citation in answer.citations],
        "figures": [_figure(figure) for figure in answer.figures],
        "glossary": [
            {"word": item.word, "written": list(item.written), "nl": item.nl, "en": item.en}
            for item in answer.glossary
        ],
        "hits": [hit_to_json(hit) for hit in answer.hits],
        "milliseconds": round(answer.milliseconds, 1),
    }


def _topic(topic: Topic, confidence: float) -> dict[str, Any]:
    """Return a topic with how sure it is and its main code in the municipal budget."""
    code = topic.taakvelden[0] if topic.taakvelden else None
    return {"id": topic.id, "name": topic.name, "confidence": round(confidence, 3), "taakveld": code}


def citation_to_json(citation: Citation) -> dict[str, Any]:
    """Return a citation, as documented."""
    about, region = citation.document.description, citation.region
    return {
        "n": citation.n,
        "municipality": about.municipality,
        "document_id": citation.document.document_id,
        "text_version": citation.document.text_version,
        "title": about.title,
        "kind": about.kind,
        "status": about.status,
        "years": [about.year_from, about.year_to],
        "source": citation.document.source,
        "url": about.url,
        "section": list(citation.section),
        "role": citation.role.value,
        "speaker": citation.speaker,
        "page": citation.page,
        "page_label": citation.document.coverage.label(citation.page),
        **_slice(citation.slice),
        "region": {"name": region.name, "by": region.by} if region else None,
        "misprints": [
            {"start": item.span.start, "end": item.span.end, "text": item.text} for item in citation.misprints
        ],
        "context": [_slice(item) for item in citation.context],
    }


def _slice(item: Slice) -> dict[str, Any]:
    return {"start": item.span.start, "end": item.span.end, "quote": item.quote}


def _figure(figure: AnswerFigure) -> dict[str, Any]:
    whole = figure.number == figure.number.to_integral_value()
    return {
        "value": int(figure.number) if whole else float(figure.number),
        "printed": figure.printed,
        "unit": figure.unit,
        "year": figure.year,
        "measure": figure.measure,
        "row": figure.row,
        "column": figure.column,
        "document_id": figure.document.document_id,
        "page": figure.page,
        "start": figure.span.start,
        "end": figure.span.end,
    }


def hit_to_json(hit: Hit) -> dict[str, Any]:
    """Return a passage that was found, as documented."""
    passage = hit.passage
    return {
        "municipality": passage.document.description.municipality,
        "document_id": passage.document.document_id,
        "source": passage.document.source,
        "section": list(passage.section),
        "page": passage.page,
        "start": passage.span.start,
        "end": passage.span.end,
        "quote": passage.text,
        "score": round(hit.score, 4),
    }
