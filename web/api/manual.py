"""An OpenAPI document as what a reader needs: chapters with operations, and what the fields mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from shlex import quote
from typing import Any

METHODS = ("get", "post", "patch", "delete")
TO_SCHEMA = "#/components/schemas/"
MOST_CHOICES = 16
NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Item:
    """A parameter or field: what it is called, what values it takes, and what it means. ``type_name`` is
    that of a thing with fields of its own."""

    name: str
    values: str
    says: str
    required: bool = False
    type_name: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """An operation as it is read about."""

    name: str
    method: str
    path: str
    title: str
    says: str
    keyed: bool
    parameters: tuple[Item, ...]
    form: str
    body: tuple[Item, ...]
    gives: str | None
    statuses: tuple[tuple[str, str], ...]
    example: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """Operations that belong together."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """A thing with fields, or a value of which is told what it may be, by its name."""

    name: str
    says: str
    fields: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Manual:
    """All that there is to read about an interface."""

    title: str
    version: str
    says: str
    server: str
    key: str
    chapters: tuple[Chapter, ...]
    shapes: tuple[Shape, ...]


def manual(document: Mapping[str, Any]) -> Manual:
    """Return what is to be read about the interface that an OpenAPI document describes."""
    found = list(_entries(document))
    info, schemes = document["info"], document["components"]["securitySchemes"]
    return Manual(
        info["title"],
        info["version"],
        info["description"],
        document["servers"][0]["url"],
        next(iter(schemes.values()))["description"],
        tuple(
            Chapter(tag["description"], tuple(entry for name, entry in found if name == tag["name"]))
            for tag in document["tags"]
        ),
        tuple(
            Shape(name, schema.get("description", ""), tuple(_items(schema)))
            for name, schema in sorted(document["components"]["schemas"].items())
        ),
    )


def _entries(document: Mapping[str, Any]) -> Iterator[tuple[str, Entry]]:
    server = document["servers"][0]["url"]
    for path, methods in document["paths"].items():
        for method in METHODS:
            operation = methods.get(method)
            if operation:
                entry = _entry(server, path, method, operation, document["components"]["responses"])
                yield operation["tags"][0], entry


def _described(response: Mapping[str, Any], shared: Mapping[str, Any]) -> str:
    """Return what a response means; many are described once and referred to."""
    name = str(response.get("$ref", "")).rpartition("/")[2]
    return str((shared[name] if name else response)["description"])


def _entry(
    server: str, path: str, method: str, operation: Mapping[str, Any], responses: Mapping[str, Any]
) -> Entry:
    parameters = operation.get("parameters", [])
    bodies: Mapping[str, Any] = operation.get("requestBody", {}).get("content", {})
    form, sent = next(iter(bodies.items()), ("", NOTHING))
    done = next(status for status in operation["responses"] if status.startswith("2"))
    content = operation["responses"][done].get("content", {})
    given = next(iter(content.values()), NOTHING).get("schema", {})
    return Entry(
        operation["operationId"],
        method.upper(),
        path,
        operation["summary"],
        "" if operation["description"] == operation["summary"] else operation["description"],
        "security" in operation,
        tuple(
            Item(
                p["name"],
                values_of(p["schema"]),
                p["description"],
                p.get("required", False),
                _type_name(p["schema"]),
            )
            for p in parameters
        ),
        form,
        tuple(_items(sent.get("schema", {}))),
        _type_name(given),
        tuple(
            (status, _described(response, responses)) for status, response in operation["responses"].items()
        ),
        _example(server, path, method, operation) if not path.count("{") else "",
    )


def _example(server: str, path: str, method: str, operation: Mapping[str, Any]) -> str:
    """Return a command that can be typed; nothing where it would need what a reader does not know yet."""
    if method != "get" or "security" in operation:
        return ""
    given = [p for p in operation.get("parameters", []) if "example" in p]
    options = [f"--data-urlencode {quote(_given(p))}" for p in given]
    return " ".join(["curl", *(["--get", *options] if options else []), quote(f"{server}{path}")])


def _given(parameter: Mapping[str, Any]) -> str:
    example = parameter["example"]
    return f"{parameter['name']}={example[0] if isinstance(example, list) else example}"


def _items(schema: Mapping[str, Any]) -> Iterator[Item]:
    required = schema.get("required", ())
    for name, field in schema.get("properties", {}).items():
        yield Item(name, values_of(field), field.get("description", ""), name in required, _type_name(field))


def values_of(schema: Mapping[str, Any]) -> str:
    """Return in a few words what values there are: "integer 1-100", "string[]", "Slice[] or null"."""
    if "anyOf" in schema:
        return " | ".join(values_of(part) for part in schema["anyOf"])
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(TO_SCHEMA)
    if "enum" in schema and len(schema["enum"]) <= MOST_CHOICES:
        return " | ".join(str(value) for value in schema["enum"])
    if schema.get("format") == "binary":
        return "file"
    kind = schema.get("type", "any")
    if isinstance(kind, list):
        one, *rest = ({**schema, "type": name} for name in kind)
        return " | ".join([values_of(one), *(str(other["type"]) for other in rest)])
    if kind == "array":
        item = values_of(schema.get("items", {}))
        return f"({item})[]" if " | " in item else f"{item}[]"
    if kind == "object" and isinstance(schema.get("additionalProperties"), dict):
        return f"{{…: {values_of(schema['additionalProperties'])}}}"
    limits = (
        f" {schema['minimum']}-{schema['maximum']}" if "minimum" in schema and "maximum" in schema else ""
    )
    usual = f" = {str(schema['default']).lower()}" if "default" in schema else ""
    form = f" ({schema['format']})" if "format" in schema else ""
    return f"{kind}{form}{limits}{usual}"


def _type_name(schema: Mapping[str, Any]) -> str | None:
    """Return the name of the thing that a schema refers to, alone, in a list or as a choice."""
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(TO_SCHEMA)
    for part in (schema.get("items"), schema.get("additionalProperties"), *schema.get("anyOf", ())):
        if isinstance(part, dict) and (found := _type_name(part)):
            return found
    return None
