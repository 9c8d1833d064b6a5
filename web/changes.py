"""What changed between two versions of a document, side by side: was and is, with pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from flask import Flask, abort, render_template

from corpus.diff import Change, ChangeKind, Side, Words, differences
from index.engine import DocumentRecord, Engine
from web.documents import passage_link
from web.language import current_language
from web.messages import message

MOST_CHANGES = 500


@dataclass(frozen=True, slots=True)
class Half:
    """One side of a change: its words, marked where the other side has not got them, its page and the
    address of its place in the document."""

    words: tuple[Words, ...]
    page: int | None
    href: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change as it is shown; ``was`` is None for what was added, ``now`` for what was taken out."""

    kind: str
    section: str
    was: Half | None
    now: Half | None


def change_rows(
    changes: Sequence[Change], old: DocumentRecord, new: DocumentRecord, language: str = "nl"
) -> list[ChangeRow]:
    """Return the changes as rows of two halves, in the order of the newer document."""
    return [
        ChangeRow(
            kind=message(f"diff_{change.kind.value}", language),
            section=" › ".join(change.section) or message("diff_start", language),
            was=_half(change, change.old, old, ChangeKind.REMOVED),
            now=_half(change, change.new, new, ChangeKind.ADDED),
        )
        for change in changes[:MOST_CHANGES]
    ]


def _half(change: Change, side: Side | None, record: DocumentRecord, own: ChangeKind) -> Half | None:
    if side is None:
        return None
    words = tuple(word for word in change.words if word.kind in (None, own)) or (Words(side.text),)
    return Half(words, side.page, passage_link(record, side.span, side.text))


def changes_page(engine: Callable[[], Engine], document_id: str) -> str:
    """Show what a document says otherwise than the version before it."""
    with engine().snapshot() as snapshot:
        records = {record.document_id: record for record in snapshot.documents()}
        new = records.get(document_id)
        old = next((record for record in records.values() if record.newer == document_id), None)
        if new is None or old is None:
            abort(404, "no_earlier_version")
        before, after = snapshot.document(old.document_id), snapshot.document(document_id)
    if before is None or after is None:
        abort(404, "no_such_document")
    changes, language = differences(before, after), current_language()
    return render_template(
        "changes.html",
        old=old,
        new=new,
        rows=change_rows(changes, old, new, language),
        counts=message(
            "diff_counts",
            language,
            **{kind.value: sum(c.kind is kind for c in changes) for kind in ChangeKind},
        ),
        left=max(len(changes) - MOST_CHANGES, 0),
    )


def add_routes(app: Flask, engine: Callable[[], Engine]) -> None:
    """Add the page of changes to the application."""
    app.add_url_rule("/documenten/<document_id>/wijzigingen", "changes", partial(changes_page, engine))
