from __future__ import annotations

import io
import os
import struct
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable, Iterator

import pytest

from corpus.archive import MOST_ENTRIES, is_archive, members, open_archive
from corpus.errors import ReadError
from corpus.frames import LISTED
from corpus.isolate import Readers
from corpus.limits import MOST_BYTES, PRODUCTION
from corpus.members import Members
from corpus.reader import choose_reader, read_bytes
from corpus.reply import Reply, listing_of
from tests.office import HEAD, docx, docx_parts, odt, odt_parts, p, packed
from web.messages import EN, LANGUAGES, NL, error_message

TEXT = b"De gemeente helpt inwoners met schulden zo vroeg mogelijk.\n"
LOCAL = struct.Struct("<4sHHHHHIIIHH")
CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
END = struct.Struct("<4sHHHHIIH")
# Twenty million bytes of XML in less than sixty thousand.
ZEROS = bytes(30_000_000)


def raw_zip(*entries: dict[str, object]) -> bytes:
    """Return a ZIP of which every number can be lied about: keys with ``own_`` are those of the local
    header, others those of the directory; ``at`` puts an entry over an earlier one."""
    body, directory = b"", b""
    for entry in entries:
        name = str(entry.get("name", "a.txt")).encode()
        content = entry.get("content", TEXT)
        assert isinstance(content, bytes)
        method = int(str(entry.get("method", 0)))
        packed_content = zlib.compress(content, wbits=-15) if method == 8 else content
        told = {
            "flags": 0,
            "method": method,
            "crc": zlib.crc32(content),
            "packed": len(packed_content),
            "size": len(content),
            "external": 0,
        }
        told |= {key: value for key, value in entry.items() if key in told and isinstance(value, int)}
        own = {key: entry.get(f"own_{key}", value) for key, value in told.items()}
        own_name = str(entry.get("own_name", entry.get("name", "a.txt"))).encode()
        at = entry.get("at", len(body))
        header = LOCAL.pack(
            b"PK\x03\x04", 20, own["flags"], own["method"], 0, 0, own["crc"], own["packed"], own["size"],
            len(own_name), 0,
        )  # fmt: skip
        if at == len(body):
            body += header + own_name + packed_content
        directory += CENTRAL.pack(
            b"PK\x01\x02", 0x031E, 20, told["flags"], told["method"], 0, 0, told["crc"], told["packed"],
            told["size"], len(name), 0, 0, 0, 0, told["external"], at,
        ) + name  # fmt: skip
    count = len(entries)
    return body + directory + END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), len(body), 0)


def quine_like() -> bytes:
    """Return a ZIP of which two names share one packed content, as the bombs of David Fifield do."""
    return raw_zip({"name": "a.txt"}, {"name": "b.txt", "at": 0})


def kernel() -> bytes:
    """Return a ZIP of which an entry is packed inside the bytes of another."""
    inner = raw_zip({"name": "b.txt"})
    offset = LOCAL.size + len("a.txt")
    return raw_zip({"name": "a.txt", "content": inner}, {"name": "b.txt", "at": offset})


def same_name_twice() -> bytes:
    """Return a ZIP with one name twice: one program reads the first, another the last."""
    return raw_zip({"name": "word/document.xml"}, {"name": "word/document.xml"})


def many(count: int) -> bytes:
    """Return a ZIP with this many members."""
    return packed({f"{number}.txt": "x" for number in range(count)}, zipfile.ZIP_STORED)


def nested(depth: int) -> bytes:
    """Return a ZIP in a ZIP, ``depth`` times."""
    data = packed({"a.txt": TEXT})
    for _ in range(depth):
        data = packed({"b.zip": data}, zipfile.ZIP_STORED)
    return data


def link() -> bytes:
    """Return a ZIP with a symbolic link."""
    entry = zipfile.ZipInfo("geheim")
    entry.external_attr = 0o120777 << 16
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(entry, "/etc/passwd")
    return file.getvalue()


def heavy(name: str, parts: dict[str, str | bytes]) -> bytes:
    """Return an office file with one part that grows more than two hundred times."""
    return packed({**parts, name: ZEROS})


