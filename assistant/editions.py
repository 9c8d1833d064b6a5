"""What changed between two editions of one document: what the newer one says that the older does not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from assistant.choose import Chosen
from assistant.excerpt import Excerpt
from assistant.reply import Understood
from assistant.retrieve import Evidence
from corpus.diff import Change, ChangeKind, differences
from corpus.document import Span
from index.engine import DocumentRecord, Snapshot

ASKS_CHANGE = re.compile(
    r"\b(?:veranderd?|verandering(?:en)?|verandert|gewijzigd|wijziging(?:en)?|aangepast|aanpassing(?:en)?"
    r"|toegevoegd|verschil(?:len|t)?|anders)\b",
    re.IGNORECASE,
)
# Fewer new words are a date, a number or a stamp.
LEAST_WORDS = 6
MOST_WORDS = 60
MOST_CHANGES = 3


def changes(
    understood: Understood,
    evidence: Sequence[Evidence],
    documents: Sequence[DocumentRecord],
    snapshot: Snapshot,
    evidence_of: Callable[[str], Sequence[Evidence]],
) -> Chosen | None:
    """Return the new sentences of the newer of two editions, those with most new words first; None
    where the question asks for no change, or the evidence is of one edition only.

    ``evidence_of`` gives all passages of the document with this id.
    """
    pair = _pair(evidence, documents) if ASKS_CHANGE.search(understood.asked) else None
    if pair is None:
        return None
    old, new = snapshot.document(pair[0]), snapshot.document(pair[1])
    if old is None or new is None:
        return None
    found = [change for change in differences(old, new) if change.new and _new_words(change) >= LEAST_WORDS]
    found.sort(key=lambda change: (-_new_words(change), change.new.span.start if change.new else 0))
    own = sorted(evidence_of(pair[1]), key=lambda item: item.hit.passage.span)
    quoted = [excerpt for change in found for excerpt in _excerpts(change, own)]
    return Chosen(own[0].municipality, tuple(quoted[:MOST_CHANGES])) if quoted else None


def _pair(evidence: Sequence[Evidence], documents: Sequence[DocumentRecord]) -> tuple[str, str] | None:
    """Return the older and the newer edition of the document that the evidence is mostly of."""
    newer = {record.document_id: record.newer for record in documents if record.newer}
    older = {new: old for old, new in newer.items()}
    for item in evidence:
        document_id = item.hit.passage.document.document_id
        if document_id in newer:
            return document_id, newer[document_id]
        if document_id in older:
            return older[document_id], document_id
    return None


def _new_words(change: Change) -> int:
    if change.kind is ChangeKind.CHANGED:
        added = " ".join(part.text for part in change.words if part.kind is ChangeKind.ADDED)
        return _letters(added)
    return _letters(change.new.text) if change.kind is ChangeKind.ADDED and change.new else 0


def _letters(text: str) -> int:
    """Return the number of words; dates and numbers are none."""
    return sum(word.strip(".,;:").isalpha() for word in text.split())


def _excerpts(change: Change, evidence: Sequence[Evidence]) -> Iterator[Excerpt]:
    """Yield the new sentences of a change, as many together as may be quoted at once."""
    if change.new is None:
        return
    before = " ".join(change.old.text.split()) if change.old else ""
    for item in evidence:
        run: list[Span] = []
        for sentence in item.hit.passage.sentences:
            if sentence.end <= change.new.span.start or sentence.start >= change.new.span.end:
                continue
            known = " ".join(item.hit.passage.slice(sentence).split()) in before
            if run and (known or _words(item, Span(run[0].start, sentence.end)) > MOST_WORDS):
                yield _excerpt(item, run)
                run = []
            if not known:
                run.append(sentence)
        if run:
            yield _excerpt(item, run)


def _words(item: Evidence, span: Span) -> int:
    return len(item.hit.passage.slice(span).split())


def _excerpt(item: Evidence, run: Sequence[Span]) -> Excerpt:
    span = Span(run[0].start, run[-1].end)
    return Excerpt(item, span, item.hit.passage.slice(span), item.score, item.coverage, 1.0, True)
