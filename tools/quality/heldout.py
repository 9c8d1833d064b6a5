"""Topics of phrasings that were written without sight of the taxonomy's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process

from assistant.bridge import MatchWeights, TopicMatcher
from assistant.question import understand
from index.embed import Encoder
from index.engine import Matrix
from tools.quality.table import Cell, Table, percentage
from tools.quality.variants import BY_MEANING, BY_WORDS

FIRST = 3
# Two sentences this like each other (a ratio of edits, 0..100) tell of nearly the same in the same words.
NEAR = 70
VIEWS = (
    ("both", MatchWeights()),
    ("by meaning only", BY_MEANING),
    ("by words only", BY_WORDS),
)


@dataclass(frozen=True, slots=True)
class Ranked:
    """The language of a phrasing, whether a right topic is the first and among the first three, and
    whether the taxonomy has a phrasing much like it."""

    language: str
    near: bool
    first: bool
    among: bool


def ranked(matcher: TopicMatcher, rows: Sequence[Mapping[str, Any]], vectors: Matrix) -> list[Ranked]:
    """Return how each phrasing is placed; ``vectors`` (n, d) are theirs. The language is recognised as
    it is for a question."""
    known = [text.casefold() for topic in matcher.topics for text in topic.sayings]
    found = []
    for row, vector in zip(rows, vectors, strict=True):
        understood = understand(row["text"], ())
        topics = [m.topic.id for m in matcher.match(understood.topic, vector, understood.foreign, FIRST)]
        right = [topic in row["topics"] for topic in topics]
        near = process.extractOne(row["text"].casefold(), known, scorer=fuzz.ratio, score_cutoff=NEAR)
        found.append(Ranked(row["language"], near is not None, right[0], any(right)))
    return found


def heldout(encoder: Encoder, rows: Sequence[Mapping[str, Any]]) -> Table:
    """Return how often the topic is right, by language and by view of the question."""
    vectors = encoder.questions([row["text"] for row in rows])
    views = [ranked(TopicMatcher(encoder, weights=weights), rows, vectors) for _, weights in VIEWS]
    lines = [_line("all", views), _line("all that no known phrasing is like", _unlike(views))]
    for language in dict.fromkeys(row["language"] for row in rows):
        lines.append(_line(language, [[r for r in view if r.language == language] for view in views]))
    places = [f"{place} {name}" for name, _ in VIEWS for place in ("first", "first three")]
    columns = ("language", "phrasings", *places)
    return Table("The right topic of held-out phrasings", columns, tuple(lines))


def _unlike(views: Sequence[Sequence[Ranked]]) -> list[list[Ranked]]:
    return [[r for r in view if not r.near] for view in views]


def _line(name: str, views: Sequence[Sequence[Ranked]]) -> tuple[Cell, ...]:
    shares = (
        percentage(sum(kept), len(view))
        for view in views
        for kept in ([r.first for r in view], [r.among for r in view])
    )
    return (name, len(views[0]), *shares)
