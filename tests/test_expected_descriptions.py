"""What is inferred of the real documents, beside what was typed after reading them."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from rapidfuzz import fuzz

from corpus.document import Description
from corpus.errors import ReadError
from corpus.reader import read_bytes, readable
from tests.shared import CORPUS, SHARED, needs_shared

EXPECTED: dict[str, dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("expected_descriptions.toml").read_text(encoding="utf-8")
)
# Of the fields that are not whose it is, this share must be right.
ENOUGH = 0.9

pytestmark = [pytest.mark.shared, needs_shared]


def path_of(name: str) -> Path:
    """Return where the document lies."""
    return next((p for p in (SHARED / "files" / name, CORPUS / name) if p.exists()), CORPUS / name)


@cache
def inferred(name: str, source: str) -> Description | None:
    """Return what is inferred of a document that goes by the name ``source``; None where it cannot
    be read here: no reader for its format yet, or a scan without the program that reads those."""
    if not readable(path_of(name)):
        return None
    try:
        return read_bytes(path_of(name).read_bytes(), source).description
    except ReadError as error:
        if error.code in ("no_text_layer", "format"):
            return None
        raise


def read_here(name: str, source: str) -> Description:
    """Return what is inferred; skip the test where the document cannot be read here."""
    about = inferred(name, source)
    if about is None:
        pytest.skip(f"{name} cannot be read here")
    return about


def all_inferred(renamed: bool = False) -> dict[str, Description]:
    """Return what is inferred of every document that can be read here."""
    found = {name: inferred(name, unnamed(name) if renamed else name) for name in EXPECTED}
    return {name: about for name, about in found.items() if about is not None}


def unnamed(name: str) -> str:
    """Return a file name that tells nothing but the format."""
    return f"document{Path(name).suffix}"


def same_title(found: str, wanted: str) -> bool:
    """Tell whether a title is the expected one: case, space and what stands around it aside."""
    one, two = (" ".join(title.casefold().split()) for title in (found, wanted))
    return two in one or fuzz.ratio(one, two) >= 80


def right(field: str, about: Description, wanted: dict[str, Any]) -> bool:
    """Tell whether one inferred field is the expected one."""
    if field == "title":
        return same_title(about.title, wanted["title"])
    if field == "years":
        return [about.year_from, about.year_to] == wanted["years"]
    return bool(getattr(about, field) == wanted.get(field))


def test_every_shared_document_is_expected() -> None:
    """The file of expected values names every document that lies beside the project."""
    files = {p.name for p in (SHARED / "files").iterdir()} | {p.name for p in CORPUS.glob("*.txt")}
    assert set(EXPECTED) == files


@pytest.mark.parametrize("name", EXPECTED)
def test_whose_document_it_is(name: str) -> None:
    """The municipality or joint body of every document is right, and so are a body's members."""
    about = read_here(name, name)
    assert about.municipality == EXPECTED[name]["owner"]
    assert list(about.members) == EXPECTED[name].get("members", [])
    assert (about.municipality_code is None) is bool(about.members)


@pytest.mark.parametrize("name", [name for name in EXPECTED if EXPECTED[name].get("content", True)])
def test_the_text_alone_tells_whose_it_is(name: str) -> None:
    """Under a file name that says nothing the owner is still found."""
    assert read_here(name, unnamed(name)).municipality == EXPECTED[name]["owner"]


@pytest.mark.parametrize("field", ["kind", "title", "years"])
def test_nine_of_ten_are_right(field: str) -> None:
    """Kind, title and years are right for at least ninety of a hundred documents."""
    found = all_inferred()
    wrong = {name: about for name, about in found.items() if not right(field, about, EXPECTED[name])}
    assert len(wrong) <= (1 - ENOUGH) * len(found), wrong


@pytest.mark.parametrize("field", ["kind", "years"])
def test_most_are_right_without_the_file_name(field: str) -> None:
    """Without a telling file name kind and years are right for most documents."""
    found = all_inferred(renamed=True)
    share = [right(field, about, EXPECTED[name]) for name, about in found.items()]
    assert sum(share) >= 0.6 * len(share)


@pytest.mark.parametrize("field", ["status", "date", "decided_by"])
def test_what_the_text_says_of_its_decision(field: str) -> None:
    """Status, date and deciding body are found where the document has them."""
    found = {name: about for name, about in all_inferred().items() if field in EXPECTED[name]}
    assert [name for name, about in found.items() if not right(field, about, EXPECTED[name])] == []
