"""The command that searches exactly: the same as the page does, in the terminal."""

from __future__ import annotations

import json
from typing import Any

from assistant.exact_search import ExactSearcher, Found, SearchRequest, SearchResult
from corpus.errors import LibraryError
from index.engine import Engine, Filters, only
from web.messages import message
from web.present import document_label, one_line
from web.search_notes import query_notes


def exactly(engine: Engine, text: str, count: int, filters: Filters, language: str, as_json: bool) -> str:
    """Return how many passages have what is asked for and the first of them, as text or JSON.

    Raises QuestionError as ``read_query`` does, LibraryError ``empty_library``.
    """
    with engine.snapshot() as snapshot:
        named = tuple(record.document_id for record in snapshot.documents(filters))
        if not named and not snapshot.documents():
            raise LibraryError("empty_library")
    request = SearchRequest(text, documents=only(named), size=count)
    result = ExactSearcher(lambda: engine).search(request)
    if as_json:
        return json.dumps(result_json(result), ensure_ascii=False, indent=1)
    notes = query_notes(result.query, language)
    if not result.found:
        return "\n".join((*notes, message("nothing_found", language)))
    passages, documents = result.passages_total, result.documents_total
    total = message("exact_total", language, passages=passages, documents=documents)
    lines = (found_text(number, found, language) for number, found in enumerate(result.found, 1))
    return "\n\n".join((*notes, total, *lines))


def found_text(number: int, found: Found, language: str) -> str:
    """Return a passage as a few lines of text."""
    passage = found.passage
    about = passage.document.description
    head = (
        f"{number}. {about.speaker}, {document_label(about, language)} › {' › '.join(passage.section[-2:])}"
    )
    page = message("export_at_page", language, page=passage.page) if passage.page else ""
    decided = ", ".join(word for word in (found.decided.body, found.decided.date) if word)
    marks = f" [{decided}]" if decided else ""
    return f"{head}{page}{marks}\n   {one_line(passage.text)}"


def result_json(result: SearchResult) -> dict[str, Any]:
    """Return what was found as plain JSON values; places are offsets in the text of the document."""
    return {
        "passages": result.passages_total,
        "documents": result.documents_total,
        "ignored": list(result.query.ignored),
        "loose": list(result.query.loose),
        "as_phrase": result.query.as_phrase,
        "found": [
            {
                "document_id": found.passage.document.document_id,
                "source": found.passage.document.source,
                "title": found.passage.document.description.title,
                "municipality": found.passage.document.description.municipality,
                "section": list(found.passage.section),
                "role": found.passage.role.value,
                "page": found.passage.page,
                "start": found.passage.span.start,
                "end": found.passage.span.end,
                "text": found.passage.text,
                "marks": [[mark.start, mark.end] for mark in found.marks],
                "decided_by": found.decided.body,
                "decided_on": found.decided.date,
            }
            for found in result.found
        ],
    }
