"""The quotes of a comparison: which are the best of a cell, their numbers, and their proof."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.cite import citation_faults, numbers
from assistant.comparison import Aspect, Cell, CitedFigure, Comparison
from assistant.remarks import marked
from assistant.reply import Citation, Slice
from assistant.told import MOST_JOINED, Said
from corpus.document import Role, Span
from index.dutch import analyse
from index.engine import DocumentRecord, FigureRecord, Snapshot

log = logging.getLogger(__name__)
QUOTES_A_CELL = 3
# Another quote in a cell must be worth this share of the first.
NEXT_SHARE = 0.4
# Two quotes that share this much of the words of the shorter one say the same.
ALIKE = 0.8


def best(said: Sequence[Said], aspect: Aspect) -> list[Said]:
    """Return the sentences that say an aspect best, at most three quotes, none that repeats another;
    sentences that follow each other are one quote where that stays short."""
    ranked = sorted((s for s in said if aspect in s.aspects), key=lambda s: -s.worth(aspect))
    kept: list[Said] = []
    for item in ranked:
        if kept and item.worth(aspect) < NEXT_SHARE * kept[0].worth(aspect):
            break
        joined = next(((n, both) for n, other in enumerate(kept) if (both := _joined(other, item))), None)
        if joined:
            place, both = joined
            kept = [
                both if n == place else k for n, k in enumerate(kept) if n == place or not _repeats(k, both)
            ]
        elif len(kept) < QUOTES_A_CELL and not any(_repeats(item, other) for other in kept):
            kept.append(item)
    return kept


def _joined(one: Said, other: Said) -> Said | None:
    """Return two quotes as one where they adjoin in a passage and are short together, else None."""
    if one.passage.passage_id != other.passage.passage_id:
        return None
    first, last = sorted((one.span, other.span))
    between = one.passage.slice(Span(first.end, last.start)) if first.end < last.start else ""
    whole = Span(first.start, max(first.end, last.end))
    short = len(one.passage.slice(whole).split()) <= MOST_JOINED
    return replace(one, span=whole) if short and not between.strip() else None


def _repeats(one: Said, other: Said) -> bool:
    """Tell whether two quotes overlap, or say the same in nearly the same words."""
    same = one.passage.document.document_id == other.passage.document.document_id
    if same and one.span.start < other.span.end and other.span.start < one.span.end:
        return True
    a, b = set(analyse(one.quote).words), set(analyse(other.quote).words)
    return bool(a and b) and len(a & b) / min(len(a), len(b)) > ALIKE


class Quoter:
    """Numbers the quotes and rows of a comparison, the same one always with the same number."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.citations: list[Citation] = []
        self._numbers: dict[tuple[str, Span], int] = {}

    def quote(self, said: Said) -> int:
        """Return the number of the citation of a sentence."""
        p = said.passage
        return self._cite(
            p.document, said.span, p.context, p.section, p.role, p.speaker, p.page_at(said.span.start)
        )

    def figure(self, record: FigureRecord, taakveld: str = "") -> CitedFigure:
        """Return a figure with the number of the citation of its row, and the taakveld that it is of."""
        figure = record.figure
        number = self._cite(
            record.document, figure.row, figure.context, record.section, Role.FIGURES, None, record.page
        )
        return CitedFigure(record, number, taakveld)

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
        key = (document.document_id, span)
        if key not in self._numbers:
            text = self.snapshot.text(document.document_id) or ""
            slices = tuple(Slice(s, s.of(text)) for s in dict.fromkeys(context) if not span.covers(s))
            number = self._numbers[key] = len(self.citations) + 1
            citation = Citation(
                number, document, Slice(span, span.of(text)), slices, section, role, speaker, page
            )
            self.citations.append(marked(citation, self.snapshot))
        return self._numbers[key]


def proved(comparison: Comparison, snapshot: Snapshot) -> Comparison:
    """Return the comparison without what does not stand where it is said to."""
    faults = {c.n: found for c in comparison.citations if (found := citation_faults(c, snapshot.text))}
    figures = (f for row in comparison.rows for cell in row.cells for f in cell.figures)
    for figure in figures:
        span, printed = figure.record.figure.cell, figure.record.figure.value
        text = snapshot.text(figure.record.document.document_id) or ""
        if not numbers(printed) <= numbers(span.of(text)):
            faults[figure.citation] = [f"figure {printed} does not stand where it is said to"]
    if not faults:
        return comparison
    log.error("quotes withheld: %s", "; ".join(fault for found in faults.values() for fault in found))
    return replace(
        comparison,
        rows=tuple(
            replace(row, cells=tuple(_without(cell, faults) for cell in row.cells)) for row in comparison.rows
        ),
        citations=tuple(c for c in comparison.citations if c.n not in faults),
        common=tuple(item for item in comparison.common if not faults.keys() & set(item.citations)),
        single=tuple(item for item in comparison.single if not faults.keys() & set(item.citations)),
    )


def _without(cell: Cell, faults: Mapping[int, object]) -> Cell:
    return replace(
        cell,
        citations=tuple(n for n in cell.citations if n not in faults),
        figures=tuple(figure for figure in cell.figures if figure.citation not in faults),
    )
