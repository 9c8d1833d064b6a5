"""Sections to passages: never across a section, never through a table row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corpus.document import Block, BlockKind, Document, Section, Span
from corpus.sentences import block_sentences

PATH_MARK = " › "


@dataclass(frozen=True, slots=True)
class PassageLimits:
    """Sizes in words: a passage is closed at ``target`` and never gets over ``most``."""

    target: int = 80
    most: int = 140

    def __post_init__(self) -> None:
        if not 0 < self.target <= self.most:
            raise ValueError("0 < target <= most")


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of canonical text that is found as one.

    ``sentences`` are the citable spans inside it; ``context`` the slices outside it that it needs
    to be understood: headings, and for a table row the header, the unit and its group labels.
    """

    span: Span
    section: int
    is_row: bool
    sentences: tuple[Span, ...]
    context: tuple[Span, ...]
    page: int | None


def passages(document: Document, limits: PassageLimits | None = None) -> list[Passage]:
    """Return the passages of a document, in reading order."""
    sizes = limits or PassageLimits()
    result: list[Passage] = []
    for number, section in enumerate(document.sections):
        result.extend(_section_passages(document, number, section, sizes))
    return result


def embedding_text(document: Document, passage: Passage) -> str:
    """Return what is embedded for a passage: municipality, title and section path in front."""
    return f"{embedding_head(document, passage.section)}\n{_body(document, passage)}"


def embedding_head(document: Document, section: int) -> str:
    """Return the line that says where a passage comes from."""
    path = [span.of(document.text) for span in document.sections[section].path]
    description = document.description
    names = [description.municipality or "", description.title, *path]
    return PATH_MARK.join(dict.fromkeys(name for name in names if name))


def _body(document: Document, passage: Passage) -> str:
    if not passage.is_row:
        return passage.span.of(document.text)
    context = [span.of(document.text) for span in passage.context]
    return "\n".join([*context, passage.span.of(document.text)])


def _section_passages(
    document: Document, number: int, section: Section, limits: PassageLimits
) -> Iterator[Passage]:
    text = document.text
    pending: list[Span] = []
    for index in section.blocks:
        block = document.blocks[index]
        if block.kind is BlockKind.TABLE:
            yield from _text_passage(document, number, section, pending)
            pending = []
            yield from _row_passages(document, number, section, block)
            continue
        for piece in _pieces(text, block, limits):
            size = sum(_words(text, span) for span in pending)
            full = size + _words(text, piece) > limits.most
            heading_only = len(pending) == 1 and pending[0] == (section.path[-1] if section.path else None)
            if pending and not heading_only and (size >= limits.target or full):
                yield from _text_passage(document, number, section, pending)
                pending = []
            pending.append(piece)
    yield from _text_passage(document, number, section, pending)


def _pieces(text: str, block: Block, limits: PassageLimits) -> list[Span]:
    """Return the block, or its sentences in groups when it is too long for one passage."""
    if _words(text, block.span) <= limits.most:
        return [block.span]
    groups: list[Span] = []
    for sentence in block_sentences(text, block):
        last = groups[-1] if groups else None
        joined = Span(last.start, sentence.end) if last else sentence
        if last and _words(text, joined) <= limits.target:
            groups[-1] = joined
        else:
            groups.append(sentence)
    return groups


def _text_passage(
    document: Document, number: int, section: Section, spans: list[Span]
) -> Iterator[Passage]:
    own = section.path[-1] if section.path else None
    if not spans or (len(spans) == 1 and spans[0] == own):
        return
    span = Span(spans[0].start, spans[-1].end)
    inside = [document.blocks[i] for i in section.blocks]
    sentences = tuple(
        sentence
        for block in inside
        for sentence in block_sentences(document.text, block)
        if span.covers(sentence)
    )
    context = tuple(s for s in section.path if not span.covers(s))
    yield Passage(span, number, False, sentences, context, document.page_of(span.start))


def _row_passages(
    document: Document, number: int, section: Section, block: Block
) -> Iterator[Passage]:
    table = block.table
    if table is None:
        return
    for row in table.rows:
        context = (*section.path, *table.header, *row.parents)
        yield Passage(row.span, number, True, (row.span,), context, document.page_of(row.span.start))


def _words(text: str, span: Span) -> int:
    return len(span.of(text).split())
