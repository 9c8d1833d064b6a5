"""From residents' words to the words of policy: which topics a question is about, and how to search them."""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt
from simplemma import is_known

from assistant.retrieve import LEAST_CORRECTED, nearest_term
from assistant.topic_vectors import topic_vectors
from assistant.topics import Topic, load_topics
from index.dutch import Terms, analyse
from index.embed import Encoder
from index.engine import Matrix, Vector

MOST_TOPICS = 3
Scores = npt.NDArray[np.float64]


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

    ``shrinkage`` is how far the covariance of the vectors is drawn to that of a ball, 0..1 (Ledoit and
    Wolf 2004); ``nearest`` how many phrasings of a topic are looked at; ``words`` the weight of shared
    words, ``words_foreign`` that in a language of which words are not taken to their stems;
    ``sharpness`` how fast confidence grows with the score.
    """

    shrinkage: float = 0.5
    nearest: int = 3
    words: float = 0.07
    words_foreign: float = 0.03
    sharpness: float = 8.0


class TopicMatcher:
    """Finds the topics of a question.

    A question is held against residents' phrasings in the space where phrasings of one topic lie
    round their centre alike in all directions (linear discriminant analysis, Fisher 1936): cosines of
    the model itself hardly tell topics apart. Beside it counts which words they share.
    """

    def __init__(
        self,
        encoder: Encoder,
        topics: Sequence[Topic] | None = None,
        weights: MatchWeights | None = None,
    ) -> None:
        self.topics = tuple(load_topics() if topics is None else topics)
        self.weights = weights or MatchWeights()
        self._encoder = encoder
        self._words = WordIndex(self.topics)
        self._lock = threading.Lock()
        self._space: TopicSpace | None = None

    @property
    def space(self) -> TopicSpace:
        """The phrasings as points, made at first use."""
        with self._lock:
            if self._space is None:
                self._space = TopicSpace(self.topics, self._encoder, self.weights)
            return self._space

    def match(
        self, question: str, vector: Vector, foreign: bool = False, most: int = MOST_TOPICS
    ) -> tuple[TopicMatch, ...]:
        """Return the topics that a question is about, the surest first; ``vector`` is its unit vector."""
        weight = self.weights.words_foreign if foreign else self.weights.words
        scores = self.space.scores(vector) + weight * self._words.scores(self._words.read(question))
        shares = _softmax(self.weights.sharpness * scores)
        best = sorted(range(len(self.topics)), key=lambda n: (-shares[n], n))[:most]
        return tuple(TopicMatch(self.topics[n], float(shares[n]), self.space.policy_vectors[n]) for n in best)


def texts_of(topic: Topic) -> tuple[str, ...]:
    """Return the texts that show where a topic lies: phrasings, name, policy terms, everyday words."""
    return (*topic.sayings, topic.name, *topic.terms, *topic.words)


def policy_text(topic: Topic) -> str:
    """Return the policy terms of a topic as one text, to be searched by meaning."""
    return ", ".join((topic.name, *topic.terms))


class TopicSpace:
    """The vectors of phrasings and policy terms, whitened by their covariance within topics."""

    def __init__(self, topics: Sequence[Topic], encoder: Encoder, weights: MatchWeights) -> None:
        texts = [texts_of(topic) for topic in topics]
        found = topic_vectors([*chain(*texts), *map(policy_text, topics)], encoder)
        vectors, self.policy_vectors = found[: -len(topics)], found[-len(topics) :]
        owners = np.repeat(np.arange(len(topics)), [len(own) for own in texts])
        means = np.stack([vectors[owners == n].mean(axis=0) for n in range(len(topics))])
        self._middle = vectors.mean(axis=0)
        self._whiten = _whitening(vectors - means[owners], weights.shrinkage)
        self._points = self._project(vectors)
        self._centres = self._project(means)
        self._nearest = weights.nearest
        # A row of points for each topic; the last point, minus one, stands where there are fewer.
        self._rows = np.full((len(topics), max(map(len, texts))), len(vectors))
        for number in range(len(topics)):
            own = np.flatnonzero(owners == number)
            self._rows[number, : len(own)] = own

    def scores(self, vector: Vector) -> Scores:
        """Return how near each topic is: cosine to its centre and to its nearest phrasings, added."""
        point = self._project(vector[np.newaxis])[0]
        cosines = np.append(self._points @ point, -1.0)[self._rows]
        near = np.partition(cosines, -self._nearest, axis=1)[:, -self._nearest :].mean(axis=1)
        return np.asarray(self._centres @ point + near, dtype=np.float64)

    def _project(self, vectors: Matrix) -> Matrix:
        moved = (vectors - self._middle) @ self._whiten
        return np.asarray(moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9), np.float32)


class WordIndex:
    """Which words say which topic, each worth more the fewer topics it says."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        self._size = len(topics)
        self._topics: dict[str, dict[int, float]] = {}
        for number, topic in enumerate(topics):
            for word, share in _words_of(topic).items():
                self._topics.setdefault(word, {})[number] = share
        self._by_letter: dict[str, list[str]] = {}
        for word in sorted(self._topics):
            self._by_letter.setdefault(word[0], []).append(word)
        self._worth = {w: math.log((len(topics) + 1) / (len(t) + 0.5)) for w, t in self._topics.items()}

    def read(self, question: str) -> Terms:
        """Return the terms of a question, those that nobody knows as the nearest that is known here."""
        found = analyse(question)
        words = tuple(word if word in self._topics else self._nearest(word) for word in found.words)
        return Terms(words, found.parts)

    def _nearest(self, word: str) -> str:
        if len(word) < LEAST_CORRECTED or not word.isalpha() or is_known(word, lang="nl"):
            return word
        return nearest_term(word, self._by_letter.get(word[0], ())) or word

    def scores(self, terms: Terms) -> Scores:
        """Return the worth of the words that a question shares with each topic."""
        found = np.zeros(self._size)
        for words, weight in ((terms.words, 1.0), (terms.parts, PART)):
            for word in set(words):
                for number, share in self._topics.get(word, {}).items():
                    found[number] += weight * share * self._worth[word]
        return found


