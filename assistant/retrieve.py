"""Questions to evidence: the passages found, by municipality, and how well they cover the question."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import simplemma
from rapidfuzz.distance import DamerauLevenshtein

from assistant.reply import Understood
from corpus.document import Role
from index.dutch import Terms, analyse, compound_terms, split_compound, term, tokens
from index.engine import Filters, Snapshot, Vector
from index.search import Hit, Query, Searcher

# What an invented person, a participant or an introduction says weighs less than policy.
ROLE_WEIGHT: Mapping[Role, float] = {
    Role.FICTION: 0.6,
    Role.PARTICIPATION: 0.85,
    Role.ANNEX: 0.9,
    Role.INTRODUCTION: 0.95,
}
Worths = tuple[tuple[tuple[str, ...], float], ...]
NAMED_KIND_WEIGHT = 1.15
LEAST_CORRECTED = 5
# Passages of at least this many terms are the same where they share this much (Jaccard).
LEAST_REPEATED, REPEATED = 8, 0.9
PART_SHARE = 0.6
SOME_PARTS_SHARE = 0.15


@dataclass(frozen=True, slots=True, eq=False)
class Bridge:
    """The policy terms of a topic that a question may be about, each with its worth in the library;
    terms that are worth ``enough`` together stand for the whole topic, ``everyday`` are residents' words
    for it. ``vector`` is the unit vector of the policy terms.
    """

    terms: Worths
    everyday: Worths
    confidence: float
    enough: float
    vector: Vector

    def coverage(self, words: frozenset[str]) -> float:
        """Return how much of the topic these words say in terms of policy, 0..1."""
        return min(1.0, _worth_in(words, self.terms) / self.enough)

    def presence(self, words: frozenset[str]) -> float:
        """Return how much of the topic these words say in any terms, 0..1."""
        return min(1.0, (_worth_in(words, self.terms) + _worth_in(words, self.everyday)) / self.enough)


def _worth_in(words: frozenset[str], terms: Worths) -> float:
    return sum(worth for term, worth in terms if words.issuperset(term))


@dataclass(frozen=True, slots=True)
class Weighted:
    """The terms of a question with what each is worth (inverse passage frequency), in order; ``bridges``
    are topics whose terms may stand for the question, each with how much of it."""

    weights: tuple[tuple[str, float], ...]
    parts: Mapping[str, tuple[str, ...]]
    missing_nouns: frozenset[str] = frozenset()
    bridges: tuple[tuple[Bridge, float], ...] = ()

    @property
    def missing_noun(self) -> bool:
        """True where the question names a thing that the whole library never names."""
        return any(word in self.missing_nouns for word, _ in self.weights)

    @property
    def total(self) -> float:
        """The worth of all terms together."""
        return sum(weight for _, weight in self.weights)

    def coverage(self, words: frozenset[str], parts: frozenset[str]) -> float:
        """Return which share (0..1) of the question's worth stands in these terms.

        A word counts in full; one that is found in a compound, or of which all parts are found,
        counts for a share; "laag" alone says little of "laaggeletterdheid".
        """
        bridged = max((part * bridge.coverage(words) for bridge, part in self.bridges), default=0.0)
        if not self.weights:
            return bridged
        found = 0.0
        for word, weight in self.weights:
            if word in words:
                found += weight
            elif word in parts:
                found += weight * PART_SHARE
            else:
                own = self.parts.get(word, ())
                shared = sum(part in words or part in parts for part in own)
                if own and shared == len(own):
                    found += weight * PART_SHARE
                elif shared:
                    found += weight * SOME_PARTS_SHARE
        return max(bridged, found / self.total)


@dataclass(frozen=True, slots=True)
class TermSets:
    """The search terms of a text, each once: of its words, and of the parts of its compounds."""

    words: frozenset[str]
    parts: frozenset[str]

    @classmethod
    def of(cls, text: str) -> TermSets:
        """Return the terms of a text."""
        terms = analyse(text)
        return cls(frozenset(terms.words), frozenset(terms.parts))


# Of a passage itself, and of the headings that it stands under.
PassageTerms = tuple[TermSets, TermSets]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A hit with how much of the question it covers: in its own text, and with its headings."""

    hit: Hit
    score: float
    coverage: float
    in_context: float
    terms: frozenset[str]
    with_headings: frozenset[str]

    @property
    def municipality(self) -> str:
        """Whose document it is."""
        return self.hit.passage.document.description.speaker


def correct(understood: Understood, snapshot: Snapshot) -> Understood:
    """Return what was understood with misspelt words read as words of the library.

    Only a word that no dictionary knows, that is no compound, and that stands nowhere in the
    library is corrected: one letter wrong up to seven letters, two in longer words.
    """
    if understood.foreign:
        return understood
    unknown = [
        word
        for word in dict.fromkeys(tokens(understood.topic))
        if len(word) >= LEAST_CORRECTED
        and word.isalpha()
        and not simplemma.is_known(word, lang="nl")
        and split_compound(word) is None
    ]
    counts = snapshot.frequencies([term(word) for word in unknown])
    missing = [word for word in unknown if not counts[term(word)]]
    if not missing:
        return understood
    corrected = [
        (word, near) for word in missing if (near := nearest_term(word, sorted(snapshot.vocabulary(word[0]))))
    ]
    return replace(understood, corrected=tuple(corrected))


