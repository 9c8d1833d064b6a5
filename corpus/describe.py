"""What a document is: whose, its title, kind, years, status, date and decision, and which part of a whole.

A field in ``documents.json`` beside the file, or on the command line, is taken as said. The rest is
inferred from the file's own properties, its name and its text, with a confidence between 0 and 1.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from corpus.characters import is_readable
from corpus.dates import POSSIBLE_YEARS, is_date, period_in, usual_year
from corpus.decisions import date_of, decision_in, status_of
from corpus.document import Block, BlockKind, Description, Reference, Span
from corpus.errors import QuestionError, ReadError
from corpus.kinds import kind_of
from corpus.municipalities import find_municipality
from corpus.organisations import owner_of
from corpus.raw import NO_PROPERTIES, Properties
from corpus.titles import PART, Looks, part_in, title_of

FIELDS = frozenset(
    "title municipality municipality_code kind year_from year_to status part_of summary_of url "
    "date decided_by decision".split()
)
# The opening of a document: its first lines, up to this many and this far.
MOST_LINES = 40
OPENING = 4_000
# As much of a title in the properties as can be a title.
MOST_OF_TITLE = 300
# A line of what is said beside the files; an address may be this long.
MOST_SAID = 2_000
# A document about one sitting or one proposal is of the year in which that was.
OF_ONE_DAY = frozenset({"amendement", "motie", "besluitenlijst", "raadsvoorstel", "webpagina"})
# A plan with one year in its title that is this far off goes on until then ("Omgevingsvisie 2040").
HORIZON = 4
YEARLY = frozenset({"begroting", "jaarverslag"})


def describe(
    text: str, blocks: Sequence[Block], source: str, properties: Properties = NO_PROPERTIES
) -> Description:
    """Return what can be inferred from the text, the file name and the file's own properties."""
    name = _words_of(source)
    lines = _opening(text)
    own = " ".join((properties.title or "").split())[:MOST_OF_TITLE]
    title, sure_title = title_of(lines, _looks(text, blocks), name, own, text)
    owner = owner_of(text, name, own, properties.url)
    kind, sure_kind = kind_of(title, name, [own, *lines], text, source)
    decided = decision_in(text, kind)
    date, sure_date = date_of(title, lines, decided, properties.date)
    years, sure_years = _years(title, name, lines, text, kind, date)
    status, sure_status = status_of(name, title, text, decided)
    first = years[0] if years else None
    part = part_in(title, name, kind, first)
    return Description(
        title=title,
        municipality=owner.name,
        municipality_code=owner.code,
        members=owner.members,
        kind=kind,
        year_from=first,
        year_to=years[1] if years else None,
        status=status,
        date=date,
        decided_by=decided.body,
        decision=decided.decision,
        part_of=part,
        url=properties.url,
        confidence=(
            ("title", round(sure_title, 2)),
            ("municipality", owner.sure),
            ("members", 0.6 if owner.members else 0.0),
            ("kind", sure_kind),
            ("years", sure_years),
            ("status", sure_status),
            ("date", sure_date),
            ("decision", decided.sure),
            ("part_of", 0.8 if part else 0.0),
        ),
    )


def _words_of(source: str) -> str:
    """Return the file name as words."""
    return re.sub(r"[-_.\s]+", " ", Path(source).stem).strip()


def _opening(text: str) -> list[str]:
    """Return the first lines with text in them."""
    lines = (line.strip() for line in text[:OPENING].split("\n"))
    return [line for line in lines if line][:MOST_LINES]


def _looks(text: str, blocks: Sequence[Block]) -> Looks:
    """Return which of the first lines are headings, and which are rows of a table."""
    first = [(block.kind, block.span.of(text)) for block in blocks if block.span.start < OPENING]
    return Looks(
        frozenset(words for kind, words in first if kind is BlockKind.HEADING),
        frozenset(row for kind, words in first if kind is BlockKind.TABLE for row in words.split("\n")),
    )


def _years(
    title: str, name: str, lines: Sequence[str], text: str, kind: str, date: str | None
) -> tuple[tuple[int, int] | None, float]:
    """Return the years that the document is about: by title, file name, the year of the one day that
    it is about, and then the first lines and the opening of the text."""
    year = int(date[:4]) if date else None
    day = (year, year) if year else None
    of_title, of_name = period_in(title), period_in(name)
    if of_title and of_name and of_name[0] <= of_title[0] and of_title[1] < of_name[1]:
        return of_name, 0.7
    if kind == "beleidsplan" and of_title and year and of_title[0] == of_title[1] >= year + HORIZON:
        return (year, of_title[1]), 0.6
    for found, sure in (
        (of_title, 0.9),
        (of_name, 0.85),
        (day if kind in OF_ONE_DAY else None, 0.7),
        (next((p for line in lines[:12] if _no_sentence(line) and (p := period_in(line))), None), 0.6),
        (usual_year(text) if kind in YEARLY else None, 0.45),
        (period_in(text[:1500]), 0.4),
        (day, 0.3),
    ):
        if found:
            return found, sure
    return None, 0.0


