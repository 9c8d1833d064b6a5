from __future__ import annotations

import re
import string
from pathlib import Path

from web import text
from web.messages import EN, NL

ROOT = Path(__file__).resolve().parents[1]


def fields(text: str) -> set[str]:
    """Return the names of the parameters of a message."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_the_same_messages_with_the_same_parameters() -> None:
    """A message exists in Dutch and in English, and both take the same parameters."""
    assert NL.keys() == EN.keys()
    assert {code: fields(text) for code, text in NL.items()} == {
        code: fields(text) for code, text in EN.items()
    }


def test_every_error_that_is_raised_has_a_message() -> None:
    """Each code that the four packages raise has its sentence."""
    pattern = re.compile(r"(?:Read|Library|Encoder|Question|Settings)Error\(\s*\"(\w+)\"")
    codes = {
        code
        for package in ("corpus", "index", "assistant", "web")
        for path in (ROOT / package).rglob("*.py")
        for code in pattern.findall(path.read_text(encoding="utf-8"))
    }
    assert len(codes) > 20
    assert codes <= NL.keys() | text.NL.keys()
