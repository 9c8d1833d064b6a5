"""What lies beside the project: real documents and questions, where present."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
CORPUS = SHARED / "corpus"
QUESTIONS = SHARED / "eval" / "questions.jsonl"
SCORE = SHARED / "eval" / "score.py"

needs_shared = pytest.mark.skipif(
    not QUESTIONS.is_file(), reason="../shared is niet aanwezig: deze test leest echte documenten"
)


def questions() -> list[dict[str, Any]]:
    """Return the shared questions with their gold passages."""
    return [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines() if line]