def _no_sentence(line: str) -> bool:
    return len(line) < 160 and not line.endswith((".", ",", ";"))


def with_part(description: Description) -> Description:
    """Return the description with the part of the whole that its title names, where it does."""
    part = part_in(description.title, "", description.kind, description.year_from)
    return replace(description, part_of=part) if part and not description.part_of else description


def override(description: Description, said: Mapping[str, object]) -> Description:
    """Return the description with the given fields, of which the confidence becomes 1.0."""
    changes = {key: value for key, value in said.items() if key in FIELDS and value is not None}
    if not changes:
        return description
    if "municipality" in changes:
        place = find_municipality(str(changes["municipality"]))
        changes["municipality"] = place.name if place else changes["municipality"]
        changes["municipality_code"] = place.code if place else said.get("municipality_code")
        if changes["municipality"] != description.municipality:
            changes["members"] = ()
    sure = {**dict(description.confidence), **dict.fromkeys(changes.keys() & FIELDS, 1.0)}
    said_years = {"year_from", "year_to"} & changes.keys()
    if said_years:
        sure["years"] = 1.0
    if with_part(replace(description, part_of=None)).part_of == description.part_of:
        changes.setdefault("part_of", None)  # it follows from the title, and again from the new one
    fields: dict[str, object] = {**changes, "confidence": tuple(sorted(sure.items()))}
    found = with_part(replace(description, **fields))  # type: ignore[arg-type]  # keys are FIELDS
    if len(said_years) == 1 and years_reversed(found):
        # The year that is said is right, so the one that was inferred beside it is not.
        year = changes[said_years.pop()]
        found = replace(found, year_from=year, year_to=year)  # type: ignore[arg-type]
    return found


def said_too(before: Mapping[str, object], now: Mapping[str, object]) -> dict[str, object]:
    """Return what was said before with what is said now in its place; of the years before, what contradicts
    the one that is said now is no longer said."""
    found = {**before, **now}
    first, last = found.get("year_from"), found.get("year_to")
    if isinstance(first, int) and isinstance(last, int) and first > last:
        gone = {"year_from", "year_to"} - now.keys()
        return {name: value for name, value in found.items() if name not in gone}
    return found


def years_reversed(description: Description) -> bool:
    """Tell whether the first year comes after the last."""
    first, last = description.year_from, description.year_to
    return first is not None and last is not None and first > last


def corrected(description: Description, said: Mapping[str, object]) -> Description:
    """Return the description with what is said now, and what was said before where nothing is."""
    now = {key: value for key, value in said.items() if value is not None}
    return override(description, {**said_before(description), **now})


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
        return descriptions_in(path.read_bytes(), str(path))
    except OSError as error:
        raise ReadError("bad_description", source=str(path), reason=str(error)) from error


def descriptions_in(data: bytes, source: str) -> dict[str, dict[str, object]]:
    """Return the contents of a ``documents.json``, by file name.

    Raises ReadError ``bad_description`` with ``source`` and what is wrong.
    """
    try:
        found = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise ReadError("bad_description", source=source, reason=str(error)) from error
    if not isinstance(found, dict) or not all(isinstance(v, dict) for v in found.values()):
        raise ReadError("bad_description", source=source, reason="geen object per bestandsnaam")
    for name, fields in found.items():
        _check(source, name, fields)
    return found


def _check(source: str, name: str, fields: Mapping[str, object]) -> None:
    for key, value in fields.items():
        if key in FIELDS and value is not None and not _can_be(key, value):
            raise ReadError("bad_description", source=source, reason=f"{name}: {key} = {value!r}")
    first, last = fields.get("year_from"), fields.get("year_to")
    if isinstance(first, int) and isinstance(last, int) and first > last:
        reason = f"{name}: year_from {first} > year_to {last}"
        raise ReadError("bad_description", source=source, reason=reason)


def _can_be(key: str, value: object) -> bool:
    """Tell whether a field can have this value."""
    if key in ("year_from", "year_to"):
        return isinstance(value, int) and not isinstance(value, bool) and value in POSSIBLE_YEARS
    if not isinstance(value, str) or len(value) > MOST_SAID or not is_readable(value):
        return False
    return key != "date" or is_date(value)


def check_said(said: Mapping[str, object]) -> None:
    """Check what is said of a document; raises QuestionError ``unreadable_text`` for signs that no line of
    text has."""
    if not all(is_readable(value) for value in said.values() if isinstance(value, str)):
        raise QuestionError("unreadable_text")


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
