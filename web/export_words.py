"""Figures, sources and empty cells of an export in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from assistant.comparison import Cell, ComparedRow, Comparison
from assistant.reply import Citation
from web.document_terms import number_text
from web.export_rows import FigureLine, Value, cited_line, figure_values
from web.messages import message
from web.opening import kind_name, period, years_of
from web.present import citation_marks, origin_of
from web.text import counted

NO_BREAK, MINUS = "\u00a0", "\u2212"


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """The figures of one row of a table: the row in words and a line for each figure. ``first`` is the
    first of them; the others have its row, page and link too."""

    row: str
    lines: tuple[str, ...]
    first: FigureLine


def figure_groups(lines: Sequence[FigureLine], language: str) -> list[FigureGroup]:
    """Return figures, those that follow each other in one row of a table together."""
    groups = []
    for _, same in groupby(lines, key=lambda line: line.link):
        own = list(same)
        values = [figure_values(line, language) for line in own]
        words = tuple(f"{_moment(item)}: {amount_words(item, language)}{_doubts(item)}" for item in values)
        groups.append(FigureGroup(str(values[0]["row"]), words, own[0]))
    return groups


def cell_figures(cell: Cell, comparison: Comparison, language: str) -> list[tuple[FigureGroup, Citation]]:
    """Return the figures of a cell by the row of their table, each with its citation."""
    found = []
    for number, cited in groupby(cell.figures, key=lambda item: item.citation):
        lines = [cited_line(item, comparison) for item in cited]
        found += [(group, comparison.citation(number)) for group in figure_groups(lines, language)]
    return found


def nothing_words(row: ComparedRow, language: str) -> str:
    """Return that nothing was found, and in what: "Niets gevonden in 2 documenten (2019-2022)."."""
    searched = row.searched
    if not searched.documents:
        return message("export_no_documents", language)
    years = f" ({period(*searched.years)})" if searched.years else ""
    one, more = message("export_one_document", language), message("export_more_documents", language)
    return message("export_nothing", language, what=counted(searched.documents, one, more) + years)


def amount_words(values: dict[str, Value], language: str = "nl") -> str:
    """Return an amount with what the table prints: "€ 923.000 (923, × € 1.000)"; a line never ends
    inside one of its numbers."""
    euros, unit = values["amount_euro"], str(values["unit"]).replace(" ", NO_BREAK)
    printed = str(values["value"]).replace("-", MINUS)
    if not isinstance(euros, Decimal):
        return f"{printed}{NO_BREAK}{unit}".strip()
    amount = f"€{NO_BREAK}{number_text(euros, language).replace('-', MINUS)}"
    return amount if unit == "€" else f"{amount} ({printed}, {unit})"


def _moment(values: dict[str, Value]) -> str:
    """Return what a figure is and of when; the name of its column where it has no measure."""
    what = values["measure"] or ("" if values["column"] == str(values["year"]) else values["column"])
    return " ".join(str(word) for word in (what, values["side"], values["year"]) if word)


def _doubts(values: dict[str, Value]) -> str:
    return f" ! {values['doubts']}" if values["doubts"] else ""


def remarks_of(citation: Citation, language: str) -> list[str]:
    """Return what must be known of a quote: who speaks, the region, errors of the source."""
    origin = origin_of(citation, language)
    return [*([origin] if origin else []), *citation_marks(citation, language)]


def source_words(citation: Citation, language: str) -> str:
    """Return document, years and page of a citation: "begroting 2019, p. 12"."""
    about = citation.document.description
    page = message("export_at_page", language, page=citation.page) if citation.page else ""
    return f"{kind_name(about, language)} {years_of(about)}".strip() + page
