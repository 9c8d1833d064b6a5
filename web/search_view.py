"""What a page shows of a search: cards of passages, filters, and the addresses of other pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import url_for

from assistant.exact_search import Found, FoundDocument, Order, SearchRequest, SearchResult
from assistant.facets import UNKNOWN, Facet, Option
from corpus.decisions import Decided
from corpus.document import Span
from index.engine import DocumentRecord, PassageRecord
from web.citing import Citing, citing
from web.days import day_words
from web.documents import passage_link
from web.dossier import entry_key
from web.language import current_language, t
from web.opening import kind_word
from web.present import voice
from web.search_address import ORDERS, address_of, toggled
from web.search_notes import query_notes
from web.text import Piece

# So many values of a filter are shown at once; the others after a click.
SHOWN_VALUES = 6
MOST_TITLED = 3


@dataclass(frozen=True, slots=True)
class Card:
    """A passage that was found: where it leads, its text in paragraphs of marked and other pieces, the
    headings and lines above it, the decision it tells of, and what is copied of it."""

    found: Found
    href: str
    paragraphs: tuple[tuple[Piece, ...], ...]
    path: tuple[tuple[Piece, ...], ...]
    above: tuple[tuple[Piece, ...], ...]
    decided: str
    origin: str
    citing: Citing
    key: str

    @property
    def record(self) -> DocumentRecord:
        """The document of the passage."""
        return self.found.passage.document


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a filter as a link that chooses it, or takes it off again."""

    name: str
    count: int
    chosen: bool
    href: str


@dataclass(frozen=True, slots=True)
class FacetView:
    """A filter: its first values, and those that are shown after a click."""

    facet: Facet
    shown: tuple[Choice, ...]
    more: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Pick:
    """One of several ways to show the results, as a link."""

    name: str
    chosen: bool
    href: str


@dataclass(frozen=True, slots=True)
class Shelved:
    """A document with the cards of its first passages, and the address of all of them."""

    record: DocumentRecord
    count: int
    cards: tuple[Card, ...]
    all_href: str


@dataclass(frozen=True, slots=True)
class SearchView:
    """Everything that the page says about a search."""

    result: SearchResult
    notes: tuple[str, ...]
    cards: tuple[Card, ...]
    shelves: tuple[Shelved, ...]
    facets: tuple[FacetView, ...]
    taken: tuple[Choice, ...]
    orders: tuple[Pick, ...]
    groups: tuple[Pick, ...]
    decisions: Pick
    versions: Pick
    previous: str | None
    following: str | None
    feed: str
    kept: tuple[tuple[str, str], ...]

    @property
    def narrows(self) -> bool:
        """True where there is anything to choose from."""
        return any(facet.shown for facet in self.facets)


def search_view(result: SearchResult, site: str, carried: str = "") -> SearchView:
    """Return what the page shows; ``site`` is the address of the website, ``carried`` a dossier that every
    link takes along."""
    request = result.request
    kept = [
        (name, value)
        for name, given in address_of(replace(request, page=1)).items()
        for value in ([given] if isinstance(given, str) else given)
        if name != "q"
    ]
    return SearchView(
        result,
        query_notes(result.query, current_language()),
        tuple(card(result, found, site, carried) for found in result.found),
        tuple(_shelved(result, document, site, carried) for document in result.documents),
        tuple(_facet(request, facet, options, carried) for facet, options in result.options.items()),
        tuple(_taken(result, carried)),
        tuple(
            Pick(t(f"search_order_{word}"), order is request.order, _href(request, carried, order=order))
            for word, order in ORDERS.items()
            if order is not Order.ADDED
        ),
        (
            Pick(t("search_by_passage"), not request.by_document, _href(request, carried, by_document=False)),
            Pick(t("search_by_document"), request.by_document, _href(request, carried, by_document=True)),
        ),
        _decisions(result, carried),
        Pick(
            t("search_versions_off" if request.all_versions else "search_versions"),
            request.all_versions,
            _href(request, carried, all_versions=not request.all_versions),
        ),
        _turned(result, -1, carried),
        _turned(result, 1, carried),
        url_for(
            "search_feed", **address_of(replace(request, order=Order.RELEVANCE, page=1, by_document=False))
        ),
        tuple(kept),
    )


def _href(request: SearchRequest, carried: str, page: int = 1, **changes: Any) -> str:
    arguments = address_of(replace(request, page=page, **changes))
    return url_for("search", **arguments, dossier=carried or None)


def _turned(result: SearchResult, by: int, carried: str) -> str | None:
    page = result.page + by
    return _href(result.request, carried, page) if 1 <= page <= result.pages else None


def _decisions(result: SearchResult, carried: str) -> Pick:
    on = result.decisions_first
    word = "search_decisions_off_link" if on else "search_decisions_on_link"
    return Pick(t(word), on, _href(result.request, carried, decisions_first=not on))


