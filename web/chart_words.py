"""Numbers and names as a picture shows them: short Dutch amounts, text measured and cut into lines."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

MILLION = Decimal(1_000_000)
SCALES = ((Decimal(10**12), "bln"), (Decimal(10**9), "mld"), (MILLION, "mln"))
ENGLISH = {"bln": "trillion", "mld": "billion", "mln": "million"}
# Units that are not printed behind a number.
WITHOUT = frozenset({"", "aantal"})
NO_BREAK = "\N{NO-BREAK SPACE}"
# Widths of letters as shares of the size of the text, on the wide side for every usual font.
NARROW, WIDE = frozenset("iljtfrI.,:;'’|()[]! "), frozenset("mwMW@%€—…ÆŒ")
NARROW_SHARE, USUAL_SHARE, CAPITAL_SHARE, WIDE_SHARE, LARGEST_SHARE = 0.34, 0.58, 0.72, 0.92, 1.0
LATIN_END = 0x250
MOST_LETTERS = 500


def short(
    number: Decimal, unit: str, language: str = "nl", digits: int = 1, beside: Decimal | None = None
) -> str:
    """Return a number as a picture prints it: "€ 923.000", "€ 1,2 mln", "-12,5%", "35 fte".

    From a million euros on it is rounded to ``digits`` decimals, below it is exact to the cent; on an
    axis ``beside`` is its largest number, so that all are in millions where that one is.
    """
    largest = abs(number if beside is None else beside)
    scale, word = next(((s, w) for s, w in SCALES if unit == "€" and largest >= s), (Decimal(1), ""))
    if not number:
        word = ""
    if word:
        number = (number / scale).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    text = _plain(number, language, cents=unit == "€" and not word)
    word = ENGLISH[word] if word and language == "en" else word
    tail = f"{NO_BREAK}{word}" if word else ""
    if unit == "€":
        return f"€{NO_BREAK}{text}{tail}"
    if unit == "%":
        return f"{text}%"
    return text if unit in WITHOUT else f"{text}{NO_BREAK}{unit}"


def _plain(number: Decimal, language: str, cents: bool) -> str:
    """Return a number with its separators: whole, with cents, or without zeros that say nothing."""
    text = f"{number.quantize(Decimal('0.01'), ROUND_HALF_UP):,f}"
    if text.endswith(".00"):
        text = text[:-3]
    elif not cents:
        text = text.rstrip("0")
    text = "0" if text == "-0" else text
    return text if language == "en" else text.translate(str.maketrans(",.", ".,"))


def width(text: str, size: float) -> float:
    """Return about how wide a line of text is, in the measure of ``size``; never too small by much."""
    return size * sum(map(_share, text))


def _share(letter: str) -> float:
    if letter in NARROW:
        return NARROW_SHARE
    if letter in WIDE:
        return WIDE_SHARE
    if ord(letter) >= LATIN_END and letter != "’":
        return LARGEST_SHARE
    return CAPITAL_SHARE if letter.isupper() else USUAL_SHARE


def clean(text: str) -> str:
    """Return the text on one line, without letters that an SVG may not hold, of bearable length."""
    shown = "".join(map(_shown, text[: 2 * MOST_LETTERS]))
    one = re.sub(" {2,}", " ", shown).strip()
    return one if len(one) <= MOST_LETTERS else f"{one[: MOST_LETTERS - 1]}…"


def _shown(letter: str) -> str:
    if letter == NO_BREAK or letter.isprintable():
        return letter
    return "" if unicodedata.category(letter) == "Cf" else " "


def lines(text: str, size: float, room: float, most: int) -> tuple[str, ...]:
    """Return the text as at most ``most`` lines no wider than ``room``, the last with "…" if cut."""
    found: list[str] = []
    rest = clean(text).split(" ")
    while rest and len(found) < most:
        line, rest = _line(rest, size, room)
        found.append(line)
    if rest and found:
        last = found[-1]
        while last and width(f"{last}…", size) > room:
            last = last[:-1]
        found[-1] = f"{last.rstrip()}…"
    return tuple(found)


def _line(words: list[str], size: float, room: float) -> tuple[str, list[str]]:
    """Return the words that fit one line, and the rest; a word that is too long is cut."""
    line = words[0]
    if width(line, size) > room:
        cut = next((n for n in range(len(line), 1, -1) if width(line[:n] + "-", size) <= room), 1)
        mark = "" if not line[cut - 1].isalpha() else "-"
        return line[:cut] + mark, [line[cut:], *words[1:]]
    place = 1
    while place < len(words) and width(f"{line} {words[place]}", size) <= room:
        line = f"{line} {words[place]}"
        place += 1
    return line, words[place:]
