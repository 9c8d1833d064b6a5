"""What a comparison is about, and whether a sentence is about it: by its words, by the words of its
topics, and by the heading that it stands under."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import simplemma

from assistant.bridge import TopicMatch
from assistant.expand import BridgeWeights, bridges, expanded, policy_terms
from assistant.find import Finder
from assistant.question import understand
from assistant.reply import Understood
from assistant.retrieve import TermSets, Weighted, correct, query_terms, weigh
from assistant.topics import Topic
from index.dutch import STOP_WORDS, analyse, split_compound, term, tokens
from index.engine import Snapshot
from index.model import EMBEDDED
from index.search import Query

# A topic takes part that a subject is about for this share at least.
LEAST_TOPIC = 0.3
# How far the search goes by topic: a subject is short, and names what it is about.
SHARE = 0.5
# A term of a topic says it wholly where it is at least so rare, of the rarest that a term can be.
RARE = 0.55
# Between things of which each will do.
EITHER = re.compile(r"\b(?:en|of|and|or)\b|[,/;]")
# A subject is a topic that so many of its terms and words, the first ones, are the same as.
OWN_TERMS = 3
# A subject of one word made of an adjective.
NOUN_OF_TRAIT = re.compile(r"^\w{3,}heid$", re.IGNORECASE)
# "Eigen" is too common to be searched for, but with the noun after it it names another thing than the noun
# does: "eigen bijdrage", "eigen kracht".
OWN_NOUN = re.compile(r"\beigen\s+(\w+)", re.IGNORECASE)
# A shorter word is too often the beginning of another.
LEAST_NAME = 4


@dataclass(frozen=True, slots=True)
class AboutLimits:
    """From which share of the subject, 0..1, a text is about it: ``own``, or ``many`` for a subject of
    three words or more. Where each of several things will do ("werk en bijstand") one is enough; where
    the words belong together ("wonen met zorg") this share of them must stand around it (``joint``), or
    this share of a topic in it (``topic``). A sentence that only says it in words of its topics must lie
    as near to it as ``by_topic`` (cosine of the embedded model; of another it is not asked). A heading
    is about it where this share of its words says it: from the first sentence under it (``of_heading``),
    or from the first that says it too (``part_of_heading``).
    """

    own: float = 0.5
    many: float = 0.6
    joint: float = 0.6
    topic: float = 0.7
    by_topic: float = 0.855
    of_heading: float = 0.5
    part_of_heading: float = 0.3


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject with the terms that say it, the query that finds it, and the taakvelden that the topic
    which it is falls under; ``owned`` are its terms that only say it after "eigen"."""

    understood: Understood
    query: Query
    weighted: Weighted
    matches: tuple[TopicMatch, ...]
    embedded: bool = True
    limits: AboutLimits = AboutLimits()
    taakvelden: tuple[str, ...] = ()
    owned: frozenset[str] = frozenset()

    @property
    def terms(self) -> frozenset[str]:
        """The search terms of the subject's own words, and those of their parts."""
        own = {word for word, _ in self.weighted.weights}
        return frozenset(own | {part for word in own for part in self.weighted.parts.get(word, ())})

    @property
    def policy_words(self) -> frozenset[str]:
        """The search terms of one word that policy uses for the topics of the subject."""
        terms = (words for match in self.matches for words in policy_terms(match.topic.terms))
        return frozenset(words[0] for words in terms if len(words) == 1)

    def said_in(self, text: str) -> float:
        """Return how much of the subject stands in a text, 0..1."""
        return self.weighted.coverage(*self._terms(text))

    def _terms(self, text: str) -> tuple[frozenset[str], frozenset[str]]:
        """Return the terms of a text, of its words and of their parts, that can say the subject."""
        words, parts = _term_sets(text)
        if not self.owned or self.owned & _owned(text):
            return words, parts
        return words - self.owned, parts - self.owned

    @property
    def is_joint(self) -> bool:
        """True where the words of the subject belong together."""
        return len(self.weighted.weights) > 1 and not EITHER.search(self.understood.topic)

    def is_said(self, text: str) -> bool:
        """Tell whether a text is about the subject by its own words."""
        return self.said_in(text) >= (self.limits.many if self.is_many else self.limits.own)

    @property
    def is_many(self) -> bool:
        """True for a subject of more than two words that belong together."""
        return self.is_joint and len(self.weighted.weights) > 2

    def is_framed(self, text: str) -> bool:
        """Tell whether enough of the words that belong together stand in a whole passage."""
        terms = terms_of(text)
        words = [word for word, _ in self.weighted.weights]
        found = sum(word in terms.words or word in terms.parts for word in words)
        return not self.is_joint or found >= self.limits.joint * len(words)

    def is_meant(self, text: str, cosine: float, framed: bool = True) -> bool:
        """Tell whether a sentence at this cosine of the subject is about it by its words, where those
        that belong together stand around it (``framed``), or by those of its topics where it means that
        too."""
        if not self.is_said(text):
            return self.says_one_of(text) and self.embedded and cosine >= self.limits.by_topic
        bare = replace(self.weighted, bridges=(), parts={})  # the parts of a word apart are not the word
        by_itself = bare.coverage(*self._terms(text)) >= self.limits.own
        if by_itself and (framed or self.is_framed(text)):
            return not self.is_trait(text)
        by_topic = self.said_in(text) >= self.limits.topic or framed
        return by_topic and not by_itself and (not self.embedded or cosine >= self.limits.by_topic)

    def is_trait(self, text: str) -> bool:
        """Tell whether a text only calls something by the adjective of a subject that is a noun made of
        it: "veilige containers" is not about "veiligheid"."""
        if not NOUN_OF_TRAIT.search(self.understood.topic.strip()):
            return False
        return not any("heid" in word or "heden" in word for word in tokens(text) if self.says_word(word))

    def says_one_of(self, text: str) -> bool:
        """Tell whether a text says one of several things of which each will do."""
        topic = self.understood.topic
        things = set(tokens(topic)) - STOP_WORDS  # as written: "werken" is not "werk"
        return bool(EITHER.search(topic)) and not things.isdisjoint(tokens(text))

    def is_named(self, heading: str) -> bool:
        """Tell whether a heading names the subject: one of its words that belong together is not enough
        ("Onderwijs" does not name "speciaal onderwijs"), unless words of its topic say more than that one."""
        words, parts = self._terms(heading)
        alone = self.weighted.coverage(words & self.terms, parts & self.terms)
        whole = self.is_framed(heading) or self.said_in(heading) > alone
        return whole and self.is_said(heading) and not self.is_trait(heading)

    def share_of(self, heading: str) -> float:
        """Return which share of the words of a heading says the subject; 0 where it does not name it."""
        names = set(tokens(heading)) - STOP_WORDS
        if not names or not self.is_named(heading):
            return 0.0
        return sum(self.says_word(name) for name in names) / len(names)

    def others(self, heading: str) -> frozenset[str]:
        """Return how the words of a heading begin that say something else than the subject, those of
        the first part of a compound too ("armoede" of "armoedebeleid")."""
        words = set(tokens(heading)) - STOP_WORDS
        words |= {left for word in words if (left := (split_compound(word) or ("",))[0])}
        return frozenset(term(word) for word in words if len(word) >= LEAST_NAME and not self.says_word(word))

    def says_word(self, word: str) -> bool:
        """Tell whether a word says something of the subject."""
        return self.weighted.coverage(*_term_sets(word)) > 0


