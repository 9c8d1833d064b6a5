"""The bar for quality, on the shared questions over five real documents."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.ask import Assistant, Request
from assistant.evaluate import Table, evaluate
from assistant.reply import answer_to_json
from index.embed import SentenceEncoder
from index.files import find_files
from index.library import Library
from index.search import Searcher
from index.store import Store
from tests.shared import CORPUS, needs_shared, questions
from web.present import answer_text

pytestmark = [needs_shared, pytest.mark.shared]


@pytest.fixture(scope="module")
def real(model_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """Return an assistant over the five real documents."""
    store = Store(tmp_path_factory.mktemp("echt") / "bibliotheek", create=True)
    encoder = SentenceEncoder(cache=model_cache)
    assert all(o.error is None for o in Library(store, encoder).add(find_files([CORPUS], {})))
    yield Assistant(Searcher(store, encoder))
    store.close()


@pytest.fixture(scope="module")
def answers(real: Assistant) -> dict[str, dict[str, Any]]:
    """Return the answers to all shared questions."""
    found = {}
    for question in questions():
        answer = real.ask(Request(question["question"]))
        found[question["id"]] = answer_to_json(answer, answer_text(answer), question["id"])
    return found


@pytest.fixture(scope="module")
def table(answers: dict[str, dict[str, Any]]) -> Table:
    """Return the measures over all shared questions."""
    return evaluate(questions(), answers)


@pytest.mark.parametrize(
    ("measure", "least"),
    [("ndcg@10", 66), ("first citation right", 70), ("answers when it should", 95)],
)
def test_quality_stays_above_its_bar(table: Table, measure: str, least: float) -> None:
    """Ranking, first citation and answering keep their bars over all questions."""
    value = table[measure]["all"]
    assert value is not None
    assert value >= least


@pytest.mark.parametrize(
    ("measure", "most"),
    [("words in a quote", 60), ("words in a hit", 150), ("words in an answer", 200)],
)
def test_answers_stay_short(table: Table, measure: str, most: float) -> None:
    """Quotes, hits and answers keep to the number of words that people read."""
    value = table[measure]["all"]
    assert value is not None
    assert value <= most


def test_facts_of_figure_questions_are_given(table: Table) -> None:
    """At least three quarters of the facts of questions for figures are in answer or quotes."""
    value = table["facts in answer or quotes"]["figure"]
    assert value is not None
    assert value >= 75


def test_most_questions_without_an_answer_get_none(table: Table) -> None:
    """Where the documents do not have it, at least four in five questions are left unanswered."""
    value = table["abstains when it should"]["all"]
    assert value is not None
    assert value >= 80


def test_every_quote_is_the_exact_slice(real: Assistant, answers: dict[str, dict[str, Any]]) -> None:
    """Citations, their contexts and hits of all questions are slices to the character."""
    with real.searcher.engine.snapshot() as snapshot:
        texts = {d.document_id: snapshot.text(d.document_id) for d in snapshot.documents()}
    checked = 0
    for answer in answers.values():
        for item in [*answer["citations"], *answer["hits"]]:
            text = texts[item["document_id"]]
            assert text is not None
            for part in [item, *item.get("context", [])]:
                assert text[part["start"] : part["end"]] == part["quote"]
                checked += 1
    assert checked > 1000


@pytest.mark.parametrize(
    ("question", "value", "words"),
    [
        ("Wat begrootte Coevorden in 2019 voor sport?", 952, ("€ 952.000",)),
        (
            "Wat begrootte Coevorden in 2021 voor sport?",
            923,
            ("€ 923.000", "meerjarenraming uit de begroting van 2019"),
        ),
        ("Hoeveel inkomsten heeft programma 2 van Coevorden?", 12647, ("€ 12.647.000",)),
        (
            "Hoeveel gaf Ooststellingwerf in 2019 uit aan jeugd?",
            -8142,
            ("€ 8.142.000", "actuele begroting van 2019", "€ 7.814.000"),
        ),
    ],
)
def test_figures_come_from_the_right_cell(
    real: Assistant, question: str, value: int, words: tuple[str, ...]
) -> None:
    """A question for an amount is answered from its cell, said with year, measure and unit."""
    answer = real.ask(Request(question))
    text = answer_text(answer)
    assert answer_to_json(answer, text)["figures"][0]["value"] == value
    assert all(part in text for part in words)
