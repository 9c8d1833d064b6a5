"""Text that nobody sees who opens the page: it is held back and reported, never read as content.

A panel that is closed until somebody clicks (an accordion, a tab) is content.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from itertools import pairwise

from corpus.document import Hidden
from corpus.html_tree import HEADINGS, TAG_CHARACTERS, Node, nodes, text_of, walk

MOST_HIDDEN = 100
MOST_CHARACTERS = 500
# Most pages have a few such words for a screen reader ("opent in een nieuw venster"): no need to report.
FEW_WORDS = 8
STYLES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (reason, re.compile(pattern))
    for reason, pattern in (
        ("hidden", r"display:none|visibility:(?:hidden|collapse)|content-visibility:hidden"),
        ("transparent", r"(?<![-\w])opacity:0?(?:\.0+)?(?:%|;|$)|(?<!-)color:transparent"),
        ("tiny", r"font-size:(?:0+(?:\.0\d*)?[a-z%]*|(?:0?\.\d+|1(?:\.\d+)?)(?:px|pt))(?:!|;|$)"),
        (
            "outside",
            r"(?<![-\w])(?:(?:left|right|top|bottom|text-indent):-\d{3,}|margin-(?:left|top):-\d{4,})"
            r"|clip:rect\([01](?:px)?[, ][01](?:px)?|clip-path:inset\((?:50|100)%"
            r"|transform:translate[xy]?\(-\d{3,}",
        ),
        ("white", r"(?<![-\w])color:(?:white|#fff(?:fff)?|rgba?\(255,255,255[,)]|hsla?\(0,0%,100%)"),
    )
)
BACKGROUND = re.compile(
    r"background(?:-color|-image)?:(?!(?:white|#fff(?:fff)?|transparent|none|inherit|initial)(?:;|!|$))"
)
# White letters are seen where a style sheet gives what is around them a colour.
COLOURED = frozenset(
    "hero banner dark inverse bg background achtergrond button btn badge label card tile tegel kleur "
    "color".split()
)
SCREEN_READER = frozenset(
    "visually-hidden visuallyhidden sr-only sr_only screen-reader-text screenreader screen-reader-only "
    "element-invisible show-for-sr u-visually-hidden visually-hidden-focusable".split()
)
PANEL = frozenset(
    "accordion accordeon collapse collapsible panel tabpanel tab tabs pane uitklap inklap toggle expand "
    "expandable foldout faq".split()
)
CONTROLS = ("aria-controls", "data-target", "data-bs-target", "data-target-id", "aria-owns")


def hidden_elements(page: Node, without: Container[Node]) -> dict[Node, str]:
    """Return the elements that are not shown and why, in the order of the page; none inside another."""
    controlled = _controlled(page)
    before = {b: a for node in nodes(page) for a, b in pairwise(node.elements())}
    found: dict[Node, str] = {}
    for node in nodes(page, without):
        if node.parent in found:
            found[node] = ""  # said of the outermost element already
        elif reason := _reason(node, controlled, before.get(node)):
            found[node] = reason
    return {node: reason for node, reason in found.items() if reason}


def report(hidden: dict[Node, str], page: Node, without: Container[Node]) -> tuple[Hidden, ...]:
    """Return what was held back, each text once, shortened, with the reason in a word."""
    found: dict[str, Hidden] = {}
    for text, reason in _texts(hidden, page, without):
        short = text[:MOST_CHARACTERS].strip()
        if any(c.isalnum() for c in short) and short not in found:
            found[short] = Hidden(short, reason)
        if len(found) == MOST_HIDDEN:
            break
    return tuple(found.values())


def _texts(hidden: dict[Node, str], page: Node, without: Container[Node]) -> Iterator[tuple[str, str]]:
    for node, reason in hidden.items():
        text = text_of(node)
        if reason != "screenreader" or len(text.split()) > FEW_WORDS:
            yield text, reason
    for item in walk(page, without):
        if isinstance(item, str):
            for match in TAG_CHARACTERS.finditer(item):
                yield "".join(chr(ord(c) - 0xE0000) for c in match.group() if ord(c) > 0xE001F), "tags"


def _reason(node: Node, controlled: Container[str], before: Node | None) -> str:
    """Return why an element is not shown, in a word; empty where it is shown, or is when clicked."""
    if not node.attributes or node.tag in ("html", "body", "head", "br"):
        return ""
    reason = _style_reason(node)
    if not reason and ("hidden" in node.attributes or node.get("aria-hidden") == "true"):
        reason = "hidden" if node.get("hidden") != "until-found" else ""
    if reason == "hidden" and _opens(node, controlled, before):
        return ""
    # The words for a screen reader that name a table or a part of the page belong to what they name.
    named = node.tag in HEADINGS or node.tag in ("caption", "th", "td", "thead", "tr")
    if not reason and not named and SCREEN_READER & set(node.get("class").split()):
        inside = any(a.tag in HEADINGS or a.tag in ("caption", "th") for a in node.ancestors())
        return "" if inside else "screenreader"
    return reason


def _style_reason(node: Node) -> str:
    style = re.sub(r"\s+", "", node.get("style"))
    if node.tag == "font" and node.get("color"):
        style += f";color:{node.get('color')}"
    for reason, pattern in STYLES:
        if style and pattern.search(style) and (reason != "white" or not _coloured(node)):
            return reason
    return ""


def _coloured(node: Node) -> bool:
    """Tell whether white letters may stand on another colour here."""
    if node.tag in HEADINGS or node.tag == "th":
        return True
    return any(
        BACKGROUND.search(re.sub(r"\s+", "", n.get("style")))
        or n.get("bgcolor") not in ("", "white", "#fff", "#ffffff")
        or n.tag in ("th", "thead", "button")
        or (n.tag != "body" and COLOURED & n.words())
        for n in (node, *node.ancestors())
    )


def _controlled(page: Node) -> frozenset[str]:
    """Return the ids of what something on the page opens."""
    return frozenset(name for node in nodes(page) if node.attributes for name in _targets(node))


def _targets(node: Node) -> Iterable[str]:
    for control in CONTROLS:
        yield from (name.lstrip("#") for name in node.get(control).split())
    opens = node.get("role") in ("tab", "button") or any("toggle" in name for name in node.attributes)
    if opens and node.get("href").startswith("#"):
        yield node.get("href")[1:]


def _opens(node: Node, controlled: Container[str], before: Node | None) -> bool:
    """Tell whether a hidden element is a panel that a visitor can open; ``before`` stands before it."""
    if (node.get("id") and node.get("id") in controlled) or node.get("role") == "tabpanel":
        return True
    if any(a.tag == "details" for a in node.ancestors()):
        return True
    if before is None:
        return False
    button = any(is_trigger(n) for n in nodes(before))
    return button or (bool(PANEL & node.words()) and before.tag in HEADINGS)


def is_trigger(node: Node) -> bool:
    """Tell whether an element opens something below it."""
    return (
        node.tag == "summary"
        or "aria-expanded" in node.attributes
        or (node.tag == "button" and any(name in node.attributes for name in CONTROLS))
        or any("toggle" in name for name in node.attributes)
    )
