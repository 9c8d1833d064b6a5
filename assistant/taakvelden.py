"""What the row of a budget table is about: a taakveld of Iv3 and topics, or nothing where it is unsure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.taakveld_lists import (
    ASIDE,
    Scope,
    bare,
    fits,
    known_words,
    names_of_codes,
    nearly,
    plain,
    terms,
    written,
)
from assistant.topics import taakvelden
from index.engine import FigureRecord

CODE = re.compile(r"^(?:taakveld\s+)?(\d[.-]\d{1,3}[a-d]?)(?![\d.,%])[\s|:.–-]*", re.IGNORECASE)
CODE_BEHIND = re.compile(r"\((\d\.\d{1,3}[a-d]?)\)\s*$")
NUMBERING = re.compile(
    r"^(?:programma|thema|product|taakveld|beleidsveld)?\s*(?:p\s?\d+|\d+(?:\.\d+)*[a-z]?)[\s.|:)–-]+",
    re.IGNORECASE,
)
PROGRAMME = re.compile(r"^(?:p\s?\d+\b|programma\b)", re.IGNORECASE)
INCLUDES = re.compile(r"\(?\bincl(?:\.|usief)\s*([^)]*)\)?", re.IGNORECASE)
JOINED = re.compile(r"\s+(?:en|&|/)\s+|\s*,\s*")
LEAST_PIECES = 2
LAW = "wmo"
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
FROM_GROUP = 0.85


class Reason(StrEnum):
    """What told the taakveld, the surest first."""

    CODE = "code"
    NAME = "name"
    WORDS = "words"
    TOPIC = "topic"
    GROUP = "group"


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
    if SIDES.fullmatch(ASIDE.sub("", label).strip()):
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
    return tuple(names_of_codes())


def _finished(found: RowMeaning, label: str, around: str) -> RowMeaning:
    """Return a meaning with the topics that the label names and how it differs from its taakveld."""
    topics = found.topics or _topics_in(plain(_subject(label)), found.taakveld)
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
    printed = match[1].lower().replace("-", ".") if match else ""
    if not match or printed not in names_of_codes():
        return None
    within, names = names_of_codes()[printed]
    rest = plain(label.replace(match[0], " "))
    if not rest and "taakveld" not in around.casefold():
        return None
    exact = [name for name in names if plain(name) == rest]
    fitting = exact or [name for name in names if not rest or fits(rest, plain(name))]
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
    fine = names_of_codes()[printed][0] != printed
    short = len(rest.split()) < min(LEAST_PIECES, len(plain(name).split()))
    return 0.8 if short and not fine and "taakveld" not in around.casefold() else 1.0


def _of_the_lists(printed: str, within: str, name: str) -> Iterator[Difference]:
    """Yield how a code differs between the lists of the years: its name, or how it was split."""
    current = taakvelden()[within]
    if printed == within and name != current:
        yield Difference("taakveld_renamed", (("old", name), ("new", current)))
    finer = [code for code, (whole, _) in names_of_codes().items() if whole == printed != code]
    if len(finer) > 1:
        yield Difference("taakveld_split", (("whole", printed), ("finer", ", ".join(finer))))


def _by_itself(text: str, around: str, wide: str) -> RowMeaning | None:
    return _by_name(text, around) or _by_words(text, wide) or _by_topic(text) or _of_law(text)


def _of_law(text: str) -> RowMeaning | None:
    """The name of a taakveld with the law before it, where the list has it behind: "Wmo begeleiding"."""
    words = plain(text).split()
    return _by_name(" ".join(words[1:]), LAW) if words[:1] == [LAW] else None


def _by_parts(text: str, around: str, wide: str) -> RowMeaning | None:
    """Words joined by "en" that are all of one taakveld: "brandweer en rampenbestrijding"."""
    pieces = [piece for piece in JOINED.split(text) if piece.strip()]
    if plain(text).split()[:1] == [LAW]:
        pieces = [piece if place == 0 else f"{LAW} {piece}" for place, piece in enumerate(pieces)]
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
    words = plain(text)
    if found := written().get(words) or nearly(words):
        code, within, name = found
    elif found := bare().get(words):
        code, within, name = found
        # "Begeleiding" is that of the Wmo only where the Wmo is named.
        if code != within and LAW in plain(name) and LAW not in plain(around).split():
            return None
    else:
        return None
    scope = Scope.SAME if code == within else Scope.PART
    return RowMeaning(within, 0.95, Reason.NAME, name, scope, covers=(within,))


def _by_words(text: str, around: str) -> RowMeaning | None:
    """Known words and abbreviations, where they are the whole label."""
    known = known_words().get(plain(text))
    if known is None or (known.near and not set(known.near) & set(plain(around).split())):
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
    topics = terms().get(plain(text), ())
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


def _topics_in(words: str, code: str | None) -> tuple[str, ...]:
    """Return the topics of a taakveld that a label names, by a term or its own name."""
    found = [
        (len(term), topic)
        for term, topics in terms().items()
        if f" {term} " in f" {words} "
        for topic, codes in topics
        if code is None or code in codes
    ]
    return tuple(dict.fromkeys(topic for _, topic in sorted(found, key=lambda item: (-item[0], item[1]))))
