"""A figure in words: its row, unit, amount and what is doubtful about it."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.taakvelden import RowMeaning
from assistant.topics import load_topics
from corpus.figure import Figure
from index.engine import FigureRecord
from web.document_terms import measure_word, number_text, side_word
from web.messages import LANGUAGES, message
from web.present import one_line

BETWEEN = " › "
SHALLOW = 2


def doubt_words(figure: Figure, language: str = "nl") -> tuple[str, ...]:
    """Return what is doubtful about a figure, a sentence each."""
    known = LANGUAGES[language]
    words = []
    for doubt in figure.doubts:
        if doubt == "total" and figure.adds_up_to is not None:
            words.append(message("doubt_adds_up", language, sum=number_text(figure.adds_up_to, language)))
        elif doubt == "unit" and figure.unit:
            words.append(message("doubt_read_as", language, unit=figure.printed_unit))
        else:
            words.append(message(f"doubt_{doubt}" if f"doubt_{doubt}" in known else "doubt_other", language))
    return tuple(words)


def row_words(record: FigureRecord) -> str:
    """Return the label of a row behind those of its groups: "Lasten › Sport"."""
    return BETWEEN.join(one_line(words) for words in (*record.parents, record.label) if words.strip())


def section_words(section: Sequence[str]) -> str:
    """Return the section that a table stands in; of a deep one the title of the document is left out."""
    kept = section[1:] if len(section) > SHALLOW else section
    return BETWEEN.join(one_line(words) for words in kept)


def figure_says(record: FigureRecord, language: str) -> str:
    """Return what a figure is and how much, without its row, for who does not read Dutch: "budget,
    expenses, 2021: € 310,000 (in the table: 310, × € 1.000)"."""
    figure = record.figure
    about = (measure_word(figure.measure, language), side_word(figure.side, language), str(figure.year or ""))
    amount = f"{figure.value} {figure.printed_unit}".strip()
    if figure.euros is not None:
        printed = f"{figure.value}, {figure.printed_unit}" if figure.multiplier != 1 else ""
        amount = f"€ {number_text(figure.euros, language)}"
        amount += message("figure_printed", language, printed=printed) if printed else ""
    said = f"{', '.join(word for word in about if word)}: {amount}".removeprefix(": ")
    return " ".join((f"{said}.", *doubt_words(figure, language)))


def difference_words(meaning: RowMeaning | None, language: str = "nl") -> tuple[str, ...]:
    """Return how a row differs from its taakveld, a sentence each."""
    found = meaning.differences if meaning else ()
    return tuple(message(item.code, language, **dict(item.parameters)) for item in found)


def topic_names(meaning: RowMeaning | None, language: str = "nl") -> tuple[str, ...]:
    """Return the names of the topics that a row is about."""
    wanted = meaning.topics if meaning else ()
    return tuple(t.name_en if language == "en" else t.name for t in load_topics() if t.id in wanted)
