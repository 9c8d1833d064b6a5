"""Figures as a library keeps them, made by hand."""

from __future__ import annotations

from decimal import Decimal
from itertools import count

from corpus.document import Description, Span
from corpus.figure import Figure
from index.engine import DocumentRecord, FigureRecord

PLACES = count(0, 100)


def document(speaker: str = "Coevorden", title: str = "Begroting 2019", **more: object) -> DocumentRecord:
    """Return a document of a municipality, or of whoever."""
    about = Description(title=title, municipality=speaker, kind="begroting", **more)  # type: ignore[arg-type]
    return DocumentRecord(
        f"{speaker} {title}", "v1", f"{title}.txt", f"/{title}.txt", "0" * 64, about, 1, "2026-01-01"
    )


def record(
    number: int | str = 923,
    year: int | None = 2021,
    label: str = "Sport",
    measure: str | None = "begroting",
    side: str | None = "lasten",
    unit: str = "€",
    multiplier: int = 1000,
    doubt: str | None = None,
    sign: int = 1,
    of: DocumentRecord | None = None,
    section: str = "Lasten programma 2",
    parents: tuple[str, ...] = (),
    row: int | None = None,
) -> FigureRecord:
    """Return a figure; ``row`` says which row of the table it stands in, a new one where not given."""
    place = next(PLACES)
    start = place if row is None else 10_000_000 + row * 100
    span = Span(start, start + 50)
    figure = Figure(
        value=str(number),
        number=Decimal(number),
        unit=unit,
        multiplier=multiplier,
        year=year,
        measure=measure,
        side=side,
        cell=Span(place, place + 2),
        row=span,
        label=span,
        column=str(year),
        parents=(),
        context=(),
        doubts=(doubt,) if doubt else (),
        sign=sign,
    )
    return FigureRecord(figure, of or document(), label, parents, (section,), 12, "Bedragen x € 1.000")