def _facet(request: SearchRequest, facet: Facet, options: Sequence[Option], carried: str) -> FacetView:
    """Return a filter with what is chosen and what gives most first; of years those, from the newest. It
    is empty where nothing is known to choose from."""
    if not any(option.chosen or option.value != UNKNOWN for option in options):
        return FacetView(facet, (), ())  # "not known" alone narrows nothing down
    by_size = sorted(options, key=lambda option: (not option.chosen, -option.count))
    parts = by_size[:SHOWN_VALUES], by_size[SHOWN_VALUES:]
    if facet is Facet.YEAR:
        parts = sorted(parts[0], key=_newest_first), sorted(parts[1], key=_newest_first)
    shown, more = (
        tuple(
            Choice(
                value_name(facet, option.value),
                option.count,
                option.chosen,
                _href(toggled(request, facet, option.value), carried),
            )
            for option in part
        )
        for part in parts
    )
    return FacetView(facet, shown, more)


def _newest_first(option: Option) -> int:
    return -int(option.value) if option.value.isdecimal() else 0


def _taken(result: SearchResult, carried: str) -> list[Choice]:
    """Return what limits the results, each with the address without it."""
    request = result.request
    taken = [
        Choice(
            f"{t(f'facet_{facet.value}')}: {value_name(facet, value)}",
            0,
            True,
            _href(toggled(request, facet, value), carried),
        )
        for facet, values in request.chosen.items()
        for value in values
    ]
    if request.documents:
        titles = {f.passage.document.description.title for f in result.found}
        titles |= {d.record.description.title for d in result.documents}
        named = ", ".join(sorted(titles)[:MOST_TITLED]) or str(len(request.documents))
        everywhere = _href(request, carried, documents=())
        taken.append(Choice(t("search_only_documents", titles=named), 0, True, everywhere))
    return taken


def value_name(facet: Facet, value: str) -> str:
    """Return a value of a filter in words."""
    if value == UNKNOWN:
        return t("search_unknown")
    if facet is Facet.KIND:
        return kind_word(value, current_language())
    if facet is Facet.ROLE:
        return t(f"role_{value}")
    return value


def _shelved(result: SearchResult, document: FoundDocument, site: str, carried: str) -> Shelved:
    cards = tuple(card(result, found, site, carried) for found in document.first)
    only = (document.record.document_id,)
    href = _href(result.request, carried, documents=only, by_document=False)
    return Shelved(document.record, document.passages, cards, href)


def card(result: SearchResult, found: Found, site: str, carried: str = "") -> Card:
    """Return a passage as it is shown; its link takes a dossier along."""
    passage, language = found.passage, current_language()
    record, span = passage.document, passage.span
    marks = tuple(Span(m.start - span.start, m.end - span.start) for m in found.marks)
    headings = tuple(name for name in _above(passage) if name != record.description.title)
    href, _, anchor = passage_link(record, span, passage.text).partition("#")
    href += f"&dossier={carried}#{anchor}" if carried else f"#{anchor}"
    return Card(
        found,
        href,
        tuple(_paragraphs(passage.text, marks)),
        tuple(cut(name, result.spans_in(name)) for name in headings),
        tuple(cut(line, result.spans_in(line)) for line in found.above if line.strip() not in headings),
        decided_words(found.decided),
        voice(passage.role, passage.speaker, language),
        citing(record, span, passage.text, passage.page, site, language),
        entry_key(record, span, passage.text),
    )


def _above(passage: PassageRecord) -> tuple[str, ...]:
    """Return the headings above a passage, without one that the passage itself begins with."""
    section = passage.section
    return section[:-1] if section and passage.text.startswith(section[-1]) else section


def decided_words(decided: Decided) -> str:
    """Return who decided and when, in words; nothing where that is not known."""
    if not (decided.date and decided.body):
        return ""
    return t("search_decided", body=decided.body, date=day_words(decided.date))


def cut(text: str, marks: Sequence[Span]) -> tuple[Piece, ...]:
    """Return a text in pieces, those within the marks as marked."""
    found: list[Piece] = []
    at = 0
    for mark in marks:
        found += [Piece(text[at : mark.start]), Piece(mark.of(text), marked=True)]
        at = mark.end
    return tuple(piece for piece in (*found, Piece(text[at:])) if piece.text)


def _paragraphs(text: str, marks: Sequence[Span]) -> list[tuple[Piece, ...]]:
    """Return the lines of a text that hold something, in pieces."""
    lines, start = [], 0
    for line in text.split("\n"):
        end = start + len(line)
        within = [
            Span(max(m.start, start) - start, min(m.end, end) - start)
            for m in marks
            if m.start < end and m.end > start
        ]
        if line.strip():
            lines.append(cut(line, within))
        start = end + 1
    return lines
