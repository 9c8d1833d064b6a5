"""Each variant of the assistant on the shared questions: what it finds, and how long it takes."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tqdm import tqdm

from assistant.ask import Assistant, Request
from assistant.evaluate import evaluate
from assistant.reply import answer_to_json, hit_to_json
from index.embed import SentenceEncoder
from index.store import Store
from tools.bench.figure import seconds
from tools.quality.remembering import Remembering
from tools.quality.table import Cell, Table
from tools.quality.variants import VARIANTS, Variant
from web.present import answer_text

Row = Mapping[str, Any]
RANKS = 10
TIMED = 30
# A column, the measure it shows, and the kind of question.
RANKING = (
    ("nDCG@10", "ndcg@10", "all"),
    ("recall@10 paraphrase", "recall@10", "paraphrase"),
    ("recall@10 fact", "recall@10", "fact"),
    ("recall@10 topic", "recall@10", "topic"),
)
ANSWERING = (
    ("first citation right", "first citation right", "all"),
    ("first right paraphrase", "first citation right", "paraphrase"),
    ("first right topic", "first citation right", "topic"),
    ("facts in answer", "facts in answer", "all"),
    ("municipalities topic", "municipalities cited", "topic"),
    ("answers", "answers when it should", "all"),
    ("abstains", "abstains when it should", "all"),
)
COLUMNS = ("variant", *(name for name, _, _ in (*RANKING, *ANSWERING)), "ms", "× bare encode")


@dataclass(frozen=True, slots=True)
class Asker:
    """Asks one question after another of a variant, as the documented JSON."""

    variant: Variant
    assistant: Assistant

    def ask(self, question: Row) -> dict[str, Any]:
        """Return the answer to a question; of a variant that only searches, its hits."""
        if self.variant.hits_only:
            hits = self.assistant.searcher.search(question["question"], RANKS)
            return {"answer": "", "abstained": False, "citations": [], "hits": [hit_to_json(h) for h in hits]}
        answer = self.assistant.ask(Request(question["question"], as_typed=self.variant.as_typed))
        return answer_to_json(answer, answer_text(answer), question["id"])


def timed_of(questions: Sequence[Row]) -> Sequence[Row]:
    """Return about ``TIMED`` of the questions, of every kind as many as its share."""
    return questions[:: max(1, len(questions) // TIMED)]


def ablation(store: Store, encoder: SentenceEncoder, questions: Sequence[Row]) -> Table:
    """Return a row for each variant: percentages over all questions, medians over those that are timed."""
    remembering = Remembering(encoder)
    steps = len(VARIANTS) * (len(questions) + len(timed_of(questions)))
    with tqdm(total=steps, desc="ablation", leave=False) as shown:
        rows = [_measured(variant, store, remembering, questions, shown) for variant in VARIANTS]
    title = f"What each part brings, on {len(questions)} questions over the corpus"
    return Table(title, COLUMNS, tuple(rows))


def _measured(
    variant: Variant, store: Store, encoder: Remembering, questions: Sequence[Row], shown: tqdm[Any]
) -> tuple[Cell, ...]:
    """Return the row of a variant; all questions are asked before any is timed, to warm up. Bare encoding
    is timed in turn with asking, so that both bear the same load of the machine."""
    asker = Asker(variant, variant.assistant(store, encoder))
    answers = {}
    for question in questions:
        answers[question["id"]] = asker.ask(question)
        shown.update()
    bare, full = [], []
    with encoder.afresh():
        for question in timed_of(questions):
            text = question["question"]
            bare.append(seconds(lambda t=text: encoder.encode_bare(t)))  # type: ignore[misc]
            full.append(seconds(lambda q=question: asker.ask(q)))  # type: ignore[misc]
            shown.update()
    found = evaluate(questions, answers)
    measures = [found[measure].get(kind) for _, measure, kind in RANKING]
    measures += [None if variant.hits_only else found[measure].get(kind) for _, measure, kind in ANSWERING]
    base, whole = statistics.median(bare), statistics.median(full)
    return (variant.name, *measures, round(1000 * whole, 1), round(whole / base, 1))
