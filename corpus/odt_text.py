"""The text of an ODT paragraph: what is printed, on which page, in what look; what is not, and why."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from corpus.look import Look
from corpus.odt_names import get, name
from corpus.odt_styles import Styles
from corpus.office import Content, HiddenText
from corpus.safe_xml import Element

# What stands in a paragraph without being its text.
SKIPPED = frozenset(
    "office:annotation office:annotation-end text:ruby-text text:note-citation office:forms "
    "office:event-listeners text:tracked-changes".split()
)
SPACES = frozenset({"text:s", "text:tab", "text:line-break"})


@dataclass(slots=True)
class TextReader:
    """Reads paragraphs in the order of the document, and counts pages on the way.

    ``page`` is None where the file does not say where its pages end.
    """

    styles: Styles
    page: int | None = None
    hidden: HiddenText = field(default_factory=HiddenText)
    # True while text is read that stands elsewhere on the page: a box, a note.
    aside: bool = False
    # True once a drawing was met that lies behind the text, as on covers.
    backed: bool = False
    begun: bool = False

    def read(self, paragraph: Element, shaded: bool = False, shown: bool = True) -> Content:
        """Return the content of a ``text:p`` or ``text:h``; ``shaded`` tells that the ground below it
        has a colour, ``shown`` that the part it stands in is printed."""
        style = get(paragraph, "text:style-name")
        self.new_page(self.styles.new_page(style))
        look = self.styles.paragraph(style)
        hidden = any(
            name(part) == "text:hidden-paragraph" and get(part, "text:is-hidden") == "true"
            for part in paragraph
        )
        look = replace(look, shaded=look.shaded or shaded, vanish=look.vanish or hidden or not shown)
        content = Content()
        self._walk(paragraph, look, content)
        return content

    def new_page(self, starts: bool = True) -> None:
        """Count a page that begins here; what the document begins with is on its first."""
        if self.aside:
            return
        if starts and self.page is not None and self.begun:
            self.page += 1
        self.begun = True

    def _walk(self, element: Element, look: Look, content: Content) -> None:
        self._add(element.text or "", look, content)
        for part in element:
            self._part(part, name(part), look, content)
            self._add(part.tail or "", look, content)

    def _part(self, part: Element, step: str, look: Look, content: Content) -> None:
        if step in SPACES:
            self._add(" ", look, content)
        elif step == "text:span":
            self._walk(part, self.styles.span(get(part, "text:style-name"), look), content)
        elif step == "text:note":
            content.notes.extend(self._note(part))
        elif step == "text:soft-page-break":
            self.new_page()
        elif step == "text:hidden-text":
            self.hidden.add(get(part, "text:string-value") or part.text or "", "vanish", self.page)
        elif step.startswith("draw:"):
            self.backed = self.backed or self.styles.is_behind(get(part, "draw:style-name"))
            content.boxes.append(part)
        elif step and step not in SKIPPED and not step.startswith("?:"):
            self._walk(part, look, content)

    def _add(self, text: str, look: Look, content: Content) -> None:
        text = self.hidden.without_tags(text, self.page)
        if reason := look.why_hidden(self.backed):
            self.hidden.add(text, reason, self.page)
            return
        content.add(text, look, self.page)

    def _note(self, note: Element) -> list[str]:
        """Return a note with its mark; a note in a note is not read."""
        if self.aside:
            return []
        self.aside = True
        mark, texts = "", []
        for part in note:
            if name(part) == "text:note-citation":
                mark = "".join(str(text) for text in part.itertext())
            elif name(part) == "text:note-body":
                texts = [self.read(p).text for p in part.iter() if name(p) in ("text:p", "text:h")]
        self.aside = False
        text = " ".join(text for text in texts if text)
        return [f"{mark.strip()} {text}".strip()] if text else []
