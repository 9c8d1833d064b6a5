"""Whose document it is: a municipality, or a joint body of several with its members.

Every mention of a municipality is weighed by what stands around it: "de raad van de gemeente X"
says more than X, and "provincie Groningen", "GGD Drenthe" or "mevrouw Van Dongen" name no
municipality at all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.municipalities import find_municipality, fold, mentions

# Enough of the text to know whose it is.
MOST_READ = 200_000
OPENING = 1_500
BEFORE = 60
BODY_TYPES = (
    "GGD|GHOR|Veiligheidsregio|Omgevingsdienst|Milieudienst|Regionale Uitvoeringsdienst|RUD|Metropoolregio"
    "|Waterschap|Hoogheemraadschap|Wetterskip|Werkvoorzieningsschap|Recreatieschap|Natuur- en Recreatieschap"
    "|Belastingsamenwerking|Regionale Belastinggroep|Gemeenschappelijke Regeling|Provincie"
    "|Samenwerkingsverband|Werkbedrijf|Participatiebedrijf|Werkplein|Intergemeentelijke Sociale Dienst"
    "|Regionale Sociale Dienst|Sociale Dienst|ISD|Jeugdhulpregio|Zorgregio|Regio"
)
_NAME_WORD = r"[A-ZÀ-Ý'’][\w’'-]+"
BODY = re.compile(
    rf"(?<![\w-])(?:{BODY_TYPES}|{BODY_TYPES.upper()})"
    rf"(?:[ -](?:{_NAME_WORD}|en|voor|van|de|het|der|aan)(?![\w])){{1,6}}"
)
# A longer name is the name where it makes up this share of the shorter one.
MOSTLY = 0.6
# Words that are no part of the name of a body: the document starts there.
NO_NAME = frozenset(
    "begroting programmabegroting jaarstukken jaarverslag jaarrekening meerjarenbegroting kadernota nota "
    "beleidsplan versie inhoud inhoudsopgave concept zienswijze bijlage status pagina beleidsbegroting "
    "meerjarenbeleidsplan ontwerpbegroting conceptbegroting directie datum aan de het januari februari maart "
    "april mei juni juli augustus september oktober november december".split()
)
SMALL_WORDS = frozenset("en voor van de het der aan".split())
# What makes the name of a place that of something else.
NOT_THE_PLACE = re.compile(
    r"(?:provincie|provinciale staten van|gedeputeerde staten van|regio|rechtbank|gerechtshof|universiteit"
    r"|rijksuniversiteit|hogeschool|ziekenhuis|omgevingsdienst|milieudienst|veiligheidsregio|ggd|rud"
    r"|uitvoeringsdienst|werkplein|luchthaven|station|kamer van koophandel|stadsregio|metropoolregio"
    r"|arrondissement)\s+(?:van\s+)?$",
    re.IGNORECASE,
)
SURNAME = re.compile(
    r"(?:\b(?:de heer|heer|dhr\.?|mevrouw|mevr\.?|mw\.?|wethouder|burgemeester|raadslid)\s+(?:[A-Z]\.\s?)*"
    r"(?:[Vv]an |[Dd]e )*|(?:[A-Z]\.)+\s?(?:van |de |der |den )*|\bVan )$"
)
PROVINCES = (
    "Drenthe|Flevoland|Friesland|Fryslân|Gelderland|Limburg|Noord-Brabant|Noord-Holland|Overijssel|Zeeland"
    "|Zuid-Holland"
)
AMONG_PROVINCES = re.compile(rf"(?:{PROVINCES})(?:,| en)\s+$")
THEN_PROVINCE = re.compile(rf"^(?:,| en)\s+(?:{PROVINCES})\b")
ALSO_PROVINCES = frozenset({"Groningen", "Utrecht"})
GOVERNED = re.compile(
    r"\b(?:raad|college|wethouders|burgemeester|gemeentebestuur|griffie)\s+van\s+(?:de\s+)?(?:gemeente\s+)?$",
    re.IGNORECASE,
)
OFFICIAL = re.compile(r"\bgemeente\s+$", re.IGNORECASE)
ADDRESS = re.compile(
    r"(?:www\.|https?://(?:www\.)?|@)((?:[a-z0-9-]+\.)*?)(?:gemeente)?([a-z0-9-]+)\.nl\b", re.I
)
JOINT_WORDS = re.compile(
    r"\b(?:algemeen bestuur|dagelijks bestuur|deelnemende gemeenten|deelnemers aan de regeling"
    r"|provinciale staten|gedeputeerde staten|gemeentelijke bijdrage|deelnemersbijdrage"
    r"|aangesloten gemeenten)\b",
    re.IGNORECASE,
)
COUNCIL_WORDS = re.compile(
    r"\b(?:gemeenteraad|college van burgemeester en wethouders|onze gemeente|college van b ?(?:en|&) ?w"
    r"|burgemeester en wethouders|raadsvoorstel|raadsbesluit)\b",
    re.IGNORECASE,
)
OF_A_COUNCIL = re.compile(
    r"\b(?:raadsvoorstel|voorstel aan de raad|raadsbesluit|zienswijze|amendement|motie|collegevoorstel"
    r"|raad van de gemeente|raadsbrief|raadsinformatiebrief|aan de (?:gemeente)?raad)\b",
    re.IGNORECASE,
)
MEMBER_LIST = re.compile(r"\bgemeenten(?:\s+zijn|,? te weten)?\s*:?\s+(?=[A-Z'’])", re.IGNORECASE)
BETWEEN_MEMBERS = re.compile(r"^\s*(?:,|en|/|;|&|, en|-|•|▪)?\s*(?:de gemeente\s+)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose document it is; ``members`` are the municipalities of a joint body."""

    name: str | None
    code: str | None = None
    members: tuple[str, ...] = ()
    sure: float = 0.0


