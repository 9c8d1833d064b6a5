"""Reading without the fonts of the machine: the same file gives the same text everywhere.

A font that a PDF names and does not carry is replaced by one of the machine. With some replacements
PDFium leaves out characters of the text; its own built-in ones keep them all.
"""

from __future__ import annotations

from functools import cache

import pypdfium2 as pdfium


class NoSystemFonts(pdfium.PdfSysfontBase):  # type: ignore[misc]  # pypdfium2 has no types
    """A machine without fonts, as PDFium asks for them."""

    def EnumFonts(self, _: object, mapper: object) -> None:  # noqa: N802  # PDFium's own name
        """Name no font."""

    def MapFont(self, _: object, *wanted: object) -> None:  # noqa: N802
        """Find no font that is like the one wanted."""

    def GetFont(self, _: object, face: object) -> None:  # noqa: N802
        """Find no font of this name."""


@cache
def leave_system_fonts_out() -> None:
    """Make PDFium read without the fonts of the machine, from now on in this process."""
    NoSystemFonts().setup()
