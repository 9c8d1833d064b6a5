"""Ranked lists to one list. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Ranked = Sequence[tuple[int, float]]


def normalise(ranked: Ranked) -> dict[int, float]:
    """Return the scores of a list scaled to 0 (its last) .. 1 (its first); 1 where all are equal."""
    if not ranked:
        return {}
    scores = [score for _, score in ranked]
    low, high = min(scores), max(scores)
    if high == low:
        return {item: 1.0 for item, _ in ranked}
    return {item: (score - low) / (high - low) for item, score in ranked}


def fuse(lists: Sequence[tuple[Ranked, float]]) -> list[tuple[int, float]]:
    """Return one list: the weighted sum of each list's normalised scores (relative score fusion,
    Bruch et al. 2023, "An Analysis of Fusion Functions for Hybrid Retrieval", convex combination).

    An item that a list does not hold gets 0 from it. Best first, ties by item.
    """
    total: dict[int, float] = {}
    for ranked, weight in lists:
        for item, score in normalise(ranked).items():
            total[item] = total.get(item, 0.0) + weight * score
    return best_first(total)


def best_first(scores: Mapping[int, float]) -> list[tuple[int, float]]:
    """Return the items by score, highest first, ties by item."""
    return sorted(scores.items(), key=lambda hit: (-hit[1], hit[0]))
