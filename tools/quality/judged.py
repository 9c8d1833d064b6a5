"""Questions that the documents answer and questions that they do not: which get an answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tqdm import tqdm

from assistant.ask import Assistant, Request
from assistant.evaluate import holds_fact
from tools.quality.table import Cell, Table, percentage
from web.present import answer_text


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of a question: ``right`` where it was answered or left as it should; for an answer,
    which share (0..1) of its facts it gives, and whether it quotes a document that answers."""

    id: str
    kind: str
    answerable: bool
    right: bool
    facts: float | None = None
    document: bool | None = None


def judged(assistant: Assistant, rows: Sequence[Mapping[str, Any]]) -> list[Judged]:
    """Return what becomes of each question."""
    return [_judged(assistant, row) for row in tqdm(rows, desc="judged questions", leave=False)]


def _judged(assistant: Assistant, row: Mapping[str, Any]) -> Judged:
    answer = assistant.ask(Request(row["question"]))
    if not row["answerable"]:
        return Judged(row["id"], row["kind"], False, answer.abstained)
    quotes = [citation.slice.quote for citation in answer.citations]
    said = " ".join([answer_text(answer), *quotes])
    held = [holds_fact(said, fact, row["kind"] == "figure") for fact in row["facts"]]
    sources = {citation.document.source for citation in answer.citations}
    return Judged(
        row["id"],
        row["kind"],
        True,
        not answer.abstained,
        sum(held) / len(held) if held else None,
        not sources.isdisjoint(row["source"]),
    )


def judged_table(found: Sequence[Judged]) -> Table:
    """Return how many were judged right, by kind."""
    columns = (
        "question",
        "questions",
        "judged right",
        "facts in answer or quotes",
        "quotes a right document",
    )
    return Table("Questions with and without an answer in the documents", columns, tuple(_lines(found)))


def compared(found: Mapping[str, Sequence[Judged]]) -> Table:
    """Return how many were judged right with parts switched off: a row for each name of a variant."""
    columns = ("variant", "answers", "abstains", "facts in answer or quotes", "quotes a right document")
    return Table("The same with a part switched off", columns, tuple(_row(*pair) for pair in found.items()))


def _row(name: str, found: Sequence[Judged]) -> tuple[Cell, ...]:
    _, _, answers, facts, documents = _line("", [item for item in found if item.answerable])
    _, _, abstains, _, _ = _line("", [item for item in found if not item.answerable])
    return (name, answers, abstains, facts, documents)


def _lines(found: Sequence[Judged]) -> Iterator[tuple[Cell, ...]]:
    for answerable, name in ((True, "answerable"), (False, "unanswerable")):
        own = [item for item in found if item.answerable is answerable]
        yield _line(name, own)
        for kind in dict.fromkeys(item.kind for item in own):
            yield _line(f"{name}: {kind.replace('_', ' ')}", [item for item in own if item.kind == kind])


def _line(name: str, found: Sequence[Judged]) -> tuple[Cell, ...]:
    facts = [item.facts for item in found if item.facts is not None]
    documents = [item.document for item in found if item.document is not None]
    return (
        name,
        len(found),
        percentage(sum(item.right for item in found), len(found)),
        percentage(sum(facts), len(facts)),
        percentage(sum(documents), len(documents)),
    )
