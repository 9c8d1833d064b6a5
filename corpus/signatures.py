"""The formats that are known by their first bytes, and for which there is no reader."""

from __future__ import annotations

# Where in the file the bytes stand, the bytes, and what users call the format.
SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    # documents
    (0, b"\xd0\xcf\x11\xe0", "DOC (oud Word-bestand)"),
    (0, b"{\\rtf", "RTF"),
    (0, b"%!PS", "PostScript"),
    (0, b"\xc5\xd0\xd3\xc6", "EPS"),
    (0, b"AT&TFORM", "DjVu"),
    (0, b"SQLite format 3\x00", "SQLite (database)"),
    # pictures
    (0, b"\x89PNG", "PNG (afbeelding)"),
    (0, b"\xff\xd8\xff", "JPEG (afbeelding)"),
    (0, b"GIF87a", "GIF (afbeelding)"),
    (0, b"GIF89a", "GIF (afbeelding)"),
    (0, b"II*\x00", "TIFF (afbeelding)"),
    (0, b"MM\x00*", "TIFF (afbeelding)"),
    (0, b"8BPS\x00", "PSD (afbeelding)"),
    (0, b"\x00\x00\x01\x00", "ICO (afbeelding)"),
    (0, b"\x00\x00\x00\x0cjP  ", "JPEG 2000 (afbeelding)"),
    (8, b"WEBPVP8", "WebP (afbeelding)"),
    # sound and film
    (0, b"ID3\x02", "MP3 (geluid)"),
    (0, b"ID3\x03", "MP3 (geluid)"),
    (0, b"ID3\x04", "MP3 (geluid)"),
    (0, b"\xff\xfb", "MP3 (geluid)"),
    (0, b"OggS\x00", "Ogg (geluid)"),
    (0, b"fLaC\x00", "FLAC (geluid)"),
    (8, b"WAVEfmt ", "WAV (geluid)"),
    (8, b"AVI LIST", "AVI (film)"),
    (4, b"ftyp", "MP4 (film)"),
    (0, b"\x1aE\xdf\xa3", "MKV (film)"),
    # archives
    (0, b"\x1f\x8b\x08", "GZIP (archief)"),
    (0, b"BZh91AY&SY", "BZIP2 (archief)"),
    (0, b"\xfd7zXZ\x00", "XZ (archief)"),
    (0, b"(\xb5/\xfd", "ZSTD (archief)"),
    (0, b"7z\xbc\xaf'\x1c", "7z (archief)"),
    (0, b"Rar!\x1a\x07", "RAR (archief)"),
    (0, b"MSCF\x00\x00\x00\x00", "CAB (archief)"),
    (257, b"ustar", "TAR (archief)"),
    # programs
    (0, b"\x7fELF", "ELF (programma)"),
    (0, b"MZ\x90\x00", "EXE (programma)"),
    (0, b"\xca\xfe\xba\xbe", "Java (programma)"),
    (0, b"\xcf\xfa\xed\xfe", "Mach-O (programma)"),
    (0, b"\x00asm", "WebAssembly (programma)"),
)


def unreadable_format(data: bytes) -> str | None:
    """Return the name of the format that these bytes are in, or None where it is not one of these."""
    return next((name for at, mark, name in SIGNATURES if data.startswith(mark, at)), None)
