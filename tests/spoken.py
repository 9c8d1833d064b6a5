"""What a page says, in which language: its text and what only screen readers say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.parser import HTMLParser

from web import messages, page_words, text

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
SILENT = frozenset(("script", "style", "code"))
BLOCKS = frozenset("p li dt dd h1 h2 h3 h4 legend label summary th td caption button title".split())
SAID = ("aria-label", "alt", "title", "placeholder")
WORD = re.compile(r"[^\W\d_]+")
FIELD = re.compile(r"{\w*}")
# An address, and the names of a standard and of a set of data, are in no language; "kind" is in both.
NO_WORDS = re.compile(r"https?://\S+|\bEN 301 549\b|\bKerncijfers wijken en buurten\b")
IN_BOTH = frozenset({"kind"})
# Words that are common in the one language and are none in the other.
COMMON = {
    "nl": frozenset(
        "aan alle als bij dan dat de deze die dit documenten een geen gemeente gemeenten haar het hier iets "
        "ik kunnen kunt maar mag misschien naar niet nog ook op soms stuk stukken te uit uw van veel verder "
        "voor vraag vragen waar wat welke werkt wij wilt wordt zijn zin zoek".split()
    ),
    "en": frozenset(
        "all an and are ask be but by does from if its may municipality no not often on our question says "
        "that the their they this to us what which who will with words you your".split()
    ),
}


def words_of(said: Iterable[str]) -> frozenset[str]:
    """Return the words of sentences, without the names of what is filled in."""
    found = (word.casefold() for sentence in said for word in WORD.findall(FIELD.sub(" ", sentence)))
    return frozenset(word for word in found if len(word) > 1)


def _only(language: str, other: str) -> frozenset[str]:
    """Return the words that the interface says in this language and never in the other."""
    tables = (messages.LANGUAGES, page_words.PAGE_WORDS, text.WORDS, TITLES)
    own, others = (
        words_of(said for table in tables for said in table[code].values()) for code in (language, other)
    )
    return COMMON[language] | (own - others - IN_BOTH)


class Speech(HTMLParser):
    """A page taken apart: paragraphs of its text, each with the language it is marked as."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.paragraphs: list[tuple[str, str]] = []
        self._open: list[tuple[str, str]] = []
        self._text = ""
        self.feed(html)
        self._end()

    @property
    def _language(self) -> str:
        return self._open[-1][1] if self._open else "?"

    def _end(self) -> None:
        if text := " ".join(self._text.split()):
            self.paragraphs.append((self._language, text))
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a tag, and keep what its attributes say."""
        given = dict(attrs)
        language = given.get("lang") or self._language
        self.paragraphs += [(language, value) for name in SAID if (value := given.get(name))]
        if tag in BLOCKS or language != self._language:
            self._end()
        if tag not in VOID:
            self._open.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        """Close a tag, with those inside it that have no end."""
        while self._open:
            if tag in BLOCKS or (len(self._open) > 1 and self._open[-2][1] != self._language):
                self._end()
            if self._open.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        """Keep text that is shown."""
        if not any(tag in SILENT for tag, _ in self._open):
            self._text += data

    def said_in(self, language: str) -> list[str]:
        """Return the paragraphs in a language."""
        return [text for spoken, text in self.paragraphs if spoken == language]


TITLES: dict[str, dict[int, str]] = text.TITLES
ONLY = {"nl": _only("nl", "en"), "en": _only("en", "nl")}


def foreign_words(html: str, language: str, content: Iterable[str] = ()) -> list[str]:
    """Return the paragraphs in this language that have a word of the other one, but for words of what the
    page shows and does not say itself: the texts of documents."""
    other = ONLY["en" if language == "nl" else "nl"] - words_of(content)
    said = [NO_WORDS.sub(" ", text) for text in Speech(html).said_in(language)]
    return [text for text in said if other & {word.casefold() for word in WORD.findall(text)}]
