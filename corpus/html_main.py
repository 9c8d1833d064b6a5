"""The main content of a page: without navigation, cookie bars, banners and footers.

What is certainly not content goes first; the rest is kept whole where the page does not say clearly
which part is its main one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from dataclasses import dataclass

from corpus.document import Hidden
from corpus.html_hidden import hidden_elements, is_trigger, report
from corpus.html_tree import BLOCKS, HEADINGS, Node, nodes, text_of, walk

ROLES = frozenset(
    "navigation banner contentinfo search menu menubar alertdialog dialog toolbar tablist".split()
)
FRAMES = frozenset("nav dialog header footer".split())
INNER = frozenset("main article section details blockquote figure table".split())
CRUMBS = frozenset("breadcrumb breadcrumbs kruimelpad kruimelspoor broodkruimel broodkruimels crumbs".split())
LINKED = CRUMBS | frozenset(
    "nav navbar navigation navigatie menu submenu mainmenu hoofdmenu pagination paginering pager skip "
    "skiplink skiplinks share sharing social socials addthis sitemap topbar toolbar".split()
)
COOKIES = frozenset(
    "cookie cookies cookiebar cookiebanner cookiemelding cookiewall cookieconsent consent gdpr".split()
)
FOOTERS = frozenset(
    "footer site-footer page-footer main-footer global-footer footer-container footer-wrapper "
    "sitefooter".split()
)
MAIN_NAMES = frozenset(
    "main content main-content maincontent page-content pagecontent hoofdinhoud inhoud".split()
)
SKIP_LINK = re.compile(
    r"^(?:direct|ga|spring|skip|naar|door|meteen)\b.{0,40}"
    r"\b(?:\w*inhoud|content|navigatie|menu|zoeken|zoekveld|footer|main)$",
    re.IGNORECASE,
)
SEARCH = re.compile(r"zoek|search", re.IGNORECASE)
SHORT = 300
MOST_SHARE = 0.5
# A list of links is a menu where it has this many, of so few words each.
MENU_LINKS = 4
MENU_WORDS = 4
MENUS = frozenset("ul ol div section aside p".split())
PROSE = 60


@dataclass(frozen=True, slots=True)
class Content:
    """What is to be read: ``roots`` in order, without the elements in ``without``."""

    roots: tuple[Node, ...]
    without: frozenset[Node]
    hidden: tuple[Hidden, ...]


@dataclass(slots=True)
class Size:
    """How much an element holds: characters of text, those that can be clicked on, words, links, tables."""

    text: int = 0
    linked: int = 0
    words: int = 0
    links: int = 0
    tables: int = 0

    @property
    def prose(self) -> int:
        """The characters that are no link."""
        return self.text - self.linked

    @property
    def share(self) -> float:
        """The share of the text that is links; 1 where there is no text."""
        return self.linked / self.text if self.text else 1.0

    def add(self, other: Size) -> None:
        """Count what an element inside holds."""
        self.text += other.text
        self.linked += other.linked
        self.words += other.words
        self.links += other.links
        self.tables += other.tables


Sizes = dict[Node, Size]


def main_content(page: Node) -> Content:
    """Return the part of the page that is its content, and the text that it hides."""
    unread = frozenset(n for n in nodes(page) if n.tag == "head" or _is_loose_button(n))
    sizes = measure(page, unread)
    needed = _holding(page, lambda n: n.tag in ("main", "h1") or n.get("role") == "main")
    without = unread | {n for n in nodes(page, unread) if _is_frame(n, sizes, page, needed)}
    hidden = hidden_elements(page, without)
    notes = report(hidden, page, without)
    without |= frozenset(hidden)
    sizes = measure(page, without)
    main = _main(page, without, sizes)
    if main is None:
        return Content((page,), without | _menus(page, without, sizes), notes)
    inside = frozenset(nodes(main))
    titles = [n for n in nodes(page, without) if n.tag == "h1"]
    titled = any(n in inside for n in titles)
    return Content((*([] if titled else titles[:1]), main), without, notes)


def measure(page: Node, without: Container[Node]) -> Sizes:
    """Return how much every element holds."""
    sizes: Sizes = {}
    open_: list[Size] = [Size()]
    linked = 0
    for item in walk(page, without):
        if isinstance(item, str):
            words = item.split()
            size = sum(map(len, words))
            open_[-1].add(Size(size, size if linked else 0, len(words)))
            continue
        node, opens = item
        linked += (1 if opens else -1) * (node.tag in ("a", "button"))
        if opens:
            open_.append(Size(links=int(node.tag == "a"), tables=int(node.tag == "table")))
            sizes[node] = open_[-1]
        else:
            open_[-2].add(open_.pop())
    return sizes


def _holding(page: Node, wanted: Callable[[Node], bool]) -> frozenset[Node]:
    """Return the elements that are, or hold, one that is wanted."""
    found: set[Node] = set()
    for node in nodes(page):
        around: Node | None = node if wanted(node) else None
        while around is not None and around not in found:
            found.add(around)
            around = around.parent
    return frozenset(found)


def _is_loose_button(node: Node) -> bool:
    """Tell whether this is a button that opens nothing and is no heading: it does something on a screen."""
    button = node.tag == "button" or (node.tag == "a" and node.get("role") == "button")
    if not button or is_trigger(node):
        return False
    return not any(a.tag in HEADINGS or a.tag == "summary" for a in node.ancestors())


def _is_frame(node: Node, sizes: Sizes, page: Node, needed: Container[Node]) -> bool:
    """Tell whether an element is certainly around the content and not part of it."""
    if node in needed or node.tag in ("html", "body", "article"):
        return False
    if not node.attributes and node.tag not in FRAMES:
        return False  # nearly all elements: this is what keeps large pages fast
    words, size = node.words(), sizes[node]
    if node.tag == "nav" or node.get("role") == "navigation" or _is_skip_link(node):
        return True
    if CRUMBS & words and size.text < SHORT:
        return True
    if size.prose > MOST_SHARE * sizes[page].prose:
        return False
    if node.tag == "dialog" or node.get("role") in ROLES:
        return True
    if LINKED & words and size.share >= MOST_SHARE and not size.tables:
        return True
    if node.tag == "form" and size.text < SHORT and SEARCH.search(node.get("action") + node.get("class")):
        return True
    named = COOKIES & words or FOOTERS & {*node.get("class").split(), node.get("id")}
    if node.tag not in ("header", "footer") and not named:
        return False
    return not any(a.tag in INNER or a.get("role") == "main" for a in node.ancestors())


def _is_skip_link(node: Node) -> bool:
    return node.tag == "a" and node.get("href").startswith("#") and bool(SKIP_LINK.match(text_of(node)))


def _main(page: Node, without: Container[Node], sizes: Sizes) -> Node | None:
    """Return the element that says it is the main content, where it holds most of the text."""
    there = list(nodes(page, without))
    articles = [n for n in there if n.tag == "article"]
    candidates = [
        *(n for n in there if n.tag == "main" or n.get("role") == "main"),
        *(n for n in there if MAIN_NAMES & {n.get("id"), *n.get("class").split()}),
        *(articles if len(articles) == 1 else []),
    ]
    least = max(1, MOST_SHARE * sizes[page].prose)
    return next((n for n in candidates if n.tag != "body" and sizes[n].prose >= least), None)


def _menus(page: Node, without: Container[Node], sizes: Sizes) -> frozenset[Node]:
    """Return the menus that nothing names: many links of a few words, before the title or the first
    paragraph of the page, or after the last one."""
    order = list(nodes(page, without))
    prose = [i for i, n in enumerate(order) if n.tag in HEADINGS or _is_prose(n, sizes)]
    if not prose:
        return frozenset()
    around = [*order[: prose[0]], *order[prose[-1] + 1 :]]
    return frozenset(n for n in around if n.tag in MENUS and _is_menu(sizes[n]))


def _is_prose(node: Node, sizes: Sizes) -> bool:
    """Tell whether a paragraph stands straight in this element."""
    inside = sum(sizes[n].prose for n in node.elements() if n in sizes and n.tag in BLOCKS)
    return sizes[node].prose - inside >= PROSE


def _is_menu(size: Size) -> bool:
    return size.share == 1 and size.links >= MENU_LINKS and size.words <= MENU_WORDS * size.links
