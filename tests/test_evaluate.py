from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.evaluate import covers_text, evaluate, holds_fact, table_text
from tests.shared import QUESTIONS, SCORE, needs_shared, questions


def test_a_quote_covers_half_of_a_passage_or_a_telling_part_of_it() -> None:
    """Half of the gold words in runs count, and so does a long part or one with a fact."""
    gold = "De raad stelt het plan vast en geeft tien euro aan de club van het dorp"
    assert covers_text("stelt het plan vast en geeft tien euro aan de club", gold, [], 120)
    assert covers_text("geeft tien euro", gold, ["tien euro"], 120)
    assert not covers_text("geeft tien euro", gold, ["elf euro"], 120)
    assert not covers_text("iets heel anders over de raad", gold, [], 120)
    assert not covers_text(gold, gold, [], 5)


def test_facts_are_found_whatever_the_separators() -> None:
    """1.955 is 1955, a word may be part of another, an amount may be written out."""
    assert holds_fact("het kostte 1955 euro", "1.955")
    assert holds_fact("de taalhuizen in het dorp", "taalhuis") is False
    assert holds_fact("de dorpstaalhuizen", "taalhuizen")
    assert holds_fact("€ 923.000", "923", amount=True)
    assert not holds_fact("€ 923.000", "923")


def test_a_missing_answer_counts_as_none() -> None:
    """A question without an answer abstains, has no citation, and is counted as missing."""
    question = {
        "id": "a",
        "question": "?",
        "kind": "fact",
        "gold": [{"municipality": "Emmen", "quote": "een twee drie vier"}],
    }
    table = evaluate([question], {})
    assert table["answers when it should"]["all"] == 0.0
    assert table["missing answers"]["all"] == 1.0
    assert "answers when it should" in table_text(table)


@needs_shared
@pytest.mark.shared
def test_the_figures_agree_with_the_shared_scorer(tmp_path: Path) -> None:
    """On answers good, half good and absent, every figure equals that of the shared scorer."""
    answers = []
    for number, question in enumerate(questions()):
        gold = question["gold"]
        if number % 7 == 0:
            continue
        quotes = [{**g, "quote": " ".join(g["quote"].split()[: 4 + number % 40])} for g in gold[:3]]
        hits = [{**g, "quote": g["quote"]} for g in gold[number % 3 : number % 3 + 12]]
        answers.append(
            {
                "id": question["id"],
                "answer": " ".join(question["answer_facts"][: number % 3]),
                "abstained": number % 11 == 0,
                "citations": [*quotes[number % 2 :], {"municipality": "Emmen", "quote": "niets"}],
                "hits": hits,
                "figures": [{"value": 1, "page": None}],
            }
        )
    path = tmp_path / "answers.jsonl"
    path.write_text("\n".join(json.dumps(a) for a in answers), encoding="utf-8")
    output = subprocess.check_output([sys.executable, str(SCORE), str(QUESTIONS), str(path), "--json"])
    assert evaluate(questions(), {a["id"]: a for a in answers}) == json.loads(output)
