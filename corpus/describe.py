"""What a document is: municipality, title, kind, years, status, and which part of a whole.

A field in ``documents.json`` beside the file, or on the command line, is taken as said. The rest is
inferred from title, file name and text, with a confidence between 0 and 1.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from corpus.document import Block, BlockKind, Description, Reference, Span
from corpus.errors import ReadError
from corpus.municipalities import find_municipality, mentions
from corpus.raw import NO_PROPERTIES, Properties

KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("amendement", r"\bamendement\b"),
        ("motie", r"\bmotie\b"),
        ("besluitenlijst", r"besluitenlijst"),
        ("raadsvoorstel", r"raadsvoorstel|voorstel aan de raad"),
        ("verordening", r"verordening"),
        ("jaarverslag", r"jaarverslag|jaarstuk|jaarrekening|jaarverantwoording"),
        ("begroting", r"begroting|meerjarenraming|kadernota"),
        ("coalitieakkoord", r"coalitieakkoord|bestuursprogramma|collegeprogramma"),
        (
            "beleidsplan",
            r"beleidsplan|beleidsagenda|maatschappelijke agenda"
            r"|(?<!tele)(?<!super)(?<!pro)(?<!di)(?<!re)visie",
        ),
        ("register", r"register"),
        ("nota", r"\bnota\b|notitie"),
    )
)
KIND_NAMES = frozenset({kind for kind, _ in KINDS} | {"webpagina", "overig"})
STATUSES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (status, re.compile(pattern, re.IGNORECASE))
    for status, pattern in (
        ("concept", r"\bconcept|\bontwerp[- ]?(?:nota|plan|begroting)"),
        ("geamendeerd", r"\bgeamendeerd"),
        ("vastgesteld", r"\bvastgesteld (?:door|in) de (?:gemeente)?raad"),
    )
)
# In the text "het concept" is any idea, and what the council adopted any other document: there a
# status counts only where it is said of this one.
OWN_STATUSES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (status, re.compile(pattern, re.IGNORECASE | re.MULTILINE))
    for status, pattern in (
        (
            "concept",
            r"\bconcept-?(?:beleid|versie|plan|nota|visie|begroting|verordening|stuk|tekst)"
            r"|\bontwerp-?(?:nota|plan|begroting)",
        ),
        ("geamendeerd", r"^\W*geamendeerd"),
        ("vastgesteld", r"^\W*(?:aldus )?vastgesteld (?:door|in|bij|op)\b.*\braad"),
    )
)
YEARS = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:\s*(?:[-–/]|t/m|tot en met)\s*((?:19|20)\d{2}))?(?!\d)")
PART = re.compile(r"\b(programma|hoofdstuk|deel|paragraaf|thema)\s+(\d+(?:\.\d+)?)\b", re.IGNORECASE)
FIELDS = frozenset(
    "title municipality municipality_code kind year_from year_to status part_of summary_of url".split()
)
KIND_WORDS = {"jaarverslag": "jaarstukken", "overig": "document"}
# Enough of the text to know whose it is.
MOST_READ = 200_000
# Years that a document of a municipality can be about.
POSSIBLE_YEARS = range(1900, 2101)
WHOLES = {"begroting": "de begroting", "jaarverslag": "de jaarstukken", "beleidsplan": "het beleidsplan"}


def describe(
    text: str, blocks: Sequence[Block], source: str, properties: Properties = NO_PROPERTIES
) -> Description:
    """Return what can be inferred from the text, the file name and the file's own properties."""
    headings = [b.span.of(text) for b in blocks if b.kind is BlockKind.HEADING]
    title = headings[0] if headings else text.strip().split("\n", 1)[0][:120]
    name = re.sub(r"[-_.]+", " ", Path(source).stem)
    municipality, sure_place = _municipality(text, name)
    kind, sure_kind = _kind(title, name, text)
    years, sure_years = _years(title, name, text)
    status, sure_status = _status(name, title, text)
    place = find_municipality(municipality) if municipality else None
    return with_part(
        Description(
            title=title,
            municipality=municipality,
            municipality_code=place.code if place else None,
            kind=kind,
            year_from=years[0] if years else None,
            year_to=years[1] if years else None,
            status=status,
            url=properties.url,
            confidence=(
                ("title", 0.6 if headings else 0.3),
                ("municipality", sure_place),
                ("kind", sure_kind),
                ("years", sure_years),
                ("status", sure_status),
            ),
        )
    )


def with_part(description: Description) -> Description:
    """Return the description with the part of the whole that its title names, where it does."""
    match = PART.search(description.title)
    if description.part_of or not match or description.kind not in WHOLES:
        return description
    years = f" {description.year_from}" if description.year_from else ""
    part = f"{match.group(1).lower()} {match.group(2)} van {WHOLES[description.kind]}{years}"
    return replace(description, part_of=part)


