"""Whether what was found is evidence at all: a question may be about something that is not there."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.reply import Reason, Understood


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for an answer: how much of the question its own words cover in the best passage, the
    cosine of the nearest (None with a model whose cosines were not measured), and how surely a passage is
    about a topic of the question, each 0..1; ``missing_noun`` where it names a thing that the whole
    library never names."""

    words: float
    meaning: float | None
    bridged: float
    missing_noun: bool


@dataclass(frozen=True, slots=True)
class JudgeLimits:
    """Thresholds, measured on questions with and without an answer; see docs/decisions.

    A topic is ``clear`` from a confidence on and ``vague`` below one; words or a topic are there from
    ``words`` and ``bridged`` on; ``near`` is a cosine from which meaning alone speaks.
    """

    clear: float = 0.6
    elsewhere: float = 0.8
    vague: float = 0.35
    none: float = 0.15
    words: float = 0.5
    few_words: float = 0.2
    bridged: float = 0.15
    near: float = 0.86


def no_evidence(understood: Understood, signals: Signals, limits: JudgeLimits) -> Reason | None:
    """Return why nothing that was found can answer the question; None where something may.

    The library is silent where a clear topic has none of its terms there; where the question has no
    topic, hardly a word in common with a passage, and lies far from all of them; where it names a thing
    that is never named. What another body handles is said so.
    """
    topic, confidence = understood.topics[0] if understood.topics else (None, 0.0)
    if signals.words >= limits.words:
        return None
    if topic and not topic.is_municipal and confidence >= limits.elsewhere:
        return Reason.ELSEWHERE
    told = understood.personal or understood.foreign
    is_silent = (
        (confidence >= limits.clear and signals.bridged < limits.bridged)
        or (confidence < limits.vague and _is_far(signals, limits))
        or (confidence < limits.none and told)
        or (signals.missing_noun and not told and signals.words < limits.few_words)
    )
    return Reason.NOTHING if is_silent else None


def _is_far(signals: Signals, limits: JudgeLimits) -> bool:
    return signals.meaning is not None and signals.meaning < limits.near
