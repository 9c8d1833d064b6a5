"""The short direct answer: the words of a cited quote that answer the question; none where in doubt.

A number with what is counted, a percentage, an amount, a date or a name. It is literal, a slice of a
quote, and shown only where one sentence is about what was asked and holds one thing of that kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assistant.direct_words import (
    FRAME,
    NameQuestion,
    amounts,
    dates,
    name_question,
    names,
    numbers,
    percentages,
)
from assistant.reply import Answer, Citation, Direct, Understood, Wants
from corpus.document import Role, Span
from corpus.sentences import sentences
from index.dutch import analyse

# So much of the question stands in the sentence; or less, where the rest stands in the same quote.
IN_SENTENCE, IN_SENTENCE_AT_LEAST, IN_QUOTE = 0.5, 0.3, 0.75
LEAST_TERMS = 2
ASKS = re.compile(r"\b(?:hoeveel|hoe|wanneer|welke?|wie|waar\w*|wat|waarom)\b", re.IGNORECASE)
ASKS_WHEN = re.compile(r"\b(?:wanneer|welke datum|welke dag|welk jaar)\b", re.IGNORECASE)
UNTIL = re.compile(r"\btot (?:wanneer|welke|welk)\b", re.IGNORECASE)
SINCE = re.compile(r"\b(?:sinds|vanaf) (?:wanneer|welke|welk)\b", re.IGNORECASE)
DENIES = re.compile(r"\b(?:niet|geen|nooit|noch)\b", re.IGNORECASE)
COMPARES = re.compile(r"\b(?:minder|meer(?! dan\b))\b", re.IGNORECASE)
# What is meant to happen is no answer to what did.
PLANS = re.compile(
    r"\b(?:willen?|wil|gaan|gaat|zullen|zal|zouden|zou|streven|streeft|moeten|moet|verwacht\w*|doel\w*|ambitie)\b",
    re.IGNORECASE,
)
PAST = re.compile(
    r"\b(?:gingen|ging|werden|werd|waren|was|hadden|had|deden|deed|kregen|kreeg|maakten|gaven|gaf)\b"
    r"|\b(?:heeft|hebben|is|zijn)\b.*\b(?:ge|ver|be|ont|\w+ge)\w{2,}(?:d|t|en)\b",
    re.IGNORECASE,
)
PARTICIPLE = re.compile(r"(?:(?:ge|ver|be|ont)\w{3,}|\w{2,}ge\w{3,})(?:d|t|en)$")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
OWN = frozenset({Role.PARTICIPATION, Role.FICTION})


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a direct answer must be: ``find`` gives the places of such words in a sentence."""

    find: Callable[[str], list[Span]]
    terms: frozenset[str]
    participle: str | None


def direct(answer: Answer) -> tuple[Direct, ...]:
    """Return the direct answer of each municipality, from its first quote; nothing where the answer is
    uncertain, a comparison, or worked out from a table, or where no words of it are sure to be right.
    """
    if answer.abstained or answer.uncertain or answer.compared:
        return ()
    asked = answer.read_as or answer.question
    wanted = _wanted(asked, answer.understood)
    if wanted is None or len(ASKS.findall(asked)) != 1:
        return ()
    found = (_in_quote(citation, wanted, asked) for citation in _firsts(answer))
    return tuple(item for item in found if item)


def _wanted(asked: str, understood: Understood) -> _Wanted | None:
    find = _finder(asked, understood)
    named = name_question(asked) is not None
    terms = frozenset(analyse(FRAME.sub(" ", understood.topic) if named else understood.topic).words)
    if find is None or not terms:
        return None
    last = next(iter(re.findall(r"\w+", asked)[-1:]), "").casefold()
    return _Wanted(find, terms, last if not named and PARTICIPLE.fullmatch(last) else None)


def _finder(asked: str, understood: Understood) -> Callable[[str], list[Span]] | None:
    """Return what finds words of the kind that the question asks for, or None for another question."""
    if understood.wants is Wants.PERCENTAGE or re.search(r"\bwelk deel\b", asked, re.IGNORECASE):
        return percentages
    if understood.wants is Wants.AMOUNT:
        return amounts
    if understood.wants is Wants.NUMBER:
        return numbers(asked)
    if ASKS_WHEN.search(asked):
        return dates("tot" if UNTIL.search(asked) else "sinds" if SINCE.search(asked) else "", asked)
    kind: NameQuestion | None = name_question(asked)
    return names(kind, asked) if kind else None


def _firsts(answer: Answer) -> Iterator[Citation]:
    """Give the first quote of each municipality, where that is the municipality's own word."""
    known = {citation.n: citation for citation in answer.citations}
    seen: set[str] = set()
    for part in answer.parts:
        if part.municipality in seen:
            continue
        seen.add(part.municipality)
        first = part.statements[0]
        citation = known[first.citations[0]]
        if first.literal and not part.aside and citation.role not in OWN and citation.region is None:
            yield citation


def _in_quote(citation: Citation, wanted: _Wanted, asked: str) -> Direct | None:
    """Return the one place in the one sentence of a quote that answers."""
    quote, start = citation.slice.quote, citation.slice.span.start
    whole = _share(wanted.terms, quote)
    found = []
    for span in _sentences(quote):
        sentence = span.of(quote)
        places = wanted.find(sentence)
        if places and _is_about(sentence, whole, wanted, asked):
            found += [Span(span.start + place.start, span.start + place.end) for place in places]
    if len(found) != 1:
        return None
    (place,) = found
    return Direct(place.of(quote), citation.n, Span(start + place.start, start + place.end))


def _sentences(quote: str) -> Iterator[Span]:
    at = 0
    for line in quote.split("\n"):
        yield from sentences(quote, Span(at, at + len(line)))
        at += len(line) + 1


def _is_about(sentence: str, whole: float, wanted: _Wanted, asked: str) -> bool:
    """Tell whether a sentence is about what was asked, in time, and does not deny it."""
    share = _share(wanted.terms, sentence)
    if round(share * len(wanted.terms)) < min(LEAST_TERMS, len(wanted.terms)):
        return False
    if share < IN_SENTENCE and (share < IN_SENTENCE_AT_LEAST or whole < IN_QUOTE):
        return False
    if wanted.participle and not _share(frozenset(analyse(wanted.participle).words), sentence):
        return False
    years, own = set(YEAR.findall(asked)), set(YEAR.findall(sentence))
    if years and own and years.isdisjoint(own):
        return False
    if COMPARES.search(asked) and not COMPARES.search(sentence):
        return False
    return not DENIES.search(sentence) and not (PAST.search(asked) and PLANS.search(sentence))


def _share(terms: frozenset[str], text: str) -> float:
    """Return which share of the terms, 0..1, stands in a text, alone or in a compound."""
    found = analyse(text)
    return len(terms & {*found.words, *found.parts}) / len(terms) if terms else 0.0