def override(description: Description, said: Mapping[str, object]) -> Description:
    """Return the description with the given fields, of which the confidence becomes 1.0."""
    changes = {key: value for key, value in said.items() if key in FIELDS and value is not None}
    if not changes:
        return description
    if "municipality" in changes:
        place = find_municipality(str(changes["municipality"]))
        changes["municipality"] = place.name if place else changes["municipality"]
        changes["municipality_code"] = place.code if place else said.get("municipality_code")
    if {"title", "kind"} & changes.keys():
        changes.setdefault("part_of", None)
    sure = {**dict(description.confidence), **dict.fromkeys(changes, 1.0)}
    if {"year_from", "year_to"} & changes.keys():
        sure["years"] = 1.0
    fields: dict[str, object] = {**changes, "confidence": tuple(sorted(sure.items()))}
    return with_part(replace(description, **fields))  # type: ignore[arg-type]  # keys are FIELDS


def said_before(description: Description) -> dict[str, object]:
    """Return what a person said of a document, to be said again of its next edition."""
    sure = {name for name, confidence in description.confidence if confidence == 1.0}
    return {name: getattr(description, name) for name in sorted(FIELDS & sure)}


def load_descriptions(folder: Path) -> dict[str, dict[str, object]]:
    """Return the contents of ``documents.json`` in ``folder``, by file name; empty where absent."""
    path = folder / "documents.json"
    if not path.is_file():
        return {}
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ReadError("bad_description", source=str(path), reason=str(error)) from error
    if not isinstance(data, dict) or not all(isinstance(v, dict) for v in data.values()):
        raise ReadError("bad_description", source=str(path), reason="geen object per bestandsnaam")
    for name, fields in data.items():
        _check(path, name, fields)
    return data


def _check(path: Path, name: str, fields: Mapping[str, object]) -> None:
    for key, value in fields.items():
        wanted = int if key in ("year_from", "year_to") else str
        if key not in FIELDS or value is None:
            continue
        a_year = wanted is int and isinstance(value, int) and value in POSSIBLE_YEARS
        if not isinstance(value, wanted) or isinstance(value, bool) or (wanted is int and not a_year):
            raise ReadError("bad_description", source=str(path), reason=f"{name}: {key} = {value!r}")
    first, last = fields.get("year_from"), fields.get("year_to")
    if isinstance(first, int) and isinstance(last, int) and first > last:
        reason = f"{name}: year_from {first} > year_to {last}"
        raise ReadError("bad_description", source=str(path), reason=reason)


def find_references(text: str, description: Description) -> tuple[Reference, ...]:
    """Return the mentions of programmes other than the part that this document is."""
    own = PART.search(description.part_of or description.title)
    if not own or own.group(1).lower() != "programma":
        return ()
    found = []
    for match in re.finditer(r"\b(programma)\s+(\d{1,2})\b", text, re.IGNORECASE):
        if match.group(2) != own.group(2):
            target = f"{match.group(1).lower()} {match.group(2)}"
            found.append(Reference(Span(*match.span()), target))
    return tuple(found)


def _municipality(text: str, name: str) -> tuple[str | None, float]:
    in_name = mentions(name.title())
    found = mentions(text[:MOST_READ])
    counts = Counter(place for _, _, place in found)
    official = Counter(
        place for start, _, place in found if text[max(0, start - 9) : start].lower() == "gemeente "
    )
    if in_name:
        place = in_name[0][2]
        return place, 0.95 if counts[place] else 0.8
    ranked = (official or counts).most_common(2)
    if not ranked:
        return None, 0.0
    rest = ranked[1][1] if len(ranked) > 1 else 0
    return ranked[0][0], round(0.8 * (1 - rest / (ranked[0][1] + rest)) + 0.1, 2)


def _kind(title: str, name: str, text: str) -> tuple[str, float]:
    for place, sure in ((title, 0.9), (name, 0.85), (text[:1500], 0.5)):
        for kind, pattern in KINDS:
            if pattern.search(place):
                return kind, sure
    return "overig", 0.2


def _years(title: str, name: str, text: str) -> tuple[tuple[int, int] | None, float]:
    for place, sure in ((title, 0.9), (name, 0.85), (text[:1500], 0.4)):
        match = YEARS.search(place)
        if match:
            first = int(match.group(1))
            return (first, max(first, int(match.group(2) or first))), sure
    return None, 0.0


def _status(name: str, title: str, text: str) -> tuple[str | None, float]:
    for place, sure, statuses in (
        (f"{title} {name}", 0.9, STATUSES),
        (text[:1500], 0.5, OWN_STATUSES),
    ):
        for status, pattern in statuses:
            if pattern.search(place):
                return status, sure
    return None, 0.0
