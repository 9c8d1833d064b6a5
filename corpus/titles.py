"""The title of a document, and which part of a whole it is.

Candidates are the title that the file says of itself, the subject that a form names, and the first
lines; each gets points for what makes a title, and the best is cleaned.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.dates import period_in, without_dates
from corpus.kinds import KINDS, TITLE_WORDS, is_form_label, kind_in
from corpus.municipalities import fold, mentions

LONGEST = 160
PART = re.compile(
    r"\b(programma|hoofdstuk|deel|paragraaf|thema|taakveld|pijler|opgave)\s+(\d+(?:\.\d+)?)\b", re.IGNORECASE
)
PART_HEADING = re.compile(
    r"^(programma|hoofdstuk|deel|thema|pijler|opgave)\s+(\d+(?:\.\d+)?)\s*[|:.–—-]*\s*(.*)$", re.IGNORECASE
)
PAGES = re.compile(r"\bp(?:ag(?:ina)?s?)?\s?(\d{1,4})\s?[-– ]\s?(?:p\s?)?(\d{1,4})\b", re.IGNORECASE)
# What a reader of tables leaves in a title: a page number before it, a bar before its years.
PAGE_NUMBER_CELL = re.compile(r"^\d{1,3}\s*\|\s*")
BAR_BEFORE_YEARS = re.compile(r"\s*\|\s*(?=(?:19|20)\d{2})")
WHOLES = {"begroting": "de begroting", "jaarverslag": "de jaarstukken", "beleidsplan": "het beleidsplan"}
NO_TITLE = re.compile(
    r"^(?:microsoft (?:word|powerpoint|excel)|untitled|naamloos|geen titel|document\d*|presentatie\d*"
    r"|sjabloon|template|dia 1|pdf|scan|title|titel|blanco|brief)\b"
    r"|\.(?:docx?|pdf|odt|indd|pptx?|xlsx?|dotx?|html?)$|[\\/]"
    r"|^\w+(?:[_-]\w+){2,}$|^[\d\W]+$",
    re.IGNORECASE,
)
NOT_IN_OPENING = re.compile(
    r"^(?:inhoud(?:sopgave)?|colofon|voorwoord|inleiding|leeswijzer|samenvatting|vooraf|intitul[eé]|datum|versie"
    r"|status|auteur|opgesteld|pagina|zaak(?:nummer|id)?|kenmerk|registratie\w*|raadsnummer|agendapunt"
    r"|portefeuille\w*|beleidsveld|telefoon|e-?mail|bijlagen?|uitgaven|inkomsten|saldo|lasten|baten|bezoekadres"
    r"|postbus|afzender|geldend van|terug naar|direct naar|ga naar|home|menu|zoeken|fatale termijn"
    r"|van toepassing|onderwerp|betreft|bestuurlijke hoofdlijnen|programma'?s|aanleiding"
    r"|behandel\w*|steller|contact\w*|nummer|de raad van"
    r"|het college van|aan de (?:gemeente)?raad|gelet op|gezien|overwegende|toelichting)\b",
    re.IGNORECASE,
)
WEB = re.compile(r"www\.|https?:|\w@\w|^\W*$", re.IGNORECASE)
SITE = re.compile(r"\s+[|·»]\s+[^|·»]{2,60}$|\s+[-–]\s+gemeente\s[\w’' -]{2,40}$", re.IGNORECASE)
BEFORE_TITLE = re.compile(r"^(?:gemeente\s+[\w’' -]{2,40}?\s*[,:|–-]\s+)", re.IGNORECASE)
AFTER_TITLE = re.compile(
    r"[\s,:(–-]+(?:vrijgegeven voor inspraak|ter inzage|versie\s+[\d.]+.*|d\.?d\.?\s.*|definitief"
    r"|aanvang\b.*)\W*$",
    re.IGNORECASE,
)
SUBJECT = re.compile(
    r"^(?:onderwerp|betreft|titel|naam)(?: (?:van het )?(?:amendement|motie|voorstel|raadsvoorstel))?"
    r"\s*[:|]?\s*(.*)$",
    re.IGNORECASE,
)
# A form that says what it is about in a line of its own.
HAS_SUBJECT = re.compile(
    r"^\W*(?:(?:sub)?amendement|motie|(?:geamendeerd )?(?:raads|college)(?:voorstel|besluit|advies)"
    r"|voorstel (?:aan|voor) de (?:gemeente)?raad|raads(?:informatie)?brief|raadsmededeling|memo"
    r"|aan de (?:gemeente)?raad)\b"
    r"|\b(?:amendement|motie|raadsvoorstel)\b(?!en)",
    re.IGNORECASE,
)
CITED = re.compile(
    r"\b(?:aangehaald als|citeertitel:)[^\S\n]*:?[^\S\n]*[‘“\"']?(?:de |het )?"
    r"([^.\n‘’“”\"]{10,160}?)[’”\"']?(?:\.\s|\.?\n|\.?$)",
    re.IGNORECASE,
)
ONLY_YEARS = re.compile(r"^\W*(?:19|20)\d{2}(?:\s*(?:[-–/]|t/m|tot en met)\s*(?:19|20)?\d{2})?\W*$")
FILE_WHOLE = re.compile(
    r"\b((?:[a-z]+)?begroting|jaarstukken|jaarverslag|jaarrekening|jaarverantwoording|kadernota|beleidsplan)\s+"
    r"((?:19|20)\d{2}(?:\s+(?:19|20)\d{2})?)\b",
    re.IGNORECASE,
)
ALL_CAPITALS = re.compile(r"^[^a-z]*[A-Z]{3}[^a-z]*$")
CONTENTS = re.compile(r"\.{4,}|(?:\s\.){3,}|…{2,}")
LEADER_NUMBER = re.compile(r"\s+\d{1,3}$")


@dataclass(frozen=True, slots=True)
class Looks:
    """Which of the first lines are headings, and which are rows of a table."""

    headings: frozenset[str] = frozenset()
    rows: frozenset[str] = frozenset()


def title_of(
    lines: Sequence[str], looks: Looks, name: str, of_file: str | None, text: str
) -> tuple[str, float]:
    """Return the title and how sure it is.

    ``lines`` is the opening line by line, ``looks`` which of them are headings or rows of a table,
    ``name`` the file name in words and ``of_file`` the title that the file says of itself.
    """
    title, sure = _best(lines, looks, name, of_file, text)
    return _with_whole(_clean(title), name), sure


def sensible(title: str | None, text: str) -> str | None:
    """Return the title that a file says of itself without the name of the site; None where it is a
    file name, a form, or one that was left from another document: its words are not in the text."""
    bare = SITE.sub("", title or "").strip()
    if len(bare) < 8 or NO_TITLE.search(bare) or is_form_label(bare):
        return None
    opening = fold(text[:4000])
    words = [word for word in fold(bare).split() if len(word) > 3 or word.isdigit()]
    known = [word for word in words if word in opening]
    numbers = all(word in opening for word in words if word.isdigit())
    return bare if words and numbers and len(known) >= 0.6 * len(words) else None


def part_in(title: str, name: str, kind: str, year: int | None) -> str | None:
    """Return which part of a whole the title or the page range in the file name says it is."""
    if kind not in WHOLES:
        return None
    whole = f"{WHOLES[kind]}{f' {year}' if year else ''}"
    if match := PART.search(title):
        return f"{match[1].lower()} {match[2]} van {whole}"
    match = PAGES.search(name)
    if match and int(match[1]) < int(match[2]):
        return f"pagina {match[1]}-{match[2]} van {whole}"
    return None


def _best(lines: Sequence[str], looks: Looks, name: str, of_file: str | None, text: str) -> tuple[str, float]:
    own = sensible(of_file, text)
    form = any(HAS_SUBJECT.search(line) for line in [*lines[:6], of_file or "", name])
    if form and (subject := _subject(lines)):
        return subject, 0.85
    if own and (kind_in(own) or period_in(own)):
        return own, 0.9
    if match := CITED.search(text):
        return match[1], 0.85
    ranked = sorted(
        (-_points(line, place, looks, name, own), place)
        for place, line in enumerate(lines)
        if _possible(line)
    )
    if not ranked:
        label = next((line for line in lines[:6] if is_form_label(line)), None)
        return (own, 0.7) if own else (label or _from_name(name) or next(iter(lines), ""), 0.2)
    points, place = ranked[0]
    if own and points > -3:
        return own, 0.7
    return _with_years(lines, place), min(0.9, max(0.2, 0.3 - 0.1 * points))


def _possible(line: str) -> bool:
    words = line.split()
    letters = sum(c.isalpha() for c in line)
    # Years are part of many titles ("Taalplan 2020-2023").
    others = len(re.sub(r"\b(?:19|20)\d{2}\b|\s", "", line))
    return (
        3 <= len(line) <= LONGEST
        and letters * 2 > others
        and not WEB.search(line)
        and not CONTENTS.search(line)
        and not NOT_IN_OPENING.match(line)
        and not is_form_label(line)
        and without_dates(line).strip() != ""
        and not (len(words) > 4 and line.rstrip().endswith((".", ";", ",", ":")))
        and not line[0].islower()
    )


def _points(line: str, place: int, looks: Looks, name: str, own: str | None) -> float:
    """Return how much a line looks like the title; a later line needs more."""
    words, in_name = set(fold(line).split()), set(fold(name).split())
    kind = any(pattern.search(line) for _, pattern in (*KINDS, *TITLE_WORDS))
    long_words = [word for word in words if len(word) > 3]
    shared = sum(word in in_name for word in long_words) / len(long_words) if long_words else 0
    place_only = not fold(
        " ".join(re.sub(re.escape(n), " ", fold(line)) for n in _places(line)) or line
    ).strip()
    return (
        (1.5 if line in looks.headings else 0)
        - (5 if place and line in looks.rows else 0)
        + (2.5 if kind else 0)
        + (1 if period_in(line) else 0)
        + (2 if PART_HEADING.match(line) else 0)
        + 2 * shared
        + (3 if own and fold(own) == fold(line) else 0)
        - (4 if place_only else 0)
        - (3 if any(without_dates(line).count(year) > 1 for year in re.findall(r"\d{4}", line)) else 0)
        - (1 if LEADER_NUMBER.search(line) and not period_in(line) else 0)
        - (1.5 if len(line) > 110 else 0)
        - 0.15 * place
    )


def _places(line: str) -> list[str]:
    return [fold(line[start:end]) for start, end, _ in mentions(line)]


def _subject(lines: Sequence[str]) -> str | None:
    """Return what a form says it is about: after "Onderwerp", or in the line below it."""
    for place, line in enumerate(lines):
        match = SUBJECT.match(line)
        if match:
            below = lines[place + 1] if place + 1 < len(lines) else ""
            found = match[1].strip(" |:") or below
            if len(found) > 3:
                return found
    return None


def _with_years(lines: Sequence[str], place: int) -> str:
    """Return the line with the years of the next one, where that has nothing else."""
    title = lines[place]
    after = lines[place + 1] if place + 1 < len(lines) else ""
    return f"{title} {after.strip()}" if ONLY_YEARS.match(after) and not period_in(title) else title


def _clean(title: str) -> str:
    """Return the title without the name of the municipality before it, leftovers and capitals."""
    bare = BAR_BEFORE_YEARS.sub(" ", PAGE_NUMBER_CELL.sub("", " ".join(title.split()))).strip(" *_#|•-–")
    bare = AFTER_TITLE.sub("", BEFORE_TITLE.sub("", bare)).strip(" .,;:|")
    if match := PART_HEADING.match(bare):
        bare = f"{match[1].capitalize()} {match[2]}: {match[3]}" if match[3] else bare
    if ALL_CAPITALS.match(bare) and len(bare) > 6:
        bare = _lower(bare)
    if len(bare) <= LONGEST:
        return bare or title.strip()
    cut = bare[:LONGEST].rsplit(" ", 1)[0].rstrip(" ,;:")
    return f"{cut} …"


def _lower(title: str) -> str:
    """Return a title in capitals as a sentence, names of municipalities as they are written."""
    small = title.capitalize()
    for start, end, name in reversed(mentions(small)):
        small = small[:start] + name + small[end:]
    return small


def _with_whole(title: str, name: str) -> str:
    """Return the title of a part with the whole before it, where only the file name has that."""
    match = FILE_WHOLE.search(name)
    if not match or period_in(title) or kind_in(title):
        return title
    whole = f"{match[1].capitalize()} {match[2].replace(' ', '-')}"
    part = PART_HEADING.match(title)
    return f"{whole}, {title[0].lower()}{title[1:]}" if part else f"{whole}: {title}"


def _from_name(name: str) -> str:
    bare = name.strip()
    return bare[:1].upper() + bare[1:]
