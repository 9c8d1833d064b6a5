"""Names in OpenDocument: short ones for elements, and attributes by their short names."""

from __future__ import annotations

from functools import lru_cache

from corpus.safe_xml import Element

ODF = "urn:oasis:names:tc:opendocument:xmlns:"
SPACES = {
    **{f"{ODF}{word}:1.0": word for word in ("office", "text", "style", "table", "meta", "manifest")},
    f"{ODF}drawing:1.0": "draw",
    f"{ODF}xsl-fo-compatible:1.0": "fo",
    "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0": "loext",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://www.w3.org/XML/1998/namespace": "xml",
}
URIS = {short: uri for uri, short in SPACES.items()}


@lru_cache(maxsize=2_000)
def short(tag: str) -> str:
    """Return "text:p" for the full name of that element; "?:p" in a namespace that is not known."""
    uri, _, local = tag.rpartition("}")
    return f"{SPACES.get(uri[1:], '?')}:{local}"


@lru_cache(maxsize=2_000)
def full(word: str) -> str:
    """Return the full name of "text:p"."""
    prefix, _, local = word.partition(":")
    return f"{{{URIS[prefix]}}}{local}"


def name(element: Element) -> str:
    """Return the short name of an element; "" for what is no element."""
    tag: object = element.tag
    return short(tag) if isinstance(tag, str) else ""


def get(element: Element, attribute: str) -> str | None:
    """Return an attribute by its short name."""
    return element.get(full(attribute))


def count(element: Element, attribute: str, most: int, default: int = 1) -> int:
    """Return how often something is repeated, at most ``most``; ``default`` where it does not say."""
    text = get(element, attribute) or ""
    return min(int(text), most) if text.isdecimal() and len(text) < 12 else default
