"""Which cells of which tables a question for a figure means."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.amount_question import AmountQuestion, money_terms
from assistant.figure_words import WHOLE_LABELS
from corpus.column_meaning import own_words
from corpus.document import Span
from corpus.measures import YEAR
from index.dutch import analyse, fold
from index.engine import FigureRecord

ACTUAL_MEASURES = ("rekening",)
# How figures differ from others, or what they are held against: meant only where a question says so.
SAID_MEASURES = {
    "verschil": re.compile(r"\bverschil|\bafwijking|\b(?:over|onder)schrijding", re.IGNORECASE),
    "mutatie": re.compile(
        r"\bmutatie|\bstijg|\bdaal|\bdaling|\btoename|\bafname|\bverm(?:eerder|inder)|\bgroei|\btoegenomen"
        r"|\bafgenomen|\bhoger\b|\blager\b|\btoegevoegd|\bonttrokken|\bonttrekking|\btoevoeging",
        re.IGNORECASE,
    ),
    "peilwaarde": re.compile(r"\bpeilwaarde|\bnulmeting", re.IGNORECASE),
    "norm": re.compile(r"\bnorm", re.IGNORECASE),
}
# Where a table says no unit its numbers may be money.
MONEY_UNITS = ("€", "")
# A levy is income where nothing else is said.
LEVY = re.compile(
    r"\bozb\b|belasting(?:en)?\b|heffing(?:en)?\b|\bleges\b|rechten\b|\bprecario", re.IGNORECASE
)
# What residents pay: a table of tariffs answers as a whole where no row of it is named.
TARIFF = "tarief"
# Of rows that fit as well the one that says it itself is meant.
OWN_WORDS = 0.01
# Levies on waste and sewage differ by it in every municipality.
HOUSEHOLDS = (
    ("eenpersoons", re.compile(r"\b(?:ik (?:woon|ben) alleen|alleenstaand|in mijn eentje|eenpersoons)")),
    (
        "meerpersoons",
        re.compile(
            r"\bmet (?:z'n|zijn|ons|mijn) (?:twee|drie|vier|vijf|zes|man|vrouw|gezin|kind|partner)"
            r"|\b(?:gezin|samenwonen|meerpersoons)"
        ),
    ),
)
MOST_TARIFFS = 6
GENERIC_LABEL = frozenset({"thema", "programma", "taakveld", "onderdeel", "post"})
NUMBERING = re.compile(r"^\d+(?:\.\d+)*[a-z]?\s+")
OF_THE_WHOLE = re.compile(r"\b(?:totaal|totale|hele|programma|thema|sociaal domein|alle)\b", re.IGNORECASE)
LEAST_PRECISION = 0.5
OTHER_NAME = 0.5
# "Raamt" is said of what has a measure of planning, "betaalt" of what has none.
SAID = 0.4
# Of two tables with the same rows the one whose header says more of the question is meant.
HEADER_WEIGHT = 0.3
ABBREVIATED = re.compile(r"\b(\w{4,})\.")
LEAST_COVERAGE = 0.6


@dataclass(frozen=True, slots=True)
class FoundFigure:
    """The figure that was asked for, with the planned or actual one of the same year beside it."""

    record: FigureRecord
    score: float
    beside: FigureRecord | None = None

    @property
    def year(self) -> int | None:
        """The year of the figure."""
        return self.record.figure.year


@dataclass(frozen=True, slots=True)
class FigureSearch:
    """The figures found, best first; ``available`` are the years of a row that was meant when it
    does not have the year that was asked; ``contradicted`` is true where two documents give other
    amounts for the same.
    """

    found: tuple[FoundFigure, ...]
    available: tuple[int, ...] = ()
    contradicted: bool = False


def search_figures(
    question: AmountQuestion, records: Sequence[FigureRecord], home: str | None = None
) -> FigureSearch:
    """Return the best figures of each organisation, the own one first, and the years there are when the
    year is missing. Where two documents give other amounts for the same, both are returned.
    """
    fits: dict[tuple[str, Span], float | None] = {}
    best: dict[tuple[str, int | None, str], list[FoundFigure]] = {}
    available: set[int] = set()
    for record in records:
        row = (record.document.document_id, record.figure.row)
        if row not in fits:  # the cells of a row share it
            fits[row] = row_fit(question, record)
        fit = fits[row]
        if fit is None or not cell_is_meant(question, record):
            continue
        year = record.figure.year
        if question.years and not _year_fits(question, record):
            available.update({year} if year is not None else ())
            continue
        found = FoundFigure(record, fit + _cell_fit(question, record))
        key = (record.document.description.speaker, year if question.years else None, row[0])
        leaders = best.setdefault(key, [found])
        if found.score > leaders[0].score:
            best[key] = [found]
        elif _is_twin(found, leaders):
            leaders.append(found)
    chosen = _best_of_each(best)
    ranked = sorted((f for group in chosen for f in group), key=lambda f: _figure_order(f, home))
    if not ranked and not available:
        ranked = tariffs(question, records)
    with_pairs = tuple(replace(f, beside=_beside(f.record, records)) for f in ranked)
    contradicted = len(chosen) > len({(g[0].record.document.description.speaker, g[0].year) for g in chosen})
    return FigureSearch(with_pairs, () if ranked else tuple(sorted(available)), contradicted)


def _best_of_each(
    best: Mapping[tuple[str, int | None, str], list[FoundFigure]],
) -> list[list[FoundFigure]]:
    """Return the best figures of each organisation and year, and those of its other documents that give
    another amount for the same row, measure and side."""
    groups: dict[tuple[str, int | None], list[list[FoundFigure]]] = {}
    for (speaker, year, _), found in best.items():
        groups.setdefault((speaker, year), []).append(found)
    chosen: list[list[FoundFigure]] = []
    for documents in groups.values():
        documents.sort(key=lambda found: (-found[0].score, found[0].record.document.source))
        chosen.append(documents[0])
        chosen.extend(other for other in documents[1:] if _contradicts(other[0], documents[0][0]))
    return chosen


def _contradicts(other: FoundFigure, first: FoundFigure) -> bool:
    """Tell whether two documents give amounts for the same that differ by more than rounding."""
    a, b = first.record.figure, other.record.figure
    same = (a.measure, a.side, a.year, a.unit) == (b.measure, b.side, b.year, b.unit)
    if not same or _bare(first.record.label) != _bare(other.record.label):
        return False
    if a.euros is None or b.euros is None:
        return a.number != b.number
    return abs(a.euros - b.euros) > max(a.multiplier, b.multiplier)


def tariffs(question: AmountQuestion, records: Sequence[FigureRecord]) -> list[FoundFigure]:
    """Return the rows of the table of tariffs that is about what is asked, where no row is named: what
    somebody pays depends on their home, and they find themselves in the rows."""
    if not question.asks_amount or not question.subject.weights:
        return []
    tables: dict[tuple[str, tuple[Span, ...]], list[FoundFigure]] = {}
    for record in records:
        figure = record.figure
        if not _is_price(record) or (question.years and figure.year not in question.years):
            continue
        own = _coverage(question, record.label, *record.parents)
        fit = _coverage(question, record.label, *record.parents, *record.section, record.header)
        if own or fit >= LEAST_COVERAGE:
            key = (record.document.document_id, tuple(s for s in figure.context if s not in figure.parents))
            tables.setdefault(key, []).append(FoundFigure(record, fit + OWN_WORDS * own))
    if not tables:
        return []
    rows = max(tables.values(), key=lambda found: max(f.score for f in found))
    latest, best = max(f.year or 0 for f in rows), max(f.score for f in rows)
    # Under "Hondenbelasting" stand the tariffs of dogs, in a table of other tariffs too.
    meant = [
        replace(f, score=_for_household(question, f.record))
        for f in rows
        if (f.year or 0) == latest and f.score == best
    ]
    return sorted(meant, key=lambda f: (-f.score, f.record.figure.row.start))[:MOST_TARIFFS]


def _coverage(question: AmountQuestion, *said: str) -> float:
    """Return how much of what is asked these words say."""
    words = analyse(" ".join(said))
    return question.subject.coverage(frozenset(words.words), frozenset(words.parts))


def _is_price(record: FigureRecord) -> bool:
    """Tell whether an amount is what somebody pays: the table says so, or it has cents."""
    figure = record.figure
    return figure.measure == TARIFF or (figure.measure is None and figure.unit == "€" and figure.has_cents)


def _for_household(question: AmountQuestion, record: FigureRecord) -> float:
    """Return 1 where a tariff is for as many people as the question tells of: one, or more."""
    label = record.label.casefold()
    return float(any(word in label and said.search(question.asked) for word, said in HOUSEHOLDS))


def _is_twin(found: FoundFigure, leaders: Sequence[FoundFigure]) -> bool:
    """A second row with the same label is as good an answer: both are given."""
    figure, first = found.record.figure, leaders[0].record.figure
    return (
        found.score == leaders[0].score
        and found.record.document == leaders[0].record.document
        and found.record.label == leaders[0].record.label
        and figure.column == first.column
        and all(figure.row != other.record.figure.row for other in leaders)
        and all(figure.value != other.record.figure.value for other in leaders)
    )


def cell_is_meant(question: AmountQuestion, record: FigureRecord) -> bool:
    """Tell whether a cell can be what is asked: what the question names of side and measure must hold.

    A difference or balance is only meant where it is asked for; planned is no answer to spent.
    """
    figure, measure = record.figure, record.figure.measure or ""
    if (question.asks_amount or question.side) and figure.unit not in MONEY_UNITS:
        return False
    if question.side == "saldo":
        if figure.side != "saldo" and measure != "saldo":
            return False
    elif question.side and figure.side and figure.side != question.side:
        return False
    asks_difference = "verschil" in question.asked
    if (measure == "verschil") != asks_difference and (measure == "verschil" or _has_difference(record)):
        return False
    if measure == "saldo" and question.side != "saldo":
        return False
    said = SAID_MEASURES.get(measure)
    if said and not said.search(question.asked):
        return False
    if asks_difference or question.actual is None or not measure:
        return True
    return question.actual == (measure in ACTUAL_MEASURES)


def _has_difference(record: FigureRecord) -> bool:
    return record.figure.measure in ACTUAL_MEASURES or "begroting" in (record.figure.measure or "")


def _figure_order(found: FoundFigure, home: str | None) -> tuple[bool, str, int, float, str, int]:
    document, figure = found.record.document, found.record.figure
    place = document.description.speaker
    return (place != home, place, figure.year or 0, -found.score, document.source, figure.row.start)


def row_fit(question: AmountQuestion, record: FigureRecord) -> float | None:
    """Return how well a row is what the question names, None where it is something else.

    The label must be said for at least half in the question, and the question's subject must stand
    for the greater part in label, group, section and title.
    """
    bare = _bare(record.label)
    # The year of the column is asked for, and "begroting" says which cell: neither says which row.
    unsaid = GENERIC_LABEL | (money_terms() - question.terms)
    words_of_label = [t for t in dict.fromkeys(analyse(bare).words) if t not in unsaid]
    label = [t for t in words_of_label if not YEAR.fullmatch(t)] or words_of_label
    if not label or "=" in bare:  # what a formula is made of is not the figure of its label
        return None
    years = {str(year) for year in question.years}
    short = {fold(word) for word in ABBREVIATED.findall(bare)}
    said = sum(t in question.terms or t in years or _is_said(t, short, question.asked) for t in label)
    precision = said / len(label)
    header = analyse(record.header)
    around = analyse(" ".join([*record.parents, *record.section, record.document.description.title]))
    near_words = frozenset((*around.words, *header.words))
    near_parts = frozenset((*around.parts, *header.parts))
    own = analyse(record.label)
    words, parts = frozenset(own.words), frozenset(own.parts)
    on_label = question.subject.coverage(words, parts)
    coverage = question.subject.coverage(words | near_words, parts | near_parts)
    if precision < (LEAST_PRECISION if question.of_money else 1.0) or (
        question.subject.weights and coverage < LEAST_COVERAGE
    ):
        return None
    a_total = bare.strip().casefold() in WHOLE_LABELS and question.subject.weights and on_label == 0
    if a_total and not OF_THE_WHOLE.search(question.asked):
        # A total answers a question about the whole, not one about a part that it has no row for.
        return None
    named = question.terms & frozenset(header.words)
    return (
        2.0 * precision + 1.0 * coverage + 1.0 * on_label + HEADER_WEIGHT * len(named) / len(question.terms)
    )


def _bare(label: str) -> str:
    """Return a label without its number, what is in brackets, and stars."""
    return re.sub(r"\([^)]*\)|\*", " ", NUMBERING.sub("", label))


def _is_said(label: str, short: Collection[str], asked: str) -> bool:
    """Tell whether the question says in full what a label abbreviates ("duurzaamh.")."""
    starts = [word for word in short if label.startswith(word) or word.startswith(label)]
    return any(re.search(rf"\b{re.escape(word)}", fold(asked)) for word in starts)


def _year_fits(question: AmountQuestion, record: FigureRecord) -> bool:
    """The column's year is asked for; a year that the label itself names is not the column's."""
    in_label = {int(y) for y in re.findall(r"(?:19|20)\d{2}", record.label)}
    wanted = set(question.years) - in_label or set(question.years)
    return record.figure.year in wanted


def _cell_fit(question: AmountQuestion, record: FigureRecord) -> float:
    """Return how well a cell that can be meant fits: a measure said in full, the account before the
    budget where neither is said, expenses where no side is, the document of the year itself.
    """
    figure, about = record.figure, record.document.description
    measure = figure.measure or ""
    score = 1.0 if " " in measure and measure in question.asked else 0.0
    if question.actual is None and measure in ACTUAL_MEASURES:
        score += 0.4
    usual = "baten" if LEVY.search(question.asked) else "lasten"
    score += 0.6 if figure.side == (question.side or usual) else 0.0
    if not question.years and figure.year == about.year_from:
        score += 0.5
    if figure.unit != "%":
        score += 0.3
    if measure in SAID_MEASURES:  # only meant where the question says it
        score += 1.0
    if question.actual is False and measure:
        score += SAID
    # Of columns with names of their own ("Voorschoten") the one that is asked for, else of the speaker.
    if own_words(figure.column):
        named = frozenset(analyse(figure.column).words) & question.terms
        score -= 0.0 if named or fold(figure.column) == fold(about.speaker) else OTHER_NAME
    if about.year_from in question.of_documents:
        score += 1.0
    if figure.year and about.year_from:
        score -= 0.05 * abs(figure.year - about.year_from)
    # Of the planned columns the last is the final budget.
    return score + (0.05 if measure == "actuele begroting" else 0.0)


def _beside(record: FigureRecord, records: Sequence[FigureRecord]) -> FigureRecord | None:
    """Return the budget beside what was spent, in the same row and year; the final one if several."""
    figure = record.figure
    if figure.measure not in ACTUAL_MEASURES:
        return None
    planned = [
        other
        for other in records
        if other.document.document_id == record.document.document_id
        and other.figure.row == figure.row
        and other.figure.year == figure.year
        and "begroting" in (other.figure.measure or "")
    ]
    return planned[-1] if planned else None
