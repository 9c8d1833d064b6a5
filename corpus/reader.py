"""Choose a reader by content, and make the document."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from corpus.archive import SIGNATURES as ZIP_SIGNATURES
from corpus.archive import kind_of, open_archive
from corpus.assemble import assemble, version_of
from corpus.clean import clean
from corpus.describe import describe, find_references
from corpus.document import Description, Document
from corpus.errors import ReadError
from corpus.raw import Reading
from corpus.read_docx import read_docx
from corpus.read_odt import read_odt
from corpus.read_text import decode_bytes, read_text
from corpus.sections import build_sections
from corpus.structure import structure

Reader = Callable[[bytes, str], Reading]

MOST_BYTES = 50_000_000
# Signatures of formats that are not text; each needs a reader of its own.
SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "PDF"),
    (b"\xd0\xcf\x11\xe0", "DOC (oud Word-bestand)"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG (afbeelding)"),
    (b"\xff\xd8\xff", "JPEG (afbeelding)"),
    (b"GIF8", "GIF (afbeelding)"),
)
# A Word document with a password is packed as an old Word file that names what it holds.
OLE = SIGNATURES[1][0]
LOCKED = "EncryptedPackage".encode("utf-16-le")
PACKED: dict[str, Reader] = {"DOCX": read_docx, "ODT": read_odt}
# A PDF may start with up to a kilobyte of something else.
PDF_LATER = re.compile(rb"^%PDF-\d", re.MULTILINE)
MARKUP = re.compile(r"\s*(?:<!--.*?-->\s*)*<(?:!doctype|html|head|body|\?xml)\b", re.I | re.S)


def read_file(path: Path, source: str | None = None) -> tuple[Document, bytes]:
    """Return the document in the file and the file's bytes.

    Raises ReadError: ``unreadable``, ``too_large``, ``empty``, ``binary``, ``format`` or ``no_text``.
    """
    name = source or path.name
    data = file_bytes(path, name)
    return read_bytes(data, name), data


def file_bytes(path: Path, source: str) -> bytes:
    """Return what is in the file; raises ReadError ``unreadable`` or ``too_large``."""
    try:
        if not path.is_file():
            raise OSError("no regular file")  # a pipe or device would be waited for without end
        size = path.stat().st_size
        data = path.read_bytes() if size <= MOST_BYTES else b""
    except OSError as error:
        raise ReadError("unreadable", source=source, reason=error.strerror or str(error)) from error
    if size > MOST_BYTES:
        raise ReadError("too_large", source=source, megabytes=MOST_BYTES // 1_000_000)
    return data


def read_bytes(data: bytes, source: str) -> Document:
    """Return the document made of ``data``; ``source`` is the file name, for its hints and for errors."""
    if not data.strip():
        raise ReadError("empty", source=source)
    reader = choose_reader(data, source)
    reading = reader(data, source)
    raw = structure(clean(reading.blocks))
    if not raw:
        raise ReadError("empty", source=source)
    text, blocks, places = assemble(raw)
    sections = build_sections(text, blocks)
    description = describe(text, blocks, source, reading.properties)
    document = Document(
        text,
        version_of(text),
        source,
        description,
        blocks,
        sections,
        places=places,
        coverage=reading.coverage,
    )
    return described(document, description)


def readable(path: Path) -> bool:
    """Tell whether there is a reader for this file, by its first bytes."""
    try:
        with path.open("rb") as file:
            head = file.read(2000)
            choose_reader(
                head + file.read(MOST_BYTES) if head.startswith(ZIP_SIGNATURES) else head, path.name
            )
    except (OSError, ReadError):
        return False
    return True


def choose_reader(data: bytes, source: str) -> Reader:
    """Return the reader for these bytes.

    Raises ReadError ``format`` where there is none, and ``encrypted``, ``unsafe_archive`` or
    ``damaged`` for a ZIP that cannot be opened.
    """
    if data.startswith(ZIP_SIGNATURES):
        kind = kind_of(open_archive(data, source))
        if kind not in PACKED:
            raise ReadError("format", source=source, format=kind)
        return PACKED[kind]
    if data.startswith(OLE) and LOCKED in data:
        raise ReadError("encrypted", source=source)
    for signature, name in SIGNATURES:
        if data.startswith(signature):
            raise ReadError("format", source=source, format=name)
    if PDF_LATER.search(data[:1024]):
        raise ReadError("format", source=source, format="PDF")
    if MARKUP.match(decode_bytes(data[:4000]).lstrip("\ufeff")):
        raise ReadError("format", source=source, format="HTML of XML")
    return read_text


def described(document: Document, description: Description) -> Document:
    """Return the document with another description; the text stays what it is."""
    found = find_references(document.text, description)
    targets = tuple(dict.fromkeys(reference.target for reference in found))
    return replace(document, description=replace(description, refers_to=targets), references=found)