def bzip2_docx() -> bytes:
    """Return a DOCX packed in a way that Word does not use."""
    return packed(docx_parts(p("Tekst.")), zipfile.ZIP_BZIP2)


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "DOCX that grows": (lambda: heavy("word/document.xml", docx_parts("")), "ratio"),
    "ODT that grows": (lambda: heavy("content.xml", odt_parts("")), "ratio"),
    "ZIP that grows": (lambda: heavy("a.txt", {}), "ratio"),
    "picture that grows": (lambda: heavy("word/media/image1.png", docx_parts(p("Tekst."))), "ratio"),
    "ten thousand members": (lambda: many(10_000), "many_members"),
    "one member too many": (lambda: many(MOST_ENTRIES + 1), "many_members"),
    "DOCX of ten thousand parts": (
        lambda: packed(docx_parts(p("Tekst.")) | {f"word/{n}.xml": "" for n in range(10_000)}),
        "many_members",
    ),
    "directory without its number": (
        lambda: many(3_000)[:-14] + struct.pack("<HH", 1, 1) + many(3_000)[-10:], "many_members",
    ),
    "size told too small": (lambda: raw_zip({"size": 5, "own_size": 5, "method": 8}), "lying_size"),
    "own size differs": (lambda: raw_zip({"own_size": 5}), "lying_size"),
    "own packed size differs": (lambda: raw_zip({"own_packed": 5}), "lying_size"),
    "own checksum differs": (lambda: raw_zip({"own_crc": 5}), "lying_size"),
    "own name differs": (lambda: raw_zip({"own_name": "b.exe"}), "lying_header"),
    "own method differs": (lambda: raw_zip({"own_method": 8}), "lying_header"),
    "half a gigabyte in parts": (
        lambda: raw_zip(*({"name": f"{n}.txt", "size": 90_000_000, "packed": 500_000} for n in range(6))),
        "big_total",
    ),
    "shared content": (quine_like, "lying_header"),
    "entry in an entry": (kernel, "overlap"),
    "same name twice": (same_name_twice, "same_name"),
    "three deep": (lambda: nested(2), "nested"),
    "ten deep": (lambda: nested(10), "nested"),
    "up and out": (lambda: raw_zip({"name": "../a.txt"}), "path"),
    "up halfway": (lambda: raw_zip({"name": "map/../../a.txt"}), "path"),
    "absolute": (lambda: raw_zip({"name": "/etc/passwd"}), "path"),
    "backslashes": (lambda: raw_zip({"name": "..\\a.txt"}), "path"),
    "drive letter": (lambda: raw_zip({"name": "C:a.txt"}), "path"),
    "link": (link, "link"),
    "unknown packing": (lambda: packed({"a.txt": TEXT}, zipfile.ZIP_LZMA), "compression"),
    "DOCX packed with bzip2": (bzip2_docx, "compression"),
}  # fmt: skip


def unpack(data: bytes) -> None:
    """Do with an archive all that the program does: choose a reader, list, read every member."""
    if is_archive(data, "stuk.zip"):
        for _, content in members(data, "stuk.zip"):
            if isinstance(content, ReadError):
                raise content
    else:
        read_bytes(data, "stuk.zip")


@pytest.mark.parametrize(("make", "reason"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_container_made_to_do_harm_is_refused_at_once(make: Callable[[], bytes], reason: str) -> None:
    """Bombs, lies and paths that lead elsewhere are refused with their reason, within a second."""
    data = make()
    start = time.monotonic()
    with pytest.raises(ReadError) as error:
        unpack(data)
    assert (error.value.code, error.value.parameters["reason"]) == ("unsafe_archive", reason)
    assert time.monotonic() - start < 1
    assert NL[f"why_{reason}"] in error_message(error.value)
    assert EN[f"why_{reason}"] in error_message(error.value, "en")


def test_every_reason_exists_in_both_languages() -> None:
    """What is unsafe can be said in Dutch and in English."""
    whys = [{code for code in words if code.startswith("why_")} for words in LANGUAGES.values()]
    assert whys[0] == whys[1]
    assert len(whys[0]) >= 16


@pytest.mark.parametrize("flags", [0x1, 0x41])
def test_a_member_with_a_password_is_named_encrypted(flags: int) -> None:
    """An archive with a password says so, rather than that it is damaged."""
    with pytest.raises(ReadError) as error:
        unpack(raw_zip({"flags": flags}))
    assert error.value.code == "encrypted"


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04" + bytes(40),
        b"PK\x03\x04",
        packed({"a.txt": TEXT})[:-10],
        packed({"a.txt": TEXT})[20:],
        raw_zip({"content": TEXT})[:40] + b"x" + raw_zip({"content": TEXT})[41:],
        raw_zip({"size": len(TEXT) + 9, "own_size": len(TEXT) + 9, "method": 8}),
        raw_zip({"at": 10**6}),
    ],
    ids=["zeros", "head", "cut", "beheaded", "changed", "less than told", "beyond the end"],
)
def test_a_broken_archive_is_damaged(data: bytes) -> None:
    """What does not unpack to what was packed is reported, never read halfway."""
    with pytest.raises(ReadError) as error:
        unpack(data if data.startswith(b"PK\x03\x04") else b"PK\x03\x04" + data)
    assert error.value.code == "damaged"


