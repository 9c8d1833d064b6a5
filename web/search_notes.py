"""What a reader must know of how a search was read."""

from __future__ import annotations

from index.search_query import SearchQuery
from web.messages import message


def query_notes(query: SearchQuery, language: str = "nl") -> tuple[str, ...]:
    """Return in words what of a search does not count, or counts in another way than usual."""
    notes = []
    if query.ignored:
        notes.append(message("search_ignored", language, words=", ".join(query.ignored)))
    if query.loose:
        notes.append(message("search_loose", language, words=", ".join(query.loose)))
    if query.as_phrase:
        notes.append(message("search_as_phrase", language))
    return tuple(notes)
