"""One page of a PDF to a picture; only ever called in a process that may be killed."""

from __future__ import annotations

from io import BytesIO

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from corpus.errors import ReadError
from corpus.page_picture import MOST_POINTS, PagePicture

# A page that is very high is drawn smaller, or it would not fit in memory nor in a WebP file.
MOST_PIXELS, MOST_SIDE = 12_000_000, 8_000
QUALITY, EFFORT = 80, 2


def render_page(data: bytes, source: str, page: int, width: int) -> PagePicture:
    """Return the page, counted from 1, as a picture that is at most ``width`` pixels wide.

    The fonts of the machine stand in for those that the file does not carry: the text of this process
    is not read, so they can do no harm. Raises ReadError ``encrypted`` or ``damaged``.
    """
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise ReadError("encrypted", source=source) from error
        raise ReadError("damaged", source=source, format="PDF") from error
    try:
        shown = document[page - 1]
        wide, high = shown.get_size()
        if not (0 < wide <= MOST_POINTS and 0 < high <= MOST_POINTS):
            raise ReadError("damaged", source=source, format="PDF")
        scale = min(width / wide, (MOST_PIXELS / (wide * high)) ** 0.5, MOST_SIDE / max(wide, high))
        image = shown.render(scale=scale).to_pil().convert("RGB")
    except (pdfium.PdfiumError, IndexError) as error:
        raise ReadError("damaged", source=source, format="PDF") from error
    finally:
        document.close()
    file = BytesIO()
    image.save(file, "WEBP", quality=QUALITY, method=EFFORT)
    return PagePicture((wide, high), image.size, file.getvalue())
