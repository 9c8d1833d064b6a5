"""Plain text and Markdown to raw blocks."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import unescape
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.clean import is_navigation
from corpus.document import BlockKind
from corpus.errors import ReadError
from corpus.raw import Line, RawBlock, Reading

ATX_HEADING = re.compile(r"^#{1,6} +\S", re.MULTILINE)
BULLET = re.compile(r"^\s*(?:[•●▪◦‣·]\s*|[*–-]\s+)")
# A wrapped text breaks its lines at a margin; a web export gives each paragraph one long line.
WRAP_MARGIN = 130
WRAP_LEAST = 45
WRAP_LINES = 3
# A line that could have held the next word, with this part of the margin used, was meant to end.
WRAP_FILLED = 0.75
# Hyphenation marks and characters of no width: they are not printed, and would cut words in two.
INVISIBLE = re.compile("\u00ad(?:\r?\n[ \t]*)?|[\u200b\u2060\ufeff]")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
# Accents stacked on one letter take quadratic time to put in order; Unicode's own bound is thirty.
STACKED = re.compile(r"[^\w\s\x00-\u02ff]{31,}")
MOST_STACKED = 30
# The five bytes that Windows-1252 leaves undefined become control characters, as in browsers.
WINDOWS_1252 = "".join(
    chr(b) if b in b"\x81\x8d\x8f\x90\x9d" else bytes([b]).decode("cp1252") for b in range(256)
)
HYPHENATED = re.compile(r"[^\W\d_]-$")
SHARED_END = re.compile(r"(?:en|of|en/of|tot|t/m)\b")
HTML_HIDDEN = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
HTML_TAG = re.compile(r"<[/!?a-zA-Z][^>]*>")
LINE_BREAK = re.compile(r"<br\b", re.IGNORECASE)


def decode(data: bytes, source: str) -> str:
    """Return the text of ``data``: by byte order mark, else UTF-8, else Windows-1252.

    Raises ReadError ``binary`` where the bytes are no text at all and ``empty`` where nothing is left.
    """
    text = decode_bytes(data)
    if len(CONTROL.findall(text)) > max(2, len(text) // 200):
        raise ReadError("binary", source=source)
    text = normalise(text)
    if not any(c.isalnum() for c in text):
        raise ReadError("empty", source=source)
    return text


def normalise(text: str) -> str:
    """Return a text without characters that are not printed, each letter with its accents as one."""
    text = INVISIBLE.sub("", STACKED.sub(lambda run: _fewer_marks(run.group()), text))
    return unicodedata.normalize("NFC", text)


def decode_bytes(data: bytes) -> str:
    """Return the text of ``data`` as :func:`decode` reads it, before any check."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    data = data.removeprefix(codecs.BOM_UTF8)
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    if not broken:
        return text
    # One damaged byte does not make a file Windows-1252: its other accents would all turn out wrong.
    accents = sum(c > "\x7f" for c in text) - broken
    return text if accents > broken else codecs.charmap_decode(data, "strict", WINDOWS_1252)[0]


def _fewer_marks(run: str) -> str:
    kept: list[str] = []
    marks = 0
    for c in run:
        marks = marks + 1 if unicodedata.combining(c) else 0
        if marks <= MOST_STACKED:
            kept.append(c)
    return "".join(kept)


def read_text(data: bytes, source: str) -> Reading:
    """Return what is in a text or Markdown file, in reading order."""
    text = decode(data, source).replace("\r\n", "\n").replace("\r", "\n")
    if source.lower().endswith((".md", ".markdown")) or len(ATX_HEADING.findall(text)) > 1:
        return Reading(tuple(_markdown_blocks(text)))
    return Reading(tuple(RawBlock((line,)) for line in _unwrap(_lines(text))))


def _lines(text: str) -> list[Line]:
    lines: list[Line] = []
    gap, spacer = 0, False
    for raw in text.split("\n"):
        content = " ".join(raw.split())
        if not content:
            gap += 1
            spacer = spacer or bool(raw)
            continue
        if BULLET.match(raw) and raw[:1].isspace():
            content = "• " + BULLET.sub("", content)
        lines.append(Line(content, gap, spacer))
        gap, spacer = 0, False
    return lines


