"""Words of a sentence that can be a direct answer: numbers, percentages, amounts, dates and names."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from itertools import pairwise

import simplemma

from assistant.excerpt import COUNT, NO_COUNT, YEAR
from corpus.document import Span
from index.dutch import STOP_WORDS, WORD, compound_terms, fold, term

Find = Callable[[str], list[Span]]
ABOUT = (
    r"(?:(?:meer|minder) dan|ruim|bijna|circa|ongeveer|minimaal|maximaal|minstens|hooguit|ten minste"
    r"|zo['’]n) "
)
PERCENT = re.compile(
    rf"(?:{ABOUT})?\d+(?:,\d+)?\s?(?:%|procent\b)(?: van (?:de|het|alle|onze|deze) [\w-]+)?", re.IGNORECASE
)
EURO = re.compile(
    rf"(?:{ABOUT})?(?:€\s?\d[\d.]*(?:,(?:\d+|-))?(?: (?:miljoen|mln|miljard)\b)?"
    r"|\d[\d.]*(?:,\d+)? (?:(?:miljoen|mln|miljard) )?euro\b)"
    r"(?: per (?:jaar|maand|week|inwoner|kind|persoon|huishouden)\b)?",
    re.IGNORECASE,
)
MONTH = "(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)"
PART = r"(?:begin|medio|eind|einde|voorjaar|zomer|najaar|winter|(?:eerste|tweede|derde|vierde) kwartaal)"
A_YEAR = r"(?:19|20)\d\d(?![-–/]?\d)"
DATE = re.compile(
    rf"\b\d{{1,2}} {MONTH}(?: {A_YEAR})?|\b\d{{1,2}}-\d{{1,2}}-{A_YEAR}|\b{MONTH} {A_YEAR}"
    rf"|\b{PART}(?: van)? {A_YEAR}|(?<![-–/\d]){A_YEAR}",
    re.IGNORECASE,
)
TIMES = {
    "": re.compile(r"\b(?:op|in|per|sinds|vanaf|van|is|tot|medio|eind|dag|datum) $", re.IGNORECASE),
    "tot": re.compile(r"\b(?:tot|tot en met|tot aan|t/m) $", re.IGNORECASE),
    "sinds": re.compile(r"\b(?:sinds|vanaf|per|met ingang van) $", re.IGNORECASE),
}
NEAR = 3
BETWEEN = re.compile(r"[\s()\-]*")
# After these words something else is named than what the number counts.
OTHER_THING = frozenset("aan bij door en in met naar of om op per te tot tussen uit van voor".split())
# Function words that yet name what is counted.
COUNTED_TOO = frozenset({"gemeente", "gemeenten"})


class NameQuestion(StrEnum):
    """What kind of name a question asks for."""

    WHO = "who"
    WITH = "with"
    WHERE = "where"
    CALLED = "called"


BODY = (
    r"(?:organisaties?|instelling(?:en)?|stichting|partij(?:en)?|partners?|instanties?|bank"
    r"|bedrij(?:f|ven)|bureau)"
)
PLACED = r"(?:ondergebracht|gevestigd|belegd|geborgd)"
NAME_QUESTIONS = (
    (NameQuestion.CALLED, re.compile(r"\bhoe heet(?:te)?\b", re.IGNORECASE)),
    (NameQuestion.WITH, re.compile(rf"\bmet (?:wie|welke? {BODY})\b", re.IGNORECASE)),
    (
        NameQuestion.WHERE,
        re.compile(
            rf"\bwaar (?:is|zijn|wordt|worden)\b.*\b{PLACED}\b",
            re.IGNORECASE,
        ),
    ),
    (
        NameQuestion.WHO,
        re.compile(
            rf"\b(?:(?:door |bij )?welke? {BODY}|door wie|wie (?:voert|verzorgt|organiseert|regelt|doet))\b",
            re.IGNORECASE,
        ),
    ),
)
LEADS = {
    NameQuestion.WHO: r"\b(?:bij|door|belegd bij|aan)",
    NameQuestion.WITH: r"\bmet",
    NameQuestion.WHERE: r"\b(?:in|bij)",
    NameQuestion.CALLED: r"(?:\bonder de naam|\bgenaamd|\bheet|\bheten|\bde naam is)",
}
# Without such a word the sentence does not say who it is that does it.
SAYS = {
    NameQuestion.WHO: re.compile(
        r"\b(?:uitvoer\w*|uitgevoerd|voert|verzorg\w*|belegd|georganiseerd|organiseert|geregeld)\b",
        re.IGNORECASE,
    ),
    NameQuestion.WHERE: re.compile(rf"\b{PLACED}\b", re.IGNORECASE),
}
# The words that ask for a name, and that the sentence which gives it need not have.
FRAME = re.compile(
    rf"\b(?:{BODY}|voert|uit|verzorgt|organiseert|regelt|doet|heet(?:te)?|{PLACED})\b", re.IGNORECASE
)
CAPITAL = r"[A-Z](?:[\w’'-]*\w)?"
NAME = rf"{CAPITAL}(?: (?:(?:en|van|van de|voor) )?{CAPITAL})*"
MANY = rf"(?:, (?:de |het )?{NAME})*(?:,? en (?:de |het )?{NAME})?"
# After it the list of names goes on with something that is no name.
GOES_ON = re.compile(r"\s?(?:,\s|[/!&]|(?:en|of)\s)")
BRACKETS = re.compile(r"\s?\([^)]*\)")


def percentages(sentence: str) -> list[Span]:
    """Return the percentages, each with what it is of where that follows."""
    return _spans(PERCENT, sentence)


def amounts(sentence: str) -> list[Span]:
    """Return the amounts in euros."""
    return _spans(EURO, sentence)


def _spans(pattern: re.Pattern[str], sentence: str) -> list[Span]:
    return [Span(match.start(), match.end()) for match in pattern.finditer(sentence)]


def counted_noun(asked: str) -> str | None:
    """Return the term of the noun that "hoeveel" counts: the last word before the verb."""
    match = re.search(r"\bhoeveel\b", asked, re.IGNORECASE)
    noun = None
    for word in WORD.findall(asked[match.end() :])[:5] if match else []:
        folded = fold(word)
        if folded in STOP_WORDS and folded not in COUNTED_TOO:
            if noun is None:
                continue
            break
        if noun and _is_verb(folded):
            break
        noun = folded
    return term(noun) if noun else None


def _is_verb(word: str) -> bool:
    return str(simplemma.lemmatize(word, lang="nl")).endswith(("en", "gaan", "staan"))


def numbers(asked: str) -> Find | None:
    """Return what finds a number with what the question counts straight after it."""
    noun = counted_noun(asked)
    return None if noun is None else lambda sentence: _counts(sentence, noun)


def _counts(sentence: str, noun: str) -> list[Span]:
    words = list(WORD.finditer(sentence))
    found = []
    for at, word in enumerate(words):
        text = word.group()
        if not COUNT.fullmatch(text) or YEAR.fullmatch(text) or NO_COUNT.match(sentence, word.end()):
            continue
        end = _noun_end(sentence, words[at : at + 1 + NEAR], noun)
        if end is not None:
            lead = re.search(rf"(?:{ABOUT})$", sentence[: word.start()], re.IGNORECASE)
            found.append(Span(lead.start() if lead else word.start(), end))
    return found


def _noun_end(sentence: str, words: list[re.Match[str]], noun: str) -> int | None:
    """Return where the counted noun ends, among the words after the first, with nothing between."""
    for before, word in pairwise(words):
        if not BETWEEN.fullmatch(sentence, before.end(), word.start()) or COUNT.fullmatch(word.group()):
            return None
        folded = fold(word.group())
        if folded in OTHER_THING:
            return None
        if term(folded) == noun or noun in compound_terms(folded):
            return word.end()
    return None


def dates(side: str, asked: str) -> Find:
    """Return what finds dates: "tot" such until which, "sinds" such from which, any with nothing."""

    def find(sentence: str) -> list[Span]:
        return [
            Span(match.start(), match.end())
            for match in DATE.finditer(sentence)
            if match.group() not in asked and TIMES[side].search(sentence[: match.start()])
        ]

    return find


def name_question(asked: str) -> NameQuestion | None:
    """Return what name a question asks for, if any."""
    return next((kind for kind, pattern in NAME_QUESTIONS if pattern.search(asked)), None)


def names(kind: NameQuestion, asked: str) -> Find:
    """Return what finds names, or a whole list of them, that stand where the question asks them."""
    pattern = re.compile(rf"{LEADS[kind]} (?:de |het )?[‘'\"“]?(?P<name>{NAME}{MANY})")

    def find(sentence: str) -> list[Span]:
        if kind in SAYS and not SAYS[kind].search(sentence):
            return []
        return [
            Span(*match.span("name"))
            for match in pattern.finditer(sentence)
            if match["name"].casefold() not in asked.casefold() and not _goes_on(sentence, match.end())
        ]

    return find


def _goes_on(sentence: str, end: int) -> bool:
    bracket = BRACKETS.match(sentence, end)
    return GOES_ON.match(sentence, bracket.end() if bracket else end) is not None
