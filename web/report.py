"""What became of the files that were added, as text and JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from index.engine import CoverageRecord
from index.library import ADDED, DUPLICATE, REPLACED, UNCHANGED, Outcome
from web.messages import error_message, message
from web.present import page_list

DONE = (ADDED, REPLACED, UNCHANGED, DUPLICATE)


def outcome_line(outcome: Outcome, language: str) -> str:
    """Return the sentence about one file."""
    if outcome.error:
        return message("failed", language, message=error_message(outcome.error, language))
    return message(
        str(outcome.done),
        language,
        path=outcome.path,
        passages=outcome.passages,
        document_id=outcome.document_id,
        same_as=outcome.same_as,
    )


def report_text(outcomes: Sequence[Outcome], language: str) -> str:
    """Return the report: how many of each, what was not wholly read, and what failed and why."""
    failed = [outcome for outcome in outcomes if outcome.error]
    lines = [message("add_done", language, failed=len(failed), **_counts(outcomes))]
    unread = [line for outcome in outcomes for line in _coverage_lines(outcome, language)]
    if unread:
        lines += ["", message("report_unread", language), *unread]
    if failed:
        lines += ["", message("report_failed", language)]
        lines += [f"- {error_message(o.error, language)}" for o in failed if o.error]
    return "\n".join(lines)


def report_json(outcomes: Sequence[Outcome], language: str) -> dict[str, Any]:
    """Return the report for programs: counts, and what became of each file."""
    failed = sum(outcome.error is not None for outcome in outcomes)
    return {
        **_counts(outcomes),
        "failed": failed,
        "pages": sum(outcome.coverage.pages or 0 for outcome in outcomes),
        "pages_unread": sum(len(outcome.coverage.unread) for outcome in outcomes),
        "files": [_file_json(outcome, language) for outcome in outcomes],
    }


def coverage_json(coverage: CoverageRecord) -> dict[str, Any]:
    """Return how much of a file was read."""
    return {
        "pages": coverage.pages,
        "unread": list(coverage.unread),
        "recognised": list(coverage.recognised),
        "hidden": coverage.hidden,
    }


def coverage_words(coverage: CoverageRecord, language: str) -> list[str]:
    """Return what a reader must know of how a file was read: nothing where all of it was."""
    found = []
    if coverage.unread:
        found.append(message("pages_unread", language, pages=page_list(coverage.unread, language)))
    if coverage.recognised:
        found.append(message("pages_recognised", language, pages=page_list(coverage.recognised, language)))
    if coverage.hidden:
        found.append(message("text_hidden", language, count=coverage.hidden))
    return found


def _coverage_lines(outcome: Outcome, language: str) -> list[str]:
    words = coverage_words(outcome.coverage, language)
    return [f"- {outcome.path}: {'; '.join(words)}"] if words else []


def _counts(outcomes: Sequence[Outcome]) -> dict[str, int]:
    return {done: sum(outcome.done == done for outcome in outcomes) for done in DONE}


def _file_json(outcome: Outcome, language: str) -> dict[str, Any]:
    error = outcome.error
    return {
        "path": str(outcome.path),
        "done": outcome.done or "failed",
        "document_id": outcome.document_id,
        "same_as": outcome.same_as,
        "passages": outcome.passages,
        "coverage": coverage_json(outcome.coverage),
        "code": error.code if error else None,
        "reason": error_message(error, language) if error else None,
    }