def _unwrap(lines: list[Line]) -> list[Line]:
    """Join lines that were only broken at a margin; leave lines that are paragraphs of their own."""
    inner = sorted(len(a.text) for a, b in pairwise(lines) if b.gap == 0)
    margin = inner[len(inner) * 9 // 10] if inner else 0
    filled = sum(length > margin * WRAP_FILLED for length in inner)
    longest = max((len(line.text) for line in lines), default=0)
    if longest > WRAP_MARGIN or margin < WRAP_LEAST or filled < max(WRAP_LINES, len(inner) // 3):
        return lines
    paragraphs: list[list[Line]] = []
    for line in lines:
        if paragraphs and _goes_on(paragraphs[-1][-1], line, margin):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return [replace(parts[0], text=_join([part.text for part in parts])) for parts in paragraphs]


def _goes_on(line: Line, following: Line, margin: int) -> bool:
    """Tell whether a line was broken only because the next word did not fit on it."""
    if following.gap or BULLET.match(following.text):
        return False
    if is_navigation(line.text) or is_navigation(following.text):
        return False
    word = following.text.split(maxsplit=1)[0]
    return len(line.text) + 1 + len(word) > margin * WRAP_FILLED


def _join(texts: Sequence[str]) -> str:
    """Join the lines of a paragraph. A word cut at the margin is made whole ("gemeen-|te"), a hyphen
    that belongs to the word stays ("Borger-|Odoorn", "zorg-|en welzijn")."""
    parts = [texts[0]]
    for before, text in pairwise(texts):
        if HYPHENATED.search(before) and text[0].isalpha() and not SHARED_END.match(text):
            if text[0].islower():
                parts[-1] = parts[-1][:-1]
            parts.append(text)
        else:
            parts.append(" " + text)
    return "".join(parts)


def _markdown_blocks(text: str) -> Iterator[RawBlock]:
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    lists = 0
    number = ""
    for position, token in enumerate(tokens):
        before = tokens[position - 1]
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists += 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists -= 1
        elif token.type == "list_item_open":
            number = f"{token.info}{token.markup} " if token.info else ""
        elif token.type == "table_open":
            yield from _markdown_table(tokens, position)
        elif token.type == "inline" and before.type in ("heading_open", "paragraph_open"):
            yield from _markdown_inline(token, before, lists > 0, number)
            number = ""
        elif token.type in ("fence", "code_block"):
            yield from _paragraphs(token.content)
        elif token.type == "html_block":
            yield from _paragraphs(unescape(HTML_TAG.sub(" ", HTML_HIDDEN.sub(" ", token.content))))


def _paragraphs(text: str) -> Iterator[RawBlock]:
    for line in text.splitlines():
        if line.strip():
            yield RawBlock((Line(" ".join(line.split()), 1),), BlockKind.PARAGRAPH)


def _markdown_inline(token: Token, opening: Token, in_list: bool, number: str) -> Iterator[RawBlock]:
    """Yield a heading, paragraph or list item; the number of an item stays, it is part of the text."""
    content = _plain(token)
    if not content:
        return
    if opening.type == "heading_open":
        yield RawBlock((Line(content, 1),), BlockKind.HEADING, level=int(opening.tag[1]))
    else:
        kind = BlockKind.LIST_ITEM if in_list else BlockKind.PARAGRAPH
        yield RawBlock((Line(number + content, 1),), kind)


def _plain(token: Token) -> str:
    parts = []
    for child in token.children or []:
        if child.type in ("text", "code_inline", "image"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak") or LINE_BREAK.match(child.content):
            parts.append(" ")
    return " ".join("".join(parts).split())


def _markdown_table(tokens: list[Token], start: int) -> Iterator[RawBlock]:
    """Yield the table that opens at ``start``, without its empty rows; nothing where all are."""
    rows: list[list[str]] = []
    header_rows = 0
    for position in range(start, len(tokens)):
        token = tokens[position]
        if token.type == "table_close":
            break
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "thead_close":
            header_rows = sum(any(row) for row in rows)
        elif token.type == "inline" and tokens[position - 1].type in ("th_open", "td_open"):
            rows[-1].append(_plain(token))
    cells = tuple(tuple(row) for row in rows if any(row))
    lines = tuple(Line(" | ".join(cell for cell in row if cell)) for row in cells)
    if lines:
        yield RawBlock(lines, BlockKind.TABLE, cells=cells, header_rows=header_rows)
