"""Whether a quote is about the region or a joint body, and who carries out what for whom.

A target of the labour market region is not the municipality's own: a sentence whose subject is a
region, a regional plan or a joint body says so beside the quote.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.municipalities import find_municipality
from corpus.organisations import BODY

_NAME = r"(?:\s+(?:[A-Z][\w-]+)(?:[ -][A-Z][\w-]+)*)?"
_REGION = (
    r"(?:arbeidsmarkt|jeugdzorg|jeugdhulp|zorg|zorgkantoor|woon|energie|veiligheids|sub|woningmarkt|metropool)?"
    rf"regio{_NAME}"
)
# Where what is told holds: "binnen de arbeidsmarktregio", "op het niveau van de regio".
WITHIN = re.compile(
    rf"\b(?:[Bb]innen|[Oo]p het niveau van|[Ii]n)\s+(?:de|onze|deze)\s+(?:gehele\s+|hele\s+)?"
    rf"((?:[Aa]rbeidsmarkt|[Jj]eugdzorg|[Jj]eugdhulp|[Zz]org|[Ss]ub|[Ww]oningmarkt|[Mm]etropool)regio{_NAME})"
)
# A region or a joint body as the subject that opens the sentence.
OPENS = re.compile(
    rf"^(?:In\s+|Binnen\s+)?(?:De|Onze|de|onze)\s+({_REGION})\s+(?:is|heeft|ligt|werkt|wil|gaat|streeft|zet|kiest|stelt"
    r"|maakt|zal|doet|krijgt|biedt|moet|wordt|oriënteren|werken|willen|gaan)\b"
)
# What a region decides or plans together.
REGIONAL = re.compile(
    r"\b[Rr]egiona(?:al|le)\s+(?:['‘’\"]?)(?:\w+\s+){0,1}?"
    r"(?:plan|actieplan|aanpak|doelstelling(?:en)?|ambitie|project|programma|agenda|strategie|energiestrategie|verband"
    r"|niveau|werkbedrijf|mobiliteitsteam|woonagenda|visie|samenwerking|inkoop|regeling|overleg)\b"
    r"|\bgezamenlijke (?:doelstelling|taakstelling|opgave)\b|\b[A-Z]{3,6}-verband\b"
    r"|\barbeidsmarktregio-?niveau\b"
    r"|\b[Rr]egionaal\s+(?:wordt|worden|is|zijn|participeren|werken)\b",
)
NOT_ONLY = re.compile(
    r"\blokale?\s+(?:en|én|of|als)\s+regiona|\bregiona(?:al|le)\s+(?:en|én|of|als|dan)\s+lokaa?l",
    re.IGNORECASE,
)
_DOES = r"(?:voert|verzorgt|organiseert|regelt|coördineert)"
# "De gemeente Emmen voert deze wet ... voor ons uit": who does it, for whom.
CARRIES_OUT = re.compile(
    r"\b(?:[Dd]e\s+)?(gemeente\s+[A-Z][\w-]+(?:\s+[A-Z][\w-]+)*"
    r"|(?!(?:De|Het|Een|Dit|Dat|Deze|Die|Zij|Ze|Hij|Wie|Er|Ook|Hier|Daar)\b)[A-Z]\w*(?:\s+[A-Z][\w-]+)*)"
    rf"\s+{_DOES}\b[^.;]*?\b(?:voor ons|namens (?:ons|de \w*\s?gemeenten|\w+ gemeenten|de gemeente)"
    r"|voor (?:onze gemeente|de gemeenten?|\w+ gemeenten))\b"
)
BY_BODY = re.compile(rf"^(?:De\s+)?({BODY.pattern})\s+{_DOES}\b[^.;]*?\buit\b")
HEADING = re.compile(
    r"^(?:[\d.]+\s+)?(?:regiona(?:al|le)\b|arbeidsmarktregio\b|veiligheidsregio\b|omgevingsdienst\b|metropoolregio\b)",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"[^.!?\n]+[.!?]?")


@dataclass(frozen=True, slots=True)
class Region:
    """What a quote says of the region: ``name`` as it is called there, ``by`` who carries it out for
    the municipality. Either may be missing."""

    name: str | None = None
    by: str | None = None


def region_of(quote: str, section: Sequence[str], municipality: str | None) -> Region | None:
    """Return the region or joint body that a quote of a municipality's document is about, else None.

    ``municipality`` is whose document it is: None, or no municipality, for the document of a joint
    body, whose own tasks these are.
    """
    if not municipality or find_municipality(municipality) is None:
        return None
    for match in SENTENCE.finditer(quote):
        if found := _in_sentence(" ".join(match.group().split()), municipality):
            return found
    last = section[-1] if section else ""
    return Region(last) if HEADING.match(last) else None


def _in_sentence(sentence: str, municipality: str) -> Region | None:
    done = CARRIES_OUT.search(sentence) or BY_BODY.search(sentence)
    if done and municipality not in done[1]:
        return Region(None, done[1])
    where = WITHIN.search(sentence) or OPENS.search(sentence)
    if where:
        return Region(where[1])
    if REGIONAL.search(sentence) and not NOT_ONLY.search(sentence):
        return Region()
    return None
