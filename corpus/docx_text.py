"""The text of a DOCX paragraph: what is printed, on which page, in what look; what is not, and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from corpus.docx_names import child, get, name, switch, value
from corpus.docx_numbering import format_number
from corpus.docx_styles import Styles, is_shaded, with_properties
from corpus.look import Look
from corpus.office import Content, HiddenText
from corpus.safe_xml import Element

# Deleted, moved away, properties, and the reading aid above a word.
SKIPPED = frozenset("w:pPr w:rPr w:del w:moveFrom w:sdtPr w:rt w:txbxContent w:comment".split())
SPACES = frozenset({"w:tab", "w:ptab", "w:cr"})
PICTURE_FONTS = ("wingdings", "webdings", "symbol")
MOST_FIELDS = 50


@dataclass(slots=True)
class TextReader:
    """Reads paragraphs in the order of the document, and counts pages and notes on the way.

    ``page`` is None where the file does not say where its pages end.
    """

    styles: Styles
    notes: dict[tuple[str, str], Element]
    page: int | None = None
    hidden: HiddenText = field(default_factory=HiddenText)
    # True while text is read that stands elsewhere on the page: a box, a note.
    aside: bool = False
    # True once a drawing was met that lies behind the text, as on covers.
    backed: bool = False
    _counts: Counter[str] = field(default_factory=Counter)
    _fresh: bool = False
    # For each open field what it does, and whether its result has begun.
    _fields: list[tuple[str, bool]] = field(default_factory=list)

    def read(self, paragraph: Element, shaded: bool = False) -> Content:
        """Return the content of a ``w:p``; ``shaded`` tells that the ground below it has a colour."""
        properties = child(paragraph, "w:pPr")
        style = value(properties, "w:pStyle") or self.styles.default
        look = self.styles.look(style)
        if shaded or is_shaded(properties) or is_shaded(self._style_ground(style)):
            look = replace(look, shaded=True)
        content = Content(in_contents=self._in_contents())
        self._walk(paragraph, look, content)
        # A field whose result never began must not swallow the rest of the document.
        self._fields = [(code, shown) for code, shown in self._fields if shown]
        return content

    def _style_ground(self, style: str | None) -> Element | None:
        return next((s.paragraph for s in self.styles.chain(style) if s.paragraph is not None), None)

    def _in_contents(self) -> bool:
        return any(code.startswith("TOC") for code, _ in self._fields)

    def _walk(self, element: Element, look: Look, content: Content) -> None:
        self.backed = self.backed or is_behind(element)
        for part in element:
            step = name(part)
            if step == "w:r":
                properties = child(part, "w:rPr")
                over = with_properties(self.styles.look(value(properties, "w:rStyle"), look), properties)
                self._run(part, over, content)
            elif step == "mc:AlternateContent":
                self._walk(chosen(part), look, content)
            elif step == "w:txbxContent":
                content.boxes.append(part)
            elif step == "m:t":
                self._add(part.text or "", look, content)
            elif step and step not in SKIPPED and not is_placeholder(part):
                self._walk(part, look, content)

    def _run(self, run: Element, look: Look, content: Content) -> None:
        for part in run:
            step = name(part)
            if (text := printed(part, step)) is not None:
                self._add(text, look, content)
            elif step in ("w:br", "w:lastRenderedPageBreak"):
                self._break(part, step, look, content)
            elif step in ("w:fldChar", "w:instrText"):
                self._field(part, step)
            elif step in ("w:footnoteReference", "w:endnoteReference"):
                self._note(part, step[2:-9], content)
            elif step in ("w:ruby", "mc:AlternateContent"):
                self._walk(chosen(part), look, content)
            elif step in ("w:drawing", "w:pict", "w:object"):
                self._walk(part, look, content)

    def _add(self, text: str, look: Look, content: Content) -> None:
        if any(not shown for _, shown in self._fields):
            return
        text = self.hidden.without_tags(text, self.page)
        if reason := look.why_hidden(self.backed):
            self.hidden.add(text, reason, self.page)
            return
        if text.strip() and not self.aside:
            self._fresh = False
        content.add(text, look, self.page)

    def _break(self, part: Element, step: str, look: Look, content: Content) -> None:
        """Count pages: what Word rendered right after a break that was typed is that same break."""
        rendered = step == "w:lastRenderedPageBreak"
        if not rendered:
            self._add(" ", look, content)
        if self.page is None or self.aside or not (rendered or get(part, "type") == "page"):
            return
        if not (rendered and self._fresh):
            self.page += 1
        self._fresh = not rendered

    def _field(self, part: Element, step: str) -> None:
        kind = get(part, "fldCharType")
        if step == "w:instrText":
            if self._fields:
                code, shown = self._fields[-1]
                self._fields[-1] = ((code + (part.text or "")).lstrip()[:20], shown)
        elif kind == "begin" and len(self._fields) < MOST_FIELDS:
            self._fields.append(("", False))
        elif kind == "separate" and self._fields:
            self._fields[-1] = (self._fields[-1][0], True)
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _note(self, part: Element, kind: str, content: Content) -> None:
        if self.aside:
            return
        # A note has one place; a file that says otherwise would have it read without end.
        note = self.notes.pop((kind, get(part, "id") or ""), None)
        if note is None:
            return
        mark = ""
        if not switch_attribute(part, "customMarkFollows"):
            self._counts[kind] += 1
            mark = format_number(self._counts[kind], "decimal" if kind == "footnote" else "lowerRoman")
        self.aside = True
        texts = [mark, *(self.read(p).text for p in note.iter() if name(p) == "w:p")]
        self.aside = False
        if text := " ".join(text for text in texts[1:] if text):
            content.notes.append(f"{mark} {text}".strip())


def printed(part: Element, step: str) -> str | None:
    """Return the text that a part of a run prints; None where it does something else."""
    if step in ("w:t", "m:t"):
        return part.text or ""
    if step in SPACES:
        return " "
    if step == "w:sym":
        return symbol(part)
    return "-" if step == "w:noBreakHyphen" else None


def chosen(alternatives: Element) -> Element:
    """Return the one of several renderings of the same thing that is to be read."""
    wanted = ("mc:Choice", "mc:Fallback", "w:rubyBase")
    return next((e for e in alternatives if name(e) in wanted and len(e)), alternatives)


def is_behind(drawing: Element) -> bool:
    """Tell whether a drawing lies behind the text."""
    return drawing.get("behindDoc") in ("1", "true") or "z-index:-" in (drawing.get("style") or "")


def is_placeholder(element: Element) -> bool:
    """Tell whether an element is a form field that nobody filled in ("Klik hier …")."""
    return name(element) == "w:sdt" and switch(child(element, "w:sdtPr"), "w:showingPlcHdr")


def symbol(element: Element) -> str:
    """Return the sign of a ``w:sym``; fonts of pictures keep theirs in the private area."""
    try:
        code = int(get(element, "char") or "", 16)
    except ValueError:
        return ""
    if (get(element, "font") or "").lower().startswith(PICTURE_FONTS):
        code = 0xF000 | code & 0xFF
    return chr(code) if 0x20 <= code <= 0xFFFF and not 0xD800 <= code < 0xE000 else ""


def switch_attribute(element: Element, attribute: str) -> bool:
    """Tell whether an attribute is there and on."""
    return (get(element, attribute) or "0") not in ("0", "false", "off")
