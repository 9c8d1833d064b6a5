"""Questions for figures: which cell of which table is asked for, and how to say it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache

from assistant.cite import derive
from assistant.reply import Derivation, Understood, Wants
from assistant.retrieve import Weighted
from corpus.document import Span
from corpus.kinds import KIND_WORDS
from index.dutch import analyse, fold
from index.engine import FigureRecord

EXPENSE = re.compile(
    r"\blasten\b|\buitgaven\b|\bkost(?:en|te|ten)?\b|\b(?:geeft|gaf|geven|gaven)\b.*\buit\b"
    r"|\buitge(?:ven|geven)\b|\bbesteed|\bbesteden\b",
    re.IGNORECASE,
)
INCOME = re.compile(r"\bbaten\b|\binkomsten\b|\bopbrengst|\bontv(?:ing|angen)\b|\bkreeg\b", re.IGNORECASE)
BALANCE = re.compile(r"\bsaldo\b|\bresultaat\b", re.IGNORECASE)
ACTUAL = re.compile(
    r"\brekening\b|\bwerkelijk|\brealisatie\b|\bgerealiseerd|\buitgegeven\b|\bkostte\b|\bbesteed"
    r"|\b(?:gaf|gaven)\b.*\buit\b",
    re.IGNORECASE,
)
PLANNED = re.compile(r"\bbegroo?t|\bbegroting|\bgeraamd|\braming|\braamde?\b", re.IGNORECASE)
ACTUAL_MEASURES = (
    "rekening",
    "werkelijk",
    "werkelijke",
    "realisatie",
    "jaarrekening",
    "gerealiseerd",
)
# Words of money and of tables say which cell, not which subject.
MONEY_WORDS = frozenset(
    """begroting begroot begrootte begroten lasten baten uitgaven inkomsten kosten kost kostte bedrag
    bedragen geld euro budget raming raamt geraamd rekening werkelijk werkelijke actuele primitieve
    totale totaal hoog groot geeft gaf geven uit uitgegeven besteed besteden stond staat saldo
    resultaat jaarrekening meerjarenraming
    ontving ontvangen ontvangt kreeg krijgt verwacht verwachtte rekent rekende gepland opgenomen
    stand eind ultimo begin januari december""".split()
)
GENERIC_LABEL = frozenset({"thema", "programma", "taakveld", "onderdeel", "post"})
NUMBERING = re.compile(r"^\d+(?:\.\d+)*[a-z]?\s+")
OF_THE_WHOLE = re.compile(r"\b(?:totaal|totale|hele|programma|thema|sociaal domein|alle)\b", re.IGNORECASE)
# Labels of a whole table say nothing without the section that they stand in.
WHOLE_LABELS = frozenset(
    {
        "inkomsten",
        "uitgaven",
        "saldo",
        "lasten",
        "baten",
        "totaal lasten",
        "totaal baten",
        "totaal",
        "resultaat",
    }
)
LEAST_PRECISION = 0.5
# Of two tables with the same rows the one whose header says more of the question is meant.
HEADER_WEIGHT = 0.3
ABBREVIATED = re.compile(r"\b(\w{4,})\.")
LEAST_COVERAGE = 0.6


@dataclass(frozen=True, slots=True)
class AmountQuestion:
    """What a question for a figure says about the cell: side, planned or actual. ``of_money`` is false
    where it only asks how many: then the whole label must be said."""

    terms: frozenset[str]
    subject: Weighted
    years: tuple[int, ...]
    side: str | None
    actual: bool | None
    asked: str
    of_money: bool = True


@dataclass(frozen=True, slots=True)
class FoundFigure:
    """The figure that was asked for, with the planned or actual one of the same year beside it."""

    record: FigureRecord
    score: float
    beside: FigureRecord | None = None


@dataclass(frozen=True, slots=True)
class FigureSearch:
    """The figures found, best first; ``available`` are the years of a row that was meant when it
    does not have the year that was asked.
    """

    found: tuple[FoundFigure, ...]
    available: tuple[int, ...] = ()


def read_amount_question(understood: Understood, weighted: Weighted) -> AmountQuestion:
    """Return what the question says about the figure it wants."""
    asked = understood.asked
    planned, actual = bool(PLANNED.search(asked)), bool(ACTUAL.search(asked))
    # Rows of a joint body carry the names of its members.
    own, named = analyse(asked), analyse(" ".join(understood.municipalities))
    return AmountQuestion(
        terms=frozenset((*own.words, *own.parts, *named.words)),
        subject=without_money(weighted),
        years=understood.years,
        side=_side(asked),
        actual=None if planned == actual else actual,
        asked=asked.casefold(),
        of_money=understood.wants is Wants.AMOUNT or understood.of_budget,
    )


def without_money(weighted: Weighted) -> Weighted:
    """Return the terms of a question without those that only say that it asks for money; of a word
    such as "exploitatiebudget" the other part is left."""
    money = _money_terms()
    kept = tuple(item for item in weighted.weights if item[0] not in money)
    parts = {word: tuple(p for p in own if p not in money) for word, own in weighted.parts.items()}
    return replace(weighted, weights=kept, parts=parts)


@cache
def _money_terms() -> frozenset[str]:
    return frozenset(analyse(" ".join(MONEY_WORDS)).words)


def _side(topic: str) -> str | None:
    for side, pattern in (("saldo", BALANCE), ("baten", INCOME), ("lasten", EXPENSE)):
        if pattern.search(topic):
            return side
    return None


def search_figures(
    question: AmountQuestion, records: Sequence[FigureRecord], home: str | None = None
) -> FigureSearch:
    """Return the best figure of each municipality, the own one first, and the years there are when
    the year is missing.
    """
    fits: dict[tuple[str, Span], float | None] = {}
    best: dict[tuple[str, int | None], list[FoundFigure]] = {}
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
        key = (record.document.description.speaker, year if question.years else None)
        leaders = best.setdefault(key, [found])
        if found.score > leaders[0].score:
            best[key] = [found]
        elif _is_twin(found, leaders):
            leaders.append(found)
    ranked = sorted((f for group in best.values() for f in group), key=lambda f: _figure_order(f, home))
    with_pairs = tuple(replace(f, beside=_beside(f.record, records)) for f in ranked)
    return FigureSearch(with_pairs, () if ranked else tuple(sorted(available)))


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
    bare = re.sub(r"\([^)]*\)|\*", " ", NUMBERING.sub("", record.label))
    label = [t for t in dict.fromkeys(analyse(bare).words) if t not in GENERIC_LABEL]
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
    score += 0.6 if figure.side == (question.side or "lasten") else 0.0
    if not question.years and figure.year == about.year_from:
        score += 0.5
    if figure.unit != "%":
        score += 0.3
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


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence about a figure and how its numbers follow from the table."""

    text: str
    derivations: tuple[Derivation, ...]


