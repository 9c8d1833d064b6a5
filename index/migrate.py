"""Libraries of earlier versions, brought up to date in place, in one transaction."""

from __future__ import annotations

import re

import apsw

from corpus.document import Description, Span
from corpus.figures import figures
from corpus.serialise import description_from_json, document_from_json, spans_from_json
from index.dutch import APART
from index.links import relink_all
from index.rows import coverage_to_json, insert_figures, insert_terms, set_meta
from index.versions import sketch

SCHEMA_VERSION = 5

# As schema.sql has them for a new library.
SECOND = """
ALTER TABLE documents ADD COLUMN coverage TEXT NOT NULL DEFAULT '{}';
ALTER TABLE documents ADD COLUMN sketch BLOB NOT NULL DEFAULT x'';
ALTER TABLE documents ADD COLUMN newer TEXT;
ALTER TABLE passages ADD COLUMN pages TEXT NOT NULL DEFAULT '[]';
CREATE INDEX documents_content ON documents (sha256);
CREATE INDEX documents_text ON documents (text_version);
CREATE INDEX documents_newer ON documents (newer);
CREATE INDEX documents_family ON documents (
    json_extract(description, '$.municipality'), json_extract(description, '$.kind')
);
CREATE TABLE copies (
    origin TEXT PRIMARY KEY,
    document_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
    source TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    text_version TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX copies_document ON copies (document_id);
CREATE INDEX copies_content ON copies (sha256);
"""

THIRD = """
DROP TABLE figures;
CREATE TABLE figures (
    figure_id INTEGER PRIMARY KEY,
    document_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
    section TEXT NOT NULL,
    page INTEGER,
    value TEXT NOT NULL,
    number TEXT NOT NULL,
    unit TEXT NOT NULL,
    multiplier INTEGER NOT NULL,
    year INTEGER,
    measure TEXT,
    side TEXT,
    column_name TEXT NOT NULL,
    spans TEXT NOT NULL,
    parents TEXT NOT NULL,
    context TEXT NOT NULL,
    doubts TEXT NOT NULL,
    sign INTEGER NOT NULL,
    adds_up_to TEXT,
    in_text INTEGER NOT NULL,
    box TEXT
);
CREATE INDEX figures_document ON figures (document_id);
"""

FIFTH = """
CREATE TABLE IF NOT EXISTS said_links (
    document_id TEXT PRIMARY KEY REFERENCES documents ON DELETE CASCADE,
    newer TEXT REFERENCES documents ON DELETE CASCADE
) WITHOUT ROWID;
"""


def migrate(connection: apsw.Connection, version: int) -> None:
    """Bring a library of ``version`` up to SCHEMA_VERSION, inside a transaction of the caller."""
    if version < 5:  # first, since linking versions looks at it
        connection.execute(FIFTH)
    if version < 2:
        _to_second(connection)
    if version < 3:
        _to_third(connection)
    if version < 4:
        _to_fourth(connection)
    set_meta(connection, "schema_version", str(SCHEMA_VERSION))


def _to_second(connection: apsw.Connection) -> None:
    """Add how much of each document was read, copies, and links between versions."""
    connection.execute(SECOND)
    ids = [str(row[0]) for row in connection.execute("SELECT document_id FROM documents")]
    for document_id in ids:
        row = connection.execute(
            "SELECT v.text, v.structure FROM versions v JOIN documents d USING (document_id, text_version) "
            "WHERE document_id = ? AND v.superseded_generation IS NULL",
            (document_id,),
        ).fetchone()
        if row:
            document = document_from_json(str(row[0]), "", "", Description(""), str(row[1]))
            connection.execute(
                "UPDATE documents SET coverage = ?, sketch = ? WHERE document_id = ?",
                (coverage_to_json(document.coverage), sketch(document.text), document_id),
            )
    relink_all(connection)


def _to_third(connection: apsw.Connection) -> None:
    """Take the figures out of the tables and sentences of every document again: they say more now."""
    connection.execute(THIRD)
    rows = connection.execute(
        "SELECT document_id, description, source, v.text, v.structure FROM documents d "
        "JOIN versions v USING (document_id, text_version) WHERE v.superseded_generation IS NULL"
    ).fetchall()
    for document_id, description, source, text, structure in rows:
        about = description_from_json(str(description))
        document = document_from_json(str(text), "", str(source), about, str(structure))
        insert_figures(connection, str(document_id), document, figures(document))


def _to_fourth(connection: apsw.Connection) -> None:
    """Give the passages with words that have a term of their own now (``APART``) their terms again."""
    changed = re.compile("|".join(APART), re.IGNORECASE)
    texts = connection.execute(
        "SELECT document_id, text FROM versions JOIN documents USING (document_id, text_version) "
        "WHERE superseded_generation IS NULL"
    ).fetchall()
    for document_id, text in texts:
        passages: list[tuple[int, int, int, str]] = connection.execute(
            'SELECT passage_id, start, "end", context FROM passages WHERE document_id = ?', (document_id,)
        ).fetchall()  # type: ignore[assignment]  # the columns say so
        for passage_id, start, end, context in passages:
            span, around = Span(start, end), spans_from_json(context)
            if changed.search(" ".join(each.of(str(text)) for each in (*around, span))):
                connection.execute("DELETE FROM terms WHERE rowid = ?", (passage_id,))
                insert_terms(connection, passage_id, str(document_id), str(text), span, around)
