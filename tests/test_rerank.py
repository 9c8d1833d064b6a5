"""The second look at the best passages: its order, its scores, and models that cannot be used."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.ask import Assistant, Request
from assistant.settings import load_settings
from corpus.errors import EncoderError
from index.fuse import fuse
from index.library import Library
from index.rerank import CrossReranker, RerankWeights, cross_reranker, pair_text, rerank
from index.search import Hit, Searcher
from tests.conftest import ROOT
from web.cli import main

SENTENCES = (
    "Wie hulp zoekt bij schulden, kan terecht bij het loket in het gemeentehuis.",
    "De hulp bij schulden is voor alle inwoners van achttien jaar en ouder.",
    "Ook de bibliotheek heeft hulp bij schulden en formulieren op dinsdag.",
    "De sporthal krijgt in het voorjaar een nieuwe vloer van hout.",
)
NOTE = "# Nota\n\n" + "\n\n".join(f"## Deel {n}\n\n{text}" for n, text in enumerate(SENTENCES, 1)) + "\n"
QUESTION = "hulp bij schulden"


class WordReranker:
    """Gives each text a point for every time that it has one word, and remembers what it read."""

    def __init__(self, word: str) -> None:
        self.word = word
        self.read: list[tuple[str, str]] = []

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """Return how often the word stands in each text."""
        self.read += [(question, text) for text in texts]
        return [float(text.casefold().count(self.word)) for text in texts]


def hits_of(library: Library, question: str = QUESTION) -> list[Hit]:
    """Return what the search finds without a reranker."""
    return Searcher(library.store, library.encoder).search(question, 24)


def make_model(folder: Path, architecture: str = "BertForSequenceClassification", labels: int = 1) -> str:
    """Save a tiny model with random weights, its seed fixed, and return its folder."""
    import torch
    import transformers

    torch.manual_seed(4)
    folder.mkdir()
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "hulp", "bij", "schulden", "loket", "sporthal"]
    vocabulary = folder / "vocab.txt"
    vocabulary.write_text("\n".join(words), encoding="utf-8")
    transformers.BertTokenizer(vocab=str(vocabulary)).save_pretrained(folder)
    config = transformers.BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=64,
        num_labels=labels,
    )
    getattr(transformers, architecture)(config).save_pretrained(folder)
    return str(folder)


def test_a_reranker_changes_the_order_as_it_says(library: Library, add: Callable[..., str]) -> None:
    """The passage that the reranker finds best comes first, and nothing is lost or added."""
    add("nota.md", NOTE)
    before = hits_of(library)
    reranker = WordReranker("achttien")
    after = Searcher(library.store, library.encoder, reranker=reranker).search(QUESTION)
    assert "achttien" not in before[0].passage.text
    assert "achttien" in after[0].passage.text
    assert {hit.passage.passage_id for hit in after} == {hit.passage.passage_id for hit in before}
    assert [hit.score for hit in after] == sorted((hit.score for hit in after), reverse=True)


def test_the_score_is_the_fused_one_between_lowest_and_highest(
    library: Library, add: Callable[..., str]
) -> None:
    """Both scores are normalised and weighed as lists are, and keep the range of the search."""
    add("nota.md", NOTE)
    hits = hits_of(library)
    ranked = [(hit.passage, hit.score) for hit in hits]
    with library.store.snapshot() as snapshot:
        texts = [pair_text(passage, snapshot) for passage, _ in ranked]
        found = rerank(WordReranker("schulden"), QUESTION, ranked, snapshot, RerankWeights(share=0.25))
    ids = [passage.passage_id for passage, _ in ranked]
    own = list(zip(ids, [score for _, score in ranked], strict=True))
    again = list(zip(ids, WordReranker("schulden").scores(QUESTION, texts), strict=True))
    low, high = own[-1][1], own[0][1]
    expected = {i: low + (high - low) * score for i, score in fuse([(own, 0.75), (again, 0.25)])}
    assert found == pytest.approx(expected)


def test_only_the_best_are_looked_at_and_stay_before_the_rest(
    library: Library, add: Callable[..., str]
) -> None:
    """A passage beyond the best is neither read nor moved, however the reranker would like it."""
    add("nota.md", NOTE)
    ranked = [(hit.passage, hit.score) for hit in hits_of(library)]
    reranker = WordReranker("sporthal")
    with library.store.snapshot() as snapshot:
        found = rerank(reranker, QUESTION, ranked, snapshot, RerankWeights(most=2, share=1.0))
    assert len(reranker.read) == 2
    rest = {passage.passage_id: score for passage, score in ranked[2:]}
    assert {i: found[i] for i in rest} == rest
    assert min(found[passage.passage_id] for passage, _ in ranked[:2]) >= max(rest.values())


@given(st.lists(st.floats(-9, 9), min_size=4, max_size=4), st.floats(0, 1))
def test_a_reranker_that_says_nothing_keeps_the_order(scores: list[float], share: float) -> None:
    """Where all passages are as good to the reranker, ties too stay as the search had them."""
    values = sorted(scores, reverse=True)
    own = [(place, value) for place, value in enumerate(values)]
    again = [(place, 0.5) for place in range(4)]
    assert [place for place, _ in fuse([(own, 1 - share), (again, share)])] == [0, 1, 2, 3]


def test_a_passage_is_read_with_where_it_comes_from(library: Library, add: Callable[..., str]) -> None:
    """Municipality, title and headings stand in front; a row of a table has its headers too."""
    table = "# Begroting\n\n## Sport\n\n| Post | 2024 | 2025 |\n| --- | --- | --- |\n| Zwembad | 10 | 12 |\n"
    add("begroting.md", table, municipality="Emmen", title="Begroting 2024")
    (row,) = [hit for hit in hits_of(library, "zwembad") if hit.passage.is_row]
    with library.store.snapshot() as snapshot:
        head, *lines = pair_text(row.passage, snapshot).splitlines()
    assert head.startswith("Emmen › Begroting 2024 › ")
    assert "Sport" in head
    assert any("2025" in line for line in lines[:-1])
    assert "Zwembad" in lines[-1]


def test_the_assistant_takes_the_second_look(library: Library, add: Callable[..., str]) -> None:
    """The hits under an answer come in the reranked order; the question is read as it was typed."""
    add("nota.md", NOTE, municipality="Emmen")
    question = "Waar is hulp bij schulden?"
    reranker = WordReranker("achttien")
    plain = Assistant(Searcher(library.store, library.encoder)).ask(Request(question))
    moved = Assistant(Searcher(library.store, library.encoder, reranker=reranker)).ask(Request(question))
    assert "achttien" not in plain.hits[0].passage.text
    assert "achttien" in moved.hits[0].passage.text
    assert {asked for asked, _ in reranker.read} == {question}
    assert len(reranker.read) == len({text for _, text in reranker.read})


@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
def test_a_real_model_scores_the_same_each_time(tmp_path: Path, dtype: str) -> None:
    """A CrossEncoder from a folder gives every text a score, the same one in two loadings."""
    folder = make_model(tmp_path / "model")
    texts = [*SENTENCES, "schulden " * 500]
    first = CrossReranker(folder, dtype).scores(QUESTION, texts)
    assert len(first) == 5
    assert len(set(first)) > 1
    assert CrossReranker(folder, dtype).scores(QUESTION, texts) == first
    assert CrossReranker(folder, dtype).scores(QUESTION, []) == []


def test_a_real_model_orders_a_search(tmp_path: Path, library: Library, add: Callable[..., str]) -> None:
    """With the whole share for the model the hits come in the order of its scores."""
    add("nota.md", NOTE)
    reranker = CrossReranker(make_model(tmp_path / "model"), "float32")
    hits = hits_of(library)
    with library.store.snapshot() as snapshot:
        ranked = [(hit.passage, hit.score) for hit in hits]
        found = rerank(reranker, QUESTION, ranked, snapshot, RerankWeights(share=1.0))
        scores = reranker.scores(QUESTION, [pair_text(hit.passage, snapshot) for hit in hits])
    by_score = [hits[i].passage.passage_id for i in sorted(range(len(hits)), key=lambda i: -scores[i])]
    assert sorted(found, key=lambda i: -found[i]) == by_score


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_model_folder_that_is_not_there_gives_a_sentence(
    tmp_path: Path,
    library: Library,
    add: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    language: str,
) -> None:
    """The command says which model, why and what helps, and ends with the code of the embedding model."""
    missing = tmp_path / "weg"
    monkeypatch.setenv("BELEIDSWIJZER_RERANKER", str(missing))
    add("nota.md", NOTE)
    with pytest.raises(EncoderError) as error:
        CrossReranker(str(missing)).scores(QUESTION, ["tekst"])
    assert (error.value.code, error.value.parameters["model"]) == ("reranker_unusable", str(missing))
    monkeypatch.setattr("web.cli._encoder", lambda _settings: library.encoder)
    with pytest.raises(SystemExit) as stop:
        main(["search", QUESTION, "--lang", language, "--library", str(library.store.folder)])
    assert stop.value.code == EncoderError.exit_code
    said = capsys.readouterr().err
    assert str(missing) in said
    assert "reranker" in said
    assert "Traceback" not in said
    assert said.startswith({"nl": "Het model", "en": "The model"}[language])


@pytest.mark.parametrize(("architecture", "labels"), [("BertModel", 1), ("BertForSequenceClassification", 3)])
def test_a_model_of_another_kind_is_refused(tmp_path: Path, architecture: str, labels: int) -> None:
    """A model whose score would come from random weights, or that gives several, is no reranker."""
    folder = make_model(tmp_path / "model", architecture, labels)
    with pytest.raises(EncoderError) as error:
        CrossReranker(folder).scores(QUESTION, ["tekst"])
    assert error.value.code == "not_a_reranker"


def test_without_the_setting_nothing_is_made_or_imported() -> None:
    """The default has no reranker, and the module alone does not import sentence-transformers."""
    assert load_settings({}).reranker is None
    assert cross_reranker(None, "auto") is None
    named = load_settings({"BELEIDSWIJZER_RERANKER": "een/model"}).reranker
    assert isinstance(cross_reranker(named, "auto"), CrossReranker)
    code = "import index.rerank, sys, json; print(json.dumps('sentence_transformers' in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) is False
