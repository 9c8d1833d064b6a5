"""Printed numbers to decimals, the Dutch way; other ways of writing are read with a doubt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

DASH = frozenset({"-", "–", "−", "—", "n.v.t.", "pm", "p.m."})
SPACES = " \u00a0\u202f\u2009"
DIGITS = r"\d(?:[\d.,]|[\u00a0\u202f\u2009](?=\d{3}(?!\d)))*"
PRINTED = re.compile(r"[-–−]?\s?\d{1,3}(?:[.\u00a0\u202f\u2009]\d{3})+(?:,\d+)?|[-–−]?\s?\d+(?:,\d+)?")
MINUSES = "–−-"
DUTCH = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?")
# What software writes: "1,234.50", "1,234,567", "1.5E+06"; and a point for the comma: "135.24".
ENGLISH = re.compile(r"\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}")
POINT = re.compile(r"\d+\.\d{1,2}")
SCIENTIFIC = re.compile(r"(\d+(?:[.,]\d+)?)[Ee]([+-]?\d{1,2})")
THOUSANDTHS = re.compile(r"[1-9]\d{0,2},\d{3}")
# A cell that is one number: what stands before it, its sign and currency, and what follows it.
CELL = re.compile(
    rf"""(?P<about>(?:ca\.?|circa|plm\.?|ongeveer|±|~)\s*)?
    (?P<before>[(\s+{MINUSES}]*(?:€|EUR\b)?[\s+{MINUSES}]*)
    (?P<digits>\d+(?:[.,]\d+)?[Ee][+-]?\d{{1,2}}|{DIGITS})
    (?P<after>[={MINUSES}]{{0,2}})\)?
    \s*(?P<share>[%‰])?\)?\s*
    (?P<words>(?:[^\W\d_]+[²³]?\.?['’]?\s*){{0,2}})
    (?P<star>\*{{0,3}})
    (?:\s*\((?P<note>[^()]*)\))?""",
    re.VERBOSE | re.IGNORECASE,
)
YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


@dataclass(frozen=True, slots=True)
class Number:
    """A printed number: its value, its digits as printed with a minus where it is below zero, the
    words after it ("mln", "fte", "N"), the year in brackets behind it, and what is doubtful.

    Doubts: "decimal" (points and commas stand the English way, or as software writes them),
    "separator" (they stand where no way of writing has them), "approximate" and "sign".
    """

    value: Decimal
    printed: str
    share: bool = False
    euro: bool = False
    words: str = ""
    year: int | None = None
    doubts: tuple[str, ...] = ()


def read_number(cell: str) -> Number | None:
    """Return the number that a cell holds, None where it holds none, or more than one number."""
    match = CELL.fullmatch(cell.strip())
    if not match:
        return None
    digits, before, words = match["digits"], match["before"], match["words"].strip()
    printed = digits.rstrip(".,")
    value, doubts = _value(printed)
    # "123-" is below zero; "1.234,-" is a whole amount.
    after = match["after"] if printed == digits else ""
    negative = any(sign in before + after for sign in f"({MINUSES}")
    if words == "V" and negative:
        doubts = (*doubts, "sign")
    negative = bool(value) and (negative or words == "N")
    if match["about"]:
        doubts = (*doubts, "approximate")
    note = YEAR.findall(match["note"] or "")
    return Number(
        value=-value if negative else value,
        printed=f"-{printed}" if negative else printed,
        share=match["share"] is not None,
        euro="€" in before or "EUR" in before.upper(),
        words=words,
        year=int(note[0]) if len(note) == 1 else None,
        doubts=doubts,
    )


def _value(digits: str) -> tuple[Decimal, tuple[str, ...]]:
    """Return what digits with their separators stand for, and what is doubtful about it."""
    plain = digits.translate({ord(space): "." for space in SPACES})
    if DUTCH.fullmatch(plain):
        doubts = ("decimal",) if THOUSANDTHS.fullmatch(plain) else ()
        return Decimal(plain.replace(".", "").replace(",", ".")), doubts
    if found := SCIENTIFIC.fullmatch(plain):
        value = Decimal(found[1].replace(",", ".")).scaleb(int(found[2]))
        return value, ("decimal",)
    if ENGLISH.fullmatch(plain):
        return Decimal(plain.replace(",", "")), ("decimal",)
    if POINT.fullmatch(plain):
        return Decimal(plain), ("decimal",)
    return Decimal(re.sub(r"\D", "", digits)), ("separator",)


def parse_number(printed: str) -> Decimal | None:
    """Return the decimal that a Dutch printed number stands for; None where there is none.

    "1.234,5" is 1234.5; "- 328 N" and "(12)" are negative; "-" and "—" are no number.
    """
    text = printed.strip()
    if text in DASH:
        return None
    if number := read_number(text):
        return number.value
    bare = text.replace("€", "").replace("%", "")
    if not (match := PRINTED.search(bare)):
        return None
    sign = -1 if match.group()[0] in MINUSES else 1
    return sign * _value(match.group().lstrip(MINUSES).strip())[0]
