"""ODT to raw blocks, straight from the XML, as LibreOffice would print it with all changes accepted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace

from corpus.archive import Archive, open_archive
from corpus.document import BlockKind, Coverage
from corpus.errors import ReadError
from corpus.look import Mark
from corpus.odt_lists import Counters, Lists
from corpus.odt_names import count, full, get, name
from corpus.odt_styles import LEVELS, Styles
from corpus.odt_text import TextReader
from corpus.office import (
    MOST_COLUMNS,
    Cell,
    Content,
    header_by_look,
    iso_date,
    lines_of,
    paragraph_block,
    sensible_title,
    table_block,
    with_certain_pages,
)
from corpus.office_headings import Draft, drop_contents_title, note_draft, with_headings
from corpus.office_joins import mended
from corpus.raw import Properties, RawBlock, Reading
from corpus.safe_xml import Element, children, parse

FORMAT = "ODT"
PARENTS = frozenset({full("office:automatic-styles"), full("office:text")})
# Made from the text, or not printed.
SKIPPED = frozenset(
    "text:table-of-content text:illustration-index text:table-index text:object-index text:user-index "
    "text:alphabetical-index text:tracked-changes office:forms text:sequence-decls text:variable-decls "
    "text:user-field-decls text:dde-connection-decls office:annotation office:event-listeners".split()
)
MOST_ROWS = 200
MOST_IN_CELL = 3


def read_odt(data: bytes, source: str) -> Reading:
    """Return the blocks of an OpenDocument text, its properties and what it hides.

    Raises ReadError ``unsafe_archive``, ``unsafe_markup``, ``encrypted`` or ``damaged``.
    """
    archive = open_archive(data, source)
    if b"encryption-data" in (archive.read("META-INF/manifest.xml") or b""):
        raise ReadError("encrypted", source=source)
    content = archive.read("content.xml")
    if content is None:
        raise ReadError("damaged", source=source, format=FORMAT)
    styles = Styles()
    for group in _part(archive, "styles.xml"):
        styles.add(group)
    text = TextReader(styles, 1 if b"soft-page-break" in content else None)
    body = Body(styles, Lists(styles), text)
    for element in children(content, PARENTS, source, FORMAT):
        if name(element).startswith(("style:", "number:")) or name(element) == "text:list-style":
            # The reader of the file forgets an element after its turn: styles are kept as a copy.
            styles.add([deepcopy(element)])
        else:
            body.add(element)
    coverage = Coverage(pages=text.page, hidden=text.hidden.found)
    properties, pages = _properties(archive)
    return with_certain_pages(Reading(with_headings(mended(body.drafts)), properties, coverage), pages)


@dataclass(frozen=True, slots=True)
class Around:
    """What an element stands in: a list and how deep, a coloured ground, a part that is not shown."""

    style: str | None = None
    depth: int = -1
    counters: Counters = field(default_factory=list)
    shaded: bool = False
    shown: bool = True


NOWHERE = Around()


@dataclass(slots=True)
class Body:
    """Turns the elements of the text into drafts, in order."""

    styles: Styles
    lists: Lists
    text: TextReader
    drafts: list[Draft] = field(default_factory=list)

    def add(self, element: Element, around: Around = NOWHERE, mark: Mark | None = None) -> None:
        """Take the next element: a paragraph, a list, a table, or what stands around them."""
        step = name(element)
        if step in ("text:p", "text:h"):
            self._paragraph(element, around, mark)
        elif step == "text:list":
            self._list(element, around)
        elif step == "table:table":
            self._table(element, around)
        elif step == "text:soft-page-break":
            self.text.new_page()
        elif step == "text:section":
            shown = around.shown and get(element, "text:display") != "none"
            self._all(element, replace(around, shown=shown))
        elif step.startswith("draw:"):
            behind = self.styles.is_behind(get(element, "draw:style-name"))
            self.text.backed = self.text.backed or behind
            self._boxes([element])
        elif step and step not in SKIPPED and not step.startswith("?:"):
            self._all(element, around)

    def _all(self, elements: Iterable[Element], around: Around) -> None:
        for element in elements:
            self.add(element, around)

    def _list(self, element: Element, around: Around) -> None:
        style = get(element, "text:style-name") or around.style
        counters = around.counters if around.depth >= 0 else self.lists.open(element, style)
        inside = replace(around, style=style, depth=min(around.depth + 1, LEVELS - 1), counters=counters)
        for item in element:
            numbered = name(item) == "text:list-item"
            for part in item:
                mark = None
                if name(part) in ("text:p", "text:h"):
                    if numbered:
                        mark = self.lists.item(style, inside.depth, counters, item)
                        numbered = False
                    else:
                        mark = Mark("", inside.depth, style or "", False)
                self.add(part, inside, mark)

    def _paragraph(self, element: Element, around: Around, mark: Mark | None) -> None:
        content = self.text.read(element, around.shaded, around.shown)
        style = get(element, "text:style-name")
        if self.styles.is_contents(style):
            drop_contents_title(self.drafts)
            return
        level = self.styles.level(style)
        if name(element) == "text:h":
            level = count(element, "text:outline-level", LEVELS)
            mark = mark or (self.lists.heading(level - 1, element) if content.text else None)
        self._emit(content, mark, level)

    def _emit(self, content: Content, mark: Mark | None, level: int | None) -> None:
        """Keep a paragraph, the text boxes that hang on it and its notes."""
        if lines := lines_of(content.pieces):
            block = paragraph_block(lines, mark, level, content.raised_start)
            look = None if self.text.aside else content.look
            self.drafts.append(Draft(block, RawBlock(lines).text, level, look, mark))
        self._boxes(content.boxes)
        self.drafts += [note_draft(note, self.text.page) for note in content.notes]

    def _boxes(self, boxes: Iterable[Element]) -> None:
        """Take the text in drawings; shapes hold paragraphs themselves, frames have a box in them."""
        if self.text.aside:
            return
        self.text.aside = True
        for box in boxes:
            for inner, shaded in _texts_in(box, self.styles, False):
                self.add(inner, Around(shaded=shaded))
        self.text.aside = False

    def _table(self, table: Element, around: Around) -> None:
        self.text.new_page(self.styles.new_page(get(table, "table:style-name")))
        shaded = around.shaded or self.styles.has_ground("table", get(table, "table:style-name"))
        rows = list(_rows(table, False))
        cells = [[cell for cell in row if name(cell) == "table:table-cell"] for row, _ in rows]
        if _is_layout(cells):
            for line in cells:
                for cell in line:
                    self._all(cell, Around(shaded=self._ground(cell, shaded), shown=around.shown))
            return
        laid: list[list[Cell]] = []
        marked: list[list[bool]] = []
        later: list[Element | str] = []
        for (row, _), line in zip(rows, cells, strict=True):
            texts, looks = self._row(line, shaded or self._row_ground(row), around.shown, later)
            most = max(1, MOST_ROWS - len(laid)) if looks else 1
            for _ in range(count(row, "table:number-rows-repeated", most)):
                laid.append(texts)
                marked.append(looks)
        headers = sum(header for _, header in rows)
        block = table_block(laid, headers or header_by_look(marked))
        if block is not None:
            self.drafts.append(Draft(block, block.lines[0].text))
        for rest in later:
            if isinstance(rest, str):
                self.drafts.append(note_draft(rest, self.text.page))
            else:
                self.add(rest, Around(shaded=shaded, shown=around.shown))

    def _ground(self, cell: Element, shaded: bool) -> bool:
        return shaded or self.styles.has_ground("table-cell", get(cell, "table:style-name"))

    def _row_ground(self, row: Element) -> bool:
        return self.styles.has_ground("table-row", get(row, "table:style-name"))

    def _row(
        self, cells: Sequence[Element], shaded: bool, shown: bool, later: list[Element | str]
    ) -> tuple[list[Cell], list[bool]]:
        """Return the cells of a row and, for those with text, whether they stand out. Every cell
        starts on the page on which the row starts."""
        start = end = self.text.page
        line: list[Cell] = []
        looks: list[bool] = []
        for cell in cells:
            self.text.page = start
            ground = self._ground(cell, shaded)
            text, bold, page = self._cell(cell, ground, shown, later)
            end = max(end or 0, self.text.page or 0) or None
            columns = count(cell, "table:number-columns-spanned", MOST_COLUMNS)
            spanned = count(cell, "table:number-rows-spanned", 100_000)
            most = max(1, MOST_COLUMNS - len(line))
            repeated = count(cell, "table:number-columns-repeated", most)
            line.extend([Cell(text, columns, spanned, page)] * repeated)
            if text:
                looks.append(bold or (ground and not shaded))
        self.text.page = end
        return line, looks

    def _cell(
        self, cell: Element, shaded: bool, shown: bool, later: list[Element | str]
    ) -> tuple[str, bool, int | None]:
        """Return a cell's text, whether it is bold and its page; notes and inner tables come later."""
        texts: list[str] = []
        bold: list[bool] = []
        inner = Body(self.styles, self.lists, self.text)
        outer = self.text.aside
        for element in cell:
            if name(element) == "table:table":
                later.append(element)
            else:
                inner.add(element, Around(shaded=shaded, shown=shown))
        self.text.aside = outer
        page = next((draft.block.lines[0].page for draft in inner.drafts), None)
        for draft in inner.drafts:
            if draft.kind is BlockKind.FOOTNOTE:
                later.append(draft.text)
            elif draft.kind is not BlockKind.TABLE:
                texts.append(draft.block.text)
                bold.append(draft.look is not None and draft.look.bold)
        return " ".join(texts), all(bold) and bool(bold), page


