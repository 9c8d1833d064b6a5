"""A comparison of the two small documents of ``tests.sample``, cells and citations made by hand."""

from __future__ import annotations

from assistant.comparison import Aspect, By, Cell, CitedFigure, ComparedRow, Comparison, Finding
from assistant.reply import Citation, Searched, Slice
from corpus.document import Role, Span
from index.engine import DocumentRecord, Filters, Snapshot

ASPECTS = (Aspect.ACTIONS, Aspect.PARTNERS, Aspect.COSTS)
HELP = "Inwoners met schulden krijgen binnen vier weken een gesprek."
BUREAU = "De schuldhulpverlening ligt bij het Budgetbureau."
# A quote can go over more than one block.
CALL = "Schulden\n\nWij bellen aan bij inwoners met betalingsachterstanden."
ROW = "Jeugdzorg | 1.250 | 1.300 | 1.325"


def cited(number: int, document: DocumentRecord, text: str, quote: str) -> Citation:
    """Return a citation of this quote, which must stand in the text."""
    start = text.index(quote)
    span = Span(start, start + len(quote))
    return Citation(number, document, Slice(span, quote), (), ("Schulden",), Role.POLICY, None, 3)


def small_comparison(snapshot: Snapshot) -> Comparison:
    """Return a comparison on debts of the two documents in a library, and a municipality with nothing."""
    emmen, tubbergen = snapshot.documents(Filters())
    texts = {d.document_id: snapshot.text(d.document_id) or "" for d in (emmen, tubbergen)}
    figures = [f for f in snapshot.figures(Filters()) if f.label == "Jeugdzorg"]
    quote = figures[0].figure.row.of(texts[tubbergen.document_id])
    citations = (
        cited(1, emmen, texts[emmen.document_id], HELP),
        cited(2, emmen, texts[emmen.document_id], BUREAU),
        cited(3, tubbergen, texts[tubbergen.document_id], CALL),
        cited(4, tubbergen, texts[tubbergen.document_id], quote),
    )
    costs = tuple(CitedFigure(figure, 4) for figure in figures)
    searched = Searched(("Emmen",), 1, (2020, 2023))
    nothing = tuple(Cell(aspect) for aspect in ASPECTS)
    rows = (
        ComparedRow("Emmen", "Emmen", (emmen,), searched, _cells((1,), (2,), ())),
        ComparedRow("Tubbergen", "Tubbergen", (tubbergen,), searched, _cells((3,), (), costs)),
        ComparedRow("Borger-Odoorn", "Borger-Odoorn", (), Searched((), 0, None), nothing),
    )
    return Comparison(
        subject="schulden",
        by=By.MUNICIPALITY,
        aspects=ASPECTS,
        rows=rows,
        citations=citations,
        common=(Finding("hulp bij schulden", ("Emmen", "Tubbergen"), (1, 3)),),
        single=(Finding("Budgetbureau", ("Emmen",), (2,)),),
        unknown=("Coevorden",),
    )


def _cells(
    actions: tuple[int, ...], partners: tuple[int, ...], costs: tuple[CitedFigure, ...]
) -> tuple[Cell, ...]:
    return (
        Cell(Aspect.ACTIONS, actions),
        Cell(Aspect.PARTNERS, partners),
        Cell(Aspect.COSTS, (), costs),
    )