@dataclass(frozen=True, slots=True)
class Mention:
    """A municipality named in the text, with the weight of what stands around it."""

    start: int
    end: int
    name: str
    weight: int


def owner_of(text: str, name: str, title: str | None, url: str | None) -> Owner:
    """Return whose document it is. ``name`` is the file name in words, ``title`` and ``url`` are what
    the file says of itself."""
    read = text[:MOST_READ]
    found = weighed(read)
    in_name = [place for _, _, place in mentions(name.title())]
    body, sure = _joint_body(read, name, bool(in_name), found)
    if body:
        return Owner(body, None, _members(read, found), sure)
    if in_name:
        agrees = any(mention.name == in_name[0] for mention in found)
        return _municipality(in_name[0], 0.95 if agrees else 0.8)
    score = Counter[str]()
    for mention in found:
        score[mention.name] += mention.weight
    for _, _, place in mentions(title or ""):
        score[place] += 4
    for place in _addresses(f"{url or ''} {read}"):
        score[place] += 4
    ranked = score.most_common(2)
    if not ranked:
        return Owner(None)
    rest = ranked[1][1] if len(ranked) > 1 else 0
    first = ranked[0][1]
    lead = 1 - rest / (first + rest)
    return _municipality(ranked[0][0], round((0.8 if first >= 3 else 0.5) * lead + 0.1, 2))


def weighed(text: str) -> list[Mention]:
    """Return every mention of a municipality, those left out that name something else."""
    result = []
    for start, end, name in mentions(text):
        before, after = text[max(0, start - BEFORE) : start], text[end : end + BEFORE]
        official = bool(OFFICIAL.search(before))
        if not official and (NOT_THE_PLACE.search(before) or SURNAME.search(before)):
            continue
        if not official and name in ALSO_PROVINCES and _among_provinces(before, after):
            continue
        weight = 5 if GOVERNED.search(before) else 3 if official else 1
        result.append(Mention(start, end, name, weight))
    return result


