"""Pages as pictures: drawn apart, kept beside the library, and the passage marked where it stands."""

from __future__ import annotations

import html
import random
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from assistant.ask import Assistant
from assistant.settings import Settings
from corpus import ocr
from corpus.document import Box, Document, Span
from corpus.errors import ReadError
from corpus.isolate import Readers
from corpus.page_picture import HEAD, MOST_BYTES, PagePicture, unpacked
from corpus.reader import read_bytes
from corpus.reply import REPORTED
from index.files import File
from index.library import Library
from index.pictures import Pictures
from index.search import Searcher
from tests.hostile_pdfs import BOMBS
from tests.pdfs import HEIGHT, WIDTH, both, pdf, table, text
from tests.shared import SHARED, needs_shared
from web.app import create_app, service_of
from web.documents import passage_link
from web.page_marks import boxes, pages_of
from web.page_pictures import LIMITS, Drawer, NotDrawnError

PARAGRAPH = (
    "De gemeente helpt inwoners met schulden. Zij krijgen binnen vier weken",
    "een gesprek met een consulent. De bibliotheek geeft cursussen lezen aan",
    "inwoners die dat willen. Elk dorp houdt een eigen buurthuis en een school.",
)
ROWS = (("Lasten", "2021", "2022"), ("Jeugdzorg", "1.250", "1.300"), ("Sport", "310", "305"))
SHA = "a" * 64


def picture(colour: str = "white") -> PagePicture:
    """Return a small picture of an empty page."""
    file = BytesIO()
    Image.new("RGB", (60, 80), colour).save(file, "WEBP")
    return PagePicture((595.0, 842.0), (60, 80), file.getvalue())


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    """Return a process that draws, with the limits of production."""
    with Readers(LIMITS, 1) as made:
        yield made


def marked(document: Document, quote: str, page: int = 1) -> list[Box]:
    """Return the boxes of a quote."""
    start = document.text.index(quote)
    return boxes(document, Span(start, start + len(quote)), page)


def ink(drawn: PagePicture, box: Box) -> float:
    """Return which share of all dark pixels of a picture lies in a box."""
    image = Image.open(BytesIO(drawn.webp)).convert("L")
    scale = drawn.pixels[0] / drawn.points[0]
    corners = (box.x0 - 2, box.y0 - 2, box.x1 + 2, box.y1 + 2)
    dark = image.point(lambda value: 255 * (value < 128))
    part = dark.crop(tuple(round(side * scale) for side in corners))
    return part.histogram()[255] / max(1, dark.histogram()[255])


def changed(data: bytes, change: Callable[[pypdf.PageObject], object]) -> bytes:
    """Return a PDF with its pages changed."""
    writer = pypdf.PdfWriter(clone_from=BytesIO(data))
    for page in writer.pages:
        change(page)
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def slanted(degrees: int) -> Callable[[Canvas], None]:
    """Return a function that prints a line that the turned page shows upright."""

    def draw(canvas: Canvas) -> None:
        canvas.translate(WIDTH / 2, HEIGHT / 2)
        canvas.rotate(degrees)
        canvas.setFont("Helvetica", 14)
        canvas.drawString(-150, 60, "De gemeente helpt inwoners met schulden.")

    return draw


@pytest.mark.parametrize("cropped", [False, True])
@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_the_mark_lies_on_the_ink_of_a_turned_or_cropped_page(
    readers: Readers, degrees: int, cropped: bool
) -> None:
    """All ink of a page with one line lies in the box of that line, however the page is shown."""

    def change(page: pypdf.PageObject) -> None:
        if cropped:
            page.cropbox = pypdf.generic.RectangleObject((40, 100, WIDTH - 20, HEIGHT - 60))
        page.rotate(degrees)

    data = changed(pdf(slanted(degrees)), change)
    document = read_bytes(data, "nota.pdf")
    drawn = readers.draw(data, "nota.pdf", 1, 1000)
    (box,) = marked(document, "De gemeente helpt inwoners met schulden.")
    assert box.x1 - box.x0 > 5 * (box.y1 - box.y0)
    assert ink(drawn, box) > 0.98


