from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal, NotRequired, TypedDict

import pytest
from flask.testing import FlaskClient

from index.library import Library
from tests.encoders import WordEncoder
from tests.test_web import Page, build, site
from tools.make_api_docs import TARGET, api_docs
from web.api.fields import Field
from web.api.operations import OPERATIONS
from web.api.schema import DATE, Says, Schemas

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Return the invented library."""
    library = build(tmp_path_factory.mktemp("beschrijving"), WordEncoder())
    yield library
    library.store.close()


@pytest.fixture
def client(shelf: Library) -> FlaskClient:
    """Return a client of the application over it."""
    return site(shelf).test_client()


def test_the_documentation_is_what_the_code_says() -> None:
    """The generated page is the same as what is served now."""
    assert TARGET.read_text(encoding="utf-8") == api_docs()


def test_the_documentation_leads_somewhere() -> None:
    """Links between the pages about the interface lead to files and headings that are there."""
    for path in (ROOT / "docs").glob("api*.md"):
        text = path.read_text(encoding="utf-8")
        headings = {line.lstrip("# ").casefold() for line in text.splitlines() if line.startswith("#")}
        for link in re.findall(r"\]\(([^)]+)\)", text):
            if link.startswith("#"):
                assert link[1:] in headings
            elif "://" not in link:
                assert (path.parent / link).exists()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_shows_every_operation(client: FlaskClient, language: str) -> None:
    """Each operation with its address, parameters and what they mean, without script, in both languages."""
    found = Page(client.get("/api" if language == "nl" else "/en/api").text)
    ids = {value for _, attributes in found.tags if (value := attributes.get("id"))}
    for operation in OPERATIONS:
        assert operation.name in ids
        assert operation.title.of(language) in found.words
        fields: tuple[Field, ...] = sum(operation.places.values(), ())
        for field in fields:
            assert field.name in found.words
            assert field.says.of(language) in " ".join(found.words.split())
    targets = {href[1:] for href in found.links() if href.startswith("#")}
    assert len(targets) > 40
    assert targets <= ids
    assert any(href.endswith("/api/v1/openapi.json") for href in found.links())


class Inner(TypedDict):
    """A thing within a thing."""

    day: Annotated[str | None, Says("Dag.", "Day."), DATE]


class Outer(TypedDict):
    """A thing."""

    kind: Literal["a", "b"]
    inner: Inner | None
    items: list[Inner]
    counts: dict[str, int]
    more: NotRequired[Annotated[float, Says("Meer.", "More.")]]


def test_types_become_schemas() -> None:
    """What is optional, empty, listed or chosen in a type is so in its schema, with its words."""
    schemas = Schemas("en", closed=True)
    assert schemas.of(Outer) == {"$ref": "#/components/schemas/Outer"}
    reference = {"$ref": "#/components/schemas/Inner"}
    assert schemas.named["Outer"] == {
        "type": "object",
        "required": ["kind", "inner", "items", "counts"],
        "properties": {
            "kind": {"type": "string", "enum": ["a", "b"]},
            "inner": {"anyOf": [reference, {"type": "null"}]},
            "items": {"type": "array", "items": reference},
            "counts": {"type": "object", "additionalProperties": {"type": "integer"}},
            "more": {"type": "number", "description": "More."},
        },
        "additionalProperties": False,
    }
    day = {"type": ["string", "null"], "description": "Day.", "format": "date"}
    assert schemas.named["Inner"]["properties"] == {"day": day}
    assert Schemas("nl").of(Annotated[int, Says("Getal.", "Number.")]) == {
        "type": "integer",
        "description": "Getal.",
    }
