"""The figures of a row of a comparison: those of table rows that are about the subject."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.amount_question import AmountQuestion
from assistant.amounts import ACTUAL_MEASURES, row_fit
from assistant.subject import Subject
from assistant.taakveld_lists import Scope
from assistant.taakvelden import figure_meaning
from assistant.topics import taakvelden
from corpus.document import Span
from index.dutch import analyse
from index.engine import EVERYTHING, FigureRecord, Filters, PassageRecord, Snapshot

MOST_ROWS = 3
# Passages with the words of a taakveld that are looked through for its row.
MOST_FOUND = 40
# These compare two columns of their table, and are no cost themselves.
DIFFERENCES = frozenset({"verschil", "saldo", "mutatie", "norm", "tarief"})
# What the subject must say of a row: a label of two words of which it says one is of something wider.
LEAST_FIT = 3.0


def row_figures(
    rows: Sequence[PassageRecord], subject: Subject, snapshot: Snapshot
) -> tuple[FigureRecord, ...]:
    """Return the figure that says best what the subject costs, for each of the rows that fit it best.

    ``rows`` are the rows of tables that were found: only their documents are read.
    """
    groups: dict[tuple[str, Span], list[FigureRecord]] = {}
    for record in _costs_in(rows, snapshot):
        groups.setdefault((record.document.document_id, record.figure.row), []).append(record)
    asked = _question(subject)
    fits = {key: row_fit(asked, group[0]) for key, group in groups.items()}
    best = sorted((k for k, fit in fits.items() if fit and fit >= LEAST_FIT), key=lambda k: -(fits[k] or 0))
    return tuple(max(groups[key], key=_order) for key in best[:MOST_ROWS])


def taakveld_figures(
    subject: Subject, filters: Filters, snapshot: Snapshot
) -> tuple[tuple[FigureRecord, str], ...]:
    """Return the figure of the whole taakveld of a subject, with the code and name of that, for each
    document that has a row of it: the best there is where no row says the subject itself."""
    codes = [code for code in subject.taakvelden if code in taakvelden()]
    words = [term for code in codes for term in analyse(taakvelden()[code]).words]
    found = snapshot.passages([n for n, _ in snapshot.by_terms(words, (), MOST_FOUND, filters)])
    best: dict[tuple[str, str], FigureRecord] = {}
    for record in _costs_in([row for row in found if row.is_row], snapshot):
        meaning = figure_meaning(record)
        if meaning and meaning.taakveld in codes and meaning.scope is Scope.SAME and not meaning.differences:
            key = (record.document.document_id, str(meaning.taakveld))
            best[key] = max(best.get(key, record), record, key=_order)
    chosen = sorted(best.items(), key=lambda item: codes.index(item[0][1]))[:MOST_ROWS]
    return tuple((record, f"{code} {taakvelden()[code]}") for (_, code), record in chosen)


def _costs_in(rows: Sequence[PassageRecord], snapshot: Snapshot) -> Iterator[FigureRecord]:
    """Yield the figures in these rows of tables that can be a cost, in order of their documents."""
    spans: dict[str, list[Span]] = {}
    for row in rows:
        spans.setdefault(row.document.document_id, []).append(row.span)
    within = (d.document_id for d in snapshot.documents(EVERYTHING) if d.document_id in spans)
    for document_id in within:
        for record in snapshot.figures_in(document_id, spans[document_id]):
            if record.figure.unit == "€" and record.figure.measure not in DIFFERENCES:
                yield record


def _question(subject: Subject) -> AmountQuestion:
    """Return the question what a subject costs: its own words, and the policy terms of its topics."""
    return AmountQuestion(
        terms=subject.terms | subject.policy_words,
        subject=subject.weighted,
        years=(),
        side=None,
        actual=None,
        asked=subject.understood.asked.casefold(),
    )


def _order(record: FigureRecord) -> tuple[bool, bool, bool, bool, int]:
    """The cell of the year of the document itself comes first, an account before a budget, lasten before
    the rest, a difference last; of equals the last column."""
    figure = record.figure
    measure = figure.measure or ""
    return (
        figure.side != "saldo",
        figure.year == record.document.description.year_from,
        measure in ACTUAL_MEASURES,
        figure.side == "lasten",
        figure.cell.start,
    )
