"""The bar for quality, on the shared questions over five real documents and on judged ones over all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.ask import Assistant, Request
from assistant.evaluate import Table, evaluate
from assistant.reply import answer_to_json
from index.embed import SentenceEncoder
from index.search import Searcher
from tests.shared import CORPUS, needs_shared, questions
from tools.quality.judged import Judged, judged
from tools.quality.libraries import FILES, JUDGED, library, read_rows
from web.present import answer_text

pytestmark = [needs_shared, pytest.mark.shared]


@pytest.fixture(scope="module")
def real(model_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """Return an assistant over the five real documents."""
    encoder = SentenceEncoder(cache=model_cache)
    store = library(tmp_path_factory.mktemp("echt") / "bibliotheek", [CORPUS], encoder)
    yield Assistant(Searcher(store, encoder))
    store.close()


@pytest.fixture(scope="module")
def verdicts(model_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Judged]:
    """Return what becomes of the judged questions over all real documents."""
    encoder = SentenceEncoder(cache=model_cache)
    store = library(tmp_path_factory.mktemp("alles") / "bibliotheek", [CORPUS, FILES], encoder)
    found = judged(Assistant(Searcher(store, encoder)), read_rows(JUDGED))
    store.close()
    return found


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


def value(table: Table, measure: str, kind: str) -> float:
    """Return a measure that must have been taken."""
    found = table[measure][kind]
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("measure", "kind", "least"),
    [
        ("ndcg@10", "all", 75),
        ("recall@10", "fact", 95),
        ("recall@10", "figure", 91),
        ("recall@10", "compare", 90),
        ("recall@10", "paraphrase", 50),
        ("first citation right", "all", 82),
        ("first citation right", "paraphrase", 50),
        ("citation precision", "all", 60),
        ("municipalities cited", "topic", 85),
        ("municipalities cited", "compare", 85),
        ("facts in answer", "all", 75),
        ("facts in answer or quotes", "fact", 88),
        ("facts in answer or quotes", "figure", 88),
        ("facts in answer or quotes", "compare", 88),
        ("abstains when it should", "all", 80),
        ("answers when it should", "all", 97),
    ],
)
def test_quality_stays_above_its_bar(table: Table, measure: str, kind: str, least: float) -> None:
    """Ranking, citations, facts and abstaining keep their bars over the shared questions."""
    assert value(table, measure, kind) >= least


@pytest.mark.parametrize(
    ("measure", "most"),
    [("words in a quote", 50), ("words in a hit", 150), ("words in an answer", 200)],
)
def test_answers_stay_short(table: Table, measure: str, most: float) -> None:
    """Quotes, hits and answers keep to the number of words that people read."""
    assert value(table, measure, "all") <= most


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


@pytest.mark.nightly
@pytest.mark.parametrize(("answerable", "least"), [(True, 95), (False, 85)])
def test_what_the_documents_answer_is_told_from_what_they_do_not(
    verdicts: list[Judged], answerable: bool, least: float
) -> None:
    """Of the judged questions most with an answer get one, and most without get none."""
    own = [item for item in verdicts if item.answerable is answerable]
    wrong = [item.id for item in own if not item.right]
    assert 100 * (len(own) - len(wrong)) >= least * len(own), wrong
