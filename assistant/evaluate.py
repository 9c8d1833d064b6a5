"""Measures of quality over questions with gold passages.

A hit or citation *covers* a gold passage when it is of the same municipality and holds at least half
of the gold passage's word runs, or is itself a contiguous part of it that is long or holds one of the
facts asked for. nDCG is that of Järvelin and Kekäläinen (2002) with a gain of one for every hit that
covers something new.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

TOKEN = re.compile(r"[^\W_]+(?:[.,]\d+)*", re.UNICODE)
LONGEST_CITATION = 120
LONGEST_HIT = 250
RANKS = 10
RUN, SHORT_RUN, SHORT_TEXT = 4, 2, 8
Table = dict[str, dict[str, float | None]]
Row = Mapping[str, Any]


@lru_cache(maxsize=50_000)
def tokens(text: str) -> tuple[str, ...]:
    """Return the words and numbers of a text in lower case."""
    return tuple(TOKEN.findall(unicodedata.normalize("NFKC", text).lower()))


def runs(words: Sequence[str], size: int) -> frozenset[tuple[str, ...]]:
    """Return the runs of ``size`` words; of a shorter text the text itself."""
    size = min(size, len(words)) or 1
    return frozenset(tuple(words[at : at + size]) for at in range(len(words) - size + 1))


def holds_run(words: Sequence[str], part: Sequence[str]) -> bool:
    """Tell whether ``part`` stands in ``words`` as a run."""
    size = len(part)
    return size > 0 and any(
        tuple(words[at : at + size]) == tuple(part) for at in range(len(words) - size + 1)
    )


def holds_fact(text: str, fact: str, amount: bool = False) -> bool:
    """Tell whether a fact stands in a text: separators of numbers do not matter, a single word may
    be part of a longer one, and an amount may be written out in thousands.
    """
    words = [_bare_number(word) for word in tokens(text)]
    wanted = [_bare_number(word) for word in tokens(fact)]
    if holds_run(words, wanted):
        return True
    if len(wanted) != 1:
        return False
    only = wanted[0]
    if only[0].isdigit():
        return amount and only.isdigit() and f"{only}000" in words
    return any(only in word for word in words)


def _bare_number(word: str) -> str:
    return word.replace(".", "").replace(",", ".") if word[0].isdigit() else word


def covers_text(quote: str, gold: str, facts: Iterable[str], longest: int) -> bool:
    """Tell whether a quote covers a gold passage."""
    words, wanted = tokens(quote), tokens(gold)
    if not wanted or not 2 <= len(words) <= longest:
        return False
    size = RUN if min(len(words), len(wanted)) >= SHORT_TEXT else SHORT_RUN
    own, needed = runs(words, size), runs(wanted, size)
    shared = len(own & needed)
    if shared * 2 >= len(needed):
        return True
    if not (holds_run(wanted, words) or shared >= 0.7 * len(own)):
        return False
    return len(words) >= SHORT_TEXT or any(holds_fact(quote, fact) for fact in facts)


@dataclass(frozen=True, slots=True)
class _Gold:
    """The gold passages of one question."""

    items: tuple[Row, ...]
    facts: tuple[str, ...]

    def covered(self, item: Row, longest: int) -> list[int]:
        """Return which gold passages an item covers."""
        place = str(item.get("municipality") or "").lower()
        quote = str(item.get("quote") or "")
        return [
            number
            for number, gold in enumerate(self.items)
            if place == gold["municipality"].lower()
            and covers_text(quote, gold["quote"], self.facts, longest)
        ]


def measure_question(question: Row, answer: Row) -> dict[str, float]:
    """Return the measures of one answer, each 0..1."""
    abstained = float(bool(answer.get("abstained")))
    found = {"abstained": abstained}
    gold = _Gold(tuple(question["gold"]), tuple(question.get("answer_facts") or ()))
    if not gold.items:
        return {**found, "abstains when it should": abstained}
    found["answers when it should"] = 1.0 - abstained
    citations = list(answer.get("citations") or [])
    found |= _citation_measures(gold, citations)
    found |= _fact_measures(question, answer, gold.facts, citations)
    if question.get("figure"):
        found["figure right"] = float(_figure_right(question, answer))
    if "hits" in answer:
        single = "[gold=any]" in str(question.get("notes") or "")
        found |= _ranking_measures(gold, list(answer["hits"] or [])[:RANKS], single)
    return found


def _citation_measures(gold: _Gold, citations: Sequence[Row]) -> dict[str, float]:
    covered = [gold.covered(citation, LONGEST_CITATION) for citation in citations]
    places = {item["municipality"] for item in gold.items}
    cited = {gold.items[number]["municipality"] for numbers in covered for number in numbers}
    found = {
        "citation precision": _mean([float(bool(numbers)) for numbers in covered]) if covered else 0.0,
        "first citation right": float(bool(covered and covered[0])),
        "municipalities cited": len(cited) / len(places),
    }
    pages = [
        float(citation.get("page") in wanted)
        for citation, numbers in zip(citations, covered, strict=True)
        if (wanted := {gold.items[n]["page"] for n in numbers if gold.items[n].get("page")})
    ]
    return {**found, "page right": _mean(pages)} if pages else found


def _fact_measures(
    question: Row, answer: Row, facts: Sequence[str], citations: Sequence[Row]
) -> dict[str, float]:
    if not facts:
        return {}
    amount = question["kind"] == "figure"
    text = str(answer.get("answer") or "")
    evidence = " ".join([text, *(str(citation.get("quote") or "") for citation in citations)])
    return {
        "facts in answer": _mean([float(holds_fact(text, fact, amount)) for fact in facts]),
        "facts in answer or quotes": _mean([float(holds_fact(evidence, fact, amount)) for fact in facts]),
    }


def _figure_right(question: Row, answer: Row) -> bool:
    wanted = abs(float(question["figure"]["value"]))
    pages = {gold["page"] for gold in question["gold"] if gold.get("page")}
    return any(
        abs(abs(float(figure.get("value") or 0)) - wanted) <= 0.005 * wanted
        and (not pages or figure.get("page") in pages)
        for figure in list(answer.get("figures") or [])[:3]
    )


def _ranking_measures(gold: _Gold, hits: Sequence[Row], single: bool) -> dict[str, float]:
    seen: set[int] = set()
    gain = 0.0
    for rank, hit in enumerate(hits):
        new = set(gold.covered(hit, LONGEST_HIT)) - seen
        seen |= new
        gain += float(bool(new)) / math.log2(rank + 2)
    best = 1 if single else min(RANKS, len(gold.items))
    ideal = sum(1.0 / math.log2(rank + 2) for rank in range(best))
    recall = float(bool(seen)) if single else len(seen) / len(gold.items)
    return {"recall@10": recall, "ndcg@10": min(1.0, gain / ideal)}


def evaluate(questions: Sequence[Row], answers: Mapping[str, Row]) -> Table:
    """Return the table of measures: percentages by measure and kind of question, then plain averages."""
    nothing: Row = {"answer": "", "abstained": True, "citations": [], "hits": []}
    values: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for question in questions:
        measures = measure_question(question, answers.get(question["id"], nothing))
        for name, value in measures.items():
            values[name]["all"].append(value)
            values[name][question["kind"]].append(value)
    table: Table = {
        name: {kind: round(100 * _mean(found), 1) for kind, found in by_kind.items()}
        for name, by_kind in values.items()
    }
    given = [answers[q["id"]] for q in questions if q["id"] in answers]
    table |= _sizes([answer for answer in given if not answer.get("abstained")])
    table["questions"] = {"all": float(len(questions))}
    table["missing answers"] = {"all": float(len(questions) - len(given))}
    return table


def _sizes(answers: Sequence[Row]) -> Table:
    def words(items: Iterable[Any]) -> list[float]:
        return [float(len(tokens(str(item or "")))) for item in items]

    sizes = {
        "words in an answer": words(answer.get("answer") for answer in answers),
        "words in a quote": words(c.get("quote") for a in answers for c in a.get("citations") or []),
        "words in a hit": words(h.get("quote") for a in answers for h in a.get("hits") or []),
        "citations in an answer": [float(len(a.get("citations") or [])) for a in answers],
    }
    return {name: {"all": round(_mean(found), 1) if found else None} for name, found in sizes.items()}


def table_text(table: Table) -> str:
    """Return the table as text, a line a measure and a column a kind of question."""
    kinds = sorted({kind for row in table.values() for kind in row} - {"all"})
    lines = [f"{'%':28}" + "".join(f"{kind:>14}" for kind in ["all", *kinds])]
    for name, row in table.items():
        cells = (row.get(kind) for kind in ["all", *kinds])
        lines.append(f"{name:28}" + "".join(f"{'' if cell is None else f'{cell:g}':>14}" for cell in cells))
    return "\n".join(lines)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else math.nan
