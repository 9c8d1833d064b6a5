"""A passage as it is cited: its words, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.document import Span
from index.engine import DocumentRecord
from web.days import day_of
from web.language import t
from web.opening import kind_name, years_of
from web.permalink import passage_address
from web.text import paragraphs_of


@dataclass(frozen=True, slots=True)
class Citing:
    """What is copied of a passage: its paragraphs word for word, whose document it is, its title, what
    kind and of which years, its date in words, the page, and the address at which it is marked. What is
    not known is an empty text."""

    paragraphs: tuple[str, ...]
    who: str
    title: str
    about: str
    date: str
    page: str
    address: str

    @property
    def source(self) -> str:
        """Who, in what, where: "Emmen, Nota wonen (nota 2023, 3 mei 2023), bladzijde 3"."""
        kind = f"{self.title} ({self.kind})" if self.kind else self.title
        return ", ".join(part for part in (self.who, kind, self.page) if part)

    @property
    def kind(self) -> str:
        """What the document is and its date, without what the title says already."""
        said = set(self.about.casefold().split()) <= set(self.title.casefold().split())
        return ", ".join(part for part in ("" if said else self.about, self.date) if part)

    @property
    def where(self) -> str:
        """What and where without whose: "Nota 2023, 3 mei 2023, bladzijde 3"."""
        words = ", ".join(part for part in (self.about, self.date, self.page) if part)
        return words[:1].upper() + words[1:]

    @property
    def text(self) -> str:
        """The whole as plain text."""
        quote = "\n".join(self.paragraphs)
        return f"“{quote}”\n{self.source}.\n{self.address}"


def citing(
    record: DocumentRecord, span: Span, quote: str, page: int | None, site: str, language: str
) -> Citing:
    """Return what is copied of a passage; ``site`` is the address of the website."""
    about = record.description
    printed = record.coverage.printed(page)
    at = t("search_page_number", page=page) if page else ""
    return Citing(
        paragraphs_of(quote),
        about.municipality or "",
        about.title,
        f"{kind_name(about, language)} {years_of(about)}".strip(),
        day_of(about),
        at + (t("printed", label=printed) if printed else ""),
        passage_address(record, span, quote, site),
    )
