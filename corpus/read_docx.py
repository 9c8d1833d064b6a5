"""DOCX to raw blocks, straight from the XML, as Word would print it with all changes accepted."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from corpus.archive import Archive, open_archive
from corpus.document import Coverage
from corpus.docx_names import MAIN, below, child, get, name, number, value
from corpus.docx_numbering import Numbering, read_numbering
from corpus.docx_styles import Styles, direct_level, read_styles
from corpus.docx_tables import (
    Written,
    before_of,
    cells_of,
    columns_of,
    is_coloured,
    is_header,
    is_layout,
    merge_down,
    merged_of,
    rows_of,
    table_shades,
)
from corpus.docx_text import TextReader, chosen, is_placeholder
from corpus.errors import ReadError
from corpus.look import Mark
from corpus.office import (
    Cell,
    Content,
    header_by_look,
    iso_date,
    lines_of,
    paragraph_block,
    sensible_title,
    table_block,
    text_of,
    with_certain_pages,
)
from corpus.office_headings import Draft, drop_contents_title, note_draft, with_headings
from corpus.office_joins import mended
from corpus.raw import Properties, RawBlock, Reading
from corpus.safe_xml import Element, children, parse

FORMAT = "DOCX"
MAIN_PART = "word/document.xml"
BODIES = frozenset(f"{{{uri}}}body" for uri in MAIN)
FILLS = frozenset({"?:solidFill", "?:gradFill"})
PASSED = frozenset("w:ins w:moveTo w:customXml w:smartTag w:sdtContent".split())
DUBLIN = "{http://purl.org/dc/elements/1.1/}"
TERMS = "{http://purl.org/dc/terms/}"


def read_docx(data: bytes, source: str) -> Reading:
    """Return the blocks of a Word document, its properties and what it hides.

    Raises ReadError ``unsafe_archive``, ``unsafe_markup``, ``encrypted`` or ``damaged``.
    """
    archive = open_archive(data, source)
    main = _main_part(archive)
    content = archive.read(main)
    if content is None:
        raise ReadError("damaged", source=source, format=FORMAT)
    related = _related(archive, main)
    styles = read_styles(_part(archive, related.get("styles")))
    numbering = read_numbering(_part(archive, related.get("numbering")), styles)
    notes = _notes(archive, related)
    paged = b"lastRenderedPageBreak" in content or "lastRenderedPageBreak".encode("utf-16-le") in content
    text = TextReader(styles, notes, 1 if paged else None)
    body = Body(styles, numbering, text)
    for element in children(content, BODIES, source, FORMAT):
        body.add(element)
    body.end()
    coverage = Coverage(pages=text.page, hidden=text.hidden.found)
    reading = Reading(with_headings(mended(body.drafts)), _properties(archive), coverage)
    return with_certain_pages(reading, _told_pages(archive))


@dataclass(slots=True)
class Body:
    """Turns the elements of the body into drafts, in order."""

    styles: Styles
    numbering: Numbering
    text: TextReader
    drafts: list[Draft] = field(default_factory=list)
    # Text of a paragraph whose end was deleted: it goes on in the next one.
    carried: Content | None = None

    def add(self, element: Element, shaded: bool = False) -> None:
        """Take the next element: a paragraph, a table, or what stands around them."""
        step = name(element)
        if step == "w:p":
            self._paragraph(element, shaded)
        elif step == "w:tbl":
            self._table(element, shaded)
        elif step == "mc:AlternateContent":
            self._all(chosen(element), shaded)
        elif step == "w:sdt" and _is_contents(element):
            drop_contents_title(self.drafts)
        elif step in PASSED or (step == "w:sdt" and not is_placeholder(element)):
            self._all(element, shaded)

    def end(self) -> None:
        """Finish: what was carried over stands on its own."""
        if self.carried is not None:
            carried, self.carried = self.carried, None
            self._emit(carried, None, None, None)

    def _all(self, elements: Iterable[Element], shaded: bool) -> None:
        for element in elements:
            self.add(element, shaded)

    def _paragraph(self, element: Element, shaded: bool) -> None:
        content, mark = self._read(element, shaded)
        properties = child(element, "w:pPr")
        ending = child(properties, "w:rPr")
        if self.carried is not None:
            content.pieces[:0] = self.carried.pieces
            content.looks.update(self.carried.looks)
            content.boxes[:0], content.notes[:0] = self.carried.boxes, self.carried.notes
            self.carried = None
        if child(ending, "w:del") is not None or child(ending, "w:moveFrom") is not None:
            self.carried = content
            return
        style = value(properties, "w:pStyle") or self.styles.default
        in_contents = content.in_contents and content.text[-1:].isdigit()
        if in_contents or self.styles.is_contents(style):
            drop_contents_title(self.drafts)
            return
        level = direct_level(properties)
        level = self.styles.level(style) if level is None else level
        self._emit(content, mark, None if level == 10 else level, style)

    def _read(self, element: Element, shaded: bool) -> tuple[Content, Mark | None]:
        properties = child(element, "w:pPr")
        style = value(properties, "w:pStyle") or self.styles.default
        content = self.text.read(element, shaded)
        return content, self.numbering.mark(properties, style, self.styles)

    def _emit(self, content: Content, mark: Mark | None, level: int | None, style: str | None) -> None:
        """Keep a paragraph, the text boxes that hang on it and its notes."""
        if lines := lines_of(content.pieces):
            listed = self.styles.is_list(style)
            block = paragraph_block(lines, mark, level, content.raised_start, listed)
            look = None if self.text.aside else content.look
            self.drafts.append(Draft(block, RawBlock(lines).text, level, look, mark))
        self._boxes(content.boxes)
        self.drafts += [note_draft(note, self.text.page) for note in content.notes]

    def _boxes(self, boxes: list[Element]) -> None:
        if self.text.aside:
            return
        self.text.aside = True
        for box in boxes:
            self._all(box, shaded=_has_ground(box))
            self.end()
        self.text.aside = False

    def _table(self, table: Element, shaded: bool) -> None:
        rows = [(row, list(cells_of(row))) for row in rows_of(table)]
        shades = shaded or table_shades(table, self.styles)
        if is_layout([cells for _, cells in rows]):
            for _, cells in rows:
                for cell in cells:
                    self._all(cell, is_coloured(cell, shades))
                    self.end()
            return
        written: list[list[Written]] = []
        marked: list[list[bool]] = []
        later: list[Element | str] = []
        for row, cells in rows:
            line, looks = self._row(cells, shades, later)
            written.append(before_of(row) + line)
            marked.append(looks)
        headers = next((n for n, (row, _) in enumerate(rows) if not is_header(row)), 0)
        block = table_block(merge_down(written), headers or header_by_look(marked))
        if block is not None:
            self.drafts.append(Draft(block, block.lines[0].text))
        for rest in later:
            if isinstance(rest, str):
                self.drafts.append(note_draft(rest, self.text.page))
            else:
                self.add(rest, shades)

    def _row(
        self, cells: list[Element], shades: bool, later: list[Element | str]
    ) -> tuple[list[Written], list[bool]]:
        """Return the cells of a row and, for those with text, whether they stand out. Every cell
        starts on the page on which the row starts."""
        start = end = self.text.page
        line: list[Written] = []
        looks: list[bool] = []
        for cell in cells:
            self.text.page = start
            coloured = is_coloured(cell, shades)
            text, bold, page = self._cell(cell, coloured, later)
            end = max(end or 0, self.text.page or 0) or None
            if text:
                looks.append(bold or (coloured and not shades))
            line.append(Written(Cell(text, columns_of(cell), page=page), merged_of(cell)))
        self.text.page = end
        return line, looks

    def _cell(self, cell: Element, shaded: bool, later: list[Element | str]) -> tuple[str, bool, int | None]:
        """Return a cell's text, whether it is bold and its page; notes and inner tables come later."""
        texts: list[str] = []
        bold: list[bool] = []
        page: int | None = None
        for element in _flat(cell):
            if name(element) == "w:tbl":
                later.append(element)
                continue
            content, mark = self._read(element, shaded)
            boxed = [self.text.read(p).text for box in content.boxes for p in below(box, "w:p")]
            if text := " ".join(part for part in (content.text, *boxed) if part):
                page = page or next((p.page for p in content.pieces if p.text.strip()), None)
                texts.append(f"{mark.text} {text}" if mark and mark.text else text)
                bold.append(content.look is not None and content.look.bold)
            later.extend(content.notes)
        deleted = child(cell, "w:tcPr", "w:cellDel") is not None
        return "" if deleted else " ".join(texts), all(bold) and bool(bold), page


