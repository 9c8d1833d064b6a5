"""Evidence to sentences: which sentences of a passage answer the question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.reply import Understood, Wants
from assistant.retrieve import ROLE_WEIGHT, Evidence, Weighted
from corpus.document import Span
from index.dutch import WORD, analyse, compound_terms, fold, term

POINTS_BACK = re.compile(
    r"^(?:dit|deze|dat|(?:daar|hier)(?:bij|door|in|mee|onder|op|toe|uit|van|voor)?|ook|zij|ze|hun|zo|dan"
    r"|concreet|het gaat|denk (?:hierbij )?aan)\b",
    re.IGNORECASE,
)
NUMBER_WORDS = (
    r"\b(?:één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|twintig|"
    r"dertig|veertig|vijftig|honderd|duizend|geen enkele|beide)\b"
)
PROVES: dict[Wants, re.Pattern[str]] = {
    Wants.NUMBER: re.compile(rf"\d|{NUMBER_WORDS}", re.IGNORECASE),
    Wants.PERCENTAGE: re.compile(r"\d\s?%|\d\s+procent", re.IGNORECASE),
    Wants.AMOUNT: re.compile(r"€\s?-?\d|\d\s+(?:euro|miljoen|mln)\b|\beuro\s+\d", re.IGNORECASE),
}
COUNT = re.compile(rf"[\d.,]+|{NUMBER_WORDS}", re.IGNORECASE)
# "18+", "40%" and "75 jaar" count nothing else.
NO_COUNT = re.compile(r"\s?(?:\+|%|jaar\b|procent)")
YEAR = re.compile(r"(?:19|20)\d{2}")
ASKS_MEANING = re.compile(
    r"\bwat\s+(?:is|zijn|betekent)\b|\bversta\w*\b.*\bonder\b|\b(?:beschrij|omschrij)\w+", re.IGNORECASE
)
MEANS = re.compile(r"\s(?:is|zijn|betekent|houdt in|noemen wij|wordt verstaan)\s", re.IGNORECASE)
ASKS_WHO = re.compile(
    r"^\W*(?:door |met )?wie\b|\bwelke (?:organisatie|instantie|partij|instelling)\b", re.IGNORECASE
)
# Who does something is told as a task that lies with somebody.
TELLS_WHO = re.compile(
    r"\b(?:ligt|liggen|belegd|ondergebracht|neergelegd) bij\b"
    r"|\b(?:uitgevoerd|verzorgd|georganiseerd|geregeld) door\b"
    r"|\bvoer(?:t|en|de|den)\b[^.]*\buit\b|\bverantwoordelijk voor\b|\bnamens\b|\bverzorg(?:t|en)\b",
    re.IGNORECASE,
)
SENTENCE_WORDS = 60
# An item of a list this far below its lead-in is quoted with it.
MOST_ITEMS = 4
FEWEST_WORDS = 4
# A footnote or a line that names its source says nothing by itself.
NOTE = re.compile(r"^(?:\[\d+\]|bron(?:nen)?:)", re.IGNORECASE)
# A number counts something when they stand this near to each other, in words.
NEAR_BEFORE, NEAR_AFTER = 4, 9
# A heading of this many words says something by itself.
HEADING_WORDS = 8


@dataclass(frozen=True, slots=True)
class ExcerptWeights:
    """How much each sign counts that a sentence answers the question."""

    similarity: float = 1.3
    coverage: float = 1.0
    context: float = 0.35
    passage: float = 1.2
    kind: float = 0.6
    year: float = 0.3
    defines: float = 0.4
    tells_who: float = 0.4
    # Where only the heading names the subject, the first sentence says what the rest is about.
    lead: float = 0.3
    # Cosines of this model lie between these for texts that have nothing, or everything, to do with
    # each other.
    low: float = 0.78
    high: float = 0.92


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A run of sentences of one passage that is quoted as one."""

    evidence: Evidence
    span: Span
    quote: str
    score: float
    coverage: float
    similarity: float
    proves: bool


