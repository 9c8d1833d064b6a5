"""HTML and XHTML to blocks, in the order of the page.

Source → tree → main content → blocks. Nothing is fetched, run or expanded; no step recurses.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from corpus.clean import AMOUNT, SHARE, TIMES
from corpus.document import BlockKind, Coverage
from corpus.errors import ReadError
from corpus.html_hidden import is_trigger
from corpus.html_main import main_content
from corpus.html_properties import properties
from corpus.html_source import decode_html, tame
from corpus.html_tables import data_tables, table_blocks
from corpus.html_tree import BLOCKS, HEADINGS, Node, one_line, parse, walk
from corpus.raw import Line, RawBlock, Reading
from corpus.read_text import CONTROL

FIRST = 4_000
BEFORE = r"\s*(?:<\?xml\b[^>]*>\s*)?(?:<!--.*?-->\s*)*"
# After an XML declaration a page names itself; before it there may be comments.
PAGE = re.compile(BEFORE + r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
PAGE_LATER = re.compile(r"<(?:html|body)\b", re.IGNORECASE)
FRAGMENT = re.compile(r"\s*(?:<!--.*?-->\s*)*<[a-z][a-z0-9]*(?:\s[^<>]*)?>", re.IGNORECASE | re.DOTALL)
BREAK = "\0"  # a line end inside a paragraph
JOINT = "\1"  # where one element with a style of its own touches the next
PARAGRAPHS = re.compile(f"{BREAK}(?:\\s*{BREAK})+")
TOUCHING = re.compile(
    f"(?<=\\d){JOINT}(?=[^\\W\\d_])|(?<=[^\\W\\d_]){JOINT}(?=\\d)|(?<=[a-zà-ÿ]){JOINT}(?=[A-Z])"
)
BULLET = re.compile(r"^(?:[•●▪◦‣·*]\s*|[-–]\s+)(?=\S)")
LISTS = frozenset({"ul", "ol", "menu", "dir"})
NOTES = frozenset({"doc-footnote", "doc-endnote", "doc-endnotes"})
NOTE_WORDS = frozenset({"footnote", "footnotes", "voetnoot", "voetnoten", "endnotes"})
LONG_TITLE = 120
LONG_TERM = 80
ROMAN = ("m 1000 cm 900 d 500 cd 400 c 100 xc 90 l 50 xl 40 x 10 ix 9 v 5 iv 4 i 1").split()


def is_html(data: bytes, source: str) -> bool:
    """Tell whether these bytes are a web page: by how they begin, and a part of a page by its name too."""
    start = decode_html(data[:FIRST]).lstrip("\ufeff")
    if PAGE.match(start):
        return True
    named = source.lower().endswith((".html", ".htm", ".xhtml"))
    return named and bool(FRAGMENT.match(start) or PAGE_LATER.search(start))


def read_html(data: bytes, source: str) -> Reading:
    """Return the main content of a web page, what it says of itself and what it hides.

    Raises ReadError ``binary`` where the bytes are no text, ``too_much_text`` where there is more than
    a page can hold, ``empty`` where nothing is left to read.
    """
    text = decode_html(data)
    if len(CONTROL.findall(text)) > max(2, len(text) // 200):
        raise ReadError("binary", source=source)
    page = parse(tame(text, source))
    content = main_content(page)
    reader = BlockReader(content.without, data_tables(page, content.without))
    for root in content.roots:
        reader.read(root)
    if not any(c.isalnum() for block in reader.blocks for c in block.text):
        raise ReadError("empty", source=source)
    return Reading(open_widgets(reader.blocks), properties(page, text), Coverage(hidden=content.hidden))


def open_widgets(blocks: Sequence[RawBlock]) -> tuple[RawBlock, ...]:
    """Return the blocks with the parts of a figure on a card (label, share, amount, unit) left for
    cleaning to gather: what they are follows from each other only."""
    found: set[int] = set()
    for i, block in enumerate(blocks):
        if i > 1 and TIMES.match(block.text) and AMOUNT.match(blocks[i - 1].text):
            found |= {*range(max(0, i - 2 - bool(SHARE.match(blocks[i - 2].text))), i + 1)}
    plain = {i for i in found if blocks[i].kind is BlockKind.PARAGRAPH}
    return tuple(replace(b, kind=None) if i in plain else b for i, b in enumerate(blocks))


@dataclass(slots=True)
class Item:
    """A list item that is open; ``mark`` is its number, ``begun`` whether its text was read."""

    mark: str
    begun: bool = False


@dataclass(slots=True)
class Numbers:
    """The numbers of a list: none where it has bullets."""

    style: str
    next: int
    step: int


class BlockReader:
    """Goes through a page and gathers its blocks; text that belongs together is kept until the element
    that holds it ends, or another block begins in it."""

    def __init__(self, without: Container[Node], tables: Container[Node]) -> None:
        self.blocks: list[RawBlock] = []
        self._without = without
        self._tables = tables
        self._parts: list[str] = []
        self._lists: list[Numbers] = []
        self._items: list[Item] = []
        self._titles: list[Node] = []  # open headings, summaries and buttons
        self._terms: list[str] = []
        self._inside: dict[str, int] = dict.fromkeys(("details", "pre", "dt", "dd", "note"), 0)
        self._level = 1
        self._left: Node | None = None  # the element that ended just now, before any text

    def read(self, root: Node) -> None:
        """Add the blocks of an element."""
        for item in walk(root, self._without, self._tables):
            if isinstance(item, str):
                self._parts.append(item.replace("\n", BREAK) if self._inside["pre"] else item)
                self._left = None
            elif item[1]:
                self._open(item[0])
            else:
                self._close(item[0])
        self._flush()
        self._end_terms()

    def _open(self, node: Node) -> None:
        tag = node.tag
        if tag == "br":
            self._parts.append(BREAK)
        elif self._left is not None and tag == "span" and node.get("class") != self._left.get("class"):
            self._parts.append(JOINT)
        elif tag == "sup" and any(n.tag == "a" for n in node.elements()):
            self._parts.append(" ")
        self._left = None
        title = self._is_title(node)
        if title or tag in BLOCKS:
            self._flush()
        if tag not in ("dt", "dd", "div", "dl") and tag in BLOCKS and not self._inside["dd"]:
            self._end_terms()
        if title:
            self._titles.append(node)
        elif tag in LISTS:
            self._lists.append(_numbers(node))
        elif tag == "li":
            self._items.append(Item(self._mark(node)))
        elif tag == "table" and node in self._tables:
            self._begin_items()
            self.blocks.extend(table_blocks(node, self._without))
        self._count(node, 1)

    def _close(self, node: Node) -> None:
        tag = node.tag
        title = bool(self._titles) and self._titles[-1] is node
        if tag in BLOCKS or title:
            self._flush()
        if title:
            self._titles.pop()
        elif tag in LISTS and self._lists:
            self._lists.pop()
        elif tag == "li" and self._items:
            self._items.pop()
        elif tag in ("dd", "dl"):
            self._end_terms()
        self._count(node, -1)
        self._left = node if tag == "span" and node.get("class") else None

    def _count(self, node: Node, step: int) -> None:
        if node.tag in self._inside:
            self._inside[node.tag] += step
        if not node.attributes:
            return
        if node.get("role") in NOTES or (node.tag != "body" and NOTE_WORDS & node.words()):
            self._inside["note"] += step

    def _is_title(self, node: Node) -> bool:
        if self._titles:
            return False
        if node.tag in HEADINGS or node.tag == "summary":
            return True
        if not node.attributes:
            return False
        return node.get("role") == "heading" or (node.tag in ("button", "a") and is_trigger(node))

    def _mark(self, item: Node) -> str:
        """Return the number of a list item with a space after it; empty where it has a bullet."""
        numbers = self._lists[-1] if self._lists else None
        if numbers is None or not numbers.style:
            return ""
        value = item.get("value")
        if re.fullmatch(r"-?\d{1,6}", value, re.ASCII):
            numbers.next = int(value)
        number, numbers.next = numbers.next, numbers.next + numbers.step
        return f"{numbered(number, numbers.style)}. "

    def _begin_items(self) -> None:
        for item in self._items[-1:]:
            item.begun = True

    def _flush(self) -> None:
        if not self._parts:
            return
        text = TOUCHING.sub(" ", "".join(self._parts)).replace(JOINT, "")
        self._parts.clear()
        if self._titles:
            self._add_title(one_line([text.replace(BREAK, " ")]), self._titles[-1])
            return
        for paragraph in PARAGRAPHS.split(text):
            lines = [line for line in (one_line([part]) for part in paragraph.split(BREAK)) if line]
            if sum(bool(BULLET.match(line)) for line in lines) > 1:
                for line in lines:
                    self._add(BULLET.sub("", line), BULLET.match(line) is not None)
            elif lines:
                self._add(" ".join(lines))

    def _add_title(self, text: str, node: Node) -> None:
        if not text:
            return
        self._end_terms()
        self._begin_items()
        if not any(c.isalnum() for c in text) or len(text) > LONG_TITLE * 2:
            self._append(text, BlockKind.PARAGRAPH)
        elif level := _level(node):
            self._level = level
            self._append(text, BlockKind.HEADING, level)
        elif len(text) > LONG_TITLE:
            self._append(text, BlockKind.PARAGRAPH)
        else:
            self._append(text, BlockKind.HEADING, min(6, self._level + max(1, self._inside["details"])))

    def _add(self, text: str, bullet: bool = False) -> None:
        item = self._items[-1] if self._items else None
        if self._inside["dt"] and len(text) <= LONG_TERM:
            self._terms.append(text)
        elif self._terms and self._inside["dd"]:
            lines = tuple(Line(part, 0 if n else 1) for n, part in enumerate((*self._terms, text)))
            self._terms.clear()
            self.blocks.append(RawBlock(lines, BlockKind.LIST_ITEM))
        elif self._inside["note"]:
            self._append((item.mark if item and not item.begun else "") + text, BlockKind.FOOTNOTE)
            self._begin_items()
        elif item and not item.begun:
            item.begun = True
            self._append(item.mark + text, BlockKind.LIST_ITEM)
        else:
            self._append(text, BlockKind.LIST_ITEM if bullet else BlockKind.PARAGRAPH)

    def _end_terms(self) -> None:
        for term in self._terms:
            self._append(term, BlockKind.PARAGRAPH)
        self._terms.clear()

    def _append(self, text: str, kind: BlockKind, level: int | None = None) -> None:
        self.blocks.append(RawBlock((Line(text, 1),), kind, level))


def _level(node: Node) -> int | None:
    """Return the level of a heading; None for what only opens something."""
    if node.tag in HEADINGS:
        return int(node.tag[1])
    level = node.get("aria-level")
    return int(level) if re.fullmatch("[1-6]", level) else (2 if node.get("role") == "heading" else None)


def _numbers(node: Node) -> Numbers:
    if node.tag != "ol" or "none" in node.get("style"):
        return Numbers("", 1, 1)
    kind = node.attributes.get("type", "1").strip()
    style = node.get("style")
    if "alpha" in style or "latin" in style:
        kind = "A" if "upper" in style else "a"
    elif "roman" in style:
        kind = "I" if "upper" in style else "i"
    start = node.get("start")
    backward = "reversed" in node.attributes
    first = sum(n.tag == "li" for n in node.elements()) if backward else 1
    number = int(start) if re.fullmatch(r"-?\d{1,6}", start, re.ASCII) else first
    return Numbers(kind if kind in ("a", "A", "i", "I") else "1", number, -1 if backward else 1)


def numbered(number: int, style: str) -> str:
    """Return the number of a list item as it is printed: "3", "c", "C", "iii" or "III"."""
    if style.lower() == "a" and 1 <= number <= 26:
        letters = chr(ord("a") + number - 1)
    elif style.lower() == "i" and 1 <= number < 4000:
        letters, rest = "", number
        for letter, value in zip(ROMAN[::2], map(int, ROMAN[1::2]), strict=True):
            letters += letter * (rest // value)
            rest %= value
    else:
        return str(number)
    return letters.upper() if style.isupper() else letters