def test_members_are_read_by_their_name() -> None:
    """Every file in a ZIP comes with its bytes, in the order of the names, folders left out."""
    data = packed({"b/twee.txt": TEXT, "een.txt": b"Een.", "b/": b""})
    assert list(members(data, "stukken.zip")) == [("b/twee.txt", TEXT), ("een.txt", b"Een.")]


def test_what_nobody_put_in_is_left_out() -> None:
    """Hidden files and what macOS adds are no documents."""
    data = packed({"a.txt": TEXT, ".DS_Store": b"x", "__MACOSX/._a.txt": b"x", "m/.git/config": b"x"})
    assert [name for name, _ in members(data, "stukken.zip")] == ["a.txt"]


def test_a_zip_in_a_zip_is_opened() -> None:
    """The files of a ZIP inside a ZIP are found, under its name."""
    data = packed({"los.txt": TEXT, "deel.zip": packed({"een.txt": TEXT})})
    assert [name for name, _ in members(data, "s.zip")] == ["deel.zip/een.txt", "los.txt"]


def test_a_document_in_a_zip_is_a_document() -> None:
    """A DOCX and an ODT are ZIP files too, but stay whole."""
    inside = {"a.docx": docx(p("Tekst.")), "b.odt": odt("<text:p>Tekst.</text:p>")}
    data = packed(dict(inside))
    assert dict(members(data, "s.zip")) == inside
    assert is_archive(data)
    assert not any(is_archive(document) for document in inside.values())


@pytest.mark.parametrize("name", ["café/één.txt", "Zuidwesthoek – plan.txt"])
def test_names_with_accents_are_right(name: str) -> None:
    """Names in UTF-8 are read with and without the mark that says so."""
    marked = packed({name: TEXT})
    unmarked = raw_zip({"name": name})
    assert [n for n, _ in members(marked, "s.zip")] == [name]
    assert [n for n, _ in members(unmarked, "s.zip")] == [name]


def test_names_of_windows_are_right() -> None:
    """Names that Windows wrote in its old character set are read in that."""
    data = raw_zip({"name": "caf#.txt"}).replace(b"caf#", b"caf\x82")
    assert [n for n, _ in members(data, "s.zip")] == ["café.txt"]


def test_a_stream_with_sizes_behind_it_is_read() -> None:
    """A ZIP written to a pipe has its sizes after the content; that is no lie."""

    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.data = b""

        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            self.data += bytes(data)  # type: ignore[call-overload]
            return len(data)  # type: ignore[arg-type]

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", TEXT)
    assert list(members(pipe.data, "s.zip")) == [("a.txt", TEXT)]


def test_bytes_before_the_archive_do_no_harm() -> None:
    """An archive is found where other bytes precede it, and its checks hold there too."""
    assert open_archive(b"#!/bin/sh\n" + packed({"a.txt": TEXT}), "s").read("a.txt") == TEXT


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        ({"[Content_Types].xml": HEAD, "xl/workbook.xml": HEAD}, "XLSX"),
        ({"[Content_Types].xml": HEAD, "ppt/presentation.xml": HEAD}, "PPTX"),
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": HEAD}, "ODS"),
        ({"mimetype": "application/epub+zip", "META-INF/container.xml": HEAD}, "EPUB"),
        ({"a.txt": "Tekst."}, "ZIP"),
    ],
)
def test_another_packed_format_is_named(parts: dict[str, str], name: str) -> None:
    """A spreadsheet, a presentation and an e-book are named; their file name plays no part."""
    with pytest.raises(ReadError) as error:
        choose_reader(packed(parts), "stuk.docx")
    assert error.value.code == "format"
    assert str(error.value.parameters["format"]).startswith(name)