def excerpts(
    evidence: Sequence[Evidence],
    weighted: Weighted,
    understood: Understood,
    most_words: int,
    weights: ExcerptWeights | None = None,
) -> list[Excerpt]:
    """Return the best excerpt of each passage, best first; each at most ``most_words`` words."""
    chosen = weights or ExcerptWeights()
    found = [e for item in evidence if (e := _best(item, weighted, understood, most_words, chosen))]
    return sorted(found, key=lambda e: (-e.score, e.evidence.hit.passage.passage_id))


@dataclass(frozen=True, slots=True)
class _Sentence:
    span: Span
    text: str
    score: float
    coverage: float
    similarity: float
    proves: bool
    heading: bool


def _best(
    item: Evidence,
    weighted: Weighted,
    understood: Understood,
    most_words: int,
    weights: ExcerptWeights,
) -> Excerpt | None:
    sentences = _with_lead(_scored(item, weighted, understood, weights), weights)
    usable = [s for s in sentences if _usable(s, item)]
    if not usable:
        return None
    best = max(usable, key=lambda s: (s.score, -s.span.start))
    run = _extend(sentences, _start(sentences, sentences.index(best), most_words), most_words)
    span = _clip(item, Span(run[0].span.start, run[-1].span.end), best.span, most_words)
    return Excerpt(
        evidence=item,
        span=span,
        quote=item.hit.passage.slice(span),
        score=best.score,
        coverage=max(s.coverage for s in run),
        similarity=best.similarity,
        proves=understood.wants not in PROVES or any(s.proves for s in run),
    )


def _scored(
    item: Evidence, weighted: Weighted, understood: Understood, weights: ExcerptWeights
) -> list[_Sentence]:
    passage = item.hit.passage
    found: list[_Sentence] = []
    defining = bool(ASKS_MEANING.search(understood.asked))
    who = bool(ASKS_WHO.search(understood.asked))
    for span, cosine in zip(passage.sentences, item.hit.sentence_scores, strict=True):
        text = passage.slice(span)
        own = analyse(text)
        coverage = weighted.coverage(frozenset(own.words), frozenset(own.parts))
        proves = _proves(text, understood)
        similarity = min(1.0, max(0.0, (cosine - weights.low) / (weights.high - weights.low)))
        score = (
            weights.similarity * similarity
            + weights.coverage * coverage
            + weights.context * item.in_context
            + weights.passage * item.score
            + weights.kind * proves
            + weights.defines * (defining and _defines(text, understood))
            + weights.tells_who * (who and bool(TELLS_WHO.search(text)))
            + weights.year * any(str(year) in text for year in understood.years)
        )
        score *= ROLE_WEIGHT.get(passage.role, 1.0)
        found.append(_Sentence(span, text, score, coverage, cosine, proves, text.strip() in passage.section))
    return found


def _defines(text: str, understood: Understood) -> bool:
    """Tell whether a sentence says what the thing is that the question is about."""
    said = MEANS.split(text, maxsplit=1)
    asked = set(analyse(understood.topic).words)
    return len(said) > 1 and bool(asked) and asked <= set(analyse(said[0]).words)


def _with_lead(sentences: list[_Sentence], weights: ExcerptWeights) -> list[_Sentence]:
    """Raise the first sentence where no sentence has a word of the question, but a heading has."""
    body = [s for s in sentences if not s.heading]
    if not body or any(s.coverage > 0 for s in body) or all(s.coverage == 0 for s in sentences):
        return sentences
    return [replace(s, score=s.score + weights.lead) if s is body[0] else s for s in sentences]


def _proves(text: str, understood: Understood) -> bool:
    """Tell whether a sentence has the number, percentage or amount that is asked for; what is
    counted must stand near the number.
    """
    pattern = PROVES.get(understood.wants)
    if pattern is None or not pattern.search(text):
        return False
    if understood.counted is None:
        return True
    words = list(WORD.finditer(text))
    places = [n for n, word in enumerate(words) if _counts(word.group(), understood.counted)]
    return any(
        _is_count(word.group(), at, places)
        and not YEAR.fullmatch(word.group())
        and not NO_COUNT.match(text, word.end())
        and any(-NEAR_AFTER <= place - at <= NEAR_BEFORE for place in places)
        for at, word in enumerate(words)
    )


