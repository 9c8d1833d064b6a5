"""Whatever the text: every span is a slice, nothing is lost, nothing overlaps."""

from __future__ import annotations

import hashlib
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.clean import is_navigation
from corpus.document import (
    Block,
    BlockKind,
    Description,
    Document,
    Place,
    Role,
    Span,
    Table,
)
from corpus.errors import ReadError
from corpus.figures import figures
from corpus.numbers import parse_number
from corpus.read_text import decode
from corpus.reader import read_bytes
from corpus.reply import REPORTED
from corpus.sentences import block_sentences
from corpus.serialise import (
    description_from_json,
    description_to_json,
    document_from_json,
    structure_to_json,
)
from index.chunk import PassageLimits, embedding_text, passages

WORDS = st.sampled_from(
    "wonen zorg De het jeugd Schulden gemeente Emmen en Borger-Odoorn café 1.943 2024 o.a. "
    "‘plan’ (en meer) € 5 -12 sociaal- Programma 4 ACTIEPUNTEN 🙂 ½ x € 1.000 familie".split()
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=40).map(lambda words: " ".join(words) + ".")
TITLES = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
NUMBERS = st.sampled_from("5 12 -3 1.943 - 3,5% (7) 66 V".split(" "))
ROWS = st.tuples(TITLES, st.lists(NUMBERS, min_size=1, max_size=4)).map(
    lambda row: f"{row[0]} {' '.join(row[1])}"
)
LINES = st.one_of(
    SENTENCES,
    TITLES,
    ROWS,
    NUMBERS,
    SENTENCES.map(lambda line: f"  • {line}"),
    TITLES.map(lambda line: f"{line}\nTerug naar navigatie - {line}"),
    st.sampled_from(
        [
            "",
            "\u00a0",
            "Naar boven",
            "Lasten",
            "Baten",
            "Totaal lasten 5 6",
            "Bedragen x € 1.000",
            "Post 2024 2025",
            "37,69%",
            "€ 12.647",
            "x €1.000",
            "Bijlage 1",
            "Interactieve beleidsvorming",
            "CASE: gezin Van Dalen",
            "Het gezin Van Dalen bestaat niet echt.",
            "1.Wat gaat goed?",
        ]
    ),
)
GAPS = st.sampled_from(["\n", "\n\n", "\n\n", "\n\n \n\n", "\r\n"])
LAID_OUT = st.lists(st.tuples(LINES, GAPS), min_size=1, max_size=30).map(
    lambda parts: "".join(line + gap for line, gap in parts)
)
MARKS = st.sampled_from(["# ", "## ", "- ", "1. ", "> ", "| a | b |\n| --- | --- |\n| ", "    ", "<p>"])
MARKDOWN = st.lists(st.tuples(MARKS, LINES, GAPS), min_size=1, max_size=20).map(
    lambda parts: "".join(mark + line + gap for mark, line, gap in parts)
)
ANY_TEXT = st.text(max_size=400)
TEXTS = st.one_of(LAID_OUT, ANY_TEXT)


def read_or_refuse(data: bytes, source: str = "stuk.txt") -> tuple[Document | None, str]:
    """Return the document made of the bytes, or None and the code of the refusal."""
    try:
        return read_bytes(data, source), ""
    except ReadError as error:
        return None, error.code


def read(text: str, source: str = "stuk.txt") -> Document | None:
    """Return the document made of a text, or None where that is refused."""
    return read_or_refuse(text.encode("utf-8", errors="replace"), source)[0]


def letters(text: str) -> str:
    """Return the letters and digits of a text, in order."""
    return "".join(c for c in text if c.isalnum())


def follow(spans: list[Span], whole: Span) -> bool:
    """Tell whether spans stand inside the whole in order, without overlap."""
    edges = [whole.start, *(edge for s in spans for edge in (s.start, s.end)), whole.end]
    return edges == sorted(edges)


