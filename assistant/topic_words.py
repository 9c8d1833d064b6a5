"""Which words say which topic of local policy."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from simplemma import is_known

from assistant.retrieve import LEAST_CORRECTED, nearest_term
from assistant.topic_space import Scores
from assistant.topics import Topic
from index.dutch import Terms, analyse

# A word of a sentence says less of a topic than a word listed for it, part of a compound less than the
# whole, a word of an expression of several less than one that stands alone.
SAID, PART, SEVERAL = 0.6, 0.3, 0.6


@dataclass(frozen=True, slots=True, eq=False)
class TopicWords:
    """For each word, in order, the topics that it says and how much: those from ``starts[n]`` to
    ``starts[n + 1]`` of ``topics`` and ``shares``. A word is worth more the fewer topics it says."""

    size: int
    words: tuple[str, ...]
    starts: npt.NDArray[np.int32]
    topics: npt.NDArray[np.int16]
    shares: npt.NDArray[np.float32]
    _places: dict[str, int] = field(init=False)
    _by_letter: dict[str, list[str]] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_places", {word: n for n, word in enumerate(self.words)})
        by_letter: dict[str, list[str]] = {}
        for word in self.words:
            by_letter.setdefault(word[0], []).append(word)
        object.__setattr__(self, "_by_letter", by_letter)

    def scores(self, question: str) -> Scores:
        """Return the worth of the words that a question shares with each topic, (t,)."""
        terms = self.read(question)
        found = np.zeros(self.size)
        for words, weight in ((terms.words, 1.0), (terms.parts, PART)):
            for word in set(words) & self._places.keys():
                start, end = self.starts[self._places[word] : self._places[word] + 2]
                worth = math.log((self.size + 1) / (end - start + 0.5))
                found[self.topics[start:end]] += weight * worth * self.shares[start:end]
        return found

    def read(self, question: str) -> Terms:
        """Return the terms of a question, those that nobody knows as the nearest that is known here."""
        found = analyse(question)
        words = tuple(word if word in self._places else self._nearest(word) for word in found.words)
        return Terms(words, found.parts)

    def _nearest(self, word: str) -> str:
        if len(word) < LEAST_CORRECTED or not word.isalpha() or is_known(word, lang="nl"):
            return word
        return nearest_term(word, self._by_letter.get(word[0], ())) or word


def build_words(topics: Sequence[Topic]) -> TopicWords:
    """Return the words of these topics."""
    found: dict[str, dict[int, float]] = {}
    for number, topic in enumerate(topics):
        for word, share in _shares(topic).items():
            found.setdefault(word, {})[number] = share
    words = tuple(sorted(found))
    counts = [len(found[word]) for word in words]
    return TopicWords(
        size=len(topics),
        words=words,
        starts=np.concatenate([[0], np.cumsum(counts)]).astype(np.int32),
        topics=np.array([n for word in words for n in found[word]], np.int16),
        shares=np.array([share for word in words for share in found[word].values()], np.float32),
    )


def _shares(topic: Topic) -> dict[str, float]:
    """Return the terms of a topic with how much they say of it, 0..1."""
    said: dict[str, int] = {}
    for text in topic.sayings:
        terms = analyse(text)
        for word in {*terms.words, *terms.parts}:
            said[word] = said.get(word, 0) + 1
    shares = {word: SAID * 1.5 * count / (count + 1) for word, count in said.items()}
    for text in (topic.name, *topic.terms, *topic.words):
        terms = analyse(text)
        worth = 1.0 if len(terms.words) == 1 else SEVERAL
        for words, share in ((terms.parts, worth * PART), (terms.words, worth)):
            for word in words:
                shares[word] = max(shares.get(word, 0.0), share)
    return shares
