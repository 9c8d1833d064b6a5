"""What the row of a budget table is about: a taakveld of Iv3 and topics, or nothing where it is unsure.

Names and codes are those of the Iv3 instructions for municipalities: of 2017 to 2022, of 2023 (6.71,
6.72, 6.81 and 6.82 were split, 6.2 and 6.4 got another name) and of later (6.711, 6.751, ...).
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache

from assistant.topics import TAXONOMY, load_topics, taakvelden
from index.engine import FigureRecord

CODE = re.compile(r"^(?:taakveld\s+)?(\d\.\d{1,3}[a-d]?)(?![\d.,%])[\s|:.–-]*", re.IGNORECASE)
CODE_BEHIND = re.compile(r"\((\d\.\d{1,3}[a-d]?)\)\s*$")
NUMBERING = re.compile(
    r"^(?:programma|thema|product|taakveld|beleidsveld)?\s*(?:p\s?\d+|\d+(?:\.\d+)*[a-z]?)[\s.|:)–-]+",
    re.IGNORECASE,
)
PROGRAMME = re.compile(r"^(?:p\s?\d+\b|programma\b)", re.IGNORECASE)
INCLUDES = re.compile(r"\(?\bincl(?:\.|usief)\s*([^)]*)\)?", re.IGNORECASE)
ASIDE = re.compile(r"\([^)]*\)|\*")
WORD = re.compile(r"[a-z0-9]+")
AGE = re.compile(r"\b18\s?[-+–−](?!\d)")
JOINED = re.compile(r"\s+(?:en|&|/)\s+|\s*,\s*")
LEAST_PIECES = 2
# Words around what a row is about.
FRAME = frozenset("thema programma taakveld beleidsveld product totaal subtotaal lasten baten saldo".split())
# A row that only says which side of its group it is.
SIDES = re.compile(
    r"(?:totaal |totale |sub ?totaal )?(?:lasten|baten|saldo|uitgaven|inkomsten|kosten|opbrengsten"
    r"|toevoeging(?:en)?|onttrekking(?:en)?|saldo van baten en lasten)",
    re.IGNORECASE,
)
# Rows of these tables are no costs or income of a task in a year, whatever their label says.
NO_TASK = re.compile(
    r"kostendekkend|toe te rekenen|balans|activa\b|passiva\b|reserves\b|voorziening(?:en)?\b(?!.*sociaal)"
    r"|tarie[fv]|risico|weerstand|indicator|kwijtscheld|emu|kasgeld|woonlasten|\bfte|formatie"
    r"|verbonden partij|deelnemersbijdrage|kengetal",
    re.IGNORECASE,
)
INVESTMENT = re.compile(r"investering|krediet", re.IGNORECASE)
LEAST_SHARED = 0.5
LEAST_ABBREVIATED = 2
FROM_GROUP = 0.85


class Reason(StrEnum):
    """What told the taakveld, the surest first."""

    CODE = "code"
    NAME = "name"
    WORDS = "words"
    TOPIC = "topic"
    GROUP = "group"


class Scope(StrEnum):
    """How what the row counts lies to its taakveld."""

    SAME = "same"
    PART = "part"
    WIDER = "wider"


@dataclass(frozen=True, slots=True)
class Difference:
    """Why a row is not the taakveld itself, or not what another row is: a code and its parameters."""

    code: str
    parameters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RowMeaning:
    """What a row is about.

    ``taakveld`` is a code of ``topics.taakvelden()``, the row of a comparison in which it may stand;
    None where only the topics are known. ``confidence`` 0..1 is about the taakveld (or the topics),
    ``found`` are the words that told it and ``reason`` how. ``printed`` is the code as printed, which
    may be finer or of an older list. ``covers`` are all taakvelden that the words take in.
    """

    taakveld: str | None
    confidence: float
    reason: Reason
    found: str
    scope: Scope = Scope.SAME
    printed: str | None = None
    covers: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()

    @property
    def name(self) -> str:
        """The name of the taakveld as it is now; empty where none is known."""
        return taakvelden()[self.taakveld] if self.taakveld else ""


@dataclass(frozen=True, slots=True)
class _Words:
    code: str
    scope: Scope
    covers: tuple[str, ...]
    near: tuple[str, ...]


def figure_meaning(record: FigureRecord) -> RowMeaning | None:
    """Return what the row of a figure is about; None where that is not sure."""
    return row_meaning(record.label, record.parents, record.section, record.header)


def row_meaning(
    label: str, parents: Sequence[str] = (), section: Sequence[str] = (), header: str = ""
) -> RowMeaning | None:
    """Return what a row is about; ``parents`` and ``section`` go from wide to narrow."""
    around = " ".join((*parents, *section[-1:], header))
    text = _subject(label)
    if found := _by_code(label, around):
        return _finished(found, label, around)
    if NO_TASK.search(around):
        return None
    if SIDES.fullmatch(label.strip()):
        return _by_group(parents, section, around)
    wide = " ".join((*parents, *section, header))
    found = _by_itself(text, around, wide) or _by_parts(text, around, wide)
    return _finished(found, label, around) if found else None


def is_of(record: FigureRecord, code: str) -> bool:
    """Tell whether the row of a figure is of a taakveld, or has this finer code printed beside it."""
    found = figure_meaning(record)
    return found is not None and code.lower() in (found.taakveld, found.printed)


def known_codes() -> tuple[str, ...]:
    """Return the codes of all lists, those of today first."""
    return tuple(_names())


def difference_between(first: RowMeaning, second: RowMeaning) -> tuple[Difference, ...]:
    """Return why two rows of one taakveld don't count the same; nothing where they do.

    One that was split later is said so of two equal codes as well: they may be of different years.
    """
    if (first.scope, first.printed, first.found) == (second.scope, second.printed, second.found):
        return tuple(item for item in first.differences if item.code == "taakveld_split")
    return tuple(dict.fromkeys((*first.differences, *second.differences)))


def _finished(found: RowMeaning, label: str, around: str) -> RowMeaning:
    """Return a meaning with the topics that the label names and how it differs from its taakveld."""
    topics = found.topics or _topics_in(_plain(_subject(label)), found.taakveld)
    differences = list(found.differences)
    if found.taakveld and found.scope is Scope.WIDER:
        covers = ", ".join(f"{code} {taakvelden()[code]}" for code in found.covers)
        differences.append(Difference("taakveld_wider", (("words", found.found), ("covers", covers))))
    elif found.taakveld and found.scope is Scope.PART:
        whole = f"{found.taakveld} {found.name}"
        words = f"{found.printed} {found.found}" if found.printed else found.found
        differences.append(Difference("taakveld_part", (("words", words), ("whole", whole))))
    if extra := INCLUDES.search(label):
        differences.append(Difference("taakveld_includes", (("what", extra[1].strip()),)))
    if PROGRAMME.search(label) and found.reason is not Reason.CODE:
        differences.append(Difference("taakveld_programme", (("words", label.strip()),)))
    if INVESTMENT.search(around):
        differences.append(Difference("taakveld_investment"))
    return replace(found, topics=topics, differences=tuple(differences))


def _by_code(label: str, around: str) -> RowMeaning | None:
    """A code that belongs to the words beside it, or a bare one in a table of taakvelden."""
    match = CODE.match(label.strip()) or CODE_BEHIND.search(label.strip())
    if not match or match[1].lower() not in _names():
        return None
    printed = match[1].lower()
    within, names = _names()[printed]
    rest = _plain(label.replace(match[0], " "))
    if not rest and "taakveld" not in around.casefold():
        return None
    exact = [name for name in names if _plain(name) == rest]
    fitting = exact or [name for name in names if not rest or _fits(rest, _plain(name))]
    if not fitting:
        return None
    name = fitting[0]
    return RowMeaning(
        taakveld=within,
        confidence=_sureness(printed, rest, name, around),
        reason=Reason.CODE,
        found=name,
        scope=Scope.SAME if printed in (within, "6.60") else Scope.PART,
        printed=printed,
        covers=(within,),
        differences=tuple(_of_the_lists(printed, within, name)),
    )


def _sureness(printed: str, rest: str, name: str, around: str) -> float:
    """Return how sure a code is: beside a short word it may also be the number of a chapter."""
    if not rest:
        return 0.9
    fine = _names()[printed][0] != printed
    short = len(rest.split()) < min(LEAST_PIECES, len(_plain(name).split()))
    return 0.8 if short and not fine and "taakveld" not in around.casefold() else 1.0


def _of_the_lists(printed: str, within: str, name: str) -> Iterator[Difference]:
    """Yield how a code differs between the lists of the years: its name, or how it was split."""
    current = taakvelden()[within]
    if printed == within and name != current:
        yield Difference("taakveld_renamed", (("old", name), ("new", current)))
    finer = [code for code, (whole, _) in _names().items() if whole == printed != code]
    if len(finer) > 1:
        yield Difference("taakveld_split", (("whole", printed), ("finer", ", ".join(finer))))


def _by_itself(text: str, around: str, wide: str) -> RowMeaning | None:
    return _by_name(text, around) or _by_words(text, wide) or _by_topic(text)


def _by_parts(text: str, around: str, wide: str) -> RowMeaning | None:
    """Words joined by "en" that are all of one taakveld: "brandweer en rampenbestrijding"."""
    pieces = [piece for piece in JOINED.split(text) if piece.strip()]
    found = [_by_itself(piece, around, wide) for piece in pieces]
    known = [item for item in found if item and item.taakveld]
    if len(pieces) < LEAST_PIECES or len(known) < len(pieces) or len({i.taakveld for i in known}) > 1:
        return None
    covers = tuple(dict.fromkeys(code for item in known for code in item.covers))
    least = min(known, key=lambda item: item.confidence)
    scope = Scope.WIDER if len(covers) > 1 else Scope.PART
    return replace(least, found=text.strip(), scope=scope, covers=covers, topics=())


def _by_name(text: str, around: str) -> RowMeaning | None:
    """The name of a taakveld of any year, written out."""
    words = _plain(text)
    if found := _written().get(words):
        code, within, name = found
    elif found := _bare().get(words):
        code, within, name = found
        # "Begeleiding" is that of the Wmo only where the Wmo is named.
        if code != within and "wmo" in _plain(name) and "wmo" not in _plain(around).split():
            return None
    else:
        return None
    scope = Scope.SAME if code == within else Scope.PART
    return RowMeaning(within, 0.95, Reason.NAME, name, scope, covers=(within,))


def _by_words(text: str, around: str) -> RowMeaning | None:
    """Known words and abbreviations, where they are the whole label."""
    known = _known_words().get(_plain(text))
    if known is None or (known.near and not set(known.near) & set(_plain(around).split())):
        return None
    confidence = 0.8 if known.scope is Scope.SAME else 0.7
    return RowMeaning(
        known.code,
        confidence,
        Reason.WORDS,
        text.strip(),
        known.scope,
        covers=known.covers or (known.code,),
    )


def _by_topic(text: str) -> RowMeaning | None:
    """A policy term of a topic that is the whole label; one in two taakvelden tells only the topic."""
    topics = _terms().get(_plain(text), ())
    codes = {code for topic in topics for code in topic[1]}
    if not topics or any(code.startswith("0.") for code in codes):
        return None
    ids = tuple(topic[0] for topic in topics)
    code = codes.pop() if len(codes) == 1 else None
    scope = Scope.PART if code else Scope.SAME
    covers = (code,) if code else tuple(sorted(codes))
    return RowMeaning(code, 0.6 if code else 0.5, Reason.TOPIC, text.strip(), scope, None, covers, ids)


def _by_group(parents: Sequence[str], section: Sequence[str], around: str) -> RowMeaning | None:
    """The group or section of a row that says only which side it is, where that one is sure."""
    for words in (*reversed(parents), *section[-1:]):
        found = _by_code(words, around) or _by_name(_subject(words), around)
        if found:
            sure = found.confidence * FROM_GROUP
            return replace(_finished(found, words, around), confidence=sure, reason=Reason.GROUP)
    return None


def _subject(label: str) -> str:
    """Return a label without numbering, what stands between brackets, and frame words. Of cells that
    were joined the first with words counts."""
    pieces = [piece for piece in label.split("|") if len(re.findall(r"[^\W\d_]", piece)) > 1]
    text = INCLUDES.sub(" ", NUMBERING.sub("", (pieces or [label])[0].strip()))
    kept = [word for word in ASIDE.sub(" ", text).split() if word.casefold().strip(":") not in FRAME]
    return " ".join(kept) or text.strip()


@lru_cache(maxsize=20_000)
def _plain(text: str) -> str:
    """Return the words of a text in small letters, without accents and signs."""
    letters = unicodedata.normalize("NFKD", AGE.sub(_age, text.casefold()))
    return " ".join(WORD.findall("".join(c for c in letters if not unicodedata.combining(c))))


def _age(found: re.Match[str]) -> str:
    """Care below and above 18 differs in a sign only."""
    return "18plus" if "+" in found[0] else "18min"


def _fits(written: str, name: str) -> bool:
    """Tell whether words may be this name, cut off or abbreviated: "alg uitk gemeentefonds"."""
    words = [word for word in written.split() if len(word) >= LEAST_ABBREVIATED]
    known = [word for word in name.split() if len(word) >= LEAST_ABBREVIATED]
    if not words:
        return False
    fitting = [w for w in words if any(k.startswith(w) or w.startswith(k) for k in known)]
    long = [w for w in fitting if len(w) > LEAST_ABBREVIATED + 1]
    return bool(long) and len(fitting) >= LEAST_SHARED * len(words)


def _topics_in(words: str, code: str | None) -> tuple[str, ...]:
    """Return the topics of a taakveld that a label names, by a term or its own name."""
    found = [
        (len(term), topic)
        for term, topics in _terms().items()
        if f" {term} " in f" {words} "
        for topic, codes in topics
        if code is None or code in codes
    ]
    return tuple(dict.fromkeys(topic for _, topic in sorted(found, key=lambda item: (-item[0], item[1]))))


@cache
def _names() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return every code, also older and finer ones: the code it counts within, and its names."""
    found: dict[str, tuple[str, tuple[str, ...]]] = {
        code: (code, (name,)) for code, name in taakvelden().items()
    }
    for row in _rows("taakveld-names.csv"):
        known = found.get(row["code"], (row["within"], ()))
        found[row["code"]] = (known[0], (*known[1], row["name"]))
    return found


