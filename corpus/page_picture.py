"""A page of a PDF as a picture: what is asked for, and how it travels and is kept.

The bytes are a header and a WebP file. They come out of a process that a hostile file may have taken
over, or from a disk, so they are looked at before they are believed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from struct import Struct, error

# Of the picture in pixels; other widths are not drawn, so that nobody can ask for many.
WIDTHS = (600, 1000, 1600)
# A page of a budget is 0.1 to 0.3 MB at the largest width.
MOST_BYTES = 8_000_000
# Magic, width and height of the page in points, of the picture in pixels.
HEAD = Struct(">4sddII")
MAGIC = b"pgw1"
MOST_POINTS, MOST_SIDE = 20_000.0, 16_383


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as a WebP file, with the size of the page in points and that of the picture in pixels.

    A box of ``corpus.document`` lies in the same points, from the top left corner of the picture.
    """

    points: tuple[float, float]
    pixels: tuple[int, int]
    webp: bytes

    def packed(self) -> bytes:
        """Return the bytes that ``unpacked`` takes."""
        return HEAD.pack(MAGIC, *self.points, *self.pixels) + self.webp


def unpacked(data: bytes | bytearray) -> PagePicture:
    """Return the picture in these bytes; raises ValueError where there is none."""
    try:
        magic, wide, high, columns, rows = HEAD.unpack_from(data)
    except error as problem:
        raise ValueError("too short") from problem
    webp = bytes(data[HEAD.size :])
    points_fit = all(math.isfinite(side) and 0 < side <= MOST_POINTS for side in (wide, high))
    pixels_fit = all(0 < side <= MOST_SIDE for side in (columns, rows))
    if magic != MAGIC or not points_fit or not pixels_fit or len(webp) > MOST_BYTES:
        raise ValueError("no picture")
    if webp[:4] != b"RIFF" or webp[8:12] != b"WEBP":
        raise ValueError("no WebP")
    return PagePicture((wide, high), (columns, rows), webp)
