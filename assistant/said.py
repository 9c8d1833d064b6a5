"""A follow-up taken apart: what it says, what it names itself, and what it leans on."""

from __future__ import annotations

import re
from collections.abc import Collection

from assistant.follow_words import (
    AFTER_PRONOUN,
    APART,
    ASPECT_NOUNS,
    ASPECTS,
    DEMONSTRATIVES,
    ENGLISH_ONLY,
    FUNCTION,
    NARROWS,
    OPENS_CLAUSE,
    OTHERS,
    PRONOUN_ADVERB,
    QUESTION_WORDS,
    SUBJECT,
    THEM,
    THING,
    VERBS,
    YEAR_AFTER,
    YEAR_BEFORE,
)
from assistant.places import named_places
from assistant.question import years
from assistant.wording import WORD, content, kind_spans, looks_like_verb, masked
from index.dutch import fold


class Said:
    """A follow-up taken apart: what it says without what opens it, and what it names itself."""

    def __init__(self, text: str, whole: str, led: bool, known: Collection[str]) -> None:
        self.text, self.whole, self.led, self.known = text, whole, led, known
        self.places = tuple(dict.fromkeys(name for _, _, name in named_places(text, known)))
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
        return any(word in ENGLISH_ONLY for word in self.words)

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
        of_noun = before is not None and before not in FUNCTION and not looks_like_verb(before)
        if after is None or (after in AFTER_PRONOUN and not of_noun):
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


def ends_with_thing(said: Said) -> bool:
    """Tell whether the pronoun is a word by itself, without a noun after it."""
    for match in THING.finditer(said.text):
        after = WORD.search(said.text, match.end())
        if after is None or fold(after.group()) in AFTER_PRONOUN:
            return True
    return False
