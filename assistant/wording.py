"""A question as text: its municipalities, years and kind of document changed or left out, its theme."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import simplemma

from assistant.follow_words import ARTICLES, ASPECTS, FUNCTION, JOINTS, KIND_IN_ENGLISH, QUESTION_WORDS
from assistant.places import I_LIVE_IN, is_village, named_places
from assistant.question import FRAME, FRAME_VERBS, LOOSE_WORDS
from corpus.kinds import KINDS
from corpus.municipalities import find_municipality
from index.dutch import fold

WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
PLACE_LEAD = re.compile(
    r"\b(?:(?:in|bij|te|door|van|voor|binnen|by)\s+)?(?:(?:de|the)\s+)?"
    r"(?:gemeenten?\s+|municipality of\s+)?$",
    re.IGNORECASE,
)
IN_PLACE = re.compile(r"^(?:in|bij|te|binnen|by)\b", re.IGNORECASE)
# What joined "ik woon in Emmen" to the question.
OPENS_REST = re.compile(r"^\s*[.,;:!]?\s*(?:en|maar|dus)?\b")
YEAR_PHRASE = re.compile(
    r"(?:\b(?:(?:sinds|vanaf|in|over|tot|voor|van|uit|since|from|for)\s+)?(?:het jaar\s+|the year\s+)?)?"
    r"(?<![\d.,])(?:19|20)\d{2}(?:\s*(?:[-–]|tot en met|t/m|tot|en|and|to)\s*(?:19|20)\d{2})*(?![\d.,]*\d)",
    re.IGNORECASE,
)
KIND_LEAD = re.compile(
    r"\b(?:(?:in|uit|volgens|from|according to)\s+)?(?:(?:het|de|een|the|dit|dat|die)\s+)?$", re.IGNORECASE
)
ENGLISH_KIND = re.compile("|".join(map(re.escape, KIND_IN_ENGLISH)), re.IGNORECASE)
DE_KINDS = frozenset("motie besluitenlijst verordening begroting nota".split())
JOINT_OF_NAMES = " en "


@dataclass(frozen=True, slots=True)
class Theme:
    """What a question is about: its words, and where they stand in the question."""

    text: str
    start: int
    end: int


def tidy(text: str) -> str:
    """Return the text with single spaces, none before a mark, and a capital first."""
    line = re.sub(r"\s+([?,.!;:])", r"\1", " ".join(text.split())).strip(" ,;:")
    return line[:1].upper() + line[1:]


def asked(text: str) -> str:
    """Return the text as a question, with one question mark."""
    return tidy(text.rstrip(" ?.!,;:")) + "?"


def added(question: str, phrase: str) -> str:
    """Return the question with a phrase at its end."""
    return asked(f"{question.rstrip(' ?.!,;:')} {phrase}")


def place_phrase(names: Sequence[str], joint: str = JOINT_OF_NAMES) -> str:
    """Return "in Emmen", or "bij GGD Flevoland": a body is not a place to be in."""
    lead = "in" if all(_sort(name) for name in names) else "bij"
    return f"{lead} {listed(names, joint)}"


def listed(names: Sequence[str], joint: str = JOINT_OF_NAMES) -> str:
    """Return names as a list in a sentence."""
    return joint.join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""


def with_places(question: str, names: Sequence[str], known: Collection[str] = ()) -> str:
    """Return the question about these municipalities, in the place of those it named.

    Without names it is about no municipality in particular: "wat doet Emmen" becomes "wat doet de
    gemeente".
    """
    found = named_places(question, known)
    if not found:
        return added(question, place_phrase(names)) if names else asked(question)
    start, end = found[0][0], found[-1][1]
    between = [word for _, word in words_between(question, start, end, found)]
    if any(word not in JOINTS for word in between):
        # Names that stand apart are each left out; the new ones come at the end.
        bare = question
        for first, last, _ in reversed(found):
            bare = _without_place(bare, first, last)
        return with_places(bare, names, known) if names else asked(bare)
    if not names:
        return asked(_without_place(question, start, end, several=len(found) > 1))
    if _fits(question[:start], [name for _, _, name in found], names):
        return asked(f"{question[:start]}{listed(names)}{question[end:]}")
    return with_places(_without_place(question, start, end, several=len(found) > 1), names, known)


def _fits(before: str, old: Sequence[str], names: Sequence[str]) -> bool:
    """Tell whether names can stand in the place of others: those of places after "in"; elsewhere as
    many municipalities as there were, since the verb agrees with them, or a body for a body."""
    new_sorts, old_sorts = {_sort(name) for name in names}, {_sort(name) for name in old}
    lead = PLACE_LEAD.search(before)
    if lead and IN_PLACE.match(lead.group()):
        return new_sorts == old_sorts or None not in new_sorts | old_sorts
    fits = new_sorts == old_sorts or (new_sorts == {"gemeente"} and None not in old_sorts)
    return fits and (len(names) > 1) == (len(old) > 1)


def _sort(name: str) -> str | None:
    """Return whether a name is that of a municipality or a village; None for that of a body."""
    return "gemeente" if find_municipality(name) else "dorp" if is_village(name) else None


def words_between(
    question: str, start: int, end: int, found: Sequence[tuple[int, int, str]]
) -> list[tuple[int, str]]:
    """Return the words between named municipalities, with where they begin."""
    return [
        (m.start(), m.group().casefold())
        for m in WORD.finditer(question, start, end)
        if not any(a <= m.start() < b for a, b, _ in found)
    ]


def _without_place(question: str, start: int, end: int, several: bool = False) -> str:
    lives = I_LIVE_IN.search(question[:start])
    if lives:
        rest = OPENS_REST.sub(" ", question[end:], count=1)
        return f"{question[: lives.start()]}{rest}"
    lead = PLACE_LEAD.search(question[:start])
    before = lead.start() if lead else start
    phrase = question[before:start]
    unnamed = "de gemeenten" if several else "de gemeente"
    kept = "" if IN_PLACE.match(phrase) or not re.search(r"\w", question[:before]) else f" {unnamed} "
    if re.match(r"(?:van|voor|door)\b", phrase, re.IGNORECASE):
        kept = f" {phrase.split()[0]} {unnamed} "
    return f"{question[:before]}{kept}{question[end:]}"


def with_years(question: str, years: Sequence[int]) -> str:
    """Return the question about these years, in the place of those it named; without years, of any."""
    found = list(YEAR_PHRASE.finditer(question))
    said = said_years(years)
    if not found:
        return added(question, f"in {said}") if said else asked(question)
    for match in reversed(found[1:]):
        question = f"{question[: match.start()]} {question[match.end() :]}"
    match = found[0]
    if said:
        old = match.group()
        first = re.search(r"(?:19|20)\d{2}", old)
        lead = old[: first.start()] if first else ""
        lead = "in " if re.match(r"sinds|vanaf|since|from", lead, re.IGNORECASE) else lead
        said = f"{lead}{said}"
    return asked(f"{question[: match.start()]} {said} {question[match.end() :]}")


def said_years(years: Sequence[int]) -> str:
    """Return years in words: "2021", "2017-2020", "2018 en 2021"."""
    if len(years) > 1 and years[-1] - years[0] == len(years) - 1:
        return f"{years[0]}-{years[-1]}"
    return listed([str(year) for year in years])


def kind_spans(question: str) -> list[tuple[int, int, str]]:
    """Return (start, end, kind) of the kinds of document that a question names."""
    text = LOOSE_WORDS.sub(lambda m: " " * len(m.group()), question)
    found = [(m.start(), m.end(), name) for name, pattern in KINDS for m in pattern.finditer(text)]
    found += [(m.start(), m.end(), KIND_IN_ENGLISH[m.group().lower()]) for m in ENGLISH_KIND.finditer(text)]
    return sorted(found)


def without_kind(question: str) -> str:
    """Return the question without the kind of document that it names."""
    for start, end, _ in reversed(kind_spans(question)):
        lead = KIND_LEAD.search(question[:start])
        question = f"{question[: lead.start() if lead else start]} {question[end:]}"
    return asked(question)


def kind_phrase(kind: str) -> str:
    """Return "in de begroting", "in het beleidsplan"."""
    return f"in {'de' if kind in DE_KINDS else 'het'} {kind}"


def masked(question: str, known: Collection[str] = ()) -> str:
    """Return the question, as long, with spaces for municipalities, years, kinds and framing words."""
    text = question
    spans = [(_place_start(question, a), b) for a, b, _ in named_places(question, known)]
    spans += [m.span() for m in YEAR_PHRASE.finditer(question)]
    spans += [(a, b) for a, b, _ in kind_spans(question)]
    spans += [m.span() for m in FRAME.finditer(question)]
    for start, end in spans:
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return text


def _place_start(question: str, start: int) -> int:
    """Return where a place begins in a question, with the "in" or "ik woon in" before it."""
    before = question[:start]
    lead = I_LIVE_IN.search(before) or PLACE_LEAD.search(before)
    return lead.start() if lead and (IN_PLACE.match(lead.group()) or I_LIVE_IN.match(lead.group())) else start


def content(text: str) -> list[re.Match[str]]:
    """Return the words of a masked question that are neither function words nor asking."""
    return [
        match
        for match in WORD.finditer(text)
        if fold(match.group()) not in FUNCTION and lemma(match.group()) not in FRAME_VERBS
    ]


def lemma(word: str) -> str:
    """Return the dictionary form of a word."""
    return str(simplemma.lemmatize(word.casefold(), lang="nl"))


def looks_like_verb(word: str) -> bool:
    """Tell whether a word may be a verb: its dictionary form ends as one."""
    return lemma(word).endswith("en") and bool(simplemma.is_known(word.casefold(), lang="nl"))


def theme(question: str, known: Collection[str] = ()) -> Theme | None:
    """Return what a question is about, None where it names nothing.

    "Wat doen we in Emmen aan hulp bij schulden?" is about "hulp bij schulden". Words that only ask
    something of it stand aside where others are left.
    """
    text = masked(question, known)
    found = content(text)
    while len(found) > 1 and _opens_only(found[0], text):
        found = found[1:]
    while len(found) > 1 and fold(found[-1].group()) in ASPECTS:
        found = found[:-1]
    if not found:
        return None
    start, end = found[0].start(), found[-1].end()
    own = {match.start() for match in found}
    kept = [
        match.group()
        for match in WORD.finditer(text, start, end)
        if match.start() in own or fold(match.group()) in JOINTS
    ]
    return Theme(" ".join(kept), start, end)


def _opens_only(match: re.Match[str], text: str) -> bool:
    """Tell whether a word is the verb that follows a question word, or asks of the subject."""
    word = match.group()
    if fold(word) in ASPECTS:
        return True
    before = WORD.findall(text[: match.start()])
    last = fold(before[-1]) if before else ""
    return looks_like_verb(word) and last not in ARTICLES and (not last or last in QUESTION_WORDS)
