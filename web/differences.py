"""What changed between two documents, in words and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from corpus.diff import Change, ChangeKind, Side, Words
from corpus.document import Document
from web.messages import message
from web.text import last_words, shortened

# Of words that stayed, so many characters are shown on both sides of what changed.
AROUND = 60
MOST_SHOWN = 600


def diff_text(old: Document, new: Document, changes: Sequence[Change], language: str) -> str:
    """Return the changes by section, with what went and came marked in brackets."""
    lines = [f"{_name(old)} → {_name(new)}"]
    if not changes:
        return "\n".join([*lines, message("diff_none", language)])
    lines.append(message("diff_counts", language, **_counts(changes)))
    for section, group in groupby(changes, key=lambda change: change.section):
        lines += ["", " › ".join(section) or message("diff_start", language)]
        for change in group:
            lines += _change_lines(change, language)
    return "\n".join(lines)


def _name(document: Document) -> str:
    status = document.description.status
    return f"{document.source}{f' ({status})' if status else ''}"


def _counts(changes: Sequence[Change]) -> dict[str, int]:
    return {kind.value: sum(change.kind is kind for change in changes) for kind in ChangeKind}


def _change_lines(change: Change, language: str) -> list[str]:
    side = change.new or change.old
    page = f" ({message('page_one', language, pages=side.page)})" if side and side.page else ""
    lines = [f"  {message(f'diff_{change.kind.value}', language)}{page}:"]
    if change.kind is ChangeKind.MOVED and change.old and change.old.section != change.section:
        section = " › ".join(change.old.section) or message("diff_start", language)
        lines.append(f"    {message('diff_moved_from', language, section=section)}")
    shown = _marked(change.words, language) if change.words else side.text if side else ""
    lines += [f"    {line}" for line in shortened(shown, MOST_SHOWN).split("\n") if line.strip()]
    return lines


def _marked(words: Sequence[Words], language: str) -> str:
    """Return the words with "[weg: …]" and "[nieuw: …]", long stretches that stayed cut short."""
    pieces = []
    for place, piece in enumerate(words):
        if piece.kind:
            pieces.append(f"[{message(f'diff_word_{piece.kind.value}', language)}: {piece.text}]")
            continue
        text = piece.text
        first, last = place == 0, place == len(words) - 1
        if first:
            text = last_words(text, AROUND)
        elif last:
            text = shortened(text, AROUND)
        elif len(text) > 2 * AROUND:
            text = f"{shortened(text, AROUND)} {last_words(text, AROUND)}".replace("… …", "…")
        pieces.append(text)
    return " ".join(pieces)


def diff_json(old: Document, new: Document, changes: Sequence[Change]) -> dict[str, Any]:
    """Return the changes for programs, with their places in both texts."""
    return {
        "old": {"source": old.source, "text_version": old.text_version},
        "new": {"source": new.source, "text_version": new.text_version},
        **_counts(changes),
        "changes": [
            {
                "kind": change.kind.value,
                "section": list(change.section),
                "old": _side_json(change.old),
                "new": _side_json(change.new),
                "words": [{"text": w.text, "kind": w.kind.value if w.kind else None} for w in change.words],
            }
            for change in changes
        ],
    }


def _side_json(side: Side | None) -> dict[str, Any] | None:
    if side is None:
        return None
    return {
        "start": side.span.start,
        "end": side.span.end,
        "quote": side.text,
        "section": list(side.section),
        "page": side.page,
    }
