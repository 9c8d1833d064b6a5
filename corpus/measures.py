"""What the words over a column and before a row mean: measure, year, side of the budget, unit."""

from __future__ import annotations

import re

# The first that fits holds: "verschil rekening en begroting" is a difference.
MEASURES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(words, re.IGNORECASE))
    for name, words in (
        (
            "mutatie",
            r"\b(?:mutaties?|stijging\w*|daling\w*|toename|afname|vermeerdering(?:en)?|vermindering(?:en)?)\b",
        ),
        ("verschil", r"\b(?:verschil(?:len)?|afwijking(?:en)?|onder-?schrijding|over-?schrijding)\b"),
        ("streefwaarde", r"\b(?:streefwaarden?|streefcijfers?|doelwaarden?)\b"),
        ("peilwaarde", r"\b(?:peilwaarden?|nulmeting(?:en)?)\b"),
        ("stand", r"\b(?:stand(?:en)?|ultimo)\b"),
        ("norm", r"\b(?:norm(?:en)?)\b"),
        ("tarief", r"\btarie(?:f|ven)\b"),
        ("krediet", r"\b(?:kredieten|krediet|investering(?:en)?)\b"),
        ("meerjarenraming", r"\bmeerjaren(?:raming|beeld|begroting|perspectief)\w*"),
        ("prognose", r"\b(?:prognoses?|verwacht(?:e|ing)?)\b"),
        ("primitieve begroting", r"\b(?:primitie(?:f|ve)|oorspronkelijke?)\b"),
        ("actuele begroting", r"\b(?:actuele|gewijzigde|bijgestelde)\b|\bna\s+wijziging\w*"),
        (
            "rekening",
            r"\b(?:jaar)?rek(?:ening)?\b(?!-courant)|\b(?:realisatie|gerealiseerde?|werkelijke?|jaarverslag|verslag"
            r"|jaarstukken|uitgegeven|besteed|r(?=20\d\d))",
        ),
        ("begroting", r"begroting(?!s)|\b(?:begroot|begrote|begr\b|raming|geraamde?|budget|b(?=20\d\d))"),
        ("saldo", r"\b(?:saldo|resultaat)\b"),
    )
)
# "Mutatie t.o.v. 2023", "obv JR 2021", "t/m september": the year or month is not that of the amount.
REFERENCE = re.compile(
    r"\b(?:t\.?o\.?v\.?|ten opzichte van|o\.?b\.?v\.?|op basis van|peiljaar|prijspeil)"
    r"\s+(?:\w+\s+){0,2}?'?\d{2,4}"
    r"|\bj[rv]\s+\d{4}",
    re.IGNORECASE,
)
DATE = re.compile(
    r"(?<![\d-])\d{1,2}[-/ ]?(?:\d{1,2}|jan|feb|mrt|maart|apr|mei|jun|jul|aug|sep|okt|nov|dec)[a-z]*"
    r"\.?[-/ ]'?((?:20|19)?\d{2})(?![\d-])",
    re.IGNORECASE,
)
YEAR = re.compile(r"(?<![\d.,/-])[RrBb]?((?:19|20)\d{2})(?![\d.,]\d|\d|/\d)")
SHORT_YEAR = re.compile(r"(?<![\w’'])[’']\s?(\d{2})\b")
# Of what a row or heading is: its first or last word, since "wat gaat het kosten" and "opbrengsten nog
# PM" say nothing of the side.
BEFORE_SIDE = (
    r"^\W*(?:tabel\s+[\d.]+\W+)?(?:[\divx]+[.)]?\s+)*(?:(?:sub\W?)?totale?|totaal|netto|bruto|geraamde?|gerealiseerde?|overige?"
    r"|directe|indirecte|begrote|begroting|rekening|raming|20\d\d|begr\.?|rek\.?)*\s*"
)
SIDES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (side, re.compile(rf"{BEFORE_SIDE}(?:{first})\b|\b(?:{last})[^\w‒]*$", re.IGNORECASE))
    for side, first, last in (
        ("lasten", "lasten|uitgaven|kosten", "lasten|uitgaven"),
        ("baten", "baten|inkomsten|opbrengst(?:en)?", "baten|inkomsten|opbrengsten"),
    )
)
OF_BOTH = re.compile(
    rf"{BEFORE_SIDE}(?:saldo|resultaat)\b|\b(?:saldo|resultaat)[^\w‒]*$|\b(?:lasten|baten)\s+en\s+(?:lasten|baten)\b",
    re.IGNORECASE,
)
# "Overige algemene baten", but not "waarvan minimumniveau 4% baten".
MOST_OF_LAST = 3
IN_BRACKETS = re.compile(r"\([^()]*\)")
# Words of money: where a table says no unit, its amounts are in euros, but in which is not said.
MONEY = re.compile(
    r"baten|lasten|saldo\b|kosten|opbrengst|inkomsten|uitgaven|tarie[fv]|heffing|belasting|leges|bedrag|budget"
    r"|subsidie|krediet|reserve|voorziening(?:en)?\b|investering|bijdrage|middelen|\beuro|€|\bverleend\b|resultaat",
    re.IGNORECASE,
)
COUNTED = re.compile(r"\baantal(?:len)?\b", re.IGNORECASE)
SHARE = re.compile(r"%|\bpercentage|\bprocent(?:ueel)?\b|\bkostendek", re.IGNORECASE)
# As the unit of a row; a share inside a longer label ("indexering 3,2%") is not.
SHARE_OF = re.compile(
    r"^\W*%|\(%\)|\bin\s+(?:%|procenten)|\bpercentage\b|(?<!\d)\s*%\s*$|\|\s*%", re.IGNORECASE
)
UNIT_WORDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("fte", re.compile(r"\bfte(?:['’]?s)?\b", re.IGNORECASE)),
    ("uren", re.compile(r"\b(?:uren|uur)\b", re.IGNORECASE)),
    ("kg", re.compile(r"\b(?:kg|kilo(?:gram)?)\b", re.IGNORECASE)),
)
IN_EUROS = re.compile(r"\bin\s+(?:hele\s+)?euro['’]?s?\b", re.IGNORECASE)
IN_THOUSANDS = re.compile(r"\bduizend(?:en)?\s+euro", re.IGNORECASE)
# "t/m september 2020" over columns of that year: they are of a part of it.
PART_OF_YEAR = re.compile(
    r"\bt/?m\s+(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november)"
    r"\s*((?:19|20)\d{2})?",
    re.IGNORECASE,
)
MILLIONS = re.compile(r"^(?:mln|miljoen)\b", re.IGNORECASE)
BILLIONS = re.compile(r"^(?:mld|mrd|miljard)\b", re.IGNORECASE)
THOUSANDS = re.compile(r"^(?:duizend|dzd)\b", re.IGNORECASE)


