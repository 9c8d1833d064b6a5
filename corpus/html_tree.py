"""Tamed HTML source to a tree of plain nodes, and ways to go through it without recursion."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from corpus.html_source import RENAMED
from corpus.read_text import CONTROL, normalise

# A copy of ASCII that is never printed, made for tags: it can carry a message that nobody sees.
TAG_CHARACTERS = re.compile("[\U000e0000-\U000e007f]+")
WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
BLOCKS = frozenset(
    "html body address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre search section "
    "summary table caption thead tbody tfoot tr td th ul".split()
)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass(eq=False, slots=True)
class Node:
    """An element; ``children`` holds elements and pieces of text in order."""

    tag: str
    attributes: Mapping[str, str]
    parent: Node | None = None
    children: list[Node | str] = field(default_factory=list)

    def get(self, name: str) -> str:
        """Return an attribute, in lower case and without space around it; empty where it is absent."""
        return self.attributes.get(name, "").strip().lower()

    def elements(self) -> Iterator[Node]:
        """Yield the elements straight inside this one."""
        return (child for child in self.children if isinstance(child, Node))

    def ancestors(self) -> Iterator[Node]:
        """Yield the elements around this one, from the inside out."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def words(self) -> frozenset[str]:
        """Return the words of class and id in lower case: "main-menuFoldout" gives main, menu, foldout."""
        names = f"{self.attributes.get('class', '')} {self.attributes.get('id', '')}"
        return frozenset(word.lower() for word in WORD.findall(names[:500]))


def parse(source: str) -> Node:
    """Return the ``html`` element of a tamed source."""
    top = LexborHTMLParser(source).root
    root = Node("html", {})
    todo: list[tuple[LexborNode, Node]] = [(top, root)] if top is not None else []
    while todo:
        from_, to = todo.pop()
        child = from_.first_child
        while child is not None:
            if child.is_text_node:
                to.children.append(child.text_content or "")
            elif child.is_element_node and child.tag != "template":
                tag = (child.tag or "").removeprefix(RENAMED)
                node = Node(tag, {name: value or "" for name, value in child.attributes.items()}, to)
                to.children.append(node)
                todo.append((child, node))
            child = child.next
    return root


def walk(
    root: Node, without: Container[Node] = (), closed: Container[Node] = ()
) -> Iterator[str | tuple[Node, bool]]:
    """Yield text, and elements twice: with True where they open and with False where they end.

    Elements in ``without`` are passed over; those in ``closed`` are told of, but not gone into.
    """
    todo: list[str | tuple[Node, bool]] = [(root, True)]
    while todo:
        item = todo.pop()
        if not isinstance(item, str) and item[1]:
            node = item[0]
            if node in without:
                continue
            todo.append((node, False))
            if node not in closed:
                todo.extend([c if isinstance(c, str) else (c, True) for c in node.children][::-1])
        yield item


def nodes(root: Node, without: Container[Node] = ()) -> Iterator[Node]:
    """Yield the elements from here on in the order of the page."""
    todo = [root]
    while todo:
        node = todo.pop()
        if node not in without:
            yield node
            todo.extend([child for child in node.children if isinstance(child, Node)][::-1])


def text_of(root: Node, without: Container[Node] = ()) -> str:
    """Return the text in an element on one line, as it would be printed."""
    parts: list[str] = []
    for item in walk(root, without):
        if isinstance(item, str):
            parts.append(item)
        elif item[0].tag in BLOCKS or item[0].tag == "br":
            parts.append(" ")
    return one_line(parts)


def one_line(parts: Iterable[str]) -> str:
    """Return pieces of text as one line: single spaces, no characters that are not printed."""
    text = TAG_CHARACTERS.sub("", CONTROL.sub("", "".join(parts)))
    return " ".join(normalise(text).split())
