"""Write ``docs/api.md`` from the table of operations: ``python -m tools.make_api_docs``.

A test holds the file against the table, so that it cannot drift.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assistant.settings import Settings
from web.api.manual import Entry, Item, Manual, Shape, manual
from web.api.openapi import openapi
from web.api.operations import OPERATIONS
from web.page_words import NL

TARGET = Path(__file__).resolve().parents[1] / "docs" / "api.md"
ADDRESS = "http://127.0.0.1:8000"


def api_docs() -> str:
    """Return what there is to ask of the interface as one Markdown page."""
    found = manual(openapi(OPERATIONS, "nl", Settings(Path("bibliotheek")), ADDRESS))
    parts = [
        "# De API",
        "Gemaakt uit de code. Opnieuw maken: `python -m tools.make_api_docs`. Dezelfde tekst staat op de "
        "website, op `/api`; voor programma's staat de beschrijving op `/api/v1/openapi.json` (OpenAPI 3.1). "
        "Twee taken, stap voor stap met `curl`: [api-taken.md](api-taken.md). Hoe de API zich houdt aan de "
        "regels van de overheid: [api-regels.md](api-regels.md).",
        found.says,
        f"De sleutel gaat mee in de kopregel `Authorization: Bearer …`. {found.key}",
        NL["api_collections"],
        NL["api_problems"],
        *_chapters(found),
        f"## {NL['api_shapes']}",
        *(part for shape in found.shapes for part in _shape(shape)),
    ]
    return "\n\n".join(parts) + "\n"


def _chapters(found: Manual) -> list[str]:
    parts = []
    for chapter in found.chapters:
        parts.append(f"## {chapter.title}")
        parts += [part for entry in chapter.entries for part in _entry(entry)]
    return parts


def _entry(entry: Entry) -> list[str]:
    key = " (met sleutel)" if entry.keyed else ""
    statuses = ", ".join(status for status, _ in entry.statuses)
    parts = [f"### {entry.title}", f"`{entry.method} {entry.path}`{key}", entry.says]
    if entry.parameters:
        parts.append(_table(entry.parameters))
    if entry.body:
        parts += [f"{NL['api_body']} (`{entry.form}`):", _table(entry.body)]
    gives = f"[{entry.gives}](#{entry.gives.lower()})" if entry.gives else NL["api_nothing"]
    parts.append(f"{NL['api_gives']} {gives}. {NL['api_statuses']} {statuses}.")
    if entry.example:
        parts.append(f"```sh\n{entry.example}\n```")
    return [part for part in parts if part]


def _shape(shape: Shape) -> list[str]:
    parts = [f"### {shape.name}", shape.says, _table(shape.fields) if shape.fields else ""]
    return [part for part in parts if part]


def _table(items: Sequence[Item]) -> str:
    rows = [
        f"| `{item.name}`{' *' if item.required else ''} | {_cell(item.values)} | {_cell(item.says)} |"
        for item in items
    ]
    return "\n".join(["| naam | waarde | betekenis |", "| --- | --- | --- |", *rows])


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    TARGET.write_text(api_docs(), encoding="utf-8")
