"""Euros per inhabitant in words and in pictures, with what to bear in mind."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.axes import LeftOut, Reason, Topic
from assistant.per_head import PerHead, per_head
from index.engine import FigureRecord
from web.messages import message
from web.pictures import Chart, Refusal, charts_of, refusals, spans


def charts_per_head(
    records: Sequence[FigureRecord], language: str = "nl", topic: Topic | None = None
) -> list[Chart | Refusal]:
    """Return the pictures of these figures with each amount divided by the inhabitants of its
    municipality, then what is in none with the reason."""
    shares = [(record, per_head(record)) for record in records]
    known = {id(record): share for record, share in shares if isinstance(share, PerHead)}
    kept = [record for record in records if id(record) in known]

    def notes(drawn: Sequence[FigureRecord]) -> tuple[str, ...]:
        return _notes([(r.document.description.speaker, known[id(r)]) for r in drawn], language)

    charts = charts_of(kept, language, topic, lambda record: known[id(record)].result, notes)
    missing = [LeftOut(record, share) for record, share in shares if isinstance(share, Reason)]
    return [*charts, *refusals(missing, language)]


def _notes(named: Sequence[tuple[str, PerHead]], language: str) -> tuple[str, ...]:
    """Return the source and warnings of a picture, each once; no figure in it is of a doubtful year."""
    notes: dict[str, None] = {}
    for _, share in named:
        notes[message("chart_heads", language, source=share.source, counted=share.counted)] = None
    for counted in sorted({share.counted for _, share in named}):
        others = {share.year for _, share in named if share.counted == counted and share.other_year}
        if years := sorted(year for year in others if year):
            notes[message("heads_other_year", language, years=spans(years), counted=counted)] = None
    for name, share in named:
        notes.update(dict.fromkeys(_joined(name, share, language)))
    return tuple(notes)


def _joined(name: str, share: PerHead, language: str) -> tuple[str, ...]:
    if not share.formerly:
        return ()
    return (message("head_formerly", language, name=name, names=", ".join(share.formerly)),)
