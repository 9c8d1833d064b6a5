"""A choice to an answer: numbered citations, parts by document, and the figures in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from assistant.amounts import FigureSearch, FoundFigure
from assistant.choose import AnswerLimits, Chosen
from assistant.excerpt import Excerpt
from assistant.figure_words import say, say_beside
from assistant.reply import AnswerFigure, Citation, Part, Slice, Statement, Wants
from corpus.document import Role, Span
from corpus.numbers import PRINTED, parse_number
from index.engine import DocumentRecord, FigureRecord, Snapshot

MAGNITUDE = re.compile(r"\s?(?:miljoen|mln\.?)\b", re.IGNORECASE)
PERCENT = re.compile(r"\s?(?:%|procent\b)", re.IGNORECASE)
EURO = re.compile(r"\s?euro\b", re.IGNORECASE)


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

    def figure_part(self, group: Sequence[FoundFigure]) -> Part:
        """Return the part of a document that gives figures, each with the budget beside it if any."""
        document = group[0].record.document
        statements: list[Statement] = []
        labels = Counter((found.record.label, found.record.figure.column) for found in group)
        for found in group:
            record = found.record
            twice = labels[record.label, record.figure.column] > 1
            number = self._cite(
                document,
                record.figure.row,
                record.figure.context,
                record.section,
                Role.FIGURES,
                None,
                record.page,
            )
            for each, wording in (
                (record, say(record, twice)),
                *(((found.beside, say_beside(found.beside)),) if found.beside else ()),
            ):
                statements.append(Statement(wording.text, (number,), False, wording.derivations))
                self.figures.append(_answer_figure(each))
        return Part(document.description.speaker, document, tuple(statements))

    def _quote(self, excerpt: Excerpt, wants: Wants) -> Statement:
        passage = excerpt.evidence.hit.passage
        number = self._cite(
            passage.document,
            excerpt.span,
            passage.context,
            passage.section,
            passage.role,
            passage.speaker,
            passage.page_at(excerpt.span.start),
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
        unit=figure.printed_unit,
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
        unit = _unit_in_text(excerpt.quote, match.start(), match.end())
        number = parse_number(match.group())
        if number is None or ("%" in unit) != (wants is Wants.PERCENTAGE) or not unit:
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
                page=passage.page_at(start),
                span=Span(start, start + len(match.group())),
            )
        )
    return found


def _unit_in_text(text: str, start: int, end: int) -> str:
    """Return the unit of a number in running text: "€", "× € 1.000.000", "%" or nothing."""
    after = MAGNITUDE.match(text, end)
    if PERCENT.match(text, end):
        return "%"
    if "€" not in text[max(0, start - 2) : start] and not EURO.match(text, after.end() if after else end):
        return ""
    return "× € 1.000.000" if after else "€"


def figure_parts(builder: Builder, search: FigureSearch, limits: AnswerLimits) -> tuple[Part, ...]:
    """Return the parts of an answer that is figures, one a document."""
    groups: dict[str, list[FoundFigure]] = {}
    for found in search.found:
        groups.setdefault(found.record.document.document_id, []).append(found)
    shown = list(groups.values())[: limits.most_municipalities]
    return tuple(builder.figure_part(group[: limits.most_figures]) for group in shown)
