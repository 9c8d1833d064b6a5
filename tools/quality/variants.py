"""The assistant with one of its parts switched off."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

from assistant.ask import Assistant
from assistant.bridge import MatchWeights, TopicMatcher
from assistant.expand import BridgeWeights
from assistant.judge import JudgeLimits
from index.embed import Encoder
from index.search import Searcher, SearchWeights
from index.store import Store

# From no coverage at all on, a question is not searched by topic.
NEVER = (-1.0, 0.0)


@dataclass(frozen=True, slots=True)
class Variant:
    """A name and the weights that make it; ``as_typed`` is without correction of spelling, ``hits_only``
    a search without question understood, answer or judge."""

    name: str
    search: SearchWeights = field(default_factory=SearchWeights)
    match: MatchWeights = field(default_factory=MatchWeights)
    bridging: BridgeWeights = field(default_factory=BridgeWeights)
    judging: JudgeLimits = field(default_factory=JudgeLimits)
    as_typed: bool = False
    hits_only: bool = False

    def assistant(self, store: Store, encoder: Encoder) -> Assistant:
        """Return the assistant with these weights."""
        return Assistant(
            Searcher(store, encoder, self.search),
            matcher=TopicMatcher(encoder, weights=self.match),
            bridging=self.bridging,
            judging=self.judging,
        )


BY_MEANING = MatchWeights(words=0.0, words_foreign=0.0)
BY_WORDS = MatchWeights(meaning=0.0)
NO_TOPICS = replace(BridgeWeights(), told=NEVER, plain=NEVER, broad=0.0, sure=math.inf)
EVERYTHING = Variant("everything")
WITHOUT_TOPICS = Variant("without topics in the search", bridging=NO_TOPICS)
WITHOUT_JUDGE = Variant("without the judge", judging=JudgeLimits(words=0.0))
VARIANTS = (
    EVERYTHING,
    WITHOUT_TOPICS,
    Variant("topics without residents' words", bridging=BridgeWeights(everyday=0.0)),
    Variant("topics without broad questions", bridging=BridgeWeights(broad=0.0)),
    Variant("topics matched by meaning only", match=BY_MEANING),
    Variant("topics matched by words only", match=BY_WORDS),
    WITHOUT_JUDGE,
    Variant("search without meaning", search=SearchWeights(words=1.0)),
    Variant("search without words", search=SearchWeights(words=0.0)),
    Variant("search without sentences", search=SearchWeights(sentence=0.0)),
    Variant("without correction of spelling", as_typed=True),
    Variant("plain fusion, hits only", search=SearchWeights(sentence=0.0), hits_only=True),
)
