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
from corpus.limits import MEGABYTE, MOST_BYTES
from corpus.raw import Progress, Reading, no_progress
from corpus.read_csv import is_csv, read_csv
from corpus.read_docx import read_docx
from corpus.read_html import is_html, read_html
from corpus.read_odt import read_odt
from corpus.read_pdf import read_pdf
from corpus.read_text import decode_bytes, read_text
from corpus.sections import build_sections
from corpus.signatures import unreadable_format
from corpus.structure import structure

# A reader of a format with pages says when each is done; the others are made one by `without_pages`.
Reader = Callable[[bytes, str, Progress], Reading]

# A Word document with a password is packed as an old Word file that names what it holds.
OLE = b"\xd0\xcf\x11\xe0"
LOCKED = "EncryptedPackage".encode("utf-16-le")
PACKED: dict[str, Callable[[bytes, str], Reading]] = {"DOCX": read_docx, "ODT": read_odt}
# A PDF may start with up to a kilobyte of something else.
PDF_LATER = re.compile(rb"^%PDF-", re.MULTILINE)
XML = re.compile(r"\s*<\?xml\b", re.IGNORECASE)


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
        raise ReadError("too_large", source=source, megabytes=MOST_BYTES // MEGABYTE)
    return data


def read_bytes(data: bytes, source: str, progress: Progress = no_progress) -> Document:
    """Return the document made of ``data``; ``source`` is the file name, for its hints and for errors.

    This parses here and now, without limits: `corpus.isolate.Readers` does it in another process.
    """
    if not data.strip():
        raise ReadError("empty", source=source)
    reader = choose_reader(data, source)
    reading = reader(data, source, progress)
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
        return without_pages(PACKED[kind])
    if data.startswith(OLE) and LOCKED in data:
        raise ReadError("encrypted", source=source)
    if name := unreadable_format(data):
        raise ReadError("format", source=source, format=name)
    if PDF_LATER.search(data[:1024]):
        return read_pdf
    if is_html(data, source):
        return without_pages(read_html)
    if XML.match(decode_bytes(data[:4000]).lstrip("\ufeff")):
        raise ReadError("format", source=source, format="XML")
    return without_pages(read_csv if is_csv(data, source) else read_text)


def without_pages(reader: Callable[[bytes, str], Reading]) -> Reader:
    """Return the reader of a format without pages as one that has no progress to tell."""
    return lambda data, source, _progress: reader(data, source)


def described(document: Document, description: Description) -> Document:
    """Return the document with another description; the text stays what it is."""
    found = find_references(document.text, description)
    targets = tuple(dict.fromkeys(reference.target for reference in found))
    return replace(document, description=replace(description, refers_to=targets), references=found)