def say(record: FigureRecord) -> Wording:
    """Return the sentence that gives a figure: who, amount, for what, which year, and as printed."""
    figure = record.figure
    about = record.document.description
    amount, derivations = _amount(record)
    place, label = about.speaker, record.label.strip(" *")
    when = f" in {figure.year}" if figure.year else ""
    measure, tail = figure.measure or "", f"{when}{_printed(record)}"
    whole = label.casefold() in WHOLE_LABELS
    what = f"‘{label}’" + (f" ({record.section[-1]})" if whole and record.section else "")
    if measure == "meerjarenraming":
        kind = KIND_WORDS.get(about.kind, about.kind)
        of_year = f" van {about.year_from}" if about.year_from else ""
        text = (
            f"{place} raamde {amount} voor {what}{tail}. Dit is een meerjarenraming uit de {kind}{of_year}."
        )
    elif measure == "begroting" and figure.side != "saldo":
        verb = "rekende op" if figure.side == "baten" else "begrootte"
        text = f"{place} {verb} {amount} voor {what}{tail}."
    elif measure in ACTUAL_MEASURES and figure.side == "lasten":
        text = f"{place} gaf {amount} uit aan {what}{tail}."
    elif measure in ACTUAL_MEASURES and figure.side == "baten":
        text = f"{place} ontving {amount} voor {what}{tail}."
    else:
        named = f", {measure}" if measure else ""
        text = f"{place}, {what}{named}{when}: {amount}{_printed(record)}."
    if "year" in figure.doubts and figure.year:
        text += " Het jaar staat niet in de tabel: het is het jaar van het document."
    return Wording(text, derivations)


def say_beside(record: FigureRecord) -> Wording:
    """Return the sentence that sets the budget beside what was spent."""
    amount, derivations = _amount(record)
    measure = record.figure.measure or "begroting"
    year = f" van {record.figure.year}" if record.figure.year else ""
    return Wording(f"In de {measure}{year} stond {amount}{_printed(record)}.", derivations)


def _amount(record: FigureRecord) -> tuple[str, tuple[Derivation, ...]]:
    figure = record.figure
    # Expenses are often printed with a minus; said as expenses they have none.
    value = figure.value.lstrip("-–") if figure.side == "lasten" else figure.value
    if figure.unit == "€":
        result = derive(value, figure.multiplier)
        return result, (Derivation(value, figure.multiplier, result),)
    return (f"{value}%" if figure.unit == "%" else value), ()


def _printed(record: FigureRecord) -> str:
    figure = record.figure
    if figure.unit == "€" and figure.multiplier != 1:
        return f" (in de tabel: {figure.value}, {unit_of(record)})"
    if not figure.unit:
        return " (de eenheid staat niet bij de tabel)"
    return "" if figure.value == figure.value.lstrip("-–") else f" (in de tabel: {figure.value})"


def unit_of(record: FigureRecord) -> str:
    """Return the unit of a figure in one way of writing: "× € 1.000", "€", "%" or nothing."""
    figure = record.figure
    if figure.unit == "€" and figure.multiplier != 1:
        return f"× € {figure.multiplier:,}".replace(",", ".")
    return figure.unit
