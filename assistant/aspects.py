"""Which columns of a comparison a sentence belongs to: by its words, by the section it stands in, and
by how near it lies to sentences that say the same kind of thing."""

from __future__ import annotations

import threading
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

import numpy as np

from assistant.aspect_words import (
    ACCOUNT,
    ACTIVE,
    AMOUNT,
    HEADINGS,
    PROBLEM,
    PURPOSE,
    STRONG,
    TARGET_DIRECT,
    WEAK,
)
from assistant.comparison import Aspect
from corpus.document import Role
from index.embed import Encoder
from index.engine import Matrix, Vector

OTHER = "other"
# What an invented person or a participant says is no policy, and stands in no column.
SILENT_ROLES = frozenset({Role.PARTICIPATION, Role.FICTION})
DEEDS = frozenset({Aspect.AIMS, Aspect.ACTIONS})
ROLE_SAYS: Mapping[Role, Aspect] = {Role.ACTIONS: Aspect.ACTIONS}


@dataclass(frozen=True, slots=True)
class AspectWeights:
    """How much each sign counts that a sentence says an aspect; from ``least`` on it does.

    ``promised`` is for a heading that promises aims or actions (Wat willen we bereiken?), ``heading`` for
    one that promises another; a heading over aims takes that from an action that nobody does.
    ``meaning`` is for a sentence that lies as near to an aspect as the sentences of it do themselves,
    ``most_meaning`` what it can bring at most, for or against; ``problem`` is what an aim
    loses in a sentence that tells how bad things are; it is no action then.
    """

    strong: float = 1.0
    weak: float = 0.4
    promised: float = 0.95
    heading: float = 0.4
    meaning: float = 0.3
    most_meaning: float = 0.4
    problem: float = 0.7
    least: float = 0.8


class AspectSpace:
    """The directions in which sentences of one aspect differ from those of all others."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._lock = threading.Lock()
        self._made: tuple[Matrix, Vector, Vector] | None = None

    def scores(self, vectors: Matrix) -> Matrix:
        """Return how near unit vectors (n, d) lie to each aspect, (n, a) in order of ``Aspect``: 0 where
        a sentence is as near as to all others, 1 where it is as near as its own sentences are."""
        directions, middle, scale = self._directions()
        return np.asarray((vectors - middle) @ directions.T / scale, dtype=np.float32)

    def _directions(self) -> tuple[Matrix, Vector, Vector]:
        with self._lock:
            if self._made is None:
                self._made = _made(self._encoder)
            return self._made


def _made(encoder: Encoder) -> tuple[Matrix, Vector, Vector]:
    """Return a direction for each aspect (a, d), the middle of all (d,), and how far the sentences of
    each aspect lie along its own (a,)."""
    prototypes = load_prototypes()
    groups = {name: encoder.passages(said) for name, said in prototypes.items()}
    means = {name: matrix.mean(axis=0) for name, matrix in groups.items()}
    middle = np.mean(list(means.values()), axis=0)
    rows = np.array([means[aspect.value] - middle for aspect in Aspect], np.float32)
    own = [(groups[a.value] - middle) @ row for a, row in zip(Aspect, rows, strict=True)]
    scale = np.array([max(float(values.mean()), 1e-6) for values in own], np.float32)
    return rows, np.asarray(middle, np.float32), scale


def load_prototypes() -> dict[str, list[str]]:
    """Return the sentences that stand for each aspect, and for none (``other``)."""
    read = tomllib.loads(files("assistant").joinpath("aspects.toml").read_text(encoding="utf-8"))
    return {name: list(read[name]) for name in (*(a.value for a in Aspect), OTHER)}


def aspects_of(
    text: str,
    section: Sequence[str],
    role: Role,
    near: Sequence[float],
    quote: str = "",
    weights: AspectWeights = AspectWeights(),
) -> dict[Aspect, float]:
    """Return the aspects that a sentence says, each with how surely.

    ``near`` is how near it lies to each (``AspectSpace.scores``), ``quote`` the sentence with those that
    it leans on. What a participant or an invented person says is none.
    """
    if role in SILENT_ROLES:
        return {}
    found: dict[Aspect, float] = {}
    plain: set[Aspect] = set()
    said = heading_aspect(section, role)
    active, account = bool(ACTIVE.search(text)), bool(ACCOUNT.search(text))
    problem = bool(PROBLEM.search(quote or text))
    no_deed = {Aspect.AIMS: account, Aspect.ACTIONS: account or (problem and not active)}
    for aspect, meaning in zip(Aspect, near, strict=True):
        strong, weak = STRONG[aspect].search(text), WEAK[aspect].search(text)
        if not (strong or weak or said is aspect) or no_deed.get(aspect, False):
            continue
        most = weights.most_meaning
        score = (
            weights.strong * bool(strong)
            + weights.weak * bool(weak)
            + (weights.promised if aspect in DEEDS else weights.heading) * (said is aspect)
            - weights.heading * (aspect is Aspect.ACTIONS and said is Aspect.AIMS and not active)
            + max(-most, min(most, weights.meaning * float(meaning)))
            - weights.problem * (aspect is Aspect.AIMS and problem)
        )
        if score >= weights.least:
            found[aspect] = score
            plain |= {aspect} if strong else set()
    if not found.keys() & DEEDS:  # it only tells of these people, that time, that money
        found.pop(Aspect.PERIOD, None)
        if not AMOUNT.search(text):
            found.pop(Aspect.COSTS, None)
        if not TARGET_DIRECT.search(text):
            found.pop(Aspect.TARGETS, None)
    found = _one_of_two(found, plain)
    if Aspect.ACTIONS in found and PURPOSE.search(text):
        found[Aspect.AIMS] = weights.least
    return found


def _one_of_two(found: dict[Aspect, float], plain: set[Aspect]) -> dict[Aspect, float]:
    """Return the aspects without the weaker of aim and action: what is wanted is not done yet. A wish
    that is said in so many words is none of the actions that it stands among."""
    aim, action = found.get(Aspect.AIMS), found.get(Aspect.ACTIONS)
    if aim is None or action is None:
        return found
    wish = Aspect.AIMS in plain and Aspect.ACTIONS not in plain
    weaker = Aspect.ACTIONS if wish or aim >= action else Aspect.AIMS
    return {aspect: score for aspect, score in found.items() if aspect is not weaker}


def heading_aspect(section: Sequence[str], role: Role) -> Aspect | None:
    """Return the aspect that the headings over a sentence promise, the nearest heading first, else that
    of the section's role."""
    for heading in reversed(section):
        found = [(match.start(), a) for a, p in HEADINGS.items() if (match := p.search(heading))]
        if found:
            return min(found)[1]
    return ROLE_SAYS.get(role)