def nearest_term(word: str, vocabulary: Sequence[str]) -> str | None:
    """Return the term of the library that a misspelt word is nearest to, if near enough.

    The first letter is taken to be right. A term is a stem, so it is held against as much of the word
    as it is long: one letter wrong up to seven letters, two in longer words.
    """
    best: tuple[int, int, str] | None = None
    for candidate in vocabulary:
        if not candidate.isalpha() or len(candidate) < LEAST_CORRECTED - 1:
            continue
        if not 0.65 * len(word) <= len(candidate) <= len(word) + 2:
            continue
        most = 1 if len(candidate) < 8 else 2
        for size in {len(candidate) - 1, len(candidate), len(candidate) + 1}:
            distance = DamerauLevenshtein.distance(word[:size], candidate, score_cutoff=most)
            if distance <= most:
                found = (distance, abs(len(word) - len(candidate)), candidate)
                best = min(best, found) if best else found
    return best[2] if best else None


def query_terms(understood: Understood) -> Terms:
    """Return the terms to search: those of the topic, corrected ones in place of misspelt ones."""
    found = analyse(understood.topic)
    replaced = {term(word): right for word, right in understood.corrected}
    verbs = [term(verb) for verb in understood.verbs]
    words = tuple(replaced.get(word, word) for word in found.words)
    return Terms((*words, *verbs), found.parts)


def weigh(understood: Understood, terms: Terms, snapshot: Snapshot) -> Weighted:
    """Return the question's terms with their worth: ln((passages + 1) / (passages with it + 1))."""
    years = {str(year) for year in understood.years}
    words = [word for word in dict.fromkeys(terms.words) if word not in years]
    counts = snapshot.frequencies(words)
    total = snapshot.count()
    verbs = {term(verb) for verb in understood.verbs}
    words = [word for word in words if counts[word] or word not in verbs]
    weights = tuple((word, math.log((total + 1) / (counts[word] + 1)) + 0.1) for word in words)
    parts: dict[str, tuple[str, ...]] = {}
    for token in tokens(understood.topic):
        parts.setdefault(term(token), compound_terms(token))
    missing = frozenset(
        term(token)
        for token in tokens(understood.topic)
        if not counts.get(term(token), 1) and _is_noun(token)
    )
    return Weighted(weights, parts, missing)


def _is_noun(token: str) -> bool:
    """Tell whether a word that a dictionary knows is no verb: its dictionary form does not end as one."""
    known = simplemma.is_known(token, lang="nl") or split_compound(token) is not None
    return bool(known) and not str(simplemma.lemmatize(token, lang="nl")).endswith("en")


def gather(
    searcher: Searcher,
    snapshot: Snapshot,
    query: Query,
    weighted: Weighted,
    filters: Filters,
    k: int,
    kind: str | None = None,
    read: dict[int, PassageTerms] | None = None,
) -> list[Evidence]:
    """Return the evidence for a question, best first: what is invented or said by others lower, a
    document of the kind that the question names higher. ``read`` keeps the terms of passages between
    two searches for one question."""
    found = []
    known = {} if read is None else read
    for hit in searcher.hits(snapshot, query, k, filters):
        number = hit.passage.passage_id
        if number not in known:
            known[number] = (TermSets.of(hit.passage.text), TermSets.of(" ".join(hit.passage.section)))
        own, about = known[number]
        coverage = weighted.coverage(own.words, own.parts)
        every = own.words | about.words
        in_context = weighted.coverage(every, own.parts | about.parts)
        score = hit.score * ROLE_WEIGHT.get(hit.passage.role, 1.0)
        if kind and hit.passage.document.description.kind == kind:
            score *= NAMED_KIND_WEIGHT
        found.append(Evidence(hit, score, coverage, in_context, own.words, every))
    return once(sorted(found, key=lambda e: (-e.score, e.hit.passage.passage_id)))


def once(ranked: Sequence[Evidence]) -> list[Evidence]:
    """Return the evidence without what a better piece of the same municipality says already, word for
    word but for a few; rows of tables are never the same."""
    kept: list[Evidence] = []
    said: dict[str, list[frozenset[str]]] = {}
    for item in ranked:
        before = said.setdefault(item.municipality, [])
        if not item.hit.passage.is_row and len(item.terms) >= LEAST_REPEATED:
            if any(len(item.terms & other) >= REPEATED * len(item.terms | other) for other in before):
                continue
            before.append(item.terms)
        kept.append(item)
    return kept


def by_municipality(evidence: Sequence[Evidence]) -> dict[str, list[Evidence]]:
    """Return the evidence of each municipality, in order of its best."""
    groups: dict[str, list[Evidence]] = {}
    for item in evidence:
        groups.setdefault(item.municipality, []).append(item)
    return groups