def measure_in(words: str) -> str | None:
    """Return what the words of a column say its amounts are: begroting, rekening, verschil, ..."""
    bare = REFERENCE.sub(" ", words)
    return next((name for name, pattern in MEASURES if pattern.search(bare)), None)


def years_in(words: str) -> tuple[int, ...]:
    """Return the years that words name, in order and once; not those that only refer ("t.o.v. 2023")."""
    bare = REFERENCE.sub(" ", words)
    if dates := DATE.findall(bare):  # a date says it more precisely than a year beside it
        return tuple(dict.fromkeys(int(year) if len(year) == 4 else 2000 + int(year) for year in dates))
    found = [int(year) for year in YEAR.findall(bare)]
    found += [2000 + int(year) for year in SHORT_YEAR.findall(bare)]
    return tuple(dict.fromkeys(found))


def side_in(words: str, heading: bool = False) -> str | None:
    """Return the one side of the budget that words name; a balance of both is a balance. Of a heading
    only the first words say it ("Lasten programma 2")."""
    bare = IN_BRACKETS.sub(" ", words).strip()
    if heading or len(bare.split()) > MOST_OF_LAST:
        bare = f"{bare} ‒"  # the last word says nothing
    if OF_BOTH.search(bare):
        return "saldo"
    named = [side for side, pattern in SIDES if pattern.search(bare)]
    return named[0] if len(named) == 1 else None


def multiplier_of(unit: str) -> int:
    """Return what an amount in this printed unit must be multiplied with to be in euros."""
    text = unit.casefold().replace(".", "")
    if "1000000" in text or "mln" in text or "miljoen" in text:
        return 1_000_000
    return 1_000 if "1000" in text or "duizend" in text else 1


def scale_in(words: str) -> int:
    """Return what the word behind an amount multiplies it with: "mln", "miljard", "duizend"."""
    for factor, pattern in ((1_000_000, MILLIONS), (1_000_000_000, BILLIONS), (1_000, THOUSANDS)):
        if pattern.search(words):
            return factor
    return 1


def unit_in(words: str, share: re.Pattern[str] = SHARE) -> tuple[str, int] | None:
    """Return the unit that words before or over an amount name, with its multiplier."""
    if share.search(words):
        return "%", 1
    if COUNTED.search(words):
        return "aantal", 1
    for unit, pattern in UNIT_WORDS:
        if pattern.search(words):
            return unit, 1
    if IN_THOUSANDS.search(words):
        return "€", 1_000
    return ("€", 1) if IN_EUROS.search(words) else None
