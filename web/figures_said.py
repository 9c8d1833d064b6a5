"""The sentences about figures of an answer in the language of a page: an answer itself has them in Dutch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.figure_words import say, say_beside
from assistant.reply import Answer
from corpus.column_meaning import own_words
from corpus.document import Role
from index.engine import FigureRecord, Filters, Snapshot
from web.figure_words import figure_says, row_words
from web.present import one_line
from web.text import unbroken


@dataclass(frozen=True, slots=True)
class FigureSaid:
    """A figure in words: its row in those of the document, and what it is in those of the page."""

    row: str
    said: str


def figure_said(record: FigureRecord, language: str) -> FigureSaid:
    """Return a figure in words."""
    column = record.figure.column
    row = ", ".join((row_words(record), *((column,) if own_words(column) else ())))
    return FigureSaid(one_line(row), unbroken(figure_says(record, language)))


def figures_said(answer: Answer, snapshot: Snapshot, language: str) -> Mapping[str, FigureSaid]:
    """Return the figures of an answer in words, by the Dutch sentence about each; none in Dutch."""
    rows = {
        (citation.document.document_id, citation.slice.span)
        for citation in answer.citations
        if citation.role is Role.FIGURES
    }
    if language == "nl" or not rows:
        return {}
    records = snapshot.figures(Filters(documents=tuple({name for name, _ in rows})))
    cited = [r for r in records if (r.document.document_id, r.figure.row) in rows]
    return {
        sentence.text: figure_said(record, language)
        for record in cited
        for sentence in (say_beside(record), say(record, True), say(record))
    }
