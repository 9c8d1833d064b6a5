"""The links between versions in the SQLite library, brought up to date inside a change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import apsw

from corpus.errors import LibraryError
from corpus.serialise import description_from_json
from index.versions import Edition, newest_of, related

EDITION = "SELECT document_id, text_version, description, sketch FROM documents WHERE "
# As the index documents_family has it.
FAMILY = "json_extract(description, '$.municipality') IS ? AND json_extract(description, '$.kind') IS ?"
Place = tuple[str | None, str]


def relink(connection: apsw.Connection, document_id: str) -> None:
    """Decide again of which documents this one is a version, and those that it may have to do with.

    Called when a document was added, changed, described otherwise or removed.
    """
    families = _Families(connection)
    affected = set(_ids(connection, "newer = ?", document_id))
    changed = _edition(connection, document_id)
    if changed:
        affected.add(document_id)
        affected.update(e.document_id for e in families.of(changed) if related(e, changed))
    _link(connection, families, affected)


def relink_all(connection: apsw.Connection) -> None:
    """Decide again of every document."""
    _link(connection, _Families(connection), _ids(connection, "TRUE"))


def say(connection: apsw.Connection, document_id: str, newer: str | None) -> None:
    """Keep what people say: of which document this one is an earlier version, or that it is of none.

    Raises LibraryError ``link_in_circle`` where what was said before makes the other one the earlier.
    """
    if newer and _leads(_said(connection), newer, document_id):
        raise LibraryError("link_in_circle")
    connection.execute("INSERT OR REPLACE INTO said_links VALUES (?, ?)", (document_id, newer))
    _relink_around(connection, document_id, newer)


def forget(connection: apsw.Connection, document_id: str) -> None:
    """Take back what people said of a document, so that its text decides again."""
    connection.execute("DELETE FROM said_links WHERE document_id = ?", (document_id,))
    _relink_around(connection, document_id, None)


def _relink_around(connection: apsw.Connection, document_id: str, newer: str | None) -> None:
    before = connection.execute(
        "SELECT newer FROM documents WHERE document_id = ?", (document_id,)
    ).fetchone()
    relink(connection, document_id)
    for other in {newer, before[0] if before else None} - {None}:
        relink(connection, str(other))


def _said(connection: apsw.Connection) -> dict[str, str | None]:
    """Return what people said, by document."""
    return dict(connection.execute("SELECT document_id, newer FROM said_links"))


def _leads(newer: Mapping[str, str | None], start: str, goal: str) -> bool:
    """Tell whether one comes to a document from another one, each time to the newer version."""
    at: str | None = start
    seen: set[str] = set()
    while at is not None and at != goal and at not in seen:
        seen.add(at)
        at = newer.get(at)
    return at == goal


def _link(connection: apsw.Connection, families: _Families, document_ids: Iterable[str]) -> None:
    said = _said(connection)
    for document_id in document_ids:
        edition = _edition(connection, document_id)
        if document_id in said:
            newer = said[document_id]
        elif edition and said:
            # What people said must not be turned round by what the texts say.
            now = dict(connection.execute("SELECT document_id, newer FROM documents")) | said
            others = [o for o in families.of(edition) if not _leads(now, o.document_id, document_id)]
            newer = newest_of(edition, others)
        else:
            newer = newest_of(edition, families.of(edition)) if edition else None
        connection.execute("UPDATE documents SET newer = ? WHERE document_id = ?", (newer, document_id))


class _Families:
    """The documents of one municipality and kind, each read once."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self._known: dict[Place, list[Edition]] = {}

    def of(self, edition: Edition) -> list[Edition]:
        """Return the documents of the same municipality and kind."""
        place = (edition.description.municipality, edition.description.kind)
        if place not in self._known:
            rows = self._connection.execute(EDITION + FAMILY, place)
            self._known[place] = [_to_edition(row) for row in rows] if place[0] else []
        return self._known[place]


def _ids(connection: apsw.Connection, condition: str, *values: str) -> list[str]:
    rows = connection.execute(f"SELECT document_id FROM documents WHERE {condition}", values)  # noqa: S608 - only constants of this file
    return [str(row[0]) for row in rows]


def _edition(connection: apsw.Connection, document_id: str) -> Edition | None:
    row = connection.execute(f"{EDITION} document_id = ?", (document_id,)).fetchone()
    return _to_edition(row) if row else None


def _to_edition(row: tuple[object, ...]) -> Edition:
    data = row[3] if isinstance(row[3], bytes) else b""
    return Edition(str(row[0]), str(row[1]), description_from_json(str(row[2])), data)