# A word of a sentence says less of a topic than a word listed for it, part of a compound less than the
# whole, a word of an expression of several less than one that stands alone.
SAID, PART, SEVERAL = 0.6, 0.3, 0.6


def _words_of(topic: Topic) -> dict[str, float]:
    said: dict[str, int] = {}
    for text in topic.sayings:
        terms = analyse(text)
        for word in {*terms.words, *terms.parts}:
            said[word] = said.get(word, 0) + 1
    shares = {word: SAID * 1.5 * count / (count + 1) for word, count in said.items()}
    for texts, whole in (((topic.name, *topic.terms), 1.0), (topic.words, 1.0)):
        for text in texts:
            terms = analyse(text)
            worth = whole if len(terms.words) == 1 else whole * SEVERAL
            for word in terms.parts:
                shares[word] = max(shares.get(word, 0.0), worth * PART)
            for word in terms.words:
                shares[word] = max(shares.get(word, 0.0), worth)
    return shares


def _whitening(deviations: Matrix, shrinkage: float) -> Matrix:
    """Return the matrix that makes the covariance of these deviations, (n, d), that of a ball."""
    covariance = deviations.T.astype(np.float64) @ deviations / len(deviations)
    dimension = len(covariance)
    ball = np.trace(covariance) / dimension * np.eye(dimension)
    mixed = (1.0 - shrinkage) * covariance + shrinkage * ball + 1e-9 * np.eye(dimension)
    return np.asarray(np.linalg.cholesky(np.linalg.inv(mixed)), dtype=np.float32)


def _softmax(values: Scores) -> Scores:
    raised = np.exp(values - values.max())
    return np.asarray(raised / raised.sum(), dtype=np.float64)