def bodies(text: str) -> Counter[str]:
    """Return the joint bodies that the text names, by how often: the longest name that is used
    mostly ("GGD Flevoland", not "GGD Flevoland Begroting")."""
    counts: Counter[tuple[str, ...]] = Counter()
    for match in BODY.finditer(text):
        words: list[str] = []
        for word in match.group(0).split():
            if len(words) and fold(word) in NO_NAME and fold(word) not in SMALL_WORDS:
                break
            words.append(word)
        for length in range(2, len(words) + 1):
            if words[length - 1] not in SMALL_WORDS:
                counts[tuple(words[:length])] += 1
    longest: Counter[tuple[str, ...]] = Counter()
    for name, count in counts.items():
        for shorter in _shorter(name):
            longest[shorter] = max(longest[shorter], count)
    return Counter(
        {
            " ".join(name): count
            for name, count in counts.items()
            if longest[name] < MOSTLY * count and all(count >= MOSTLY * counts[one] for one in _shorter(name))
        }
    )


def _shorter(name: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [name[:length] for length in range(2, len(name))]


def _joint_body(
    text: str, name: str, place_in_name: bool, found: Sequence[Mention]
) -> tuple[str | None, float]:
    """Return the joint body whose document it is, and how sure; None where it is a municipality's."""
    counts = bodies(text)
    in_name = [body for body in counts if fold(body) in fold(name)]
    named = bodies(name.title()) if not in_name else Counter(in_name)
    opening = text[:OPENING]
    opened = [body for body in counts if fold(body) in fold(opening)]
    candidates = [*in_name, *opened] or ([_as_written(next(iter(named)))] if named else [])
    if not candidates or (place_in_name and not in_name) or OF_A_COUNCIL.search(f"{name}\n{opening}"):
        return None, 0.0
    body = max(candidates, key=lambda one: (one in in_name, counts[one]))
    places = Counter(mention.name for mention in found)
    officials = Counter(mention.name for mention in found if mention.weight > 1)
    joint, council = len(JOINT_WORDS.findall(text)), len(COUNCIL_WORDS.findall(text))
    most = max(places.values(), default=0)
    signs = (
        3 * bool(in_name or named),
        2 * (fold(body) in fold(opening)),
        counts[body] >= 3 and counts[body] >= most,
        joint > council,
        -(council > 2 * joint and council > 2),
        -2 * (max(officials.values(), default=0) > counts[body]),
    )
    score = sum(int(sign) for sign in signs)
    return (body, min(0.95, 0.35 + 0.12 * score)) if score >= 3 else (None, 0.0)


def _as_written(name: str) -> str:
    """Return the name of a body that only the file name has, its abbreviation in capitals."""
    first, _, rest = name.partition(" ")
    return f"{first.upper() if len(first) <= 4 else first} {rest}"


def _members(text: str, found: Sequence[Mention]) -> tuple[str, ...]:
    """Return the municipalities that the text names as municipalities, alone or in a list."""
    listed = {mention.name for mention in found if mention.weight > 1}
    for match in MEMBER_LIST.finditer(text):
        at = match.end()
        for mention in found:
            if mention.start < match.end():
                continue
            if not BETWEEN_MEMBERS.match(text[at : mention.start]):
                break
            listed.add(mention.name)
            at = mention.end
    return tuple(sorted(listed))


def _among_provinces(before: str, after: str) -> bool:
    return bool(AMONG_PROVINCES.search(before) or THEN_PROVINCE.match(after))


def _addresses(text: str) -> list[str]:
    """Return the municipalities whose own site or mail address is named (www.emmen.nl)."""
    names = {match[2].lower().removeprefix("gemeente") for match in ADDRESS.finditer(text)}
    places = (find_municipality(name.replace("-", " ")) for name in sorted(names))
    return [place.name for place in places if place]


def _municipality(name: str, sure: float) -> Owner:
    place = find_municipality(name)
    return Owner(name, place.code if place else None, (), sure)
