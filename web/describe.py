"""What is known about a document, corrected by a person: the same for the command line, for programs and
for the pages of the staff."""

from __future__ import annotations

from collections.abc import Mapping

from corpus.describe import check_said, corrected, years_reversed
from corpus.document import Description
from corpus.errors import LibraryError, QuestionError
from corpus.reader import described
from index.store import Store


def describe(store: Store, document_id: str, said: Mapping[str, object]) -> Description:
    """Change what is known about a document, without reading it again, and return it.

    Raises QuestionError ``nothing_to_edit``, ``years_reversed`` or ``unreadable_text``, LibraryError
    ``no_document``.
    """
    if not said:
        raise QuestionError("nothing_to_edit")
    about = with_said(store, document_id, said)
    store.describe(document_id, about)
    return about


def with_said(store: Store, document_id: str, said: Mapping[str, object]) -> Description:
    """Return what is known about a document as it would be with what is said.

    Raises LibraryError ``no_document``, QuestionError ``years_reversed`` where what is said now
    contradicts itself or what was said before, and ``unreadable_text``.
    """
    check_said(said)
    with store.snapshot() as snapshot:
        document = snapshot.document(document_id)
    if document is None:
        raise LibraryError("no_document", document_id=document_id)
    about = corrected(document.description, said)
    if years_reversed(about):
        raise QuestionError("years_reversed", first=about.year_from, last=about.year_to)
    return described(document, about).description
