"""Words of the pages that no command says, and texts cut and marked for showing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from itertools import accumulate, pairwise

from corpus.document import Block, BlockKind, Row, Span, Table
from web.messages import LANGUAGES, message

NL: dict[str, str] = {
    "no_documents_yet": "Er zijn nog geen stukken om in te zoeken.",
    "sent_too_much": "Wat u stuurde, is samen te groot. Er is niets bewaard. Ga terug en stuur het in delen.",
    "unavailable": "Wij kunnen de stukken nu niet doorzoeken. Probeer het later opnieuw.",
    "no_earlier_version": "Van dit document is er geen vorige versie om mee te vergelijken.",
    "no_such_document": "Dit document is er niet, of niet meer. Bekijk de lijst met documenten.",
    "no_page_picture": "Van deze bladzijde is er geen afbeelding.",
    "no_such_table": "Deze tabel is er niet. Bekijk de lijst met tabellen van het document.",
    "try_nothing": "Kies eerst een document. Dit bestand is leeg, of er is niets gekozen.",
    "try_kind": "Dit soort bestand kunt u hier niet proberen. Kies een PDF, DOCX, ODT of HTML.",
    "try_busy": "Er wordt al een document gelezen, of er staan er te veel. Probeer het zo opnieuw.",
    "try_failed": "Het lezen is niet gelukt. Probeer het opnieuw, of kies een ander bestand.",
    "try_gone": "Dit document is weggegooid. U kunt het opnieuw proberen.",
    "unknown_kind": "‘{value}’ is geen soort document. Mogelijk is: {known}.",
    "link_wrong": "Deze verwijzing klopt niet. Wij kunnen de passage niet aanwijzen.",
    "link_found_again": "De tekst is veranderd sinds deze verwijzing werd gemaakt. "
    "De passage staat er nog precies zo in.",
    "link_gone": "De tekst is veranderd sinds deze verwijzing werd gemaakt. "
    "De passage staat er niet meer zo in. Er stond:",
    "link_unknown": "De tekst is veranderd sinds deze verwijzing werd gemaakt. "
    "De oude tekst hebben wij niet meer.",
}
EN: dict[str, str] = {
    "no_documents_yet": "There are no documents to search yet.",
    "sent_too_much": "What you sent is too large altogether. Nothing was kept. Go back and send it in parts.",
    "unavailable": "We cannot search the documents right now. Try again later.",
    "no_earlier_version": "There is no earlier version of this document to compare it with.",
    "no_such_document": "This document is not here, or it was removed. See the list of documents.",
    "no_page_picture": "There is no picture of this page.",
    "no_such_table": "This table does not exist. See the list of tables of the document.",
    "try_nothing": "Choose a document first. This file is empty, or nothing was chosen.",
    "try_kind": "This kind of file cannot be tried here. Choose a PDF, DOCX, ODT or HTML.",
    "try_busy": "Another document is being read, or there are too many. Try again in a moment.",
    "try_failed": "The document could not be read. Try again, or choose another file.",
    "try_gone": "This document has been deleted. You can try it again.",
    "unknown_kind": "‘{value}’ is not a kind of document. Possible: {known}.",
    "link_wrong": "This link is not correct. We cannot point out the passage.",
    "link_found_again": "The text has changed since this link was made. "
    "The passage is still there, word for word.",
    "link_gone": "The text has changed since this link was made. "
    "The passage is no longer there like this. It said:",
    "link_unknown": "The text has changed since this link was made. We no longer have the old text.",
}
WORDS = {"nl": NL, "en": EN}
TITLES = {
    "nl": {
        400: "Dit kan niet zo",
        401: "Een sleutel is nodig",
        403: "Dit mag niet",
        404: "Niet gevonden",
        405: "Dit kan hier niet",
        406: "Deze vorm is er niet",
        413: "Dit is te groot",
        415: "Deze vorm wordt niet gelezen",
        429: "Te veel tegelijk",
        500: "Er ging iets mis",
        503: "Even niet beschikbaar",
    },
    "en": {
        400: "This is not possible",
        401: "A key is needed",
        403: "This is not allowed",
        404: "Not found",
        405: "This is not possible here",
        406: "There is no such form",
        413: "This is too large",
        415: "This form is not read",
        429: "Too much at a time",
        500: "Something went wrong",
        503: "Not available right now",
    },
}
NUMERIC = re.compile(r"[\d\s.,€%*()×xNV+–-]+|n\.v\.t\.|p\.?m\.?", re.IGNORECASE)


def words(code: str, language: str = "nl", parameters: Mapping[str, object] | None = None) -> str:
    """Return the sentence of a code: one of the pages, else one of all messages."""
    own = WORDS[language if language in LANGUAGES else "nl"]
    given = dict(parameters or {})
    return own[code].format(**given) if code in own else message(code, language, **given)


def title_of(status: int, language: str = "nl") -> str:
    """Return what a status means, in a few words."""
    own = TITLES[language if language in TITLES else "nl"]
    return own[status] if status in own else HTTPStatus(status).phrase


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, marked or not; ``first`` on the first marked one, ``last`` on the last."""

    text: str
    marked: bool = False
    first: bool = False
    last: bool = False


