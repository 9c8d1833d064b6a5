"""The interface between searching and keeping: records, filters, and what an engine must do.

A second engine implements ``Engine`` and ``Snapshot``; nothing above them knows of SQL or files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from corpus.document import Box, Coverage, Description, Document, Role, Span
from corpus.errors import EncoderError, QuestionError
from corpus.figure import Figure
from index.chunk import Passage

Vector = npt.NDArray[np.float32]
Matrix = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search is limited to; an empty field does not limit. Years are inclusive.

    A document of which the library has a newer version is left out, unless ``all_versions`` is true
    or ``documents`` names it. Raises QuestionError ``years_reversed`` where the first year is after
    the last.
    """

    municipalities: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    from_year: int | None = None
    to_year: int | None = None
    all_versions: bool = False

    def __post_init__(self) -> None:
        if self.from_year and self.to_year and self.from_year > self.to_year:
            raise QuestionError("years_reversed", first=self.from_year, last=self.to_year)


EVERYTHING = Filters(all_versions=True)
# No document has this number.
NO_DOCUMENT = "-"


def only(documents: Iterable[str]) -> tuple[str, ...]:
    """Return what limits to just these documents: where there are none, to nothing. No numbers at all
    would be no limit."""
    return tuple(documents) or (NO_DOCUMENT,)


@dataclass(frozen=True, slots=True)
class EncoderRecord:
    """The encoder that a library was made with."""

    name: str
    digest: str
    dimension: int

    def check(self, kept: EncoderRecord | None) -> None:
        """Raise EncoderError ``other_encoder`` where a library was made with another encoder."""
        if kept and (kept.digest, kept.dimension) != (self.digest, self.dimension):
            raise EncoderError("other_encoder", library=kept.name, setting=self.name)


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document that was read and embedded, ready to be kept.

    ``vectors`` has a row for each passage; ``sentence_vectors`` a matrix for each passage with a
    row for each of its sentences.
    """

    document: Document
    original: bytes
    origin: str
    passages: tuple[Passage, ...]
    vectors: Matrix
    sentence_vectors: tuple[Matrix, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """A file with the content of a document that is kept already under another name."""

    document_id: str
    origin: str
    source: str
    sha256: str


@dataclass(frozen=True, slots=True)
class CoverageRecord:
    """How much of a file became text: its pages, those not read, those recognised from their
    picture, and how many pieces of hidden text were held back. ``labels`` are the printed page
    numbers, where they differ from the physical ones."""

    pages: int | None = None
    unread: tuple[int, ...] = ()
    recognised: tuple[int, ...] = ()
    hidden: int = 0
    labels: tuple[str, ...] = ()

    def label(self, page: int | None) -> str | None:
        """Return the number that is printed on a physical page, counted from 1."""
        if page is None:
            return None
        return self.labels[page - 1] if page <= len(self.labels) else str(page)

    def printed(self, page: int | None) -> str | None:
        """Return the printed number of a page where it is another than the physical one."""
        label = self.label(page)
        return None if label == str(page) else label

    @classmethod
    def of(cls, coverage: Coverage) -> CoverageRecord:
        """Return the record of what a reader reported."""
        return cls(
            coverage.pages, coverage.unread, coverage.recognised, len(coverage.hidden), coverage.labels
        )


WHOLLY_READ = CoverageRecord()


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A kept document: its permanent id, its current version, and what is known about it.

    ``newer`` is the id of the document of which this one is an earlier version, such as a draft.
    """

    document_id: str
    text_version: str
    source: str
    origin: str
    sha256: str
    description: Description
    passages: int
    added: str
    coverage: CoverageRecord = WHOLLY_READ
    newer: str | None = None


@dataclass(frozen=True, slots=True)
class PassageRecord:
    """A kept passage with its place in its document; ``text`` is the slice itself, ``page`` where it
    begins, ``pages`` the offset from which each further page holds it."""

    passage_id: int
    document: DocumentRecord
    span: Span
    text: str
    sentences: tuple[Span, ...]
    context: tuple[Span, ...]
    section: tuple[str, ...]
    role: Role
    speaker: str | None
    is_row: bool
    page: int | None
    pages: tuple[tuple[int, int], ...] = ()

    def page_at(self, offset: int) -> int | None:
        """Return the physical page on which the character at an offset of the document stands."""
        return next((page for start, page in reversed(self.pages) if start <= offset), self.page)

    def slice(self, span: Span) -> str:
        """Return the text of a span of the document that lies in this passage."""
        return self.text[span.start - self.span.start : span.end - self.span.start]


@dataclass(frozen=True, slots=True)
class FigureRecord:
    """A kept figure with the words that say what it is about; ``header`` is that of its table, ``box``
    the place of its row on the page."""

    figure: Figure
    document: DocumentRecord
    label: str
    parents: tuple[str, ...]
    section: tuple[str, ...]
    page: int | None
    header: str = ""
    box: Box | None = None


@dataclass(frozen=True, slots=True, eq=False)
class PassageTable:
    """Where every passage stands: an item a passage, in order of id, which is reading order within a
    document. ``document`` and ``role`` are places in ``documents`` and ``roles``."""

    ids: Ids
    document: npt.NDArray[np.int32]
    start: npt.NDArray[np.int32]
    end: npt.NDArray[np.int32]
    role: npt.NDArray[np.int8]
    documents: tuple[str, ...]
    roles: tuple[Role, ...] = tuple(Role)


