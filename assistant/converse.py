"""Conversation: a question that leans on the one before it, read as a whole question by rule.

Nothing is kept here: the last turn comes in as a value and the next one goes out as a value.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from assistant.follow_words import (
    APART,
    ASPECT_NOUNS,
    ASPECTS,
    AFTER_PRONOUN,
    DEMONSTRATIVES,
    FULL_PREPOSITIONS,
    FUNCTION,
    JOINTS,
    LEAD,
    MORE,
    MORE_WORDS,
    NARROWS,
    NUMBERED,
    OF_A_WHOLE,
    ONLY,
    OPENS_CLAUSE,
    ORDINALS,
    OTHERS,
    PRONOUN_ADVERB,
    QUESTION_WORDS,
    SUBJECT,
    THEM,
    THING,
    VERBS,
    WHERE,
    YEAR_AFTER,
    YEAR_BEFORE,
)
from assistant.question import years
from assistant.reply import Carried
from assistant.wording import (
    WORD,
    added,
    asked,
    content,
    kind_phrase,
    kind_spans,
    listed,
    looks_like_verb,
    masked,
    place_phrase,
    said_years,
    theme,
    tidy,
    with_places,
    with_years,
    without_kind,
)
from corpus.municipalities import mentions
from index.dutch import fold

# What is done about a subject, in words that say nothing of the subject itself.
APPROACH = "de aanpak van"


@dataclass(frozen=True, slots=True)
class Cited:
    """A quote of an answer: its document, where it stands there, and which part of the answer it
    was in (counted from 1)."""

    document_id: str
    start: int
    end: int
    part: int = 1
    municipality: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """What the next question may lean on: the question as it was read, what was understood of it,
    and what the answer cited.

    ``kinds`` and ``excluded`` (municipalities) limited the search; ``about_years`` are those of the
    document that the answer led with; ``cited`` is in the order of the numbers of the answer,
    ``seen`` what was shown in the turns before it on the same question.
    """

    question: str
    municipalities: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    about_years: tuple[int, ...] = ()
    cited: tuple[Cited, ...] = ()
    seen: tuple[Cited, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as it is read: the whole question, what was carried over into it, and what the
    search is limited to besides.

    ``shown`` are the quotes not to show again; ``fault`` is the code of what could not be followed
    ("no_such_part", "which_year"), if anything.
    """

    question: str
    carried: tuple[Carried, ...] = ()
    kinds: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    shown: tuple[Cited, ...] = ()
    fault: str | None = None


def read(question: str, turn: Turn | None, known: Collection[str] = ()) -> Reading:
    """Return the whole question that is meant; a question that stands on its own is not changed.

    ``known`` are the municipalities and organisations of the library.
    """
    if turn is None:
        return Reading(question)
    lead = LEAD.match(question)
    rest = question[lead.end() :] if lead else question
    only = ONLY.match(rest)
    rest = rest[only.end() :] if only else rest
    said = _Said(rest.strip(" ?.!"), question, bool(lead or only), known)
    if not said.text:
        return Reading(question)
    return _more(said, turn) or _change(said, turn) or _aspect(said, turn) or _subject(said, turn)


class _Said:
    """A follow-up taken apart: what it says without what opens it, and what it names itself."""

    def __init__(self, text: str, whole: str, led: bool, known: Collection[str]) -> None:
        self.text, self.whole, self.led, self.known = text, whole, led, known
        self.places = tuple(dict.fromkeys(name for _, _, name in mentions(text, known)))
        self.years = years(text)
        self.kinds = tuple(dict.fromkeys(kind for _, _, kind in kind_spans(text)))
        bare = masked(text, known)
        for pattern in (OTHERS, YEAR_BEFORE, YEAR_AFTER):
            bare = pattern.sub(lambda m: " " * len(m.group()), bare)
        self.words = [fold(match.group()) for match in WORD.finditer(text)]
        self.bare = bare
        self.content = [fold(match.group()) for match in content(bare)]
        self.subjects = [word for word in self.content if word not in ASPECTS]
        self.others = bool(OTHERS.search(text))
        self.step = -1 if YEAR_BEFORE.search(text) else 1 if YEAR_AFTER.search(text) else 0
        self.thing = refers(text)

    @property
    def english(self) -> bool:
        """True where its words are English."""
        return any(word in ("what", "how", "who", "why", "when", "where", "it", "and", "the") for word in self.words)

    @property
    def asks(self) -> bool:
        """True for a sentence; false for a fragment such as "voor kinderen"."""
        rest = [word for word in self.words if word not in ("hoeveel", "how", "much", "many")]
        return bool(rest) and (rest[0] in QUESTION_WORDS or any(word in VERBS for word in rest))

    @property
    def refers_to_them(self) -> bool:
        """True where "ze" or "daar" stands for a municipality: nobody was named before it."""
        match = THEM.search(self.text)
        if match is None:
            return False
        before = content(self.bare[: match.start()])
        return all(looks_like_verb(word.group()) for word in before)


