"""The words of a follow-up in the place of those of the question before it, and the other way round."""

from __future__ import annotations

import re

from assistant.follow_words import (
    AMOUNTS_TO,
    APART,
    ARTICLES,
    ASPECT_NOUNS,
    FULL_PREPOSITIONS,
    FUNCTION,
    JOINTS,
    PRONOUN_ADVERB,
    QUESTION_WORDS,
    THING,
    VERBS,
)
from assistant.said import Said
from assistant.wording import WORD, added, asked, masked, with_places, with_years
from index.dutch import fold

# What is done about a subject, in words that say nothing of the subject itself.
APPROACH = "de aanpak van"


def with_theme(said: Said, subject: str) -> str:
    """Return a question with the subject in the place of what stood for it, else at its end."""
    text = said.text
    apart = APART.search(text)
    if apart:
        preposition = FULL_PREPOSITIONS.get(apart.group(1).lower(), apart.group(1))
        start, end = apart.span(1)
        between, rest = text[apart.end() : start], text[end:]
        return asked(f"{text[: apart.start()]} er {between} {preposition} {subject} {rest}")
    for match in PRONOUN_ADVERB.finditer(text):
        preposition = FULL_PREPOSITIONS.get(match.group(1).lower(), match.group(1).lower())
        if match.group().lower() not in ("eraan", "erop", "erin", "eruit", "erom"):
            filler = (
                " er" if re.match(r"hoeveel\b.*\b(?:is|was|zijn)\s*$", text[: match.start()], re.I) else ""
            )
            return asked(f"{text[: match.start()]}{filler} {preposition} {subject} {text[match.end() :]}")
    if AMOUNTS_TO.search(text):
        return added(text, f"bij {subject}")
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


def same_noun(base: str, text: str) -> str | None:
    """Return the question with "het informele tarief" where it had "het formele tarief"."""
    noun = fold(WORD.findall(text)[-1])
    found = list(WORD.finditer(base))
    for place, match in enumerate(found):
        if fold(match.group()) != noun:
            continue
        first = place
        while first and fold(found[first - 1].group()) not in FUNCTION:
            first -= 1
        if first and fold(found[first - 1].group()) in ARTICLES and fold(text.split()[0]) in ARTICLES:
            first -= 1
        return asked(f"{base[: found[first].start()]}{text}{base[match.end() :]}")
    return None


def own_words(said: Said) -> str:
    """Return the words of a fragment without the municipality and years that it names, nor "hoeveel"."""
    text = with_years(with_places(said.text, (), said.known), ()) if said.places or said.years else said.text
    text = re.sub(r"^(?:hoeveel|how much|how many)\s+", "", text.strip(" ?"), flags=re.IGNORECASE)
    return text[:1].lower() + text[1:]


def swapped_after(base: str, preposition: str, words: str) -> str | None:
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
