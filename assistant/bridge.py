"""From residents' words to the words of policy: which topics a question is about, and how to search them."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.topic_files import TopicMaps, topic_maps
from assistant.topic_space import Scores
from assistant.topics import Topic, load_topics
from index.embed import Encoder
from index.engine import Vector

MOST_TOPICS = 3


@dataclass(frozen=True, slots=True)
class TopicMatch:
    """A topic with how sure it is that the question is about it: its share, 0..1, among all topics;
    ``vector`` is the unit vector of its policy terms."""

    topic: Topic
    confidence: float
    vector: Vector


@dataclass(frozen=True, slots=True)
class MatchWeights:
    """How much each view of a question counts; measured on phrasings held against all others.

    ``meaning`` is the weight of the place among the phrasings, ``words`` that of shared words,
    ``words_foreign`` that in a language of which words are not taken to their stems; ``sharpness`` how
    fast confidence grows with the score.
    """

    meaning: float = 1.0
    words: float = 0.07
    words_foreign: float = 0.03
    sharpness: float = 8.0


class TopicMatcher:
    """Finds the topics of a question: by where it lies among their phrasings, and by shared words."""

    def __init__(
        self,
        encoder: Encoder,
        topics: Sequence[Topic] | None = None,
        weights: MatchWeights | None = None,
    ) -> None:
        self.topics = tuple(load_topics() if topics is None else topics)
        self.weights = weights or MatchWeights()
        self._encoder = encoder
        self._lock = threading.Lock()
        self._maps: TopicMaps | None = None

    @property
    def maps(self) -> TopicMaps:
        """Where the topics lie and which words say them, read at first use."""
        with self._lock:
            if self._maps is None:
                self._maps = topic_maps(self.topics, self._encoder)
            return self._maps

    def match(
        self, question: str, vector: Vector, foreign: bool = False, most: int = MOST_TOPICS
    ) -> tuple[TopicMatch, ...]:
        """Return the topics that a question is about, the surest first; ``vector`` is its unit vector."""
        weight = self.weights.words_foreign if foreign else self.weights.words
        space, words = self.maps.space, self.maps.words
        scores = self.weights.meaning * space.scores(vector) + weight * words.scores(question)
        shares = _softmax(self.weights.sharpness * scores)
        best = sorted(range(len(self.topics)), key=lambda n: (-shares[n], n))[:most]
        return tuple(TopicMatch(self.topics[n], float(shares[n]), space.policy[n]) for n in best)


def _softmax(values: Scores) -> Scores:
    raised = np.exp(values - values.max())
    return np.asarray(raised / raised.sum(), dtype=np.float64)