def refers(text: str) -> bool:
    """Tell whether a question says "dat" or "daarvoor" of something that it does not name."""
    if PRONOUN_ADVERB.search(text) and not re.search(r"\ber(?:van|voor|op|aan|in)?\b", text, re.IGNORECASE):
        return True
    if APART.search(text) or re.search(r"\ber(?:voor|mee|over|tegen)\b", text, re.IGNORECASE):
        return True
    words = [match.group() for match in WORD.finditer(text)]
    folded = [fold(word) for word in words]
    for place, word in enumerate(folded):
        if not THING.fullmatch(word):
            continue
        after = folded[place + 1] if place + 1 < len(folded) else None
        before = folded[place - 1] if place else None
        if after is None or after in AFTER_PRONOUN:
            return True
        if word in DEMONSTRATIVES and before in NARROWS | SUBJECT and after not in FUNCTION:
            return True
        named_before = any(w not in FUNCTION and not looks_like_verb(w) for w in folded[:place])
        if named_before or before in OPENS_CLAUSE:
            continue
        if after in ASPECTS and (word != "het" or after not in ASPECT_NOUNS):
            return True
        if word in DEMONSTRATIVES and before is not None and after not in FUNCTION and word != "that":
            return True
    return False


def _more(said: _Said, turn: Turn) -> Reading | None:
    """Return the reading of a question for more, for one of the sources, or for where it stands."""
    number = _number(said)
    plain = all(w in MORE_WORDS or w in FUNCTION or w in ORDINALS or w.isdigit() for w in said.words)
    if not plain or said.places or said.years or said.others:
        return None
    subject = Carried("question", turn.question)
    same = Reading(turn.question, (subject,), turn.kinds, (), turn.excluded)
    if number is not None:
        return _numbered(same, turn, number)
    if WHERE.search(said.text) and not said.subjects:
        documents = tuple(dict.fromkeys(cited.document_id for cited in turn.cited))
        return replace(same, documents=documents)
    if MORE.search(said.whole) and not said.led or said.words in (["nog"], ["meer"], ["more"]):
        return replace(same, shown=(*turn.seen, *turn.cited))
    return None


def _number(said: _Said) -> int | None:
    """Return which one is meant by "het tweede", "bron 3" or "de laatste" (0)."""
    numbered = NUMBERED.search(said.text)
    if numbered:
        return int(numbered.group(1))
    if any(word in ("laatste", "last") for word in said.words):
        return 0
    return next((ORDINALS[word] for word in said.words if word in ORDINALS), None)


def _numbered(same: Reading, turn: Turn, number: int) -> Reading:
    """Return the reading that asks for more of one part of the answer; where the answer has one part
    only, of one of its sources."""
    parts = {cited.part: cited for cited in turn.cited}
    numbered = parts if len(parts) > 1 else dict(enumerate(turn.cited, 1))
    chosen = numbered.get(number or max(numbered, default=0))
    if chosen is None:
        return replace(same, fault="no_such_part")
    question = turn.question
    if len(parts) > 1 and chosen.municipality:
        question = with_places(question, (chosen.municipality,), parts_of(turn))
    return replace(
        same,
        question=question,
        documents=(chosen.document_id,),
        excluded=(),
        shown=(*turn.seen, *turn.cited),
        carried=(*same.carried, Carried("document", chosen.document_id)),
    )


def parts_of(turn: Turn) -> tuple[str, ...]:
    """Return the names that the last answer and question knew."""
    return tuple(dict.fromkeys((*turn.municipalities, *(cited.municipality for cited in turn.cited))))


