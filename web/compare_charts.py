"""What a comparison costs, in pictures and in the table beside them: also for each inhabitant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.comparison import Comparison
from assistant.per_head import PerHead, per_head
from assistant.taakvelden import figure_meaning
from index.engine import FigureRecord, Filters, Snapshot
from web.chart_words import short
from web.document_terms import measure_word, side_word
from web.documents import passage_link
from web.figure_words import doubt_words
from web.heads import charts_per_head
from web.messages import message
from web.pictures import Chart, Refusal, charts_of
from web.present import one_line

MOST_CHARTS = 4
MOST_REASONS = 4
MOST_LINES = 60


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure in the table beside the pictures: whose, of what, of when, how much, what is not certain
    about it, and where."""

    name: str
    row: str
    year: str
    measure: str
    amount: str
    doubts: tuple[str, ...]
    share: str
    href: str
    title: str
    page: int | None


@dataclass(frozen=True, slots=True)
class Costs:
    """The pictures, those for each inhabitant, sentences on what is in none, and all figures as rows."""

    charts: tuple[Chart, ...]
    shares: tuple[Chart, ...]
    reasons: tuple[str, ...]
    rows: tuple[FigureRow, ...]


def costs_of(comparison: Comparison, snapshot: Snapshot, language: str = "nl") -> Costs:
    """Return the figures of every row of a table that the comparison cites, with all its years."""
    cited = [f.record for row in comparison.rows for cell in row.cells for f in cell.figures]
    wanted = {(record.document.document_id, record.figure.row) for record in cited}
    documents = tuple(dict.fromkeys(record.document.document_id for record in cited))
    records = [
        record
        for record in (snapshot.figures(Filters(documents=documents)) if documents else ())
        if (record.document.document_id, record.figure.row) in wanted and record.figure.unit == "€"
    ]
    texts = {name: snapshot.text(name) or "" for name in documents}
    drawn = charts_of(records, language, _taakveld)
    shares = charts_per_head(records, language, _taakveld)
    reasons = [part.why for part in drawn if isinstance(part, Refusal)]
    return Costs(
        charts=_told(drawn),
        shares=_told(shares),
        reasons=tuple(dict.fromkeys(reasons))[:MOST_REASONS],
        rows=tuple(
            _row(record, texts[record.document.document_id], language) for record in records[:MOST_LINES]
        ),
    )


def _told(parts: Sequence[Chart | Refusal]) -> tuple[Chart, ...]:
    """Return the pictures that tell something: of two amounts or more."""
    charts = (part for part in parts if isinstance(part, Chart) and len(part.records) > 1)
    return tuple(charts)[:MOST_CHARTS]


def _taakveld(record: FigureRecord) -> str | None:
    meaning = figure_meaning(record)
    return meaning.taakveld if meaning else None


def _row(record: FigureRecord, text: str, language: str) -> FigureRow:
    figure, about = record.figure, record.document.description
    share, unknown = per_head(record), message("chart_missing", language)
    measure = (measure_word(figure.measure, language), side_word(figure.side, language))
    return FigureRow(
        name=about.speaker,
        row=one_line(record.label.replace(" | ", ", ")),
        year=str(figure.year or unknown),
        measure=", ".join(word for word in measure if word) or unknown,
        amount=_euros(figure.euros, language) if figure.euros is not None else unknown,
        doubts=doubt_words(figure, language),
        share=_euros(share.result, language) if isinstance(share, PerHead) else unknown,
        href=passage_link(record.document, figure.row, figure.row.of(text)),
        title=about.title,
        page=record.page,
    )


def _euros(amount: Decimal, language: str) -> str:
    """Return an amount in full, with its cents where it has any."""
    return short(amount, "€", language, beside=Decimal(0))
