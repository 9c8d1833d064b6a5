"""The words around a comparison: titles, columns, sources and what was searched."""

from __future__ import annotations

from datetime import UTC, datetime

from assistant.comparison import Aspect, CitedFigure, ComparedRow, Comparison
from assistant.reply import Citation
from assistant.told import ASKS
from web.document_terms import part_word
from web.messages import message
from web.present import document_label, documents_text, listed, years_text


def title_text(comparison: Comparison, language: str = "nl") -> str:
    """Return what is compared: "Vergelijking van gemeenten: schulden"."""
    place = comparison.rows[0].municipality if comparison.rows else ""
    code = f"compared_by_{comparison.by.value}"
    return message(code, language, subject=comparison.subject, municipality=place)


def aspect_name(aspect: Aspect, language: str = "nl") -> str:
    """Return the question that a column answers."""
    return message(f"aspect_{aspect.value}", language)


def nothing_text(row: ComparedRow, language: str = "nl") -> str:
    """Return that nothing was found, and in what: "niets gevonden in 2 documenten (2017-2020)"."""
    searched = f"{documents_text(row.searched, language)}{years_text(row.searched)}"
    return message("compare_nothing", language, searched=searched)


def row_notes(row: ComparedRow, language: str = "nl") -> list[str]:
    """Return what a reader must know of the documents of a row: that there is only a part of one, a
    draft, or one of a period that is over."""
    found = []
    one = "_one" if len(row.documents) == 1 else ""
    if row.searched.parts:
        found.append(
            message(
                "compare_part",
                language,
                parts=listed([part_word(part, language) for part in row.searched.parts], language),
            )
        )
    if any(document.description.status == "concept" for document in row.documents):
        found.append(message(f"compare_concept{one}", language))
    if row.searched.years and row.searched.years[1] < datetime.now(UTC).year:
        found.append(message(f"compare_older{one}", language, year=row.searched.years[1]))
    return found


def notes_text(comparison: Comparison, language: str = "nl") -> list[str]:
    """Return what must be said of the whole: names without documents, the page, that all is empty."""
    found = []
    if comparison.unknown:
        found.append(message("compare_unknown", language, names=listed(list(comparison.unknown), language)))
    if comparison.pages > 1:
        rows = comparison.rows
        found.append(
            message(
                "compare_page",
                language,
                page=comparison.page,
                pages=comparison.pages,
                first=rows[0].name,
                last=rows[-1].name,
            )
        )
    if not comparison.rows:
        found.append(message("compare_none_left", language))
    elif all(row.empty for row in comparison.rows) and comparison.pages == 1:
        found.append(message("compare_empty", language))
    return found


def figure_notes(figure: CitedFigure, comparison: Comparison, language: str = "nl") -> list[str]:
    """Return what a reader must know of a figure: that it is of more than the subject."""
    if not figure.taakveld:
        return []
    return [message("compare_taakveld", language, name=figure.taakveld, subject=comparison.subject)]


def source_text(citation: Citation, language: str = "nl") -> str:
    """Return where a quote stands in a few words: "begroting 2019-2022, p. 3, Sport"."""
    return ", ".join(part for part in (place_text(citation, language), section_text(citation)) if part)


def place_text(citation: Citation, language: str = "nl") -> str:
    """Return document and page of a quote: "begroting 2019-2022, p. 3"."""
    page = citation.document.coverage.label(citation.page)
    return document_label(citation.document.description, language) + (f", p. {page}" if page else "")


def section_text(citation: Citation) -> str:
    """Return the heading above a quote, in the words of the document; nothing where there is none."""
    title = citation.document.description.title
    names = [name for name in reversed(citation.section) if name != title]
    # "Wat willen we bereiken?" stands under every theme.
    return next((name for name in names if not ASKS.search(name)), names[0] if names else "")