def _change(said: _Said, turn: Turn) -> Reading | None:
    """Return the last question with another municipality, year or kind, where that is all that is new."""
    new = said.places or said.years or said.kinds or said.others or said.step
    if said.content or not new:
        return None
    if said.kinds and said.asks and not (said.led or said.thing):
        return None
    question, fault = turn.question, None
    carried = [Carried("topic", _theme_of(turn, said.known))]
    if said.places:
        question = with_places(question, said.places, said.known)
    elif said.others:
        question = with_places(question, (), said.known)
    elif turn.municipalities:
        carried.append(Carried("municipality", listed(turn.municipalities, ", ")))
    if said.years or said.step:
        wanted = said.years or _stepped(turn, said.step)
        question = with_years(question, wanted) if wanted else question
        fault = None if wanted else "which_year"
    elif turn.years:
        carried.append(Carried("year", said_years(turn.years)))
    kinds = turn.kinds
    if said.kinds:
        question = added(without_kind(question), kind_phrase(said.kinds[0]))
        kinds = said.kinds
    elif kinds:
        carried.append(Carried("kind", listed(kinds, ", ")))
    excluded = turn.municipalities if said.others else () if said.places else turn.excluded
    return Reading(question, tuple(carried), kinds, (), excluded, (), fault)


def _stepped(turn: Turn, step: int) -> tuple[int, ...]:
    """Return the year before or after the one that the last turn was about."""
    about = turn.years or turn.about_years
    return () if not about else (about[0] - 1,) if step < 0 else (about[-1] + 1,)


def _aspect(said: _Said, turn: Turn) -> Reading | None:
    """Return the reading of a question that asks something of the last subject: "wat kost dat?"."""
    if said.subjects:
        return None
    on_its_own = said.places or said.kinds
    if on_its_own and not (said.led or said.thing) and (OF_A_WHOLE.search(said.text) or said.kinds):
        return Reading(said.whole)
    if said.refers_to_them and not said.thing and not said.content:
        said = replace_text(said, "")
    subject = _theme_of(turn, said.known)
    question = _with_theme(said, _named(turn, said)) if said.text else turn.question
    return _carrying(said, turn, question, Carried("topic", subject))


def replace_text(said: _Said, text: str) -> _Said:
    """Return the follow-up with another text."""
    return _Said(text, said.whole, said.led, said.known)


def _with_theme(said: _Said, subject: str) -> str:
    """Return a question with the subject in the place of what stood for it, else at its end."""
    text = said.text
    apart = APART.search(text)
    if apart:
        preposition = FULL_PREPOSITIONS.get(apart.group(1).lower(), apart.group(1))
        end = text.rstrip(" ?").lower().rfind(apart.group(1).lower())
        return asked(f"{text[: apart.start()]} er {text[apart.end() : end]} {preposition} {subject}")
    for match in PRONOUN_ADVERB.finditer(text):
        preposition = FULL_PREPOSITIONS.get(match.group(1).lower(), match.group(1).lower())
        if match.group().lower() not in ("eraan", "erop", "erin", "eruit", "erom"):
            filler = " er" if re.match(r"hoeveel\b.*\b(?:is|was|zijn)\s*$", text[: match.start()], re.I) else ""
            return asked(f"{text[: match.start()]}{filler} {preposition} {subject} {text[match.end() :]}")
    for match in THING.finditer(text):
        after = WORD.search(text, match.end())
        next_word = fold(after.group()) if after else ""
        if match.group().lower() == "het" and next_word in ASPECT_NOUNS:
            continue
        if next_word in ASPECT_NOUNS and match.group().lower() != "it":
            break
        return asked(f"{text[: match.start()]}{subject}{text[match.end() :]}")
    if all(word in QUESTION_WORDS or word in FUNCTION for word in said.words):
        return added(text, subject)
    return added(text, f"{'for' if said.english else 'voor'} {subject}")


def _subject(said: _Said, turn: Turn) -> Reading:
    """Return the reading of a question with a subject of its own: a fragment narrows or replaces the
    last subject; a sentence keeps what it leans on; any other question stands on its own."""
    own = Reading(said.whole)
    if not said.asks and (said.led or (said.words[0] in NARROWS | SUBJECT and not said.thing)):
        return _fragment(said, turn)
    if said.thing:
        subject = _theme_of(turn, said.known)
        question = said.text
        if PRONOUN_ADVERB.search(question) or APART.search(question) or _ends_with_thing(said):
            question = _with_theme(said, _named(turn, said))
        else:
            question = added(question, f"({subject})")
        return _carrying(said, turn, question, Carried("topic", subject))
    if said.led or said.refers_to_them:
        return own if said.places else _carrying(said, turn, asked(said.text))
    return own


