"""Many questions at once: answered to a file, or measured against gold passages."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

import click
from tqdm import tqdm

from assistant.ask import Assistant, Request
from assistant.contacts import beside_json
from assistant.evaluate import Table, evaluate
from assistant.reply import answer_to_json
from corpus.errors import LibraryError, QuestionError, ReadError
from index.engine import Filters
from web.messages import error_message
from web.present import answer_text


def answer_batch(
    assistant: Assistant,
    questions: Sequence[dict[str, Any]],
    output: Path | None,
    request: Request,
    language: str,
) -> None:
    """Answer questions, each with the filters and home of ``request``, to a file of JSON Lines.

    Of a question only ``id`` and ``question`` are read; one that cannot be asked is an abstention.
    """
    with _target(output) as target:
        for item in tqdm(questions, unit="vraag", disable=None, leave=False):
            line = _answered(assistant, item, request.filters, request.home, language)
            target.write(json.dumps(line, ensure_ascii=False) + "\n")


def _answered(
    assistant: Assistant, item: dict[str, Any], filters: Filters, home: str | None, language: str
) -> dict[str, Any]:
    try:
        answer = assistant.ask(Request(item["question"], filters, home))
    except QuestionError as error:
        nothing: dict[str, Any] = {"citations": [], "figures": [], "hits": []}
        said = {"id": item["id"], "question": item["question"], "answer": error_message(error, language)}
        return {**said, "abstained": True, **nothing}
    text = answer_text(answer, language)
    return answer_to_json(answer, text, item["id"], beside_json(answer, {}, home))


@contextmanager
def _target(output: Path | None) -> Iterator[TextIO]:
    """Open the file to write to, or standard output; a file gets its name when it is whole."""
    if output is None:
        yield sys.stdout
        return
    draft = output.with_name(f".{output.name}.deel")
    try:
        with draft.open("w", encoding="utf-8") as file:
            yield file
        draft.replace(output)
    except KeyboardInterrupt as stop:
        raise click.exceptions.Abort from stop
    except OSError as error:
        raise LibraryError("unwritable_file", path=str(output), reason=error.strerror) from error
    finally:
        draft.unlink(missing_ok=True)


def measure(assistant: Assistant, rows: Sequence[dict[str, Any]]) -> Table:
    """Return the figures over questions with gold passages."""
    answers = {}
    for row in tqdm(rows, unit="vraag", disable=None, leave=False):
        answers[row["id"]] = _answered(assistant, row, Filters(), None, "nl")
    return evaluate(rows, answers)


def read_gold(path: Path) -> list[dict[str, Any]]:
    """Return questions with gold passages; raises ReadError ``bad_questions``."""
    rows = read_questions(path)
    for number, row in enumerate(rows, 1):
        if not isinstance(row.get("gold"), list) or "kind" not in row:
            raise ReadError("bad_questions", path=str(path), reason=f"regel {number}: kind, gold")
    return rows


def read_questions(path: Path) -> list[dict[str, Any]]:
    """Return the questions of a JSON Lines file; raises ReadError ``bad_questions``."""
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        return [{**row, "id": str(row["id"]), "question": str(row["question"])} for row in rows]
    except KeyError as error:
        raise ReadError("bad_questions", path=str(path), reason=f"{error} ontbreekt") from error
    except (OSError, ValueError, TypeError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise ReadError("bad_questions", path=str(path), reason=reason) from error
