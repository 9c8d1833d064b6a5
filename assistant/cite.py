"""Proof: every citation is a slice, every number in an answer stands in one or follows from one."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from assistant.reply import Answer, Citation, Direct, Part, Slice, Statement
from corpus.measures import multiplier_of
from corpus.numbers import parse_number

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
TextOf = Callable[[str, str], str | None]


def check(answer: Answer, text_of: TextOf) -> list[str]:
    """Return what is wrong with an answer, nothing when it may be shown.

    ``text_of(document_id, text_version)`` gives the canonical text that slices are held against.
    """
    faults = [fault for citation in answer.citations for fault in citation_faults(citation, text_of)]
    known = {citation.n: citation for citation in answer.citations}
    for part in answer.parts:
        for statement in part.statements:
            faults.extend(statement_faults(statement, part, known))
    faults.extend(fault for item in answer.direct for fault in direct_faults(item, known))
    for figure in answer.figures:
        text = text_of(figure.document.document_id, figure.document.text_version)
        if text is None or not numbers(figure.printed) <= numbers(figure.span.of(text)):
            faults.append(f"figure {figure.printed} does not stand where it is said to")
    return faults


def citation_faults(citation: Citation, text_of: TextOf) -> list[str]:
    """Return the slices of a citation that are not literally in its document."""
    document = citation.document
    text = text_of(document.document_id, document.text_version)
    if text is None:
        return [f"[{citation.n}] has no text"]
    slices: tuple[Slice, ...] = (citation.slice, *citation.context)
    return [
        f"[{citation.n}] {item.span.start}-{item.span.end} is not its quote"
        for item in slices
        if item.span.of(text) != item.quote
    ]


def direct_faults(item: Direct, known: dict[int, Citation]) -> list[str]:
    """Return what is wrong with a direct answer: it must be a slice of the quote that it cites."""
    citation = known.get(item.citation)
    if citation is None:
        return [f"direct answer without citation: {item.text[:60]!r}"]
    span, start = citation.slice.span, citation.slice.span.start
    inside = span.covers(item.span) and len(item.span) > 0
    if inside and citation.slice.quote[item.span.start - start : item.span.end - start] == item.text:
        return []
    return [f"direct answer is not in its quote: {item.text[:60]!r}"]


def statement_faults(statement: Statement, part: Part, known: dict[int, Citation]) -> list[str]:
    """Return what a statement says that its citations do not prove."""
    cited = [known[n] for n in statement.citations if n in known]
    if len(cited) != len(statement.citations) or not cited:
        return [f"without citation: {statement.text[:60]!r}"]
    if any(citation.document.document_id != part.document.document_id for citation in cited):
        return [f"cites another document than its part: {statement.text[:60]!r}"]
    if statement.literal:
        if any(statement.text == citation.slice.quote for citation in cited):
            return []
        return [f"not literal: {statement.text[:60]!r}"]
    about = part.document.description
    proved = {number for citation in cited for number in numbers(_all_text(citation))}
    proved |= numbers(f"{about.title} {about.year_from} {about.year_to} {about.part_of or ''}")
    faults = []
    slices = [item.quote for citation in cited for item in (citation.slice, *citation.context)]
    for derivation in statement.derivations:
        if derive(derivation.printed, derivation.multiplier) != derivation.result:
            faults.append(f"wrong derivation: {derivation}")
        if not numbers(derivation.printed) <= proved:
            faults.append(f"derived from what is not cited: {derivation}")
        if derivation.multiplier != 1 and derivation.multiplier not in map(multiplier_of, slices):
            faults.append(f"derived with a unit that is not cited: {derivation}")
        proved |= numbers(derivation.result)
        proved |= {str(derivation.multiplier), f"{derivation.multiplier:,}".replace(",", ".")}
    unproved = numbers(statement.text) - proved
    return faults + [f"unproved number {number} in {statement.text[:60]!r}" for number in sorted(unproved)]


def derive(printed: str, multiplier: int) -> str:
    """Return the amount in euros that a printed number in units of ``multiplier`` stands for,
    written the Dutch way: derive("952", 1000) is "€ 952.000".
    """
    number = parse_number(printed)
    if number is None:
        raise ValueError(f"no number: {printed!r}")
    return euros(number * multiplier)


def euros(amount: Decimal) -> str:
    """Return an amount as "€ 1.234.000" or "€ 12,50", with the sign in front of the digits."""
    whole = amount == amount.to_integral_value()
    text = f"{abs(amount):,.0f}" if whole else f"{abs(amount):,.2f}"
    dutch = text.replace(",", " ").replace(".", ",").replace(" ", ".")
    return f"€ {'-' if amount < 0 else ''}{dutch}"


def numbers(text: str) -> set[str]:
    """Return the numbers in a text as printed, without trailing separators."""
    return set(NUMBER.findall(text))


def _all_text(citation: Citation) -> str:
    return " ".join([citation.slice.quote, *(item.quote for item in citation.context)])
