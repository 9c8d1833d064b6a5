"""Bytes of an HTML file to source text that any parser reads in linear time.

Lexbor looks up the whole stack of open elements at every tag: 100,000 nested ones took it 24 s, and
a formatting element that is never closed comes back in every later paragraph. So what no reader of
the page sees (scripts, styles, comments) goes first, nesting is bounded as in browsers, and
formatting elements get names of their own, which carry no such rules.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter

from corpus.errors import ReadError
from corpus.read_text import decode_bytes

# Chromium stops at 512; elements that need no end tag are not counted and may double it.
MOST_DEEP = 256
# A register of 1,360 rows opens 8,000 elements; this many are read in seven seconds.
MOST_TAGS = 150_000
# A tag with more attributes than this keeps none: looking for doubles takes quadratic time.
MOST_ATTRIBUTES = 64
LONG_TAG = 1_000
PRESCAN = 4_096

DECLARED = re.compile(rb"<meta\b[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
XML_DECLARED = re.compile(rb"^\s*<\?xml\b[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)")
COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
# What browsers know and Python reads as text; the rest (punycode, UTF-7, zip) is no way to write a page.
KNOWN = re.compile(
    r"^(?:utf-?8|utf-16(?:le|be)?|windows-12\d\d|cp12\d\d|iso-?8859-\d{1,2}|latin-?\d|koi8-[ru]|macintosh"
    r"|gbk|gb18030|big5|shift_jis|euc-(?:jp|kr))$"
)
WESTERN = re.compile(r"^(?:utf|windows-1252|cp1252|iso-?8859-1$|latin-?1)")

TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*+)((?:[^>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?+)*+)>")
ATTRIBUTE = re.compile(r"[\s\"'/][^\s=\"'/>]")
VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
# Their end tag may be left out, so that a page may hold many without being deep.
UNCOUNTED = VOID | frozenset(
    "html head body p li dt dd tr td th thead tbody tfoot colgroup option optgroup rt rp".split()
)
# Without its end tag the rest of the file is in it, as in browsers.
CODE = frozenset({"script", "style"})
UNSEEN = CODE | frozenset(
    "textarea select datalist svg iframe noscript noembed noframes canvas audio video object "
    "applet xmp".split()
)
FORMATTING = frozenset(
    "b big code em font i nobr s small strike strong tt u plaintext listing marquee frameset frame".split()
)
RENAMED = "x-"


def decode_html(data: bytes) -> str:
    """Return the text of ``data``: by byte order mark, as UTF-8 where it is that whatever the file
    says of itself, else in the character set that it names, else as Windows-1252."""
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return decode_bytes(data)
    if data[1:2] == b"\0" or data[:1] == b"\0":
        return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", errors="replace")
    name = declared(data)
    if name and not WESTERN.match(name) and not _is_utf8(data):
        try:
            return data.decode(name)
        except (UnicodeDecodeError, LookupError):
            pass
    return decode_bytes(data)


def declared(data: bytes) -> str | None:
    """Return the character set that the file names, in lower case; None where we don't know it."""
    start = COMMENT.sub(b"", data[:PRESCAN])
    match = DECLARED.search(start) or XML_DECLARED.search(start)
    name = match.group(1).decode("ascii", errors="replace").lower() if match else ""
    return name if KNOWN.match(name) else None


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def tame(source: str, name: str) -> str:
    """Return the source without code and comments, and with bounded nesting and attributes.

    Raises ReadError ``too_much_text`` where it opens more than ``MOST_TAGS`` elements; ``name`` is the
    file's.
    """
    source = source.replace("\0", "")
    if source.count("<") > 4 * MOST_TAGS:
        raise ReadError("too_much_text", source=name)
    xml = source[:200].lstrip("\ufeff \t\r\n").startswith("<?xml")
    kept: list[str] = []
    nesting = Nesting()
    endless: set[str] = set()
    position = tags = 0
    while True:
        start = source.find("<", position)
        if start < 0:
            kept.append(source[position:])
            return "".join(kept)
        kept.append(source[position:start])
        match = TAG.match(source, start)
        if match is None:
            position, text = _no_tag(source, start)
            kept.append(text)
            continue
        tags += not match.group(1)
        if tags > MOST_TAGS:
            raise ReadError("too_much_text", source=name)
        position = match.end()
        closing, tag, attributes = match.group(1), match.group(2).lower(), match.group(3)
        closed = xml and attributes.endswith("/")
        if tag in UNSEEN:
            if not closing and not closed:
                position = _after_unseen(source, position, tag, endless)
            kept.append(" ")
        elif closed and tag not in VOID:
            kept.append(_written("", tag, attributes) + _written("/", tag, ""))
        elif tag in UNCOUNTED or (nesting.closes(tag) if closing else nesting.opens(tag)):
            kept.append(_written(closing, tag, attributes))


class Nesting:
    """How deep the source is nested; elements that would be too deep are refused, with their end tags."""

    def __init__(self) -> None:
        self._open: list[str] = []
        self._count: Counter[str] = Counter()
        self._refused: Counter[str] = Counter()

    def opens(self, tag: str) -> bool:
        """Tell whether this element may open here."""
        if len(self._open) >= MOST_DEEP:
            self._refused[tag] += 1
            return False
        self._open.append(tag)
        self._count[tag] += 1
        return True

    def closes(self, tag: str) -> bool:
        """Tell whether this end tag closes an element that was let in; those inside it close too."""
        if self._refused[tag]:
            self._refused[tag] -= 1
            return False
        if not self._count[tag]:
            return False
        while True:
            last = self._open.pop()
            self._count[last] -= 1
            if last == tag:
                return True


def _written(closing: str, tag: str, attributes: str) -> str:
    if len(attributes) > LONG_TAG and len(ATTRIBUTE.findall(attributes)) > MOST_ATTRIBUTES:
        attributes = ""
    return f"<{closing}{RENAMED if tag in FORMATTING else ''}{tag}{attributes}>"


def _after_unseen(source: str, position: int, tag: str, endless: set[str]) -> int:
    """Return where the page goes on after an element of which nothing is seen; ``endless`` keeps the
    names of those that have no end tag any more, so that none is looked for twice."""
    if tag not in endless:
        end = re.compile(rf"</{tag}(?![\w-])[^<>]*+>", re.IGNORECASE).search(source, position)
        if end:
            return end.end()
        endless.add(tag)
    return len(source) if tag in CODE else position


def _no_tag(source: str, start: int) -> tuple[int, str]:
    """Return where the page goes on after a ``<`` that opens no tag, and what it leaves as text."""
    if source.startswith("<!--", start):
        end, size = source.find("-->", start), 3
    elif source.startswith("<![CDATA[", start):
        end, size = source.find("]]>", start), 3
    elif re.compile(r"<!doctype[^>\[]*\[", re.IGNORECASE).match(source, start):
        end, size = source.find("]>", start), 2
    elif source.startswith(("<!", "<?", "</"), start):
        end, size = source.find(">", start), 1
    elif source[start + 1 : start + 2].isalpha():
        return len(source), ""  # a tag that never ends
    else:
        return start + 1, "&lt;"
    return (end + size if end >= 0 else len(source)), ""