def _owned(text: str) -> frozenset[str]:
    """Return the terms of the nouns that stand after "eigen"."""
    return frozenset(term(noun.casefold()) for noun in OWN_NOUN.findall(text))


def _term_sets(text: str) -> tuple[frozenset[str], frozenset[str]]:
    terms = terms_of(text)
    return terms.words, terms.parts


@lru_cache(maxsize=20_000)
def terms_of(text: str) -> TermSets:
    """Return the search terms of a text."""
    return TermSets.of(text)


def subject_of(text: str, finder: Finder, snapshot: Snapshot, places: Sequence[str]) -> Subject:
    """Return what a comparison is about; ``places`` are those with documents, whose names are no part
    of it."""
    understood = correct(understand(text, places), snapshot)
    understood = replace(understood, topic=understood.topic or text)
    query = finder.searcher.query(understood.asked or text, query_terms(understood))
    weighted = weigh(understood, query.terms, snapshot)
    matches = tuple(_without_abbreviations(m) for m in finder.topics(understood, query) if _takes_part(m))
    if matches:
        # In a small library no term is rare.
        enough = min(BridgeWeights().enough, RARE * math.log(snapshot.count() + 1))
        weights = replace(BridgeWeights(), enough=enough)
        query, weighted = expanded(query, weighted, bridges(matches, snapshot, weights), SHARE, weights)
        # In a comparison the words of the topic say the subject as well as its own do.
        own = [_is_own(match.topic, query.terms.words) for match in matches]
        pairs = zip(weighted.bridges, own, strict=True)
        said = tuple((bridge, share / SHARE) for (bridge, share), is_own in pairs if is_own)
        weighted = replace(weighted, bridges=said)
    embedded = finder.searcher.encoder.record.name == EMBEDDED
    codes = (code for m in matches if _is_own(m.topic, query.terms.words) for code in m.topic.taakvelden)
    return Subject(
        understood,
        query,
        weighted,
        matches,
        embedded,
        taakvelden=tuple(dict.fromkeys(codes)),
        owned=_owned(understood.topic),
    )


def _is_own(topic: Topic, words: Sequence[str]) -> bool:
    """Tell whether a subject is a topic itself, by its name or first words, and no part of one: the words
    of "huisartsenzorg" do not say "praktijkondersteuner"."""
    names = analyse(" ".join([topic.name, *topic.terms[:OWN_TERMS], *topic.words[:OWN_TERMS]]))
    return not {*names.words, *names.parts}.isdisjoint(words)


def _without_abbreviations(match: TopicMatch) -> TopicMatch:
    """Return a topic without the terms of which an abbreviation is a common word ("MEE", "PAS")."""
    kept = tuple(name for name in match.topic.terms if not any(_is_common(word) for word in name.split()))
    return replace(match, topic=replace(match.topic, terms=kept))


def _is_common(word: str) -> bool:
    """Tell whether an abbreviation is a common word as well."""
    small = word.casefold()
    return word.isupper() and (small in STOP_WORDS or bool(simplemma.is_known(small, lang="nl")))


def _takes_part(match: TopicMatch) -> bool:
    return match.topic.is_municipal and match.confidence >= LEAST_TOPIC
