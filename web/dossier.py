"""A dossier: passages in an order, with remarks; as a value that travels, signed, and is not kept here.

It holds no text of a document, only where the passages stand and the digest of each: what is removed
from the library is gone from every dossier too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from itsdangerous import BadData, URLSafeSerializer

from corpus.document import Span
from index.engine import DocumentRecord
from web.documents import LONGEST, Link
from web.permalink import quote_digest

FORMAT = 1
SALT = "dossier"
MOST_ENTRIES = 200
MOST_TITLE, MOST_NOTE = 120, 1_000
# What a form brings along, and what may stand in an address.
MOST_SEALED, MOST_CARRIED = 300_000, 6_000
KEY = re.compile(r"(d[0-9a-f]{12})\.([0-9]{1,9})\.([0-9]{1,9})\.([0-9a-f]{64})\.([0-9a-f]{16})")


@dataclass(frozen=True, slots=True)
class DossierEntry:
    """A passage of a document, as its permalink says it, and a remark on it."""

    document_id: str
    link: Link
    note: str = field(default="", compare=False)

    @property
    def key(self) -> str:
        """The entry as a word in a form."""
        link = self.link
        return f"{self.document_id}.{link.span.start}.{link.span.end}.{link.version}.{link.digest}"


@dataclass(frozen=True, slots=True)
class Dossier:
    """Passages in their order, each once."""

    title: str = ""
    entries: tuple[DossierEntry, ...] = ()

    @property
    def full(self) -> bool:
        """True where no passage can be added."""
        return len(self.entries) >= MOST_ENTRIES

    def added(self, keys: Iterable[str]) -> Dossier:
        """Return the dossier with passages added at its end; a word that is no passage is passed over, and
        so is what does not fit any more."""
        found = [entry for key in keys if (entry := read_key(key))]
        return replace(self, entries=tuple(dict.fromkeys((*self.entries, *found)))[:MOST_ENTRIES])

    def without(self, place: int) -> Dossier:
        """Return the dossier without the passage at a place."""
        return replace(self, entries=(*self.entries[:place], *self.entries[place + 1 :]))

    def moved(self, place: int, by: int) -> Dossier:
        """Return the dossier with the passage at a place moved by one place or more; as it is where that
        cannot be."""
        entries, to = list(self.entries), place + by
        if not (0 <= place < len(entries) and 0 <= to < len(entries)):
            return self
        entries.insert(to, entries.pop(place))
        return replace(self, entries=tuple(entries))

    def written(self, title: str, notes: Sequence[str]) -> Dossier:
        """Return the dossier with its title, and the remark on each passage, in order."""
        given = [note.replace("\r\n", "\n").strip()[:MOST_NOTE] for note in notes]
        noted = [replace(entry, note=note) for entry, note in zip(self.entries, given, strict=False)] + list(
            self.entries[len(given) :]
        )
        return Dossier(" ".join(title.split())[:MOST_TITLE], tuple(noted))


def entry_key(record: DocumentRecord, span: Span, quote: str) -> str:
    """Return a passage as a word in a form, by which it is added to a dossier."""
    link = Link(span, record.text_version, quote_digest(quote))
    return DossierEntry(record.document_id, link).key


def read_key(key: str) -> DossierEntry | None:
    """Return the passage that a word names; None where it names none."""
    match = KEY.fullmatch(key)
    if not match:
        return None
    span = Span(int(match[2]), int(match[3]))
    return DossierEntry(match[1], Link(span, match[4], match[5])) if _is_span(span) else None


def _is_span(span: Span) -> bool:
    return 0 < span.end - span.start <= LONGEST


def pack(dossier: Dossier) -> list[Any]:
    """Return a dossier as plain JSON values, its format first; each version of a document once."""
    texts = list(dict.fromkeys((e.document_id, e.link.version) for e in dossier.entries))
    return [
        FORMAT,
        dossier.title,
        texts,
        [
            [texts.index((e.document_id, e.link.version)), e.link.span.start, e.link.span.end, e.link.digest]
            + ([e.note] if e.note else [])
            for e in dossier.entries
        ],
    ]


def unpack(value: Any) -> Dossier:
    """Return the dossier that was packed; raises ValueError, TypeError, IndexError or KeyError for
    anything else."""
    form, title, texts, entries = value
    if form != FORMAT or len(entries) > MOST_ENTRIES:
        raise ValueError("format")
    found = Dossier(str(title)[:MOST_TITLE])
    for number, start, end, digest, *note in entries:
        document_id, version = texts[number]
        entry = read_key(f"{document_id}.{start}.{end}.{version}.{digest}")
        if entry is None:
            raise ValueError("entry")
        entry = replace(entry, note=str(note[0])[:MOST_NOTE] if note else "")
        found = replace(found, entries=(*found.entries, entry))
    return found


class DossierSealer:
    """Signs dossiers with a secret, and opens what it signed."""

    def __init__(self, secret: str) -> None:
        self._serializer = URLSafeSerializer(secret, salt=SALT)

    def seal(self, dossier: Dossier) -> str:
        """Return a dossier as a signed word; an empty one is an empty word."""
        return str(self._serializer.dumps(pack(dossier))) if dossier.entries or dossier.title else ""

    def open(self, value: str) -> Dossier | None:
        """Return the dossier that was sealed, an empty one for an empty word; None where the value is not
        ours."""
        if not value:
            return Dossier()
        try:
            return unpack(self._serializer.loads(value)) if len(value) <= MOST_SEALED else None
        except (BadData, ValueError, TypeError, IndexError, KeyError):
            return None

    def carried(self, value: str) -> str:
        """Return the word where an address may carry it and it is ours, else an empty one."""
        return value if len(value) <= MOST_CARRIED and self.open(value) is not None else ""
