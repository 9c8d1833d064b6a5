"""Plain text and Markdown to raw blocks."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.document import BlockKind
from corpus.errors import ReadError
from corpus.raw import Line, RawBlock

ATX_HEADING = re.compile(r"^#{1,6} +\S", re.MULTILINE)
PIPE_TABLE = re.compile(r"^\|? *:?-{3,}:? *\|", re.MULTILINE)
BULLET = re.compile(r"^\s*(?:[•●▪◦‣·]\s*|[*–-]\s+)")
# A wrapped text breaks its lines at a margin; a web export gives each paragraph one long line.
WRAP_MARGIN = 130
WRAP_LEAST = 45


def decode(data: bytes, source: str) -> str:
    """Return the text of ``data``: by byte order mark, else UTF-8, else Windows-1252.

    Raises ReadError ``binary`` where the bytes are no text at all and ``empty`` where nothing is left.
    """
    text = _decode_bytes(data)
    control = sum(1 for c in text if unicodedata.category(c) == "Cc" and c not in "\t\n\r\f\v\x85")
    if control > max(2, len(text) // 200):
        raise ReadError("binary", source=source)
    text = unicodedata.normalize("NFC", text.lstrip("\ufeff"))
    if not any(c.isalnum() for c in text):
        raise ReadError("empty", source=source)
    return text


def _decode_bytes(data: bytes) -> str:
    marks = (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    )
    for mark, encoding in marks:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        # The five bytes that Windows-1252 leaves undefined become control characters, as in browsers.
        return "".join(
            bytes([b]).decode("cp1252") if b not in b"\x81\x8d\x8f\x90\x9d" else chr(b) for b in data
        )


def read_text(data: bytes, source: str) -> tuple[RawBlock, ...]:
    """Return the blocks of a text or Markdown file, in reading order."""
    text = decode(data, source).replace("\r\n", "\n").replace("\r", "\n")
    if source.lower().endswith((".md", ".markdown")) or len(ATX_HEADING.findall(text)) > 1:
        return tuple(_markdown_blocks(text))
    return tuple(RawBlock((line,)) for line in _unwrap(_lines(text)))


def _lines(text: str) -> list[Line]:
    lines: list[Line] = []
    gap, spacer = 0, False
    for raw in text.split("\n"):
        if not raw.strip():
            gap += 1
            spacer = spacer or "\u00a0" in raw or bool(raw)
            continue
        content = " ".join(raw.split())
        if BULLET.match(raw) and raw[:1].isspace():
            content = "• " + BULLET.sub("", " ".join(raw.split()))
        lines.append(Line(content, gap, spacer))
        gap, spacer = 0, False
    return lines


def _unwrap(lines: list[Line]) -> list[Line]:
    """Join lines that were only broken at a margin; leave lines that are paragraphs of their own."""
    inner = sorted(len(a.text) for a, b in zip(lines, lines[1:], strict=False) if b.gap == 0)
    longest = max((len(line.text) for line in lines), default=0)
    if not inner or longest > WRAP_MARGIN or inner[len(inner) // 2] < WRAP_LEAST:
        return lines
    joined: list[Line] = []
    for line in lines:
        previous = joined[-1] if joined else None
        if previous and line.gap == 0 and not BULLET.match(line.text) and not _ends_line(previous.text):
            word = previous.text[:-1] if re.search(r"[a-z]-$", previous.text) else previous.text + " "
            joined[-1] = Line(word + line.text, previous.gap, previous.spacer)
        else:
            joined.append(line)
    return joined


def _ends_line(text: str) -> bool:
    last = text.rsplit("\n", 1)[-1]
    return len(last) < WRAP_LEAST and last.endswith((".", ":", "!", "?"))


def _markdown_blocks(text: str) -> Iterator[RawBlock]:
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    lists = 0
    for position, token in enumerate(tokens):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists += 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists -= 1
        elif token.type == "table_open":
            yield _markdown_table(tokens, position)
        elif token.type == "inline" and tokens[position - 1].type in ("heading_open", "paragraph_open"):
            yield from _markdown_inline(token, tokens[position - 1], lists > 0)
        elif token.type in ("fence", "code_block"):
            for part in token.content.splitlines():
                if part.strip():
                    yield RawBlock((Line(" ".join(part.split()), 1),), BlockKind.PARAGRAPH)


def _markdown_inline(token: Token, opening: Token, in_list: bool) -> Iterator[RawBlock]:
    content = _plain(token)
    if not content:
        return
    line = Line(content, 1)
    if opening.type == "heading_open":
        yield RawBlock((line,), BlockKind.HEADING, level=int(opening.tag[1]))
    else:
        yield RawBlock((line,), BlockKind.LIST_ITEM if in_list else BlockKind.PARAGRAPH)


def _plain(token: Token) -> str:
    parts = [
        " " if child.type in ("softbreak", "hardbreak") else child.content
        for child in token.children or []
        if child.type in ("text", "code_inline", "softbreak", "hardbreak", "image")
    ]
    return " ".join("".join(parts).split())


def _markdown_table(tokens: list[Token], start: int) -> RawBlock:
    rows: list[list[str]] = []
    header_rows = 0
    for position in range(start, len(tokens)):
        token = tokens[position]
        if token.type == "table_close":
            break
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "thead_close":
            header_rows = len(rows)
        elif token.type == "inline" and tokens[position - 1].type in ("th_open", "td_open"):
            rows[-1].append(_plain(token))
    cells = tuple(tuple(row) for row in rows if any(row))
    lines = tuple(Line(" | ".join(cell for cell in row if cell), 0) for row in cells)
    return RawBlock(lines, BlockKind.TABLE, cells=cells, header_rows=header_rows)
