"""What a question asks: municipalities, years, kind of document, and what kind of answer."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

import simplemma

from assistant.language import language_of
from assistant.places import read_places
from assistant.reply import Understood, Wants
from corpus.errors import QuestionError
from corpus.kinds import KINDS
from index.dutch import STOP_WORDS, fold, term

MOST_CHARACTERS = 2_000
YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d{2}(?![\d.,]*\d)")
SPAN_OF_YEARS = re.compile(r"((?:19|20)\d{2})\s*(?:[-–]|tot en met|t/m|tot)\s*((?:19|20)\d{2})")
SINCE = re.compile(r"\b(?:sinds|vanaf)\s+((?:19|20)\d{2})", re.IGNORECASE)
PERCENTAGE = re.compile(r"\bprocent|\bpercentage|%", re.IGNORECASE)
AMOUNT = re.compile(
    r"€|\beuro\b|\b(?:wat|hoeveel)\s+kos(?:t|ten|tte)\b|\bbedrag|\bbudget|\bgeld\b|\bbegroo?t|\bbegroting\s+(?:19|20)\d{2}"
    r"|\b(?:lasten|baten|uitgaven|inkomsten|opbrengst(?:en)?|kosten|saldo|resultaat|tarief|besparing|subsidiebedrag)\b"
    r"|\b(?:geeft|gaf|geven|gaven)\b.*\buit\b|\buitge(?:ven|geven)\b|\bbesteed|\bbesteden\b|\bgeraamd|\braming\b|\braamt\b",
    re.IGNORECASE,
)
QUANTITY = re.compile(
    r"\bhoeveel\b|\bhoe\s+(?:hoog|groot|veel|vaak)\b|\bwelk(?:e)?\s+(?:bedrag|deel|aantal|percentage)\b",
    re.IGNORECASE,
)
# "Wat als ik niet kan betalen" asks no amount.
PAYS = (
    r"\b(?:wat|hoeveel)\s+(?:moet(?:en)?|ga(?:an)?)\b(?:(?!\b(?:doen|niet|als)\b)[^?])*\bbeta(?:al|len)\b"
    r"|\b(?:wat|hoeveel)\s+(?:\w+\s+){0,2}?beta(?:al|alt|len)\b"
)
ASKS_AMOUNT = re.compile(
    rf"{PAYS}|"
    r"^(?:wat|hoeveel)\s+(?:kost|begro|raam|raam[td]|bested|besteed|betaal|ontv[ai]ng)\w*|\bwat\s+(?:is|was|zijn|waren)\s+(?:het|de)\s+(?:\w+\s+)?"
    r"(?:begroting|resultaat|saldo|totaal|lasten|baten|budget|bedrag|tarief|prijs|kosten|\w*bijdrage|\w*opbrengst|\w*budget|\w*tarief)\b",
    re.IGNORECASE,
)
MONEY_OF_YEAR = re.compile(
    r"\bwelke\s+(?:besparing|bezuiniging|bijdrage|opbrengst|lasten|baten|kosten|uitgaven|inkomsten)\b"
    r"|\b(?:19|20)\d{2}\b.*\b(?:lasten|baten|uitgaven|inkomsten)\b|\b(?:lasten|baten|uitgaven|inkomsten)\b.*\b(?:19|20)\d{2}\b",
    re.IGNORECASE,
)
# Words that stand over the columns and groups of a budget.
BUDGET_WORDS = re.compile(
    r"\bbegro|\braam\w*|\bgeraamd|\b(?:lasten|baten|uitgaven|inkomsten|saldo|resultaat|rekening|besparing)\b"
    r"|\bkost(?:te|ten|en)?\b|\b(?:geeft|gaf|geven|gaven)\b.*\buit\b|\buitgegeven\b|\bbested|\bbesteed",
    re.IGNORECASE,
)
HEADLINE = re.compile(
    r"^[^?]{0,80}\b(?:begroting|rekening|lasten|baten)\s+(?:19|20)\d{2}\s*\?*$", re.IGNORECASE
)
# A name of two or more words with capitals inside a sentence, or words in quotation marks.
PROPER_NAME = re.compile(
    r"(?<=[a-z,] )[A-Z][\w'’-]+(?:\s+(?:(?:op|van|voor|in|en|de|het|met|naar)\s+){0,2}[A-Z][\w'’-]+)+"
)
QUOTED = re.compile(r"[‘'“\"]([^’'”\"]{4,80})[’'”\"]")
PARTICLES = (
    "aan",
    "af",
    "bij",
    "door",
    "in",
    "mee",
    "na",
    "om",
    "op",
    "over",
    "terug",
    "toe",
    "uit",
    "voor",
)
AFTER_PARTICLE = frozenset("voor van aan bij met door naar en of tijdens volgens".split())
PERSONAL = re.compile(r"\b(?:ik|mijn|me|mij|m'n|wij|ons|onze|mn)\b", re.IGNORECASE)
OFFICIAL_WE = re.compile(
    r"\b(?:doen|willen|gaan|hebben)\s+(?:wij|we)\b|\b(?:wij|we)\s+als\s+gemeente\b", re.IGNORECASE
)
# What frames a question and says nothing of its subject: what is compared, counted or looked up.
FRAME = re.compile(
    r"\b(?:stand van zaken|verschil(?:len)?|vergelijk\w*|overeenkomst(?:en)?|(?:de|welke) aanpak(?: van)?)\b"
    r"|\bhoeveel\b"
    r"|\bhoe (?:hoog|groot|veel|vaak|zit het)\b|\bwelk(?:e)? (?:bedrag|deel|aantal)\b|\bwat kost(?:te|en)?\b",
    re.IGNORECASE,
)
# Verbs of asking and of writing: "wat zegt, noemt, verstaat, beschrijft het plan".
FRAME_VERBS = frozenset(
    "bedoelen beschrijven betekenen gelden heten kiezen noemen omschrijven schrijven uitleggen verstaan "
    "vermelden vertellen vinden weten zeggen".split()
)
COUNTED = re.compile(r"\bhoeveel\s+(?:andere\s+|nieuwe\s+)?(\w{3,}(?:en|s))\b", re.IGNORECASE)
NOT_COUNTED = frozenset("kosten lasten baten uitgaven inkomsten".split())
# Words that are a kind of document only when a question means the document itself.
LOOSE_KINDS = frozenset({"nota", "register"})
LOOSE_WORDS = re.compile(r"\bvisie\b|\bmaatschappelijke agenda\b", re.IGNORECASE)


def check(text: str) -> str:
    """Return the question without outer white space.

    Raises QuestionError ``empty_question``, ``long_question``, ``unreadable_question`` (control
    characters) or ``wordless_question``.
    """
    question = text.strip()
    if not question:
        raise QuestionError("empty_question")
    if len(question) > MOST_CHARACTERS:
        raise QuestionError("long_question", most=MOST_CHARACTERS, length=len(question))
    if any(unicodedata.category(c) in ("Cc", "Cs") and not c.isspace() for c in question):
        raise QuestionError("unreadable_question")
    if not any(c.isalpha() for c in question):
        raise QuestionError("wordless_question")
    return " ".join(question.split())


def understand(question: str, in_library: Collection[str]) -> Understood:
    """Return what the question asks; ``in_library`` are the organisations that have documents."""
    places = read_places(question, in_library)
    topic = question
    for start, end in reversed(places.spans):
        topic = f"{topic[:start]} {topic[end:]}"
    wants = wanted(topic)
    return Understood(
        municipalities=tuple(name for name in places.names if name in in_library),
        unknown=tuple(name for name in places.names if name not in in_library),
        by_village=places.by_village,
        shared_villages=places.shared,
        read_as=places.read_as,
        years=years(question),
        since=int(since.group(1)) if (since := SINCE.search(question)) else None,
        kind=kind(question),
        wants=wants,
        of_budget=bool(BUDGET_WORDS.search(topic)),
        asked=" ".join(topic.split()),
        topic=subject(topic),
        phrases=named_phrases(topic),
        verbs=joined_verbs(topic),
        counted=counted(topic) if wants is Wants.NUMBER else None,
        personal=bool(PERSONAL.search(question)) and not OFFICIAL_WE.search(question),
        language=language_of(topic),
    )


def subject(topic: str) -> str:
    """Return the question without what only frames it."""
    kept = []
    for word in FRAME.sub(" ", topic).split():
        bare = word.strip("?,.!:;").lower()
        if not bare or simplemma.lemmatize(bare, lang="nl") not in FRAME_VERBS:
            kept.append(word)
    return " ".join(kept)


def named_phrases(topic: str) -> tuple[str, ...]:
    """Return the names in a question that must stand literally in what answers it: "Visie op
    Samenleven", or words in quotation marks.
    """
    found = [m.group() for m in PROPER_NAME.finditer(topic)] + QUOTED.findall(topic)
    return tuple(dict.fromkeys(phrase.casefold() for phrase in found))


def joined_verbs(topic: str) -> tuple[str, ...]:
    """Return the separable verbs of a question whose particle stands apart, at the end of its
    clause: "voert ... uit" is "uitvoeren".
    """
    words = [fold(word) if word[0].isalnum() else word for word in re.findall(r"\w+|[^\w\s]", topic)]
    found = []
    for place, particle in enumerate(words):
        after = words[place + 1] if place + 1 < len(words) else "?"
        if particle not in PARTICLES or not (after in AFTER_PARTICLE or not after.isalnum()):
            continue
        for word in words[:place]:
            verb = particle + str(simplemma.lemmatize(word, lang="nl"))
            if word not in STOP_WORDS and verb.endswith("en") and simplemma.is_known(verb, lang="nl"):
                found.append(verb)
    return tuple(dict.fromkeys(found))


def years(question: str) -> tuple[int, ...]:
    """Return the years that the question names, spans of years written out."""
    found = {int(year) for year in YEAR.findall(question)}
    for first, last in SPAN_OF_YEARS.findall(question):
        if int(first) <= int(last) <= int(first) + 15:
            found.update(range(int(first), int(last) + 1))
    return tuple(sorted(found))


def kind(question: str) -> str | None:
    """Return the kind of document that the question names, if any."""
    text = LOOSE_WORDS.sub(" ", question)
    return next((name for name, pattern in KINDS if name not in LOOSE_KINDS and pattern.search(text)), None)


def wanted(topic: str) -> Wants:
    """Return the kind of answer that is asked for."""
    quantity = bool(QUANTITY.search(topic))
    if quantity and PERCENTAGE.search(topic):
        return Wants.PERCENTAGE
    if counted(topic):
        return Wants.NUMBER
    if ASKS_AMOUNT.search(topic) or HEADLINE.search(topic) or (quantity and AMOUNT.search(topic)):
        return Wants.AMOUNT
    if MONEY_OF_YEAR.search(topic):
        return Wants.AMOUNT
    return Wants.NUMBER if quantity else Wants.TEXT


def counted(topic: str) -> str | None:
    """Return the search term of what a question counts ("hoeveel mensen"), if it names it."""
    match = COUNTED.search(topic)
    if not match:
        return None
    word = fold(match.group(1))
    return None if word in NOT_COUNTED or _is_verb(word) else term(word)


def _is_verb(word: str) -> bool:
    return str(simplemma.lemmatize(word, lang="nl")).endswith("en")