def _ends_with_thing(said: _Said) -> bool:
    """Tell whether the pronoun is a word by itself, without a noun after it."""
    for match in THING.finditer(said.text):
        after = WORD.search(said.text, match.end())
        if after is None or fold(after.group()) in AFTER_PRONOUN:
            return True
    return False


def _fragment(said: _Said, turn: Turn) -> Reading:
    """Return the last question narrowed by "voor kinderen", or about something else: "en sport?"."""
    text = _own_words(said)
    first, _, words = text.partition(" ")
    preposition = first.lower() if words and first.lower() in NARROWS | SUBJECT else ""
    base = turn.question
    subject = _theme_of(turn, said.known)
    if preposition in NARROWS and not _swapped(base, preposition, words):
        carried = Carried("topic", subject)
        return _carrying(said, turn, added(base, text), carried, whole=True)
    found = theme(base, said.known)
    swapped = _swapped(base, preposition, words) if preposition else None
    if swapped is None and found:
        swapped = asked(f"{base[: found.start]}{words if preposition else text}{base[found.end :]}")
    question = swapped or asked(said.text)
    return _carrying(said, turn, question, Carried("question", turn.question), whole=True)


def _own_words(said: _Said) -> str:
    """Return the words of a fragment without the municipality and years that it names, nor "hoeveel"."""
    text = with_years(with_places(said.text, (), said.known), ()) if said.places or said.years else said.text
    text = re.sub(r"^(?:hoeveel|how much|how many)\s+", "", text.strip(" ?"), flags=re.IGNORECASE)
    return text[:1].lower() + text[1:]


def _swapped(base: str, preposition: str, words: str) -> str | None:
    """Return a question with other words after a preposition that it has: "voor sport" becomes "voor
    jeugd"."""
    base = base.replace(f"{APPROACH} ", "")
    phrase = re.search(rf"\b{preposition}\s+(?!(?:de gemeente)\b)", base, re.IGNORECASE)
    if not phrase:
        return None
    end = phrase.end()
    for match in WORD.finditer(base, phrase.end()):
        word = fold(match.group())
        if end > phrase.end() and (word in JOINTS or word in VERBS or word in FUNCTION):
            break
        end = match.end()
    if masked(base)[phrase.end() : end].strip() == "":
        return None
    return asked(f"{base[: phrase.end()]}{words}{base[end:]}")


def _carrying(
    said: _Said, turn: Turn, question: str, topic: Carried | None = None, whole: bool = False
) -> Reading:
    """Return a reading with the municipality, years and kinds of the last turn where it names none
    itself. ``whole`` is true where the question is the last one, which names them already."""
    carried = [topic] if topic else []
    excluded: tuple[str, ...] = ()
    if said.places and whole:
        question = with_places(question, said.places, said.known)
    elif not said.places and turn.municipalities:
        if not mentions(question, said.known):
            question = added(question, place_phrase(turn.municipalities))
        carried.append(Carried("municipality", listed(turn.municipalities, ", ")))
    if not said.places:
        excluded = turn.excluded
    if said.years and whole:
        question = with_years(question, said.years)
    elif not said.years and turn.years:
        if not years(question):
            question = added(question, f"in {said_years(turn.years)}")
        carried.append(Carried("year", said_years(turn.years)))
    if turn.kinds and not said.kinds:
        carried.append(Carried("kind", listed(turn.kinds, ", ")))
    return Reading(asked(question), tuple(carried), () if said.kinds else turn.kinds, (), excluded)


def _theme_of(turn: Turn, known: Collection[str]) -> str:
    """Return what the last question was about, in its own words."""
    found = theme(turn.question, known)
    return found.text if found else tidy(turn.question).rstrip("?")


def _named(turn: Turn, said: _Said) -> str:
    """Return the last subject as the follow-up may name it: what is done about laaggeletterdheid is
    "de aanpak van laaggeletterdheid"."""
    found = theme(turn.question, said.known)
    if found is None or said.english:
        return _theme_of(turn, said.known)
    done = re.search(r"\b(?:aan|tegen)\s+(?:de\s+|het\s+)?$", turn.question[: found.start], re.IGNORECASE)
    of_money = OF_A_WHOLE.search(turn.question)
    return f"{APPROACH} {found.text}" if done and not of_money else found.text