def _texts_in(drawing: Element, styles: Styles, shaded: bool) -> Iterator[tuple[Element, bool]]:
    """Yield the paragraphs, lists and tables in a drawing, and whether they stand on a colour."""
    shaded = shaded or styles.has_ground("graphic", get(drawing, "draw:style-name"))
    for part in drawing:
        step = name(part)
        if step in ("text:p", "text:h", "text:list", "table:table"):
            yield part, shaded
        elif step.startswith("draw:"):
            yield from _texts_in(part, styles, shaded)


def _rows(table: Element, header: bool) -> Iterator[tuple[Element, bool]]:
    """Yield the rows of a table and whether each is a header."""
    for part in table:
        step = name(part)
        if step == "table:table-row":
            yield part, header
        elif step in ("table:table-header-rows", "table:table-rows", "table:table-row-group"):
            yield from _rows(part, header or step == "table:table-header-rows")


def _is_layout(rows: Sequence[Sequence[Element]]) -> bool:
    """Tell whether a table only places text: one column, or one row with whole stories in it."""
    if all(len(cells) <= 1 for cells in rows):
        return True
    return len(rows) == 1 and any(_is_story(cell) for cell in rows[0])


def _is_story(cell: Element) -> bool:
    nested = any(name(part) == "table:table" for part in cell)
    return nested or sum(name(part) == "text:p" and len(part) > 0 for part in cell) > MOST_IN_CELL


def _part(archive: Archive, path: str) -> Iterable[Element]:
    content = archive.read(path)
    return parse(content, archive.source, FORMAT) if content is not None else ()


def _properties(archive: Archive) -> tuple[Properties, int | None]:
    """Return what the file says of itself, and how many pages it says it has."""
    texts: dict[str, str | None] = {}
    pages = 0
    for group in _part(archive, "meta.xml"):
        for element in group:
            texts[name(element)] = element.text
            if name(element) == "meta:document-statistic":
                pages = count(element, "meta:page-count", 100_000, 0)
    date = iso_date([texts.get("dc:date"), texts.get("meta:creation-date")])
    return Properties(sensible_title(texts.get("dc:title")), None, date), pages or None
