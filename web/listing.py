"""What is known about a document, for the command line: described fields, doubt and coverage."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from corpus.document import Coverage, Description
from index.engine import DocumentRecord
from web.messages import message
from web.present import years_of

# Below this confidence a field is shown as doubtful.
SURE = 0.5


def document_json(record: DocumentRecord, coverage: Coverage) -> dict[str, Any]:
    """Return what is known about a document, and how much of its file became text."""
    about = record.description
    return {
        "document_id": record.document_id,
        "municipality": about.municipality,
        "municipality_code": about.municipality_code,
        "title": about.title,
        "kind": about.kind,
        "years": [about.year_from, about.year_to],
        "status": about.status,
        "date": about.date,
        "decided_by": about.decided_by,
        "decision": about.decision,
        "part_of": about.part_of,
        "members": list(about.members),
        "url": about.url,
        "source": record.source,
        "pages": coverage.pages,
        "pages_unread": list(coverage.unread),
        "pages_recognised": list(coverage.recognised),
        "hidden": len(coverage.hidden),
        "passages": record.passages,
        "added": record.added,
        "confidence": dict(about.confidence),
    }


def document_line(record: DocumentRecord, coverage: Coverage, language: str = "nl") -> str:
    """Return one line about a document, with a question mark at what is not sure."""
    about = record.description
    fields = [
        record.document_id,
        _marked(about, about.municipality, "municipality"),
        _marked(about, about.kind, "kind"),
        _marked(about, years_of(about), "years"),
        _marked(about, about.status, "status", "-"),
        _marked(about, about.date, "date", "-"),
        f"{record.passages} passages",
        *filter(None, [coverage_text(coverage, language)]),
        _marked(about, about.title, "title"),
        *([f"({_marked(about, about.part_of, 'part_of')})"] if about.part_of else []),
    ]
    return "  ".join(fields)


def description_lines(about: Description, language: str = "nl") -> list[str]:
    """Return the inferred fields of a document that have a value, a line each, doubt in words."""
    years = years_of(about)
    decision = ", ".join(word for word in (about.decision, about.decided_by) if word)
    fields = {
        "title": about.title,
        "municipality": about.municipality,
        "members": ", ".join(about.members),
        "kind": about.kind,
        "years": years,
        "status": about.status,
        "date": about.date,
        "decision": decision,
        "part_of": about.part_of,
    }
    doubt = f" ({message('doubtful', language)})"
    return [
        f"{message(f'field_{name}', language)}: {value}{doubt if is_doubtful(about, name) else ''}"
        for name, value in fields.items()
        if value
    ]


def is_doubtful(about: Description, name: str) -> bool:
    """Tell whether a field of the description is more a guess than known."""
    return dict(about.confidence).get(name, 1.0) < SURE


def _marked(about: Description, value: str | None, name: str, nothing: str = "?") -> str:
    return f"{value}{'?' if is_doubtful(about, name) else ''}" if value else nothing


def coverage_text(coverage: Coverage, language: str = "nl") -> str | None:
    """Return how many pages there are and what could not be read; None where it has no pages."""
    if coverage.pages is None:
        return None
    parts = [message("pages", language, count=coverage.pages)]
    if coverage.unread:
        parts.append(message("pages_unread", language, pages=_page_list(coverage.unread)))
    if coverage.recognised:
        parts.append(message("pages_recognised", language, pages=_page_list(coverage.recognised)))
    if coverage.hidden:
        parts.append(message("text_hidden", language, count=len(coverage.hidden)))
    return "; ".join(parts)


def _page_list(pages: Sequence[int]) -> str:
    """Return page numbers with what follows each other as a range: "1, 3-5"."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
