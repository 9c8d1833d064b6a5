"""The rows of a document in the SQLite library."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, astuple
from datetime import UTC, datetime

import apsw
import numpy as np

from corpus.document import Coverage, Document, Span
from corpus.figure import Figure
from corpus.serialise import description_to_json, spans_to_json, structure_to_json
from index.dutch import analyse
from index.engine import Copy, CoverageRecord, EncoderRecord, NewDocument
from index.snapshot import passage_section
from index.versions import sketch


def set_meta(connection: apsw.Connection, key: str, value: str) -> None:
    """Write one value of the library itself."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


def set_encoder(connection: apsw.Connection, encoder: EncoderRecord) -> None:
    """Write with which encoder the library is made."""
    set_meta(connection, "encoder_name", encoder.name)
    set_meta(connection, "encoder_digest", encoder.digest)
    set_meta(connection, "encoder_dimension", str(encoder.dimension))


def insert_document(
    connection: apsw.Connection, document_id: str, new: NewDocument, sha256: str, generation: int
) -> None:
    """Write the current version of a document, its passages and its figures."""
    document = new.document
    now = datetime.now(UTC).isoformat(timespec="seconds")
    connection.execute(
        "INSERT INTO documents (document_id, text_version, source, origin, sha256, description, added, "
        "added_generation, coverage, sketch) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (document_id) DO UPDATE SET text_version = excluded.text_version, "
        "source = excluded.source, sha256 = excluded.sha256, description = excluded.description, "
        "added = excluded.added, added_generation = excluded.added_generation, "
        "coverage = excluded.coverage, sketch = excluded.sketch",
        (
            document_id,
            document.text_version,
            document.source,
            new.origin,
            sha256,
            description_to_json(document.description),
            now,
            generation,
            coverage_to_json(document.coverage),
            sketch(document.text),
        ),
    )
    # What was a copy of another document has contents of its own now.
    connection.execute("DELETE FROM copies WHERE origin = ?", (new.origin,))
    connection.execute(
        "INSERT OR REPLACE INTO versions VALUES (?, ?, ?, ?, ?, ?, NULL)",
        (document_id, document.text_version, sha256, document.text, structure_to_json(document), generation),
    )
    _insert_passages(connection, document_id, new, generation)
    insert_figures(connection, document_id, document, new.figures)


def insert_figures(
    connection: apsw.Connection, document_id: str, document: Document, figures: Iterable[Figure]
) -> None:
    """Write the figures of a document."""
    connection.executemany(
        "INSERT INTO figures VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                document_id,
                passage_section(document, f.row),
                place.page if (place := document.place_of(f.row.start)) else None,
                f.value,
                str(f.number),
                f.unit,
                f.multiplier,
                f.year,
                f.measure,
                f.side,
                f.column,
                spans_to_json((f.cell, f.row, f.label)),
                spans_to_json(f.parents),
                spans_to_json(f.context),
                json.dumps(f.doubts),
                f.sign,
                None if f.adds_up_to is None else str(f.adds_up_to),
                int(f.in_text),
                json.dumps(astuple(place.box)) if place and place.box else None,
            )
            for f in figures
        ],
    )


def insert_copy(connection: apsw.Connection, copy: Copy) -> None:
    """Write which document a file is a copy of."""
    connection.execute(
        "INSERT OR REPLACE INTO copies (origin, document_id, source, sha256, text_version) "
        "SELECT ?, document_id, ?, ?, text_version FROM documents WHERE document_id = ?",
        (copy.origin, copy.source, copy.sha256, copy.document_id),
    )


def is_kept(connection: apsw.Connection, copy: Copy) -> bool:
    """Tell whether it is written already of which document, as it is now, a file is a copy."""
    row = connection.execute(
        "SELECT 1 FROM copies JOIN documents USING (document_id, text_version) "
        "WHERE copies.origin = ? AND document_id = ? AND copies.source = ? AND copies.sha256 = ?",
        (copy.origin, copy.document_id, copy.source, copy.sha256),
    ).fetchone()
    return row is not None


def coverage_to_json(coverage: Coverage) -> str:
    """Return how much was read as JSON; of hidden text only how many pieces there were."""
    return json.dumps(asdict(CoverageRecord.of(coverage)))


def _insert_passages(
    connection: apsw.Connection, document_id: str, new: NewDocument, generation: int
) -> None:
    document = new.document
    for passage, vector, sentence_vectors in zip(
        new.passages, new.vectors, new.sentence_vectors, strict=True
    ):
        section = document.sections[passage.section]
        connection.execute(
            "INSERT INTO passages VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                document_id,
                passage.span.start,
                passage.span.end,
                int(passage.is_row),
                section.role.value,
                section.speaker,
                passage.page,
                passage_section(document, passage.span),
                spans_to_json(passage.sentences),
                spans_to_json(passage.context),
                vector.astype(np.float32).tobytes(),
                sentence_vectors.astype(np.float16).tobytes(),
                generation,
                json.dumps(document.page_starts(passage.span)),
            ),
        )
        insert_terms(
            connection,
            connection.last_insert_rowid(),
            document_id,
            document.text,
            passage.span,
            passage.context,
        )


def insert_terms(
    connection: apsw.Connection,
    passage_id: int,
    document_id: str,
    text: str,
    span: Span,
    context: Iterable[Span],
) -> None:
    """Add the search terms of a passage of a text, those of its context too."""
    found = analyse(" ".join([*(around.of(text) for around in context), span.of(text)]))
    connection.execute(
        "INSERT INTO terms (rowid, words, parts, document) VALUES (?, ?, ?, ?)",
        (passage_id, " ".join(found.words), " ".join(found.parts), document_id),
    )
