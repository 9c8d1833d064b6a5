"""Sections to passages: never across a section, never through a table row."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.document import Block, BlockKind, Document, Section, Span
from corpus.figures import row_context
from corpus.sentences import block_sentences

PATH_MARK = " › "


@dataclass(frozen=True, slots=True)
class PassageLimits:
    """Sizes in words: a passage is closed at ``target`` and, its heading and a table row aside,
    never gets over ``most``."""

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
    return head_line(document.description.municipality, document.description.title, path)


def head_line(municipality: str | None, title: str, path: Sequence[str]) -> str:
    """Return municipality, title and section path as one line, each name once."""
    names = [municipality or "", title, *path]
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
    own = section.path[-1] if section.path else None
    pending: list[Span] = []
    size = 0
    for index in section.blocks:
        block = document.blocks[index]
        if block.kind is BlockKind.TABLE:
            yield from _text_passage(document, number, section, pending)
            pending, size = [], 0
            yield from _row_passages(document, number, section, block)
            continue
        for piece in _pieces(text, block, limits):
            words = sum(_words(text, sentence) for sentence in piece)
            if pending != [own] and (size >= limits.target or size + words > limits.most):
                yield from _text_passage(document, number, section, pending)
                pending, size = [], 0
            pending.extend(piece)
            size += words
    yield from _text_passage(document, number, section, pending)


def _pieces(text: str, block: Block, limits: PassageLimits) -> list[list[Span]]:
    """Return the sentences of the block, in groups where it is too long for one passage."""
    citable = [part for span in block_sentences(text, block) for part in _parts(text, span, limits)]
    if _words(text, block.span) <= limits.most:
        return [citable]
    groups: list[list[Span]] = []
    size = 0
    for sentence in citable:
        words = _words(text, sentence)
        if groups and size + words <= limits.target:
            groups[-1].append(sentence)
            size += words
        else:
            groups.append([sentence])
            size = words
    return groups


def _parts(text: str, sentence: Span, limits: PassageLimits) -> list[Span]:
    """Return the sentence, or equal parts of it where it alone is too long for a passage."""
    words = [m.span() for m in re.finditer(r"\S+", sentence.of(text))]
    if len(words) <= limits.most:
        return [sentence]
    size = math.ceil(len(words) / math.ceil(len(words) / limits.target))
    groups = [words[i : i + size] for i in range(0, len(words), size)]
    start = sentence.start
    return [Span(start + group[0][0], start + group[-1][1]) for group in groups]


def _text_passage(
    document: Document, number: int, section: Section, sentences: Sequence[Span]
) -> Iterator[Passage]:
    own = section.path[-1] if section.path else None
    if not sentences or list(sentences) == [own]:
        return
    span = Span(sentences[0].start, sentences[-1].end)
    context = tuple(s for s in section.path if not span.covers(s))
    page = document.page_of(span.start)
    yield Passage(span, number, False, tuple(sentences), context, page)


def _row_passages(document: Document, number: int, section: Section, block: Block) -> Iterator[Passage]:
    table = block.table
    if table is None:
        return
    for row in table.rows:
        context = (*section.path, *row_context(document, section, table, row))
        yield Passage(row.span, number, True, (row.span,), context, document.page_of(row.span.start))


def _words(text: str, span: Span) -> int:
    return len(span.of(text).split())
