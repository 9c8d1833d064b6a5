"""Figures of documents to pictures: one for each group that may share an axis, and why not else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.axes import Axis, Group, LeftOut, Reason, Topic, amount, sort
from index.engine import FigureRecord
from web.chart import unit_words
from web.chart_data import MOST_SERIES, ChartData, Kind, Series, Value
from web.chart_rows import lines_of, names_of, speaker
from web.chart_words import short
from web.document_terms import measure_word
from web.messages import message

MOST_LINES, LEAST_YEARS_OF_LINES = 5, 3
MOST_ROWS = 40
MOST_TOLD, MOST_NAMED = 12, 5
# Years between the first and the last are shown too, unless that would be a row of nothing.
MOST_YEARS = 15
Amount = Callable[[FigureRecord], Decimal]
Notes = Callable[[Sequence[FigureRecord]], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture with the figures that it shows, for the table beside it; ``apart`` are sentences that
    say why they are not in an earlier picture."""

    data: ChartData
    records: tuple[FigureRecord, ...]
    apart: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Figures that are in no picture, and a sentence that says why."""

    why: str
    records: tuple[FigureRecord, ...]


def amount_of(record: FigureRecord) -> Decimal:
    """Return the number of a figure as a picture draws it."""
    return amount(record.figure)


def charts_of(
    records: Sequence[FigureRecord],
    language: str = "nl",
    topic: Topic | None = None,
    of: Amount = amount_of,
    notes: Notes | None = None,
) -> list[Chart | Refusal]:
    """Return the pictures of these figures, largest first, then what is in none with the reason.

    ``topic`` names the taakveld of a figure where it is known, see ``assistant.axes.sort``; ``of``
    gives the number to draw, ``notes`` what more to say below a picture of these figures.
    """
    found = sort(records, topic)
    drawn: list[Chart] = []
    single: list[Group] = []
    for group in found.groups:
        data = chart_data(group, language, of, notes(group.records) if notes else ())
        if data:
            apart = tuple(reason_words(reason, language) for reason in group.apart) if drawn else ()
            drawn.append(Chart(data, group.records, apart))
        else:
            single.append(group)
    return [*_told_apart(drawn, language), *_singles(single, language), *refusals(found.left_out, language)]


def _told_apart(charts: Sequence[Chart], language: str) -> Iterator[Chart]:
    """Yield the pictures, those of one name with the page that tells them apart."""
    often = Counter((chart.data.title, chart.data.measure) for chart in charts)
    for chart in charts:
        data, page = chart.data, chart.records[0].page
        if often[data.title, data.measure] == 1 or page is None:
            yield chart
            continue
        title = f"{data.title}, {message('chart_page', language, page=page)}"
        description = data.description.replace(data.title, title, 1)
        yield replace(chart, data=replace(data, title=title, description=description))


def _singles(groups: Sequence[Group], language: str) -> list[Refusal]:
    """Return one sentence for everything of which there is only one number."""
    if not groups:
        return []
    names = list(dict.fromkeys(f"‘{group.axis.scope}’" for group in groups))
    told = ", ".join(names[:MOST_NAMED])
    if len(names) > MOST_NAMED:
        told = message("axis_and_more", language, names=told, count=len(names) - MOST_NAMED)
    records = tuple(record for group in groups for record in group.records)
    return [Refusal(message("axis_single", language, scopes=told), records)]


def refusals(left_out: Iterable[LeftOut], language: str) -> Iterator[Refusal]:
    """Yield one sentence for each reason, with how many figures it keeps out."""
    by_reason: dict[Reason, list[FigureRecord]] = {}
    for item in left_out:
        by_reason.setdefault(item.reason, []).append(item.record)
    for reason, records in by_reason.items():
        yield Refusal(reason_words(reason, language, len(records)), tuple(records))


def reason_words(reason: Reason, language: str = "nl", count: int = 1) -> str:
    """Return the sentence of a reason, for so many figures."""
    given = dict(reason.parameters)
    if reason.code == "axis_doubt":
        why = message(f"axis_doubt_{given['doubt']}", language)
        counted = message("axis_one" if count == 1 else "axis_more", language, count=count)
        return message("axis_doubt", language, count=counted, why=why)
    if reason.code == "axis_side" and "" in given.values():
        return message("axis_side_unknown", language)
    if reason.code == "axis_side":
        given = {key: _side(side, language).lower() for key, side in given.items()}
    elif reason.code == "axis_measure":
        given = {key: measure_word(measure, language) for key, measure in given.items()}
    elif reason.code == "axis_unit":
        given = {key: unit_words(unit, language) for key, unit in given.items()}
    return message(reason.code, language, **given)


def _side(side: str, language: str) -> str:
    return message(f"chart_side_{side}", language)


def chart_data(group: Group, language: str, of: Amount, notes: tuple[str, ...] = ()) -> ChartData | None:
    """Return the picture of a group; None where it has only one number."""
    rows = lines_of(group, language)
    years = sorted({year for row in rows for year in row.by_year})
    if len(rows) * len(years) < 2:
        return None
    names = names_of(rows)
    cut = [message("chart_cut_rows", language, shown=MOST_ROWS, all=len(rows))] * (len(rows) > MOST_ROWS)
    rows, names = rows[:MOST_ROWS], names[:MOST_ROWS]
    as_lines = len(years) >= LEAST_YEARS_OF_LINES and len(rows) <= MOST_LINES
    if as_lines and years[-1] - years[0] < MOST_YEARS:
        years = list(range(years[0], years[-1] + 1))
    across = as_lines or len(rows) == 1
    if not across and len(years) > MOST_SERIES:
        cut.append(message("chart_cut_years", language, years=spans(years[:-MOST_SERIES])))
        years = years[-MOST_SERIES:]
    cells = [[_value(row.by_year.get(year), group.axis.unit, language, of) for year in years] for row in rows]
    said = [str(year) for year in years]
    if across:
        series, categories = _series(names, cells), said
    else:
        series, categories = _series(said, list(zip(*cells, strict=True))), list(names)
    title = _title(group, years, language)
    kind = Kind.LINES if as_lines else Kind.BARS
    missing = any(value.number is None for row in cells for value in row)
    return ChartData(
        kind=kind,
        title=title,
        description=_describe(kind, title, group.axis, categories, series, language),
        unit=group.axis.unit,
        measure=measure_word(group.axis.measure, language),
        scope=group.axis.scope,
        categories=tuple(categories),
        series=series,
        notes=(
            *([] if group.axis.side or group.axis.unit != "€" else [message("chart_no_side", language)]),
            *_estimates(group, years, language),
            *([message("chart_missing_means", language)] if missing else []),
            *cut,
            *notes,
        ),
    )


def _value(record: FigureRecord | None, unit: str, language: str, of: Amount) -> Value:
    if record is None:
        return Value(None, message("chart_missing", language))
    number = of(record)
    return Value(number, short(number, unit, language))


def _series(names: Sequence[str], cells: Sequence[Sequence[Value]]) -> tuple[Series, ...]:
    return tuple(Series(name, tuple(values)) for name, values in zip(names, cells, strict=True))


def _title(group: Group, years: Sequence[int], language: str) -> str:
    """Return whose numbers they are where they are of one, which side, of what, and the years."""
    speakers = {speaker(record) for record in group.records}
    side = group.axis.side or ("none" if group.axis.unit == "€" else "numbers")
    told = message(f"chart_side_{side}", language)
    about = f"{speakers.pop()}, {told.lower()}" if len(speakers) == 1 else told
    return f"{about}: {group.axis.scope}, {spans(years)}"


def spans(years: Sequence[int]) -> str:
    """Return years as "2021", "2021-2024" or "2019, 2022"."""
    if len(years) > 1 and years[-1] - years[0] == len(years) - 1:
        return f"{years[0]}-{years[-1]}"
    return ", ".join(map(str, years))


def _estimates(group: Group, years: Sequence[int], language: str) -> list[str]:
    """Return the note that some years are estimates of several years ahead."""
    estimated = {r.figure.year for r in group.records if r.figure.measure == "meerjarenraming"}
    sure = {r.figure.year for r in group.records} - estimated
    told = [year for year in years if year in estimated - sure]
    return [message("chart_estimates", language, years=spans(told))] if told else []


def _describe(
    kind: Kind, title: str, axis: Axis, categories: Sequence[str], series: Sequence[Series], language: str
) -> str:
    """Return what the picture shows for who cannot see it: all numbers, or of many the outer ones."""
    cells = [
        (f"{name}, {s.name}" if len(series) > 1 else name, value)
        for s in series
        for name, value in zip(categories, s.values, strict=True)
    ]
    known = [(value.number, name, value.text) for name, value in cells if value.number is not None]
    if len(cells) <= MOST_TOLD or not known:
        told = "; ".join(f"{name}: {value.text}" for name, value in cells)
    else:
        high, low = max(known), min(known)
        told = message("chart_outer", language, highest=f"{high[1]}: {high[2]}", lowest=f"{low[1]}: {low[2]}")
        if missing := len(cells) - len(known):
            told += message("chart_not_known", language, count=missing)
    unit = unit_words(axis.unit, language)
    return message(
        "chart_describe",
        language,
        kind=message(f"chart_{kind.value}", language),
        title=title,
        measure=measure_word(axis.measure, language),
        unit=unit,
        numbers=told,
    )
