"""What is known about a document, corrected by a person: the same for the command line, for programs and
for the pages of the staff."""

from __future__ import annotations

from collections.abc import Mapping

from corpus.describe import corrected
from corpus.document import Description
from corpus.errors import LibraryError, QuestionError
from corpus.reader import described
from index.store import Store


def describe(store: Store, document_id: str, said: Mapping[str, object]) -> Description:
    """Change what is known about a document, without reading it again, and return it.

    Raises QuestionError ``nothing_to_edit``, LibraryError ``no_document``.
    """
    if not said:
        raise QuestionError("nothing_to_edit")
    about = with_said(store, document_id, said)
    store.describe(document_id, about)
    return about


def with_said(store: Store, document_id: str, said: Mapping[str, object]) -> Description:
    """Return what is known about a document as it would be with what is said; raises LibraryError
    ``no_document``."""
    with store.snapshot() as snapshot:
        document = snapshot.document(document_id)
    if document is None:
        raise LibraryError("no_document", document_id=document_id)
    return described(document, corrected(document.description, said)).description
