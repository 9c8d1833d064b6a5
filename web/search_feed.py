"""A search as an Atom feed (RFC 4287): its documents, the one added last first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree

from web.export_rows import clean

ATOM = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml"
# The moment of a feed in which nothing stands yet.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    """A document in a feed: its permanent id, title, address, when it was added, and its passages, each as
    plain text with its address."""

    document_id: str
    title: str
    address: str
    added: str
    passages: Sequence[tuple[str, str]]


def feed(
    title: str, subtitle: str, author: str, language: str, own: str, page: str, entries: Sequence[Entry]
) -> bytes:
    """Return the feed as XML; ``own`` is its address, ``page`` that of the same search as a page.

    Its ids depend on the address of the search and on the documents only, so that they stay the same.
    """
    ElementTree.register_namespace("", ATOM)
    root = ElementTree.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": language})
    _add(root, "id", _urn(own))
    _add(root, "title", title)
    _add(root, "subtitle", subtitle)
    _add(root, "updated", _moment(max((entry.added for entry in entries), default="")))
    _add(_add(root, "author"), "name", author)
    _link(root, "self", own, MEDIA_TYPE)
    _link(root, "alternate", page, "text/html")
    for entry in entries:
        item = _add(root, "entry")
        _add(item, "id", _urn(entry.document_id))
        _add(item, "title", entry.title)
        _add(item, "updated", _moment(entry.added))
        _link(item, "alternate", entry.address, "text/html")
        _add(item, "content", _html(entry.passages), {"type": "html"})
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _add(
    parent: ElementTree.Element, name: str, text: str | None = None, given: dict[str, str] | None = None
) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}", given or {})
    child.text = clean(text) if text is not None else None
    return child


def _link(parent: ElementTree.Element, rel: str, href: str, kind: str) -> None:
    _add(parent, "link", None, {"rel": rel, "type": kind, "href": href})


def _html(passages: Sequence[tuple[str, str]]) -> str:
    """Return passages as HTML, each with a link to its place."""
    body = ElementTree.Element("div")
    for text, address in passages:
        quote = ElementTree.SubElement(body, "blockquote")
        ElementTree.SubElement(quote, "p").text = clean(text)
        link = ElementTree.SubElement(ElementTree.SubElement(body, "p"), "a", {"href": address})
        link.text = address
    return str(ElementTree.tostring(body, encoding="unicode", method="html"))


def _urn(name: str) -> str:
    return uuid5(NAMESPACE_URL, f"beleidswijzer:{name}").urn


def _moment(added: str) -> str:
    """Return a moment as RFC 3339 asks, in UTC where it names no zone."""
    moment = datetime.fromisoformat(added) if added else NEVER
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()
