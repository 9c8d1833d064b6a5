"""Conversation: a question that leans on the one before it, read as a whole question by rule.

Nothing is kept here: the last turn comes in as a value and the next one goes out as a value.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from assistant.follow_words import (
    APART,
    ARTICLES,
    FUNCTION,
    LEAD,
    MORE,
    MORE_WORDS,
    NARROWS,
    NUMBERED,
    OF_A_WHOLE,
    ONLY,
    ORDINALS,
    PRONOUN_ADVERB,
    SUBJECT,
    THANKS,
    WHERE,
)
from assistant.places import named_places
from assistant.question import years
from assistant.replace_words import APPROACH, own_words, same_noun, swapped_after, with_theme
from assistant.reply import Carried
from assistant.said import Said, ends_with_thing
from assistant.turn import Reading, Turn
from assistant.wording import (
    added,
    asked,
    kind_phrase,
    listed,
    place_phrase,
    said_years,
    theme,
    tidy,
    with_places,
    with_years,
    without_kind,
)
from index.dutch import fold

ENDS_WITH_ARTICLE = re.compile(r"\b(?:de|het|een|the|an?)\s+$", re.IGNORECASE)


def read(question: str, turn: Turn | None, known: Collection[str] = ()) -> Reading:
    """Return the whole question that is meant; a question that stands on its own is not changed.

    ``known`` are the municipalities and organisations of the library.
    """
    if turn is None or THANKS.search(question):
        return Reading(question)
    lead = LEAD.match(question)
    rest = question[lead.end() :] if lead else question
    only = ONLY.match(rest)
    rest = rest[only.end() :] if only else rest
    said = Said(rest.strip(" ?.!"), question, bool(lead or only), known)
    if not said.text:
        return Reading(question)
    return _more(said, turn) or _change(said, turn) or _aspect(said, turn) or _subject(said, turn)


def _more(said: Said, turn: Turn) -> Reading | None:
    """Return the reading of a question for more, for one of the sources, or for where it stands."""
    number = _number(said)
    plain = all(w in MORE_WORDS or w in FUNCTION or w in ORDINALS or w.isdigit() for w in said.words)
    if not plain or said.places or said.years or said.others:
        return None
    subject = Carried("question", turn.question)
    same = Reading(turn.question, (subject,), turn.kinds, (), turn.excluded)
    if number is not None:
        return _numbered(same, turn, number)
    if WHERE.search(said.text):
        documents = tuple(dict.fromkeys(cited.document_id for cited in turn.cited))
        return replace(same, documents=documents)
    if (MORE.search(said.whole) and not said.led) or said.words in (["nog"], ["meer"], ["verder"], ["more"]):
        return replace(same, shown=(*turn.seen, *turn.cited))
    return None


def _number(said: Said) -> int | None:
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


def _change(said: Said, turn: Turn) -> Reading | None:
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


def _aspect(said: Said, turn: Turn) -> Reading | None:
    """Return the reading of a question that asks something of the last subject: "wat kost dat?"."""
    if said.subjects:
        return None
    on_its_own = said.places or said.kinds
    if on_its_own and not (said.led or said.thing) and (OF_A_WHOLE.search(said.text) or said.kinds):
        return Reading(said.whole)
    subject = _theme_of(turn, said.known)
    only_them = said.refers_to_them and not said.thing and not said.content
    question = turn.question if only_them else with_theme(said, _named(turn, said))
    return _carrying(said, turn, question, Carried("topic", subject))


def _subject(said: Said, turn: Turn) -> Reading:
    """Return the reading of a question with a subject of its own: a fragment narrows or replaces the
    last subject; a sentence keeps what it leans on; any other question stands on its own."""
    own = Reading(said.whole)
    if not said.asks and (said.led or (said.words[0] in NARROWS | SUBJECT and not said.thing)):
        return _fragment(said, turn)
    if said.thing:
        subject = _theme_of(turn, said.known)
        question = said.text
        if PRONOUN_ADVERB.search(question) or APART.search(question) or ends_with_thing(said):
            question = with_theme(said, _named(turn, said))
        else:
            question = added(question, f"({subject})")
        return _carrying(said, turn, question, Carried("topic", subject))
    if said.led or said.refers_to_them:
        return own if said.places else _carrying(said, turn, asked(said.text))
    return own


def _fragment(said: Said, turn: Turn) -> Reading:
    """Return the last question narrowed by "voor kinderen", or about something else: "en sport?"."""
    text = own_words(said)
    first, _, words = text.partition(" ")
    preposition = first.lower() if words and first.lower() in NARROWS | SUBJECT else ""
    base = turn.question
    subject = _theme_of(turn, said.known)
    if preposition in NARROWS and not swapped_after(base, preposition, words):
        carried = Carried("topic", subject)
        return _carrying(said, turn, added(base, text), carried, whole=True)
    found = theme(base, said.known)
    swapped = swapped_after(base, preposition, words) if preposition else None
    if swapped is None and not preposition:
        swapped = same_noun(base, text)
    if swapped is None and found:
        new = words if preposition else text
        before = base[: found.start]
        if fold(new.split()[0]) in ARTICLES:
            before = ENDS_WITH_ARTICLE.sub("", before)
        swapped = asked(f"{before}{new}{base[found.end :]}")
    question = swapped or asked(said.text)
    return _carrying(said, turn, question, Carried("question", turn.question), whole=True)


def _carrying(
    said: Said, turn: Turn, question: str, topic: Carried | None = None, whole: bool = False
) -> Reading:
    """Return a reading with the municipality, years and kinds of the last turn where it names none
    itself. ``whole`` is true where the question is the last one, which names them already."""
    carried = [topic] if topic else []
    excluded: tuple[str, ...] = ()
    if said.places and whole:
        question = with_places(question, said.places, said.known)
    elif not said.places and turn.municipalities:
        if not named_places(question, said.known):
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


def _named(turn: Turn, said: Said) -> str:
    """Return the last subject as the follow-up may name it: what is done about laaggeletterdheid is
    "de aanpak van laaggeletterdheid"."""
    found = theme(turn.question, said.known)
    if found is None or said.english:
        return _theme_of(turn, said.known)
    done = re.search(r"\b(?:aan|tegen)\s+(?:de\s+|het\s+)?$", turn.question[: found.start], re.IGNORECASE)
    of_money = OF_A_WHOLE.search(turn.question)
    return f"{APPROACH} {found.text}" if done and not of_money else found.text
