"""XML from strangers: no document types, no entities, no network, and never the whole tree at once."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from lxml import etree

from corpus.errors import ReadError

MOST_BYTES = 100_000_000
DEEPEST = 200
# Whoever can declare a document type can declare entities; no office file needs either.
DECLARATIONS = tuple(
    word.encode(encoding)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("ascii", "utf-16-le", "utf-16-be")
)
# How a file may start: marked or not, "<" or white space in UTF-8 or UTF-16. Not in UTF-32, EBCDIC …
STARTS = re.compile(rb"\xef\xbb\xbf|\xff\xfe(?!\0\0)|\xfe\xff|[<\s](?!\0\0)|\0[<\s]")
DECLARED = re.compile(r"""<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""")
# Encodings in which "<!DOCTYPE" looks as above. UTF-7 would hide it.
ENCODINGS = frozenset({"utf-8", "utf8", "utf-16", "us-ascii", "ascii", "iso-8859-1", "windows-1252"})

Element = etree._Element


def parse(data: bytes, source: str, format: str) -> Element:  # noqa: A002 - the word in the sentence
    """Return the root of a small part. Raises ReadError ``unsafe_markup`` or ``damaged``."""
    root: Element | None = None
    for event, element in _events(data, source, format):
        if root is None and event == "start":
            root = element
    if root is None:
        raise ReadError("damaged", source=source, format=format)
    return root


def children(
    data: bytes,
    parents: frozenset[str],
    source: str,
    format: str,  # noqa: A002 - the word in the sentence
) -> Iterator[Element]:
    """Yield each child of the elements named in ``parents``, whole; it is forgotten after its turn.

    Raises ReadError ``unsafe_markup`` or ``damaged``, also after some were yielded.
    """
    inside: Element | None = None
    for event, element in _events(data, source, format):
        if event == "start":
            if inside is None and element.tag in parents:
                inside = element
        elif element is inside:
            inside = None
        elif inside is not None and element.getparent() is inside:
            yield element
            element.clear()
            while element.getprevious() is not None:
                del inside[0]


def _events(data: bytes, source: str, format: str) -> Iterator[tuple[str, Element]]:  # noqa: A002 - see above
    _check(data, source)
    depth = 0
    events = etree.iterparse(
        io.BytesIO(data),
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for event, element in events:
            depth += 1 if event == "start" else -1
            if depth == 1 and event == "start" and element.getroottree().docinfo.doctype:
                raise _unsafe(source, "doctype")
            if depth > DEEPEST:
                raise _unsafe(source, "deep")
            yield event, element
    except etree.XMLSyntaxError as error:
        raise ReadError("damaged", source=source, format=format) from error


def _check(data: bytes, source: str) -> None:
    if len(data) > MOST_BYTES:
        raise _unsafe(source, "big_part")
    if any(declaration in data for declaration in DECLARATIONS):
        raise _unsafe(source, "doctype")
    declared = DECLARED.search(data[:400].replace(b"\0", b"").decode("latin-1"))
    if not STARTS.match(data) or (declared and declared.group(1).lower() not in ENCODINGS):
        raise _unsafe(source, "encoding")


def _unsafe(source: str, reason: str) -> ReadError:
    return ReadError("unsafe_markup", source=source, reason=reason)
