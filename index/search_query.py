"""What is asked of an exact search: words, phrases, titles, alternatives and exclusions.

``schulden "sociaal domein" -jeugd titel:begroting armoede OF minima`` asks for passages that have every
one of these, that of the alternatives at least one, and nothing of what is excluded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from corpus.characters import LETTER_OR_DIGIT, is_readable
from corpus.errors import QuestionError
from index.dutch import analyse

MOST_CHARACTERS, MOST_ITEMS = 2_000, 40
# For each phrase of nothing but stop words the text of every document is read.
MOST_COMMON = 5
QUOTES = '"“”„«»'
TITLE = rf"(?:titel|title):(?=[{QUOTES}][^{QUOTES}]*[^\W_]|[^\s{QUOTES}]*[^\W_])"
PIECE = re.compile(
    rf"(?P<not>[-−–])?(?P<title>{TITLE})?(?:[{QUOTES}](?P<phrase>[^{QUOTES}]*)[{QUOTES}]|(?P<word>[^\s{QUOTES}]+))",
    re.IGNORECASE,
)
# In capitals, so that "niet" and "of" can be searched for like any word.
OR, AND, NOT = ("OF", "OR"), ("EN", "AND"), ("NIET", "NOT")


@dataclass(frozen=True, slots=True)
class Item:
    """A word, a phrase, or either of them in the title of a document; one that is excluded must not occur.

    ``text`` is as it was typed; ``terms`` are its search terms, all of which must occur. They are none
    only for a phrase of nothing but stop words.
    """

    text: str
    terms: tuple[str, ...]
    verbatim: bool = False
    title: bool = False
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """Alternatives, at least one of which must hold."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What is searched for: every clause must hold.

    ``ignored`` are words that stand in nearly every document and so were left out, ``loose`` are OF and
    NIET with nothing to work on. Where nothing else was typed these are one phrase, and ``as_phrase`` is
    true.
    """

    text: str
    clauses: tuple[Clause, ...]
    ignored: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()
    as_phrase: bool = False

    @property
    def items(self) -> tuple[Item, ...]:
        """All items, in the order in which they were typed."""
        return tuple(item for clause in self.clauses for item in clause.items)

    @property
    def wanted(self) -> tuple[Item, ...]:
        """The items that may occur in what is found."""
        return tuple(item for item in self.items if not item.excluded)

    @property
    def terms(self) -> tuple[str, ...]:
        """The search terms of what may occur in a text, once each."""
        return tuple(dict.fromkeys(t for item in self.wanted if not item.title for t in item.terms))


def read_query(text: str) -> SearchQuery:
    """Return what a text asks for.

    Raises QuestionError: ``empty_search`` (no letter or digit), ``long_search``, ``many_words``,
    ``many_common`` (phrases of stop words only), ``unreadable_question`` (control characters) or
    ``unclosed_quote``.
    """
    asked = " ".join(text.split())
    if len(asked) > MOST_CHARACTERS:
        raise QuestionError("long_search", most=MOST_CHARACTERS, length=len(asked))
    if not is_readable(asked):
        raise QuestionError("unreadable_question")
    if sum(asked.count(quote) for quote in QUOTES) % 2:
        raise QuestionError("unclosed_quote")
    found = _read(asked)
    if not found.clauses:
        raise QuestionError("empty_search")
    if len(found.items) > MOST_ITEMS:
        raise QuestionError("many_words", most=MOST_ITEMS)
    if sum(not (item.terms or item.title) for item in found.items) > MOST_COMMON:
        raise QuestionError("many_common", most=MOST_COMMON)
    return found


def _read(asked: str) -> SearchQuery:
    ignored: list[str] = []
    clauses, loose = _clauses(_pieces(asked, ignored))
    if clauses or not LETTER_OR_DIGIT.search(asked):
        return SearchQuery(asked, tuple(clauses), tuple(dict.fromkeys(ignored)), tuple(dict.fromkeys(loose)))
    words = (match["word"] or "" for match in PIECE.finditer(asked))
    phrase = Item(" ".join(filter(LETTER_OR_DIGIT.search, words)), (), verbatim=True)
    return SearchQuery(asked, (Clause((phrase,)),), as_phrase=True)


def _pieces(text: str, ignored: list[str]) -> Iterator[Item | str]:
    """Yield each item, and OF and NIET as they were typed; stop words go to ``ignored``."""
    for match in PIECE.finditer(text):
        word = match["word"]
        plain = match["not"] is None and match["title"] is None
        if plain and word in AND:
            continue
        if plain and (word in OR or word in NOT):
            yield word
        elif item := _item(match, ignored):
            yield item


def _item(match: re.Match[str], ignored: list[str]) -> Item | None:
    """Return the item of a piece; a stop word is one only where it is excluded or is to be in the title."""
    title, excluded = match["title"] is not None, match["not"] is not None
    verbatim = match["phrase"] is not None
    text = (match["phrase"] if verbatim else match["word"]).strip()
    if not LETTER_OR_DIGIT.search(text):
        return None
    terms = analyse(text).words
    if not terms and not (verbatim or title or excluded):
        ignored.append(text.strip(".,;:?!()"))
        return None
    return Item(text, terms, verbatim or not terms, title, excluded)


def _clauses(pieces: Iterable[Item | str]) -> tuple[list[Clause], list[str]]:
    """Return the clauses, those with OF between them as one, and every OF and NIET that has nothing to
    work on."""
    found: list[Clause] = []
    loose: list[str] = []
    joining = excluding = ""
    for piece in pieces:
        if isinstance(piece, Item):
            item = replace(piece, excluded=piece.excluded or bool(excluding))
            before = found.pop().items if joining else ()
            found.append(Clause((*before, item)))
            joining = excluding = ""
        elif piece in NOT:
            loose += [excluding] if excluding else []
            excluding = piece
        else:
            loose += [excluding] if excluding else []
            excluding = ""
            if joining or not found:
                loose.append(piece)
            else:
                joining = piece
    return found, [*loose, *(word for word in (joining, excluding) if word)]
