"""Questions that a document can answer, made from its own headings and tables and asked to be sure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

from assistant.reply import Answer
from corpus.document import BlockKind, Document, Role, Span
from index.engine import FigureRecord
from web.present import one_line

WANTED, MOST_ASKED = 5, 30
# A heading or label makes a question where it is a few words, most of them letters.
NUMBER = r"(?:(?:artikel|hoofdstuk|paragraaf|bijlage)\s+)?(?:\d[\d.]{0,7}|[A-Z]\.)[.:]?\s+"
TOPIC = re.compile(rf"(?:{NUMBER})?((?:[^\W\d_][\w’'/&-]*(?:, | |$)){{1,7}})", re.IGNORECASE)
LEAST_LETTERS, MOST_LETTERS = 6, 60
# Headings that stand in every document of a kind and say nothing about this one, and half sentences.
EVERYWHERE = re.compile(
    r"inleiding|samenvatting|inhoud|bijlagen?|voorwoord|colofon|totaal|toelichting|algemeen|overig"
    r"|programma|paragraaf|hoofdstuk|artikel|intitul|(?:wat|hoe|wie|waar|waarom|waartoe|welke)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its answer, which cites what the question was made from."""

    question: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question and the stretch of text that must be cited in a true answer."""

    question: str
    proof: Span


def answerable(
    document: Document, figures: Sequence[FigureRecord], ask: Callable[[str], Answer], wanted: int = WANTED
) -> list[Asked]:
    """Return so many questions with an answer from the right place, fewer where there are no more."""
    found: list[Asked] = []
    for number, candidate in enumerate(candidates(document, figures)):
        if len(found) == wanted or number == MOST_ASKED:
            break
        answer = ask(candidate.question)
        proved = any(
            candidate.proof.covers(c.slice.span) or c.slice.span.covers(candidate.proof)
            for c in answer.citations
        )
        if proved and not answer.abstained and not answer.uncertain:
            found.append(Asked(candidate.question, answer))
    return found


def candidates(document: Document, figures: Sequence[FigureRecord]) -> Iterator[Candidate]:
    """Yield questions, about headings and about amounts in turn, from all over the document."""
    pairs = zip_longest(_spread(list(_of_headings(document))), _spread(list(_of_amounts(document, figures))))
    seen: set[Span] = set()
    for candidate in chain.from_iterable(pairs):
        if candidate and candidate.proof not in seen:
            seen.add(candidate.proof)
            yield candidate


def _spread(found: list[Candidate], steps: int = 7) -> list[Candidate]:
    """Return the candidates, not in the order of the text but from all parts of it."""
    return [found[at] for start in range(steps) for at in range(start, len(found), steps)]


def _of_headings(document: Document) -> Iterator[Candidate]:
    named = Counter(section.path[-1].of(document.text) for section in document.sections if section.path)
    for section in document.sections:
        if not section.path or section.role in (Role.PARTICIPATION, Role.FICTION, Role.FIGURES):
            continue
        kinds = {document.blocks[index].kind for index in section.blocks}
        heading = section.path[-1].of(document.text)
        topic = topic_of(heading)
        if topic and BlockKind.PARAGRAPH in kinds and named[heading] == 1:
            words = _in_sentence(topic, document.text)
            yield Candidate(f"Wat staat er over {words}?", section.span)


def _of_amounts(document: Document, figures: Sequence[FigureRecord]) -> Iterator[Candidate]:
    """Yield questions about the rows whose label stands in one row only: of others it is not clear
    which amount is asked for."""
    rows = {(one_line(record.label), record.figure.row) for record in figures}
    named = Counter(label for label, _ in rows)
    for record in figures:
        figure = record.figure
        topic = topic_of(record.label) if named[one_line(record.label)] == 1 else None
        if topic and figure.unit == "€" and figure.year and not figure.doubts:
            words = _in_sentence(topic, document.text)
            yield Candidate(f"Hoeveel geld is er voor {words} in {figure.year}?", figure.row)


def topic_of(text: str) -> str | None:
    """Return the words of a heading or label without its number; None where they make no question."""
    found = TOPIC.fullmatch(one_line(text).strip(" .:"))
    topic = found[1].strip(" ,") if found else ""
    # A hyphen before a space is a word that was cut at the margin, or half of one.
    if not LEAST_LETTERS <= len(topic) <= MOST_LETTERS or EVERYWHERE.match(topic) or "- " in topic:
        return None
    return topic


def _in_sentence(topic: str, text: str) -> str:
    """Return the topic as it stands within a sentence: not all in capitals, and without its first one
    where the document writes its first word without one as well."""
    if topic.isupper():
        topic = topic.capitalize()
    first = topic.split(" ")[0]
    lowered = first[0].lower() + first[1:]
    return lowered + topic[len(first) :] if re.search(rf"\b{re.escape(lowered)}\b", text) else topic
