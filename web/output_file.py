"""A file that a command writes: its kind from its name, and a sentence where it cannot be written."""

from __future__ import annotations

from pathlib import Path

from corpus.errors import LibraryError, QuestionError
from web.export import MEDIA_TYPES


def form_of(path: Path | None) -> str | None:
    """Return the kind of file that a name asks for; raises QuestionError ``unknown_form``."""
    if path is None:
        return None
    form = path.suffix.lstrip(".").casefold()
    if form not in MEDIA_TYPES:
        known = ", ".join(f".{name}" for name in MEDIA_TYPES)
        raise QuestionError("unknown_form", path=str(path), known=known)
    return form


def write(path: Path, data: bytes) -> None:
    """Write a file; raises LibraryError ``unwritable_file``."""
    try:
        path.write_bytes(data)
    except OSError as error:
        raise LibraryError("unwritable_file", path=str(path), reason=error.strerror) from error
