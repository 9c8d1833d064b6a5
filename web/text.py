"""Words of the pages that no command says, and texts cut and marked for showing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.document import Block, BlockKind, Span
from web.messages import LANGUAGES, message

NL: dict[str, str] = {
    "library_unreadable": "De stukken zijn nu niet te lezen. Probeer het later opnieuw.",
    "assistant_unavailable": "Wij kunnen nu geen vragen beantwoorden. Probeer het later opnieuw.",
    "no_documents_yet": "Er zijn nog geen stukken om in te zoeken.",
    "no_such_document": "Dit document is er niet, of niet meer. Bekijk de lijst met documenten.",
    "no_original": "Het oorspronkelijke bestand van dit document is er niet meer.",
    "unknown_kind": "‘{value}’ is geen soort document. Mogelijk is: {known}.",
    "years_reversed": "Het eerste jaar ({first}) komt na het laatste ({last}). Draai ze om.",
    "method_not_allowed": "Deze bewerking kan hier niet. Gebruik GET.",
    "too_large": "Dit verzoek is te groot. Stuur alleen uw vraag.",
    "link_wrong": "Deze verwijzing klopt niet. Wij kunnen de passage niet aanwijzen.",
    "link_found_again": "De tekst is veranderd sinds deze verwijzing werd gemaakt. "
    "De passage staat er nog precies zo in.",
    "link_gone": "De tekst is veranderd sinds deze verwijzing werd gemaakt. "
    "De passage staat er niet meer zo in. Er stond:",
    "link_unknown": "De tekst is veranderd sinds deze verwijzing werd gemaakt. "
    "De oude tekst hebben wij niet meer.",
    "status_400": "Dit kan niet zo",
    "status_404": "Niet gevonden",
    "status_405": "Dit kan hier niet",
    "status_413": "Te groot",
    "status_500": "Er ging iets mis",
    "status_503": "Even niet beschikbaar",
}

EN: dict[str, str] = {
    "library_unreadable": "The documents cannot be read now. Try again later.",
    "assistant_unavailable": "We cannot answer questions now. Try again later.",
    "no_documents_yet": "There are no documents to search yet.",
    "no_such_document": "This document is not here, or no longer. See the list of documents.",
    "no_original": "The original file of this document is no longer here.",
    "unknown_kind": "‘{value}’ is not a kind of document. Possible: {known}.",
    "years_reversed": "The first year ({first}) is after the last ({last}). Swap them.",
    "method_not_allowed": "This cannot be done here. Use GET.",
    "too_large": "This request is too large. Send only your question.",
    "link_wrong": "This link is not right. We cannot point out the passage.",
    "link_found_again": "The text has changed since this link was made. "
    "The passage still stands in it, word for word.",
    "link_gone": "The text has changed since this link was made. "
    "The passage no longer stands in it like this. It said:",
    "link_unknown": "The text has changed since this link was made. "
    "We no longer have the old text.",
    "status_400": "This cannot be done like this",
    "status_404": "Not found",
    "status_405": "This cannot be done here",
    "status_413": "Too large",
    "status_500": "Something went wrong",
    "status_503": "Not available for now",
}

WORDS = {"nl": NL, "en": EN}


def words(code: str, language: str = "nl", **parameters: object) -> str:
    """Return the sentence of a code: one of the pages, else one of all messages."""
    own = WORDS[language if language in LANGUAGES else "nl"]
    return own[code].format(**parameters) if code in own else message(code, language, **parameters)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, marked or not; ``first`` on the first marked one, ``last`` on the last."""

    text: str
    marked: bool = False
    first: bool = False
    last: bool = False


def pieces(text: str, span: Span, mark: Span | None) -> list[Piece]:
    """Return the text of a span cut where the mark begins and ends."""
    start = max(span.start, mark.start) if mark else span.end
    end = min(span.end, mark.end) if mark else span.end
    if mark is None or start >= end:
        return [Piece(span.of(text))] if len(span) else []
    first, last = start == mark.start, end == mark.end
    cut = (
        Piece(text[span.start : start]),
        Piece(text[start:end], True, first, last),
        Piece(text[end : span.end]),
    )
    return [piece for piece in cut if piece.text]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A quote, a paragraph an item, with what stands just before and after it."""

    paragraphs: tuple[str, ...]
    before: str = ""
    after: str = ""


def excerpt(text: str, blocks: Sequence[Block], span: Span, most: int = 180) -> Excerpt:
    """Return a quote with the rest of its own paragraph, at most so many characters each side."""
    paragraphs = tuple(line for line in span.of(text).split("\n") if line.strip())
    before = after = ""
    for block in blocks:
        if block.kind in (BlockKind.HEADING, BlockKind.TABLE):
            continue
        if block.span.start <= span.start < block.span.end:
            before = last_words(text[block.span.start : span.start], most)
        if block.span.start < span.end <= block.span.end:
            after = shortened(text[span.end : block.span.end], most)
    return Excerpt(paragraphs, before, after)


def shortened(text: str, most: int) -> str:
    """Return the text, cut after a whole word where it is longer than ``most`` characters."""
    if len(text) <= most:
        return text
    head = text[:most]
    return f"{head.rsplit(' ', 1)[0] if ' ' in head.strip() else head} …"


def last_words(text: str, most: int) -> str:
    """Return the end of the text, cut before a whole word where it is longer than ``most``."""
    if len(text) <= most:
        return text
    tail = text[-most:]
    return f"… {tail.split(' ', 1)[1] if ' ' in tail.strip() else tail}"


def printable(text: str) -> str:
    """Return the text without control characters, to put back in the question box."""
    return "".join(c for c in text if c.isprintable() or c in "\n\t")


def counted(number: int, one: str, more: str) -> str:
    """Return a number with the word that fits: "1 document", "3 documenten"."""
    return f"{number} {one if number == 1 else more}"
