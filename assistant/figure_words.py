"""How a figure is said: who, which amount, for what, of which year, as printed, and what is doubtful."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.cite import derive
from assistant.reply import Derivation
from corpus.column_meaning import own_words
from corpus.kinds import KIND_WORDS
from corpus.measures import side_in
from index.engine import FigureRecord

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
# What a reader must know of an amount that is not sure, in the order of importance.
DOUBTS = (
    ("total", "Let op: de bedragen die erbij horen tellen niet op tot dit totaal. Zo staat het in de bron."),
    ("partial", "De tabel zegt dat dit niet over het hele jaar gaat."),
    ("unit", "De tabel zegt niet of dit euro's zijn, of duizenden euro's."),
    ("separator", "De punten en komma's in dit getal staan anders dan gewoon. Zo staat het in de bron."),
    ("decimal", "De punten en komma's in dit getal staan anders dan gewoon. Zo staat het in de bron."),
    ("sign", "De tabel zegt niet of dit een voordeel of een nadeel is."),
    ("approximate", "Dit is ongeveer."),
)


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence about a figure and how its numbers follow from the table."""

    text: str
    derivations: tuple[Derivation, ...]


def say(record: FigureRecord, of_table: bool = False) -> Wording:
    """Return the sentences that give a figure: who, amount, for what, which year, as printed, and what
    a reader must know of it; ``of_table`` names the heading too, where a row like it stands elsewhere."""
    figure, about = record.figure, record.document.description
    amount, derivations = _amount(record)
    tail = f"{f' in {figure.year}' if figure.year else ''}{_printed(record)}"
    said = _sentence(record, amount, tail, of_table)
    if figure.measure == "meerjarenraming":
        of_year = f" van {about.year_from}" if about.year_from else ""
        said += f" Dit is een meerjarenraming uit de {KIND_WORDS.get(about.kind, about.kind)}{of_year}."
    return Wording(" ".join([said, *_remarks(record)]), derivations)


def _sentence(record: FigureRecord, amount: str, tail: str, of_table: bool) -> str:
    figure, place, what = record.figure, record.document.description.speaker, _what(record, of_table)
    measure = figure.measure or ""
    if figure.side != "saldo":
        if measure == "meerjarenraming":
            return f"{place} raamde {amount} voor {what}{tail}."
        if measure == "begroting":
            verb = "rekende op" if figure.side == "baten" else "begrootte"
            return f"{place} {verb} {amount} voor {what}{tail}."
        if measure == "rekening" and figure.side == "lasten":
            return f"{place} gaf {amount} uit aan {what}{tail}."
        if measure == "rekening" and figure.side == "baten":
            return f"{place} ontving {amount} voor {what}{tail}."
        if measure == "prognose":
            return f"{place} verwachtte {amount} voor {what}{tail}."
    named = f", {measure}" if measure else ""
    when = f" in {figure.year}" if figure.year else ""
    return f"{place}, {what}{named}{when}: {amount}{_good_or_bad(record)}{_printed(record)}."


def _what(record: FigureRecord, of_table: bool) -> str:
    """Return what a figure is for: its row, with the group or heading that it means nothing without."""
    label = record.label.strip(" *").replace(" | ", ", ")
    if of_table or label.casefold() in WHOLE_LABELS:
        return f"‘{label}’" + (f" ({record.section[-1]})" if record.section else "")
    column = record.figure.column
    named = f", kolom ‘{column}’" if own_words(column) else ""
    group = record.parents[-1].strip(" |:*") if record.parents else ""
    said = side_in(group) or group.casefold() in label.casefold()
    return f"‘{label}’" + ("" if said else f" ({group})") + named


def _good_or_bad(record: FigureRecord) -> str:
    """Return whether a saldo is a benefit, where the table shows it."""
    figure = record.figure
    if figure.side != "saldo" or "sign" in figure.doubts or not figure.euros:
        return ""
    return ", een voordeel" if figure.euros > 0 else ", een nadeel"


def _remarks(record: FigureRecord) -> list[str]:
    figure = record.figure
    said = [text for doubt, text in DOUBTS if doubt in figure.doubts and (doubt != "unit" or figure.unit)]
    if "year" in figure.doubts and figure.year:
        said.insert(0, "Het jaar staat niet in de tabel: het is het jaar van het document.")
    return list(dict.fromkeys(said))


def say_beside(record: FigureRecord) -> Wording:
    """Return the sentence that sets the budget beside what was spent."""
    amount, derivations = _amount(record)
    measure = record.figure.measure or "begroting"
    year = f" van {record.figure.year}" if record.figure.year else ""
    return Wording(f"In de {measure}{year} stond {amount}{_printed(record)}.", derivations)


def _amount(record: FigureRecord) -> tuple[str, tuple[Derivation, ...]]:
    figure = record.figure
    value = figure.value
    if figure.side == "lasten":  # often printed with a minus; said as expenses they have none
        value = ("-" if figure.number * figure.sign < 0 else "") + value.lstrip("-–")
    if figure.unit == "€":
        result = derive(value, figure.multiplier)
        return result, (Derivation(value, figure.multiplier, result),)
    if figure.unit in ("", "aantal"):
        return value, ()
    return (f"{value}%" if figure.unit == "%" else f"{value} {figure.unit}"), ()


def _printed(record: FigureRecord) -> str:
    figure = record.figure
    if figure.unit == "€" and figure.multiplier != 1:
        return f" (in de tabel: {figure.value}, {figure.printed_unit})"
    if not figure.unit:
        return " (de eenheid staat niet bij de tabel)"
    return "" if figure.value == figure.value.lstrip("-–") else f" (in de tabel: {figure.value})"
