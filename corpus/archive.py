"""ZIP containers, opened without trust: everything that their directory says is checked before
anything is unpacked, nothing is ever written to disk, and no member grows past what it announced.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePosixPath

from corpus.errors import ReadError
from corpus.limits import MEGABYTE, MOST_BYTES

MOST_ENTRIES = 2_000
MOST_TOTAL = 500_000_000
MOST_MEMBER = 100_000_000
# Real documents, long tables among them, stay below a hundred.
MOST_RATIO = 200
SMALL = 1_000_000

SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
DIRECTORY_ENTRY = b"PK\x01\x02"
DIRECTORY_END = b"PK\x05\x06"
LOCAL = struct.Struct("<4sHHHHHIIIHH")
ENCRYPTED, DESCRIPTOR, UTF8 = 0x1, 0x8, 0x800
STRONG = 0x40
ZIP64 = 0xFFFFFFFF
OPEN_DOCUMENTS = {
    "application/vnd.oasis.opendocument.text": "ODT",
    "application/vnd.oasis.opendocument.text-template": "ODT",
    "application/vnd.oasis.opendocument.spreadsheet": "ODS (rekenblad)",
    "application/vnd.oasis.opendocument.presentation": "ODP (presentatie)",
    "application/epub+zip": "EPUB (e-boek)",
}
OFFICE_FOLDERS = {"word": "DOCX", "xl": "XLSX (rekenblad)", "ppt": "PPTX (presentatie)"}


@dataclass(frozen=True, slots=True)
class Member:
    """One file in an archive: where its packed bytes stand and what they should become."""

    start: int
    packed: int
    size: int
    crc: int
    deflated: bool


@dataclass(frozen=True, slots=True)
class Archive:
    """A ZIP whose directory was checked; ``members`` by name, folders left out."""

    data: bytes
    source: str
    members: dict[str, Member]

    @property
    def size(self) -> int:
        """The bytes of all members together, unpacked."""
        return sum(member.size for member in self.members.values())

    def starts_as_archive(self, name: str) -> bool:
        """Tell whether a member is packed as a ZIP itself, by its first bytes."""
        member = self.members[name]
        packed = self.data[member.start : member.start + min(member.packed, 100)]
        start = _inflate(packed, 3, self.source) if member.deflated else packed
        return start.startswith(SIGNATURES)

    def read(self, name: str) -> bytes | None:
        """Return the unpacked member, or None where there is none.

        Raises ReadError ``unsafe_archive`` (more comes out than announced) or ``damaged``.
        """
        member = self.members.get(name)
        if member is None:
            return None
        if member.size > MOST_MEMBER:
            raise _unsafe(self.source, "big_member")
        packed = self.data[member.start : member.start + member.packed]
        content = _inflate(packed, member.size, self.source) if member.deflated else packed
        if len(content) > member.size:
            raise _unsafe(self.source, "lying_size")
        if len(content) < member.size or zlib.crc32(content) != member.crc:
            raise ReadError("damaged", source=self.source, format="ZIP")
        return content


def open_archive(data: bytes, source: str) -> Archive:
    """Return the archive in ``data``, nothing unpacked yet.

    Raises ReadError ``unsafe_archive`` with the reason, ``encrypted`` or ``damaged``.
    """
    end = data.rfind(DIRECTORY_END)
    listed = struct.unpack_from("<I", data, end + 12)[0] if 0 <= end <= len(data) - 22 else 0
    if data.count(DIRECTORY_ENTRY, max(0, end - listed)) > MOST_ENTRIES:
        raise _unsafe(source, "many_members")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            entries, directory = file.infolist(), file.start_dir
    # What zipfile raises on broken bytes differs by what is broken.
    except (zipfile.BadZipFile, struct.error, ValueError, OSError, NotImplementedError, EOFError) as error:
        raise ReadError("damaged", source=source, format="ZIP") from error
    if len(entries) > MOST_ENTRIES:
        raise _unsafe(source, "many_members")
    for entry in entries:
        _check_entry(entry, source)
    if sum(entry.file_size for entry in entries) > MOST_TOTAL:
        raise _unsafe(source, "big_total")
    names = [_name(entry) for entry in entries]
    if len(set(names)) < len(names):
        raise _unsafe(source, "same_name")
    places = [_place(data, entry, source) for entry in entries]
    spans = sorted((entry.header_offset, end) for entry, (_, end) in zip(entries, places, strict=True))
    if any(end > start for (_, end), (start, _) in pairwise([*spans, (directory, directory)])):
        raise _unsafe(source, "overlap")
    found = {
        name: Member(start, entry.compress_size, entry.file_size, entry.CRC, bool(entry.compress_type))
        for name, entry, (start, _) in zip(names, entries, places, strict=True)
        if not entry.is_dir()
    }
    return Archive(data, source, found)


def kind_of(archive: Archive) -> str:
    """Return what the archive is: "DOCX", "ODT", another document format by its name, or "ZIP"."""
    stored = archive.members.get("mimetype")
    if stored and stored.size < 200:
        name = (archive.read("mimetype") or b"").decode("ascii", "replace").strip()
        if name in OPEN_DOCUMENTS:
            return OPEN_DOCUMENTS[name]
    if "[Content_Types].xml" in archive.members:
        folders = {name.split("/", 1)[0] for name in archive.members}
        return next((kind for folder, kind in OFFICE_FOLDERS.items() if folder in folders), "ZIP")
    return "ZIP"


def is_archive(data: bytes, source: str = "") -> bool:
    """Tell whether ``data`` is a ZIP of files rather than one document packed as a ZIP.

    Raises ReadError ``unsafe_archive``, ``encrypted`` or ``damaged`` where it cannot be opened.
    """
    return data.startswith(SIGNATURES) and kind_of(open_archive(data, source)) == "ZIP"


def members(data: bytes, source: str) -> Iterator[tuple[str, bytes | ReadError]]:
    """Yield the name and bytes of every file in a ZIP, also of those in a ZIP in it ("b.zip/c.txt");
    for a member that is damaged or too large for a document, the error in place of its bytes.

    Everything is checked before the first is yielded. Hidden files and what macOS adds are left out.
    Raises ReadError ``unsafe_archive``, ``encrypted`` or ``damaged``.
    """
    archive = open_archive(data, source)
    _check_inner(archive)
    return _walk(archive, "")


def _walk(archive: Archive, folder: str) -> Iterator[tuple[str, bytes | ReadError]]:
    for name in _visible(archive):
        inner = _inner(archive, name)
        if inner is None:
            yield folder + name, _content(archive, name)
        else:
            yield from _walk(inner, f"{folder}{name}/")


def _content(archive: Archive, name: str) -> bytes | ReadError:
    if archive.members[name].size > MOST_BYTES:
        return ReadError("too_large", source=archive.source, megabytes=MOST_BYTES // MEGABYTE)
    try:
        return archive.read(name) or b""
    except ReadError as error:
        if error.code == "unsafe_archive":
            raise
        return error


def _visible(archive: Archive) -> list[str]:
    """Return the names of the files that somebody put in: not the hidden ones."""
    return sorted(
        name
        for name in archive.members
        if not any(part.startswith(".") or part == "__MACOSX" for part in name.split("/"))
    )


def _check_inner(archive: Archive) -> None:
    """Refuse an archive in which archives are nested too deep, or are too large together."""
    total, count = archive.size, len(archive.members)
    for name in _visible(archive):
        inner = _inner(archive, name)
        if inner is None:
            continue
        total += inner.size
        count += len(inner.members)
        if total > MOST_TOTAL:
            raise _unsafe(archive.source, "big_total")
        if count > MOST_ENTRIES:
            raise _unsafe(archive.source, "many_members")
        if any(_inner(inner, deeper) for deeper in _visible(inner)):
            raise _unsafe(archive.source, "nested")


def _inner(archive: Archive, name: str) -> Archive | None:
    """Return the archive that a member is; None where it is a document, or a ZIP that does not open:
    that one is reported when it is read."""
    try:
        if not archive.starts_as_archive(name):
            return None
        inner = open_archive(archive.read(name) or b"", archive.source)
        return inner if kind_of(inner) == "ZIP" else None
    except ReadError as error:
        if error.code == "unsafe_archive":
            raise
        return None


def _check_entry(entry: zipfile.ZipInfo, source: str) -> None:
    """Refuse an entry for what the directory says of it."""
    if entry.flag_bits & (ENCRYPTED | STRONG):
        raise ReadError("encrypted", source=source)
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _unsafe(source, "compression")
    if any(_leaves_folder(name) for name in (entry.orig_filename, _name(entry))):
        raise _unsafe(source, "path")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise _unsafe(source, "link")
    if entry.file_size > SMALL and entry.file_size > entry.compress_size * MOST_RATIO:
        raise _unsafe(source, "ratio")


def _leaves_folder(name: str) -> bool:
    odd = not name or "\\" in name or "\0" in name or name.startswith("/") or name[1:2] == ":"
    return odd or ".." in PurePosixPath(name).parts


def _name(entry: zipfile.ZipInfo) -> str:
    """Return the name of an entry; macOS writes UTF-8 without saying so."""
    if entry.flag_bits & UTF8:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return entry.filename


def _place(data: bytes, entry: zipfile.ZipInfo, source: str) -> tuple[int, int]:
    """Return where the packed bytes of an entry start and end; its own header must agree with the
    directory, since other programs go by the one or by the other."""
    offset = entry.header_offset
    if not 0 <= offset <= len(data) - LOCAL.size:
        raise ReadError("damaged", source=source, format="ZIP")
    signature, _, flags, method, _, _, crc, packed, size, name, extra = LOCAL.unpack_from(data, offset)
    if signature != SIGNATURES[0]:
        raise ReadError("damaged", source=source, format="ZIP")
    start = offset + LOCAL.size + name + extra
    end = start + entry.compress_size
    encoding = "utf-8" if flags & UTF8 else "cp437"
    own_name = data[offset + LOCAL.size : offset + LOCAL.size + name].decode(encoding, "replace")
    if method != entry.compress_type or own_name != entry.orig_filename or flags & ENCRYPTED:
        raise _unsafe(source, "lying_header")
    told = ((size, entry.file_size), (packed, entry.compress_size), (crc, entry.CRC))
    if not flags & DESCRIPTOR and any(own not in (listed, ZIP64) for own, listed in told):
        raise _unsafe(source, "lying_size")
    if end > len(data):
        raise ReadError("damaged", source=source, format="ZIP")
    return start, end


def _inflate(packed: bytes, size: int, source: str) -> bytes:
    """Unpack at most one byte more than was announced."""
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, size + 1)
    except zlib.error as error:
        raise ReadError("damaged", source=source, format="ZIP") from error


def _unsafe(source: str, reason: str) -> ReadError:
    return ReadError("unsafe_archive", source=source, reason=reason)