def test_of_a_line_only_the_passage_is_marked() -> None:
    """A passage that begins and ends halfway a line has boxes that begin and end there."""
    document = read_bytes(pdf(text(*PARAGRAPH)), "nota.pdf")
    whole = marked(document, document.text)
    part = marked(document, "Zij krijgen binnen vier weken een gesprek met een consulent.")
    assert len(whole) == 3
    assert len(part) == 2
    assert part[0].x1 == whole[0].x1
    assert part[0].x0 > whole[0].x0 + 0.4 * (whole[0].x1 - whole[0].x0)
    assert part[1].x0 == whole[1].x0
    assert part[1].x1 < whole[1].x0 + 0.6 * (whole[1].x1 - whole[1].x0)


def test_in_two_columns_a_mark_stays_in_its_column() -> None:
    """A passage in the left column has no box over the right one."""
    right = tuple(f"Rechts staat regel {n} over sport en wonen." for n in range(1, 4))
    short = (
        "De gemeente helpt inwoners met",
        "schulden. Zij krijgen binnen vier",
        "weken een gesprek thuis.",
    )
    document = read_bytes(pdf(both(text(*short, x=50), text(*right, x=320))), "nota.pdf")
    found = marked(document, "helpt inwoners met schulden. Zij krijgen binnen vier weken")
    assert len(found) == 3
    assert all(box.x1 < 310 for box in found)


def test_of_a_table_the_whole_row_is_marked() -> None:
    """A cell marks its row, from the label to the last number, and no other row."""
    document = read_bytes(pdf(both(text(*PARAGRAPH, y=780), table(ROWS))), "nota.pdf")
    (box,) = marked(document, "1.300")
    (other,) = marked(document, "Sport")
    assert box.x0 < 70
    assert box.x1 > 300
    assert box.y1 <= other.y0 + 1


def test_a_passage_over_two_pages_is_marked_on_both() -> None:
    """Of a passage that goes on overleaf each page has its own boxes."""
    document = read_bytes(pdf(text(*PARAGRAPH[:2], y=60), text(PARAGRAPH[2], y=780)), "nota.pdf")
    span = Span(document.text.index("Zij krijgen"), document.text.index("Elk dorp"))
    assert pages_of(document, span) == [1, 2]
    assert len(boxes(document, span, 1)) == 2
    assert len(boxes(document, span, 2)) == 1


@pytest.mark.skipif(not ocr.is_available(), reason="Tesseract met Nederlands is niet geïnstalleerd")
def test_on_a_page_read_from_its_picture_the_mark_lies_on_the_words(readers: Readers) -> None:
    """A scanned line has its box where its ink is."""
    drawn = readers.draw(pdf(text("De gemeente helpt inwoners met schulden.", size=16)), "a.pdf", 1, 1600)
    file = BytesIO()
    Image.open(BytesIO(drawn.webp)).save(file, "PDF", resolution=1600 / (WIDTH / 72))
    document = read_bytes(file.getvalue(), "scan.pdf")
    assert document.coverage.recognised == (1,)
    again = readers.draw(file.getvalue(), "scan.pdf", 1, 1000)
    found = marked(document, document.text.strip())
    assert sum(ink(again, box) for box in found) > 0.95


def letters(words: str) -> Counter[str]:
    """Return how often each letter and digit stands in a text."""
    return Counter(c for c in words.casefold() if c.isalnum())


