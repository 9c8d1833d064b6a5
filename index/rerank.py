"""A second look at the best passages: a model that reads the question and a passage together.

It is slower than the search by far and is used only where a setting names a model.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from corpus.errors import EncoderError
from index.chunk import head_line
from index.embed import LOADING, first_line, prepared
from index.engine import PassageRecord, Snapshot
from index.fuse import best_first, fuse

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

BATCH = 32
# Models that give one score; of any other the scoring layer would be made up at random at loading.
SCORERS = ("ForSequenceClassification", "ForCausalLM")


class Reranker(Protocol):
    """Says how well passages answer a question."""

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """Return a score for each text, higher is better; the scale is the reranker's own."""


@dataclass(frozen=True, slots=True)
class RerankWeights:
    """How many of the best passages are looked at again, and which share, 0..1, the second look has in
    their order; the rest is the search's own."""

    most: int = 24
    share: float = 0.5


class CrossReranker:
    """A sentence-transformers CrossEncoder by name or folder, loaded at its first use."""

    def __init__(self, model: str, dtype: str = "auto") -> None:
        self.model = model
        self._dtype = dtype
        self._lock = threading.Lock()
        self._loaded: CrossEncoder | None = None

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """Return the logit of each text.

        Raises EncoderError ``reranker_unusable`` where the model cannot be loaded, ``not_a_reranker``
        where it is a model of another kind.
        """
        if not texts:
            return []
        with self._lock:
            if self._loaded is None:
                self._loaded = self._load()
            pairs = [(question, text) for text in texts]
            found = self._loaded.predict(pairs, batch_size=BATCH, show_progress_bar=False)
        return [float(score) for score in np.asarray(found, dtype=np.float32)]

    def _load(self) -> CrossEncoder:
        dtype = prepared(self._dtype)
        import torch
        from sentence_transformers import CrossEncoder

        try:
            # Logits: a sigmoid makes the best ones equal, and in bfloat16 exactly so.
            with LOADING:
                loaded: CrossEncoder = CrossEncoder(
                    self.model, device="cpu", model_kwargs={"dtype": dtype}, activation_fn=torch.nn.Identity()
                )
        except (OSError, ValueError, ImportError) as error:
            raise EncoderError("reranker_unusable", model=self.model, reason=first_line(error)) from error
        made_as = (loaded.config and loaded.config.architectures) or ()
        if loaded.num_labels != 1 or not any(name.endswith(SCORERS) for name in made_as):
            raise EncoderError("not_a_reranker", model=self.model)
        return loaded


def cross_reranker(model: str | None, dtype: str) -> CrossReranker | None:
    """Return the reranker of the settings, None where they name none."""
    return CrossReranker(model, dtype) if model else None


def rerank(
    reranker: Reranker,
    question: str,
    ranked: Sequence[tuple[PassageRecord, float]],
    snapshot: Snapshot,
    weights: RerankWeights = RerankWeights(),
) -> dict[int, float]:
    """Return the scores of ranked passages, best first, after a second look at the first of them.

    The scores of the search and of the reranker are fused as lists are (``index.fuse``), and laid out
    between the lowest and the highest that the search gave these passages: they mean what they did, and
    no passage that was not looked at comes before one that was. Equal scores keep the search's order.
    """
    first = ranked[: weights.most]
    if len(first) < 2:
        return {passage.passage_id: score for passage, score in ranked}
    seen = reranker.scores(question, [pair_text(passage, snapshot) for passage, _ in first])
    # Places stand in for ids, so that ties go by place.
    own = best_first({place: score for place, (_, score) in enumerate(first)})
    again = best_first(dict(enumerate(seen)))
    fused = fuse([(own, 1.0 - weights.share), (again, weights.share)])
    high, low = own[0][1], own[-1][1]
    moved = {first[place][0].passage_id: low + (high - low) * score for place, score in fused}
    return moved | {passage.passage_id: score for passage, score in ranked[weights.most :]}


def pair_text(passage: PassageRecord, snapshot: Snapshot) -> str:
    """Return what the reranker reads of a passage, as it is embedded: where it comes from in front, and
    the headers of its table where it is a row."""
    about = passage.document.description
    head = head_line(about.municipality, about.title, passage.section)
    context: list[str] = []
    if passage.is_row:
        text = snapshot.text(passage.document.document_id) or ""
        context = [span.of(text) for span in passage.context]
    return "\n".join([head, *context, passage.text])
