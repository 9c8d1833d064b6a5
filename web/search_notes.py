"""What a reader must know of how a search was read."""

from __future__ import annotations

import re

from index.search_query import SearchQuery
from web.messages import message

# "gemeente:Emmen", as other websites know it; an address is a word like any other.
FIELD = re.compile(r"[^\W\d_]{3,}:(?=\w)")


def query_notes(query: SearchQuery, language: str = "nl") -> tuple[str, ...]:
    """Return in words what of a search does not count, or counts in another way than usual."""
    notes = []
    if query.ignored:
        notes.append(message("search_ignored", language, words=", ".join(query.ignored)))
    if fields := tuple(filter(None, (FIELD.match(item.text) for item in query.items if not item.verbatim))):
        named = ", ".join(dict.fromkeys(field[0] for field in fields))
        notes.append(message("search_no_field", language, fields=named))
    if query.loose:
        notes.append(message("search_loose", language, words=", ".join(query.loose)))
    if query.as_phrase:
        notes.append(message("search_as_phrase", language))
    return tuple(notes)