def pieces(text: str, span: Span, mark: Span | None = None) -> list[Piece]:
    """Return the text of a span, cut where the mark begins and ends."""
    start = max(span.start, mark.start) if mark else span.end
    end = min(span.end, mark.end) if mark else span.end
    if mark is None or start >= end:
        return [Piece(span.of(text))] if len(span) else []
    cut = (
        Piece(text[span.start : start]),
        Piece(text[start:end], True, start == mark.start, end == mark.end),
        Piece(text[end : span.end]),
    )
    return [piece for piece in cut if piece.text]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A quote, a paragraph an item, with what stands just before and after it."""

    paragraphs: tuple[str, ...]
    before: str = ""
    after: str = ""


def excerpt(text: str, blocks: Sequence[Block], span: Span, most: int = 130) -> Excerpt:
    """Return a quote with the rest of its own paragraph, at most so many characters each side."""
    before = after = ""
    for block in blocks:
        if block.kind in (BlockKind.HEADING, BlockKind.TABLE):
            continue
        if block.span.start <= span.start < block.span.end:
            before = last_words(text[block.span.start : span.start], most)
        if block.span.start < span.end <= block.span.end:
            after = shortened(text[span.end : block.span.end], most)
    return Excerpt(paragraphs_of(span.of(text)), before, after)


def paragraphs_of(quote: str) -> tuple[str, ...]:
    """Return the lines of a quote that hold something."""
    return tuple(line for line in quote.split("\n") if line.strip())


def shortened(text: str, most: int) -> str:
    """Return the text, cut after a whole word where it is longer than ``most`` characters."""
    if len(text) <= most:
        return text
    head = text[:most]
    return f"{head.rsplit(' ', 1)[0] if ' ' in head.strip() else head} …"


def last_words(text: str, most: int) -> str:
    """Return the end of the text, cut before a whole word where it is longer than ``most``."""
    if len(text) <= most:
        return text
    tail = text[-most:]
    return f"… {tail.split(' ', 1)[1] if ' ' in tail.strip() else tail}"


def unbroken(text: str) -> str:
    """Return the text with no line end possible between a sign and its number, or within a span of years."""
    text = re.sub(r"(?<=[€×]) (?=[€\d-])", "\N{NO-BREAK SPACE}", text)
    return re.sub(r"(?<=\b\d{4}-)(?=\d{4}\b)", "\N{WORD JOINER}", text)


def printable(text: str) -> str:
    """Return the text without control characters, to put back in the question box."""
    return "".join(c for c in text if c.isprintable() or c in "\n\t")


def counted(number: int, one: str, more: str) -> str:
    """Return a number with the word that fits: "1 document", "3 documenten"."""
    return f"{number} {one if number == 1 else more}"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a shown table; ``wide`` is over how many columns it stretches, ``above_numbers`` true
    where they hold numbers."""

    pieces: tuple[Piece, ...]
    wide: int = 1
    above_numbers: bool = False

    @property
    def numeric(self) -> bool:
        """True for a number, which stands to the right."""
        return bool(NUMERIC.fullmatch("".join(piece.text for piece in self.pieces).strip() or " "))


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of a shown table: "header", "group" or "row"; the first cell is its label."""

    kind: str
    cells: tuple[Cell, ...]


def table_rows(text: str, table: Table, mark: Span | None = None, only: Row | None = None) -> list[ShownRow]:
    """Return a table as rows of cells; with ``only`` just that row, its groups and the header.

    A line whose cells do not fit the columns stays whole: nothing is guessed.
    """
    width = len(table.columns) or max((len(row.cells) for row in table.rows), default=0)
    rows = {row.span: row for row in table.rows}
    shown = []
    for line in _lines(text, table.span):
        row = rows.get(line)
        if only and line not in (*table.header, *only.parents, only.span):
            continue
        if line in table.header:
            kind, spans = "header", _alone(text, _header_cells(text, line, table, width))
        elif row:
            kind, spans = "row", _cells(text, line, row.cells, width)
        else:
            kind, spans = "group", [line]
        last = width + 2 - len(spans)
        cells = [Cell(tuple(pieces(text, span, mark))) for span in spans[:-1]]
        cells.append(Cell(tuple(pieces(text, spans[-1], mark)), last))
        shown.append(ShownRow(kind, tuple(cells)))
    columns = {at for row in shown if row.kind == "row" for at, cell in enumerate(row.cells) if cell.numeric}
    return [_headed(row, columns) if row.kind == "header" else row for row in shown]


def _headed(row: ShownRow, columns: Collection[int]) -> ShownRow:
    """Return a header row whose cells know whether the columns below them hold numbers."""
    starts = accumulate((cell.wide for cell in row.cells), initial=0)
    return ShownRow(
        row.kind,
        tuple(
            replace(cell, above_numbers=start > 0 and any(start <= at < start + cell.wide for at in columns))
            for start, cell in zip(starts, row.cells, strict=False)
        ),
    )


def _alone(text: str, spans: list[Span]) -> list[Span]:
    """Return the first cell alone where the others say nothing: a title, which stretches over all columns."""
    return spans if any(span.of(text).strip() for span in spans[1:]) else spans[:1]


def _header_cells(text: str, line: Span, table: Table, width: int) -> list[Span]:
    """Return label and column names of a header line, an empty place where it names no column."""
    named = [_joined([s for s in c.header if line.covers(s)]) for c in table.columns]
    known = [span for span in named if span]
    cells = _cells(text, line, known, len(known))
    if len(known) == width or len(cells) != len(known) + 1:
        return _cells(text, line, known, width)
    return [cells[0], *(span or Span(line.end, line.end) for span in named)]


def _lines(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    for line in span.of(text).split("\n"):
        yield Span(start, start + len(line))
        start += len(line) + 1


def _joined(spans: Sequence[Span]) -> Span | None:
    return Span(spans[0].start, spans[-1].end) if spans else None


def _cells(text: str, line: Span, cells: Sequence[Span], width: int) -> list[Span]:
    """Return label and cells; the cells as one where they do not fit the columns."""
    if not cells:
        return [line]
    label = Span(line.start, line.start + len(text[line.start : cells[0].start].rstrip(" |")))
    between = [Span(a.end, b.start) for a, b in pairwise(cells)]
    rest = "".join(gap.of(text) for gap in (*between, Span(cells[-1].end, line.end)))
    if len(cells) == width and not rest.strip(" |"):
        return [label, *cells]
    return [label, Span(cells[0].start, line.end)]