def printed_words(path: Path, page: int) -> list[tuple[Box, str]]:
    """Return the words that poppler finds on a page, with their boxes."""
    command = ["pdftotext", "-cropbox", "-bbox", "-f", str(page), "-l", str(page), str(path), "-"]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.findall(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>', out)
    return [(Box(*map(float, word[:4])), html.unescape(word[4])) for word in found]


def citations(document: Document, rng: random.Random, count: int) -> list[Span]:
    """Return spans as answers cite them: every third a table row where there are tables, else a sentence."""
    rows = [row.span for block in document.blocks if block.table for row in block.table.rows]
    found: list[Span] = []
    prose = [b.span for b in document.blocks if not b.table and len(b.span) > 60]
    while len(found) < count:
        if rows and len(found) % 3 == 0:
            found.append(rng.choice(rows))
            continue
        span = rng.choice(prose)
        ends = [m.end() for m in re.finditer(r"[.!?](?= )|$", span.of(document.text))]
        place = rng.randrange(len(ends))
        start = ends[place - 1] + 1 if place else 0
        if ends[place] - start > 20:
            found.append(Span(span.start + start, span.start + ends[place]))
    return found


@needs_shared
@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext (poppler-utils) is niet geïnstalleerd")
def test_fifty_citations_in_real_files_are_marked_on_their_words() -> None:
    """Poppler, which has no part in the boxes, finds the letters of each quote inside its boxes."""
    rng = random.Random(6)  # noqa: S311 - a draw, no secret
    names = (
        "almere-maatschappelijke-agenda-2024-2034.pdf",
        "den-helder-besluitenlijst-raad-2015-06-29.pdf",
        "ggd-flevoland-begroting-2026.pdf",
        "groningen-verordening-jeugdhulp-2026.pdf",
        "almere-visie-gezondheidsbeleid-2024-2026-raadsvoorstel.pdf",
    )
    scores: list[float] = []
    for name in names:
        path = SHARED / "files" / name
        document = read_bytes(path.read_bytes(), name)
        for span in citations(document, rng, 10):
            inside = ""
            for page in pages_of(document, span):
                marks = boxes(document, span, page)
                inside += "".join(
                    word
                    for box, word in printed_words(path, page)
                    if any(
                        m.x0 - 1 <= (box.x0 + box.x1) / 2 <= m.x1 + 1
                        and m.y0 - 1 <= (box.y0 + box.y1) / 2 <= m.y1 + 1
                        for m in marks
                    )
                )
            quote, found = letters(span.of(document.text)), letters(inside)
            both_have = (quote & found).total()
            scores.append(2 * both_have / max(1, quote.total() + found.total()))
    print(f"mean {sum(scores) / len(scores):.4f}, lowest {min(scores):.4f}")  # noqa: T201 - the figure
    assert len(scores) == 50
    assert sum(score >= 0.95 for score in scores) >= 49


def test_no_hostile_file_is_drawn_or_harms_who_asks(readers: Readers) -> None:
    """Each hostile PDF gives a picture or a typed refusal, and the next page is drawn as ever."""
    for name, make in sorted(BOMBS.items())[::6]:
        code = ""
        try:
            assert max(readers.draw(make(), f"{name}.pdf", 1, 600).pixels) <= 8000
        except ReadError as error:
            code = error.code
        assert code in {"", *REPORTED, "took_too_long"}, name
    assert readers.draw(pdf(text("Rustig.")), "a.pdf", 1, 600).pixels[0] == 600


def test_a_page_that_is_absurdly_large_is_drawn_small(readers: Readers) -> None:
    """A page of metres high stays within what fits in memory."""
    drawn = readers.draw(pdf(text("Lang.", y=50), size=(100, 14_400)), "lang.pdf", 1, 1600)
    assert max(drawn.pixels) <= 8000


def test_what_is_no_picture_is_not_believed() -> None:
    """Bytes with a wrong size, of another format or too many raise ValueError, whoever sent them."""
    good = picture().packed()
    assert unpacked(good) == picture()
    head = good[: HEAD.size]
    for bad in (
        b"",
        good[:10],
        head + b"<svg onload=alert(1)>",
        HEAD.pack(b"pgw1", float("nan"), 842.0, 60, 80) + picture().webp,
        HEAD.pack(b"pgw1", 595.0, -1.0, 60, 80) + picture().webp,
        HEAD.pack(b"pgw1", 595.0, 842.0, 0, 80) + picture().webp,
        HEAD.pack(b"none", 595.0, 842.0, 60, 80) + picture().webp,
        good + bytes(MOST_BYTES),
    ):
        with pytest.raises(ValueError, match=r"short|picture|WebP"):
            unpacked(bad)


def test_a_kept_picture_is_found_again_and_a_damaged_one_is_not(tmp_path: Path) -> None:
    """What was put is got; a file that is cut off is as one that is not there."""
    kept = Pictures(tmp_path)
    kept.put(SHA, 3, 600, picture(), lambda: True)
    assert kept.get(SHA, 3, 600) == picture()
    assert kept.get(SHA, 4, 600) is None
    (path,) = (tmp_path / "pictures").glob("*/*")
    path.write_bytes(path.read_bytes()[:20])
    assert kept.get(SHA, 3, 600) is None


def test_the_cache_has_a_size_and_the_oldest_go_first(tmp_path: Path) -> None:
    """Above its size the pictures that were used longest ago are removed."""
    size = len(picture().packed())
    kept = Pictures(tmp_path, most=size * 5)
    for page in range(1, 9):
        kept.put(SHA, page, 600, picture(), lambda: True)
    left = [page for page in range(1, 9) if kept.get(SHA, page, 600)]
    assert 8 in left
    assert 1 not in left
    assert len(left) <= 5


def test_a_picture_of_what_was_removed_meanwhile_is_not_kept(tmp_path: Path) -> None:
    """A document that goes while its page is drawn leaves no picture."""
    kept = Pictures(tmp_path)
    kept.put(SHA, 1, 600, picture(), lambda: False)
    assert not list((tmp_path / "pictures").glob("*"))


@pytest.fixture
def paged(library: Library, tmp_path: Path) -> str:
    """Return the id of a PDF of two pages in the library."""
    path = tmp_path / "plan.pdf"
    path.write_bytes(pdf(both(text(*PARAGRAPH, y=780), table(ROWS)), text("Tot slot een tweede bladzijde.")))
    (outcome,) = library.add([File(path, path.name, {"municipality": "Emmen"})])
    assert outcome.document_id
    return outcome.document_id


@pytest.fixture
def app(library: Library) -> Iterator[Flask]:
    """Return the application over the library."""
    made = create_app(
        Settings(library=library.store.folder), Assistant(Searcher(library.store, library.encoder))
    )
    yield made
    service_of(made).close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a client of the application."""
    return app.test_client()


def link(app: Flask, library: Library, document_id: str, quote: str) -> str:
    """Return the permalink of a quote, without its anchor."""
    with library.store.snapshot() as snapshot:
        (record,) = snapshot.documents()
        start = (snapshot.text(document_id) or "").index(quote)
    with app.test_request_context():
        return passage_link(record, Span(start, start + len(quote)), quote).partition("#")[0]


def test_a_page_is_sent_as_a_picture_that_is_asked_for_again(client: FlaskClient, paged: str) -> None:
    """It is a WebP, private, with a tag; who has it already gets 304; only the three widths exist."""
    address = f"/documenten/{paged}/bladzijde/1.webp"
    response = client.get(address)
    assert response.mimetype == "image/webp"
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert Image.open(BytesIO(response.data)).width == 1000
    tag = response.headers["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    assert Image.open(BytesIO(client.get(f"{address}?breed=600").data)).width == 600
    for wrong in ("?breed=601", "?breed=-600", "?breed=x", "?breed="):
        assert client.get(address + wrong).status_code == 404
    for page in ("0", "3", "-1", "99999999999999", "1.5", "x"):
        assert client.get(f"/documenten/{paged}/bladzijde/{page}.webp").status_code == 404
    assert client.get("/documenten/dnergens/bladzijde/1.webp").status_code == 404
    assert client.post(address).status_code == 405


def test_a_document_without_pages_has_no_pictures(client: FlaskClient, add: Callable[..., str]) -> None:
    """A text has no picture and its page shows none."""
    name = add("nota.md", "# Nota\n\nDe gemeente helpt inwoners met schulden.")
    assert client.get(f"/documenten/{name}/bladzijde/1.webp").status_code == 404
    assert "page-view" not in client.get(f"/documenten/{name}").text


def test_removed_means_gone_for_pictures_too(client: FlaskClient, library: Library, paged: str) -> None:
    """After a document is removed its pictures are neither sent nor on the disk."""
    address = f"/documenten/{paged}/bladzijde/1.webp"
    tag = client.get(address).headers["ETag"]
    folder = library.store.folder / "pictures"
    assert list(folder.glob("*/*"))
    library.remove(paged)
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 404
    assert not list(folder.glob("*"))


def test_the_page_shows_the_passage_on_the_picture(
    app: Flask, client: FlaskClient, library: Library, paged: str
) -> None:
    """A permalink shows the picture of its page with a box over the passage, and says so in words."""
    shown = client.get(link(app, library, paged, "Zij krijgen binnen vier weken een gesprek")).text
    assert f'src="/documenten/{paged}/bladzijde/1.webp"' in shown
    assert shown.count("<rect ") == 2
    assert "De passage is op de afbeelding gemarkeerd." in shown
    assert re.search(r'viewBox="0 0 595\.\d\d 842\.\d\d"', shown)
    assert "style=" not in shown


def test_pages_are_turned_without_script_and_keep_the_passage(
    app: Flask, client: FlaskClient, library: Library, paged: str
) -> None:
    """The next page shows its own text, has a way back to the passage, and the first none before it."""
    address = link(app, library, paged, "Zij krijgen binnen vier weken")
    first = client.get(f"{address}&bladzijde=1").text
    assert 'rel="prev"' not in first
    second = client.get(
        html.unescape(re.findall(r'rel="next" href="(.*?)"', first)[0]).partition("#")[0]
    ).text
    assert "Tot slot een tweede bladzijde." in second
    assert "Zij krijgen" not in second
    assert 'rel="next"' not in second
    assert "Terug naar de passage op bladzijde 1" in second
    for wrong in ("0", "3", "-1", "x", "999999999"):
        assert client.get(f"/documenten/{paged}?bladzijde={wrong}").status_code == 404


def test_a_page_that_cannot_be_drawn_is_said_and_not_tried_again(
    client: FlaskClient, paged: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The text is shown all the same; the file is given to the process that draws only once."""
    tried: list[int] = []

    def fail(_self: Readers, _data: bytes, source: str, page: int, _width: int) -> PagePicture:
        tried.append(page)
        raise ReadError("took_too_long", source=source, seconds=10)

    monkeypatch.setattr(Readers, "draw", fail)
    for _ in range(2):
        shown = client.get(f"/documenten/{paged}").text
        assert "geen afbeelding tonen" in shown
        assert "De gemeente helpt inwoners met schulden." in shown
        assert client.get(f"/documenten/{paged}/bladzijde/1.webp").status_code == 404
    assert tried == [1]


@pytest.mark.usefixtures("paged")
def test_who_comes_when_all_are_drawing_is_asked_to_come_back(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No more pages are drawn at once than there are processes; the rest hear that it is busy."""
    monkeypatch.setattr("web.page_pictures.AT_ONCE", 0)
    monkeypatch.setattr("web.page_pictures.WAIT_SECONDS", 0.01)
    drawer = Drawer(lambda: library.store, library.store.folder)
    with library.store.snapshot() as snapshot:
        (record,) = snapshot.documents()
    with pytest.raises(NotDrawnError) as caught:
        drawer.draw(record, 1)
    assert caught.value.code == "busy"
    drawer.close()