class Snapshot(Protocol):
    """One generation of a library, unchanged while it is held."""

    generation: int
    encoder: EncoderRecord | None

    def documents(self, filters: Filters = ...) -> list[DocumentRecord]:
        """Return the current documents within the filters, in order of municipality and title;
        without filters every document, earlier versions too."""

    def by_origin(self, origin: str) -> DocumentRecord | None:
        """Return the current document with this origin, None where there is none."""

    def by_content(self, sha256: str, text_version: str | None = ...) -> list[DocumentRecord]:
        """Return the documents that these bytes, or this text, are a copy of, in order of origin."""

    def by_name(self, name: str) -> list[DocumentRecord]:
        """Return the documents with this source or origin, or of which a copy has it."""

    def by_vector(self, vector: Vector, k: int, filters: Filters) -> list[tuple[int, float]]:
        """Return the ``k`` passages nearest to the unit vector, with cosine, nearest first."""

    def by_terms(
        self, words: Sequence[str], parts: Sequence[str], k: int, filters: Filters
    ) -> list[tuple[int, float]]:
        """Return the ``k`` passages that match the terms best, with a BM25 score, best first."""

    def passages(self, ids: Sequence[int]) -> list[PassageRecord]:
        """Return the passages with these ids, in the order asked for."""

    def sentence_vectors(self, ids: Sequence[int]) -> dict[int, Matrix]:
        """Return the unit vectors of the sentences of each passage."""

    def figures(self, filters: Filters, in_text: bool = False) -> list[FigureRecord]:
        """Return the figures in the tables of the documents within the filters, in reading order; with
        ``in_text`` those in their sentences too."""

    def each_figure(self, filters: Filters, in_text: bool = False) -> Iterator[FigureRecord]:
        """Yield the figures that ``figures`` returns, for who keeps a few of many."""

    def figures_in(self, document_id: str, rows: Sequence[Span]) -> list[FigureRecord]:
        """Return the figures in these rows of tables of a document, in reading order."""

    def passage_table(self) -> PassageTable:
        """Return where every passage stands, in the order in which they were added."""

    def holding(self, term: str, parts: bool = True) -> Ids:
        """Return the ids of the passages in which a term stands, in order; with ``parts`` those with a
        compound that has it as a part too."""

    def figure_counts(self) -> dict[str, tuple[int, int]]:
        """Return by document how many figures its tables have, and how many of those are doubtful."""

    def said_links(self) -> dict[str, str | None]:
        """Return what people said: by document the newer version, None where it has none."""

    def frequencies(self, terms: Sequence[str]) -> dict[str, int]:
        """Return in how many passages each term stands, in a word or in a part of one."""

    def vocabulary(self, start: str = "") -> frozenset[str]:
        """Return every term of the library that begins like this."""

    def count(self) -> int:
        """Return the number of passages."""

    def document(self, document_id: str, text_version: str | None = ...) -> Document | None:
        """Return a version of a document as it was read, the current one where none is named."""

    def text_versions(self, document_id: str) -> list[str]:
        """Return the versions of a document, oldest first; the last one is the current."""

    def text(self, document_id: str, text_version: str | None = None) -> str | None:
        """Return the canonical text of a version, the current one where none is named."""


class Engine(Protocol):
    """Keeps documents; every change is one transaction and one new generation."""

    def snapshot(self) -> AbstractContextManager[Snapshot]:
        """Return the newest generation, pinned until the context ends."""

    def encoder(self) -> EncoderRecord | None:
        """Return the encoder of the library, None while it has no passages."""

    def add(self, new: NewDocument, encoder: EncoderRecord, still: DocumentRecord | None = None) -> str:
        """Keep a document, or a new version of the one with the same origin; return its id. With
        ``still`` only as a new reading of that document, if it is there and described as it was."""

    def add_copy(self, copy: Copy) -> None:
        """Remember that a file is a copy of a document; searching does not change."""

    def remove(self, document_id: str) -> bool:
        """Remove a document in all its versions, originals too; False where it is not there."""

    def remove_all(self, document_ids: Sequence[str]) -> int:
        """Remove documents in one change; return how many there were."""

    def read_original(self, sha256: str) -> bytes | None:
        """Return the original with this digest; None where it is missing or damaged."""

    def close(self) -> None:
        """Release files and connections."""


def matching(records: Sequence[DocumentRecord], filters: Filters) -> Iterator[DocumentRecord]:
    """Yield the documents that are within the filters.

    A document without years is within every range: what is not known is not a reason to hide it.
    """
    wanted = {name.casefold() for name in filters.municipalities}
    for record in records:
        about = record.description
        if record.newer and not filters.all_versions and record.document_id not in filters.documents:
            continue
        if wanted and (about.municipality or "").casefold() not in wanted:
            continue
        if filters.kinds and about.kind not in filters.kinds:
            continue
        if filters.documents and record.document_id not in filters.documents:
            continue
        if filters.from_year and about.year_to and about.year_to < filters.from_year:
            continue
        if filters.to_year and about.year_from and about.year_from > filters.to_year:
            continue
        yield record
