"""Whether a sentence only mentions a thing: among four things or more, or as one of some examples."""

from __future__ import annotations

import re
from collections.abc import Callable

from index.dutch import WORD

_ITEM = r"(?:[^\W\d_][\w’'()/-]* ){0,2}[^\W\d_][\w’'()/-]*"
LISTED = re.compile(rf"{_ITEM}(?:, {_ITEM}){{2,}},? (?:en|of) {_ITEM}")
EXAMPLES = re.compile(r"\b(?:zoals|denk (?:\w+ )?aan|waaronder|bijvoorbeeld)\b[^.;:]*", re.IGNORECASE)
_ANOTHER = re.compile(r", | en | of ")


def in_passing(text: str, says: Callable[[str], bool]) -> bool:
    """Tell whether every word of a sentence that says the subject stands in a list of things; ``says``
    tells of a word whether it does. False where none does."""
    # Looking for a list tries every word as its first: only where one can be.
    lists = [match.span() for match in LISTED.finditer(text)] if text.count(", ") > 1 else []
    lists += [match.span() for match in EXAMPLES.finditer(text) if _ANOTHER.search(match.group())]
    if not lists:
        return False
    places = [match.start() for match in WORD.finditer(text) if says(match.group())]
    return bool(places) and all(any(start <= place < end for start, end in lists) for place in places)
