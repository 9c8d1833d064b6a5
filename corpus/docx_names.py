"""Names in WordprocessingML: short ones for elements and attributes of both the transitional and
the strict namespaces."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from corpus.safe_xml import Element

SPACES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel",
}
MAIN = tuple(uri for uri, short in SPACES.items() if short == "w")
OFF = frozenset({"0", "false", "off", "none"})


@lru_cache(maxsize=2_000)
def short(tag: str) -> str:
    """Return "w:p" for the full name of that element; "?:p" in a namespace that is not known."""
    uri, _, local = tag.rpartition("}")
    return f"{SPACES.get(uri[1:], '?')}:{local}"


def name(element: Element) -> str:
    """Return the short name of an element; "" for what is no element."""
    tag: object = element.tag
    return short(tag) if isinstance(tag, str) else ""


def child(element: Element | None, *path: str) -> Element | None:
    """Return the first child, or child of a child, with these short names."""
    for step in path:
        if element is None:
            return None
        element = next((e for e in element if name(e) == step), None)
    return element


def below(element: Element, *names: str) -> Iterator[Element]:
    """Yield the elements with these short names anywhere in an element."""
    return (e for e in element.iter() if name(e) in names)


def get(element: Element | None, attribute: str = "val") -> str | None:
    """Return an attribute of the main namespace; None where element or attribute are absent."""
    if element is None:
        return None
    return next((v for uri in MAIN if (v := element.get(f"{{{uri}}}{attribute}")) is not None), None)


def value(element: Element | None, *path: str) -> str | None:
    """Return the ``val`` of the child with this path."""
    return get(child(element, *path))


def number(text: str | None, default: int = 0) -> int:
    """Return a whole number as it stands in an attribute; ``default`` where it is none."""
    try:
        return int(text) if text and len(text) < 12 else default
    except ValueError:
        return default


def switch(element: Element | None, step: str, default: bool = False) -> bool:
    """Return a property that is on when it is there, unless it says off."""
    found = child(element, step)
    return default if found is None else (get(found) or "1") not in OFF
