"""What is asked of an exact search: words, phrases, titles, alternatives and exclusions.

``schulden "sociaal domein" -jeugd titel:begroting armoede OF minima`` asks for passages that have every
one of these, that of the alternatives at least one, and nothing of what is excluded.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.errors import QuestionError
from index.dutch import analyse, tokens

MOST_CHARACTERS, MOST_ITEMS = 2_000, 40
# For each phrase of nothing but stop words the text of every document is read.
MOST_COMMON = 5
QUOTES = '"“”„«»'
PIECE = re.compile(
    rf"(?P<not>[-−–])?(?P<title>(?:titel|title):)?(?:[{QUOTES}](?P<phrase>[^{QUOTES}]*)[{QUOTES}]|(?P<word>[^\s{QUOTES}]+))",
    re.IGNORECASE,
)
# In capitals, so that "niet" and "of" can be searched for like any word.
OR, AND, NOT = ("OF", "OR"), ("EN", "AND"), ("NIET", "NOT")


@dataclass(frozen=True, slots=True)
class Item:
    """A word, a phrase, or either of them in the title of a document.

    ``text`` is as it was typed; ``terms`` are its search terms, all of which must occur. They are none
    only for a phrase of nothing but stop words.
    """

    text: str
    terms: tuple[str, ...]
    verbatim: bool = False
    title: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """Alternatives, at least one of which must occur; none of them where it is excluded."""

    items: tuple[Item, ...]
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What is searched for: every clause must hold. ``ignored`` are words that stand in nearly every
    document and so were left out."""

    text: str
    clauses: tuple[Clause, ...]
    ignored: tuple[str, ...] = ()

    @property
    def wanted(self) -> tuple[Item, ...]:
        """The items that may occur in what is found."""
        return tuple(item for clause in self.clauses if not clause.excluded for item in clause.items)

    @property
    def terms(self) -> tuple[str, ...]:
        """The search terms of what may occur in a text, once each."""
        return tuple(dict.fromkeys(t for item in self.wanted if not item.title for t in item.terms))


def read_query(text: str) -> SearchQuery:
    """Return what a text asks for.

    Raises QuestionError: ``empty_search``, ``long_search``, ``many_words``, ``many_common`` (phrases of
    stop words only), ``unreadable_question`` (control characters), ``unclosed_quote``, ``loose_or`` (nothing
    beside OF), ``loose_not`` (nothing after a minus or NIET), ``excluded_or``, ``common_search`` (stop words
    only) or ``only_excluded``.
    """
    asked = " ".join(text.split())
    if len(asked) > MOST_CHARACTERS:
        raise QuestionError("long_search", most=MOST_CHARACTERS, length=len(asked))
    if any(unicodedata.category(c) in ("Cc", "Cs") for c in asked):
        raise QuestionError("unreadable_question")
    if sum(asked.count(quote) for quote in QUOTES) % 2:
        raise QuestionError("unclosed_quote")
    ignored: list[str] = []
    pieces = list(_pieces(asked, ignored))
    if len(pieces) > MOST_ITEMS:
        raise QuestionError("many_words", most=MOST_ITEMS)
    items = [item for piece in pieces if piece for item in piece.items]
    if sum(not (item.terms or item.title) for item in items) > MOST_COMMON:
        raise QuestionError("many_common", most=MOST_COMMON)
    clauses = _clauses(pieces)
    if not clauses:
        raise QuestionError("common_search" if ignored else "empty_search")
    if all(clause.excluded for clause in clauses):
        raise QuestionError("only_excluded")
    return SearchQuery(asked, tuple(clauses), tuple(dict.fromkeys(ignored)))


def _pieces(text: str, ignored: list[str]) -> Iterator[Clause | None]:
    """Yield what each piece asks for, None for OF; stop words go to ``ignored``."""
    excluded = False
    for match in PIECE.finditer(text):
        word = match["word"]
        if match["not"] is None and word in OR:
            if excluded:
                raise QuestionError("loose_not")
            yield None
            continue
        if match["not"] is None and (word in AND or word in NOT):
            excluded = excluded or word in NOT
            continue
        item = _item(match, ignored)
        if item is None:
            excluded = False
            continue
        yield Clause((item,), excluded or match["not"] is not None)
        excluded = False
    if excluded:
        raise QuestionError("loose_not")


def _item(match: re.Match[str], ignored: list[str]) -> Item | None:
    verbatim, title = match["phrase"] is not None, match["title"] is not None
    text = (match["phrase"] if verbatim else match["word"]).strip()
    if not tokens(text):
        return None
    terms = analyse(text).words
    if not terms and not verbatim:
        ignored.append(text.strip(".,;:?!()"))
        return None
    return Item(text, terms, verbatim, title)


def _clauses(pieces: list[Clause | None]) -> list[Clause]:
    """Return the clauses, those with OF between them as one."""
    found: list[Clause] = []
    joining = False
    for piece in pieces:
        if piece is None:
            if not found or joining:
                raise QuestionError("loose_or")
            joining = True
        elif joining:
            if piece.excluded or found[-1].excluded:
                raise QuestionError("excluded_or")
            found[-1] = Clause((*found[-1].items, *piece.items))
            joining = False
        else:
            found.append(piece)
    if joining:
        raise QuestionError("loose_or")
    return found
