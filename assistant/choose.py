"""Evidence to a choice: which municipalities answer, with which sentences, or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.excerpt import PROVES, Excerpt, excerpts
from assistant.reply import (
    Understood,
    Wants,
)
from assistant.retrieve import Evidence, Weighted, by_municipality
from index.dutch import analyse


@dataclass(frozen=True, slots=True)
class AnswerLimits:
    """Sizes, in words and numbers, and the thresholds below which there is no answer.

    Measured on questions with and without an answer in the library; see docs/decisions.
    """

    words_one: int = 60
    words_several: int = 60
    # All quotes together, and of one document owner at least and at most.
    total: int = 300
    total_least: int = 85
    total_most: int = 120
    most_municipalities: int = 5
    most_figures: int = 6
    excerpts_one: int = 3
    excerpts_several: int = 3
    # A second excerpt must score this share of the first.
    next_share: float = 0.75
    passages_each: int = 8
    least_of_row: float = 0.17
    # Share of the question (by worth of its words) that stands in passage and headings.
    least_coverage: float = 0.16
    sure_coverage: float = 0.35
    least_similarity: float = 0.835
    sure_similarity: float = 0.85
    least_uncertain: float = 0.8
    least_for_amount: float = 0.45
    least_for_number: float = 0.3
    # Relative to the best municipality: below it another is a near miss, or has nothing.
    strong_share: float = 0.5
    fair_share: float = 0.4
    fair_similarity: float = 0.07
    near_similarity: float = 0.025
    near_coverage: float = 0.1
    near_alone: float = 0.88
    most_uncertain: int = 5


@dataclass(frozen=True, slots=True)
class Chosen:
    """The excerpts for one municipality; ``aside`` for a near miss."""

    municipality: str
    excerpts: tuple[Excerpt, ...]
    aside: bool = False

    @property
    def best(self) -> Excerpt:
        """The excerpt that answers best."""
        return self.excerpts[0]


@dataclass(frozen=True, slots=True)
class Choice:
    """What will be answered; empty where there is no evidence. ``typed_miss`` is true where there
    is evidence on the subject, but no amount or number in it; ``more`` are municipalities that
    have an answer too, over the number that is shown.
    """

    chosen: tuple[Chosen, ...]
    uncertain: bool = False
    typed_miss: bool = False
    more: tuple[str, ...] = ()


def choose(
    understood: Understood,
    evidence: Sequence[Evidence],
    weighted: Weighted,
    home: str | None,
    limits: AnswerLimits,
) -> Choice:
    """Return the municipalities and excerpts that answer a question, the own municipality first."""
    if understood.wants is Wants.TEXT:
        evidence = [item for item in evidence if _says_something(item, limits)]
    groups = by_municipality(evidence)
    several = len(groups) > 1
    words = limits.words_several if several else limits.words_one
    found: list[Chosen] = []
    for place, group in groups.items():
        ranked = excerpts(group[: limits.passages_each], weighted, understood, words)
        if ranked:
            most = limits.excerpts_several if several else limits.excerpts_one
            total = min(limits.total_most, max(limits.total_least, limits.total // len(groups)))
            found.append(Chosen(place, _distinct(ranked, most, total, limits.next_share)))
    found = _with_phrases(found, understood)
    if not found:
        return Choice(())
    if understood.foreign or (understood.personal and _unsure(found, limits)):
        return Choice(_uncertain(found, home, limits), uncertain=True)
    return _certain(understood, weighted, found, home, limits)


def _says_something(item: Evidence, limits: AnswerLimits) -> bool:
    """A row of figures only says something where it has words of the question itself."""
    return not item.hit.passage.is_row or item.coverage >= limits.least_of_row


def _with_phrases(found: list[Chosen], understood: Understood) -> list[Chosen]:
    """Keep the municipalities that use a name of the question literally. Where none does, nothing is
    left of a question about a municipality that it names, and everything of another one.
    """
    for phrase in understood.phrases:
        literal = [
            item
            for item in found
            if any(phrase in " ".join(e.evidence.hit.passage.text.split()).casefold() for e in item.excerpts)
        ]
        found = literal if literal or understood.municipalities else found
    return found


def _certain(
    understood: Understood,
    weighted: Weighted,
    found: Sequence[Chosen],
    home: str | None,
    limits: AnswerLimits,
) -> Choice:
    support = max(_support(item) for item in found)
    similarity = max(item.best.similarity for item in found)
    if not _is_evidence(support, similarity, weighted.missing_noun, limits):
        return Choice(())
    if understood.wants in PROVES:
        found = [item for item in found if _proved(item, understood.wants, limits)]
        if not found:
            return Choice((), typed_miss=True)
        support = max(_support(item) for item in found)
    result = []
    for item in sorted(found, key=lambda c: _order(c, home)):
        if _is_as_good(item, support, similarity, limits) or _is_named(item, understood, weighted, limits):
            result.append(item)
        elif _is_near(item, similarity, limits):
            result.append(Chosen(item.municipality, item.excerpts[:1], aside=True))
    result.sort(key=lambda c: (c.aside, *_order(c, home)))
    shown, more = result[: limits.most_municipalities], result[limits.most_municipalities :]
    return Choice(tuple(shown), more=tuple(item.municipality for item in more))


def _is_as_good(item: Chosen, support: float, similarity: float, limits: AnswerLimits) -> bool:
    """A municipality answers too where its words speak for it nearly as much as those of the best; with
    fewer of them it must be nearly as near in meaning."""
    own = _support(item)
    if own >= limits.strong_share * support:
        return True
    near = item.best.similarity >= similarity - limits.fair_similarity
    return near and own >= limits.fair_share * support


def _is_named(item: Chosen, understood: Understood, weighted: Weighted, limits: AnswerLimits) -> bool:
    """A municipality that the question names is answered on its own evidence, if it has any."""
    return item.municipality in understood.municipalities and _is_evidence(
        _support(item), item.best.similarity, weighted.missing_noun, limits
    )


def _is_evidence(support: float, similarity: float, missing_noun: bool, limits: AnswerLimits) -> bool:
    """Words or meaning must speak for it; both, where the question names a thing that the library
    never names.
    """
    words, meaning = support >= limits.sure_coverage, similarity >= limits.least_similarity
    if missing_noun:
        return words and meaning
    return support >= limits.least_coverage and (words or meaning)


def _uncertain(found: Sequence[Chosen], home: str | None, limits: AnswerLimits) -> tuple[Chosen, ...]:
    """The best few, one excerpt each where there are several; what is far off is left out."""
    near = [item for item in found if item.best.similarity >= limits.least_uncertain]
    ranked = sorted(near, key=lambda c: _order(c, home))[: limits.most_uncertain]
    if not ranked:
        return ()
    if len(ranked) == 1:
        return tuple(ranked)
    best = max(item.best.score for item in ranked)
    return tuple(
        Chosen(item.municipality, item.excerpts[:1]) for item in ranked if item.best.score >= 0.5 * best
    )


def _unsure(found: Sequence[Chosen], limits: AnswerLimits) -> bool:
    """A situation told in everyday words is only surely understood when words and meaning agree."""
    return not any(
        _support(item) >= limits.sure_coverage and item.best.similarity >= limits.sure_similarity
        for item in found
    )


def _is_near(item: Chosen, similarity: float, limits: AnswerLimits) -> bool:
    """A near miss is nearly as near in meaning as the best, and shares a word with the question; or
    it is nearest of all, and very near."""
    own = item.best.similarity
    if _support(item) >= limits.near_coverage:
        return own >= similarity - limits.near_similarity
    return own >= max(similarity, limits.near_alone)


def _support(item: Chosen) -> float:
    return max(e.evidence.in_context for e in item.excerpts)


def _proved(item: Chosen, wants: Wants, limits: AnswerLimits) -> bool:
    least = limits.least_for_number if wants is Wants.NUMBER else limits.least_for_amount
    return any(e.proves and max(e.coverage, e.evidence.coverage) >= least for e in item.excerpts)


def _order(item: Chosen, home: str | None) -> tuple[bool, float, str]:
    return (item.municipality != home, -item.best.score, item.municipality)


def _distinct(ranked: Sequence[Excerpt], most: int, total: int, share: float) -> tuple[Excerpt, ...]:
    """Return the best excerpts that do not say the same, within the number of words together."""
    kept: list[Excerpt] = []
    used = 0
    for item in ranked:
        size = len(item.quote.split())
        weak = kept and item.score < share * kept[0].score
        if len(kept) == most or weak or (kept and used + size > total):
            continue
        if any(_alike(item.quote, other.quote) for other in kept):
            continue
        kept.append(item)
        used += size
    return tuple(kept)


def _alike(one: str, other: str) -> bool:
    a, b = set(analyse(one).words), set(analyse(other).words)
    return bool(a and b) and len(a & b) / min(len(a), len(b)) > 0.8