@cache
def _written() -> dict[str, tuple[str, str, str]]:
    """Return each name in plain words: its code, the one it counts within, and the name."""
    found: dict[str, tuple[str, str, str]] = {}
    for code, (within, names) in _names().items():
        for name in names:
            found.setdefault(_plain(name), (code, within, name))
    return found


@cache
def _bare() -> dict[str, tuple[str, str, str]]:
    """Return the names without what stands between brackets."""
    found: dict[str, tuple[str, str, str]] = {}
    for entry in _written().values():
        found.setdefault(_plain(ASIDE.sub(" ", entry[2])), entry)
    return found


@cache
def _known_words() -> dict[str, _Words]:
    return {
        row["words"]: _Words(
            row["code"], Scope(row["scope"]), tuple(row["covers"].split()), tuple(row["near"].split())
        )
        for row in _rows("taakveld-words.csv")
    }


@cache
def _terms() -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    """Return each policy term in plain words: the topics that have it, with their taakvelden."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for topic in load_topics():
        if topic.taakvelden and topic.is_municipal:
            for term in (*topic.terms, topic.name):
                found.setdefault(_plain(term), {})[topic.id] = topic.taakvelden
    return {term: tuple(topics.items()) for term, topics in found.items()}


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(TAXONOMY.joinpath(name).read_text(encoding="utf-8").splitlines()))