def test_a_word_document_with_a_password_is_named_encrypted() -> None:
    """A locked DOCX is packed in an old Word file; it is not mistaken for one."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    with pytest.raises(ReadError) as error:
        choose_reader(head + "EncryptedPackage".encode("utf-16-le") + bytes(100), "stuk.docx")
    assert error.value.code == "encrypted"
    with pytest.raises(ReadError) as error:
        choose_reader(head + "WordDocument".encode("utf-16-le"), "stuk.doc")
    assert error.value.code == "format"


def test_an_empty_archive_has_no_members() -> None:
    """A ZIP without anything in it is an archive, of nothing."""
    assert is_archive(packed({}))
    assert list(members(packed({}), "leeg.zip")) == []


def test_a_damaged_or_huge_member_does_not_keep_the_others_out() -> None:
    """In place of its bytes comes its error."""
    spoiled = b"Dit lid raakt beschadigd." * 10
    data = packed({"a.txt": TEXT, "b.txt": spoiled}, zipfile.ZIP_STORED).replace(spoiled, spoiled[::-1])
    (_, first), (_, second) = members(data, "s.zip")
    assert first == TEXT
    assert isinstance(second, ReadError)
    assert second.code == "damaged"
    huge = raw_zip({"content": b"%PDF-" + bytes(MOST_BYTES)})
    ((_, third),) = members(huge, "s.zip")
    assert isinstance(third, ReadError)
    assert third.code == "too_large"


# --- In another process --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    """Return readers with the limits of production."""
    with Readers(PRODUCTION, size=1) as made:
        yield made


def unpacked(readers: Readers, data: bytes) -> Members:
    """Return the members of an archive, or raise what opening or reading it raises."""
    found = readers.unpack(data, "stuk.zip")
    if found is None:
        readers.read(data, "stuk.zip")
        pytest.fail("it is no archive, and was read")
    return found


@pytest.mark.parametrize(("make", "reason"), HOSTILE.values(), ids=HOSTILE.keys())
def test_another_process_refuses_it_too(readers: Readers, make: Callable[[], bytes], reason: str) -> None:
    """The error comes through with its reason, and the next file is unpacked."""
    data = make()
    with pytest.raises(ReadError) as error:
        unpacked(readers, data)
    assert (error.value.code, error.value.parameters["reason"]) == ("unsafe_archive", reason)
    with unpacked(readers, packed({"a.txt": TEXT})) as found:
        assert [(name, found.read(name)) for name in found] == [("a.txt", TEXT)]


def test_members_come_back_from_another_process(readers: Readers) -> None:
    """Names and bytes are those of the archive; a document in it stays whole, and is no archive."""
    inside = {"a.docx": docx(p("Tekst.")), "b.zip": packed({"c/é.txt": TEXT, "leeg.txt": b""})}
    with unpacked(readers, packed(inside)) as found:
        assert {name: found.read(name) for name in found} == {
            "a.docx": inside["a.docx"],
            "b.zip/c/é.txt": TEXT,
            "b.zip/leeg.txt": b"",
        }
    assert readers.unpack(inside["a.docx"], "a.docx") is None
    assert readers.unpack(TEXT, "a.txt") is None


def test_a_large_archive_does_not_grow_the_program(readers: Readers) -> None:
    """Its members wait on disk, not in memory."""
    content = os.urandom(1_000_000) * 20
    data = packed({f"{number}.txt": content for number in range(2)}, zipfile.ZIP_STORED)
    with unpacked(readers, data) as found:
        tracemalloc.start()
        sizes = [len(found.read(name)) for name in found]
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert sizes == [len(content)] * 2
    assert peak < len(content) * 1.5


@pytest.mark.parametrize(
    "listing",
    [
        *('[["a.txt"]]', '[["a.txt", null]]', '[["../a", ["damaged", {"format": "ZIP"}]]]', '{"a": 1}', "7"),
        *('[["", null]]', "[[7, null]]", '[["a\\u0000", null]]', "[" * 100_000),
    ],
)
def test_a_list_that_cannot_be_is_refused(listing: str) -> None:
    """What comes back is checked: a name that leads elsewhere, or bytes that never came."""
    reply = Reply(LISTED, bytearray(listing.encode()), 0, 0.0, 0.0)
    with pytest.raises(ReadError) as error, Members("s.zip", io.BytesIO()) as members:
        members.named(listing_of(reply, "s.zip", PRODUCTION) or ())
    assert error.value.code == "reader_failed"
