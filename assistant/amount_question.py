"""What a question for a figure asks: of which years, planned or spent, which side of the budget."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from assistant.question import SPAN_OF_YEARS
from assistant.reply import Understood, Wants
from assistant.retrieve import Weighted
from corpus.measures import YEAR
from index.dutch import analyse

EXPENSE = re.compile(
    r"\blasten\b|\buitgaven\b|\bkost(?:en|te|ten)?\b|\b(?:geeft|gaf|geven|gaven)\b.*\buit\b"
    r"|\buitge(?:ven|geven)\b|\bbesteed|\bbesteden\b",
    re.IGNORECASE,
)
INCOME = re.compile(r"\bbaten\b|\binkomsten\b|\bopbrengst|\bontv(?:ing|angen)\b|\bkreeg\b", re.IGNORECASE)
BALANCE = re.compile(r"\bsaldo\b|\bresultaat\b", re.IGNORECASE)
ACTUAL = re.compile(
    r"\brekening\b|\bwerkelijk|\brealisatie\b|\bgerealiseerd|\buitgegeven\b|\bkostte\b|\bbesteed"
    r"|\b(?:gaf|gaven)\b.*\buit\b",
    re.IGNORECASE,
)
PLANNED = re.compile(r"\bbegroo?t|\bbegroting|\bgeraamd|\braming|\braamde?\b", re.IGNORECASE)
# "In de begroting van 2024": the year of the document, unless years are listed ("2024 en 2025").
OF_DOCUMENT = re.compile(
    r"\b(?:\w*begroting|jaarrekening|jaarverslag|jaarstukken|kadernota|perspectiefnota|voorjaarsnota|najaarsnota)"
    r"\s+(?:van\s+|over\s+)?((?:19|20)\d{2})(?!\s*(?:,|en|of|-|–|tot|t/m)\s*(?:19|20)\d{2})",
    re.IGNORECASE,
)
# Words of money and of tables say which cell, not which subject.
MONEY_WORDS = frozenset(
    """begroting begroot begrootte begroten lasten baten uitgaven inkomsten kosten kost kostte bedrag
    bedragen geld euro budget raming raamt geraamd rekening werkelijk werkelijke actuele primitieve
    totale totaal hoog groot geeft gaf geven uit uitgegeven besteed besteden stond staat saldo
    resultaat jaarrekening meerjarenraming
    betaal betaalt betalen betaald
    ontving ontvangen ontvangt kreeg krijgt verwacht verwachtte rekent rekende gepland opgenomen
    stand eind ultimo begin januari december""".split()
)


@dataclass(frozen=True, slots=True)
class AmountQuestion:
    """What a question for a figure says about the cell: side, planned or actual. ``of_money`` is false
    where it only asks how many: then the whole label must be said; ``asks_amount`` where an amount is
    what it wants. ``of_documents`` are years of the documents that it names, where it asks for figures
    of other years in them."""

    terms: frozenset[str]
    subject: Weighted
    years: tuple[int, ...]
    side: str | None
    actual: bool | None
    asked: str
    of_money: bool = True
    of_documents: tuple[int, ...] = ()
    asks_amount: bool = False


def read_amount_question(understood: Understood, weighted: Weighted) -> AmountQuestion:
    """Return what the question says about the figure it wants."""
    asked = understood.asked
    years, of_documents = years_of_figures(understood.years, understood.asked)
    planned, actual = bool(PLANNED.search(asked)), bool(ACTUAL.search(asked))
    # Rows of a joint body carry the names of its members.
    own, named = analyse(asked), analyse(" ".join(understood.municipalities))
    return AmountQuestion(
        terms=frozenset((*own.words, *own.parts, *named.words)),
        subject=without_money(weighted),
        years=years,
        side=_side(asked),
        actual=None if planned == actual else actual,
        asked=asked.casefold(),
        of_money=understood.wants is Wants.AMOUNT or understood.of_budget,
        of_documents=of_documents,
        asks_amount=understood.wants is Wants.AMOUNT,
    )


def years_of_figures(years: Sequence[int], asked: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the years that figures are asked of, and those of the documents that they stand in.

    In "wat staat in de begroting van 2024 voor 2026" the first only says where to look; so do the
    years of "meerjarenbeeld 2024-2027" beside a year that is named apart.
    """
    of_documents = tuple(int(year) for year in OF_DOCUMENT.findall(asked))
    framed = {y for first, last in SPAN_OF_YEARS.findall(asked) for y in range(int(first), int(last) + 1)}
    apart = {int(year) for year in YEAR.findall(SPAN_OF_YEARS.sub(" ", OF_DOCUMENT.sub(" ", asked)))}
    if apart:
        return tuple(sorted(apart)), of_documents
    left = set(years) - set(of_documents)
    return (tuple(sorted(left)), of_documents) if framed and left else (tuple(years), ())


def without_money(weighted: Weighted) -> Weighted:
    """Return the terms of a question without those that only say that it asks for money; of a word
    such as "exploitatiebudget" the other part is left."""
    money = money_terms()
    kept = tuple(item for item in weighted.weights if item[0] not in money)
    parts = {word: tuple(p for p in own if p not in money) for word, own in weighted.parts.items()}
    return replace(weighted, weights=kept, parts=parts)


@cache
def money_terms() -> frozenset[str]:
    """Return the search terms that only say that money is asked for, or which cell of a table."""
    return frozenset(analyse(" ".join(MONEY_WORDS)).words)


def _side(topic: str) -> str | None:
    for side, pattern in (("saldo", BALANCE), ("baten", INCOME), ("lasten", EXPENSE)):
        if pattern.search(topic):
            return side
    return None
