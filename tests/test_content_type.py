"""What a file is follows from its content: row 15 of the security bar."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from corpus.document import Document
from corpus.errors import ReadError
from corpus.reader import read_bytes, readable
from corpus.signatures import SIGNATURES, unreadable_format
from web.messages import error_message

HTML = b"<!DOCTYPE html><html><body><h1>Beleid</h1><p>De raad besluit dat het mag.</p></body></html>"
SCRIPT = b"<script>alert(1)</script>"
TEXT = b"Beleid\n\nDe raad besluit dat het mag.\n"


def picture(kind: str) -> bytes:
    """Return a small picture."""
    file = io.BytesIO()
    Image.new("RGB", (20, 20), "red").save(file, kind)
    return file.getvalue()


def pdf() -> bytes:
    """Return a PDF of one page."""
    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.drawString(100, 700, "De raad besluit dat het mag.")
    canvas.save()
    return file.getvalue()


def zipped(name: str = "stuk.txt") -> bytes:
    """Return a ZIP with one text."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, TEXT)
    return file.getvalue()


def tarred() -> bytes:
    """Return a TAR with one text."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        member = tarfile.TarInfo("stuk.txt")
        member.size = len(TEXT)
        archive.addfile(member, io.BytesIO(TEXT))
    return file.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
RTF = b"{\\rtf1\\ansi De raad besluit dat het mag.}"
ELF = b"\x7fELF\x02\x01\x01" + bytes(57)
EXE = b"MZ\x90\x00\x03" + bytes(59) + b"This program cannot be run in DOS mode.\r\r\n$" + bytes(40)
MP3 = b"ID3\x04\x00\x00" + bytes(40)
SEVEN = b"7z\xbc\xaf'\x1c\x00\x04" + bytes(40)
RAR = b"Rar!\x1a\x07\x01\x00" + bytes(40)

# For these there is no reader: refused with the name of the format, whatever they are called.
REFUSED = {
    "PNG called .pdf": (picture("PNG"), "stuk.pdf", "PNG"),
    "JPEG called .docx": (picture("JPEG"), "stuk.docx", "JPEG"),
    "GIF called .txt": (picture("GIF"), "stuk.txt", "GIF"),
    "TIFF called .html": (picture("TIFF"), "stuk.html", "TIFF"),
    "WebP called .md": (picture("WEBP"), "stuk.md", "WebP"),
    "ICO called .csv": (picture("ICO"), "stuk.csv", "ICO"),
    "RTF called .docx": (RTF, "stuk.docx", "RTF"),
    "RTF called .txt": (RTF, "stuk.txt", "RTF"),
    "DOC called .docx": (OLE, "stuk.docx", "DOC"),
    "DOC called .pdf": (OLE, "stuk.pdf", "DOC"),
    "ELF called .txt": (ELF, "stuk.txt", "ELF"),
    "EXE called .txt": (EXE, "stuk.txt", "EXE"),
    "EXE called .pdf": (EXE, "stuk.pdf", "EXE"),
    "WebAssembly called .odt": (b"\x00asm\x01" + bytes(40), "stuk.odt", "WebAssembly"),
    "Java called .html": (b"\xca\xfe\xba\xbe" + bytes(40), "stuk.html", "Java"),
    "gzip called .txt": (gzip.compress(TEXT * 20), "stuk.txt", "GZIP"),
    "gzip called .zip": (gzip.compress(zipped()), "stuk.zip", "GZIP"),
    "bzip2 called .txt": (bz2.compress(TEXT * 20), "stuk.txt", "BZIP2"),
    "xz called .md": (lzma.compress(TEXT * 20), "stuk.md", "XZ"),
    "7z called .zip": (SEVEN, "stuk.zip", "7z"),
    "RAR called .zip": (RAR, "stuk.zip", "RAR"),
    "tar called .zip": (tarred(), "stuk.zip", "TAR"),
    "MP3 called .pdf": (MP3, "stuk.pdf", "MP3"),
    "MP4 called .txt": (struct.pack(">I", 24) + b"ftypisom" + bytes(40), "stuk.txt", "MP4"),
    "SQLite called .csv": (b"SQLite format 3\x00" + bytes(200), "stuk.csv", "SQLite"),
    "PostScript called .pdf": (b"%!PS-Adobe-3.0\n" + TEXT, "stuk.pdf", "PostScript"),
    # polyglots: what opens them first decides
    "GIF that is also HTML": (b"GIF89a/*" + HTML + b"*/=1;" + SCRIPT, "stuk.html", "GIF"),
    "JPEG with HTML behind it": (picture("JPEG") + HTML, "stuk.html", "JPEG"),
    "PNG with a ZIP behind it": (picture("PNG") + zipped(), "stuk.docx", "PNG"),
    "EXE with a ZIP behind it": (EXE + zipped(), "stuk.zip", "EXE"),
}
# For these there may be a reader: another name must not change what comes of them.
SAME = {
    "PDF called .txt": (pdf(), "stuk.txt", "stuk.pdf"),
    "PDF called .html": (pdf(), "stuk.html", "stuk.pdf"),
    "PDF after some text": (b"Een regel.\n" + pdf(), "stuk.txt", "stuk.pdf"),
    "PDF with HTML behind it": (pdf() + HTML + SCRIPT, "stuk.html", "stuk.pdf"),
    "ZIP called .pdf": (zipped(), "stuk.pdf", "stuk.zip"),
    "ZIP called .txt": (zipped(), "stuk.txt", "stuk.zip"),
    "HTML called .docx": (HTML, "stuk.docx", "stuk.html"),
    "HTML called .pdf": (HTML, "stuk.pdf", "stuk.html"),
    "HTML called .txt": (HTML + SCRIPT, "stuk.txt", "stuk.html"),
    "text called .pdf": (TEXT, "stuk.pdf", "stuk.txt"),
    "text called .exe": (TEXT, "stuk.exe", "stuk.txt"),
}


def outcome(data: bytes, name: str) -> tuple[str, object]:
    """Return what comes of a file: its text, or the code and format of its refusal."""
    try:
        return "text", read_bytes(data, name).text
    except ReadError as error:
        return error.code, error.parameters.get("format")


@pytest.mark.parametrize(("data", "name", "format_"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_named_by_its_content(
    tmp_path: Path, data: bytes, name: str, format_: str
) -> None:
    """The refusal names what the file is, not what it is called, and nothing of it becomes text."""
    with pytest.raises(ReadError) as caught:
        read_bytes(data, name)
    assert caught.value.code == "format"
    assert format_ in str(caught.value.parameters["format"])
    assert format_ in error_message(caught.value, "nl")
    path = tmp_path / name
    path.write_bytes(data)
    assert not readable(path)


@pytest.mark.parametrize(("data", "name", "right"), SAME.values(), ids=SAME)
def test_another_name_makes_no_difference(data: bytes, name: str, right: str) -> None:
    """A file under the name of another format is read, or refused, as what it is."""
    found = outcome(data, name)
    assert found == outcome(data, right)
    assert "%PDF" not in str(found[1])
    assert "PK\x03" not in str(found[1])
    assert "alert(1)" not in str(found[1])


@pytest.mark.parametrize(
    "text", ["MZ is een afkorting.", "BZh is er ook een.", "ID3 staat hier.", "RIFF: zo."]
)
def test_a_text_that_begins_like_a_format_is_text(text: str) -> None:
    """Letters that a format also begins with do not make a text that format."""
    made = read_bytes(text.encode(), "stuk.txt")
    assert isinstance(made, Document)
    assert made.text == text


def test_every_signature_is_found() -> None:
    """Each known format is told by its own bytes, so none hides behind another."""
    for at, mark, name in SIGNATURES:
        assert unreadable_format(b"\x01" * at + mark) == name