def check_blocks(document: Document) -> None:
    """Blocks are slices in order that together hold every character that is no white space."""
    text = document.text
    spans = [block.span for block in document.blocks]
    assert follow(spans, Span(0, len(text)))
    assert all(span.of(text).strip() == span.of(text) != "" for span in spans)
    assert "".join("".join(span.of(text).split()) for span in spans) == "".join(text.split())
    for block in document.blocks:
        assert (block.kind is BlockKind.HEADING) is (block.level is not None)
        assert block.level is None or 1 <= block.level <= 6
        assert (block.kind is BlockKind.TABLE) is (block.table is not None)
        if block.table:
            check_table(text, block, block.table)


def check_table(text: str, block: Block, table: Table) -> None:
    """Header and rows are whole lines of the table, cells and label slices of their row."""
    assert table.span == block.span
    lines = [*table.header, *(row.span for row in table.rows)]
    assert follow(lines, table.span)
    assert {line.of(text) for line in lines} <= set(block.span.of(text).split("\n"))
    width = len(table.columns)
    for row in table.rows:
        assert follow([row.label, *row.cells], row.span)
        assert all(cell.of(text).strip() == cell.of(text) for cell in row.cells)
        assert row.label.of(text) == row.label.of(text).strip()
        assert width == 0 or len(row.cells) <= width
        assert all(table.span.covers(parent) for parent in row.parents)
        assert all(parent.of(text) in block.span.of(text).split("\n") for parent in row.parents)
    if table.unit:
        assert any(line.covers(table.unit) for line in table.header)
    for column in table.columns:
        assert all(any(line.covers(part) for line in table.header) for part in column.header)


def check_sections(document: Document) -> None:
    """Every block is in one section, in order; a path ends in the section's own heading."""
    text, blocks = document.text, document.blocks
    assert [i for s in document.sections for i in s.blocks] == list(range(len(blocks)))
    headings = {b.span for b in blocks if b.kind is BlockKind.HEADING}
    for section in document.sections:
        first, last = blocks[section.blocks[0]], blocks[section.blocks[-1]]
        assert section.span == Span(first.span.start, last.span.end)
        assert set(section.path) <= headings
        assert list(section.path) == sorted(section.path)
        if first.kind is BlockKind.HEADING:
            assert section.path[-1] == first.span
        assert section.speaker is None or section.speaker in text
        assert section.speaker is None or section.role is Role.PARTICIPATION


def check_sentences(document: Document) -> None:
    """The sentences of a block are slices in order that together hold all its words."""
    text = document.text
    for block in document.blocks:
        found = block_sentences(text, block)
        assert follow(found, block.span)
        assert all(s.of(text).strip() == s.of(text) != "" for s in found)
        if block.kind is not BlockKind.TABLE:
            assert " ".join(s.of(text) for s in found).split() == block.span.of(text).split()


def check_passages(document: Document, limits: PassageLimits) -> None:
    """Passages lie in one section, hold whole rows and sentences, and leave nothing out."""
    text = document.text
    found = passages(document, limits)
    assert follow([p.span for p in found], Span(0, len(text)))
    rows = [row.span for b in document.blocks if b.table for row in b.table.rows]
    for passage in found:
        section = document.sections[passage.section]
        assert section.span.covers(passage.span)
        assert passage.sentences
        assert passage.span == Span(passage.sentences[0].start, passage.sentences[-1].end)
        assert follow(list(passage.sentences), passage.span)
        assert all(0 <= s.start < s.end <= len(text) for s in passage.context)
        assert passage.is_row is (passage.span in rows)
        assert not any(row.start < passage.span.end and passage.span.start < row.end
                       for row in rows if row != passage.span)  # fmt: skip
        heading = section.path[-1] if section.path else Span(0, 0)
        size = len(passage.span.of(text).split())
        size -= len(heading.of(text).split()) if passage.span.covers(heading) else 0
        assert passage.is_row or size <= limits.most
        assert passage.span.of(text) in embedding_text(document, passage)
    for block in document.blocks:
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM):
            inside = [p.span for p in found if block.span.start < p.span.end]
            covered = "".join(letters(text[max(s.start, block.span.start) : min(s.end, block.span.end)])
                              for s in inside if s.start < block.span.end)  # fmt: skip
            assert covered == letters(block.span.of(text))


