"""A conversation with an assistant: the last turn and a question in, the answer and the next turn out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.ask import Assistant, Request
from assistant.converse import read
from assistant.question import check
from assistant.reply import Answer, Reason
from assistant.turn import Cited, Reading, Turn
from corpus.errors import LibraryError
from index.engine import DocumentRecord, Filters

# How many quotes are remembered as shown: as many as a few answers have.
MOST_SEEN = 40


def ask_in_turn(assistant: Assistant, request: Request, turn: Turn | None) -> Answer:
    """Return the answer to a question that may lean on the last turn.

    ``question`` of the answer is as it was asked, ``read_as`` as it was read. Raises what
    :meth:`Assistant.ask` raises.
    """
    if turn is None:
        return _alone(assistant, request)
    with assistant.searcher.engine.snapshot() as snapshot:
        documents = snapshot.documents()
    if not documents:
        raise LibraryError("empty_library")
    places = {d.description.municipality for d in documents if d.description.municipality}
    question = check(request.question)
    reading = read(question, turn, places)
    if not reading.carried:
        return _alone(assistant, request)
    shown = tuple((cited.document_id, cited.start, cited.end) for cited in reading.shown)
    filters = limited(request.filters, reading, documents)
    answer = assistant.ask(replace(request, question=reading.question, filters=filters, shown=shown))
    if shown and answer.abstained:
        answer = replace(answer, reason=Reason.NO_MORE)
    return replace(
        answer,
        question=question,
        read_as=reading.question,
        carried=reading.carried,
        fault=reading.fault,
        turn_limits=(filters.kinds, reading.excluded),
    )


def _alone(assistant: Assistant, request: Request) -> Answer:
    """Return the answer to a question that stands on its own."""
    return replace(assistant.ask(request), turn_limits=(request.filters.kinds, ()))


def limited(filters: Filters, reading: Reading, documents: Sequence[DocumentRecord]) -> Filters:
    """Return what the asker chose, narrowed to what the reading is limited to.

    A document that the library no longer has does not narrow, nor does a kind where the asker chose
    another.
    """
    present = {record.document_id for record in documents}
    only = tuple(name for name in reading.documents if name in present)
    speakers = dict.fromkeys(record.description.speaker for record in documents)
    others = tuple(name for name in speakers if name not in reading.excluded) if reading.excluded else ()
    return replace(
        filters,
        kinds=filters.kinds or reading.kinds,
        documents=filters.documents or only,
        municipalities=filters.municipalities or others,
    )


def turn_of(answer: Answer, before: Turn | None = None) -> Turn:
    """Return what the next question may lean on."""
    understood = answer.understood
    parts = {n: i for i, part in enumerate(answer.parts, 1) for s in part.statements for n in s.citations}
    cited = tuple(
        Cited(
            c.document.document_id,
            c.slice.span.start,
            c.slice.span.end,
            parts.get(c.n, 1),
            c.document.description.speaker,
        )
        for c in answer.citations
    )
    question = answer.read_as or answer.question
    same = before is not None and before.question == question
    seen = (*before.seen, *before.cited)[-MOST_SEEN:] if before and same else ()
    about = answer.parts[0].document.description if answer.parts else None
    kinds, excluded = answer.turn_limits
    years = [year for year in (about.year_from, about.year_to) if year] if about else []
    return Turn(
        question=question,
        municipalities=(*understood.municipalities, *understood.unknown),
        years=understood.years,
        kinds=kinds,
        excluded=excluded,
        about_years=tuple(years),
        cited=cited,
        seen=seen,
    )