def _flat(element: Element) -> Iterator[Element]:
    """Yield the paragraphs and tables directly in a cell, also those in a content control."""
    for part in element:
        step = name(part)
        if step in ("w:p", "w:tbl"):
            yield part
        elif step in PASSED or (step == "w:sdt" and not is_placeholder(part)):
            yield from _flat(part)


def _is_contents(element: Element) -> bool:
    """Tell whether a content control holds the table of contents that Word made."""
    gallery = value(element, "w:sdtPr", "w:docPartObj", "w:docPartGallery")
    return gallery == "Table of Contents"


def _has_ground(box: Element) -> bool:
    """Tell whether the shape around a text box is filled, so that white letters show."""
    for around in islice(box.iterancestors(), 2):
        inside = [part for shape in around if name(shape) == "?:spPr" for part in shape]
        if around.get("fillcolor") or any(name(part) in FILLS for part in inside):
            return True
    return False


def _part(archive: Archive, path: str | None) -> Element | None:
    content = archive.read(path) if path else None
    return parse(content, archive.source, FORMAT) if content is not None else None


def _main_part(archive: Archive) -> str:
    return _related(archive, "").get("officeDocument", MAIN_PART)


def _related(archive: Archive, part: str) -> dict[str, str]:
    """Return the parts that a part names, by the last word of what they are for ("styles")."""
    folder, file = posixpath.split(part)
    root = _part(archive, posixpath.join(folder, "_rels", f"{file}.rels"))
    found: dict[str, str] = {}
    for element in root if root is not None else ():
        target = element.get("Target") or ""
        path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        if element.get("TargetMode") != "External" and posixpath.normpath(path) in archive.members:
            found.setdefault((element.get("Type") or "").rsplit("/", 1)[-1], posixpath.normpath(path))
    return found


def _notes(archive: Archive, related: dict[str, str]) -> dict[tuple[str, str], Element]:
    found: dict[tuple[str, str], Element] = {}
    for kind in ("footnote", "endnote"):
        root = _part(archive, related.get(f"{kind}s"))
        for element in root if root is not None else ():
            if name(element) == f"w:{kind}" and (get(element, "type") or "normal") == "normal":
                found[kind, get(element, "id") or ""] = element
    return found


def _properties(archive: Archive) -> Properties:
    root = _part(archive, _related(archive, "").get("core-properties"))
    if root is None:
        return Properties()
    dates = (text_of(root.find(f"{TERMS}{moment}")) for moment in ("modified", "created"))
    return Properties(sensible_title(text_of(root.find(f"{DUBLIN}title"))), None, iso_date(dates))


def _told_pages(archive: Archive) -> int | None:
    """Return how many pages the file says it has."""
    root = _part(archive, _related(archive, "").get("extended-properties"))
    texts = (e.text for e in root if name(e).endswith(":Pages")) if root is not None else ()
    return next((number(text) for text in texts), 0) or None