def _is_count(word: str, at: int, places: Sequence[int]) -> bool:
    """Tell whether a word counts: "één" only straight before what is counted, elsewhere it is an article."""
    if fold(word) == "een":
        return at + 1 in places
    return bool(COUNT.fullmatch(word))


def _counts(word: str, counted: str) -> bool:
    folded = fold(word)
    return term(folded) == counted or counted in compound_terms(folded)


def _usable(sentence: _Sentence, item: Evidence) -> bool:
    """A question, a heading or a scrap of a few words is no answer."""
    text = sentence.text.strip()
    words = len(text.split())
    return (
        not text.endswith("?")
        and not NOTE.match(text)
        and (words >= FEWEST_WORDS or item.hit.passage.is_row)
        and (not sentence.heading or words >= HEADING_WORDS)
    )


def _start(sentences: Sequence[_Sentence], at: int, most_words: int) -> Sequence[int]:
    """Return the places to start from: the best sentence, with the one before it where the best
    points back ("Dit ...", "Daarbij ..."), or the lead-in of the list that it is an item of.
    """
    first = at
    while first > 0 and POINTS_BACK.match(sentences[first].text):
        if sentences[first - 1].heading or _words(sentences[first - 1 : at + 1]) > most_words:
            break
        first -= 1
    lead = next((p for p in range(first - 1, first - 1 - MOST_ITEMS, -1) if _leads_in(sentences, p)), first)
    if lead < first and _words(sentences[lead : at + 1]) <= most_words:
        first = lead
    return range(first, at + 1)


def _leads_in(sentences: Sequence[_Sentence], place: int) -> bool:
    """Tell whether what stands here announces a list."""
    return place >= 0 and sentences[place].text.rstrip().endswith(":")


def _words(sentences: Sequence[_Sentence]) -> int:
    return sum(len(sentence.text.split()) for sentence in sentences)


def _extend(sentences: Sequence[_Sentence], start: Sequence[int], most_words: int) -> Sequence[_Sentence]:
    """Take neighbours along that are about the question too, the better one first, while they fit."""
    first, last = start[0], start[-1]
    at = last
    while True:
        options = []
        for place in (first - 1, last + 1):
            if 0 <= place < len(sentences):
                near = sentences[place]
                size = _words(sentences[min(first, place) : max(last, place) + 1])
                related = (
                    near.coverage > 0
                    or (place > last and (_leads_in(sentences, last) or POINTS_BACK.match(near.text)))
                    or near.similarity > sentences[at].similarity - 0.02
                    or (near.proves and not any(s.proves for s in sentences[first : last + 1]))
                )
                short_heading = near.heading and len(near.text.split()) < HEADING_WORDS
                asks = near.text.strip().endswith("?") or bool(NOTE.match(near.text))
                if size <= most_words and related and not short_heading and not asks:
                    options.append((near.score, place))
        if not options:
            return sentences[first : last + 1]
        _, place = max(options)
        first, last = min(first, place), max(last, place)


def _clip(item: Evidence, span: Span, core: Span, most_words: int) -> Span:
    """Cut a sentence that is too long after a comma or semicolon, or after a word."""
    passage = item.hit.passage
    most = max(most_words, SENTENCE_WORDS)
    text = passage.slice(span)
    if len(text.split()) <= most:
        return span
    sentence = passage.slice(core)
    words = list(re.finditer(r"\S+", sentence))
    if len(words) <= most:
        return core
    limit = words[most - 1].end()
    breaks = [m.start() for m in re.finditer(r"[,;:](?=\s)", sentence[:limit])]
    end = breaks[-1] if breaks and breaks[-1] > limit // 2 else limit
    return Span(core.start, core.start + end)
