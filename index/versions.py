"""Which documents are versions of one: draft, proposal, amended, adopted. All functions are pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from corpus.document import Description

Hashes = npt.NDArray[np.uint64]

WORDS_IN_SHINGLE = 5
# The estimate of what two texts share is off by about 1 / sqrt(SKETCH), so 0.05.
SKETCH = 400
LEAST_SHARED = 0.5
LEAST_SURE = 0.6
LEAST_SPELLING = 85
# The order in which versions follow each other; a document without a status is a proposal.
RANKS = {"concept": 0, "geamendeerd": 2, "vastgesteld": 3}
PROPOSAL = 1
# Kinds of which there is one for every period: without the period nothing says they are the same.
RECURRING = frozenset({"begroting", "jaarverslag", "besluitenlijst", "register"})
STATUS_WORDS = re.compile(
    r"\b(?:concept|ontwerp)-?|\b(?:voorlopige?|definitieve?|geamendeerde?|gewijzigde?|aangepaste?"
    r"|vastgestelde?|besluitversie|eindversie|versie(?:\s+\d+(?:\.\d+)*)?|v\d+(?:\.\d+)*)\b"
)
SMALL_WORDS = frozenset("aan de den der door een en gemeente het in met op te tot van voor".split())


@dataclass(frozen=True, slots=True)
class Edition:
    """What is needed of a document to tell of which others it is a version."""

    document_id: str
    text_version: str
    description: Description
    sketch: bytes


def sketch(text: str) -> bytes:
    """Return the smallest hashes of the text's shingles of five words, ascending, eight bytes each."""
    words = re.findall(r"\w+", text.casefold())
    known = {word: _hash(word) for word in set(words)}
    numbers = np.array([known[word] for word in words], np.uint64)
    count = max(len(numbers) - WORDS_IN_SHINGLE + 1, min(len(numbers), 1))
    shingles = np.zeros(count, np.uint64)
    for place in range(min(WORDS_IN_SHINGLE, len(numbers))):
        shingles = _mixed(shingles * np.uint64(31) + numbers[place : place + count])
    return np.unique(shingles)[:SKETCH].astype("<u8").tobytes()


def _hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little")


def _mixed(numbers: Hashes) -> Hashes:
    """Spread the bits (the finaliser of SplitMix64), so that the smallest are a fair sample."""
    mixed = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def shared(one: bytes, other: bytes) -> float:
    """Return which share of the shingles of two texts both have, 0..1, estimated from their sketches
    (bottom-k; Cohen and Kaplan, "Summarizing data using bottom-k sketches", 2007)."""
    a, b = (np.frombuffer(data, "<u8") for data in (one, other))
    if not len(a) or not len(b):
        return 0.0
    sample = np.union1d(a, b)[:SKETCH]
    both = np.isin(sample, a) & np.isin(sample, b)
    return float(both.mean())


def related(one: Edition, other: Edition) -> bool:
    """Tell whether two documents are versions of one: described alike, and with much the same text."""
    return (
        one.document_id != other.document_id
        and _described_alike(one.description, other.description)
        and shared(one.sketch, other.sketch) >= LEAST_SHARED
    )


def _described_alike(one: Description, other: Description) -> bool:
    return (
        one.municipality is not None
        and (one.municipality, one.kind, one.part_of, one.summary_of)
        == (other.municipality, other.kind, other.part_of, other.summary_of)
        and _same_years(one, other)
        and same_title(one, other)
    )


def _same_years(one: Description, other: Description) -> bool:
    """Tell whether two documents are about one period: it begins in the same year.

    To overlap is not enough: a budget of 2025 to 2028 is no version of that of 2024 to 2027.
    """
    if one.kind in RECURRING:
        return one.year_from is not None and one.year_from == other.year_from
    years = [_sure_year(one), _sure_year(other)]
    return None in years or years[0] == years[1]


def _sure_year(about: Description) -> int | None:
    return about.year_from if dict(about.confidence).get("years", 1.0) >= LEAST_SURE else None


def same_title(one: Description, other: Description) -> bool:
    """Tell whether two titles are the same but for status, small words, own years and misspelling."""
    a, b = _title_words(one), _title_words(other)
    first, second = sorted((a - b).elements()), sorted((b - a).elements())
    return len(first) == len(second) and all(map(_misspelt, first, second))


def _title_words(about: Description) -> Counter[str]:
    title = STATUS_WORDS.sub(" ", about.title.casefold())
    left_out = {str(about.year_from), str(about.year_to)}
    left_out |= SMALL_WORDS | set(re.findall(r"\w+", (about.municipality or "").casefold()))
    return Counter(word for word in re.findall(r"\w+", title) if word not in left_out)


def _misspelt(one: str, other: str) -> bool:
    """Tell whether two words differ in spelling only; in numbers and short words nothing is only that."""
    long = min(len(one), len(other)) > 4 and one.isalpha() and other.isalpha()
    return long and fuzz.ratio(one, other) >= LEAST_SPELLING


def precedes(one: Edition, other: Edition) -> bool:
    """Tell whether ``one`` came before ``other``: by status, and within one status by date.

    Where neither tells, neither came first: both stay.
    """
    ranks = [RANKS.get(e.description.status or "", PROPOSAL) for e in (one, other)]
    if ranks[0] != ranks[1]:
        return ranks[0] < ranks[1]
    first, second = one.description.date or "", other.description.date or ""
    # A month may have no day: then that is all that there is to compare.
    known = min(len(first), len(second))
    return first[:known] < second[:known]


def newest_of(edition: Edition, others: Iterable[Edition]) -> str | None:
    """Return the id of the newest document of which this one is an earlier version, None if none is.

    Two that are equally new are told apart by their text: the order of adding has no part in it.
    """
    later = [other for other in others if precedes(edition, other) and related(edition, other)]
    if not later:
        return None
    last = max(later, key=_order)
    return last.document_id


def _order(edition: Edition) -> tuple[int, str, str]:
    about = edition.description
    return RANKS.get(about.status or "", PROPOSAL), about.date or "", edition.text_version