def check_all(document: Document) -> None:
    """Everything that is true of every document."""
    assert document.text_version == hashlib.sha256(document.text.encode()).hexdigest()
    check_blocks(document)
    check_sections(document)
    check_sentences(document)
    check_passages(document, PassageLimits())
    for reference in document.references:
        assert reference.span.of(document.text).casefold() == reference.target
    for figure in figures(document):
        assert figure.row.covers(figure.cell)
        assert parse_number(figure.cell.of(document.text)) == figure.number
        assert letters(figure.value) in letters(figure.cell.of(document.text))


@settings(max_examples=300)
@given(TEXTS)
def test_every_span_of_a_text_is_a_slice(text: str) -> None:
    """Blocks, sections, tables, sentences, passages, figures and references are exact slices."""
    document = read(text)
    if document is not None:
        check_all(document)


@settings(max_examples=200)
@given(MARKDOWN)
def test_every_span_of_a_markdown_text_is_a_slice(text: str) -> None:
    """The same holds where the marks tell what a block is."""
    document = read(text, "stuk.md")
    if document is not None:
        check_all(document)


@settings(max_examples=300)
@given(TEXTS)
def test_no_word_is_lost_or_moved(text: str) -> None:
    """Every letter of the input stands in the text in the same order, navigation lines aside."""
    document = read(text.replace("#", ""))
    if document is None:
        return
    lines = decode(text.replace("#", "").encode("utf-8", errors="replace"), "stuk.txt").splitlines()
    lines = [" ".join(line.split()) for line in lines]
    kept = [line for line in lines if not is_navigation(line)]
    assert letters(document.text) == letters("".join(kept))


@settings(max_examples=100)
@given(st.one_of(TEXTS, MARKDOWN))
def test_reading_is_deterministic(text: str) -> None:
    """The same text gives an equal document."""
    assert read(text) == read(text)


@settings(max_examples=400)
@given(st.binary(max_size=600), st.sampled_from(["stuk.txt", "stuk.md"]))
def test_any_bytes_are_a_document_or_a_clear_refusal(data: bytes, source: str) -> None:
    """No bytes make the reader fail in another way than with its own error."""
    document, refusal = read_or_refuse(data, source)
    assert not refusal or refusal in REPORTED
    if document:
        check_all(document)


@settings(max_examples=150)
@given(LAID_OUT, st.data())
def test_a_damaged_file_is_a_document_or_a_clear_refusal(text: str, data: st.DataObject) -> None:
    """A file with bytes changed, cut off or put in is read or refused, never half understood."""
    raw = bytearray(text.encode())
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, len(raw)))
        end = min(len(raw), place + data.draw(st.integers(0, 3)))
        raw[place:end] = data.draw(st.binary(max_size=3))
    document, refusal = read_or_refuse(bytes(raw))
    assert not refusal or refusal in REPORTED
    if document:
        check_all(document)


@settings(max_examples=100)
@given(LAID_OUT, st.integers(1, 40), st.integers(0, 40))
def test_passages_keep_any_limits(text: str, target: int, more: int) -> None:
    """Whatever sizes are set, passages stay within them and lose nothing."""
    document = read(text)
    if document is not None:
        check_passages(document, PassageLimits(target, target + more))


@settings(max_examples=100)
@given(st.one_of(TEXTS, MARKDOWN))
def test_a_document_survives_being_kept(text: str) -> None:
    """A document written as JSON and read back is the same document."""
    document = read(text)
    if document is None:
        return
    about = description_from_json(description_to_json(document.description))
    kept = structure_to_json(document)
    back = document_from_json(document.text, document.text_version, document.source, about, kept)
    assert back == document
    assert json.loads(kept)


def test_the_page_of_a_place_is_that_of_the_line_it_stands_in() -> None:
    """A place is on the page of the last line that starts before it; before all lines on none."""
    lines = [(5, 1), (10, 1), (20, 2), (30, 4)]
    places = tuple(Place(Span(start, start + 4), page, None) for start, page in lines)
    about = Description("Nota")
    document = Document("x" * 40, "", "nota.pdf", about, (), (), places=places)
    pages = [document.page_of(offset) for offset in (0, 4, 5, 19, 20, 29, 30, 39)]
    assert pages == [None, None, 1, 1, 2, 2, 4, 4]
