"""No document is in the library without its text, and nobody is left to guess why."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from index.files import find_files
from index.library import Library
from tests.hostile_pdfs import cid_font, empty_pages, kids, page, stream, words
from tests.office import docx, odt, p, packed, tbl, tc, tr
from tests.pdfs import SENTENCE, both, pdf, text
from web.messages import error_message
from web.report import report_text

LINE = "De gemeente helpt inwoners met schulden."
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
LOCKED_DOCX = OLE + "EncryptedPackage".encode("utf-16-le") + bytes(100)
PICTURE = b"P6 40 40 255\n" + bytes(range(240)) * 20


def drawn(draw: Callable[[Canvas], None]) -> bytes:
    """Return a PDF of one page."""
    return pdf(draw)


def image(canvas: Canvas) -> None:
    """Fill a page with a picture without letters."""
    canvas.drawImage(ImageReader(BytesIO(PICTURE)), 0, 0, 595, 842)


def strokes(count: int) -> bytes:
    """Return a page of drawings only, as a map has, or letters that were turned into shapes."""

    def draw(canvas: Canvas) -> None:
        for number in range(count):
            canvas.line(30, 30 + 8 * number, 560, 30 + 8 * number)

    return drawn(draw)


def fields(canvas: Canvas) -> None:
    """Draw an empty form and a note."""
    canvas.acroForm.textfield(name="naam", x=30, y=30)
    canvas.acroForm.checkbox(name="ja", x=30, y=90)
    canvas.textAnnotation("Een opmerking", Rect=[30, 30, 90, 50])


def unseen(canvas: Canvas) -> None:
    """Print text that is not painted."""
    printed = canvas.beginText(60, 700)
    printed.setFont("Helvetica", 10)
    printed.setTextRenderMode(3)
    printed.textLine(LINE)
    canvas.drawText(printed)


def locked(algorithm: str) -> bytes:
    """Return a PDF with a password."""
    writer = pypdf.PdfWriter(BytesIO(pdf(text(LINE))))
    writer.encrypt("geheim", "baas", algorithm=algorithm)
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def attached() -> bytes:
    """Return a PDF of an empty page with a document attached to it."""
    writer = pypdf.PdfWriter(BytesIO(pdf(lambda _: None)))
    writer.add_attachment("stuk.txt", LINE.encode())
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def odt_locked() -> bytes:
    """Return an ODT of which the content is encrypted, as its manifest says."""
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">'
        '<manifest:encryption-data manifest:checksum="x"/></manifest:file-entry></manifest:manifest>'
    )
    parts = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": bytes(range(256)) * 9}
    return packed({**parts, "META-INF/manifest.xml": manifest})


def zip_locked() -> bytes:
    """Return a ZIP that says its member has a password."""
    data = bytearray(packed({"a.txt": LINE}, zipfile.ZIP_STORED))
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def html(body: str, head: str = "") -> bytes:
    """Return a page."""
    return f"<!doctype html><html><head><title></title>{head}</head><body>{body}</body></html>".encode()


PICTURE_RUN = '<w:r><w:drawing><wp:inline xmlns:wp="x"/></w:drawing></w:r>'
GONE = {"empty", "no_passages"}

CASES: dict[str, tuple[str, Callable[[], bytes], set[str]]] = {
    # PDF
    "RC4 of 40 bits": ("a.pdf", lambda: locked("RC4-40"), {"encrypted"}),
    "RC4 of 128 bits": ("a.pdf", lambda: locked("RC4-128"), {"encrypted"}),
    "AES of 256 bits": ("a.pdf", lambda: pdf(text(LINE), password="geheim"), {"encrypted"}),
    "a scan": ("a.pdf", lambda: drawn(image), {"no_text_layer"}),
    "a scan of three pages": ("a.pdf", lambda: pdf(image, image, image), {"no_text_layer"}),
    "letters turned into shapes": ("a.pdf", lambda: strokes(90), {"no_text_layer"}),
    "a few lines": ("a.pdf", lambda: strokes(9), {"empty"}),
    "a blank page": ("a.pdf", lambda: drawn(lambda _: None), {"empty"}),
    "fifty blank pages": ("a.pdf", lambda: empty_pages(50), {"empty"}),
    "spaces only": ("a.pdf", lambda: drawn(text(" ", "   ")), {"empty"}),
    "unseen text": ("a.pdf", lambda: drawn(unseen), {"empty"}),
    "white text": ("a.pdf", lambda: drawn(text(LINE, colour=(1, 1, 1))), {"empty"}),
    "text beside the page": ("a.pdf", lambda: drawn(text(LINE, x=900)), {"empty"}),
    "text of a point": ("a.pdf", lambda: drawn(text(LINE, size=1)), {"empty"}),
    "an empty form": ("a.pdf", lambda: drawn(fields), {"empty", "no_text_layer"}),
    "page numbers only": ("a.pdf", lambda: pdf(*(text(str(n), x=290, y=20) for n in (1, 2, 3))), GONE),
    "an attachment only": ("a.pdf", attached, {"empty"}),
    "letters without meaning": ("a.pdf", lambda: cid_font(b"", words((60, 700, b"\x01\x02\x03"))), GONE),
    "half a PDF": ("a.pdf", lambda: pdf(text(LINE))[:400], {"damaged"}),
    "the first line of a PDF": ("a.pdf", lambda: b"%PDF-1.7\n", {"damaged"}),
    "no pages": ("a.pdf", lambda: kids(b"", b"0"), {"damaged", "empty"}),
    "content that is missing": ("a.pdf", lambda: page(raw=stream(b"")), {"empty"}),
    # DOCX and ODT
    "DOCX without text": ("a.docx", lambda: docx(""), {"empty"}),
    "DOCX of spaces": ("a.docx", lambda: docx(p(" ") + p("\u00a0")), {"empty"}),
    "DOCX of pictures": ("a.docx", lambda: docx(f"<w:p>{PICTURE_RUN}</w:p>" * 3), {"empty"}),
    "DOCX of hidden text": ("a.docx", lambda: docx(p(LINE, run="<w:vanish/>")), {"empty"}),
    "DOCX with all deleted": (
        "a.docx",
        lambda: docx(f'<w:p><w:del w:id="1"><w:r><w:delText>{LINE}</w:delText></w:r></w:del></w:p>'),
        {"empty"},
    ),
    "DOCX of an empty table": ("a.docx", lambda: docx(tbl(tr(tc(""), tc("")), tr(tc("")))), {"empty"}),
    "DOCX with a password": ("a.docx", lambda: LOCKED_DOCX, {"encrypted"}),
    "half a DOCX": ("a.docx", lambda: docx(p(LINE))[:-200], {"damaged"}),
    "ODT without text": ("a.odt", lambda: odt(""), {"empty"}),
    "ODT of empty paragraphs": ("a.odt", lambda: odt("<text:p/><text:p> </text:p>"), {"empty"}),
    "ODT with a password": ("a.odt", odt_locked, {"encrypted", "damaged"}),
    # web pages
    "HTML of script": ("a.html", lambda: html("<script>document.write('tekst')</script>"), {"empty"}),
    "HTML of style": ("a.html", lambda: html("", "<style>p:before{content:'tekst'}</style>"), {"empty"}),
    "HTML of hidden text": ("a.html", lambda: html(f"<p hidden>{LINE}</p>"), {"empty"}),
    "HTML of a comment": ("a.html", lambda: html(f"<!-- {LINE} -->"), {"empty"}),
    "HTML of a picture": ("a.html", lambda: html('<img src="a.png">'), {"empty"}),
    "HTML of a frame": ("a.html", lambda: html('<iframe src="b.html"></iframe>'), {"empty"}),
    "HTML of nothing": ("a.html", lambda: html(""), {"empty"}),
    # text
    "nothing": ("a.txt", lambda: b"", {"empty"}),
    "white space": ("a.txt", lambda: b" \t\r\n\n\x0c ", {"empty"}),
    "a mark and no more": ("a.txt", lambda: b"\xef\xbb\xbf", {"empty"}),
    "letters without width": ("a.txt", lambda: "\u200b\u200b\u2060\ufeff".encode(), GONE),
    "zeros": ("a.txt", lambda: bytes(900), {"binary", "empty"}),
    "Markdown of lines": ("a.md", lambda: b"---\n\n***\n", GONE),
    "a table of nothing": ("a.csv", lambda: b";;;\n;;;\n;;;\n", {"empty"}),
    # archives
    "an empty ZIP": ("a.zip", lambda: packed({}), {"no_documents"}),
    "a ZIP of an empty file": ("a.zip", lambda: packed({"a.txt": b""}), {"empty"}),
    "a ZIP of hidden files": ("a.zip", lambda: packed({".a": LINE, "__MACOSX/b": LINE}), {"no_documents"}),
    "a ZIP of an empty ZIP": ("a.zip", lambda: packed({"b.zip": packed({})}), {"no_documents"}),
    "a ZIP with a password": ("a.zip", zip_locked, {"encrypted"}),
    "a ZIP of a scan": ("a.zip", lambda: packed({"scan.pdf": drawn(image)}), {"no_text_layer"}),
}  # fmt: skip


@pytest.mark.parametrize(("name", "make", "codes"), CASES.values(), ids=CASES)
def test_a_document_without_text_is_said_to_be_one(
    library: Library, tmp_path: Path, name: str, make: Callable[[], bytes], codes: set[str]
) -> None:
    """Each is refused with a sentence that names the file, in both languages; nothing is added."""
    path = tmp_path / "stukken" / name
    path.parent.mkdir()
    path.write_bytes(make())
    (outcome,) = library.add(find_files([path], {}))
    assert outcome.error, outcome
    assert outcome.error.code in codes
    assert outcome.done is None
    for language in ("nl", "en"):
        assert name in error_message(outcome.error, language)
    with library.store.snapshot() as snapshot:
        assert snapshot.documents() == []


def test_a_scan_with_a_stamp_says_which_page_is_unread(library: Library, tmp_path: Path) -> None:
    """What is printed on it is found; that there is more is said in the report and kept."""
    (tmp_path / "a.pdf").write_bytes(pdf(both(image, text("27 mei")), text(SENTENCE)))
    (outcome,) = library.add(find_files([tmp_path / "a.pdf"], {}))
    assert outcome.passages > 0
    assert outcome.coverage.unread == (1,)
    assert "pagina 1" in report_text([outcome], "nl")


def test_the_same_with_text_is_added(library: Library, tmp_path: Path) -> None:
    """So it is the lack of text that is refused, not the format."""
    made = {
        "a.pdf": pdf(text(SENTENCE)),
        "b.docx": docx(p(LINE)),
        "c.odt": odt(f"<text:p>{LINE}</text:p>"),
        "d.html": html(f"<p>{LINE}</p>"),
        "e.zip": packed({"a.txt": LINE + " En ook met werk."}),
    }
    (tmp_path / "stukken").mkdir()
    for name, data in made.items():
        (tmp_path / "stukken" / name).write_bytes(data)
    outcomes = list(library.add(find_files([tmp_path / "stukken"], {"municipality": "Emmen"})))
    assert [(o.error, o.passages > 0 or o.same_as is not None) for o in outcomes] == [(None, True)] * 5
