"""How long each step of a warm question takes."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from tqdm import tqdm

from assistant.ask import Assistant, Request
from assistant.expand import bridges
from assistant.find import WIDE
from assistant.owners import within
from assistant.question import understand
from assistant.retrieve import correct, gather, query_terms, weigh
from index.engine import Filters
from tools.bench.figure import seconds
from tools.quality.table import Table

Result = TypeVar("Result")


class Clock:
    """Times steps by their names."""

    def __init__(self) -> None:
        self.times: dict[str, list[float]] = defaultdict(list)

    def time(self, name: str, step: Callable[[], Result]) -> Result:
        """Return what a step gives, and remember how long it took."""
        found: list[Result] = []
        self.times[name].append(seconds(lambda: found.append(step())))
        return found[0]

    def rows(self) -> tuple[tuple[str, float], ...]:
        """The median of each step in milliseconds, in the order in which they were taken."""
        return tuple((name, round(1000 * statistics.median(own), 2)) for name, own in self.times.items())


def stages(assistant: Assistant, questions: Sequence[Mapping[str, Any]]) -> Table:
    """Return the median of each step over these questions; each is asked twice, the second time timed."""
    clock = Clock()
    for row in tqdm(questions, desc="steps", leave=False):
        _timed(Clock(), assistant, row["question"])
        _timed(clock, assistant, row["question"])
    return Table("Where the time goes: medians of a warm question", ("step", "ms"), clock.rows())


def _timed(clock: Clock, assistant: Assistant, text: str) -> None:
    searcher, finder = assistant.searcher, assistant.finder
    with searcher.engine.snapshot() as snapshot:
        documents = snapshot.documents()
        places = {d.description.municipality for d in documents if d.description.municipality}
        understood = clock.time("understand the question", lambda: understand(text, places))
        understood = clock.time("correct its spelling", lambda: correct(understood, snapshot))
        filters = within(Filters(), understood)
        terms = query_terms(understood)
        query = clock.time("encode it", lambda: searcher.query(text, terms))
        clock.time("look for danger by meaning", lambda: assistant.meaning.kind(query.vector))
        topics = clock.time(
            "match its topics",
            lambda: finder.matcher.match(understood.topic, query.vector, understood.foreign),
        )
        clock.time("weigh the topics' terms", lambda: bridges(topics, snapshot, finder.bridging))
        wide = searcher.weights.candidates
        near = clock.time("find passages by meaning", lambda: snapshot.by_vector(query.vector, wide, filters))
        said = clock.time(
            "find passages by words", lambda: snapshot.by_terms(terms.words, terms.parts, wide, filters)
        )
        ids = list(dict.fromkeys(number for number, _ in (*near, *said)))
        clock.time("read the vectors of their sentences", lambda: snapshot.sentence_vectors(ids))
        weighted = weigh(understood, terms, snapshot)
        clock.time(
            "search as a whole, once",
            lambda: gather(searcher, snapshot, query, weighted, filters, WIDE, understood.kind),
        )
    clock.time("the whole answer", lambda: assistant.ask(Request(text)))
