"""Which columns of a comparison a sentence belongs to: by its words, by the section it stands in, and
by how near it lies to sentences that say the same kind of thing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.aspect_words import (
    ACCOUNT,
    ACTIVE,
    ACTS,
    AMOUNT,
    DEFINITION,
    GOVERNS,
    HEADINGS,
    OTHERS,
    PROBLEM,
    PURPOSE,
    STATE,
    STRONG,
    TARGET_DIRECT,
    WEAK,
)
from assistant.comparison import Aspect
from corpus.document import Role

# What an invented person or a participant says is no policy, and stands in no column.
SILENT_ROLES = frozenset({Role.PARTICIPATION, Role.FICTION})
DEEDS = frozenset({Aspect.AIMS, Aspect.ACTIONS})
# Under these headings words are explained.
DEFINES = re.compile(r"\b(?:begrip\w*|definities?|afkortingen|woordenlijst)\b", re.IGNORECASE)
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


@dataclass(frozen=True, slots=True)
class Signs:
    """What the words of a sentence say: signs of aspects, whether somebody does it and whether it is the
    municipality, how bad things are, what an account explains, what only is or happens, what another
    government does, what a word means, and what it is for."""

    strong: frozenset[Aspect]
    weak: frozenset[Aspect]
    active: bool
    acts: bool
    problem: bool
    account: bool
    state: bool
    others: bool
    definition: bool
    purpose: bool
    direct: frozenset[Aspect]


@lru_cache(maxsize=50_000)
def signs_of(text: str) -> Signs:
    """Return the signs in a sentence. They are kept: each page of a comparison reads the same ones."""
    strong = frozenset(aspect for aspect, pattern in STRONG.items() if pattern.search(text))
    active = bool(ACTIVE.search(text))
    if Aspect.AIMS in strong and not active and _is_only_wanted(text):
        strong -= {Aspect.ACTIONS}
    direct = {Aspect.TARGETS: TARGET_DIRECT, Aspect.COSTS: AMOUNT}
    return Signs(
        strong=strong,
        weak=frozenset(aspect for aspect, pattern in WEAK.items() if pattern.search(text)),
        active=active,
        acts=bool(ACTS.search(text)),
        problem=bool(PROBLEM.search(text)),
        account=bool(ACCOUNT.search(text)),
        state=bool(STATE.search(text)),
        others=bool(OTHERS.search(text)),
        definition=bool(DEFINITION.search(text)),
        purpose=bool(PURPOSE.search(text)),
        direct=frozenset(aspect for aspect, pattern in direct.items() if pattern.search(text)),
    )


def _is_only_wanted(text: str) -> bool:
    """Tell whether all that is done in a sentence stands in the clause of what is wanted."""
    wanted = GOVERNS.search(text)
    return wanted is not None and not STRONG[Aspect.ACTIONS].search(text[: wanted.start()])


def aspects_of(
    text: str,
    section: Sequence[str],
    role: Role,
    near: Sequence[float],
    quote: str = "",
    rules: bool = False,
    weights: AspectWeights = AspectWeights(),
) -> dict[Aspect, float]:
    """Return the aspects that a sentence says, each with how surely.

    ``near`` is how near it lies to each (``AspectSpace.scores``), ``quote`` the sentence with those that
    it leans on. What a participant or an invented person says is none; in a text of ``rules`` it is only
    an action where the municipality does it, the rest are conditions.
    """
    signs, said = signs_of(text), heading_aspect(tuple(section), role)
    if role in SILENT_ROLES or signs.definition or _defines(tuple(section[-2:])):
        return {}
    problem = signs.problem or (bool(quote) and signs_of(quote).problem)
    found: dict[Aspect, float] = {}
    for aspect, meaning in zip(Aspect, near, strict=True):
        if aspect in (signs.strong | signs.weak | {said}) and not _is_no_deed(aspect, signs, problem, rules):
            score = _score(aspect, signs, said, problem, float(meaning), weights)
            found |= {aspect: score} if score >= weights.least else {}
    if not found.keys() & DEEDS:  # it only tells of these people, that time, that money
        direct = signs.direct | ({Aspect.COSTS} if signs.account else set())
        found = {a: score for a, score in found.items() if a is Aspect.PARTNERS or a in direct}
    found = _one_of_two(found, signs.strong)
    if Aspect.ACTIONS in found and signs.purpose:
        found[Aspect.AIMS] = weights.least
    return found


def _is_no_deed(aspect: Aspect, signs: Signs, problem: bool, rules: bool) -> bool:
    """Tell whether a sentence explains or complains, where it would be an aim or an action."""
    return aspect in DEEDS and (
        signs.account
        or (signs.others and not signs.active)
        or (aspect is Aspect.ACTIONS and (problem or signs.state) and not signs.active)
        or (aspect is Aspect.ACTIONS and rules and not signs.acts)
    )


def _score(
    aspect: Aspect, signs: Signs, said: Aspect | None, problem: bool, meaning: float, weights: AspectWeights
) -> float:
    undone = aspect is Aspect.ACTIONS and said is Aspect.AIMS and not signs.active
    return (
        weights.strong * (aspect in signs.strong)
        + weights.weak * (aspect in signs.weak)
        + (weights.promised if aspect in DEEDS else weights.heading) * (said is aspect)
        - weights.heading * undone
        + max(-weights.most_meaning, min(weights.most_meaning, weights.meaning * meaning))
        - weights.problem * (aspect is Aspect.AIMS and problem)
    )


def _one_of_two(found: dict[Aspect, float], plain: frozenset[Aspect]) -> dict[Aspect, float]:
    """Return the aspects without the weaker of aim and action: what is wanted is not done yet. A wish
    that is said in so many words is none of the actions that it stands among."""
    aim, action = found.get(Aspect.AIMS), found.get(Aspect.ACTIONS)
    if aim is None or action is None:
        return found
    wish = Aspect.AIMS in plain and Aspect.ACTIONS not in plain
    weaker = Aspect.ACTIONS if wish or aim >= action else Aspect.AIMS
    return {aspect: score for aspect, score in found.items() if aspect is not weaker}


@lru_cache(maxsize=10_000)
def _defines(headings: tuple[str, ...]) -> bool:
    """Tell whether words are explained under these headings."""
    return any(DEFINES.search(heading) for heading in headings)


@lru_cache(maxsize=10_000)
def heading_aspect(section: tuple[str, ...], role: Role) -> Aspect | None:
    """Return the aspect that the headings over a sentence promise, the nearest heading first, else that
    of the section's role."""
    for heading in reversed(section):
        found = [(match.start(), a) for a, p in HEADINGS.items() if (match := p.search(heading))]
        if found:
            return min(found)[1]
    return ROLE_SAYS.get(role)
