"""Reading one generation of the SQLite library."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

import apsw
import numpy as np

from corpus.document import Box, Document, Role, Span
from corpus.figure import Figure
from corpus.serialise import description_from_json, document_from_json, spans_from_json
from index.engine import (
    EVERYTHING,
    CoverageRecord,
    DocumentRecord,
    EncoderRecord,
    FigureRecord,
    Filters,
    Ids,
    Matrix,
    PassageRecord,
    PassageTable,
    Vector,
    matching,
)
from index.vectors import Rows, VectorIndex, stack

# A match in the part of a compound counts for less than a match in the whole word.
WORD_WEIGHT, PART_WEIGHT = 1.0, 0.4
DOCUMENTS = (
    "SELECT d.document_id, d.text_version, d.source, d.origin, d.sha256, d.description, d.added, "
    "(SELECT count(*) FROM passages p WHERE p.document_id = d.document_id), d.coverage, d.newer "
    "FROM documents d"
)

COPIED = (
    "d.sha256 = ?1 OR d.text_version = ?2 OR d.text_version IN "
    "(SELECT c.text_version FROM copies c WHERE c.sha256 = ?1 AND c.document_id = d.document_id)"
)
PASSAGES_OF = "SELECT passage_id FROM passages WHERE document_id IN (SELECT value FROM json_each(?))"
PASSAGES_NOT_OF = PASSAGES_OF.replace(" IN ", " NOT IN ")
# The columns are in the order in which ``_figure`` reads them.
FIGURES = (
    "SELECT section, page, value, number, unit, multiplier, year, measure, side, column_name, "
    "spans, parents, context, doubts, sign, adds_up_to, in_text, box FROM figures "
    "WHERE document_id = ? AND {} ORDER BY figure_id"
)
FIGURES_OF = FIGURES.format("in_text <= ?")
FIGURES_IN = FIGURES.format(
    "NOT in_text AND json_extract(spans, '$[1][0]') IN (SELECT value FROM json_each(?))"
)


class SqliteSnapshot:
    """The rows as they were when the snapshot was taken; lives inside one read transaction."""

    def __init__(
        self,
        connection: apsw.Connection,
        vectors: Callable[[SqliteSnapshot], VectorIndex],
        kept: dict[int, dict[str, DocumentRecord]],
    ) -> None:
        """``kept`` holds the documents of the newest generation that was read: a generation never
        changes, and to read them all for every question costs more with every document."""
        self._kept = kept
        self._connection = connection
        self._vectors = vectors
        meta = {str(k): str(v) for k, v in connection.execute("SELECT key, value FROM meta")}
        self.generation = int(meta["generation"])
        self.purged = int(meta["purged"])
        self.encoder = read_encoder(connection)
        self._texts: dict[tuple[str, str], str | None] = {}

    def _all(self) -> dict[str, DocumentRecord]:
        documents = self._kept.get(self.generation)
        if documents is None:
            records = [_document(row) for row in self._connection.execute(DOCUMENTS)]
            records.sort(key=_by_place_and_title)
            documents = {record.document_id: record for record in records}
            self._kept.clear()
            self._kept[self.generation] = documents
        return documents

    def documents(self, filters: Filters = EVERYTHING) -> list[DocumentRecord]:
        """Return the current documents within the filters; without filters every document."""
        return list(matching(list(self._all().values()), filters))

    def _scope(self, filters: Filters) -> tuple[bool, list[str]]:
        """Return the filters as the shorter of two lists: the documents within, or those without."""
        within = {record.document_id for record in self.documents(filters)}
        without = [i for i in self._all() if i not in within]
        return (True, sorted(within)) if len(within) < len(without) else (False, without)

    def by_origin(self, origin: str) -> DocumentRecord | None:
        """Return the current document with this origin, without reading the others."""
        row = self._connection.execute(f"{DOCUMENTS} WHERE d.origin = ?", (origin,)).fetchone()
        return _document(row) if row else None

    def by_content(self, sha256: str, text_version: str | None = None) -> list[DocumentRecord]:
        """Return the documents that these bytes, or this text, are a copy of, in order of origin."""
        rows = self._connection.execute(
            f"{DOCUMENTS} WHERE {COPIED} ORDER BY d.origin",
            (sha256, text_version),
        )
        return [_document(row) for row in rows]

    def by_name(self, name: str) -> list[DocumentRecord]:
        """Return the documents with this source or origin, or of which a copy has it."""
        rows = self._connection.execute(
            "SELECT document_id FROM documents WHERE source = ?1 OR origin = ?1 UNION "
            "SELECT document_id FROM copies WHERE source = ?1 OR origin = ?1",
            (name,),
        )
        found = {str(row[0]) for row in rows}
        return [record for i, record in self._all().items() if i in found]

    def by_vector(self, vector: Vector, k: int, filters: Filters) -> list[tuple[int, float]]:
        """Return the nearest passages with their cosine."""
        index = self._vectors(self)
        within, chosen = self._scope(filters)
        if not within and not chosen:
            return index.search(vector, k)
        rows = self._connection.execute(PASSAGES_OF if within else PASSAGES_NOT_OF, (json.dumps(chosen),))
        return index.search(vector, k, np.array([row[0] for row in rows], np.int64))

    def by_terms(
        self, words: Sequence[str], parts: Sequence[str], k: int, filters: Filters
    ) -> list[tuple[int, float]]:
        """Return the passages that match best: BM25 of the words, and of the parts at less weight."""
        scores: dict[int, float] = {}
        for terms, weight in ((words, WORD_WEIGHT), (parts, PART_WEIGHT)):
            for passage_id, score in self._match(terms, k * 2, filters):
                scores[passage_id] = scores.get(passage_id, 0.0) + weight * score
        return sorted(scores.items(), key=lambda hit: (-hit[1], hit[0]))[:k]

    def _match(self, terms: Sequence[str], k: int, filters: Filters) -> Iterator[tuple[int, float]]:
        unique = list(dict.fromkeys(term for term in terms if term))
        if not unique:
            return
        query = "{words parts} : (" + _any(unique) + ")"
        within, chosen = self._scope(filters)
        if within and not chosen:
            return
        if chosen:
            query = f"({query}) {'AND' if within else 'NOT'} document : ({_any(chosen)})"
        rows = self._connection.execute(
            "SELECT rowid, -bm25(terms, ?, ?, 0.0) AS score FROM terms WHERE terms MATCH ? "
            "ORDER BY score DESC, rowid LIMIT ?",
            (WORD_WEIGHT, PART_WEIGHT, query, k),
        )
        yield from ((int(row[0]), float(row[1])) for row in rows)

    def passages(self, ids: Sequence[int]) -> list[PassageRecord]:
        """Return the passages with these ids, in the order asked for."""
        rows = self._connection.execute(
            'SELECT passage_id, document_id, start, "end", is_row, role, speaker, page, section, '
            "sentences, context, pages FROM passages WHERE passage_id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ids)),),
        )
        found = {}
        for row in rows:
            record = self._all()[str(row[1])]
            text = self._text_of(record)
            found[int(row[0])] = PassageRecord(
                passage_id=int(row[0]),
                document=record,
                span=Span(int(row[2]), int(row[3])),
                text=text[int(row[2]) : int(row[3])],
                sentences=spans_from_json(str(row[9])),
                context=spans_from_json(str(row[10])),
                section=tuple(json.loads(str(row[8]))),
                role=Role(str(row[5])),
                speaker=row[6] if row[6] is None else str(row[6]),
                is_row=bool(row[4]),
                page=None if row[7] is None else int(str(row[7])),
                pages=tuple((int(start), int(page)) for start, page in json.loads(str(row[11]))),
            )
        return [found[i] for i in ids if i in found]

    def sentence_vectors(self, ids: Sequence[int]) -> dict[int, Matrix]:
        """Return the sentence vectors of these passages, one row a sentence."""
        dimension = self.encoder.dimension if self.encoder else 1
        rows = self._connection.execute(
            "SELECT passage_id, sentence_vectors FROM passages "
            "WHERE passage_id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ids)),),
        )
        return {
            int(i): np.frombuffer(blob, np.float16).reshape(-1, dimension).astype(np.float32)
            for i, blob in rows
        }

    def vectors_after(self, generation: int) -> Rows:
        """Return ids and vectors of the passages that came after a generation."""
        rows = list(
            self._connection.execute(
                "SELECT passage_id, vector FROM passages WHERE added_generation > ? ORDER BY passage_id",
                (generation,),
            )
        )
        dimension = self.encoder.dimension if self.encoder else 1
        return np.array([r[0] for r in rows], np.int64), stack([bytes(r[1]) for r in rows], dimension)

    def figures(self, filters: Filters, in_text: bool = False) -> list[FigureRecord]:
        """Return the figures in the tables of the documents within the filters, in reading order; with
        ``in_text`` those in their sentences too."""
        return list(self.each_figure(filters, in_text))

    def each_figure(self, filters: Filters, in_text: bool = False) -> Iterator[FigureRecord]:
        """Yield the figures that ``figures`` returns, for who keeps a few of many."""
        for record in self.documents(filters):
            text = self._text_of(record)
            rows = self._connection.execute(FIGURES_OF, (record.document_id, int(in_text)))
            yield from (_figure(record, text, row) for row in rows)

    def figures_in(self, document_id: str, rows: Sequence[Span]) -> list[FigureRecord]:
        """Return the figures in these rows of tables of a document, in reading order."""
        record = self._all().get(document_id)
        if record is None:
            return []
        text, starts = self._text_of(record), json.dumps([row.start for row in rows])
        found = self._connection.execute(FIGURES_IN, (document_id, starts))
        return [_figure(record, text, row) for row in found]

    def passage_table(self) -> PassageTable:
        """Return where every passage stands, in order of id."""
        names = {name: place for place, name in enumerate(self._all())}
        roles = {role.value: place for place, role in enumerate(Role)}
        rows = self._connection.execute(
            'SELECT passage_id, document_id, start, "end", role FROM passages ORDER BY passage_id'
        )
        table = np.array(
            [(i, names[str(name)], start, end, roles[str(role)]) for i, name, start, end, role in rows],
            np.int64,
        ).reshape(-1, 5)
        ids, document, start, end, role = table.T
        return PassageTable(
            np.ascontiguousarray(ids),
            document.astype(np.int32),
            start.astype(np.int32),
            end.astype(np.int32),
            role.astype(np.int8),
            tuple(names),
        )

    def holding(self, term: str, parts: bool = True) -> Ids:
        """Return the ids of the passages in which a term stands, in order."""
        query = f"{'{words parts}' if parts else 'words'} : ({_any([term])})"
        rows = self._connection.execute(
            "SELECT rowid FROM terms WHERE terms MATCH ? ORDER BY rowid", (query,)
        )
        return np.fromiter((row[0] for row in rows), np.int64)

    def figure_counts(self) -> dict[str, tuple[int, int]]:
        """Return by document how many figures its tables have, and how many of those are doubtful."""
        rows = self._connection.execute(
            "SELECT document_id, count(*), sum(doubts <> '[]') FROM figures WHERE in_text = 0 "
            "GROUP BY document_id"
        )
        return {str(row[0]): (int(row[1]), int(row[2])) for row in rows}

    def said_links(self) -> dict[str, str | None]:
        """Return what people said: by document the newer version, None where it has none."""
        return dict(self._connection.execute("SELECT document_id, newer FROM said_links"))

    def frequencies(self, terms: Sequence[str]) -> dict[str, int]:
        """Return in how many passages each term stands; 0 for a term that stands nowhere."""
        rows = self._connection.execute(
            "SELECT term, doc FROM term_counts WHERE term IN (SELECT value FROM json_each(?))",
            (json.dumps(list(terms)),),
        )
        return {**dict.fromkeys(terms, 0), **{str(term): int(count) for term, count in rows}}

    def vocabulary(self, start: str = "") -> frozenset[str]:
        """Return every term of the library that begins like this."""
        rows = self._connection.execute(
            "SELECT term FROM term_counts WHERE term >= ? AND term < ?", (start, start + chr(0x10FFFF))
        )
        terms = {str(row[0]) for row in rows}
        return frozenset(terms - self._all().keys())

    def count(self) -> int:
        """Return the number of passages."""
        return sum(record.passages for record in self._all().values())

    def text(self, document_id: str, text_version: str | None = None) -> str | None:
        """Return the canonical text of a version, of the current one where none is named."""
        record = self._all().get(document_id)
        if record is None:
            return None
        key = (document_id, text_version or record.text_version)
        if key not in self._texts:
            row = self._connection.execute(
                "SELECT text FROM versions WHERE document_id = ? AND text_version = ?", key
            ).fetchone()
            self._texts[key] = str(row[0]) if row else None
        return self._texts[key]

    def document(self, document_id: str, text_version: str | None = None) -> Document | None:
        """Return a version of a document as it was read, with what is known about it now; the
        current one where none is named."""
        record = self._all().get(document_id)
        if record is None:
            return None
        version = text_version or record.text_version
        row = self._connection.execute(
            "SELECT text, structure FROM versions WHERE document_id = ? AND text_version = ? "
            "ORDER BY superseded_generation IS NULL DESC, added_generation DESC LIMIT 1",
            (document_id, version),
        ).fetchone()
        if row is None:
            return None
        return document_from_json(str(row[0]), version, record.source, record.description, str(row[1]))

    def text_versions(self, document_id: str) -> list[str]:
        """Return the versions of a document, oldest first; the last one is the current."""
        rows = self._connection.execute(
            "SELECT text_version FROM versions WHERE document_id = ? GROUP BY text_version "
            "ORDER BY max(added_generation)",
            (document_id,),
        )
        return [str(row[0]) for row in rows]

    def _text_of(self, record: DocumentRecord) -> str:
        return self.text(record.document_id) or ""


def read_encoder(connection: apsw.Connection) -> EncoderRecord | None:
    """Return the encoder that the library names, None while it names none."""
    rows = connection.execute("SELECT key, value FROM meta WHERE key LIKE 'encoder_%'")
    found = {str(key): str(value) for key, value in rows}
    if not found:
        return None
    return EncoderRecord(found["encoder_name"], found["encoder_digest"], int(found["encoder_dimension"]))


def _any(terms: Sequence[str]) -> str:
    """Return the FTS5 expression for any of these terms."""
    return " OR ".join('"' + term.replace('"', '""') + '"' for term in terms)


def passage_section(document: Document, span: Span) -> str:
    """Return the titles of the headings above a span as a JSON list, outermost first."""
    after = bisect_right(document.sections, span.start, key=lambda section: section.span.start)
    section = document.sections[after - 1]
    return json.dumps([title.of(document.text) for title in section.path], ensure_ascii=False)


def _by_place_and_title(record: DocumentRecord) -> tuple[str, str, str]:
    about = record.description
    return about.municipality or "~", about.title, record.document_id


def _document(row: tuple[object, ...]) -> DocumentRecord:
    return DocumentRecord(
        document_id=str(row[0]),
        text_version=str(row[1]),
        source=str(row[2]),
        origin=str(row[3]),
        sha256=str(row[4]),
        description=description_from_json(str(row[5])),
        passages=int(str(row[7])),
        added=str(row[6]),
        coverage=_coverage(str(row[8])),
        newer=None if row[9] is None else str(row[9]),
    )


def _coverage(data: str) -> CoverageRecord:
    fields = json.loads(data)
    pages = {name: tuple(fields.get(name, ())) for name in ("unread", "recognised", "labels")}
    return CoverageRecord(fields.get("pages"), hidden=fields.get("hidden", 0), **pages)


# The figures of a table follow each other and have these in common.
_shared_spans = lru_cache(maxsize=64)(spans_from_json)


@lru_cache(maxsize=64)
def _shared_names(data: str) -> tuple[str, ...]:
    return tuple(json.loads(data))


def _figure(record: DocumentRecord, text: str, row: tuple[object, ...]) -> FigureRecord:
    cell, line, label = spans_from_json(str(row[10]))
    parents = _shared_spans(str(row[11]))
    figure = Figure(
        value=str(row[2]),
        number=Decimal(str(row[3])),
        unit=str(row[4]),
        multiplier=int(str(row[5])),
        year=None if row[6] is None else int(str(row[6])),
        measure=None if row[7] is None else str(row[7]),
        side=None if row[8] is None else str(row[8]),
        cell=cell,
        row=line,
        label=label,
        column=str(row[9]),
        parents=parents,
        context=_shared_spans(str(row[12])),
        doubts=_shared_names(str(row[13])),
        sign=int(str(row[14])),
        adds_up_to=None if row[15] is None else Decimal(str(row[15])),
        in_text=bool(row[16]),
    )
    header = [span.of(text) for span in figure.context if span.start < line.start and span not in parents]
    return FigureRecord(
        figure=figure,
        document=record,
        label=label.of(text),
        parents=tuple(span.of(text) for span in parents),
        section=_shared_names(str(row[0])),
        page=None if row[1] is None else int(str(row[1])),
        header=" ".join(header),
        box=None if row[17] is None else Box(*json.loads(str(row[17]))),
    )
