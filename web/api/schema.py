"""Types to JSON Schema: what a response is, said once, as a ``TypedDict`` whose fields say what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, is_dataclass
from enum import StrEnum
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    NotRequired,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

Schema = dict[str, Any]
NAMES: Mapping[object, str] = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    NoneType: "null",
}


@dataclass(frozen=True, slots=True)
class Says:
    """What something is called or means, in Dutch and in English."""

    nl: str
    en: str

    def of(self, language: str) -> str:
        """Return the words in a language."""
        return self.en if language == "en" else self.nl


@dataclass(frozen=True, slots=True)
class Rule:
    """What a value must be besides its type: a keyword of JSON Schema."""

    keyword: str
    value: object


DATE = Rule("format", "date")
MOMENT = Rule("format", "date-time")
PAIR = (Rule("minItems", 2), Rule("maxItems", 2))


class Schemas:
    """The schemas of types, in one language; ``named`` collects those that others refer to.

    ``closed`` schemas allow no field that is not described, which tests use; those that are published
    do, since a field may be added within one major version.
    """

    def __init__(self, language: str = "nl", closed: bool = False) -> None:
        self.language = language
        self.closed = closed
        self.named: dict[str, Schema] = {}

    def of(self, kind: Any) -> Schema:
        """Return the schema of a type."""
        origin, parts = get_origin(kind), get_args(kind)
        if origin is NotRequired:
            return self.of(parts[0])
        if origin is Annotated:
            return self._annotated(parts[0], parts[1:])
        if origin in (Union, UnionType):
            return self._either(parts)
        if origin is Literal:
            return {"type": "string", "enum": list(parts)}
        if origin in (list, tuple):
            return {"type": "array", "items": self.of(parts[0])}
        if origin is dict:
            return {"type": "object", "additionalProperties": self.of(parts[1])}
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            return {"type": "string", "enum": [item.value for item in kind]}
        if is_typeddict(kind) or is_dataclass(kind):
            return {"$ref": f"#/components/schemas/{self._named(kind)}"}
        return {} if kind is Any else {"type": NAMES[kind]}

    def _annotated(self, kind: Any, notes: tuple[object, ...]) -> Schema:
        schema = self.of(kind)
        for note in notes:
            if isinstance(note, Says):
                schema["description"] = note.of(self.language)
            elif isinstance(note, Rule):
                schema[note.keyword] = note.value
        return schema

    def _either(self, parts: tuple[Any, ...]) -> Schema:
        schemas = [self.of(part) for part in parts]
        if all(schema.keys() == {"type"} for schema in schemas):
            return {"type": [schema["type"] for schema in schemas]}
        first, *rest = schemas
        if rest == [{"type": "null"}] and isinstance(first.get("type"), str) and "enum" not in first:
            return {**first, "type": [first["type"], "null"]}
        return {"anyOf": schemas}

    def _named(self, kind: Any) -> str:
        name = str(kind.__name__)
        if name not in self.named:
            self.named[name] = {}  # known already to a type that holds its own kind
            hints = get_type_hints(kind, include_extras=True)
            self.named[name] = {
                "type": "object",
                "required": [field for field, hint in hints.items() if get_origin(hint) is not NotRequired],
                "properties": {field: self.of(hint) for field, hint in hints.items()},
                **({"additionalProperties": False} if self.closed else {}),
            }
        return name
